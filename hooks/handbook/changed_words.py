"""Two wordings of a text, word by word: what stayed, what was taken out, what was put in.

Where both have only a character or two in common, or little compared with what changed around it, a
reader sees one phrase take the place of another, not a heap of splinters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from enum import Enum
from typing import NamedTuple

from handbook.characters import words

# Chinese is parted into words; ids, numbers and foreign words stay whole; a sign stands for itself.
_TOKEN = re.compile(
    "(?P<han>[\u3400-\u4dbf\u4e00-\u9fff]+)"
    r"|[0-9A-Za-z]+(?:[.,:/%-][0-9A-Za-z]+)*"
    r"|\s+|.",
    re.DOTALL,
)
# So few characters in common, between two changes, are chance.
_CHANCE = 2
# Of the longer text so much has to stay; else the whole is another.
_LEAST_KEPT = 0.3


class Fate(Enum):
    """What became of some words; the values are those of published data."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


_MARKS = {Fate.KEPT: "{}", Fate.REMOVED: "【删：{}】", Fate.ADDED: "【增：{}】"}


class Piece(NamedTuple):
    """Words that share a fate."""

    fate: Fate
    text: str


class _Span(NamedTuple):
    """A stretch of both texts: of a kept one the two sides are the same."""

    is_kept: bool
    old: str
    new: str

    @property
    def length(self) -> int:
        return max(len(self.old), len(self.new))


def changed_words(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces that make ``new`` of ``old``, in reading order, of a change the removed one first.

    The kept and the removed ones joined are ``old``, the kept and the added ones ``new``.
    """
    spans = _without_islands(_spans(_tokens(old), _tokens(new)))
    kept = sum(span.length for span in spans if span.is_kept)
    if kept < _LEAST_KEPT * max(len(old), len(new)):
        spans = [_Span(is_kept=False, old=old, new=new)]
    return tuple(_pieces(spans))


def in_words(pieces: Iterable[Piece]) -> str:
    """The pieces on one line, where there are no colours: what went and what came say so."""
    return "".join(_MARKS[piece.fate].format(piece.text) for piece in pieces)


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        found += words(match[0]) if match["han"] else [match[0]]
    return found


def _spans(old: list[str], new: list[str]) -> list[_Span]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        _Span(tag == "equal", "".join(old[i:j]), "".join(new[k:m]))
        for tag, i, j, k, m in matcher.get_opcodes()
    ]


def _without_islands(spans: Iterable[_Span]) -> list[_Span]:
    """The spans with what was kept by chance made part of the changes around it."""
    done: list[_Span] = []
    for span in spans:
        done.append(span)
        # Changes that grow together may drown the island before them.
        while len(done) > 2 and not done[-1].is_kept and _is_island(*done[-3:]):
            done[-3:] = [_joined(done[-3:])]
    return done


def _is_island(before: _Span, kept: _Span, after: _Span) -> bool:
    return kept.length <= max(_CHANCE, min(before.length, after.length) // 2)


def _joined(spans: list[_Span]) -> _Span:
    return _Span(
        is_kept=False,
        old="".join(span.old for span in spans),
        new="".join(span.new for span in spans),
    )


def _pieces(spans: Iterable[_Span]) -> Iterator[Piece]:
    for span in spans:
        if span.is_kept:
            yield Piece(Fate.KEPT, span.old)
            continue
        if span.old:
            yield Piece(Fate.REMOVED, span.old)
        if span.new:
            yield Piece(Fate.ADDED, span.new)
