"""What has been published: a ledger of every id that shipped, and a frozen catalog per edition.

``docs/published-ids.txt`` holds one id a line; a retired one says what replaced it::

    JC014
    JC015 replaced-by: JC016
    JC017 replaced-by: none: 并入 JC016
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from handbook import codes
from handbook.catalog import Catalog
from handbook.exports import catalog_json
from handbook.model import Diagnostic, Place
from handbook.output import write_file

LEDGER = "docs/published-ids.txt"
FOLDER = "editions"

_LINE = re.compile(r"(?P<id>[A-Z]+\d+)(?:[ ]+replaced-by:[ ]*(?P<by>none:[ ]*\S.*|[A-Z]+\d+))?[ ]*")
_MARKING = re.compile(r'^ "marking": .*$', re.MULTILINE)


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


class EditionError(Exception):
    """The edition cannot be frozen; the message says why, in Chinese."""


def read_ledger(root: Path) -> tuple[list[Published], list[Diagnostic]]:
    """The lines of the ledger, and those that cannot be read. No ledger is an empty one."""
    path = root / LEDGER
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines() if path.is_file() else []
    except UnicodeDecodeError:
        return [], [codes.UNREADABLE.at(Place(LEDGER, 1), f"{LEDGER} 不是 UTF-8 编码")]
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
    return list(found.values()), faults


def check_editions(root: Path, catalog: Catalog) -> Iterator[Diagnostic]:
    """Published ids that are gone or used again, and a frozen edition that was changed."""
    ledger, faults = read_ledger(root)
    yield from faults
    for line in ledger:
        exists = line.id in catalog.by_id or line.id in catalog.broken_ids
        if not line.replaced_by and not exists:
            yield codes.PUBLISHED_ID_GONE.at(line.place, f"发布过的编号 {line.id} 不见了")
        elif line.replaced_by and line.id in catalog.by_id:
            place = catalog.by_id[line.id].place
            yield codes.RETIRED_ID_USED.at(place, f"编号 {line.id} 已停用，又用上了")
        elif line.successor and line.successor not in catalog.by_id:
            yield codes.BAD_LEDGER.at(line.place, f"代替 {line.id} 的 {line.successor} 不存在")
    yield from _check_frozen(root, catalog, {line.id for line in ledger})


def _check_frozen(root: Path, catalog: Catalog, listed: set[str]) -> Iterator[Diagnostic]:
    current = edition_file(root, catalog)
    for file in sorted((root / FOLDER).glob("*.json")):
        name = file.relative_to(root).as_posix()
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            yield codes.UNREADABLE.at(Place(name, 1), f"{name} 不是 UTF-8 编码")
            continue
        missing = sorted(_ids(text) - listed)
        if missing:
            message = f"{name} 里的 {'、'.join(missing)} 没有登记在 {LEDGER}"
            yield codes.BAD_LEDGER.at(Place(LEDGER, 1), message)
        line = _first_difference(text, catalog_json(catalog)) if file == current else 0
        if line:
            message = f"“{catalog.handbook.edition.name}”已经定稿，现在的内容与它不同"
            yield codes.EDITION_CHANGED.at(Place(name, line), message)


def _ids(text: str) -> set[str]:
    try:
        return {entry["id"] for entry in json.loads(text)["entries"]}
    except (ValueError, KeyError, TypeError):
        return set()  # of the current edition that shows as a change; an old one is history


def _first_difference(frozen: str, now: str) -> int:
    """The first line of ``frozen`` that differs, 0 if none does.

    The marking may differ: a unit puts its own on the same content.
    """
    old, new = (_MARKING.sub("", text).splitlines() for text in (frozen, now))
    pairs = enumerate(zip_longest(old, new), start=1)
    return next((number for number, (a, b) in pairs if a != b), 0)


def edition_file(root: Path, catalog: Catalog) -> Path:
    """Where the catalog's edition is frozen."""
    return root / FOLDER / f"{catalog.handbook.edition.id}.json"


def freeze(root: Path, catalog: Catalog) -> list[Path]:
    """Writes the edition's catalog and adds its ids to the ledger; gives the files.

    Raises :class:`EditionError` if an id that was published before would be lost.
    """
    ledger, faults = read_ledger(root)
    lost = [line.id for line in ledger if not line.replaced_by and line.id not in catalog.by_id]
    if faults or lost:
        what = "、".join(lost) or "登记有误的行"
        raise EditionError(f"不能定稿：先在 {LEDGER} 里处理 {what}。")
    target = edition_file(root, catalog)
    write_file(target, catalog_json(catalog).encode())
    listed = {line.id for line in ledger}
    new = [entry.id for entry in catalog.entries if entry.id not in listed]
    if new:
        write_file(root / LEDGER, _extended(root / LEDGER, catalog.handbook.edition.name, new))
    return [target, root / LEDGER]


def _extended(path: Path, edition: str, new: Iterable[str]) -> bytes:
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    old += "" if not old or old.endswith("\n") else "\n"
    return (old + "\n".join([f"# {edition}", *sorted(new)]) + "\n").encode()
