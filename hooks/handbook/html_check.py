"""What only the built pages show: links, anchors, ids and requests of the finished HTML.

MkDocs checks the links it knows as Markdown, and none at all when it is run quietly; this check
reads what will be published, so that its verdict does not depend on how the build was called.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from handbook import codes
from handbook.catalog import Catalog, Entry
from handbook.checks import in_order
from handbook.model import Diagnostic, Page, Place
from handbook.rendering.cards import notice_html

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
_NAMING_RELATIONS = ("canonical", "prev", "next", "alternate")
_LITERAL_REFERENCE = re.compile(r"\[[A-Z]{2}\d{1,4}\]|(?m:^[ ]*/{3,}(?:[ ]+[\w-]+.*)?$)")
# The same without what makes a search slow: most pages hold neither.
_MAY_HOLD_REFERENCE = re.compile(r"///|\[[A-Z]{2}\d")
# Served at any depth, so its links begin at the server's root; no reader of a bundle sees it.
_NOT_CHECKED = {"404.html"}

# Comments and what scripts and styles hold are skipped; of the tags only those with an attribute
# that matters are looked into, and most have none or a class alone. A parser of the standard
# library takes ten times as long, most of it for positions that only faults need.
_TOKEN = re.compile(
    r"<!--.*?-->"
    r"|<[a-zA-Z][a-zA-Z0-9-]*(?:[ ]class=\"[^\"]*\")?>"
    r"|<(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)"
    r"(?P<attributes>[^\"'<>]*(?:(?:\"[^\"]*\"|'[^']*')[^\"'<>]*)*)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"(?<![^\s\"'])(id|href|src|srcset|data|poster|rel|style|on[a-z]+)[ ]*=[ ]*"
    r"(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)
_RAW_TEXT = re.compile(r"(<(script|style)\b[^>]*>)(.*?)(?=</\2\s*>)", re.DOTALL | re.IGNORECASE)
_NOT_NEWLINE = re.compile(r"[^\n]")


@dataclass(frozen=True)
class _Link:
    address: str
    is_fetched: bool
    offset: int


@dataclass(frozen=True)
class _Scan:
    """One page: its ids, its links, its attributes that hold styles or scripts; with offsets."""

    path: str
    file: Path
    ids: tuple[tuple[str, int], ...]
    links: tuple[_Link, ...]
    inline: tuple[tuple[str, int], ...]
    may_hold_reference: bool

    @property
    def html(self) -> str:
        """The page again: only faults ask for it, and all pages at once take much memory."""
        return self.file.read_text(encoding="utf-8")

    def place(self, offset: int) -> Place:
        before = self.html[:offset]
        return Place(self.path, before.count("\n") + 1, offset - before.rfind("\n"))


def _scan(path: str, file: Path) -> _Scan:
    html = file.read_text(encoding="utf-8")
    ids: list[tuple[str, int]] = []
    links: list[_Link] = []
    inline: list[tuple[str, int]] = []

    def value(part: tuple[str, ...]) -> str:
        return unescape("".join(part[1:]))

    for match in _TOKEN.finditer(_without_raw_text(html)):
        tag, attributes = match["tag"], match["attributes"]
        if not attributes:
            continue
        found = _ATTRIBUTE.findall(attributes)
        for part in found:
            name = part[0].lower()
            if name == "id":
                ids.append((value(part), match.start()))
            elif name == "style" or name.startswith("on"):
                inline.append((name, match.start()))
            elif name == "srcset":
                pictures = (words.split() for words in value(part).split(","))
                links += (_Link(words[0], True, match.start()) for words in pictures if words)
            elif name != "rel":
                fetched = (tag.lower(), name) in _FETCHED and not _names_only(found)
                links.append(_Link(value(part), fetched, match.start()))
    may_hold_reference = bool(_MAY_HOLD_REFERENCE.search(html))
    return _Scan(path, file, tuple(ids), tuple(links), tuple(inline), may_hold_reference)


def _names_only(attributes: Iterable[tuple[str, ...]]) -> bool:
    relations = ("".join(part[1:]) for part in attributes if part[0].lower() == "rel")
    return any(relation in _NAMING_RELATIONS for relation in relations)


def _without_raw_text(html: str) -> str:
    """``html`` with what scripts and styles hold blanked out in place."""
    return _RAW_TEXT.sub(lambda m: m[1] + _NOT_NEWLINE.sub(" ", m[3]), html)


class _LiteralReferences(HTMLParser):
    """References left in the text of a page, code excepted."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, int, int]] = []
        self._code = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._code += tag in ("code", "pre", "script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag in ("code", "pre", "script", "style")

    def handle_data(self, data: str) -> None:
        if not self._code:
            line, column = self.getpos()
            self.found += [(word, line, column + 1) for word in _LITERAL_REFERENCE.findall(data)]


def check_site(site: Path, catalog: Catalog, shown_as: str = "site") -> list[Diagnostic]:
    """Every fault of the built pages under ``site``.

    Places are in the Markdown where one link of the page is the cause, else in the built file.
    """
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = sorted(uri for uri in files if uri.endswith(".html") and uri not in _NOT_CHECKED)
    scans = {uri: _scan(f"{shown_as}/{uri}", site / uri) for uri in pages}
    return in_order([*_faults(scans, files, catalog), *_wrong_ids(scans, catalog)])


def check_notices(site: Path, catalog: Catalog, shown_as: str = "site") -> list[Diagnostic]:
    """Built pages of sets whose standing requires a notice, and that do not show it."""
    faults = []
    for spec in catalog.handbook.sets.values():
        page = catalog.pages_by_uri.get(spec.page) if spec.page else None
        status = catalog.handbook.statuses.get(catalog.status_of_page(page)) if page else None
        if (
            page
            and status
            and notice_html(spec, status) not in (site / page.url).read_text("utf-8")
        ):
            message = f"“{spec.title}”的页面上没有“{status.label}”的提示"
            faults.append(codes.NO_NOTICE.at(Place(f"{shown_as}/{page.url}", 1), message))
    return faults


def _wrong_ids(scans: Mapping[str, _Scan], catalog: Catalog) -> Iterator[Diagnostic]:
    """Ids in a page's HTML that look like an entry's and are none's there, and entries without."""
    entries: dict[str, list[Entry]] = {}
    for entry in catalog.entries:
        entries.setdefault(entry.page.url, []).append(entry)
    prefixes = "|".join(p for kind in catalog.handbook.kinds.values() for p in kind.prefixes)
    form = re.compile(rf"(?:{prefixes})\d+")
    for uri, scan in scans.items():
        expected = {entry.id: entry for entry in entries.get(uri, ())}
        shown = dict(reversed(scan.ids))
        for id, offset in shown.items():
            if id not in expected and form.fullmatch(id):
                message = f"页面上的 id “{id}”不是这一页的条目"
                yield codes.WRONG_IDS.at(scan.place(offset), message)
        for entry in (entry for id, entry in expected.items() if id not in shown):
            yield codes.WRONG_IDS.at(entry.place, f"{entry.id} 没有出现在生成的页面 {uri} 上")


def _faults(
    scans: Mapping[str, _Scan], files: Iterable[str], catalog: Catalog
) -> Iterator[Diagnostic]:
    anchors = {uri: {id for id, _ in scan.ids} for uri, scan in scans.items()}
    existing = frozenset(files)

    @cache
    def problem(folder: str, address: str) -> tuple[str, str, str]:
        return _problem(folder, address, existing)

    written = {page.url: page for page in catalog.pages}
    for uri, scan in scans.items():
        yield from _repeated_ids(scan)
        for name, offset in scan.inline:
            yield codes.INLINE_CODE.at(scan.place(offset), f"这里写了 {name}，浏览器不会执行")
        if scan.may_hold_reference:
            for word, line, column in _LiteralReferences(scan.html).found:
                message = f"“{word.strip()}”原样留在页面上"
                yield codes.LITERAL_REFERENCE.at(Place(scan.path, line, column), message)
        folder = posixpath.dirname(uri)
        for link in scan.links:
            kind, target, anchor = problem(folder, link.address)
            for fault in _link_fault(scan, link, kind, anchor, anchors.get(target or uri)):
                yield replace(fault, place=_written_at(written.get(uri), link) or fault.place)


def _written_at(page: Page | None, link: _Link) -> Place | None:
    """Where the Markdown of ``page`` has the one link that became ``link``, if that is certain."""
    wanted = _name_and_anchor(link.address)
    found = {
        written.place
        for written in (page.links if page else ())
        if _name_and_anchor(written.address) == wanted
    }
    return found.pop() if len(found) == 1 else None


def _name_and_anchor(address: str) -> tuple[str, str]:
    """What a link has in common in Markdown and in HTML: the file's bare name, the anchor."""
    path, _, anchor = address.partition("#")
    return posixpath.basename(unquote(path)).partition(".")[0], unquote(anchor)


def _repeated_ids(scan: _Scan) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for id, offset in scan.ids:
        if id in seen:
            message = f"id “{id}”在这一页出现了两次"
            yield codes.DUPLICATE_ANCHOR.at(scan.place(offset), message)
        seen.add(id)


def _problem(folder: str, address: str, existing: frozenset[str]) -> tuple[str, str, str]:
    """What kind of address it is, the file that it leads to (empty: this page), the anchor."""
    if ":" in address or address.startswith("//"):
        try:
            parts = urlsplit(address)
        except ValueError:  # brackets that are no IPv6 address
            return ("missing", "", "")
        if parts.scheme or parts.netloc:
            return ("data" if parts.scheme == "data" else "foreign", "", "")
    path, _, fragment = address.partition("#")
    path = unquote(path.partition("?")[0])
    if path.startswith("/"):
        return ("absolute", "", "")
    target = posixpath.normpath(posixpath.join(folder, path)) if path else ""
    kind = "missing" if target and target not in existing else "found"
    return (kind, target, unquote(fragment))


def _link_fault(
    scan: _Scan, link: _Link, kind: str, anchor: str, anchors: set[str] | None
) -> Iterator[Diagnostic]:
    if kind == "foreign" and link.is_fetched:
        message = f"页面会向“{link.address}”取东西"
        yield codes.FOREIGN_REQUEST.at(scan.place(link.offset), message)
    elif kind == "absolute":
        message = f"链接“{link.address}”从网站根目录起，离开服务器就打不开"
        yield codes.BROKEN_LINK.at(scan.place(link.offset), message)
    elif kind == "missing":
        message = f"链接“{link.address}”所指的文件不存在"
        yield codes.BROKEN_LINK.at(scan.place(link.offset), message)
    elif kind == "found" and anchor and anchors is not None and anchor not in anchors:
        message = f"链接“{link.address}”所指的位置不存在"
        yield codes.BROKEN_ANCHOR.at(scan.place(link.offset), message)
