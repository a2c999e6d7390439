"""What a page says outside its entries, piece by piece: under which heading, and in which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handbook.markup import plain_text
from handbook.model import Heading, Page

_CELL_BORDERS = re.compile(r"[ ]*(?<!\\)\|[-: |]*")


@dataclass(frozen=True)
class Section:
    """The prose between one heading and the next; ``heading`` is None before the first.

    The page's own title begins no section: what stands under it is the page's introduction.
    """

    heading: Heading | None
    text: str


def sections(page: Page, title_of: Callable[[str], str | None]) -> Iterator[Section]:
    """The page's introduction, even if it is empty, then a section for each further heading.

    ``title_of`` gives what the build puts in place of a bare ``[ID]``.
    """
    lines = page.text.split("\n")
    hidden = {n for block in page.blocks for n in block.rows}
    hidden |= {heading.place.line - 1 for heading in page.headings}
    starts: list[tuple[Heading | None, int]] = [(None, page.first_line)]
    starts += [(h, h.place.line) for h in page.headings if h.level > 1]
    ends = [start for _, start in starts[1:]] + [len(lines)]
    for (heading, start), end in zip(starts, ends, strict=True):
        prose = "\n".join(lines[n] for n in range(start, end) if n not in hidden)
        yield Section(heading, _CELL_BORDERS.sub(" ", plain_text(prose, title_of)).strip())
