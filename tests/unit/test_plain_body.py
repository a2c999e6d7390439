"""A plain body is written without Python-Markdown, and looks as if it had been written with it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from handbook.catalog import Catalog, build_catalog
from handbook.model import Handbook
from handbook.reader import read_page
from handbook.rendering.plain_body import is_plain
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_handbook import BODIES, PART_PAGE, RULES_PAGE
from tests.unit.test_reading_and_rendering import rendered

PIECES = (
    "进门登记",
    "，",
    "。",
    "“引”",
    "《名》",
    "x",
    "JC0",
    "100%",
    " ",
    "\n\n",
    "[YJ03]",
    "[BZ002]",
    "、",
    "1",
)


@pytest.mark.parametrize(
    "body",
    ["进门登记。", "依据见 [JL01]。", "甲\n\n乙", "见 [JL01]、[JL02]。", "“甲” x 100% 《乙》"],
)
def test_paragraphs_and_bare_references_are_plain(body: str) -> None:
    assert is_plain(body)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "- 一项",
        "1. 一项",
        "甲\n乙",
        "甲  \n\n乙",
        " 甲",
        "甲 ",
        "**粗**",
        "`码`",
        "<b>甲</b>",
        "甲&乙",
        "[登记][JL01]",
        "[JL01][JL02]",
        "[JL01] [JL02]",
        "[JL01](x)",
        "[jl01]",
        "甲\\乙",
        "# 甲",
        "a_b_c",
        "甲\u00a0乙",
        "a@b",
        "甲\ufeff",
        "x: y",
        "甲\tx",
    ],
)
def test_what_may_be_markup_is_not(body: str) -> None:
    assert not is_plain(body)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
@settings(max_examples=300, deadline=None)
def test_both_ways_give_the_same_html(small: Handbook, body: str) -> None:
    catalog = one_rule(small, body)
    if not catalog.by_id["JL01"].body or not is_plain(catalog.by_id["JL01"].body):
        return
    usual = one_rule(small, body + "\n\n<!-- -->")
    assert not is_plain(usual.by_id["JL01"].body)

    assert shown_body(catalog) == shown_body(usual)


def one_rule(small: Handbook, body: str) -> Catalog:
    """A catalog whose page has one entry with ``body``, beside the made-up handbook's others."""
    text = f"# 页\n\n/// ban | 甲\n    id: JL01\n\n{body}\n///\n"
    pages = {"bans.md": text, "part.md": PART_PAGE, "source/rules.md": RULES_PAGE}
    return build_catalog(
        small, [read_page(text, uri, small) for uri, text in pages.items()], BODIES
    )


def shown_body(catalog: Catalog) -> str:
    """The entry's body as HTML, without what differs for no reader; MkDocs turns the addresses."""
    html = re.search(r'<div class="hb-body">(.*?)</div>', rendered(catalog, "bans.md"), re.DOTALL)
    assert html
    return unescape(re.sub(r"<!-- -->|\s+(?=<)|(?<=>)\s+", "", html[1])).replace(".md#", ".html#")
