"""The ledger of published ids, and editions that are frozen."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.catalog import Catalog
from handbook.checks.ids import published
from handbook.editions import EditionError, check_editions, freeze
from handbook.project import check_project

from tests.small_handbook import BANS_PAGE, lines_of, replaced, write_project


def catalog_of(root: Path) -> Catalog:
    catalog = check_project(root).catalog
    assert catalog is not None
    return catalog


def faults(root: Path) -> list[str]:
    catalog = catalog_of(root)
    return [
        f"{d.place.path}:{d.place.line}: {d.code} {d.message}"
        for d in (*published(catalog), *check_editions(root, catalog))
    ]


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    root = write_project(tmp_path)
    freeze(root, catalog_of(root))
    return root


def test_freezing_writes_the_catalog_and_lists_its_ids(frozen: Path) -> None:
    assert (frozen / "docs" / "published-ids.txt").read_text(encoding="utf-8") == (
        "# 第一版\nBF1\nBZ001\nBZ002\nJL01\nJL02\nYJ01\nYJ02\nYJ03\nYJ04\nZT01\n"
    )
    assert (frozen / "editions" / "1.json").is_file()
    assert faults(frozen) == []


def test_freezing_again_changes_nothing(frozen: Path) -> None:
    before = (frozen / "docs" / "published-ids.txt").read_bytes()
    freeze(frozen, catalog_of(frozen))

    assert (frozen / "docs" / "published-ids.txt").read_bytes() == before


def test_a_ledger_without_a_final_newline_is_extended_whole(frozen: Path) -> None:
    ledger = frozen / "docs" / "published-ids.txt"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("ZT01\n", ""), encoding="utf-8")
    ledger.write_text(ledger.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    freeze(frozen, catalog_of(frozen))

    assert ledger.read_text(encoding="utf-8").endswith("YJ04\n# 第一版\nZT01\n")
    assert faults(frozen) == []


def test_a_ledger_in_another_encoding_is_a_fault(frozen: Path) -> None:
    (frozen / "docs" / "published-ids.txt").write_bytes("# 第一版\n".encode("gb18030"))

    assert (
        faults(frozen)[0]
        == "docs/published-ids.txt:1: HB002 docs/published-ids.txt 不是 UTF-8 编码"
    )


def test_a_changed_edition_is_found(frozen: Path) -> None:
    (frozen / "docs" / "bans.md").write_text(
        replaced(BANS_PAGE, "与 [BZ001] 相对应。", "与 [BZ001] 对应。"), encoding="utf-8"
    )

    (fault,) = faults(frozen)
    assert fault.startswith("editions/1.json:")
    assert fault.endswith(": HB107 “第一版”已经定稿，现在的内容与它不同")


def test_another_marking_is_no_change(frozen: Path) -> None:
    settings = (frozen / "handbook.yml").read_text(encoding="utf-8")
    settings = replaced(settings, 'marking: ""', "marking: 内部资料 注意保管")
    (frozen / "handbook.yml").write_text(settings, encoding="utf-8")

    assert faults(frozen) == []


def test_a_new_edition_may_differ(frozen: Path) -> None:
    settings = (frozen / "handbook.yml").read_text(encoding="utf-8")
    (frozen / "handbook.yml").write_text(replaced(settings, 'id: "1"', 'id: "2"'), encoding="utf-8")
    (frozen / "docs" / "bans.md").write_text(
        replaced(BANS_PAGE, "与 [BZ001] 相对应。", "与 [BZ001] 对应。"), encoding="utf-8"
    )

    assert faults(frozen) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("JL02\n", "JL02\nJL09\n", ["docs/published-ids.txt:7: HB104 发布过的编号 JL09 不见了"]),
        ("JL02\n", "JL02\nJL09 replaced-by: JL02\n", []),
        ("JL02\n", "JL02\nJL09 replaced-by: none: 并入 JL02\n", []),
        (
            "JL02\n",
            "JL02\nJL09 replaced-by: JL08\n",
            ["docs/published-ids.txt:7: HB106 代替 JL09 的 JL08 不存在"],
        ),
        (
            "JL02\n",
            "JL02 replaced-by: JL01\n",
            ["docs/bans.md:17: HB105 编号 JL02 已停用，又用上了"],
        ),
        ("JL02\n", "JL02\nJL02\n", ["docs/published-ids.txt:7: HB106 JL02 登记了两次"]),
        (
            "JL02\n",
            "JL02\njl3\n",
            ["docs/published-ids.txt:7: HB106 “jl3”不能读作编号登记"],
        ),
        (
            "JL02\n",
            "JL02\nJL09 replaced-by: none:\n",
            ["docs/published-ids.txt:7: HB106 “JL09 replaced-by: none:”不能读作编号登记"],
        ),
        (
            "JL02\n",
            "",
            [
                "docs/published-ids.txt:1: HB106 editions/1.json 里的 JL02 没有登记在 docs/published-ids.txt"
            ],
        ),
    ],
)
def test_the_ledger(old: str, new: str, expected: list[str], frozen: Path) -> None:
    ledger = frozen / "docs" / "published-ids.txt"
    text = replaced(ledger.read_text(encoding="utf-8"), old, new)
    ledger.write_text(text, encoding="utf-8")

    assert faults(frozen) == expected


def test_an_edition_that_would_lose_an_id_is_refused(frozen: Path) -> None:
    ledger = frozen / "docs" / "published-ids.txt"
    ledger.write_text(ledger.read_text(encoding="utf-8") + "JL09\n", encoding="utf-8")

    with pytest.raises(EditionError, match=r"先在 docs/published-ids\.txt 里处理 JL09"):
        freeze(frozen, catalog_of(frozen))


def test_an_entry_that_cannot_be_read_is_not_gone(frozen: Path) -> None:
    (frozen / "docs" / "bans.md").write_text(
        replaced(BANS_PAGE, "id: JL02", "id: [JL02"), encoding="utf-8"
    )

    assert [line.split()[1] for line in lines_of(check_project(frozen))] == ["HB401", "HB205"]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("BZ009 replaced-by: BZ001", "改为 BZ001。"),
        ("BZ009 replaced-by: none: 不再要求", "改为引用代替它的条目，或删去这处引用。"),
    ],
)
def test_a_reference_to_a_retired_id_is_led_to_its_successor(
    line: str, hint: str, tmp_path: Path
) -> None:
    root = write_project(tmp_path, {"bans.md": replaced(BANS_PAGE, "[BZ001]", "[BZ009]")})
    (root / "docs" / "published-ids.txt").write_text(f"{line}\n", encoding="utf-8")

    (fault,) = check_project(root).diagnostics
    assert (fault.code, fault.message, fault.hint) == ("HB108", "编号 BZ009 已停用", hint)
