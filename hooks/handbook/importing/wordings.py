"""What the finders of proposals share: what they find, and signs that are words of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handbook.importing.sentences import COLONS, COMMAS, STOPS, enclosed, is_enclosed
from handbook.model import ProposalRule

# Words that have a sign in them and mean something else, whatever the handbook is about.
_OTHER_WORDS = re.compile(
    r"主要|重要|需要|只要|首要|必要|要求|要点|要素|要件|要想|要害|要紧的|纪要|摘要"
    r"|概要|简要|提要|纲要|要是|要么|越要|想要|将要|快要|就要|正要|首先要|就是要"
    r"|要看|要领|要务|要职|要不然|要道|紧要|扼要|适应|反应|相应|响应|供应|应急|应用"
    r"|应对|对应|效应|应届|应变|回应|应邀|应有|应运|应聘|应付|应试|理应|呼应|顺应"
    r"|不得不|不能不|不得已|舍不得|能不能|不准确"
)
_SPACES = " \u3000\t"
_FULL_WIDTH = str.maketrans(",:;!?()", "，：；！？（）")

# Stretches of a text, each from its first character to that after its last.
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Found:
    """A proposal within a unit: where its quote begins and ends, and what it is called."""

    start: int
    end: int
    title: str


@dataclass(frozen=True)
class Reading:
    """What one rule made of a unit: the proposals, and the stretches that are used up by them."""

    found: tuple[Found, ...] = ()
    taken: Spans = ()


def signs(text: str, start: int, rule: ProposalRule) -> Iterator[tuple[int, int]]:
    """Where the rule's words stand in a text from ``start`` on, the longest of those in one place.

    What stands in quotation marks is a name.
    """
    pairs = enclosed(text)
    others = [match.span() for match in _OTHER_WORDS.finditer(text)]
    if rule.without:
        others += (match.span() for match in re.finditer(_any(rule.without), text))
    for match in re.finditer(_any(rule.words), text):
        begin, end = match.span()
        hidden = any(a <= begin and end <= b and text[a:b] not in rule.words for a, b in others)
        if begin >= start and not hidden and not is_enclosed(begin, pairs):
            yield begin, end


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a stretch has a character in common with one of some others."""
    return any(start < b and a < end for a, b in spans)


def trimmed(
    text: str, start: int, end: int, leading: re.Pattern[str] | None = None
) -> tuple[int, int]:
    """A stretch without blanks and stops at its ends, and without what ``leading`` matches."""
    while start < end and text[start] in _SPACES + COMMAS + "、":
        start += 1
    if leading:
        match = leading.match(text, start, end)
        if match and match.end() < end:
            start = match.end()
    while end > start and text[end - 1] in _SPACES + COMMAS + COLONS + STOPS + "、":
        end -= 1
    return start, end


def titled(words: str) -> str:
    """Words of a text as a title of ours: full-width punctuation, and no stop at the end."""
    wide = words.translate(_FULL_WIDTH)
    return re.sub(r"\s+", " ", wide).strip(" ，、；：。！？")
