"""Our scripts and styles as they ship: one file each, without comments."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from handbook.assets import joined

from tests.mkdocs_project import REPOSITORY

OWN = sorted((REPOSITORY / "overrides" / "assets" / "handbook").iterdir())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("// a\nx();\n", "x();\n"),
        ("  /** a\n   * b\n   */\n  x();\n", "x();\n"),
        ("  x(); // stays\n", "x(); // stays\n"),
        ("const u = 'https://a';\n", "const u = 'https://a';\n"),
        ("/* a */\n.b { c: d; }", ".b { c: d; }\n"),
        ("x(\n  /** @type {A} */ (y),\n);\n", "x(\n/** @type {A} */ (y),\n);\n"),
        ("a /* b */\n/* c */\nd\n", "a /* b */\nd\n"),
    ],
)
def test_comments_on_lines_of_their_own_go(text: str, expected: str) -> None:
    assert joined([text]) == expected


def test_files_follow_each_other_on_lines_of_their_own() -> None:
    assert joined(["a", "b\n"]) == "a\nb\n"


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_nothing_in_quotation_marks_runs_over_a_line(path: Path) -> None:
    """Else a line of it could look like a comment."""
    code = re.sub(
        r"^[ \t]*(?://.*|/\*(?s:.*?)\*/)", "", path.read_text("utf-8"), flags=re.MULTILINE
    )

    assert [line for line in code.splitlines() if line.count("`") % 2] == []
    assert [line for line in code.splitlines() if line.endswith("\\")] == []
