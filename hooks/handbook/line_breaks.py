"""Chinese titles in lines, for pictures: SVG does not break lines by itself."""

from __future__ import annotations

from itertools import accumulate, pairwise, product

from handbook.characters import words

# The share of a Chinese character's width that a letter or a digit takes, generously.
LETTER = 0.6

_OPENING = "（《〈“‘【〔「『"
_CLOSING = "，。、；：？！）》〉”’】〕」』…—,.;:?!)"
# A reader pauses after them; a line that ends so is worth being shorter by so many characters.
_PAUSES = "，、；：的和与及是"
_SHORTER_FOR_A_PAUSE = 3
# By how many characters a line may be longer than all would be if they were of one length.
_LONGER = (0.5, 1.5, 2.5)


def wrapped(text: str, width: float) -> list[str]:
    """``text`` in as few lines of ``width`` Chinese characters as it needs, of about one length.

    No line begins with a closing sign or ends with an opening one; known words and numbers stay
    whole unless they are longer than a line.
    """
    text = text.strip()
    breaks = _breaks(text)
    ends = _ends(text, width, breaks, 0)
    if len(ends) < 2:
        return [text] if text else []
    even = breadth(text) / len(ends)
    for longer, shorter in product(_LONGER, (_SHORTER_FOR_A_PAUSE, 0)):
        found = _ends(text, min(width, even + longer), breaks, shorter)
        if len(found) == len(ends) and breaks.issuperset(found):
            ends = found
            break
    return [text[start:end].strip() for start, end in pairwise([0, *ends])]


def breadth(text: str) -> float:
    """How wide ``text`` is, in Chinese characters."""
    return sum(LETTER if character.isascii() else 1 for character in text)


def _ends(text: str, width: float, breaks: frozenset[int], shorter: int) -> list[int]:
    """Where the lines of ``text`` end, each as long as ``width`` allows."""
    ends: list[int] = []
    start = 0
    while start < len(text):
        start = _end(text, start, width, breaks, shorter)
        ends.append(start)
    return ends


def _breaks(text: str) -> frozenset[int]:
    """The places at which a line of ``text`` may end, in characters from its beginning."""
    return frozenset(
        end
        for end in accumulate(map(len, words(text)))
        if end == len(text) or _may_part(text[end - 1], text[end])
    )


def _may_part(before: str, after: str) -> bool:
    is_within = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    return not is_within and before not in _OPENING and after not in _CLOSING


def _end(text: str, start: int, width: float, breaks: frozenset[int], shorter: int) -> int:
    """Where the line that begins at ``start`` ends: at the last break that fits, if any."""
    last = start + 1
    while last < len(text) and breadth(text[start : last + 1]) <= width:
        last += 1
    if last == len(text):
        return last
    fitting = [end for end in range(last, start, -1) if end in breaks]
    near = [end for end in fitting if end >= last - shorter and text[end - 1] in _PAUSES]
    return next(iter(near or fitting), last)
