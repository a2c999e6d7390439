"""What a sentence asks: 看甲是否乙、丙，丁；责任强不强."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook.importing.sentences import clauses, enclosed, is_enclosed
from handbook.importing.wordings import Found, Reading, Spans, overlaps, signs, titled, trimmed
from handbook.model import ProposalRule

# 强不强, 到位不到位: asks by itself.
_WHETHER = re.compile(r"([\u4e00-\u9fff]{1,2})不\1")
# What leads to a question, and is no part of it.
_LEADING = re.compile(
    r"(?:(?:并|还|也|又|再|既|更|重点|主要|着重|要|应|首先|同时)*"
    r"(?:看一看|查看|检查|核查|了解|看|查|问|核对|关注|判断)+(?:其|了)?)?(?:既|也|又|还|更|并)?"
)
_MOST = 4
_LONGEST_SUBJECT = 20


def asked(
    text: str, start: int, rule: ProposalRule, taken: Spans, others: Iterable[ProposalRule] = ()
) -> Reading:
    """What a unit asks.

    A question goes on in the clauses after it, up to one with a sign of the ``others``.
    """
    turns = [begin for other in others for begin, _ in signs(text, start, other)]
    found: list[Found] = []
    used: list[tuple[int, int]] = []
    cues = [*signs(text, start, rule), *_by_themselves(text, start)]
    begun = ""  # the subject and the sign of the question that goes on
    spans = [(max(a, start), b) for a, b in clauses(text) if b > start]
    for number, (a, b) in enumerate(spans):
        here = [cue for cue in sorted(cues) if a <= cue[0] < b]
        if overlaps(a, b, taken) or (not here and any(a <= turn < b for turn in turns)):
            begun = ""
            continue
        if here:
            after = spans[number + 1] if number + 1 < len(spans) else (0, 0)
            before = spans[number - 1] if number else (0, 0)
            near = any(x <= cue[0] < y for cue in cues for x, y in (before, after))
            items, begun = _asking(text, a, b, here, near)
        elif begun:
            left, right = trimmed(text, a, b, _LEADING)
            items = [Found(left, right, titled(begun + text[left:right]))]
        else:
            continue
        found += [item for item in items if item.end > item.start]
        used.append((a, b))
    return Reading(tuple(found), tuple(used))


def _by_themselves(text: str, start: int) -> Iterator[tuple[int, int]]:
    pairs = enclosed(text)
    for match in _WHETHER.finditer(text, start):
        if not is_enclosed(match.start(), pairs):
            yield match.span()


def _asking(
    text: str, a: int, b: int, cues: list[tuple[int, int]], near: bool
) -> tuple[list[Found], str]:
    """The questions of a clause, and with what the next clauses go on."""
    parts = [(a + x, a + y) for x, y in clauses(text[a:b], "、")]
    with_cue = [part for part in parts if any(part[0] <= cue[0] < part[1] for cue in cues)]
    if len(with_cue) > 1:
        spans = [trimmed(text, *part, _LEADING) for part in _joined(parts, with_cue)]
        return [Found(x, y, titled(text[x:y])) for x, y in spans], ""
    left, right = trimmed(text, a, b, _LEADING)
    begin, end = cues[0]
    subject = text[left:begin] if left < begin else ""
    if _WHETHER.fullmatch(text[begin:end]) or (near and subject):
        return [Found(left, right, titled(text[left:right]))], ""
    lead = subject[-_LONGEST_SUBJECT:] + text[begin:end]
    predicates = _predicates(text, end, right)
    return [Found(x, y, titled(lead + text[x:y])) for x, y in predicates], text[begin:end]


def _joined(parts: list[tuple[int, int]], with_cue: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Parts that ask, each with those after it that do not."""
    starts = [part[0] for part in with_cue]
    ends = [
        max(p[1] for p in parts if p[0] < (starts[n + 1] if n + 1 < len(starts) else p[1] + 1))
        for n in range(len(starts))
    ]
    return list(zip([parts[0][0], *starts[1:]], ends, strict=True))


def _predicates(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """知责、履责、尽责 are three; what is not of one shape and short is one."""
    parts = [(begin + x, begin + y) for x, y in clauses(text[begin:end], "、")]
    words = [text[x:y] for x, y in parts]
    alike = len({len(word) for word in words}) == 1 and len({word[-1] for word in words}) == 1
    if len(parts) > 1 and alike and len(words[0]) <= _MOST:
        return parts
    return [trimmed(text, begin, end)]
