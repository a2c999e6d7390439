"""The pages that the build writes itself, by their place under ``docs/``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handbook.catalog import Catalog
from handbook.rendering.code_page import CODE_PAGE_URI, code_page
from handbook.rendering.trace_pages import ENTRIES_URI, SENTENCES_URI, entries_page, sentences_page

GENERATED_PAGES: Mapping[str, Callable[[Catalog], str]] = {
    CODE_PAGE_URI: lambda _: code_page(),
    SENTENCES_URI: sentences_page,
    ENTRIES_URI: entries_page,
}
