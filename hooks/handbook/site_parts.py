"""The built pages as parts of one document: each page's own HTML, its links turned to places there.

What is made from the site says what the site says.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import unquote

from handbook.addresses import built_address, link_target
from handbook.catalog import Catalog
from handbook.model import Link, Place
from handbook.rendering.moved_pages import END, START

_ARTICLE_START = '<article class="md-content__inner md-typeset">'
_ARTICLE_END = "</article>"
# An id, and where one element is named by another's.
_ID = re.compile(r'(?:(?<=\sid=")|(?<=\saria-labelledby="))[^"]*(?=")')
_PICTURE = re.compile(r'(?<=\ssrc=")(?P<address>[^":]*)(?=")')
_HREF = re.compile(r'\shref="(?P<address>[^"]*)"')
_HEADING = re.compile(r'<h2 id="(?P<id>[^"]*)">(?P<words>.*?)</h2>', re.DOTALL)
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Old addresses lead to the site; and the file has contents of its own at its top.
_REPEATED = re.compile(
    rf'{re.escape(START)}.*?{re.escape(END)}|<nav class="hb-outline".*?</nav>', re.DOTALL
)


@dataclass(frozen=True)
class Part:
    """A page of the handbook as a part of the file; ``headings`` are those of its contents."""

    anchor: str
    title: str
    html: str
    headings: tuple[tuple[str, str], ...]


class SiteError(Exception):
    """The built site is not what this module knows; the message says what is missing."""


def part_anchors(uris: Sequence[str]) -> dict[str, str]:
    """Where each page begins in a document that holds the pages ``uris``, in this order."""
    return {uri: f"page-{number}" for number, uri in enumerate(uris, start=1)}


def site_parts(site: Path, anchors: Mapping[str, str], catalog: Catalog) -> tuple[Part, ...]:
    """The pages named in ``anchors`` as parts, from the built ``site``.

    Raises :class:`SiteError` if there is no site, or a page of it is not as expected.
    """
    if not (site / "index.html").is_file():
        raise SiteError("没有找到 site/index.html：先运行 make site。")
    return tuple(_part(site, uri, anchors, catalog) for uri in anchors)


def _part(site: Path, uri: str, anchors: Mapping[str, str], catalog: Catalog) -> Part:
    page = site / built_address(uri)
    html = page.read_text(encoding="utf-8")
    start, end = html.find(_ARTICLE_START), html.rfind(_ARTICLE_END)
    if start < 0 or end < start:
        raise SiteError(f"{page.name} 里没有正文")
    own = _REPEATED.sub("", html[start + len(_ARTICLE_START) : end])
    own = _PICTURE.sub(lambda match: _data(page.parent / unquote(match["address"])), own)
    own = _ID.sub(lambda match: _anchor(match[0], anchors[uri], catalog), own)
    own = _HREF.sub(lambda match: _href(match["address"], uri, anchors, catalog), own)
    title = re.search(r"<h1[^>]*>(.*?)</h1>", own, re.DOTALL)
    headings = tuple((match["id"], _words(match["words"])) for match in _HEADING.finditer(own))
    return Part(anchors[uri], _words(title[1]) if title else uri, own, headings)


def _data(picture: Path) -> str:
    """The picture itself as an address: in the file there is nothing beside it."""
    kind = mimetypes.guess_type(picture.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(picture.read_bytes()).decode()}"


def _words(html: str) -> str:
    """What a reader sees of a heading, still escaped."""
    return _TAG.sub("", _PERMALINK.sub("", html)).strip()


def _anchor(id: str, page_anchor: str, catalog: Catalog) -> str:
    """Ids of entries are unique in the handbook; any other may stand on several pages."""
    return id if id in catalog.by_id else f"{page_anchor}-{id}"


def _href(address: str, uri: str, anchors: Mapping[str, str], catalog: Catalog) -> str:
    """The attribute with the place in the file, or none for a file that is not in it."""
    if ":" in address:
        return f' href="{address}"'
    place = place_of(address, uri, anchors, catalog)
    return f' href="{place}"' if place else ' title="见网站或离线包"'


def place_of(address: str, uri: str, anchors: Mapping[str, str], catalog: Catalog) -> str:
    """Where in the document a link of the page ``uri`` leads; empty if that page is not in it."""
    target, anchor = link_target(Link(address, Place(uri, 1), is_html=True), uri)
    if target not in anchors:
        return ""
    return f"#{_anchor(escape(anchor), anchors[target], catalog) if anchor else anchors[target]}"
