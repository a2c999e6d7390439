"""The checklists as offices fill them in: a sheet for each page entry, its entries row by row.

Rows are the entries of the kinds that are written under headings (``within`` in ``handbook.yml``):
first those of one kind, heading by heading, then those of the next. Those on pages that are no
entry stand on a sheet of their own, the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from handbook.catalog import Catalog, Entry
from handbook.model import Handbook, Kind, OptionSpec, OptionType, Position
from handbook.notices import set_notices
from handbook.rendering.cards import INSTRUMENT_LABELS, UNKNOWN_BASIS, named_by

NAME = "检查清单"
RESULTS = ("未查", "已查", "存疑", "不适用")
_APART = "其他"

# What no XML can hold (https://www.w3.org/TR/xml/#charsets).
_NO_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


@dataclass(frozen=True)
class Group:
    """A heading with rows under it; without an id it is no entry."""

    title: str
    id: str = ""
    url: str = ""

    @property
    def name(self) -> str:
        """The id and the title."""
        return f"{self.id} {self.title}".strip()


@dataclass(frozen=True)
class Item:
    """One row: an entry with all that is printed of it. ``facts`` go with ``Checklists.facts``."""

    id: str
    title: str
    url: str
    group: Group
    hint: str
    related: tuple[str, ...]
    sources: tuple[str, ...]
    attribution: str
    facts: tuple[str, ...]
    basis: str

    @property
    def words(self) -> tuple[str, ...]:
        """What is printed of the entry in words."""
        return (self.title, self.hint, *self.related, *self.sources)


@dataclass(frozen=True)
class Part:
    """The rows of one kind under one heading."""

    kind: Kind
    group: Group
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        """The kind and the heading."""
        return f"{self.kind.label}：{self.group.name}" if self.group.name else self.kind.label


@dataclass(frozen=True)
class Notice:
    """What must be said wherever words of a set are shown: long, and short for every page."""

    text: str
    short: str


class Form(Enum):
    """What a column holds: the entry's id, its heading's, words, or what people fill in."""

    LINK = "link"
    GROUP = "group"
    TITLE = "title"
    TEXT = "text"
    RESULT = "result"
    BLANK = "blank"


@dataclass(frozen=True)
class Column:
    """A column of every table: its heading, its width in characters, and what a row has there."""

    heading: str
    width: int
    form: Form
    text: Callable[[Item], str]


@dataclass(frozen=True)
class Sheet:
    """A page entry with its rows, or the rows that have none (then without an id).

    ``columns`` are those that some row fills, or that people fill in.
    """

    title: str
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    notices: tuple[Notice, ...]
    id: str = ""

    @property
    def name(self) -> str:
        """The id and the title."""
        return f"{self.id} {self.title}".strip()

    @property
    def count(self) -> int:
        """How many rows it has."""
        return sum(len(part.items) for part in self.parts)


@dataclass(frozen=True)
class Checklists:
    """All sheets, and what is said beside them: which handbook and edition, whose word is what."""

    title: str
    edition: str
    marking: str
    unit: str
    warning: str
    sheets: tuple[Sheet, ...]
    explanations: tuple[str, ...]

    @property
    def imprint(self) -> str:
        """Handbook, edition and date, for the foot of a page."""
        return " ".join(filter(None, (self.title, self.edition)))

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices of all sheets, each once."""
        return tuple(dict.fromkeys(notice for sheet in self.sheets for notice in sheet.notices))


def checklists(catalog: Catalog) -> Checklists:
    """What the office documents hold; without sheets if no kind is written under headings."""
    handbook = catalog.handbook
    kinds = [kind for kind in handbook.kinds.values() if _is_listed(kind, catalog)]
    names = {kind.name for kind in kinds}
    entries = [entry for entry in catalog.entries if entry.kind.name in names]
    sheets = tuple(_sheets(kinds, entries, catalog))
    return Checklists(
        title=clean(handbook.title),
        edition=edition_of(handbook),
        marking=clean(handbook.marking),
        unit=clean(handbook.issuing_unit),
        warning=warning_of(handbook),
        sheets=sheets,
        explanations=tuple(_explanations(kinds, sheets, catalog)),
    )


def edition_of(handbook: Handbook) -> str:
    """The edition's name and date."""
    edition = handbook.edition
    return clean(f"{edition.name}（{edition.date}）" if edition.date else edition.name)


