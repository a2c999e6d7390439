"""The editions that shipped, as they lie frozen in ``editions/``: read, not yet compared."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

FOLDER = "editions"

# The ids of editions part here: 2026.10 comes after 2026.2.
_PARTS = re.compile(r"(?P<number>\d+)|[^\d.-]+")


class BrokenEditionError(Exception):
    """A file is no edition; the message says why, in Chinese, and ``line`` where."""

    def __init__(self, message: str, line: int = 1) -> None:
        self.line = line
        super().__init__(message)


@dataclass(frozen=True)
class FrozenEdition:
    """One file: its path in the project, and its text (None: no UTF-8)."""

    path: str
    text: str | None

    @property
    def id(self) -> str:
        """The id under which the edition was frozen."""
        return PurePosixPath(self.path).name.removesuffix(".json")

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """What the file holds: an object with a list ``entries`` of objects, each with an ``id``.

        Of all else nothing is known: an old edition may lack what later ones have. Raises
        :class:`BrokenEditionError` if it is none of that.
        """
        if self.text is None:
            raise BrokenEditionError("不是 UTF-8 编码")
        try:
            content = json.loads(self.text)
        except json.JSONDecodeError as error:
            raise BrokenEditionError(f"不是完整的 JSON（{error.msg}）", error.lineno) from error
        entries = content.get("entries") if isinstance(content, dict) else None
        if not isinstance(entries, list):
            raise BrokenEditionError("里面没有条目的列表 entries")
        for number, entry in enumerate(entries, start=1):
            if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
                raise BrokenEditionError(f"entries 的第 {number} 项没有编号 id")
        assert isinstance(content, dict)
        return content

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """Where each id stood; nothing where that cannot be read."""
        try:
            entries = self.content["entries"]
        except BrokenEditionError:
            return {}
        return {e["id"]: e["url"] for e in entries if isinstance(e.get("url"), str)}


def edition_order(id: str) -> tuple[tuple[int, str], ...]:
    """What sorts the ids of editions: number by number, other words as they are written."""
    parts = ((match["number"], match[0]) for match in _PARTS.finditer(id))
    return (*((int(number or -1), "" if number else word) for number, word in parts), (-2, id))


def read_editions(root: Path) -> list[FrozenEdition]:
    """Every frozen edition of the project in ``root``, the oldest first."""
    found = [_edition(file, root) for file in (root / FOLDER).glob("*.json")]
    return sorted(found, key=lambda edition: edition_order(edition.id))


def _edition(file: Path, root: Path) -> FrozenEdition:
    path = file.relative_to(root).as_posix()
    try:
        return FrozenEdition(path, file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return FrozenEdition(path, None)
