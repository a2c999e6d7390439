"""The blank papers: how they are declared, and what other readers find in the files."""

from __future__ import annotations

import random
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from handbook.catalog import Catalog
from handbook.checks import check_catalog
from handbook.model import OptionType, Paper, addressed
from handbook.office.downloads import downloads
from handbook.office.papers import STAMP
from handbook.papers import address
from handbook.project import Checked, check_project
from handbook.setting_items import SettingsError
from handbook.settings import WARNING, read_settings

from tests.office_files import WORD, opened, targets, words_of, xml_of
from tests.small_handbook import (
    BANS_PAGE,
    INDEX_PAGE,
    PART_PAGE,
    SETTINGS,
    lines_of,
    replaced,
    write_project,
)

DATE = 1700000000
METHOD = "      method: {type: choices, label: 方式, role: looked-at-by, values: [看, 问]}\n"
OPTIONS = (
    "      books: {type: texts, label: 可查的簿子}\n"
    "      ask: {type: addressed, label: 可以问, values: [库管员, 班长]}\n"
    "      shift: {type: choices, label: 班次, values: [早, 晚]}\n"
)
WITH_OPTIONS = """\
    method: [看, 问]
    books: [登记簿, '=1+1']
    ask: ['库管员、班长：怎么登记？', 班长：谁看门？]
"""
PAGE = """\
# 首页

从 [BF1] 开始，或看[原文](source/rules.md)。

[甲](downloads/form.docx) [乙](downloads/table.xlsx)
"""

FORM = """\
- id: WS01
  title: 检查单
  file: form.docx
  use: 当场手填。
  parts:
"""
TABLE = """\
- id: WS02
  title: 簿子清单
  file: table.xlsx
  use: 逐本查。
  parts:
    - materials: books
      columns: [页数, {label: 有没有, choices: [有, 没有]}]
"""
TEXT = "    - text: 先看一遍。\n"


def project(root: Path, papers: str, pages: dict[str, str] | None = None) -> Path:
    settings = "papers: papers.yml\n" + replaced(SETTINGS, METHOD, METHOD + OPTIONS)
    part = replaced(PART_PAGE, "    method: [看, 问]\n", WITH_OPTIONS)
    write_project(root, {"index.md": PAGE, "part.md": part} | (pages or {}), settings)
    (root / "papers.yml").write_text(papers, encoding="utf-8")
    return root


def faults(root: Path, papers: str) -> list[str]:
    return lines_of(check_project(project(root, papers)))


def catalog_of(checked: Checked) -> Catalog:
    assert checked.written is not None
    return checked.written


# --- how they are declared ----------------------------------------------------------------------

