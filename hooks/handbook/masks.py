"""Names for what the source masks: ``x车间`` is called by its name, in our own words alone.

The source text, what is quoted from it and what is cited as its words keep the mask. Checks and the
editors' commands work on what is written; readers get a catalog that was read again with the names.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from handbook.catalog import Catalog, build_catalog, is_issued
from handbook.model import Block, Handbook, Page, Position, Word
from handbook.quoting import quoted_spans
from handbook.reader import read_page

_TITLE = "title"


def for_readers(written: Catalog) -> Catalog:
    """The catalog as readers get it: questions apart, and names in place of the masks."""
    unnamed = written.with_questions_apart()
    if not written.handbook.names:
        return unnamed
    return replace(_named(written).with_questions_apart(), unnamed=unnamed)


def named(text: str, names: Mapping[str, str], source: str) -> str:
    """``text`` with the names in place of the masks, except where it quotes ``source``."""
    return _replaced(text, text, names, quoted_spans(text, source)) if names else text


def _named(written: Catalog) -> Catalog:
    source = written.all_source_text
    pages = (*written.pages, *written.draft_pages)
    return build_catalog(
        _with_synonyms(written.handbook),
        [
            read_page(_named_page(page, written.handbook, source), page.uri, written.handbook)
            for page in sorted(pages, key=lambda page: page.uri)
        ],
        written.source_texts,
        written.site,
        written.ledger,
        written.page_ledger,
        written.editions,
    )


def _with_synonyms(handbook: Handbook) -> Handbook:
    """Who searches for a name finds the sentences with the mask as well."""
    named = [mask for mask in handbook.masks if mask.name]
    added = ((mask.words, Word(mask.name, mask.words.place)) for mask in named)
    synonyms = replace(handbook.synonyms, groups=(*handbook.synonyms.groups, *added))
    return replace(handbook, synonyms=synonyms)


def _named_page(page: Page, handbook: Handbook, source: str) -> str:
    kept = [*quoted_spans(page.visible, source), *_kept_lines(page, handbook, source)]
    return _replaced(page.text, page.visible, handbook.names, kept)


def _replaced(
    text: str, visible: str, names: Mapping[str, str], kept: list[tuple[int, int]]
) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    parts: list[str] = []
    position = 0
    for match in re.finditer("|".join(map(re.escape, longest_first)), text):
        start, end = match.span()
        # What is not visible is code or a comment.
        if visible[start:end] == match[0] and not any(a <= start < b for a, b in kept):
            parts += text[position:start], names[match[0]]
            position = end
    return "".join((*parts, text[position:]))


def _kept_lines(page: Page, handbook: Handbook, source: str) -> Iterator[tuple[int, int]]:
    """Where the lines stand that are not our own words, as stretches of the page's text."""
    lines = page.text.split("\n")
    starts = [0, *itertools.accumulate(len(line) + 1 for line in lines)]
    for row in _kept_rows(page, handbook, source):
        yield starts[row], starts[row + 1]


def _kept_rows(page: Page, handbook: Handbook, source: str) -> Iterator[int]:
    title = page.front_matter.get(_TITLE)
    own = {value.place.line - 1 for value in title.values} if title else set()
    yield from (row for row in range(page.first_line) if row not in own)
    for block in page.blocks:
        kind = handbook.kinds.get(block.name)
        if kind and (kind.verbatim or is_issued(page, handbook)):
            yield from block.rows
        else:
            yield from _cited_rows(block, source)
    for heading in page.headings:
        kind = handbook.kind_of_id(heading.id)
        if kind and kind.position is Position.HEADING:  # such a heading is the source's own
            yield heading.place.line - 1


def _cited_rows(block: Block, source: str) -> Iterator[int]:
    """The rows of a block's options whose values are words of the source."""
    options = block.options.values()
    fields = (value for option in options for pair in option.fields for value in pair)
    values = sorted(
        (*(value for option in options for value in option.values), *fields),
        key=lambda value: value.place,
    )
    ends = [value.place.line - 1 for value in values[1:]] + [block.body_line - 1]
    for value, end in zip(values, ends, strict=False):  # a block without values has an end, too
        if value.text in source:
            first = value.place.line - 1
            yield from range(first, max(end, first + 1))
