"""The checklists as a document (.docx) for Word, WPS and LibreOffice: to print and fill in by hand.

A heading for each sheet, under it one for each kind, a table for each heading of the handbook.
"""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import RGBColor

from handbook.addresses import quoted
from handbook.office.checklists import NAME, RESULTS, Checklists, Column, Form, Part, Sheet
from handbook.office.word import (
    HEAD_FONT,
    WARNING_COLOUR,
    PageSetup,
    Properties,
    add_footer,
    append,
    cell,
    finished,
    heading,
    link,
    new_document,
    row,
    run,
    table,
)

_PAGE = PageSetup(is_lying=True, side=15, top=18, bottom=18)


def document(lists: Checklists, date: int, to_root: str = "../") -> bytes:
    """The file; ``date`` in seconds since 1970, ``to_root`` leads from its folder to the site's.

    The same lists and date give the same bytes.
    """
    title = f"{lists.title} {NAME}"
    properties = Properties(title, lists.edition, lists.unit, lists.marking)
    file = new_document(properties, _PAGE, date)
    left = "　".join([lists.imprint, *(notice.short for notice in lists.notices)])
    add_footer(file, _PAGE, left, lists.marking)
    _add_cover(file, lists)
    for sheet in lists.sheets:
        _add_sheet(file, sheet, to_root)
    return finished(file, date)


def _add_cover(file: Document, lists: Checklists) -> None:
    file.add_paragraph(f"{lists.title}　{NAME}", style="Title")
    facts = [f"版次：{lists.edition}"]
    facts += [f"发布单位：{lists.unit}"] if lists.unit else []
    facts += [f"管理标志：{lists.marking}"] if lists.marking else []
    file.add_paragraph("　　".join(facts)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    warning = file.add_paragraph().add_run(lists.warning)
    warning.font.color.rgb = RGBColor.from_string(WARNING_COLOUR)
    warning.font.bold = True
    texts = (*lists.explanations, *(notice.text for notice in lists.notices))
    for text in texts:
        file.add_paragraph(text)


def _add_sheet(file: Document, sheet: Sheet, to_root: str) -> None:
    blocks = [heading(sheet.name, 1, is_first=True)]
    blocks += [f"<w:p ATTRIBUTES>{run(notice.text, size='')}</w:p>" for notice in sheet.notices]
    label = ""
    for part in sheet.parts:
        if part.kind.label != label:
            label = part.kind.label
            blocks.append(heading(label, 2))
        if part.group.name:
            blocks.append(heading(part.group.name, 3))
        blocks.append(_table(file, part, sheet.columns, to_root))
    append(file, blocks)


def _table(file: Document, part: Part, all_columns: Iterable[Column], to_root: str) -> str:
    columns = [column for column in all_columns if column.form is not Form.GROUP]
    total = sum(column.width for column in columns)
    widths = [_PAGE.text_width * column.width // total for column in columns]
    head = "".join(
        cell(run(column.heading, font=HEAD_FONT), width, is_head=True)
        for column, width in zip(columns, widths, strict=True)
    )
    rows = [row(head, is_head=True)]
    for item in part.items:
        cells = []
        for column, width in zip(columns, widths, strict=True):
            content = run(column.text(item))
            if column.form is Form.LINK:
                content = link(file, f"{to_root}{quoted(item.url)}", item.id)
            elif column.form is Form.RESULT:
                content = run("\n".join(f"□{result}" for result in RESULTS))
            cells.append(cell(content, width))
        rows.append(row("".join(cells)))
    return table(widths, rows)
