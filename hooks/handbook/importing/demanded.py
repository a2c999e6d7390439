"""What a sentence demands, and what it forbids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handbook.importing.sentences import clauses
from handbook.importing.wordings import Found, Reading, Spans, overlaps, signs, titled, trimmed
from handbook.model import ProposalRule

# A clause that begins so is no action of its own: it says with what in view the next one is done,
_CIRCUMSTANCE = re.compile(r"(?:围绕|结合|按照|根据|通过|依据|针对|立足|本着)")
_LONGEST_CIRCUMSTANCE = 14
# or, before a question, what is looked at,
_LEAD_IN = re.compile(r"(?:重点)?(?:盯住|紧盯|盯紧|对照|聚焦|围绕|结合|按照|根据|针对|以|从)")
_ASKS = re.compile(r"看|查|是否|有没有|([\u4e00-\u9fff]{1,2})不\1")
# or what comes of the one before it.
_RESULT = re.compile(
    r"(?:不断|持续|进一步|切实|有效|真正|从而|以|努力|共同|着力)*"
    r"(?:推动|促进|促使|确保|保证|实现|形成|巩固|增强|做到|体现出?|达到|防止|避免|杜绝)"
)
# Whoever is urged does what the clauses after it say.
_URGING = re.compile(r"(?:并|还|要|切实|不断|持续)*(?:督促|引导|推动|促使|教育|要求|带动|帮助)")
# What no longer demands: a reason, a turn, a statement.
_STATEMENT = re.compile(
    r"(?:是|这|但是?|因为|因此|所以|如果|否则|才能?|就|使|让|虽然|尽管|由于|不然|越|有的|其中|也是|既是|我相信)"
)
_LEADING = re.compile(r"(?:同时|并且|而且|并|还|也|又|更|既|要)+(?=..)")
_SHORTEST = 3
_LONGEST_TITLE = 30
_SHORTEST_OF_LIST = 4


@dataclass(frozen=True)
class _Clause:
    """A clause, where its action begins, and whether it has a sign."""

    start: int
    action: int
    end: int
    has_sign: bool


def demanded(
    text: str,
    start: int,
    rule: ProposalRule,
    taken: Spans,
    *,
    goes_on: bool = False,
) -> Reading:
    """What a unit demands, an action each; ``goes_on`` if the unit before it demanded already."""
    cues = list(signs(text, start, rule))
    groups: list[list[_Clause]] = []
    demanding = goes_on
    is_open = False  # whether the last group is right before this clause
    for a, b in clauses(text):
        a = max(a, start)
        if a >= b:
            continue
        cue = next((end for begin, end in cues if a <= begin < b), None)
        if overlaps(a, b, taken):
            if is_open and _LEAD_IN.match(text, groups[-1][0].action) and _ASKS.search(text, a, b):
                groups.pop()  # what it is that is asked about
            demanding = demanding or cue is not None
            is_open = False
            continue
        if cue is not None:
            demanding = True
        elif not demanding or _STATEMENT.match(text, a):
            demanding = demanding and not _STATEMENT.match(text, a)
            is_open = False
            continue
        clause = _Clause(a, cue or trimmed(text, a, b)[0], b, cue is not None)
        if is_open and _belongs(text, groups[-1], clause):
            groups[-1].append(clause)
        else:
            groups.append([clause])
        is_open = True
    found = [item for group in groups if (item := _found(text, group))]
    return Reading(tuple(found), tuple((item.start, item.end) for item in found))


def _belongs(text: str, group: list[_Clause], clause: _Clause) -> bool:
    """Whether a clause goes on with the action before it."""
    if clause.has_sign:
        return False
    words = text[clause.action : clause.end]
    last = text[group[-1].action : group[-1].end]
    is_urged = any(_URGING.match(text, c.action) for c in group)
    is_circumstance = _CIRCUMSTANCE.match(last) is not None and len(last) <= _LONGEST_CIRCUMSTANCE
    if _URGING.match(words) and not _RESULT.match(words):
        return False
    return is_urged or is_circumstance or _RESULT.match(words) is not None


def _found(text: str, group: list[_Clause]) -> Found | None:
    start, end = trimmed(text, group[0].action, group[-1].end, _LEADING)
    if end - start < _SHORTEST:
        start, end = trimmed(text, group[0].start, group[-1].end)
    return Found(start, end, titled(text[start:end])) if end - start >= _SHORTEST else None


def heading_demanded(text: str, start: int, rule: ProposalRule, taken: Spans) -> Reading:
    """The demand that a heading is: as a whole, if it has a sign or begins as demands do."""
    begin, end = trimmed(text, start, len(text))
    has_sign = any(True for _ in signs(text, start, rule))
    if (
        overlaps(begin, end, taken)
        or end - begin < _SHORTEST
        or not (has_sign or text.startswith(rule.openings or ("\0",), begin))
    ):
        return Reading()
    return Reading((Found(begin, end, titled(text[begin:end])),), ((begin, end),))


def banned(text: str, start: int, rule: ProposalRule, taken: Spans) -> Reading:
    """What a unit forbids, one thing each."""
    found: list[Found] = []
    used: list[tuple[int, int]] = []
    cues = list(signs(text, start, rule))
    for a, b in clauses(text):
        a = max(a, start)
        cue = next(((x, y) for x, y in cues if a <= x < b), None)
        if cue is None or overlaps(a, b, taken):
            continue
        items = list(_forbidden(text, cue[1], b))
        if len(items) > 1:
            sign = text[cue[0] : cue[1]]
            found += [Found(x, y, titled(sign + text[x:y])) for x, y in items]
        elif items:
            x, y = trimmed(text, a, b, _LEADING)
            whole = text[x:y] if y - x <= _LONGEST_TITLE else text[cue[0] : y]
            found.append(Found(cue[0], y, titled(whole)))
        used.append((a, b))
    return Reading(tuple(found), tuple(used))


def _forbidden(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The things after the sign: several, if each is long enough to stand by itself."""
    begin, end = trimmed(text, begin, end)
    parts = [(begin + x, begin + y) for x, y in clauses(text[begin:end], "、")]
    if len(parts) > 1 and _stand_alone(text[x:y] for x, y in parts):
        yield from parts
    elif end - begin > 1:
        yield begin, end


def _stand_alone(words: Iterable[str]) -> bool:
    """吸烟、使用明火 is one thing, 以巡谋私、失职渎职 are two."""
    words = list(words)
    return all(_SHORTEST_OF_LIST <= len(word) <= 2 * _SHORTEST_OF_LIST for word in words)
