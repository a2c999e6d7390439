"""Addresses: the files that the build adds, and where a link on a page leads."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:  # the model itself says what the addresses of pages are
    from handbook.model import Link

CODE_PAGE = "about/codes.md"
CHANGES_PAGE = "about/changes.md"
SENTENCES_PAGE = "trace/sentences.md"
ENTRIES_PAGE = "trace/entries.md"
MAP_PAGE = "map.md"
COVERAGE_PAGE = "training/coverage.md"
ALPHABETICAL_PAGE = "terms/alphabetical.md"

CATALOG_FILE = "catalog.json"
SCHEMA_FILE = "catalog.schema.json"
SEARCH_FILE = "assets/search-data.js"

# Documents for offices, one folder below the root: their links to entries begin with "../".
DOWNLOADS = "downloads/"
CHECKLISTS_WORKBOOK = f"{DOWNLOADS}checklists.xlsx"
CHECKLISTS_DOCUMENT = f"{DOWNLOADS}checklists.docx"

# A page that stands by itself, and what the records that it exports look like.
WORKING_CHECKLIST = f"{DOWNLOADS}working-checklist.html"
WORKING_SCHEMA = f"{DOWNLOADS}working-checklist.schema.json"

# The trainer, another such page, and its records.
TRAINER = f"{DOWNLOADS}trainer.html"
TRAINER_SCHEMA = f"{DOWNLOADS}trainer.schema.json"
# Its views, which the page's script shows; it goes to the questions by their ids.
TRAINER_VIEWS = ("practice", "exam", "paths", "progress", "record")

# Where the handbook's own scripts and styles stand, and the files in which the site ships them.
OWN_ASSETS = "assets/handbook/"
READING_FILE = "assets/handbook/reading.js"  # loaded by itself, before anything is painted
SCRIPT_FILE = "assets/handbook/scripts.js"
STYLE_FILE = "assets/handbook/styles.css"

ADDED = frozenset(
    {
        CODE_PAGE,
        CHANGES_PAGE,
        SENTENCES_PAGE,
        ENTRIES_PAGE,
        ALPHABETICAL_PAGE,
        MAP_PAGE,
        COVERAGE_PAGE,
        CATALOG_FILE,
        SCHEMA_FILE,
        SEARCH_FILE,
        CHECKLISTS_WORKBOOK,
        CHECKLISTS_DOCUMENT,
        WORKING_CHECKLIST,
        WORKING_SCHEMA,
        TRAINER,
        TRAINER_SCHEMA,
    }
)


def quoted(url: str) -> str:
    """An address in the site, relative to its root, as a link in another file holds it."""
    path, _, anchor = url.partition("#")
    return f"{quote(path, safe='/')}#{anchor}"


def built_address(uri: str) -> str:
    """The address of the page ``uri`` in the site, relative to its root."""
    return uri.removesuffix(".md") + ".html"


def link_target(link: Link, page_uri: str) -> tuple[str, str]:
    """The file under ``docs/`` that a relative link on a page leads to, and the anchor in it.

    Raw HTML names built pages: the file is then the page that they are built from.
    """
    parts = urlsplit(link.address)
    target = page_uri
    if parts.path:
        folder = posixpath.dirname(page_uri)
        target = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    if link.is_html and target.endswith(".html"):
        target = target.removesuffix(".html") + ".md"
    return target, unquote(parts.fragment)
