"""What stands on a test paper and in its key, without any form of file.

A paper's questions are grouped by form. Of several papers each has the same questions, but every
question and every option has another place in each, as far as there are places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from handbook.catalog import Catalog
from handbook.examination.chance import never_in_order, shuffled, turned
from handbook.examination.request import Request
from handbook.notices import set_notices
from handbook.numerals import counted
from handbook.office.checklists import Notice, clean, edition_of, notices_for, warning_of
from handbook.questions import GAP, OTHER_WORDING, Form, Item, Question
from handbook.trainer import reason_pieces

BLANK = "＿" * 8
FILLED_IN = "编者拟写"
_BRACKET = f"（{chr(0xA0) * 6}）"  # no line breaks in it
_SEQUENCE = "次序："
_LETTERS = "ABCDEFGHIJ"
_FULL = 100
# The forms that may weigh more than a choice of one, if the points do not come out even; and by how
# much at most.
_WEIGHTY = (Form.MULTIPLE, Form.ORDER, Form.GAPS, Form.MATCH)
_MOST_EXTRA = 3

_HINTS: Mapping[Form, str] = {
    Form.SINGLE: "每题只有一个选项是对的，把字母写在括号里。",
    Form.MULTIPLE: "每题有两个以上选项是对的，把字母都写在括号里；全对才得分。",
    Form.VERDICT: "先判断对错，再看理由，只有一个选项两样都对，把字母写在括号里。",
    Form.ORDER: "照题目的要求排出次序，把字母依次写在横线上；全对才得分。",
    Form.GAPS: "把空着的词语写在横线上；各空全对才得分。",
    Form.MATCH: "给左边的每一项找出右边的一项，把字母写在括号里；全对才得分。",
}
_OWN = "试题是编者拟写的，情景是虚构的，不指任何人和单位。"
_FOR_MARKING = "供阅卷用，不要同试卷放在一起，不要发给答卷的人。"
_PRACTISED = (
    "这份卷有 {count} 题，其中 {kept} 题是留给试卷的；"
    "另外 {open} 题在训练的文件里，答案人人看得到：不要单凭这份卷的分数作决定。"
)
_ALL_KEPT = "这份卷的 {count} 题都是留给试卷的，不在训练的文件里。"


@dataclass(frozen=True)
class Reason:
    """Why an answer is right or wrong: the answer, which of both if that is to tell, the words."""

    text: str
    verdict: str
    words: str


@dataclass(frozen=True)
class Asked:
    """A question as it is printed, and its key; ``choices`` and ``left`` go with their signs."""

    number: int
    id: str
    label: str
    points: int
    stem: tuple[str, ...]
    left: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    line: str
    answer: str
    reasons: tuple[Reason, ...]
    rests_on: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The questions of one form, with what stands above them."""

    form: Form
    heading: str
    hint: str
    asked: tuple[Asked, ...]

    @property
    def name(self) -> str:
        """What the form's questions are called."""
        return f"{self.form.value}题"

    @property
    def points(self) -> int:
        """The points of all of them together."""
        return sum(asked.points for asked in self.asked)


@dataclass(frozen=True)
class Sheet:
    """A test paper and its key.

    ``notices`` are those of what is printed on the paper, ``key_notices`` those of its key.
    """

    paper: str
    title: str
    edition: str
    marking: str
    unit: str
    warning: str
    request: Request
    groups: tuple[Group, ...]
    minutes: int
    pass_mark: int
    kept: int
    notices: tuple[Notice, ...]
    key_notices: tuple[Notice, ...]

    @property
    def name(self) -> str:
        """Which of several papers it is; empty if it is the only one."""
        return f"{self.paper} 卷" if self.paper else ""

    @property
    def heading(self) -> str:
        """What stands above the paper."""
        return f"{self.title}测试卷{f'（{self.name}）' if self.name else ''}"

    @property
    def key_heading(self) -> str:
        """What stands above the key."""
        return f"{self.title}测试卷答案{f'（{self.name}）' if self.name else ''}"

    @property
    def asked(self) -> tuple[Asked, ...]:
        """All questions, in the order of their numbers."""
        return tuple(asked for group in self.groups for asked in group.asked)

    @property
    def points(self) -> int:
        """The points of all questions together."""
        return sum(asked.points for asked in self.asked)

    @property
    def rules(self) -> str:
        """How much there is, in what time, and what is enough."""
        return (
            f"共 {len(self.asked)} 题，满分 {self.points} 分，{self.pass_mark} 分算通过；"
            f"用时 {self.minutes} 分钟。"
        )

    @property
    def whose_words(self) -> str:
        """What stands at the head of every page: sheets are handed on singly."""
        return f"{self.warning}{_OWN}"

    @property
    def for_marking(self) -> str:
        """What stands at the head of every page of the key."""
        return f"答案：{_FOR_MARKING}"

    @property
    def imprint(self) -> str:
        """The foot of every page: handbook, edition, seed."""
        parts = (f"{self.title} {self.edition}", f"种子 {self.request.seed}", self.name)
        return "　".join(filter(None, parts))

    @property
    def secrecy(self) -> str:
        """How many of the questions nobody could train with."""
        count = len(self.asked)
        if self.kept == count:
            return _ALL_KEPT.format(count=count)
        return _PRACTISED.format(count=count, kept=self.kept, open=count - self.kept)


