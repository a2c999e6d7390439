"""Words that are explained where they occur: each leads to one entry."""

from __future__ import annotations

from collections.abc import Iterator

from handbook import codes
from handbook.catalog import Catalog
from handbook.glossary import Claim, claims
from handbook.model import Diagnostic


def taken(catalog: Catalog) -> Iterator[Diagnostic]:
    """A title or other name that an earlier entry has; parts of titles give way by themselves."""
    first: dict[str, Claim] = {}
    for claim in claims(catalog):
        owner = first.setdefault(claim.word, claim)
        if owner.entry is not claim.entry and not claim.is_part:
            place = owner.place
            message = (
                f"“{claim.word}”已经指 {owner.entry.id}（{place.path}:{place.line}），"
                f"不能又指 {claim.entry.id}"
            )
            yield codes.WORD_TAKEN.at(claim.place, message)


CHECKS = (taken,)
