"""A page's Markdown as Python-Markdown gets it: what the reader has read is not read again.

Blocks keep their kind, their id and, unless it is plain, their body; the rest is in the catalog.
Link definitions at the end make every reference an ordinary Markdown reference link.
"""

from __future__ import annotations

from handbook.catalog import Catalog, is_draft
from handbook.model import Block, Page
from handbook.reader import ALLOWANCE
from handbook.rendering.cards import markdown_href
from handbook.rendering.plain_body import is_plain
from handbook.vocabulary import ID, NON_ENTRIES


def page_markdown(page: Page, catalog: Catalog) -> str:
    """The Markdown of a page of a catalog that has passed its checks."""
    return _with_short_headers(page) + link_definitions(page, catalog)


def _with_short_headers(page: Page) -> str:
    """The page without front matter, and with ``/// kind | ID`` for each entry's header."""
    typed = page.text.split("\n")
    lines = _without_allowances(page, typed)
    parts: list[str | None] = []
    position = page.first_line
    for block in page.blocks:
        start = block.place.line - 1
        parts += lines[position:start]
        if is_draft(block.options):
            position = block.end_line
            continue
        parts.append(_short_header(typed[start], block))
        has_text = block.name in NON_ENTRIES or not is_plain(block.body)
        position = block.body_line - 1 if has_text else block.end_line - 1
    return "\n".join(line for line in [*parts, *lines[position:]] if line is not None)


def _without_allowances(page: Page, typed: list[str]) -> list[str | None]:
    """The page's lines without what editors tell the checks; a line of nothing else is None."""
    lines: list[str | None] = [*typed]
    for allowance in page.allowances:
        index = allowance.place.line - 1
        rest = ALLOWANCE.sub("", lines[index] or "").rstrip()
        lines[index] = rest or None
    return lines


def _short_header(line: str, block: Block) -> str:
    slashes = line[: line.index(block.name)].strip()
    title = block.title if block.name in NON_ENTRIES else block.options[ID].values[0].text
    return f"{slashes} {block.name} | {title}"


def link_definitions(page: Page, catalog: Catalog) -> str:
    """The lines that make every reference of ``page`` a link; empty if it makes none."""
    targets = dict.fromkeys(reference.target for reference in page.references)
    # What only a draft on the page refers to may itself be a draft.
    entries = [catalog.by_id[target] for target in targets if target in catalog.by_id]
    lines = [f'[{entry.id}]: {markdown_href(entry, page.uri)} "{entry.name}"' for entry in entries]
    return "\n\n" + "\n".join(lines) + "\n" if lines else ""
