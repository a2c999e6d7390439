"""What .docx files are made of: styles, running heads and feet, tables, links, the file itself.

Pieces are made as text and parsed at once: built element by element, the real checklists took half
a second and not a tenth.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
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

from handbook.zip_files import zip_bytes

# Faces as GB/T 9704-2012 has them; programs without one of them take the nearest.
TEXT_FONT, HEAD_FONT, TITLE_FONT, LATIN_FONT = "仿宋", "黑体", "宋体", "Times New Roman"
LINK_COLOUR, HEAD_COLOUR, WARNING_COLOUR = "0B4F9E", "E7E6E6", "9C1C1C"
TWIP = 635  # EMU, the unit of lengths in python-docx

_SHORT_SIDE, _LONG_SIDE = Mm(210), Mm(297)
# What python-docx's template carries besides: a picture of an empty page, and the styles once more,
# for the Word of 2007 alone. Without them a file is a third of the size.
_NEEDLESS = ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml")
_NAMED = re.compile(rb"<(?:Relationship|Override)\b[^>]*(?:thumbnail|stylesWithEffects)[^>]*/>")
_NAMING = ("_rels/.rels", "word/_rels/document.xml.rels", "[Content_Types].xml")


@dataclass(frozen=True)
class PageSetup:
    """The sheet: lying or standing, and its margins in millimetres."""

    is_lying: bool = False
    side: int = 20
    top: int = 22
    bottom: int = 20

    @property
    def text_width(self) -> int:
        """The width between the margins, in twips."""
        width = _LONG_SIDE if self.is_lying else _SHORT_SIDE
        return int(width - 2 * Mm(self.side)) // TWIP


@dataclass(frozen=True)
class Properties:
    """What the file says of itself."""

    title: str
    edition: str
    unit: str
    marking: str


def new_document(properties: Properties, setup: PageSetup, date: int) -> Document:
    """An empty file with styles, paper and properties; ``date`` in seconds since 1970."""
    file = docx.Document()
    moment = datetime.fromtimestamp(date, UTC).replace(tzinfo=None)
    own = file.core_properties
    own.title, own.subject = properties.title, properties.edition
    own.author, own.comments = properties.unit, ""
    own.content_status, own.language = properties.marking, "zh-CN"
    own.created = own.modified = moment
    _set_styles(file)
    _set_page(file.sections[0], setup)
    return file


def finished(file: Document, date: int) -> bytes:
    """The bytes of the file, the same for the same content and date."""
    buffer = io.BytesIO()
    file.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        files = {n: archive.read(n) for n in archive.namelist() if n not in _NEEDLESS}
    files |= {name: _NAMED.sub(b"", files[name]) for name in _NAMING}
    return zip_bytes(files, date)


def _set_styles(file: Document) -> None:
    _set_style(file, "Normal", TEXT_FONT, 10.5)
    _set_style(file, "Title", TITLE_FONT, 22)
    for name, size in (("Heading 1", 16), ("Heading 2", 14), ("Heading 3", 12)):
        _set_style(file, name, HEAD_FONT, size)
    title = file.styles["Title"]
    assert isinstance(title, ParagraphStyle)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in title.element.iter(qn("w:pBdr")):
        line.getparent().remove(line)


def _set_style(file: Document, name: str, font: str, size: float) -> None:
    style = file.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size = LATIN_FONT, Pt(size)
    style.font.bold = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in [a for a in fonts.attrib if a.endswith("Theme")]:
        del fonts.attrib[attribute]  # it would have its way over the names
    fonts.set(qn("w:eastAsia"), font)
    if name.startswith("Heading"):
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(6)
        style.paragraph_format.keep_with_next = True


def _set_page(section: Section, setup: PageSetup) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if setup.is_lying else WD_ORIENT.PORTRAIT
    sides = (_LONG_SIDE, _SHORT_SIDE) if setup.is_lying else (_SHORT_SIDE, _LONG_SIDE)
    section.page_width, section.page_height = sides
    section.left_margin = section.right_margin = Mm(setup.side)
    section.top_margin, section.bottom_margin = Mm(setup.top), Mm(setup.bottom)
    section.header_distance = section.footer_distance = Length(Mm(10))


def add_footer(file: Document, setup: PageSetup, left: str, right: str) -> None:
    """The foot of every page: ``left``, the page's number and how many there are, ``right``.

    On a standing sheet the words on the left have a line of their own.
    """
    footer = file.sections[0].footer
    middle, end = setup.text_width // 2, setup.text_width
    number = f"{run('第 ')}{_field('PAGE')}{run(' 页，共 ')}{_field('NUMPAGES')}{run(' 页')}"
    tab = "<w:r><w:tab/></w:r>"
    tabs = (
        f'<w:tabs><w:tab w:val="center" w:pos="{middle}"/>'
        f'<w:tab w:val="right" w:pos="{end}"/></w:tabs>'
    )
    first = run(left) + tab if setup.is_lying else tab
    _put_first(
        footer, f"<w:p ATTRIBUTES><w:pPr>{tabs}</w:pPr>{first}{number}{tab}{run(right)}</w:p>"
    )
    if not setup.is_lying:
        footer._element.insert(0, parsed(f"<w:p ATTRIBUTES>{run(left, size='16')}</w:p>"))


def add_header(file: Document, setup: PageSetup, left: str, right: str) -> None:
    """The head of every page: ``left`` and ``right``."""
    _put_first(
        file.sections[0].header,
        f'<w:p ATTRIBUTES><w:pPr><w:tabs><w:tab w:val="right" w:pos="{setup.text_width}"/></w:tabs>'
        f"</w:pPr>{run(left)}<w:r><w:tab/></w:r>{run(right)}</w:p>",
    )


def add_below_header(file: Document, text: str, size: str) -> None:
    """A line in red below the head of every page, its size in half points."""
    words = run(text, size=size, font=HEAD_FONT, colour=WARNING_COLOUR)
    file.sections[0].header._element.append(
        parsed(f'<w:p ATTRIBUTES><w:pPr><w:jc w:val="center"/></w:pPr>{words}</w:p>')
    )


def _put_first(part: object, xml: str) -> None:
    """Puts ``xml`` in the place of the empty paragraph that a new head or foot has."""
    part.is_linked_to_previous = False  # type: ignore[attr-defined]
    own = part.paragraphs[0]._p  # type: ignore[attr-defined]
    own.addprevious(parsed(xml))
    own.getparent().remove(own)


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr="{code}">{run("1")}</w:fldSimple>'


def append(file: Document, blocks: Iterable[str]) -> None:
    """Adds blocks at the end of the file, each the XML of a paragraph or table."""
    settings_of_page = file.element.body[-1]  # the last there must be
    for block in blocks:
        settings_of_page.addprevious(parsed(block))


def heading(text: str, level: int, *, is_first: bool = False) -> str:
    """A heading by its style, so that it stands in the navigation pane."""
    new_page = "<w:pageBreakBefore/>" if is_first else ""
    style = f'<w:pPr><w:pStyle w:val="Heading{level}"/>{new_page}</w:pPr>'
    return f"<w:p ATTRIBUTES>{style}{run(text, size='')}</w:p>"


def paragraph(
    content: str,
    *,
    align: str = "left",
    after: int = 60,
    hanging: int = 0,
    left: int = 0,
    is_whole: bool = False,
    with_next: bool = False,
) -> str:
    """A paragraph of runs.

    ``after`` is the space below it, ``left`` and ``hanging`` the indents, in twips. No page break
    cuts one that ``is_whole``, nor parts one ``with_next`` from what comes after it.
    """
    kept = "<w:keepNext/>" * with_next + "<w:keepLines/>" * is_whole
    indent = f'<w:ind w:left="{left + hanging}" w:hanging="{hanging}"/>' if left + hanging else ""
    style = f'{kept}<w:spacing w:before="0" w:after="{after}"/>{indent}<w:jc w:val="{align}"/>'
    return f"<w:p ATTRIBUTES><w:pPr>{style}</w:pPr>{content}</w:p>"


def table(widths: Sequence[int], rows: Iterable[str]) -> str:
    """A table with lines, its columns as wide as ``widths`` says, in twips."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sides = (("top", 20), ("left", 80), ("bottom", 20), ("right", 80))
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)
    return (
        '<w:tbl ATTRIBUTES><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(cells: str, *, is_head: bool = False, height: int = 0) -> str:
    """A row that no page break cuts, at least as high as ``height`` in twips.

    A head stands again on every page.
    """
    least = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{head}</w:trPr>{cells}</w:tr>"


def cell(
    content: str,
    width: int,
    *,
    is_head: bool = False,
    is_low: bool = False,
    is_centred: bool = False,
    span: int = 1,
) -> str:
    """A cell with runs in it; that of a head is grey, its words in the middle.

    Those of one that ``is_low`` stand halfway down it, as those of its label do; those of one that
    ``is_centred`` in the middle, as those of its head do.
    """
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD_COLOUR}"/>' if is_head else ""
    middle = '<w:vAlign w:val="center"/>' if is_head or is_low or is_centred else ""
    centre = '<w:jc w:val="center"/>' if is_head or is_centred else ""
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{shade}{middle}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20"/>{centre}</w:pPr>{content}</w:p></w:tc>'
    )


