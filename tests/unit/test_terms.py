"""The candidates for terms: each is a term entry, or is left out with a reason."""

from __future__ import annotations

import json
from pathlib import Path

from handbook.project import Checked


def test_every_candidate_is_answered(real: Checked, repository: Path) -> None:
    assert real.catalog is not None
    rows = json.loads((repository / "source" / "term-candidates.json").read_text(encoding="utf-8"))

    assert len({row["term"] for row in rows}) == len(rows) == 101
    for row in rows:
        entries = [real.catalog.by_id[id] for id in row.get("entries", [])]
        assert all(entry.kind.name == "term" for entry in entries), row
        assert bool(entries) != bool(row.get("reason")), row


def test_a_candidate_stands_in_the_title_or_the_quotes_of_its_entry(
    real: Checked, repository: Path
) -> None:
    assert real.catalog is not None
    rows = json.loads((repository / "source" / "term-candidates.json").read_text(encoding="utf-8"))

    for row in rows:
        for id in row.get("entries", []):
            entry = real.catalog.by_id[id]
            words = [entry.title, *(quote.text for quote in entry.quotes)]
            assert any(row["term"] in text for text in words), row
