"""The outline of the source and the table that answers it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from handbook.outline import Outline, read_outline
from handbook.project import Checked, check_project

from tests.small_handbook import (
    RULES_PAGE,
    SETTINGS,
    SOURCE,
    lines_of,
    replaced,
    write_project,
)

OUTLINE_SETTINGS = replaced(
    SETTINGS,
    "kinds:\n  line:",
    "    outline:\n      file: source/outline.json\n      table: source/table.json\n"
    "      groups: {steps: step, bans: ban}\n      background: [background]\nkinds:\n  line:",
)


def outline() -> dict[str, Any]:
    def quote(id: str, words: str) -> dict[str, Any]:
        return {"id": id, "quote": words, "start": SOURCE.index(words)}

    return {
        "sentences": [
            {"text": "一、仓库安全进门登记,出门锁门。", "class": "step", "also": []},
            {"text": "严禁烟火<油库>!", "class": "ban", "also": []},
            {"text": "二、值班", "class": "background", "also": []},
        ],
        "steps": [quote("S1", "进门登记"), quote("S2", "出门锁门")],
        "bans": [quote("B1", "严禁烟火")],
    }


TABLE = [
    {"outline": "S1", "entry": "BZ001"},
    {"outline": "S2", "entry": "BZ002"},
    {"outline": "B1", "entry": "JL01"},
]


def check(root: Path, table: Any, pages: dict[str, str] | None = None) -> Checked:
    write_project(root, pages, OUTLINE_SETTINGS)
    (root / "source" / "outline.json").write_text(json.dumps(outline()), encoding="utf-8")
    text = "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in table) + "\n]\n"
    (root / "source" / "table.json").write_text(text, encoding="utf-8")
    return check_project(root)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (TABLE, []),
        (
            TABLE[:2],
            ["source/table.json:1:1: HB509 提纲的 B1“严禁烟火”在对照表里没有着落"],
        ),
        (
            [*TABLE, {"outline": "X9", "entry": "JL01"}],
            ["source/table.json:5:1: HB509 提纲里没有 X9"],
        ),
        (
            [*TABLE, {"outline": "B1", "entry": "JL01"}],
            ["source/table.json:4:1: HB509 B1 在对照表里写了两次"],
        ),
        (
            [*TABLE[:2], {"outline": "B1", "entry": "JL09"}],
            ["source/table.json:4:1: HB509 B1 的条目 JL09 不存在"],
        ),
        (
            [*TABLE[:2], {"outline": "B1", "entry": "BZ001"}],
            ["source/table.json:4:1: HB509 B1 应是禁令，BZ001 是步骤；确要这样，请写 reason"],
        ),
        (
            [TABLE[0], {"outline": "S2", "entry": "BZ001"}, TABLE[2]],
            [
                "source/table.json:3:1: HB509 S2 的原话“出门锁门”不在 BZ001 的 quote 里；确要这样，请写 reason"
            ],
        ),
        ([TABLE[0], {"outline": "S2", "entry": "BZ001", "reason": "并入上一条"}, TABLE[2]], []),
        ([*TABLE[:2], {"outline": "B1", "reason": "不单列"}], []),
        (
            [*TABLE[:2], {"outline": "B1"}],
            ["source/table.json:4:1: HB509 B1 既没有写条目，也没有写理由"],
        ),
    ],
)
def test_every_quote_of_the_outline_is_answered(
    table: list[dict[str, str]], expected: list[str], tmp_path: Path
) -> None:
    assert lines_of(check(tmp_path, table)) == expected


def test_the_words_must_come_from_the_place_that_the_outline_means(tmp_path: Path) -> None:
    data = outline()
    data["bans"][0] = {"id": "B1", "quote": "严禁烟火", "start": SOURCE.index("二、值班")}
    write_project(tmp_path, None, OUTLINE_SETTINGS)
    (tmp_path / "source" / "outline.json").write_text(json.dumps(data), encoding="utf-8")
    (tmp_path / "source" / "table.json").write_text(json.dumps(TABLE), encoding="utf-8")

    assert lines_of(check_project(tmp_path)) == [
        "source/table.json:1:1: HB509 B1 出自 YJ04，JL01 没有以它为据；确要这样，请写 reason"
    ]


def test_only_background_may_be_declared_background(tmp_path: Path) -> None:
    page = replaced(RULES_PAGE, "units: [YJ04]", "units: [YJ02, YJ04]")

    assert "docs/source/rules.md:42:13: HB507 YJ02 在提纲里不是背景或原则" in lines_of(
        check(tmp_path, TABLE, {"source/rules.md": page})
    )


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("outline.json", "{", "source/outline.json:1:2: HB001 不是合法的 JSON"),
        ("outline.json", "{}", "handbook.yml:15:7: HB001 提纲或对照表缺少 'steps'"),
        ("table.json", "[", "source/table.json:1:2: HB001 不是合法的 JSON"),
    ],
)
def test_files_that_cannot_be_read_are_faults(
    name: str, text: str, expected: str, tmp_path: Path
) -> None:
    check(tmp_path, TABLE)
    (tmp_path / "source" / name).write_text(text, encoding="utf-8")

    assert lines_of(check_project(tmp_path)) == [expected]


def test_all_166_quotes_of_the_speech_are_answered_by_entries_of_their_kind(
    real: Checked, repository: Path
) -> None:
    assert real.catalog is not None
    spec = real.catalog.handbook.sources[0].outline
    assert spec is not None
    found: Outline = read_outline(repository, spec, 60)

    assert len(found.quotes) == len(found.answers) == 166
    kinds = [real.catalog.by_id[answer.entry].kind.name for answer in found.answers]
    assert kinds == [quote.kind for quote in found.quotes]
