"""The editions that shipped, as they lie frozen in ``editions/``: read, not yet compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = "editions"


@dataclass(frozen=True)
class FrozenEdition:
    """One file: its path in the project, its text (None: no UTF-8), where each id stood."""

    path: str
    text: str | None
    addresses: Mapping[str, str]


def read_editions(root: Path) -> list[FrozenEdition]:
    """Every frozen edition of the project in ``root``, in the order of their names."""
    return [
        _edition(file, file.relative_to(root).as_posix())
        for file in sorted((root / FOLDER).glob("*.json"))
    ]


def _edition(file: Path, path: str) -> FrozenEdition:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return FrozenEdition(path, None, {})
    try:
        addresses = {entry["id"]: entry["url"] for entry in json.loads(text)["entries"]}
    except (ValueError, KeyError, TypeError):
        addresses = {}  # of the current edition that shows as a change; an old one is history
    return FrozenEdition(path, text, addresses)