def warning_of(handbook: Handbook) -> str:
    """What stands above everything that people fill in on paper or in a table."""
    return clean(f"训练或空白表：{handbook.warning}" if handbook.warning else "训练或空白表。")


def _is_listed(kind: Kind, catalog: Catalog) -> bool:
    above = catalog.handbook.kinds.get(kind.within or "")
    return kind.position is Position.BLOCK and not kind.verbatim and above is not None


def _facts(kinds: Iterable[Kind], entries: Iterable[Entry]) -> dict[str, str]:
    """The options with a choice of words that cards show and some row has, with their labels."""
    used = {name for entry in entries for name in entry.options}
    return {
        name: spec.label
        for kind in kinds
        for name, spec in kind.options.items()
        if name in used and spec.label and spec.type in (OptionType.CHOICE, OptionType.CHOICES)
    }


def _columns(kinds: list[Kind], facts: dict[str, str], catalog: Catalog) -> Iterator[Column]:
    def joined(words: Iterable[str]) -> str:
        return "／".join(dict.fromkeys(filter(None, words)))

    references = [spec for kind in kinds for spec in kind.options.values() if _is_reference(spec)]
    above = [catalog.handbook.kinds[kind.within].label for kind in kinds if kind.within]
    hint = joined(kind.body_label for kind in kinds) or "正文"
    basis = basis_label(kinds)
    yield Column("编号", 10, Form.LINK, lambda item: item.id)
    yield Column(joined(above), 8, Form.GROUP, lambda item: item.group.id)
    yield Column(joined(kind.label for kind in kinds), 24, Form.TITLE, lambda item: item.title)
    yield Column(hint, 42, Form.TEXT, lambda item: item.hint)
    if references:
        labels = joined([spec.back_label for spec in references] + [s.label for s in references])
        yield Column(labels, 20, Form.TEXT, lambda item: "\n".join(item.related))
    yield Column(_sources_heading(catalog), 22, Form.TEXT, _words_of_sources(catalog))
    for number, label in enumerate(facts.values()):
        yield Column(label, 9, Form.TEXT, _fact(number))
    yield Column("结果", 10, Form.RESULT, _always(RESULTS[0]))
    if basis:
        yield Column(basis, 13, Form.TEXT, lambda item: item.basis)
    yield Column("责任人", 8, Form.BLANK, _always(""))


def basis_label(kinds: Iterable[Kind]) -> str:
    """What the column of instruments is called; empty if none of the kinds can have any."""
    specs = [spec for kind in kinds for spec in kind.options.values()]
    instruments = [spec for spec in specs if spec.type is OptionType.INSTRUMENT]
    return "／".join(dict.fromkeys(filter(None, (s.column or s.label for s in instruments))))


def _sources_heading(catalog: Catalog) -> str:
    return "／".join(catalog.attributions())


def _words_of_sources(catalog: Catalog) -> Callable[[Item], str]:
    """A row's words of the source; where there are several, below which of them they are from."""
    if len(catalog.attributions()) == 1:
        return lambda item: "\n".join(item.sources)
    return lambda item: "\n".join([item.attribution, *item.sources] if item.sources else [])


def _fact(number: int) -> Callable[[Item], str]:
    return lambda item: item.facts[number]


def _always(text: str) -> Callable[[Item], str]:
    return lambda _: text


def _is_reference(spec: OptionSpec) -> bool:
    return spec.type is OptionType.REFERENCES and bool(spec.label or spec.back_label)


def _sheets(kinds: list[Kind], entries: Iterable[Entry], catalog: Catalog) -> Iterator[Sheet]:
    by_root: dict[str, list[Entry]] = {}
    for entry in entries:
        root = catalog.page_entries.get(entry.page.uri)
        by_root.setdefault(root.id if root else "", []).append(entry)
    apart = by_root.pop("", [])
    for id, found in by_root.items():
        yield _sheet(catalog.by_id[id].title, id, kinds, found, catalog)
    if apart:
        titles = {entry.page.title for entry in apart}
        title = titles.pop() if len(titles) == 1 else _APART
        yield _sheet(title, "", kinds, apart, catalog)


