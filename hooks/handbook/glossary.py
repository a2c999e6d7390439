"""Which words the handbook explains where they occur, and where in a text they stand.

A word is a name of an entry whose kind is ``explained``: its title, the parts of a title that is
a list joined by 、, and what the entry's option ``also`` adds. :mod:`handbook.checks.terms` says
where two entries claim one word; :mod:`handbook.rendering.term_links` makes links of the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from handbook.catalog import Catalog, Entry
from handbook.model import Place
from handbook.vocabulary import ALSO, EXPLAINED

_LIST_MARK = "、"
# A shorter part of a title, such as 开关, is an ordinary word in most places where it stands.
_SHORTEST_PART = 3

_OPENING, _CLOSING = tuple("“‘《"), tuple("”’》")
# What may stand before a numeral that makes another number of it: 四个 is not 十四个.
_NUMERALS = frozenset("0123456789〇一二两三四五六七八九十百千")


class Claim(NamedTuple):
    """A word that leads to an entry; a part of a title gives way to who claims it as a whole."""

    word: str
    entry: Entry
    place: Place
    is_part: bool = False


class Piece(NamedTuple):
    """A stretch of text; with an entry, a word to be explained by it."""

    text: str
    entry: Entry | None = None


def claims(catalog: Catalog) -> list[Claim]:
    """Every word that some entry claims, parts of titles last, each group in reading order."""
    found = [claim for entry in catalog.by_id.values() for claim in _claims_of(entry)]
    return sorted(found, key=lambda claim: claim.is_part)


def _claims_of(entry: Entry) -> Iterator[Claim]:
    if not entry.kind.explained or entry.value(EXPLAINED) == "false":
        return
    if entry.title:  # that it has none is reported by itself
        yield Claim(entry.title, entry, entry.place)
    for value in entry.values(ALSO):
        yield Claim(value.text, entry, value.place)
    parts = entry.title.split(_LIST_MARK)
    for part in parts if len(parts) > 1 else ():
        if len(part) >= _SHORTEST_PART:
            yield Claim(part, entry, entry.place, is_part=True)


class Glossary:
    """The words of one catalog, ready to be looked for; the first claim to a word has it."""

    def __init__(self, catalog: Catalog) -> None:
        self._entries: dict[str, Entry] = {}
        for claim in claims(catalog):
            self._entries.setdefault(claim.word, claim.entry)
        # Of the words that begin at one place the pattern takes the first that it lists.
        words = sorted(self._entries, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, [*words, *_OPENING, *_CLOSING])))

    def __bool__(self) -> bool:
        """Whether there is any word to explain."""
        return bool(self._entries)

    def cut(self, texts: Iterable[str], seen: set[str]) -> list[list[Piece]]:
        """The ``texts`` of one paragraph, each cut into pieces that together are the text.

        Between two texts stands something else, such as a link. Explained is the longest word at a
        place, and each entry once: ``seen`` has the ids of those that are no longer explained, and
        grows. What stands in quotation marks or is the name of a document is left as somebody
        else's words, unless it is nothing but the word.
        """
        depth = 0
        cut = []
        for text in texts:
            pieces: list[Piece] = []
            position = 0
            for match in self._pattern.finditer(text):
                entry = self._entries.get(match[0])
                if entry is None:
                    depth = max(0, depth + (1 if match[0] in _OPENING else -1))
                elif (
                    entry.id not in seen
                    and (depth == 0 or (depth == 1 and _fills_its_quotation(match)))
                    and not _continues_number(match)
                ):
                    seen.add(entry.id)
                    if match.start() > position:
                        pieces.append(Piece(text[position : match.start()]))
                    pieces.append(Piece(match[0], entry))
                    position = match.end()
            if position < len(text):
                pieces.append(Piece(text[position:]))
            cut.append(pieces)
        return cut


def _fills_its_quotation(match: re.Match[str]) -> bool:
    before, after = _neighbours(match)
    return before in _OPENING and after in _CLOSING


def _continues_number(match: re.Match[str]) -> bool:
    return match[0][0] in _NUMERALS and _neighbours(match)[0] in _NUMERALS


def _neighbours(match: re.Match[str]) -> tuple[str, str]:
    """The characters before and after a match, each empty at an end of the text."""
    start, end = match.span()
    return match.string[start - 1 : start] if start else "", match.string[end : end + 1]
