"""Ids: each once, of the right form, with the prefix of its kind or set."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook import codes
from handbook.catalog import Catalog, Entry
from handbook.model import Diagnostic, Place, Position, prefix_of
from handbook.questions import draft_questions

_FORM = re.compile(r"([A-Z]+)(\d+)")


def duplicates(catalog: Catalog) -> Iterator[Diagnostic]:
    """Two entries with one id; the message names the first place."""
    first: dict[str, Entry] = {}
    for entry in (*catalog.entries, *catalog.drafts):
        if entry.id in first:
            place = first[entry.id].place
            message = f"编号 {entry.id} 已用于 {place.path}:{place.line}"
            yield codes.DUPLICATE_ID.at(
                _id_place(entry),
                message,
                f"这一种类下一个没有用过的编号是 {next_free_id(catalog, entry)}。",
            )
        else:
            first[entry.id] = entry


def forms(catalog: Catalog) -> Iterator[Diagnostic]:
    """Ids that are not a prefix of their kind and its number of digits."""
    for entry in catalog.entries:
        kind = entry.kind
        match = _FORM.fullmatch(entry.id)
        if match is None or len(match[2]) != kind.digits:
            message = f"{kind.label}的编号“{entry.id}”格式不对"
            hint = (
                f"应为 {'或'.join(kind.prefixes)} 加 {kind.digits} 位数字，例如 {kind.example_id}。"
            )
            yield codes.MALFORMED_ID.at(_id_place(entry), message, hint)
        elif match[1] not in kind.prefixes:
            message = f"{kind.label}的编号 {entry.id} 不是以 {'或'.join(kind.prefixes)} 开头"
            yield codes.WRONG_PREFIX.at(_id_place(entry), message)
        else:
            yield from _prefix_of_set(catalog, entry, match[1])


def heading_ids(catalog: Catalog) -> Iterator[Diagnostic]:
    """A heading whose id belongs to a kind that is written as a block or a page."""
    for page in catalog.pages:
        for heading in page.headings:
            match = re.fullmatch(r"([A-Za-z]+)\d+", heading.id)
            kind = catalog.handbook.kind_of_prefix(match[1]) if match else None
            if kind is None:
                continue
            if kind.position is not Position.HEADING:
                message = f"标题的编号 {heading.id} 属于{kind.label}，那不是写在标题上的"
                yield codes.WRONG_PREFIX.at(heading.place, message)


def published(catalog: Catalog) -> Iterator[Diagnostic]:
    """Published ids that are gone, retired ones that are used again, and faults of the ledger.

    A question that is being written anew is not gone: no page leads to it.
    """
    yield from catalog.ledger.diagnostics
    if any(fault.code == codes.UNREADABLE.number for p in catalog.pages for fault in p.diagnostics):
        return  # what seems gone may stand in a page that could not be read
    drafts = {entry.id for entry in draft_questions(catalog)}
    for line in catalog.ledger.lines.values():
        exists = line.id in catalog.by_id or line.id in catalog.broken_ids | drafts
        if not line.replaced_by and not exists:
            yield codes.PUBLISHED_ID_GONE.at(line.place, f"发布过的编号 {line.id} 不见了")
        elif line.replaced_by and line.id in catalog.by_id:
            place = catalog.by_id[line.id].place
            yield codes.RETIRED_ID_USED.at(place, f"编号 {line.id} 已停用，又用上了")
        elif line.successor and line.successor not in catalog.by_id:
            yield codes.BAD_LEDGER.at(line.place, f"代替 {line.id} 的 {line.successor} 不存在")


CHECKS = (duplicates, forms, heading_ids, published)


def next_free_id(catalog: Catalog, entry: Entry) -> str:
    """The id after the highest one that begins like ``entry``'s, published ones included."""
    prefix = prefix_of(entry.id)
    used = [*(other.id for other in (*catalog.entries, *catalog.drafts)), *catalog.ledger.lines]
    numbers = [
        int(id[len(prefix) :])
        for id in used
        if id.startswith(prefix) and id[len(prefix) :].isdecimal()
    ]
    return f"{prefix}{max(numbers, default=0) + 1:0{entry.kind.digits}d}"


def _prefix_of_set(catalog: Catalog, entry: Entry, prefix: str) -> Iterator[Diagnostic]:
    """A set whose name is a prefix of the kind takes only entries with that prefix."""
    spec = catalog.set_of_page(entry.page)
    if (
        spec
        and spec.kind == entry.kind.name
        and spec.id in entry.kind.prefixes
        and prefix != spec.id
    ):
        message = f"“{spec.title}”的条目 {entry.id} 不是以 {spec.id} 开头"
        yield codes.WRONG_PREFIX.at(_id_place(entry), message)


def _id_place(entry: Entry) -> Place:
    option = entry.options.get("id")
    return option.values[0].place if option and option.values else entry.place
