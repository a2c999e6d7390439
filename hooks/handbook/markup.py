"""Where Markdown is text and where it is not: code, comments and escapes must hide what they hold.

All functions keep the length of the text, so that an offset in the result is an offset in the
input.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_FENCE = re.compile(r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_ESCAPE = re.compile(r"\\[\[\]\\`]")
_NOT_NEWLINE = re.compile(r"[^\n]")


def mask_hidden(text: str) -> str:
    """``text`` with fenced code, comments, code spans and escaped brackets blanked out."""
    masked = mask_fences(text)
    if "<!--" in masked:
        masked = _COMMENT.sub(_blank, masked)
    if "\\" in masked:
        masked = _ESCAPE.sub(_blank, masked)
    if "`" in masked:
        masked = _CODE_SPAN.sub(_blank, masked)
    return masked


def mask_fences(text: str) -> str:
    """``text`` with fenced code blocks blanked out, fences included.

    A fence that is never closed is no code block, as in superfences, and stays.
    """
    if "```" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        end = _closing_line(lines, number, opening["fence"]) if opening else None
        if end is None:
            number += 1
            continue
        for hidden in range(number, end + 1):
            lines[hidden] = " " * len(lines[hidden])
        number = end + 1
    return "\n".join(lines)


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
_SPACE = re.compile(r"\s+")
# Between two Chinese characters (or their punctuation) a line break is no space.
_BETWEEN_HAN = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef“”])\s+(?=[\u3000-\u9fff\uff00-\uffef“”])"
)


def plain_text(markdown: str, title_of: Callable[[str], str | None]) -> str:
    """What a reader sees of ``markdown`` on one line, for search and exports.

    ``title_of`` gives what the build puts in place of a bare ``[ID]``, or None for other brackets.
    """

    def shown(match: re.Match[str]) -> str:
        text = match["text"]
        return title_of(text) or text if match["label"] in (None, "") else text

    text = _COMMENT.sub("", markdown)
    text = _LINK.sub(shown, text)
    text = _ATTRIBUTES.sub("", text)
    text = _LINE_START.sub("", text)
    text = _EMPHASIS.sub(r"\2", text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!/-])", r"\1", text)
    return _SPACE.sub(" ", _BETWEEN_HAN.sub("", text)).strip()
