"""Addresses that once shipped, in the built site: every one still leads somewhere."""

from __future__ import annotations

from pathlib import Path

from tests.mkdocs_project import handbook_bundle, mkdocs_build, write_mkdocs_project
from tests.unit.test_moved import write_history


def test_old_addresses_are_there_and_say_what_became_of_them(tmp_path: Path) -> None:
    write_mkdocs_project(tmp_path / "h")
    root = write_history(tmp_path / "history")
    for name in ("docs/published-ids.txt", "docs/published-pages.txt", "editions"):
        (root / name).rename(tmp_path / "h" / name)
    root = tmp_path / "h"
    for result in (mkdocs_build(root, "--strict"), handbook_bundle(root)):
        assert result.returncode == 0, result.stdout + result.stderr
    page = (root / "site" / "part.html").read_text(encoding="utf-8")
    assert page.count('id="BZ007"') == page.count('id="BZ001"') == 1
    assert page.index('id="BZ001"') < page.index('<li id="BZ007" data-moved>')
    old = (root / "site" / "old.html").read_text(encoding="utf-8")
    assert "这一页已经移走" in old
    assert '<li id="BZ002" data-moved><b>BZ002</b> 现在在<a href="part.html#BZ002">' in old
    assert '<a href="part.html">第一部分</a>' in old
    assert "不再需要" in (root / "site" / "gone.html").read_text(encoding="utf-8")
    for other in ("index.html", "part.html"):
        assert "old.html" not in (root / "site" / other).read_text(encoding="utf-8")
    single = (root / "dist" / "handbook-single.html").read_text(encoding="utf-8")
    assert "BZ007" not in single
