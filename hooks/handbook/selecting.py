"""Names of entries as lists and commands write them: ids, ids of sets, names of kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook.catalog import Catalog, Entry
from handbook.model import Word

_BETWEEN = re.compile(r"[\s,，、;；]+")


def names_in(text: str) -> tuple[str, ...]:
    """The names in what somebody typed, between commas or blanks."""
    return tuple(filter(None, _BETWEEN.split(text)))


def selected(words: Iterable[Word], catalog: Catalog) -> tuple[Entry, ...]:
    """The entries that are named by id, by the id of a set, or by their kind; each once.

    A name that is none of these gives nothing; the checks report it.
    """
    found: dict[str, Entry] = {}
    for word in words:
        found |= {entry.id: entry for entry in _named(word.text, catalog)}
    return tuple(found.values())


def _named(name: str, catalog: Catalog) -> Iterator[Entry]:
    if name in catalog.by_id:
        yield catalog.by_id[name]
    elif name in catalog.handbook.sets:
        yield from catalog.members(catalog.handbook.sets[name])
    else:
        yield from (entry for entry in catalog.entries if entry.kind.name == name)


def is_known(name: str, catalog: Catalog) -> bool:
    """Whether a name is one, or that of an entry that could not be read."""
    known = (catalog.by_id, catalog.broken_ids, catalog.handbook.sets, catalog.handbook.kinds)
    return any(name in names for names in known)


def ids_under(entries: Iterable[Entry], catalog: Catalog) -> frozenset[str]:
    """The ids of the entries, and of all that stands under them."""
    found = {entry.id for entry in entries}
    for entry in catalog.entries:  # parents come before what stands under them
        if entry.parent in found:
            found.add(entry.id)
    return frozenset(found)
