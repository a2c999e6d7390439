"""The unpacked bundle in Chromium and in Firefox, from the disk, with the network off: one list."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from handbook.addresses import TRAINER, WORKING_CHECKLIST

from tests.browser.conftest import chromium_path
from tests.browser.test_reading import PAGES
from tests.mkdocs_project import REPOSITORY

pytestmark = pytest.mark.browser


def firefox_path() -> str:
    """The Firefox that the set-up found, empty without one; ``FIREFOX`` names another."""
    noted = REPOSITORY / ".venv" / "firefox-path"
    return os.environ.get("FIREFOX") or (noted.read_text().strip() if noted.is_file() else "")


def tour(browser: str, path: str, folder: Path) -> dict[str, Any]:
    """What ``tour.cjs`` saw of the bundle in ``folder``."""
    result = subprocess.run(
        ["node", str(REPOSITORY / "tests" / "browser" / "tour.cjs"), browser, path, str(folder)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    seen = json.loads(result.stdout)
    assert isinstance(seen, dict)
    return seen


@pytest.fixture
def moved(unzipped: Path, tmp_path: Path) -> Path:
    """The bundle after somebody has moved its folder and forbidden himself to write there."""
    folder = tmp_path / "又 移到#别处 50%" / "手册"
    shutil.copytree(unzipped, folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_every_page_search_colours_menu_and_print_work(browser: str, moved: Path) -> None:
    path = chromium_path() if browser == "chromium" else firefox_path()
    if not path:
        pytest.skip("没有 Firefox：安装以后再运行 make test，或设 FIREFOX=浏览器的路径")

    seen = tour(browser, path, moved)

    assert seen["console"] == []
    assert seen["foreign"] == []
    assert seen["pages"] == len([*PAGES, WORKING_CHECKLIST, TRAINER])
    steps = seen["steps"]
    assert steps["untitled"] == []
    assert steps["ledTo"].startswith("terms/index.html#MC")
    assert "十不准" in steps["asked"]
    assert steps["colours"] == ["default", "slate"]
    assert steps["clauses"] == 10
    assert steps["printed"] is True