def cell_of(paragraphs: Iterable[str], width: int) -> str:
    """A cell with several paragraphs in it."""
    inside = "".join(paragraphs).replace(" ATTRIBUTES", "")
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def run(text: str, *, size: str = "18", font: str = "", colour: str = "") -> str:
    """A run of text, its size in half points (without one, the style's)."""
    return _run(text, size, font, colour)


def link(file: Document, address: str, text: str, *, size: str = "18") -> str:
    """A run that leads to ``address``."""
    key = file.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    words = _run(text, size, "", LINK_COLOUR, is_underlined=True)
    return f'<w:hyperlink r:id="{key}">{words}</w:hyperlink>'


def _run(text: str, size: str, font: str, colour: str, *, is_underlined: bool = False) -> str:
    style = f'<w:rFonts w:eastAsia="{font}"/>' if font else ""
    style += f'<w:color w:val="{colour}"/>' if colour else ""
    style += f'<w:sz w:val="{size}"/>' if size else ""
    style += '<w:u w:val="single"/>' if is_underlined else ""
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{style}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"


def parsed(xml: str) -> BaseOxmlElement:
    """The element of ``xml``, whose outermost tag has the names of namespaces for ATTRIBUTES."""
    element = parse_xml(xml.replace("ATTRIBUTES", nsdecls("w", "r"), 1))
    assert isinstance(element, BaseOxmlElement)
    return element
