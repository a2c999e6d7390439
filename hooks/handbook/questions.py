"""Reads the body of a question: what is asked, and what can be answered, with the reasons.

A question's body is Markdown that anybody can read: the stem in paragraphs, then one list. Each
item is one line, and below it, indented by four spaces, stands one line that says why it is right
or wrong and names the entries that say so. What an item is depends on the question's form:

- single, multiple, verdict: ``- [x] right`` and ``- [ ] wrong``
- order: ``1. first``, ``2. second``, in the right order
- gaps: ``1. word／another way to write it``, one for each ``____`` of the stem
- match: ``- left => right``
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from handbook.catalog import Catalog, Entry
from handbook.markup import plain_text
from handbook.model import Place, Reference
from handbook.vocabulary import EXAM, FORM, SCENARIO, TESTS, USE

REVISION_DIGITS = 8
GAP = "____"
OTHER_WORDING = "／"
PAIRED = " => "
TRUE, FALSE = "对，因为", "错，因为"

_ITEM = re.compile(r"(?P<mark>- \[[ x]\] |- |\d+\. )(?P<text>\S.*)")
_CITED = re.compile(r"\[[A-Z]+\d+\]")
_REASON = re.compile(r"    - (?P<text>\S.*)")


class Form(Enum):
    """How a question is answered; the values are what editors write and readers see.

    No other place has these words: the scripts know a form by its ``code``.
    """

    SINGLE = "单选"
    MULTIPLE = "多选"
    VERDICT = "判断"
    ORDER = "排序"
    GAPS = "填空"
    MATCH = "配对"

    @property
    def code(self) -> str:
        """What scripts call it."""
        return self.name.lower()

    @property
    def has_options(self) -> bool:
        """Whether the answer is a choice among what is offered."""
        return self in (Form.SINGLE, Form.MULTIPLE, Form.VERDICT)


@dataclass(frozen=True)
class Item:
    """One thing that can be chosen, placed, filled in or matched, and why.

    ``partner`` is the right side of a pair; ``reasons`` are Markdown, of which there has to be one.
    """

    text: str
    place: Place
    mark: str
    is_right: bool = False
    partner: str = ""
    reasons: tuple[tuple[str, Place], ...] = ()

    @property
    def reason(self) -> str:
        """The reason; empty if there is none."""
        return self.reasons[0][0] if self.reasons else ""

    @property
    def wordings(self) -> tuple[str, ...]:
        """The ways to fill in a gap."""
        return tuple(word.strip() for word in self.text.split(OTHER_WORDING))


@dataclass(frozen=True)
class Question:
    """A question as its editor wrote it; ``unread`` are lines that are nothing of it."""

    entry: Entry
    form: Form | None
    stem: str
    items: tuple[Item, ...]
    unread: tuple[tuple[str, Place], ...] = ()

    @property
    def tests(self) -> tuple[str, ...]:
        """The ids of the entries that it tests, the main one first."""
        return tests_of(self.entry)

    @property
    def is_scenario(self) -> bool:
        """Whether it tells of somebody in a certain case."""
        return self.entry.value(SCENARIO) == "true"

    @property
    def is_for_exams(self) -> bool:
        """Whether it is kept for papers, and in no site or bundle."""
        return self.entry.value(USE) == EXAM

    @property
    def revision(self) -> str:
        """What changes whenever the words of the question do, and with nothing else.

        An entry that gets another id is still the same entry.
        """
        assert self.form is not None
        words = [self.form.value, self.stem]
        for item in self.items:
            words += (item.mark, item.text, item.partner, _CITED.sub("[]", item.reason))
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:REVISION_DIGITS]

    @property
    def right(self) -> tuple[Item, ...]:
        """The options to choose."""
        return tuple(item for item in self.items if item.is_right)

    @property
    def wrong(self) -> tuple[Item, ...]:
        """The options not to choose."""
        return tuple(item for item in self.items if not item.is_right)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The stem as readers see it, with its gaps: Markdown would take some for emphasis."""
        return tuple(
            GAP.join(plain_text(piece, lambda id: id) for piece in part.split(GAP))
            for part in self.stem.split("\n\n")
        )

    def references_of(self, item: Item) -> Iterator[Reference]:
        """What the reasons of an item refer to."""
        lines = {place.line for _, place in item.reasons}
        return (ref for ref in self.entry.references if ref.place.line in lines)


def question_entries(catalog: Catalog) -> tuple[Entry, ...]:
    """The questions of a catalog, set apart or not, in the order of their pages, unread."""
    found = (entry for entry in catalog.entries if entry.kind.is_question)
    return (*catalog.questions, *found)


def draft_questions(catalog: Catalog) -> tuple[Entry, ...]:
    """The questions that are being written or written anew: nobody is asked them."""
    return tuple(entry for entry in catalog.drafts if entry.kind.is_question)


def tests_of(entry: Entry) -> tuple[str, ...]:
    """The ids of the entries that a question tests, the main one first."""
    return tuple(value.text for value in entry.values(TESTS))


def questions_of(catalog: Catalog) -> tuple[Question, ...]:
    """The questions of a catalog, read: whoever needs them more than once keeps them."""
    return tuple(map(question, question_entries(catalog)))


def practice_questions(catalog: Catalog) -> tuple[Question, ...]:
    """The questions that anybody may train with, those that can be read."""
    return tuple(q for q in questions_of(catalog) if q.form and q.items and not q.is_for_exams)


def question(entry: Entry) -> Question:
    """What an entry that is a question asks. Never raises: what is wrong with it, checks say."""
    forms = {form.value: form for form in Form}
    form = forms.get(entry.value(FORM))
    stem: list[str] = []
    items: list[Item] = []
    unread: list[tuple[str, Place]] = []
    assert entry.body_place is not None
    first = entry.body_place
    for number, line in enumerate(entry.body.split("\n"), start=first.line):
        place = Place(first.path, number)
        item, reason = _ITEM.fullmatch(line.rstrip()), _REASON.fullmatch(line.rstrip())
        if item:
            items.append(_item(item, form, place))
        elif reason and items:
            reasons = (*items[-1].reasons, (reason["text"], place._replace(column=7)))
            items[-1] = replace(items[-1], reasons=reasons)
        elif not items:
            stem.append(line)
        elif line.strip():
            unread.append((line.strip(), place))
    return Question(entry, form, "\n".join(stem).strip(), tuple(items), tuple(unread))


def _item(match: re.Match[str], form: Form | None, place: Place) -> Item:
    text, partner = match["text"], ""
    if form is Form.MATCH:
        text, _, partner = text.partition(PAIRED)
    return Item(
        text.strip(),
        place,
        match["mark"].strip(),
        is_right="[x]" in match["mark"],
        partner=partner.strip(),
    )