GOOD = FORM + TEXT + TABLE
FILE_NAMES = "文件名只用半角小写字母、数字、连字符，以 .docx 或 .xlsx 结尾"
FORMS = "text、heading、fields、entries、signatures、sheets、questions、survey、cards、materials、ledger"
ANSWERS = "写成 [[有问题时另外可选的], [没有问题时可选的]]"
DECLARATIONS = [
    (GOOD, []),
    (
        replaced(GOOD, "id: WS02", "id: WS01"),
        ["papers.yml:7:7: HB908 WS01 已是另一份文书的"],
    ),
    (
        replaced(GOOD, "id: WS02", "id: BZ02"),
        ["papers.yml:7:7: HB908 BZ02 像是“步骤”的编号"],
    ),
    (
        replaced(GOOD, "id: WS02", "id: ws2"),
        ["papers.yml:7:7: HB001 [2].id：文书的编号是半角大写字母加数字，例如 WS01"],
    ),
    (
        replaced(GOOD, "file: table.xlsx", "file: 清单.xlsx"),
        [f"papers.yml:9:9: HB001 [2].file：{FILE_NAMES}"],
    ),
    (
        replaced(GOOD, "file: form.docx", "file: form.xlsx"),
        ["papers.yml:6:5: HB001 [1].parts：.xlsx 的文书只有一部分，是 materials 或 ledger"],
    ),
    (
        replaced(GOOD, "file: table.xlsx", "file: table.docx"),
        ["papers.yml:12:5: HB001 [2].parts：materials 是表格，文件名要以 .xlsx 结尾"],
    ),
    (
        replaced(GOOD, "file: form.docx", "file: checklists.docx"),
        [
            "docs/index.md:5:5: HB706 链接“downloads/form.docx”所指的 docs/downloads/form.docx 不存在",
            "papers.yml:3:9: HB908 checklists.docx 是检查清单的文件名",
            "papers.yml:3:9: HB911 WS01“检查单”没有从哪一页能点到",
        ],
    ),
    (
        replaced(GOOD, TEXT, "    - words: 先看一遍。\n"),
        [f"papers.yml:6:7: HB001 [1].parts[1]：一部分是其中之一：{FORMS}"],
    ),
    (
        replaced(GOOD, TEXT, "    - entries: [JL, BZ001, step, JL09, 步骤]\n"),
        [
            "papers.yml:6:34: HB907 “JL09”不是条目、套或种类",
            "papers.yml:6:40: HB907 “步骤”不是条目、套或种类",
        ],
    ),
    (
        replaced(GOOD, TEXT, "    - questions: asked\n"),
        ["papers.yml:6:18: HB907 没有一个种类有“asked”这个选项（type: addressed）"],
    ),
    (
        replaced(GOOD, "materials: books", "materials: ask"),
        ["papers.yml:12:18: HB907 没有一个种类有“ask”这个选项（type: texts）"],
    ),
    (
        replaced(GOOD, TEXT, "    - cards: {早: [BZ001]}\n      of: shift\n"),
        ["papers.yml:6:14: HB910 没有“晚”的卡"],
    ),
    (
        replaced(GOOD, TEXT, "    - cards: {早: [BZ001], 晚: [JL], 午: [JL01]}\n      of: shift\n"),
        ["papers.yml:6:39: HB910 “午”不是这个选项的值：早、晚"],
    ),
    (
        replaced(GOOD, TEXT, "    - survey: [step]\n      answers: [[没有]]\n"),
        [f"papers.yml:7:16: HB001 [1].parts[1].answers：{ANSWERS}"],
    ),
    (
        replaced(GOOD, TEXT, "    - fields: [{lines: 2}]\n"),
        ["papers.yml:6:16: HB001 [1].parts[1].fields[1]：缺少 label"],
    ),
    (
        replaced(GOOD, TEXT, "    - survey: []\n"),
        ["papers.yml:6:15: HB001 [1].parts[1].survey：一个也没有选"],
    ),
    (
        replaced(GOOD, "materials: books", "ledger: [step]"),
        ["papers.yml:12:7: HB001 [2].parts[1]：缺少 rows：空表有几行"],
    ),
    (
        replaced(GOOD, "  use: 逐本查。\n", "  use: 逐本查。\n  pledge: true\n"),
        [
            "papers.yml:11:11: HB001 [2].pledge：要签名的写成 .docx：表格上没有标“样张”的地方",
        ],
    ),
    (
        GOOD + "- id: WS03\n  title: 多余\n  file: more.docx\n  use: 看。\n  parts:\n" + TEXT,
        ["papers.yml:16:9: HB911 WS03“多余”没有从哪一页能点到"],
    ),
]


@pytest.mark.parametrize(("papers", "expected"), DECLARATIONS)
def test_a_declaration_is_checked(tmp_path: Path, papers: str, expected: list[str]) -> None:
    assert faults(tmp_path, papers) == expected


