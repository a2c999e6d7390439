"""The map: what hangs on what, the picture of it, and that it leads to every entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from handbook.catalog import Catalog
from handbook.line_breaks import wrapped
from handbook.project import check_project
from handbook.rendering.cards import built_href
from handbook.rendering.map_page import map_page
from handbook.rendering.map_picture import tree_svg
from handbook.structure import Row, apart, trees

from tests.mkdocs_project import REPOSITORY
from tests.small_handbook import BANS_PAGE, PART_PAGE, check_with, replaced


def catalog_of(root: Path, pages: Mapping[str, str] | None = None) -> Catalog:
    catalog = check_with(root, pages).catalog
    assert catalog is not None
    return catalog


def shown(rows: tuple[Row, ...]) -> list[str]:
    """``kind: ids``, with a tilde before related ones."""
    return [
        f"{'~' * row.is_related}{row.kind.name}: {' '.join(entry.id for entry in row.entries)}"
        for row in rows
    ]


# No reference joins this ban to the topic: only that both are made from YJ02.
FROM_THE_SAME_UNIT = """
/// ban | 不准不锁门
    id: JL03
    source: YJ02
    quote: 出门锁门
///
"""
ALONE = """
/// ban | 不准打闹
    id: JL04
///
"""


def test_on_a_heading_hangs_what_is_under_it_and_what_is_related(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, {"bans.md": BANS_PAGE + FROM_THE_SAME_UNIT + ALONE})

    (tree,) = trees(catalog)
    (branch,) = tree.branches
    assert (tree.root.id, branch.entry.id, shown(tree.rows)) == ("BF1", "ZT01", [])
    assert shown(branch.rows) == ["step: BZ001 BZ002", "~ban: JL01 JL02 JL03"]
    assert [(group.page.uri, shown(group.rows)) for group in apart(catalog, [tree])] == [
        ("bans.md", ["ban: JL04"])
    ]


def test_what_names_the_page_alone_hangs_on_the_root(tmp_path: Path) -> None:
    bans = replaced(BANS_PAGE, "与 [BZ001] 相对应。", "见 [BF1]。")

    (tree,) = trees(catalog_of(tmp_path, {"bans.md": bans}))

    assert shown(tree.rows) == ["~ban: JL02"]
    assert shown(tree.branches[0].rows) == ["step: BZ001 BZ002", "~ban: JL01"]


def test_what_has_a_place_in_a_tree_is_related_to_no_other(tmp_path: Path) -> None:
    part = replaced(PART_PAGE, "/// step | 是否出门锁门", "## 值班 { #ZT02 }\n\n/// step | 锁门")

    (tree,) = trees(catalog_of(tmp_path, {"part.md": part}))

    assert [shown(branch.rows) for branch in tree.branches] == [
        ["step: BZ001", "~ban: JL01 JL02"],
        ["step: BZ002"],
    ]


def test_the_picture(tmp_path: Path) -> None:
    (tree,) = trees(catalog_of(tmp_path))

    assert tree_svg(tree, "map.md", "map-BF1", 9) == (
        '<svg viewBox="0 0 360 127" role="group" aria-labelledby="map-BF1">'
        '<path d="M7 0V27H16"/>'
        '<g class="hb-map__box hb-kind-topic">'
        '<a transform="translate(16 9)" href="part.html#ZT01"><title>ZT01 仓库安全</title>'
        '<rect width="343" height="36" rx="4"/>'
        '<text x="9" y="23"><tspan>主</tspan> ZT01</text>'
        '<text x="74" y="23">仓库安全</text></a></g>'
        '<g transform="translate(90 54)" role="group" aria-label="步骤" '
        'class="hb-map__row hb-kind-step">'
        '<path d="M-67 -9V15H-63"/><text x="-60" y="20" aria-hidden="true">步骤</text>'
        '<a transform="translate(0 0)" href="part.html#BZ001"><title>BZ001 是否进门登记</title>'
        '<rect width="64" height="31" rx="4"/>'
        '<text x="32" y="20"><tspan>步</tspan> BZ001</text></a>'
        '<a transform="translate(68 0)" href="part.html#BZ002"><title>BZ002 是否出门锁门</title>'
        '<rect width="64" height="31" rx="4"/>'
        '<text x="32" y="20"><tspan>步</tspan> BZ002</text></a></g>'
        '<g transform="translate(90 94)" role="group" aria-label="相关禁令" '
        'class="hb-map__row hb-kind-ban hb-map__related">'
        '<path d="M-67 -25V15H-63"/><text x="-60" y="20" aria-hidden="true">禁令</text>'
        '<a transform="translate(0 0)" href="bans.html#JL01"><title>JL01 不准带火种</title>'
        '<rect width="64" height="31" rx="4"/>'
        '<text x="32" y="20"><tspan>禁</tspan> JL01</text></a>'
        '<a transform="translate(68 0)" href="bans.html#JL02"><title>JL02 不准不登记</title>'
        '<rect width="64" height="31" rx="4"/>'
        '<text x="32" y="20"><tspan>禁</tspan> JL02</text></a></g></svg>'
    )


def test_of_a_long_row_a_few_are_drawn_and_one_link_stands_for_the_rest(tmp_path: Path) -> None:
    (tree,) = trees(catalog_of(tmp_path))

    links = re.findall(
        r'<a transform="[^"]*" href="([^"]*)"><title>([^<]*)',
        tree_svg(tree, "map.md", "map-BF1", 1),
    )

    assert links == [
        ("part.html#ZT01", "ZT01 仓库安全"),
        ("part.html#BZ001", "BZ001 是否进门登记"),
        ("part.html#ZT01", "ZT01 仓库安全：还有 1 条"),
        ("bans.html#JL01", "JL01 不准带火种"),
        ("part.html#ZT01", "ZT01 仓库安全：还有 1 条"),
    ]


def test_a_title_is_text_and_no_html(tmp_path: Path) -> None:
    part = replaced(PART_PAGE, "是否进门登记", "是否<登记>&签字")
    (tree,) = trees(catalog_of(tmp_path, {"part.md": part}))

    assert "<title>BZ001 是否&lt;登记&gt;&amp;签字</title>" in tree_svg(tree, "map.md", "x", 9)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 8, []),
        ("仓库安全", 4, ["仓库安全"]),
        ("仓库安全", 3, ["仓库", "安全"]),
        ("看仓库的门和锁", 5, ["看仓库的", "门和锁"]),  # after a pause
        ("看、听、问、查", 3, ["看、", "听、", "问、查"]),  # no sign begins a line
        ("看看（东西）", 3, ["看看", "（东", "西）"]),
        ("第2024号", 3, ["第", "2024", "号"]),  # a number stays whole
        ("看看落实", 3, ["看看", "落实"]),  # a known word, too
        ("ABCDEFGHIJ", 3, ["ABCDE", "FGHIJ"]),  # unless a line cannot hold it
    ],
)
def test_a_title_in_lines(text: str, width: float, expected: list[str]) -> None:
    assert wrapped(text, width) == expected


def test_the_text_says_what_the_picture_says(tmp_path: Path) -> None:
    page = map_page(catalog_of(tmp_path))
    (words,) = re.findall(r"<details.*?</details>", page.html[0])

    assert words == (
        '<details class="hb-map__words"><summary>文字版<span> BF1 第一部分</span></summary>'
        '<ul><li><a href="part.html#ZT01">ZT01 仓库安全</a><ul>'
        '<li>步骤<ul><li><a href="part.html#BZ001">BZ001 是否进门登记</a></li>'
        '<li><a href="part.html#BZ002">BZ002 是否出门锁门</a></li></ul></li>'
        '<li>相关禁令<ul><li><a href="bans.html#JL01">JL01 不准带火种</a></li>'
        '<li><a href="bans.html#JL02">JL02 不准不登记</a></li></ul></li>'
        "</ul></li></ul></details>"
    )


def test_what_hangs_nowhere_is_listed_by_page_and_kind(tmp_path: Path) -> None:
    page = map_page(catalog_of(tmp_path, {"bans.md": BANS_PAGE + ALONE}))

    assert "## 图外的条目 { #map-apart }" in page.markdown
    assert page.html[1] == (
        '<div class="hb-map__rest">\n'
        '<h3><a href="bans.html">两禁止</a></h3>'
        '<p class="hb-kind-ban"><i aria-hidden="true">禁</i> 禁令</p>'
        '<ul><li><a href="bans.html#JL04"><b>JL04</b> 不准打闹</a></li></ul>\n</div>'
    )


def linked(catalog: Catalog) -> tuple[set[str], set[str]]:
    """The addresses of all entries but units, and those that the map leads to."""
    page = map_page(catalog)
    wanted = {built_href(entry, "map.md") for entry in catalog.entries if not entry.kind.verbatim}
    return wanted, set(re.findall(r'href="([^"]*#[^"]*)"', "".join(page.html)))


def test_every_entry_of_the_handbook_is_one_link_away() -> None:
    catalog = check_project(REPOSITORY).catalog
    assert catalog is not None

    wanted, found = linked(catalog)

    assert len(wanted) > 250
    assert found == wanted


def test_a_large_handbook_shows_a_few_of_each_row(tmp_path: Path) -> None:
    bans = "".join(f"\n/// ban | 不准{n}\n    id: JL{n:04d}\n///\n" for n in range(2001))

    page = map_page(catalog_of(tmp_path, {"more.md": f"# 更多\n{bans}"}))

    links = re.findall(r"<li><a[^>]*>(.*?)</a>", page.html[1])
    assert links == [
        *(f"<b>JL{n:04d}</b> 不准{n}" for n in range(6)),
        "还有 1995 条",
    ]
