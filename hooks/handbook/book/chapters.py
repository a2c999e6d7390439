"""The built pages as chapters of a book: what a screen folds stands open or becomes a footnote.

A page is a chapter if it has entries, or if it opens a folder of such pages. The others are about
the software, or lists that a book has in another form.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import tinyhtml5

from handbook.addresses import ALPHABETICAL_PAGE
from handbook.book.footnotes import footnote, is_footnote
from handbook.catalog import Catalog
from handbook.site_parts import Part, part_anchors, site_parts

_INDEX = "index.md"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# On paper nothing is pressed; neighbours stand in the indexes, with their pages.
_LEFT_OUT = frozenset({"headerlink", "hb-beside__switch", "hb-relations", "hb-letters"})


@dataclass(frozen=True)
class Line:
    """A line of the contents: level from 1, what it says, and the place that it names."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Chapter:
    """A page in the book: where it begins, its HTML, and its lines in the contents."""

    anchor: str
    html: str
    lines: tuple[Line, ...]


def chapters(site: Path, catalog: Catalog) -> tuple[Chapter, ...]:
    """The book's chapters in the order of the navigation, the index by pinyin last.

    Raises :class:`handbook.site_parts.SiteError` if the ``site`` is not as expected.
    """
    uris = [*chapter_uris(catalog), ALPHABETICAL_PAGE]
    parts = site_parts(site, part_anchors(uris), catalog)
    opened = {posixpath.dirname(uri) for uri in uris if posixpath.basename(uri) == _INDEX}
    return tuple(
        _chapter(part, _level(uri, opened), catalog) for uri, part in zip(uris, parts, strict=True)
    )


def chapter_uris(catalog: Catalog) -> Iterator[str]:
    """The pages with entries, and the first pages of folders, in the order of the navigation."""
    with_entries = {entry.page.uri for entry in catalog.entries}
    named = [value.text for value in catalog.site.navigation]
    for uri in named or catalog.pages_by_uri:
        opens_folder = posixpath.basename(uri) == _INDEX and posixpath.dirname(uri)
        if uri in with_entries or opens_folder:
            yield uri


def _level(uri: str, opened: Collection[str]) -> int:
    """Pages that a first page opens stand a level below it; the index stands by itself."""
    if uri == ALPHABETICAL_PAGE:
        return 1
    return 2 if posixpath.basename(uri) != _INDEX and posixpath.dirname(uri) in opened else 1


def _chapter(part: Part, level: int, catalog: Catalog) -> Chapter:
    body = _parsed(part.html)
    _remove(body)
    _open(body)
    for box in [e for e in body.iter() if _has(e, "hb-unit")]:
        _set_unit(box)
    _set_entries(body, catalog)
    _set_notes(body)
    _set_labels(body)
    _set_facts(body)
    lines = tuple(_set_headings(body, level, catalog))
    html = "".join(ElementTree.tostring(e, encoding="unicode", method="html") for e in body)
    return Chapter(part.anchor, html, lines)


def _parsed(html: str) -> Element:
    document = tinyhtml5.parse(html, namespace_html_elements=False)
    body = document.find("body")
    assert isinstance(body, Element)
    return body


def _has(element: Element, name: str) -> bool:
    return name in (element.get("class") or "").split()


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _remove(body: Element) -> None:
    """Takes out what a book does not show."""
    for parent in list(body.iter()):
        for number, child in reversed(list(enumerate(parent))):
            if _LEFT_OUT & set((child.get("class") or "").split()):
                _join_text(parent, number, child.tail or "")
                parent.remove(child)


