"""What can be wrong with a catalog: one small function for each kind of fault, grouped by concern.

:func:`check_catalog` runs them all and gives every fault of one run, sorted, each once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from handbook import codes
from handbook.catalog import Catalog
from handbook.checks import (
    blocks,
    honesty,
    ids,
    pages,
    papers,
    questions,
    references,
    sets,
    source,
    synonyms,
    terms,
    text,
    training,
)
from handbook.checks.allowances import without_allowed
from handbook.model import Diagnostic

Check = Callable[[Catalog], Iterator[Diagnostic]]

ALL_CHECKS: tuple[Check, ...] = (
    *ids.CHECKS,
    *blocks.CHECKS,
    *references.CHECKS,
    *sets.CHECKS,
    *terms.CHECKS,
    *source.CHECKS,
    *honesty.CHECKS,
    *pages.CHECKS,
    *text.CHECKS,
    *synonyms.CHECKS,
    *papers.CHECKS,
    *questions.CHECKS,
    *training.CHECKS,
)


def check_catalog(catalog: Catalog) -> list[Diagnostic]:
    """Everything that is wrong with ``catalog``, what the reader found included."""
    return in_order(_without_echoes(list(without_allowed(catalog, all_faults(catalog)))))


def all_faults(catalog: Catalog) -> list[Diagnostic]:
    """The same as found, with what follows from a line that is not filled in yet."""
    pages = (*catalog.pages, *catalog.draft_pages)
    found = [fault for page in pages for fault in page.diagnostics]
    found.extend(fault for check in ALL_CHECKS for fault in check(catalog))
    return found


def _without_echoes(found: list[Diagnostic]) -> list[Diagnostic]:
    """Of a line that is not filled in only that: what else is wrong there follows from it."""
    unfilled = {f.place[:2] for f in found if f.code == codes.UNFILLED.number}
    return [f for f in found if f.code == codes.UNFILLED.number or f.place[:2] not in unfilled]


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics by place, each once."""
    return sorted(set(diagnostics), key=lambda fault: fault.sort_key)
