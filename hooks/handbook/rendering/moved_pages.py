"""What leads on from an old address: a list on the page, or a page where the old one is gone.

Each old id is the id of a line, so that the old address still leads to something; folded.js goes on
from there by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from handbook.addresses import built_address
from handbook.catalog import Catalog, MovedId, relative_uri
from handbook.moved import MovedPage
from handbook.rendering.cards import link_html
from handbook.rendering.generated_page import GeneratedPage, slot

# Where the single-file edition, which has the entries themselves, leaves the list out.
START, END = '<section class="hb-moved">', "</section>"


def moved_html(moved: Iterable[MovedId], page_uri: str) -> str:
    """The list of the ids that once stood on the page, empty if there are none."""
    items = "".join(
        f"<li id={_quoted(one.id)} data-moved>{_item(one, page_uri)}</li>" for one in moved
    )
    if not items:
        return ""
    return f"{START}<p>这里原有的条目：</p><ul>{items}</ul>{END}"


def moved_page(page: MovedPage, moved: Iterable[MovedId], catalog: Catalog) -> GeneratedPage:
    """What stands at the address of a page that is gone."""
    title = "这一页已经移走"
    lines = ["---", f"title: {title}", "---", "", f"# {title}", "", slot(0), "", slot(1)]
    return GeneratedPage("\n".join(lines), (_successor(page, catalog), moved_html(moved, page.uri)))


def _successor(page: MovedPage, catalog: Catalog) -> str:
    if page.successor:
        named = catalog.pages_by_uri.get(page.successor)
        title = escape(named.title if named else page.successor)
        href = built_address(relative_uri(page.successor, page.uri))
        return f"<p data-moved-page>它的内容现在在：<a href={_quoted(href)}>{title}</a>。</p>"
    reason = f"：{escape(page.reason)}" if page.reason else ""
    home = built_address(relative_uri("index.md", page.uri))
    return f"<p>没有别的页代替它{reason}。可以回到<a href={_quoted(home)}>首页</a>。</p>"


def _item(moved: MovedId, page_uri: str) -> str:
    if moved.entry is None:
        reason = f"：{escape(moved.reason)}" if moved.reason else ""
        return f"<b>{moved.id}</b> 已停用{reason}"
    before = "现在在" if moved.entry.id == moved.id else "由它代替："
    return f"<b>{moved.id}</b> {before}{link_html(moved.entry, page_uri)}"


def _quoted(value: str) -> str:
    return f'"{escape(value)}"'