def _sheet(title: str, id: str, kinds: list[Kind], entries: list[Entry], catalog: Catalog) -> Sheet:
    facts = _facts(kinds, entries)
    items = [(entry.kind, item_of(entry, facts, catalog)) for entry in entries]
    parts = tuple(
        Part(kind, group, tuple(found))
        for kind in kinds
        for group, found in groupby(
            (item for own, item in items if own is kind), lambda item: item.group
        )
    )
    notices = notices_for(entries, (word for _, item in items for word in item.words), catalog)
    columns = _columns(kinds, facts, catalog)
    return Sheet(clean(title), tuple(columns), parts, tuple(notices), id)


def item_of(entry: Entry, facts: Iterable[str], catalog: Catalog) -> Item:
    """All that is printed of an entry; ``facts`` are names of options."""
    related = [other for others in named_by(entry, catalog).values() for other in others]
    for name, spec in entry.kind.options.items():
        if _is_reference(spec) and spec.label:
            ids = [value.text for value in entry.values(name)]
            related += [catalog.by_id[id] for id in ids if id in catalog.by_id]
    sources = (
        "：".join(filter(None, (found.unit.id, "".join(f"“{q}”" for q in found.quotes))))
        for found in catalog.quotations(entry)
    )
    return Item(
        id=entry.id,
        title=clean(entry.title),
        url=entry.url,
        group=group_of(entry, catalog),
        hint=clean(catalog.text(entry)),
        related=tuple(dict.fromkeys(clean(other.name) for other in related)),
        sources=tuple(map(clean, sources)),
        attribution=clean("、".join(catalog.attributions(entry))),
        facts=tuple(clean("、".join(v.text for v in entry.values(name))) for name in facts),
        basis=clean(_basis(entry)),
    )


def group_of(entry: Entry, catalog: Catalog) -> Group:
    """The entry above, if that is a heading; else the nearest heading on the page but its title."""
    parent = catalog.by_id.get(entry.parent) if entry.parent else None
    if parent and parent.kind.position is Position.HEADING:
        return Group(clean(parent.title), parent.id, parent.url)
    above = [h for h in entry.page.headings if h.place < entry.place and h.level > 1]
    return Group(clean(above[-1].text) if above else "")


def _basis(entry: Entry) -> str:
    fields = [
        field
        for name, spec in entry.kind.options.items()
        if spec.type is OptionType.INSTRUMENT and name in entry.options
        for field in entry.options[name].fields
    ]
    lines = [f"{INSTRUMENT_LABELS[key.text]}：{value.text}" for key, value in fields]
    return "\n".join(lines) or UNKNOWN_BASIS


def notices_for(
    entries: Iterable[Entry],
    words: Iterable[str],
    catalog: Catalog,
    *,
    with_references: bool = True,
) -> Iterator[Notice]:
    """The notices of the sets whose entries these are, or whose names stand in the words.

    ``with_references``, of those also to which the entries refer.
    """
    entries = tuple(entries)
    referred = {entry.id for entry in entries}
    if with_references:
        referred |= {id for entry in entries for id in catalog.references_of(entry)}
    text = "\n".join(words)
    for notice in set_notices(catalog):
        title = notice.spec.title
        members = {member.id for member in catalog.members(notice.spec)}
        if referred & members or title in text:
            yield Notice(clean(notice.text), clean(f"所提“{title}”是{notice.label}"))


def _explanations(
    kinds: Iterable[Kind], sheets: Iterable[Sheet], catalog: Catalog
) -> Iterator[str]:
    attribution = _sources_heading(catalog)
    forms = (Form.TITLE, Form.TEXT)
    texts = [c.heading for sheet in sheets for c in sheet.columns if c.form in forms]
    own = [f"“{heading}”" for heading in dict.fromkeys(texts) if heading != attribution]
    yield (
        f"“{attribution}”一栏是原文条目的编号和原话。{'、'.join(own)}"
        "各栏印好的字是编者的提示和措辞，只供参考，不能代替查证，也不是认定问题的标准。"
    )
    basis = basis_label(kinds)
    if basis:
        yield f"“{basis}”一栏写着“{UNKNOWN_BASIS}”的，本手册没有可写的依据。"
    yield (
        "编号连着手册里的条目：本文件在网站上，或者在解压了的离线包的 downloads 文件夹里时，"
        "可以点开。"
        "单独复制到别处的，按编号到手册里搜索。"
    )


def clean(text: str) -> str:
    """The text without the control characters that no XML can hold."""
    return text.translate(_NO_CONTROLS)
