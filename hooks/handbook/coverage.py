"""Which characters of the source text some entry's quote stands for, and which none does."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handbook.catalog import Catalog, Entry


@dataclass(frozen=True)
class UnitCoverage:
    """A unit, the entries that cite it, and its text cut into covered and uncovered parts.

    ``is_drafted`` says that none cites it but a draft, which readers do not get.
    """

    unit: Entry
    entries: tuple[Entry, ...]
    parts: tuple[tuple[str, bool], ...]
    background: str
    is_drafted: bool = False

    @property
    def covered(self) -> int:
        """How many characters some quote stands for."""
        return sum(len(words) for words, is_covered in self.parts if is_covered)


@dataclass(frozen=True)
class Totals:
    """Characters of the source text by how they are accounted for; they add up to all."""

    quoted: int
    background: int
    rest: int

    @property
    def all(self) -> int:
        """The length of the source text."""
        return self.quoted + self.background + self.rest


def coverage(catalog: Catalog) -> list[UnitCoverage]:
    """The coverage of every unit, in the order of the source."""
    return [_unit_coverage(unit, catalog) for unit in catalog.units]


def totals(units: list[UnitCoverage]) -> Totals:
    """The sums over all units."""
    quoted = sum(unit.covered for unit in units)
    background = sum(len(unit.unit.body) - unit.covered for unit in units if unit.background)
    everything = sum(len(unit.unit.body) for unit in units)
    return Totals(quoted, background, everything - quoted - background)


def _unit_coverage(unit: Entry, catalog: Catalog) -> UnitCoverage:
    entries = catalog.citing.get(unit.id, ())
    quotes = [quote.text for entry in entries for quote in entry.quotes]
    declared = catalog.background.get(unit.id)
    return UnitCoverage(
        unit,
        tuple(entries),
        tuple(split_by(unit.body, quotes)),
        declared.reason if declared else "",
        is_drafted=not entries and declared is None and unit.id in catalog.drafted,
    )


def split_by(text: str, quotes: Iterable[str]) -> list[tuple[str, bool]]:
    """``text`` cut into parts, each with whether it belongs to the first find of some quote."""
    spans = sorted(
        (start, start + len(words))
        for words in quotes
        if words and (start := text.find(words)) >= 0
    )
    parts: list[tuple[str, bool]] = []
    position = 0
    for start, end in _joined(spans):
        if start > position:
            parts.append((text[position:start], False))
        parts.append((text[start:end], True))
        position = end
    if position < len(text):
        parts.append((text[position:], False))
    return parts


def quoted_parts(unit: Entry, catalog: Catalog) -> list[tuple[str, tuple[str, ...]]]:
    """A unit's words cut into parts, each with the ids of the entries that stand for it."""
    spans = [
        (start, start + len(quote.text), entry.id)
        for entry in catalog.citing.get(unit.id, ())
        for quote in entry.quotes
        if (start := unit.body.find(quote.text)) >= 0
    ]
    edges = sorted({0, len(unit.body), *(edge for start, end, _ in spans for edge in (start, end))})
    return [
        (
            unit.body[left:right],
            tuple(dict.fromkeys(id for start, end, id in spans if start <= left < end)),
        )
        for left, right in itertools.pairwise(edges)
    ]


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sorted spans with those that touch or overlap made one."""
    current: tuple[int, int] | None = None
    for start, end in spans:
        if current is None or start > current[1]:
            if current:
                yield current
            current = (start, end)
        else:
            current = (current[0], max(current[1], end))
    if current:
        yield current
