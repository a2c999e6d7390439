"""Things that a sentence lists: 是否存在甲、乙等问题, 重点了解甲、乙等情况, 甲，这是主要问题."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.importing.sentences import COMMAS, STOPS, clauses, enclosed, is_enclosed
from handbook.importing.wordings import Found, Reading, Spans, overlaps, signs, titled, trimmed
from handbook.model import ProposalRule

# What one does with what was found: 发现和推动解决甲、乙等问题.
_HANDLING = re.compile(
    r"(?:(?:和|及|、|并)?(?:着力|及时|推动|督促)*(?:发现|解决|纠正|查处|整改|整治|克服|防止|处理|纠治|治理|的))+"
)
# What is between the last thing and the word that ends the list: 等形式主义(问题), 的突出(问题).
_BEFORE_END = re.compile(r"(?:等(?P<of>[^，,、。]{0,10})|的[^，,、。的等]{0,4}|[“‘][^“”‘’]{0,6})$")
_AREAS = ("方面", "领域", "环节", "岗位", "工作")
# Where things are: 学习中的甲, 工作上存在的乙.
_WHERE = re.compile(r".*(?:中存在的|上存在的|存在的|中的|上的|方面的|里的|过程中)")
_AND = re.compile(r"和|以及|及")
_LEADING = re.compile(r"(?:或者?|以及|和|及|有|仍有|还有|着)(?=..)")
_CONNECTING = re.compile(r"(?:但是?|然而|同时|目前|当前|其中|而且|此外|另外|我们的?)(?=..)")
_POINTING_BACK = "这"
_NOUNS = 8


def listed(text: str, start: int, rule: ProposalRule, taken: Spans) -> Reading:
    """The things that a unit lists, and the whole stretch from the sign to the end of the list."""
    found: list[Found] = []
    used: list[tuple[int, int]] = []
    for begin, end in signs(text, start, rule):
        if overlaps(begin, end, (*taken, *used)):
            continue
        pointing = text.startswith(_POINTING_BACK, begin)
        items, stretch, suffix = (
            _before(text, start, begin, end, rule) if pointing else _after(text, end, rule)
        )
        if items:
            found += [Found(a, b, titled(text[a:b] + suffix)) for a, b in items]
            used.append((min(begin, stretch[0]), max(end, stretch[1])))
    for a, b in _opened(text, start, rule):
        if not overlaps(a, b, (*taken, *used)):
            found.append(Found(a, b, titled(text[a:b])))
            used.append((a, b))
    return Reading(tuple(found), tuple(used))


def _opened(text: str, start: int, rule: ProposalRule) -> Iterator[tuple[int, int]]:
    """The things said in clauses that each begin with one of the openings: 有的甲，有的乙."""
    for a, b in clauses(text):
        a, b = trimmed(text, max(a, start), b)
        opening = next((word for word in rule.openings if text.startswith(word, a)), "")
        if opening and b - a - len(opening) > 2:
            yield a + len(opening), b


_Listed = tuple[list[tuple[int, int]], tuple[int, int], str]
_NOTHING: _Listed = ([], (0, 0), "")


def _after(text: str, end: int, rule: ProposalRule) -> _Listed:
    """What is listed after a sign that ends at ``end``."""
    of_it = text.startswith("的", end)  # 存在的甲、乙、丙
    match = _HANDLING.match(text, end)
    begin = match.end() if match else end
    limit = next((p for p in range(begin, len(text)) if text[p] in STOPS), len(text))
    pairs = enclosed(text)
    for last in re.finditer("|".join(map(re.escape, rule.ends)), text[begin:limit]):
        stop = begin + last.start()
        before = _BEFORE_END.search(text, begin, stop)
        list_end = before.start() if before else stop
        if before and (before["of"] or "").startswith(_AREAS):
            return _NOTHING  # 甲、乙等方面的问题 says where they are, and not what they are
        crosses = any(text[p] in COMMAS and not is_enclosed(p, pairs) for p in range(begin, stop))
        if not before and crosses:
            continue
        items = list(_items(text, begin, list_end))
        if not items:
            return _NOTHING
        suffix = last[0] if last[0] == "情况" else ""
        return items, (begin, begin + last.end()), suffix
    if of_it:
        (first, last_of_clause), *_ = clauses(text[begin:limit]) or [(0, 0)]
        items = list(_items(text, begin + first, begin + last_of_clause))
        if len(items) > 1 and all(b - a <= _NOUNS for a, b in items):
            return items, (items[0][0], items[-1][1]), ""
    return _NOTHING


def _before(text: str, start: int, begin: int, end: int, rule: ProposalRule) -> _Listed:
    """What is listed before 这是……问题: the clauses of the sentence so far."""
    spans = clauses(text[:begin])
    is_clause = not spans or spans[-1][1] < begin
    (first, last), *_ = clauses(text[end:]) or [(0, 0)]
    words = text[end + first : end + last]
    if not is_clause or not words.endswith(rule.ends):
        return _NOTHING
    items = [trimmed(text, max(a, start), b, _CONNECTING) for a, b in spans if b > start]
    items = [(a, b) for a, b in items if b - a > 2]
    return (items, (items[0][0], end + last), "") if items else _NOTHING


def _items(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The things in a list, each without what leads to it."""
    pairs = enclosed(text)
    is_first = True
    for clause_begin, clause_end in clauses(text[begin:end], COMMAS):
        parts = clauses(text[begin + clause_begin : begin + clause_end], "、")
        for number, (a, b) in enumerate(parts):
            a, b = begin + clause_begin + a, begin + clause_begin + b
            if is_first:
                where = _WHERE.match(text, a, b)
                a = where.end() if where and where.end() < b else a
            is_first = False
            pieces = [(a, b)]
            if number and number == len(parts) - 1:
                found = [m for m in _AND.finditer(text, a, b) if not is_enclosed(m.start(), pairs)]
                if found:
                    pieces = [(a, found[0].start()), (found[0].end(), b)]
            for piece in pieces:
                left, right = trimmed(text, *piece, _LEADING)
                if right - left > 1:
                    yield left, right
