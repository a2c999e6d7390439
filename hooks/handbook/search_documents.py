"""What the search can find: one document for everything that a hit may lead to.

An entry is a document; so is a page, a section of a page that is no entry, an editor's note, and a
code of the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from handbook.addresses import CODE_PAGE, built_address
from handbook.catalog import Catalog, Entry
from handbook.codes import ALL_CODES
from handbook.markup import plain_text
from handbook.model import Block, Option, OptionType, Page, Position
from handbook.sections import Section, sections
from handbook.vocabulary import BACKGROUND, EDITORIAL, UNITS
from handbook.written_pages import CODES, WRITTEN_PAGES

# On equal rank a set comes before an entry, an entry before a page, a sentence of the source last.
_SET, _ENTRY, _PAGE, _UNIT = 4, 3, 2, 1

PAGE_LABEL = "页面"
_NOTE_LABEL = "编者注"
_BACKGROUND_LABEL = "不单列条目"
_SET_LABEL = "成套条目"

_SIGNS = re.compile(r"\W")

# For each page the headings that the built page has, in order: the words and the anchor.
Anchors = Mapping[str, tuple[tuple[str, str], ...]]

# The fields are those of SearchDocument in search-text.js; an absent one is empty.
Document = dict[str, Any]


def search_documents(catalog: Catalog, anchors: Anchors | None = None) -> Iterator[Document]:
    """Every document; ``anchors`` is what rendering has made of the headings, none before it."""
    members = _member_names(catalog)
    asked = {w.target.text: [text.text for text in w.texts] for w in catalog.handbook.wordings}
    prose = _heading_prose(catalog)
    anchors = anchors or {}
    for entry in catalog.entries:
        document = _entry_document(
            entry, catalog, prose.get(entry.id, ""), members.get(entry.id, ())
        )
        yield document | _document(asked=asked.get(entry.id, []))
    yield from _background_documents(catalog)
    for page in catalog.pages:
        for document in _page_documents(page, catalog, anchors.get(page.uri, ())):
            is_page = document["url"] == page.url
            yield document | _document(asked=asked.get(page.uri, []) if is_page else [])
    for uri in WRITTEN_PAGES:
        if uri in catalog.written_uris:
            yield _written_page_document(uri) | _document(asked=asked.get(uri, []))
    yield from _code_documents()


def names_of(document: Document) -> Iterator[str]:
    """The short texts that say what a document is about: title, quotes, other names."""
    if "title" in document:
        yield document["title"]
    yield from document.get("quotes", ())
    yield from document.get("names", ())


def bare(text: str) -> str:
    """``text`` as the search compares it: without punctuation and blanks, line by line."""
    return "\n".join(_SIGNS.sub("", line) for line in text.splitlines())


def filter_labels(catalog: Catalog) -> list[str]:
    """The words for the filters, in the order in which they are offered: the source comes late."""
    kinds = catalog.handbook.kinds.values()
    found = [kind.filter_label for kind in sorted(kinds, key=lambda kind: kind.verbatim)]
    return list(dict.fromkeys([*found, PAGE_LABEL]))


def _document(**fields: str | int | list[str]) -> Document:
    """The fields that say something; in the browser an absent one is empty."""
    return {name: value for name, value in fields.items() if value}


def _entry_document(entry: Entry, catalog: Catalog, prose: str, names: Iterable[str]) -> Document:
    verbatim = entry.kind.verbatim
    return _document(
        id=entry.id,
        kind=entry.kind.name,
        label=entry.kind.label,
        filter=entry.kind.filter_label,
        title="" if verbatim else entry.title,
        text=" ".join(filter(None, (_text(entry) or prose, *_facts(entry)))),
        quotes=[quote.text for quote in entry.quotes if quote.text != entry.title],
        names=list(names),
        url=entry.url,
        where=catalog.location(entry),
        priority=_UNIT if verbatim else _ENTRY,
    )


def _text(entry: Entry) -> str:
    return entry.body if entry.kind.verbatim else plain_text(entry.body, _as_id)


def _as_id(id: str) -> str:
    """A bare reference stays an id: who is referred to is not found in everybody who refers."""
    return id


def _facts(entry: Entry) -> Iterator[str]:
    """What a card says in words beside its body: the members of a set, the instrument."""
    for name, spec in entry.kind.options.items():
        option = entry.options.get(name)
        is_shown = spec.label and not spec.fold
        if option and is_shown and spec.type in (OptionType.TEXTS, OptionType.INSTRUMENT):
            words = "、".join(_words_of(option))
            if words:
                yield f"{spec.label}：{words}。"


def _words_of(option: Option) -> list[str]:
    return [value.text for value in (*option.values, *(value for _, value in option.fields))]


def _heading_prose(catalog: Catalog) -> dict[str, str]:
    """What stands under the headings and page titles that are entries, by their id."""
    found: dict[str, str] = {}
    headings = {e.id for e in catalog.entries if e.kind.position is Position.HEADING}
    for page in catalog.pages:
        page_entry = catalog.page_entries.get(page.uri)
        if page_entry is None and not any(heading.id in headings for heading in page.headings):
            continue
        for section in sections(page, _as_id):
            if section.heading is None and page_entry:
                found[page_entry.id] = section.text
            elif section.heading and section.heading.id in headings:
                found[section.heading.id] = section.text
    return found


def _member_names(catalog: Catalog) -> dict[str, list[str]]:
    """How people call an entry by its number in a set that has a page: 某某第三条."""
    found: dict[str, list[str]] = {}
    for spec in catalog.handbook.sets.values():
        if spec.page:
            for number, member in enumerate(catalog.members(spec), start=1):
                found.setdefault(member.id, []).append(f"{spec.title}第{number}条")
    return found


def _background_documents(catalog: Catalog) -> Iterator[Document]:
    """Why source units need no entry: each reason once, where the first of its units stands."""
    seen: set[str] = set()
    for block, value in catalog.background_declarations():
        entry = catalog.by_id.get(value.text)
        if entry and block.title not in seen:
            seen.add(block.title)
            yield _document(
                kind=BACKGROUND,
                label=_BACKGROUND_LABEL,
                filter=PAGE_LABEL,
                title=block.title,
                url=entry.url,
                where=entry.page.title,
                priority=_UNIT,
            )


def _page_documents(
    page: Page, catalog: Catalog, anchors: tuple[tuple[str, str], ...]
) -> Iterator[Document]:
    """The page, its sections that are no entries, and the notes of the editors on it."""
    for section in sections(page, _as_id):
        if section.heading is None:
            if page.uri not in catalog.page_entries:
                yield _page_document(page, section, catalog)
        elif section.heading.id not in catalog.by_id:
            yield _section_document(page, section, anchors)
    for block in page.blocks:
        if block.name == EDITORIAL:
            yield _note_document(page, block, catalog)


def _page_document(page: Page, introduction: Section, catalog: Catalog) -> Document:
    spec = catalog.set_of_page(page)
    status = catalog.handbook.statuses.get(catalog.status_of_page(page))
    label = (status.label if status else _SET_LABEL) if spec else PAGE_LABEL
    notice = status.notice_for(spec) if spec and status else ""
    heading = next((h.text for h in page.headings if h.level == 1), page.title)
    return _document(
        kind="set" if spec else "page",
        label=label,
        filter=catalog.handbook.kinds[spec.kind].filter_label if spec else PAGE_LABEL,
        title=page.title,
        text=" ".join(filter(None, (introduction.text, notice))),
        names=[heading] if heading != page.title else [],
        url=page.url,
        where=page.title,
        priority=_SET if spec else _PAGE,
    )


def _section_document(
    page: Page, section: Section, anchors: tuple[tuple[str, str], ...]
) -> Document:
    title = section.heading.text if section.heading else ""
    anchor = next((anchor for words, anchor in anchors if words == title), "")
    return _document(
        kind="section",
        label=PAGE_LABEL,
        filter=PAGE_LABEL,
        title=title,
        text=section.text,
        url=f"{page.url}#{anchor}" if anchor else page.url,
        where=page.title,
        priority=_PAGE,
    )


def _note_document(page: Page, block: Block, catalog: Catalog) -> Document:
    units = block.options[UNITS].values if UNITS in block.options else ()
    entry = next((catalog.by_id[u.text] for u in units if u.text in catalog.by_id), None)
    return _document(
        kind=EDITORIAL,
        label=_NOTE_LABEL,
        filter=PAGE_LABEL,
        title=block.title,
        text=plain_text(block.body, _as_id),
        url=entry.url if entry else page.url,
        where=page.title,
        priority=_PAGE,
    )


def _written_page_document(uri: str) -> Document:
    page = WRITTEN_PAGES[uri]
    return _document(
        kind="page",
        label=PAGE_LABEL,
        filter=PAGE_LABEL,
        title=page.title,
        text=plain_text(page.introduction, _as_id),
        url=built_address(uri),
        where=page.title,
        priority=_PAGE,
    )


def _code_documents() -> Iterator[Document]:
    page = built_address(CODE_PAGE)
    for code in ALL_CODES:
        yield _document(
            id=code.number,
            kind="code",
            label=CODES.title,
            filter=PAGE_LABEL,
            title=code.title,
            text=code.remedy,
            url=f"{page}#{code.number}",
            where=CODES.title,
            priority=_PAGE,
        )
