"""The HTML of entries.

What carries an id or is Markdown is built as elements, so that the table of contents and MkDocs'
link check see it. What is derived from the catalog (source, facts, links) is written as finished
HTML: it needs no more treatment, and Python-Markdown would spend most of a build on walking it.
Everything that an editor typed goes through :func:`html.escape` or becomes an element's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from urllib.parse import quote
from xml.etree import ElementTree

from markdown.util import AtomicString

from handbook.catalog import Catalog, Entry, relative_uri
from handbook.coverage import quoted_parts, split_by
from handbook.model import OptionType, SetSpec, StatusSpec
from handbook.vocabulary import HEADING_ROLE, LEVEL, ROLE, SENTENCE_ROLE

INSTRUMENT_LABELS = {"name": "名称", "issuer": "印发单位", "date": "日期", "number": "文号"}
UNKNOWN_BASIS = "由本单位填写"
SEE_ALSO = "另见"
CITED_BY = "被引用"
PART_OF = "所属"
MADE_FROM_UNITS = "依据"
RELATIONS = "关联"
MADE_FROM = "依据这一句的条目"
GUIDE_LABEL, GUIDE_CLASS = "编者提示", "hb-guide"
BESIDE_SWITCH = (
    '<p class="hb-beside__switch"><button type="button" class="hb-button" data-beside '
    'aria-pressed="false">对照条目</button></p>'
)
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
    """A new last child of ``parent``; ``text`` is no Markdown.

    ``class_`` stands for the attribute ``class``, ``data_for`` for ``data-for``.
    """
    element = ElementTree.SubElement(
        parent, tag, {_attribute(name): value for name, value in attributes.items()}
    )
    if text:
        element.text = AtomicString(text)
    return element


def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def add_header(card: ElementTree.Element, entry: Entry) -> None:
    """The line with the kind, and the heading with id and title."""
    child(card, "p", entry.kind.label, class_=f"hb-kind hb-kind--{entry.kind.name}")
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
    """All that stands below an entry's body: facts, source, relations."""
    return (
        facts_html(entry, catalog)
        + folded_html(entry)
        + source_html(entry, catalog)
        + relations_html(entry, catalog)
    )


def facts_html(entry: Entry, catalog: Catalog) -> str:
    """Those of the entry's options that have a label for readers, and whose options name it."""
    rows: list[tuple[str, list[str]]] = []
    for name, spec in entry.kind.options.items():
        option = entry.options.get(name)
        if option is None or not spec.label or spec.fold:
            continue
        words = [value.text for value in option.values]
        cells = [escape(word) for word in words or [UNKNOWN_BASIS]]
        if spec.type is OptionType.INSTRUMENT and option.fields:
            cells = [
                escape(f"{INSTRUMENT_LABELS[key.text]}：{value.text}")
                for key, value in option.fields
            ]
        if spec.type is OptionType.REFERENCES:
            named = [catalog.by_id[word] for word in words if word in catalog.by_id]
            cells = [link_html(other, entry.page.uri) for other in named]
        rows.append((spec.label, cells))
    rows += [
        (label, [link_html(other, entry.page.uri) for other in others])
        for label, others in named_by(entry, catalog).items()
    ]
    return _definition_list("hb-facts", rows)


def folded_html(entry: Entry) -> str:
    """Those of the entry's options that stand in folded boxes, a box for each label of such.

    They are as much the editor's word as the body is, and have its label.
    """
    label_of_body = entry.kind.body_label
    own = f'<p class="hb-label">{escape(label_of_body)}</p>' if label_of_body else ""
    boxes: dict[str, list[tuple[str, list[str]]]] = {}
    for name, spec in entry.kind.options.items():
        option = entry.options.get(name)
        if option and spec.fold:
            texts = [escape(value.text) for value in option.values]
            boxes.setdefault(spec.fold, []).append((spec.label, texts))
    return "".join(
        f'<details class="hb-hints"><summary>{escape(label)} '
        f"<span>{escape('、'.join(name for name, _ in rows))}</span></summary>"
        f"{own}{_definition_list('hb-hints__list', rows)}</details>"
        for label, rows in boxes.items()
    )


