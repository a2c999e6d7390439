"""The same content gives the same bytes, whoever builds it, where and when."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.mkdocs_project import copy_repository, snapshot

# Two people: another day, time zone, language, mask of new files, order of hashing.
ENVIRONMENTS = (
    {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "USER": "甲", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "POSIX", "USER": "b", "PYTHONHASHSEED": "2"},
)
MASKS = ("022", "077")
ADDRESS = "https://example.org/handbook/"


def built(root: Path, environment: dict[str, str], mask: str) -> dict[str, bytes]:
    """Every file of the site and of ``dist/`` that ``root`` gives, without the set-up."""
    copy_repository(root)
    python = f"'{sys.executable}'"
    script = f"umask {mask} && {python} -m mkdocs build"
    script += "".join(f" && {python} -m handbook {command}" for command in ("bundle", "server"))
    fixed = {
        "SOURCE_DATE_EPOCH": "1700000000",
        "SITE_URL": ADDRESS,
        "PYTHONPATH": "hooks",
        "NO_MKDOCS_2_WARNING": "1",
    }
    result = subprocess.run(
        ["sh", "-c", script],
        cwd=root,
        env=os.environ | fixed | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return {
        f"{folder}/{name}": content
        for folder in ("site", "dist")
        for name, content in snapshot(root / folder).items()
    }


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    folders = (tmp_path / "一 处", tmp_path / "another#place" / "deep")
    one, other = map(built, folders, ENVIRONMENTS, MASKS)

    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    assert {
        "site/sitemap.xml",
        "site/downloads/checklists.xlsx",
        "site/downloads/checklists.docx",
        "dist/xuncha-handbook-offline.zip",
        "dist/xuncha-handbook-server.tar.gz",
    } <= one.keys()
