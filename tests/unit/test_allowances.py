"""Comments that let a fault of judgement pass: on its line, with a reason, and only while needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.catalog import Catalog
from handbook.project import check_project

from tests.small_handbook import (
    INDEX_PAGE,
    PART_PAGE,
    check_with,
    lines_of,
    replaced,
    write_project,
)
from tests.unit.test_reading_and_rendering import rendered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一句,又一句 <!-- hb: allow HB802 照抄别处的写法 -->", []),
        ("<!-- hb: allow HB802 照抄别处的写法 -->\n\n一句,又一句", []),
        ("| 甲,乙 | <!-- hb: allow HB802 表格 -->丙 |\n|---|---|", []),
        (
            "一句,又一句 <!-- hb: allow HB801 写错了代码 -->",
            [
                "5:3: HB802 中文里用了半角“,”，应为“，”",
                "5:8: HB805 第 5 行没有 HB801 的问题",
            ],
        ),
        (
            "一句，又一句 <!-- hb: allow HB802 已经改好 -->",
            ["5:8: HB805 第 5 行没有 HB802 的问题"],
        ),
        (
            "见 [BZ099] <!-- hb: allow HB301 以后再写 -->",
            ["5:3: HB301 引用的编号 BZ099 不存在", "5:11: HB804 HB301 不能放行"],
        ),
        (
            "一句,又一句 <!-- hb: allow HB802 -->",
            [
                "5:3: HB802 中文里用了半角“,”，应为“，”",
                "5:8: HB804 “<!-- hb: allow HB802 -->”不能读作放行注释",
            ],
        ),
        (
            "一句。<!-- hb: alow HB802 拼错 -->",
            ["5:4: HB804 “<!-- hb: alow HB802 拼错 -->”不能读作放行注释"],
        ),
        (
            "/// editorial | 甲,乙 <!-- hb: allow HB802 在题目里 -->\n    units: [YJ03]\n\n注。\n///",
            [
                "5:18: HB802 中文里用了半角“,”，应为“，”",
                "5:21: HB804 放行注释写在条目的首行里，会成为题目的一部分",
            ],
        ),
        (
            "<!-- hb: allow HB802 题目照抄 -->\n\n/// editorial | 甲,乙\n    units: [YJ03]\n\n注。\n///",
            [],
        ),
        ("写成 `<!-- hb: allow HB802 理由 -->` 的样子。", []),
        ("```\n<!-- hb: allow HB802 理由 -->\n```", []),
    ],
)
def test_comments(text: str, expected: list[str], tmp_path: Path) -> None:
    found = lines_of(check_with(tmp_path, {"index.md": f"{INDEX_PAGE}\n{text}\n"}))
    assert [line.removeprefix("docs/index.md:") for line in found] == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "    after: BZ001\n",
            "    after: BZ001\n    basis:\n      name: 规则,旧版 # hb: allow HB802 文件名如此\n",
            [],
        ),
        (
            "看登记簿，另见",
            "# hb: allow HB802 不在选项里\n\n看登记簿，另见",
            [],
        ),
    ],
)
def test_options(old: str, new: str, expected: list[str], tmp_path: Path) -> None:
    page = (
        PART_PAGE.replace("    basis:\n      name: 《仓库规则》\n", "")
        if "basis" in new
        else PART_PAGE
    )
    page = page.replace("      date: 2020-01-31\n", "") if "basis" in new else page
    checked = check_with(tmp_path, {"part.md": replaced(page, old, new)})

    assert [line for line in lines_of(checked) if "HB80" in line] == expected


def test_a_reader_never_sees_them(tmp_path: Path) -> None:
    text = "一句,又一句 <!-- hb: allow HB802 照抄 -->\n\n<!-- hb: allow HB802 照抄 -->\n甲,乙\n"
    catalog = catalog_of(tmp_path, {"index.md": f"{INDEX_PAGE}\n{text}"})

    html = rendered(catalog, "index.md")
    assert "hb:" not in html
    assert "<p>一句,又一句</p>" in html
    assert "<p>甲,乙</p>" in html


def test_a_warning_stops_only_where_it_is_asked_to(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"index.md": INDEX_PAGE + "\n讲了“三个方面”。\n"})

    assert severities(root) == [("HB404", "warning")]
    assert [d.severity.value for d in check_project(root, strict=True).diagnostics] == ["error"]
    (root / "mkdocs.yml").write_text("strict: true\n", encoding="utf-8")
    assert severities(root) == [("HB404", "error")]


def severities(root: Path) -> list[tuple[str, str]]:
    return [(d.code, d.severity.value) for d in check_project(root).diagnostics]


def catalog_of(root: Path, pages: dict[str, str]) -> Catalog:
    catalog = check_with(root, pages).catalog
    assert catalog is not None
    return catalog
