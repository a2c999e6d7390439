"""What the search must know of Chinese characters: how they are read, and their other forms.

Both tables are made for one text, so that they stay small; the dictionaries behind them are those
of pypinyin and OpenCC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin
from pypinyin.seg.mmseg import seg as phrases

_HAN_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_PARTS = re.compile(f"{_HAN_RUN.pattern}|[^\u3400-\u4dbf\u4e00-\u9fff]+")
# Where the Chinese characters with a traditional form stand; rarer ones nobody types.
_FIRST, _LAST = 0x4E00, 0x9FFF
# Taiwan's and Hong Kong's forms besides the general ones.
_CONVERSIONS = ("t2s", "tw2s", "hk2s")


def common_characters() -> str:
    """The 3,755 most common characters: the first level of GB 2312, which is its rows 16 to 55."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return "".join(cell.decode("gb2312", errors="ignore") for cell in cells)


def readings(names: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    """For each syllable, without tones, the characters that are read so; ü is written v.

    A character of ``names`` stands under every reading that it has in some name, and under its
    usual one; those of ``texts`` and the common ones besides only under their usual one. So the
    search knows a slip of the input method for what it is, whichever character it left.
    """
    found: dict[str, set[str]] = {}
    runs = {run for name in names for run in _HAN_RUN.findall(name)}
    occurring = set("".join([*runs, *texts]))
    chars = {char for char in occurring if _HAN_RUN.match(char)} | set(common_characters())
    for run in (*sorted(runs), *sorted(chars)):
        for char, syllable in zip(run, syllables(run), strict=True):
            found.setdefault(syllable, set()).add(char)
    return {
        syllable: "".join(sorted(chars))
        for syllable, chars in sorted(found.items())
        if syllable.isascii()
    }


def words(text: str) -> list[str]:
    """``text`` in pieces: the words that the dictionary of readings knows, else characters."""
    return list(phrases.cut(text))


def syllables(text: str) -> list[str]:
    """How each character of ``text`` is read where it stands; what has no reading, as itself."""
    found: list[str] = []
    for part in _PARTS.findall(text):
        found += _read_run(part) if _HAN_RUN.match(part) else part
    return found


# A run of characters is asked for by the list of titles and by the search, and its words stand in
# others: the library parts a text into words and reads each by itself.
@lru_cache(maxsize=1 << 15)
def _read_run(run: str) -> tuple[str, ...]:
    return tuple(syllable for word in phrases.cut(run) for syllable in _read(word))


@lru_cache(maxsize=1 << 16)
def _read(word: str) -> tuple[str, ...]:
    # The library takes a list from the callback, one item for each character; its types do not say.
    return tuple(lazy_pinyin(word, style=Style.NORMAL, errors=list))  # type: ignore[arg-type]


def traditional_forms(texts: Iterable[str]) -> Mapping[str, str]:
    """For each other form of a character of ``texts`` that does not itself occur, the one there."""
    used = set("".join(texts))
    forms: dict[str, str] = {}
    candidates = [chr(code) for code in range(_FIRST, _LAST + 1) if chr(code) not in used]
    for name in _CONVERSIONS:
        simplified = OpenCC(name).convert("\n".join(candidates)).split("\n")
        for char, plain in zip(candidates, simplified, strict=True):
            if plain != char and plain in used:
                forms.setdefault(char, plain)
    return forms