@pytest.mark.parametrize(
    ("title", "ids", "expected"),
    [
        ("带", 10, ["papers.yml:6:18: HB909 “早”一张有 10 条"]),
        ("带" * 50, 9, ["papers.yml:6:18: HB909 “早”一张的题目合起来有 468 个字符"]),
        ("带" * 48, 9, []),
        ("带", 9, []),
    ],
)
def test_a_card_is_read_in_a_minute_and_a_half(
    tmp_path: Path, title: str, ids: int, expected: list[str]
) -> None:
    names = [f"JL{number:02d}" for number in range(1, ids + 1)]
    head = BANS_PAGE[: BANS_PAGE.index("/// ban")]
    bans = head + "\n\n".join(
        f"/// ban | 不准{title}\n    id: {name}\n\n与 [BZ001] 相对应，依据见 [YJ03]。\n///"
        for name in names
    )
    papers = f"{FORM}    - cards: {{早: [{', '.join(names)}]}}\n{TABLE}"
    found = lines_of(check_project(project(tmp_path, papers, {"bans.md": bans})))

    assert [line for line in found if "papers.yml" in line] == expected


# --- what stands on them ------------------------------------------------------------------------


def made(root: Path, papers: str, pages: dict[str, str] | None = None) -> dict[str, bytes]:
    checked = check_project(project(root, papers, pages))
    assert lines_of(checked) == []
    return downloads(catalog_of(checked), DATE)


def form_of(root: Path, part: str, *, official: bool = False, pledge: bool = False) -> bytes:
    head = FORM.replace("  parts:\n", "  pledge: true\n  parts:\n") if pledge else FORM
    bans = BANS_PAGE
    if official:
        bans = replaced(
            BANS_PAGE,
            "status: reference\n",
            "status: official\nissued-by: 仓库\ndocument-number: 库发1号\ndate: 2024-01-31\n",
        )
    return made(root, head + part + TABLE, {"bans.md": bans})["downloads/form.docx"]


def test_every_page_says_which_paper_it_is_of_which_handbook(tmp_path: Path) -> None:
    content = form_of(tmp_path, TEXT)

    own = "除“据规则原文”之后引号里的话，都是编者拟写的；“据”之后是原文各句的编号。"
    assert words_of(content, "word/header1.xml") == [
        "\tWS01 检查单\t",
        f"训练或空白表：{WARNING}{own}",
    ]
    assert words_of(content, "word/footer1.xml") == ["仓库手册 第一版", "\t\t\t第 1 页，共 1 页\t"]
    assert words_of(content)[:3] == ["检查单", "〔编者拟写〕当场手填。", "先看一遍。"]


def test_fields_are_labels_with_room_beside_them(tmp_path: Path) -> None:
    fields = "    - fields: [甲, 乙, 丙, {label: 丁, lines: 3}, {label: 戊, choices: [是, 否]}]\n"
    content = form_of(tmp_path, fields)
    rows = [
        ["".join(t.text or "" for t in cell.iter(f"{WORD}t")) for cell in row.iter(f"{WORD}tc")]
        for row in xml_of(content, "word/document.xml").iter(f"{WORD}tr")
    ]

    assert rows == [["甲", "", "乙", ""], ["丙", ""], ["丁", ""], ["戊", "□是　□否"]]


def test_a_sheet_has_all_that_the_handbook_says_of_an_entry(tmp_path: Path) -> None:
    content = form_of(tmp_path, "    - sheets: [step]\n      fields: [记录人]\n")
    words = "\n".join(words_of(content))

    for text in (
        "BZ001 是否进门登记",
        "YJ02：“进门登记”",
        "看登记簿，另见 JL01 不准带火种",
        "看、问",
    ):
        assert text in words
    for text in ("登记簿\n=1+1", "库管员、班长：怎么登记？\n班长：谁看门？", "记录人"):
        assert text in words
    assert "../part.html#BZ001" in targets(content, "word/_rels/document.xml.rels")


def test_what_names_another_stands_on_the_sheet_of_that(tmp_path: Path) -> None:
    content = form_of(tmp_path, "    - sheets: [step]\n      fields: [记录人]\n")
    heads = [words for words in words_of(content) if re.match(r"BZ\d+ ", words)]

    assert heads[0] == "BZ001 是否进门登记"
    assert not any(words.startswith("BZ002 是否") for words in heads[1:])


