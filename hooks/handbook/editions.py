"""Frozen editions: the catalog of each edition as it shipped, which never changes afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

from handbook import codes
from handbook.catalog import Catalog
from handbook.exports import catalog_json
from handbook.frozen import FOLDER, BrokenEditionError
from handbook.ledger import LEDGER, PAGE_LEDGER
from handbook.model import Diagnostic, Place
from handbook.questions import draft_questions

_MARKING = re.compile(r'^ "marking": .*$', re.MULTILINE)


class EditionError(Exception):
    """The edition cannot be frozen; the message says why, in Chinese."""


def check_editions(root: Path, catalog: Catalog) -> Iterator[Diagnostic]:
    """Frozen editions that were changed or are broken, and ids that the ledger does not list."""
    current = edition_file(root, catalog).relative_to(root).as_posix()
    for edition in catalog.editions:
        name = edition.path
        if edition.text is None:
            yield codes.UNREADABLE.at(Place(name, 1), f"{name} 不是 UTF-8 编码")
            continue
        is_current = name == current
        try:
            ids = {entry["id"] for entry in edition.content["entries"]}
        except BrokenEditionError as error:
            ids = set()
            if not is_current:  # else that it was changed says more
                yield codes.BROKEN_EDITION.at(Place(name, error.line), f"{name} {error}")
        missing = sorted(ids - catalog.ledger.lines.keys())
        if missing:
            message = f"{name} 里的 {'、'.join(missing)} 没有登记在 {LEDGER}"
            yield codes.BAD_LEDGER.at(Place(LEDGER, 1), message)
        line = _first_difference(edition.text, catalog_json(catalog)) if is_current else 0
        if line:
            message = f"“{catalog.handbook.edition.name}”已经定稿，现在的内容与它不同"
            yield codes.EDITION_CHANGED.at(Place(name, line), message)


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
    """Writes the edition's catalog and adds its ids and pages to the ledgers; gives the files.

    Raises :class:`EditionError` if an id that was published before would be lost.
    """
    # Here, since every check loads this module, and no check writes.
    from handbook.output import write_together

    lines = catalog.ledger.lines
    entries = (*catalog.entries, *catalog.questions)
    known = {entry.id for entry in (*entries, *draft_questions(catalog))}
    lost = [id for id, line in lines.items() if not line.replaced_by and id not in known]
    if catalog.ledger.diagnostics or lost:
        what = "、".join(lost) or "登记有误的行"
        raise EditionError(f"不能定稿：先在 {LEDGER} 里处理 {what}。")
    target = edition_file(root, catalog)
    files = {target: catalog_json(catalog).encode()}
    ids = [entry.id for entry in entries if entry.id not in lines]
    pages = sorted(catalog.page_uris - catalog.page_ledger.lines.keys())
    for name, new in ((LEDGER, ids), (PAGE_LEDGER, pages)):
        if new:
            files[root / name] = _extended(root / name, catalog.handbook.edition.name, new)
    write_together(files)
    return [target, root / LEDGER, root / PAGE_LEDGER]


def _extended(path: Path, edition: str, new: Iterable[str]) -> bytes:
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    old += "" if not old or old.endswith("\n") else "\n"
    return (old + "\n".join([f"# {edition}", *sorted(new)]) + "\n").encode()
