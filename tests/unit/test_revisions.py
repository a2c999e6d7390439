"""What changed between editions: compared, told as text and as JSON, and on a page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from handbook.__main__ import main
from handbook.catalog import Catalog
from handbook.editing import commands
from handbook.editions import freeze
from handbook.frozen import FOLDER, FrozenEdition, edition_order, read_editions
from handbook.ledger import LEDGER, Published
from handbook.model import Place
from handbook.project import Checked, check_project
from handbook.rendering.changes_page import changes_page
from handbook.revision_report import as_json, as_text
from handbook.revisions import (
    Comparison,
    Contents,
    RevisionError,
    compare,
    edition_called,
    frozen_contents,
    is_reworded,
    successive,
)
from handbook.working_checklist import working_checklist

from tests.small_handbook import (
    BANS_PAGE,
    PART_PAGE,
    SETTINGS,
    lines_of,
    replaced,
    write_project,
)

Record = dict[str, Any]


def catalog_of(root: Path) -> Catalog:
    catalog = check_project(root).catalog
    assert catalog is not None
    return catalog


def entry(id: str = "BZ001", **fields: Any) -> Record:
    record = {
        "id": id,
        "kind": "step",
        "title": "是否进门登记",
        "text": "看登记簿。",
        "url": f"part.html#{id}",
        "source": ["YJ02"],
        "quote": "进门登记",
        "refs": [],
        "backlinks": [],
    }
    return record | fields


def contents(*records: Record, id: str = "1", name: str = "第一版") -> Contents:
    text = json.dumps({"edition": name, "entries": records})
    return frozen_contents(FrozenEdition(f"{FOLDER}/{id}.json", text))


def ledger(**lines: str) -> dict[str, Published]:
    return {id: Published(id, Place(LEDGER, 1), by) for id, by in lines.items()}


def compared(old: list[Record], new: list[Record], **lines: str) -> Comparison:
    return compare(contents(*old), contents(*new, id="2", name="第二版"), ledger(**lines))


# --- one entry ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"title": "有没有登记"}, [("title", "是否进门登记", "有没有登记")]),
        ({"text": "看簿。"}, [("text", "看登记簿。", "看簿。")]),
        ({"quote": ["进门", "登记"]}, [("quote", "进门登记", "进门；登记")]),
        ({"quote": ""}, [("quote", "进门登记", "")]),
        ({"source": ["YJ02", "YJ03"]}, [("source", "YJ02", "YJ02、YJ03")]),
        ({"kind": "ban"}, [("kind", "step", "ban")]),
        ({"url": "other.html#BZ001"}, [("page", "part.html", "other.html")]),
        ({"refs": ["JL01"], "backlinks": ["JL02"]}, []),  # they follow from the texts
        ({"note": "以后才有的"}, []),
    ],
)
def test_what_of_an_entry_changed(fields: Record, expected: list[tuple[str, str, str]]) -> None:
    found = compared([entry()], [entry(**fields)])

    differences = [d for changed in found.changed for d in changed.differences]
    assert [(d.field.value, d.before, d.after) for d in differences] == expected
    assert (found.added, found.removed) == ((), ())


@pytest.mark.parametrize(
    ("name", "old", "new"), [("parent", "ZT01", "ZT02"), ("status", "reference", "official")]
)
def test_what_some_entries_have_and_others_not(name: str, old: str, new: str) -> None:
    other = entry("BZ002", **{name: old})
    before = [entry(), entry("BZ003", **{name: old}), other]
    after = [entry(**{name: new}), entry("BZ003"), other]
    found = compared(before, after).changed

    assert [(c.after.id, d.field.value, d.before, d.after) for c in found for d in c.differences] == [
        ("BZ001", name, "", new),
        ("BZ003", name, old, ""),
    ]  # fmt: skip


def test_a_field_that_an_old_edition_has_not_is_not_compared() -> None:
    old = {"id": "BZ001", "url": "part.html#BZ001", "title": "是否进门登记"}
    new = entry(parent="ZT01", status="reference")

    assert compared([old], [new]).is_empty
    assert compared([{"id": "BZ001"}], [new]).is_empty
    assert compared([new], [{"id": "BZ001"}]).is_empty


@pytest.mark.parametrize(
    ("fields", "differing", "reworded"),
    [
        ({"revision": "0000000a"}, [], False),
        ({"revision": "0000000b"}, ["revision"], True),
        ({"revision": "0000000b", "text": "另一个题干"}, ["text"], True),
        # the trainer asks by the revision alone whether a question is to be asked again
        ({"revision": "0000000a", "title": "另一个题名"}, ["title"], False),
    ],
)
def test_a_question_is_another_when_its_revision_is(
    fields: Record, differing: list[str], reworded: bool
) -> None:
    old, new = entry(revision="0000000a"), entry(**fields)
    found = compared([old], [new])

    assert [d.field.value for c in found.changed for d in c.differences] == differing
    assert is_reworded(found.old.entries["BZ001"], found.new.entries["BZ001"]) is reworded


def test_a_sentence_of_the_source_is_told_once() -> None:
    old, new = (entry("YJ02", title=words, text=words) for words in ("进门登记。", "进门要登记。"))
    (changed,) = compared([old], [new]).changed

    assert [d.field.value for d in changed.differences] == ["text"]
    assert changed.after.name == "YJ02"


# --- entries that come and go -------------------------------------------------------------------


def test_what_took_over_is_told_beside_what_is_gone() -> None:
    old = [entry("BZ001"), entry("BZ002"), entry("BZ003"), entry("BZ004"), entry("BZ005")]
    new = [entry("BZ001"), entry("BZ009"), entry("BZ010", title="是否点灯")]
    found = compared(
        old, new, BZ002="BZ009", BZ003="BZ001", BZ004="none: 不再要求", BZ001="", BZ009=""
    )

    assert [said.id for said in found.added] == ["BZ010"]
    assert found.changed == ()
    assert [
        (one.before.id, one.successor, one.after.id if one.after else "", one.reason)
        for one in found.removed
    ] == [
        ("BZ002", "BZ009", "BZ009", ""),
        ("BZ003", "BZ001", "", ""),
        ("BZ004", "", "", "不再要求"),
        ("BZ005", "", "", ""),
    ]


def test_between_old_editions_it_is_told_what_took_over_then() -> None:
    """BZ001 became BZ002, and later that became BZ003: the ledger only knows the last."""
    found = compared([entry("BZ001")], [entry("BZ002")], BZ001="BZ003", BZ002="BZ003", BZ003="")

    (removed,) = found.removed
    assert (removed.successor, removed.differences, found.added) == ("BZ002", (), ())


def test_entries_that_only_name_what_is_called_otherwise_now_merely_follow() -> None:
    old = [
        entry("BZ001", title="是否登记"),
        entry("BZ002", text="另见 BZ001 是否登记和 BZ005 是否点灯。", refs=["BZ001", "BZ005"]),
        entry("BZ003", text="另见 BZ001 是否登记。"),
        entry("BZ004", text="不是 BZ0011 的事。", source=["BZ005"], parent="BZ005"),
        entry("BZ005", title="是否点灯"),
    ]
    new = [
        entry("BZ001", title="是否写明"),
        entry("BZ002", text="另见 BZ001 是否写明和 BZ006 是否点灯。"),
        entry("BZ003", text="另见 BZ001 是否写明，再看。"),
        entry("BZ004", text="不是 BZ0011 的事。", source=["BZ006"], parent="BZ006"),
        entry("BZ006", title="是否点灯"),
    ]
    found = compared(old, new, BZ005="BZ006")

    assert {one.after.id: one.follows for one in found.changed} == {
        "BZ001": False,
        "BZ002": True,
        "BZ003": False,
        "BZ004": True,
    }


# --- which editions there are -------------------------------------------------------------------


def test_editions_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    ids = ["2026", "2026.1", "2026.2", "2026.2-rc", "2026.2.1", "2026.10", "2027-1", "2027.1b"]
    (tmp_path / FOLDER).mkdir()
    for id in ids:
        (tmp_path / FOLDER / f"{id}.json").write_text('{"entries": []}', encoding="utf-8")

    assert [edition.id for edition in read_editions(tmp_path)] == ids
    assert sorted(ids, key=edition_order) == ids


def write_edition(root: Path, id: str, text: str | None = None, **titles: str) -> None:
    records = [entry(id, title=title) for id, title in titles.items()]
    content = json.dumps({"edition": f"第 {id} 版", "entries": records}, ensure_ascii=False)
    (root / FOLDER).mkdir(exist_ok=True)
    (root / FOLDER / f"{id}.json").write_text(content if text is None else text, encoding="utf-8")


def write_ledger(root: Path, *lines: str) -> None:
    (root / LEDGER).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("2026.3", "没有版次“2026.3”：有 2026.2、2026.10，现在的内容写 now。最接近的是 2026.2。"),
        ("xyz", "没有版次“xyz”：有 2026.2、2026.10，现在的内容写 now。"),
        ("1", "版次“1”还没有定稿：有 2026.2、2026.10，现在的内容写 now。"),
    ],
)
def test_an_edition_that_does_not_exist(name: str, message: str, tmp_path: Path) -> None:
    root = write_project(tmp_path)
    write_ledger(root, "BZ001")
    for id in ("2026.10", "2026.2"):
        write_edition(root, id, BZ001="旧")

    with pytest.raises(RevisionError) as error:
        edition_called(name, catalog_of(root))
    assert str(error.value) == message
    assert edition_called("", catalog_of(root)).id == "2026.10"


def test_without_an_edition_there_is_nothing_to_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_project(tmp_path))

    assert main(["diff"]) == 1
    assert capsys.readouterr().err == (
        "还没有定稿的版次，没有可以比较的：先用 make edition 定稿一个。\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('{"entries": [\n{"id": "BZ001"},,\n]}', 2, "不是完整的 JSON（Expecting value）"),
        ("[]", 1, "里面没有条目的列表 entries"),
        ('{"entries": {}}', 1, "里面没有条目的列表 entries"),
        ('{"entries": [{"id": "BZ001"}, {"url": "x"}]}', 1, "entries 的第 2 项没有编号 id"),
        ('{"entries": [3]}', 1, "entries 的第 1 项没有编号 id"),
    ],
)
def test_an_edition_that_is_broken_is_a_fault(
    text: str, line: int, reason: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    root = write_project(tmp_path)
    write_edition(root, "0", text)
    monkeypatch.chdir(root)

    place = f"editions/0.json:{line}:1"
    assert lines_of(check_project(root)) == [f"{place}: HB110 editions/0.json {reason}"]
    assert main(["diff"]) == 1
    assert capsys.readouterr().out.startswith(f"{place}: HB110 ")
    assert successive(catalog_of(root)) == ()


def test_the_edition_that_is_written_may_be_broken_and_be_frozen_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project(tmp_path)
    write_ledger(root)
    write_edition(root, "1", "{")
    monkeypatch.chdir(root)

    assert main(["diff"]) == 1
    assert capsys.readouterr().err == (
        "editions/1.json:1: 版次文件读不懂：不是完整的 JSON"
        "（Expecting property name enclosed in double quotes）。恢复成定稿时的样子。\n"
    )
    assert main(["edition"]) == 0
    assert main(["diff"]) == 0


# --- the whole way: an edition, another, and what is told of it ---------------------------------

AIRING = """
/// step | 是否通风
    id: BZ004
    source: YJ02
    quote: 出门

