"""The book as one HTML document with the styles of paper: cover, contents, chapters, indexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from handbook.book.chapters import chapters
from handbook.catalog import Catalog
from handbook.notices import SetNotice, editors_words, set_notices
from handbook.templates import template


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
    notices = list(set_notices(catalog))
    return template("book.html").render(
        title=handbook.title,
        edition=handbook.edition,
        unit=handbook.issuing_unit,
        marking=handbook.marking,
        own_words=editors_words(catalog),
        created=datetime.fromtimestamp(date, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        notices=[notice.text for notice in notices],
        reminder=_reminder(notices),
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


def _reminder(notices: Iterable[SetNotice]) -> str:
    """What every page says of the sets whose wording is not the issued one."""
    titles: dict[str, str] = {}
    for notice in notices:
        titles[notice.label] = titles.get(notice.label, "") + f"“{notice.spec.title}”"
    return "，".join(f"{names}是{label}" for label, names in titles.items())
