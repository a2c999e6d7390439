"""A text cut into units: titles, salutations, headings and sentences.

Joined, with what stands between them, the units give the text back to the character. What a unit
is, is worked out from how official texts are written: how parts are numbered, where sentences end,
how a text begins. Texts that were copied have headings that run on into what follows them, without
a line break or even a stop; where such a heading ends is a guess.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handbook.importing.headings import heading_end
from handbook.importing.numbering import Mark, Series, mark_of, marks_within
from handbook.importing.openings import address_end, is_addressee, leading_titles, titles_end
from handbook.importing.sentences import sentence_ends
from handbook.model import ImportSpec
from handbook.vocabulary import HEADING_ROLE, SALUTATION_ROLE, SENTENCE_ROLE, TITLE_ROLE

_FIRST_LEVEL = 2  # the page's own title is the first
_DEEPEST_LEVEL = 6


@dataclass(frozen=True)
class Unit:
    """A unit's words, what stands between it and the next, and what it is.

    ``number`` is what the words begin with if they begin with a number, ``row`` the index of the
    line. ``level`` is that of a heading.
    """

    words: str
    join: str
    row: int
    role: str = SENTENCE_ROLE
    level: int = 0
    number: str = ""

    @property
    def text(self) -> str:
        """The words without the number."""
        return self.words[len(self.number) :]


@dataclass(frozen=True)
class _Piece:
    """A stretch of the text, not yet known to be a unit.

    ``heading_end`` is where in it a heading would end, 0 if it cannot be one; ``outline`` the level
    that the file gives to a paragraph.
    """

    start: int
    end: int
    row: int
    is_line: bool
    role: str = SENTENCE_ROLE
    mark: Mark | None = None
    outline: int = 0
    heading_end: int = 0
    level: int = 0

    @property
    def rank(self) -> int | None:
        """How wide the part is that begins here: smaller is wider; None if none begins."""
        if self.outline:
            return self.outline - 10
        return self.mark.form if self.mark else None


def cut(text: str, spec: ImportSpec, outline: Mapping[int, int] | None = None) -> tuple[Unit, ...]:
    """The units of a text; ``outline`` are the levels of lines that are headings in the file.

    A text without a word has none.
    """
    pieces = list(_pieces(text, spec, outline or {}))
    return tuple(_units(text, _with_headings(text, spec, pieces)))


def joined(units: Sequence[Unit]) -> str:
    """The text that the units give."""
    return "".join(unit.words + unit.join for unit in units)


# --- the pieces: lines, sentences, parts that begin within a line ---------------------------------


def _pieces(text: str, spec: ImportSpec, outline: Mapping[int, int]) -> Iterator[_Piece]:
    lines = text.split("\n")
    titles = leading_titles(lines, spec, outline)
    series = Series()
    is_opening = True  # nothing but titles so far
    start = 0
    for row, line in enumerate(lines):
        first = len(line) - len(line.lstrip())
        last = len(line.rstrip())
        if row in titles or (row in outline and last):
            role = TITLE_ROLE if row in titles else HEADING_ROLE
            mark = mark_of(line[first:]) if role == HEADING_ROLE else None
            if mark:
                series.take(mark)
            level = outline.get(row, 0) if role == HEADING_ROLE else 0
            yield _Piece(start + first, start + last, row, True, role, mark, level)
        elif is_opening and is_addressee(line[first:last]):
            yield _Piece(start + first, start + last, row, True, SALUTATION_ROLE)
        elif last:
            for begin, end, role, mark in _in_line(line[:last], first, spec, series):
                is_line = begin == first and end == last
                yield _Piece(start + begin, start + end, row, is_line, role, mark)
        is_opening = is_opening and (not last or row in titles)
        start += len(line) + 1


def _in_line(
    line: str, first: int, spec: ImportSpec, series: Series
) -> Iterator[tuple[int, int, str, Mark | None]]:
    """The pieces of a line that begins at ``first``: where each begins and ends, and what it is."""
    start = first
    for end in (*sentence_ends(line), len(line)):
        while start < end and line[start].isspace():
            start += 1
        for begin, stop, role in _openings(line, spec, start, end):
            if role != SENTENCE_ROLE:
                yield begin, stop, role, None
                continue
            position = begin
            mark = mark_of(line[begin:stop])
            if mark:
                series.take(mark)
            for offset, other in marks_within(line[begin:stop]):
                before = line[begin : begin + offset].rstrip()[-1]
                if begin + offset > position and series.follows(other, before):
                    yield (
                        position,
                        begin + len(line[begin : begin + offset].rstrip()),
                        SENTENCE_ROLE,
                        mark,
                    )
                    position, mark = begin + offset, other
                    series.take(other)
            yield position, stop, SENTENCE_ROLE, mark
        start = end


def _openings(line: str, spec: ImportSpec, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Titles and a salutation with which a sentence begins, and the rest of it."""
    titles = titles_end(line[start:end], spec)
    for title in titles:
        yield start, start + title, TITLE_ROLE
        start += title
    address = address_end(line[start:end])
    if address:
        yield start, start + address, SALUTATION_ROLE
        start += address
    if start < end:
        yield start, end, SENTENCE_ROLE


