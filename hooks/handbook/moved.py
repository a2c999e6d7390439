"""Addresses that shipped and are no longer where they were: where each of them leads now.

An entry's address is its page and its id. Entries move to another page, ids are retired for others,
pages are renamed; who kept an old address, or printed it, is led on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handbook.catalog import Catalog, Entry


@dataclass(frozen=True)
class MovedId:
    """An id that once stood on a page: the entry that it leads to, or why it leads to none."""

    id: str
    entry: Entry | None
    reason: str


@dataclass(frozen=True)
class MovedPage:
    """A page that is gone: the page that took its place, or why none did."""

    uri: str
    successor: str
    reason: str


def moved_ids(catalog: Catalog) -> Mapping[str, tuple[MovedId, ...]]:
    """For each page of an edition, still there or not, the ids that are no longer on it."""
    found: dict[str, dict[str, MovedId]] = {}
    for edition in catalog.editions:
        for id, address in edition.addresses.items():
            entry = catalog.by_id.get(id)
            if entry and entry.url == address:
                continue
            line = catalog.ledger.lines.get(id)
            if entry is None and line:
                entry = catalog.by_id.get(line.successor)
            reason = line.reason if line and entry is None else ""
            uri = address.partition("#")[0].removesuffix(".html") + ".md"
            found.setdefault(uri, {})[id] = MovedId(id, entry, reason)
    return {uri: tuple(ids.values()) for uri, ids in found.items()}


def moved_pages(catalog: Catalog, pages_with_moved_ids: Iterable[str]) -> list[MovedPage]:
    """The pages that are gone and were published, or held ids that were."""
    ledger, existing = catalog.page_ledger, catalog.page_uris
    gone = {line.id for line in ledger.lines.values() if line.replaced_by} | {*pages_with_moved_ids}
    found = []
    for uri in sorted(gone - existing):
        line = ledger.lines.get(uri)
        found.append(MovedPage(uri, line.successor if line else "", line.reason if line else ""))
    return found
