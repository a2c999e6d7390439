"""Whatever a page file holds, the reader gives a page, and never a traceback."""

from __future__ import annotations

from handbook.catalog import build_catalog
from handbook.checks import check_catalog
from handbook.model import Handbook
from handbook.reader import read_page
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_handbook import BODIES, PART_PAGE, RULES_PAGE

PIECES = [
    *(
        "/// step | 题目\n",
        "/// ",
        "///\n",
        "//// line\n",
        "    id: BZ001\n",
        "    id: [\n",
        "  id: x\n",
    ),
    *(
        "---\n",
        "title: 名\n",
        "kind: part\n",
        "# ",
        "## 仓库安全 { #ZT01 }\n",
        "{ #",
        "}\n",
        "[BZ001]",
    ),
    *(
        "[JL01][",
        "](",
        ")",
        "`",
        "```\n",
        "~~~\n",
        "<!--",
        "-->",
        "\\",
        "“",
        "”",
        "（",
        "\n",
        "\n\n",
        "    ",
    ),
    *(
        "一句话，",
        "half, width",
        "\t",
        "\u2028",
        "\x00",
        "\u200b",
        "１",
        "> ",
        "- ",
        "| a | b |\n",
        ": ",
    ),
]
PAGES = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join)


@given(PAGES)
@settings(max_examples=600, deadline=None)
def test_any_text_is_read_and_checked(small: Handbook, text: str) -> None:
    rules = read_page(RULES_PAGE, "source/rules.md", small)
    page = read_page(text, "page.md", small)

    check_catalog(build_catalog(small, [page, rules], BODIES))


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_any_cut_and_splice_of_a_real_page_is_read_and_checked(
    small: Handbook, data: st.DataObject
) -> None:
    a, b = sorted(data.draw(st.tuples(*[st.integers(0, len(PART_PAGE))] * 2)))
    text = PART_PAGE[:a] + data.draw(PAGES) + PART_PAGE[b:]
    page = read_page(text, "part.md", small)

    for fault in check_catalog(build_catalog(small, [page], BODIES)):
        assert fault.place.line >= 1
        assert fault.place.column >= 1
        assert fault.message
