"""Words that the handbook explains, made links to their entries.

A section is the body of an entry, an editor's note, or what else stands under one heading; in each
an entry is linked once, and not at all if the editor has linked it there. Headings, links, code,
quotations and words in bold, which are a name or a heading, stay as they are, and so does a
paragraph with raw HTML in it (or ``&lt;`` and the like, which look the same here), of which only
the browser will know what is a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import NamedTuple
from xml.etree import ElementTree

from markdown.util import BLOCK_LEVEL_ELEMENTS, STX, AtomicString

from handbook.catalog import Catalog
from handbook.glossary import Glossary, Piece
from handbook.rendering.cards import built_href, markdown_href

CLASS = "hb-term"

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LEFT_ALONE = _HEADINGS | {"a", "blockquote", "code", "pre", "strong", "th"}
_BLOCKS = frozenset(BLOCK_LEVEL_ELEMENTS)
_RAW_HTML = f"{STX}wzxhzdk:"  # how Python-Markdown keeps the place of what an editor typed as HTML


def term_html(piece: Piece, page_uri: str) -> str:
    """A piece of a text on a built page."""
    text = escape(piece.text, quote=False)
    if piece.entry is None:
        return text
    return f'<a class="{CLASS}" href="{built_href(piece.entry, page_uri)}">{text}</a>'


def link_terms(
    root: ElementTree.Element, page_uri: str, catalog: Catalog, glossary: Glossary
) -> None:
    """Links the words of ``glossary`` in a page's tree that is otherwise finished."""
    for own, elements in list(_sections(root)):
        links = [link for element in elements for link in element.iter("a")]
        for link in links:
            _mark_typed(link, catalog)
        seen = {own, *map(_target, links)}
        for paragraph in _paragraphs(elements):
            texts = [text.text for text in paragraph]
            if not any(_RAW_HTML in text for text in texts):
                for text, pieces in zip(paragraph, glossary.cut(texts, seen), strict=True):
                    _put(pieces, text, page_uri)


def _sections(root: ElementTree.Element) -> Iterator[tuple[str, list[ElementTree.Element]]]:
    """For each section the id of the entry that it is about, if it is, and what belongs to it."""
    own = ""
    prose: list[ElementTree.Element] = []
    for element in root:
        if element.tag in _HEADINGS:
            yield own, prose
            own, prose = element.get("id", ""), []
        elif element.tag == "article":
            yield element.get("aria-labelledby", ""), element.findall("./div[@class='hb-body']")
        elif element.tag == "aside":
            yield "", [element]
        else:
            prose.append(element)
    yield own, prose


def _target(link: ElementTree.Element) -> str:
    return link.get("href", "").partition("#")[2]


def _mark_typed(link: ElementTree.Element, catalog: Catalog) -> None:
    """A link that an editor typed round a word of the text looks and acts like the others."""
    entry = catalog.by_id.get(_target(link))
    shows_id = link.find("b") is not None
    if entry and entry.kind.explained and not shows_id and "class" not in link.attrib:
        link.set("class", CLASS)
        link.attrib.pop("title", None)  # the browser's own tip would lie over ours


class _Text(NamedTuple):
    """A text of a tree: the first of ``parent``, or what comes after its child ``before``."""

    text: str
    parent: ElementTree.Element
    before: ElementTree.Element | None


def _paragraphs(elements: Iterable[ElementTree.Element]) -> Iterator[list[_Text]]:
    """The texts of each paragraph, list item or cell, in the order of reading."""
    found = [text for element in elements for text in (*_texts(element), None)]
    for is_end, texts in groupby(found, key=lambda text: text is None):
        if not is_end:
            yield [text for text in texts if text]


def _texts(element: ElementTree.Element) -> Iterator[_Text | None]:
    """What an editor wrote in ``element`` as text; None where a paragraph ends."""
    if element.tag in _LEFT_ALONE:
        return
    if element.text and not isinstance(element.text, AtomicString):
        yield _Text(element.text, element, None)
    for child in element:
        is_block = child.tag in _BLOCKS
        if is_block:
            yield None
        yield from _texts(child)
        if is_block:
            yield None
        if child.tail and not isinstance(child.tail, AtomicString):
            yield _Text(child.tail, element, child)


def _put(pieces: Iterable[Piece], text: _Text, page_uri: str) -> None:
    """Puts ``pieces`` in the place of the text that they were cut from."""
    parent, last = text.parent, text.before
    index = 0 if last is None else list(parent).index(last) + 1
    _set_text(parent, last, "")
    for piece in pieces:
        if piece.entry is None:
            _set_text(parent, last, piece.text)
        else:
            href = markdown_href(piece.entry, page_uri)
            last = ElementTree.Element("a", {"class": CLASS, "href": href})
            last.text = AtomicString(piece.text)
            parent.insert(index, last)
            index += 1


def _set_text(parent: ElementTree.Element, before: ElementTree.Element | None, text: str) -> None:
    if before is None:
        parent.text = text
    else:
        before.tail = text
