"""Word's automatic numbering: what it would show in front of a paragraph.

No such number stands in the text of a .docx file: a paragraph, or its style, names a list and a
level, and Word counts. The same is done here, in the order of the paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from handbook.numerals import numeral

_LEVELS = 9
_COUNTER = re.compile(r"%([1-9])")
_SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}


@dataclass(frozen=True)
class Level:
    """One level of a list: how its number looks, where it starts, and when it starts again.

    ``restart`` is the level (from 1) after which it does: None after any above it, 0 never.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "\t"
    restart: int | None = None
    is_plain: bool = False
    style: str = ""


@dataclass(frozen=True)
class NumberedList:
    """What a ``w:num`` says; lists with one ``counter`` go on counting one another."""

    counter: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Style:
    """A paragraph style: its name, the one it is based on, and what it says of number and outline.

    ``list`` and ``level`` are None where it says nothing.
    """

    name: str = ""
    based_on: str = ""
    list: str | None = None
    level: int | None = None
    outline: int | None = None


@dataclass(frozen=True)
class Styles:
    """The paragraph styles of a document by id, and the id of the one that is meant by none."""

    by_id: Mapping[str, Style]
    default: str = ""

    def chain(self, id: str) -> Iterator[tuple[str, Style]]:
        """The style ``id`` and those it is based on, nearest first, each once."""
        seen: set[str] = set()
        id = id or self.default
        while id in self.by_id and id not in seen:
            seen.add(id)
            yield id, self.by_id[id]
            id = self.by_id[id].based_on


class Counting:
    """Counts the paragraphs of one document, from its first to its last."""

    def __init__(self, lists: Mapping[str, NumberedList], styles: Styles) -> None:
        self._lists = lists
        self._styles = styles
        self._counters: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def next_number(self, properties: BaseOxmlElement | None) -> tuple[str, str]:
        """The number of the next paragraph, and what Word puts between it and the text."""
        found = self._place(properties)
        if found is None:
            return "", ""
        id, index = found
        numbered = self._lists[id]
        level = numbered.levels.get(index, Level())
        counters = self._counters.setdefault(numbered.counter, {})
        self._count(counters, id, numbered, index)
        if level.form == "bullet":
            return "", ""
        shown = _COUNTER.sub(
            lambda match: _shown(numbered, counters, int(match[1]) - 1, level), level.text
        )
        return shown, level.suffix if shown else ""

    def _count(self, counters: dict[int, int], id: str, numbered: NumberedList, index: int) -> None:
        level = numbered.levels.get(index, Level())
        if index in numbered.starts and (id, index) not in self._restarted:
            self._restarted.add((id, index))
            counters[index] = numbered.starts[index]
        else:
            counters[index] = counters.get(index, level.start - 1) + 1
        for deeper in range(index + 1, _LEVELS):
            restart = numbered.levels.get(deeper, Level()).restart
            if restart is None or index < restart:
                counters.pop(deeper, None)

    def _place(self, properties: BaseOxmlElement | None) -> tuple[str, int] | None:
        """The list and the level of a paragraph; None if it has no number."""
        own = child(properties, "w:numPr")
        id, level = value_of(own, "w:numId"), number_of(own, "w:ilvl")
        styled_by = ""
        if not id:
            for name, style in self._styles.chain(value_of(properties, "w:pStyle")):
                level = style.level if level is None else level
                if style.list is not None:
                    id, styled_by = style.list, name
                    break
        if id not in self._lists:  # 0 takes the number of the style away
            return None
        if styled_by:
            levels = self._lists[id].levels.items()
            level = next((index for index, item in levels if item.style == styled_by), level)
        return id, min(level or 0, _LEVELS - 1)


def _shown(numbered: NumberedList, counters: Mapping[int, int], index: int, level: Level) -> str:
    other = numbered.levels.get(index, Level())
    form = "decimal" if level.is_plain else other.form
    return numeral(counters.get(index, other.start), form)


