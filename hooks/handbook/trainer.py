"""The trainer: one HTML file, taken along and opened by double-click, to learn the handbook with.

Its questions are those of the catalog, but for the ones that are kept for papers; the entries that
they test or cite go with them, so that an answer can quote what it rests on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from handbook.addresses import TRAINER, TRAINER_SCHEMA
from handbook.apart import in_script, joined_assets
from handbook.catalog import Catalog, Entry
from handbook.content_policy import with_policy
from handbook.markup import plain_text
from handbook.model import PathStep, StepForm
from handbook.notices import asks_about_references, is_reference, reference_label, set_notices
from handbook.questions import REVISION_DIGITS, Form, Item, Question, practice_questions
from handbook.rendering.kind_styles import kind_styles
from handbook.revisions import what_became
from handbook.selecting import selected
from handbook.templates import template
from handbook.training import questions_about

FORMAT, VERSION = "handbook-trainer", 1

_STYLES = (
    "handbook/base.css",
    "handbook/shell.css",
    "handbook/entries.css",
    "trainer/trainer.css",
)
_EARLY = ("handbook/reading.js",)
_SCRIPTS = (
    "apart/elements.js",
    "apart/talk.js",
    "apart/keeper.js",
    "apart/second-copy.js",
    "apart/keeping-panel.js",
    "trainer/data.js",
    "trainer/chance.js",
    "trainer/scoring.js",
    "trainer/schedule.js",
    "trainer/exam.js",
    "trainer/record.js",
    "trainer/keeping.js",
    "trainer/views.js",
    "trainer/single-keys.js",
    "trainer/question-view.js",
    "trainer/answer-view.js",
    "trainer/round-view.js",
    "trainer/practice-view.js",
    "trainer/one-view.js",
    "trainer/exam-result.js",
    "trainer/exam-view.js",
    "trainer/progress-view.js",
    "trainer/paths-view.js",
    "trainer/record-view.js",
    "trainer/frame.js",
    "trainer/page.js",
    "handbook/reading-panel.js",
)
_REFERENCE = re.compile(r"(?:\[(?P<text>[^\[\]]+)\])?\[(?P<id>[A-Z]+\d+)\]")


def trainer_files(catalog: Catalog) -> dict[str, str]:
    """The page and the schema of its records, by their addresses; none without questions."""
    questions = practice_questions(catalog)
    if not questions:
        return {}
    return {TRAINER: trainer(catalog), TRAINER_SCHEMA: trainer_schema(catalog)}


def trainer(catalog: Catalog) -> str:
    """The page's text, with its policy."""
    handbook = catalog.handbook
    html = template("trainer.html").render(
        title=handbook.title,
        edition=handbook.edition.name,
        unit=handbook.issuing_unit,
        marking=handbook.marking,
        data=in_script(trainer_data(catalog)),
        styles=joined_assets(_STYLES) + kind_styles(handbook),
        early=joined_assets(_EARLY),
        scripts=joined_assets(_SCRIPTS),
    )
    return with_policy(html)


def trainer_data(catalog: Catalog) -> dict[str, Any]:
    """All that the page knows when it opens; its form is told in ``trainer/data.js``."""
    questions = practice_questions(catalog)
    training = catalog.handbook.training
    pages = list(dict.fromkeys(question.entry.page.uri for question in questions))
    titles = {question.entry.page.uri: question.entry.page.title for question in questions}
    steps = [step for path in training.paths for step in path.steps]
    read = [e for step in steps for e in selected(step.entries, catalog)]
    shown = _shown(questions, read, catalog)
    return {
        "title": catalog.handbook.title,
        "slug": catalog.handbook.slug,
        "formerSlugs": list(catalog.handbook.former_slugs),
        "edition": {"id": catalog.handbook.edition.id, "name": catalog.handbook.edition.name},
        "handbook": "../",
        "notices": [notice.text for notice in set_notices(catalog)],
        "reference": reference_label(catalog),
        "forms": {form.code: form.value for form in Form},
        "intervals": list(training.intervals),
        "exam": {
            "questions": training.exam_questions,
            "minutes": training.exam_minutes,
            "pass": training.exam_pass,
        },
        "kinds": {entry.kind.name: entry.kind.label for entry in shown.values()},
        "entries": {id: _entry(entry, catalog) for id, entry in shown.items()},
        "topics": [topic_title(titles[uri]) for uri in pages],
        "questions": [
            _question(question, pages.index(question.entry.page.uri), catalog)
            for question in questions
        ],
        "paths": [
            {
                "id": path.id.text,
                "title": path.title,
                "audience": path.audience,
                "minutes": path.minutes,
                "steps": [_step(step, questions, catalog) for step in path.steps],
            }
            for path in training.paths
        ],
        "moved": what_became(_retired(catalog), catalog.ledger.lines),
    }


def _retired(catalog: Catalog) -> list[str]:
    """The ids of questions that were published and are no more."""
    retired = sorted(line.id for line in catalog.ledger.lines.values() if line.replaced_by)
    kinds = {id: catalog.handbook.kind_of_id(id) for id in retired}
    return [id for id, kind in kinds.items() if kind and kind.is_question]


