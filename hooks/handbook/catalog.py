"""Joins the pages into one catalog: entries, the sets they form, who refers to whom.

Building a catalog never fails: what is wrong with it is for :mod:`handbook.checks` to say. Where
two entries claim one id, the first keeps it, so that a duplicate raises no dangling reference.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from handbook.addresses import ADDED, COVERAGE_PAGE, TRAINER
from handbook.frozen import FrozenEdition
from handbook.ledger import Ledger
from handbook.markup import plain_text
from handbook.model import (
    Block,
    Handbook,
    Heading,
    Kind,
    Option,
    Page,
    Place,
    Position,
    Reference,
    SetSpec,
    Site,
    SourceSpec,
    Value,
)
from handbook.vocabulary import (
    BACKGROUND,
    DRAFT,
    GUIDE,
    HEADING_ROLE,
    ID,
    OFFICIAL,
    QUOTE,
    ROLE,
    SOURCE,
    UNITS,
)

# What may stand before and after the clause of a source heading that a heading of ours repeats.
_CLAUSE_MARKS = ",.:;，。：；、)）"


@dataclass(frozen=True)
class Entry:
    """One entry of the handbook: a block, a heading or a page with an id."""

    id: str
    kind: Kind
    title: str
    page: Page
    place: Place
    level: int
    parent: str | None
    options: Mapping[str, Option] = field(default_factory=dict)
    body: str = ""
    body_place: Place | None = None
    references: tuple[Reference, ...] = ()
    sources: tuple[Value, ...] = ()
    quotes: tuple[Value, ...] = ()

    @property
    def url(self) -> str:
        """The address of the entry, relative to the site's root."""
        return f"{TRAINER if self.kind.is_question else self.page.url}#{self.id}"

    @property
    def name(self) -> str:
        """The id and the title, as a reader sees a bare reference to the entry."""
        return self.id if self.kind.verbatim else f"{self.id} {self.title}"

    def values(self, option: str) -> tuple[Value, ...]:
        """The values of an option, none if it is not there."""
        found = self.options.get(option)
        return found.values if found else ()

    def value(self, option: str) -> str:
        """The text of a one-valued option, empty if it is not there."""
        values = self.values(option)
        return values[0].text if values else ""


@dataclass(frozen=True)
class Quotation:
    """The words of one source unit that an entry stands for."""

    unit: Entry
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Background:
    """Why no entry needs to cite a source unit, and where that is declared."""

    reason: str
    place: Place


@dataclass(frozen=True)
class MovedId:
    """An id that once stood on a page: the entry that it leads to, or why it leads to none."""

    id: str
    entry: Entry | None
    reason: str


