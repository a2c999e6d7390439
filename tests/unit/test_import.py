"""The import of a text: what is written, what is told, and what is refused without a change."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import docx
import pytest
from handbook.editing import RefusedError
from handbook.editing.commands import import_text
from handbook.editing.text_file import text_file
from handbook.importing.text_import import ImportRequest
from handbook.importing.yaml_insertion import UncertainError, with_page, with_source
from handbook.project import check_project
from handbook.settings import read_settings
from handbook.source_text import rebuild

from tests import imported_texts
from tests.mkdocs_project import snapshot
from tests.small_handbook import SETTINGS, SOURCE, lines_of, replaced, write_project

RULES = """\
import:
  proposals:
    - {form: listed, kind: step, words: [存在], ends: [问题]}
    - {form: question, kind: step, words: [是否]}
    - {form: demand, kind: step, words: [要, 应当]}   # 这一行的注释要留着
"""
WITH_RULES = replaced(SETTINGS, "sets:\n", f"{RULES}sets:\n")
# Bans have a set of their own that is full; steps are in no set.
NAVIGATION = """\
site_name: 手册
nav:
  - 首页: index.md
  - 原文:
      - source/rules.md   # 规则
  - part.md
  - bans.md
"""
TEXT = """\
关于值班的通知

各班组：
　　一、值班
　　夜间是否锁门、关灯。值班人员要登记时间,巡查库区。
　　二、其他
　　工作中存在漏登、晚交等问题。谢谢大家!
"""


def project(root: Path, settings: str = WITH_RULES, navigation: str = NAVIGATION) -> Path:
    write_project(root / "project", settings=settings)
    (root / "project" / "mkdocs.yml").write_text(navigation, encoding="utf-8")
    return root / "project"


def given(root: Path, text: str = TEXT, name: str = "duty.txt", encoding: str = "utf-8") -> str:
    """A text that somebody wants to import: its path."""
    file = root / name
    file.write_bytes(text.encode(encoding))
    return str(file)


def test_what_an_import_writes(tmp_path: Path) -> None:
    root = project(tmp_path)

    told = import_text(root, given(tmp_path), ImportRequest())

    assert lines_of(check_project(root)) == []
    assert (root / "source" / "duty.txt").read_text(encoding="utf-8") == TEXT
    assert (
        (root / "docs" / "source" / "duty.md").read_text(encoding="utf-8")
        == """\
---
title: '关于值班的通知'
---

# 关于值班的通知

以下文字照录原文，一字不改。每一条左侧的编号是本手册为引用而编的，不是原文所有。

/// line
    id: YJ05
    join: "\\n\\n"

关于值班的通知
///

/// line
    id: YJ06
    join: "\\n　　"

各班组：
///

/// line
    id: YJ07
    role: heading
    level: 2
    join: "\\n　　"

一、值班
///

/// line
    id: YJ08

夜间是否锁门、关灯。
///

/// line
    id: YJ09
    join: "\\n　　"

值班人员要登记时间,巡查库区。
///

/// line
    id: YJ10
    role: heading
    level: 2
    join: "\\n　　"

二、其他
///

/// line
    id: YJ11

工作中存在漏登、晚交等问题。
///

/// line
    id: YJ12

谢谢大家!
///

/// background | 导入时没有归入条目，待编者核对
    units: [YJ05, YJ06, YJ07, YJ10, YJ12]
///
"""
    )
    assert (
        (root / "docs" / "drafts" / "duty.md").read_text(encoding="utf-8")
        == """\
---
title: '关于值班的通知（导入时的建议）'
draft: true
---

# 关于值班的通知（导入时的建议）

本页是导入时由程序提出的建议，读者看不到。逐条核对：用得上的，移到该在的页面，填好待填的地方；用不上的，删去，并在原文页上说明那一句为什么不成为条目。

## 一、值班

/// step | 夜间是否锁门、关灯
    id: BZ003
    source: YJ08
    quote: '锁门、关灯'

