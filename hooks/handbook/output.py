"""Outputs that appear whole or not at all: made beside their place, then renamed into it."""

from __future__ import annotations

import ctypes
import glob
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

# The first moment that a zip can hold; used where no date of the source is given.
EARLIEST_DATE = 315532800

STAGING_MARK = ".building-"

# Linux: exchange two names in one step (renameat2(2)). Elsewhere the old one moves away first.
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def source_date() -> int:
    """The date that outputs bear (https://reproducible-builds.org/specs/source-date-epoch/)."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given) if given.isdecimal() else EARLIEST_DATE


def new_staging_folder(target: Path) -> Path:
    """An empty folder beside ``target``, on the same file system, with ordinary permissions.

    What builds that were killed left there is removed; that of one still running stays.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(target)
    folder = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
    folder.chmod(0o777 & ~_umask())
    return folder


def publish_folder(staging: Path, target: Path) -> None:
    """Puts ``staging`` in the place of ``target``; what was there is gone only afterwards.

    A ``target`` that is a link stays one: what it leads to is replaced.
    """
    target = target.resolve()
    if not target.exists():
        staging.rename(target)
        return
    if _exchange(staging, target):
        shutil.rmtree(staging, ignore_errors=True)
        return
    old = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
    old.rmdir()
    target.rename(old)
    try:
        staging.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def write_file(target: Path, content: bytes) -> None:
    """Writes ``content`` beside ``target`` and renames it into place."""
    write_together({target: content})


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Writes several files so that, but for a moment, all are new or all are old."""
    ready: list[tuple[Path, Path]] = []
    try:
        for target, content in contents.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            _remove_abandoned(target)
            handle, name = tempfile.mkstemp(prefix=_prefix(target), dir=target.parent)
            ready.append((Path(name), target))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o666 & ~_umask())
        for temporary, target in ready:
            temporary.replace(target)
    except OSError:
        for temporary, _ in ready:
            temporary.unlink(missing_ok=True)
        raise


def _prefix(target: Path) -> str:
    return f".{target.name}{STAGING_MARK}{os.getpid()}-"


def _remove_abandoned(target: Path) -> None:
    start = f".{target.name}{STAGING_MARK}"
    for path in target.parent.glob(f"{glob.escape(start)}*"):
        process = path.name.removeprefix(start).partition("-")[0]
        if process.isdecimal() and not _is_running(int(process)):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # asking would end it there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    try:  # where nobody has asked yet how it ended, as in a container without an init
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:  # another system
        return True
    return state.rpartition(")")[2].split()[:1] != ["Z"]


def _exchange(one: Path, other: Path) -> bool:
    """Whether the two names could be exchanged in one step; if not, nothing has changed."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # another system, or an old C library
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    return bool(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)


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
