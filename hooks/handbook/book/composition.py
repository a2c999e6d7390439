"""The book as one HTML document with the styles of paper: cover, contents, chapters, indexes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from handbook.book.chapters import chapters
from handbook.catalog import Catalog

TEMPLATES = Path(__file__).resolve().parent.parent.parent.parent / "overrides"
TEMPLATE = "book.html"


@dataclass(frozen=True)
class IdList:
    """The ids of a kind, in the order of the catalog."""

    label: str
    ids: tuple[str, ...]


def book_html(site: Path, catalog: Catalog, date: int) -> str:
    """The document, from the built ``site``; ``date`` in seconds since 1970 is its date.

    Raises :class:`handbook.site_parts.SiteError` if the site is not as expected.
    """
    handbook = catalog.handbook
    *parts, index = chapters(site, catalog)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(TEMPLATE).render(
        title=handbook.title,
        edition=handbook.edition,
        unit=handbook.issuing_unit,
        marking=handbook.marking,
        attribution=handbook.source.attribution,
        created=datetime.fromtimestamp(date, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        notices=[notice for _, _, notice in _notices(catalog)],
        reminder=_reminder(catalog),
        chapters=parts,
        lines=[line for chapter in parts for line in chapter.lines],
        id_lists=list(_id_lists(catalog)),
        index=index,
    )


def _id_lists(catalog: Catalog) -> Iterator[IdList]:
    for kind in catalog.handbook.kinds.values():
        ids = tuple(entry.id for entry in catalog.entries if entry.kind is kind)
        if ids:
            yield IdList(kind.label, ids)


def _reminder(catalog: Catalog) -> str:
    """What every page says of the sets whose wording is not the issued one."""
    labels = dict.fromkeys(label for _, label, _ in _notices(catalog))
    return "，".join(
        "".join(f"“{title}”" for title, own, _ in _notices(catalog) if own == label) + f"是{label}"
        for label in labels
    )


def _notices(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """Of each set with a notice its title, its standing, and the notice with its page's name."""
    for spec in catalog.handbook.sets.values():
        page = catalog.pages_by_uri.get(spec.page) if spec.page else None
        status = catalog.handbook.statuses.get(catalog.status_of_page(page)) if page else None
        if page and status and status.notice:
            text = f"“{page.title}”一页（{status.label}）的提示：{status.notice_for(spec)}"
            yield spec.title, status.label, text
