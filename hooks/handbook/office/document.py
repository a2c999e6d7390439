"""The checklists as a document (.docx) for Word, WPS and LibreOffice: to print and fill in by hand.

A heading for each sheet, under it one for each kind, a table for each heading of the handbook.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from handbook.office.checklists import NAME, RESULTS, WARNING, Checklists, Column, Form, Part, Sheet
from handbook.zip_files import zip_bytes

# Faces as GB/T 9704-2012 has them; programs without one of them take the nearest.
_TEXT_FONT, _HEAD_FONT, _TITLE_FONT, _LATIN_FONT = "仿宋", "黑体", "宋体", "Times New Roman"
_WIDTH, _HEIGHT = Mm(297), Mm(210)
_MARGIN = Mm(15)
_TABLE_WIDTH = Length(_WIDTH - 2 * _MARGIN)
_LINK_COLOUR, _HEAD_COLOUR = "0B4F9E", "E7E6E6"
_TWIP = 635  # EMU, the unit of lengths in python-docx


def document(lists: Checklists, date: int, to_root: str = "../") -> bytes:
    """The file; ``date`` in seconds since 1970, ``to_root`` leads from its folder to the site's.

    The same lists and date give the same bytes.
    """
    file = docx.Document()
    moment = datetime.fromtimestamp(date, UTC).replace(tzinfo=None)
    properties = file.core_properties
    properties.title, properties.subject = f"{lists.title} {NAME}", lists.edition
    properties.author, properties.comments = lists.unit, ""
    properties.content_status, properties.language = lists.marking, "zh-CN"
    properties.created = properties.modified = moment
    _set_styles(file)
    _set_page(file.sections[0])
    _add_footer(file.sections[0], lists)
    _add_cover(file, lists)
    for sheet in lists.sheets:
        _add_sheet(file, sheet, to_root)
    buffer = io.BytesIO()
    file.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return zip_bytes(files, date)


def _set_styles(file: Document) -> None:
    _set_style(file, "Normal", _TEXT_FONT, 10.5)
    _set_style(file, "Title", _TITLE_FONT, 22)
    for name, size in (("Heading 1", 16), ("Heading 2", 14), ("Heading 3", 12)):
        _set_style(file, name, _HEAD_FONT, size)
    title = file.styles["Title"]
    assert isinstance(title, ParagraphStyle)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in title.element.iter(qn("w:pBdr")):
        line.getparent().remove(line)


def _set_style(file: Document, name: str, font: str, size: float) -> None:
    style = file.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size = _LATIN_FONT, Pt(size)
    style.font.bold = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in [a for a in fonts.attrib if a.endswith("Theme")]:
        del fonts.attrib[attribute]  # it would have its way over the names
    fonts.set(qn("w:eastAsia"), font)
    if name.startswith("Heading"):
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(6)
        style.paragraph_format.keep_with_next = True


def _set_page(section: Section) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _WIDTH, _HEIGHT
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin, section.bottom_margin = Mm(18), Mm(18)
    section.header_distance = section.footer_distance = Mm(10)


def _add_footer(section: Section, lists: Checklists) -> None:
    """Handbook, edition and what must be said on the left, page number, marking on the right."""
    left = "　".join([lists.imprint, *(notice.short for notice in lists.notices)])
    middle, right = (round(_TABLE_WIDTH / share / _TWIP) for share in (2, 1))
    footer = section.footer
    footer.is_linked_to_previous = False
    own = footer.paragraphs[0]._p
    own.addprevious(
        _parsed(
            "<w:p ATTRIBUTES><w:pPr><w:tabs>"
            f'<w:tab w:val="center" w:pos="{middle}"/><w:tab w:val="right" w:pos="{right}"/>'
            f"</w:tabs></w:pPr>{_run(left)}<w:r><w:tab/></w:r>{_run('第 ')}{_field('PAGE')}"
            f"{_run(' 页，共 ')}{_field('NUMPAGES')}{_run(' 页')}<w:r><w:tab/></w:r>"
            f"{_run(lists.marking)}</w:p>"
        )
    )
    own.getparent().remove(own)


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr="{code}">{_run("1")}</w:fldSimple>'


def _add_cover(file: Document, lists: Checklists) -> None:
    file.add_paragraph(f"{lists.title}　{NAME}", style="Title")
    facts = [f"版次：{lists.edition}"]
    facts += [f"发布单位：{lists.unit}"] if lists.unit else []
    facts += [f"管理标志：{lists.marking}"] if lists.marking else []
    file.add_paragraph("　　".join(facts)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    warning = file.add_paragraph().add_run(WARNING)
    warning.font.color.rgb = RGBColor(0x9C, 0x1C, 0x1C)
    warning.font.bold = True
    texts = (*lists.explanations, *(notice.text for notice in lists.notices))
    for text in texts:
        file.add_paragraph(text)


def _add_sheet(file: Document, sheet: Sheet, to_root: str) -> None:
    blocks = [_heading(sheet.name, 1, is_first=True)]
    blocks += [f"<w:p ATTRIBUTES>{_run(notice.text, size='')}</w:p>" for notice in sheet.notices]
    label = ""
    for part in sheet.parts:
        if part.kind.label != label:
            label = part.kind.label
            blocks.append(_heading(label, 2))
        if part.group.name:
            blocks.append(_heading(part.group.name, 3))
        blocks.append(_table(file, part, sheet.columns, to_root))
    settings_of_page = file.element.body[-1]  # the last there must be
    for block in blocks:
        settings_of_page.addprevious(_parsed(block))


def _heading(text: str, level: int, *, is_first: bool = False) -> str:
    """A heading by its style, so that it stands in the navigation pane."""
    new_page = "<w:pageBreakBefore/>" if is_first else ""
    style = f'<w:pPr><w:pStyle w:val="Heading{level}"/>{new_page}</w:pPr>'
    return f"<w:p ATTRIBUTES>{style}{_run(text, size='')}</w:p>"


def _table(file: Document, part: Part, all_columns: Iterable[Column], to_root: str) -> str:
    columns = [column for column in all_columns if column.form is not Form.GROUP]
    total = sum(column.width for column in columns)
    widths = [_TABLE_WIDTH // _TWIP * column.width // total for column in columns]
    head = "".join(
        _cell(_run(column.heading, font=_HEAD_FONT), width, is_head=True)
        for column, width in zip(columns, widths, strict=True)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    margins = "".join(f'<w:{side} w:w="60" w:type="dxa"/>' for side in ("left", "right"))
    margins = f"<w:tblCellMar>{margins}</w:tblCellMar>"
    rows = [_row(head, is_head=True)]
    for item in part.items:
        cells = []
        for column, width in zip(columns, widths, strict=True):
            content = _run(column.text(item))
            if column.form is Form.LINK:
                content = _link(file, f"{to_root}{_quoted(item.url)}", item.id)
            elif column.form is Form.RESULT:
                content = _run("\n".join(f"□{result}" for result in RESULTS))
            cells.append(_cell(content, width))
        rows.append(_row("".join(cells)))
    return (
        '<w:tbl ATTRIBUTES><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"{margins}</w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def _row(cells: str, *, is_head: bool = False) -> str:
    """A row that no page break cuts; a head stands again on every page."""
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


def _cell(content: str, width: int, *, is_head: bool = False) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_HEAD_COLOUR}"/>' if is_head else ""
    middle, centre = (
        ('<w:vAlign w:val="center"/>', '<w:jc w:val="center"/>') if is_head else ("", "")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}{middle}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20"/>{centre}</w:pPr>{content}</w:p></w:tc>'
    )


def _run(text: str, *, size: str = "18", font: str = "", colour: str = "") -> str:
    """A run of text, its size in half points (without one, the style's); a link's has a colour."""
    style = f'<w:rFonts w:eastAsia="{font}"/>' if font else ""
    style += f'<w:color w:val="{colour}"/>' if colour else ""
    style += f'<w:sz w:val="{size}"/>' if size else ""
    style += '<w:u w:val="single"/>' if colour else ""
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{style}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"


def _link(file: Document, address: str, text: str) -> str:
    key = file.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return f'<w:hyperlink r:id="{key}">{_run(text, colour=_LINK_COLOUR)}</w:hyperlink>'


def _quoted(url: str) -> str:
    path, _, anchor = url.partition("#")
    return f"{quote(path, safe='/')}#{anchor}"


def _parsed(xml: str) -> BaseOxmlElement:
    """The element of ``xml``, whose outermost tag has the names of namespaces for ATTRIBUTES.

    Made as text: built element by element, the real document took half a second and not a tenth.
    """
    element = parse_xml(xml.replace("ATTRIBUTES", nsdecls("w", "r"), 1))
    assert isinstance(element, BaseOxmlElement)
    return element
