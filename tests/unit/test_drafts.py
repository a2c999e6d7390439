"""Drafts and what mkdocs.yml leaves out: no reader gets them, and nothing may refer to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.project import check_project
from handbook.rendering.trace_pages import sentences_page

from tests.small_handbook import (
    BANS_PAGE,
    INDEX_PAGE,
    PART_PAGE,
    RULES_PAGE,
    check_with,
    lines_of,
    replaced,
    write_project,
)

DRAFT_PAGE = """\
---
title: 草稿
draft: true
---

# 草稿

/// step | 是否锁窗
    id: BZ003

另见 [BZ001]、[BZ004]。
///
"""
DRAFT_ENTRY = """
/// step | 是否关灯
    id: BZ004
    source: YJ02
    quote: 出门锁门
    draft: true

另见 [BZ003]。
///
"""


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ({"draft.md": DRAFT_PAGE}, []),
        ({"part.md": PART_PAGE + DRAFT_ENTRY, "draft.md": DRAFT_PAGE}, []),
        (
            {"draft.md": DRAFT_PAGE, "bans.md": replaced(BANS_PAGE, "[BZ001]", "[BZ003]")},
            ["docs/bans.md:20:3: HB309 BZ003 是草稿，读者看不到"],
        ),
        (
            {
                "part.md": replaced(PART_PAGE, "after: BZ001", "after: BZ004") + DRAFT_ENTRY,
                "draft.md": DRAFT_PAGE,
            },
            ["docs/part.md:28:12: HB309 BZ004 是草稿，读者看不到"],
        ),
        (
            {"draft.md": DRAFT_PAGE, "index.md": INDEX_PAGE + "\n见[草稿](draft.md)。\n"},
            ["docs/index.md:5:7: HB309 链接“draft.md”所指的 docs/draft.md 是草稿，读者看不到"],
        ),
        (
            {"draft.md": replaced(DRAFT_PAGE, "id: BZ003", "id: BZ002")},
            ["docs/draft.md:9:9: HB101 编号 BZ002 已用于 docs/part.md:24"],
        ),
        (
            {"draft.md": replaced(DRAFT_PAGE, "draft: true", "draft: 是")},
            [
                "docs/draft.md:3:8: HB204 选项 draft 的值不对：“是”不在可用的值之中：true、false",
                "docs/draft.md:8:1: HB203 步骤缺少选项 quote",
                "docs/draft.md:8:1: HB203 步骤缺少选项 source",
                "docs/draft.md:8:1: HB208 步骤 BZ003 不在任何一个主题之下",
                "docs/draft.md:11:12: HB301 引用的编号 BZ004 不存在",
            ],
        ),
        (
            {"part.md": PART_PAGE + DRAFT_ENTRY.replace("true", "ja"), "draft.md": DRAFT_PAGE},
            [
                "docs/part.md:38:12: HB204 选项 draft 的值不对：“ja”不在可用的值之中：true、false",
                "docs/part.md:40:4: HB309 BZ003 是草稿，读者看不到",
            ],
        ),
    ],
)
def test_drafts(pages: dict[str, str], expected: list[str], tmp_path: Path) -> None:
    assert lines_of(check_with(tmp_path, pages)) == expected


def test_an_editor_may_leave_an_entry_a_draft_and_the_catalog_knows_it(tmp_path: Path) -> None:
    catalog = check_with(
        tmp_path, {"part.md": PART_PAGE + DRAFT_ENTRY, "draft.md": DRAFT_PAGE}
    ).catalog
    assert catalog is not None
    assert [entry.id for entry in catalog.drafts] == ["BZ004", "BZ003"]
    assert [page.uri for page in catalog.draft_pages] == ["draft.md"]
    assert "BZ003" not in catalog.by_id
    assert "BZ003" not in catalog.backlinks.get("BZ001", ())


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("exclude_docs: published-ids.txt\n", []),
        ("exclude_docs: bans.md\n", ["HB309", "HB401", "HB506"]),
        ("draft_docs: |\n  /ba*.md\n", ["HB309", "HB401", "HB506"]),
        ("exclude_docs: '*.txt'\n", []),
    ],
)
def test_what_mkdocs_leaves_out_is_no_part_of_the_handbook(
    settings: str, expected: list[str], tmp_path: Path
) -> None:
    root = write_project(tmp_path)
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")

    codes = {d.code for d in check_project(root).diagnostics}
    assert sorted(codes) == expected


@pytest.mark.parametrize("uri", [".hidden/x.md", "templates/x.md"])
def test_nor_is_what_mkdocs_leaves_out_unasked(uri: str, tmp_path: Path) -> None:
    checked = check_with(tmp_path, {uri: "# 见 [BZ099]\n"})

    assert lines_of(checked) == []


def test_what_only_a_draft_cites_is_accounted_for_and_readers_see_that(tmp_path: Path) -> None:
    pages = {
        "source/rules.md": replaced(
            RULES_PAGE, "/// background | 只有标题\n    units: [YJ04]\n///\n", ""
        ),
        "part.md": PART_PAGE + replaced(DRAFT_ENTRY, "source: YJ02", "source: YJ04"),
    }
    checked = check_with(tmp_path, pages)

    assert lines_of(checked) == []
    assert checked.catalog is not None
    page = sentences_page(checked.catalog)
    assert "二、值班</mark></td><td>草稿中</td>" in page.filled(page.markdown)
    assert lines_of(check_with(tmp_path / "other", {**pages, "part.md": PART_PAGE})) == [
        "docs/source/rules.md:33:1: HB506 没有条目以 YJ04 为据，也没有声明它是背景"
    ]
