"""From the home page to every entry in three clicks, counted over the links of the built site.

A click is a link followed, or a fold opened that hides the link. A link to a page leads to its top:
an entry counts as reached only by a link to its very anchor, such as one of a table of contents.
The link that an entry has to itself does not count, for whoever sees it has found the entry.
"""

from __future__ import annotations

import heapq
import json
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from handbook.addresses import TRAINER

from tests.mkdocs_project import copy_repository, mkdocs_build

HOME = "index.html"
MOST = 3

_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    )
)


@dataclass(frozen=True)
class Link:
    """A link of a page: where it leads, and how many folds have to be opened to see it."""

    page: str
    anchor: str
    folds: int


@dataclass(frozen=True)
class Place:
    """What a reader can follow on a page, and the anchors that lead into it."""

    links: tuple[Link, ...]
    anchors: frozenset[str]


@dataclass
class _Element:
    tag: str
    attributes: Mapping[str, str]
    parent: _Element | None
    children: list[_Element] = field(default_factory=list)

    def inside(self) -> Iterable[_Element]:
        for child in self.children:
            yield child
            yield from child.inside()

    def around(self) -> Iterable[_Element]:
        element = self.parent
        while element is not None:
            yield element
            element = element.parent


class _Tree(HTMLParser):
    """The elements of a page whose tags are all closed, but for those that never are."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self._at = _Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.children.append(element)
        if tag not in _VOID:
            self._at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for element in (self._at, *self._at.around()):
            if element.tag == tag and element.parent is not None:
                self._at = element.parent
                return


def read_place(uri: str, html: str) -> Place:
    """The links of the page ``uri`` to other places of the site, and its anchors."""
    tree = _Tree()
    tree.feed(html)
    elements = list(tree.root.inside())
    links = []
    for element in elements:
        if element.tag != "a" or "href" not in element.attributes:
            continue
        address = urlsplit(element.attributes["href"])
        if address.scheme or address.netloc:
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(address.path)))
        page, anchor = path if address.path else uri, unquote(address.fragment)
        if page != uri or not _is_at(element, anchor):
            links.append(Link(page, anchor, _folds(element)))
    ids = (element.attributes.get("id", "") for element in elements)
    return Place(tuple(links), frozenset(filter(None, ids)))


def _is_at(link: _Element, anchor: str) -> bool:
    """Whether the link stands in or beside what has ``anchor``, or in a card that it names."""
    beside = link.parent.inside() if link.parent is not None else ()
    return (
        anchor == ""
        or any(element.attributes.get("id") == anchor for element in (*link.around(), *beside))
        or any(element.attributes.get("aria-labelledby") == anchor for element in link.around())
    )


def _folds(link: _Element) -> int:
    closed = 0
    inner = link
    for element in link.around():
        is_fold = element.tag == "details" and "open" not in element.attributes
        closed += is_fold and inner.tag != "summary"
        inner = element
    return closed


def clicks_to_anchors(site: Mapping[str, Place]) -> dict[tuple[str, str], int]:
    """The fewest clicks from the home page to each ``(page, anchor)`` that some link leads to.

    Whoever is anywhere on a page has all of it before him, so its links are one click further.
    """
    pages = {HOME: 0}
    anchors: dict[tuple[str, str], int] = {}
    waiting = [(0, HOME)]
    while waiting:
        clicks, uri = heapq.heappop(waiting)
        if clicks > pages[uri]:
            continue
        for link in site[uri].links:
            if link.page not in site:
                continue
            there = clicks + link.folds + 1
            if link.anchor in site[link.page].anchors:
                key = (link.page, link.anchor)
                anchors[key] = min(there, anchors.get(key, there))
            if there < pages.get(link.page, there + 1):
                pages[link.page] = there
                heapq.heappush(waiting, (there, link.page))
    return anchors


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_repository(tmp_path_factory.mktemp("three clicks"))
    result = mkdocs_build(root)
    assert result.returncode == 0, result.stderr
    return root / "site"


def test_every_entry_is_three_clicks_away(site: Path) -> None:
    places = {
        path.relative_to(site).as_posix(): read_place(
            path.relative_to(site).as_posix(), path.read_text(encoding="utf-8")
        )
        for path in site.rglob("*.html")
        if path.name != "404.html"
    }
    entries = json.loads((site / "catalog.json").read_text(encoding="utf-8"))["entries"]
    assert entries
    # The trainer's script shows the question that an anchor names: tests/browser/test_trainer.py.
    questions = {entry["id"] for entry in entries if entry["url"].startswith(TRAINER)}
    places[TRAINER] = Place(places[TRAINER].links, frozenset(questions))
    found = clicks_to_anchors(places)
    far = []
    for entry in entries:
        page, _, anchor = entry["url"].partition("#")
        clicks = found.get((page, unquote(anchor)))
        if clicks is None or clicks > MOST:
            far.append(f"{entry['id']} {entry['url']}: {clicks or 'no link leads there'}")
    assert far == [], f"more than {MOST} clicks from {HOME}"


MADE_UP = {
    HOME: '<nav><a href="a.html">一</a></nav><a href="deep/b.html#B1">二</a>'
    '<a href="https://example.org/a.html#A9">外面</a><a href="a.html#none">没有这一条</a>',
    "a.html": '<nav><a href="#A1">目录</a></nav><h2 id="A1">甲<a href="#A1">¶</a></h2>'
    '<h2 id="A2">乙<a href="#A2">¶</a></h2>'
    '<article aria-labelledby="A3"><p><a href="#A3">本条</a></p><div><h3 id="A3">丙</h3></div></article>'
    '<p><img src="x.png"><a href="deep/b.html">三</a></p>',
    "deep/b.html": '<div><a href="#B1">B1</a><p id="B1">句</p></div><p id="B2">句</p><p id="B3">句</p>'
    '<details><summary><a href="#B2">见</a></summary><ul><li><a href="#B3">见</a></li>'
    '<li><details><summary>更多</summary><p><a href="../a.html#A2">乙</a></p></details></li></ul></details>',
}


def test_clicks_are_counted_as_a_reader_makes_them() -> None:
    found = clicks_to_anchors({uri: read_place(uri, html) for uri, html in MADE_UP.items()})

    assert found == {
        ("a.html", "A1"): 2,  # the page, then its table of contents
        ("deep/b.html", "B1"): 1,  # its link to itself is none
        ("deep/b.html", "B2"): 2,  # a summary is seen while its fold is closed
        ("deep/b.html", "B3"): 3,  # one fold
        ("a.html", "A2"): 4,  # two folds; its own permalink is none
    }  # and A3, which only links to itself, is never reached
