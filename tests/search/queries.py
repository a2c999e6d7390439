"""The queries with their right answers: reading them, judging hits, adding up.

Where the files come from and which of them may be looked at: ``README.md`` beside this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag

FOLDER = Path(__file__).resolve().parent
TUNE = FOLDER / "queries-tune.tsv"
MORE = FOLDER / "queries-tune-2.tsv"
QUESTIONS = FOLDER / "queries-tune-3.tsv"
FORMER_REPORT = FOLDER / "queries-tune-4.tsv"
EVERYDAY = FOLDER / "queries-tune-5.tsv"
SECOND_REPORT = FOLDER / "queries-tune-6.tsv"
FRESH = FOLDER / "queries-tune-7.tsv"
REPORT = FOLDER / "queries-report.tsv"


@dataclass(frozen=True)
class Query:
    """What somebody types, and what is a right first answer: entry ids, or pages under ``docs/``."""

    sort: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A hit as an address relative to the site: the page, and the anchor or nothing."""

    page: str
    anchor: str

    @classmethod
    def of(cls, href: str, base: str) -> Hit:
        """The hit that ``href`` is, on the site at ``base``."""
        page, anchor = urldefrag(href.removeprefix(base).lstrip("/"))
        return cls(unquote(page), unquote(anchor))


@dataclass(frozen=True)
class Score:
    """How well some queries were answered; ``reciprocal`` is the sum of 1/rank."""

    queries: int = 0
    first: int = 0
    in_three: int = 0
    reciprocal: float = 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.queries + other.queries,
            self.first + other.first,
            self.in_three + other.in_three,
            self.reciprocal + other.reciprocal,
        )

    @property
    def recall_at_1(self) -> float:
        """The share of queries with a right answer first."""
        return self.first / self.queries

    @property
    def recall_at_3(self) -> float:
        """The share of queries with a right answer among the first three."""
        return self.in_three / self.queries

    @property
    def mrr(self) -> float:
        """The mean reciprocal rank of the first right answer."""
        return self.reciprocal / self.queries


def read_queries(path: Path) -> list[Query]:
    """The queries of a file, in its order."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [Query(sort, text, tuple(answers.split(" "))) for sort, text, answers in rows]


def rank_of(query: Query, hits: Sequence[Hit], ids: frozenset[str]) -> int:
    """The place of the first right answer, from 1; 0 if there is none.

    A hit on a page counts for the page unless it is one of the entries, whose ``ids`` are given.
    """
    return next((n for n, hit in enumerate(hits, start=1) if _is_right(query, hit, ids)), 0)


def _is_right(query: Query, hit: Hit, ids: frozenset[str]) -> bool:
    if hit.anchor in ids:
        return hit.anchor in query.answers
    return hit.page.removesuffix(".html") + ".md" in query.answers


def score_of(rank: int) -> Score:
    """The score of one query."""
    return Score(1, int(rank == 1), int(1 <= rank <= 3), 1 / rank if rank else 0.0)


def by_sort(queries: Iterable[Query], ranks: Iterable[int]) -> dict[str, Score]:
    """The scores, sort by sort, in the order in which the sorts come."""
    scores: dict[str, Score] = {}
    for query, rank in zip(queries, ranks, strict=True):
        scores[query.sort] = scores.get(query.sort, Score()) + score_of(rank)
    return scores


def total(scores: Iterable[Score]) -> Score:
    """All scores together."""
    return sum(scores, Score())
