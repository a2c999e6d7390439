"""The checklists as a workbook (.xlsx), in plain features that Excel, WPS and LibreOffice share.

Every cell is written as a string, whatever it begins with; the only formulas are the totals.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from handbook.addresses import quoted
from handbook.office import OfficeError
from handbook.office.checklists import (
    NAME,
    RESULTS,
    Checklists,
    Column,
    Form,
    Item,
    Notice,
    Part,
    Sheet,
)
from handbook.zip_files import zip_bytes

# The limits of Excel: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

_COVER, _TOTAL = "说明", "合计"
_A4 = 9
TEXT_FONT, HEAD_FONT = "宋体", "黑体"
BORDER = "#808080"
# The height of rows is worked out here: not every program measures wrapped text when it opens a
# file, and none measures merged cells. In points, at 10 points of type.
PER_LINE = 13.5
HIGHEST = 409  # what Excel allows
_COVER_WIDTHS = (44, *[11] * (len(RESULTS) + 2))


def workbook(lists: Checklists, date: int, to_root: str = "../") -> bytes:
    """The file; ``date`` in seconds since 1970, ``to_root`` leads from its folder to the site's.

    Raises :class:`OfficeError` if a text does not fit into a cell. The same lists and date give the
    same bytes.
    """
    buffer = io.BytesIO()
    title = f"{lists.title} {NAME}"
    book = new_workbook(buffer, title, lists.edition, lists.unit, lists.marking, date)
    _Writer(book, lists, to_root).write()
    book.close()
    return portable(buffer.getvalue(), date)


def new_workbook(
    buffer: io.BytesIO, title: str, edition: str, unit: str, marking: str, date: int
) -> xlsxwriter.Workbook:
    """An empty workbook that takes no text for a formula, an address or a number."""
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    created = datetime.fromtimestamp(date, UTC).replace(tzinfo=None)
    book.set_properties(
        {"title": title, "subject": edition, "created": created}
        | ({"company": unit} if unit else {})
        | ({"status": marking} if marking else {})
    )
    return book


def sheet_names(sheets: Iterable[Sheet]) -> list[str]:
    """A name for each sheet that Excel takes, no two alike: of a title what is before its colon."""
    found: list[str] = []
    taken = {_COVER.lower(), "history"}
    for sheet in sheets:
        short = sheet_name(f"{sheet.id} {sheet.title.partition('：')[0]}")
        name, number = short, 1
        while name.lower() in taken:
            number += 1
            end = f" {number}"
            name = _cut(short, LONGEST_NAME - len(end)) + end
        taken.add(name.lower())
        found.append(name)
    return found


def sheet_name(words: str) -> str:
    """A name for a sheet that Excel takes, made of ``words``."""
    short = _NOT_IN_NAMES.sub(" ", words)
    return _cut(" ".join(short.split()).strip("'") or NAME, LONGEST_NAME)


def _cut(text: str, length: int) -> str:
    """``text`` of at most ``length`` as Excel counts, in UTF-16, and no apostrophe at its end."""
    units = text.encode("utf-16-le")[: 2 * length]
    return units.decode("utf-16-le", errors="ignore").strip("' ")


class _Writer:
    """What the sheets of one workbook share: its formats, and where each sheet's totals stand."""

    def __init__(self, book: xlsxwriter.Workbook, lists: Checklists, to_root: str) -> None:
        self._book = book
        self._lists = lists
        self._to_root = to_root
        self._names = sheet_names(lists.sheets)
        base = {"font_name": TEXT_FONT, "font_size": 10, "valign": "top"}
        grid = base | {"text_wrap": True, "border": 1, "border_color": BORDER}
        head = {"font_name": HEAD_FONT, "valign": "vcenter"}
        link = {"font_color": "#0B4F9E", "underline": 1}
        self._formats = {
            name: book.add_format(values)
            for name, values in {
                "title": base | head | {"font_size": 18},
                "sheet": base | head | {"font_size": 14, "text_wrap": True},
                "plain": base | {"text_wrap": True, "valign": "vcenter"},
                "warning": base | head | {"text_wrap": True, "font_color": "#9C1C1C"},
                "head": grid | head | {"bg_color": "#E7E6E6", "align": "center"},
                "band": base | head | {"bg_color": "#F5F3EE", "top": 1, "top_color": BORDER},
                "band-link": base
                | head
                | link
                | {"bg_color": "#F5F3EE", "top": 1, "top_color": BORDER},
                "text": grid,
                "link": grid | link,
                "fill": grid | {"align": "center"},
                "label": grid | head | {"align": "center", "text_wrap": False},
                "number": grid | {"align": "center", "valign": "vcenter"},
            }.items()
        }

    def write(self) -> None:
        cover = self._book.add_worksheet(_COVER)
        totals = [self._sheet(*pair) for pair in zip(self._names, self._lists.sheets, strict=True)]
        self._cover(cover, totals)

    def _cover(self, page: Worksheet, totals: list[list[str]]) -> None:
        lists, widths = self._lists, _COVER_WIDTHS
        for number, width in enumerate(widths):
            page.set_column(number, number, width)
        self._set_up_print(page, lists.imprint, lists.notices)
        page.set_row(0, 36)
        self._text(page, 0, 0, f"{lists.title}　{NAME}", "title")
        facts = [f"版次：{lists.edition}"]
        facts += [f"发布单位：{lists.unit}"] if lists.unit else []
        facts += [f"管理标志：{lists.marking}"] if lists.marking else []
        row = 1
        for text in facts:
            self._merged(page, row, widths, text, "plain")
            row += 1
        self._merged(page, row, widths, lists.warning, "warning")
        row += 1
        choice = f"“结果”一栏从{'、'.join(RESULTS)}里选一个，各表和本页的合计随着变。"
        for text in (*lists.explanations, choice, *(notice.text for notice in lists.notices)):
            self._merged(page, row, widths, text, "plain")
            row += 1
        row += 1
        for column, text in enumerate(("表", "条数", *RESULTS, _TOTAL)):
            self._text(page, row, column, text, "head")
        first = row + 1
        for name, sheet, cells in zip(self._names, lists.sheets, totals, strict=True):
            row += 1
            quoted = "'" + name.replace("'", "''") + "'"
            self._link(page, row, 0, f"internal:{quoted}!A1", sheet.name, "link")
            page.write_number(row, 1, sheet.count, self._formats["number"])
            counts = [sheet.count, *[0] * (len(RESULTS) - 1), sheet.count]
            for column, (cell, value) in enumerate(zip(cells, counts, strict=True), start=2):
                self._formula(page, row, column, f"={quoted}!{cell}", value)
        self._text(page, row + 1, 0, _TOTAL, "label")
        total = sum(sheet.count for sheet in lists.sheets)
        for column, value in enumerate((total, total, *[0] * (len(RESULTS) - 1), total), start=1):
            above = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(row, column)}"
            self._formula(page, row + 1, column, f"=SUM({above})", value)

    def _sheet(self, name: str, sheet: Sheet) -> list[str]:
        """Writes a sheet and gives the cells of its totals: of each result, and of all."""
        lists, columns = self._lists, sheet.columns
        widths = [column.width for column in columns]
        result = next(n for n, column in enumerate(columns) if column.form is Form.RESULT)
        page = self._book.add_worksheet(name)
        for number, width in enumerate(widths):
            page.set_column(number, number, width)
        self._set_up_print(page, f"{sheet.id} {lists.imprint}".strip(), sheet.notices)
        top = [(sheet.name, "sheet"), (f"{lists.title}　{lists.edition}　{lists.marking}", "plain")]
        top += [(lists.warning, "warning"), *((notice.text, "plain") for notice in sheet.notices)]
        for row, (text, form) in enumerate(top):
            self._merged(page, row, widths[: result - 1], text.strip(), form)
        head = len(top)
        row = self._rows(page, sheet, head)
        cells = f"{xl_rowcol_to_cell(head + 1, result)}:{xl_rowcol_to_cell(row, result)}"
        # Labels and numbers beside the title, in the rows that stay in sight.
        places = [(at, column) for column in (result - 1, result + 1) for at in range(3)]
        totals: list[str] = []
        for (at, column), label in zip(places, (*RESULTS, _TOTAL), strict=False):
            self._text(page, at, column, label, "label")
            is_total = label == _TOTAL
            formula = f"=SUM({','.join(totals)})" if is_total else f'=COUNTIF({cells},"{label}")'
            value = sheet.count if label in (RESULTS[0], _TOTAL) else 0
            self._formula(page, at, column + 1, formula, value)
            totals.append(xl_rowcol_to_cell(at, column + 1))
        page.freeze_panes(head + 1, 0)
        page.repeat_rows(head)
        page.autofilter(head, 0, row, len(columns) - 1)
        page.data_validation(
            head + 1,
            result,
            row,
            result,
            {
                "validate": "list",
                "source": list(RESULTS),
                "error_title": "结果",
                "error_message": f"请从列表里选：{'、'.join(RESULTS)}。",
            },
        )
        return totals

    def _rows(self, page: Worksheet, sheet: Sheet, head: int) -> int:
        """Writes headings and rows below the row ``head``; gives the number of the last row."""
        for number, column in enumerate(sheet.columns):
            self._text(page, head, number, column.heading, "head")
        page.set_row(head, 30)
        row = head
        for part in sheet.parts:
            row += 1
            self._band(page, row, part, sheet.columns)
            for item in part.items:
                row += 1
                self._item(page, row, item, sheet.columns)
        return row

    def _band(self, page: Worksheet, row: int, part: Part, columns: Iterable[Column]) -> None:
        """The heading above rows: not merged, so that the rows can be sorted and filtered."""
        page.set_row(row, 20)
        shown = {Form.LINK: part.kind.label, Form.TITLE: part.group.title}
        for number, column in enumerate(columns):
            if column.form is Form.GROUP and part.group.id:
                target = self._address(part.group.url)
                self._link(page, row, number, target, part.group.id, "band-link")
            else:
                self._text(page, row, number, shown.get(column.form, ""), "band")

    def _item(self, page: Worksheet, row: int, item: Item, columns: Iterable[Column]) -> None:
        lines = 1
        for number, column in enumerate(columns):
            text = column.text(item)
            lines = max(lines, lines_of(text, column.width))
            if column.form is Form.LINK:
                self._link(page, row, number, self._address(item.url), text, "link")
            else:
                is_filled_in = column.form in (Form.RESULT, Form.BLANK)
                self._text(page, row, number, text, "fill" if is_filled_in else "text")
        page.set_row(row, min(HIGHEST, PER_LINE * lines + 4))

    def _address(self, url: str) -> str:
        return f"external:{self._to_root}{quoted(url)}"

    def _set_up_print(self, page: Worksheet, imprint: str, notices: Iterable[Notice]) -> None:
        left = "　".join([imprint, *(notice.short for notice in notices)])
        set_up_print(page, left, self._lists.marking)

    def _merged(
        self, page: Worksheet, row: int, widths: Sequence[int], text: str, form: str
    ) -> None:
        """A text across the first columns, of these widths, in a row of the height it needs."""
        page.set_row(row, max(20, PER_LINE * lines_of(text, sum(widths)) + 6))
        page.merge_range(row, 0, row, len(widths) - 1, "", self._formats[form])
        self._text(page, row, 0, text, form)

    def _text(self, page: Worksheet, row: int, column: int, text: str, form: str) -> None:
        if not text:
            page.write_blank(row, column, None, self._formats[form])
        elif page.write_string(row, column, text, self._formats[form]):
            raise OfficeError(f"{NAME}：“{text[:20]}……”太长，一个单元格放不下。")

    def _link(
        self, page: Worksheet, row: int, column: int, target: str, text: str, form: str
    ) -> None:
        if page.write_url(row, column, target, self._formats[form], string=text):
            raise OfficeError(f"{NAME}：{text} 的链接写不进单元格：{target}")

    def _formula(self, page: Worksheet, row: int, column: int, formula: str, value: int) -> None:
        """The value is what programs show that do not calculate."""
        page.write_formula(row, column, formula, self._formats["number"], value)


def set_up_print(page: Worksheet, left: str, right: str) -> None:
    """A4, lying, as wide as the page, and what stands at its foot: texts and the page's number."""
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    page.set_footer(f"&L&8{header_text(left)}&C&8第 &P 页，共 &N 页&R&8{header_text(right)}")


def lines_of(text: str, width: int) -> int:
    """How many lines ``text`` takes in a column of ``width`` digits; a Chinese character is two."""
    lengths = (sum(2 if ord(sign) > 0xFF else 1 for sign in line) for line in text.split("\n"))
    return sum(max(1, math.ceil(length / (width - 1))) for length in lengths)


def header_text(text: str) -> str:
    """``text`` in a header or footer, where & begins a command."""
    return text.replace("&", "&&")


def portable(content: bytes, date: int) -> bytes:
    """The same workbook, with links that lead somewhere on Linux too.

    XlsxWriter writes the separators of Windows into them; an address has slashes (ECMA-376 part 2).
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name in files:
        if name.endswith(".rels"):
            files[name] = files[name].replace(b"\\", b"/")
    return zip_bytes(files, date)
