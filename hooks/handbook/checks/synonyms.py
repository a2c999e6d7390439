"""The words of the search: what it takes for the same, and how people ask for an entry.

Each group and each wording must lead somewhere, and no word stands in one place twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook import codes
from handbook.catalog import Catalog
from handbook.checks.references import nearest_ids
from handbook.model import Diagnostic, Word
from handbook.search_documents import bare, names_of, search_documents
from handbook.written_pages import WRITTEN_PAGES


def leading_nowhere(catalog: Catalog) -> Iterator[Diagnostic]:
    """Groups of which no word occurs in the handbook, so that nothing can be found by them."""
    groups = catalog.handbook.synonyms.groups
    text = _searched_text(catalog) if groups else ""
    for group in groups:
        if not any(_bare(word) in text for word in group):
            words = "、".join(word.text for word in group)
            message = f"“{words}”这一组里没有一个词在手册里出现"
            yield codes.SYNONYMS_LEAD_NOWHERE.at(group[0].place, message)


def alone_or_repeated(catalog: Catalog) -> Iterator[Diagnostic]:
    """Groups without two words; words that stand in two groups, or twice in one list."""
    synonyms = catalog.handbook.synonyms
    for group in synonyms.groups:
        if len(group) == 1:
            message = f"“{group[0].text}”这一组只有一个词"
            yield codes.SYNONYM_ALONE.at(group[0].place, message)
    yield from _repeated(word for group in synonyms.groups for word in group)
    yield from _repeated(synonyms.question_words)


def empty(catalog: Catalog) -> Iterator[Diagnostic]:
    """Words that hold nothing a search could look for."""
    synonyms = catalog.handbook.synonyms
    for group in (*synonyms.groups, synonyms.question_words):
        yield from _empty(group)


def wordings(catalog: Catalog) -> Iterator[Diagnostic]:
    """Wordings for what does not exist, those without characters, and those written twice."""
    for wording in catalog.handbook.wordings:
        target = wording.target.text
        # What could not be read is reported by itself.
        known = (catalog.by_id, catalog.pages_by_uri, WRITTEN_PAGES, catalog.broken_ids)
        if not any(target in names for names in known):
            hint = nearest_ids(catalog, target) if target.isalnum() else ""
            message = f"没有 {target}，写给它的问法没有着落"
            yield codes.WORDING_LEADS_NOWHERE.at(wording.target.place, message, hint)
        yield from _repeated(wording.texts)
        yield from _empty(wording.texts)


CHECKS = (leading_nowhere, alone_or_repeated, empty, wordings)


def _repeated(words: Iterable[Word]) -> Iterator[Diagnostic]:
    first: dict[str, Word] = {}
    for word in words:
        bare = _bare(word)
        if bare in first:
            line = first[bare].place.line
            message = f"“{word.text}”在第 {line} 行已经写过"
            yield codes.SYNONYM_REPEATED.at(word.place, message)
        elif bare:
            first[bare] = word


def _empty(words: Iterable[Word]) -> Iterator[Diagnostic]:
    for word in words:
        if not _bare(word):
            yield codes.SYNONYM_EMPTY.at(word.place, f"“{word.text}”里没有字")


def _searched_text(catalog: Catalog) -> str:
    """All the words that a search can find, without signs, piece by piece."""
    pieces = (
        text
        for document in search_documents(catalog)
        for text in (*names_of(document), document.get("text", ""))
    )
    return bare("\n".join(pieces))


def _bare(word: Word) -> str:
    return bare(word.text)
