"""Reads .xlsx and .docx files without the libraries that wrote them."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import openpyxl
from openpyxl.workbook import Workbook

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def words_of(content: bytes, name: str = "word/document.xml") -> list[str]:
    """The paragraphs of a document, read without the library that wrote it."""
    paragraphs = []
    for paragraph in xml_of(content, name).iter(f"{WORD}p"):
        marks = {f"{WORD}br": "\n", f"{WORD}tab": "\t"}
        inside = paragraph.iter()
        paragraphs.append(
            "".join(e.text or "" if e.tag == f"{WORD}t" else marks.get(e.tag, "") for e in inside)
        )
    return paragraphs


def xml_of(content: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read(name))


def targets(content: bytes, name: str) -> set[str]:
    """What the external links of one part of a file lead to."""
    return {e.get("Target", "") for e in xml_of(content, name) if e.get("TargetMode") == "External"}
