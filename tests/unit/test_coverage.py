"""Which characters of the source some quote stands for."""

from __future__ import annotations

from pathlib import Path

from handbook.coverage import coverage, totals
from handbook.rendering.trace_pages import entries_page, sentences_page

from tests.small_handbook import BODY, check_with


def test_every_character_is_counted_once(tmp_path: Path) -> None:
    catalog = check_with(tmp_path).catalog
    assert catalog is not None
    units = coverage(catalog)

    assert [(unit.unit.id, unit.covered, unit.background) for unit in units] == [
        ("YJ01", 4, ""),
        ("YJ02", 8, ""),
        ("YJ03", 4, ""),
        ("YJ04", 0, "只有标题"),
    ]
    assert units[2].parts == (("严禁烟火", True), ("<油库>!", False))
    sums = totals(units)
    assert (sums.quoted, sums.background, sums.rest) == (16, 4, 9)
    assert sums.all == len(BODY)


def test_the_pages_are_derived_from_the_catalog(tmp_path: Path) -> None:
    catalog = check_with(tmp_path).catalog
    assert catalog is not None

    page = sentences_page(catalog)
    sentences = page.filled(page.markdown)
    assert "原文共 29 个字符：有条目以原话引用的 16 个（55%），" in sentences
    assert '严禁烟火<mark class="hb-uncovered">&lt;油库&gt;!</mark>' in sentences
    assert (
        '<a href="../part.html#BZ001">BZ001</a>、<a href="../part.html#BZ002">BZ002</a>'
        in sentences
    )
    assert "不单列条目：只有标题" in sentences
    page = entries_page(catalog)
    assert "<td>是否进门登记</td>" in page.filled(page.markdown)
    assert "## 步骤（2）" in page.markdown
