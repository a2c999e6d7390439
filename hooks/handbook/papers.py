"""Which entries the blank papers are made of, and where the papers stand in the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.addresses import DOWNLOADS
from handbook.catalog import Catalog, Entry
from handbook.model import Kind, OptionSpec, OptionType, Paper, PaperPart, Word


def address(paper: Paper) -> str:
    """The paper's file, relative to the site's root."""
    return DOWNLOADS + paper.file.text


def parts_of_papers(catalog: Catalog) -> Iterator[PaperPart]:
    """Every part of every paper."""
    for paper in catalog.handbook.papers:
        yield from paper.parts


def named_on_papers(catalog: Catalog) -> Iterator[Word]:
    """Every name of entries on every paper, with its place."""
    for part in parts_of_papers(catalog):
        yield from part.entries
        for card in part.cards:
            yield from card.entries


def with_option(name: str, catalog: Catalog) -> tuple[Entry, ...]:
    """The entries that have an option of this name, in the order of the catalog."""
    return tuple(entry for entry in catalog.entries if name in entry.options)


def option_specs(name: str, kinds: Iterable[Kind]) -> tuple[OptionSpec, ...]:
    """How the kinds declare an option of this name."""
    return tuple(kind.options[name] for kind in kinds if name in kind.options)


def standing_alone(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Those that name none of the others: one that does stands with what it names."""
    entries = tuple(entries)
    ids = {entry.id for entry in entries}

    def names_another(entry: Entry) -> bool:
        return any(
            value.text in ids
            for name, spec in entry.kind.options.items()
            if spec.type is OptionType.REFERENCES
            for value in entry.values(name)
        )

    return tuple(entry for entry in entries if not names_another(entry))
