"""What the lecturer reads and the hall does not: the sentences of the source, the editor's text.

Both are told apart: the source's words stand under its attribution, unchanged, with the words that
an entry stands for marked; the rest is under a label that says that it is the editor's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handbook.catalog import Catalog, Entry
from handbook.coverage import split_by
from handbook.markup import plain_text
from handbook.model import OptionType
from handbook.notices import set_notices
from handbook.rendering.cards import GUIDE_LABEL, INSTRUMENT_LABELS
from handbook.slide_fitting import NOTE_WIDTH, lines

OWN_WORDS = "编者的话"

_PARAGRAPHS = re.compile(r"\n(?=\s*(?:[-*+]|\d+\.)\s)|\n{2,}")


@dataclass(frozen=True)
class SourceNote:
    """A sentence of the source, in parts; those with True are quoted by an entry of the slide."""

    unit: str
    page: str
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class EntryNote:
    """What is said of an entry: its words of the source with the unit, then the editor's text."""

    id: str
    title: str
    quotes: tuple[tuple[str, str], ...]
    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Notes:
    """The notes of one slide; ``asides`` are lines of ours, each with a label or none."""

    sources: tuple[SourceNote, ...] = ()
    entries: tuple[EntryNote, ...] = ()
    asides: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All that is said, but for the notices."""
        found = ["".join(text for text, _ in source.parts) for source in self.sources]
        for entry in self.entries:
            found += [entry.id, entry.title, *(words for _, words in entry.quotes), *entry.texts]
        return "\n".join([*found, *(text for aside in self.asides for text in aside)])

    @property
    def lines(self) -> int:
        """How many lines they take on paper."""
        count = 0
        for source in self.sources:
            text = "".join(part for part, _ in source.parts)
            count += lines(f"{source.unit}{source.page}（据原文）{text}", 1, NOTE_WIDTH)
        for entry in self.entries:
            quoted = "".join(f"（{unit}：“{words}”）" for unit, words in entry.quotes)
            first, *rest = entry.texts or ("",)
            count += lines(f"{entry.id} {entry.title}{quoted}{entry.label}{first}", 1, NOTE_WIDTH)
            count += sum(lines(text, 1, NOTE_WIDTH) for text in rest)
        texts = [*(f"{label}　{text}" for label, text in self.asides), *self.notices]
        return count + sum(lines(text, 1, NOTE_WIDTH) for text in texts)


@dataclass(frozen=True)
class Standing:
    """A set whose wording is not the issued one: what is said where it is shown, or named."""

    title: str
    label: str
    text: str
    members: tuple[Entry, ...]

    def notice(self, shown: Iterable[str], words: str) -> str:
        """What must be said beside the words, which show the entries of these ids; may be empty.

        All of it where a wording stands, in short where the set or one of its ids is named.
        """
        ids = {member.id for member in self.members}
        if ids.intersection(shown) or any(member.title in words for member in self.members):
            return self.text
        is_named = self.title in words or any(id in words for id in ids)
        return f"所提“{self.title}”是{self.label}。" if is_named else ""


def standings(catalog: Catalog) -> tuple[Standing, ...]:
    """The sets of the catalog whose wording is not the issued one."""
    return tuple(
        Standing(notice.spec.title, notice.label, notice.text, catalog.members(notice.spec))
        for notice in set_notices(catalog)
    )


def notices_beside(found: Iterable[Standing], shown: Iterable[str], words: str) -> tuple[str, ...]:
    """The notices that must stand beside some words."""
    shown = tuple(shown)
    return tuple(filter(None, (standing.notice(shown, words) for standing in found)))


def source_notes(entries: Iterable[Entry], catalog: Catalog) -> tuple[SourceNote, ...]:
    """The sentences that the entries rest on, each once, in the order of the source."""
    quotes: dict[str, list[str]] = {}
    for entry in entries:
        for quotation in catalog.quotations(entry):
            quotes.setdefault(quotation.unit.id, []).extend(quotation.quotes)
    return tuple(
        SourceNote(unit.id, unit.page.title, tuple(split_by(unit.body, quotes[unit.id])))
        for unit in catalog.units
        if unit.id in quotes
    )


def entry_note(entry: Entry, catalog: Catalog) -> EntryNote:
    """What is said of one entry."""
    quotes = tuple(
        (quotation.unit.id, words)
        for quotation in catalog.quotations(entry)
        for words in quotation.quotes
    )
    texts = (*paragraphs(entry.body), *_bases(entry))
    label = (catalog.body_label(entry) or OWN_WORDS) if texts else ""
    return EntryNote(entry.id, entry.title, quotes, label, texts)


def advice(heading: Entry, catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """The editor's advice under a heading: its title, then its points."""
    block = catalog.guides.get(heading.id)
    if block is None:
        return ()
    label = f"{GUIDE_LABEL}：{block.title}" if block.title else GUIDE_LABEL
    return tuple((label if not n else "", text) for n, text in enumerate(paragraphs(block.body)))


def paragraphs(markdown: str) -> tuple[str, ...]:
    """The paragraphs and list items of a body as plain text; of what it names, the ids."""
    texts = (plain_text(part, lambda id: id) for part in _PARAGRAPHS.split(markdown))
    return tuple(text for text in texts if text)


def _bases(entry: Entry) -> Iterator[str]:
    """The instruments that an entry rests on, each as a line."""
    for name, spec in entry.kind.options.items():
        option = entry.options.get(name)
        if option and option.fields and spec.type is OptionType.INSTRUMENT:
            facts = (f"{INSTRUMENT_LABELS[key.text]}：{v.text}" for key, v in option.fields)
            yield f"{spec.label or name}　{'；'.join(facts)}"
