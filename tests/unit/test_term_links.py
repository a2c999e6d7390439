"""Words that are explained where they occur: which they are, where they are linked, and where not."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from handbook.catalog import Catalog, build_catalog
from handbook.glossary import Glossary
from handbook.model import Handbook
from handbook.project import check_project
from handbook.reader import read_page
from handbook.rendering.plain_body import is_plain
from handbook.search_data import data_of, search_data_js
from handbook.setting_items import SettingsError
from handbook.settings import read_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_handbook import (
    BODIES,
    PART_PAGE,
    RULES_PAGE,
    SETTINGS,
    lines_of,
    replaced,
    write_project,
)
from tests.unit.test_reading_and_rendering import rendered

WITH_WORDS = replaced(
    SETTINGS,
    "sets:\n",
    "  word:\n    label: 用语\n    prefixes: [CI]\n    digits: 2\n    at: block\n"
    "    body: 释义\n    explained: true\nsets:\n",
)
WORDS_PAGE = """\
# 用语

/// word | 火种
    id: CI01

能点着火的东西，见 [CI02]。
///

/// word | 火种箱
    id: CI02
    also: [火柜, 铁皮柜]

装火种的箱子，锁在值班室里。值班室里有值班员，值班员看着火种箱。
///

/// word | 值班员、保管员、岗哨
    id: CI03

值班员看着火柜。
///

/// word | 四个不准
    id: CI04
///

/// word | 仓库
    id: CI05
    explained: false
///

/// word | 门卫
    id: CI06
    draft: true
