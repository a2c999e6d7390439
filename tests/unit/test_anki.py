"""Flash cards for Anki, read back as Anki reads them: the zip, the SQLite file, the JSON in it.

Where the package ``anki`` is installed, Anki itself imports them too: tests/build/test_anki_program.py.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from handbook.catalog import Catalog
from handbook.learning import LearningError
from handbook.learning.anki import anki_package, guid_of, id_of
from handbook.learning.notes import FIELDS, notes_of
from handbook.notices import set_notices
from handbook.project import Checked
from handbook.questions import practice_questions

from tests.mkdocs_project import REPOSITORY, run
from tests.unit.test_questions import GAPS, MATCH, ORDER, PAGE, SINGLE, changed, checked_with

DATE = 1_764_300_000

# What Anki 2.1 takes for granted in each JSON: ankitects/anki, rslib, the schema11 modules.
CONF = {"activeDecks", "addToCur", "collapseTime", "curDeck", "curModel", "dueCounts", "estTimes", "newSpread", "nextPos", "sortBackwards", "sortType", "timeLim"}  # fmt: skip
MODEL = {"id", "name", "type", "mod", "usn", "sortf", "did", "tmpls", "flds", "css", "latexPre", "latexPost", "req", "tags", "vers"}  # fmt: skip
FIELD = {"name", "ord", "sticky", "rtl", "font", "size", "media"}
TEMPLATE = {"name", "ord", "qfmt", "afmt", "bqfmt", "bafmt", "did"}
DECK = {"id", "name", "mod", "usn", "newToday", "revToday", "lrnToday", "timeToday", "collapsed", "desc", "dyn", "conf", "extendNew", "extendRev"}  # fmt: skip
OPTIONS = {"id", "name", "mod", "usn", "maxTaken", "autoplay", "timer", "replayq", "new", "rev", "lapse"}  # fmt: skip
NEW = {"bury", "delays", "initialFactor", "ints", "order", "perDay", "separate"}
REV = {"bury", "ease4", "fuzz", "ivlFct", "maxIvl", "minSpace", "perDay"}
LAPSE = {"delays", "leechAction", "leechFails", "minInt", "mult"}

COLUMNS = {
    "col": "id crt mod scm ver dty usn ls conf models decks dconf tags",
    "notes": "id guid mid mod usn tags flds sfld csum flags data",
    "cards": "id nid did ord mod usn type queue due ivl factor reps lapses left odue odid flags data",
    "revlog": "id cid usn ease ivl lastIvl factor time type",
    "graves": "usn oid type",
}
INDICES = {"ix_notes_usn", "ix_cards_usn", "ix_revlog_usn", "ix_cards_nid", "ix_cards_sched", "ix_revlog_cid", "ix_notes_csum"}  # fmt: skip


@contextmanager
def opened(package: bytes) -> Iterator[sqlite3.Connection]:
    """The collection of a package, as a database."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["collection.anki2", "media"]
        assert json.loads(archive.read("media")) == {}
        content = archive.read("collection.anki2")
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(content)
        yield db


def notes_in(package: bytes) -> dict[str, dict[str, Any]]:
    """The notes by their ids as questions: guid, tags and each field."""
    with opened(package) as db:
        rows = db.execute("SELECT guid, tags, flds FROM notes ORDER BY id").fetchall()
    found = [(guid, tags, flds.split("\x1f")) for guid, tags, flds in rows]
    return {
        flds[0]: {"guid": guid, "tags": tags.split(), **dict(zip(FIELDS, flds, strict=True))}
        for guid, tags, flds in found
    }


def catalog_of(checked: Checked) -> Catalog:
    assert checked.catalog is not None
    return checked.catalog


@pytest.fixture(scope="module")
def catalog(real: Checked) -> Catalog:
    return catalog_of(real)


@pytest.fixture(scope="module")
def package(catalog: Catalog) -> bytes:
    return anki_package(catalog, DATE, with_reference=True)


@pytest.fixture(scope="module")
def small_catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return catalog_of(checked_with(tmp_path_factory.mktemp("cards")))


# --- the file ------------------------------------------------------------------------------------


def test_the_tables_are_those_of_schema_11(package: bytes) -> None:
    with opened(package) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert db.execute("PRAGMA page_size").fetchone() == (4096,)
        tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        assert {name for (name,) in tables} == COLUMNS.keys()
        for table, columns in COLUMNS.items():
            found = db.execute(f"PRAGMA table_info({table})").fetchall()
            assert " ".join(column[1] for column in found) == columns
            assert all(column[3] or column[5] for column in found)  # NOT NULL, or the key
        indices = db.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall()
        assert {name for (name,) in indices} == INDICES
        assert db.execute("SELECT id, ver, crt, mod, scm, dty, usn, ls FROM col").fetchall() == [
            (1, 11, DATE, DATE * 1000, DATE * 1000, 0, 0, 0)
        ]


