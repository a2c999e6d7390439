"""What is read is what is rendered: the ids and the links of a page's HTML are those of the catalog."""

from __future__ import annotations

import re
from pathlib import Path

from handbook.catalog import Catalog, build_catalog
from handbook.checks import check_catalog
from handbook.model import Handbook, Site
from handbook.reader import read_page
from handbook.rendering import cards
from handbook.rendering.extension import HandbookExtension
from handbook.rendering.page_markdown import page_markdown
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from tests.small_handbook import BANS_PAGE, BODIES, PART_PAGE, RULES_PAGE, check_with, replaced

MORE = [
    *(
        "- 一项，见 [JL01]\n",
        "1. 一项\n",
        "> 引文，见 [BZ001]。\n",
        "| 甲 | 乙 |\n|---|---|\n| [JL02] | 丁 |\n",
    ),
    *(
        "```\n[BZ099]\n/// step | 例\n```\n",
        "`[BZ098]`",
        "<!-- [BZ097] -->",
        "\\[BZ096]",
        "**[JL01]**",
    ),
    *(
        "一段。\n",
        "\n",
        "\n\n",
        "[登记][BZ001]",
        "、",
        "## 小标题\n",
        "    缩进\n",
        "<b>粗</b>",
        "~~~\n[X]\n~~~\n",
    ),
    *(
        "/// ban | 多一条\n    id: JL03\n\n正文 [BZ002]\n///\n",
        "/// editorial | 注\n    units: [YJ01]\n\n注文 [YJ02]\n///\n",
    ),
]
TEXTS = st.lists(st.sampled_from(MORE), max_size=12).map("".join)
INSIDE = st.lists(st.sampled_from([text for text in MORE if "///" not in text]), max_size=12).map(
    "".join
)
EXTENSIONS = ["attr_list", "tables", "pymdownx.superfences", "toc"]
ID = r"[A-Z]{2}\d+"


def rendered(catalog: Catalog, uri: str) -> str:
    """The HTML of a page, as MkDocs has Python-Markdown make it."""
    extension = HandbookExtension(catalog)
    extension.enter(uri)
    page = catalog.pages_by_uri[uri]
    return Markdown(extensions=[*EXTENSIONS, extension]).convert(page_markdown(page, catalog))


def without_derived(html: str) -> str:
    """``html`` without what is made from the catalog alone."""
    return re.sub(r'<(details|dl) class="hb-.*?</\1>', "", html, flags=re.DOTALL)


def test_advice_is_folded_marked_as_the_editors_and_short_of_words(tmp_path: Path) -> None:
    guide = "{ #ZT01 }\n\n/// guide | 怎样看\n- **查**：先看 [BZ001]，再看[出门][BZ002]。\n///\n"
    checked = check_with(tmp_path, {"part.md": replaced(PART_PAGE, "{ #ZT01 }\n", guide)})
    assert checked.catalog is not None
    catalog = checked.catalog
    assert checked.diagnostics == ()
    assert (
        '<details class="hb-hints hb-guide">\n<summary>怎样看</summary>\n'
        '<p class="hb-label">编者提示</p>\n<ul>\n<li><strong>查</strong>：先看 '
        '<a href="#BZ001" title="BZ001 是否进门登记">BZ001</a>，再看'
        '<a href="#BZ002" title="BZ002 是否出门锁门">出门</a>。</li>\n</ul>\n</details>'
    ) in rendered(catalog, "part.md")
    # What a heading's advice names refers back to the heading, but not to what it is part of.
    assert catalog.references_of(catalog.by_id["ZT01"]) == ("BZ001", "BZ002")
    assert (
        ">ZT01</b>"
        not in cards.relations_html(catalog.by_id["BZ001"], catalog).partition("hb-net__self")[2]
    )


@given(before=TEXTS, inside=INSIDE, after=TEXTS)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_ids_and_references_read_are_those_in_the_html(
    small: Handbook, before: str, inside: str, after: str
) -> None:
    head, _, tail = BANS_PAGE.partition("依据见")
    intro, _, block = head.partition("/// ban")
    text = f"{intro}{before}\n\n/// ban{block}{inside}\n\n依据见{tail}\n{after}\n"
    pages = {"bans.md": text, "part.md": PART_PAGE, "source/rules.md": RULES_PAGE}
    read = [read_page(text, uri, small) for uri, text in pages.items()]
    catalog = build_catalog(small, read, BODIES, Site(frozenset(pages)))
    assume(not {fault.code for fault in check_catalog(catalog)} - {"HB401"})

    html = rendered(catalog, "bans.md")
    ids = re.findall(rf'<[a-z0-9]+[^>]* id="({ID})"', html)
    assert ids == [entry.id for entry in catalog.entries if entry.page.uri == "bans.md"]
    own = without_derived(html)
    links = re.findall(rf'<a [^>]*href="[^"]*#({ID})"', own)
    assert sorted(links) == sorted(r.target for r in catalog.pages_by_uri["bans.md"].references)
