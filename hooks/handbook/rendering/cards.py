"""The HTML of entries, built as elements, so that nothing an editor typed can become markup.

Links are written to Markdown files (``../terms/index.md#MC001``): MkDocs turns them into links to
pages and checks them, like links that an editor writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote
from xml.etree import ElementTree

from markdown.util import AtomicString

from handbook.catalog import ROLE, Catalog, Entry, relative_uri
from handbook.model import OptionType, SetSpec, StatusSpec

# Options that a card shows as facts, and the words that readers see for them.
FACT_LABELS = {"stage": "阶段", "method": "方式", "members": "包括"}
INSTRUMENT_LABELS = {"name": "名称", "issuer": "印发单位", "date": "日期", "number": "文号"}
BASIS_LABEL = "依据"
UNKNOWN_BASIS = "由本单位填写"
SEE_ALSO = "另见"
CITED_BY = "被引用"


def href(entry: Entry, page_uri: str) -> str:
    """A link to ``entry`` as the Markdown page ``page_uri`` writes it."""
    if entry.page.uri == page_uri:
        return f"#{entry.id}"
    return f"{quote(relative_uri(entry.page.uri, page_uri), safe='/')}#{entry.id}"


def child(
    parent: ElementTree.Element, tag: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    """A new last child of ``parent``; ``class_`` stands for ``class``, ``text`` is no Markdown."""
    element = ElementTree.SubElement(parent, tag, {k.rstrip("_"): v for k, v in attributes.items()})
    if text:
        element.text = AtomicString(text)
    return element


def add_header(card: ElementTree.Element, entry: Entry) -> None:
    """The line with the kind, and the heading with id and title."""
    child(card, "p", entry.kind.label, class_="hb-kind")
    heading = child(card, f"h{entry.level}", id=entry.id)
    fill_heading(heading, entry)


def fill_heading(heading: ElementTree.Element, entry: Entry) -> None:
    """Puts the id before the title, so that it is seen and found."""
    heading.text = None
    mark = child(heading, "span", entry.id, class_="hb-id")
    mark.tail = AtomicString(f" {entry.title}")


def add_facts(card: ElementTree.Element, entry: Entry) -> None:
    """What the entry's options say besides its source and its references."""
    rows: list[tuple[str, list[str]]] = [
        (label, [value.text for value in entry.values(name)])
        for name, label in FACT_LABELS.items()
        if entry.values(name)
    ]
    for name, spec in entry.kind.options.items():
        if spec.type is OptionType.INSTRUMENT and name in entry.options:
            fields = entry.options[name].fields
            words = [f"{INSTRUMENT_LABELS[key.text]}：{value.text}" for key, value in fields]
            rows.append((BASIS_LABEL, words or [UNKNOWN_BASIS]))
    if not rows:
        return
    facts = child(card, "dl", class_="hb-facts")
    for label, words in rows:
        child(facts, "dt", label)
        cell = child(facts, "dd")
        items = child(cell, "ul")
        for word in words:
            child(items, "li", word)


def add_source(
    parent: ElementTree.Element, entry: Entry, catalog: Catalog
) -> ElementTree.Element | None:
    """The source sentences, folded, with the words that the entry stands for marked in them."""
    quotations = catalog.quotations(entry)
    if not quotations:
        return None
    details = child(parent, "details", class_="hb-source")
    summary = child(details, "summary", catalog.handbook.source.attribution)
    ids = [quotation.unit.id for quotation in quotations]
    shown = "、".join(ids) if len(ids) <= 3 else f"{ids[0]} 等 {len(ids)} 处"
    child(summary, "span", shown, class_="hb-source__ids")
    for quotation in quotations:
        block = child(details, "blockquote")
        paragraph = child(block, "p")
        _add_marked(paragraph, quotation.unit.body, quotation.quotes)
        cite = child(block, "p", class_="hb-source__cite")
        unit = quotation.unit
        child(cite, "a", f"{unit.id}", href=href(unit, entry.page.uri))
        child(cite, "span", unit.page.title)
    return details


