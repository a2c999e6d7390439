"""Another id for an entry: all that names it moves, or nothing does."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from handbook import output
from handbook.__main__ import main
from handbook.editing import RefusedError
from handbook.editing.commands import rename
from handbook.editions import freeze
from handbook.exports import catalog_json
from handbook.project import READ_BY_A_CHECK, check_project

from tests.mkdocs_project import snapshot
from tests.small_handbook import (
    BANS_PAGE,
    INDEX_PAGE,
    PART_PAGE,
    RULES_PAGE,
    SETTINGS,
    lines_of,
    replaced,
    write_project,
)

LEDGER = "docs/published-ids.txt"
SETS = replaced(
    SETTINGS, "sets:\n", "sets:\n  BF1-ZT: {title: 一个主题, kind: topic, within: BF1, count: 1}\n"
)


def text(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def changes(root: Path, old: str, new: str) -> list[str]:
    """The lines that renaming changes, as ``path:line: text``; the check must stay green."""
    before = snapshot(root)
    rename(root, old, new)
    after = snapshot(root)
    assert list(after) == list(before)
    assert [line for line in lines_of(check_project(root)) if " HB107 " not in line] == []
    return [
        f"{path}:{number}: {line}"
        for path in after
        if after[path] != before[path]
        for number, (line, was) in enumerate(
            zip(after[path].decode().split("\n"), before[path].decode().split("\n"), strict=True),
            start=1,
        )
        if line != was
    ]


ALL_WAYS = (
    INDEX_PAGE
    + """
