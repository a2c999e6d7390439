"""The numbered clauses of an issued text, and what stands before and after them.

A text may number in several ways at once: sections, clauses, what a clause lists. The clauses of a
set are those whose numbers run from 1 to as many as the set has. What is not certain is refused:
nobody shall publish as issued what was not.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handbook.editing import RefusedError
from handbook.importing.document import Document
from handbook.importing.instrument import DATE_LINE
from handbook.numerals import value

_HAN = "[〇零○一二三四五六七八九十百]{1,5}"
_DIGITS = r"\d{1,3}"
# 第三条规定的……: a paragraph that begins so speaks of a clause.
_OTHER_CLAUSE = "所|规定|第|款|的|中|至|和|或"
_MARKS = r"[\s\u3000：:、.．]+"
_BLANK = r"[\s\u3000]*"
# How clauses are numbered, and how people call it.
_FORMS = {
    name: re.compile(pattern)
    for name, pattern in {
        "第一条": rf"第{_BLANK}(?P<n>{_HAN}|{_DIGITS}){_BLANK}条(?:{_MARKS}|(?!{_OTHER_CLAUSE}))",
        "一、": rf"(?P<n>{_HAN}){_BLANK}[、.．]{_BLANK}",
        "（一）": rf"[（(]{_BLANK}(?P<n>{_HAN}){_BLANK}[）)][、.．]?{_BLANK}",
        "1.": rf"(?P<n>{_DIGITS}){_BLANK}[.．、)）](?!\d){_BLANK}",
        "（1）": rf"[（(]{_BLANK}(?P<n>{_DIGITS}){_BLANK}[）)][、.．]?{_BLANK}",
        "①": rf"(?P<n>[①-⒛㈠-㈩㊀-㊉])[、.．]?{_BLANK}",
        "一是": rf"(?P<n>{_HAN})是[，,：:]?{_BLANK}",
        "一不准": rf"(?P<n>{_HAN})(?=[不严禁必要应])",
    }.items()
}
_CHAPTER = re.compile(rf"第{_BLANK}(?:{_HAN}|{_DIGITS}){_BLANK}[章节编](?:[\s\u3000].*|.{{0,20}})")
_SUPPLEMENT = re.compile(rf"(?:第{_BLANK}(?:{_HAN}|{_DIGITS}){_BLANK}[章节]{_BLANK})?附{_BLANK}则")
_PAGE_NUMBER = re.compile(r"[-—–\s]*\d{1,4}[-—–\s]*|第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?")
# With what an issued text goes on when its clauses are over.
_CLOSING = re.compile(
    r"附件[\s\u3000：:\d]|附件$|(?:特)?此(?:通知|复|件)|[（(]此件|[（(]联系人|抄送|主送|抄报|主题词"
    r"|(?:本|以上|上述)\S{0,20}(?:自\S{1,20}(?:起|之日)|由\S{1,30}负责解释|请\S{0,10}(?:遵照|认真|严格))"
    r"|.{0,40}\d{4}年\d{1,2}月\d{1,2}日印发"
)
_SIGNATURE = re.compile(r"[^，。；：、！？]{2,40}")
_SENTENCE_ENDS = ("。", "；", "：", "！", ".", ";", ":", "”", "）")
_LIST_FOLLOWS = ("：", ":")
_SHOWN = 16


@dataclass(frozen=True)
class Line:
    """A line without the blanks around it, and where it stands, in words."""

    text: str
    place: str


@dataclass(frozen=True)
class Clause:
    """A clause of the issued text, without its number: its paragraphs, to the character."""

    number: int
    paragraphs: tuple[str, ...]
    place: str

    @property
    def text(self) -> str:
        """The paragraphs as lines."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True)
class IssuedText:
    """The clauses, the lines before and after them, and those between that belong to none."""

    clauses: tuple[Clause, ...]
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    between: tuple[Line, ...]


@dataclass(frozen=True)
class _Start:
    row: int
    number: int
    text: str