def test_questions_stand_with_everybody_who_is_asked(tmp_path: Path) -> None:
    words = words_of(form_of(tmp_path, "    - questions: ask\n      fields: [时间]\n"))
    first, second = words.index("库管员"), words.index("班长")

    assert words[first:second].count("怎么登记？") == words[second:].count("怎么登记？") == 1
    assert "谁看门？" not in words[first:second]
    assert "谁看门？" in words[second:]
    assert words[first:].count("ZT01 仓库安全") == 2


def test_a_survey_is_ticked_or_graded(tmp_path: Path) -> None:
    answers = "      answers: [[没有看到], [好, 差]]\n"
    ticked = words_of(form_of(tmp_path / "1", f"    - survey: [step]\n{answers}"))
    graded = words_of(form_of(tmp_path / "2", f"    - survey: [ban, step]\n{answers}"))

    assert "□ 是否进门登记 BZ001" in ticked
    assert "□ 没有看到" in ticked
    assert "是否进门登记 BZ001" in graded
    assert graded.count("□好　□差") == 2


NOTICE = "“两禁止”一页（参考）的提示：“两禁止”是参考条文。"
PLEDGE = "    - entries: [JL]\n    - signatures: [承诺人, 日期]\n"


def test_nobody_signs_words_that_nobody_has_issued(tmp_path: Path) -> None:
    content = form_of(tmp_path, PLEDGE, pledge=True)
    words = words_of(content)

    assert words_of(content, "word/header1.xml")[0::2] == ["\tWS01 检查单\t", STAMP]
    assert WARNING not in words_of(content, "word/header1.xml")[1]
    assert NOTICE in words
    assert words[-2:] == [f"承诺人：{STAMP}", f"日期：{STAMP}"]
    assert not any("＿" in line for line in words)
    assert "所提“两禁止”是参考" in words_of(content, "word/footer1.xml")[0]


def test_the_issued_words_are_signed(tmp_path: Path) -> None:
    content = form_of(tmp_path, PLEDGE, official=True, pledge=True)
    words = words_of(content)

    assert STAMP not in "".join(words + words_of(content, "word/header1.xml"))
    assert words[-2:] == ["承诺人：＿＿＿＿＿＿＿＿＿＿", "日期：＿＿＿＿＿＿＿＿＿＿"]
    assert "1．不准带火种 JL01 据YJ03" in words


@pytest.mark.parametrize(
    ("part", "is_said"),
    [
        ("    - text: 请重读“两禁止”。\n", True),
        ("    - text: 见 JL02。\n", True),
        ("    - entries: [JL02]\n", True),
        ("    - entries: [BZ002]\n", False),
        ("    - sheets: [step]\n      fields: [甲]\n", True),  # its hint names JL01
    ],
)
def test_the_notice_stands_wherever_the_set_does(tmp_path: Path, part: str, is_said: bool) -> None:
    foot = words_of(form_of(tmp_path, part), "word/footer1.xml")[0]

    assert ("所提“两禁止”是参考" in foot) is is_said


