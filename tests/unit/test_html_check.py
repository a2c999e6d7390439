"""What only the built pages show."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.catalog import Catalog, build_catalog
from handbook.html_check import check_notices, check_site
from handbook.model import Handbook, Place
from handbook.rendering.cards import notice_html

from tests.small_handbook import check_with


@pytest.fixture
def nothing(small: Handbook) -> Catalog:
    """A catalog without pages."""
    return build_catalog(small, [], {})


TARGET = '<h1 id="a">甲</h1><h2 id="二">乙</h2>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="sub/b.html#a">a</a><a href="sub/b.html#%E4%BA%8C">b</a>', []),
        ('<a href="#x">x</a><p id="x"></p>', []),
        ('<a href="https://example.org/">外</a>', []),
        ('<a href="mailto:a@example.org">信</a><img src="data:image/png;base64,">', []),
        ("<code>[BZ01]</code><p>[注]</p>", []),
        ('<link rel="canonical" href="https://example.org/">', []),
        ('<a href="c.html">x</a>', ["1:1: HB701 链接“c.html”所指的文件不存在"]),
        (
            '<p>\n<a href="/sub/b.html">x</a>',
            ["2:1: HB701 链接“/sub/b.html”从网站根目录起，离开服务器就打不开"],
        ),
        ('<img src="c.png">', ["1:1: HB701 链接“c.png”所指的文件不存在"]),
        ('<a href="sub/b.html#c">x</a>', ["1:1: HB702 链接“sub/b.html#c”所指的位置不存在"]),
        ('<a href="#c">x</a>', ["1:1: HB702 链接“#c”所指的位置不存在"]),
        ('<p id="x"></p><p id="x"></p>', ["1:15: HB703 id “x”在这一页出现了两次"]),
        (
            '<script src="https://example.org/a.js"></script>',
            ["1:1: HB704 页面会向“https://example.org/a.js”取东西"],
        ),
        ('<img src="//example.org/a.png">', ["1:1: HB704 页面会向“//example.org/a.png”取东西"]),
        (
            '<link rel="stylesheet" href="http://example.org/a.css">',
            ["1:1: HB704 页面会向“http://example.org/a.css”取东西"],
        ),
        (
            '<img src="a.html" srcset="sub/b.html 1x, https://example.org/b.png 2x">',
            [
                "1:1: HB701 链接“a.html”所指的文件不存在",
                "1:1: HB704 页面会向“https://example.org/b.png”取东西",
            ],
        ),
        ('<p style="color: red">', ["1:1: HB714 这里写了 style，浏览器不会执行"]),
        ('<b OnClick="x()">', ["1:1: HB714 这里写了 onclick，浏览器不会执行"]),
        ("<p>\n/// term | 甲\nid: MC900</p>", ["1:4: HB705 “/// term | 甲”原样留在页面上"]),
        ("<pre><code>/// term | 甲\n</code></pre>", []),
        (
            '<IMG SRC="https://example.org/a.png">',
            ["1:1: HB704 页面会向“https://example.org/a.png”取东西"],
        ),
        (
            '<a href="http://[本单位域名]/">x</a>',
            ["1:1: HB701 链接“http://[本单位域名]/”所指的文件不存在"],
        ),
        (
            '<h2 id="JL01">x</h2><h2 id="JLX1">y</h2>',
            ["1:1: HB711 页面上的 id “JL01”不是这一页的条目"],
        ),
        ("<p>见 [BZ01]</p>", ["1:4: HB705 “[BZ01]”原样留在页面上"]),
    ],
)
def test_faults(html: str, expected: list[str], tmp_path: Path, nothing: Catalog) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.html").write_text(TARGET, encoding="utf-8")
    (tmp_path / "index.html").write_text(html, encoding="utf-8")

    assert [
        f"{d.place.line}:{d.place.column}: {d.code} {d.message}"
        for d in check_site(tmp_path, nothing)
    ] == expected


def test_a_tag_that_is_never_closed_takes_no_longer_than_others(
    tmp_path: Path, nothing: Catalog
) -> None:
    # A pattern that can cut the same text in many ways would not come to an end here.
    html = "<b " + "x" * 20_000 + " <a href='c.html'>x</a>"
    (tmp_path / "index.html").write_text(html, encoding="utf-8")

    assert [fault.code for fault in check_site(tmp_path, nothing)] == ["HB701"]


def test_the_place_names_the_site(tmp_path: Path, nothing: Catalog) -> None:
    (tmp_path / "index.html").write_text('<a href="c.html">x</a>', encoding="utf-8")

    assert check_site(tmp_path, nothing, shown_as="site")[0].place.path == "site/index.html"


def test_a_reference_set_without_its_notice_is_not_published(tmp_path: Path) -> None:
    catalog = check_with(tmp_path / "project").catalog
    assert catalog is not None
    spec, status = catalog.handbook.sets["JL"], catalog.handbook.statuses["reference"]
    page = tmp_path / "bans.html"

    page.write_text("<h1>两禁止</h1>", encoding="utf-8")
    assert [(d.code, d.place.path, d.message) for d in check_notices(tmp_path, catalog)] == [
        ("HB603", "site/bans.html", "“两禁止”的页面上没有“参考”的提示")
    ]
    page.write_text(f"<h1>两禁止</h1>{notice_html(spec, status)}", encoding="utf-8")
    assert check_notices(tmp_path, catalog) == []


def test_an_entry_that_is_not_in_the_html_is_told_where_it_is_written(tmp_path: Path) -> None:
    catalog = check_with(
        tmp_path / "project", {"part.md": "# 第一部分\n\n见[下](#xia)。\n"}
    ).catalog
    assert catalog is not None
    (tmp_path / "bans.html").write_text('<h2 id="JL01">甲</h2>', encoding="utf-8")
    (tmp_path / "part.html").write_text('<a href="#xia">下</a>', encoding="utf-8")

    told = [(d.code, d.place, d.message) for d in check_site(tmp_path, catalog)]
    assert ("HB711", Place("docs/bans.md", 17, 1), "JL02 没有出现在生成的页面 bans.html 上") in told
    assert ("HB702", Place("docs/part.md", 3, 6), "链接“#xia”所指的位置不存在") in told
