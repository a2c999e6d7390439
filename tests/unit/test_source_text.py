"""The source file and its units: kept to the character, and every change found."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.catalog import build_catalog
from handbook.model import Handbook
from handbook.project import Checked, check_project
from handbook.source_text import check_units, nearest_words, read_source, rebuild

from tests.small_handbook import (
    BODIES,
    BODY,
    RULES_PAGE,
    lines_of,
    page_of,
    replaced,
    write_project,
)


def test_the_real_units_give_the_body_back(real: Checked, repository: Path) -> None:
    assert real.catalog is not None
    text = (repository / real.catalog.handbook.sources[0].file).read_text(encoding="utf-8")

    assert rebuild(real.catalog.units) == text[60:5060]
    assert len(real.catalog.units) == 108


def test_boilerplate_is_declared_and_nothing_else_is_left_out(
    real: Checked, repository: Path
) -> None:
    assert real.catalog is not None
    (spec,) = real.catalog.handbook.sources
    lines = (repository / spec.file).read_text(encoding="utf-8").split("\n")
    declared = {n for part in spec.boilerplate for n in range(part.first, part.last + 1)}

    assert [n for n, line in enumerate(lines, start=1) if n not in declared and line] == [3]
    assert all(part.reason for part in spec.boilerplate)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (RULES_PAGE, []),
        (
            replaced(RULES_PAGE, "出门锁门", "出门要锁门"),
            [
                "YJ02 从第 8 个字起与原文不同：原文是“进门登记,出门锁门。”，现在是“进门登记,出门要锁门。”"
            ],
        ),
        (
            replaced(RULES_PAGE, "严禁烟火<油库>!", "严禁烟火<油库>！"),
            ["YJ03 从第 9 个字起与原文不同：原文是“严禁烟火<油库>!”，现在是“严禁烟火<油库>！”"],
        ),
        (
            replaced(RULES_PAGE, "/// line\n    id: YJ02\n\n进门登记,出门锁门。\n///\n", ""),
            ["YJ03 之前少了原文“进门登记,出门锁门。”"],
        ),
        (
            replaced(
                RULES_PAGE,
                "/// line\n    id: YJ04\n    role: heading\n    level: 2\n\n二、值班\n///\n",
                "",
            ),
            ["YJ03 之后少了原文“二、值班”"],
        ),
        (
            RULES_PAGE + "\n/// line\n    id: YJ05\n\n多出的\n///\n",
            ["YJ05 从第 1 个字起与原文不同：原文是“”，现在是“多出的”"],
        ),
        (
            RULES_PAGE + "\n/// line\n    id: YJ05\n\n进门登记,出门锁门。\n///\n",
            ["YJ05 的次序不对：这一句在原文里更靠前"],
        ),
    ],
)
def test_every_change_of_the_units_is_found(
    page: str, expected: list[str], small: Handbook
) -> None:
    catalog = build_catalog(small, [page_of(page, small, "source/rules.md")], BODIES)

    assert [fault.message for fault in check_units(BODY, catalog.units)] == expected


def test_two_changes_are_two_messages(small: Handbook) -> None:
    page = replaced(replaced(RULES_PAGE, "一、仓库", "一仓库"), "烟火", "火烟")
    catalog = build_catalog(small, [page_of(page, small, "source/rules.md")], BODIES)

    assert [fault.message.split(" ")[0] for fault in check_units(BODY, catalog.units)] == [
        "YJ01",
        "YJ03",
    ]


def test_a_line_break_between_units_is_kept(small: Handbook) -> None:
    page = replaced(RULES_PAGE, "id: YJ02\n", "id: YJ02\n    join: line\n")
    catalog = build_catalog(small, [page_of(page, small, "source/rules.md")], {})

    assert rebuild(catalog.units) == BODY.replace("锁门。", "锁门。\n")


def test_a_changed_source_file_is_found(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    file = root / "source" / "rules.txt"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    (line,) = lines_of(check_project(root))
    assert line.startswith("handbook.yml:5:5: HB504 source/rules.txt 的 SHA-256 是 ")


def test_a_missing_source_file_is_found(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    (root / "source" / "rules.txt").unlink()

    (line,) = lines_of(check_project(root))
    assert line.startswith("handbook.yml:5:5: HB001 读不到原文文件 source/rules.txt：")


def test_a_source_file_in_another_encoding_is_found(tmp_path: Path, small: Handbook) -> None:
    root = write_project(tmp_path)
    (root / "source" / "rules.txt").write_bytes("严禁烟火".encode("gb18030"))

    source = read_source(root, small.sources[0])
    assert [(d.code, d.message) for d in source.diagnostics] == [
        ("HB002", "source/rules.txt 不是 UTF-8 编码")
    ]


@pytest.mark.parametrize(
    ("quote", "text", "near"),
    [
        ("学懂弄通作实", "是否真正学懂弄通做实、结合实际", "学懂弄通做实"),
        ("完全无关", "是否真正学懂弄通做实", ""),
        ("", "是否", ""),
    ],
)
def test_the_nearest_words(quote: str, text: str, near: str) -> None:
    assert nearest_words(quote, text) == near
