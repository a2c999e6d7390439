"""Blocks and front matter: known kinds and options, values of the right form and place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from handbook import codes
from handbook.catalog import Catalog, heading_of
from handbook.model import (
    Block,
    Diagnostic,
    Kind,
    Option,
    OptionSpec,
    OptionType,
    Page,
    Place,
    Position,
    addressed,
)
from handbook.vocabulary import (
    DRAFT,
    GUIDE,
    ID,
    NON_ENTRIES,
    PICTURE,
    PICTURE_NAMES,
    QUOTE,
    SOURCE,
    UNITS,
)

# How a place begins that the skeleton of a new entry leaves to the editor.
PLACEHOLDER = "〔待填"
_UNFILLED = re.compile(f"{PLACEHOLDER}[^〕\\n]*〕?")
_ID_SPEC = OptionSpec(ID, OptionType.TEXT, required=True)
_DRAFT_SPEC = OptionSpec(DRAFT, OptionType.CHOICE, values=("true", "false"))
_UNITS_SPEC = OptionSpec(UNITS, OptionType.UNITS, required=True)
INSTRUMENT_FIELDS = ("name", "issuer", "date", "number")

# Front-matter keys that are not options of a page's kind: those of sets, of this handbook, and
# those of MkDocs and its theme that a page may need.
PAGE_KEYS = (
    "title",
    "description",
    "hide",
    "kind",
    "id",
    "set",
    "status",
    "issued-by",
    "document-number",
    "date",
    DRAFT,
)


def options(catalog: Catalog) -> Iterator[Diagnostic]:
    """Unknown, missing and ill-formed options of blocks."""
    kinds = catalog.handbook.kinds
    rules = {k.name: _Rules((_ID_SPEC, *k.options.values(), _DRAFT_SPEC)) for k in kinds.values()}
    for_nothing = _Rules(())
    for_others = _Rules((_UNITS_SPEC,))
    for page in catalog.pages:
        for block in page.blocks:
            kind = kinds.get(block.name)
            if block.name in NON_ENTRIES:
                readable = not _has_broken_options(page, block)
                own = for_nothing if block.name in (GUIDE, PICTURE) else for_others
                yield from own.check(block.options, block.place, block.name, readable)
            elif kind is not None and kind.position is not Position.BLOCK:
                message = f"{kind.label}不是写成条目块的"
                yield codes.WRONG_PLACE.at(block.place, message, _where_written(kind))
            elif kind is not None:
                readable = ID in block.options or not _has_broken_options(page, block)
                own = rules[kind.name]
                yield from own.check(block.options, block.place, kind.label, readable)


def titles(catalog: Catalog) -> Iterator[Diagnostic]:
    """Blocks without a title, and pages without one."""
    for page in catalog.pages:
        if not page.title and not any(f.code == codes.UNREADABLE.number for f in page.diagnostics):
            yield codes.EMPTY_TITLE.at(
                Place(page.path, 1), "这一页没有标题", "在页首写 title，或写一个 # 标题。"
            )
        for block in page.blocks:
            kind = catalog.handbook.kinds.get(block.name)
            if block.name in NON_ENTRIES or (kind is not None and not kind.verbatim):
                if not block.title:
                    yield codes.EMPTY_TITLE.at(block.place, f"条目块 {block.name} 没有题目")
            elif kind is not None and block.title:
                message = f"{kind.label}照录原文，不写题目"
                yield codes.WRONG_VALUE.at(block.place, message, "删去 | 和它后面的文字。")


def pictures(catalog: Catalog) -> Iterator[Diagnostic]:
    """Pictures that the build does not draw, and blocks that have more than a picture's name."""
    for page in catalog.pages:
        for block in page.blocks:
            if block.name != PICTURE:
                continue
            if block.title and block.title not in PICTURE_NAMES:
                yield codes.UNKNOWN_PICTURE.at(
                    block.title_place,
                    f"没有“{block.title}”这幅图",
                    _nearest(block.title, PICTURE_NAMES),
                )
            if block.body:
                yield codes.UNKNOWN_PICTURE.at(
                    block.body_place, "图是构建时画的，块里不写正文", "删去正文，或移到块的外面。"
                )


def guides(catalog: Catalog) -> Iterator[Diagnostic]:
    """Advice that stands under no heading with an id, under one that has some, or that is empty."""
    for page in catalog.pages:
        seen: set[str] = set()
        for block in page.blocks:
            if block.name != GUIDE:
                continue
            heading = heading_of(page, block)
            if heading not in catalog.by_id:
                yield codes.WRONG_PLACE.at(
                    block.place,
                    "guide 不在有编号的标题之下",
                    "移到它所说的标题（## 标题 { #编号 }）下面。",
                )
            elif heading in seen:
                message = f"{heading} 之下已经有一个 guide"
                yield codes.WRONG_PLACE.at(block.place, message, "两个合成一个。")
            elif not block.body:
                yield codes.EMPTY_TITLE.at(block.place, "guide 没有正文")
            seen.add(heading)


