"""A text file taken apart so that an edit leaves every other byte as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from handbook.editing import RefusedError
from handbook.model import Place

_BYTE_ORDER_MARK = "\ufeff"
# What the reader takes for the end of a line, and nothing else.
_ENDING = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True)
class Edit:
    """At ``place`` stands ``old``, in quotation marks or not, and ``new`` shall stand there."""

    place: Place
    old: str
    new: str


@dataclass(frozen=True)
class TextFile:
    """Lines without their endings, the endings (one fewer), and whether a byte order mark is there.

    Line numbers and columns are those of the reader.
    """

    path: str
    lines: tuple[str, ...]
    endings: tuple[str, ...]
    has_mark: bool = False

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        parts = chain.from_iterable(zip_longest(self.lines, self.endings, fillvalue=""))
        return ((_BYTE_ORDER_MARK if self.has_mark else "") + "".join(parts)).encode()

    @property
    def text(self) -> str:
        """The text with plain line breaks, as the reader reads it."""
        return "\n".join(self.lines)

    def edited(self, edits: Iterable[Edit]) -> TextFile:
        """The file after ``edits``, each of which is made once.

        Raises :class:`RefusedError` where a place does not hold what is said to stand there.
        """
        lines = list(self.lines)
        # From the end of a line to its beginning, so that no edit moves the place of another.
        for edit in sorted(set(edits), key=lambda edit: edit.place, reverse=True):
            row, column = edit.place.line - 1, edit.place.column - 1
            line = lines[row] if row < len(lines) else ""
            column += line[column : column + 1] in ("'", '"')
            if not line.startswith(edit.old, column):
                place = f"{self.path}:{edit.place.line}:{edit.place.column}"
                raise RefusedError(
                    f"{place} 的写法认不出，没有改动任何文件：先把这里改成直接写的 {edit.old}。"
                )
            lines[row] = line[:column] + edit.new + line[column + len(edit.old) :]
        return replace(self, lines=tuple(lines))

    def with_lines(self, index: int, new: Iterable[str]) -> TextFile:
        """The file with ``new`` lines put in before line ``index`` (from 0)."""
        lines, endings, added = list(self.lines), list(self.endings), list(new)
        lines[index:index] = added
        endings[index:index] = [next(iter(self.endings), "\n")] * len(added)
        return replace(self, lines=tuple(lines), endings=tuple(endings))

    def with_block(self, index: int, block: str) -> tuple[TextFile, int]:
        """The file with ``block`` put in before line ``index`` (from 0), and its line (from 1).

        The block stands between blank lines, of which those that are there already serve.
        """
        new = block.rstrip("\n").split("\n")
        lines, endings = list(self.lines), list(self.endings)
        ending = next(iter(self.endings), "\n")
        if index == len(lines):  # the last line has no end yet
            lines.append("")
            endings.append(ending)
        if lines[index].strip():
            new.append("")
        if index and lines[index - 1].strip():
            new.insert(0, "")
        lines[index:index] = new
        endings[index:index] = [ending] * len(new)
        first = index + 1 + (0 if new[0] else 1)
        return replace(self, lines=tuple(lines), endings=tuple(endings)), first


def text_file(path: str, content: bytes) -> TextFile:
    """The file ``path`` that holds ``content``; raises ``UnicodeDecodeError`` if it is no UTF-8."""
    text = content.decode("utf-8")
    has_mark = text.startswith(_BYTE_ORDER_MARK)
    parts = _ENDING.split(text.removeprefix(_BYTE_ORDER_MARK))
    return TextFile(path, tuple(parts[::2]), tuple(parts[1::2]), has_mark)
