"""Our own text: look-alike characters, half-width punctuation, marks left open, counted names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from handbook.checks.sets import counter
from handbook.model import Place, SetSpec
from handbook.project import check_project

from tests.small_handbook import (
    BANS_PAGE,
    INDEX_PAGE,
    SETTINGS,
    check_with,
    lines_of,
    replaced,
    small_settings,
    write_project,
)

# What these count, other names count too; the last is no numbered set.
SETS = (("六必查", 6), ("一手硬一手软", 2))


def index(text: str) -> dict[str, str]:
    return {"index.md": f"{INDEX_PAGE}\n{text}\n"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("普通的一句话，没有问题。", []),
        ("⼀个部首", ["5:1: HB801 “⼀”（U+2F00）是形近字符，应为“一”"]),
        ("第１条", ["5:2: HB801 “１”（U+FF11）是形近字符，应为“1”"]),
        ("零宽\u200b空格", ["5:3: HB801 “\u200b”（U+200B）是形近字符，应删去"]),
        ("`代码里的１` <!-- １ -->", []),
        ("一句,又一句", ["5:3: HB802 中文里用了半角“,”，应为“，”"]),
        ("时间:地点", ["5:3: HB802 中文里用了半角“:”，应为“：”"]),
        ("括号(里面)", ["5:3: HB802 中文里用了半角“(”，应为“（”"]),
        ("English, and 3:4, 地址 https://example.org 都可以", []),
        ("照引“进门登记,出门锁门”可以", []),
        ("不照引“进门,登记”不行", ["5:7: HB802 中文里用了半角“,”，应为“，”"]),
        ("[链接](part.md)、`a,b`", []),
        ("“没有关上", ["5:1: HB803 这个 “ 没有配成对"]),
        ("没有打开）", ["5:5: HB803 这个 ） 没有配成对"]),
        ("“外面“里面”外面”、《书（上）》", []),
        (
            "《书（上》）",
            [
                "5:1: HB803 这个 《 没有配成对",
                "5:5: HB803 这个 》 没有配成对",
            ],
        ),
        ("第一行“跨到\n第二行”为止", []),
        ("见图![图](part.md)、甲&nbsp;乙", []),
        ("1）项、二）项，3）项", []),
        ("项1x）", ["5:4: HB803 这个 ） 没有配成对"]),
        (
            "一段“没有关上\n\n另一段”没有打开",
            ["5:3: HB803 这个 “ 没有配成对", "7:4: HB803 这个 ” 没有配成对"],
        ),
    ],
)
def test_paragraphs(text: str, expected: list[str], tmp_path: Path) -> None:
    found = lines_of(check_with(tmp_path, index(text)))
    assert sorted(line.removeprefix("docs/index.md:") for line in found) == sorted(expected)


def test_a_title_with_a_comment_in_it_has_its_place(tmp_path: Path) -> None:
    page = replaced(BANS_PAGE, "/// ban | 不准不登记", "/// ban | <!-- 甲 -->不准,不登记")

    assert lines_of(check_with(tmp_path, {"bans.md": page})) == [
        "docs/bans.md:17:23: HB802 中文里用了半角“,”，应为“，”"
    ]


def test_titles_are_ours_too(tmp_path: Path) -> None:
    page = replaced(BANS_PAGE, "/// ban | 不准不登记", "/// ban | 不准,不登记")

    assert lines_of(check_with(tmp_path, {"bans.md": page})) == [
        "docs/bans.md:17:13: HB802 中文里用了半角“,”，应为“，”"
    ]


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("四个意识", 4),
        ("两个维护", 2),
        ("六项纪律", 6),
        ("8种本领", 8),
        ("六必查", 6),
        ("七必查", 7),
        ("十不准", 0),
        ("一个中心、四个着力", 5),
        ("二十项规定", 20),
        ("十二条", 12),
        ("一岗双责", 0),
        ("中央八项规定", 0),
        ("一手硬一手软", 0),
        ("两张皮", 0),
        ("问题清单、责任清单", 0),
    ],
)
def test_the_number_in_a_name(title: str, count: int, tmp_path: Path) -> None:
    sets = {name: SetSpec(name, name, "ban", n, None, None, Place("", 1)) for name, n in SETS}
    handbook = replace(small_settings(tmp_path), sets=sets)
    assert counter(handbook)(title) == count


def test_a_term_has_as_many_members_as_its_name_says(tmp_path: Path) -> None:
    kind = "    label: 禁令\n    prefixes: [JL]\n    digits: 2\n    at: block\n    options:\n"
    settings = replaced(SETTINGS, kind, kind + "      members: {type: texts}\n")
    block = "/// ban | 不准不登记\n    id: JL02\n"
    page = replaced(BANS_PAGE, block, "/// ban | 三项登记\n    id: JL02\n    members: [甲, 乙]\n")

    assert lines_of(check_project(write_project(tmp_path, {"bans.md": page}, settings))) == [
        "docs/bans.md:19:5: HB403 “三项登记”应有 3 项，members 里有 2 项"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开展巡查工作", ["5:3: HB901 “巡查”应为“巡察”"]),
        ("新时代思想", ["5:1: HB901 “新时代思想”应为“某某新时代思想”"]),
        ("某某新时代思想", []),
        ("`巡查`", []),
        ("“四个方面”没有条目", ["5:1: HB404 提到了“四个方面”，却没有这个名称的条目"]),
        ("“两禁止”有条目，“一个方面”不是一套，“四个方面，还有”不是名称", []),
    ],
)
def test_set_phrases_and_numbered_names(text: str, expected: list[str], tmp_path: Path) -> None:
    settings = "formulations: phrases.yml\n" + SETTINGS
    root = write_project(tmp_path, index(text), settings)
    (root / "phrases.yml").write_text(
        "- {right: 巡察, wrong: [巡查, 寻察]}\n- {right: 某某新时代思想, wrong: [新时代思想]}\n",
        encoding="utf-8",
    )

    found = lines_of(check_project(root))
    assert [line.removeprefix("docs/index.md:") for line in found] == expected


def test_a_fault_in_the_table_of_phrases_is_told_with_its_place(tmp_path: Path) -> None:
    root = write_project(tmp_path, None, "formulations: phrases.yml\n" + SETTINGS)
    (root / "phrases.yml").write_text("- {right: 巡察}\n", encoding="utf-8")

    assert lines_of(check_project(root)) == ["phrases.yml:1:3: HB001 [1]：缺少 wrong"]
