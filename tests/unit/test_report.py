"""The three forms of a report, to the character."""

from __future__ import annotations

import json
from pathlib import Path

from handbook import codes
from handbook.model import Diagnostic, Place, Severity
from handbook.report import as_github, as_json, as_text, has_errors, summary, with_source_lines

DANGLING = codes.DANGLING.at(
    Place("docs/a.md", 3, 7), "引用的编号 JC099 不存在", "相近的编号：JC009。"
)
WARNING = Diagnostic(Place("docs/b.md", 1), "HB999", Severity.WARNING, "100% 小心\n两行")


def test_text() -> None:
    assert as_text([DANGLING, WARNING]) == (
        "docs/a.md:3:7: HB301 引用的编号 JC099 不存在\n"
        "    → 相近的编号：JC009。\n"
        "docs/b.md:1:1: HB999 100% 小心\n两行\n"
        "共 1 个错误、1 个警告。"
    )
    assert as_text([]) == "检查通过，没有发现问题。"


def test_on_a_terminal_the_line_stands_under_the_message(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("一\n\n另见 a [JC099]。\x1b[31m\n", encoding="utf-8")
    gone = codes.DANGLING.at(Place("docs/gone.md", 9, 9), "另一处", "改。")

    assert with_source_lines([DANGLING, gone], tmp_path) == (
        "docs/a.md:3:7: HB301 引用的编号 JC099 不存在\n"
        "    → 相近的编号：JC009。\n"
        "    | 另见 a [JC099]。 [31m\n"
        "    | 　　    ^\n"
        "docs/gone.md:9:9: HB301 另一处\n"
        "    → 改。\n"
        "共 2 个错误。"
    )


def test_json() -> None:
    assert json.loads(as_json([DANGLING])) == [
        {
            "code": "HB301",
            "severity": "error",
            "path": "docs/a.md",
            "line": 3,
            "column": 7,
            "message": "引用的编号 JC099 不存在",
            "hint": "相近的编号：JC009。",
        }
    ]
    assert json.loads(as_json([])) == []


def test_github() -> None:
    assert as_github([DANGLING, WARNING]).splitlines() == [
        "::error file=docs/a.md,line=3,col=7,title=HB301::引用的编号 JC099 不存在。相近的编号：JC009。",
        "::warning file=docs/b.md,line=1,col=1,title=HB999::100%25 小心%0A两行",
    ]


def test_only_errors_stop_the_build() -> None:
    assert has_errors([WARNING, DANGLING])
    assert not has_errors([WARNING])
    assert summary([WARNING, WARNING]) == "共 2 个警告。"


def test_every_code_is_once_in_the_table_and_says_what_to_do() -> None:
    numbers = [code.number for code in codes.ALL_CODES]

    assert len(numbers) == len(set(numbers)) > 30
    assert all(code.title and code.remedy.endswith("。") for code in codes.ALL_CODES)
