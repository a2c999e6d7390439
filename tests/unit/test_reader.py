"""What the reader finds on a page, and what it says of what it cannot read."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.model import Handbook, Place
from handbook.reader import read_page_file
from handbook.sections import sections

from tests.small_handbook import page_of

STEP = "/// step | 题目\n    id: BZ001\n    source: YJ02\n\n正文\n///\n"


def test_a_block_is_read_with_its_places(small: Handbook) -> None:
    page = page_of(f"# 页\n\n{STEP}后", small)

    (block,) = page.blocks
    assert (block.name, block.title, block.body) == ("step", "题目", "正文")
    assert (block.place, block.body_line, block.end_line) == (Place("docs/page.md", 3), 6, 8)
    assert block.options["id"].values[0].text == "BZ001"
    assert block.options["id"].values[0].place == Place("docs/page.md", 4, 9)
    assert page.diagnostics == ()


def test_option_values_stay_the_text_that_was_typed(small: Handbook) -> None:
    page = page_of(
        "/// step | 题目\n    id: 0123\n    date: 2024-01-31\n    flag: yes\n///\n", small
    )

    assert [o.values[0].text for o in page.blocks[0].options.values()] == [
        "0123",
        "2024-01-31",
        "yes",
    ]


def test_front_matter_and_headings(small: Handbook) -> None:
    page = page_of("---\ntitle: 名\nkind: part\n---\n\n# 甲\n\n## 乙 { #ZT01 .x }\n", small)

    assert page.title == "名"
    assert page.front_matter["kind"].values[0].place == Place("docs/page.md", 3, 7)
    assert [(h.level, h.text, h.id, h.place.line) for h in page.headings] == [
        (1, "甲", "", 6),
        (2, "乙", "ZT01", 8),
    ]


def test_prose_is_what_stands_outside_blocks(small: Handbook) -> None:
    page = page_of(f"# 页\n\n开头。\n\n{STEP}\n结尾。\n", small)

    assert [section.text for section in sections(page, lambda _: None)] == ["开头。结尾。"]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[BZ001]、[文字][BZ002]", ["BZ001", "BZ002"]),
        ("[XX01] 没有这个前缀，也是编号", ["XX01"]),
        ("[1]、[x]、[注]、[A1]、[文字](x.md)", []),
        ("`[BZ001]` <!-- [BZ002] --> \\[BZ003]", []),
        ("```\n[BZ001]\n```", []),
        (STEP.replace("正文", "见 [JL01]"), ["JL01"]),
        ("/// step | 题目 [JL01]\n    id: BZ001\n    method: [JL02]\n///", []),
        ("/// line\n    id: YJ01\n\n原文里的 [JL01] 照录\n///", []),
    ],
)
def test_references(text: str, targets: list[str], small: Handbook) -> None:
    page = page_of(text, small)

    assert [reference.target for reference in page.references] == targets
    assert page.diagnostics == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "/// step | 题目\n    id: BZ001\n\n正文\n",
            ["1:1: HB206 条目块 step 到文件末尾也没有结束"],
        ),
        (
            f"/// step | 题目\n    id: BZ002\n\n{STEP}",
            ["1:1: HB206 条目块 step 没有结束，第 4 行又开始了另一个条目块"],
        ),
        (
            "//// step | 题目\n    id: BZ001\n\n正文\n///\n",
            ["5:1: HB206 这条结束线有 3 条斜线，而第 1 行的条目块 step 用了 4 条"],
        ),
        ("    缩进\n```\n代码\n```\n", ["2:1: HB215 代码块的首行之前没有空行"]),
        ("一段\n\n```\n代码\n", ["3:1: HB214 代码块到文件末尾也没有结束"]),
        ("`一段`~~~\n\n~~~\n", ["3:1: HB214 代码块到文件末尾也没有结束"]),
        ("```行内``` 的代码\n", []),
        ("正文\n///\n", ["2:1: HB211 这一行没有要结束的条目块"]),
        ("/// stap | 题目\n    id: BZ001\n///\n", ["1:5: HB201 没有“stap”这种条目"]),
        ("-   /// step | 题目\n", ["1:5: HB210 条目块的首行没有顶格写"]),
        ("> /// step | 题目\n", ["1:3: HB210 条目块的首行没有顶格写"]),
        (
            "/// step | 题目\n    id: [BZ001\n///\n",
            ["2:9: HB205 选项不能读出：“[”没有配上“]”，或列表的值之间缺少半角逗号"],
        ),
        (
            "/// step | 题目\n    只有字\n///\n",
            ["2:5: HB205 选项不能读出：不是“键: 值”的形式"],
        ),
        (
            "/// step | 题目\n    id: {a: [b]}\n///\n",
            ["2:9: HB205 选项不能读出：值只能是文字、文字的列表，或一层“键: 值”"],
        ),
        (
            "/// step | 题目\n    id: BZ001\n    id: BZ002\n///\n",
            ["3:5: HB213 选项 id 写了两次"],
        ),
        (
            "/// step | 题目\n  id: BZ001\n///\n",
            ["2:3: HB207 “id”没有被读作选项：缩进不是四个空格"],
        ),
        (
            "/// step | 题目\n\n    id: BZ001\n///\n",
            ["3:5: HB207 “id”没有被读作选项：上面隔了空行"],
        ),
        ("---\ntitle: [\n---\n", ["2:9: HB205 页首不能读作选项：列表没有写完"]),
        ("[BZ001][BZ002]", ["1:1: HB302 [BZ001] 与 [BZ002] 紧挨着"]),
        ("[BZ001] [BZ002]", ["1:1: HB302 [BZ001] 与 [BZ002] 紧挨着"]),
        ("[BZ001]\n[BZ002]", ["1:1: HB302 [BZ001] 与 [BZ002] 紧挨着"]),
        ("[BZ001]　[BZ002]", ["1:1: HB302 [BZ001] 与 [BZ002] 紧挨着"]),
        ("[BZ001]: 看这一条", ["1:1: HB308 “[BZ001]:”在行首，整行会被当作链接定义而消失"]),
        ("1. /// step | 题目\n", ["1:4: HB210 条目块的首行没有顶格写"]),
        ("> - /// step | 题目\n", ["1:5: HB210 条目块的首行没有顶格写"]),
        ("一段 <!-- 没有结束\n", ["1:1: HB216 注释到文件末尾也没有结束"]),
        ("`<!--` 之后的 /// 不藏\n", []),
        ("[BZ001](说明)", ["1:1: HB303 [BZ001] 后面紧跟半角括号“(”"]),
        ("见 [bz001]", ["1:3: HB304 “[bz001]”写法不对"]),
        ("见 [ＢＺ００１]", ["1:3: HB304 “[ＢＺ００１]”写法不对"]),
    ],
)
def test_faults(text: str, expected: list[str], small: Handbook) -> None:
    found = [
        f"{d.place.line}:{d.place.column}: {d.code} {d.message}"
        for d in page_of(text, small).diagnostics
    ]
    assert found == expected


def test_an_entry_that_cannot_be_read_keeps_its_id(small: Handbook) -> None:
    page = page_of("/// step | 题目\n    id: BZ001\n    quote: [a\n///\n", small)

    assert page.broken_ids == ("BZ001",)


def test_a_file_that_is_no_utf8_is_a_fault(tmp_path: Path, small: Handbook) -> None:
    file = tmp_path / "page.md"
    file.write_bytes("# 页\n".encode() + "巡察".encode("gb18030"))

    page = read_page_file(file, "page.md", small)

    assert [(d.code, d.message) for d in page.diagnostics] == [
        ("HB002", "第 9 个字节起不是 UTF-8 编码")
    ]


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path, small: Handbook) -> None:
    file = tmp_path / "page.md"
    file.write_bytes(
        b"\xef\xbb\xbf" + f"---\ntitle: 名\n---\n{STEP}".replace("\n", "\r\n").encode()
    )

    page = read_page_file(file, "page.md", small)

    assert (page.title, page.blocks[0].title, page.diagnostics) == ("名", "题目", ())


def test_a_comment_mark_in_a_code_span_hides_nothing(small: Handbook) -> None:
    page = page_of(f"写作 `<!--` 。\n\n{STEP}", small)

    assert [block.title for block in page.blocks] == ["题目"]


def test_old_mac_line_ends_are_read(tmp_path: Path, small: Handbook) -> None:
    file = tmp_path / "page.md"
    file.write_bytes(STEP.replace("\n", "\r").encode())

    assert [b.title for b in read_page_file(file, "page.md", small).blocks] == ["题目"]


def test_a_block_that_is_never_closed_ends_before_the_next(small: Handbook) -> None:
    page = page_of("/// step | 甲\n\n正文\n\n/// step | 乙\n///\n", small)

    assert [(block.place.line, block.end_line) for block in page.blocks] == [(1, 4), (5, 6)]
