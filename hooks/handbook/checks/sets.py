"""Numbered sets: as many members as the name says, numbered without a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook import codes
from handbook.catalog import Catalog
from handbook.model import Diagnostic, Place, SetSpec


def counts(catalog: Catalog) -> Iterator[Diagnostic]:
    """Sets with more or fewer members than declared."""
    for spec in catalog.handbook.sets.values():
        members = catalog.members(spec)
        if len(members) != spec.count:
            message = f"“{spec.title}”应有 {spec.count} 条，现有 {len(members)} 条"
            yield codes.WRONG_COUNT.at(_place_of(catalog, spec), message)


def numbering(catalog: Catalog) -> Iterator[Diagnostic]:
    """Sets that own their prefix and whose members are not numbered 1, 2, 3 … in reading order."""
    for spec in catalog.handbook.sets.values():
        kind = catalog.handbook.kinds[spec.kind]
        if spec.id not in kind.prefixes:
            continue
        form = re.compile(rf"{spec.id}\d{{{kind.digits}}}")
        members = catalog.members(spec)
        ids = [member.id for member in members]
        if len(set(ids)) < len(ids) or not all(map(form.fullmatch, ids)):
            continue  # reported as a duplicate or an ill-formed id; the gap only follows from that
        for number, member in enumerate(members, start=1):
            expected = f"{spec.id}{number:0{kind.digits}d}"
            if member.id != expected:
                message = f"“{spec.title}”的第 {number} 条编号是 {member.id}，应是 {expected}"
                yield codes.NUMBERING.at(member.place, message)
                break


def pages(catalog: Catalog) -> Iterator[Diagnostic]:
    """A page that names a set which is not declared, or not for this page."""
    for page in catalog.pages:
        option = page.front_matter.get("set")
        if option is None or not option.values:
            continue
        spec = catalog.handbook.sets.get(option.values[0].text)
        if spec is None:
            known = "、".join(catalog.handbook.sets)
            message = f"没有“{option.values[0].text}”这一套"
            yield codes.WRONG_VALUE.at(option.values[0].place, message, f"可用的：{known}。")
        elif spec.page != page.uri:
            message = f"“{spec.title}”在 handbook.yml 里登记的页面是 docs/{spec.page}"
            yield codes.WRONG_PLACE.at(option.values[0].place, message)


CHECKS = (counts, numbering, pages)


def _place_of(catalog: Catalog, spec: SetSpec) -> Place:
    """Where a set's count is to be mended: its page, or its declaration if there is no page."""
    page = catalog.pages_by_uri.get(spec.page)
    if page is None:
        return spec.place
    parent = catalog.by_id.get(spec.within) if spec.within else None
    return parent.place if parent else Place(page.path, 1)
