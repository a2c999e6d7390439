"""Old addresses: where each leads now, and the ledger of pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from handbook.catalog import Catalog
from handbook.editions import freeze
from handbook.moved import moved_pages
from handbook.project import check_project
from handbook.rendering.moved_pages import moved_html, moved_page

from tests.small_handbook import lines_of, write_project

IDS = """\
BZ001
BZ002
BZ007 replaced-by: BZ001
BZ009 replaced-by: none: 并入<别处>
JL01
JL02
"""
PAGES = """\
part.md
older.md replaced-by: bans.md
old.md replaced-by: part.md
gone.md replaced-by: none: 不再需要
"""
# Where an earlier edition had them: BZ001 has not moved, JL01 has.
ADDRESSES = {
    "BZ001": "part.html#BZ001",
    "BZ002": "old.html#BZ002",
    "BZ007": "part.html#BZ007",
    "BZ009": "part.html#BZ009",
    "JL01": "part.html#JL01",
    "JL02": "unlisted.html#JL02",
}


def write_history(
    root: Path, ids: str = IDS, pages: str = PAGES, addresses: Mapping[str, str] = ADDRESSES
) -> Path:
    """The small handbook with an earlier edition behind it."""
    write_project(root)
    (root / "docs" / "published-ids.txt").write_text(ids, encoding="utf-8")
    (root / "docs" / "published-pages.txt").write_text(pages, encoding="utf-8")
    (root / "editions").mkdir()
    entries = [{"id": id, "url": address} for id, address in addresses.items()]
    text = json.dumps({"entries": entries})
    (root / "editions" / "0.json").write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    checked = check_project(write_history(tmp_path))
    assert lines_of(checked) == []
    assert checked.catalog is not None
    return checked.catalog


def test_each_id_leads_to_the_entry_that_took_over(catalog: Catalog) -> None:
    found = {
        uri: [(one.id, one.entry.id if one.entry else None, one.reason) for one in ids]
        for uri, ids in catalog.moved_ids.items()
    }
    assert found == {
        "old.md": [("BZ002", "BZ002", "")],
        "part.md": [("BZ007", "BZ001", ""), ("BZ009", None, "并入<别处>"), ("JL01", "JL01", "")],
        "unlisted.md": [("JL02", "JL02", "")],
    }


def test_each_page_leads_to_the_page_that_took_over(catalog: Catalog) -> None:
    found = [(page.uri, page.successor, page.reason) for page in moved_pages(catalog)]
    assert found == [
        ("gone.md", "", "不再需要"),
        ("old.md", "part.md", ""),
        ("older.md", "bans.md", ""),
        ("unlisted.md", "", ""),
    ]


def test_what_is_shown_of_them(catalog: Catalog) -> None:
    assert moved_html(catalog.moved_ids["part.md"], "part.md") == (
        '<section class="hb-moved"><p>这里原有的条目：</p><ul>'
        '<li id="BZ007" data-moved><b>BZ007</b> 由它代替：'
        '<a href="#BZ001"><b>BZ001</b> 是否进门登记</a></li>'
        '<li id="BZ009" data-moved><b>BZ009</b> 已停用：并入&lt;别处&gt;</li>'
        '<li id="JL01" data-moved><b>JL01</b> 现在在'
        '<a href="bans.html#JL01"><b>JL01</b> 不准带火种</a></li>'
        "</ul></section>"
    )
    gone, old, *_ = (moved_page(page, (), catalog).html[0] for page in moved_pages(catalog))
    assert old == '<p data-moved-page>它的内容现在在：<a href="part.html">第一部分</a>。</p>'
    assert gone == '<p>没有别的页代替它：不再需要。可以回到<a href="index.html">首页</a>。</p>'


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("part.md\n", []),
        ("about/codes.md\n", []),
        (
            "nowhere.md\n",
            ["docs/published-pages.txt:1:1: HB109 发布过的页面 docs/nowhere.md 不见了"],
        ),
        (
            "part.md replaced-by: bans.md\n",
            ["docs/published-pages.txt:1:1: HB106 docs/part.md 登记为停用，而这一页还在"],
        ),
        (
            "old.md replaced-by: nowhere.md\n",
            ["docs/published-pages.txt:1:1: HB106 代替 docs/old.md 的 docs/nowhere.md 不存在"],
        ),
        (
            "# 第一版\n\npart\npart.md\npart.md\n",
            [
                "docs/published-pages.txt:3:1: HB106 “part”不能读作页面登记",
                "docs/published-pages.txt:5:1: HB106 part.md 登记了两次",
            ],
        ),
    ],
)
def test_the_ledger_of_pages(pages: str, expected: list[str], tmp_path: Path) -> None:
    checked = check_project(write_history(tmp_path, pages=pages))

    assert lines_of(checked) == expected


def test_freezing_lists_the_pages(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    catalog = check_project(root).catalog
    assert catalog is not None
    freeze(root, catalog)

    assert (root / "docs" / "published-pages.txt").read_text(encoding="utf-8") == (
        "# 第一版\nabout/changes.md\nabout/codes.md\nbans.md\nindex.md\nmap.md\npart.md\n"
        "source/rules.md\nterms/alphabetical.md\ntrace/entries.md\ntrace/sentences.md\n"
    )
    assert lines_of(check_project(root)) == []
