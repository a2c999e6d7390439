"""The ledgers of what ever shipped: no id and no page vanishes, and no id is used again.

``docs/published-ids.txt`` holds one id a line; a retired one says what replaced it::

    AB014
    AB015 replaced-by: AB016
    AB017 replaced-by: none: 并入 AB016

``docs/published-pages.txt`` holds the pages likewise, by their paths under ``docs/``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handbook import codes
from handbook.model import Diagnostic, Place

LEDGER = "docs/published-ids.txt"
PAGE_LEDGER = "docs/published-pages.txt"

_ID = r"[A-Z]+\d+"
_PAGE = r"[\w./-]+\.md"
_FORMS = {LEDGER: (_ID, "编号"), PAGE_LEDGER: (_PAGE, "页面")}


@dataclass(frozen=True)
class Published:
    """A line of a ledger; ``replaced_by`` is empty for what is in use."""

    id: str
    place: Place
    replaced_by: str = ""

    @property
    def successor(self) -> str:
        """The id, or page, that took over, empty if none did."""
        return "" if self.replaced_by.startswith("none:") else self.replaced_by

    @property
    def reason(self) -> str:
        """Why nothing took over, empty otherwise."""
        return self.replaced_by.removeprefix("none:").strip() if not self.successor else ""


@dataclass(frozen=True)
class Ledger:
    """The lines of a ledger by id, or page, and what could not be read of it."""

    lines: Mapping[str, Published] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def read_ledger(root: Path, name: str = LEDGER) -> Ledger:
    """The ledger ``name`` of the project in ``root``. No file is an empty ledger."""
    path = root / name
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines() if path.is_file() else []
    except UnicodeDecodeError:
        return Ledger({}, (codes.UNREADABLE.at(Place(name, 1), f"{name} 不是 UTF-8 编码"),))
    form, what = _FORMS[name]
    pattern = re.compile(
        rf"(?P<id>{form})(?:[ ]+replaced-by:[ ]*(?P<by>none:[ ]*\S.*|{form}))?[ ]*"
    )
    found: dict[str, Published] = {}
    faults: list[Diagnostic] = []
    for number, line in enumerate(lines, start=1):
        place = Place(name, number)
        if not line.strip() or line.startswith("#"):
            continue
        match = pattern.fullmatch(line)
        if match is None:
            faults.append(codes.BAD_LEDGER.at(place, f"“{line.strip()}”不能读作{what}登记"))
        elif match["id"] in found:
            faults.append(codes.BAD_LEDGER.at(place, f"{match['id']} 登记了两次"))
        else:
            found[match["id"]] = Published(match["id"], place, match["by"] or "")
    return Ledger(found, tuple(faults))
