"""The pages that the build writes itself, by their place under ``docs/``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handbook.addresses import (
    ALPHABETICAL_PAGE,
    CODE_PAGE,
    ENTRIES_PAGE,
    MAP_PAGE,
    SENTENCES_PAGE,
)
from handbook.catalog import Catalog
from handbook.rendering.alphabetical_page import alphabetical_page
from handbook.rendering.code_page import code_page
from handbook.rendering.generated_page import GeneratedPage
from handbook.rendering.map_page import map_page
from handbook.rendering.trace_pages import entries_page, sentences_page

GENERATED_PAGES: Mapping[str, Callable[[Catalog], GeneratedPage]] = {
    CODE_PAGE: lambda _: code_page(),
    SENTENCES_PAGE: sentences_page,
    ENTRIES_PAGE: entries_page,
    ALPHABETICAL_PAGE: alphabetical_page,
    MAP_PAGE: map_page,
}
