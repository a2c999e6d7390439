"""The whole handbook as one HTML file, for mail and telephones: every page, contents, search.

It is made from the built site, so that it says what the site says: the pages' own HTML one after
the other, links turned to places in the file, styles and scripts put in.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader

from handbook.addresses import (
    ENTRIES_PAGE,
    READING_FILE,
    SEARCH_FILE,
    SENTENCES_PAGE,
    built_address,
    link_target,
)
from handbook.catalog import Catalog
from handbook.content_policy import with_policy
from handbook.model import Link, Place
from handbook.rendering.moved_pages import END, START
from handbook.search_data import as_script, data_of

SINGLE_NAME = "xuncha-handbook-single.html"
TEMPLATES = Path(__file__).resolve().parent.parent.parent / "overrides"
TEMPLATE = "single.html"

# The tables of provenance are for whoever checks the handbook; they are in the site and the bundle.
_LEFT_OUT = frozenset({SENTENCES_PAGE, ENTRIES_PAGE})

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
_OWN_ASSET = re.compile(
    r'<(?:link rel="stylesheet" href|script src)="(?P<path>assets/[^"]*\.(?:css|js))"'
)
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


@dataclass(frozen=True)
class Part:
    """A page of the handbook as a part of the file; ``headings`` are those of its contents."""

    anchor: str
    title: str
    html: str
    headings: tuple[tuple[str, str], ...]


class SingleFileError(Exception):
    """The built site is not what this module knows; the message says what is missing."""


def single_file(site: Path, catalog: Catalog) -> str:
    """The file's text, from the built ``site``.

    Raises :class:`SingleFileError` if there is no site, or a page of it is not as expected.
    """
    if not (site / "index.html").is_file():
        raise SingleFileError("没有找到 site/index.html：先运行 make site。")
    named = [value.text for value in catalog.site.navigation]
    uris = [uri for uri in named or catalog.pages_by_uri if uri not in _LEFT_OUT]
    anchors = {uri: f"page-{number}" for number, uri in enumerate(uris, start=1)}
    parts = [_part(site, uri, anchors, catalog) for uri in uris]
    reading, styles, scripts = _assets(site)
    handbook = catalog.handbook
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    html = environment.get_template(TEMPLATE).render(
        title=handbook.title,
        edition=handbook.edition.name,
        unit=handbook.issuing_unit,
        marking=handbook.marking,
        parts=parts,
        styles="\n".join(styles),
        reading=reading,
        scripts=[_search_data(site, anchors, catalog), *scripts],
    )
    return with_policy(html)


def _part(site: Path, uri: str, anchors: Mapping[str, str], catalog: Catalog) -> Part:
    page = site / built_address(uri)
    html = page.read_text(encoding="utf-8")
    start, end = html.find(_ARTICLE_START), html.rfind(_ARTICLE_END)
    if start < 0 or end < start:
        raise SingleFileError(f"{page.name} 里没有正文")
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
    place = _place(address, uri, anchors, catalog)
    return f' href="{place}"' if place else ' title="见网站或离线包"'


def _place(address: str, uri: str, anchors: Mapping[str, str], catalog: Catalog) -> str:
    target, anchor = link_target(Link(address, Place(uri, 1), is_html=True), uri)
    if target not in anchors:
        return ""
    return f"#{_anchor(escape(anchor), anchors[target], catalog) if anchor else anchors[target]}"


def _assets(site: Path) -> tuple[str, list[str], list[str]]:
    """What the home page loads: the script that runs before all else, styles, other scripts."""
    home = (site / "index.html").read_text(encoding="utf-8")
    paths = [match["path"] for match in _OWN_ASSET.finditer(home)]
    styles = [
        _SOURCE_MAP.sub("", (site / path).read_text(encoding="utf-8"))
        for path in paths
        if path.endswith(".css")
    ]
    scripts = [
        (site / path).read_text(encoding="utf-8")
        for path in paths
        if path.endswith(".js") and path != READING_FILE
    ]
    is_early = READING_FILE in paths
    reading = (site / READING_FILE).read_text(encoding="utf-8") if is_early else ""
    for text in (reading, *styles, *scripts):
        if re.search(r"</(?:script|style)", text, re.IGNORECASE):
            raise SingleFileError("样式或脚本里有会提前结束它自己的标签")
    return reading, styles, scripts


def _search_data(site: Path, anchors: Mapping[str, str], catalog: Catalog) -> str:
    """The search's data with addresses in the file; what is not in the file is not found."""
    try:
        data = data_of((site / SEARCH_FILE).read_text(encoding="utf-8"))
    except ValueError as error:
        raise SingleFileError(f"{SEARCH_FILE} 的形式变了") from error
    data["documents"] = list(_with_places(data["documents"], anchors, catalog))
    data["listing"] = ""
    return as_script(data).replace("</", "<\\/").removesuffix("\n")  # "</" could end the element


def _with_places(
    documents: Iterable[dict[str, object]], anchors: Mapping[str, str], catalog: Catalog
) -> Iterator[dict[str, object]]:
    for document in documents:
        place = _place(str(document["url"]), "index.md", anchors, catalog)
        if place:
            yield {**document, "url": place}
