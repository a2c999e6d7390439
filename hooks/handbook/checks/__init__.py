"""What can be wrong with a catalog: one small function for each kind of fault, grouped by concern.

:func:`check_catalog` runs them all and gives every fault of one run, sorted, each once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from handbook.catalog import Catalog
from handbook.checks import blocks, honesty, ids, pages, references, sets, source, synonyms, text
from handbook.model import Diagnostic

Check = Callable[[Catalog], Iterator[Diagnostic]]

ALL_CHECKS: tuple[Check, ...] = (
    *ids.CHECKS,
    *blocks.CHECKS,
    *references.CHECKS,
    *sets.CHECKS,
    *source.CHECKS,
    *honesty.CHECKS,
    *pages.CHECKS,
    *text.CHECKS,
    *synonyms.CHECKS,
)


def check_catalog(catalog: Catalog) -> list[Diagnostic]:
    """Everything that is wrong with ``catalog``, what the reader found included."""
    found = [fault for page in catalog.pages for fault in page.diagnostics]
    found.extend(fault for check in ALL_CHECKS for fault in check(catalog))
    return in_order(found)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics by place, each once."""
    return sorted(set(diagnostics), key=lambda fault: fault.sort_key)
