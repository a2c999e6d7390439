"""Our own text: no look-alike characters, no half-width punctuation, nothing left open.

The source text is exempt, and so is what quotes it: a quotation in “” that stands in the source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from handbook import codes
from handbook.catalog import Catalog
from handbook.checks.sets import counter
from handbook.model import Block, Diagnostic, Formulation, Kind, OptionType, Page, Place
from handbook.quoting import quoted_spans
from handbook.vocabulary import QUOTE

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# Radicals, compatibility ideographs, full-width letters and digits, invisible characters: they look
# right and are never found by a search.
_LOOK_ALIKE = (
    "\u2e80-\u2fdf\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
    "\u00a0\u200b-\u200f\u2060\ufeff"
)
_LOOK_ALIKES = re.compile(f"[{_LOOK_ALIKE}]")
# The sign first and what stands around it then: a pattern that begins by looking back is slow.
_HALF_WIDTH = re.compile(
    rf"[,;:!?(](?:(?<=[{_HAN}”》）][,;:!?])(?!//|\[)|(?<=[,;!?])(?=[{_HAN}“《（])"
    rf"|(?<=[{_HAN}]\()(?=[{_HAN}]))"
)
_FULL_WIDTH = str.maketrans(",;:!?(", "，；：！？（")
# A name, not a passage: short, and with no punctuation but that of 一个目标、四项措施.
_QUOTED_NAME = re.compile("“(?P<name>[^“”，。；：,;:]{3,9})”")
_PAIRS = {"”": "“", "》": "《", "）": "（", "」": "「", "』": "『", "】": "【"}
_OPENING = frozenset(_PAIRS.values())
_SIGNS = re.compile("[" + "".join([*_PAIRS, *_OPENING]) + "]")
# 1） and 甲） number an item; nothing was opened.
_NUMBERING = re.compile(r"(?:^|[\s，；。：、])(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[甲乙丙丁])$")
_ENTITY = re.compile(r"&#?\w+$")
# YAML may write any sign as an escape.
_MARKS = re.compile(rf"[{_LOOK_ALIKE}\\" + _SIGNS.pattern[1:])
_NEVER = r"(?!)"

# Options whose values are text that an editor wrote.
_TEXTUAL = (OptionType.TEXT, OptionType.TEXTS, OptionType.INSTRUMENT, OptionType.ADDRESSED)

# A code, an offset in the text looked at, and the message.
_Fault = tuple[codes.Code, int, str]


@dataclass(frozen=True)
class _Paragraph:
    """Lines of our own that belong together, joined by line breaks."""

    text: str
    first_line: int
    first_column: int = 1

    def place(self, path: str, offset: int) -> Place:
        line = self.text.count("\n", 0, offset)
        column = offset - (self.text.rfind("\n", 0, offset) + 1)
        shift = self.first_column - 1 if line == 0 else 0
        return Place(path, self.first_line + line, column + 1 + shift)


def own_text(catalog: Catalog) -> Iterator[Diagnostic]:
    """Everything that is wrong with how our own text is written."""
    names, source = _Names(catalog), catalog.all_source_text
    phrases = _Phrases(catalog.handbook.formulations)
    for page in catalog.pages:
        # Many pages hold none of the signs that a check is about: asking is cheap.
        marked = _MARKS.search(page.visible)
        checks = [
            check
            for needed, check in (
                (marked, look_alikes),
                (marked or _HALF_WIDTH.search(page.visible), partial(half_width, source=source)),
                (marked, unbalanced),
                (marked or phrases.wrong.search(page.visible), phrases.near_misses),
                (marked, names.unknown),
            )
            if needed
        ]
        for paragraph in _paragraphs(page, catalog) if checks else ():
            for check in checks:
                for code, offset, message in check(paragraph.text):
                    yield code.at(paragraph.place(page.path, offset), message)
        for unit in _units(page, catalog):
            for code, offset, message in names.unknown(unit.text):
                yield code.at(unit.place(page.path, offset), message)


CHECKS = (own_text,)


def look_alikes(text: str) -> Iterator[_Fault]:
    """Characters that look like others."""
    for match in _LOOK_ALIKES.finditer(text):
        character = match[0]
        plain = unicodedata.normalize("NFKC", character)
        better = f"应为“{plain}”" if plain.strip() and plain != character else "应删去"
        message = f"“{character}”（U+{ord(character):04X}）是形近字符，{better}"
        yield codes.LOOK_ALIKE, match.start(), message


def half_width(text: str, source: str) -> Iterator[_Fault]:
    """Half-width punctuation beside Chinese characters, except in words of the source."""
    quoted: list[tuple[int, int]] | None = None
    for match in _HALF_WIDTH.finditer(text):
        quoted = quoted_spans(text, source) if quoted is None else quoted
        if match[0] == ";" and _ENTITY.search(text[: match.start()]):
            continue
        if not any(start <= match.start() < end for start, end in quoted):
            sign = match[0]
            message = f"中文里用了半角“{sign}”，应为“{sign.translate(_FULL_WIDTH)}”"
            yield codes.HALF_WIDTH, match.start(), message


def unbalanced(text: str) -> Iterator[_Fault]:
    """Quotation marks and brackets that are opened or closed alone."""
    stack: list[tuple[str, int]] = []
    for match in _SIGNS.finditer(text):
        sign = match[0]
        if sign in _OPENING:
            stack.append((sign, match.start()))
        elif stack and stack[-1][0] == _PAIRS[sign]:
            stack.pop()
        elif sign != "）" or not _NUMBERING.search(text[: match.start()]):
            yield codes.UNBALANCED, match.start(), f"这个 {sign} 没有配成对"
    for sign, offset in stack:
        yield codes.UNBALANCED, offset, f"这个 {sign} 没有配成对"


class _Phrases:
    """Set phrases: a near miss is a fault, unless it is part of the right phrase."""

    def __init__(self, formulations: tuple[Formulation, ...]) -> None:
        self._wanted = {wrong: f.right for f in formulations for wrong in f.wrong}
        longest_first = sorted(map(re.escape, self._wanted), key=len, reverse=True)
        self.wrong = re.compile("|".join(longest_first) or _NEVER)
        self._right = re.compile("|".join(re.escape(f.right) for f in formulations) or _NEVER)

    def near_misses(self, text: str) -> Iterator[_Fault]:
        for match in self.wrong.finditer(text):
            inside = (right.span() for right in self._right.finditer(text))
            if not any(a <= match.start() and match.end() <= b for a, b in inside):
                message = f"“{match[0]}”应为“{self._wanted[match[0]]}”"
                yield codes.WRONG_FORMULATION, match.start(), message


class _Names:
    """Names of numbered sets in “…”: each must be the title of an entry or a set.

    What we quote from the source without its being a name there is none.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.source = catalog.all_source_text
        self._count_in = counter(catalog.handbook)
        self._titles = {e.title for e in catalog.entries if not e.kind.verbatim}
        self._titles |= {spec.title for spec in catalog.handbook.sets.values()}

    def unknown(self, text: str) -> Iterator[_Fault]:
        for match in _QUOTED_NAME.finditer(text):
            name = match["name"]
            is_quotation = name in self.source and match[0] not in self.source
            if self._count_in(name) < 2 or is_quotation:
                continue
            if not any(name in title for title in self._titles):
                yield codes.UNKNOWN_SET, match.start(), f"提到了“{name}”，却没有这个名称的条目"