〔待填：导入时的建议，待编者核对；编者提示，用不着就删去这一行〕
///

/// step | 登记时间
    id: BZ004
    source: YJ09
    quote: '登记时间'

〔待填：导入时的建议，待编者核对；编者提示，用不着就删去这一行〕
///

/// step | 巡查库区
    id: BZ005
    source: YJ09
    quote: '巡查库区'

〔待填：导入时的建议，待编者核对；编者提示，用不着就删去这一行〕
///

## 二、其他

/// step | 漏登
    id: BZ006
    source: YJ11
    quote: '漏登'

〔待填：导入时的建议，待编者核对；编者提示，用不着就删去这一行〕
///

/// step | 晚交
    id: BZ007
    source: YJ11
    quote: '晚交'

〔待填：导入时的建议，待编者核对；编者提示，用不着就删去这一行〕
///
"""
    )
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    item = f"""\
  - file: source/duty.txt
    sha256: '{digest}'
    title: '关于值班的通知'
    attribution: '据通知原文'
    pages: [source/duty.md]
    boilerplate: []
"""
    settings = (root / "handbook.yml").read_text(encoding="utf-8")
    assert settings == replaced(WITH_RULES, "kinds:\n", f"{item}kinds:\n")
    navigation = (root / "mkdocs.yml").read_text(encoding="utf-8")
    added = "      - source/rules.md   # 规则\n      - source/duty.md\n"
    assert navigation == replaced(NAVIGATION, "      - source/rules.md   # 规则\n", added)
    assert (
        told
        == """\
《关于值班的通知》分成 8 条（YJ05—YJ12）：标题 1，称呼 1，小标题 2，句子 4。
提出条目的建议 5 条：步骤 5。都是草稿，读者看不到。
没有归入条目的 5 条（其中句子 1），已在 docs/source/duty.md 的末尾声明为背景。
  YJ12  谢谢大家!
已写好：
  source/duty.txt
  docs/source/duty.md
  docs/drafts/duty.md
  handbook.yml
  mkdocs.yml
