"""Where Markdown is text and where it is not: code, comments and escapes must hide what they hold.

All functions keep the length of the text, so that an offset in the result is an offset in the
input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

_FENCE = re.compile(r"^[ ]{0,3}(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_ESCAPE = re.compile(r"\\[\[\]\\`]")
_NOT_NEWLINE = re.compile(r"[^\n]")


def mask_blocks(text: str) -> str:
    """``text`` with what hides whole lines blanked out: fenced code and comments."""
    masked = mask_fences(text)
    for start, end in _comments(masked):
        if end is not None:
            hidden = _NOT_NEWLINE.sub(" ", masked[start:end])
            masked = masked[:start] + hidden + masked[end:]
    return masked


def unclosed_comments(text: str) -> list[int]:
    """The indexes of lines that open a comment which is never closed."""
    masked = mask_fences(text)
    return [masked.count("\n", 0, start) for start, end in _comments(masked) if end is None]


def _comments(text: str) -> Iterator[tuple[int, int | None]]:
    """Where comments begin and end; a mark inside a code span begins none."""
    if "<!--" not in text:
        return
    outside_code = mask_inline(text)
    position = 0
    while (start := outside_code.find("<!--", position)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            yield start, None
            return
        position = end + len("-->")
        yield start, position


def mask_inline(text: str) -> str:
    """``text`` with code spans and escaped brackets blanked out.

    They hide references, but no block: blocks are found before anything in a line is.
    """
    masked = _ESCAPE.sub(_blank, text) if "\\" in text else text
    return _CODE_SPAN.sub(_blank, masked) if "`" in masked else masked


def mask_fences(text: str) -> str:
    """``text`` with fenced code blocks blanked out, fences included."""
    if "```" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    for start, end in _fences(lines):
        if end is not None:
            for hidden in range(start, end + 1):
                lines[hidden] = " " * len(lines[hidden])
    return "\n".join(lines)


def unclosed_fences(text: str) -> list[int]:
    """The indexes of lines that open a fenced code block which is never closed.

    What such a page looks like depends on the renderer: pymdownx.superfences then sees none of the
    fences after it.
    """
    if "```" not in text and "~~~" not in text:
        return []
    return [start for start, end in _fences(text.split("\n")) if end is None]


def crowded_fences(text: str) -> list[int]:
    """The indexes of lines that open a fenced code block without an empty line before it.

    pymdownx.superfences takes such a fence back, and reads what is in it as Markdown, if the text
    that it clings to begins with an indented line.
    """
    if "```" not in text and "~~~" not in text:
        return []
    lines = text.split("\n")
    return [start for start, _ in _fences(lines) if start and lines[start - 1].strip()]


def _fences(lines: list[str]) -> Iterator[tuple[int, int | None]]:
    """First and last line of each fenced block; no last line where it is never closed."""
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        if opening:
            end = _closing_line(lines, number, opening["fence"])
            yield number, end
            number = number if end is None else end
        number += 1


def _closing_line(lines: list[str], start: int, fence: str) -> int | None:
    closing = re.compile(rf"^[ ]{{0,3}}{re.escape(fence)}[ \t]*$")
    return next((n for n in range(start + 1, len(lines)) if closing.match(lines[n])), None)


def _blank(match: re.Match[str]) -> str:
    return _NOT_NEWLINE.sub(" ", match.group(0))


_LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\](?:\[(?P<label>[^\[\]]*)\]|\([^()]*\))?")
_ATTRIBUTES = re.compile(r"[ ]*\{:?[ ]*[#.][^}\n]*\}")
_LINE_START = re.compile(
    r"^[ ]*(?:#{1,6}[ ]+|[-*+][ ]+|\d+\.[ ]+|>[ ]?|[|:=-]{3,}[ ]*$)", re.MULTILINE
)
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|`+)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()<>#+.!/-])")
# No character of Unicode's has these places.
_ASIDE = 0xF8000
_SET_ASIDE = re.compile("[\U000f8000-\U000f807f]")
_HAN = re.compile("[\u3000-\u9fff\uff00-\uffef“”]")


def plain_text(markdown: str, title_of: Callable[[str], str | None]) -> str:
    """What a reader sees of ``markdown`` on one line, for search and exports.

    ``title_of`` gives what the build puts in place of a bare ``[ID]``, or None for other brackets.
    """

    def shown(match: re.Match[str]) -> str:
        text = match["text"]
        return title_of(text) or text if match["label"] in (None, "") else text

    # Most texts hold few of these signs, and an export asks for every text of a handbook.
    text = _ESCAPED.sub(_set_aside, markdown) if "\\" in markdown else markdown
    text = _COMMENT.sub("", text) if "<!--" in text else text
    text = _LINK.sub(shown, text) if "[" in text else text
    text = _ATTRIBUTES.sub("", text) if "{" in text else text
    text = _LINE_START.sub("", text)
    text = _EMPHASIS.sub(r"\2", text) if any(sign in text for sign in "*_`") else text
    text = _SET_ASIDE.sub(_brought_back, text) if "\\" in markdown else text
    return _on_one_line(text)


def _set_aside(match: re.Match[str]) -> str:
    """An escaped sign is no mark of anything: until all marks are gone another stands for it."""
    return chr(_ASIDE + ord(match[1]))


def _brought_back(match: re.Match[str]) -> str:
    return chr(ord(match[0]) - _ASIDE)


def _on_one_line(text: str) -> str:
    """Between two Chinese characters, or their punctuation, a line break is no space."""
    words = text.split()
    joined = words[:1]
    for before, word in pairwise(words):
        joined += ("" if _HAN.match(before[-1]) and _HAN.match(word[0]) else " ", word)
    return "".join(joined)
