"""The blank papers that are tables (.xlsx): lists of materials, and ledgers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from handbook.addresses import quoted
from handbook.catalog import Catalog, Entry
from handbook.model import Blank, Paper, PaperForm, PaperPart
from handbook.office import OfficeError
from handbook.office.checklists import clean, edition_of, notices_for, warning_of
from handbook.office.workbook import (
    BORDER,
    HEAD_FONT,
    HIGHEST,
    PER_LINE,
    TEXT_FONT,
    lines_of,
    new_workbook,
    portable,
    set_up_print,
    sheet_name,
)
from handbook.papers import option_specs, with_option
from handbook.selecting import selected

_TOTAL = "合计"
_IDS = "编号"
_NUMBER, _ID, _TITLE = "序号", "对应条目", "条目题目"
_WIDE, _NARROW = 28, 12


@dataclass(frozen=True)
class _Head:
    """A column: its heading and its width in characters, and what may be chosen in it."""

    text: str
    width: int
    choices: tuple[str, ...] = ()


def paper_workbook(paper: Paper, catalog: Catalog, date: int, to_root: str = "../") -> bytes:
    """The file; ``date`` in seconds since 1970, ``to_root`` leads from its folder to the site's.

    Raises :class:`OfficeError` if a text does not fit into a cell. The same catalog and date give
    the same bytes.
    """
    handbook = catalog.handbook
    edition, marking = edition_of(handbook), clean(handbook.marking)
    buffer = io.BytesIO()
    title = clean(f"{handbook.title} {paper.title}")
    book = new_workbook(buffer, title, edition, clean(handbook.issuing_unit), marking, date)
    (part,) = paper.parts
    writer = _Writer(book, paper, part, catalog, to_root)
    writer.write(
        f"{paper.id.text} {clean(paper.title)}　{clean(handbook.title)} {edition}", marking
    )
    book.close()
    return portable(buffer.getvalue(), date)


class _Writer:
    """What the sheets of one paper share: its formats and its words."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        paper: Paper,
        part: PaperPart,
        catalog: Catalog,
        to_root: str,
    ) -> None:
        self._book, self._paper, self._part = book, paper, part
        self._catalog, self._to_root = catalog, to_root
        base = {"font_name": TEXT_FONT, "font_size": 10, "valign": "top", "text_wrap": True}
        grid = base | {"border": 1, "border_color": BORDER}
        head = {"font_name": HEAD_FONT, "valign": "vcenter"}
        self._formats = {
            name: book.add_format(values)
            for name, values in {
                "title": base | head | {"font_size": 16},
                "plain": base | {"valign": "vcenter"},
                "warning": base | head | {"font_color": "#9C1C1C"},
                "head": grid | head | {"bg_color": "#E7E6E6", "align": "center"},
                "text": grid,
                "link": grid | {"font_color": "#0B4F9E", "underline": 1},
                "fill": grid | {"align": "center"},
            }.items()
        }

    def write(self, imprint: str, marking: str) -> None:
        page = self._book.add_worksheet(sheet_name(clean(self._paper.title)))
        entries = self._entries()
        words = [self._paper.title, self._paper.use, *self._words(entries)]
        notices = tuple(notices_for(entries, words, self._catalog, with_references=False))
        set_up_print(page, "　".join([imprint, *(n.short for n in notices)]), marking)
        heads = self._heads()
        for number, head in enumerate(heads):
            page.set_column(number, number, head.width)
        own = f"〔编者拟写〕{self._paper.use}"
        warning = warning_of(self._catalog.handbook)
        top = [(self._paper.title, "title"), (warning, "warning"), (own, "plain")]
        top += [(notice.text, "plain") for notice in notices]
        width = sum(head.width for head in heads)
        for row, (text, form) in enumerate(top):
            page.set_row(row, max(20, PER_LINE * lines_of(text, width) + 6))
            page.merge_range(row, 0, row, len(heads) - 1, "", self._formats[form])
            self._text(page, row, 0, text, form)
        first = len(top) + 1
        if self._part.form is PaperForm.MATERIALS:
            last = self._materials(page, first)
        else:
            last = self._ledger(page, first, entries, imprint, marking)
        self._frame(page, heads, first, last)

    def _entries(self) -> tuple[Entry, ...]:
        if self._part.form is PaperForm.MATERIALS and self._part.option:
            return with_option(self._part.option.text, self._catalog)
        return selected(self._part.entries, self._catalog)

    def _words(self, entries: Sequence[Entry]) -> list[str]:
        """What is printed of the entries."""
        if self._part.option:
            return [v.text for entry in entries for v in entry.values(self._part.option.text)]
        return [entry.title for entry in entries]

    def _heads(self) -> list[_Head]:
        blanks = [_Head(b.label, _width_of(b), b.choices) for b in self._part.blanks]
        if self._part.form is PaperForm.LEDGER:
            return [_Head(_NUMBER, 6), _Head(_ID, 10), _Head(_TITLE, 34), *blanks]
        assert self._part.option is not None
        (spec, *_) = option_specs(self._part.option.text, self._catalog.handbook.kinds.values())
        return [_Head(_NUMBER, 6), _Head(spec.label, _WIDE), _Head(_ID, 34), *blanks]

    def _frame(self, page: Worksheet, heads: Sequence[_Head], first: int, last: int) -> None:
        """Headings, lists to choose from, and how often each of their values was chosen."""
        page.set_row(first - 1, 30)
        for number, head in enumerate(heads):
            self._text(page, first - 1, number, head.text, "head")
            if head.choices:
                page.data_validation(
                    first, number, last, number, {"validate": "list", "source": list(head.choices)}
                )
        page.freeze_panes(first, 0)
        page.repeat_rows(first - 1)
        row = last + 2
        for number, head in enumerate(heads):
            cells = xl_range_abs(first, number, last, number)
            for choice in head.choices:
                self._text(page, row, 1, f"{head.text}：{choice}", "text")
                formula = f'=COUNTIF({cells},"{choice}")'
                page.write_formula(row, 2, formula, self._formats["fill"], 0)
                row += 1
        counted = xl_range_abs(first, 1, last, 1)
        filled = last - first + 1 if self._part.form is PaperForm.MATERIALS else 0
        self._text(page, row, 1, _TOTAL, "text")
        page.write_formula(row, 2, f"=COUNTA({counted})", self._formats["fill"], filled)

    def _materials(self, page: Worksheet, first: int) -> int:
        """A row for each material, with the entries that it serves; gives the last row."""
        option = self._part.option
        assert option is not None
        served: dict[str, list[str]] = {}
        for entry in self._entries():
            for value in entry.values(option.text):
                served.setdefault(clean(value.text), []).append(entry.id)
        row = first - 1
        for number, (material, ids) in enumerate(served.items(), start=1):
            row = first - 1 + number
            words = " ".join(ids)  # at a blank a line may end, within an id it may not
            lines = max(lines_of(material, _WIDE), lines_of(words, 34))
            page.set_row(row, min(HIGHEST, PER_LINE * lines + 6))
            page.write_number(row, 0, number, self._formats["fill"])
            self._text(page, row, 1, material, "text")
            self._text(page, row, 2, words, "text")
            self._fill_in(page, row)
        return row

    def _ledger(
        self, page: Worksheet, first: int, entries: Sequence[Entry], imprint: str, marking: str
    ) -> int:
        """Empty rows; an id is chosen from a list, and its title looked up. Gives the last row."""
        names = self._book.add_worksheet(_IDS)
        set_up_print(names, imprint, marking)
        names.set_column(0, 0, 10)
        names.set_column(1, 1, 80)
        for row, entry in enumerate(entries):
            target = f"external:{self._to_root}{quoted(entry.url)}"
            if names.write_url(row, 0, target, self._formats["link"], string=entry.id):
                raise OfficeError(f"{self._paper.title}：{entry.id} 的链接写不进单元格：{target}")
            self._text(names, row, 1, clean(entry.title), "text")
        ids = f"{_IDS}!{xl_range_abs(0, 0, len(entries) - 1, 0)}"
        titles = f"{_IDS}!{xl_range_abs(0, 0, len(entries) - 1, 1)}"
        last = first + self._part.rows - 1
        for row in range(first, last + 1):
            page.set_row(row, 32)
            page.write_number(row, 0, row - first + 1, self._formats["fill"])
            self._text(page, row, 1, "", "fill")
            id = xl_rowcol_to_cell(row, 1)
            found = f"VLOOKUP({id},{titles},2,FALSE)"
            formula = f'=IF({id}="","",IF(COUNTIF({ids},{id})=0,"没有这个编号",{found}))'
            page.write_formula(row, 2, formula, self._formats["text"], "")
            self._fill_in(page, row)
        page.data_validation(first, 1, last, 1, {"validate": "list", "source": f"={ids}"})
        return last

    def _fill_in(self, page: Worksheet, row: int) -> None:
        """The cells that people fill in, after the three that are filled."""
        for column in range(len(self._part.blanks)):
            self._text(page, row, 3 + column, "", "fill")

    def _text(self, page: Worksheet, row: int, column: int, text: str, form: str) -> None:
        if not text:
            page.write_blank(row, column, None, self._formats[form])
        elif page.write_string(row, column, text, self._formats[form]):
            raise OfficeError(f"{self._paper.title}：“{text[:20]}……”太长，一个单元格放不下。")


def _width_of(blank: Blank) -> int:
    """A column is as wide as what is written there needs."""
    return _NARROW if blank.choices or blank.lines == 1 else _WIDE
