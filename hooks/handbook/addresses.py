"""The files that the build adds to the pages, by their place under ``docs/`` and in the site."""

from __future__ import annotations

CODE_PAGE = "about/codes.md"
SENTENCES_PAGE = "trace/sentences.md"
ENTRIES_PAGE = "trace/entries.md"
ALPHABETICAL_PAGE = "terms/alphabetical.md"

CATALOG_FILE = "catalog.json"
SCHEMA_FILE = "catalog.schema.json"
SEARCH_FILE = "assets/search-data.js"

ADDED = frozenset(
    {
        CODE_PAGE,
        SENTENCES_PAGE,
        ENTRIES_PAGE,
        ALPHABETICAL_PAGE,
        CATALOG_FILE,
        SCHEMA_FILE,
        SEARCH_FILE,
    }
)


def built_address(uri: str) -> str:
    """The address of the page ``uri`` in the site, relative to its root."""
    return uri.removesuffix(".md") + ".html"
