"""A handbook with several source texts: each is kept whole, and its words are told apart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from handbook.coverage import coverage
from handbook.exports import catalog_json
from handbook.office.checklists import checklists
from handbook.project import Checked, check_project
from handbook.rendering.cards import source_html
from handbook.rendering.trace_pages import entries_page, sentences_page
from handbook.slides import slides_html
from handbook.source_text import rebuild

from tests.small_handbook import (
    BODY,
    PART_PAGE,
    RULES_PAGE,
    lines_of,
    replaced,
    write_project,
)
from tests.two_sources import BOTH, NOTICE, NOTICE_BODY, NOTICE_PAGE, TWO_PAGES, TWO_SETTINGS


def check(
    root: Path, pages: Mapping[str, str] | None = None, settings: str = TWO_SETTINGS
) -> Checked:
    write_project(root, {**TWO_PAGES, **(pages or {})}, settings)
    (root / "source" / "notice.txt").write_text(NOTICE, encoding="utf-8")
    return check_project(root)


def test_the_units_of_each_source_give_its_own_body_back(tmp_path: Path) -> None:
    checked = check(tmp_path)
    assert lines_of(checked) == []
    catalog = checked.catalog
    assert catalog is not None

    rules, notice = catalog.handbook.sources
    assert rebuild(catalog.units_of(rules)) == BODY
    assert rebuild(catalog.units_of(notice)) == NOTICE_BODY
    assert [unit.id for unit in catalog.units] == [f"YJ0{n}" for n in range(1, 9)]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        (
            {"source/notice.md": replaced(NOTICE_PAGE, "要巡查三次", "应巡查三次")},
            [
                "docs/part.md:43:12: HB502 BZ004 的 quote“夜间值班要巡查三次”不是 YJ07 的原话",
                (
                    "docs/source/notice.md:27:5: HB503 YJ07 从第 5 个字起与原文不同："
                    "原文是“夜间值班要巡查三次。⏎”，现在是“夜间值班应巡查三次。”"
                ),
            ],
        ),
        (
            {"source/notice.md": replaced(NOTICE_PAGE, '"\\n\\n　　"', "line")},
            ["docs/source/notice.md:14:1: HB503 YJ06 之前少了原文“⏎　　”"],
        ),
        (
            {
                "source/notice.md": replaced(NOTICE_PAGE, "值班室\n", "班室\n"),
                "source/rules.md": replaced(RULES_PAGE, "二、值班\n", "二、班\n"),
            },
            [
                "docs/source/notice.md:30:1: HB503 YJ08 之前少了原文“值”",
                (
                    "docs/source/rules.md:38:3: HB503 YJ04 从第 3 个字起与原文不同："
                    "原文是“二、值班”，现在是“二、班”"
                ),
            ],
        ),
        (
            {"source/notice.md": "# 通知\n", "part.md": PART_PAGE},
            ["handbook.yml:14:5: HB503 原文页上没有一句原文"],
        ),
    ],
)
def test_each_source_is_diagnosed_by_itself(
    pages: dict[str, str], expected: list[str], tmp_path: Path
) -> None:
    assert lines_of(check(tmp_path, pages)) == expected


def test_what_is_wrong_with_one_file_is_said_of_that_file(tmp_path: Path) -> None:
    check(tmp_path)
    (tmp_path / "source" / "notice.txt").unlink()

    (line,) = lines_of(check_project(tmp_path))
    assert line.startswith("handbook.yml:14:5: HB001 读不到原文文件 source/notice.txt：")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "pages: [source/notice.md]",
            "pages: [source/notice.md, source/rules.md]",
            (
                "18:31: HB001 sources[2].pages[2]：source/rules.md 已属于 sources[1]："
                "一个文件、一页只属于一份原文"
            ),
        ),
        (
            "file: source/notice.txt",
            "file: source/rules.txt",
            (
                "14:11: HB001 sources[2].file：source/rules.txt 已属于 sources[1]："
                "一个文件、一页只属于一份原文"
            ),
        ),
        (
            "    title: 值班的通知\n",
            "    titel: 值班\n",
            "16:12: HB001 sources[2].titel：没有这个键",
        ),
    ],
)
def test_two_sources_have_nothing_in_common(
    old: str, new: str, expected: str, tmp_path: Path
) -> None:
    assert lines_of(check(tmp_path, settings=replaced(TWO_SETTINGS, old, new))) == [
        f"handbook.yml:{expected}"
    ]


def test_a_handbook_has_at_least_one_source(tmp_path: Path) -> None:
    start, end = TWO_SETTINGS.index("sources:"), TWO_SETTINGS.index("kinds:")
    settings = f"{TWO_SETTINGS[:start]}sources: []\n{TWO_SETTINGS[end:]}"

    assert lines_of(check(tmp_path, settings=settings)) == [
        "handbook.yml:4:10: HB001 sources：至少要有一份原文"
    ]


def test_a_heading_of_two_sources_is_that_of_the_one_on_which_its_page_is_based(
    tmp_path: Path,
) -> None:
    catalog = check(tmp_path).catalog
    assert catalog is not None
    assert [value.text for value in catalog.by_id["ZT01"].sources] == ["YJ01"]

    other = replaced(PART_PAGE, "source: YJ01", "source: YJ06") + BOTH
    background = "units: [YJ05, YJ06, YJ08]"
    notice = replaced(NOTICE_PAGE, background, "units: [YJ05, YJ08]")
    rules = replaced(RULES_PAGE, "units: [YJ04]", "units: [YJ01, YJ04]")
    pages = {"part.md": other, "source/notice.md": notice, "source/rules.md": rules}
    (tmp_path / "other").mkdir()
    checked = check(tmp_path / "other", pages)
    assert lines_of(checked) == []
    assert checked.catalog is not None
    assert [value.text for value in checked.catalog.by_id["ZT01"].sources] == ["YJ06"]


def test_an_entry_shows_the_attribution_of_its_own_sources(tmp_path: Path) -> None:
    catalog = check(tmp_path).catalog
    assert catalog is not None

    shown = {
        id: source_html(catalog.by_id[id], catalog).partition("</summary>")[0]
        for id in ("BZ001", "BZ003", "BZ004")
    }
    assert shown == {
        "BZ001": '<details class="hb-source"><summary>据规则原文 <span>YJ02</span>',
        "BZ003": '<details class="hb-source"><summary>据规则原文、据通知原文 '
        "<span>YJ02、YJ07</span>",
        "BZ004": '<details class="hb-source"><summary>据通知原文 <span>YJ07</span>',
    }
    assert catalog.attributions() == ("据规则原文", "据通知原文")


def test_lists_slides_and_cards_tell_the_sources_apart(tmp_path: Path) -> None:
    catalog = check(tmp_path).catalog
    assert catalog is not None

    (sheet,) = checklists(catalog).sheets
    column = next(c for c in sheet.columns if c.heading == "据规则原文／据通知原文")
    items = {item.id: item for part in sheet.parts for item in part.items}
    assert [column.text(items[id]) for id in ("BZ001", "BZ003", "BZ004")] == [
        "据规则原文\nYJ02：“进门登记”",
        "据规则原文、据通知原文\nYJ02：“进门登记”\nYJ07：“巡查三次”",
        "据通知原文\nYJ07：“夜间值班要巡查三次”",
    ]
    slides = slides_html(catalog)
    assert "“据规则原文”、“据通知原文”之后引号里的话照录原文" in slides
    assert "据规则原文 YJ02；据通知原文 YJ07" in slides
    assert "<cite>据通知原文 YJ07</cite>" in slides
    assert "<cite>据规则原文 YJ07</cite>" not in slides


def test_trace_pages_and_data_have_both_sources(tmp_path: Path) -> None:
    catalog = check(tmp_path).catalog
    assert catalog is not None

    page = sentences_page(catalog)
    html = page.filled(page.markdown)
    assert "## 原文\n" in html
    assert "## 通知\n" in html
    assert "<li>source/rules.txt：共 29 个字符：" in html
    assert "<li>值班的通知：共 23 个字符：有条目以原话引用的 9 个（39%），" in html
    page = entries_page(catalog)
    assert (
        '<a href="../source/rules.html#YJ02">YJ02</a>、<a href="../source/notice.html#YJ07">'
        in page.filled(page.markdown)
    )
    units = [e for e in json.loads(catalog_json(catalog))["entries"] if e["kind"] == "line"]
    assert "".join(u["text"] + u["join"] for u in units[4:]) == NOTICE_BODY
    assert [unit.covered for unit in coverage(catalog)][4:] == [0, 0, 9, 0]
