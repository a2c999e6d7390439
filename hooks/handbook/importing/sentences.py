"""Where a line of Chinese text has sentences, clauses, and what stands in quotation marks.

Half-width and full-width punctuation mean the same. What stands in quotation marks or brackets is
one piece, whatever stops it holds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

COMMAS = ",，"
COLONS = ":："
STOPS = "。！？!?；;"
# What closes a line as a sentence, and not as a title.
ENDS = STOPS + COLONS + COMMAS + "、"

_PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "(": ")", "「": "」", "『": "』", "【": "】"}
_CLOSING = frozenset(_PAIRS.values())
# A quotation that is longer holds sentences of its own.
_LONGEST_PAIR = 120
_STOP = re.compile(f"[{STOPS}]+")
_GOES_ON = frozenset(COMMAS + COLONS + STOPS + "、的")


def enclosed(text: str) -> list[tuple[int, int]]:
    """What stands in quotation marks and brackets, marks included: the outermost pairs in order."""
    opened: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for position, sign in enumerate(text):
        if sign in _PAIRS:
            opened.append((sign, position))
        elif sign in _CLOSING and any(_PAIRS[mark] == sign for mark, _ in opened):
            while opened:
                mark, start = opened.pop()
                if _PAIRS[mark] == sign:
                    if position - start <= _LONGEST_PAIR:
                        found.append((start, position + 1))
                    break
    outermost: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda pair: (pair[0], -pair[1])):
        if not outermost or start >= outermost[-1][1]:
            outermost.append((start, end))
    return outermost


def is_enclosed(position: int, pairs: list[tuple[int, int]]) -> bool:
    """Whether a position lies within one of the pairs."""
    number = bisect_right(pairs, position, key=lambda pair: pair[0]) - 1
    return number >= 0 and position < pairs[number][1]


def sentence_ends(line: str) -> Iterator[int]:
    """The positions after each sentence of a line but the last."""
    pairs = enclosed(line)
    opening = {end: start for start, end in pairs}
    begin = 0
    for match in _STOP.finditer(line):
        end = match.end()
        if is_enclosed(match.start(), pairs):
            end += 1
            if end not in opening or not _is_speech(line, begin, opening[end], end):
                continue  # the quotation, or the sentence around it, goes on
        if line[end:].strip():
            yield end
        begin = end


def _is_speech(line: str, begin: int, start: int, end: int) -> bool:
    """Whether the sentence from ``begin`` ends with the quotation from ``start`` to ``end``.

    So it is with what somebody says, after a colon, and with a quotation that is all of it.
    """
    before = line[begin:start].rstrip()
    if line[end : end + 1] in _GOES_ON or line[start] not in "“「『":
        return False
    return before[-1:] in COLONS if before else line[end - 2] in "。！!"


def clauses(text: str, signs: str = COMMAS + COLONS + STOPS) -> list[tuple[int, int]]:
    """The stretches between some signs that are in no quotation marks, without the signs."""
    pairs = enclosed(text)
    found: list[tuple[int, int]] = []
    start = 0
    for position, sign in enumerate(text):
        if sign in signs and not is_enclosed(position, pairs):
            if position > start:
                found.append((start, position))
            start = position + 1
    if start < len(text):
        found.append((start, len(text)))
    return found
