"""The paragraphs of a .docx file, as Word shows them when all its tracked changes are accepted."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from handbook.importing import DocumentError
from handbook.importing.word_numbering import (
    Counting,
    Styles,
    child,
    is_on,
    number_of,
    read_lists,
    read_styles,
    value_of,
)

_LARGEST_UNPACKED = 200_000_000
_LARGEST_TEXT = 50_000_000
_BROKEN = "打不开：文件坏了，或者不是 Word 存的 .docx"
_DECLARED = "里面有 Word 不会写的声明（DTD），不安全，没有读"
# What Word writes into a document has no such declaration, and it alone makes XML dangerous.
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHOICE, _FALLBACK = f"{_COMPATIBLE}Choice", f"{_COMPATIBLE}Fallback"
_ALTERNATIVE = f"{_COMPATIBLE}AlternateContent"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

_P, _TABLE, _ROW, _BOX = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:txbxContent")
_RUN, _SYMBOL, _CONTROL = qn("w:r"), qn("w:sym"), qn("w:sdt")
_INSERTED = frozenset({qn("w:ins"), qn("w:moveTo")})
_DELETED = frozenset({qn("w:del"), qn("w:moveFrom")})
# No text, or not the text: properties, the codes of fields, the reading beside a character.
_NO_TEXT = frozenset(
    qn(name) for name in ("w:pPr", "w:rPr", "w:sdtPr", "w:instrText", "w:delText", "w:rt")
)
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    _SYMBOL: "\ufffd",
}
_NOTES = (qn("w:footnoteReference"), qn("w:endnoteReference"))
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)


@dataclass(frozen=True)
class WordParagraph:
    """A paragraph: its automatic number, what Word puts after it, its own text, its heading."""

    number: str
    separator: str
    text: str
    heading: int


@dataclass(frozen=True)
class WordText:
    """The paragraphs of a document, empty ones too, and remarks on what was not read as it stands.

    The remarks are whole sentences in Chinese.
    """

    paragraphs: tuple[WordParagraph, ...]
    remarks: tuple[str, ...]


def read_word(content: bytes) -> WordText:
    """The text of the .docx file that ``content`` is.

    Raises :class:`DocumentError` with the reason alone, without the name of the file.
    """
    _refuse_dangerous(content)
    try:
        document = docx.Document(io.BytesIO(content))
        styles = document.styles.element
        body = document.element.body
    except Exception as error:  # whatever a broken or forged file makes the libraries do
        raise DocumentError(_BROKEN) from error
    if body is None:
        raise DocumentError(_BROKEN)
    if document.element.getroottree().docinfo.internalDTD is not None:
        raise DocumentError(_DECLARED)
    if body.find(f".//{qn('w:altChunk')}") is not None:
        raise DocumentError("里面嵌着另一个文件，那里的文字读不到")
    known = read_styles(styles)
    counting = Counting(read_lists(_numbering(document), styles), known)
    return WordText(tuple(_paragraphs(body, counting, known)), tuple(_remarks(body)))


def _numbering(document: Document) -> BaseOxmlElement | None:
    try:
        part = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        return None
    return part.element if isinstance(part, XmlPart) else None


def _refuse_dangerous(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            texts = [item for item in members if item.filename.endswith((".xml", ".rels"))]
            # What is read is never more than what is declared here.
            if (
                sum(item.file_size for item in members) > _LARGEST_UNPACKED
                or sum(item.file_size for item in texts) > _LARGEST_TEXT
            ):
                raise DocumentError("解开以后太大，不像一份文稿")
            if any(item.flag_bits & 1 for item in members):
                raise DocumentError("加了密，读不了")
            for item in texts:
                # In UTF-16 every other byte is none.
                if _DECLARATION.search(archive.read(item).replace(b"\0", b"")):
                    raise DocumentError(_DECLARED)
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(_BROKEN) from error


def _paragraphs(
    body: BaseOxmlElement, counting: Counting, styles: Styles
) -> Iterator[WordParagraph]:
    begun = ""
    for paragraph in _blocks(body):
        text = begun + "".join(_words(paragraph))
        properties = child(paragraph, "w:pPr")
        mark = child(properties, "w:rPr")
        if mark is not None and any(item.tag in _DELETED for item in mark):
            begun = text  # the break after it is deleted: it goes on in the next paragraph
            continue
        begun = ""
        number, separator = counting.next_number(properties)
        yield WordParagraph(number, separator, text, _heading(properties, styles))
    if begun:
        yield WordParagraph("", "", begun, 0)


def _blocks(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The paragraphs in the order of the document; those of a text box after the one it is at."""
    for item in element.iterchildren():
        if item.tag == _P:
            yield item
            for box in _boxes(item):
                yield from _blocks(box)
        elif item.tag not in _DELETED and not _is_deleted_row(item) and not _is_placeholder(item):
            yield from _blocks(item)


