"""What must be said of the sets whose wording is not the issued one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.catalog import Catalog
from handbook.model import SetSpec


@dataclass(frozen=True)
class SetNotice:
    """A set with a notice: what its standing is called, and the notice with its page's name."""

    spec: SetSpec
    label: str
    text: str


def set_notices(catalog: Catalog) -> Iterator[SetNotice]:
    """The notices of all sets that have a page, in the order declared."""
    for spec in catalog.handbook.sets.values():
        page = catalog.pages_by_uri.get(spec.page) if spec.page else None
        status = catalog.handbook.statuses.get(catalog.status_of_page(page)) if page else None
        if page and status and status.notice:
            text = f"“{page.title}”一页（{status.label}）的提示：{status.notice_for(spec)}"
            yield SetNotice(spec, status.label, text)
