"""A test paper and its key as HTML documents for paper, which WeasyPrint makes PDFs of."""

from __future__ import annotations

from datetime import UTC, datetime

from handbook.examination.documents import TO_FILL_IN
from handbook.examination.sheets import FILLED_IN, Sheet
from handbook.templates import template


def paper_html(sheet: Sheet, date: int) -> str:
    """The paper, without anything of its key; ``date`` in seconds since 1970."""
    return _html(sheet, date, is_key=False)


def key_html(sheet: Sheet, date: int) -> str:
    """The key of the paper."""
    return _html(sheet, date, is_key=True)


def _html(sheet: Sheet, date: int, *, is_key: bool) -> str:
    notices = sheet.key_notices if is_key else sheet.notices
    return template("test-paper.html").render(
        sheet=sheet,
        is_key=is_key,
        title=sheet.key_heading if is_key else sheet.heading,
        head=sheet.for_marking if is_key else sheet.whose_words,
        foot="　".join([sheet.imprint, *(notice.short for notice in notices)]),
        notices=notices,
        own=FILLED_IN,
        blanks=TO_FILL_IN,
        created=datetime.fromtimestamp(date, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
