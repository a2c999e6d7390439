"""An editor's whole way from one edition to the next, by the commands, and the page in the site."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tests.mkdocs_project import mkdocs_build, run, write_mkdocs_project
from tests.small_handbook import PART_PAGE
from tests.unit.test_revisions import AIRING, REPORT, write_next


def handbook(root: Path, *arguments: str) -> str:
    result = run(root, sys.executable, "-m", "handbook", *arguments)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def built(root: Path) -> str:
    result = mkdocs_build(root, "--strict")
    assert result.returncode == 0, result.stdout + result.stderr
    return (root / "site" / "about" / "changes.html").read_text(encoding="utf-8")


def test_an_edition_is_frozen_the_next_is_written_and_frozen(tmp_path: Path) -> None:
    root = write_mkdocs_project(tmp_path / "h", {"part.md": PART_PAGE + AIRING})
    handbook(root, "edition")
    assert "现在是第一个版次：第一版（1）。还没有可以比较的。" in built(root)

    write_next(root)
    told = handbook(root, "diff")
    assert told == REPORT.replace("第二版（2）", "现在的内容，第二版（2）")
    assert 'id="from-1-to-now"' in built(root)

    handbook(root, "edition")
    assert handbook(root, "diff", "--from", "1", "--to", "2") == REPORT
    page = built(root)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.partition("<main")[2]))
    assert 'id="from-1"' in page
    assert "第一版（1） → 第二版（2）" in text
    assert "新增 1 条，改动 3 条，删去 1 条，由别的条目代替 1 条。" in text
    assert "看登记簿增加：的每一页，另见 JL01 不准带火种和出门的步骤。" in text
    assert "代替 BZ002 是否出门锁门：由 BZ007 代替，只改了编号，内容没有变" in text
