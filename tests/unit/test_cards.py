"""Pieces of the rendering that need no Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from handbook.catalog import Catalog
from handbook.coverage import quoted_parts, split_by
from handbook.project import check_project
from handbook.rendering.cards import child, facts_html, folded_html, relations_html
from handbook.rendering.kind_styles import kind_styles
from handbook.rendering.page_outline import with_outline
from handbook.report import as_text

from tests.small_handbook import PART_PAGE, SETTINGS, replaced, write_project


@pytest.mark.parametrize(
    ("text", "quotes", "parts"),
    [
        ("进门登记,出门锁门。", ["进门登记"], [("进门登记", True), (",出门锁门。", False)]),
        (
            "进门登记,出门锁门。",
            ["登记,出", "出门"],
            [("进门", False), ("登记,出门", True), ("锁门。", False)],
        ),
        ("进门,出门", ["门"], [("进", False), ("门", True), (",出门", False)]),
        ("进门", ["锁门"], [("进门", False)]),
        ("进门", [], [("进门", False)]),
        ("", ["门"], []),
    ],
)
def test_the_quoted_words_are_marked(
    text: str, quotes: list[str], parts: list[tuple[str, bool]]
) -> None:
    assert split_by(text, quotes) == parts


def test_what_an_editor_typed_is_no_markup() -> None:
    parent = ElementTree.Element("p")
    child(parent, "b", "<script>&", class_="x")

    assert ElementTree.tostring(parent, encoding="unicode") == (
        '<p><b class="x">&lt;script&gt;&amp;</b></p>'
    )


def catalog_of(
    root: Path, settings: str = SETTINGS, pages: dict[str, str] | None = None
) -> Catalog:
    catalog = check_project(write_project(root, pages, settings)).catalog
    assert catalog is not None
    return catalog


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        (
            ("进门登记", "出门锁门"),
            [
                ("进门登记", ("BZ001",)),
                (",", ()),
                ("出门锁门", ("BZ002",)),
                ("。", ()),
            ],
        ),
        (
            ("进门登记,出门", "登记,出门锁门。"),
            [
                ("进门", ("BZ001",)),
                ("登记,出门", ("BZ001", "BZ002")),
                ("锁门。", ("BZ002",)),
            ],
        ),
    ],
)
def test_the_words_of_a_unit_know_the_entries_that_stand_for_them(
    quotes: tuple[str, str], expected: list[tuple[str, tuple[str, ...]]], tmp_path: Path
) -> None:
    page = replaced(PART_PAGE, "quote: 进门登记\n", f"quote: {quotes[0]}\n")
    page = replaced(page, "quote: 出门锁门\n", f"quote: {quotes[1]}\n")
    catalog = catalog_of(tmp_path, pages={"part.md": page})

    assert quoted_parts(catalog.by_id["YJ02"], catalog) == expected


def test_an_option_with_labels_is_shown_at_both_ends_and_not_twice(tmp_path: Path) -> None:
    labels = "after: {type: references, kinds: [step], label: 先做, back-label: 然后做}"
    settings = replaced(SETTINGS, "after: {type: references, kinds: [step]}", labels)
    catalog = catalog_of(tmp_path, settings)
    first, second = catalog.by_id["BZ001"], catalog.by_id["BZ002"]

    then = (
        '<dt>然后做</dt><dd><ul><li><a href="#BZ002"><b>BZ002</b> 是否出门锁门</a></li></ul></dd>'
    )
    before = (
        '<dt>先做</dt><dd><ul><li><a href="#BZ001"><b>BZ001</b> 是否进门登记</a></li></ul></dd>'
    )
    assert then in facts_html(first, catalog)
    assert before in facts_html(second, catalog)
    assert "BZ002" not in relations_html(first, catalog)
    assert relations_html(second, catalog) == ""


def test_the_neighbours_stand_above_and_below(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path)

    assert relations_html(catalog.by_id["BZ002"], catalog) == (
        '<details class="hb-relations"><summary>关联 <span>1</span></summary><div class="hb-net">'
        '<dl class="hb-net__before">'
        '<dt>所属</dt><dd><ul><li><a href="#ZT01"><b>ZT01</b> 仓库安全</a></li></ul></dd>'
        '<dt>依据</dt><dd><ul><li><a href="source/rules.html#YJ02"><b>YJ02</b></a></li></ul></dd>'
        '</dl><p class="hb-net__self">BZ002</p><dl class="hb-net__after">'
        '<dt>另见</dt><dd><ul><li><a href="#BZ001"><b>BZ001</b> 是否进门登记</a></li></ul></dd>'
        "</dl></div></details>"
    )


def test_the_style_bears_the_mark_of_each_kind(tmp_path: Path) -> None:
    settings = replaced(
        SETTINGS, "    prefixes: [BZ]\n", '    prefixes: [BZ, BY]\n    mark: "\\""\n'
    )

    places = '.hb-kind--step::before,.md-typeset :is([href*="#BZ"]>b,[href*="#BY"]>b)::before'
    assert f'{places}{{content:"\\""}}\n{places}{{content:"\\"" / ""}}\n' in kind_styles(
        catalog_of(tmp_path, settings).handbook
    )


def test_the_style_bears_the_colour_and_the_line_of_each_kind(tmp_path: Path) -> None:
    settings = replaced(
        SETTINGS, "    prefixes: [BZ]\n", "    prefixes: [B]\n    colour: red\n    line: double\n"
    )
    styles = kind_styles(catalog_of(tmp_path, settings).handbook)

    places = ":is(.hb-entry--step,.hb-kind--step,.hb-kind-step)"
    assert styles.startswith(
        f"{places}{{--hb-kind:var(--hb-red)}}\n.hb-entry--step{{--hb-kind-line:0.35rem double}}\n"
    )
    # What is true of #BF1 too is said again of that, last.
    assert styles.endswith('.md-typeset :is([href*="#BF"]>b)::before{content:"部" / ""}\n')


@dataclass(frozen=True)
class Heading:
    title: str
    id: str
    children: tuple[Heading, ...] = ()


PARTS = (
    Heading("ZT01 安全 &amp; 秩序", "ZT01", (Heading("BZ001", "BZ001"), Heading("BZ002", "BZ002"))),
    Heading("别的", "bie-de"),
    Heading("原文", "yw", (Heading("YJ02", "YJ02"),)),
)


@pytest.mark.parametrize(
    ("html", "parts", "expected"),
    [
        (
            '<h1 id="a">题</h1><p>话。</p><h2 id="ZT01">…</h2>',
            PARTS,
            (
                '<h1 id="a">题</h1><p>话。</p><nav class="hb-outline" aria-label="本页要点"><p>本页要点</p>'
                '<ul><li><a href="#ZT01">ZT01 安全 &amp; 秩序</a> <small>步骤 2</small></li>'
                '<li><a href="#bie-de">别的</a></li><li><a href="#yw">原文</a></li></ul></nav>\n'
                '<h2 id="ZT01">…</h2>'
            ),
        ),
        ("<h1>题</h1><h2>少</h2>", PARTS[:2], "<h1>题</h1><h2>少</h2>"),
        ("<h1>题</h1><h2>多</h2>", PARTS * 9, "<h1>题</h1><h2>多</h2>"),
        ("<h1>题</h1>", PARTS, "<h1>题</h1>"),
    ],
)
def test_a_page_says_at_its_top_what_is_on_it(
    html: str, parts: tuple[Heading, ...], expected: str, tmp_path: Path
) -> None:
    assert with_outline(html, [Heading("题", "a", parts)], catalog_of(tmp_path)) == expected


ASK = "      ask: {type: addressed, label: 可以问, fold: 现场, values: [库管员, 班长]}\n"
SEE = "      see: {type: texts, label: 可以看, fold: 现场}\n"
METHOD = "      method: {type: choices, label: 方式, role: looked-at-by, values: [看, 问]}\n"
ASKED = "    ask: ['库管员、班长：怎么登记<b>？', 班长：谁来锁门？]\n    see: 门锁\n"


def with_ask(options: str = ASKED) -> dict[str, str]:
    return {
        "part.md": replaced(PART_PAGE, "    method: [看, 问]\n", f"    method: [看, 问]\n{options}")
    }


def test_hints_for_the_field_stand_in_one_folded_box_as_the_editors(tmp_path: Path) -> None:
    settings = replaced(SETTINGS, METHOD, METHOD + ASK + SEE)
    entry = catalog_of(tmp_path, settings, with_ask()).by_id["BZ001"]

    assert folded_html(entry) == (
        '<details class="hb-hints"><summary>现场 <span>可以问、可以看</span></summary>'
        '<p class="hb-label">编者提示</p><dl class="hb-hints__list">'
        "<dt>可以问</dt><dd><ul><li>库管员、班长：怎么登记&lt;b&gt;？</li>"
        "<li>班长：谁来锁门？</li></ul></dd>"
        "<dt>可以看</dt><dd><ul><li>门锁</li></ul></dd></dl></details>"
    )


def test_what_stands_in_a_folded_box_is_no_fact_beside_it(tmp_path: Path) -> None:
    settings = replaced(SETTINGS, METHOD, METHOD + ASK + SEE)
    catalog = catalog_of(tmp_path, settings, with_ask())

    assert "可以问" not in facts_html(catalog.by_id["BZ001"], catalog)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("谁来锁门？", "“谁来锁门？”要写成“库管员：……”，冒号用全角，前面写明是对谁的"),
        ("班长：", "“班长：”要写成“库管员：……”，冒号用全角，前面写明是对谁的"),
        ("门卫：谁来锁门？", "“门卫”不在可用的值之中：库管员、班长（几个之间用顿号）"),
        ("班长，库管员：谁？", "“班长，库管员”不在可用的值之中：库管员、班长（几个之间用顿号）"),
        ("[班长：谁？, 班长：谁？]", "“班长：谁？”写了两次"),
        ("", "值是空的"),
    ],
)
def test_whom_a_text_is_for_is_written_before_it(tmp_path: Path, value: str, expected: str) -> None:
    settings = replaced(SETTINGS, METHOD, METHOD + ASK)
    project = write_project(tmp_path, with_ask(f"    ask: {value}\n"), settings)
    column = 5 if not value else 11 if value.startswith("[") else 10

    assert as_text(check_project(project).diagnostics).splitlines()[0] == (
        f"docs/part.md:20:{column}: HB204 选项 ask 的值不对：{expected}"
    )


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("{type: addressed, label: 可以问}", "kinds.step.options.ask：缺少 values：可以写给谁"),
        (
            "{type: texts, fold: 现场}",
            "kinds.step.options.ask：写了 fold 的选项要有 label：它在折叠的框里叫什么",
        ),
    ],
)
def test_a_declaration_that_could_not_be_shown(tmp_path: Path, option: str, expected: str) -> None:
    settings = replaced(SETTINGS, METHOD, f"{METHOD}      ask: {option}\n")
    found = check_project(write_project(tmp_path, None, settings)).diagnostics

    assert [item.message for item in found] == [expected]
