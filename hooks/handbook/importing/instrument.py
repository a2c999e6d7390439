"""Who issued a text, under which number and on which day, as far as the text itself says so.

Only what stands on a line of its own is taken: in running text an issued document names others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handbook.editing import RefusedError
from handbook.numerals import value

_HAN_DIGITS = "[〇零○一二三四五六七八九十]"
_DAY = (
    r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"
    rf"|(?P<hy>{_HAN_DIGITS}{{4}})\s*年\s*(?P<hm>{_HAN_DIGITS}{{1,2}})\s*月\s*(?P<hd>{_HAN_DIGITS}{{1,3}})\s*日"
    r"|(?P<iy>\d{4})[-./](?P<im>\d{1,2})[-./](?P<id>\d{1,2})"
)
DATE_LINE = re.compile(rf"(?P<who>[^，。；：、！？\d]{{2,40}}?[\s\u3000]*)?(?:{_DAY})")
_NUMBER = r"[\u4e00-\u9fffx×X○]{1,20}\s*[〔\[［【（(]\s*\d{4}\s*[〕\]］】）)]\s*第?\s*\d{1,5}\s*号"
_NUMBER_LINE = re.compile(rf"[（(]?(?P<number>{_NUMBER})[）)]?(?:[\s\u3000]+签发人.*)?")
_NUMBER_WITHIN = re.compile(rf"(?:根据|按照|依据|参照|转发|印发)?(?P<number>{_NUMBER})")
_HEAD_LINE = re.compile(r"(?P<who>[^，。；：、！？《》]{2,40}?)[\s\u3000]*文[\s\u3000]*件")
_SIGNATURE = re.compile(r"[^，。；：、！？《》]{2,40}")
_GAP = re.compile(r"[\u3000]+|\s{2,}")


@dataclass(frozen=True)
class Instrument:
    """What a front matter says of an issued wording; what is not known is empty."""

    issuer: str = ""
    number: str = ""
    date: str = ""


def instrument(given: Instrument, before: Sequence[str], after: Sequence[str]) -> Instrument:
    """What is given, and for the rest what the lines before and after the clauses say.

    Raises :class:`RefusedError` if something is neither given nor found, or if a date is none.
    """
    found = Instrument(
        given.issuer.strip() or _only(_issuers(before, after)),
        given.number.strip() or _only(_numbers((*before, *after))),
        _given_date(given.date.strip()) or _only(_dates((*after, *before))),
    )
    missing = list(_missing(found, before, after))
    if missing:
        raise RefusedError("\n".join(missing))
    return found


def _missing(found: Instrument, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    lines = (*before, *after)
    if not found.issuer:
        choices = list(dict.fromkeys(_issuers(before, after)))
        hint = f"文件里的落款有 {'；'.join(choices)}。" if choices else ""
        yield f"不知道印发单位，用 ISSUER= 写明，例如 ISSUER=某某单位。{hint}"
    if not found.number:
        choices = list(dict.fromkeys(_mentioned(lines)))
        hint = f"文件里提到 {'、'.join(choices)}，是其中的一个就照写。" if choices else ""
        yield (
            "不知道文号，用 NUMBER= 写明，例如 NUMBER=某委发〔2024〕1号；"
            f"确实没有文号的，写 NUMBER=无。{hint}"
        )
    if not found.date:
        choices = list(dict.fromkeys(_dates(lines)))
        hint = f"文件里单独成行的日期有 {'、'.join(choices)}。" if choices else ""
        yield f"不知道印发日期，用 DATE= 写明，例如 DATE=2024-01-31。{hint}"


def _only(found: Iterable[str]) -> str:
    """The one that is found, empty if there is none or if there are several."""
    distinct = list(dict.fromkeys(found))
    return distinct[0] if len(distinct) == 1 else ""


def _numbers(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        match = _NUMBER_LINE.fullmatch(line)
        if match:
            yield "".join(match["number"].split())


def _mentioned(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        found = _NUMBER_WITHIN.finditer(line)
        yield from ("".join(match["number"].split()) for match in found)


def _dates(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        match = DATE_LINE.fullmatch(line)
        day = _day(match) if match else ""
        if day:
            yield day


def _given_date(text: str) -> str:
    match = re.fullmatch(_DAY, text.replace("/", "-"))
    day = _day(match) if match else ""
    if text and not day:
        raise RefusedError(f"DATE={text} 不是日期：写成 2024-01-31 或者 2024年1月31日。")
    return day


def _day(match: re.Match[str]) -> str:
    """The day as ISO 8601 writes it; empty if the calendar has no such day."""
    for parts in (("y", "m", "d"), ("hy", "hm", "hd"), ("iy", "im", "id")):
        if match[parts[0]]:
            numbers = [value(match[part]) or 0 for part in parts]
            try:
                return date(*numbers).isoformat()
            except ValueError:
                return ""
    return ""


def _issuers(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Who signs; where nobody does, whose paper it is by its head."""
    signed = [*_signatures(after), *_signatures(before)]
    heads = (match for line in before if (match := _HEAD_LINE.fullmatch(line)))
    yield from signed or (match["who"].strip() for match in heads)


def _signatures(lines: Sequence[str]) -> Iterator[str]:
    """The names above a date, or beside it; several who sign together are one issuer."""
    for row, line in enumerate(lines):
        match = DATE_LINE.fullmatch(line)
        if match is None:
            continue
        signed = [match["who"]] if match["who"] else []
        while not match["who"] and row > 0 and _is_name(lines[row - 1]):
            row -= 1
            signed.insert(0, lines[row])
        names = [name for part in signed for name in _GAP.split(part.strip()) if name]
        if names:
            yield "、".join(names)


def _is_name(line: str) -> bool:
    return bool(_SIGNATURE.fullmatch(line)) and not DATE_LINE.fullmatch(line)
