"""The results page: one HTML file for whoever trains a team, opened by double-click.

It reads what trainees exported from the trainer, with the trainer's own scripts, and knows of each
question only what tells it apart: its words and answers stay in the trainer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from handbook.apart import in_script, joined_assets
from handbook.catalog import Catalog
from handbook.content_policy import with_policy
from handbook.output import write_file
from handbook.questions import practice_questions
from handbook.templates import template
from handbook.trainer import trainer_data

# Where trainers' things are made: in no site and no bundle.
FOLDER = "trainer"
RESULTS_NAME = "results.html"

# The parts of the page in their order, by the names that its script fills them under.
PARTS = {
    "next": "下一步教什么",
    "people": "各人",
    "entries": "各条目掌握得怎样",
    "topics": "各部分",
    "undone": "还没有做的",
    "items": "试题",
    "exams": "模拟考试",
}

_STYLES = (
    "handbook/base.css",
    "handbook/shell.css",
    "trainer/trainer.css",
    "results/results.css",
)
_EARLY = ("handbook/reading.js",)
_SCRIPTS = (
    "apart/elements.js",
    "apart/talk.js",
    "apart/csv.js",
    "trainer/data.js",
    "trainer/chance.js",
    "trainer/scoring.js",
    "trainer/schedule.js",
    "trainer/record.js",
    "trainer/views.js",
    "results/data.js",
    "results/statistics.js",
    "results/cohort.js",
    "results/tables.js",
    "results/parts.js",
    "results/people.js",
    "results/paper.js",
    "results/page.js",
    "handbook/reading-panel.js",
)
_SHARED = ("title", "edition", "notices", "reference", "forms", "intervals", "topics")
_OF_A_QUESTION = ("id", "revision", "title", "form", "tests", "reference", "topic")


class ResultsError(Exception):
    """There is nothing whose results could be looked at; the message says what to do."""


def make_results(dist: Path, catalog: Catalog) -> Path:
    """Writes the page below ``dist`` and says where.

    Raises :class:`ResultsError` if nobody can train with this handbook.
    """
    if not practice_questions(catalog):
        raise ResultsError(
            "这本手册没有练习题，也就没有训练结果可看：先在 handbook.yml 里给一个种类写上"
            " questions: true，再写试题（见 CONTRIBUTING.md）"
        )
    target = dist / FOLDER / RESULTS_NAME
    write_file(target, results_page(catalog).encode())
    return target


def results_page(catalog: Catalog) -> str:
    """The page's text, with its policy."""
    handbook = catalog.handbook
    data = results_data(catalog)
    html = template("results.html").render(
        title=handbook.title,
        edition=handbook.edition.name,
        unit=handbook.issuing_unit,
        marking=handbook.marking,
        parts=PARTS,
        notices=data["notices"],
        reference=data["reference"],
        data=in_script(data),
        styles=joined_assets(_STYLES),
        early=joined_assets(_EARLY),
        scripts=joined_assets(_SCRIPTS),
    )
    return with_policy(html)


def results_data(catalog: Catalog) -> dict[str, Any]:
    """All that the page knows when it opens; its form is told in ``results/data.js``."""
    known = trainer_data(catalog)
    tested = {id for question in known["questions"] for id in question["tests"]}
    entries = {
        id: {"kind": entry["kind"], "title": entry["title"]}
        for id, entry in known["entries"].items()
        if id in tested
    }
    kinds = {entry["kind"] for entry in entries.values()}
    return {
        **{name: known[name] for name in _SHARED},
        "pass": known["exam"]["pass"],
        "kinds": {name: label for name, label in known["kinds"].items() if name in kinds},
        "entries": entries,
        "questions": [
            {name: question[name] for name in _OF_A_QUESTION} for question in known["questions"]
        ],
        "paths": [
            {"id": path["id"], "title": path["title"], "steps": len(path["steps"])}
            for path in known["paths"]
        ],
    }