接着做：
  1. 核对 docs/source/duty.md：标题、分句和末尾的背景；拆错的句子可以拆开、合并，字不能变。
  2. 核对 handbook.yml 里新加的一项：attribution 写在每一处引文前面，boilerplate 是不收的行。
  3. 逐条核对 docs/drafts/duty.md：用得上的移到该在的页面，填好〔待填〕的地方；其余的删去。
  4. 运行 make check，再运行 make。"""
    )


def test_a_second_time_nothing_changes(tmp_path: Path) -> None:
    root = project(tmp_path)
    file = given(tmp_path)
    import_text(root, file, ImportRequest())
    before = snapshot(root)

    said = "这份文本已经导入了：source/duty.txt（docs/source/duty.md）。没有改动任何文件。"
    assert import_text(root, file, ImportRequest(name="other")) == said
    # Nor if it comes from a page that has put lines around it.
    copied = given(tmp_path, f"首页 > 通知 > 正文\n{TEXT}来源：某网\n", "copied.txt")
    assert import_text(root, copied, ImportRequest()) == said
    assert snapshot(root) == before
    own = given(tmp_path, SOURCE, "again.txt")
    assert import_text(root, own, ImportRequest()) == (
        "这份文本已经导入了：source/rules.txt（docs/source/rules.md）。没有改动任何文件。"
    )


def test_what_an_editor_says_is_taken(tmp_path: Path) -> None:
    root = project(tmp_path)
    asked = ImportRequest("night-2", " 夜班通知 ", "据夜班通知")

    import_text(root, given(tmp_path), asked)

    assert lines_of(check_project(root)) == []
    _, source = read_settings(root).sources
    assert (source.file, source.title, source.attribution) == (
        "source/night-2.txt",
        "夜班通知",
        "据夜班通知",
    )
    page = (root / "docs" / "source" / "night-2.md").read_text(encoding="utf-8")
    assert "# 夜班通知\n" in page


@pytest.mark.parametrize(
    ("name", "expected"),
    [("值班通知.txt", "text-1"), ("Night Duty_2.TXT", "night-duty-2"), ("rules.txt", "text-1")],
)
def test_files_are_called_after_the_text(name: str, expected: str, tmp_path: Path) -> None:
    root = project(tmp_path)

    import_text(root, given(tmp_path, name=name), ImportRequest())

    assert (root / "docs" / "source" / f"{expected}.md").is_file()


def test_texts_from_offices_are_read(tmp_path: Path) -> None:
    root = project(tmp_path)
    text = TEXT.replace("\n", "\r\n")

    told = import_text(root, given(tmp_path, text, encoding="gb18030"), ImportRequest())

    assert told.startswith("duty.txt 的编码是 GB18030，存为 UTF-8，字没有变。\n")
    assert (root / "source" / "duty.txt").read_bytes() == TEXT.encode()
    assert lines_of(check_project(root)) == []


def test_a_word_document(tmp_path: Path) -> None:
    root = project(tmp_path)
    document = docx.Document()
    document.add_heading("关于值班的通知", 0)
    document.add_heading("值班", 2)
    for text in ("夜间是否锁门。值班人员要登记时间。", "谢谢大家。"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "duty.docx"))

    import_text(root, str(tmp_path / "duty.docx"), ImportRequest())

    assert lines_of(check_project(root)) == []
    text = "关于值班的通知\n值班\n夜间是否锁门。值班人员要登记时间。\n谢谢大家。\n"
    assert (root / "source" / "duty.txt").read_text(encoding="utf-8") == text
    catalog = check_project(root).catalog
    assert catalog is not None
    units = catalog.units_of(catalog.handbook.sources[1])
    assert [(unit.body, unit.value("role")) for unit in units] == [
        ("关于值班的通知", ""),
        ("值班", "heading"),
        ("夜间是否锁门。", ""),
        ("值班人员要登记时间。", ""),
        ("谢谢大家。", ""),
    ]
    assert "## 值班\n" in (root / "docs" / "drafts" / "duty.md").read_text(encoding="utf-8")


def test_markdown_and_lines_around_a_text(tmp_path: Path) -> None:
    root = project(tmp_path)
    text = f"您好,欢迎访问某网\n\n{imported_texts.NOTICE}\n版权所有 某网\n"

    told = import_text(root, given(tmp_path, text, "notice.md"), ImportRequest())

    assert lines_of(check_project(root)) == []
    assert "第 1 行没有收：网站的欢迎语，不是正文（导入时判断，待编者核对）。\n" in told
    _, source = read_settings(root).sources
    assert [part.reason for part in source.boilerplate] == [
        "网站的欢迎语，不是正文（导入时判断，待编者核对）",
        "版权信息，不是正文（导入时判断，待编者核对）",
    ]
    catalog = check_project(root).catalog
    assert catalog is not None
    body = rebuild(catalog.units_of(source))
    assert body.startswith("关于开展冬季仓库安全自查的通知")
    assert body.endswith("2026年11月20日")


@pytest.mark.parametrize("name", ["REGULATION", "SPEECH", "BRIEFING", "CIRCULAR"])
def test_every_text_can_be_imported_and_checked(name: str, tmp_path: Path) -> None:
    settings = replaced(
        WITH_RULES, "prefixes: [YJ]\n    digits: 2", "prefixes: [YJ]\n    digits: 3"
    )
    root = project(tmp_path, re.sub(r"\bYJ0(\d)\b", r"YJ00\1", settings))
    for page in (root / "docs").rglob("*.md"):
        page.write_text(re.sub(r"\bYJ0(\d)\b", r"YJ00\1", page.read_text(encoding="utf-8")))
    text = getattr(imported_texts, name)

    import_text(root, given(tmp_path, text), ImportRequest())

    checked = check_project(root)
    assert lines_of(checked) == []
    assert checked.catalog is not None
    assert rebuild(checked.catalog.units_of(checked.catalog.handbook.sources[1])) == text.rstrip(
        "\n"
    )


def test_a_text_without_a_known_wording_makes_no_draft(tmp_path: Path) -> None:
    root = project(tmp_path, SETTINGS)

    told = import_text(root, given(tmp_path), ImportRequest())

    assert (
        "没有提出条目的建议：handbook.yml 的 import.proposals 里没有写这份文件里的说法。\n" in told
    )
    assert not (root / "docs" / "drafts").exists()
    assert lines_of(check_project(root)) == []


def test_the_text_may_lie_where_it_belongs(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "source" / "duty.txt").write_text(TEXT, encoding="utf-8")

    import_text(root, "source/duty.txt", ImportRequest())

    assert lines_of(check_project(root)) == []


@pytest.mark.parametrize(
    ("name", "content", "asked", "message"),
    [
        (
            "duty.txt",
            b"",
            ImportRequest(),
            "duty.txt 里没有文字：核对是不是选错了文件，或者文字是图片。",
        ),
        (
            "duty.txt",
            "值班\0通知".encode(),
            ImportRequest(),
            (
                "duty.txt 里有不是文字的字节：它也许是别的格式（Word 文档的扩展名要是 .docx），"
                "或者编码不是 UTF-8、UTF-16、GB18030；用记事本打开，另存为 UTF-8。"
            ),
        ),
        (
            "duty.pdf",
            b"%PDF",
            ImportRequest(),
            (
                "读不了 duty.pdf：只读 .docx、.txt 或 .md。找到它的 Word 原稿；没有原稿，"
                "就把文字复制出来存为 .txt，逐字核对，再运行一次。"
            ),
        ),
        (
            "duty.txt",
            TEXT.encode(),
            ImportRequest(name="夜班"),
            "NAME=夜班 不能用作文件名：只用小写的半角字母、数字和连字符，例如 NAME=speech-3。",
        ),
        (
            "duty.txt",
            TEXT.encode(),
            ImportRequest(name="rules"),
            "NAME=rules 已经有了（docs/source/rules.md）：换一个 NAME。",
        ),
        (
            "duty.txt",
            TEXT.encode(),
            ImportRequest(title="甲\n乙"),
            "题目要写成一行：改正 TITLE。",
        ),
        (
            "duty.txt",
            "值班\n巡查。\n///\n登记。\n".encode(),
            ImportRequest(),
            (
                "“///”一带有记号，写在页面上会被读成别的东西"
                "（代码、注释或者条目块的边线），不能一字不差地照录：在文件里改掉，再导入。"
            ),
        ),
        (
            "duty.txt",
            ("值班通知\n" + "要登记时间。\n" * 97).encode(),
            ImportRequest(),
            (
                "原句的编号不够：要 98 个，从 YJ05 起只剩 95 个。"
                "在 handbook.yml 里给这一种类再写一个前缀（prefixes），写在最前面。"
            ),
        ),
    ],
)
def test_what_cannot_be_imported_is_refused_and_nothing_changes(
    name: str, content: bytes, asked: ImportRequest, message: str, tmp_path: Path
) -> None:
    root = project(tmp_path)
    (tmp_path / name).write_bytes(content)
    before = snapshot(root)

    with pytest.raises(RefusedError) as refused:
        import_text(root, str(tmp_path / name), asked)
    assert str(refused.value) == f"没有改动任何文件：{message}"
    assert snapshot(root) == before


def test_a_file_has_to_be_named(tmp_path: Path) -> None:
    root = project(tmp_path)
    with pytest.raises(RefusedError) as refused:
        import_text(root, " ", ImportRequest())
    assert str(refused.value) == (
        "没有改动任何文件：没有写文件，FILE 写要导入的文本（.docx、.txt 或 .md）。"
    )


def test_another_text_with_that_name_stays(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "source" / "duty.txt").write_text("别的文件\n", encoding="utf-8")
    before = snapshot(root)

    with pytest.raises(RefusedError) as refused:
        import_text(root, given(tmp_path), ImportRequest())
    assert str(refused.value) == "没有改动任何文件：source/duty.txt 已经有了，写明另一个 NAME。"
    assert snapshot(root) == before


def test_a_handbook_with_faults_takes_no_text(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "docs" / "bans.md").write_text("# 两禁止\n\n见 [JL09]。\n", encoding="utf-8")

    with pytest.raises(RefusedError, match="没有改动任何文件：先改好现有的问题。\n"):
        import_text(root, given(tmp_path), ImportRequest())


def test_a_title_that_the_checks_refuse_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path)
    before = snapshot(root)

    with pytest.raises(RefusedError) as refused:
        import_text(root, given(tmp_path), ImportRequest(title="值班,通知"))
    assert str(refused.value).startswith(
        "没有改动任何文件：导入这份文本会带来新的问题。\n"
        "docs/source/duty.md:2:10: HB802 中文里用了半角“,”，应为“，”"
    )
    assert snapshot(root) == before


def test_kinds_of_which_no_more_can_be_made_are_named(tmp_path: Path) -> None:
    settings = replaced(WITH_RULES, "form: demand, kind: step", "form: demand, kind: ban")
    root = project(tmp_path, settings)

    with pytest.raises(RefusedError) as refused:
        import_text(root, given(tmp_path), ImportRequest())
    assert str(refused.value) == (
        "没有改动任何文件：“两禁止”只有 2 条，已经写满：改写其中的一条，"
        "或先在 handbook.yml 里改它的 count。\n"
        "或者在 handbook.yml 的 import.proposals 里删去 kind: ban 的各项，不提禁令的建议。"
    )


def test_a_kind_of_sentences_without_join_cannot_keep_line_breaks(tmp_path: Path) -> None:
    root = project(tmp_path, replaced(WITH_RULES, "      join: {type: text}\n", ""))

    with pytest.raises(RefusedError) as refused:
        import_text(root, given(tmp_path), ImportRequest())
    assert str(refused.value) == (
        "没有改动任何文件：handbook.yml 的 kinds.line 没有 join 这个选项，句子之间的换行记不下来："
        "在它的 options 里加上 join: {type: text}。"
    )


# --- lists that are written by hand ---------------------------------------------------------------

ITEM = ("file: b", "pages: [c]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "sources:\n  - file: a\n    # 说明\n\n# 种类\nkinds: {}\n",
            "sources:\n  - file: a\n  - file: b\n    pages: [c]\n    # 说明\n\n# 种类\nkinds: {}\n",
        ),
        (
            "sources:\n-   file: a\n    list: [1,\n      2]   # 注\nkinds: {}\n",
            (
                "sources:\n-   file: a\n    list: [1,\n      2]   # 注\n"
                "-   file: b\n    pages: [c]\nkinds: {}\n"
            ),
        ),
        ("sources:\n  - file: a", "sources:\n  - file: a\n  - file: b\n    pages: [c]"),
        ("sources:\n  - file: a\n    why: |\n      b\nx: 1\n", None),
        ("sources: [{file: a}]\n", None),
        ("sources:\n  - {file: a}\n", None),
        ("sources: []\n", None),
        ("title: a\n", None),
    ],
)
def test_a_source_is_put_behind_the_last_one(text: str, expected: str | None) -> None:
    file = text_file("handbook.yml", text.encode())
    if expected is None:
        with pytest.raises(UncertainError):
            with_source(file, ITEM)
    else:
        assert with_source(file, ITEM).content.decode() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "nav:\n  - a.md\n  - b.md # 注\n  - c.md\n",
            "nav:\n  - a.md\n  - b.md # 注\n  - n.md\n  - c.md\n",
        ),
        (
            "nav:\n- 原文:\n  - 甲: a.md\n\n- c.md\n",
            "nav:\n- 原文:\n  - 甲: a.md\n  - n.md\n\n- c.md\n",
        ),
        ("nav:\r\n  - a.md\r\n", "nav:\r\n  - a.md\r\n  - n.md\r\n"),
        ("hooks: [a]\n", "hooks: [a]\n"),
        ("url: !ENV [A, '']\nnav:\n  - a.md\n", "url: !ENV [A, '']\nnav:\n  - a.md\n  - n.md\n"),
        ("nav: [a.md, b.md]\n", None),
        ("nav:\n  - 原文: [a.md, b.md]\n", None),
        ("nav:\n  - c.md\n", None),
        ("nav: [\n", None),
    ],
)
def test_a_page_is_put_behind_the_last_of_its_kind(text: str, expected: str | None) -> None:
    file = text_file("mkdocs.yml", text.encode())
    if expected is None:
        with pytest.raises(UncertainError):
            with_page(file, "n.md", ("a.md", "b.md"))
    else:
        assert with_page(file, "n.md", ("a.md", "b.md")).content.decode() == expected


def test_what_has_to_be_added_by_hand_is_told(tmp_path: Path) -> None:
    root = project(
        tmp_path, navigation="site_name: 手册\nnav: [index.md, source/rules.md, part.md, bans.md]\n"
    )

    with pytest.raises(RefusedError) as refused:
        import_text(root, given(tmp_path), ImportRequest())
    assert str(refused.value) == (
        "没有改动任何文件：mkdocs.yml 的 nav 里没有单独成行的原文页，不知道该加在哪里。"
        "先把现有的原文页逐行写进 nav，再导入；要加的是：\n      - source/duty.md"
    )


# --- what was imported is checked like all else ---------------------------------------------------


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (
            "docs/source/duty.md",
            "夜间是否锁门",
            "夜里是否锁门",
            "docs/source/duty.md:35:2: HB503 YJ08 从第 2 个字起与原文不同：",
        ),
        (
            "docs/source/duty.md",
            '    join: "\\n\\n"\n',
            "    join: line\n",
            "docs/source/duty.md:16:1: HB503 YJ06 之前少了原文“⏎”",
        ),
        (
            "docs/source/duty.md",
            "YJ10, YJ12]",
            "YJ10]",
            "docs/source/duty.md:60:1: HB506 没有条目以 YJ12 为据，也没有声明它是背景",
        ),
        (
            "docs/drafts/duty.md",
            "source: YJ08",
            "source: YJ09",
            "docs/source/duty.md:32:1: HB506 没有条目以 YJ08 为据，也没有声明它是背景",
        ),
        (
            "docs/drafts/duty.md",
            "id: BZ003",
            "id: BZ002",
            "docs/drafts/duty.md:13:9: HB101 编号 BZ002 已用于 docs/part.md:24",
        ),
        (
            "source/duty.txt",
            "谢谢大家!",
            "谢谢各位!",
            "handbook.yml:14:5: HB504 source/duty.txt 的 SHA-256 是 ",
        ),
        (
            "handbook.yml",
            "pages: [source/duty.md]",
            "pages: [source/rules.md]",
            "handbook.yml:18:13: HB001 sources[2].pages[1]：source/rules.md 已属于 sources[1]：",
        ),
        (
            "handbook.yml",
            "pages: [source/duty.md]",
            "pages: [source/night.md]",
            "handbook.yml:14:5: HB001 没有原文页 docs/source/night.md",
        ),
        (
            "docs/drafts/duty.md",
            "draft: true\n",
            "",
            "docs/drafts/duty.md:16:1: HB218 还没有填：〔待填：导入时的建议，",
        ),
    ],
)
def test_what_goes_wrong_afterwards_is_found(
    path: str, old: str, new: str, expected: str, tmp_path: Path
) -> None:
    root = project(tmp_path)
    import_text(root, given(tmp_path), ImportRequest())
    file = root / path
    file.write_text(replaced(file.read_text(encoding="utf-8"), old, new), encoding="utf-8")

    found = lines_of(check_project(root))
    assert any(line.startswith(expected) for line in found), found
