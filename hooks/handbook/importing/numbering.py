"""How the parts of an official text are numbered: 第一章, 一、, （一）, 1., （1）, 一是, 第一，."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from handbook.importing.sentences import COLONS, COMMAS, STOPS
from handbook.numerals import value

_HAN = "[一二三四五六七八九十百零〇]{1,4}"
_DIGITS = "[0-9０-９]{1,2}"
_BLANK = r"[\s\u3000]*"
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "最后": 99}


class Form(IntEnum):
    """The forms, from the widest part to the narrowest."""

    BOOK = 0
    CHAPTER = 1
    SECTION = 2
    ARTICLE = 3
    HAN = 4
    HAN_IN_BRACKETS = 5
    DIGIT = 6
    DIGIT_IN_BRACKETS = 7
    IN_TURN = 8  # 一是, 一要, 第一，, 首先，: within a sentence


@dataclass(frozen=True)
class Mark:
    """A number at the beginning of a part: its form, and how many characters it takes up."""

    form: Form
    number: int
    length: int


_PATTERNS = {
    Form.BOOK: rf"第(?P<n>{_HAN}|{_DIGITS})编(?=[\s\u3000]|$)",
    Form.CHAPTER: rf"第(?P<n>{_HAN}|{_DIGITS})章(?=[\s\u3000]|$)",
    Form.SECTION: rf"第(?P<n>{_HAN}|{_DIGITS})节(?=[\s\u3000]|$)",
    Form.ARTICLE: rf"第(?P<n>{_HAN}|{_DIGITS})条(?!所|规定|第|款|的|中|至|和|或|、)",
    Form.HAN: rf"(?P<n>{_HAN})[、．.](?!{_HAN}(?:[、，。和及等]|$))",
    Form.HAN_IN_BRACKETS: rf"[（(](?P<n>{_HAN})[）)][、.．]?(?![、，,项款条])",
    Form.DIGIT: rf"(?P<n>{_DIGITS})(?:[.．、](?![0-9０-９])|[）)])",
    Form.DIGIT_IN_BRACKETS: rf"(?:[（(](?P<n>{_DIGITS})[）)]|(?P<m>[①-⑳⑴-⒇]))[、.．]?",
    Form.IN_TURN: (
        rf"(?:[^{STOPS}{COLONS}{COMMAS}]{{1,6}}[{COMMAS}])?"
        rf"(?:(?P<n>{_HAN})(?:是|(?=要(?![素点件害])))|第(?P<m>{_HAN})(?=[{COMMAS}、是])[{COMMAS}、]?"
        rf"|(?P<word>首先|其次|再次|最后)[{COMMAS}])"
    ),
}
_MARKS = {form: re.compile(pattern + _BLANK) for form, pattern in _PATTERNS.items()}
# Parts of these forms begin within a line, too, after a stop, and of the first two after a comma.
_WITHIN = (Form.HAN, Form.HAN_IN_BRACKETS, Form.DIGIT, Form.DIGIT_IN_BRACKETS)
_AFTER_COMMA = (Form.HAN, Form.HAN_IN_BRACKETS)


def mark_of(text: str) -> Mark | None:
    """The number with which a text begins; None if it begins with none."""
    for form, pattern in _MARKS.items():
        match = pattern.match(text)
        if match:
            groups = match.groupdict()
            word = groups.get("word")
            number = value(groups.get("n") or groups.get("m") or "")
            number = _ORDER[word] if word else number
            if number is not None:
                return Mark(form, number, match.end())
    return None


def marks_within(text: str) -> list[tuple[int, Mark]]:
    """Numbers after a stop, a colon or a comma, at which a part may begin; see :class:`Series`."""
    found = []
    for match in re.finditer(f"[{STOPS}{COLONS}{COMMAS}]{_BLANK}", text):
        mark = mark_of(text[match.end() :])
        forms = _AFTER_COMMA if match[0][0] in COMMAS else _WITHIN
        if mark and mark.form in forms:
            found.append((match.end(), mark))
    return found


class Series:
    """Follows the numbers of a text, to tell a part's number from one that merely looks so."""

    def __init__(self) -> None:
        self._last: dict[Form, int] = {}

    def follows(self, mark: Mark, before: str) -> bool:
        """Whether a part begins with ``mark`` within a line, after the sign ``before``."""
        if mark.number == self._last.get(mark.form, 0) + 1:
            return mark.number > 1 or before not in COMMAS
        return mark.number == 1 and before not in COMMAS

    def take(self, mark: Mark) -> None:
        """A part begins with ``mark``: the narrower ones are counted anew."""
        self._last = {form: last for form, last in self._last.items() if form < mark.form}
        self._last[mark.form] = mark.number