def test_each_json_has_what_anki_takes_for_granted(package: bytes) -> None:
    with opened(package) as db:
        rows = db.execute("SELECT conf, models, decks, dconf, tags FROM col").fetchone()
    conf, models, decks, dconf, tags = map(json.loads, rows)
    assert conf.keys() >= CONF
    ((id, model),) = models.items()
    assert id == str(model["id"])
    assert conf["curModel"] == model["id"]
    assert model.keys() >= MODEL
    assert [field["name"] for field in model["flds"]] == list(FIELDS)
    assert [field["ord"] for field in model["flds"]] == list(range(len(FIELDS)))
    assert all(field.keys() >= FIELD for field in model["flds"])
    (template,) = model["tmpls"]
    assert template.keys() >= TEMPLATE
    named = set(re.findall(r"{{[#/]?(\w+)}}", template["qfmt"] + template["afmt"]))
    assert named == {*FIELDS, "FrontSide"}
    # Any of the fields of the front makes it a card: Anki works this out of the template itself.
    front = [place for place, name in enumerate(FIELDS) if f"{{{{{name}}}}}" in template["qfmt"]]
    assert model["req"] == [[0, "any", front]]
    assert all(deck.keys() >= DECK and str(deck["id"]) == id for id, deck in decks.items())
    assert all(str(deck["conf"]) in dconf for deck in decks.values())
    (options,) = dconf.values()
    assert options.keys() >= OPTIONS
    assert options["new"].keys() >= NEW
    assert options["rev"].keys() >= REV
    assert options["lapse"].keys() >= LAPSE
    assert tags == {}


def test_every_question_has_one_note_and_one_card_in_its_topics_deck(
    package: bytes, catalog: Catalog
) -> None:
    questions = practice_questions(catalog)
    with opened(package) as db:
        decks = {deck["id"]: deck["name"] for deck in json.loads(db.execute("SELECT decks FROM col").fetchone()[0]).values()}  # fmt: skip
        rows = db.execute(
            "SELECT n.sfld, c.did, c.due, c.ord, c.type, c.queue, c.ivl, c.reps, n.mod, c.mod, n.usn, n.mid, n.csum"
            " FROM notes n JOIN cards c ON c.nid = n.id ORDER BY n.id"
        ).fetchall()
        assert db.execute("SELECT count(*) FROM cards").fetchone() == (len(questions),)
        assert db.execute("SELECT count(*) FROM revlog").fetchone() == (0,)
    assert [row[0] for row in rows] == [question.entry.id for question in questions]
    assert [row[2] for row in rows] == list(range(1, len(questions) + 1))
    assert {row[3:11] for row in rows} == {(0, 0, 0, 0, 0, DATE, DATE, -1)}
    title = catalog.handbook.title
    for (_, deck, *_rest), question in zip(rows, questions, strict=True):
        topic = question.entry.page.title.partition("：")[2]
        assert decks[deck] == f"{title}::{topic}"
    assert set(decks.values()) == {"Default", title, *(decks[row[1]] for row in rows)}


def test_the_checksum_is_that_of_the_first_field(package: bytes) -> None:
    with opened(package) as db:
        rows = db.execute("SELECT sfld, csum FROM notes").fetchall()
    for id, checksum in rows:
        assert checksum == int(hashlib.sha1(id.encode()).hexdigest()[:8], 16)


def test_the_same_source_gives_the_same_bytes(catalog: Catalog, package: bytes) -> None:
    assert anki_package(catalog, DATE, with_reference=True) == package
    assert anki_package(catalog, DATE + 1, with_reference=True) != package