def test_a_material_stands_once_with_all_that_it_serves(tmp_path: Path) -> None:
    book = opened(made(tmp_path, FORM + TEXT + TABLE)["downloads/table.xlsx"])
    page = book["簿子清单"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]

    assert ["序号", "可查的簿子", "对应条目", "页数", "有没有"] in rows
    assert [1, "登记簿", "BZ001", None, None] in rows
    assert [2, "=1+1", "BZ001", None, None] in rows
    cells = [cell for row in page.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
    formulas = [c.value for row in page.iter_rows() for c in row if c.data_type == "f"]
    assert formulas == [
        '=COUNTIF($E$5:$E$6,"有")',
        '=COUNTIF($E$5:$E$6,"没有")',
        "=COUNTA($B$5:$B$6)",
    ]
    assert page.print_title_rows == "$4:$4"
    assert page.freeze_panes == "A5"


def test_a_ledger_looks_the_title_up(tmp_path: Path) -> None:
    ledger = "    - ledger: [step]\n      rows: 3\n      columns: [措施]\n"
    table = TABLE[: TABLE.index("    - materials")] + ledger
    book = opened(made(tmp_path, FORM + TEXT + table)["downloads/table.xlsx"])
    page, ids = book["簿子清单"], book["编号"]

    assert [[cell.value for cell in row] for row in ids.iter_rows()] == [
        ["BZ001", "是否进门登记"],
        ["BZ002", "是否出门锁门"],
    ]
    formulas = [row[2].value for row in page.iter_rows() if row[2].data_type == "f"]
    assert formulas[:3] == [
        f'=IF(B{row}="","",IF(COUNTIF(编号!$A$1:$A$2,B{row})=0,"没有这个编号",'
        f"VLOOKUP(B{row},编号!$A$1:$B$2,2,FALSE)))"
        for row in (5, 6, 7)
    ]
    (choice,) = page.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("B5:B7", "编号!$A$1:$A$2")


def test_the_same_bytes_twice_and_other_ones_for_another_date(tmp_path: Path) -> None:
    catalog = catalog_of(check_project(project(tmp_path, GOOD)))

    assert downloads(catalog, DATE) == downloads(catalog, DATE)
    assert (
        downloads(catalog, DATE)["downloads/form.docx"]
        != downloads(catalog, DATE + 86400)["downloads/form.docx"]
    )


def test_a_handbook_that_declares_none_has_none(tmp_path: Path) -> None:
    checked = check_project(write_project(tmp_path, {"index.md": INDEX_PAGE}))

    assert set(downloads(catalog_of(checked), DATE)) == {
        "downloads/checklists.xlsx",
        "downloads/checklists.docx",
    }


# --- those of the real handbook -----------------------------------------------------------------


@pytest.fixture(scope="module")
def real_files(real: Checked) -> dict[str, bytes]:
    return downloads(catalog_of(real), DATE)


def paper(catalog: Catalog, id: str) -> Paper:
    return next(paper for paper in catalog.handbook.papers if paper.id.text == id)


def text_of(content: bytes) -> str:
    return re.sub(r"\s", "", "".join(words_of(content)))


def test_the_working_papers_have_every_check_and_problem(
    real: Checked, real_files: dict[str, bytes]
) -> None:
    catalog = catalog_of(real)
    text = text_of(real_files[address(paper(catalog, "WS01"))])
    missing = [
        entry.id
        for entry in catalog.entries
        if entry.kind.name in ("check", "problem")
        and re.sub(r"\s", "", f"{entry.id}{entry.title}") not in text
    ]

    assert missing == []


def test_every_question_and_material_of_the_entries_is_on_paper(
    real: Checked, real_files: dict[str, bytes]
) -> None:
    catalog = catalog_of(real)
    asked = text_of(real_files[address(paper(catalog, "WS03"))])
    book = opened(real_files[address(paper(catalog, "WS02"))])
    listed = {
        str(row[1].value): str(row[2].value).split()
        for row in book.worksheets[0].iter_rows()
        if row[0].data_type == "n" and row[0].value
    }
    for entry in catalog.entries:
        for name, spec in entry.kind.options.items():
            texts = [value.text for value in entry.values(name)]
            if spec.type is OptionType.ADDRESSED:
                assert [t for t in texts if addressed(t)[1] not in asked] == []
            elif name == "materials":
                assert [t for t in texts if entry.id not in listed[t]] == []


@pytest.mark.parametrize(("id", "sets"), [("WS07", ["BZ", "YJ"]), ("WS08", []), ("WS09", [])])
def test_what_is_signed_or_worn_is_a_sample_while_the_sets_are_references(
    real: Checked, real_files: dict[str, bytes], id: str, sets: list[str]
) -> None:
    catalog = catalog_of(real)
    content = real_files[address(paper(catalog, id))]

    assert words_of(content, "word/header1.xml")[-1] == STAMP
    assert not any("＿" in line for line in words_of(content))
    for name in sets:
        for member in catalog.members(catalog.handbook.sets[name]):
            assert member.title in "".join(words_of(content))


def test_the_papers_are_small(real_files: dict[str, bytes]) -> None:
    assert max(map(len, real_files.values())) < 90_000
    assert sum(map(len, real_files.values())) < 450_000


# --- faults put into the real file of papers ----------------------------------------------------

# What is replaced, by what, and the code that tells; of all places two by chance.
MUTATIONS = {
    "unknown id": (r"(?<=[\[ ])(?:JC|ZZ|JL|BZ|YJ)\d+(?=[,\]])", "ZZ999", "HB907"),
    "unknown set": (r"(?<=entries: \[)(?:BZ|YJ)(?=\])", "BQ", "HB907"),
    "unknown kind": (r"(?<=: \[)(?:check|problem|rule)(?=[,\]])", "checks", "HB907"),
    "unknown option": (r"(?<=questions: )\w+", "nothing", "HB907"),
    "option of another type": (r"(?<=materials: )\w+", "method", "HB907"),
    "unknown option of cards": (r"(?<=of: )stage", "phase", "HB907"),
    "id of another paper": (r"(?<=^- id: )WS0[2-9]", "WS01", "HB908"),
    "id of a kind": (r"(?<=^- id: )WS(?=\d)", "ZZ0", "HB908"),
    "file of another paper": (r"(?<=^  file: )(?:interviews|survey)", "working-paper", "HB908"),
    "card too full": (r"(?<=^        了解: \[)(?=Z)", "JC001, ", "HB909"),
    "card left out": (r"\n        (?:报告|移交): .*", "", "HB910"),
    "card of no stage": (r"(?<=^        )(?:准备|反馈)(?=:)", "总结", "HB910"),
    "file that nobody links": (r"(?<=^  file: )[a-z-]+", "another-file", "HB911"),
    "unknown form": (r"(?<=^    - )(?:text|fields|cards)(?=:)", "words", "HB001"),
    "unknown key": (r"(?<=^  )(?:use|title|file)(?=:)", "purpose", "HB001"),
    "file name": (r"(?<=^  file: )(?=\w)", "文书-", "HB001"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_every_fault_of_the_real_file_is_told_where_it_is(
    name: str, real: Checked, repository: Path, tmp_path: Path
) -> None:
    pattern, new, code = MUTATIONS[name]
    catalog = catalog_of(real)
    text = (repository / catalog.handbook.papers_file).read_text(encoding="utf-8")
    (tmp_path / "source").mkdir()
    for file in ("handbook.yml", *catalog.handbook.files):
        shutil.copy(repository / file, tmp_path / file)
    start = text.index("- id:")  # after the comments
    places = [m for m in re.finditer(pattern, text, re.MULTILINE) if m.start() > start]
    assert places
    for place in random.Random(name).sample(places, min(2, len(places))):
        mutant = text[: place.start()] + new + text[place.end() :]
        (tmp_path / catalog.handbook.papers_file).write_text(mutant, encoding="utf-8")
        try:
            found = check_catalog(replace(catalog, handbook=read_settings(tmp_path)))
        except SettingsError as error:
            found = list(error.diagnostics)
        told = [(d.code, d.place.path, d.place.line) for d in found]
        # What a paper, or a part of it, lacks is told where it begins.
        line = text.count("\n", 0, place.start()) + 1
        paper = text.count("\n", 0, text.rfind("- id:", 0, place.start() + 6)) + 1
        at = {n for c, path, n in told if (c, path) == (code, catalog.handbook.papers_file)}

        assert any(paper <= n <= line + 1 for n in at), told
        assert {c for c, _, _ in told} <= {code, "HB910", "HB911"}, told
