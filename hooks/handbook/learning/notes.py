"""A question as a flash card: what is asked on the front, and on the back what is right, and why.

Fields are HTML, as flash-card programs keep them, and hold no script and no address: what is cited
is quoted. Options stand in the order of the question's page; what has to be put in order or matched
is mixed, in the same way each time.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from handbook.catalog import Catalog, Entry
from handbook.markup import plain_text
from handbook.notices import asks_about_references, is_reference, reference_label, set_notices
from handbook.questions import Form, Item, Question, practice_questions
from handbook.trainer import reason_pieces

FIELDS = ("编号", "题型", "题名", "题目", "答案", "理由", "条目", "提示", "出处")

_SCENARIO = "情景题"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_GAP = re.compile("_+")
_ID = re.compile(r"[A-Z]+\d+")
_TO_DO = {
    Form.SINGLE: "选一个",
    Form.VERDICT: "选一个",
    Form.MULTIPLE: "选出所有应选的",
    Form.ORDER: "排出先后",
    Form.GAPS: "填上空着的地方",
    Form.MATCH: "给每一条选出对应的",
}


@dataclass(frozen=True)
class Note:
    """One question: its id, the topic it is filed under, the fields of ``FIELDS``, and its tags."""

    id: str
    topic: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]


def notes_of(catalog: Catalog, *, with_reference: bool = False) -> tuple[Note, ...]:
    """The questions for training as notes, in the order of their pages.

    Those about wordings that are not the issued ones only ``with_reference``.
    """
    questions = practice_questions(catalog)
    return tuple(
        _note(question, catalog)
        for question in questions
        if with_reference or not asks_about_references(question, catalog)
    )


def _note(question: Question, catalog: Catalog) -> Note:
    assert question.form is not None
    badges = [question.form.value]
    badges += [_SCENARIO] if question.is_scenario else []
    badges += [reference_label(catalog)] if asks_about_references(question, catalog) else []
    tested = [catalog.by_id[id] for id in question.tests if id in catalog.by_id]
    title = question.entry.page.title
    reasons, entries = _reasons(question, question.form), _entries(question, tested, catalog)
    return Note(
        id=question.entry.id,
        topic=title.partition("：")[2] or title,
        fields=(
            _escaped(question.entry.id),
            "".join(f"<span>{_escaped(badge)}</span>" for badge in badges),
            _escaped(question.entry.title),
            _asked(question, question.form),
            _answer(question, question.form),
            reasons,
            entries,
            _notices(reasons + entries, catalog),
            _source(catalog),
        ),
        tags=(
            f"题型::{question.form.value}",
            *badges[1:],
            *(f"条目::{entry.id}" for entry in tested),
        ),
    )


# --- the front ------------------------------------------------------------------------------------


def _asked(question: Question, form: Form) -> str:
    stem = "".join(f"<p>{text}</p>" for text in _stem(question, form))
    shown = f'{stem}<p class="hb-quiet">{_TO_DO[form]}</p>'
    if form.has_options:
        shown += _list("A", (item.text for item in question.items))
    elif form is Form.ORDER:
        shown += _list("A", (item.text for item in _mixed(question)))
    elif form is Form.MATCH:
        left = _list("1", (item.text for item in question.items))
        shown += left + _list("A", _partners(question))
    return shown


def _stem(question: Question, form: Form) -> Iterator[str]:
    """The paragraphs; gaps are numbered, so that the back can say what belongs where."""
    number = count(1)

    def gap(_: re.Match[str]) -> str:
        return f'<b class="hb-gap">（{next(number)}）＿＿＿＿</b>'

    for paragraph in question.stem.split("\n\n"):
        words = _escaped(plain_text(paragraph, lambda id: id))
        yield _GAP.sub(gap, words) if form is Form.GAPS else words


def _list(kind: str, texts: Iterable[str]) -> str:
    return f'<ol type="{kind}">{"".join(f"<li>{_escaped(text)}</li>" for text in texts)}</ol>'


def _mixed(question: Question) -> tuple[Item, ...]:
    """The items in an order that has nothing to do with theirs, and is not theirs by chance."""
    found = sorted(question.items, key=lambda item: _hash(question.entry.id, item.text))
    texts = [item.text for item in found]
    if texts == [item.text for item in question.items]:
        found = [*found[1:], *found[:1]]
    return tuple(found)


def _partners(question: Question) -> tuple[str, ...]:
    """The right sides of pairs, each once, mixed."""
    own = tuple(dict.fromkeys(item.partner for item in question.items))
    found = sorted(own, key=lambda partner: _hash(question.entry.id, partner))
    return (*found[1:], *found[:1]) if tuple(found) == own else tuple(found)


# --- the back -------------------------------------------------------------------------------------


def _answer(question: Question, form: Form) -> str:
    if form.has_options:
        right = [
            f"<p><b>{letter}</b> {_escaped(item.text)}</p>"
            for letter, item in zip(_LETTERS, question.items, strict=False)
            if item.is_right
        ]
        return "".join(right)
    if form is Form.ORDER:
        shown = [item.text for item in _mixed(question)]
        letters = [_LETTERS[shown.index(item.text)] for item in question.items]
        texts = _list("1", (item.text for item in question.items))
        return f"<p><b>{' → '.join(letters)}</b></p>{texts}"
    if form is Form.GAPS:
        return "".join(
            f"<p>（{number}）<b>{_escaped(item.wordings[0])}</b>{_others(item)}</p>"
            for number, item in enumerate(question.items, start=1)
        )
    partners = _partners(question)
    return "".join(
        f"<p><b>{number} → {_LETTERS[partners.index(item.partner)]}</b> "
        f"{_escaped(item.text)} → {_escaped(item.partner)}</p>"
        for number, item in enumerate(question.items, start=1)
    )


def _others(item: Item) -> str:
    others = "”“".join(item.wordings[1:])
    return _escaped(f"（写成“{others}”也对）") if others else ""


def _reasons(question: Question, form: Form) -> str:
    """What speaks for or against each item, headed by what the front calls it."""
    heads: list[str] = []
    for number, item in enumerate(question.items, start=1):
        if form.has_options:
            heads.append(f"{_LETTERS[number - 1]} {'应选' if item.is_right else '不应选'}")
        elif form is Form.GAPS:
            heads.append(f"（{number}）")
        else:
            heads.append(_escaped(item.text))
    return "".join(
        f"<p><b>{head}</b>　{_reason(item)}</p>"
        for head, item in zip(heads, question.items, strict=True)
        if item.reason
    )


def _reason(item: Item) -> str:
    def shown(piece: str | list[str]) -> str:
        if isinstance(piece, str):
            return _escaped(piece)
        id, words = piece
        return f"<b>{_escaped(id)}</b>" if words == id else _escaped(f"{words}（{id}）")

    return "".join(shown(piece) for piece in reason_pieces(item.reason))


def _entries(question: Question, tested: list[Entry], catalog: Catalog) -> str:
    """The entries that it tests, in full; of those that reasons name besides, what they are."""
    ids = {entry.id for entry in tested}
    named = dict.fromkeys(reference.target for reference in question.entry.references)
    others = [catalog.by_id[id] for id in named if id in catalog.by_id and id not in ids]
    shown = "".join(_entry(entry, catalog) for entry in tested)
    if others:
        lines = "".join(f"<li>{_head(entry, catalog)}</li>" for entry in others)
        shown += f'<p class="hb-quiet">理由里还提到</p><ul>{lines}</ul>'
    return shown


def _entry(entry: Entry, catalog: Catalog) -> str:
    quotes = [entry.body] if entry.kind.verbatim else [quote.text for quote in entry.quotes]
    text = "" if entry.kind.verbatim else catalog.text(entry)
    shown = f"<p>{_head(entry, catalog)}</p>"
    if quotes:
        attribution = "、".join(catalog.attributions(entry))
        shown += f'<p class="hb-quiet">{_escaped(attribution)}</p>'
        shown += "".join(f"<blockquote>{_escaped(quote)}</blockquote>" for quote in quotes)
    if text:
        label = catalog.body_label(entry)
        shown += f'<p class="hb-quiet">{_escaped(label)}</p>' if label else ""
        shown += f"<p>{_escaped(text)}</p>"
    return f'<div class="hb-entry">{shown}</div>'


def _head(entry: Entry, catalog: Catalog) -> str:
    title = entry.body if entry.kind.verbatim else entry.title
    label = _escaped(reference_label(catalog))
    badge = f"<span>{label}</span>" if is_reference(entry, catalog) else ""
    return f"{_escaped(entry.kind.label)} <b>{_escaped(entry.id)}</b> {_escaped(title)}{badge}"


def _notices(shown: str, catalog: Catalog) -> str:
    """What has to be said of the wordings that the back names, be it only an entry's text."""
    entries = (catalog.by_id.get(id) for id in _ID.findall(shown))
    pages = {entry.page.uri for entry in entries if entry}
    found = [notice.text for notice in set_notices(catalog) if notice.spec.page in pages]
    return "".join(f"<p>{_escaped(text)}</p>" for text in found)


def _source(catalog: Catalog) -> str:
    handbook = catalog.handbook
    parts = [handbook.title, handbook.edition.name, handbook.issuing_unit, handbook.marking]
    return _escaped(" · ".join(part for part in parts if part))


def _hash(*texts: str) -> bytes:
    return hashlib.sha256("\0".join(texts).encode()).digest()


def _escaped(text: str) -> str:
    """``text`` as HTML in which Anki finds no sound, LaTeX or formula either."""
    shown = html.escape(text)
    for sign in "[\\{":
        shown = shown.replace(sign, f"&#{ord(sign)};")
    return shown
