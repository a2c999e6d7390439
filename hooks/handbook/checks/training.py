"""Learning paths: what they name exists, and a test has enough questions to draw from."""

from __future__ import annotations

from collections.abc import Iterator

from handbook import codes
from handbook.catalog import Catalog
from handbook.checks.references import nearest_ids
from handbook.model import Diagnostic, StepForm
from handbook.papers import selected
from handbook.questions import questions_of
from handbook.training import questions_about


def paths(catalog: Catalog) -> Iterator[Diagnostic]:
    """Names of entries, sets and kinds that are none, and tests without enough questions."""
    known = (catalog.by_id, catalog.handbook.sets, catalog.handbook.kinds)
    questions = questions_of(catalog)
    for path in catalog.handbook.training.paths:
        for step in path.steps:
            lost = [
                word
                for word in step.entries
                if word.text not in catalog.broken_ids
                and not any(word.text in names for names in known)
            ]
            for word in lost:
                hint = nearest_ids(catalog, word.text) if word.text.isalnum() else ""
                message = f"“{word.text}”不是条目、套或种类"
                yield codes.TRAINING_LEADS_NOWHERE.at(word.place, message, hint)
            if step.form is not StepForm.TEST or lost:
                continue
            found = questions_about(selected(step.entries, catalog), questions, catalog)
            if len(found) < step.count:
                message = f"“{step.title}”要抽 {step.count} 题，考到这些条目的只有 {len(found)} 题"
                yield codes.TRAINING_LEADS_NOWHERE.at(step.entries[0].place, message)


CHECKS = (paths,)
