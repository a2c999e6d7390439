"""The handbook's structure as trees: page entries, their headings, and what hangs on each.

On an entry hangs what is written under it and, from elsewhere, what it refers to, what refers to it
and what is made from the same unit of the source. Everything comes from the catalog.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handbook.catalog import Catalog, Entry
from handbook.model import Kind, Page, Position


@dataclass(frozen=True)
class Row:
    """Entries of one kind in reading order; ``is_related`` if they are written elsewhere."""

    kind: Kind
    entries: tuple[Entry, ...]
    is_related: bool = False


@dataclass(frozen=True)
class Branch:
    """An entry that is a heading, and what hangs on it: its own entries, then related ones."""

    entry: Entry
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Tree:
    """An entry that is a whole page, its headings, and what hangs on none of them but on itself."""

    root: Entry
    rows: tuple[Row, ...]
    branches: tuple[Branch, ...]

    @property
    def entries(self) -> Iterator[Entry]:
        """Every entry of the tree, as often as it hangs somewhere."""
        yield self.root
        yield from _entries_of(self.rows)
        for branch in self.branches:
            yield branch.entry
            yield from _entries_of(branch.rows)

    @property
    def own_counts(self) -> tuple[tuple[Kind, int], ...]:
        """How many entries of each kind are written under the root, headings first."""
        found: dict[str, tuple[Kind, int]] = {}
        headings = [Row(branch.entry.kind, (branch.entry,)) for branch in self.branches]
        below = [row for branch in self.branches for row in branch.rows]
        for row in (*headings, *self.rows, *below):
            if not row.is_related:
                known = found.get(row.kind.name, (row.kind, 0))[1]
                found[row.kind.name] = (row.kind, known + len(row.entries))
        return tuple(found.values())


@dataclass(frozen=True)
class PageRows:
    """A page and those of its entries that a list of them shows, kind by kind."""

    page: Page
    rows: tuple[Row, ...]


def trees(catalog: Catalog) -> tuple[Tree, ...]:
    """The tree of each page entry, in reading order."""
    finder = _Finder(catalog)
    return tuple(
        finder.tree(entry) for entry in catalog.entries if entry.kind.position is Position.PAGE
    )


def apart(catalog: Catalog, drawn: Iterable[Tree]) -> tuple[PageRows, ...]:
    """The entries that stand in none of the trees, by page; units of the source are left out."""
    shown = {entry.id for tree in drawn for entry in tree.entries}
    by_page: dict[str, list[Entry]] = {}
    for entry in catalog.entries:
        if entry.id not in shown and not entry.kind.verbatim:
            by_page.setdefault(entry.page.uri, []).append(entry)
    order = {value.text: number for number, value in enumerate(catalog.site.navigation)}
    uris = sorted(by_page, key=lambda uri: order.get(uri, len(order)))
    finder = _Finder(catalog)
    return tuple(
        PageRows(catalog.pages_by_uri[uri], finder.rows(by_page[uri], is_related=False))
        for uri in uris
    )


class _Finder:
    """What the trees of one catalog share: who stands under whom, and the order of all entries."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._order = {entry.id: number for number, entry in enumerate(catalog.entries)}
        self._children: dict[str, list[Entry]] = {}
        for entry in catalog.entries:
            if entry.parent:
                self._children.setdefault(entry.parent, []).append(entry)

    def tree(self, root: Entry) -> Tree:
        below = self._children.get(root.id, [])
        headings = [entry for entry in below if entry.kind.position is Position.HEADING]
        branches = tuple(self._branch(heading) for heading in headings)
        drawn = {entry.id for branch in branches for entry in _entries_of(branch.rows)}
        blocks = [entry for entry in below if entry.kind.position is Position.BLOCK]
        related = [entry for entry in self._related([root, *blocks]) if entry.id not in drawn]
        return Tree(root, self._all_rows(blocks, related), branches)

    def rows(self, entries: Iterable[Entry], *, is_related: bool) -> tuple[Row, ...]:
        """The entries by kind, in the order in which the kinds are declared."""
        by_kind: dict[str, list[Entry]] = {name: [] for name in self._catalog.handbook.kinds}
        for entry in sorted(entries, key=lambda entry: self._order[entry.id]):
            by_kind[entry.kind.name].append(entry)
        return tuple(
            Row(found[0].kind, tuple(found), is_related) for found in by_kind.values() if found
        )

    def _branch(self, heading: Entry) -> Branch:
        own = self._children.get(heading.id, [])
        return Branch(heading, self._all_rows(own, self._related([heading, *own])))

    def _all_rows(self, own: Iterable[Entry], related: Iterable[Entry]) -> tuple[Row, ...]:
        return (*self.rows(own, is_related=False), *self.rows(related, is_related=True))

    def _related(self, entries: Iterable[Entry]) -> list[Entry]:
        """What hangs on ``entries`` from elsewhere: no unit of the source, no part of a tree."""
        catalog = self._catalog
        ids: dict[str, None] = {}
        for entry in entries:
            ids.update(dict.fromkeys(catalog.references_of(entry)))
            ids.update(dict.fromkeys(catalog.backlinks.get(entry.id, ())))
            for source in entry.sources:
                ids.update((other.id, None) for other in catalog.citing.get(source.text, ()))
        found = [catalog.by_id[id] for id in ids if id in catalog.by_id]
        return [entry for entry in found if not entry.kind.verbatim and not self._in_a_tree(entry)]

    def _in_a_tree(self, entry: Entry) -> bool:
        """Whether the entry is a page, or stands under one that is."""
        parent = self._catalog.by_id.get(entry.parent) if entry.parent else None
        return entry.kind.position is Position.PAGE or (
            parent is not None and self._in_a_tree(parent)
        )


def _entries_of(rows: Iterable[Row]) -> Iterator[Entry]:
    for row in rows:
        yield from row.entries