见[登记](part.md#BZ001)、[这里](./part.md#BZ001)、[这一步][BZ001]和 [BZ001]。

别处的[一步](https://a.example/part.html#BZ001)。
"""
)


@pytest.mark.parametrize(
    ("pages", "old", "new", "expected"),
    [
        (
            {},
            "BZ001",
            "BZ009",
            [
                "docs/bans.md:20: 与 [BZ009] 相对应。",
                "docs/part.md:16:     id: BZ009",
                "docs/part.md:28:     after: BZ009",
            ],
        ),
        (
            {},
            "BZ002",
            "BZ003",
            [
                "docs/part.md:21: 看登记簿，另见 [JL01] 和[出门的步骤][BZ003]。",
                "docs/part.md:25:     id: BZ003",
            ],
        ),
        (
            {},
            "YJ02",
            "YJ09",
            [
                "docs/part.md:17:     source: YJ09",
                "docs/part.md:26:     source: YJ09",
                "docs/source/rules.md:16:     id: YJ09",
            ],
        ),
        (
            {},
            "YJ03",
            "YJ09",
            [
                "docs/bans.md:11:     source: YJ09",
                "docs/bans.md:14: 依据见 [YJ09]。",
                "docs/source/rules.md:22:     id: YJ09",
                "docs/source/rules.md:28:     units: [YJ09]",
            ],
        ),
        ({}, "ZT01", "ZT02", ["docs/part.md:13: ## 仓库安全 { #ZT02 }"]),
        (
            {"part.md": replaced(PART_PAGE, "{ #ZT01 }", '{: .x #ZT01 title="#ZT01" }')},
            "ZT01",
            "ZT02",
            ['docs/part.md:13: ## 仓库安全 {: .x #ZT02 title="#ZT01" }'],
        ),
        (
            {},
            "BF1",
            "BF2",
            [
                "docs/index.md:3: 从 [BF2] 开始，或看[原文](source/rules.md)。",
                "docs/part.md:4: id: BF2",
                "handbook.yml:61:   BF2-ZT: {title: 一个主题, kind: topic, within: BF2, count: 1}",
            ],
        ),
        (
            {
                "part.md": replaced(PART_PAGE, "after: BZ001", "after: ['BZ001', \"BZ003\"]")
                + """
/// step | 又一步
    id: BZ003
    source: [YJ02]
    quote: 门
    after: [BZ002, BZ001]
///
"""
            },
            "BZ001",
            "BZ010",
            [
                "docs/bans.md:20: 与 [BZ010] 相对应。",
                "docs/part.md:16:     id: BZ010",
                "docs/part.md:28:     after: ['BZ010', \"BZ003\"]",
                "docs/part.md:38:     after: [BZ002, BZ010]",
            ],
        ),
    ],
)
def test_what_names_the_entry_moves(
    pages: dict[str, str], old: str, new: str, expected: list[str], tmp_path: Path
) -> None:
    assert changes(write_project(tmp_path, pages, SETS), old, new) == expected


def test_anchors_in_links_move_where_they_lead_to_the_entry(tmp_path: Path) -> None:
    found = changes(write_project(tmp_path, {"index.md": ALL_WAYS}), "BZ001", "BZ009")

    assert [line for line in found if "index.md" in line] == [
        "docs/index.md:5: 见[登记](part.md#BZ009)、[这里](./part.md#BZ009)、[这一步][BZ009]和 [BZ009]。"
    ]


def test_a_set_on_a_page_keeps_its_page(tmp_path: Path) -> None:
    settings = replaced(SETS, "within: BF1, count: 1", "within: BF1, count: 1, page: part.md")
    part = replaced(PART_PAGE, "kind: part\n", "kind: part\nset: BF1-ZT\nstatus: reference\n")

    assert changes(write_project(tmp_path, {"part.md": part}, settings), "BF1", "BF2") == [
        "docs/index.md:3: 从 [BF2] 开始，或看[原文](source/rules.md)。",
        "docs/part.md:4: set: BF2-ZT",
        "docs/part.md:6: id: BF2",
        "handbook.yml:61:   BF2-ZT: {title: 一个主题, kind: topic, within: BF2, count: 1, page: part.md}",
    ]


MENTIONING = (
    INDEX_PAGE
    + """
`[BZ001]`、\\[BZ001]、<!-- [BZ001] -->，再提一次 BZ001，不是 XBZ001 和 BZ0012。

```
[BZ001]
```

<a href="part.html#BZ001">一步</a>
"""
)


def test_what_only_looks_like_the_id_is_told_and_left_alone(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"index.md": MENTIONING})

    assert rename(root, "BZ001", "BZ009") == (
        "已把 BZ001 改成 BZ009，共 4 处：\n"
        "  docs/bans.md（1 处）\n"
        "  docs/index.md（1 处）\n"
        "  docs/part.md（2 处）\n"
        "还有 5 处提到 BZ001，没有改动，请人工核对：\n"
        "  docs/index.md:5:3\n"
        "  docs/index.md:5:13\n"
        "  docs/index.md:5:26\n"
        "  docs/index.md:5:42\n"
        "  docs/index.md:8:2"
    )
    changed = replaced(MENTIONING, 'href="part.html#BZ001"', 'href="part.html#BZ009"')
    assert text(root, "docs/index.md") == changed


def test_the_words_of_the_source_are_never_touched(tmp_path: Path) -> None:
    rules = replaced(RULES_PAGE, "进门登记,出门锁门。", "进门登记 BZ001 [BZ001],出门锁门。")
    source = (
        "欢迎光临\n一、仓库安全进门登记 BZ001 [BZ001],出门锁门。严禁烟火<油库>!二、值班\n本文完\n"
    )
    root = write_project(tmp_path, {"source/rules.md": rules})
    digest = re.search("sha256: ([0-9a-f]+)", SETTINGS)
    assert digest
    settings = SETTINGS.replace(digest[1], hashlib.sha256(source.encode()).hexdigest())
    (root / "handbook.yml").write_text(settings, encoding="utf-8")
    (root / "source" / "rules.txt").write_text(source, encoding="utf-8")
    assert lines_of(check_project(root)) == []

    assert "还有" not in rename(root, "BZ001", "BZ009")
    assert text(root, "docs/source/rules.md") == rules
    assert text(root, "source/rules.txt") == source
    assert lines_of(check_project(root)) == []


def test_line_endings_and_byte_order_marks_stay(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    crlf = b"\xef\xbb\xbf" + PART_PAGE.replace("\n", "\r\n").encode()
    bans = BANS_PAGE.replace("\n\n", "\r\n\n").rstrip("\n").encode()
    (root / "docs" / "part.md").write_bytes(crlf)
    (root / "docs" / "bans.md").write_bytes(bans)
    rename(root, "BZ001", "BZ009")

    assert (root / "docs" / "part.md").read_bytes() == crlf.replace(b"BZ001", b"BZ009")
    assert (root / "docs" / "bans.md").read_bytes() == bans.replace(b"BZ001", b"BZ009")


# --- the ledger and the tables


def freeze_small(root: Path) -> None:
    catalog = check_project(root).catalog
    assert catalog is not None
    freeze(root, catalog)


def test_a_published_id_stays_in_the_ledger_and_names_its_successor(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    freeze_small(root)
    told = rename(root, "BZ001", "BZ009")

    assert "# 第一版\nBF1\nBZ001 replaced-by: BZ009\nBZ002\n" in text(root, LEDGER)
    assert "BZ009\n" not in text(root, LEDGER).replace("replaced-by: BZ009\n", "")
    assert told.splitlines()[-2:] == [
        "BZ001 发布过，docs/published-ids.txt 里写明了由 BZ009 代替。",
        (
            "“第一版”已经定稿，现在的内容与它不同：换一个版次（handbook.yml 的 edition）；"
            "还没有发出去的，运行 make edition 重新定稿。"
        ),
    ]

    rename(root, "BZ009", "BZ010")
    assert "BZ001 replaced-by: BZ010\n" in text(root, LEDGER)
    assert "BZ009" not in text(root, LEDGER)

    freeze_small(root)
    assert text(root, LEDGER).endswith("# 第一版\nBZ010\n")
    assert lines_of(check_project(root)) == []


def test_wordings_move_with_the_entry_that_they_are_for(tmp_path: Path) -> None:
    settings = "wordings: source/wordings.yml\n" + SETTINGS
    root = write_project(tmp_path, None, settings)
    wordings = "part.md: [讲什么]\nBZ001: [能带火吗]\nBZ002: [锁不锁门]\n"
    (root / "source" / "wordings.yml").write_text(wordings, encoding="utf-8")

    rename(root, "BZ001", "BZ009")

    assert text(root, "source/wordings.yml") == wordings.replace("BZ001", "BZ009")


def test_papers_move_with_the_entries_and_sets_on_them(tmp_path: Path) -> None:
    root = write_project(tmp_path, None, "papers: papers.yml\n" + SETTINGS)
    papers = (
        "- id: WS01\n  title: 卡\n  file: card.docx\n  use: 看。\n  parts:\n"
        "    - entries: [BZ001, JL, step]\n    - cards: {早: [BZ002, BZ001]}\n"
    )
    (root / "papers.yml").write_text(papers, encoding="utf-8")
    (root / "docs" / "index.md").write_text(
        f"{INDEX_PAGE}\n[卡](downloads/card.docx)\n", encoding="utf-8"
    )

    rename(root, "BZ001", "BZ009")

    assert text(root, "papers.yml") == papers.replace("BZ001", "BZ009")


def test_tables_that_name_entries_move_with_them(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    table = '[\n {"term": "BZ001", "entries": ["BZ002", "BZ001"]},\n {"entry":"BZ001", "reason": "见 BZ001"}\n]\n'
    (root / "source" / "terms.json").write_text(table, encoding="utf-8")

    told = rename(root, "BZ001", "BZ009")
    assert json.loads(text(root, "source/terms.json")) == [
        {"term": "BZ001", "entries": ["BZ002", "BZ009"]},
        {"entry": "BZ009", "reason": "见 BZ001"},
    ]
    assert "  source/terms.json（2 处）" in told
    assert told.endswith("请人工核对：\n  source/terms.json:2:12\n  source/terms.json:3:33")


# --- refusals


def publish(line: str) -> Callable[[Path], None]:
    def write(root: Path) -> None:
        (root / LEDGER).write_text(line, encoding="utf-8")

    return write


def nothing(_root: Path) -> None:
    return


def break_a_page(root: Path) -> None:
    (root / "docs" / "bans.md").write_text(
        replaced(BANS_PAGE, "[BZ001]", "[BZ010]"), encoding="utf-8"
    )


def write_oddly(root: Path) -> None:
    page = replaced(PART_PAGE, "after: BZ001", "after: >-\n        BZ001")
    (root / "docs" / "part.md").write_text(page, encoding="utf-8")


def forbid_in_text(root: Path) -> None:
    (root / "source" / "phrases.yml").write_text("- {right: 九号, wrong: [BZ009]}\n", "utf-8")
    (root / "handbook.yml").write_text(SETTINGS + "formulations: source/phrases.yml\n", "utf-8")


@pytest.mark.parametrize(
    ("prepare", "old", "new", "message"),
    [
        (nothing, "BZ009", "BZ010", "没有编号为 BZ009 的条目：FROM 写现有的编号。"),
        (nothing, "", "", "没有写旧编号：FROM 写现有的编号。"),
        (nothing, "BZ001", "BZ001", "新旧编号都是 BZ001：TO 写另一个编号。"),
        (
            nothing,
            "BZ001",
            "BZ1",
            "步骤的编号不能是“BZ1”：应为 BZ 加 3 位数字，例如 BZ001。",
        ),
        (
            nothing,
            "BZ001",
            "bz009",
            "步骤的编号不能是“bz009”：应为 BZ 加 3 位数字，例如 BZ001。",
        ),
        (
            nothing,
            "BZ001",
            "JL03",
            "步骤的编号不能是“JL03”：应为 BZ 加 3 位数字，例如 BZ001。",
        ),
        (
            nothing,
            "BZ001",
            "BZ002",
            "编号 BZ002 已用于 docs/part.md:24：TO 换一个没有用过的编号。",
        ),
        (
            publish("BZ009 replaced-by: none: 不要了\n"),
            "BZ001",
            "BZ009",
            "编号 BZ009 发布过（docs/published-ids.txt:1），不能再给别的条目：TO 换一个没有用过的编号。",
        ),
        (
            publish("# 一\nBZ009 replaced-by: BZ002\n"),
            "BZ001",
            "BZ009",
            "编号 BZ009 发布过（docs/published-ids.txt:2，已由 BZ002 代替），不能再给别的条目：TO 换一个没有用过的编号。",
        ),
        (
            nothing,
            "JL01",
            "JL03",
            "“两禁止”从 1 起依次编号，第 1 条只能是 JL01：JL01 不能改成 JL03。",
        ),
        (
            break_a_page,
            "BZ001",
            "BZ009",
            (
                "没有改动任何文件：先改好现有的问题。\n"
                "docs/bans.md:20:3: HB301 引用的编号 BZ010 不存在\n"
                "    → 相近的编号：BZ002 是否出门锁门；BZ001 是否进门登记。\n"
                "共 1 个错误。"
            ),
        ),
        (
            write_oddly,
            "BZ001",
            "BZ009",
            "docs/part.md:28:12 的写法认不出，没有改动任何文件：先把这里改成直接写的 BZ001。",
        ),
        (
            forbid_in_text,
            "BZ001",
            "BZ009",
            (
                "没有改动任何文件：把 BZ001 改成 BZ009 会带来新的问题。\n"
                "docs/bans.md:20:4: HB901 “BZ009”应为“九号”\n"
                "    → 换成规范的提法；固定提法登记在提法表里。\n"
                "共 1 个错误。"
            ),
        ),
    ],
)
def test_a_refusal_changes_nothing(
    prepare: Callable[[Path], None], old: str, new: str, message: str, tmp_path: Path
) -> None:
    root = write_project(tmp_path)
    prepare(root)
    before = snapshot(root)

    with pytest.raises(RefusedError) as refusal:
        rename(root, old, new)

    assert str(refusal.value) == message
    assert snapshot(root) == before


def test_a_clause_stays_with_its_set(tmp_path: Path) -> None:
    settings = SETTINGS.replace("prefixes: [JL]", "prefixes: [JL, JX, XX]").replace(
        "statuses:\n", "  XX: {title: 另一套, kind: ban, count: 1, page: other.md}\nstatuses:\n"
    )
    other = (
        "---\nset: XX\nstatus: reference\n---\n\n# 另一套\n\n/// ban | 一条\n    id: XX01\n///\n"
    )
    loose = INDEX_PAGE + "\n/// ban | 散条\n    id: JX01\n///\n"
    root = write_project(tmp_path, {"other.md": other, "index.md": loose}, settings)

    with pytest.raises(RefusedError, match=r"^JL01 属于“两禁止”，编号要以 JL 开头。$"):
        rename(root, "JL01", "JX02")
    with pytest.raises(
        RefusedError,
        match=r"^以 XX 开头的编号属于“另一套”，写在 docs/other\.md 里；JX01 在 docs/index\.md。$",
    ):
        rename(root, "JX01", "XX02")
    assert changes(root, "JX01", "JX07") == ["docs/index.md:6:     id: JX07"]


def test_a_write_that_fails_midway_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_project(tmp_path)
    before = snapshot(root)
    write, written = output.write_file, []

    def full_disk(target: Path, content: bytes) -> None:
        written.append(target)
        if len(written) == 2:
            raise OSError(28, "No space left on device", str(target))
        write(target, content)

    monkeypatch.setattr(output, "write_file", full_disk)
    with pytest.raises(RefusedError, match=r"^没有改动任何文件：写不了 .*part\.md（No space left"):
        rename(root, "BZ001", "BZ009")

    assert snapshot(root) == before


def test_the_command_says_what_it_did_and_what_it_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_project(tmp_path))

    assert main(["rename", "ZT01", "ZT02"]) == 0
    assert capsys.readouterr() == (
        "已把 ZT01 改成 ZT02，共 1 处：\n  docs/part.md（1 处）\n",
        "",
    )
    assert main(["rename", "ZT01", "ZT03"]) == 1
    assert capsys.readouterr() == ("", "没有编号为 ZT01 的条目：FROM 写现有的编号。\n")


# --- the real pages


def test_any_entry_of_the_real_handbook_can_be_renamed(repository: Path, tmp_path: Path) -> None:
    for name in READ_BY_A_CHECK:
        source = repository / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, tmp_path / name)
    checked = check_project(tmp_path)
    assert checked.catalog is not None
    catalog = checked.catalog
    numbered = {
        e.id
        for s in catalog.handbook.sets.values()
        if s.id in catalog.handbook.kinds[s.kind].prefixes
        for e in catalog.members(s)
    }
    chance = random.Random("rename")
    olds = chance.sample(sorted(e.id for e in catalog.entries if e.id not in numbered), 5)
    mapped = catalog_json(catalog)

    for number, old in enumerate(olds, start=1):
        prefix, digits = old.rstrip("0123456789"), len(old) - len(old.rstrip("0123456789"))
        new = f"{prefix}{10**digits - number}"
        told = rename(tmp_path, old, new)
        assert f"{old} 发布过" in told
        mapped = re.sub(rf"(?<![A-Z0-9]){old}(?![0-9])", new, mapped)
        after = check_project(tmp_path)
        assert {fault.code for fault in after.diagnostics} <= {"HB107"}
        assert after.catalog is not None
        assert catalog_json(after.catalog) == mapped
        assert not re.search(rf'"{old}"', text(tmp_path, "source/outline-entries.json"))
        assert f"\n{old} replaced-by: {new}\n" in text(tmp_path, LEDGER)
