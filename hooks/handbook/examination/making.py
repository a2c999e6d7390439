"""The files of test papers: all written, or none; no PDF of another draw stays beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handbook.book import BookError
from handbook.book.pdf import engine, pdf_bytes
from handbook.catalog import Catalog
from handbook.examination.choosing import drawn, pool_of
from handbook.examination.documents import key_document, paper_document
from handbook.examination.printing import key_html, paper_html
from handbook.examination.request import Request
from handbook.examination.sheets import Sheet, sheets
from handbook.output import source_date, write_together

FOLDER = "trainer"  # in dist/; nothing of it is in the site or the bundle


@dataclass(frozen=True)
class Made:
    """The files, papers before keys; what is to be told; why there are no PDFs, if so."""

    files: tuple[Path, ...]
    remark: str
    no_pdf: str


def make_papers(request: Request, catalog: Catalog, dist: Path) -> Made:
    """The papers of the request with their keys, in ``dist``.

    Raises :class:`handbook.examination.PaperError` if they cannot be made as asked. Where PDFs
    cannot be made, there are the documents alone, and older PDFs of the same names go.
    """
    made = sheets(drawn(pool_of(request, catalog), request.count, request.seed), request, catalog)
    folder, date = dist / FOLDER, source_date()
    papers = {folder / f"{_stem(sheet)}.docx": paper_document(sheet, date) for sheet in made}
    keys = {folder / f"{_stem(sheet)}-key.docx": key_document(sheet, date) for sheet in made}
    pages = {folder / f"{_stem(sheet)}.pdf": paper_html(sheet, date) for sheet in made}
    pages |= {folder / f"{_stem(sheet)}-key.pdf": key_html(sheet, date) for sheet in made}
    no_pdf, pdfs = "", {}
    try:
        engine()
        pdfs = {target: pdf_bytes(html) for target, html in pages.items()}
    except BookError as error:
        no_pdf = str(error)
    write_together({**papers, **keys, **pdfs})
    for target in pages.keys() - pdfs.keys():
        target.unlink(missing_ok=True)
    files = sorted({**papers, **keys, **pdfs}, key=lambda path: ("-key" in path.stem, path.name))
    return Made(tuple(files), made[0].secrecy, no_pdf)


def _stem(sheet: Sheet) -> str:
    """The name of a paper's files, without what follows the point."""
    return "-".join(filter(None, ("paper", sheet.request.seed, sheet.paper)))