@dataclass(frozen=True)
class Catalog:
    """Everything that the pages say, joined; the one value that checks, pages and exports read.

    ``source_texts`` are the bodies of the source files that could be read, by file.

    ``pages`` and ``entries`` are what readers get. ``draft_pages`` and ``drafts`` are those that an
    editor marked as a draft, or that ``mkdocs.yml`` leaves out. The checks find questions among the
    pages and entries; then :meth:`with_questions_apart` sets them apart, as ``questions`` on
    ``question_pages``.
    """

    handbook: Handbook
    pages: tuple[Page, ...]
    entries: tuple[Entry, ...]
    source_texts: Mapping[str, str]
    site: Site = field(default_factory=Site)
    ledger: Ledger = field(default_factory=Ledger)
    page_ledger: Ledger = field(default_factory=Ledger)
    editions: tuple[FrozenEdition, ...] = ()
    draft_pages: tuple[Page, ...] = ()
    drafts: tuple[Entry, ...] = ()
    question_pages: tuple[Page, ...] = ()
    questions: tuple[Entry, ...] = ()
    unnamed: Catalog | None = None

    @property
    def as_written(self) -> Catalog:
        """The same with the masks of the source where readers get names: as an edition holds it."""
        return self.unnamed or self

    def with_questions_apart(self) -> Catalog:
        """The catalog with its questions set apart."""
        questions = tuple(entry for entry in self.entries if entry.kind.is_question)
        apart = {page.uri for page in self.pages if self.has_questions(page)}
        return replace(
            self,
            pages=tuple(page for page in self.pages if page.uri not in apart),
            entries=tuple(entry for entry in self.entries if not entry.kind.is_question),
            question_pages=tuple(page for page in self.pages if page.uri in apart),
            questions=questions,
        )

    def has_questions(self, page: Page) -> bool:
        """Whether a page holds questions, and so is none for readers."""
        kinds = self.handbook.kinds
        return any(block.name in kinds and kinds[block.name].is_question for block in page.blocks)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """The entries by id; of two with one id, the first."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            found.setdefault(entry.id, entry)
        return found

    @cached_property
    def drafts_by_id(self) -> Mapping[str, Entry]:
        """The entries that readers do not get, by id."""
        return {entry.id: entry for entry in self.drafts}

    @cached_property
    def broken_ids(self) -> frozenset[str]:
        """Ids of entries that could not be read: references to them are not dangling."""
        return frozenset(id for page in self.pages for id in page.broken_ids)

    @cached_property
    def pages_by_uri(self) -> Mapping[str, Page]:
        """The pages by their path under ``docs/``."""
        return {page.uri: page for page in self.pages}

    @cached_property
    def page_uris(self) -> frozenset[str]:
        """The pages that readers get, those that the build writes included."""
        return frozenset(self.pages_by_uri) | self.written_uris

    @cached_property
    def written_uris(self) -> frozenset[str]:
        """The pages that the build writes of this catalog."""
        asks = bool(self.questions) or any(entry.kind.is_question for entry in self.entries)
        pages = {uri for uri in ADDED if uri.endswith(".md")}
        return frozenset(pages if asks else pages - {COVERAGE_PAGE})

    @cached_property
    def units(self) -> tuple[Entry, ...]:
        """The units of the source text, in the order of the source pages."""
        order = {uri: number for number, uri in enumerate(self.handbook.source_pages)}
        units = [entry for entry in self.entries if entry.kind.verbatim and entry.page.uri in order]
        return tuple(sorted(units, key=lambda unit: (order[unit.page.uri], unit.place.line)))

    def units_of(self, source: SourceSpec) -> tuple[Entry, ...]:
        """The units of one source, in order."""
        return tuple(unit for unit in self.units if unit.page.uri in source.pages)

    @cached_property
    def all_source_text(self) -> str:
        """The sources one after the other, to look in for words that are none of ours."""
        return "\n".join(self.source_texts.values())

    @cached_property
    def background(self) -> Mapping[str, Background]:
        """The source units that are declared to need no entry, by id, with the reason."""
        return {
            value.text: Background(block.title, value.place)
            for block, value in self.background_declarations()
        }

    def background_declarations(self) -> Iterator[tuple[Block, Value]]:
        """Each source unit that a block declares to need no entry, as often as it is declared."""
        for page in self.pages:
            for block in page.blocks:
                if block.name == BACKGROUND and UNITS in block.options:
                    for value in block.options[UNITS].values:
                        yield block, value

    @cached_property
    def guides(self) -> Mapping[str, Block]:
        """What the editor advises on all that stands under a heading, by the heading's id."""
        return {
            heading_of(page, block): block
            for page in self.pages
            for block in page.blocks
            if block.name == GUIDE
        }

    @cached_property
    def page_entries(self) -> Mapping[str, Entry]:
        """The entries that are whole pages, by the page's uri."""
        return {e.page.uri: e for e in self.entries if e.kind.position is Position.PAGE}

    @cached_property
    def backlinks(self) -> Mapping[str, tuple[str, ...]]:
        """For each id the ids of the entries that refer to it or cite it, in reading order."""
        found: dict[str, dict[str, None]] = {}
        for entry in self.entries:
            cited = [value.text for value in entry.sources]
            for target in (*self.references_of(entry), *cited):
                if target != entry.id:
                    found.setdefault(target, {})[entry.id] = None
        return {target: tuple(ids) for target, ids in found.items()}

    @cached_property
    def citing(self) -> Mapping[str, tuple[Entry, ...]]:
        """For each source unit the entries that are made from it, in reading order."""
        found: dict[str, dict[str, Entry]] = {}
        for entry in self.entries:
            for source in entry.sources:
                found.setdefault(source.text, {})[entry.id] = entry
        return {unit: tuple(entries.values()) for unit, entries in found.items()}

    @cached_property
    def drafted(self) -> frozenset[str]:
        """The source units that entries marked as drafts are made from."""
        drafts = (e for e in self.drafts if is_draft(e.options) or is_draft(e.page.front_matter))
        return frozenset(value.text for entry in drafts for value in entry.sources)

    @cached_property
    def moved_ids(self) -> Mapping[str, tuple[MovedId, ...]]:
        """For each page of an edition, still there or not, the ids that are no longer on it."""
        found: dict[str, dict[str, MovedId]] = {}
        for edition in self.editions:
            for id, address in edition.addresses.items():
                if address.startswith(TRAINER):
                    continue  # what became of a question, the trainer says
                entry = self.by_id.get(id)
                if entry and entry.url == address:
                    continue
                line = self.ledger.lines.get(id)
                if entry is None and line:
                    entry = self.by_id.get(line.successor)
                reason = line.reason if line and entry is None else ""
                uri = address.partition("#")[0].removesuffix(".html") + ".md"
                found.setdefault(uri, {})[id] = MovedId(id, entry, reason)
        return {uri: tuple(ids.values()) for uri, ids in found.items()}

    def references_of(self, entry: Entry) -> tuple[str, ...]:
        """The ids that an entry refers to, each once, in the order of their first mention."""
        return tuple(dict.fromkeys(reference.target for reference in entry.references))

    def members(self, spec: SetSpec) -> tuple[Entry, ...]:
        """The entries that a set consists of, in reading order."""
        return tuple(
            entry
            for entry in self.entries
            if entry.kind.name == spec.kind
            and spec.page in (None, entry.page.uri)
            and (spec.within is None or entry.parent == spec.within)
        )

    def set_of_page(self, page: Page) -> SetSpec | None:
        """The set that a page declares to hold in its front matter, if it exists."""
        return self.handbook.sets.get(_declared(page, "set"))

    def status_of_page(self, page: Page) -> str:
        """The ``status`` in a page's front matter, empty if there is none."""
        return _declared(page, "status")

    def is_issued(self, page: Page) -> bool:
        """Whether a page's clauses are words that a unit has issued."""
        return is_issued(page, self.handbook)

    def body_label(self, entry: Entry) -> str:
        """Whose words an entry's body is: its page's standing may say so, else its kind."""
        status = self.handbook.statuses.get(self.status_of_page(entry.page))
        return (status.body_label if status else "") or entry.kind.body_label

    @cached_property
    def noticed_pages(self) -> frozenset[str]:
        """The pages of sets whose wording is not the issued one, so that a notice goes with it."""
        statuses = self.handbook.statuses
        pages = [self.pages_by_uri.get(spec.page or "") for spec in self.handbook.sets.values()]
        return frozenset(
            page.uri
            for page in pages
            if page and (status := statuses.get(self.status_of_page(page))) and status.notice
        )

    def quotations(self, entry: Entry) -> tuple[Quotation, ...]:
        """An entry's source units, each with those of the entry's quotes that stand in it."""
        found = []
        for source in entry.sources:
            unit = self.by_id.get(source.text)
            if unit is not None:
                quotes = tuple(q.text for q in entry.quotes if q.text in unit.body)
                found.append(Quotation(unit, quotes))
        return tuple(found)

    @cached_property
    def attribution_of_unit(self) -> Mapping[str, str]:
        """To what each unit's words are attributed, by the unit's id."""
        return {
            unit.id: source.attribution
            for source in self.handbook.sources
            for unit in self.units_of(source)
        }

    def attributions(self, *entries: Entry) -> tuple[str, ...]:
        """To what the words that some entries quote are attributed, each wording once.

        Entries that quote nothing give all that the handbook has.
        """
        known = self.attribution_of_unit
        units = [value.text for entry in entries for value in entry.sources]
        units += [entry.id for entry in entries if entry.kind.verbatim]
        found = dict.fromkeys(known[unit] for unit in units if unit in known)
        return tuple(found) or self.handbook.attributions

    def named_attributions(self, *entries: Entry) -> str:
        """The same in quotation marks, for a sentence that explains what follows them."""
        return "、".join(f"“{name}”" for name in self.attributions(*entries))

    def text(self, entry: Entry) -> str:
        """The entry's body as plain text; of a source unit its words, unchanged."""
        return entry.body if entry.kind.verbatim else plain_text(entry.body, self.shown_name)

    def shown_name(self, id: str) -> str | None:
        """What a reader sees in place of a bare ``[ID]``; None if there is no such entry."""
        entry = self.by_id.get(id)
        return entry.name if entry else None

    def location(self, entry: Entry) -> str:
        """Where an entry stands, in words: page, and heading if it is in one."""
        parent = self.by_id.get(entry.parent) if entry.parent else None
        if parent is None or parent.kind.position is Position.PAGE:
            return entry.page.title
        return f"{entry.page.title} › {parent.title}"


