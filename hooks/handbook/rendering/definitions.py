"""Markdown link definitions for the references of a page, so that ``[ID]`` is an ordinary link."""

from __future__ import annotations

from handbook.catalog import Catalog
from handbook.model import Page
from handbook.rendering.cards import href


def link_definitions(page: Page, catalog: Catalog) -> str:
    """The lines that make every reference of ``page`` a link; empty if it makes none."""
    targets = dict.fromkeys(reference.target for reference in page.references)
    entries = [catalog.by_id[target] for target in targets]
    lines = [f'[{entry.id}]: {href(entry, page.uri)} "{entry.name}"' for entry in entries]
    return "\n\n" + "\n".join(lines) + "\n" if lines else ""
