"""Learning paths: what they name exists, and a test has enough questions to draw from."""

from __future__ import annotations

from collections.abc import Iterator

from handbook import codes
from handbook.catalog import Catalog
from handbook.checks.references import unknown_name
from handbook.model import Diagnostic, StepForm
from handbook.questions import draft_questions, question_entries, tests_of
from handbook.selecting import ids_under, is_known, selected


def paths(catalog: Catalog) -> Iterator[Diagnostic]:
    """Names of entries, sets and kinds that are none, and tests without enough questions.

    Those that are being written anew count: until then the test has fewer.
    """
    written = (*question_entries(catalog), *draft_questions(catalog))
    tests = [frozenset(tests_of(entry)) for entry in written]
    for path in catalog.handbook.training.paths:
        for step in path.steps:
            lost = [word for word in step.entries if not is_known(word.text, catalog)]
            for word in lost:
                yield unknown_name(codes.TRAINING_LEADS_NOWHERE, word, catalog)
            if step.form is not StepForm.TEST or lost:
                continue
            wanted = ids_under(selected(step.entries, catalog), catalog)
            count = sum(not wanted.isdisjoint(tested) for tested in tests)
            if count < step.count:
                message = f"“{step.title}”要抽 {step.count} 题，考到这些条目的只有 {count} 题"
                yield codes.TRAINING_LEADS_NOWHERE.at(step.entries[0].place, message)


CHECKS = (paths,)