def named_by(entry: Entry, catalog: Catalog) -> dict[str, list[Entry]]:
    """The entries whose options name ``entry``, by the label that the option gives them here."""
    found: dict[str, list[Entry]] = {}
    for id in catalog.backlinks.get(entry.id, ()):
        other = catalog.by_id[id]
        for name in other.kind.reference_options:
            label = other.kind.options[name].back_label
            if label and entry.id in [value.text for value in other.values(name)]:
                found.setdefault(label, []).append(other)
    return found


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
    attribution = escape("、".join(catalog.attributions(entry)))
    summary = f"<summary>{attribution} <span>{shown}</span></summary>"
    return f'<details class="hb-source">{summary}{"".join(blocks)}</details>'


def relations_html(entry: Entry, catalog: Catalog) -> str:
    """The entry among its neighbours, folded: what it comes from and is part of, what follows.

    What the body refers to is linked there, and what an option with a label names stands among the
    facts; an entry named in both lists stands in the first.
    """
    facts = {
        reference.target
        for reference in entry.references
        if reference.option and entry.kind.options[reference.option].label
    }
    facts |= {other.id for others in named_by(entry, catalog).values() for other in others}
    linked = {reference.target for reference in entry.references if not reference.option}
    targets = [
        catalog.by_id[id]
        for id in catalog.references_of(entry)
        if id in catalog.by_id and id not in facts | linked
    ]
    named = facts | {entry.parent}  # which stands first of all
    origins = [catalog.by_id[id] for id in catalog.backlinks.get(entry.id, ()) if id not in named]
    after = [(SEE_ALSO, targets), (CITED_BY, [o for o in origins if o not in targets])]
    if not any(entries for _, entries in after):
        return ""
    parent = catalog.by_id.get(entry.parent or "")
    units = [quotation.unit for quotation in catalog.quotations(entry)]
    before = [(PART_OF, [parent] if parent else []), (MADE_FROM_UNITS, units)]
    count = sum(len(entries) for _, entries in after)
    return (
        f'<details class="hb-relations"><summary>{RELATIONS} <span>{count}</span></summary>'
        f'<div class="hb-net">{_neighbours("hb-net__before", before, entry)}'
        f'<p class="hb-net__self">{entry.id}</p>{_neighbours("hb-net__after", after, entry)}'
        "</div></details>"
    )


def _neighbours(name: str, rows: Iterable[tuple[str, list[Entry]]], entry: Entry) -> str:
    return _definition_list(
        name,
        [
            (label, [link_html(other, entry.page.uri) for other in others])
            for label, others in rows
            if others
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


def add_unit(parent: ElementTree.Element, entry: Entry, catalog: Catalog) -> ElementTree.Element:
    """One unit of the source text: its id beside it, and its words by the entries made of them."""
    role = entry.value(ROLE) or SENTENCE_ROLE
    box = child(parent, "div", class_=f"hb-unit hb-unit--{role}")
    anchor = child(box, "a", entry.id, class_="hb-unit__id", href=f"#{entry.id}")
    anchor.set("aria-label", f"{entry.id} 本句的链接")
    level = entry.value(LEVEL)
    tag = f"h{min(max(int(level), 1), 6)}" if role == HEADING_ROLE and level else "p"
    words = child(box, tag, class_="hb-unit__text", id=entry.id)
    for text, ids in quoted_parts(entry, catalog):
        # A heading's words become the table of contents as they are, and stand for one entry.
        if ids and tag == "p":
            child(words, "span", text, data_for=" ".join(ids))
        else:
            _append_text(words, text)
    return box


def _append_text(element: ElementTree.Element, text: str) -> None:
    if len(element):
        element[-1].tail = AtomicString((element[-1].tail or "") + text)
    else:
        element.text = AtomicString((element.text or "") + text)


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


def names_html(names: Mapping[str, str]) -> str:
    """On a page of the source: how its masks are called elsewhere; empty if none has a name."""
    if not names:
        return ""
    pairs = "；".join(f"“{escape(mask)}”写作“{escape(name)}”" for mask, name in names.items())
    label = '<p class="hb-editorial__label">编者注<strong>遮去的名称</strong></p>'
    text = f"原文里这些名称遮去了一部分，这里照录，不补。本手册在自己的话里，{pairs}。"
    return f'<aside class="hb-editorial" role="note">{label}<p>{text}</p></aside>'


def instrument_html(values: Iterable[tuple[str, str]]) -> str:
    """The instrument that issued an official set: issuer, number and date."""
    return _definition_list("hb-facts", [(label, [escape(value)]) for label, value in values])
