"""The book as a PDF, set by WeasyPrint: tagged (PDF/UA-1), with bookmarks.

WeasyPrint is installed from ``requirements/pdf.txt`` where that can be; Pango, which sets lines,
and the faces come with the system. The same document, versions and faces give the same bytes.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from handbook.book import BookError
from handbook.book.footnotes import lost_footnotes

# How WeasyPrint's warning of a character begins that no face has.
_NO_GLYPH = ".notdef glyph rendered"
_HAN = re.compile("[\u3400-\u9fff]")

_NO_PACKAGE = (
    "没有安装 WeasyPrint，做不了 PDF："
    "联网运行 make 会装上；不用 make 的，请安装 requirements/pdf.txt。"
)
_NO_PANGO = (
    "系统里没有排字用的 Pango，做不了 PDF。"
    "Debian、Ubuntu：sudo apt install libpango-1.0-0 libpangoft2-1.0-0，再运行 make pdf。"
)
_NO_FACE = (
    "系统里没有中文字体（缺“{signs}”等字），做不了 PDF。"
    "Debian、Ubuntu：sudo apt install fonts-noto-cjk；有仿宋、黑体、楷体、宋体的，装上就会用。"
)
_NO_SIGN = (
    "没有一种字体里有“{signs}”，做不了 PDF。装上有它的字体，或者换一个常见的字；"
    "是种类的记号的，改 handbook.yml 里的 mark。"
)

_LOST_NOTES = (
    "排版时丢了这些题目的脚注，没有做 PDF：{entries}。"
    "这是 WeasyPrint 的缺陷，内容没有错：在题目前面增减几行文字，再运行 make pdf。"
)


def identifier(html: str) -> str:
    """What the PDF of the document ``html`` says it was made of, and with."""
    return hashlib.sha256(f"{version('weasyprint')}\n{html}".encode()).hexdigest()[:32]


def is_current(pdf: Path, html: str) -> bool:
    """Whether the file ``pdf`` was made of this document, with this WeasyPrint."""
    return pdf.is_file() and identifier(html).encode() in pdf.read_bytes()


def pdf_bytes(html: str) -> bytes:
    """The PDF of the document ``html``.

    Raises :class:`BookError` if Pango or a face for some character is missing, and if a footnote
    of the document stands on none of the pages.
    """
    weasyprint = engine()
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": identifier(html).encode()}
    warnings = _Warnings()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(warnings)
    try:
        source = weasyprint.HTML(string=html, url_fetcher=_refuse)
        document = source.render(**options)
        _require_footnotes(source, document)
        content = document.write_pdf(**options)
    finally:
        logger.removeHandler(warnings)
    if warnings.signs:
        raise BookError(no_face(tuple(dict.fromkeys(warnings.signs))))
    assert isinstance(content, bytes)
    return content


def no_face(signs: Sequence[str]) -> str:
    """What to do about signs that no face has: all of Chinese is missing, or just a rare sign."""
    is_chinese = any(_HAN.match(sign) for sign in signs)
    message = _NO_FACE if is_chinese else _NO_SIGN
    return message.format(signs="".join(signs[:5]))


def engine() -> Any:
    """WeasyPrint.

    Raises :class:`BookError` if it, or the system's Pango, is missing.
    """
    try:
        import weasyprint
    except ModuleNotFoundError as error:
        raise BookError(_NO_PACKAGE) from error
    except OSError as error:
        raise BookError(_NO_PANGO) from error
    return weasyprint


def _require_footnotes(source: Any, document: Any) -> None:
    """Whatever ``source`` says in a footnote, a page of ``document`` says: WeasyPrint loses some.

    It keeps what it moves to the next page only in passing. Where it lays out that page again, but
    not the one before, which had no page number to fill in, nothing is left of it, and no warning.
    """
    anchors = {name for page in document.pages for name in page.anchors}
    lost = list(lost_footnotes(source.etree_element, anchors))
    if lost:
        raise BookError(_LOST_NOTES.format(entries="；".join(lost)))


def _refuse(url: str) -> NoReturn:
    """Whatever the document needs is in it; nothing is fetched."""
    raise ValueError(url)


class _Warnings(logging.Handler):
    """Notes the characters for which WeasyPrint warns that no face has them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.signs: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(_NO_GLYPH) and isinstance(record.args, tuple):
            self.signs.append(str(record.args[0]))