def _join_text(parent: Element, number: int, text: str) -> None:
    """Adds ``text`` where the child ``number`` of ``parent`` begins."""
    if number:
        parent[number - 1].tail = (parent[number - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _open(body: Element) -> None:
    """What is folded on a screen, but for the sources, stands open; its summary is a label."""
    for element in body.iter("details"):
        if _has(element, "hb-source"):
            continue
        element.tag = "div"
        summary = element.find("summary")
        if summary is not None:
            for extra in list(summary):
                summary.remove(extra)
            summary.tag = "p"
            summary.set("class", "summary")
            summary.text = (summary.text or "").strip()


def _set_unit(box: Element) -> None:
    """A unit of the source: its id in the margin, what was made of it in a line below."""
    for link in box.iter("a"):
        if _has(link, "hb-unit__id"):
            link.attrib.pop("aria-label", None)
    for links in [e for e in box if _has(e, "hb-unit__links")]:
        found = list(links.iter("a"))
        line = ElementTree.Element("p", {"class": "made"})
        label = links.find("p")
        line.text = f"{_words(label).partition('（')[0]}：" if label is not None else ""
        for link in found:
            id = link.find("b")
            short = ElementTree.SubElement(line, "a", {"href": link.get("href") or ""})
            short.text = _words(id) if id is not None else _words(link)
            short.tail = "、" if link is not found[-1] else ""
        line.tail = links.tail
        box[list(box).index(links)] = line


def _set_entries(body: Element, catalog: Catalog) -> None:
    """An entry is marked by its kind before the label, as colours do on a screen."""
    for article in body.iter("article"):
        entry = catalog.by_id.get(article.get("aria-labelledby") or "")
        for line in article:
            if entry and entry.kind.mark and _has(line, "hb-kind"):
                line.text = f"{entry.kind.mark} {line.text or ''}"
        article.attrib.pop("aria-labelledby", None)


def _set_notes(body: Element) -> None:
    """The sources become a footnote to the heading that they belong to."""
    parents = {child: parent for parent in body.iter() for child in parent}
    heading: Element | None = None
    for element in list(body.iter()):
        if element.tag in _HEADINGS:
            heading = element
        elif element.tag == "details" and _has(element, "hb-source"):
            assert heading is not None
            heading.append(_note(element, heading))
            parent = parents[element]
            _join_text(parent, list(parent).index(element), element.tail or "")
            parent.remove(element)


def _note(source: Element, heading: Element) -> Element:
    """A footnote: who says it, and of each sentence its id and the words that the entry is for."""
    note = footnote(heading)
    summary = source.find("summary")
    note.text = f"{(summary.text or '').strip()}：" if summary is not None else ""
    quotations = source.findall("blockquote")
    for number, quotation in enumerate(quotations, start=1):
        unit = quotation.find("footer/a")
        assert unit is not None
        link = ElementTree.SubElement(note, "a", {"href": unit.get("href") or ""})
        link.text = _words(unit)
        quotes = "".join(f"“{_words(mark)}”" for mark in quotation.iter("mark"))
        link.tail = quotes + ("；" if number < len(quotations) else "。")
    return note


def _set_labels(body: Element) -> None:
    """Whose words follow stands at the beginning of the first paragraph, or in the box's name."""
    for parent in list(body.iter()):
        children = list(parent)
        for label, first in pairwise(children):
            if _has(label, "hb-label") and first.tag == "p":
                first.insert(0, _label(label, first.text or ""))
                first.text = None
                parent.remove(label)
            elif _has(first, "hb-label") and _has(label, "summary"):
                label.append(_label(first, ""))
                parent.remove(first)


def _label(element: Element, tail: str) -> Element:
    mark = ElementTree.Element("span", {"class": "label"})
    mark.text, mark.tail = element.text, tail
    return mark


def _set_facts(body: Element) -> None:
    """Facts that are mere words stand in one line: what they are, and the words."""
    for facts in [e for e in body.iter("dl") if _has(e, "hb-facts")]:
        facts.tag = "div"
        for label, values in zip(facts.findall("dt"), facts.findall("dd"), strict=True):
            label.tag = values.tag = "div"
            if values.find(".//a") is None:
                label.set("class", "fact")
                words = [_words(item) for item in values.iter("li")]
                ElementTree.SubElement(label, "span").text = "、".join(words)
                facts.remove(values)


def _set_headings(body: Element, level: int, catalog: Catalog) -> Iterator[Line]:
    """Moves headings to their level in the book; gives those that the contents name."""
    for element in body.iter():
        if element.tag not in _HEADINGS:
            continue
        own = _HEADINGS.index(element.tag) + level
        notes = [child for child in element if is_footnote(child)]
        text = _words(element)
        for note in notes:
            text = text.removesuffix(_words(note)).rstrip()
        element.tag = _HEADINGS[min(own, len(_HEADINGS)) - 1]
        element.set("data-label", text)
        id = element.get("id") or ""
        if id in catalog.by_id:
            element.set("data-id", id)
        if own <= level + 1:
            yield Line(own, text, id)
