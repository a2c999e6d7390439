"""Pages that shipped and are gone: where each of them leads now.

Ids that are no longer where they shipped are in :attr:`handbook.catalog.Catalog.moved_ids`. Who
kept an old address, or printed it, is led on from either.
"""

from __future__ import annotations

from dataclasses import dataclass

from handbook.catalog import Catalog


@dataclass(frozen=True)
class MovedPage:
    """A page that is gone: the page that took its place, or why none did."""

    uri: str
    successor: str
    reason: str


def moved_pages(catalog: Catalog) -> list[MovedPage]:
    """The pages that are gone and were published, or held ids that were."""
    ledger, existing = catalog.page_ledger, catalog.page_uris
    gone = {line.id for line in ledger.lines.values() if line.replaced_by} | {*catalog.moved_ids}
    found = []
    for uri in sorted(gone - existing):
        line = ledger.lines.get(uri)
        found.append(MovedPage(uri, line.successor if line else "", line.reason if line else ""))
    return found
