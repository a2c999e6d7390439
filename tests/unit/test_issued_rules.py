"""The rules that a unit has issued take the place of a reference wording, to the character.

The texts are made up for these tests; no unit has issued them.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from handbook.__main__ import main
from handbook.bundle import refuse_references
from handbook.catalog import Catalog
from handbook.editing import RefusedError
from handbook.editing.commands import rules
from handbook.editions import freeze
from handbook.importing.clauses import issued_text
from handbook.importing.document import read_document
from handbook.importing.instrument import Instrument
from handbook.project import READ_BY_A_CHECK, check_project
from handbook.questions import draft_questions
from handbook.rendering.coverage_page import coverage_page
from handbook.trainer import trainer_data

from tests.mkdocs_project import snapshot
from tests.small_handbook import (
    BANS_PAGE,
    INDEX_PAGE,
    PART_PAGE,
    SETTINGS,
    lines_of,
    replaced,
    write_project,
)
from tests.unit.test_questions import MATCH, QUESTION_SETTINGS, SINGLE, TRAINING
from tests.word_files import level, numbered, numbering, paragraph, word

NOTICE = (
    "某某单位文件\n某某发〔2020〕1号\n\n关于印发《两禁止》的通知\n（为测试编写，不是真的文本）\n\n"
)
CLAUSES = "　　第一条　不准带火种,不准抽烟。\n　　第二条　不准不登记\n"
SIGNED = "\n某某单位\n2020年1月31日\n"
TEXT = NOTICE + CLAUSES + SIGNED
PAGE = """\
---
title: 两禁止
set: JL
status: official
issued-by: '某某单位'
document-number: '某某发〔2020〕1号'
date: 2020-01-31
---

# 两禁止

/// ban | 不准带火种,不准抽烟。
    id: JL01
///

/// ban | 不准不登记
    id: JL02
///
"""
NOTHING = Instrument()
# Of the small handbook's units one is cited by a ban alone; here by a step, too.
PAGES = {
    "part.md": f"""{PART_PAGE}
/// step | 是否严禁烟火
    id: BZ003
    source: YJ03
    quote: 严禁烟火
///
"""
}
FULL = replaced(
    QUESTION_SETTINGS,
    "    label: 禁令\n",
    "    label: 禁令\n    asked: all\n    body: 参考说明\n",
)
# One that has nothing to do with the bans, and so stays.
OTHER = (
    SINGLE.replace("ST001", "ST009")
    .replace("夜里来人", "白天来人")
    .replace("[BZ001, JL01]", "[BZ001]")
    .replace("；[不准带火种][JL01] 也要看", "")
    .replace("夜里有人来借油，没有带证件", "白天送货的车到了门口，司机说马上就走")
    .replace("值班的人先做什么", "门卫该怎么办")
)
QUESTIONS = f"---\ntitle: 试题：仓库\n---\n\n# 试题：仓库\n\n{SINGLE}\n{MATCH}\n{OTHER}"
PATHS = replaced(TRAINING, "of: [ZT01], count: 1", "of: [JL], count: 2")
LISTS = {
    "source/synonyms.yml": """\
groups:
  - [烟火, 抽烟]
  - [带火种, 火机]
  - [不登记, 空白]
question-words: [怎样]
""",
    "source/wordings.yml": "JL01: [带打火机行吗]\nBZ001: [进门先做什么]\nbans.md: [禁令在哪]\n",
    "source/papers.yml": """\
- id: WS01
  title: 承诺书
  file: pledge.docx
  use: 签名用。
  parts:
    - entries: [JL]
