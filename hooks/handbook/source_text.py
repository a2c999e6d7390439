"""The source file: its body without the declared boilerplate, and how the units hold against it."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from handbook import codes
from handbook.catalog import Entry
from handbook.model import Boilerplate, Diagnostic, Place, SourceSpec
from handbook.vocabulary import JOIN, LINE_BREAK

# Shown around a difference, so that an editor finds the spot.
_CONTEXT = 8


@dataclass(frozen=True)
class SourceFile:
    """The source file as read: its body, or why there is none."""

    body: str | None
    diagnostics: tuple[Diagnostic, ...] = ()
    body_start: int = 0


def read_source(root: Path, spec: SourceSpec) -> SourceFile:
    """The source file's body; a missing, altered or unreadable file is a diagnostic."""
    path = root / spec.file
    try:
        raw = path.read_bytes()
    except OSError as error:
        fault = codes.SETTINGS.at(spec.place, f"读不到原文文件 {spec.file}：{error.strerror}")
        return SourceFile(None, (fault,))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return SourceFile(None, (codes.UNREADABLE.at(spec.place, f"{spec.file} 不是 UTF-8 编码"),))
    digest = hashlib.sha256(raw).hexdigest()
    diagnostics: tuple[Diagnostic, ...] = ()
    if digest != spec.sha256:
        message = f"{spec.file} 的 SHA-256 是 {digest}，与声明的不同"
        diagnostics = (codes.FILE_ALTERED.at(spec.place, message),)
    body = body_of(text, spec.boilerplate)
    return SourceFile(body, diagnostics, max(text.find(body), 0))


def body_of(text: str, boilerplate: Iterable[Boilerplate]) -> str:
    """``text`` without the lines declared as boilerplate and without a final line break."""
    left_out = {number for part in boilerplate for number in range(part.first, part.last + 1)}
    lines = text.split("\n")
    return "\n".join(
        line for number, line in enumerate(lines, start=1) if number not in left_out
    ).rstrip("\n")


def joined(unit: Entry) -> str:
    """A unit's words with what stands between it and the next."""
    return unit.body + join_of(unit)


def join_of(unit: Entry) -> str:
    """What stands between a unit and the next: ``line`` is a line break, else as it is written."""
    value = unit.value(JOIN)
    return "\n" if value == LINE_BREAK else value


def rebuild(units: tuple[Entry, ...]) -> str:
    """The source text that the units give when joined in order."""
    return "".join(joined(unit) for unit in units).rstrip("\n")


def unit_at(units: tuple[Entry, ...], offset: int) -> Entry | None:
    """The unit that holds the character at ``offset`` of the body; None beyond its ends."""
    if offset < 0:
        return None
    for unit in units:
        offset -= len(joined(unit))
        if offset < 0:
            return unit
    return None


def check_units(body: str, units: tuple[Entry, ...]) -> Iterator[Diagnostic]:
    """Every place where the units, in order, do not give ``body`` character for character."""
    position = 0
    for number, unit in enumerate(units):
        words = joined(unit) if number + 1 < len(units) else unit.body
        if body.startswith(words, position):
            position += len(words)
            continue
        elsewhere = body.find(words, position)
        if words and elsewhere >= 0:
            missing = body[position:elsewhere]
            message = f"{unit.id} 之前少了原文“{_shorten(missing)}”"
            yield codes.SOURCE_ALTERED.at(unit.place, message)
            position = elsewhere + len(words)
            continue
        if words and words in body:
            message = f"{unit.id} 的次序不对：这一句在原文里更靠前"
            yield codes.SOURCE_ALTERED.at(unit.place, message)
            continue
        end = _resume(body, units, number, position)
        yield _altered(unit, body[position:end])
        position = end
    if units and position < len(body):
        message = f"{units[-1].id} 之后少了原文“{_shorten(body[position:])}”"
        yield codes.SOURCE_ALTERED.at(units[-1].place, message)


def _resume(body: str, units: tuple[Entry, ...], number: int, position: int) -> int:
    """Where the unit after an altered one begins: the altered one should have ended there."""
    for following in units[number + 1 :]:
        found = body.find(following.body, position) if following.body else -1
        if found >= 0:
            return found
    return len(body)


def _altered(unit: Entry, expected: str) -> Diagnostic:
    actual = unit.body
    same = next(
        (n for n, (a, b) in enumerate(zip(actual, expected, strict=False)) if a != b),
        min(len(actual), len(expected)),
    )
    start = max(0, same - _CONTEXT)
    is_, should = (_shorten(text[start : same + _CONTEXT]) for text in (actual, expected))
    message = f"{unit.id} 从第 {same + 1} 个字起与原文不同：原文是“{should}”，现在是“{is_}”"
    first = unit.body_place or unit.place
    line = actual[:same].count("\n")
    column = same - (actual.rfind("\n", 0, same) + 1)
    return codes.SOURCE_ALTERED.at(Place(first.path, first.line + line, column + 1), message)


def _shorten(text: str, longest: int = 30) -> str:
    """The beginning of a text, on one line whatever breaks it has."""
    text = text.replace("\n", "⏎")
    return text if len(text) <= longest else f"{text[:longest]}…"


def nearest_words(quote: str, text: str) -> str:
    """The stretch of ``text`` most like ``quote``; empty if nothing is like it."""
    matcher = difflib.SequenceMatcher(None, text, quote, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    alike = sum(block.size for block in blocks)
    if not blocks or alike * 2 < len(quote):
        return ""
    first, last = blocks[0], blocks[-1]
    stretch = text[first.a : last.a + last.size]
    return stretch if len(stretch) <= 2 * len(quote) else ""
