"""Provenance: the source text is whole, and every quotation stands in it to the character."""

from __future__ import annotations

from collections.abc import Iterator

from handbook import codes
from handbook.catalog import Catalog, Entry
from handbook.checks.references import nearest_ids
from handbook.model import Diagnostic, Position, Value
from handbook.source_text import check_units, nearest_words
from handbook.vocabulary import NON_ENTRIES, QUOTE, SOURCE, UNITS


def text(catalog: Catalog) -> Iterator[Diagnostic]:
    """Units of a source that do not give its file's body back, character for character."""
    for source in catalog.handbook.sources:
        units = catalog.units_of(source)
        if source.file in catalog.source_texts:
            yield from check_units(catalog.source_texts[source.file], units)
            if not units:
                yield codes.SOURCE_ALTERED.at(source.place, "原文页上没有一句原文")


def source_pages(catalog: Catalog) -> Iterator[Diagnostic]:
    """Declared source pages that do not exist."""
    for source in catalog.handbook.sources:
        for uri in source.pages:
            if uri not in catalog.pages_by_uri:
                yield codes.SETTINGS.at(source.place, f"没有原文页 docs/{uri}")


def units(catalog: Catalog) -> Iterator[Diagnostic]:
    """``source`` and ``units`` values that are no unit of the source text."""
    for value in _cited_units(catalog):
        entry = catalog.by_id.get(value.text)
        if entry is None and value.text not in catalog.broken_ids:
            hint = nearest_ids(catalog, value.text)
            yield codes.UNKNOWN_UNIT.at(value.place, f"没有编号为 {value.text} 的原文", hint)
        elif entry is not None and not entry.kind.verbatim:
            message = f"{value.text} 是{entry.kind.label}，不是原文"
            yield codes.UNKNOWN_UNIT.at(value.place, message)


def declared_twice(catalog: Catalog) -> Iterator[Diagnostic]:
    """Units that two declarations call background: which reason is right?"""
    first: dict[str, Value] = {}
    for _, value in catalog.background_declarations():
        before = first.setdefault(value.text, value)
        if before is not value and before.place.line != value.place.line:
            place = before.place
            message = f"{value.text} 在 {place.path}:{place.line} 已声明为背景"
            yield codes.NEEDLESS_BACKGROUND.at(value.place, message)


def accounted(catalog: Catalog) -> Iterator[Diagnostic]:
    """Units that no entry cites and no block declares background, and declarations not needed.

    What a draft cites is accounted for: its editor is at work.
    """
    for unit in catalog.units:
        is_cited = unit.id in catalog.citing
        declared = catalog.background.get(unit.id)
        if not is_cited and declared is None and unit.id not in catalog.drafted:
            yield codes.NOT_ACCOUNTED.at(
                unit.place, f"没有条目以 {unit.id} 为据，也没有声明它是背景"
            )
        elif is_cited and declared is not None:
            message = f"{unit.id} 已有条目为据，不必再声明为背景"
            yield codes.NEEDLESS_BACKGROUND.at(declared.place, message)


def quotations(catalog: Catalog) -> Iterator[Diagnostic]:
    """Quotes that do not stand in one of the entry's source units, and units without a quote."""
    by_id = catalog.by_id
    for entry in catalog.entries:
        if entry.kind.position is Position.HEADING or not entry.sources:
            continue
        texts = [by_id[source.text].body for source in entry.sources if source.text in by_id]
        if len(texts) < len(entry.sources):
            continue  # which unit is meant is not known, and that is reported already
        if len(texts) == 1 and entry.quotes and all(q.text in texts[0] for q in entry.quotes):
            continue  # nearly all of them
        strays = [q for q in entry.quotes if not any(q.text in text for text in texts)]
        yield from (_not_verbatim(catalog, entry, quote) for quote in strays)
        if not entry.quotes or strays:
            continue  # a quote that is mended may be that of the unit without one
        for source, text in zip(entry.sources, texts, strict=True):
            if not any(quote.text in text for quote in entry.quotes):
                message = f"{entry.id} 所据的 {source.text} 里没有一处引文"
                yield codes.UNQUOTED_UNIT.at(source.place, message)


def headings(catalog: Catalog) -> Iterator[Diagnostic]:
    """Entries written as headings whose words are not those of one heading of the source."""
    for entry in catalog.entries:
        if entry.kind.position is Position.HEADING and not entry.sources:
            message = f"{entry.kind.label} {entry.id} 的标题“{entry.title}”不见于原文的标题"
            yield codes.HEADING_NOT_IN_SOURCE.at(entry.place, message)


def masks(catalog: Catalog) -> Iterator[Diagnostic]:
    """Words that are said to hide a name and that no source text has."""
    source, handbook = catalog.all_source_text, catalog.handbook
    is_whole = len(catalog.source_texts) == len(handbook.sources)
    for mask in handbook.masks if is_whole else ():
        if mask.words.text not in source:
            message = f"原文里没有“{mask.words.text}”"
            yield codes.MASK_NOT_IN_SOURCE.at(mask.words.place, message)


CHECKS = (text, source_pages, units, declared_twice, accounted, quotations, headings, masks)


def _cited_units(catalog: Catalog) -> Iterator[Value]:
    for entry in catalog.entries:
        if SOURCE in entry.options:
            yield from entry.sources
    for page in catalog.pages:
        for block in page.blocks:
            if block.name in NON_ENTRIES and UNITS in block.options:
                yield from block.options[UNITS].values


def _not_verbatim(catalog: Catalog, entry: Entry, quote: Value) -> Diagnostic:
    names = "、".join(source.text for source in entry.sources)
    message = f"{entry.id} 的 {QUOTE}“{quote.text}”不是 {names} 的原话"
    other = next((unit.id for unit in catalog.units if quote.text in unit.body), "")
    if other:
        return codes.NOT_VERBATIM.at(quote.place, message, f"这句话在 {other}。")
    cited = [catalog.by_id[source.text] for source in entry.sources if source.text in catalog.by_id]
    near = next(filter(None, (nearest_words(quote.text, unit.body) for unit in cited)), "")
    return codes.NOT_VERBATIM.at(quote.place, message, f"相近的原话是“{near}”。" if near else "")
