"""A new entry: the id that was never given, a skeleton that the checks refuse, the right place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from handbook.__main__ import main
from handbook.editing import RefusedError
from handbook.editing.commands import new
from handbook.editing.new_entry import Request
from handbook.editing.skeleton import quoted
from handbook.project import check_project

from tests.mkdocs_project import snapshot
from tests.small_handbook import (
    PART_PAGE,
    SETTINGS,
    lines_of,
    replaced,
    write_project,
)

STEP = """\
/// step | 〔待填：题目〕
    id: BZ003
    source: 〔待填：原文的编号，一个或列表，例如 YJ01〕
    quote: 〔待填：原话，与原文一字不差，一处或列表〕
    # method: 看、问 之一，或几个的列表
    # after: 步骤的编号，一个或列表，例如 BZ001
    # basis: name、issuer、date、number 的“键: 值”，或留空

〔待填：编者提示，用不着就删去这一行〕
///
"""
ROOM = SETTINGS.replace("count: 2", "count: 3").replace("两禁止", "三禁止")
BAN = """\
/// ban | 〔待填：题目〕
    id: JL03
    # source: 原文的编号，一个或列表，例如 YJ01
    # quote: 原话，与原文一字不差，一处或列表

〔待填：正文，用不着就删去这一行〕
///
"""
TWO_TOPICS = PART_PAGE + "\n## 值班 { #ZT02 }\n\n先看。\n"
TWO_PARTS = {
    "other.md": PART_PAGE.replace("BF1", "BF2").replace("ZT01", "ZT02").split("/// step")[0]
}


# --- where it goes


@pytest.mark.parametrize(
    ("request_", "expected", "told"),
    [
        (
            Request("step"),
            PART_PAGE + "\n" + STEP,
            "已加在 docs/part.md:34，编号是 BZ003。\n填好〔待填〕的 4 处，再运行 make check。",
        ),
        (
            Request("步骤", page="docs/part.md"),
            PART_PAGE + "\n" + STEP,
            "已加在 docs/part.md:34，编号是 BZ003。\n填好〔待填〕的 4 处，再运行 make check。",
        ),
        (
            Request("step", under="ZT01", title="是否看人", source="YJ03"),
            PART_PAGE
            + "\n"
            + STEP.replace("〔待填：题目〕", "是否看人")
            .replace("〔待填：原文的编号，一个或列表，例如 YJ01〕", "YJ03")
            .replace("〔待填：原话，与原文一字不差，一处或列表〕", "'严禁烟火<油库>!'"),
            "已加在 docs/part.md:34，编号是 BZ003。\n填好〔待填〕的 1 处，再运行 make check。",
        ),
    ],
)
def test_a_block_goes_to_the_end_of_the_page(
    request_: Request, expected: str, told: str, tmp_path: Path
) -> None:
    root = write_project(tmp_path)
    said = new(root, request_)

    page = (root / "docs" / "part.md").read_text(encoding="utf-8")
    assert page == expected
    assert said == page[len(PART_PAGE) + 1 :] + "\n" + told


def test_a_block_goes_to_the_end_of_the_wanted_section(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"part.md": TWO_TOPICS})
    new(root, Request("step", under="ZT01"))

    page = (root / "docs" / "part.md").read_text(encoding="utf-8")
    assert page == replaced(TWO_TOPICS, "\n## 值班", f"\n{STEP}\n## 值班")


@pytest.mark.parametrize("under", ["小结", "第二节"])
def test_a_section_may_be_named_by_its_words(under: str, tmp_path: Path) -> None:
    page = "# 首页\n\n## 小结\n一\n## 第二节\n\n二"
    root = write_project(tmp_path, {"index.md": page}, ROOM.replace("    page: bans.md\n", ""))
    said = new(root, Request("ban", page="index.md", under=under))

    expected = {
        "小结": f"# 首页\n\n## 小结\n一\n\n{BAN}\n## 第二节\n\n二",
        "第二节": f"# 首页\n\n## 小结\n一\n## 第二节\n\n二\n\n{BAN}",
    }
    assert (root / "docs" / "index.md").read_text(encoding="utf-8") == expected[under]
    assert "已加在 docs/index.md:" in said


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PART_PAGE.rstrip("\n"), "\n\n" + STEP),
        (PART_PAGE, "\n" + STEP),
        (PART_PAGE + "<!-- 完 -->", "\n\n" + STEP),
    ],
)
def test_blank_lines_are_those_that_are_needed(before: str, after: str, tmp_path: Path) -> None:
    root = write_project(tmp_path, {"part.md": before})
    new(root, Request("step"))

    assert (root / "docs" / "part.md").read_text(encoding="utf-8") == before + after


def test_blank_lines_at_the_end_stay_there(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"part.md": PART_PAGE + "\n \n"})
    new(root, Request("step"))

    page = (root / "docs" / "part.md").read_text(encoding="utf-8")
    assert page == f"{PART_PAGE}\n{STEP}\n \n"


def test_line_endings_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    old = b"\xef\xbb\xbf" + TWO_TOPICS.replace("\n", "\r\n").encode()
    (root / "docs" / "part.md").write_bytes(old)
    new(root, Request("step", under="ZT01"))

    text = replaced(TWO_TOPICS, "\n## 值班", f"\n{STEP}\n## 值班")
    assert (root / "docs" / "part.md").read_bytes() == (
        b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    )


# --- what it is


@pytest.mark.parametrize("kind", ["step", "ban", "topic", "part", "line"])
def test_no_skeleton_passes_the_check(kind: str, tmp_path: Path) -> None:
    pages = {
        "step": "part.md",
        "ban": "bans.md",
        "topic": "part.md",
        "part": "new.md",
        "line": "source/rules.md",
    }
    settings = ROOM.replace("count: 3", "count: 9")
    root = write_project(tmp_path, settings=settings)
    before = {line.partition(" ")[2] for line in lines_of(check_project(root))}
    new(root, Request(kind, page=pages[kind]))

    found = {line.partition(" ")[2] for line in lines_of(check_project(root))} - before
    assert any(line.startswith("HB218 还没有填：〔待填：") for line in found), found
    assert {line.split()[0] for line in found} <= {"HB218", "HB401", "HB503", "HB506"}


def test_a_skeleton_that_is_filled_in_passes(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    new(root, Request("step", title="是否看人", source="YJ03"))
    page = root / "docs" / "part.md"
    page.write_text(
        replaced(page.read_text(encoding="utf-8"), "〔待填：编者提示，用不着就删去这一行〕\n", ""),
        encoding="utf-8",
    )

    assert lines_of(check_project(root)) == []


def test_a_heading_that_is_an_entry(tmp_path: Path) -> None:
    root = write_project(tmp_path)

    assert new(root, Request("topic", source="YJ04")) == (
        "## 二、值班 { #ZT02 }\n\n已加在 docs/part.md:34，编号是 ZT02。\n再运行 make check。"
    )
    assert (root / "docs" / "part.md").read_text(encoding="utf-8") == (
        PART_PAGE + "\n## 二、值班 { #ZT02 }\n"
    )


def test_a_page_that_is_an_entry(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    said = new(root, Request("part", page="parts/two.md", title="第二部分：'值班'", source="YJ04"))

    text = (
        "---\ntitle: '第二部分：''值班'''\nkind: part\nid: BF2\nsource: YJ04\nquote: '二、值班'\n---\n\n"
        "# 第二部分：'值班'\n"
    )
    assert (root / "docs" / "parts" / "two.md").read_text(encoding="utf-8") == text
    assert said == (
        f"{text}\n已加在 docs/parts/two.md:1，编号是 BF2。\n再运行 make check。\n"
        "还要把这一页加进 mkdocs.yml 的 nav，例如：- parts/two.md"
    )


@pytest.mark.parametrize(
    ("request_", "last"),
    [
        (
            Request("part"),
            "编号是 BF3。存为 docs/ 里新的一页（写明 PAGE 就直接写出来），\n并加进 mkdocs.yml 的 nav。",
        ),
        (
            Request("step"),
            "编号是 BZ003。写在 docs/other.md、docs/part.md 的主题之下；写明 PAGE 就直接加进去。",
        ),
        (
            Request("topic", title="题"),
            "编号是 ZT03。写在 docs/other.md、docs/part.md 的部分之下；写明 PAGE 就直接加进去。",
        ),
    ],
)
def test_without_a_page_nothing_is_written(request_: Request, last: str, tmp_path: Path) -> None:
    root = write_project(tmp_path, TWO_PARTS)
    before = snapshot(root)
    said = new(root, request_)

    assert said.split("\n\n")[-1] == last
    assert snapshot(root) == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平常", "'平常'"),
        ("it's", "'it''s'"),
        ("# 一: [二]", "'# 一: [二]'"),
        ("一\n二", '"一\\n二"'),
    ],
)
def test_words_of_the_source_are_quoted_for_yaml(text: str, expected: str) -> None:
    assert quoted(text) == expected


# --- its id


@pytest.mark.parametrize(
    ("ledger", "pages", "kind", "expected"),
    [
        ("", {}, "step", "BZ003"),
        ("BZ007\n", {}, "step", "BZ008"),
        ("BZ007 replaced-by: none: 不要了\n", {}, "step", "BZ008"),
        ("BZ005 replaced-by: BZ011\n", {}, "step", "BZ012"),
        (
            "",
            {"part.md": PART_PAGE + "\n/// step | 坏\n    id: BZ020\n    quote: [\n///\n"},
            "step",
            "BZ021",
        ),
        ("", {"part.md": replaced(PART_PAGE, "    id: BZ002", "    id: BZ500")}, "step", "BZ501"),
        ("ZT41\n", {}, "topic", "ZT42"),
    ],
)
def test_an_id_is_never_given_twice(
    ledger: str, pages: Mapping[str, str], kind: str, expected: str, tmp_path: Path
) -> None:
    root = write_project(tmp_path, pages)
    (root / "docs" / "published-ids.txt").write_text(ledger, encoding="utf-8")
    said = new(root, Request(kind, page="part.md"))

    assert f"，编号是 {expected}。" in said


def test_the_set_of_a_page_demands_its_prefix(tmp_path: Path) -> None:
    settings = ROOM.replace("prefixes: [JL]", "prefixes: [XX, JL]").replace(
        "statuses:\n", "  XX: {title: 另一套, kind: ban, count: 1, page: other.md}\nstatuses:\n"
    )
    root = write_project(tmp_path, settings=settings)

    assert "已加在 docs/bans.md:23，编号是 JL03。" in new(root, Request("ban", page="bans.md"))
    with pytest.raises(
        RefusedError,
        match=r"^禁令不能写在 docs/index\.md 里：PAGE 写 docs/other\.md、docs/bans\.md 之一。$",
    ):
        new(root, Request("ban", page="index.md"))


# --- refusals


def full(root: Path) -> None:
    (root / "docs" / "published-ids.txt").write_text("BZ999\n", encoding="utf-8")


def retired(root: Path) -> None:
    (root / "handbook.yml").write_text(ROOM, encoding="utf-8")
    (root / "docs" / "published-ids.txt").write_text("JL03 replaced-by: none: 重复\n", "utf-8")


def unreadable_ledger(root: Path) -> None:
    (root / "docs" / "published-ids.txt").write_text("BZ007 换成 BZ008\n", encoding="utf-8")


def unclosed(root: Path) -> None:
    (root / "docs" / "part.md").write_text(PART_PAGE + "\n```\n", encoding="utf-8")


def broken_settings(root: Path) -> None:
    (root / "handbook.yml").write_text("title: [一", encoding="utf-8")


def other_encoding(root: Path) -> None:
    (root / "docs" / "part.md").write_bytes(PART_PAGE.encode("gb18030"))


def nothing(_root: Path) -> None:
    return


@pytest.mark.parametrize(
    ("prepare", "request_", "message"),
    [
        (
            nothing,
            Request("steps"),
            "没有“steps”这种条目：KIND 写 line（原句）、part（部分）、topic（主题）、step（步骤）、ban（禁令） 之一。",
        ),
        (
            nothing,
            Request(""),
            "没有写种类：KIND 写 line（原句）、part（部分）、topic（主题）、step（步骤）、ban（禁令） 之一。",
        ),
        (nothing, Request("step", page="parts.md"), "没有页面 docs/parts.md：是不是 part.md？"),
        (
            nothing,
            Request("step", page="../../etc/x"),
            "没有页面 docs/../../etc/x：现有的页面：bans.md、index.md、part.md、source/rules.md。",
        ),
        (
            nothing,
            Request("step", page="part.md", under="ZT02"),
            "docs/part.md 里没有标题“ZT02”：这一页的标题：ZT01。",
        ),
        (
            nothing,
            Request("step", page="index.md", under="ZT01"),
            "ZT01 不在 docs/index.md 里，它在 docs/part.md：这一页没有小标题，不写 UNDER。",
        ),
        (
            nothing,
            Request("step", under="BZ001"),
            "BZ001 是步骤，不是标题：这一页的标题：ZT01。",
        ),
        (
            nothing,
            Request("step", page="index.md"),
            "步骤要写在主题之下，这里不是：PAGE 写 docs/part.md 之一。",
        ),
        (
            nothing,
            Request("topic", page="part.md", under="ZT01"),
            "主题本身是标题，只能加在页末：不写 UNDER。",
        ),
        (
            nothing,
            Request("topic", page="bans.md"),
            "主题要写在部分之下，这里不是：PAGE 写 docs/part.md 之一。",
        ),
        (
            nothing,
            Request("line", page="index.md"),
            "原句 YJ05 不能写在 docs/index.md 里：PAGE 写 docs/source/rules.md 之一。",
        ),
        (nothing, Request("line", title="题"), "原句照录原文，不写题目：不写 TITLE。"),
        (
            nothing,
            Request("part", page="part.md"),
            "docs/part.md 已经有了，部分要写成新的一页：PAGE 换一个文件名。",
        ),
        (
            nothing,
            Request("part", page="../two.md"),
            "../two.md 不能是页面：PAGE 写 docs/ 里的路径，以 .md 结尾。",
        ),
        (
            nothing,
            Request("part", page="two.txt"),
            "two.txt 不能是页面：PAGE 写 docs/ 里的路径，以 .md 结尾。",
        ),
        (nothing, Request("part", under="ZT01"), "部分是一整页，不在标题之下：不写 UNDER。"),
        (
            nothing,
            Request("step", source="YJ09"),
            "没有编号为 YJ09 的原文：相近的编号：YJ04；YJ03；YJ02。",
        ),
        (
            nothing,
            Request("step", source="BZ001"),
            "BZ001 是步骤，不是原文：SOURCE 写原文页上的编号。",
        ),
        (nothing, Request("line", source="YJ01"), "原句没有 source 这个选项：不写 SOURCE。"),
        (nothing, Request("step", title="一\n二"), "题目要写成一行，前后没有空格：改正 TITLE。"),
        (
            nothing,
            Request("ban"),
            "“两禁止”只有 2 条，已经写满：改写其中的一条，或先在 handbook.yml 里改它的 count。",
        ),
        (
            full,
            Request("step"),
            (
                "步骤的编号用完了：BZ 加 3 位数字，BZ999 已经用过。"
                "在 handbook.yml 里给这一种类再写一个前缀（prefixes）。"
            ),
        ),
        (
            retired,
            Request("ban"),
            (
                "下一个编号应是 JL03，docs/published-ids.txt 里登记过，不能再给新的条目："
                "先把这一套的编号理顺，或恢复原来的 JL03。"
            ),
        ),
        (
            unreadable_ledger,
            Request("step"),
            (
                "没有改动任何文件：先改好编号登记。\n"
                "docs/published-ids.txt:1:1: HB106 “BZ007 换成 BZ008”不能读作编号登记\n"
                "    → 一行一个编号；停用的在其后写 replaced-by: 新编号，或 none: 理由。\n"
                "共 1 个错误。"
            ),
        ),
        (
            unclosed,
            Request("step"),
            "docs/part.md 有地方没有写完，看不出该插在哪里：先改好 docs/part.md:34（代码块到文件末尾也没有结束）。",
        ),
        (
            broken_settings,
            Request("step"),
            (
                "没有改动任何文件：先改好设置。\n"
                "handbook.yml:1:8: HB001 不是合法的 YAML：“[”没有配上“]”，或列表的值之间缺少半角逗号\n"
                "    → 对照 handbook.yml 里的注释改正这一项。\n"
                "共 1 个错误。"
            ),
        ),
        (
            other_encoding,
            Request("step", page="part.md"),
            "没有改动任何文件：docs/part.md 不是 UTF-8 编码，先另存。",
        ),
        (
            nothing,
            Request("step", title="题 <!-- 注 -->"),
            "这样的题目会使 BZ003 读不出来：改写 TITLE。",
        ),
        (
            nothing,
            Request("step", title="题 <!--"),
            "BZ003 不能加在 docs/part.md：注释到文件末尾也没有结束。在注释末尾写上 -->。",
        ),
    ],
)
def test_a_refusal_changes_nothing(
    prepare: object, request_: Request, message: str, tmp_path: Path
) -> None:
    root = write_project(tmp_path)
    assert callable(prepare)
    prepare(root)
    before = snapshot(root)

    with pytest.raises(RefusedError) as refusal:
        new(root, request_)

    assert str(refusal.value) == message
    assert snapshot(root) == before


def test_a_place_that_would_break_the_order_is_refused(tmp_path: Path) -> None:
    settings = ROOM.replace(
        "statuses:\n", "  ZT: {title: 几个主题, kind: topic, count: 3}\nstatuses:\n"
    )
    pages = {
        "other.md": TWO_PARTS["other.md"].replace("ZT02", "ZT01"),
        "part.md": replaced(PART_PAGE, "ZT01", "ZT02"),
    }
    root = write_project(tmp_path, pages, settings)

    with pytest.raises(
        RefusedError,
        match=r"^ZT03 不能加在 docs/other\.md：“几个主题”的第 2 条编号是 ZT03，应是 ZT02。",
    ):
        new(root, Request("topic", page="other.md"))


def test_the_command_writes_and_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_project(tmp_path))

    assert main(["new", "--kind", "step", "--page", "part.md"]) == 0
    assert capsys.readouterr() == (
        f"{STEP}\n已加在 docs/part.md:34，编号是 BZ003。\n填好〔待填〕的 4 处，再运行 make check。\n",
        "",
    )
    assert main(["new", "--kind", "ban"]) == 1
    assert capsys.readouterr().err.startswith("“两禁止”只有 2 条，已经写满")


# --- the real handbook


@pytest.mark.parametrize("kind", ["clause", "aspect", "focus"])
def test_the_full_sets_of_the_real_handbook_take_no_more(kind: str, repository: Path) -> None:
    with pytest.raises(RefusedError, match=r"只有 \d+ 条，已经写满"):
        new(repository, Request(kind))
