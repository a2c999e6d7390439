"""The workbook that the working checklist hands over: made here, filled in by the page.

XlsxWriter lays it out with a placeholder wherever the reader's record goes; the page only replaces
placeholders by text and puts the parts into a zip. So no script writes a spreadsheet's structure,
and a text that was typed can be nothing but a string.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from handbook.office.workbook import (
    BORDER,
    HEAD_FONT,
    HIGHEST,
    PER_LINE,
    TEXT_FONT,
    lines_of,
    new_workbook,
    set_up_print,
)
from handbook.output import EARLIEST_DATE

_RECORD, _PROGRESS = "记录", "进度"
_HEADS = ("编号", "所属", "标题", "种类", "题目", "结果", "方式", "记录时的版次")
_WIDTHS = (9, 22, 26, 10, 44, 10, 22, 16)
_RESULT = _HEADS.index("结果")
# Above the head of both sheets: the title, the mode and edition, the warning.
_TOP = 3
# The value of a total as XlsxWriter writes it, after its formula.
_TOTAL = re.compile(r'(<c r="(?P<cell>[A-Z]+\d+)"[^>]*><f>[^<]*</f><v>)0(?=</v>)')


@dataclass(frozen=True)
class RecordRow:
    """A row: its entry, and where it stands; rows of one part and heading follow each other."""

    id: str
    sheet: str
    group: str
    kind: str
    title: str


@dataclass(frozen=True)
class RecordBook:
    """The workbook's parts as text, by their paths, with placeholders.

    ``{{mode}}`` stands for the reader's mode; ``{{result ID}}``, ``{{ways ID}}`` and
    ``{{edition ID}}`` for what is recorded of an entry; ``{{C9}}`` for the value of the formula in
    that cell of the progress, which counts as ``totals`` says: of the rows from one to before
    another those with a result, or, by the word :data:`SETTLED`, those that are not open.
    """

    parts: dict[str, str]
    totals: dict[str, tuple[int, int, str]]


SETTLED = "已定"


def record_book(
    rows: Sequence[RecordRow],
    *,
    title: str,
    edition: str,
    warning: str,
    results: Sequence[str],
) -> RecordBook:
    """The workbook for ``rows``; ``results`` as the page has them: the first and third are open.

    It has no date: a record that is handed over does not say when it was made.
    """
    buffer = io.BytesIO()
    book = new_workbook(buffer, title, edition, "", "", EARLIEST_DATE)
    writer = _Writer(book, rows, title, edition, warning, results)
    totals = writer.write()
    book.close()
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    progress = "xl/worksheets/sheet2.xml"
    parts[progress] = _TOTAL.sub(r"\1{{\g<cell>}}", parts[progress])
    return RecordBook(parts, totals)


class _Writer:
    def __init__(
        self,
        book: xlsxwriter.Workbook,
        rows: Sequence[RecordRow],
        title: str,
        edition: str,
        warning: str,
        results: Sequence[str],
    ) -> None:
        self._book = book
        self._rows = rows
        self._top = (title, f"模式：{{{{mode}}}}　导出时的版次：{edition}", warning)
        self._imprint = f"{title}　{edition}"
        self._results = results
        base = {"font_name": TEXT_FONT, "font_size": 10, "valign": "top"}
        grid = base | {"text_wrap": True, "border": 1, "border_color": BORDER}
        head = {"font_name": HEAD_FONT, "valign": "vcenter"}
        self._formats = {
            name: book.add_format(values)
            for name, values in {
                "title": base | head | {"font_size": 14},
                "plain": base | head,
                "warning": base | head | {"font_color": "#9C1C1C"},
                "head": grid | head | {"bg_color": "#E7E6E6", "align": "center"},
                # What was recorded stays text, even where somebody edits the cell.
                "text": grid | {"quote_prefix": True},
                "label": grid,
                "number": grid | {"align": "center"},
            }.items()
        }

    def write(self) -> dict[str, tuple[int, int, str]]:
        record = self._sheet(_RECORD, _HEADS, _WIDTHS)
        for number, row in enumerate(self._rows, start=_TOP + 1):
            words = (row.id, row.sheet, row.group, row.kind, row.title)
            blanks = (f"{{{{{name} {row.id}}}}}" for name in ("result", "ways", "edition"))
            for column, text in enumerate((*words, *blanks)):
                record.write_string(number, column, text, self._formats["text"])
            lines = max(lines_of(text, w) for text, w in zip(words, _WIDTHS, strict=False))
            record.set_row(number, min(HIGHEST, PER_LINE * lines + 4))
        last = _TOP + len(self._rows)
        record.autofilter(_TOP, 0, last, len(_HEADS) - 1)
        source = {"validate": "list", "source": list(self._results)}
        record.data_validation(_TOP + 1, _RESULT, last, _RESULT, source)
        return self._progress()

    def _progress(self) -> dict[str, tuple[int, int, str]]:
        heads = ("部分", "条数", SETTLED, *self._results)
        page = self._sheet(_PROGRESS, heads, (48, *[10] * (len(heads) - 1)))
        totals: dict[str, tuple[int, int, str]] = {}
        for number, (name, first, end) in enumerate(self._parts(), start=_TOP + 1):
            page.write_string(number, 0, name, self._formats["label"])
            page.write_number(number, 1, end - first, self._formats["number"])
            ends = (_TOP + 1 + first, _TOP + end)
            cells = f"{_RECORD}!" + ":".join(xl_rowcol_to_cell(row, _RESULT) for row in ends)
            for column, head in enumerate(heads[2:], start=2):
                open_ones = (self._results[0], self._results[2])
                wanted = [word for word in self._results if word not in open_ones]
                words = wanted if head == SETTLED else [head]
                formula = "+".join(f'COUNTIF({cells},"{word}")' for word in words)
                page.write_formula(number, column, f"={formula}", self._formats["number"], 0)
                totals[xl_rowcol_to_cell(number, column)] = (first, end, head)
        return totals

    def _parts(self) -> Iterator[tuple[str, int, int]]:
        """All rows, each part's, and each heading's: a name, the first row, and the one after."""
        rows = list(enumerate(self._rows))
        yield "合计", 0, len(rows)
        for sheet, of_sheet in groupby(rows, key=lambda row: row[1].sheet):
            numbered = list(of_sheet)
            yield sheet, numbered[0][0], numbered[-1][0] + 1
            for group, of_group in groupby(numbered, key=lambda row: row[1].group):
                places = [place for place, _ in of_group]
                if group:
                    yield f"　{group}", places[0], places[-1] + 1

    def _sheet(self, name: str, heads: Sequence[str], widths: Sequence[int]) -> Worksheet:
        page = self._book.add_worksheet(name)
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            page.set_column(column, column, width)
            page.write_string(_TOP, column, head, self._formats["head"])
        for row, (text, form) in enumerate(
            zip(self._top, ("title", "plain", "warning"), strict=True)
        ):
            page.write_string(row, 0, text, self._formats[form])
        page.freeze_panes(_TOP + 1, 1)
        page.repeat_rows(_TOP)
        set_up_print(page, self._imprint, "")
        return page
