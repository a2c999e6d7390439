"""The outline of the source text: every quote that it lists is answered by an entry.

The outline is a given file (sentences with classes, lists of quotes); the table beside it names the
entry that stands for each quote, or gives a reason why none of that kind or with those words does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook import codes
from handbook.catalog import Catalog, Entry
from handbook.model import Diagnostic, OutlineSpec, Place, SourceSpec
from handbook.source_text import unit_at
from handbook.vocabulary import ROLE, SENTENCE_ROLE


@dataclass(frozen=True)
class OutlineQuote:
    """One place that the outline lists, ``start`` being its offset in the source's body."""

    id: str
    words: str
    kind: str
    start: int


@dataclass(frozen=True)
class Answer:
    """What the table says of one quote: the entry that stands for it, or a reason, or both."""

    quote: str
    entry: str
    reason: str
    place: Place


@dataclass(frozen=True)
class Outline:
    """The outline and its table, as read."""

    quotes: tuple[OutlineQuote, ...] = ()
    background_sentences: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    place: Place | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


def read_outline(root: Path, spec: OutlineSpec, body_start: int) -> Outline:
    """The outline that ``handbook.yml`` names; an unreadable file is a diagnostic.

    The outline counts from the beginning of the source file, where the body begins at
    ``body_start``.
    """
    try:
        data = _read_json(root, spec.file, spec)
        rows = _read_json(root, spec.table, spec)
        quotes = tuple(
            OutlineQuote(item["id"], item["quote"], kind, item["start"] - body_start)
            for group, kind in spec.groups.items()
            for item in data[group]
        )
        background = tuple(
            sentence["text"]
            for sentence in data["sentences"]
            if {sentence["class"], *sentence["also"]} & set(spec.background_classes)
        )
        text = (root / spec.table).read_text(encoding="utf-8")
        answers = tuple(_answer(row, text, spec.table) for row in rows)
    except _UnreadableError as error:
        return Outline(diagnostics=(error.diagnostic,))
    except (KeyError, TypeError) as error:
        fault = codes.SETTINGS.at(spec.place, f"提纲或对照表缺少 {error}")
        return Outline(diagnostics=(fault,))
    return Outline(quotes, background, answers, Place(spec.table, 1))


class _UnreadableError(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(diagnostic.message)


def _read_json(root: Path, name: str, spec: OutlineSpec) -> Any:
    try:
        return json.loads((root / name).read_text(encoding="utf-8"))
    except OSError as error:
        fault = codes.SETTINGS.at(spec.place, f"读不到 {name}：{error.strerror}")
    except UnicodeDecodeError:
        fault = codes.UNREADABLE.at(Place(name, 1), f"{name} 不是 UTF-8 编码")
    except json.JSONDecodeError as error:
        fault = codes.SETTINGS.at(Place(name, error.lineno, error.colno), "不是合法的 JSON")
    raise _UnreadableError(fault)


def _answer(row: Mapping[str, str], text: str, path: str) -> Answer:
    quote = row["outline"]
    line = text[: max(text.find(f'"{quote}"'), 0)].count("\n") + 1
    return Answer(quote, row.get("entry", ""), row.get("reason", ""), Place(path, line))


def check_outline(catalog: Catalog, source: SourceSpec, outline: Outline) -> Iterator[Diagnostic]:
    """Everything by which entries, background and table fall short of the outline of a source."""
    yield from outline.diagnostics
    if outline.diagnostics:
        return
    units = catalog.units_of(source)
    yield from _check_table(catalog, units, outline)
    yield from _check_background(catalog, units, outline)


def _check_table(
    catalog: Catalog, units: tuple[Entry, ...], outline: Outline
) -> Iterator[Diagnostic]:
    known = {quote.id: quote for quote in outline.quotes}
    answered: set[str] = set()
    for answer in outline.answers:
        quote = known.get(answer.quote)
        if quote is None:
            yield codes.OUTLINE.at(answer.place, f"提纲里没有 {answer.quote}")
        elif answer.quote in answered:
            yield codes.OUTLINE.at(answer.place, f"{answer.quote} 在对照表里写了两次")
        else:
            problem = _problem(catalog, units, quote, answer)
            if problem:
                yield codes.OUTLINE.at(answer.place, problem)
        answered.add(answer.quote)
    for quote in outline.quotes:
        if quote.id not in answered:
            message = f"提纲的 {quote.id}“{quote.words}”在对照表里没有着落"
            yield codes.OUTLINE.at(outline.place or Place("", 1), message)


def _problem(
    catalog: Catalog, units: tuple[Entry, ...], quote: OutlineQuote, answer: Answer
) -> str:
    if not answer.entry:
        return "" if answer.reason else f"{quote.id} 既没有写条目，也没有写理由"
    entry = catalog.by_id.get(answer.entry)
    if entry is None:
        return (
            "" if answer.entry in catalog.broken_ids else f"{quote.id} 的条目 {answer.entry} 不存在"
        )
    if answer.reason:
        return ""
    kinds = catalog.handbook.kinds
    if entry.kind.name != quote.kind:
        wanted = kinds[quote.kind].label
        return f"{quote.id} 应是{wanted}，{entry.id} 是{entry.kind.label}；确要这样，请写 reason"
    if quote.words not in (words.text for words in entry.quotes):
        return f"{quote.id} 的原话“{quote.words}”不在 {entry.id} 的 quote 里；确要这样，请写 reason"
    unit = unit_at(units, quote.start)
    if unit and unit.id not in (source.text for source in entry.sources):
        return f"{quote.id} 出自 {unit.id}，{entry.id} 没有以它为据；确要这样，请写 reason"
    return ""


def _check_background(
    catalog: Catalog, units: tuple[Entry, ...], outline: Outline
) -> Iterator[Diagnostic]:
    for unit in units:
        declared = catalog.background.get(unit.id)
        if declared and _is_plain_sentence(unit) and not _is_background(unit, outline):
            yield codes.NOT_BACKGROUND.at(declared.place, f"{unit.id} 在提纲里不是背景或原则")


def _is_plain_sentence(entry: Entry) -> bool:
    return entry.value(ROLE) in ("", SENTENCE_ROLE)


def _is_background(entry: Entry, outline: Outline) -> bool:
    """The outline's sentences hold fused headings too, so ours is looked for in them."""
    return any(entry.body in sentence for sentence in outline.background_sentences)
