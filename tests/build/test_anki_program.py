"""Anki itself imports the package: what is new, what an update changes, what a card then shows.

Only where the package ``anki`` is installed, Anki without its windows: it is as large as all other
packages of the tests together, and under a licence (AGPL) that nothing of ours falls under.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from handbook.catalog import Catalog
from handbook.learning.anki import anki_package
from handbook.learning.notes import notes_of
from handbook.project import Checked

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("anki") is None,
    reason="没有装 anki：.venv/bin/pip install anki 以后才试",
)

DATE = 1_764_300_000
# Answers one card between the first and the second package, as a trainee would.
PROGRAM = """
import json, sys
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
folder, *packages = sys.argv[1:]
collection = Collection(folder + "/collection.anki2")
seen = []
for place, path in enumerate(packages):
    options = ImportAnkiPackageOptions(merge_notetypes=False, with_scheduling=False)
    log = collection.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options)).log
    counts = {name: len(getattr(log, name)) for name in ("new", "updated", "duplicate", "conflicting", "missing_notetype", "missing_deck", "empty_first_field")}
    (id,) = collection.find_cards("编号:TM065")
    card = collection.get_card(id)
    output = card.render_output()
    seen.append({"log": {name: count for name, count in counts.items() if count}, "notes": collection.note_count(), "cards": collection.card_count(), "reps": card.reps, "front": output.question_text, "back": output.answer_text})
    if place == 0:
        collection.decks.select(card.did)
        card.start_timer()
        queued = collection.sched.get_queued_cards(fetch_limit=1).cards[0]
        first = collection.get_card(queued.card.id)
        first.start_timer()
        collection.sched.answer_card(collection.sched.build_answer(card=first, states=queued.states, rating=2))
        seen[0]["answered"] = collection.get_note(first.nid)["编号"]
said, is_whole = collection.fix_integrity()
decks = sorted(deck.name for deck in collection.decks.all_names_and_ids())
print(json.dumps({"seen": seen, "whole": is_whole, "decks": decks, "tags": collection.tags.all()}))
"""


@pytest.fixture(scope="module")
def catalog(real: Checked) -> Catalog:
    assert real.catalog is not None
    return real.catalog


def test_anki_imports_and_updates(catalog: Catalog, tmp_path: Path) -> None:
    words = "抱来的一摞新记录"
    reworded = tuple(
        replace(entry, title=words) if entry.id == "TM065" else entry for entry in catalog.questions
    )
    files = {
        "first": anki_package(catalog, DATE),
        "next": anki_package(replace(catalog, questions=reworded), DATE + 1, with_reference=True),
        "first again": anki_package(catalog, DATE),
    }
    paths = [tmp_path / f"{name}.apkg" for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), *map(str, paths)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    plain, notes = len(notes_of(catalog)), notes_of(catalog, with_reference=True)
    every = len(notes)
    first, second, third = found["seen"]
    assert first["log"] == {"new": plain}
    assert second["log"] == {"new": every - plain, "updated": plain}
    assert third["log"] == {"duplicate": plain}
    assert [seen["notes"] for seen in found["seen"]] == [plain, every, every]
    assert [seen["cards"] for seen in found["seen"]] == [plain, every, every]
    assert found["whole"]
    assert first["answered"] == "TM065"
    assert [seen["reps"] for seen in found["seen"]] == [0, 1, 1]  # what was learnt is kept
    assert words not in first["front"]
    assert words in second["front"]
    assert words in third["front"]  # what is older changes nothing
    assert "工作机制是否健全" in first["front"]
    assert "依据的条目" not in first["front"]
    assert "依据的条目" in first["back"]
    title = catalog.handbook.title
    topics = {note.topic for note in notes}
    assert found["decks"] == sorted(["Default", title, *(f"{title}::{topic}" for topic in topics)])
    assert "题型::单选" in found["tags"]
