"""The file of synonyms: what it may hold, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.project import check_project

from tests.small_handbook import SETTINGS, lines_of, write_project


def faults(root: Path, synonyms: str) -> list[str]:
    write_project(root, None, "synonyms: synonyms.yml\n" + SETTINGS)
    (root / "synonyms.yml").write_text(synonyms, encoding="utf-8")
    return lines_of(check_project(root))


GOOD = "groups:\n  - [火种, 打火机]\n  - [登记, 签到]\nquestion-words: [能不能, 吗]\n"
FAULTS = [
    (GOOD, []),
    ("groups: []\nquestion-words: []\n", []),
    # Signs do not matter, as in the search.
    ("groups:\n  - [“严禁烟火油库”, 甲]\nquestion-words: []\n", []),
    (
        "groups:\n  - [火种, 打火机]\n  - [火炬, 火把]\nquestion-words: []\n",
        ["synonyms.yml:3:6: HB902 “火炬、火把”这一组里没有一个词在手册里出现"],
    ),
    # A word of two neighbouring entries is in neither.
    (
        "groups:\n  - [带火种是否, 甲]\nquestion-words: []\n",
        ["synonyms.yml:2:6: HB902 “带火种是否、甲”这一组里没有一个词在手册里出现"],
    ),
    (
        "groups:\n  - [火种, 打火机]\n  - [登记, “火种”]\nquestion-words: [吗, 呢, 吗]\n",
        [
            "synonyms.yml:3:10: HB903 ““火种””在第 2 行已经写过",
            "synonyms.yml:4:24: HB903 “吗”在第 4 行已经写过",
        ],
    ),
    (
        "groups:\n  - [火种]\nquestion-words: []\n",
        ["synonyms.yml:2:6: HB904 “火种”这一组只有一个词"],
    ),
    (
        "groups:\n  - [火种, “”]\nquestion-words: ['？']\n",
        ["synonyms.yml:2:10: HB905 ““””里没有字", "synonyms.yml:3:18: HB905 “？”里没有字"],
    ),
    (
        "groups:\n  - []\nquestion-words: []\n",
        ["synonyms.yml:2:5: HB001 groups[1]：这一组是空的"],
    ),
    (
        "groups:\n  - 火种\nquestion-words: []\n",
        ["synonyms.yml:2:5: HB001 groups[1]：这里应当是列表"],
    ),
    (
        "groups: []\n",
        ["synonyms.yml:1:1: HB001 缺少 question-words"],
    ),
    (GOOD + "asks-for:\n  - {words: [怎么查], kinds: [step]}\n", []),
    (
        GOOD + "asks-for:\n  - {words: [怎么查], kinds: [stop]}\n",
        [
            "synonyms.yml:6:28: HB001 asks-for[1].kinds[1]：“stop”不在可用的值之中：line、part、topic、step、ban"
        ],
    ),
    (
        "groups: []\nquestion-words: [8]\n",
        ["synonyms.yml:2:18: HB001 question-words[1]：这里应当是文字；像数字的文字要加引号"],
    ),
    (
        "groups: []\nquestion-words: []\nwords: []\n",
        ["synonyms.yml:3:8: HB001 words：没有这个键"],
    ),
]


@pytest.mark.parametrize(("synonyms", "expected"), FAULTS)
def test_synonyms(tmp_path: Path, synonyms: str, expected: list[str]) -> None:
    assert faults(tmp_path, synonyms) == expected


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    root = write_project(tmp_path, None, "synonyms: nowhere.yml\n" + SETTINGS)

    assert lines_of(check_project(root)) == ["nowhere.yml:1:1: HB001 没有找到 nowhere.yml"]


WORDINGS = [
    ("BZ001: [能带火吗, 打火机收不收]\npart.md: [这一部分讲什么]\n", []),
    (
        "BZ009: [能带火吗]\nparts.md: [讲什么]\n",
        [
            "wordings.yml:1:1: HB906 没有 BZ009，写给它的问法没有着落",
            "wordings.yml:2:1: HB906 没有 parts.md，写给它的问法没有着落",
        ],
    ),
    (
        "BZ001:\n  - 能带火吗\n  - “能带火吗？”\n  - '……'\nBZ002: [能带火吗]\n",
        [
            "wordings.yml:3:5: HB903 ““能带火吗？””在第 2 行已经写过",
            "wordings.yml:4:5: HB905 “……”里没有字",
        ],
    ),
    ("BZ001: 能带火吗\n", ["wordings.yml:1:8: HB001 BZ001：这里应当是列表"]),
    ("- BZ001\n", ["wordings.yml:1:1: HB001 这里应当是“键: 值”"]),
]


@pytest.mark.parametrize(("wordings", "expected"), WORDINGS)
def test_wordings(tmp_path: Path, wordings: str, expected: list[str]) -> None:
    root = write_project(tmp_path, None, "wordings: wordings.yml\n" + SETTINGS)
    (root / "wordings.yml").write_text(wordings, encoding="utf-8")

    assert lines_of(check_project(root)) == expected
