"""The code has no word of the real handbook: another is another ``handbook.yml`` and ``docs/``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from handbook.model import Handbook
from handbook.settings import read_settings

from tests.mkdocs_project import REPOSITORY
from tests.our_words import ids_of, names_of, words_of

FOLDERS = ("hooks", "overrides", "tools", "deploy", ".github")
FILES = ("Makefile", ".gitlab-ci.yml")
SUFFIXES = (".py", ".js", ".css", ".html", ".sh", ".conf", ".yml", ".json")

# Where a name of one of the real handbook's kinds or options is a word of the software's own.
OF_THE_SOFTWARE = {
    ("hooks/handbook/__main__.py", "check"),  # the command
    ("hooks/handbook/model.py", "check"),  # a step of a learning path
    ("hooks/handbook/model.py", "materials"),  # a part of a paper
    ("hooks/handbook/model.py", "question"),  # forms of wordings, by which an import proposes
    ("hooks/handbook/model.py", "demand"),
    ("hooks/handbook/settings.schema.json", "question"),
    ("hooks/handbook/settings.schema.json", "demand"),
    ("hooks/handbook/slides.py", "question"),  # a slide
    ("hooks/handbook/vocabulary.py", "sentence"),  # a unit of the source
    ("hooks/handbook/yaml_nodes.py", "problem"),  # what PyYAML calls its message
    ("overrides/assets/handbook/search-query.js", "question"),  # words that only ask
    ("overrides/assets/handbook/search-rank.js", "question"),
    ("overrides/assets/handbook/term-tip.js", "term"),  # a word that is explained
    ("overrides/assets/handbook/terms.css", "term"),
    ("overrides/assets/scorm/scorm.css", "question"),
    ("overrides/assets/slides/slides.css", "question"),
    ("overrides/assets/trainer/data.js", "check"),  # a step of a learning path
    ("overrides/assets/trainer/frame.js", "question"),  # what the page shows
    ("overrides/assets/trainer/paths-view.js", "check"),
    ("overrides/assets/trainer/trainer.css", "question"),
    ("overrides/test-paper.html", "question"),
}

# What texts of any unit are called, and how their sentences begin.
OF_ANY_TEXT = {
    ("hooks/handbook/importing/openings.py", "讲话"),
    ("hooks/handbook/importing/headings.py", "党"),
}


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return read_settings(REPOSITORY)


def code() -> dict[str, str]:
    """The files that are the same for every handbook, by their paths."""
    found = [path for folder in FOLDERS for path in (REPOSITORY / folder).rglob("*")]
    paths = [path for path in found if path.suffix in SUFFIXES]
    paths += [REPOSITORY / name for name in FILES]
    return {
        path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8") for path in paths
    }


def literals(name: str, text: str) -> Iterator[str]:
    """What could be a name: strings of Python; quoted words, and ends of classes, of the rest."""
    if not name.endswith(".py"):
        yield from re.findall(r"""['"]([a-z-]+)['"]""", text)
        yield from re.findall(r"\.[\w-]+-([a-z]+)\b", text)
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_code_has_a_word_or_an_id_of_the_real_handbook(handbook: Handbook) -> None:
    words, ids = words_of(handbook), ids_of(handbook)
    found = [
        f"{name}:{number}: {match[0]}"
        for name, text in code().items()
        for number, line in enumerate(text.splitlines(), start=1)
        for match in (*words.finditer(line), *ids.finditer(line))
        if (name, match[0]) not in OF_ANY_TEXT
    ]
    assert found == []


def test_no_code_knows_a_kind_or_an_option_by_its_name(handbook: Handbook) -> None:
    names = names_of(handbook)
    found = {
        (name, literal)
        for name, text in code().items()
        for literal in literals(name, text)
        if literal in names
    }
    assert found - OF_THE_SOFTWARE == set()
    assert OF_THE_SOFTWARE - found == set()
