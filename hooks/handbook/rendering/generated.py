"""The pages that the build writes itself, by their place under ``docs/``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handbook.addresses import (
    ALPHABETICAL_PAGE,
    CHANGES_PAGE,
    CODE_PAGE,
    COVERAGE_PAGE,
    ENTRIES_PAGE,
    MAP_PAGE,
    SENTENCES_PAGE,
)
from handbook.catalog import Catalog
from handbook.rendering.alphabetical_page import alphabetical_page
from handbook.rendering.changes_page import changes_page
from handbook.rendering.code_page import code_page
from handbook.rendering.coverage_page import coverage_page
from handbook.rendering.generated_page import GeneratedPage
from handbook.rendering.map_page import map_page
from handbook.rendering.trace_pages import entries_page, sentences_page

GENERATED_PAGES: Mapping[str, Callable[[Catalog], GeneratedPage]] = {
    CODE_PAGE: lambda _: code_page(),
    CHANGES_PAGE: changes_page,
    SENTENCES_PAGE: sentences_page,
    ENTRIES_PAGE: entries_page,
    ALPHABETICAL_PAGE: alphabetical_page,
    MAP_PAGE: map_page,
    COVERAGE_PAGE: coverage_page,
}


def generated_pages(catalog: Catalog) -> dict[str, GeneratedPage]:
    """The pages that this catalog has something for."""
    return {
        uri: make(catalog) for uri, make in GENERATED_PAGES.items() if uri in catalog.written_uris
    }