def _boxes(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    for item in _shown(element):
        if item.tag == _BOX:
            yield item
        else:
            yield from _boxes(item)


def _words(element: BaseOxmlElement) -> Iterator[str]:
    """What is shown of a paragraph: nothing that is deleted or hidden, and no box within it."""
    for item in _shown(element):
        if item.tag in (qn("w:t"), _MATHS):
            yield item.text or ""
        elif item.tag in _SIGNS:
            yield _SIGNS[item.tag]
        elif item.tag != _BOX:
            yield from _words(item)


def _shown(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The children of which the text is, as a reader sees the document."""
    for item in element.iterchildren("*"):
        if item.tag in _DELETED or item.tag in _NO_TEXT or _is_hidden(item):
            continue
        if _is_placeholder(item):
            continue
        if item.tag == _ALTERNATIVE:  # the same thing twice, for newer and older programs
            first = item.find(_CHOICE)
            chosen = item.find(_FALLBACK) if first is None else first
            if chosen is not None:
                yield from _shown(chosen)
        else:
            yield item


def _is_hidden(item: BaseOxmlElement) -> bool:
    vanish = child(child(item, "w:rPr"), "w:vanish") if item.tag == _RUN else None
    return vanish is not None and is_on(vanish.get(qn("w:val"), "1"))


def _is_deleted_row(item: BaseOxmlElement) -> bool:
    return item.tag == _ROW and child(child(item, "w:trPr"), "w:del") is not None


def _is_placeholder(item: BaseOxmlElement) -> bool:
    """Whether a field to fill in shows what to fill in, and nothing was filled in."""
    return item.tag == _CONTROL and child(child(item, "w:sdtPr"), "w:showingPlcHdr") is not None


def _heading(properties: BaseOxmlElement | None, styles: Styles) -> int:
    """1 to 9, 0 for ordinary text; the document's title counts as 1."""
    outline = number_of(properties, "w:outlineLvl")
    for _, style in styles.chain(value_of(properties, "w:pStyle")):
        if outline is None:
            outline = style.outline
        named = _HEADING.fullmatch(style.name)
        if outline is None and (named or style.name.lower() in ("title", "标题")):
            outline = int(named[1]) - 1 if named else 0
    return outline + 1 if outline is not None and outline < 9 else 0


def _remarks(body: BaseOxmlElement) -> Iterator[str]:
    if any(next(body.iter(tag), None) is not None for tag in (*_INSERTED, *_DELETED)):
        yield "里面有修订，按全部接受以后的样子读，删去的字不算。"
    if any(_is_hidden(run) for run in body.iter(_RUN)):
        yield "里面有隐藏的文字，没有读。"
    notes = sum(1 for tag in _NOTES for _ in body.iter(tag))
    if notes:
        yield f"里面有脚注或尾注 {notes} 处，注文没有读。"
    symbols = sum(1 for _ in body.iter(_SYMBOL))
    if symbols:
        yield f"里面有符号字体的符号 {symbols} 个，读作“\ufffd”，请人工核对。"
