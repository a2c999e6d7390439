"""A tree of the handbook as a picture: SVG whose every node is a link.

Lengths are units of the picture, :data:`WIDTH` of them across. A page of 320 px leaves it 288 px:
there a unit is 0.8 px, so that no text is below 11 px and no node lower than 24 px. Colours, fonts
and the shape of lines are for the style sheet to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from math import ceil
from typing import NamedTuple

from handbook.catalog import Entry
from handbook.line_breaks import LETTER, wrapped
from handbook.rendering.cards import built_href
from handbook.structure import Row, Tree

WIDTH = 360

# The trunk, the boxes of headings, the trunk below a box, what stands at its side, and the column
# in which titles and nodes begin.
_TRUNK = 7
_BOX = 16
_LOWER_TRUNK = 23
_SIDE = 30
_COLUMN = 90

_NODE_HEIGHT = 31
_BASE = 20  # of the text in a node
_GAP = 4
_LINE = 20
_BOX_PADDING = 8
_BETWEEN_ROWS = 9
_BETWEEN_BRANCHES = 16

# The sizes of texts, and how wide a kind's mark is with what parts it from the id.
_TEXT = 14
_TITLE = 15
_MARK = 20
_SIDE_CHARACTERS = 4  # of a kind's label on one line


class _Grid(NamedTuple):
    """How nodes stand in a row: so many beside each other, each so wide."""

    columns: int
    node: int


def tree_svg(tree: Tree, page_uri: str, label_id: str, most: int) -> str:
    """The picture of what hangs on the tree's root; the element ``label_id`` names it.

    A row shows ``most`` nodes; a link to the entry on which the row hangs stands for the rest.
    """
    drawing = _Drawing(page_uri, _grid(tree), most)
    parts = [drawing.rows(tree.rows, tree.root, 0, _TRUNK)]
    trunk = []
    y = drawing.rows_height(tree.rows) + _BETWEEN_BRANCHES if tree.rows else _BETWEEN_ROWS
    start = 0
    for branch in tree.branches:
        height = _box_height(branch.entry)
        middle = y + height // 2
        trunk.append(f"M{_TRUNK} {start}V{middle}H{_BOX}")
        start = middle
        parts.append(drawing.box(branch.entry, y))
        parts.append(drawing.rows(branch.rows, branch.entry, y + height, _LOWER_TRUNK))
        y += height + drawing.rows_height(branch.rows) + _BETWEEN_BRANCHES
    line = f'<path d="{"".join(trunk)}"/>' if trunk else ""
    return (
        f'<svg viewBox="0 0 {WIDTH} {y - _BETWEEN_BRANCHES + 2}" role="group" '
        f'aria-labelledby="{label_id}">{line}{"".join(parts)}</svg>'
    )


def _grid(tree: Tree) -> _Grid:
    """Nodes of one width for the whole tree, wide enough for the mark and the longest id."""
    longest = max(len(entry.id) for entry in tree.entries)
    needed = ceil(_MARK + longest * _TEXT * LETTER)
    room = WIDTH - _COLUMN
    columns = max((room + _GAP) // (needed + _GAP), 1)
    return _Grid(columns, (room + _GAP) // columns - _GAP)


@dataclass(frozen=True)
class _Drawing:
    """What all parts of one picture share.

    Every row has its own origin, at its first node: so rows say the same again and again, and a
    page with hundreds of nodes is small when it is packed.
    """

    page_uri: str
    grid: _Grid
    most: int

    def box(self, entry: Entry, y: int) -> str:
        """A heading with id and title, at ``y``."""
        width, height = WIDTH - _BOX - 1, _box_height(entry)
        lines = _lines(_title_lines(entry), _COLUMN - _BOX, _BOX_PADDING + 15)
        return (
            f'<g class="hb-map__box hb-kind-{entry.kind.name}">{self._link(entry, _BOX, y)}'
            f'<rect width="{width}" height="{height}" rx="4"/>'
            f'<text x="9" y="{_BOX_PADDING + 15}">{_marked_id(entry)}</text>{lines}</a></g>'
        )

    def rows(self, rows: Iterable[Row], on: Entry, y: int, trunk: int) -> str:
        """What hangs on ``on``, whose box ends at ``y``, joined by a line at ``trunk``."""
        parts = []
        start = y
        for row in rows:
            y += _BETWEEN_ROWS
            parts.append(self._row(row, on, y, start - y, trunk))
            start = y + _NODE_HEIGHT // 2
            y += self._row_height(row)
        return "".join(parts)

    def _row(self, row: Row, on: Entry, y: int, line_from: int, trunk: int) -> str:
        related = " hb-map__related" if row.is_related else ""
        label = _lines(_side_lines(row.kind.label), _SIDE - _COLUMN, _BASE, ' aria-hidden="true"')
        line = f"M{trunk - _COLUMN} {line_from}V{_NODE_HEIGHT // 2}H{_SIDE - _COLUMN - 3}"
        return (
            f'<g transform="translate({_COLUMN} {y})" role="group" '
            f'aria-label="{escape(row_name(row))}" '
            f'class="hb-map__row hb-kind-{row.kind.name}{related}">'
            f'<path d="{line}"/>{label}{"".join(self._nodes(row, on))}</g>'
        )

    def _nodes(self, row: Row, on: Entry) -> Iterator[str]:
        shape = f'<rect width="{self.grid.node}" height="{_NODE_HEIGHT}" rx="4"/>'
        text = f'{shape}<text x="{self.grid.node // 2}" y="{_BASE}">'
        shown = row.entries[: self.most]
        for number, entry in enumerate(shown):
            yield f"{self._link(entry, *self._cell(number))}{text}{_marked_id(entry)}</text></a>"
        rest = len(row.entries) - len(shown)
        if rest:
            name = f"：{more_words(rest)}"
            yield f"{self._link(on, *self._cell(len(shown)), name)}{text}+{rest}</text></a>"

    def _link(self, entry: Entry, x: int, y: int, more: str = "") -> str:
        """The start of a link at (x, y); its name is the entry's without the mark, and ``more``."""
        return (
            f'<a transform="translate({x} {y})" href="{built_href(entry, self.page_uri)}">'
            f"<title>{escape(entry.name)}{more}</title>"
        )

    def _cell(self, number: int) -> tuple[int, int]:
        line, column = divmod(number, self.grid.columns)
        return column * (self.grid.node + _GAP), line * (_NODE_HEIGHT + _GAP)

    def rows_height(self, rows: Iterable[Row]) -> int:
        """How much room the rows take below the box on which they hang."""
        return sum(_BETWEEN_ROWS + self._row_height(row) for row in rows)

    def _row_height(self, row: Row) -> int:
        lines = ceil(min(len(row.entries), self.most + 1) / self.grid.columns)
        at_the_side = _NODE_HEIGHT + (len(_side_lines(row.kind.label)) - 1) * _LINE
        return max(lines * (_NODE_HEIGHT + _GAP) - _GAP, at_the_side)


def row_name(row: Row) -> str:
    """What the row is called where its line cannot be seen to be broken."""
    return f"相关{row.kind.label}" if row.is_related else row.kind.label


def more_words(number: int) -> str:
    """What a link says that stands for entries which are not listed."""
    return f"还有 {number} 条"


def _marked_id(entry: Entry) -> str:
    return f"<tspan>{escape(entry.kind.mark)}</tspan> {entry.id}"


def _lines(lines: Iterable[str], x: int, y: int, attributes: str = "") -> str:
    return "".join(
        f'<text x="{x}" y="{y + number * _LINE}"{attributes}>{escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def _side_lines(label: str) -> list[str]:
    return wrapped(label, _SIDE_CHARACTERS) or [""]


def _box_height(entry: Entry) -> int:
    return len(_title_lines(entry)) * _LINE + 2 * _BOX_PADDING


def _title_lines(entry: Entry) -> list[str]:
    return wrapped(entry.title, (WIDTH - _COLUMN - 14) / _TITLE) or [""]
