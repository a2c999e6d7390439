"""What only the built pages show: links, anchors, ids and requests of the finished HTML.

MkDocs checks the links it knows as Markdown, and none at all when it is run quietly; this check
reads what will be published, so that its verdict does not depend on how the build was called.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from handbook import codes
from handbook.checks import in_order
from handbook.model import Diagnostic, Place

# Attributes whose address the browser fetches by itself, by element; the others are followed only
# when a reader clicks.
_FETCHED = {
    ("audio", "src"),
    ("embed", "src"),
    ("iframe", "src"),
    ("img", "src"),
    ("link", "href"),
    ("object", "data"),
    ("script", "src"),
    ("source", "src"),
    ("track", "src"),
    ("video", "src"),
    ("video", "poster"),
}
# Relations of <link> that name a page and fetch nothing.
_NAMING_RELATIONS = {"canonical", "prev", "next", "alternate"}
_LITERAL_REFERENCE = re.compile(r"\[[A-Z]{2}\d{1,4}\]")
# Served at any depth, so its links begin at the server's root; no reader of a bundle sees it.
_NOT_CHECKED = {"404.html"}


@dataclass(frozen=True)
class _Link:
    address: str
    is_fetched: bool
    place: Place


@dataclass
class _Scan(HTMLParser):
    """One page: its ids, its links, and literal references left in its text."""

    path: str
    ids: dict[str, Place] = field(default_factory=dict)
    repeated: list[tuple[str, Place]] = field(default_factory=list)
    links: list[_Link] = field(default_factory=list)
    literal: list[tuple[str, Place]] = field(default_factory=list)
    _code: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def _place(self) -> Place:
        line, column = self.getpos()
        return Place(self.path, line, column + 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if found.get("id"):
            if found["id"] in self.ids:
                self.repeated.append((found["id"], self._place()))
            else:
                self.ids[found["id"]] = self._place()
        for name in ("href", "src", "data", "poster"):
            if name in found:
                fetched = (tag, name) in _FETCHED and found.get("rel") not in _NAMING_RELATIONS
                self.links.append(_Link(found[name], fetched, self._place()))
        if tag in ("code", "pre", "script", "style"):
            self._code += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("code", "pre", "script", "style"):
            self._code -= 1

    def handle_data(self, data: str) -> None:
        if not self._code and "[" in data:
            self.literal += [(word, self._place()) for word in _LITERAL_REFERENCE.findall(data)]


def check_site(site: Path, shown_as: str = "site") -> list[Diagnostic]:
    """Every fault of the built pages under ``site``, with places in the built files."""
    scans: dict[str, _Scan] = {}
    for file in sorted(site.rglob("*.html")):
        uri = file.relative_to(site).as_posix()
        if uri not in _NOT_CHECKED:
            scan = _Scan(f"{shown_as}/{uri}")
            scan.feed(file.read_text(encoding="utf-8"))
            scan.close()
            scans[uri] = scan
    return in_order(
        fault for uri, scan in scans.items() for fault in _faults(uri, scan, scans, site)
    )


def _faults(uri: str, scan: _Scan, scans: Mapping[str, _Scan], site: Path) -> Iterator[Diagnostic]:
    for id, place in scan.repeated:
        yield codes.DUPLICATE_ANCHOR.at(place, f"id “{id}”在这一页出现了两次")
    for word, place in scan.literal:
        yield codes.LITERAL_REFERENCE.at(place, f"“{word}”原样留在页面上，没有变成链接")
    for link in scan.links:
        yield from _link_faults(uri, link, scans, site)


def _link_faults(
    uri: str, link: _Link, scans: Mapping[str, _Scan], site: Path
) -> Iterator[Diagnostic]:
    parts = urlsplit(link.address)
    if parts.scheme or parts.netloc:
        if link.is_fetched and parts.scheme != "data":
            yield codes.FOREIGN_REQUEST.at(link.place, f"页面会向“{link.address}”取东西")
        return
    path = unquote(parts.path)
    if path.startswith("/"):
        yield codes.BROKEN_LINK.at(
            link.place, f"链接“{link.address}”从网站根目录起，离开服务器就打不开"
        )
        return
    target = posixpath.normpath(posixpath.join(posixpath.dirname(uri), path)) if path else uri
    if not (site / target).is_file():
        yield codes.BROKEN_LINK.at(link.place, f"链接“{link.address}”所指的文件不存在")
        return
    anchor = unquote(parts.fragment)
    if anchor and target in scans and anchor not in scans[target].ids:
        yield codes.BROKEN_ANCHOR.at(link.place, f"链接“{link.address}”所指的位置不存在")