看窗户。
///
"""
NEXT_PART = replaced(PART_PAGE, "看登记簿，另见 [JL01] 和", "看登记簿的每一页，另见 [JL01] 和")
NEXT_PART += """
/// step | 是否关灯
    id: BZ003
    source: YJ02
    quote: 出门

看<灯>，另见 [BZ001]。
///
"""
ISSUED = "status: official\nissued-by: 库管处\ndocument-number: 库发〔2026〕1号\ndate: 2026-01-31"
NEXT_BANS = replaced(BANS_PAGE, "status: reference", ISSUED)
NEXT_SETTINGS = replaced(SETTINGS, 'id: "1", name: 第一版', 'id: "2", name: 第二版')

REPORT = """\
第一版（1） → 第二版（2）

新增 1 条，改动 3 条，删去 1 条，由别的条目代替 1 条。

两禁止
  参考：“两禁止”是参考条文。
  改动 JL01 不准带火种
      地位：【删：参考】【增：正式】
  改动 JL02 不准不登记
      地位：【删：参考】【增：正式】

第一部分
  新增 BZ003 是否关灯
      正文：看<灯>，另见 BZ001 是否进门登记。
  改动 BZ001 是否进门登记
      正文：看登记簿【增：的每一页】，另见 JL01 不准带火种和出门的步骤。
  代替 BZ002 是否出门锁门：由 BZ007 代替，只改了编号，内容没有变
  删去 BZ004 是否通风：并入 BZ003
      正文：看窗户。