def _add_marked(parent: ElementTree.Element, text: str, quotes: Iterable[str]) -> None:
    parent.text = ""
    last: ElementTree.Element | None = None
    for words, is_quote in marked_parts(text, quotes):
        if is_quote:
            last = child(parent, "mark", words)
        elif last is None:
            parent.text = AtomicString(words)
        else:
            last.tail = AtomicString(words)


def marked_parts(text: str, quotes: Iterable[str]) -> list[tuple[str, bool]]:
    """``text`` cut into parts, each with whether it belongs to a quote; the first find counts."""
    inside = [False] * len(text)
    for words in quotes:
        start = text.find(words)
        if start >= 0:
            inside[start : start + len(words)] = [True] * len(words)
    parts: list[tuple[str, bool]] = []
    for letter, is_quote in zip(text, inside, strict=True):
        if parts and parts[-1][1] == is_quote:
            parts[-1] = (parts[-1][0] + letter, is_quote)
        else:
            parts.append((letter, is_quote))
    return parts


def add_links(card: ElementTree.Element, entry: Entry, catalog: Catalog) -> None:
    """What the entry refers to and what refers to it; an entry named in both stands once."""
    targets = [catalog.by_id[id] for id in catalog.references_of(entry) if id in catalog.by_id]
    origins = [catalog.by_id[id] for id in catalog.backlinks.get(entry.id, ())]
    rows = [(SEE_ALSO, targets), (CITED_BY, [o for o in origins if o not in targets])]
    if not any(entries for _, entries in rows):
        return
    links = child(card, "dl", class_="hb-links")
    for label, entries in rows:
        if entries:
            child(links, "dt", label)
            _add_list(child(links, "dd"), entries, entry.page.uri)


def _add_list(parent: ElementTree.Element, entries: Iterable[Entry], page_uri: str) -> None:
    items = child(parent, "ul")
    for entry in entries:
        add_link(child(items, "li"), entry, page_uri)


def add_link(parent: ElementTree.Element, entry: Entry, page_uri: str) -> ElementTree.Element:
    """A link that shows the entry's id and title."""
    link = child(parent, "a", href=href(entry, page_uri))
    fill_link(link, entry)
    return link


def fill_link(link: ElementTree.Element, entry: Entry) -> None:
    """The text of a bare reference: id and title; of a source unit the id alone."""
    for element in list(link):
        link.remove(element)
    link.text = None
    link.attrib.pop("title", None)
    link.set("class", "hb-ref")
    mark = child(link, "span", entry.id, class_="hb-id")
    if not entry.kind.verbatim:
        mark.tail = AtomicString(f" {entry.title}")


def add_unit(parent: ElementTree.Element, entry: Entry, catalog: Catalog) -> ElementTree.Element:
    """One unit of the source text: its id beside it, its words, and the entries made from it."""
    role = entry.value(ROLE) or "sentence"
    box = child(parent, "div", class_=f"hb-unit hb-unit--{role}")
    level = entry.value("level")
    anchor = child(box, "a", entry.id, class_="hb-unit__id", href=f"#{entry.id}")
    anchor.set("aria-label", f"{entry.id} 本句的链接")
    tag = f"h{level}" if role == "heading" and level else "p"
    child(box, tag, entry.body, class_="hb-unit__text", id=entry.id)
    origins = [catalog.by_id[id] for id in catalog.backlinks.get(entry.id, ())]
    if origins:
        details = child(box, "details", class_="hb-unit__links")
        child(details, "summary", f"依据这一句的条目（{len(origins)}）")
        _add_list(details, origins, entry.page.uri)
    return box


def notice(spec: SetSpec, status: StatusSpec) -> ElementTree.Element | None:
    """The notice that a set's standing requires on its page; None if it requires none."""
    if not status.notice:
        return None
    box = ElementTree.Element("aside", {"class": "hb-notice", "role": "note"})
    child(box, "p", status.label, class_="hb-notice__label")
    child(box, "p", status.notice.format(title=spec.title))
    return box


def instrument_of_page(values: Iterable[tuple[str, str]]) -> ElementTree.Element:
    """The instrument that issued an official set: issuer, number and date."""
    facts = ElementTree.Element("dl", {"class": "hb-facts"})
    for label, value in values:
        child(facts, "dt", label)
        child(facts, "dd", value)
    return facts