def read_styles(styles: BaseOxmlElement) -> Styles:
    """The paragraph styles of a document's ``w:styles``."""
    found: dict[str, Style] = {}
    default = ""
    for element in styles.iterchildren(qn("w:style")):
        if element.get(qn("w:type")) != "paragraph":
            continue
        id = element.get(qn("w:styleId"), "")
        properties = child(element, "w:pPr")
        numbered = child(properties, "w:numPr")
        found[id] = Style(
            name=value_of(element, "w:name"),
            based_on=value_of(element, "w:basedOn"),
            list=value_of(numbered, "w:numId") or None,
            level=number_of(numbered, "w:ilvl"),
            outline=number_of(properties, "w:outlineLvl"),
        )
        if is_on(element.get(qn("w:default"), "0")):
            default = id
    return Styles(found, default)


def read_lists(
    numbering: BaseOxmlElement | None, styles: BaseOxmlElement
) -> Mapping[str, NumberedList]:
    """The lists of a document's ``w:numbering`` by the id that paragraphs name."""
    if numbering is None:
        return {}
    abstract = {
        element.get(qn("w:abstractNumId"), ""): element
        for element in numbering.iterchildren(qn("w:abstractNum"))
    }
    nums = list(numbering.iterchildren(qn("w:num")))
    of_num = {num.get(qn("w:numId"), ""): value_of(num, "w:abstractNumId") for num in nums}
    # A list that is a style of its own is defined where the style's own list is.
    of_style = {
        element.get(qn("w:styleId"), ""): value_of(
            child(child(element, "w:pPr"), "w:numPr"), "w:numId"
        )
        for element in styles.iterchildren(qn("w:style"))
    }
    found = {}
    for num in nums:
        counter = value_of(num, "w:abstractNumId")
        linked = value_of(abstract.get(counter), "w:numStyleLink")
        if linked:
            counter = of_num.get(of_style.get(linked, ""), counter)
        if counter in abstract:
            found[num.get(qn("w:numId"), "")] = _list(counter, abstract[counter], num)
    return found


def _list(counter: str, abstract: BaseOxmlElement, num: BaseOxmlElement) -> NumberedList:
    levels = {_index(element): _level(element) for element in abstract.iterchildren(qn("w:lvl"))}
    starts = {}
    for override in num.iterchildren(qn("w:lvlOverride")):
        index = _index(override)
        replaced = child(override, "w:lvl")
        if replaced is not None:
            levels[index] = _level(replaced)
        start = number_of(override, "w:startOverride")
        if start is not None:
            starts[index] = start
    return NumberedList(counter, levels, starts)


def _level(element: BaseOxmlElement) -> Level:
    start = number_of(element, "w:start")
    plain = child(element, "w:isLgl")
    return Level(
        start=0 if start is None else start,
        form=value_of(element, "w:numFmt") or "decimal",
        text=value_of(element, "w:lvlText"),
        suffix=_SUFFIXES.get(value_of(element, "w:suff"), "\t"),
        restart=number_of(element, "w:lvlRestart"),
        is_plain=plain is not None and is_on(plain.get(qn("w:val"), "1")),
        style=value_of(element, "w:pStyle"),
    )


def _index(element: BaseOxmlElement) -> int:
    return _integer(element.get(qn("w:ilvl"), "")) or 0


def child(element: BaseOxmlElement | None, name: str) -> BaseOxmlElement | None:
    """The first child of that name, if there is an element and it has one."""
    return None if element is None else element.find(qn(name))


def value_of(element: BaseOxmlElement | None, name: str) -> str:
    """The ``w:val`` of that child, empty if there is none."""
    found = child(element, name)
    return "" if found is None else found.get(qn("w:val"), "")


def number_of(element: BaseOxmlElement | None, name: str) -> int | None:
    """The ``w:val`` of that child as a number."""
    return _integer(value_of(element, name))


def is_on(word: str) -> bool:
    """Whether a value of Word's type for yes and no means yes."""
    return word in ("1", "true", "on")


def _integer(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
