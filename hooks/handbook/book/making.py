"""The PDF in ``dist``: made when the handbook has changed, gone when it cannot be made."""

from __future__ import annotations

from pathlib import Path

from handbook.book import BookError
from handbook.book.pdf import engine, is_current, pdf_bytes
from handbook.catalog import Catalog
from handbook.output import source_date, write_file
from handbook.products import Products


def make_book(site: Path, dist: Path, catalog: Catalog) -> tuple[Path, bool]:
    """The PDF of the built ``site`` in ``dist``, and whether it had to be made.

    Raises :class:`handbook.site_parts.SiteError` if the site is not as expected, and
    :class:`BookError` if what makes a PDF is missing here. An older one is gone then: nobody shall
    print it for the new text.
    """
    target = dist / Products(catalog.handbook.slug).book
    try:
        engine()
        # Here, since its parser comes with the engine.
        from handbook.book.composition import book_html

        html = book_html(site, catalog, source_date())
        if is_current(target, html):
            return target, False
        content = pdf_bytes(html)
    except BookError:
        target.unlink(missing_ok=True)
        raise
    write_file(target, content)
    return target, True
