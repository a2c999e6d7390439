"""Outputs that appear whole or not at all: made beside their place, then renamed into it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

STAGING_MARK = ".building-"


def new_staging_folder(target: Path) -> Path:
    """An empty folder beside ``target``, on the same file system, with ordinary permissions."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}{STAGING_MARK}", dir=target.parent))
    folder.chmod(0o777 & ~_umask())
    return folder


def publish_folder(staging: Path, target: Path) -> None:
    """Puts ``staging`` in the place of ``target``; what was there is gone only afterwards."""
    if not target.exists():
        staging.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}{STAGING_MARK}", dir=target.parent))
    old.rmdir()
    target.rename(old)
    try:
        staging.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old)


def write_file(target: Path, content: bytes) -> None:
    """Writes ``content`` beside ``target`` and renames it into place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}{STAGING_MARK}", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


@dataclass(frozen=True)
class Change:
    """What a file held when its new content was worked out (None: there was no file), and that."""

    target: Path
    before: bytes | None
    after: bytes


class OutdatedError(Exception):
    """A file is no longer what its new content was made from; nothing was written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


def write_files(changes: Iterable[Change]) -> None:
    """Makes all changes, or none: whatever stops it midway, the files already written go back.

    Raises :class:`OutdatedError` if somebody else has changed one of the files in the meantime.
    """
    changes = list(changes)
    for change in changes:
        if _content(change.target) != change.before:
            raise OutdatedError(change.target)
    done: list[Change] = []
    try:
        for change in changes:
            done.append(change)
            write_file(change.target.resolve(), change.after)
    except BaseException:
        for change in reversed(done):
            _restore(change)
        raise


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _restore(change: Change) -> None:
    if _content(change.target) == change.before:
        return
    if change.before is None:
        change.target.unlink()
    else:
        write_file(change.target.resolve(), change.before)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
