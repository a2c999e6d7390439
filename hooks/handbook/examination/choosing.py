"""Which questions a test paper has: those that its topics name, and a balanced draw from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from handbook.catalog import Catalog
from handbook.examination import PaperError
from handbook.examination.chance import shuffled
from handbook.examination.request import Request
from handbook.model import Place, Word
from handbook.notices import asks_about_references
from handbook.questions import Form, Question, questions_of
from handbook.selecting import selected
from handbook.trainer import topic_title
from handbook.training import questions_about

_NO_QUESTIONS = "这本手册没有试题，出不了卷：先在 docs/ 里写试题页，见 CONTRIBUTING.md。"
_UNKNOWN = (
    "TOPICS 里没有叫“{name}”的，没有出卷。可以写：内容，{topics}；条目的编号，例如 {id}；"
    "{sets}种类的名称，{kinds}。几个用逗号隔开，不写就是全部。"
)
_NOTHING_ASKED = "TOPICS 里的“{name}”没有试题考到，没有出卷：去掉它，或者先给它写试题。"
_TOO_FEW = "{about}{found}，不够 {wanted} 题，没有出卷：{remedies}。"


# How often a draw is made anew that misses something.
_ATTEMPTS = 5


def topics_of(questions: Iterable[Question]) -> dict[str, str]:
    """The titles of the topics, by the names of the files that they stand in."""
    pages = [question.entry.page for question in questions]
    return {PurePosixPath(page.uri).stem: topic_title(page.title) for page in pages}


def pool_of(request: Request, catalog: Catalog) -> tuple[Question, ...]:
    """The questions that may be asked, in the order of the bank, no fewer than are wanted.

    Raises :class:`PaperError` if a topic is unknown, or if there are too few.
    """
    bank = tuple(q for q in questions_of(catalog) if q.form and q.items)
    if not bank:
        raise PaperError(_NO_QUESTIONS)
    named = {q.entry.id for name in request.topics for q in _named(name, bank, catalog)}
    asked = [q for q in bank if not request.topics or q.entry.id in named]
    apart = [q for q in asked if asks_about_references(q, catalog)]
    pool = asked if request.with_references else [q for q in asked if q not in apart]
    if len(pool) < request.count:
        raise PaperError(_too_few(request, len(pool), len(asked) - len(pool)))
    return tuple(pool)


def _named(name: str, bank: Sequence[Question], catalog: Catalog) -> tuple[Question, ...]:
    """The questions of a topic, or about the entries of that name: an id, a set or a kind."""
    topics = topics_of(bank)
    if name in topics or name in topics.values():
        return tuple(q for q in bank if name in next(iter(topics_of([q]).items())))
    entries = selected([Word(name, Place("TOPICS", 1))], catalog)
    if not entries:
        raise PaperError(_unknown(name, topics, catalog))
    found = questions_about(entries, bank, catalog)
    if not found:
        raise PaperError(_NOTHING_ASKED.format(name=name))
    return found


def _unknown(name: str, topics: dict[str, str], catalog: Catalog) -> str:
    tested = [id for question in questions_of(catalog) for id in question.tests]
    kinds = {entry.kind.name: entry.kind.label for entry in catalog.entries if entry.id in tested}
    sets = "、".join(f"{id}（{spec.title}）" for id, spec in catalog.handbook.sets.items())
    return _UNKNOWN.format(
        name=name,
        topics="、".join(f"{stem}（{title}）" for stem, title in topics.items()),
        id=tested[0],
        sets=f"套的编号，{sets}；" if sets else "",
        kinds="、".join(f"{name}（{label}）" for name, label in kinds.items()),
    )


def _too_few(request: Request, found: int, apart: int) -> str:
    about = f"TOPICS={','.join(request.topics)} " if request.topics else "全部试题"
    remedies = []
    if apart:
        remedies.append(f"加上 REFERENCE=1，另有 {apart} 题依据的不是正式文本")
    if found:
        remedies.append(f"把 N 改成 {found} 以内")
    if request.topics:
        remedies.append("多写几个 TOPICS")
    return _TOO_FEW.format(
        about=about,
        found=f"只有 {found} 题" if found else "没有可用的题",
        wanted=request.count,
        remedies="；或者".join(remedies),
    )


def drawn(pool: Sequence[Question], count: int, seed: str) -> tuple[Question, ...]:
    """``count`` questions of the pool, balanced; the same for the same seed.

    What is wanted, the most important first: no entry is the main one of two questions while there
    are others; questions that are kept for papers come before those that anybody trains with; all
    forms; each topic in proportion to its questions; half of them tell of a case.

    A draw that misses something is made anew, and of several the best is taken: what cannot be had
    is missed by all. All is counted in whole numbers, so that nothing is rounded.
    """
    parts = shares(Counter(question.entry.page.uri for question in pool), count)
    forms = min(count, len({question.form for question in pool}))
    found: list[tuple[Question, ...]] = []
    for attempt in range(_ATTEMPTS):
        mixed = shuffled(pool, f"{seed} draw {attempt}", lambda question: question.entry.id)
        found.append(_draw_of(mixed, parts))
        if not any(_misses(found[-1], parts, forms)[2:]):
            break
    return min(found, key=lambda questions: _misses(questions, parts, forms))


def _misses(
    questions: Sequence[Question], parts: Mapping[str, int], forms: int
) -> tuple[int, int, int, int, int]:
    """By how much the questions miss what is wanted, the most important first."""
    count = len(questions)
    topics = Counter(question.entry.page.uri for question in questions)
    cases = sum(question.is_scenario for question in questions)
    return (
        count - len({question.tests[0] for question in questions}),
        sum(not question.is_for_exams for question in questions),
        forms - len({question.form for question in questions}),
        sum(max(0, topics[topic] - parts[topic]) for topic in topics),
        abs(2 * cases - count) // 2,
    )


def _draw_of(mixed: Sequence[Question], parts: Mapping[str, int]) -> tuple[Question, ...]:
    """One after another the best; then each is exchanged for a better one while there is one."""
    left = list(mixed)
    draw = _Draw(parts)
    chosen = [_taken(left, draw) for _ in range(sum(parts.values()))]
    is_better = True
    while is_better:
        is_better = False
        for place, question in enumerate(chosen):
            draw.change(question, -1)
            left.insert(0, question)  # of those as good as it, it stays
            chosen[place] = _taken(left, draw)
            is_better = is_better or chosen[place] is not question
    return tuple(chosen)


def shares(sizes: Mapping[str, int], count: int) -> dict[str, int]:
    """Parts of ``count`` in proportion to the sizes, by the largest remainder."""
    total = sum(sizes.values())
    found = {name: size * count // total for name, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda name: -(sizes[name] * count % total))
    for name in by_remainder[: count - sum(found.values())]:
        found[name] += 1
    return found


def _taken(left: list[Question], draw: _Draw) -> Question:
    best = min(left, key=draw.cost)
    left.remove(best)
    draw.change(best, 1)
    return best


class _Draw:
    """What was drawn so far, in numbers, and what one question more would cost."""

    def __init__(self, shares: Mapping[str, int]) -> None:
        self._shares, self._count = shares, sum(shares.values())
        self._mains: Counter[str] = Counter()
        self._forms: Counter[Form | None] = Counter()
        self._topics: Counter[str] = Counter()
        self._cases: Counter[bool] = Counter()

    def change(self, question: Question, by: int) -> None:
        """Takes a question in (1) or out again (-1)."""
        self._mains[question.tests[0]] += by
        self._forms[question.form] += by
        self._topics[question.entry.page.uri] += by
        self._cases[question.is_scenario] += by

    def cost(self, question: Question) -> tuple[int, bool, bool, int, int]:
        """By how much the draw is farther from what is wanted with the question."""
        topic, is_case = question.entry.page.uri, question.is_scenario
        return (
            self._mains[question.tests[0]],
            not question.is_for_exams,
            self._forms[question.form] > 0,
            max(0, self._topics[topic] + 1 - self._shares[topic]),
            max(0, 2 * self._cases[is_case] + 1 - self._count),
        )