def places(catalog: Catalog) -> Iterator[Diagnostic]:
    """Entries that do not stand under the kind that they belong to."""
    kinds = catalog.handbook.kinds
    for entry in catalog.entries:
        within = entry.kind.within
        if within is not None and entry.page.uri not in entry.kind.also_on:
            parent = catalog.by_id.get(entry.parent) if entry.parent else None
            if parent is None or parent.kind.name != within:
                message = f"{entry.kind.label} {entry.id} 不在任何一个{kinds[within].label}之下"
                yield codes.WRONG_PLACE.at(entry.place, message)
        if entry.kind.verbatim and entry.page.uri not in catalog.handbook.source_pages:
            message = f"{entry.kind.label} {entry.id} 不在原文页上"
            pages = "、".join(f"docs/{uri}" for uri in catalog.handbook.source_pages)
            yield codes.WRONG_PLACE.at(entry.place, message, f"原文页是：{pages}。")


def front_matter(catalog: Catalog) -> Iterator[Diagnostic]:
    """Unknown keys of a page's front matter, and a page entry without what its kind requires."""
    for_others = _Rules((_DRAFT_SPEC,))
    for page in catalog.pages:
        entry = catalog.page_entries.get(page.uri)
        kind = entry.kind if entry else None
        known = (*PAGE_KEYS, *(kind.options if kind else ()))
        for name, option in page.front_matter.items():
            if name not in known:
                yield codes.UNKNOWN_KEY.at(
                    option.place, f"页首没有“{name}”这个键", _nearest(name, known)
                )
        if kind:
            rules = _Rules((_ID_SPEC, *kind.options.values()))
            own = {k: v for k, v in page.front_matter.items() if k in rules.specs}
            yield from rules.check(own, Place(page.path, 1), kind.label, True)
        else:
            yield from _unread_page_kind(catalog, page)
            own = {DRAFT: page.front_matter[DRAFT]} if DRAFT in page.front_matter else {}
            yield from for_others.check(own, Place(page.path, 1), "", True)


def unfilled(catalog: Catalog) -> Iterator[Diagnostic]:
    """Places of a skeleton that nobody has filled in, code and comments excepted."""
    for page in catalog.pages:
        if PLACEHOLDER not in page.visible:
            continue
        for number, line in enumerate(page.visible.split("\n"), start=1):
            for match in _UNFILLED.finditer(line):
                place = Place(page.path, number, match.start() + 1)
                yield codes.UNFILLED.at(place, f"还没有填：{match[0]}")


CHECKS = (options, titles, pictures, guides, places, front_matter, unfilled)


def _unread_page_kind(catalog: Catalog, page: Page) -> Iterator[Diagnostic]:
    option = page.front_matter.get("kind")
    if option is None:
        return
    name = option.values[0].text if option.values else ""
    kind = catalog.handbook.kinds.get(name)
    if kind is None:
        known = [k.name for k in catalog.handbook.kinds.values() if k.position is Position.PAGE]
        yield codes.UNKNOWN_KIND.at(
            option.place, f"没有“{name}”这种条目", f"页首可写的种类：{'、'.join(known)}。"
        )
    elif kind.position is not Position.PAGE:
        yield codes.WRONG_PLACE.at(option.place, f"{kind.label}不是一整页", _where_written(kind))
    else:
        yield codes.MISSING_OPTION.at(option.place, f"{kind.label}缺少选项 id")


def _where_written(kind: Kind) -> str:
    return {
        Position.BLOCK: f"写成条目块：/// {kind.name} | 题目。",
        Position.HEADING: f"写在标题上：## 标题 {{ #{kind.example_id} }}。",
        Position.PAGE: f"写在页首：kind: {kind.name}。",
    }[kind.position]


def _has_broken_options(page: Page, block: Block) -> bool:
    """Whether the block's options could not be read, which is reported by itself."""
    return any(
        fault.place.line in block.lines
        and fault.code in (codes.BAD_YAML.number, codes.OPTION_NOT_READ.number)
        for fault in page.diagnostics
    )


