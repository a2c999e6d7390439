"""What is on a page, at its top: each part with the number of its entries, as links.

On a telephone there is no table of contents beside the text, and a page may be twenty screens long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Protocol

from handbook.catalog import Catalog

TITLE = "本页要点"

# Fewer parts are seen without a list; more would no longer fit on a screen.
_FEWEST, _MOST = 3, 24
_FIRST_PART = re.compile(r'<(?:h2|article)\b|<div class="hb-unit\b')


class Anchor(Protocol):
    """A heading in the table of contents, as MkDocs gives it."""

    @property
    def title(self) -> str:
        """What it says, as HTML."""

    @property
    def id(self) -> str:
        """Its anchor."""

    @property
    def children(self) -> Sequence[Anchor]:
        """The headings below it."""


def with_outline(html: str, toc: Iterable[Anchor], catalog: Catalog) -> str:
    """``html`` with the outline before its first part, if it has enough parts."""
    parts = [part for top in toc for part in top.children]
    place = _FIRST_PART.search(html)
    if place is None or not _FEWEST <= len(parts) <= _MOST:
        return html
    rows = "".join(
        f'<li><a href="#{escape(part.id)}">{part.title}</a>{_counts(part, catalog)}</li>'
        for part in parts
    )
    outline = f'<nav class="hb-outline" aria-label="{TITLE}"><p>{TITLE}</p><ul>{rows}</ul></nav>\n'
    return html[: place.start()] + outline + html[place.start() :]


def _counts(part: Anchor, catalog: Catalog) -> str:
    """How many entries of each kind stand in the part."""
    counts: dict[str, int] = {}
    for child in part.children:
        entry = catalog.by_id.get(child.id)
        if entry and not entry.kind.verbatim:
            counts[entry.kind.label] = counts.get(entry.kind.label, 0) + 1
    words = "，".join(f"{label} {count}" for label, count in counts.items())
    return f" <small>{escape(words)}</small>" if words else ""
