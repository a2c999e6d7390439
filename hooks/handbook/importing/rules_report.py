"""What the command for issued rules tells: what it read, what changes, what is left to a person."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.changed_words import Fate, changed_words, in_words
from handbook.importing.clauses import IssuedText
from handbook.importing.issued_rules import IssuedRules

_SHOWN = 40


def told_of_text(text: IssuedText) -> Iterator[str]:
    """Which lines of the file are taken for none of the clauses."""
    first, last = text.clauses[0], text.clauses[-1]
    yield f"读到 {len(text.clauses)} 条，从{first.place}到{last.place}。"
    for what, lines in (("前面", text.before), ("中间", text.between), ("后面", text.after)):
        if lines:
            yield f"{what}有 {len(lines)} 段不是条文，没有收："
            yield from (f"  {line.place}  {_beginning(line.text)}" for line in lines)


def told_of_changes(result: IssuedRules) -> Iterator[str]:
    """The set clause by clause, and what its page says of the issue."""
    issued = result.instrument
    yield f"印发单位：{issued.issuer}；文号：{issued.number}；日期：{issued.date}。"
    yield f"“{result.spec.title}”逐条对照（没有标记的字不变）："
    for change in result.changes:
        pieces = changed_words(change.old, change.new)
        if change.is_same:
            yield f"{change.id}  没有变"
        elif change.old == change.new:
            yield f"{change.id}  文字相同，改为印发的条文"
            yield from _indented(change.new)
        elif any(piece.fate is Fate.KEPT for piece in pieces):
            yield change.id
            yield from _indented(in_words(pieces))
        else:
            yield f"{change.id}  整条换了"
            yield from _indented(f"原：{change.old}")
            yield from _indented(f"今：{change.new}")


def told_of_rest(result: IssuedRules) -> Iterator[str]:
    """Which files were written, and all that a person has to look at."""
    yield "已写好："
    yield from (f"  {path}" for path in result.files)
    for item in result.to_look_at:
        yield f"请人工核对 {len(item.places)} 处：{item.why}。"
        yield from (f"  {place}" for place in item.places)


def _indented(text: str) -> Iterator[str]:
    yield from (f"    {line}" for line in text.split("\n"))


def _beginning(text: str) -> str:
    return text[:_SHOWN] + ("……" if len(text) > _SHOWN else "")
