"""Names for what the source masks: in our own words, and nowhere in words of the source."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.catalog import Catalog
from handbook.editions import check_editions, freeze
from handbook.exports import catalog_json
from handbook.masks import named
from handbook.project import Checked, check_project
from handbook.search_data import search_data_js
from handbook.setting_items import SettingsError
from handbook.settings import read_settings

from tests.mkdocs_project import copy_repository
from tests.small_handbook import (
    BANS_PAGE,
    PART_PAGE,
    RULES_PAGE,
    SETTINGS,
    lines_of,
    replaced,
    write_project,
)

NAMES = {"x库": "东库", "x库房": "东库房"}
SOURCE = "看守x库的人,不得离开x库房。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("看守x库", "看守东库"),
        ("x库房在x库里", "东库房在东库里"),
        ("讲话说“看守x库的人”", "讲话说“看守x库的人”"),
        ("讲话说“看守x库”，x库就要有人看守", "讲话说“看守x库”，东库就要有人看守"),
        ("他说“我在x库值班”", "他说“我在东库值班”"),
        ("补全：“看守____的人,不得离开x库房”", "补全：“看守____的人,不得离开x库房”"),
        ("“x库”是原文遮去的名称", "“x库”是原文遮去的名称"),
        ("没有名称", "没有名称"),
        ("", ""),
    ],
)
def test_our_words_get_the_names_and_quotations_do_not(text: str, expected: str) -> None:
    assert named(text, NAMES, SOURCE) == expected


def test_without_names_nothing_changes() -> None:
    assert named("看守x库", {}, SOURCE) == "看守x库"


WITH_MASK = replaced(SETTINGS, 'marking: ""', 'marking: ""\nmasks:\n  油库: NAME')
PAGES = {
    "part.md": replaced(PART_PAGE, "看登记簿，", "看油库的登记簿（`油库`）<!-- 油库 -->，"),
    "bans.md": replaced(
        replaced(BANS_PAGE, "不准带火种", "不准带火种进油库").replace("两禁止", "油库两禁止"),
        "quote: 严禁烟火",
        "quote: 严禁烟火<油库>",
    ),
    "source/rules.md": replaced(RULES_PAGE, "这是编者的话。", "这是编者的话，说的是油库。"),
}


def project(root: Path, name: str) -> Checked:
    return check_project(write_project(root, PAGES, WITH_MASK.replace("NAME", name)))


def readers(checked: Checked) -> Catalog:
    assert lines_of(checked) == []
    assert checked.catalog is not None
    return checked.catalog


def test_readers_get_names_where_we_speak_and_the_mask_where_the_source_does(
    tmp_path: Path,
) -> None:
    checked = project(tmp_path / "named", "东山油罐区")
    catalog = readers(checked)
    ban, step = catalog.by_id["JL01"], catalog.by_id["BZ001"]

    assert ban.title == "不准带火种进东山油罐区"
    assert ban.page.title == "东山油罐区两禁止"
    assert [quote.text for quote in ban.quotes] == ["严禁烟火<油库>"]
    assert catalog.by_id["YJ03"].body == "严禁烟火<油库>!"
    assert "看东山油罐区的登记簿（`油库`）<!-- 油库 -->，" in step.body
    editorial = next(b for b in catalog.by_id["YJ03"].page.blocks if b.name == "editorial")
    assert editorial.body == "这是编者的话，说的是东山油罐区。"
    # Editors' commands write what they have read: that has no names.
    assert checked.written is not None
    assert checked.written.by_id["JL01"].title == "不准带火种进油库"


def test_what_a_unit_has_issued_keeps_the_mask(tmp_path: Path) -> None:
    issued = "status: official\nissued-by: 某单位\ndocument-number: 无\ndate: 2020-01-31"
    page = replaced(PAGES["bans.md"], "status: reference", issued)
    settings = WITH_MASK.replace("NAME", "东山油罐区")
    root = write_project(tmp_path / "h", {**PAGES, "bans.md": page}, settings)

    catalog = readers(check_project(root))

    assert catalog.by_id["JL01"].title == "不准带火种进油库"
    assert catalog.by_id["JL01"].page.title == "东山油罐区两禁止"


def test_every_line_stays_where_it_is(tmp_path: Path) -> None:
    checked = project(tmp_path / "named", "东山油罐区")
    written, catalog = checked.written, readers(checked)
    assert written is not None

    for entry in catalog.entries:
        assert entry.place.line == written.by_id[entry.id].place.line
        assert len(entry.page.text.split("\n")) == len(
            written.by_id[entry.id].page.text.split("\n")
        )


def test_without_a_name_the_mask_is_read_as_written(tmp_path: Path) -> None:
    catalog = readers(project(tmp_path / "masked", '""'))

    assert catalog.by_id["JL01"].title == "不准带火种进油库"
    assert not catalog.handbook.names


def test_who_searches_for_the_name_finds_the_masked_sentence(tmp_path: Path) -> None:
    catalog = readers(project(tmp_path / "named", "东山油罐区"))

    groups = [[word.text for word in group] for group in catalog.handbook.synonyms.groups]
    assert ["油库", "东山油罐区"] in groups
    assert "东山油罐区" in search_data_js(catalog, {})


def test_a_unit_with_names_has_the_same_edition(tmp_path: Path) -> None:
    root = tmp_path / "h"
    checked = project(root, '""')
    assert checked.written is not None
    freeze(root, checked.written.with_questions_apart())
    settings = root / "handbook.yml"
    settings.write_text(WITH_MASK.replace("NAME", "东山油罐区"), encoding="utf-8")

    named_one = check_project(root)

    assert lines_of(named_one) == []
    assert named_one.written is not None
    assert list(check_editions(root, named_one.written.with_questions_apart())) == []
    assert "东山油罐区" in catalog_json(readers(named_one))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("油库: NAME", "油厍: 东库", ["handbook.yml:5:3: HB511 原文里没有“油厍”"]),
        ("油库: NAME", '油厍: ""', ["handbook.yml:5:3: HB511 原文里没有“油厍”"]),
    ],
)
def test_a_mask_that_the_source_does_not_have_is_a_fault(
    tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    settings = replaced(WITH_MASK, old, new)

    assert lines_of(check_project(write_project(tmp_path / "h", PAGES, settings))) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("东*库", "5:7: HB001 masks.油库：名称里不能有 *"),
        ("“东库”", "5:7: HB001 masks.油库：名称里不能有 “"),
        ('"东库 "', "5:7: HB001 masks.油库：名称的前后不能有空格"),
        ("东油库", "5:7: HB001 masks.油库：名称“东油库”里还有“油库”：写真正的名称，没有就留空"),
        ("12", "5:7: HB001 masks.油库：这里应当是文字；像数字的文字要加引号"),
    ],
)
def test_a_name_that_would_break_the_text_is_refused(
    tmp_path: Path, name: str, expected: str
) -> None:
    (tmp_path / "handbook.yml").write_text(WITH_MASK.replace("NAME", name), encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path)

    found = [
        f"{d.place.line}:{d.place.column}: {d.code} {d.message}" for d in caught.value.diagnostics
    ]
    assert found == [expected]


def test_the_real_handbook_takes_names_and_keeps_its_source(tmp_path: Path, real: Checked) -> None:
    root = copy_repository(tmp_path / "手册")
    settings = root / "handbook.yml"
    text = settings.read_text(encoding="utf-8")
    for mask, name in (("x党工委", "示例区党工委"), ("市xx局", "示例市示例局")):
        text = replaced(text, f'  {mask}: ""', f"  {mask}: {name}")
    settings.write_text(text, encoding="utf-8")

    catalog = readers(check_project(root))

    old = readers(real)
    assert [e.id for e in catalog.entries] == [e.id for e in old.entries]
    changed = [e for e in catalog.entries if e.title != old.by_id[e.id].title]
    assert len(changed) >= 10
    for entry in catalog.entries:
        was = old.by_id[entry.id]
        assert [q.text for q in entry.quotes] == [q.text for q in was.quotes], entry.id
        assert [s.text for s in entry.sources] == [s.text for s in was.sources], entry.id
        assert not entry.kind.verbatim or entry.body == was.body
        assert entry.kind.verbatim or "市xx局" not in entry.title
