"""The blank papers: they name what exists, are short where they must be, and are linked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook import codes
from handbook.addresses import (
    CHECKLISTS_DOCUMENT,
    CHECKLISTS_WORKBOOK,
    DOWNLOADS,
    link_target,
)
from handbook.catalog import Catalog
from handbook.checks.references import unknown_name
from handbook.model import Diagnostic, OptionType, PaperForm, PaperPart, Word
from handbook.papers import (
    address,
    named_on_papers,
    option_specs,
    parts_of_papers,
    with_option,
)
from handbook.selecting import is_known, selected

# Some 300 characters a minute are read with care: 90 seconds, and nine things, fill a card.
MOST_ITEMS, MOST_CHARACTERS = 9, 450

_TYPES = {PaperForm.QUESTIONS: OptionType.ADDRESSED, PaperForm.MATERIALS: OptionType.TEXTS}


def names(catalog: Catalog) -> Iterator[Diagnostic]:
    """Ids that two papers share or that could be an entry's, and files that two share."""
    papers = catalog.handbook.papers
    for words in ([paper.id for paper in papers], [paper.file for paper in papers]):
        yield from _repeated(words)
    for paper in papers:
        kind = catalog.handbook.kind_of_id(paper.id.text)
        if kind:
            message = f"{paper.id.text} 像是“{kind.label}”的编号"
            yield codes.PAPER_NAME.at(paper.id.place, message, "换一个不是条目前缀的字母。")
        if address(paper) in (CHECKLISTS_WORKBOOK, CHECKLISTS_DOCUMENT):
            message = f"{paper.file.text} 是检查清单的文件名"
            yield codes.PAPER_NAME.at(paper.file.place, message)


def _repeated(words: Iterable[Word]) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for word in words:
        if word.text in seen:
            yield codes.PAPER_NAME.at(word.place, f"{word.text} 已是另一份文书的")
        seen.add(word.text)


def entries(catalog: Catalog) -> Iterator[Diagnostic]:
    """Names of entries, sets, kinds and options that are none, and parts that select nothing."""
    for word in named_on_papers(catalog):
        if not is_known(word.text, catalog):
            yield unknown_name(codes.PAPER_LEADS_NOWHERE, word, catalog)
        elif word.text in catalog.handbook.kinds and not selected([word], catalog):
            message = f"“{word.text}”这一种还没有条目"
            yield codes.PAPER_LEADS_NOWHERE.at(word.place, message)
    for part in parts_of_papers(catalog):
        if part.option:
            yield from _option(part, part.option, catalog)


def _option(part: PaperPart, option: Word, catalog: Catalog) -> Iterator[Diagnostic]:
    specs = option_specs(option.text, catalog.handbook.kinds.values())
    needed = _TYPES.get(part.form)
    if not specs or (needed and any(spec.type is not needed for spec in specs)):
        form = f"（type: {needed.value}）" if needed else ""
        message = f"没有一个种类有“{option.text}”这个选项{form}"
        yield codes.PAPER_LEADS_NOWHERE.at(option.place, message)
    elif needed and not with_option(option.text, catalog):
        message = f"还没有条目写了“{option.text}”"
        yield codes.PAPER_LEADS_NOWHERE.at(option.place, message)


def cards(catalog: Catalog) -> Iterator[Diagnostic]:
    """Cards that nobody reads in the time there is, and those that an option's values lack."""
    for part in parts_of_papers(catalog):
        for card in part.cards:
            found = selected(card.entries, catalog)
            length = sum(len(entry.title) for entry in found)
            if len(found) > MOST_ITEMS:
                message = f"“{card.name.text}”一张有 {len(found)} 条"
                yield codes.CARD_TOO_LONG.at(card.name.place, message)
            elif length > MOST_CHARACTERS:
                message = f"“{card.name.text}”一张的题目合起来有 {length} 个字符"
                yield codes.CARD_TOO_LONG.at(card.name.place, message)
        if part.form is PaperForm.CARDS and part.option:
            specs = option_specs(part.option.text, catalog.handbook.kinds.values())
            values = dict.fromkeys(value for spec in specs for value in spec.values)
            yield from _missing_cards(part, list(values))


def _missing_cards(part: PaperPart, values: list[str]) -> Iterator[Diagnostic]:
    written = [card.name.text for card in part.cards]
    for value in values:
        if value not in written:
            yield codes.CARD_MISSING.at(part.place, f"没有“{value}”的卡")
    for card in part.cards:
        if values and card.name.text not in values:
            message = f"“{card.name.text}”不是这个选项的值：{'、'.join(values)}"
            yield codes.CARD_MISSING.at(card.name.place, message)


def links(catalog: Catalog) -> Iterator[Diagnostic]:
    """Papers to which no page leads."""
    papers = catalog.handbook.papers
    linked = {
        link_target(link, page.uri)[0]
        for page in (catalog.pages if papers else ())
        for link in page.links
        if DOWNLOADS in link.address
    }
    for paper in papers:
        if address(paper) not in linked:
            message = f"{paper.id.text}“{paper.title}”没有从哪一页能点到"
            hint = f"例如在一页里写 [{paper.title}](路径/{address(paper)})。"
            yield codes.PAPER_UNLINKED.at(paper.file.place, message, hint)


CHECKS = (names, entries, cards, links)