_Run = tuple[_Start, ...]


def issued_text(document: Document, title: str, count: int) -> IssuedText:
    """The clauses of the set ``title``, which has ``count``.

    Raises :class:`RefusedError` if the text has no such clauses, or if it is not certain which they
    are.
    """
    everything = tuple(_lines(document))
    lines = tuple(line for line in everything if not _PAGE_NUMBER.fullmatch(line.text))
    runs = {name: _runs(lines, name) for name in _FORMS}
    fitting = [(name, run) for name in runs for run in runs[name] if _fits(run, count)]
    if len(fitting) > 1:
        places = "、".join(lines[run[0].row].place for _, run in fitting)
        raise RefusedError(
            f"文件里有 {len(fitting)} 处都是从 1 到 {count} 编号的（{places}起），"
            f"不知道哪一处是“{title}”：只留那一处，存为另一个文件。"
        )
    if not fitting:
        raise RefusedError(_why_none_fits(lines, runs, title, count))
    name, run = fitting[0]
    text = _taken_apart(lines, name, run, _outer_rows(runs, run), title)
    page_numbers = (line for line in everything if line not in lines)
    return replace(text, between=(*text.between, *page_numbers))


def _lines(document: Document) -> Iterator[Line]:
    for paragraph in document.paragraphs:
        for number, text in enumerate(paragraph.text.split("\n")):
            words = text.strip()
            if words:
                row = paragraph.place + (number if document.counted == "行" else 0)
                yield Line(words, f"第 {row} {document.counted}")


def _runs(lines: Sequence[Line], name: str) -> list[_Run]:
    """The stretches of one form: a new one begins where counting begins anew."""
    runs: list[list[_Start]] = []
    for row, line in enumerate(lines):
        if _SUPPLEMENT.fullmatch(line.text):
            runs.append([])  # what is numbered there counts on, and is none of the clauses
        found = _FORMS[name].match(line.text)
        number = value(found["n"]) if found else None
        if found and number is not None:
            if number == 1 or not runs:
                runs.append([])
            runs[-1].append(_Start(row, number, line.text[found.end() :]))
    return [tuple(run) for run in runs if run]


def _fits(run: _Run, count: int) -> bool:
    return [start.number for start in run] == list(range(1, count + 1))


def _outer_rows(runs: dict[str, list[_Run]], clauses: _Run) -> frozenset[int]:
    """Where sections begin: numbers that were counting already when the first clause began."""
    first = clauses[0].row
    return frozenset(
        start.row
        for found in runs.values()
        for run in found
        if run is not clauses and run[0].row < first
        for start in run
        if start.row > first
    )


def _why_none_fits(
    lines: Sequence[Line], runs: dict[str, list[_Run]], title: str, count: int
) -> str:
    found = [(name, run) for name in runs for run in runs[name]]
    if not found:
        forms = "、".join(f"“{name}”" for name in _FORMS)
        return (
            f"文件里没有找到编了号的条文：“{title}”应有 {count} 条，每条另起一段，"
            f"前面写编号，例如 {forms}。"
        )
    name, run = min(found, key=lambda item: (abs(len(item[1]) - count), -len(item[1])))
    told = [f"“{title}”应有 {count} 条，文件里以“{name}”的样子编号的有 {len(run)} 条："]
    told += (
        f"  第 {start.number} 条（{lines[start.row].place}）{_beginning(start.text)}"
        for start in run
    )
    told += (f"{fault}。" for fault in _faults(lines, run, count))
    last = run[-1].row + 1
    after = f"后面是“{_beginning(lines[last].text)}”" if last < len(lines) else "后面没有了"
    told.append(f"数到{lines[run[-1].row].place}为止，{after}。把文件改正以后再运行一次。")
    return "\n".join(told)


