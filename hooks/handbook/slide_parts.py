"""What slides are made of: parts of the handbook, in sections, and in those the entries by kind.

A part is a page entry with its headings, a numbered set, or what else there is of a kind. Of kinds
that are explained (the terms) only the entries that list members are shown unasked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from handbook.catalog import Catalog, Entry
from handbook.model import Kind, OptionType, Place, Position, SetSpec, Word
from handbook.office.checklists import group_of
from handbook.selecting import ids_under, selected
from handbook.structure import Row, Tree, trees
from handbook.vocabulary import MEMBERS


class SlidesError(Exception):
    """No slides can be made of what was asked for; the message says why, and what to do."""


@dataclass(frozen=True)
class Group:
    """Entries of one kind that are shown together, under a label."""

    label: str
    kind: Kind
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Section:
    """What stands under a heading, or, without one, what stands under none."""

    heading: Entry | None
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Part:
    """A part of the lecture: a page entry (``root``), a set (``spec``), or the rest of a kind."""

    title: str
    sections: tuple[Section, ...]
    root: Entry | None = None
    spec: SetSpec | None = None
    kind: Kind | None = None

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of all sections."""
        return tuple(group for section in self.sections for group in section.groups)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that is shown of the part, what stands above before what stands below."""
        found = [self.root] if self.root else []
        for section in self.sections:
            found += [section.heading] if section.heading else []
            found += [entry for group in section.groups for entry in group.entries]
        return tuple(found)


@dataclass(frozen=True)
class Chosen:
    """What was asked for: for each id the place of the topic that chose it; the ids named."""

    order: Mapping[str, int]
    named: frozenset[str]

    def has(self, entry: Entry) -> bool:
        """Whether the entry was chosen, by its own name or another's."""
        return entry.id in self.order


def parts_of(catalog: Catalog, topics: Iterable[str] = ()) -> tuple[Part, ...]:
    """The parts, in the handbook's order; with topics those chosen, in the order of the topics.

    A topic is the id of an entry (with all that stands under it), of a set, or the name of a kind.
    Raises :class:`SlidesError` if a topic is none of these, or nothing can be shown.
    """
    topics = tuple(topics)
    chosen = _chosen(topics, catalog) if topics else None
    found = tuple(_parts(catalog, chosen))
    if not found:
        raise SlidesError(
            "没有可以做成幻灯的条目：手册里要有整页的条目、成套的条目或者别的条目块。"
        )
    if chosen is None:
        return found

    def place(part: Part) -> int:
        return min(chosen.order[e.id] for e in part.entries if chosen.has(e))

    return tuple(sorted(found, key=place))


def _chosen(topics: Iterable[str], catalog: Catalog) -> Chosen:
    order: dict[str, int] = {}
    named: set[str] = set()
    for number, topic in enumerate(topics):
        entries = selected([Word(topic, Place("TOPICS", 1))], catalog)
        if not entries:
            raise SlidesError(_unknown(topic, catalog))
        if all(entry.kind.verbatim for entry in entries):
            raise SlidesError(
                f"TOPICS 里的“{topic}”是原文本身，幻灯不单放原文："
                "写据它做成的条目的编号，它的原话在那一张的备注里。"
            )
        named |= {entry.id for entry in entries if entry.id == topic}
        below = ids_under(entries, catalog)
        for entry in catalog.entries:
            if entry.id in below:
                order.setdefault(entry.id, number)
    return Chosen(order, frozenset(named))


def _unknown(topic: str, catalog: Catalog) -> str:
    """What is wrong with a topic that names nothing, with names that would do."""
    own = [entry for entry in catalog.entries if not entry.kind.verbatim]
    pages = [entry for entry in own if entry.kind.position is Position.PAGE]
    first = next((entry.id for entry in (*pages, *own)), "")
    kind = next((k.name for k in catalog.handbook.kinds.values() if _is_shown(k)), "")
    names = ",".join(filter(None, [first, *list(catalog.handbook.sets)[:1], kind]))
    return (
        f"TOPICS 里的“{topic}”不是条目的编号，不是一套的编号，也不是有条目的种类的名称。"
        f"改成手册里有的，例如 TOPICS={names}；不写 TOPICS 就是全部。"
    )


def _parts(catalog: Catalog, chosen: Chosen | None) -> Iterator[Part]:
    def wanted(entry: Entry) -> bool:
        return chosen is None or chosen.has(entry)

    seen: set[str] = set()
    for tree in trees(catalog):
        seen |= {entry.id for entry in _own(tree)}
        sections = tuple(_sections(tree, wanted))
        if sections or wanted(tree.root):
            yield Part(tree.root.title, sections, root=tree.root)
    for kind in filter(_is_shown, catalog.handbook.kinds.values()):
        for spec in catalog.handbook.sets.values():
            members = [e for e in catalog.members(spec) if e.id not in seen]
            if spec.kind == kind.name and members:
                seen |= {entry.id for entry in members}
                shown = tuple(filter(wanted, members))
                if shown:
                    sections = (Section(None, (Group(kind.label, kind, shown),)),)
                    yield Part(spec.title, sections, spec=spec)
        rest = [
            entry
            for entry in catalog.entries
            if entry.kind.name == kind.name
            and entry.id not in seen
            and wanted(entry)
            and (not kind.explained or entry.values(MEMBERS) or _is_named(entry, chosen))
        ]
        if rest:
            pages = list(dict.fromkeys(entry.page.title for entry in rest))
            title = pages[0] if len(pages) == 1 else kind.label
            yield Part(title, (Section(None, tuple(_groups(kind, rest, catalog))),), kind=kind)


def _is_shown(kind: Kind) -> bool:
    return kind.position is Position.BLOCK and not kind.verbatim and not kind.is_question


def _is_named(entry: Entry, chosen: Chosen | None) -> bool:
    return chosen is not None and entry.id in chosen.named


def _own(tree: Tree) -> Iterator[Entry]:
    """What is written in a tree, whatever hangs on it from elsewhere."""
    for rows in (tree.rows, *(branch.rows for branch in tree.branches)):
        for row in rows:
            if not row.is_related:
                yield from row.entries


def _sections(tree: Tree, wanted: Callable[[Entry], bool]) -> Iterator[Section]:
    above = _row_groups(tree.rows, wanted)
    if above:
        yield Section(None, above)
    for branch in tree.branches:
        groups = _row_groups(branch.rows, wanted)
        if groups or wanted(branch.entry):
            yield Section(branch.entry, groups)


def _row_groups(rows: Iterable[Row], wanted: Callable[[Entry], bool]) -> tuple[Group, ...]:
    found = []
    for row in rows:
        entries = tuple(filter(wanted, row.entries))
        if entries and not row.is_related:
            found.append(Group(row.kind.label, row.kind, entries))
    return tuple(found)


def _groups(kind: Kind, entries: Iterable[Entry], catalog: Catalog) -> Iterator[Group]:
    """The entries by what every one of them has to choose; else by the headings of their pages."""
    required = (OptionType.CHOICE, OptionType.CHOICES)
    spec = next(
        (s for s in kind.options.values() if s.required and s.label and s.type in required), None
    )
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if spec:
            label = f"{spec.label}：{'、'.join(value.text for value in entry.values(spec.name))}"
        else:
            label = group_of(entry, catalog).name
        found.setdefault(label or kind.label, []).append(entry)
    for label, group in found.items():
        yield Group(label, kind, tuple(group))
