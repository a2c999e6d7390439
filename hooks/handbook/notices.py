"""What must be said of the sets whose wording is not the issued one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.catalog import Catalog, Entry
from handbook.model import SetSpec
from handbook.questions import Question


@dataclass(frozen=True)
class SetNotice:
    """A set with a notice: what its standing is called, and the notice with its page's name."""

    spec: SetSpec
    label: str
    text: str


def is_reference(entry: Entry, catalog: Catalog) -> bool:
    """Whether the entry's words are not the issued ones, so that a notice has to go with them."""
    return entry.page.uri in catalog.noticed_pages


def set_notices(catalog: Catalog) -> Iterator[SetNotice]:
    """The notices of all sets that have a page, in the order declared."""
    for spec in catalog.handbook.sets.values():
        page = catalog.pages_by_uri.get(spec.page) if spec.page in catalog.noticed_pages else None
        status = catalog.handbook.statuses.get(catalog.status_of_page(page)) if page else None
        if page and status:
            text = f"“{page.title}”一页（{status.label}）的提示：{status.notice_for(spec)}"
            yield SetNotice(spec, status.label, text)


def reference_label(catalog: Catalog) -> str:
    """What wordings are called that are not the issued ones; empty if there are none."""
    return "、".join(dict.fromkeys(notice.label for notice in set_notices(catalog)))


def editors_words(catalog: Catalog, *more: str) -> str:
    """What the editors have written, for a sentence that says so of a whole product."""
    label = reference_label(catalog)
    *words, last = ["题目", "提示", "释义", *more, *([label] if label else [])]
    return f"{'、'.join(words)}和{last}"


def asks_about_references(question: Question, catalog: Catalog) -> bool:
    """Whether a question tests an entry whose words are not the issued ones."""
    tested = [catalog.by_id[id] for id in question.tests if id in catalog.by_id]
    return any(is_reference(entry, catalog) for entry in tested)
