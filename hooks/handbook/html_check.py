"""What only the built pages show: links, anchors, ids and requests of the finished HTML.

MkDocs checks the links it knows as Markdown, and none at all when it is run quietly; this check
reads what will be published, so that its verdict does not depend on how the build was called.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from handbook import codes
from handbook.addresses import TRAINER, TRAINER_VIEWS, built_address
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
# How they begin; most pages hold neither, and a search for one sign at a time is fast.
_SLASHES, _BRACKET = "///", re.compile(r"\[[A-Z]{2}\d")
# Served at any depth, so its links begin at the server's root; no reader of a bundle sees it.
_NOT_CHECKED = {"404.html"}

# Comments and what scripts and styles hold are skipped; of the tags only those with an attribute
# that matters are looked into, and most have none or a class alone. A parser of the standard
# library takes ten times as long, most of it for positions that only faults need.
_ATTRIBUTES = r"[^\"'<>]*(?:(?:\"[^\"]*\"|'[^']*')[^\"'<>]*)*"
_TOKEN = re.compile(
    r"<!--.*?-->"
    rf"|<(?P<raw>[sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])\b(?P<raw_attributes>{_ATTRIBUTES})>"
    r".*?</(?i:(?P=raw))\s*>"
    r"|<[a-zA-Z][a-zA-Z0-9-]*(?:[ ]class=\"[^\"]*\")?>"
    rf"|<(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>{_ATTRIBUTES})>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"(?<![^\s\"'])(id|href|src|srcset|data|poster|rel|style|on[a-z]+)[ ]*=[ ]*"
    r"(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)
# What most tags with an address say, and nothing else.
_PLAIN_LINK = re.compile(r"[ ]href=\"(?P<address>[^\"&]*)\"(?:[ ]class=\"[^\"]*\")?")


class _Link(NamedTuple):
    address: str
    is_fetched: bool


class _Tag(NamedTuple):
    """What one tag says that matters."""

    ids: tuple[str, ...]
    links: tuple[_Link, ...]
    inline: tuple[str, ...]


# What a tag of a name with some attributes says, if anything. Most of them stand on many pages.
_ReadTag = Callable[[str, str], _Tag | None]


@dataclass(frozen=True)
class _Scan:
    """One page: its tags that have ids, links, or attributes that hold styles or scripts.

    Each with its number among all tags; the place is looked for when a fault needs it.
    """

    path: str
    file: Path
    tags: tuple[tuple[int, _Tag], ...]
    may_hold_reference: bool

    @property
    def ids(self) -> list[tuple[str, int]]:
        """The page's ids, each with the number of its tag."""
        return [(id, number) for number, tag in self.tags for id in tag.ids]

    @property
    def html(self) -> str:
        """The page again: only faults ask for it, and all pages at once take much memory."""
        return self.file.read_text(encoding="utf-8")

    def place(self, tag: int) -> Place:
        """Where the tag of that number begins."""
        html = self.html
        match = next(islice(_TOKEN.finditer(html), tag, None))
        before = html[: match.start()]
        return Place(self.path, before.count("\n") + 1, match.start() - before.rfind("\n"))


def _scan(path: str, file: Path, read_tag: _ReadTag) -> _Scan:
    html = file.read_text(encoding="utf-8")
    tags = tuple(
        (number, tag)
        for number, (raw, raw_attributes, name, attributes) in enumerate(_TOKEN.findall(html))
        if (attributes or raw_attributes)
        and (tag := read_tag(name or raw, attributes or raw_attributes))
    )
    return _Scan(path, file, tags, _SLASHES in html or bool(_BRACKET.search(html)))


def _read_tag(tag: str, attributes: str) -> _Tag | None:
    plain = _PLAIN_LINK.fullmatch(attributes) if tag == "a" else None
    if plain:
        return _Tag((), (_Link(plain["address"], False),), ())
    ids: list[str] = []
    links: list[_Link] = []
    inline: list[str] = []
    found = _ATTRIBUTE.findall(attributes)
    for part in found:
        name, value = part[0].lower(), unescape("".join(part[1:]))
        if name == "id":
            ids.append(value)
        elif name == "style" or name.startswith("on"):
            inline.append(name)
        elif name == "srcset":
            pictures = (words.split() for words in value.split(","))
            links += (_Link(words[0], True) for words in pictures if words)
        elif name != "rel":
            fetched = (tag.lower(), name) in _FETCHED and not _names_only(found)
            links.append(_Link(value, fetched))
    says = ids or links or inline
    return _Tag(tuple(ids), tuple(links), tuple(inline)) if says else None


