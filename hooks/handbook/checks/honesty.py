"""Honesty: a wording may be called official only with the instrument that issued it."""

from __future__ import annotations

from collections.abc import Iterator

from handbook import codes
from handbook.catalog import Catalog, Entry
from handbook.checks.blocks import is_date
from handbook.model import Diagnostic
from handbook.vocabulary import BASIS, MEMBERS, OFFICIAL, OFFICIAL_KEYS, SOURCE


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
            issued = page.front_matter.get("date")
            if issued and issued.values and not is_date(issued.values[0].text):
                message = f"印发日期“{issued.values[0].text}”不是日期"
                hint = "写成 2024-01-31 的形式。"
                yield codes.WRONG_VALUE.at(issued.values[0].place, message, hint)
            if missing:
                message = f"写了 status: {OFFICIAL}，却缺少 {'、'.join(missing)}"
                yield codes.NO_INSTRUMENT.at(place, message)


def provenance(catalog: Catalog) -> Iterator[Diagnostic]:
    """What the source does not say, and for which no instrument and no mark of doubt is given.

    The instrument of issued clauses stands in the front matter of their page.
    """
    marks, source = catalog.handbook.unsourced_marks, catalog.all_source_text
    for entry in catalog.entries if marks else ():
        if BASIS not in entry.kind.options or _has_basis(entry) or catalog.is_issued(entry.page):
            continue
        claims = [v.text for v in entry.values(MEMBERS) if v.text not in source]
        spec = entry.kind.options.get(SOURCE)
        claims += [entry.title] if not entry.sources and not (spec and spec.required) else []
        if claims and not any(mark in entry.body for mark in marks):
            first = f"“{claims[0]}”{f'等 {len(claims)} 项' if len(claims) > 1 else ''}"
            message = f"{entry.id} 的{first}不是原文的话，也没有写明出处"
            yield codes.NO_PROVENANCE.at(entry.place, message)


def _has_basis(entry: Entry) -> bool:
    option = entry.options.get(BASIS)
    return option is not None and bool(option.fields)


CHECKS = (statuses, provenance)
