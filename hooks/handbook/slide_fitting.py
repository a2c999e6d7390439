"""How much fits on a slide, and under it on paper: measures, and what is split by them.

A slide is 1280 units wide and at least 720 high, whatever the screen is; the page's style takes its
sizes from here (:func:`measures`), so that what was reckoned is what is shown. Reckoned is with a
full em for each Chinese character and a loss at the end of each line, since lines end neither
before a closing sign nor after an opening one; the browser tests hold that nothing overflows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from handbook.line_breaks import breadth, wrapped

WIDTH, HEIGHT, SIDE = 1280, 720, 64
TEXT_WIDTH = WIDTH - 2 * SIDE
LEADING = 1.4

# Sizes of type, in units; of those with several the largest that fits.
TITLES = (38, 32, 26, 22)  # of entries
MEMBERS = (38, 32, 26, 22)
SECTIONS = (56, 46, 38, 30)
KICKER, HEADING, SMALL, QUOTE, COUNT, FACT = 22, 36, 18, 28, 26, 20
STEM, OPTION, REASON = 28, 26, 20

TOP, MARKING, BELOW_HEADING = 32, 30, 18
GAP = 20  # between entries
INSET = 30  # of an entry, with its line in the kind's colour
NUMBER_WIDTH = 140  # of the page's number, at the foot
ABOVE_FOOT, BELOW_FOOT = 12, 20
NOTICE_PADDING, NOTICE_GAP = 8, 8
BOX_PADDING, BOX_GAP = 9, 9  # of options and answers
LETTER_WIDTH = 84  # of an option: its letter, and what surrounds it
_SPARE = 6

# Under a slide on half a sheet of A4: lines of notes, and how long they are.
NOTE_LINES, NOTE_WIDTH = 15, 64

# Characters that the end of a line may lose.
_LOSS = 2

Fitting = TypeVar("Fitting")


def measures() -> str:
    """The measures as a rule of the page's style."""
    values = {
        "width": WIDTH,
        "height": HEIGHT,
        "side": SIDE,
        "leading": LEADING,
        "kicker": KICKER,
        "heading": HEADING,
        "small": SMALL,
        "quote": QUOTE,
        "count": COUNT,
        "fact": FACT,
        "stem": STEM,
        "option": OPTION,
        "reason": REASON,
        "top": TOP,
        "marking": MARKING,
        "below-heading": BELOW_HEADING,
        "gap": GAP,
        "inset": INSET,
        "number-width": NUMBER_WIDTH,
        "above-foot": ABOVE_FOOT,
        "below-foot": BELOW_FOOT,
        "notice-padding": NOTICE_PADDING,
        "notice-gap": NOTICE_GAP,
        "box-padding": BOX_PADDING,
        "box-gap": BOX_GAP,
        "letter": LETTER_WIDTH,
    }
    rules = "".join(f"--sl-{name}:{value};" for name, value in values.items())
    sizes = sorted({*TITLES, *MEMBERS, *SECTIONS})
    return f".sl{{{rules}}}\n" + "".join(f".sl-size-{s}{{--sl-size:{s}}}\n" for s in sizes)


def lines(text: str, size: float, width: float = TEXT_WIDTH) -> int:
    """How many lines of type of this size a text takes, generously."""
    across = breadth(text)
    if across * size <= width - size / 2:
        return 1
    return math.ceil(across / max(1.0, width / size - _LOSS))


def rows(text: str, size: float, width: float = TEXT_WIDTH) -> tuple[str, ...]:
    """A title in lines that end between words and fit; together they are the text."""
    starts: list[int] = []
    end = 0
    for line in wrapped(text, width / size - 0.5):
        starts.append(text.index(line, end))
        end = starts[-1] + len(line)
    return tuple(text[a:b] for a, b in pairwise([0, *starts[1:], len(text)])) if starts else ()


def height(text: str, size: float, width: float = TEXT_WIDTH) -> float:
    """How high the lines of a text are together."""
    return lines(text, size, width) * size * LEADING


def room(
    kicker: str, heading: str, legend: str, notices: Iterable[str] = (), *, is_marked: bool = False
) -> float:
    """How high that which stands between a slide's heading and its foot may be."""
    head: float = TOP + BELOW_HEADING + (MARKING if is_marked else 0)
    head += height(kicker, KICKER) if kicker else 0
    head += height(heading, HEADING) if heading else 0
    foot: float = ABOVE_FOOT + BELOW_FOOT + height(legend, SMALL, TEXT_WIDTH - NUMBER_WIDTH)
    for notice in notices:
        width = TEXT_WIDTH - 4 * NOTICE_PADDING
        foot += height(notice, SMALL, width) + 2 * NOTICE_PADDING + NOTICE_GAP + 2
    return HEIGHT - head - foot - _SPARE


def stacked(heights: Iterable[float], gap: float) -> float:
    """How high several things are, one below another."""
    found = list(heights)
    return sum(found) + gap * max(0, len(found) - 1)


def split(
    items: Sequence[Fitting], fits: Callable[[Sequence[Fitting]], bool], most: int
) -> tuple[tuple[Fitting, ...], ...]:
    """The items in as few groups as they need, of about one length, in their order.

    A group has no more than ``most``, and fits, unless it is a single one.
    """
    ends = _ends(items, fits, most)
    for even in range(math.ceil(len(items) / max(1, len(ends))), most):
        found = _ends(items, fits, even)
        if len(found) == len(ends):
            ends = found
            break
    return tuple(tuple(items[start:end]) for start, end in pairwise([0, *ends]))


def _ends(
    items: Sequence[Fitting], fits: Callable[[Sequence[Fitting]], bool], most: int
) -> list[int]:
    ends: list[int] = []
    start = 0
    while start < len(items):
        end = start + 1
        while end < len(items) and end - start < most and fits(items[start : end + 1]):
            end += 1
        ends.append(end)
        start = end
    return ends
