"""The checklists for offices: what is in them, and what other readers find in the files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from handbook.catalog import Catalog
from handbook.office import OfficeError, downloads
from handbook.office.checklists import RESULTS, Checklists, Sheet, checklists
from handbook.office.document import document
from handbook.office.workbook import LONGEST_NAME, sheet_names, workbook
from handbook.project import Checked
from openpyxl.worksheet.worksheet import Worksheet

from tests.office_files import WORD, opened, targets, words_of, xml_of
from tests.small_handbook import BANS_PAGE, PART_PAGE, check_with, replaced

DATE = 1700000000
LISTED = {"check", "problem"}  # the kinds of the real handbook that stand under headings


def catalog_of(checked: Checked) -> Catalog:
    assert checked.catalog is not None
    return checked.catalog


@pytest.fixture(scope="module")
def small_lists(tmp_path_factory: pytest.TempPathFactory) -> Checklists:
    return checklists(catalog_of(check_with(tmp_path_factory.mktemp("small"))))


@pytest.fixture(scope="module")
def real_lists(real: Checked) -> Checklists:
    return checklists(catalog_of(real))


def with_titles(lists: Checklists, *titles: str) -> Checklists:
    """The small lists, whose two rows have other titles."""
    sheet = lists.sheets[0]
    part = sheet.parts[0]
    items = tuple(replace(i, title=t) for i, t in zip(part.items, titles, strict=True))
    return replace(lists, sheets=(replace(sheet, parts=(replace(part, items=items),)),))


def rows(page: Worksheet) -> Iterator[list[str]]:
    for row in page.iter_rows(values_only=True):
        yield [str(cell) for cell in row if cell is not None]


# --- what is in the lists -----------------------------------------------------------------------


def test_a_sheet_for_each_page_entry_with_its_rows_by_heading(small_lists: Checklists) -> None:
    (sheet,) = small_lists.sheets
    (part,) = sheet.parts
    assert (sheet.name, part.title) == ("BF1 第一部分", "步骤：ZT01 仓库安全")
    assert [column.heading for column in sheet.columns] == [
        *("编号", "主题", "步骤", "编者提示", "据规则原文", "方式", "结果", "依据", "责任人")
    ]
    assert [[column.text(item) for column in sheet.columns] for item in part.items] == [
        [
            *("BZ001", "ZT01", "是否进门登记", "看登记簿，另见 JL01 不准带火种和出门的步骤。"),
            *("YJ02：“进门登记”", "看、问", "未查", "由本单位填写", ""),
        ],
        [
            *("BZ002", "ZT01", "是否出门锁门", ""),
            *("YJ02：“出门锁门”", "", "未查", "名称：《仓库规则》\n日期：2020-01-31", ""),
        ],
    ]


def test_the_notice_goes_with_what_is_said_of_a_reference_wording(small_lists: Checklists) -> None:
    (notice,) = small_lists.notices
    assert notice.text == "“两禁止”一页（参考）的提示：“两禁止”是参考条文。"
    assert notice.short == "所提“两禁止”是参考"
    for content in (workbook(small_lists, DATE), document(small_lists, DATE)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts = [
                archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
            ]
        assert any(notice.text in text for text in texts)
        assert any(notice.short in text for text in texts)


@pytest.mark.parametrize(
    ("hint", "has_notice"),
    [("看登记簿。", False), ("见“两禁止”。", True), ("见[禁令][JL02]。", True)],
)
def test_the_notice_goes_with_nothing_else(hint: str, has_notice: bool, tmp_path: Path) -> None:
    page = replaced(PART_PAGE, "看登记簿，另见 [JL01] 和[出门的步骤][BZ002]。", hint)
    lists = checklists(catalog_of(check_with(tmp_path, {"part.md": page})))
    assert bool(lists.notices) is has_notice


def test_an_issued_wording_needs_no_notice(tmp_path: Path) -> None:
    page = replaced(BANS_PAGE, "status: reference", "status: official")
    assert checklists(catalog_of(check_with(tmp_path, {"bans.md": page}))).notices == ()


def test_rows_on_pages_that_are_no_entry_come_last(tmp_path: Path) -> None:
    step = "/// step | 是否另行登记\n    id: BZ003\n    source: YJ02\n    quote: 进门登记\n///\n"
    page = f"---\ntitle: 另外的\n---\n\n# 另外的\n\n## 有小标题的\n\n{step}"
    lists = checklists(catalog_of(check_with(tmp_path, {"apart.md": page})))
    assert [sheet.name for sheet in lists.sheets] == ["BF1 第一部分", "另外的"]
    assert [part.title for part in lists.sheets[1].parts] == ["步骤：有小标题的"]


def test_every_row_of_the_real_handbook_stands_once(real: Checked, real_lists: Checklists) -> None:
    entries = [e.id for e in catalog_of(real).entries if e.kind.name in LISTED]
    ids = [item.id for sheet in real_lists.sheets for part in sheet.parts for item in part.items]
    assert sorted(ids) == sorted(entries)
    assert len(real_lists.sheets) == 5


def test_a_check_names_the_problems_that_name_it(real_lists: Checklists) -> None:
    items = {i.id: i for s in real_lists.sheets for p in s.parts for i in p.items}
    assert items["JC001"].related == ("WT001 学习贯彻中的形式主义",)
    assert [name.split()[0] for name in items["WT001"].related] == ["JC001", "JC005", "JC006"]


# --- the workbook -------------------------------------------------------------------------------


def test_another_library_finds_every_id_and_text_in_the_workbook(
    real: Checked, real_lists: Checklists
) -> None:
    catalog = catalog_of(real)
    book = opened(workbook(real_lists, DATE))
    found = {row[0]: "\n".join(row) for page in book.worksheets[1:] for row in rows(page) if row}
    for entry in catalog.entries:
        if entry.kind.name in LISTED:
            row = found[entry.id]
            assert entry.title in row
            assert catalog.text(entry) in row
            for quotation in catalog.quotations(entry):
                assert quotation.unit.id in row
                assert all(quote in row for quote in quotation.quotes)
            assert all(value.text in row for value in entry.values("method"))
    cover = "\n".join(text for row in rows(book.worksheets[0]) for text in row)
    edition = catalog.handbook.edition
    assert all(
        text in cover
        for text in (catalog.handbook.title, edition.name, edition.date, catalog.handbook.warning)
    )


def test_each_id_leads_to_its_entry(real: Checked, real_lists: Checklists) -> None:
    content = workbook(real_lists, DATE)
    by_id = catalog_of(real).by_id
    links = {}
    for page in opened(content).worksheets[1:]:
        for cell in (cell for row in page.iter_rows() for cell in row):
            if cell.hyperlink:
                links[cell.value] = f"{cell.hyperlink.target}#{cell.hyperlink.location}"
    assert {id for id in links if by_id[str(id)].kind.name in LISTED} == {
        e.id for e in by_id.values() if e.kind.name in LISTED
    }
    assert all(address == f"../{by_id[str(id)].url}" for id, address in links.items())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"\\" in archive.read(n) for n in archive.namelist() if n.endswith(".rels"))


def test_a_sheet_can_be_filled_in_and_printed(small_lists: Checklists) -> None:
    page = opened(workbook(replace(small_lists, marking="内部 A&B"), DATE)).worksheets[1]
    assert page.title == "BF1 第一部分"
    head = next(n for n, row in enumerate(page.values, start=1) if row[0] == "编号")
    assert page.freeze_panes == f"A{head + 1}"
    assert page.print_title_rows == f"${head}:${head}"
    assert page.auto_filter.ref == f"A{head}:I{head + 3}"
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert page.page_setup.fitToHeight == 0
    assert page.sheet_properties.pageSetUpPr
    assert page.sheet_properties.pageSetUpPr.fitToPage
    (validation,) = page.data_validations.dataValidation
    assert validation.formula1 == '"未查,已查,存疑,不适用"'
    assert str(validation.sqref) == f"G{head + 1}:G{head + 3}"
    foot = page.oddFooter
    assert foot is not None
    assert [part and part.text for part in (foot.left, foot.center, foot.right)] == [
        "BF1 仓库手册 第一版　所提“两禁止”是参考",
        "第 &P 页，共 &N 页",
        "内部 A&&B",
    ]


def test_only_the_totals_are_formulas(small_lists: Checklists) -> None:
    book = opened(workbook(small_lists, DATE))
    found = {
        (page.title, cell.coordinate): cell.value
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    cells = [("F1", 0), ("F2", 1), ("F3", 2), ("I1", 3)]
    own = {
        ("BF1 第一部分", at.replace("F", "G")): f'=COUNTIF(G6:G8,"{RESULTS[n]}")' for at, n in cells
    }
    own[("BF1 第一部分", "I2")] = "=SUM(G1,G2,G3,I1)"
    assert {key: value for key, value in found.items() if key[0] != "说明"} == own
    cover = [value for key, value in found.items() if key[0] == "说明"]
    assert cover[:5] == [f"='BF1 第一部分'!{at}" for at in ("G1", "G2", "G3", "I1", "I2")]
    assert len(cover) == 11
    assert all(str(value).startswith("=SUM(") for value in cover[5:])


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", "＝", "{=", '=HYPERLINK("http://a")', "http://a", "1e5"]
)
def test_no_text_is_taken_for_a_formula_or_a_number(start: str, small_lists: Checklists) -> None:
    title = f"{start}1+cmd|' /C calc'!A0"
    page = opened(workbook(with_titles(small_lists, title, start), DATE)).worksheets[1]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value in (title, start)]
    assert [cell.value for cell in cells] == [title, start]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert [cell.hyperlink for cell in cells] == [None, None]


def test_what_no_cell_holds_is_said(small_lists: Checklists) -> None:
    with pytest.raises(OfficeError) as caught:
        workbook(with_titles(small_lists, "长" * 32768, "短"), DATE)
    assert str(caught.value) == f"检查清单：“{'长' * 20}……”太长，一个单元格放不下。"


def test_sheet_names_are_what_excel_takes() -> None:
    titles = [
        "甲：乙",
        "甲：丙",
        "a[b]:c*d?e/f\\g",
        "'单引号'",
        "长" * 40,
        "长" * 40,
        "说明",
        "History",
        "",
        "\U00020000" * 20,
    ]
    names = sheet_names(Sheet(title, (), (), ()) for title in titles)
    assert names == [
        *("甲", "甲 2", "a b c d e f g", "单引号", "长" * 31, "长" * 29 + " 2", "说明 2"),
        *("History 2", "检查清单", "\U00020000" * 15),
    ]
    assert all(len(name.encode("utf-16-le")) // 2 <= LONGEST_NAME for name in names)


# --- the document -------------------------------------------------------------------------------


def test_another_reader_finds_every_id_and_text_in_the_document(
    real: Checked, real_lists: Checklists
) -> None:
    catalog = catalog_of(real)
    content = document(real_lists, DATE)
    paragraphs = set(words_of(content))
    for entry in catalog.entries:
        if entry.kind.name in LISTED:
            assert {entry.id, entry.title, catalog.text(entry)} <= paragraphs
    by_id = catalog.by_id
    ids = {i.id for s in real_lists.sheets for p in s.parts for i in p.items}
    assert targets(content, "word/_rels/document.xml.rels") == {f"../{by_id[id].url}" for id in ids}


def test_the_document_has_headings_and_repeated_table_heads(small_lists: Checklists) -> None:
    body = xml_of(document(small_lists, DATE), "word/document.xml")
    styles = [e.get(f"{WORD}val") for e in body.iter(f"{WORD}pStyle")]
    assert styles == ["Title", "Heading1", "Heading2", "Heading3"]
    (table,) = body.iter(f"{WORD}tbl")
    assert [row.find(f".//{WORD}tblHeader") is not None for row in table.iter(f"{WORD}tr")] == [
        True,
        False,
        False,
    ]
    size = body.find(f".//{WORD}pgSz")
    assert size is not None
    assert [round(int(size.get(f"{WORD}{side}", "0")) / 56.69) for side in "wh"] == [297, 210]


def test_the_foot_of_the_document_names_edition_and_marking(small_lists: Checklists) -> None:
    content = document(replace(small_lists, marking="内部 <A&B>"), DATE)
    assert words_of(content, "word/footer1.xml") == [
        "\t\t仓库手册 第一版　所提“两禁止”是参考\t第 1 页，共 1 页\t内部 <A&B>"
    ]
    fields = [
        e.get(f"{WORD}instr") for e in xml_of(content, "word/footer1.xml").iter(f"{WORD}fldSimple")
    ]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_document_names_chinese_faces(small_lists: Checklists) -> None:
    styles = xml_of(document(small_lists, DATE), "word/styles.xml")
    faces = {}
    for style in styles.iter(f"{WORD}style"):
        fonts = style.find(f"{WORD}rPr/{WORD}rFonts")
        if fonts is not None:
            faces[style.get(f"{WORD}styleId")] = fonts.get(f"{WORD}eastAsia")
    assert [faces[name] for name in ("Normal", "Title", "Heading1")] == ["仿宋", "宋体", "黑体"]


# --- both ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [workbook, document])
def test_the_same_bytes_twice_and_no_clock(write: object, real_lists: Checklists) -> None:
    assert callable(write)
    content = write(real_lists, DATE)
    assert write(real_lists, DATE) == content
    assert write(real_lists, DATE + 86400) != content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2023, 11, 14, 22, 13, 20)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        years = set(re.findall(rb">(\d{4})-\d\d-\d\dT", archive.read("docProps/core.xml")))
    assert years == {b"2023"}


@pytest.mark.parametrize("write", [workbook, document])
def test_signs_that_no_xml_holds_are_left_out(write: object, tmp_path: Path) -> None:
    page = replaced(PART_PAGE, "看登记簿，", "看\x02登记\x0b簿，<b>&amp;")
    lists = checklists(catalog_of(check_with(tmp_path, {"part.md": page})))
    assert callable(write)
    content = write(lists, DATE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [
            ElementTree.fromstring(archive.read(n))
            for n in archive.namelist()
            if n.endswith(".xml")
        ]
    texts = [text for part in parts for text in part.itertext()]
    assert any(text.startswith("看登记簿，<b>") for text in texts)


def test_a_handbook_without_checklists_has_no_documents(tmp_path: Path) -> None:
    page = "---\ntitle: 第一部分\nkind: part\nid: BF1\nsource: YJ01\nquote: 仓库安全\n---\n\n# 第一部分\n"
    assert downloads.downloads(catalog_of(check_with(tmp_path, {"part.md": page})), DATE) == {}


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    downloads.require_packages()
    monkeypatch.setattr(downloads, "find_spec", lambda name: None if name == "docx" else name)
    with pytest.raises(OfficeError) as caught:
        downloads.require_packages()
    assert str(caught.value) == (
        "没有安装 python-docx，做不了下载的文档：用 make 建站会自动安装；"
        "不用 make 的，请安装 requirements/build.txt。"
    )
