"""The overview picture: the page entries side by side, each with what stands under it.

It is drawn with the marks of the kinds, one for each entry and one line for each heading, so that
it is text to every browser, and as wide as it is allowed to be.
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from handbook.catalog import Catalog, relative_uri
from handbook.line_breaks import wrapped
from handbook.model import Kind
from handbook.rendering.labels import mark_html, name_and_subject
from handbook.structure import Row, Tree, trees

# How many characters a line of a title has where four cards stand side by side.
_LINE = 8
# More marks than this in a row say nothing that the number below them does not.
_MOST_MARKS = 14


def overview_html(catalog: Catalog, page_uri: str) -> str:
    """The picture for the page ``page_uri``; empty for a handbook without page entries."""
    cards = "".join(_card(tree, page_uri) for tree in trees(catalog))
    return f'<ul class="hb-overview">{cards}</ul>' if cards else ""


def _card(tree: Tree, page_uri: str) -> str:
    root = tree.root
    name, about = name_and_subject(root.title)
    href = quote(relative_uri(root.page.url, page_uri), safe="/")
    return (
        f'<li class="hb-kind-{root.kind.name}"><a href="{href}">'
        f'<span class="hb-overview__id">{mark_html(root.kind)} <b>{root.id}</b> {escape(name)}'
        f"</span> <strong>{_in_lines(about)}</strong>{_marks(tree)}"
        f'<span class="hb-overview__counts">{_counts(tree)}</span></a></li>'
    )


def _in_lines(title: str) -> str:
    """The title in pieces that stay whole where there is room for a line of one."""
    return "".join(f"<span>{escape(line)}</span>" for line in wrapped(title, _LINE))


def _marks(tree: Tree) -> str:
    """A line of marks for each heading; the counts say the same in words."""
    lines = [branch.rows for branch in tree.branches] or [tree.rows]
    drawn = ["".join(_row_marks(row) for row in rows if not row.is_related) for rows in lines]
    shown = "".join(f"<span>{marks}</span>" for marks in drawn if marks)
    return f'<span class="hb-overview__marks" aria-hidden="true">{shown}</span>'


def _row_marks(row: Row) -> str:
    marks = escape(row.kind.mark) * min(len(row.entries), _MOST_MARKS)
    return f'<i class="hb-kind-{row.kind.name}">{marks}</i>'


def _counts(tree: Tree) -> str:
    return "".join(_count(kind, number) for kind, number in tree.own_counts)


def _count(kind: Kind, number: int) -> str:
    return (
        f'<span class="hb-kind-{kind.name}">{mark_html(kind)} '
        f"{number} 条{escape(kind.label)}</span> "
    )