""",
}


def project(root: Path, text: str | bytes = TEXT, name: str = "text.txt") -> Path:
    """The small handbook with a text in its folder."""
    write_project(root, PAGES)
    content = text if isinstance(text, bytes) else text.encode()
    (root / name).write_bytes(content)
    return root


def full_project(root: Path, text: str = TEXT) -> Path:
    """The same with questions, a learning path, words for the search and papers."""
    lists = "".join(f"{Path(path).stem}: {path}\n" for path in LISTS)
    index = f"{INDEX_PAGE}\n[承诺书](downloads/pledge.docx)\n"
    pages = {**PAGES, "training/questions.md": QUESTIONS, "index.md": index}
    write_project(root, pages, FULL + lists)
    for path, content in {**LISTS, "source/training.yml": PATHS, "text.txt": text}.items():
        (root / path).write_text(content, encoding="utf-8")
    assert lines_of(check_project(root)) == []
    return root


def page_of(root: Path) -> str:
    return (root / "docs" / "bans.md").read_text(encoding="utf-8")


def catalog_of(root: Path) -> Catalog:
    checked = check_project(root)
    assert [line for line in lines_of(checked) if " HB107 " not in line] == []
    assert checked.catalog is not None
    return checked.catalog


def refusal(
    root: Path, file: str = "text.txt", name: str = "JL", given: Instrument = NOTHING
) -> str:
    before = snapshot(root)
    with pytest.raises(RefusedError) as caught:
        rules(root, file, name, given)
    assert snapshot(root) == before
    return str(caught.value)


def word_text(*, is_automatic: bool) -> bytes:
    head = [paragraph(line) for line in NOTICE.split("\n")]
    signed = [paragraph(line) for line in SIGNED.split("\n")]
    texts = ("不准带火种,不准抽烟。", "不准不登记")
    if is_automatic:
        return word(
            [*head, *map(numbered, texts), *signed], numbering(level("chineseCounting", "第%1条"))
        )
    typed = [paragraph(line.strip()) for line in CLAUSES.splitlines()]
    return word([*head, *typed, *signed])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.txt", TEXT.encode()),
        ("text.txt", TEXT.replace("\n", "\r\n").encode("gb18030")),
        ("印发 的文本.md", TEXT.replace("第一条　", "**第一条**　").replace("\n", "\n\n").encode()),
        ("text.docx", word_text(is_automatic=True)),
        ("text.docx", word_text(is_automatic=False)),
    ],
    ids=["txt", "gb18030", "md", "automatic", "typed"],
)
def test_the_page_says_what_was_issued_and_nothing_else(
    name: str, content: bytes, tmp_path: Path
) -> None:
    root = project(tmp_path, content, name)
    told = rules(root, name, "两禁止", NOTHING)
    assert page_of(root) == PAGE
    refuse_references(catalog_of(root))
    assert "读到 2 条" in told


def test_what_it_tells(tmp_path: Path) -> None:
    root = full_project(tmp_path)
    assert (
        rules(root, "text.txt", "“两禁止”", NOTHING)
        == """\
读到 2 条，从第 7 行到第 8 行。
前面有 4 段不是条文，没有收：
  第 1 行  某某单位文件
  第 2 行  某某发〔2020〕1号
  第 4 行  关于印发《两禁止》的通知
  第 5 行  （为测试编写，不是真的文本）
后面有 2 段不是条文，没有收：
  第 10 行  某某单位
  第 11 行  2020年1月31日
印发单位：某某单位；文号：某某发〔2020〕1号；日期：2020-01-31。
“两禁止”逐条对照（没有标记的字不变）：
JL01
    不准带火种【增：,不准抽烟。】
JL02  文字相同，改为印发的条文
    不准不登记
已写好：
  docs/bans.md
  docs/training/questions.md
请人工核对 2 处：考到、引用改了的条文的试题，已标为草稿（draft: true），不再出题：照印发的条文改好，再删去那一行。
  docs/training/questions.md:7  ST001 夜里来人（JL01）
  docs/training/questions.md:28  ST004 各归各条（JL01、JL02）
请人工核对 1 处：别处引用改了的条文。
  docs/part.md:21  JL01