def build_catalog(
    handbook: Handbook,
    pages: Iterable[Page],
    source_texts: Mapping[str, str],
    site: Site | None = None,
    ledger: Ledger | None = None,
    page_ledger: Ledger | None = None,
    editions: Iterable[FrozenEdition] = (),
) -> Catalog:
    """The catalog of ``pages``; ``source_texts`` are the bodies of the source files, by file.

    A file that could not be read has none.
    """
    site = site or Site()
    shown: list[Page] = []
    hidden: list[Page] = []
    for page in pages:
        (hidden if is_draft(page.front_matter) or page.uri in site.excluded else shown).append(page)
    found = [entry for page in shown for entry in _entries(page, handbook)]
    entries = _with_heading_sources(
        [entry for entry in found if not is_draft(entry.options)], handbook
    )
    drafts = [entry for entry in found if is_draft(entry.options)]
    drafts += (entry for page in hidden for entry in _entries(page, handbook))
    return Catalog(
        handbook,
        tuple(shown),
        tuple(entries),
        source_texts,
        site,
        ledger or Ledger(),
        page_ledger or Ledger(),
        tuple(editions),
        draft_pages=tuple(hidden),
        drafts=tuple(drafts),
    )


def is_draft(options: Mapping[str, Option]) -> bool:
    """Whether a page's front matter or an entry's options say ``draft: true``."""
    option = options.get(DRAFT)
    return option is not None and [value.text for value in option.values] == ["true"]


