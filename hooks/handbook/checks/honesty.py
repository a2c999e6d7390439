"""Honesty: a wording may be called official only with the instrument that issued it."""

from __future__ import annotations

from collections.abc import Iterator

from handbook import codes
from handbook.catalog import Catalog
from handbook.model import Diagnostic

OFFICIAL = "official"
OFFICIAL_KEYS = ("issued-by", "document-number", "date")


def statuses(catalog: Catalog) -> Iterator[Diagnostic]:
    """Pages of a set without a declared status, and official ones without their instrument."""
    known = catalog.handbook.statuses
    for page in catalog.pages:
        option = page.front_matter.get("status")
        if option is None:
            continue  # where a set's page lacks it, the checks of sets say so
        status, place = catalog.status_of_page(page), option.place
        if status not in known:
            message = f"没有“{status}”这种地位" if status else "status 是空的"
            yield codes.UNKNOWN_STATUS.at(place, message, f"可用的：{'、'.join(known)}。")
        if status == OFFICIAL:
            missing = [
                key
                for key in OFFICIAL_KEYS
                if key not in page.front_matter or not page.front_matter[key].values
            ]
            if missing:
                message = f"写了 status: {OFFICIAL}，却缺少 {'、'.join(missing)}"
                yield codes.NO_INSTRUMENT.at(place, message)


CHECKS = (statuses,)
