"""Numbered sets: as many members as the name says, numbered without a gap."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from handbook import codes
from handbook.catalog import Catalog
from handbook.model import Diagnostic, Handbook, Place, SetSpec, prefix_of
from handbook.numerals import value
from handbook.vocabulary import MEMBERS

_NUMERAL = r"(?P<number>[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|\d+)"
# What a numeral counts by, in the name of any numbered set.
_MEASURES = ("个", "项", "种", "条", "大")


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
        elif spec.page is None:
            message = f"“{spec.title}”不是写在一页上的一套"
            yield codes.WRONG_PLACE.at(option.values[0].place, message, "删去页首的 set。")
        elif spec.page != page.uri:
            message = f"“{spec.title}”在 handbook.yml 里登记的页面是 docs/{spec.page}"
            yield codes.WRONG_PLACE.at(option.values[0].place, message)


def declared_pages(catalog: Catalog) -> Iterator[Diagnostic]:
    """Pages of declared sets that do not say so, and so would carry no notice of their standing."""
    for spec in catalog.handbook.sets.values():
        page = catalog.pages_by_uri.get(spec.page) if spec.page else None
        if page is None:
            continue
        option = page.front_matter.get("set")
        if option is None or not option.values:
            place = option.place if option else Place(page.path, 1)
            message = f"这一页是“{spec.title}”，页首没有写 set: {spec.id}"
            yield codes.MISSING_OPTION.at(place, message, f"在页首写上 set: {spec.id}。")
        if "status" not in page.front_matter:
            message = f"“{spec.title}”的页首没有写 status"
            known = "、".join(catalog.handbook.statuses)
            yield codes.UNKNOWN_STATUS.at(Place(page.path, 1), message, f"可用的：{known}。")


def strays(catalog: Catalog) -> Iterator[Diagnostic]:
    """Entries with the prefix of a set that stand on another page than the set's."""
    for entry in catalog.entries:
        spec = catalog.handbook.sets.get(prefix_of(entry.id))
        if spec and spec.page and spec.kind == entry.kind.name and entry.page.uri != spec.page:
            message = f"{entry.id} 属于“{spec.title}”，应写在 docs/{spec.page}"
            yield codes.WRONG_PLACE.at(entry.place, message)


def members(catalog: Catalog) -> Iterator[Diagnostic]:
    """Terms whose ``members`` are more or fewer than the numeral in their title says."""
    count_in = counter(catalog.handbook)
    for entry in catalog.entries:
        listed = entry.values(MEMBERS)
        declared = count_in(entry.title) if listed else 0
        if listed and declared and len(listed) != declared:
            message = f"“{entry.title}”应有 {declared} 项，members 里有 {len(listed)} 项"
            yield codes.WRONG_MEMBERS.at(entry.options[MEMBERS].place, message)


CHECKS = (counts, numbering, pages, declared_pages, strays, members)


def counter(handbook: Handbook) -> Callable[[str], int]:
    """How many members a title such as 三个环节 or 一个目标、四项措施 announces.

    A title that has no numeral with a measure word at the start of each part announces none (0).
    What follows the numeral in the title of a declared set counts as such a word: where 六必查 is
    one, 七必查 announces seven.
    """
    measures = {*_MEASURES, *_measures_of(handbook)}
    counted = re.compile(f"{_NUMERAL}(?:{'|'.join(map(re.escape, sorted(measures)))})")

    def count_in(title: str) -> int:
        parts = [counted.match(part) for part in title.split("、")]
        if not all(parts):
            return 0
        return sum(value(part["number"]) or 0 for part in parts if part)

    return count_in


def _measures_of(handbook: Handbook) -> Iterator[str]:
    for spec in handbook.sets.values():
        match = re.match(_NUMERAL, spec.title)
        if match and value(match["number"]) == spec.count and match.end() < len(spec.title):
            yield spec.title[match.end() :]


def _place_of(catalog: Catalog, spec: SetSpec) -> Place:
    """Where a set's count is to be mended: its page, or its declaration if there is no page."""
    parent = catalog.by_id.get(spec.within) if spec.within else None
    if parent:
        return parent.place
    page = catalog.pages_by_uri.get(spec.page) if spec.page else None
    return Place(page.path, 1) if page else spec.place
