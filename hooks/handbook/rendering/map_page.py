"""The map: the handbook's structure as pictures, and a list of what hangs nowhere.

Every entry that is no unit of the source can be reached from it by one link. A picture is itself
readable without eyes: its links have the entries' names and stand in reading order. The same as
text, with titles, is folded below it; while it is folded, a screen reader does not say it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import quote

from handbook.addresses import MAP_PAGE
from handbook.catalog import Catalog, Entry, relative_uri
from handbook.rendering.cards import built_href, link_html
from handbook.rendering.generated_page import GeneratedPage, slot
from handbook.rendering.labels import mark_html, parted_title
from handbook.rendering.map_picture import more_words, row_name, tree_svg
from handbook.structure import PageRows, Row, Tree, apart, trees
from handbook.written_pages import MAP

_APART = "图外的条目"

# A handbook of up to so many entries has them all on its map. Of a larger one a row shows a few and
# says how many more there are: nobody finds his way among thousands of nodes.
_SHOWN_WHOLE = 2000
_SHOWN_OF_A_ROW = 6


def map_page(catalog: Catalog) -> GeneratedPage:
    """A picture for each page entry, then the entries that hang on none of them."""
    drawn = trees(catalog)
    rest = apart(catalog, drawn)
    number = sum(not entry.kind.verbatim for entry in catalog.entries)
    most = number if number <= _SHOWN_WHOLE else _SHOWN_OF_A_ROW
    lines = ["---", f"title: {MAP.title}", "hide: [toc]", "---", "", f"# {MAP.title}", ""]
    html = []
    if drawn:
        lines += [MAP.introduction, "", slot(0), ""]
        html.append(_legend(drawn, catalog) + _pictures(drawn, most))
    if rest:
        lines += [f"## {_APART} {{ #map-apart }}" if drawn else "", "", slot(len(html)), ""]
        pages = "\n".join(_page_html(page, most) for page in rest)
        html.append(f'<div class="hb-map__rest">\n{pages}\n</div>')
    return GeneratedPage("\n".join(lines), tuple(html))


def _legend(drawn: Iterable[Tree], catalog: Catalog) -> str:
    names = {entry.kind.name for tree in drawn for entry in tree.entries}
    kinds = [kind for name, kind in catalog.handbook.kinds.items() if name in names]
    items = "".join(
        f'<li class="hb-kind-{kind.name}">{mark_html(kind)} {escape(kind.label)}</li>'
        for kind in kinds
    )
    return f'<ul class="hb-map__legend" aria-label="记号">{items}</ul>'


def _pictures(drawn: Iterable[Tree], most: int) -> str:
    return f'<div class="hb-map">\n{"".join(_picture(tree, most) for tree in drawn)}</div>'


def _picture(tree: Tree, most: int) -> str:
    """The root as a heading, the picture below it, and the same in words."""
    root = tree.root
    anchor = f"map-{root.id}"
    return (
        f'<section class="hb-kind-{root.kind.name}">\n'
        f'<h2 id="{anchor}"><a href="{built_href(root, MAP_PAGE)}">{mark_html(root.kind)} '
        f"<b>{root.id}</b> {parted_title(root.title)}</a></h2>\n"
        f"{tree_svg(tree, MAP_PAGE, anchor, most)}\n{_words(tree, most)}\n</section>\n"
    )


def _words(tree: Tree, most: int) -> str:
    """The picture as a nested list, folded."""
    items = _row_items(tree.rows, tree.root, most) + "".join(
        f"<li>{_named_link(branch.entry)}{_list(_row_items(branch.rows, branch.entry, most))}</li>"
        for branch in tree.branches
    )
    name = f"<span> {escape(tree.root.name)}</span>"
    return f'<details class="hb-map__words"><summary>文字版{name}</summary>{_list(items)}</details>'


def _row_items(rows: Iterable[Row], on: Entry, most: int) -> str:
    more = built_href(on, MAP_PAGE)
    return "".join(
        f"<li>{escape(row_name(row))}{_list(_entry_items(row, more, most, _named_link))}</li>"
        for row in rows
    )


def _page_html(group: PageRows, most: int) -> str:
    """A page of the last part: its name, and its entries with their titles, kind by kind."""
    page = group.page
    href = quote(relative_uri(page.url, MAP_PAGE), safe="/")
    lists = "".join(
        f'<p class="hb-kind-{row.kind.name}">{mark_html(row.kind)} '
        f"{escape(row.kind.label)}</p>"
        f"<ul>{_entry_items(row, href, most, _titled_link)}</ul>"
        for row in group.rows
    )
    return f'<h3><a href="{href}">{escape(page.title)}</a></h3>{lists}'


def _named_link(entry: Entry) -> str:
    """A link whose text is the name that its node has in the picture: packed, it takes no room."""
    return f'<a href="{built_href(entry, MAP_PAGE)}">{escape(entry.name)}</a>'


def _titled_link(entry: Entry) -> str:
    return link_html(entry, MAP_PAGE)


def _entry_items(row: Row, more: str, most: int, link: Callable[[Entry], str]) -> str:
    """The row's entries as items of a list; ``more`` is where those stand that are too many."""
    items = [f"<li>{link(entry)}</li>" for entry in row.entries[:most]]
    rest = len(row.entries) - len(items)
    if rest:
        items.append(f'<li><a href="{more}">{more_words(rest)}</a></li>')
    return "".join(items)


def _list(items: str) -> str:
    return f"<ul>{items}</ul>" if items else ""
