"""What changed between two editions, entry by entry, as ``catalog.json`` holds them.

Whatever asks whether an entry is still the same asks here: the command and the page that show the
differences, and the pages that keep records of an older edition.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import Any

from handbook.catalog import Catalog
from handbook.exports import entry_records
from handbook.frozen import BrokenEditionError, FrozenEdition
from handbook.ledger import Published
from handbook.masks import named
from handbook.model import Position

# What the present content is called where editions are named by their ids.
NOW = "now"

_ID = re.compile(r"[A-Z]+\d+")
_BETWEEN = {"quote": "；", "source": "、"}


class RevisionError(Exception):
    """There are no such editions to compare; the message says what there is, in Chinese."""


class Field(Enum):
    """What is compared of an entry; the values are the names in published data."""

    KIND = "kind"
    TITLE = "title"
    TEXT = "text"
    REVISION = "revision"  # of a question: all its words, of which an edition holds only the stem
    QUOTE = "quote"
    SOURCE = "source"
    PAGE = "page"
    PARENT = "parent"
    STATUS = "status"


@dataclass(frozen=True)
class Said:
    """What an edition says of an entry; a field that the edition does not tell is not there."""

    id: str
    url: str
    values: Mapping[Field, str]

    @property
    def title(self) -> str:
        """The title, empty if the edition tells none."""
        return self.values.get(Field.TITLE, "")

    @property
    def text(self) -> str:
        """The text, empty if the edition tells none."""
        return self.values.get(Field.TEXT, "")

    @property
    def name(self) -> str:
        """The id and the title; of a sentence of the source, which has none besides, the id."""
        is_named = self.title and self.title != self.text
        return f"{self.id} {self.title}" if is_named else self.id

    @property
    def page(self) -> str:
        """The address of the page, empty if the edition does not tell it."""
        return self.values.get(Field.PAGE, "")


@dataclass(frozen=True)
class Contents:
    """The entries of an edition by id, in reading order; ``is_frozen``: it is no longer written."""

    id: str
    name: str
    entries: Mapping[str, Said]
    is_frozen: bool = True


@dataclass(frozen=True)
class Difference:
    """A field that two editions tell differently."""

    field: Field
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """An entry that both editions have, and what differs.

    It merely ``follows`` if all that differs is how other entries are called that it names.
    """

    before: Said
    after: Said
    differences: tuple[Difference, ...]
    follows: bool


@dataclass(frozen=True)
class Removed:
    """An entry that is gone: the id that took over, or why none did.

    ``after`` is the entry that took over, where that is new too: then the ``differences`` are told.
    """

    before: Said
    successor: str = ""
    reason: str = ""
    after: Said | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """All that differs; an entry that took over from one that is gone is not among the added."""

    old: Contents
    new: Contents
    added: tuple[Said, ...]
    changed: tuple[Changed, ...]
    removed: tuple[Removed, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True)
class PageRevisions:
    """What differs on one page; what is gone stands where it was."""

    page: str
    added: tuple[Said, ...]
    changed: tuple[Changed, ...]
    removed: tuple[Removed, ...]


def present_contents(catalog: Catalog) -> Contents:
    """What the handbook says now, with the masks of the source as in an edition."""
    edition = catalog.handbook.edition
    entries = _entries(entry_records(catalog.as_written))
    return Contents(edition.id, edition.name, entries, is_frozen=False)


def frozen_contents(edition: FrozenEdition) -> Contents:
    """What a frozen edition says. Raises :class:`BrokenEditionError` if that cannot be read."""
    content = edition.content
    return Contents(
        edition.id, str(content.get("edition", edition.id)), _entries(content["entries"])
    )


def known_editions(catalog: Catalog) -> tuple[Contents, ...]:
    """The frozen editions that can be read, the oldest first."""
    return tuple(_readable(catalog.editions))


def _readable(editions: Iterable[FrozenEdition]) -> Iterator[Contents]:
    for edition in editions:
        try:
            yield frozen_contents(edition)
        except BrokenEditionError:
            continue  # that is for a check to report


def edition_called(name: str, catalog: Catalog) -> Contents:
    """The edition with this id, or the present content; empty stands for the latest edition.

    Raises :class:`RevisionError` if there is none such, or if it cannot be read.
    """
    if name == NOW:
        return present_contents(catalog)
    frozen = {edition.id: edition for edition in catalog.editions}
    if not frozen:
        raise RevisionError("还没有定稿的版次，没有可以比较的：先用 make edition 定稿一个。")
    chosen = frozen.get(name) if name else catalog.editions[-1]
    if chosen:
        try:
            return frozen_contents(chosen)
        except BrokenEditionError as error:
            place = f"{chosen.path}:{error.line}"
            raise RevisionError(
                f"{place}: 版次文件读不懂：{error}。恢复成定稿时的样子。"
            ) from error
    known = f"有 {'、'.join(frozen)}，现在的内容写 {NOW}。"
    if name == catalog.handbook.edition.id:
        raise RevisionError(f"版次“{name}”还没有定稿：{known}")
    near = difflib.get_close_matches(name, [*frozen, NOW], n=1, cutoff=0.5)
    meant = f"最接近的是 {near[0]}。" if near else ""
    raise RevisionError(f"没有版次“{name}”：{known}{meant}")


def _entries(records: Iterable[Mapping[str, Any]]) -> dict[str, Said]:
    records = list(records)
    told = {name for record in records for name in record}
    return {record["id"]: _said(record, told) for record in records}


def _said(record: Mapping[str, Any], told: set[str]) -> Said:
    """The entry of a record; what records of this edition have, and this one has not, is empty."""
    url = record.get("url", "")
    given = {**record, Field.PAGE.value: url.partition("#")[0] if isinstance(url, str) else ""}
    names = told | ({Field.PAGE.value} if "url" in told else set())
    values = {
        field: _text(given.get(field.value, ""), _BETWEEN.get(field.value, ""))
        for field in Field
        if field.value in names
    }
    return Said(record["id"], url if isinstance(url, str) else "", values)


def _text(value: object, between: str) -> str:
    if isinstance(value, list):
        return between.join(map(str, value))
    return "" if value is None else str(value)


# --- comparing ----------------------------------------------------------------------------------


def compare(old: Contents, new: Contents, ledger: Mapping[str, Published]) -> Comparison:
    """What differs between two editions; the ledger says what took over from what is gone."""
    removed = tuple(_removed(old, new, ledger))
    successors = {one.before.id: one.successor for one in removed if one.successor}
    names = dict(_names(old, new, successors))
    both = [(said, new.entries[id]) for id, said in old.entries.items() if id in new.entries]
    taken = {one.after.id for one in removed if one.after}
    return Comparison(
        old,
        new,
        added=tuple(
            said for id, said in new.entries.items() if id not in old.entries and id not in taken
        ),
        changed=tuple(
            Changed(before, after, found, all(_follows(one, names) for one in found))
            for before, after in both
            if (found := differences(before, after))
        ),
        removed=removed,
    )


def differences(before: Said, after: Said) -> tuple[Difference, ...]:
    """The fields that both tell, and tell differently."""
    fields = [field for field in Field if field in before.values and field in after.values]
    found = [
        Difference(field, before.values[field], after.values[field])
        for field in fields
        if before.values[field] != after.values[field]
    ]
    text = next((one for one in found if one.field is Field.TEXT), None)
    if text:  # then a question is another, and a sentence of the source has no title besides
        twice = (Difference(Field.TITLE, text.before, text.after),)
        found = [one for one in found if one.field is not Field.REVISION and one not in twice]
    return tuple(found)


def is_reworded(before: Said, after: Said) -> bool:
    """Whether who read the entry then has read other words than it has now.

    Of questions their revisions say so: they are what the trainer compares.
    """
    revision = Field.REVISION
    if before.values.get(revision) and after.values.get(revision):
        return before.values[revision] != after.values[revision]
    words = (Field.TITLE, Field.TEXT)
    return any(one.field in words for one in differences(before, after))


def what_became(ids: Iterable[str], ledger: Mapping[str, Published]) -> dict[str, str]:
    """For ids that are gone the id that took over, or why none did, as far as the ledger says."""
    return {id: ledger[id].successor or ledger[id].reason for id in ids if id in ledger}


def _removed(old: Contents, new: Contents, ledger: Mapping[str, Published]) -> Iterator[Removed]:
    for id, before in old.entries.items():
        if id in new.entries:
            continue
        line = ledger.get(id)
        if line is None:
            yield Removed(before)
            continue
        successor = _successor(line, old, new, ledger)
        after = new.entries.get(successor) if successor not in old.entries else None
        found = differences(before, after) if after else ()
        yield Removed(before, successor, line.reason, after, found)


def _successor(
    line: Published, old: Contents, new: Contents, ledger: Mapping[str, Published]
) -> str:
    """The id that took over by the time of ``new``: since then that one may be gone as well."""
    if not line.successor or line.successor in new.entries:
        return line.successor
    then = [
        id
        for id in new.entries
        if id not in old.entries and id in ledger and ledger[id].successor == line.successor
    ]
    return then[0] if len(then) == 1 else line.successor


def _names(
    old: Contents, new: Contents, successors: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, Said]]]:
    """The entries that are called otherwise now, by their old ids: the old title, and the entry."""
    for id, before in old.entries.items():
        after = new.entries.get(successors.get(id, id))
        if after and (after.id, after.title) != (before.id, before.title):
            yield id, (before.title, after)


def _follows(difference: Difference, names: Mapping[str, tuple[str, Said]]) -> bool:
    """Whether the entries that are named are the same, and only called otherwise."""
    if difference.field not in (Field.TEXT, Field.SOURCE, Field.PARENT):
        return False
    return _renamed(difference.before, names) == difference.after


def _renamed(text: str, names: Mapping[str, tuple[str, Said]]) -> str:
    """The text with each entry that it names called as it is called now."""
    parts: list[str] = []
    end = 0
    for match in _ID.finditer(text):
        if match[0] not in names or match.start() < end:
            continue
        title, after = names[match[0]]
        shown = f" {title}" if text.startswith(f" {title}", match.end()) else ""
        parts += [text[end : match.start()], f"{after.id} {after.title}" if shown else after.id]
        end = match.end() + len(shown)
    return "".join([*parts, text[end:]])


# --- for readers --------------------------------------------------------------------------------


def with_names(said: Said, catalog: Catalog) -> Said:
    """What an edition says of an entry, in our own words with the names that readers get."""
    if not catalog.handbook.names or _is_source(said, catalog):
        return said
    values = {field: _named(field, value, catalog) for field, value in said.values.items()}
    return replace(said, values=values)


def comparison_with_names(comparison: Comparison, catalog: Catalog) -> Comparison:
    """A comparison as readers get it; that something differs was worked out without the names."""
    if not catalog.handbook.names:
        return comparison
    old, new = (_contents_with_names(one, catalog) for one in (comparison.old, comparison.new))
    return Comparison(
        old,
        new,
        added=tuple(new.entries[said.id] for said in comparison.added),
        changed=tuple(
            replace(
                one,
                before=old.entries[one.before.id],
                after=new.entries[one.after.id],
                differences=_differences_with_names(one.differences, one.after, catalog),
            )
            for one in comparison.changed
        ),
        removed=tuple(
            replace(
                one,
                before=old.entries[one.before.id],
                after=new.entries[one.after.id] if one.after else None,
                differences=_differences_with_names(one.differences, one.before, catalog),
            )
            for one in comparison.removed
        ),
    )


def _contents_with_names(contents: Contents, catalog: Catalog) -> Contents:
    entries = {id: with_names(said, catalog) for id, said in contents.entries.items()}
    return replace(contents, entries=entries)


def _differences_with_names(
    found: Iterable[Difference], said: Said, catalog: Catalog
) -> tuple[Difference, ...]:
    if _is_source(said, catalog):
        return tuple(found)
    return tuple(
        Difference(
            one.field,
            _named(one.field, one.before, catalog),
            _named(one.field, one.after, catalog),
        )
        for one in found
    )


def _is_source(said: Said, catalog: Catalog) -> bool:
    """Whether an entry's words are the source's own, as :mod:`handbook.masks` takes them."""
    kind = catalog.handbook.kinds.get(said.values.get(Field.KIND, ""))
    return kind is not None and (kind.verbatim or kind.position is Position.HEADING)


def _named(field: Field, text: str, catalog: Catalog) -> str:
    if field not in (Field.TITLE, Field.TEXT):
        return text
    return named(text, catalog.handbook.names, catalog.all_source_text)


# --- page by page -------------------------------------------------------------------------------


def by_page(comparison: Comparison) -> tuple[PageRevisions, ...]:
    """What differs, by page: the new edition's pages in their order, then those that are gone."""
    pages = [said.page for said in comparison.new.entries.values()]
    pages += [one.before.page for one in comparison.removed]
    found: dict[str, tuple[list[Said], list[Changed], list[Removed]]] = {
        page: ([], [], []) for page in pages
    }
    for said in comparison.added:
        found[said.page][0].append(said)
    for changed in comparison.changed:
        found[changed.after.page][1].append(changed)
    for removed in comparison.removed:
        found[removed.before.page][2].append(removed)
    return tuple(
        PageRevisions(page, tuple(new), tuple(changed), tuple(gone))
        for page, (new, changed, gone) in found.items()
        if new or changed or gone
    )


def successive(catalog: Catalog) -> tuple[Comparison, ...]:
    """Each edition beside the one before it, the oldest first; at last the present content.

    The present content is left out where it is what the last edition says.
    """
    editions = known_editions(catalog)
    if not editions:
        return ()
    lines = catalog.ledger.lines
    found = [compare(old, new, lines) for old, new in pairwise(editions)]
    present = compare(editions[-1], present_contents(catalog), lines)
    return (*found, present) if not present.is_empty else tuple(found)
