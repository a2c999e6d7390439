"""What is trained with what: the questions that are about an entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from handbook.catalog import Catalog, Entry
from handbook.model import Word
from handbook.questions import Question
from handbook.selecting import ids_under


def questions_about(
    entries: Iterable[Entry], questions: Iterable[Question], catalog: Catalog
) -> tuple[Question, ...]:
    """The questions that test one of the entries, or one that stands under one of them."""
    wanted = ids_under(entries, catalog)
    return tuple(question for question in questions if not wanted.isdisjoint(question.tests))


def named_in_paths(catalog: Catalog) -> Iterator[Word]:
    """Every name of entries in every step of every learning path, with its place."""
    for path in catalog.handbook.training.paths:
        for step in path.steps:
            yield from step.entries


def questions_by_entry(questions: Iterable[Question]) -> Mapping[str, tuple[Question, ...]]:
    """For each entry that is tested the questions that do so."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        for id in question.tests:
            found.setdefault(id, []).append(question)
    return {id: tuple(asked) for id, asked in found.items()}
