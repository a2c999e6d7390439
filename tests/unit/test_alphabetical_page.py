"""The list of titles by pinyin."""

from __future__ import annotations

import re
from pathlib import Path

from handbook.rendering.alphabetical_page import alphabetical_page

from tests.small_handbook import BANS_PAGE, check_with, replaced


def lines(root: Path, bans: str) -> list[str]:
    catalog = check_with(root, {"bans.md": bans}).catalog
    assert catalog is not None
    page = alphabetical_page(catalog)
    html = page.filled(page.markdown)
    return re.findall(r"^## .*|^<li>.*", html, re.MULTILINE)


def item(href: str, name: str, label: str, word: str = "") -> str:
    before = f"{word}：" if word else ""
    return f'<li>{before}<a href="{href}">{name}</a> <small>{label}</small></li>'


def test_every_title_stands_under_its_initial_and_joint_ones_under_each(tmp_path: Path) -> None:
    page = replaced(BANS_PAGE, "不准带火种", "“火种”、<打火机>")

    assert lines(tmp_path, page) == [
        "## B { #letter-b }",
        item("../bans.html#JL02", "JL02 不准不登记", "禁令"),
        "## C { #letter-c }",
        item("../part.html#ZT01", "ZT01 仓库安全", "主题"),
        "## D { #letter-d }",
        item("../bans.html#JL01", "JL01 “火种”、&lt;打火机&gt;", "禁令", "&lt;打火机&gt;"),
        item("../part.html#BF1", "BF1 第一部分", "部分"),
        "## H { #letter-h }",
        item("../bans.html#JL01", "JL01 “火种”、&lt;打火机&gt;", "禁令"),
        "## L { #letter-l }",
        item("../bans.html", "两禁止", "禁令"),
        "## S { #letter-s }",
        item("../part.html#BZ002", "BZ002 是否出门锁门", "步骤"),
        item("../part.html#BZ001", "BZ001 是否进门登记", "步骤"),
    ]


def test_what_begins_with_no_letter_comes_last(tmp_path: Path) -> None:
    found = lines(tmp_path, replaced(BANS_PAGE, "不准带火种", "8种火"))

    assert found[-2:] == [
        "## 其他 { #letter-other }",
        item("../bans.html#JL01", "JL01 8种火", "禁令"),
    ]
