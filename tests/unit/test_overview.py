"""The overview picture, and the block that asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.rendering.overview import overview_html

from tests.small_handbook import INDEX_PAGE, PART_PAGE, check_with, lines_of, replaced


def test_a_card_for_each_page_entry_with_what_stands_under_it(tmp_path: Path) -> None:
    part = replaced(PART_PAGE, "title: 第一部分", "title: 第一部分：<门>和锁")
    catalog = check_with(tmp_path, {"part.md": part}).catalog
    assert catalog is not None

    assert overview_html(catalog, "a/index.md") == (
        '<ul class="hb-overview"><li class="hb-kind-part"><a href="../part.html">'
        '<span class="hb-overview__id"><i aria-hidden="true">部</i> <b>BF1</b> 第一部分</span> '
        "<strong><span>&lt;门&gt;和锁</span></strong>"
        '<span class="hb-overview__marks" aria-hidden="true">'
        '<span><i class="hb-kind-step">步步</i></span></span>'
        '<span class="hb-overview__counts">'
        '<span class="hb-kind-topic"><i aria-hidden="true">主</i> 1 条主题</span> '
        '<span class="hb-kind-step"><i aria-hidden="true">步</i> 2 条步骤</span> '
        "</span></a></li></ul>"
    )


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("/// picture | overview\n///", []),
        (
            "/// picture | overveiw\n///",
            ["HB219 没有“overveiw”这幅图 是不是“overview”？"],
        ),
        ("/// picture | 地图\n///", ["HB219 没有“地图”这幅图 可用的：overview。"]),
        ("/// picture\n///", ["HB209 条目块 picture 没有题目 在首行的 | 之后写上题目。"]),
        (
            "/// picture | overview\n\n四个部分。\n///",
            ["HB219 图是构建时画的，块里不写正文 删去正文，或移到块的外面。"],
        ),
        (
            "/// picture | overview\n    units: [YJ01]\n///",
            ["HB202 picture没有“units”这个选项 这里不写选项。"],
        ),
    ],
)
def test_the_block(tmp_path: Path, block: str, expected: list[str]) -> None:
    found = check_with(tmp_path, {"index.md": f"{INDEX_PAGE}\n{block}\n"}).diagnostics

    assert [f"{fault.code} {fault.message} {fault.hint}" for fault in found] == expected


def test_a_fault_has_its_place(tmp_path: Path) -> None:
    checked = check_with(tmp_path, {"index.md": f"{INDEX_PAGE}\n/// picture | map\n\n字\n///\n"})

    assert lines_of(checked) == [
        "docs/index.md:5:15: HB219 没有“map”这幅图",
        "docs/index.md:7:1: HB219 图是构建时画的，块里不写正文",
    ]