def test_the_version_of_sqlite_is_not_told(package: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        content = archive.read("collection.anki2")
        dates = {info.date_time for info in archive.infolist()}
    assert content[:16] == b"SQLite format 3\0"
    assert int.from_bytes(content[96:100], "big") == 3_040_000
    assert dates == {(2025, 11, 28, 3, 20, 0)}


# --- what stays the same ---------------------------------------------------------------------------


def test_ids_come_from_names_alone() -> None:
    # Another value here would give everybody who has the cards all of them a second time.
    assert guid_of("仓库手册", "ST001") == guid_of("仓库手册", "ST001") == "f40b460d680d89acab22"
    assert guid_of("仓库手册", "ST002") != guid_of("别的手册", "ST002")
    assert id_of("deck", "a", "b") != id_of("deck", "ab")
    assert all(2**40 <= id_of("deck", str(number)) < 2**41 for number in range(1000))


def test_a_question_in_other_words_has_the_same_guid(
    tmp_path: Path, small_catalog: Catalog
) -> None:
    before = notes_in(anki_package(small_catalog, DATE, with_reference=True))
    page = changed("夜里有人来借油", "白天有人来借油").replace("# 试题：仓库", "# 试题：库房")
    after = notes_in(
        anki_package(catalog_of(checked_with(tmp_path, page)), DATE + 9, with_reference=True)
    )
    assert {id: note["guid"] for id, note in before.items()} == {
        id: note["guid"] for id, note in after.items()
    }
    assert before["ST001"]["题目"] != after["ST001"]["题目"]
    assert "白天有人来借油" in after["ST001"]["题目"]


def test_no_guid_and_no_id_stands_twice(package: bytes) -> None:
    with opened(package) as db:
        for column in ("notes.guid", "notes.id", "cards.id", "cards.nid"):
            table = column.split(".")[0]
            total, different = db.execute(
                f"SELECT count(*), count(DISTINCT {column}) FROM {table}"
            ).fetchone()
            assert total == different > 0


# --- what stands on a card -------------------------------------------------------------------------

CARDS = [
    (SINGLE, "ST001", {
        "题型": "<span>单选</span><span>情景题</span><span>参考</span>",
        "题名": "夜里来人",
        "题目": '<p>夜里有人来借油，没有带证件。</p><p>值班的人先做什么？</p><p class="hb-quiet">选一个</p>'
        '<ol type="A"><li>先把油借给他</li><li>请他先登记</li><li>打电话问班长</li><li>让他明天再来</li></ol>',
        "答案": "<p><b>B</b> 请他先登记</p>",
        "理由": "<p><b>A 不应选</b>　没有登记，<b>BZ001</b> 要先登记；不准带火种（JL01） 也要看。</p>"
        "<p><b>B 应选</b>　<b>BZ001</b> 说进门先登记。</p>"
        "<p><b>C 不应选</b>　问了也要登记，见 <b>BZ001</b>。</p>"
        "<p><b>D 不应选</b>　<b>BZ001</b> 没有说夜里不办。</p>",
        "出处": "仓库手册 · 第一版",
    }),
    (ORDER, "ST002", {
        "题型": "<span>排序</span>",
        "题目": '<p>照先后排列。</p><p class="hb-quiet">排出先后</p><ol type="A"><li>进门</li><li>锁门</li><li>登记</li><li>看库</li></ol>',
        "答案": '<p><b>A → C → D → B</b></p><ol type="1"><li>进门</li><li>登记</li><li>看库</li><li>锁门</li></ol>',
        "提示": "",
    }),
    (GAPS, "ST003", {
        "题目": '<p>照原文填空：“<b class="hb-gap">（1）＿＿＿＿</b>,出门<b class="hb-gap">（2）＿＿＿＿</b>。”</p><p class="hb-quiet">填上空着的地方</p>',
        "答案": "<p>（1）<b>进门登记</b>（写成“进门要登记”也对）</p><p>（2）<b>锁门</b></p>",
    }),
    (MATCH.replace("    use: exam\n", ""), "ST004", {
        "题目": '<p>连一连。</p><p class="hb-quiet">给每一条选出对应的</p><ol type="1"><li>火柴</li><li>空白的登记簿</li><li>没有锁的门</li></ol>'
        '<ol type="A"><li>是否出门锁门</li><li>不准不登记</li><li>不准带火种</li></ol>',
        "答案": "<p><b>1 → C</b> 火柴 → 不准带火种</p><p><b>2 → B</b> 空白的登记簿 → 不准不登记</p><p><b>3 → A</b> 没有锁的门 → 是否出门锁门</p>",
    }),
]  # fmt: skip


@pytest.mark.parametrize(("block", "id", "fields"), CARDS, ids=[case[1] for case in CARDS])
def test_a_card_asks_and_explains(
    tmp_path: Path, block: str, id: str, fields: dict[str, str]
) -> None:
    page = f"---\ntitle: 试题：仓库\n---\n\n# 试题：仓库\n\n{block}"
    catalog = catalog_of(checked_with(tmp_path, page))
    note = notes_in(anki_package(catalog, DATE, with_reference=True))[id]
    assert {name: note[name] for name in fields} == fields


def test_questions_about_reference_wordings_are_there_only_if_asked_for(
    small_catalog: Catalog,
) -> None:
    asked = notes_in(anki_package(small_catalog, DATE, with_reference=True))
    plain = notes_in(anki_package(small_catalog, DATE))
    assert list(asked) == ["ST001", "ST002", "ST003"]
    assert list(plain) == ["ST002", "ST003"]
    assert asked["ST001"]["tags"] == [
        "题型::单选",
        "情景题",
        "参考",
        "条目::BZ001",
        "条目::JL01",
    ]
    assert asked["ST001"]["提示"].count("<p>") == 1
    assert "是参考条文。" in asked["ST001"]["提示"]


def test_whatever_names_a_reference_wording_carries_its_notice(
    package: bytes, catalog: Catalog
) -> None:
    notes = notes_in(package)
    noticed = Counter[str]()
    for notice in set_notices(catalog):
        prefix = next(p for p, spec in catalog.handbook.sets.items() if spec == notice.spec)
        for id, note in notes.items():
            shown = " ".join(note[name] for name in ("理由", "条目"))
            is_named = bool(re.search(rf"\b{prefix}\d\d\b", " ".join(note["tags"]) + shown))
            if is_named:
                assert notice.text in note["提示"], (id, prefix)
                noticed[prefix] += 1
    assert len(noticed) == 2
    for note in notes_in(anki_package(catalog, DATE)).values():
        assert "参考条文" not in note["tags"]


def test_no_question_that_is_kept_for_papers_is_there(small_catalog: Catalog) -> None:
    assert "ST004" in PAGE
    assert "ST004" not in [note.id for note in notes_of(small_catalog, with_reference=True)]


class _Balance(HTMLParser):
    """Fails on a tag that is none of ours, or is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"p", "b", "ol", "ul", "li", "span", "div", "blockquote"}
        assert {name for name, _ in attrs} <= {"class", "type"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_html_is_whole_and_ours(package: bytes) -> None:
    for note in notes_in(package).values():
        for name in FIELDS:
            parser = _Balance()
            parser.feed(note[name])
            parser.close()
            assert parser.open == []


def test_signs_of_html_latex_and_sounds_are_only_signs(tmp_path: Path) -> None:
    page = changed("先把油借给他", "<b>油</b> & \\\\(x\\\\) {{c1::甲}}").replace(
        "夜里来人", "[sound:a.mp3] [latex]"
    )
    catalog = catalog_of(checked_with(tmp_path, page))
    note = notes_in(anki_package(catalog, DATE, with_reference=True))["ST001"]
    assert "&lt;b&gt;油&lt;/b&gt; &amp; " in note["题目"]
    for name in FIELDS:
        assert not re.search(r"[\[\\{]", note[name])


def test_what_has_to_be_mixed_is_never_in_its_order(catalog: Catalog) -> None:
    for question, note in zip(practice_questions(catalog), notes_of(catalog, with_reference=True), strict=True):  # fmt: skip
        asked, answer = note.fields[FIELDS.index("题目")], note.fields[FIELDS.index("答案")]
        if question.form and question.form.value == "排序":
            assert "A → B → C" not in answer
        if question.form and question.form.value == "配对":
            partners = list(dict.fromkeys(item.partner for item in question.items))
            shown = asked.split('<ol type="A">')[1]
            assert [shown.index(partner) for partner in partners] != sorted(shown.index(p) for p in partners)  # fmt: skip


def test_without_questions_nothing_is_made(tmp_path: Path) -> None:
    page = f"---\ntitle: 试题：仓库\n---\n\n# 试题：仓库\n\n{MATCH}"
    with pytest.raises(LearningError) as caught:
        anki_package(catalog_of(checked_with(tmp_path, page)), DATE)
    assert str(caught.value) == "没有可以练的试题，做不出卡片：试题写在 docs/ 里试题的页上，见 CONTRIBUTING.md 的 Questions。"  # fmt: skip


# --- the command -----------------------------------------------------------------------------------


def test_the_command_writes_into_dist(tmp_path: Path) -> None:
    checked_with(tmp_path)
    first = run(tmp_path, "python", "-m", "handbook", "anki")
    assert (first.returncode, first.stdout) == (0, "已生成：\n  dist/trainer/handbook-anki.apkg\n")
    second = run(tmp_path, "python", "-m", "handbook", "anki", "--with-reference")
    assert (second.returncode, second.stdout) == (0, "已生成：\n  dist/trainer/handbook-anki-with-reference.apkg\n")  # fmt: skip
    folder = tmp_path / "dist" / "trainer"
    assert sorted(path.name for path in folder.iterdir()) == [
        "handbook-anki-with-reference.apkg",
        "handbook-anki.apkg",
    ]


def test_the_command_is_in_make_and_in_both_read_mes() -> None:
    assert re.search(r"^anki: \$\(build\) ## ", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)
    for name in ("README.md", "README.zh-CN.md"):
        assert "`make anki`" in (REPOSITORY / name).read_text(encoding="utf-8")