请人工核对 3 处：文书和学习路径用到改了的条文。
  source/papers.yml:6  JL
  source/training.yml:8  JL
  source/training.yml:9  JL
请人工核对 2 处：搜索的问法和近义词照原来的条文写。
  source/wordings.yml:1  JL01
  source/wordings.yml:3  bans.md"""
    )


def test_running_it_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    root = project(tmp_path)
    rules(root, "text.txt", "JL", NOTHING)
    before = snapshot(root)
    told = rules(root, "text.txt", "JL", NOTHING)
    assert snapshot(root) == before
    assert told.split("\n")[-3:] == [
        "JL01  没有变",
        "JL02  没有变",
        "“两禁止”已经是这份文本，没有改动任何文件。",
    ]


def test_a_new_edition_of_the_text_changes_what_is_new_alone(tmp_path: Path) -> None:
    root = full_project(tmp_path)
    rules(root, "text.txt", "JL", NOTHING)
    questions = root / "docs" / "training" / "questions.md"
    written = questions.read_text(encoding="utf-8").replace("    draft: true\n", "")
    questions.write_text(written, encoding="utf-8")
    page = root / "docs" / "bans.md"
    page.write_text(
        replaced(page_of(root), "# 两禁止\n", "# 两禁止\n\n编者的话。\n"), encoding="utf-8"
    )
    newer = TEXT.replace("不准不登记", "不准不登记就进门").replace("2020", "2021")
    (root / "text.txt").write_text(newer, encoding="utf-8")

    told = rules(root, "text.txt", "JL", NOTHING)

    assert "JL01  没有变\nJL02\n    不准不登记【增：就进门】\n" in told
    expected = replaced(PAGE, "不准不登记", "不准不登记就进门").replace("2020", "2021")
    assert page_of(root) == replaced(expected, "# 两禁止\n", "# 两禁止\n\n编者的话。\n")
    assert [entry.id for entry in draft_questions(catalog_of(root))] == ["ST004"]


def test_what_is_given_wins_over_what_the_text_says(tmp_path: Path) -> None:
    root = project(tmp_path)
    rules(root, "text.txt", "JL", Instrument("另一'单位", "无", "2021年2月3日"))
    head = page_of(root).split("\n")[4:7]
    assert head == ["issued-by: '另一''单位'", "document-number: '无'", "date: 2021-02-03"]
    catalog_of(root)


def test_a_page_keeps_its_line_endings_its_other_keys_and_its_heading(tmp_path: Path) -> None:
    page = replaced(BANS_PAGE, "set: JL\n", "set: JL # 一套\ndescription: 说明\n")
    page = replaced(page, "# 两禁止\n", "# 两禁止 { #two }\n\n## 小标题\n\n编者的话，见 [YJ03]。\n")
    root = project(tmp_path)
    (root / "docs" / "bans.md").write_bytes(("\ufeff" + page.replace("\n", "\r\n")).encode())
    rules(root, "text.txt", "JL", NOTHING)
    expected = replaced(PAGE, "set: JL\n", "set: JL # 一套\ndescription: 说明\n")
    expected = replaced(expected, "# 两禁止\n", "# 两禁止 { #two }\n")
    content = (root / "docs" / "bans.md").read_bytes()
    assert content == ("\ufeff" + expected.replace("\n", "\r\n")).encode()


LONG = "不准在没有登记的情况下进入库房，或者把所保管的物品交给值班人员以外的其他人员，也不准在登记以后超出所登记的范围搬动、查看、使用库房里的任何物品。"
HARD = "用“*”标出的[BZ001]、`油`_类_{ #x } \\ 和 #1"


def test_a_clause_that_no_title_holds_stands_below_it_in_full(tmp_path: Path) -> None:
    text = f"一、{LONG}\n二、不准有下列行为：\n（一）{HARD}；\n1) 抽烟；\n- 点火。\n"
    root = project(tmp_path, text)
    rules(root, "text.txt", "JL", Instrument("某某单位", "无", "2020-01-31"))
    catalog = catalog_of(root)
    first, second = catalog.members(catalog.handbook.sets["JL"])
    assert first.title == "不准在没有登记的情况下进入库房……"
    assert catalog.text(first) == LONG
    assert second.title == "不准有下列行为："
    assert catalog.text(second) == f"不准有下列行为：（一）{HARD}； 1) 抽烟； - 点火。"
    assert catalog.references_of(second) == ()
    again = rules(root, "text.txt", "JL", Instrument("某某单位", "无", "2020-01-31"))
    assert again.endswith("“两禁止”已经是这份文本，没有改动任何文件。")


def test_questions_about_the_old_wording_are_asked_no_more(tmp_path: Path) -> None:
    root = full_project(tmp_path)
    freeze(root, catalog_of(root))
    told = rules(root, "text.txt", "JL", NOTHING)
    assert told.endswith(
        "“第一版”已经定稿，现在的内容与它不同："
        "换一个版次（handbook.yml 的 edition）；还没有发出去的，运行 make edition 重新定稿。"
    )
    catalog = catalog_of(root)  # neither HB104, HB957 nor HB960
    assert [entry.id for entry in catalog.questions] == ["ST009"]
    assert [entry.id for entry in draft_questions(catalog)] == ["ST001", "ST004"]
    freeze(root, catalog)
    ledger = (root / "docs" / "published-ids.txt").read_text(encoding="utf-8").split()
    assert {"ST001", "ST004"} <= set(ledger)


def test_the_coverage_says_what_waits_for_a_question(tmp_path: Path) -> None:
    root = full_project(tmp_path)
    rules(root, "text.txt", "JL", NOTHING)
    catalog = catalog_of(root)
    pending = coverage_page(catalog)
    assert "有 2 条的试题正在重写，下面标“待出题”。" in pending.markdown
    assert "<td>待出题（草稿 ST001）</td>" in "".join(pending.html)
    step = trainer_data(catalog)["paths"][0]["steps"][1]
    assert (step["questions"], step["count"]) == ([], 2)


def test_editors_notes_and_the_link_to_the_speech_go_with_the_old_wording(tmp_path: Path) -> None:
    root = full_project(tmp_path)
    assert catalog_of(root).by_id["JL01"].body
    rules(root, "text.txt", "JL", NOTHING)
    catalog = catalog_of(root)
    assert [(e.body, e.sources) for e in catalog.members(catalog.handbook.sets["JL"])] == [
        ("", ()),
        ("", ()),
    ]


def test_synonyms_that_lead_nowhere_now_are_switched_off(tmp_path: Path) -> None:
    text = TEXT.replace("不准带火种,不准抽烟", "不准进库").replace("不准不登记", "不准锁门")
    root = full_project(tmp_path, text)
    told = rules(root, "text.txt", "JL", NOTHING)
    synonyms = (root / "source" / "synonyms.yml").read_text(encoding="utf-8")
    assert synonyms == LISTS["source/synonyms.yml"].replace("  - [带", "  # - [带").replace(
        "  - [不", "  # - [不"
    )
    assert told.endswith("""\