///
"""


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    root = tmp_path_factory.mktemp("words")
    (root / "handbook.yml").write_text(WITH_WORDS, encoding="utf-8")
    return read_settings(root)


def catalog_of(handbook: Handbook, text: str, words: str = WORDS_PAGE) -> Catalog:
    """The words of ``words`` beside a page ``notes/page.md`` with ``text`` under its title."""
    pages = {
        "notes/page.md": f"# 页\n\n{text}\n",
        "words.md": words,
        "part.md": PART_PAGE,
        "source/rules.md": RULES_PAGE,
    }
    read = [read_page(text, uri, handbook) for uri, text in pages.items()]
    return build_catalog(handbook, read, BODIES)


def linked(html: str) -> list[tuple[str, str]]:
    """The words that are explained, each with the id that it leads to."""
    return re.findall(r'<a class="hb-term" href="[^"]*#(\w+)">([^<]*)</a>', html)


def link(word: str, id: str) -> str:
    return f'<a class="hb-term" href="../words.md#{id}">{word}</a>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The longest word, then the next.
        ("带火种箱和火种。", f"<p>带{link('火种箱', 'CI02')}和{link('火种', 'CI01')}。</p>"),
        ("火种火种箱", f"<p>{link('火种', 'CI01')}{link('火种箱', 'CI02')}</p>"),
        # Once in a section, under whichever name.
        ("火种、火种。\n\n火种", f"<p>{link('火种', 'CI01')}、火种。</p>\n<p>火种</p>"),
        ("火柜，火种箱，铁皮柜", f"<p>{link('火柜', 'CI02')}，火种箱，铁皮柜</p>"),
        # A title that is a list: as a whole, and its parts of three characters or more.
        (
            "值班员、保管员、岗哨",
            f"<p>{link('值班员、保管员、岗哨', 'CI03')}</p>",
        ),
        ("岗哨问保管员", f"<p>岗哨问{link('保管员', 'CI03')}</p>"),
        # Not what an editor left out, nor a draft.
        ("仓库的门卫", "<p>仓库的门卫</p>"),
        # Not another number.
        ("十四个不准", "<p>十四个不准</p>"),
        ("这四个不准", f"<p>这{link('四个不准', 'CI04')}</p>"),
        # In quotation marks only the word by itself.
        ("“火种”和《火种箱》", f"<p>“{link('火种', 'CI01')}”和《{link('火种箱', 'CI02')}》</p>"),
        ("“不带火种”", "<p>“不带火种”</p>"),
        ("“不带“火种””，火种", f"<p>“不带“火种””，{link('火种', 'CI01')}</p>"),
        ("“不带**火**，火种”", "<p>“不带<strong>火</strong>，火种”</p>"),
        ("”火种", f"<p>”{link('火种', 'CI01')}</p>"),
        ("“没有下半边\n\n火种", f"<p>“没有下半边</p>\n<p>{link('火种', 'CI01')}</p>"),
        # Within other markup, between it, and after it.
        ("*火种*", f"<p><em>{link('火种', 'CI01')}</em></p>"),
        ("**火种**", "<p><strong>火种</strong></p>"),
        ("*甲*火种*乙*", f"<p><em>甲</em>{link('火种', 'CI01')}<em>乙</em></p>"),
        ("火\n种", "<p>火\n种</p>"),
        ("1 < 2，火种", f"<p>1 &lt; 2，{link('火种', 'CI01')}</p>"),
        (
            "- 火种\n- 火种箱",
            f"<ul>\n<li>{link('火种', 'CI01')}</li>\n<li>{link('火种箱', 'CI02')}</li>\n</ul>",
        ),
        # Not in code, headings, quotations, links, or where raw HTML is.
        ("`火种`", "<p><code>火种</code></p>"),
        ("```\n火种\n```", None),
        ("> 火种", "<blockquote>\n<p>火种</p>\n</blockquote>"),
        ("[火种](page.md)", '<p><a href="page.md">火种</a></p>'),
        ('<a href="x">火种</a>', '<p><a href="x">火种</a></p>'),
        ("<b>甲</b>火种", "<p><b>甲</b>火种</p>"),
        ("&lt;火种", "<p>&lt;火种</p>"),
        ('<div><a href="x">火种</a></div>', '<div><a href="x">火种</a></div>'),
        ("![火种](x.png)", '<p><img alt="火种" src="x.png" /></p>'),
    ],
)
def test_prose(handbook: Handbook, text: str, expected: str | None) -> None:
    html = rendered(catalog_of(handbook, text), "notes/page.md").partition("\n")[2]

    if expected is None:
        assert linked(html) == []
    else:
        assert html == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("火种\n\n## 二\n\n火种", [("CI01", "火种"), ("CI01", "火种")]),
        ("## 火种 { #x }\n\n火种箱", [("CI02", "火种箱")]),
        ("| 火种 | 乙 |\n|---|---|\n| 火种箱 | 火种箱 |", [("CI02", "火种箱")]),
        # What the editor has linked in the section needs no other link.
        ("火种。见 [CI01]。", []),
        ("火种。见 [CI01]。\n\n## 二\n\n火种", [("CI01", "火种")]),
    ],
)
def test_sections(handbook: Handbook, text: str, expected: list[tuple[str, str]]) -> None:
    assert linked(rendered(catalog_of(handbook, text), "notes/page.md")) == expected


def test_a_link_that_an_editor_typed_round_a_word_is_like_the_others(handbook: Handbook) -> None:
    text = "[“火种”][CI01]，[CI02]，[禁令][BZ001]"
    html = rendered(catalog_of(handbook, text), "notes/page.md").partition("\n")[2]

    assert html == (
        '<p><a class="hb-term" href="../words.md#CI01">“火种”</a>，'
        '<a href="../words.md#CI02"><b>CI02</b> 火种箱</a>，'
        '<a href="../part.md#BZ001" title="BZ001 是否进门登记">禁令</a></p>'
    )


def test_each_entry_is_a_section_and_has_no_link_to_itself(handbook: Handbook) -> None:
    html = rendered(catalog_of(handbook, ""), "words.md")
    bodies = re.findall(r'<div class="hb-body">(.*?)</div>', html, re.DOTALL)

    assert [linked(body) for body in bodies] == [
        [],
        [("CI01", "火种"), ("CI03", "值班员")],
        [("CI02", "火柜")],
    ]
    assert '<a class="hb-term" href="#CI01">' in html


def test_the_source_is_left_alone_and_a_note_is_a_section(handbook: Handbook) -> None:
    words = WORDS_PAGE.replace("火种箱", "烟火").replace("火种", "这是编者")
    html = rendered(catalog_of(handbook, "", words), "source/rules.md")

    assert "严禁烟火" in html
    assert linked(html) == [("CI01", "这是编者")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # A title or another name comes before a part of a title, wherever it stands …
        ("甲甲甲、乙乙乙|;乙乙乙|", [("CI02", "乙乙乙")]),
        ("甲甲甲、乙乙乙|;丙丙|乙乙乙", [("CI02", "乙乙乙")]),
        # … and of two parts the first.
        ("甲甲甲、乙乙乙|;丙丙丙、乙乙乙|", [("CI01", "乙乙乙")]),
    ],
)
def test_who_has_a_word(handbook: Handbook, words: str, expected: list[tuple[str, str]]) -> None:
    assert (
        linked(rendered(catalog_of(handbook, "乙乙乙", page_of_words(words)), "notes/page.md"))
        == expected
    )


def page_of_words(words: str) -> str:
    """A page with an entry for each ``title|other name`` of ``words``."""
    rows = [row.split("|") for row in words.split(";")]
    return "# 用语\n\n" + "\n".join(
        f"/// word | {title}\n    id: CI{number:02d}\n{f'    also: {also}' + chr(10) if also else ''}///\n"
        for number, (title, also) in enumerate(rows, start=1)
    )


PIECES = (
    *("火种", "火种箱", "箱", "值班员、保管员、岗哨", "值班员", "仓库", "十", "四个不准", "火柜"),
    *("“", "”", "《", "》", "，", "。", " ", "x", "\n\n", "[CI01]", "[CI04]", "[BZ001]"),
)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
@settings(max_examples=300, deadline=None)
def test_both_ways_of_a_body_give_the_same_html(handbook: Handbook, body: str) -> None:
    plain, usual = (
        catalog_of(handbook, f"/// ban | 甲\n    id: JL01\n\n{text}\n///")
        for text in (body, f"{body}\n\n<!-- -->")
    )
    if not plain.by_id["JL01"].body or not is_plain(plain.by_id["JL01"].body):
        return

    assert shown_body(plain) == shown_body(usual)


def shown_body(catalog: Catalog) -> str:
    """The body as HTML, without what differs for no reader; MkDocs turns the addresses."""
    html = re.search(
        r'<div class="hb-body">(.*?)</div>', rendered(catalog, "notes/page.md"), re.DOTALL
    )
    assert html
    return unescape(re.sub(r"<!-- -->|\s+(?=<)|(?<=>)\s+", "", html[1])).replace(".md#", ".html#")


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.lists(st.sampled_from(PIECES), max_size=8))
@settings(max_examples=200, deadline=None)
def test_no_character_is_lost(handbook: Handbook, first: list[str], second: list[str]) -> None:
    texts = ["".join(first), "".join(second)]
    seen: set[str] = set()
    cut = Glossary(catalog_of(handbook, "")).cut(texts, seen)

    assert ["".join(piece.text for piece in pieces) for pieces in cut] == texts
    explained = [piece.entry.id for pieces in cut for piece in pieces if piece.entry]
    assert sorted(explained) == sorted(seen)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "火种|;火种|",
            ["docs/words.md:7:1: HB405 “火种”已经指 CI01（docs/words.md:3），不能又指 CI02"],
        ),
        (
            "火种|;火柜|火种",
            ["docs/words.md:9:11: HB405 “火种”已经指 CI01（docs/words.md:3），不能又指 CI02"],
        ),
        ("甲甲甲、乙乙乙|;乙乙乙|", []),
        ("甲甲甲、乙乙乙|;丙丙丙、乙乙乙|", []),
        ("火种|火种", []),
    ],
)
def test_a_word_that_two_entries_claim(tmp_path: Path, words: str, expected: list[str]) -> None:
    root = write_project(tmp_path / "p", {"words.md": page_of_words(words)}, WITH_WORDS)
    checked = check_project(root)

    assert lines_of(checked) == expected
    assert [fault.hint for fault in checked.diagnostics] == [
        "从其中一条的 also 里删去这个词，或在其中一条写 explained: false。" for _ in expected
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("    explained: 否\n", "HB204 选项 explained 的值不对：“否”不在可用的值之中：true、false"),
        ("    also: [火柜, 火柜]\n", "HB204 选项 also 的值不对：“火柜”写了两次"),
        ("    also:\n", "HB204 选项 also 的值不对：值是空的"),
    ],
)
def test_options_of_a_word(tmp_path: Path, options: str, expected: str) -> None:
    page = f"# 用语\n\n/// word | 火种\n    id: CI01\n{options}///\n"
    checked = check_project(write_project(tmp_path / "p", {"words.md": page}, WITH_WORDS))

    assert [line.partition(": ")[2] for line in lines_of(checked)] == [expected]


def test_only_kinds_that_are_explained_have_the_options(tmp_path: Path) -> None:
    page = "# 用语\n\n/// ban | 火种\n    id: JL03\n    explained: false\n///\n"
    checked = check_project(write_project(tmp_path / "p", {"words.md": page}, WITH_WORDS))

    assert "docs/words.md:5:5: HB202 禁令没有“explained”这个选项" in lines_of(checked)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "    explained: true\n",
            "    explained: 是\n",
            "kinds.word.explained：这里应当是 true 或 false",
        ),
        (
            "    explained: true\n",
            "    explained: true\n    options:\n      also: {type: text}\n",
            "kinds.word.options.also：explained: true 的种类已有这个选项，不另声明",
        ),
        (
            "    verbatim: true\n",
            "    verbatim: true\n    explained: true\n",
            "kinds.line.explained：照录原文的种类没有可以解释的名称",
        ),
    ],
)
def test_faults_of_the_declaration(tmp_path: Path, old: str, new: str, expected: str) -> None:
    (tmp_path / "handbook.yml").write_text(replaced(WITH_WORDS, old, new), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path)

    assert [fault.message for fault in caught.value.diagnostics] == [expected]


def test_what_programs_read_of_the_entries_does_not_know_of_it(handbook: Handbook) -> None:
    catalog = catalog_of(handbook, "火种\n\n/// ban | 甲\n    id: JL01\n\n火种箱\n///")

    assert catalog.backlinks.get("CI01") is None
    assert catalog.references_of(catalog.by_id["JL01"]) == ()


def test_the_browser_is_told_whose_words_an_explanation_is(handbook: Handbook) -> None:
    data = data_of(search_data_js(catalog_of(handbook, "")))

    assert data["explained"] == {"word": "释义"}
