"""The ledger of every id that ever shipped: none vanishes, none is used again.

``docs/published-ids.txt`` holds one id a line; a retired one says what replaced it::

    JC014
    JC015 replaced-by: JC016
    JC017 replaced-by: none: 并入 JC016
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handbook import codes
from handbook.model import Diagnostic, Place

LEDGER = "docs/published-ids.txt"

_LINE = re.compile(r"(?P<id>[A-Z]+\d+)(?:[ ]+replaced-by:[ ]*(?P<by>none:[ ]*\S.*|[A-Z]+\d+))?[ ]*")


@dataclass(frozen=True)
class Published:
    """A line of the ledger; ``replaced_by`` is empty for an id in use."""

    id: str
    place: Place
    replaced_by: str = ""

    @property
    def successor(self) -> str:
        """The id that took over, empty if none did."""
        return "" if self.replaced_by.startswith("none:") else self.replaced_by


@dataclass(frozen=True)
class Ledger:
    """The lines of the ledger by id, and what could not be read of it."""

    lines: Mapping[str, Published] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def read_ledger(root: Path) -> Ledger:
    """The ledger of the project in ``root``. No file is an empty ledger."""
    path = root / LEDGER
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines() if path.is_file() else []
    except UnicodeDecodeError:
        return Ledger({}, (codes.UNREADABLE.at(Place(LEDGER, 1), f"{LEDGER} 不是 UTF-8 编码"),))
    found: dict[str, Published] = {}
    faults: list[Diagnostic] = []
    for number, line in enumerate(lines, start=1):
        place = Place(LEDGER, number)
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            faults.append(codes.BAD_LEDGER.at(place, f"“{line.strip()}”不能读作编号登记"))
        elif match["id"] in found:
            faults.append(codes.BAD_LEDGER.at(place, f"{match['id']} 登记了两次"))
        else:
            found[match["id"]] = Published(match["id"], place, match["by"] or "")
    return Ledger(found, tuple(faults))