请人工核对 2 处：这几组近义词没有一个词还在手册里，行首加了 #，不再用。
  source/synonyms.yml:3  - [带火种, 火机]
  source/synonyms.yml:4  - [不登记, 空白]""")
    catalog_of(root)


def test_where_the_old_standing_is_still_spoken_of_is_told(tmp_path: Path) -> None:
    settings = FULL.replace(
        "statuses:\n", "  XX: {title: 别的, kind: step, count: 3, page: part.md}\nstatuses:\n"
    )
    part = "---\ntitle: 第一部分\nset: XX\nstatus: reference\n"
    root = tmp_path
    write_project(root, {**PAGES, "training/questions.md": QUESTIONS}, settings)
    (root / "source" / "training.yml").write_text(PATHS, encoding="utf-8")
    (root / "text.txt").write_text(TEXT, encoding="utf-8")
    page = root / "docs" / "part.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace("---\ntitle: 第一部分\n", part), encoding="utf-8"
    )
    index = "# 首页\n\n从 [BF1] 开始。\n\n“两禁止”是参考。\n\n“别的”是参考。\n\n都是参考。\n"
    (root / "docs" / "index.md").write_text(index, encoding="utf-8")
    told = rules(root, "text.txt", "JL", NOTHING)
    assert told.endswith("请人工核对 2 处：还写着“参考”。\n  docs/index.md:5\n  docs/index.md:9")


@pytest.mark.parametrize(
    ("file", "name", "message"),
    [
        ("", "JL", "没有改动任何文件：没有写文件，FILE 写印发的文本（.docx、.txt 或 .md）。"),
        ("text.doc", "JL", "没有改动任何文件：没有 {root}/text.doc 这个文件：核对文件名和它所在的文件夹。"),
        ("text.txt", "", "没有改动任何文件：没有写是哪一套：SET 写套的名称或者编号，例如 两禁止（JL）。"),
        ("text.txt", "十不准", "没有改动任何文件：没有“十不准”这一套：SET 写套的名称或者编号，例如 两禁止（JL）。"),
        ("text.txt", "二禁止", "没有改动任何文件：没有“二禁止”这一套：SET 写套的名称或者编号，例如 两禁止（JL）。"),
        (
            "text.txt",
            "一主题",
            "没有改动任何文件：“一主题”的各条不是写在自己的一页上的：只有 handbook.yml 的 sets 里写了 page 的一套，才能换成印发的文本。",
        ),
    ],
)  # fmt: skip
def test_what_is_asked_for_wrongly_is_refused(
    file: str, name: str, message: str, tmp_path: Path
) -> None:
    settings = SETTINGS.replace(
        "statuses:\n", "  ZT: {title: 一主题, kind: topic, count: 1}\nstatuses:\n"
    )
    write_project(tmp_path, settings=settings)
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    assert refusal(tmp_path, file, name) == message.replace("{root}", str(tmp_path))


def test_a_text_with_other_clauses_or_no_date_changes_nothing(tmp_path: Path) -> None:
    root = project(tmp_path, TEXT + "第三条　不准喧哗")
    assert refusal(root).startswith(
        "没有改动任何文件：“两禁止”应有 2 条，文件里以“第一条”的样子编号的有 3 条：\n"
    )
    (root / "text.txt").write_text(CLAUSES, encoding="utf-8")
    assert refusal(root).startswith("没有改动任何文件：不知道印发单位，用 ISSUER= 写明")
    assert refusal(root, given=Instrument("甲", "乙", "2020年2月30日")) == (
        "没有改动任何文件：DATE=2020年2月30日 不是日期：写成 2024-01-31 或者 2024年1月31日。"
    )


@pytest.mark.parametrize(("sign", "named"), [("<b>", "<b"), ("&lt;", "&lt;")])
def test_what_no_page_can_show_as_it_is_is_refused(sign: str, named: str, tmp_path: Path) -> None:
    root = project(tmp_path, f"一、不准：\n（1）{sign}。\n二、不准。\n")
    assert refusal(root, given=Instrument("甲", "乙", "2020-01-31")) == (
        f"没有改动任何文件：第 1 条（第 1 行）里有“{named}”，写进页面会被当作记号，"
        "不能照原样显示：在文件里改成全角的写法，再运行一次。"
    )


def test_faults_that_are_there_come_first(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "docs" / "index.md").write_text("# 首页\n\n[BZ009]\n", encoding="utf-8")
    assert refusal(root).startswith(
        "没有改动任何文件：先改好现有的问题。\ndocs/index.md:3:1: HB301"
    )


def test_a_sentence_that_only_the_old_wording_cites_needs_another_entry_first(
    tmp_path: Path,
) -> None:
    root = write_project(tmp_path)
    (root / "text.txt").write_text(TEXT, encoding="utf-8")
    assert (
        refusal(root)
        == """\
