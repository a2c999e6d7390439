"""What has changed between two wordings, so that it can be read where there are no colours."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from enum import Enum

# What stays between two changes and is shorter than this is shown as changed with them; wordings
# that share less than this part are two, and nothing of one stays in the other.
_SHORTEST, _SHARED = 2, 0.4


class Fate(Enum):
    """What became of some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


def changed_words(old: str, new: str) -> list[tuple[Fate, str]]:
    """``old`` and ``new`` in one: the pieces that stay, that went and that came, in order."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    alike = [(a, b, size) for a, b, size in matcher.get_matching_blocks() if size]
    if 2 * sum(size for _, _, size in alike) < _SHARED * (len(old) + len(new)):
        alike = []
    kept = [
        (a, b, size)
        for a, b, size in alike
        if size >= _SHORTEST or a in (0, len(old) - 1) or b in (0, len(new) - 1)
    ]
    return list(_pieces(old, new, kept))


def _pieces(old: str, new: str, kept: list[tuple[int, int, int]]) -> Iterator[tuple[Fate, str]]:
    at_old = at_new = 0
    for a, b, size in (*kept, (len(old), len(new), 0)):
        if old[at_old:a]:
            yield Fate.REMOVED, old[at_old:a]
        if new[at_new:b]:
            yield Fate.ADDED, new[at_new:b]
        if size:
            yield Fate.KEPT, old[a : a + size]
        at_old, at_new = a + size, b + size


def in_words(pieces: list[tuple[Fate, str]]) -> str:
    """The pieces on one line: what went and what came say so."""
    signs = {Fate.KEPT: "{}", Fate.REMOVED: "【删：{}】", Fate.ADDED: "【增：{}】"}
    return "".join(signs[fate].format(words) for fate, words in pieces)