def _faults(lines: Sequence[Line], run: _Run, count: int) -> Iterator[str]:
    numbers = [start.number for start in run]
    for number in sorted({n for n in numbers if numbers.count(n) > 1}):
        places = "、".join(lines[start.row].place for start in run if start.number == number)
        yield f"编号 {number} 有 {numbers.count(number)} 个：{places}"
    missing = [str(n) for n in range(1, max(*numbers, count) + 1) if n not in numbers]
    if missing:
        yield f"缺编号 {'、'.join(missing)}"
    extra = [str(n) for n in numbers if n > count]
    if extra:
        yield f"多出编号 {'、'.join(extra)}"
    if not missing and not extra and len(set(numbers)) == len(numbers):
        yield "编号的次序乱了"


def _beginning(text: str) -> str:
    return text[:_SHOWN] + ("……" if len(text) > _SHOWN else "")


def _taken_apart(
    lines: tuple[Line, ...], name: str, run: _Run, outer: frozenset[int], title: str
) -> IssuedText:
    ends = [*(start.row for start in run[1:]), len(lines)]
    clauses: list[Clause] = []
    between: list[Line] = []
    after: tuple[Line, ...] = ()
    for start, end in zip(run, ends, strict=True):
        rest = lines[start.row + 1 : end]
        is_last = end == len(lines)
        sections = {row - start.row - 1 for row in outer}
        own = _belonging(rest, name, sections, is_last=is_last)
        if is_last:
            after = rest[own:]
            _refuse_doubt(start, rest[:own], clauses)
        else:
            between += rest[own:]
        paragraphs = (start.text, *(line.text for line in rest[:own]))
        clauses.append(
            Clause(start.number, tuple(filter(None, paragraphs)), lines[start.row].place)
        )
    empty = [clause for clause in clauses if not clause.paragraphs]
    if empty:
        places = "、".join(f"第 {clause.number} 条（{clause.place}）" for clause in empty)
        raise RefusedError(f"“{title}”的 {places}只有编号，没有文字：补上，或者换一个完整的文件。")
    return IssuedText(tuple(clauses), lines[: run[0].row], after, tuple(between))


def _belonging(rest: Sequence[Line], name: str, sections: set[int], *, is_last: bool) -> int:
    """How many of the lines after a clause's first one are the clause's."""
    for number, line in enumerate(rest):
        text = line.text
        if number in sections or _CHAPTER.fullmatch(text):
            return number
        if is_last and (
            _SUPPLEMENT.fullmatch(text)
            or _CLOSING.match(text)
            or DATE_LINE.fullmatch(text)
            or _FORMS[name].match(text)
            or _is_signature(rest[number:])
        ):
            return number
    return len(rest)


def _is_signature(lines: Sequence[Line]) -> bool:
    """Whether the lines begin with names and then a date."""
    dates = [bool(DATE_LINE.fullmatch(line.text)) for line in lines]
    names = list(itertools.takewhile(lambda line: _SIGNATURE.fullmatch(line.text), lines))
    return any(dates[1 : len(names) + 1])


def _refuse_doubt(start: _Start, own: Sequence[Line], others: Sequence[Clause]) -> None:
    """What follows the last clause is the clause's only if it can be nothing else.

    That is so where the clause says that something follows, or where other clauses go on, too; and
    then of sentences and of what is numbered.
    """
    first = start.text or (own[0].text if own else "")
    extra = own if start.text else own[1:]
    goes_on = first.endswith(_LIST_FOLLOWS) or any(len(clause.paragraphs) > 1 for clause in others)
    if all(goes_on and _is_of_a_clause(line.text) for line in extra):
        return
    shown = "".join(f"\n  {line.place}　{_beginning(line.text)}" for line in extra)
    raise RefusedError(
        f"第 {start.number} 条后面还有 {len(extra)} 段，看不出是不是这一条的：{shown}\n"
        "是这一条的，把它接在上一段后面；不是的，从文件里删去，再运行一次。"
    )


def _is_of_a_clause(text: str) -> bool:
    return text.endswith(_SENTENCE_ENDS) or any(form.match(text) for form in _FORMS.values())
