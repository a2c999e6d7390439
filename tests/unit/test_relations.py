"""What handbook.yml may ask of relations: to be a tree, to be referred to, to say where from."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.project import check_project

from tests.small_handbook import PART_PAGE, SETTINGS, lines_of, replaced, write_project

TREE = replaced(SETTINGS, "kinds: [step]}", "kinds: [step], tree: true}")
REFERRED = replaced(SETTINGS, "    within: topic\n", "    within: topic\n    referred-to: true\n")
MARKS = SETTINGS + "unsourced-marks: [待核]\n"


@pytest.mark.parametrize(
    ("settings", "old", "new", "expected"),
    [
        (SETTINGS, "    method: [看, 问]\n", "    after: BZ002\n", []),
        (TREE, "    method: [看, 问]\n", "    method: 看\n", []),
        (
            TREE,
            "    method: [看, 问]\n",
            "    after: BZ002\n",
            ["docs/part.md:28:12: HB311 绕成了圈：BZ001 → BZ002 → BZ001"],
        ),
        (
            TREE,
            "    method: [看, 问]\n",
            "    after: BZ001\n",
            ["docs/part.md:19:12: HB305 BZ001 引用了自己"],
        ),
        (REFERRED, "", "", []),
        (
            REFERRED,
            " 和[出门的步骤][BZ002]",
            "",
            ["docs/part.md:24:1: HB310 步骤 BZ002 没有被任何条目引用"],
        ),
    ],
)
def test_relations(settings: str, old: str, new: str, expected: list[str], tmp_path: Path) -> None:
    pages = {"part.md": replaced(PART_PAGE, old, new) if old else PART_PAGE}
    assert lines_of(check_project(write_project(tmp_path, pages, settings))) == expected


def test_a_long_chain_is_no_circle(tmp_path: Path) -> None:
    steps = "".join(
        f"/// step | 步骤{n}\n    id: BZ{n:03d}\n    source: YJ02\n    quote: 进门\n"
        f"    after: BZ{n - 1:03d}\n///\n\n"
        for n in range(3, 900)
    )
    root = write_project(tmp_path, {"part.md": f"{PART_PAGE}\n{steps}"}, TREE)

    assert lines_of(check_project(root)) == []


def test_what_the_source_does_not_say_needs_an_instrument_or_a_mark_of_doubt(
    tmp_path: Path,
) -> None:
    settings = MARKS.replace(
        "      quote: {type: texts}\n",
        "      quote: {type: texts}\n      basis: {type: instrument, label: 依据}\n",
    )
    root = write_project(tmp_path, settings=settings)
    assert lines_of(check_project(root)) == [
        "docs/bans.md:17:1: HB604 JL02 的“不准不登记”不是原文的话，也没有写明出处"
    ]
    page = root / "docs" / "bans.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("相对应。", "相对应，依据待核。"), encoding="utf-8")
    assert lines_of(check_project(root)) == []
    issued = "status: official\nissued-by: 甲\ndocument-number: 无\ndate: 2020-01-31"
    page.write_text(text.replace("status: reference", issued), encoding="utf-8")
    assert lines_of(check_project(root)) == []
    basis = "id: JL02\n    basis:\n      name: 《仓库规则》"
    page.write_text(text.replace("id: JL02", basis), encoding="utf-8")
    assert lines_of(check_project(root)) == []