"""


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small handbook as an editor takes it from its first edition to its second."""
    root = write_project(tmp_path_factory.mktemp("p") / "p", {"part.md": PART_PAGE + AIRING})
    freeze(root, catalog_of(root))
    write_next(root)
    freeze(root, catalog_of(root))
    return root


def write_next(root: Path) -> None:
    (root / "handbook.yml").write_text(NEXT_SETTINGS, encoding="utf-8")
    (root / "docs" / "part.md").write_text(NEXT_PART, encoding="utf-8")
    (root / "docs" / "bans.md").write_text(NEXT_BANS, encoding="utf-8")
    retired = (root / LEDGER).read_text(encoding="utf-8")
    retired = replaced(retired, "BZ004\n", "BZ004 replaced-by: none: 并入 BZ003\n")
    (root / LEDGER).write_text(retired, encoding="utf-8")
    commands.rename(root, "BZ002", "BZ007")


def between(catalog: Catalog, old: str, new: str) -> Comparison:
    names = (edition_called(old, catalog), edition_called(new, catalog))
    return compare(*names, catalog.ledger.lines)


def test_the_report_says_exactly_what_the_editor_did(second: Path) -> None:
    catalog = catalog_of(second)

    assert lines_of(check_project(second)) == []
    assert as_text(between(catalog, "1", "2"), catalog) + "\n" == REPORT


