"""Outputs that appear whole or not at all: made beside their place, then renamed into it."""

from __future__ import annotations

import os
import shutil
import tempfile
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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
