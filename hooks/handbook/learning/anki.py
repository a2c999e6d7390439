"""Flash cards for Anki: a package (.apkg) that Anki 2.1 and later, AnkiDroid and others import.

The package is a zip of an SQLite collection in schema 11, which every version still reads. A note's
guid is made from the handbook's title and the question's id, those of the note type and the decks
from their names: who imports the next edition gets its words into the cards that are there, and
keeps what was learnt. Anki takes over notes whose time is later, so each package bears the date of
the source (SOURCE_DATE_EPOCH).

SQLite writes the number of its own version into the file's header. No reader needs it, so that one
number stands there whoever makes the file. The other bytes are the same with the same SQLite;
between versions it does not promise that, and neither do we.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from handbook.catalog import Catalog
from handbook.learning import LearningError
from handbook.learning.notes import FIELDS, Note, notes_of
from handbook.zip_files import zip_bytes

COLLECTION = "collection.anki2"

# A change of the fields is another note type: cards that are there stay as they are.
_FORM = "1"
_DEFAULT_DECK = 1
_SEPARATOR = "\x1f"
_BELOW = "::"
# Ids are moments in milliseconds to Anki: whole numbers that JavaScript can hold, too.
_LOWEST_ID, _IDS = 1 << 40, 1 << 40
_GUID_DIGITS = 20
_PAGE_SIZE = 4096
_VERSION_PLACE, _VERSION = slice(96, 100), (3_040_000).to_bytes(4, "big")

_SCHEMA = """
CREATE TABLE col (
  id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
  ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL,
  conf text NOT NULL, models text NOT NULL, decks text NOT NULL, dconf text NOT NULL,
  tags text NOT NULL);