def is_issued(page: Page, handbook: Handbook) -> bool:
    """Whether a page holds a set whose wording a unit has issued."""
    return _declared(page, "set") in handbook.sets and _declared(page, "status") == OFFICIAL


def _declared(page: Page, key: str) -> str:
    option = page.front_matter.get(key)
    return option.values[0].text if option and option.values else ""


def heading_of(page: Page, block: Block) -> str:
    """The id of the heading under which a block stands; empty without heading, or without id."""
    above = [heading.id for heading in page.headings if heading.place < block.place]
    return (above[-1] or "") if above else ""


def relative_uri(target: str, page_uri: str) -> str:
    """The path of a file under ``docs/`` as a link on the page ``page_uri`` writes it."""
    folders, parts = page_uri.split("/")[:-1], target.split("/")
    common = 0
    while common < min(len(folders), len(parts) - 1) and folders[common] == parts[common]:
        common += 1
    return "/".join([".."] * (len(folders) - common) + parts[common:])


class _Found(NamedTuple):
    """An entry as it stands on its page, before it is known which references are its own."""

    kind: Kind
    id: str
    title: str
    place: Place
    level: int
    parent: str | None
    options: Mapping[str, Option]
    block: Block | None = None

    def entry(self, page: Page, references: tuple[Reference, ...]) -> Entry:
        return Entry(
            id=self.id,
            kind=self.kind,
            title=self.title,
            page=page,
            place=self.place,
            level=self.level,
            parent=self.parent,
            options=self.options,
            body=self.block.body if self.block else "",
            body_place=self.block.body_place if self.block else None,
            references=references,
            sources=self._values(SOURCE),
            quotes=self._values(QUOTE),
        )

    def _values(self, name: str) -> tuple[Value, ...]:
        option = self.options.get(name)
        return option.values if option and name in self.kind.options else ()


def _entries(page: Page, handbook: Handbook) -> Iterator[Entry]:
    """The entries of one page, in reading order, each with the references that it makes."""
    found = list(_found_entries(page, handbook))
    owned: dict[int, list[Reference]] = {}
    if page.references:
        starts = [item.place.line for item in found]
        for reference in page.references:
            number = _owner(found, starts, reference.place.line)
            if number is not None:
                owned.setdefault(number, []).append(reference)
    for number, item in enumerate(found):
        typed = _typed_references(item.kind, item.options)
        yield item.entry(page, (*owned.get(number, ()), *typed))


