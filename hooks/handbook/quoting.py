"""Which of our words, between “ and ”, are those of the source text."""

from __future__ import annotations

import re

from handbook.questions import GAP

# What a question leaves out of a quotation.
_ANYTHING = ".{1,20}?"


def quoted_spans(text: str, source: str) -> list[tuple[int, int]]:
    """Where ``text`` quotes the source: the outermost “…” whose words stand there."""
    spans: list[tuple[int, int]] = []
    stack: list[int] = []
    for match in re.finditer("[“”]", text):
        if match[0] == "“":
            stack.append(match.start())
        elif stack:
            start = stack.pop()
            words = text[start + 1 : match.start()].replace("\n", "")
            if _stands_in(words, source):
                spans.append((start, match.end()))
    return spans


def _stands_in(words: str, source: str) -> bool:
    """Whether the source has these words, whatever it has where a question leaves a gap."""
    if GAP not in words:
        return words in source
    return re.search(_ANYTHING.join(map(re.escape, words.split(GAP))), source) is not None