def sheets(questions: Sequence[Question], request: Request, catalog: Catalog) -> tuple[Sheet, ...]:
    """The papers of a request, made of the questions that were drawn for it."""
    return tuple(_sheet(at, questions, request, catalog) for at in range(len(request.papers)))


def points_of(counts: Mapping[Form, int]) -> dict[Form, int]:
    """What a question of each form is worth: all the same if that makes a hundred together.

    Else some of the forms that ask for more than one choice weigh a little more; where no such
    weights make a hundred, all are worth the same, and it is less (or, of very many, more).
    """
    total = sum(counts.values())
    each = max(1, _FULL // total)
    weighty = [form for form in _WEIGHTY if counts.get(form)]
    extras = product(range(min(each, _MOST_EXTRA) + 1), repeat=len(weighty))
    for extra in sorted(extras, key=lambda found: (max(found, default=0), sum(found), found)):
        more = dict(zip(weighty, extra, strict=True))
        if each * total + sum(counts[form] * more[form] for form in weighty) == _FULL:
            return {form: each + more.get(form, 0) for form in counts}
    return dict.fromkeys(counts, each)


def _sheet(at: int, questions: Sequence[Question], request: Request, catalog: Catalog) -> Sheet:
    handbook = catalog.handbook
    training = handbook.training
    groups = tuple(_groups(at, questions, request, catalog))
    points = sum(group.points for group in groups)
    return Sheet(
        paper=request.papers[at],
        title=clean(handbook.title),
        edition=edition_of(handbook),
        marking=clean(handbook.marking),
        unit=clean(handbook.issuing_unit),
        warning=warning_of(handbook),
        request=request,
        groups=groups,
        minutes=-(-training.exam_minutes * len(questions) // training.exam_questions),
        pass_mark=-(-points * training.exam_pass // 100),
        kept=sum(question.is_for_exams for question in questions),
        notices=tuple(_notices(groups, questions, catalog, with_key=False)),
        key_notices=tuple(_notices(groups, questions, catalog, with_key=True)),
    )


def _groups(
    at: int, questions: Sequence[Question], request: Request, catalog: Catalog
) -> Iterator[Group]:
    by_form = {form: [q for q in questions if q.form is form] for form in Form}
    by_form = {form: found for form, found in by_form.items() if found}
    worth = points_of({form: len(found) for form, found in by_form.items()})
    number = 0
    for place, (form, found) in enumerate(by_form.items(), start=1):
        mixed = shuffled(found, f"{request.seed} paper", lambda question: question.entry.id)
        mixed = turned(mixed, at, len(request.papers))
        each = worth[form]
        yield Group(
            form,
            f"{counted(place)}、{form.value}题（每题 {each} 分，共 {each * len(found)} 分）",
            _HINTS[form],
            tuple(
                _asked(number + count, each, question, at, request, catalog)
                for count, question in enumerate(mixed, start=1)
            ),
        )
        number += len(found)


def _asked(
    number: int, points: int, question: Question, at: int, request: Request, catalog: Catalog
) -> Asked:
    form, items = question.form, question.items
    assert form is not None
    left, places = _mixed(question, request, at)
    letters = dict(zip(places, _LETTERS, strict=False))
    numbers = {place: number for number, place in enumerate(left, start=1)}
    stem = [clean(part).replace(GAP, BLANK) for part in question.paragraphs]
    if form.has_options:
        stem[-1] += _BRACKET
    has_letters = form is not Form.GAPS
    return Asked(
        number=number,
        id=question.entry.id,
        label=_label(question, catalog),
        points=points,
        stem=tuple(stem),
        left=tuple(f"{_BRACKET}{numbers[place]}．{clean(items[place].text)}" for place in left),
        choices=tuple(
            (letters[place], clean(items[place].partner or items[place].text)) for place in places
        )
        if has_letters
        else (),
        line=_SEQUENCE + BLANK * 2 if form is Form.ORDER else "",
        answer=_answer(question, letters, numbers),
        reasons=tuple(_reasons(question, places, letters, numbers)),
        rests_on=tuple(_rests_on(question, catalog)),
    )


def _mixed(
    question: Question, request: Request, at: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The places of the items in the order of one paper: those on the left, those with letters.

    Only pairs have a left side, which is the same on all papers. What has to be put in order never
    stands in order, nor does every partner stand beside what it belongs to.
    """
    places = range(len(question.items))
    if question.form is Form.GAPS:
        return (), tuple(places)
    seed = f"{request.seed} {question.entry.id}"
    mixed = shuffled(places, f"{seed} items", str)
    left: tuple[int, ...] = ()
    if question.form is Form.ORDER:
        mixed = never_in_order(mixed)
    elif question.form is Form.MATCH:
        left = shuffled(places, f"{seed} left", str)
        mixed = tuple(left[place] for place in never_in_order(mixed))
    return left, turned(mixed, at, len(request.papers))


def _answer(question: Question, letters: Mapping[int, str], numbers: Mapping[int, int]) -> str:
    places = range(len(question.items))
    if question.form is Form.GAPS:
        words = [OTHER_WORDING.join(item.wordings) for item in question.items]
        return "　".join(f"（{n}）{clean(word)}" for n, word in enumerate(words, start=1))
    if question.form is Form.ORDER:
        return "".join(letters[place] for place in places)
    if question.form is Form.MATCH:
        return "　".join(f"{n}{letters[place]}" for place, n in numbers.items())
    return "".join(sorted(letters[place] for place in places if question.items[place].is_right))


def _reasons(
    question: Question,
    places: tuple[int, ...],
    letters: Mapping[int, str],
    numbers: Mapping[int, int],
) -> Iterator[Reason]:
    """The reason of each item: as the paper has them, or as they belong."""
    form = question.form
    shown = places if form and form.has_options else numbers or range(len(question.items))
    for at, place in enumerate(shown, start=1):
        item = question.items[place]
        text, verdict = clean(item.text), ""
        if form and form.has_options:
            text, verdict = f"{letters[place]}．{text}", "对" if item.is_right else "错"
        elif form is Form.ORDER:
            text = f"{letters[place]}．{text}"
        elif form is Form.MATCH:
            text = f"{at}．{text}——{letters[place]}．{clean(item.partner)}"
        else:
            text = f"（{at}）{text}"
        yield Reason(text, verdict, _words(item))


def _words(item: Item) -> str:
    """The reason in plain words: what it refers to by another name has its id besides."""
    pieces = reason_pieces(item.reason)
    return clean("".join(p if isinstance(p, str) else _named(*p) for p in pieces))


def _named(id: str, text: str) -> str:
    return id if text == id else f"{text}（{id}）"


def _rests_on(question: Question, catalog: Catalog) -> Iterator[str]:
    """What the question tests, then what its reasons cite besides, each by id and title."""
    for id in dict.fromkeys((*question.tests, *_cited(question))):
        entry = catalog.by_id.get(id)
        if entry and entry.kind.verbatim:
            yield f"{entry.id}（{entry.kind.label}）"
        elif entry:
            yield clean(entry.name)


def _cited(question: Question) -> Iterator[str]:
    for item in question.items:
        yield from (reference.target for reference in question.references_of(item))


def _label(question: Question, catalog: Catalog) -> str:
    """What is printed beside a question about entries whose words are not the issued ones."""
    pages = {catalog.by_id[id].page.uri for id in question.tests if id in catalog.by_id}
    labels = (notice.label for notice in set_notices(catalog) if notice.spec.page in pages)
    return next(labels, "")


def _notices(
    groups: Iterable[Group], questions: Iterable[Question], catalog: Catalog, *, with_key: bool
) -> Iterator[Notice]:
    """What must be said of the sets that are asked about or named, in the key also cited."""
    asked = [asked for group in groups for asked in group.asked]
    words = [part for a in asked for part in (*a.stem, *a.left, *(text for _, text in a.choices))]
    named = {id for question in questions for id in question.tests}
    if with_key:
        words += [a.answer for a in asked]
        words += [words for a in asked for r in a.reasons for words in (r.text, r.words)]
        words += [name for a in asked for name in a.rests_on]
        named |= {id for question in questions for id in _cited(question)}
    entries = [catalog.by_id[id] for id in named if id in catalog.by_id]
    return notices_for(entries, words, catalog, with_references=False)