def _paragraphs(page: Page, catalog: Catalog) -> Iterator[_Paragraph]:
    """The page's own text: titles, and paragraphs outside options, source units and issued text."""
    title = page.front_matter.get("title")
    for value in title.values if title else ():
        yield _Paragraph(value.text, value.place.line, value.place.column)
    lines = page.visible.split("\n")
    hidden: set[int] = set(range(page.first_line))
    is_issued = catalog.is_issued(page)
    for block in page.blocks:
        kind = catalog.handbook.kinds.get(block.name)
        is_theirs = kind is not None and (kind.verbatim or is_issued)
        hidden.update(block.rows if is_theirs else block.header_rows)
        if block.title and not is_theirs:
            yield _Paragraph(block.title, block.place.line, block.title_place.column)
        if kind and not kind.verbatim:
            yield from _own_options(block, kind, catalog.all_source_text)
    current: list[str] = []
    for number, line in enumerate([*lines, ""]):
        if number < len(lines) and number not in hidden and line.strip():
            current.append(line)
        elif current:
            yield _Paragraph("\n".join(current), number - len(current) + 1)
            current = []


def _own_options(block: Block, kind: Kind, source: str) -> Iterator[_Paragraph]:
    """Texts of the block's options that readers see and that are no words of the source."""
    for name, option in block.options.items():
        spec = kind.options.get(name)
        if spec is None or name == QUOTE or spec.type not in _TEXTUAL:
            continue
        for value in (*option.values, *(value for _, value in option.fields)):
            if value.text not in source:
                yield _Paragraph(value.text, value.place.line, value.place.column)


def _units(page: Page, catalog: Catalog) -> Iterator[_Paragraph]:
    """The page's source units."""
    for block in page.blocks:
        kind = catalog.handbook.kinds.get(block.name)
        if kind and kind.verbatim:
            yield _Paragraph(block.body, block.body_place.line)
