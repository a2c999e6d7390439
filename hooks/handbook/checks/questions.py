"""Questions: their answers fit their form, have reasons, differ, and ask about all they should."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from handbook import codes
from handbook.catalog import Catalog, Entry
from handbook.model import ASKED_ALL, Diagnostic
from handbook.questions import (
    FALSE,
    GAP,
    PAIRED,
    TRUE,
    Form,
    Item,
    Question,
    draft_questions,
    questions_of,
    tests_of,
)
from handbook.vocabulary import TESTS

# How many answers a form may have.
_COUNTS = {
    Form.SINGLE: (4, 4),
    Form.MULTIPLE: (4, 6),
    Form.VERDICT: (4, 4),
    Form.ORDER: (4, 6),
    Form.GAPS: (1, 6),
    Form.MATCH: (3, 5),
}
_MARKS = {
    Form.SINGLE: "- [ ] 或 - [x]",
    Form.MULTIPLE: "- [ ] 或 - [x]",
    Form.VERDICT: "- [ ] 或 - [x]",
    Form.ORDER: "1. 2. 3.",
    Form.GAPS: "1. 2. 3.",
    Form.MATCH: f"- 左边{PAIRED}右边",
}
# A right option so much longer than any wrong one is found by its length. Over all questions, where
# there are enough to tell, the longest is the right one neither almost never nor too often: with
# four options it would be so by chance in every fourth.
_MUCH_LONGER = 1.25
_ENOUGH = 20
_LEAST, _MOST = 0.08, 0.35
# Two stems are the same in other words if so many of their pieces are; two that are short ask in
# the same few words for different things, and are the same only if all pieces are.
_PIECE, _SHARED, _SHORT = 4, 0.6, 25
# An outermost quotation, which may hold others; and what marks a gap that was filled in.
_QUOTATION = re.compile("“((?:[^“”]|“[^“”]*”)*)”")
_FILLED = "\x00"
# Names that mean nobody, and what does not count in a comparison.
_NAMES = re.compile(r"[小老][\u4e00-\u9fff]|[\u4e00-\u9fff]某某?|某某?[\u4e00-\u9fff]{1,2}")
_NOT_WORDS = re.compile(r"[^\u4e00-\u9fff]")


def questions(catalog: Catalog) -> Iterator[Diagnostic]:
    """All that is wrong with the questions, which are read once."""
    found = questions_of(catalog)
    yield from _bodies(found)
    yield from _quotations(found, catalog)
    yield from _reasons(found)
    yield from _repeated(found)
    yield from _lengths(found)
    yield from _asked(found, catalog)


def _bodies(questions: Sequence[Question]) -> Iterator[Diagnostic]:
    """Lines that are nothing of a question, and answers that do not fit its form."""
    for question in questions:
        place = question.entry.place
        for text, where in question.unread:
            yield codes.QUESTION_UNREAD.at(where, f"{question.entry.id} 里读不懂的一行：{text}")
        if not question.stem:
            yield codes.QUESTION_UNREAD.at(place, f"{question.entry.id} 没有题干")
        if not question.items:
            yield codes.QUESTION_UNREAD.at(place, f"{question.entry.id} 没有答案")
        elif question.form:
            yield from _answers(question, question.form)


def _answers(question: Question, form: Form) -> Iterator[Diagnostic]:
    id, place, items = question.entry.id, question.entry.place, question.items
    unfit = [item for item in items if not _fits(item, form)]
    for item in unfit:
        message = f"{id} 是{form.value}题，答案写成 {_MARKS[form]}"
        yield codes.QUESTION_FORM.at(item.place, message)
    if unfit:
        return
    least, most = _COUNTS[form]
    if not least <= len(items) <= most:
        wanted = str(least) if least == most else f"{least} 到 {most}"
        message = f"{id} 是{form.value}题，答案要有 {wanted} 个，而这里有 {len(items)} 个"
        yield codes.QUESTION_FORM.at(place, message)
    right, wrong = len(question.right), len(question.wrong)
    if form in (Form.SINGLE, Form.VERDICT) and right != 1:
        yield codes.QUESTION_FORM.at(place, f"{id} 是{form.value}题，对的有 {right} 个，应为 1 个")
    if form is Form.MULTIPLE and (right < 2 or not wrong):
        message = f"{id} 是{form.value}题，对的有 {right} 个、错的有 {wrong} 个：至少两个对、一个错"
        yield codes.QUESTION_FORM.at(place, message)
    if form is Form.VERDICT and {item.text[: len(TRUE)] for item in items} != {TRUE, FALSE}:
        message = f"{id} 是{form.value}题，选项以“{TRUE}”或“{FALSE}”开头，两种都要有"
        yield codes.QUESTION_FORM.at(place, message)
    gaps = question.stem.count(GAP)
    if form is Form.GAPS and gaps != len(items):
        message = f"{id} 的题干有 {gaps} 个空（{GAP}），答案有 {len(items)} 个"
        yield codes.QUESTION_FORM.at(place, message)


def _fits(item: Item, form: Form) -> bool:
    if form.has_options:
        return item.mark.startswith("- [")
    if form is Form.MATCH:
        return item.mark == "-" and bool(item.text and item.partner)
    return item.mark[0].isdigit() and all(item.wordings)


def _quotations(questions: Sequence[Question], catalog: Catalog) -> Iterator[Diagnostic]:
    """Quotations with gaps that are, with the gaps filled in, words of no sentence and no entry."""
    with_gaps = [
        question
        for question in questions
        if question.form is Form.GAPS and question.stem.count(GAP) == len(question.items)
    ]
    known = tuple(_all_words(catalog)) if with_gaps else ()
    for question in with_gaps:
        for text in _filled_in(question):
            if not any(text in other for other in known):
                message = f"{question.entry.id} 的“{text}”不是原文，也不是条目里的话"
                yield codes.QUESTION_QUOTE.at(question.entry.place, message)


def _all_words(catalog: Catalog) -> Iterator[str]:
    """Whatever a question may quote: the source, and titles, texts and options of entries."""
    yield catalog.all_source_text
    for entry in catalog.entries:
        yield entry.title
        if not entry.kind.is_question:
            yield catalog.text(entry)
            yield from (value.text for option in entry.options.values() for value in option.values)


def _filled_in(question: Question) -> Iterator[str]:
    """The quotations of a stem that have gaps, with the first wording in each."""
    pieces = question.stem.replace("\n", "").split(GAP)
    words = [f"{_FILLED}{item.wordings[0]}" for item in question.items]
    filled = pieces[0] + "".join(map("".join, zip(words, pieces[1:], strict=True)))
    for quote in _QUOTATION.findall(filled):
        if _FILLED in quote:
            yield quote.replace(_FILLED, "")


def _reasons(questions: Sequence[Question]) -> Iterator[Diagnostic]:
    """Answers without a reason, with two, or with one that no entry bears out."""
    for question in questions:
        id = question.entry.id
        cited: set[str] = set()
        for item in question.items:
            named = [reference.target for reference in question.references_of(item)]
            cited.update(named)
            if not item.reasons:
                yield codes.QUESTION_REASON.at(item.place, f"{id} 的“{item.text}”没有解析")
            elif len(item.reasons) > 1:
                message = f"{id} 的“{item.text}”有 {len(item.reasons)} 行解析，应为一行"
                yield codes.QUESTION_REASON.at(item.reasons[1][1], message)
            elif not named:
                message = f"{id} 的这条解析没有引用条目"
                yield codes.QUESTION_REASON.at(item.reasons[0][1], message)
        for value in question.entry.values(TESTS):
            if question.items and value.text not in cited:
                message = f"{id} 说要考 {value.text}，没有一条解析引用它"
                yield codes.QUESTION_TESTS.at(value.place, message)


def _repeated(questions: Sequence[Question]) -> Iterator[Diagnostic]:
    """Answers that are the same, and stems that differ in names alone, or in little more."""
    for question in questions:
        sides = [[item.text for item in question.items]]
        if question.form is Form.MATCH:
            sides.append([item.partner for item in question.items])
        if question.form is Form.GAPS:
            sides = []  # two gaps may well want the same word
        for texts in sides:
            for text in [text for text, count in Counter(texts).items() if count > 1]:
                message = f"{question.entry.id} 有两个“{text}”"
                yield codes.QUESTION_REPEATED.at(question.entry.place, message)
    titles: dict[str, Entry] = {}
    for question in questions:
        first = titles.setdefault(question.entry.title, question.entry)
        if first is not question.entry:
            message = f"{question.entry.id} 的题名与 {first.id} 相同"
            yield codes.QUESTION_REPEATED.at(question.entry.place, message)
    for a, b in _alike([_pieces(question.stem) for question in questions]):
        message = f"{questions[b].entry.id} 的题干与 {questions[a].entry.id} 只有少数字不同"
        yield codes.QUESTION_REPEATED.at(questions[b].entry.place, message)


def _pieces(stem: str) -> frozenset[str]:
    words = _NOT_WORDS.sub("", _NAMES.sub("", stem))
    return frozenset(words[at : at + _PIECE] for at in range(len(words) - _PIECE + 1))


def _alike(texts: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """The pairs that share most of their pieces, each the earlier first."""
    holders: dict[str, list[int]] = {}
    for number, pieces in enumerate(texts):
        shared = Counter(other for piece in pieces for other in holders.get(piece, ()))
        for other, count in sorted(shared.items()):
            least = min(len(pieces), len(texts[other]))
            if count >= (_SHARED if least > _SHORT else 1) * least:
                yield other, number
        for piece in pieces:
            holders.setdefault(piece, []).append(number)


def _lengths(all_questions: Sequence[Question]) -> Iterator[Diagnostic]:
    """Questions whose right option stands out by its length, and a bank in which it does."""
    questions = [
        question
        for question in all_questions
        if question.form in (Form.SINGLE, Form.VERDICT)
        and len(question.right) == 1
        and question.wrong
    ]
    longest = []
    for question in questions:
        right = question.right[0]
        most = max(len(item.text) for item in question.wrong)
        if len(right.text) > most:
            longest.append(question.entry.id)
        if len(right.text) > _MUCH_LONGER * most:
            sizes = f"对的选项有 {len(right.text)} 个字，错的最长 {most} 个"
            message = f"{question.entry.id} {sizes}：一看就知道"
            yield codes.QUESTION_GIVES_AWAY.at(right.place, message)
    if len(questions) >= _ENOUGH and not _LEAST <= len(longest) / len(questions) <= _MOST:
        forms = f"{Form.SINGLE.value}和{Form.VERDICT.value}"
        message = (
            f"{forms}共 {len(questions)} 题，其中 {len(longest)} 题对的选项最长："
            f"应在 {_LEAST:.0%} 到 {_MOST:.0%} 之间"
        )
        yield codes.QUESTION_GIVES_AWAY.at(questions[0].entry.place, message)


def _asked(questions: Sequence[Question], catalog: Catalog) -> Iterator[Diagnostic]:
    """Entries that no question tests although their kind says that one has to.

    Where a draft does, somebody is at it: the page of the coverage says so.
    """
    tested = {id for question in questions for id in question.tests}
    tested |= {id for entry in draft_questions(catalog) for id in tests_of(entry)}
    for entry in catalog.entries if questions else ():
        if is_asked(entry) and entry.id not in tested:
            yield codes.NOT_ASKED.at(entry.place, f"{entry.name} 没有试题考到")


def is_asked(entry: Entry) -> bool:
    """Whether a question has to test the entry."""
    asked = entry.kind.asked
    return bool(asked) and (asked == ASKED_ALL or asked in entry.options)


def places(catalog: Catalog) -> Iterator[Diagnostic]:
    """Pages that hold questions and other entries, or that the navigation leads to."""
    named = {value.text: value.place for value in catalog.site.navigation}
    kinds = catalog.handbook.kinds
    for page in catalog.pages:
        if not catalog.has_questions(page):
            continue
        for block in page.blocks:
            if block.name in kinds and not kinds[block.name].is_question:
                yield codes.QUESTION_PLACE.at(block.place, f"{page.path} 是试题页")
        if page.uri in named:
            yield codes.QUESTION_PLACE.at(named[page.uri], f"导航里的 {page.uri} 是试题页")


CHECKS = (questions, places)