class _Rules:
    """Which options may and must be given, and what their values have to look like."""

    def __init__(self, specs: Iterable[OptionSpec]) -> None:
        self.specs = {spec.name: spec for spec in specs}
        self._forms = {spec.name: (spec, _FORMS[spec.type]) for spec in self.specs.values()}
        self._required = tuple(spec.name for spec in self.specs.values() if spec.required)

    def check(
        self, given: Mapping[str, Option], place: Place, label: str, readable: bool
    ) -> Iterator[Diagnostic]:
        """What is wrong with the options of the block or page at ``place``.

        What is missing is told only if all that was written is ``readable``.
        """
        for name, option in given.items():
            if name not in self._forms:
                message = f"{label}没有“{name}”这个选项"
                yield codes.UNKNOWN_OPTION.at(option.place, message, _nearest(name, self.specs))
                continue
            spec, form = self._forms[name]
            problem = form(option, spec)
            if problem:
                value_place = option.values[0].place if option.values else option.place
                message = f"选项 {name} 的值不对：{problem}"
                yield codes.WRONG_VALUE.at(value_place, message)
        if not readable:
            return
        for name in self._required:
            if name not in given:
                yield codes.MISSING_OPTION.at(place, f"{label}缺少选项 {name}")
        if QUOTE in given and SOURCE in self.specs and SOURCE not in given:
            yield codes.MISSING_OPTION.at(
                given[QUOTE].place, f"{label}写了 quote，却没有用 source 写明出自哪一句"
            )


def _nearest(name: str, known: Iterable[str]) -> str:
    known = tuple(known)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    usable = f"可用的：{'、'.join(known)}。" if known else "这里不写选项。"
    return f"是不是“{near[0]}”？" if near else usable


def _one(option: Option, spec: OptionSpec) -> str:
    del spec
    if option.fields or option.is_list:
        return "这里只写一个值"
    return "" if option.values else "值是空的"


def _several(option: Option, spec: OptionSpec) -> str:
    del spec
    if option.fields:
        return "这里写一个值或一个列表"
    texts = [value.text for value in option.values]
    if not texts or not all(map(str.strip, texts)):
        return "值是空的"
    if len(set(texts)) == len(texts):
        return ""
    return f"“{next(text for text in texts if texts.count(text) > 1)}”写了两次"


def _number(option: Option, spec: OptionSpec) -> str:
    problem = _one(option, spec)
    return problem or ("" if option.values[0].text.isdecimal() else "要写一个数字")


def _choice(option: Option, spec: OptionSpec) -> str:
    return _one(option, spec) or _among(option, spec)


def _choices(option: Option, spec: OptionSpec) -> str:
    return _several(option, spec) or _among(option, spec)


def _among(option: Option, spec: OptionSpec) -> str:
    for value in option.values:
        if value.text not in spec.values:
            return f"“{value.text}”不在可用的值之中：{'、'.join(spec.values)}"
    return ""


def _addressed(option: Option, spec: OptionSpec) -> str:
    problem = _several(option, spec)
    if problem:
        return problem
    for value in option.values:
        names, words = addressed(value.text)
        if not names or not words.strip():
            return f"“{value.text}”要写成“{spec.values[0]}：……”，冒号用全角，前面写明是对谁的"
        for name in names:
            if name not in spec.values:
                return f"“{name}”不在可用的值之中：{'、'.join(spec.values)}（几个之间用顿号）"
    return ""


def _instrument(option: Option, spec: OptionSpec) -> str:
    del spec
    if option.values:
        return f"写成 {'、'.join(INSTRUMENT_FIELDS)} 的“键: 值”，或留空（由本单位填写）"
    for key, value in option.fields:
        if key.text not in INSTRUMENT_FIELDS:
            return f"依据没有“{key.text}”这一项，可用的：{'、'.join(INSTRUMENT_FIELDS)}"
        if key.text == "date" and not is_date(value.text):
            return "日期写成 2024-01-31 的形式"
    names = [key.text for key, _ in option.fields]
    return "" if not names or "name" in names else "依据缺少名称 name"


def is_date(text: str) -> bool:
    """Whether ``text`` is a day of the calendar such as 2024-01-31, or a month or year of it."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    try:
        return match is not None and bool(date(*(int(part or 1) for part in match.groups())))
    except ValueError:
        return False


_FORMS: Mapping[OptionType, Callable[[Option, OptionSpec], str]] = {
    OptionType.UNITS: _several,
    OptionType.TEXTS: _several,
    OptionType.TEXT: _one,
    OptionType.NUMBER: _number,
    OptionType.CHOICE: _choice,
    OptionType.CHOICES: _choices,
    OptionType.REFERENCES: _several,
    OptionType.INSTRUMENT: _instrument,
    OptionType.ADDRESSED: _addressed,
}
