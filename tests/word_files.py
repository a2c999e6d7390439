"""Word documents made for a test, from the markup that Word itself writes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_NAMESPACES = (
    f"{nsdecls('w')} xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'"
    " xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{escape(text)}</w:t></w:r>"


def paragraph(text: str, properties: str = "") -> str:
    """``text`` as one run; or any markup that begins with ``<``."""
    inside = text if text.startswith("<") else run(text)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def numbered(text: str, level: int = 0, list: int = 1) -> str:
    number = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr>"
    return paragraph(text, number)


def level(form: str, text: str, index: int = 0, more: str = "") -> str:
    return (
        f"<w:lvl w:ilvl='{index}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>{more}"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


def numbering(
    levels: str, nums: str = "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
) -> str:
    """A list whose levels are given, and what names it."""
    return f"<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>{nums}"


def word(body: Iterable[str], numbering: str = "", styles: str = "") -> bytes:
    """A .docx file of those paragraphs and tables; lists and styles are markup too."""
    document = docx.Document()
    part = document.part
    for id, relation in list(part.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            del part.rels[id]
    if numbering:
        content = f"<w:numbering {_NAMESPACES}>{numbering}</w:numbering>".encode()
        name = PackURI("/word/numbering.xml")
        lists = Part(name, CONTENT_TYPE.WML_NUMBERING, content, part.package)
        part.relate_to(lists, RELATIONSHIP_TYPE.NUMBERING)
    element = document.element.body
    for item in parse_xml(f"<w:body {_NAMESPACES}>{''.join(body)}</w:body>"):
        element.insert(len(element) - 1, item)
    for item in parse_xml(f"<w:styles {_NAMESPACES}>{styles}</w:styles>"):
        document.styles.element.append(item)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