# --- headings: what begins a part and is followed by it -------------------------------------------


def _with_headings(text: str, spec: ImportSpec, pieces: list[_Piece]) -> list[_Piece]:
    found = [
        replace(piece, heading_end=_heading_end(text, spec, piece, after))
        for piece, after in itertools.zip_longest(pieces, pieces[1:])
    ]
    headings = _heading_numbers(found)
    result: list[_Piece] = []
    open_ranks: list[int] = []
    for number, piece in enumerate(found):
        rank = piece.rank
        if piece.role == TITLE_ROLE:
            open_ranks.clear()
        if number not in headings or rank is None:
            result.append(piece)
            continue
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        open_ranks.append(rank)
        level = min(_FIRST_LEVEL + len(open_ranks) - 1, _DEEPEST_LEVEL)
        end = piece.start + piece.heading_end
        result.append(replace(piece, end=end, role=HEADING_ROLE, level=level))
        if end < piece.end:
            rest = len(text[end : piece.end]) - len(text[end : piece.end].lstrip())
            result.append(_Piece(end + rest, piece.end, piece.row, False))
    return result


def _heading_end(text: str, spec: ImportSpec, piece: _Piece, after: _Piece | None) -> int:
    if piece.role == HEADING_ROLE:
        return piece.end - piece.start
    if piece.mark is None:
        return 0
    goes_on = after is not None and after.row == piece.row
    words = text[piece.start : piece.end]
    return heading_end(words, piece.mark, spec, is_line=piece.is_line, goes_on=goes_on)


def _heading_numbers(pieces: Sequence[_Piece]) -> set[int]:
    """Which pieces are headings: parts that hold something, in a series of such."""
    headings: set[int] = set()
    for members in _all_series(pieces):
        holding = [number for number in members if _holds_something(pieces, number)]
        likely = [number for number in holding if pieces[number].heading_end]
        is_list = likely == members[-1:] and len(members) > 1  # with a text that follows it
        if 2 * len(likely) >= len(members) and not is_list:
            headings.update(likely)
    return headings | {n for n, piece in enumerate(pieces) if piece.role == HEADING_ROLE}


def _all_series(pieces: Sequence[_Piece]) -> Iterator[list[int]]:
    """The pieces with one form of number that stand under one and the same part."""
    open_series: dict[int, list[int]] = {}
    for number, piece in enumerate(pieces):
        rank = piece.rank
        if piece.role == TITLE_ROLE:
            yield from open_series.values()
            open_series = {}
        if rank is not None:
            for narrower in [other for other in open_series if other > rank]:
                yield open_series.pop(narrower)
            open_series.setdefault(rank, []).append(number)
    yield from open_series.values()


def _holds_something(pieces: Sequence[_Piece], number: int) -> bool:
    piece, after = pieces[number], pieces[number + 1 : number + 2]
    if piece.heading_end and piece.start + piece.heading_end < piece.end:
        return True
    if not after or after[0].role in (TITLE_ROLE, SALUTATION_ROLE):
        return False
    rank, own = after[0].rank, piece.rank
    return rank is None or own is None or rank > own


# --- the units ------------------------------------------------------------------------------------


def _units(text: str, pieces: Sequence[_Piece]) -> Iterator[Unit]:
    """The pieces as units; blanks at the text's ends belong to the first and the last of them."""
    for number, piece in enumerate(pieces):
        is_last = number == len(pieces) - 1
        start = 0 if number == 0 else piece.start
        end = len(text) if is_last else piece.end
        following = end if is_last else pieces[number + 1].start
        shown = piece.start - start
        length = piece.mark.length if piece.mark else 0
        yield Unit(
            words=text[start:end],
            join=text[end:following],
            row=piece.row,
            role=piece.role,
            level=piece.level,
            number=text[start : piece.start + length] if length else text[start : start + shown],
        )
