"""The HTML of entries.

What carries an id or is Markdown is built as elements, so that the table of contents and MkDocs'
link check see it. What is derived from the catalog (source, facts, links) is written as finished
HTML: it needs no more treatment, and Python-Markdown would spend most of a build on walking it.
Everything that an editor typed goes through :func:`html.escape` or becomes an element's text.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from urllib.parse import quote
from xml.etree import ElementTree

from markdown.util import AtomicString

from handbook.catalog import ROLE, Catalog, Entry, relative_uri
from handbook.coverage import split_by
from handbook.model import OptionType, SetSpec, StatusSpec

INSTRUMENT_LABELS = {"name": "名称", "issuer": "印发单位", "date": "日期", "number": "文号"}
UNKNOWN_BASIS = "由本单位填写"
SEE_ALSO = "另见"
CITED_BY = "被引用"
MADE_FROM = "依据这一句的条目"
MENTIONED_BY = "提到这一句的条目"


def markdown_href(entry: Entry, page_uri: str) -> str:
    """A link to ``entry`` as the Markdown page ``page_uri`` writes it, for MkDocs to turn."""
    if entry.page.uri == page_uri:
        return f"#{entry.id}"
    return f"{quote(relative_uri(entry.page.uri, page_uri), safe='/')}#{entry.id}"


def built_href(entry: Entry, page_uri: str) -> str:
    """A link to ``entry`` as the built page of ``page_uri`` holds it."""
    return f"{_built_path(entry.page.uri, page_uri)}#{entry.id}"


@lru_cache(maxsize=4096)
def _built_path(target: str, page_uri: str) -> str:
    if target == page_uri:
        return ""
    return quote(relative_uri(target, page_uri).removesuffix(".md") + ".html", safe="/")


def child(
    parent: ElementTree.Element, tag: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    """A new last child of ``parent``; ``class_`` stands for ``class``, ``text`` is no Markdown."""
    element = ElementTree.SubElement(
        parent, tag, {key.rstrip("_"): value for key, value in attributes.items()}
    )
    if text:
        element.text = AtomicString(text)
    return element


def add_header(card: ElementTree.Element, entry: Entry) -> None:
    """The line with the kind, and the heading with id and title."""
    child(card, "p", entry.kind.label, class_="hb-kind")
    fill_heading(child(card, f"h{entry.level}", id=entry.id), entry)


def fill_heading(heading: ElementTree.Element, entry: Entry) -> None:
    """Puts the id before the title, so that it is seen and found."""
    heading.text = None
    mark = child(heading, "span", entry.id, class_="hb-id")
    mark.tail = AtomicString(f" {entry.title}")


def fill_link(link: ElementTree.Element, entry: Entry) -> None:
    """The text of a bare reference: id and title; of a source unit the id alone."""
    for element in list(link):
        link.remove(element)
    link.text = None
    link.attrib.pop("title", None)
    mark = child(link, "b", entry.id)
    if not entry.kind.verbatim:
        mark.tail = AtomicString(f" {entry.title}")


def derived_html(entry: Entry, catalog: Catalog) -> str:
    """All that stands below an entry's body: facts, source, links."""
    return facts_html(entry) + source_html(entry, catalog) + links_html(entry, catalog)


def facts_html(entry: Entry) -> str:
    """Those of the entry's options that have a label for readers."""
    rows: list[tuple[str, list[str]]] = []
    for name, spec in entry.kind.options.items():
        option = entry.options.get(name)
        if option is None or not spec.label:
            continue
        words = [value.text for value in option.values]
        if spec.type is OptionType.INSTRUMENT:
            words = [f"{INSTRUMENT_LABELS[key.text]}：{value.text}" for key, value in option.fields]
        rows.append((spec.label, [escape(word) for word in words or [UNKNOWN_BASIS]]))
    return _definition_list("hb-facts", rows)