def _names_only(attributes: Iterable[tuple[str, ...]]) -> bool:
    relations = ("".join(part[1:]) for part in attributes if part[0].lower() == "rel")
    return any(relation in _NAMING_RELATIONS for relation in relations)


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
    read_tag = cache(_read_tag)
    scans = {uri: _scan(f"{shown_as}/{uri}", site / uri, read_tag) for uri in pages}
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
    moved = {built_address(uri): {one.id for one in ids} for uri, ids in catalog.moved_ids.items()}
    for uri, scan in scans.items():
        expected = {entry.id: entry for entry in entries.get(uri, ())}
        shown = dict(reversed(scan.ids))
        for id, tag in shown.items():
            known = id in expected or id in moved.get(uri, ())
            if not known and form.fullmatch(id):
                message = f"页面上的 id “{id}”不是这一页的条目"
                yield codes.WRONG_IDS.at(scan.place(tag), message)
        for entry in (entry for id, entry in expected.items() if id not in shown):
            yield codes.WRONG_IDS.at(entry.place, f"{entry.id} 没有出现在生成的页面 {uri} 上")


def _faults(
    scans: Mapping[str, _Scan], files: Iterable[str], catalog: Catalog
) -> Iterator[Diagnostic]:
    anchors = {uri: {id for id, _ in scan.ids} for uri, scan in scans.items()}
    # There the page's script shows what the anchor names.
    by_script = {*TRAINER_VIEWS, *(question.id for question in catalog.questions)}
    anchors.setdefault(TRAINER, set()).update(by_script)
    existing = frozenset(files)

    @cache
    def target(folder: str, path: str) -> tuple[str, str]:
        return _target(folder, path, existing)

    written = {page.url: page for page in catalog.pages}
    for uri, scan in scans.items():
        yield from _repeated_ids(scan)
        if scan.may_hold_reference:
            for word, line, column in _LiteralReferences(scan.html).found:
                message = f"“{word.strip()}”原样留在页面上"
                yield codes.LITERAL_REFERENCE.at(Place(scan.path, line, column), message)
        folder = posixpath.dirname(uri)
        for number, tag in scan.tags:
            for name in tag.inline:
                message = f"这里写了 {name}，浏览器不会执行"
                yield codes.INLINE_CODE.at(scan.place(number), message)
            for link in tag.links:
                path, _, fragment = link.address.partition("#")
                kind, leads_to = target(folder, path)
                if kind == "found" and not fragment:
                    continue  # most of them
                anchor, known = unquote(fragment), anchors.get(leads_to or uri)
                fault = _link_fault(link, kind, anchor, known)
                if fault:
                    code, message = fault
                    place = _written_at(written.get(uri), link) or scan.place(number)
                    yield code.at(place, message)


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
    for id, tag in scan.ids:
        if id in seen:
            message = f"id “{id}”在这一页出现了两次"
            yield codes.DUPLICATE_ANCHOR.at(scan.place(tag), message)
        seen.add(id)


def _target(folder: str, path: str, existing: frozenset[str]) -> tuple[str, str]:
    """What kind of address a link without its anchor is, and the file it leads to (empty: here)."""
    if ":" in path or path.startswith("//"):
        try:
            parts = urlsplit(path)
        except ValueError:  # brackets that are no IPv6 address
            return ("missing", "")
        if parts.scheme or parts.netloc:
            return ("data" if parts.scheme == "data" else "foreign", "")
    path = unquote(path.partition("?")[0])
    if path.startswith("/"):
        return ("absolute", "")
    target = posixpath.normpath(posixpath.join(folder, path)) if path else ""
    return ("missing" if target and target not in existing else "found", target)


def _link_fault(
    link: _Link, kind: str, anchor: str, anchors: set[str] | None
) -> tuple[codes.Code, str] | None:
    if kind == "foreign" and link.is_fetched:
        return codes.FOREIGN_REQUEST, f"页面会向“{link.address}”取东西"
    if kind == "absolute":
        return codes.BROKEN_LINK, f"链接“{link.address}”从网站根目录起，离开服务器就打不开"
    if kind == "missing":
        return codes.BROKEN_LINK, f"链接“{link.address}”所指的文件不存在"
    if kind == "found" and anchor and anchors is not None and anchor not in anchors:
        return codes.BROKEN_ANCHOR, f"链接“{link.address}”所指的位置不存在"
    return None