CREATE TABLE notes (
  id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
  usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL,
  csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (
  id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL,
  due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL,
  lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL,
  flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (
  id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL,
  ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL,
  type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""

_FRONT = """\
<div class="hb-top">{{编号}} {{题型}}</div>
<div class="hb-title">{{题名}}</div>
{{题目}}"""
_BACK = """\
{{FrontSide}}
<hr id="answer">
<div class="hb-answer">{{答案}}</div>
{{#提示}}<div class="hb-notice">{{提示}}</div>{{/提示}}
<div class="hb-head">理由</div>
{{理由}}
<div class="hb-head">依据的条目</div>
{{条目}}
<div class="hb-foot">{{出处}}<br>题目、选项和理由是编者写的，只供学习，不是认定问题的标准。</div>"""
# Borders and washes of the text's own colour are seen by day and by night.
_STYLE = """\
.card { max-width: 40em; margin: 0 auto; padding: 0 0.6em; font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; font-size: 18px; line-height: 1.6; text-align: left; }
.card p, .card blockquote { margin: 0.4em 0; }
.card ol, .card ul { margin: 0.4em 0; padding-left: 1.8em; }
.card li { margin: 0.3em 0; }
.card blockquote { padding-left: 0.7em; border-left: 3px solid; }
.hb-top, .hb-quiet, .hb-foot { font-size: 0.8em; }
.hb-top span, .hb-entry span, .card li span { padding: 0 0.4em; margin-left: 0.4em; border: 1px solid; border-radius: 0.2em; font-size: 0.85em; white-space: nowrap; }
.hb-title { font-weight: bold; }
.hb-gap { font-weight: normal; white-space: nowrap; }
.hb-answer { padding: 0.1em 0.7em; border: 2px solid #2e7d32; border-radius: 0.2em; }
.hb-head { margin-top: 1em; font-weight: bold; }
.hb-entry { padding: 0.1em 0.7em; margin: 0.5em 0; border: 1px solid; border-radius: 0.2em; }
.hb-notice { padding: 0.1em 0.7em; margin: 0.6em 0; border: 2px solid #b26a00; border-radius: 0.2em; font-size: 0.85em; }
.hb-foot { margin-top: 1.2em; padding-top: 0.4em; border-top: 1px solid; }
"""  # noqa: E501


def anki_package(catalog: Catalog, date: int, *, with_reference: bool = False) -> bytes:
    """The package, dated ``date`` in seconds since 1970.

    Raises :class:`LearningError` if there is no question to put into it.
    """
    notes = notes_of(catalog, with_reference=with_reference)
    if not notes:
        raise LearningError(
            "没有可以练的试题，做不出卡片：试题写在 docs/ 里试题的页上，"
            "见 CONTRIBUTING.md 的 Questions。"
        )
    collection = collection_bytes(catalog.handbook.title, notes, date)
    return zip_bytes({COLLECTION: collection, "media": b"{}"}, date)


def collection_bytes(title: str, notes: Sequence[Note], date: int) -> bytes:
    """The collection of a handbook of that title, as the bytes of an SQLite file."""
    decks = {note.topic: f"{title}{_BELOW}{_one_level(note.topic)}" for note in notes}
    model = id_of("note type", _FORM, title)
    with sqlite3.connect(":memory:") as db:
        db.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
        db.executescript(_SCHEMA)
        db.execute(
            "INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')",
            (
                *(date, date * 1000, date * 1000),
                _json(_configuration(model, len(notes))),
                _json({str(model): _note_type(model, title, date)}),
                _json(_decks(title, decks.values(), date)),
                _json({"1": _options()}),
            ),
        )
        for place, note in enumerate(notes):
            id = date * 1000 + place
            db.execute(
                "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')",
                (
                    *(id, guid_of(title, note.id), model, date),
                    f" {' '.join(note.tags)} ",
                    _SEPARATOR.join(note.fields),
                    *(note.fields[0], _checksum(note.fields[0])),
                ),
            )
            db.execute(
                "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
                (id, id, id_of("deck", decks[note.topic]), date, place + 1),
            )
        db.commit()
        db.execute("VACUUM")
        content = bytearray(db.serialize())
    db.close()
    content[_VERSION_PLACE] = _VERSION
    return bytes(content)


def guid_of(title: str, question: str) -> str:
    """By what Anki knows a note again: the handbook and the question's id, whatever it says now."""
    return _digest("note", title, question)[:_GUID_DIGITS]


def id_of(*names: str) -> int:
    """The id of a deck or a note type: the same for the same names."""
    return _LOWEST_ID + int(_digest(*names), 16) % _IDS


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _checksum(field: str) -> int:
    """How Anki finds notes with the same first field: ours are ids, in which there is no HTML."""
    return int(hashlib.sha1(field.encode(), usedforsecurity=False).hexdigest()[:8], 16)


def _one_level(name: str) -> str:
    return name.replace(_BELOW, "：")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _note_type(id: int, title: str, date: int) -> dict[str, Any]:
    field = {"font": "Arial", "media": [], "rtl": False, "size": 20, "sticky": False}
    return {
        "id": id,
        "name": f"{title} 试题",
        "type": 0,
        "mod": date,
        "usn": -1,
        "sortf": 0,
        "did": None,
        "tags": [],
        "vers": [],
        "css": _STYLE,
        "latexPre": "",
        "latexPost": "",
        "latexsvg": False,
        "req": [[0, "any", [0, 1, 2, 3]]],
        "flds": [{"name": name, "ord": place, **field} for place, name in enumerate(FIELDS)],
        "tmpls": [
            {
                "name": "问答",
                "ord": 0,
                "qfmt": _FRONT,
                "afmt": _BACK,
                "bqfmt": "{{编号}} {{题名}}",
                "bafmt": "{{答案}}",
                "did": None,
                "bfont": "",
                "bsize": 0,
            }
        ],
    }


def _decks(title: str, names: Iterable[str], date: int) -> dict[str, Any]:
    """The decks of the topics under the handbook's, and the one that Anki cannot do without."""
    ids = {"Default": _DEFAULT_DECK, title: id_of("deck", title)}
    ids.update({name: id_of("deck", name) for name in names})
    return {str(id): _deck(id, name, date) for name, id in ids.items()}


def _deck(id: int, name: str, date: int) -> dict[str, Any]:
    nothing_yet = {f"{what}Today": [0, 0] for what in ("new", "rev", "lrn", "time")}
    return {
        "id": id,
        "name": name,
        "desc": "",
        "mod": date,
        "usn": -1,
        "dyn": 0,
        "conf": 1,
        "collapsed": False,
        "browserCollapsed": False,
        "extendNew": 0,
        "extendRev": 0,
        **nothing_yet,
    }


def _options() -> dict[str, Any]:
    """How cards are scheduled, where nobody has said otherwise: Anki's own defaults."""
    return {
        "id": 1,
        "name": "Default",
        "mod": 0,
        "usn": 0,
        "dyn": False,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "new": {
            "bury": False,
            "delays": [1.0, 10.0],
            "initialFactor": 2500,
            "ints": [1, 4, 0],
            "order": 1,
            "perDay": 20,
            "separate": True,
        },
        "rev": {
            "bury": False,
            "ease4": 1.3,
            "fuzz": 0.05,
            "hardFactor": 1.2,
            "ivlFct": 1.0,
            "maxIvl": 36500,
            "minSpace": 1,
            "perDay": 200,
        },
        "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0},
    }


def _configuration(model: int, count: int) -> dict[str, Any]:
    return {
        "activeDecks": [_DEFAULT_DECK],
        "addToCur": True,
        "collapseTime": 1200,
        "curDeck": _DEFAULT_DECK,
        "curModel": model,
        "dueCounts": True,
        "estTimes": True,
        "newBury": True,
        "newSpread": 0,
        "nextPos": count + 1,
        "schedVer": 2,
        "sortBackwards": False,
        "sortType": "noteFld",
        "timeLim": 0,
    }