没有改动任何文件：把“两禁止”换成这份文本会带来新的问题。
docs/source/rules.md:21:1: HB506 没有条目以 YJ03 为据，也没有声明它是背景
    → 写出以它为据的条目，或用 /// background | 理由 声明它是背景。
共 1 个错误。
只有原来的条文引用了这些原文，印发的条文不是据原文写的：先为它们另写条目（make new），再运行一次。"""
    )


def test_a_link_to_a_heading_that_goes_is_refused(tmp_path: Path) -> None:
    page = replaced(BANS_PAGE, "# 两禁止\n", "# 两禁止\n\n## 说明 { #why }\n")
    index = "# 首页\n\n从 [BF1] 开始，或看[说明](bans.md#why)。\n"
    root = write_project(tmp_path, {**PAGES, "bans.md": page, "index.md": index})
    (root / "text.txt").write_text(TEXT, encoding="utf-8")
    assert refusal(root) == (
        "没有改动任何文件：docs/index.md:3 的链接指向“两禁止”一页的 #why，"
        "换成印发的文本以后没有这个标题：先改掉这个链接，再运行一次。"
    )


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project(tmp_path))
    assert main(["rules", "--file", "text.txt", "--set", "JL", "--date", "2020-02-01"]) == 0
    assert "日期：2020-02-01。" in capsys.readouterr().out
    assert main(["rules", "--file", "text.txt", "--set", "XX"]) == 1
    assert capsys.readouterr().err.startswith("没有改动任何文件：没有“XX”这一套")


# --- the real handbook ---------------------------------------------------------------------------


def made_up(spec_title: str, count: int) -> str:
    """A text of so many clauses, short and long ones, with what checks of our own text refuse."""
    signs = "①【测试】,半角;１２３”"
    long = "，或者在没有登记的情况下把所调阅的资料交给工作人员以外的其他人员" * 3
    clauses = [
        f"第{number}条　不准做第 {number} 件为测试编写的事{signs}{long if number % 3 == 0 else ''}。"
        for number in range(1, count + 1)
    ]
    return f"某某发〔2020〕1号\n{spec_title}（为测试编写）\n" + "\n".join(clauses) + SIGNED


def copy_of(repository: Path, root: Path, files: Mapping[str, Path]) -> None:
    for name in READ_BY_A_CHECK:
        source = repository / name
        if source.is_dir():
            shutil.copytree(source, root / name)
        else:
            shutil.copyfile(source, root / name)
    for name, file in files.items():
        shutil.copyfile(file, root / name)


def test_every_set_of_the_real_handbook_can_be_issued(repository: Path, tmp_path: Path) -> None:
    root = tmp_path / "handbook"
    root.mkdir()
    copy_of(repository, root, {})
    specs = [spec for spec in catalog_of(root).handbook.sets.values() if spec.page]
    assert specs
    for spec in specs:
        path = tmp_path / f"{spec.id}.txt"
        path.write_text(made_up(spec.title, spec.count), encoding="utf-8")
        rules(root, str(path), spec.id, NOTHING)
    catalog = catalog_of(root)
    refuse_references(catalog)
    for spec in specs:
        issued = issued_text(read_document(tmp_path / f"{spec.id}.txt"), spec.title, spec.count)
        members = catalog.members(spec)
        assert [entry.body or entry.title for entry in members] == [c.text for c in issued.clauses]
        ids = [f"{spec.id}{number:02d}" for number in range(1, spec.count + 1)]
        assert [entry.id for entry in members] == ids
        asked = {id for question in catalog.questions for id in catalog.references_of(question)}
        assert asked.isdisjoint(ids)
