"""Faults made in the real pages: named with file and line, and the last good outputs stay whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mkdocs_project import copy_repository, handbook_check, mkdocs_build, snapshot

ASPECT = "docs/checklists/aspect-1.md"
SPEECH = "docs/source/speech-1.md"
BANS = "docs/discipline/eight-bans.md"


@dataclass(frozen=True)
class Fault:
    """A change of one page and the message that it must raise, ``{line}`` being the line of ``at``."""

    name: str
    page: str
    old: str
    new: str
    at: str
    expected: str


FAULTS = [
    Fault(
        "dangling",
        ASPECT,
        "[学习贯彻中的官僚主义][WT002]",
        "[学习贯彻中的官僚主义][WT099]",
        "[WT099]",
        "HB301 引用的编号 WT099 不存在",
    ),
    Fault(
        "dangling option",
        ASPECT,
        "checks: [JC002, JC010]",
        "checks: [JC002, JC100]",
        "JC100",
        "HB301 选项 checks 引用的编号 JC100 不存在",
    ),
    Fault(
        "duplicate id",
        ASPECT,
        "id: JC002",
        "id: JC001",
        "是否结合实际创造性贯彻落实习近平",
        "HB101 编号 JC001 已用于 docs/checklists/aspect-1.md:",
    ),
    Fault(
        "malformed id",
        ASPECT,
        "id: JC002",
        "id: JC-002",
        "id: JC-002",
        "HB102 检查要点的编号“JC-002”格式不对",
    ),
    Fault(
        "unknown kind",
        ASPECT,
        "/// problem | 学习贯彻中的形式主义",
        "/// problems | 学习贯彻中的形式主义",
        "/// problems",
        "HB201 没有“problems”这种条目",
    ),
    Fault(
        "unknown option",
        ASPECT,
        "    checks: [JC002, JC010]",
        "    check: [JC002, JC010]",
        "    check: [",
        "HB202 问题表现没有“check”这个选项",
    ),
    Fault(
        "missing option",
        ASPECT,
        "    id: JC013\n    source: YW029\n",
        "    id: JC013\n",
        "形成政策合力\n    id",
        "HB203 检查要点缺少选项 source",
    ),
    Fault(
        "never closed",
        ASPECT,
        "///\n\n/// problem | 学习贯彻中的形式主义",
        "\n/// problem | 学习贯彻中的形式主义",
        "工作成效是否扎实\n    id",
        "HB206 条目块 check 没有结束",
    ),
    Fault(
        "wrong number",
        BANS,
        "/// clause | 严禁巡察结束后留存材料不交",
        "<!-- -->\n\n/// term | 严禁巡察结束后留存材料不交",
        "---\ntitle",
        "HB401 “八严禁”应有 8 条，现有 7 条",
    ),
    Fault(
        "unknown unit",
        ASPECT,
        "id: JC013\n    source: YW029",
        "id: JC013\n    source: YW229",
        "source: YW229",
        "HB501 没有编号为 YW229 的原文",
    ),
    Fault(
        "quote not in its unit",
        ASPECT,
        "quote: 真正学懂弄通做实",
        "quote: 真正学懂弄通作实",
        "真正学懂弄通作实",
        "HB502 JC001 的 quote“真正学懂弄通作实”不是 YW023 的原话",
    ),
    Fault(
        "source text altered",
        SPEECH,
        "今天在做的各位",
        "今天在座的各位",
        "今天在座的各位",
        "HB503 YW088 从第 4 个字起与原文不同",
    ),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project whose outputs stand for the last good ones."""
    root = copy_repository(tmp_path_factory.mktemp("手册 副本"))
    for name in ("site/index.html", "dist/xuncha-handbook-offline.zip", "dist/SHA256SUMS"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("上一次的好结果", encoding="utf-8")
    return root


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_named_and_loses_nothing(fault: Fault, good: Path) -> None:
    page = good / fault.page
    text = page.read_text(encoding="utf-8")
    assert text.count(fault.old) == 1, f"{fault.page} no longer holds “{fault.old}” once"
    broken = text.replace(fault.old, fault.new)
    outputs = {name: snapshot(good / name) for name in ("site", "dist")}

    page.write_text(broken, encoding="utf-8")
    try:
        check = handbook_check(good)
        as_json = handbook_check(good, "--format", "json")
        build = mkdocs_build(good)
    finally:
        page.write_text(text, encoding="utf-8")

    line = broken[: broken.index(fault.at)].count("\n") + 1
    if fault.name == "duplicate id":
        line += 1
    for result in (check, build):
        assert result.returncode == 1
        messages = [m for m in (result.stdout + result.stderr).splitlines() if fault.expected in m]
        assert [m.split(":")[:2] for m in messages] == [[fault.page, str(line)]], result.stdout
    assert as_json.returncode == 1
    assert any(
        (item["path"], item["line"]) == (fault.page, line)
        and fault.expected.startswith(item["code"])
        for item in json.loads(as_json.stdout)
    )
    assert {name: snapshot(good / name) for name in ("site", "dist")} == outputs
    assert not list(good.glob(".site*"))


def test_without_a_fault_the_check_is_silent_about_it(good: Path) -> None:
    result = handbook_check(good)

    assert (result.returncode, result.stdout) == (0, "检查通过，没有发现问题。\n")
