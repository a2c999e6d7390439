"""The navigation of a page: all of a handbook's pages, or of a large one the section at hand."""

from __future__ import annotations

import re
from pathlib import Path

from tests.mkdocs_project import REPOSITORY, mkdocs_build, write_mkdocs_project


def navigation_of(root: Path, pages: int) -> dict[str, list[str]]:
    """For some pages of a handbook with ``pages`` more in two folders, the links of its menu."""
    more = {f"{'甲乙'[n % 2]}/p{n:03d}.md": f"# 页{n}\n\n正文。\n" for n in range(pages)}
    more["甲/index.md"] = "# 甲部\n\n正文。\n"
    write_mkdocs_project(root, more)
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    theme = f"theme:\n  custom_dir: {REPOSITORY}/overrides\n"
    settings.write_text(text.replace("theme:\n", theme), encoding="utf-8")
    result = mkdocs_build(root)
    assert result.returncode == 0, result.stderr
    return {
        uri: menu_links((root / "site" / uri).read_text(encoding="utf-8"))
        for uri in ("index.html", "甲/p000.html")
    }


def menu_links(html: str) -> list[str]:
    menu = html[html.index('<nav class="hb-nav"') :]
    return re.findall(r'<a href="([^"#]*)"', menu[: menu.index("</nav>")])


def test_a_small_handbook_shows_all_its_pages_everywhere(tmp_path: Path) -> None:
    links = navigation_of(tmp_path, 6)

    expected = ["p001", "p003", "p005", "p000", "p002", "p004"]
    for found in links.values():
        assert re.findall(r"p\d{3}", " ".join(found)) == expected


def test_a_large_one_shows_the_section_at_hand_and_one_link_to_each_other(tmp_path: Path) -> None:
    links = navigation_of(tmp_path, 220)

    assert re.findall(r"p\d{3}", " ".join(links["index.html"])) == ["p001"]
    inside = [f"p{number:03d}" for number in range(0, 220, 2)]
    assert re.findall(r"p\d{3}", " ".join(links["甲/p000.html"])) == ["p001", *inside]