def source_html(entry: Entry, catalog: Catalog) -> str:
    """The source sentences, folded, with the words that the entry stands for marked in them."""
    quotations = catalog.quotations(entry)
    if not quotations:
        return ""
    ids = [quotation.unit.id for quotation in quotations]
    shown = "、".join(ids) if len(ids) <= 3 else f"{ids[0]} 等 {len(ids)} 处"
    blocks = []
    for quotation in quotations:
        unit = quotation.unit
        words = "".join(
            f"<mark>{escape(text)}</mark>" if is_quote else escape(text)
            for text, is_quote in split_by(unit.body, quotation.quotes)
        )
        cite = f"{link_html(unit, entry.page.uri)} <span>{escape(unit.page.title)}</span>"
        blocks.append(f"<blockquote><p>{words}</p><footer>{cite}</footer></blockquote>")
    attribution = escape(catalog.handbook.source.attribution)
    summary = f"<summary>{attribution} <span>{shown}</span></summary>"
    return f'<details class="hb-source">{summary}{"".join(blocks)}</details>'


def links_html(entry: Entry, catalog: Catalog) -> str:
    """What the entry's options refer to and what refers to the entry.

    What the body refers to is linked there; an entry named in both lists stands in the first.
    """
    linked = {reference.target for reference in entry.references if not reference.option}
    targets = [
        catalog.by_id[id]
        for id in catalog.references_of(entry)
        if id in catalog.by_id and id not in linked
    ]
    origins = [catalog.by_id[id] for id in catalog.backlinks.get(entry.id, ())]
    rows = [(SEE_ALSO, targets), (CITED_BY, [o for o in origins if o not in targets])]
    return _definition_list(
        "hb-links",
        [
            (label, [link_html(e, entry.page.uri) for e in entries])
            for label, entries in rows
            if entries
        ],
    )


def _definition_list(name: str, rows: Iterable[tuple[str, list[str]]]) -> str:
    cells = "".join(f"<dt>{escape(label)}</dt><dd>{_list(items)}</dd>" for label, items in rows)
    return f'<dl class="{name}">{cells}</dl>' if cells else ""


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def link_html(entry: Entry, page_uri: str) -> str:
    """A link that shows the entry's id and title; of a source unit the id alone."""
    title = "" if entry.kind.verbatim else f" {escape(entry.title)}"
    return f'<a href="{built_href(entry, page_uri)}"><b>{entry.id}</b>{title}</a>'


def add_unit(parent: ElementTree.Element, entry: Entry) -> ElementTree.Element:
    """One unit of the source text: its id beside it, and its words."""
    role = entry.value(ROLE) or "sentence"
    box = child(parent, "div", class_=f"hb-unit hb-unit--{role}")
    anchor = child(box, "a", entry.id, class_="hb-unit__id", href=f"#{entry.id}")
    anchor.set("aria-label", f"{entry.id} 本句的链接")
    level = entry.value("level")
    tag = f"h{min(max(int(level), 1), 6)}" if role == "heading" and level else "p"
    child(box, tag, entry.body, class_="hb-unit__text", id=entry.id)
    return box


def unit_html(entry: Entry, catalog: Catalog) -> str:
    """What stands below a unit: why it needs no entry, the entries made from it or naming it."""
    declared = catalog.background.get(entry.id)
    html = ""
    if declared:
        html = f'<p class="hb-unit__background">不单列条目：{escape(declared.reason)}</p>'
    made = catalog.citing.get(entry.id, ())
    mentioning = [catalog.by_id[id] for id in catalog.backlinks.get(entry.id, ())]
    rows = [(MADE_FROM, made), (MENTIONED_BY, [e for e in mentioning if e not in made])]
    for label, entries in rows:
        if entries:
            links = _list(link_html(other, entry.page.uri) for other in entries)
            summary = f"<summary>{label}（{len(entries)}）</summary>"
            html += f'<details class="hb-unit__links">{summary}{links}</details>'
    return html


def notice_html(spec: SetSpec, status: StatusSpec) -> str:
    """The notice that a set's standing requires on its page; empty if it requires none."""
    if not status.notice:
        return ""
    text = escape(status.notice_for(spec))
    label = f'<p class="hb-notice__label">{escape(status.label)}</p>'
    return f'<aside class="hb-notice" role="note">{label}<p>{text}</p></aside>'


def instrument_html(values: Iterable[tuple[str, str]]) -> str:
    """The instrument that issued an official set: issuer, number and date."""
    return _definition_list("hb-facts", [(label, [escape(value)]) for label, value in values])