def _shown(
    questions: Iterable[Question], read: Iterable[Entry], catalog: Catalog
) -> dict[str, Entry]:
    """The entries that a question tests or cites, or a path reads, with what they stand under."""
    named = dict.fromkeys(
        reference.target for question in questions for reference in question.entry.references
    )
    named.update(dict.fromkeys(entry.id for entry in read))
    for id in list(named):
        parent = catalog.by_id[id].parent if id in catalog.by_id else None
        while parent:
            named[parent] = None
            parent = catalog.by_id[parent].parent
    return {entry.id: entry for entry in catalog.entries if entry.id in named}


def _entry(entry: Entry, catalog: Catalog) -> dict[str, Any]:
    return {
        "kind": entry.kind.name,
        "title": "" if entry.kind.verbatim else entry.title,
        "text": catalog.text(entry),
        "url": entry.url,
        "label": catalog.body_label(entry),
        "parent": entry.parent or "",
        "quotes": [quote.text for quote in entry.quotes],
        "attribution": "、".join(catalog.attributions(entry)),
        "reference": is_reference(entry, catalog),
    }


def topic_title(page_title: str) -> str:
    """What the questions of a page are about: its title without what stands before a colon."""
    return page_title.partition("：")[2] or page_title


def _question(question: Question, topic: int, catalog: Catalog) -> dict[str, Any]:
    assert question.form is not None
    content: dict[str, Any] = {
        "form": question.form.code,
        "stem": list(question.paragraphs),
        "items": [_item(item, question.form) for item in question.items],
    }
    tested = [catalog.by_id[id] for id in question.tests if id in catalog.by_id]
    return {
        "id": question.entry.id,
        "revision": question.revision,
        "title": question.entry.title,
        **content,
        "tests": [entry.id for entry in tested],
        "scenario": question.is_scenario,
        "reference": asks_about_references(question, catalog),
        "topic": topic,
    }


def _item(item: Item, form: Form) -> dict[str, Any]:
    reason = list(reason_pieces(item.reason))
    if form.has_options:
        return {"text": item.text, "right": item.is_right, "reason": reason}
    if form is Form.MATCH:
        return {"text": item.text, "partner": item.partner, "reason": reason}
    if form is Form.GAPS:
        return {"text": item.wordings[0], "wordings": list(item.wordings), "reason": reason}
    return {"text": item.text, "reason": reason}


def reason_pieces(markdown: str) -> Iterator[str | list[str]]:
    """A reason piece by piece: words, and each reference as its id and the words it shows."""
    end = 0
    for match in _REFERENCE.finditer(markdown):
        if match.start() > end:
            yield _words(markdown[end : match.start()])
        yield [match["id"], match["text"] or match["id"]]
        end = match.end()
    if end < len(markdown):
        yield _words(markdown[end:])


def _words(markdown: str) -> str:
    """Plain words that keep the blanks at their ends: a reference may stand there."""
    plain = plain_text(markdown, lambda id: id)
    before = " " if markdown[:1] == " " else ""
    after = " " if markdown[-1:] == " " and plain else ""
    return f"{before}{plain}{after}"


def _step(step: PathStep, questions: tuple[Question, ...], catalog: Catalog) -> dict[str, Any]:
    entries = selected(step.entries, catalog)
    found = questions_about(entries, questions, catalog) if step.form is StepForm.TEST else ()
    return {
        "form": step.form.value,
        "title": step.title,
        "minutes": step.minutes,
        "entries": [entry.id for entry in entries],
        "questions": [question.entry.id for question in found],
        "count": step.count,
    }


def trainer_schema(catalog: Catalog) -> str:
    """The JSON Schema (draft 2020-12) of what the page exports and imports."""
    number = {"type": "integer", "minimum": 0}
    day = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
    id = "^[A-Z]{1,8}[0-9]{1,8}$"
    mark = {
        "type": "object",
        "required": ["revision", "seen", "right", "box", "due", "last", "day"],
        "additionalProperties": False,
        "properties": {
            "revision": {"type": "string", "pattern": f"^[0-9a-f]{{{REVISION_DIGITS}}}$"},
            "seen": {**number, "description": "答过几次"},
            "right": {**number, "description": "答对几次"},
            "box": {**number, "description": "连着答对了几次，最多到间隔的个数"},
            "due": {**day, "description": "哪一天再问"},
            "last": {"enum": ["right", "wrong"], "description": "上一次答得怎样"},
            "day": {**day, "description": "上一次答的日期"},
        },
    }
    exam = {
        "type": "object",
        "required": ["day", "seed", "questions", "right", "seconds"],
        "additionalProperties": False,
        "properties": {
            "day": day,
            "seed": number,
            "questions": {"type": "array", "items": {"type": "string", "pattern": id}},
            "right": {"type": "array", "items": {"type": "string", "pattern": id}},
            "seconds": {**number, "description": "用了多少秒"},
        },
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "训练的记录",
        "type": "object",
        "required": ["format", "version", "handbook", "edition", "marks", "exams", "steps"],
        "additionalProperties": False,
        "properties": {
            "$schema": {"type": "string"},
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "handbook": {"const": catalog.handbook.title},
            "edition": {"type": "string", "minLength": 1, "maxLength": 40},
            "marks": {
                "type": "object",
                "propertyNames": {"pattern": id},
                "additionalProperties": mark,
                "description": "按试题的编号",
            },
            "exams": {"type": "array", "maxItems": 1000, "items": exam},
            "steps": {
                "type": "object",
                "propertyNames": {"pattern": "^[a-z][a-z0-9-]*$"},
                "additionalProperties": {"type": "array", "items": number},
                "description": "按学习路径的编号：做完的各步",
            },
        },
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