def test_the_command_compares_the_latest_edition_with_the_present_content(
    second: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(second)

    assert main(["diff"]) == 0
    assert capsys.readouterr().out == (
        "第二版（2） → 现在的内容，第二版（2）\n没有不同。定稿的版次有：1、2。\n"
    )
    assert main(["diff", "--from", "1", "--to", "2"]) == 0
    assert capsys.readouterr().out == REPORT
    assert main(["diff", "--from", "1"]) == 0
    assert capsys.readouterr().out.partition("\n")[2] == REPORT.partition("\n")[2]
    assert main(["diff", "--from", "3"]) == 1
    assert capsys.readouterr().err == ("没有版次“3”：有 1、2，现在的内容写 now。\n")


def test_what_is_written_is_compared_before_it_is_frozen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also what somebody changed who forgot to raise the edition: only that is then refused."""
    root = write_project(tmp_path)
    freeze(root, catalog_of(root))
    page = replaced(BANS_PAGE, "不准不登记", "不许不登记")
    (root / "docs" / "bans.md").write_text(page, encoding="utf-8")
    monkeypatch.chdir(root)

    assert main(["diff"]) == 0
    assert capsys.readouterr().out == (
        "第一版（1） → 现在的内容，第一版（1）\n\n改动 1 条。\n\n两禁止\n"
        "  参考：“两禁止”是参考条文。\n  改动 JL02 不许不登记\n      题目：【删：不准】【增：不许】不登记\n"
    )
    (root / "docs" / "bans.md").write_text(BANS_PAGE.replace("YJ03]", "YJ33]"), encoding="utf-8")
    assert main(["diff"]) == 1
    assert "HB301" in capsys.readouterr().out


def test_the_same_for_programs(second: Path) -> None:
    catalog = catalog_of(second)
    data = json.loads(as_json(between(catalog, "1", "2"), catalog))

    assert data["from"] == {"id": "1", "name": "第一版", "frozen": True}
    assert data["to"] == {"id": "2", "name": "第二版", "frozen": True}
    assert data["notices"] == ["参考：“两禁止”是参考条文。"]
    assert data["added"] == [
        {
            "id": "BZ003",
            "kind": "step",
            "title": "是否关灯",
            "text": "看<灯>，另见 BZ001 是否进门登记。",
            "url": "part.html#BZ003",
        }
    ]
    assert data["changed"][2] == {
        "id": "BZ001",
        "kind": "step",
        "title": "是否进门登记",
        "text": "看登记簿的每一页，另见 JL01 不准带火种和出门的步骤。",
        "url": "part.html#BZ001",
        "follows": False,
        "differences": [
            {
                "field": "text",
                "before": "看登记簿，另见 JL01 不准带火种和出门的步骤。",
                "after": "看登记簿的每一页，另见 JL01 不准带火种和出门的步骤。",
                "pieces": [
                    ["kept", "看登记簿"],
                    ["added", "的每一页"],
                    ["kept", "，另见 JL01 不准带火种和出门的步骤。"],
                ],
            }
        ],
    }
    assert data["changed"][0]["differences"] == [
        {"field": "status", "before": "reference", "after": "official"}
    ]
    assert [(one["id"], one["replaced-by"], one["reason"], one["differences"])
            for one in data["removed"]] == [
        ("BZ002", "BZ007", "", []),
        ("BZ004", "", "并入 BZ003", []),
    ]  # fmt: skip


# --- the page -----------------------------------------------------------------------------------


def test_the_page_marks_the_words_and_links_what_is_still_there(second: Path) -> None:
    page = changes_page(catalog_of(second))
    (html,) = page.html

    assert "## 第一版（1） → 第二版（2） { #from-1 }" in page.markdown
    assert "<p>新增 1 条，改动 3 条，删去 1 条，由别的条目代替 1 条。</p>" in html
    assert (
        '<li><p><b>改动</b> <a href="../part.html#BZ001"><b>BZ001</b> 是否进门登记</a></p>'
        '<dl class="hb-differences"><dt>正文</dt><dd>看登记簿'
        '<ins><span class="hb-unseen">增加：</span>的每一页</ins>'
        "，另见 JL01 不准带火种和出门的步骤。</dd></dl></li>"
    ) in html
    assert (
        '<li><p><b>代替</b> <b>BZ002</b> 是否出门锁门：由 <a href="../part.html#BZ007"><b>BZ007</b></a>'
        " 代替，只改了编号，内容没有变</p></li>"
    ) in html
    assert (
        "<li><p><b>删去</b> <b>BZ004</b> 是否通风：并入 BZ003</p>"
        '<dl class="hb-differences"><dt>正文</dt><dd>看窗户。</dd></dl></li>'
    ) in html
    assert "看&lt;灯&gt;" in html
    assert (
        '<del><span class="hb-unseen">删去：</span>参考</del>'
        '<ins><span class="hb-unseen">增加：</span>正式</ins>'
    ) in html
    assert '<p class="hb-revisions__notice">参考：“两禁止”是参考条文。</p>' in html
    assert html.count('<details class="hb-revised" open>') == 2


def test_what_is_not_frozen_yet_stands_first(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p", {"part.md": PART_PAGE + AIRING})
    freeze(root, catalog_of(root))
    write_next(root)
    freeze(root, catalog_of(root))
    settings = replaced(NEXT_SETTINGS, 'id: "2", name: 第二版', 'id: "10", name: 第三版')
    (root / "handbook.yml").write_text(settings, encoding="utf-8")
    assert changes_page(catalog_of(root)).markdown.count("\n## ") == 1
    page = replaced(NEXT_BANS, "与 [BZ001] 相对应", "与 [BZ001] 对应")
    (root / "docs" / "bans.md").write_text(page, encoding="utf-8")

    headings = [
        line for line in changes_page(catalog_of(root)).markdown.splitlines() if line[:3] == "## "
    ]
    assert headings == [
        "## 第二版（2） → 现在的内容，第三版（10） { #from-2-to-now }",
        "## 第一版（1） → 第二版（2） { #from-1 }",
    ]


def test_an_edition_that_changed_no_entry_says_so(second: Path) -> None:
    catalog = catalog_of(second)
    texts = [json.dumps({"edition": name, "entries": [entry()]}) for name in "甲乙"]
    editions = (FrozenEdition(f"{FOLDER}/{n}.json", text) for n, text in enumerate(texts))
    page = changes_page(with_editions(catalog, *editions))

    assert "## 甲（0） → 乙（1） { #from-0 }" in page.markdown
    assert page.html[-1] == "<p>没有不同。</p>\n"


def test_a_page_of_many_changes_is_folded(second: Path) -> None:
    catalog = catalog_of(second)
    records = [entry(f"BZ{n:03}", title="旧") for n in range(100, 130)]
    text = json.dumps({"edition": "旧版", "entries": records})
    old = FrozenEdition(f"{FOLDER}/0.json", text)
    pages = changes_page(with_editions(catalog, old)).html

    assert '<details class="hb-revised"><summary>第一部分 <span>' in pages[0]


@pytest.mark.parametrize(
    ("editions", "settings", "words"),
    [
        ((), SETTINGS, "还没有定稿的版次，没有可以比较的。"),
        (("1",), SETTINGS, "现在是第一个版次：第一版（1）。还没有可以比较的。"),
        (("1",), NEXT_SETTINGS, "定稿的版次只有第一版（1），现在的内容与它没有不同。"),
    ],
)
def test_with_one_edition_there_is_nothing_to_compare(
    editions: tuple[str, ...], settings: str, words: str, tmp_path: Path
) -> None:
    root = write_project(tmp_path)
    if editions:
        freeze(root, catalog_of(root))
    (root / "handbook.yml").write_text(settings, encoding="utf-8")
    page = changes_page(catalog_of(root))

    assert page.markdown.endswith(f"\n{words}\n")
    assert page.html == ()


def test_the_real_handbook_is_compared_with_itself_and_with_what_it_might_have_been(
    real: Checked,
) -> None:
    """Of a made-up earlier edition that lacks each tenth entry and reads otherwise in each third."""
    assert real.catalog is not None
    latest = real.catalog.editions[-1]
    now = frozen_contents(latest)
    assert compare(now, now, real.catalog.ledger.lines).is_empty
    records = [
        {**record, "text": record["text"] + "旧话。"} if number % 3 == 0 else record
        for number, record in enumerate(latest.content["entries"])
        if number % 10
    ]
    old = FrozenEdition(f"{FOLDER}/0.json", json.dumps({"entries": records}))
    catalog = with_editions(real.catalog, old, latest)
    found = compare(frozen_contents(old), now, catalog.ledger.lines)

    entries = latest.content["entries"]
    assert [said.id for said in found.added] == [e["id"] for e in entries[::10]]
    assert [one.after.id for one in found.changed] == [
        e["id"] for n, e in enumerate(entries) if n % 3 == 0 and n % 10
    ]
    (html,) = changes_page(catalog).html
    assert html.count("旧话。</del>") == len(found.changed)
    assert 'href="../downloads/trainer.html#TM' in html
    assert html.count("参考条文：本页各条") == 2
    assert len(as_text(found, catalog).splitlines()) > 400


def with_editions(catalog: Catalog, *editions: FrozenEdition) -> Catalog:
    return replace(catalog, editions=editions)


def test_a_name_for_a_mask_is_no_change_and_stands_where_readers_read(tmp_path: Path) -> None:
    masked = replaced(SETTINGS, 'marking: ""', 'marking: ""\nmasks:\n  油库: ""')
    page = replaced(PART_PAGE, "看登记簿，另见", "看油库的登记簿，另见")
    root = write_project(tmp_path / "p", {"part.md": page}, masked)
    freeze(root, catalog_of(root))
    named = replaced(
        replaced(masked, '油库: ""', "油库: 东山库"), '"1", name: 第一版', '"2", name: 二'
    )
    (root / "handbook.yml").write_text(named, encoding="utf-8")
    catalog = catalog_of(root)
    assert "看东山库的登记簿" in catalog.text(catalog.by_id["BZ001"])
    assert between(catalog, "1", "now").is_empty
    assert working_editions(catalog)[0]["same"] == ["BZ001", "BZ002"]

    later = replaced(page, "看油库的登记簿，", "看油库的出入登记簿，")
    (root / "docs" / "part.md").write_text(later, encoding="utf-8")
    catalog = catalog_of(root)
    found = between(catalog, "1", "now")
    assert "      正文：看东山库的【增：出入】登记簿，" in as_text(found, catalog)
    (difference,) = json.loads(as_json(found, catalog))["changed"][0]["differences"]
    assert difference["after"].startswith("看油库的出入登记簿，")
    (edition,) = working_editions(catalog)
    assert edition["texts"]["BZ001"]["text"].startswith("看东山库的登记簿，")
    assert edition["spans"]["BZ001"]["text"][:4] == [5, 0, 2, 24]
    freeze(root, catalog.as_written)
    assert "东山库" not in (root / FOLDER / "2.json").read_text(encoding="utf-8")


def working_editions(catalog: Catalog) -> list[Record]:
    found = re.search(r"data-working>(.*?)</script>", working_checklist(catalog))
    assert found
    editions: list[Record] = json.loads(found[1])["editions"]
    return editions