def _owner(found: list[_Found], starts: list[int], line: int) -> int | None:
    """The number of the entry in which a line stands: a block, else the heading or page."""
    number = bisect.bisect_right(starts, line) - 1
    while number >= 0:
        block = found[number].block
        if block is None or line <= block.end_line:
            return number
        number -= 1
    return None


def _found_entries(page: Page, handbook: Handbook) -> Iterator[_Found]:
    on_page = _page_entry(page, handbook)
    if on_page:
        yield on_page
    parent = on_page.id if on_page else None
    heading_parent = parent
    level = 1
    items: list[Heading | Block] = [*page.headings, *page.blocks]
    for item in sorted(items, key=lambda item: item.place):
        if isinstance(item, Heading):
            level = item.level
            found = _heading_entry(item, parent, handbook)
            heading_parent = found.id if found else parent
        else:
            found = _block_entry(item, heading_parent, level, handbook)
        if found:
            yield found


def _page_entry(page: Page, handbook: Handbook) -> _Found | None:
    name = _first(page.front_matter.get("kind"))
    id = _first(page.front_matter.get(ID))
    kind = handbook.kinds.get(name.text) if name else None
    if kind is None or id is None or kind.position is not Position.PAGE:
        return None
    options = {k: v for k, v in page.front_matter.items() if k in kind.options}
    return _Found(kind, id.text, page.title, id.place, 1, None, options)


def _heading_entry(heading: Heading, parent: str | None, handbook: Handbook) -> _Found | None:
    kind = handbook.kind_of_id(heading.id)
    if kind is None or kind.position is not Position.HEADING:
        return None
    return _Found(kind, heading.id, heading.text, heading.place, heading.level, parent, {})


def _block_entry(block: Block, parent: str | None, level: int, handbook: Handbook) -> _Found | None:
    kind = handbook.kinds.get(block.name)
    id = _first(block.options.get(ID))
    if kind is None or id is None or kind.position is not Position.BLOCK:
        return None
    title = block.body if kind.verbatim else block.title
    level = min(level + 1, 6)
    return _Found(kind, id.text, title, block.place, level, parent, block.options, block)


def _typed_references(kind: Kind, options: Mapping[str, Option]) -> Iterator[Reference]:
    for name in kind.reference_options:
        for value in options[name].values if name in options else ():
            yield Reference(value.text, value.place, option=name)


def _with_heading_sources(entries: list[Entry], handbook: Handbook) -> Iterator[Entry]:
    """Entries that are headings take their source from the one source heading with their words.

    Two sources may have such a heading each: then it is that of the source on which what the entry
    stands under is based, or else of the first.
    """
    headings = [e for e in entries if e.kind.verbatim and e.value(ROLE) == HEADING_ROLE]
    page_of = {entry.id: entry.page.uri for entry in reversed(entries)}
    parents = {entry.id: entry for entry in reversed(entries)}
    for entry in entries:
        if entry.kind.position is not Position.HEADING:
            yield entry
            continue
        clause = re.compile(
            rf"(?<![^{_CLAUSE_MARKS}]){re.escape(entry.title)}(?![^{_CLAUSE_MARKS}])"
        )
        units = [unit for unit in headings if entry.title and clause.search(unit.body)]
        parent = parents.get(entry.parent or "")
        near = [page_of.get(value.text, "") for value in parent.sources] if parent else []
        units = _of_one_source(units, near, handbook)
        if len(units) != 1:
            yield entry
            continue
        quote = (Value(entry.title, entry.place),)
        yield replace(entry, sources=(Value(units[0].id, entry.place),), quotes=quote)


def _of_one_source(units: list[Entry], near: list[str], handbook: Handbook) -> list[Entry]:
    """Those of the units that are from the first source that has any; ``near`` pages go first."""
    first = [source for source in handbook.sources if set(near) & set(source.pages)]
    for source in (*first, *handbook.sources):
        found = [unit for unit in units if unit.page.uri in source.pages]
        if found:
            return found
    return units


def _first(option: Option | None) -> Value | None:
    return option.values[0] if option and option.values else None
