"""The page about accessibility: every criterion of WCAG 2.2 A and AA once, with evidence that exists."""

from __future__ import annotations

import ast
import re

import pytest

from tests.mkdocs_project import REPOSITORY

PAGE = REPOSITORY / "docs" / "about" / "accessibility.md"

# https://www.w3.org/TR/WCAG22/; 4.1.1 is obsolete and removed there.
CRITERIA = {
    "A": (
        "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1"
        " 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2"
    ),
    "AA": (
        "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11"
        " 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3"
    ),
}
_ROW = re.compile(r"\| (\d\.\d\.\d+) ([^|]+) \| ([^|]+) \| ([^|]+) \|")
_RESULT = re.compile("符合|不适用|部分符合：.+")
_TEST = re.compile(r"`(\w+/test_\w+\.py)::(test_\w+)`")
_BY_HAND = re.compile(r"人工，\d{4}-\d\d-\d\d：.")
_SAME = re.compile(r"同 (\d\.\d\.\d+)")


def rows(level: str) -> list[tuple[str, str, str, str]]:
    """Number, name, result and evidence of each criterion of a level, in the order of the page."""
    text = PAGE.read_text(encoding="utf-8")
    _, _, after = text.partition(f"### {level} 级\n")
    table = after.partition("\n#")[0]
    return [found for line in table.splitlines() if (found := _read(line))]


def _read(line: str) -> tuple[str, str, str, str] | None:
    found = _ROW.fullmatch(line)
    return (found[1], found[2], found[3], found[4]) if found else None


def functions_of(file: str) -> set[str]:
    """The names of the functions of a file under tests/; none if there is no such file."""
    path = REPOSITORY / "tests" / file
    tree = ast.parse(path.read_text(encoding="utf-8") if path.is_file() else "")
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_there_are_fifty_five() -> None:
    assert sum(len(numbers.split()) for numbers in CRITERIA.values()) == 55


@pytest.mark.parametrize("level", CRITERIA)
def test_the_table_has_each_criterion_once_and_in_order(level: str) -> None:
    assert [number for number, *_ in rows(level)] == CRITERIA[level].split()


@pytest.mark.parametrize("level", CRITERIA)
def test_each_has_a_result_and_evidence_that_is_there(level: str) -> None:
    wrong = []
    for number, _, result, evidence in rows(level):
        tests, same = _TEST.findall(evidence), _SAME.fullmatch(evidence)
        assert evidence.count("::") == len(tests), f"{number}: {evidence}"
        wrong += [] if _RESULT.fullmatch(result) else [f"{number}: {result}"]
        wrong += [
            f"{number}: {file}::{test}" for file, test in tests if test not in functions_of(file)
        ]
        is_known = same is not None and same[1] in f"{CRITERIA['A']} {CRITERIA['AA']}".split()
        if not (tests or is_known or _BY_HAND.search(evidence)):
            wrong.append(f"{number}: no evidence")
    assert wrong == []
