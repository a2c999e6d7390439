"""What the trainer's scripts compute, run by node as they ship: scoring, schedule, exams, records."""

from __future__ import annotations

import json
import random
import subprocess
import unicodedata
from collections import Counter
from typing import Any

import jsonschema
import pytest
from handbook.project import Checked
from handbook.trainer import trainer_data, trainer_schema

from tests.mkdocs_project import REPOSITORY

SCRIPTS = REPOSITORY / "overrides" / "assets" / "trainer"
# Those that touch no page.
PURE = ("../apart/keeper", "chance", "scoring", "schedule", "exam", "record", "keeping")


def question(id: str, form: str, items: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "revision": f"{int(id[2:]):08x}",
        "title": id,
        "form": form,
        "stem": ["问"],
        "items": [{"reason": [], **item} for item in items],
        "tests": ["JC001"],
        "scenario": False,
        "reference": False,
        "topic": 0,
        **more,
    }


OPTIONS = [{"text": text, "right": text in "乙丁"} for text in "甲乙丙丁"]
ONE_RIGHT = [{"text": text, "right": text == "乙"} for text in "甲乙丙丁"]
PAIRS = [{"text": text, "partner": text * 2} for text in "甲乙丙"]
GAPS = [
    {"text": "四个“意识”", "wordings": ["四个“意识”", "四个意识（略）"]},
    {"text": "ＡＢ", "wordings": ["ＡＢ"]},
]

DATA: dict[str, Any] = {
    "title": "仓库手册",
    "slug": "store",
    "formerSlugs": ["handbook"],
    "edition": {"id": "2", "name": "第二版"},
    "intervals": [1, 3, 7, 14],
    "exam": {"questions": 4, "minutes": 1, "pass": 75},
    "topics": ["第一部分", "第二部分"],
    "questions": [
        question("TM001", "single", ONE_RIGHT, tests=["JC001", "ZD01"]),
        question("TM002", "verdict", ONE_RIGHT, tests=["JC002", "ZD01"]),
        question("TM003", "multiple", OPTIONS, tests=["JC003"], scenario=True),
        question("TM004", "order", [{"text": text} for text in "甲乙丙"], tests=["JC001"], topic=1),
        question("TM005", "gaps", GAPS, tests=["JC004"], topic=1, scenario=True),
        question("TM006", "match", PAIRS, tests=["JC005"], topic=1),
        question("TM007", "single", ONE_RIGHT, tests=["BZ01"], topic=1, reference=True),
    ],
    "entries": {},
    "paths": [{"id": "new-member", "steps": [{}, {}, {}]}],
}

# A storage and a second copy as the browser has them, and records at random.
_PREAMBLE = """
const { chance, scoring, schedule, exam, record: records, keeping } = globalThis.trainer;
const asked = new Map(data.questions.map((question) => [question.id, question]));
const KEY = keeping.keptUnder(data).key;
const TODAY = '2026-03-01';
const mark = (more = {}) => ({ revision: '00000001', seen: 1, right: 1, box: 1, due: '2026-03-02', last: 'right', day: TODAY, ...more });
const answer = (id, isRight = true, day = TODAY) => (record) => ({
  ...record,
  marks: new Map(record.marks).set(id, schedule.answered(record.marks.get(id), asked.get(id), isRight, day, data.intervals)),
});
const seen = (keeper) => Object.fromEntries([...keeper.record().marks].sort().map(([id, { seen: times, last }]) => [id, times + last]));
class FakeStorage {
  constructor(room = Infinity) { this.room = room; this.map = new Map(); }
  getItem(key) { return this.map.has(key) ? this.map.get(key) : null; }
  setItem(key, text) {
    if (String(text).length > this.room) throw Object.assign(new Error('full'), { name: 'QuotaExceededError' });
    this.map.set(key, String(text));
  }
  removeItem(key) { this.map.delete(key); }
}
class FakeCopy {
  constructor() { this.map = new Map(); this.isRefused = false; this.told = []; }
  tell(news) { this.told.push(news); }
  async answer(value) {
    await null;
    if (this.isRefused) throw new DOMException('no', 'InvalidStateError');
    return value();
  }
  get(key) { return this.answer(() => this.map.get(key) ?? null); }
  swap(key, expected, text) {
    return this.answer(() => (this.map.get(key) ?? null) === expected && Boolean(this.map.set(key, text)));
  }
  clear() { return this.answer(() => { this.map.clear(); return []; }); }
}
const copies = new Map();
function copyOf(storage) {
  if (!copies.has(storage)) copies.set(storage, new FakeCopy());
  return copies.get(storage);
}
// Each storage has its own second copy, unless a test says otherwise.
const createKeeper = (storage, copy = copyOf(storage), session = new FakeStorage()) => keeping.createKeeper(data, () => storage, copy, () => session);
const next = chance.random(7);
const below = (count) => Math.floor(next() * count);
const pick = (list) => list[below(list.length)];
const anyDay = () => schedule.later('2026-02-20', below(20));
const anyMark = () => {
  const seen = 1 + below(4);
  const right = below(seen + 1);
  return { revision: pick(['00000001', '0000000a']), seen, right, box: below(right + 1), due: anyDay(), last: pick(['right', 'wrong']), day: anyDay() };
};
const ids = [...asked.keys(), 'TM900', 'TM901'];
const anyAnswer = (question) => pick([scoring.blank(question), scoring.rightAnswer(question)]);
const anyState = () => {
  const state = exam.spent(exam.started(data, below(3), anyDay(), false), below(50));
  const id = pick(state.questions);
  return pick([null, state, exam.answeredIn(state, id, anyAnswer(asked.get(id)))]);
};
const anyResult = () => {
  const questions = ids.filter(() => below(2));
  return { day: anyDay(), seed: below(4), questions, right: questions.filter(() => below(2)), seconds: below(60) };
};
const anyRecord = () => ({
  marks: new Map(ids.filter(() => below(2)).map((id) => [id, anyMark()])),
  exams: Array.from({ length: below(4) }, anyResult),
  steps: new Map(['new-member', 'gone-path'].filter(() => below(2)).map((path) => [path, new Set([0, 1, 2].filter(() => below(2)))])),
  exam: anyState(),
  turn: below(3),
  shift: pick([{ at: 0, days: 0 }, { at: 1, days: -365 }, { at: 1, days: 3 }, { at: 2, days: -360 }]),
});
"""


def run(code: str, data: dict[str, Any] = DATA) -> Any:
    """What the JavaScript function body ``code`` returns, given ``data``."""
    loads = "".join(f"require({json.dumps(str(SCRIPTS / f'{name}.js'))});" for name in PURE)
    program = (
        f"{loads}const data = {json.dumps(data, ensure_ascii=False)};{_PREAMBLE}"
        f"(async () => {{{code}}})()"
        ".then((found) => process.stdout.write(JSON.stringify(found === undefined ? null : found)));"
    )
    result = subprocess.run(
        ["node", "-"], input=program, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def real_data(real: Checked) -> dict[str, Any]:
    """What the real page knows when it opens."""
    assert real.catalog is not None
    data: dict[str, Any] = json.loads(json.dumps(trainer_data(real.catalog), ensure_ascii=False))
    return data


# --- chance and scoring -------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_and_every_order_comes_up() -> None:
    found = run("""
      const orders = Array.from({ length: 600 }, (_, seed) => chance.shuffled(['a', 'b', 'c'], chance.random(seed)).join(''));
      const numbers = Array.from({ length: 1000 }, chance.random(5));
      return { orders, again: chance.shuffled(['a', 'b', 'c'], chance.random(9)).join(''), low: Math.min(...numbers), high: Math.max(...numbers), seeds: ['', 'a', '甲'].map(chance.seedOf) };
    """)
    assert found["again"] == found["orders"][9]
    assert min(Counter(found["orders"]).values()) > 60
    assert len(set(found["orders"])) == 6
    assert 0 <= found["low"] < 0.01
    assert 0.99 < found["high"] < 1
    assert found["seeds"][:2] == [0x811C9DC5, 0xE40C292C]  # FNV-1a's own test cases


# Answer, whether it can be handed in, whether it is right, and which items are right.
CASES: list[tuple[str, list[Any], bool, bool, str]] = [
    ("TM001", [], False, False, "+-++"),
    ("TM001", [1], True, True, "++++"),
    ("TM001", [0], True, False, "--++"),
    ("TM001", [0, 1], False, False, "-+++"),
    ("TM001", [4], False, False, "+-++"),
    ("TM001", [1.5], False, False, "+-++"),
    ("TM001", ["1"], False, False, "+-++"),
    ("TM002", [1], True, True, "++++"),
    ("TM002", [1, 2], False, False, "++-+"),
    ("TM003", [], False, False, "+-+-"),
    ("TM003", [1], True, False, "+++-"),
    ("TM003", [3, 1], True, True, "++++"),
    ("TM003", [1, 3], True, True, "++++"),
    ("TM003", [0, 1, 2, 3], True, False, "-+-+"),
    ("TM003", [1, 1, 3], False, False, "++++"),
    ("TM004", [], False, False, "---"),
    ("TM004", [0, 1, 2], True, True, "+++"),
    ("TM004", [0, 2, 1], True, False, "+--"),
    ("TM004", [0, 1], False, False, "++-"),
    ("TM004", [0, 1, 1], False, False, "++-"),
    ("TM005", ["", ""], False, False, "--"),
    ("TM005", ["四个意识", " "], False, False, "+-"),
    ("TM005", ["四个意识", "AB"], True, True, "++"),
    ("TM005", ["『四个』 意识。", "ａ b"], True, False, "+-"),
    ("TM005", ["四　个，意识", " A\u200bＢ"], True, True, "++"),
    ("TM005", ["四个意识(略)", "A·B"], True, True, "++"),
    ("TM005", ["四个认识", "AB"], True, False, "-+"),
    ("TM005", ["……", "AB"], True, False, "-+"),
    ("TM005", ["四个意识"], False, False, "+-"),
    ("TM005", ["x" * 201, "AB"], False, False, "-+"),
    ("TM006", [-1, -1, -1], False, False, "---"),
    ("TM006", [0, 1, -1], False, False, "++-"),
    ("TM006", [0, 1, 2], True, True, "+++"),
    ("TM006", [0, 2, 1], True, False, "+--"),
    ("TM006", [0, 0, 0], True, False, "+--"),
    ("TM006", [0, 1], False, False, "++-"),
]


def test_each_form_is_scored_in_its_own_way() -> None:
    found = run(f"""
      return {json.dumps([case[:2] for case in CASES])}.map(([id, given]) => {{
        const question = asked.get(id);
        const items = question.items.map((_, place) => (scoring.itemIsRight(question, given, place) ? '+' : '-')).join('');
        return [id, given, scoring.isComplete(question, given), scoring.isRight(question, given), items];
      }});
    """)
    for got, case in zip(found, CASES, strict=True):
        assert got == list(case)


def test_items_that_say_the_same_are_as_good_as_each_other() -> None:
    doubles = {
        **DATA,
        "questions": [
            question("TM001", "order", [{"text": text} for text in "甲甲乙"]),
            question("TM002", "match", [{"text": t, "partner": "同"} for t in "甲乙"]),
        ],
    }
    assert run(
        """
      return [scoring.isRight(asked.get('TM001'), [1, 0, 2]), scoring.isRight(asked.get('TM002'), [1, 0]),
        Array.from({ length: 50 }, (_, seed) => scoring.arranged(asked.get('TM001'), seed).items).some((items) => scoring.isRight(asked.get('TM001'), items))];
    """,
        doubles,
    ) == [True, True, False]


def test_the_right_answer_is_right_and_nothing_is_answered_at_first() -> None:
    found = run("""
      return data.questions.map((question) => [scoring.isRight(question, scoring.rightAnswer(question)), scoring.isComplete(question, scoring.blank(question)), scoring.fits(question, scoring.blank(question))]);
    """)
    assert found == [[True, False, True]] * len(DATA["questions"])


def test_things_are_shown_in_an_order_that_gives_nothing_away(real_data: dict[str, Any]) -> None:
    assert run(
        """
      const isPermutation = (places, count) => [...places].sort((a, b) => a - b).join() === Array.from({ length: count }, (_, at) => at).join();
      for (const question of data.questions) {
        const firsts = new Set();
        for (let seed = 0; seed < 100; seed += 1) {
          const { items, partners } = scoring.arranged(question, seed);
          const count = question.items.length;
          if (JSON.stringify(scoring.arranged(question, seed)) !== JSON.stringify({ items, partners })) return ['not the same', question.id];
          if (!isPermutation(items, count)) return ['lost', question.id, items];
          if (question.form === 'match' ? !isPermutation(partners, count) || partners.join() === items.join() : partners.length) return ['partners', question.id, partners];
          if (question.form === 'order' && scoring.isRight(question, items)) return ['solved', question.id];
          if (question.form === 'gaps' && items.some((place, at) => place !== at)) return ['gaps', question.id];
          firsts.add(items[0]);
        }
        if (question.form !== 'gaps' && firsts.size < question.items.length) return ['one never comes first', question.id];
      }
      return 'ok';
    """,
        real_data,
    ) == "ok"  # fmt: skip


def _bare(text: str) -> str:
    kept = [c for c in unicodedata.normalize("NFKC", text) if not c.isspace()]
    return "".join(c for c in kept if unicodedata.category(c)[0] not in "PZ")


def _is_right(question: dict[str, Any], answer: list[Any]) -> bool:
    """The same as scoring.js, written otherwise."""
    items = question["items"]
    if question["form"] == "gaps":
        typed = [_bare(text) for text in answer]
        return all(t in map(_bare, i["wordings"]) for t, i in zip(typed, items, strict=True))
    if question["form"] == "order":
        return [items[place]["text"] for place in answer] == [item["text"] for item in items]
    if question["form"] == "match":
        chosen = [items[place]["partner"] if place >= 0 else None for place in answer]
        return chosen == [item["partner"] for item in items]
    return {items[place]["text"] for place in answer} == {i["text"] for i in items if i["right"]}


def _any_answer(question: dict[str, Any], chance: random.Random) -> list[Any]:
    """Right, nearly right or anything at all, as somebody would answer who has begun."""
    items, form = question["items"], question["form"]
    places = list(range(len(items)))
    wild = chance.random()
    if form == "gaps":
        typed = [chance.choice(item["wordings"]) for item in items]
        spoiled = [t if chance.random() < 0.8 else t[1:] for t in typed]
        return [chance.choice([t, f"“{t}”", f" {t} ", " ".join(t), f"{t}。"]) for t in spoiled]
    if form in ("order", "match"):
        if wild < 0.5:
            return places
        if wild < 0.75:
            return chance.sample(places, len(places))
        return places if form == "order" else [chance.choice([-1, *places]) for _ in places]
    right = [place for place in places if items[place]["right"]]
    if wild < 0.5:
        return chance.sample(right, len(right))
    return chance.sample(places, chance.randint(1, len(places)) if form == "multiple" else 1)


def test_a_thousand_sessions_are_scored_as_they_are_counted_by_hand(
    real_data: dict[str, Any],
) -> None:
    chance = random.Random(20261128)
    sessions: list[dict[str, Any]] = []
    for _ in range(1000):
        asked = chance.sample(real_data["questions"], 20)
        given = [q for q in asked if chance.random() < 0.95]
        sessions.append(
            {
                "questions": [q["id"] for q in asked],
                "answers": {q["id"]: _any_answer(q, chance) for q in given},
            }
        )
    found = run(
        f"""
      const sessions = {json.dumps(sessions, ensure_ascii=False)};
      return sessions.map((session) => exam.marked(data, {{ ...session, seed: 1, seconds: 5, changes: 0, day: TODAY, limit: 60 }}));
    """,
        real_data,
    )
    questions = {q["id"]: q for q in real_data["questions"]}
    seen = Counter[bool]()
    for session, marking in zip(sessions, found, strict=True):
        answers = session["answers"]
        blank = {
            id for id, a in answers.items() if all(place in ("", -1) for place in a)
        }  # nothing was chosen at all
        missing = [id for id in session["questions"] if id not in answers or id in blank]
        right = [
            id
            for id in session["questions"]
            if id not in missing and _is_right(questions[id], answers[id])
        ]
        wrong = [id for id in session["questions"] if id not in (*missing, *right)]
        times = Counter(entry for id in (*missing, *wrong) for entry in questions[id]["tests"])
        assert (marking["right"], marking["wrong"]) == (right, wrong)
        assert marking["missing"] == missing
        assert marking["score"] == len(right) * 100 // 20
        assert marking["isPassed"] == (marking["score"] >= real_data["exam"]["pass"])
        assert Counter(marking["reading"]) == Counter(set(times))
        counts = [times[entry] for entry in marking["reading"]]
        assert counts == sorted(counts, reverse=True)
        seen[marking["isPassed"]] += 1
    assert len(seen) == 2  # some passed, some did not


# --- schedule -----------------------------------------------------------------------------------


def test_days_are_counted_by_the_calendar() -> None:
    assert run("""
      return [schedule.later('2026-02-28', 1), schedule.later('2028-02-28', 1), schedule.later('2026-12-31', 1), schedule.later('2026-03-29', -1), schedule.later('2999-12-31', 9),
        schedule.daysBetween('2026-01-01', '2027-01-01'), schedule.daysBetween('2026-03-30', '2026-03-28'), schedule.dayOf(new Date(2026, 2, 1, 23, 59, 59)), schedule.dayOf(new Date(2026, 2, 1)), schedule.dayOf(new Date(NaN))];
    """) == [
        *("2026-03-01", "2028-02-29", "2027-01-01", "2026-03-28", "2999-12-31"),
        *(365, -2, "2026-03-01", "2026-03-01", "1970-01-01"),
    ]  # fmt: skip


def test_only_days_that_there_are_are_days() -> None:
    assert run("""
      return ['2026-03-01', '2024-02-29', '2026-02-29', '2026-13-01', '2026-1-1', '1969-12-31', '3000-01-01', '9999-99-99', '2026-03-01T00:00', '', null, 20260301].map(schedule.isDay);
    """) == [True, True, *[False] * 10]  # fmt: skip


# What was answered on which days: rightly (+) or wrongly (-); then box, due, seen, right.
SCHEDULES: list[tuple[str, list[Any]]] = [
    ("03-01+", [1, "03-02", 1, 1]),
    ("03-01+ 03-02+", [2, "03-05", 2, 2]),
    ("03-01+ 03-02+ 03-05+", [3, "03-12", 3, 3]),
    ("03-01+ 03-02+ 03-05+ 03-12+", [4, "03-26", 4, 4]),
    ("03-01+ 03-02+ 03-05+ 03-12+ 03-26+", [4, "04-09", 5, 5]),
    ("03-01-", [0, "03-01", 1, 0]),
    ("03-01- 03-01-", [0, "03-01", 2, 0]),
    ("03-01- 03-01+", [1, "03-02", 2, 1]),
    ("03-01+ 03-01+", [1, "03-02", 2, 2]),
    ("03-01+ 03-01+ 03-01+ 03-02+", [2, "03-05", 4, 4]),
    ("03-01+ 03-02+ 03-02-", [0, "03-02", 3, 2]),
    ("03-01+ 03-02+ 03-02- 03-02+", [1, "03-03", 4, 3]),
    ("03-01+ 03-20+", [2, "03-23", 2, 2]),
    ("03-10+ 03-01+", [1, "03-11", 2, 2]),  # the clock went back: the later day stays
    ("03-10+ 03-01-", [0, "03-10", 2, 1]),
    ("03-10- 03-01+", [1, "03-11", 2, 1]),
    ("03-01+ 03-02*", [1, "03-03", 2, 2]),  # the wording is new
    ("03-01+ 03-01*", [1, "03-02", 2, 2]),
    ("03-01+ 03-02+ 03-05* 03-06*", [2, "03-09", 4, 4]),
]


def test_a_question_comes_again_after_one_three_seven_and_fourteen_days() -> None:
    found = run(f"""
      const question = asked.get('TM001');
      return {json.dumps([told for told, _ in SCHEDULES])}.map((told) => {{
        let mark;
        for (const [, day, how] of told.matchAll(/(\\S+)([-+*])/g)) {{
          mark = schedule.answered(mark, how === '*' ? {{ ...question, revision: 'ffffffff' }} : question, how !== '-', `2026-${{day}}`, data.intervals);
        }}
        return [mark.box, mark.due.slice(5), mark.seen, mark.right];
      }});
    """)
    assert found == [then for _, then in SCHEDULES]


def test_what_is_due() -> None:
    assert run("""
      const question = asked.get('TM001');
      return [mark({ due: '2026-02-28' }), mark({ due: TODAY }), mark(), mark({ revision: 'ffffffff', due: '2026-09-01' })].map((one) => schedule.isDue(one, question, TODAY));
    """) == [True, True, False, True]  # fmt: skip


def test_a_round_has_what_is_longest_overdue_first_and_then_something_of_every_topic() -> None:
    assert run("""
      const on = (id, due, more = {}) => [id, mark({ revision: asked.get(id).revision, due, ...more })];
      const marks = new Map([on('TM002', '2026-02-27'), on('TM001', '2026-03-01'), on('TM006', '2026-02-20'), on('TM007', '2026-02-01'), on('TM003', '2026-03-09'), ['TM900', mark({ due: '2026-01-01' })]]);
      return [schedule.plan(data, marks, TODAY, { fresh: 9, reference: false }), schedule.plan(data, marks, TODAY, { fresh: 0, reference: true }),
        schedule.plan(data, new Map(), TODAY, { fresh: 3, reference: false }).fresh, schedule.plan(data, new Map(), TODAY, { fresh: 99, reference: true }).fresh,
        schedule.plan(data, new Map([on('TM001', '2026-03-09')]), TODAY, { fresh: 2, reference: false }).fresh];
    """) == [
        # Of the second topic TM005 first: the first topic's TM001 has asked about the entry of TM004.
        {"due": ["TM006", "TM002", "TM001"], "fresh": ["TM005", "TM004"]},
        {"due": ["TM007", "TM006", "TM002", "TM001"], "fresh": []},
        ["TM001", "TM005", "TM002"],
        ["TM001", "TM005", "TM002", "TM006", "TM003", "TM007", "TM004"],
        ["TM005", "TM002"],
    ]  # fmt: skip


def test_new_questions_go_through_topics_and_entries(real_data: dict[str, Any]) -> None:
    days = run(
        """
      const marks = new Map();
      const days = [];
      for (let n = 0; n < 40; n += 1) {
        const { fresh } = schedule.plan(data, marks, TODAY, { fresh: 6, reference: false });
        for (const id of fresh) marks.set(id, mark());
        days.push(fresh);
      }
      return days;
    """,
        real_data,
    )
    questions = {q["id"]: q for q in real_data["questions"]}
    issued = [id for id, q in questions.items() if not q["reference"]]
    topics = {questions[id]["topic"] for id in issued}
    asked = [id for day in days for id in day]
    assert sorted(asked) == sorted(issued)
    assert all(len({questions[id]["topic"] for id in day}) >= len(topics) for day in days[:20])
    mains = [questions[id]["tests"][0] for id in asked[:60]]
    assert len(set(mains)) == 60


# What was answered on which days, and whether it is in the wrong-answer book then.
BOOK = [
    ("", False), ("1+", False), ("1-", True), ("1- 1+", True), ("1- 2+", True), ("1- 2+ 3+", False),
    ("1+ 2-", True), ("1+ 2- 3+", True), ("1+ 2- 3+ 3+", True), ("1+ 2- 3+ 4+", False),
    ("1- 2+ 3+ 4-", True),
]  # fmt: skip


def test_a_wrong_answer_is_in_the_book_until_it_was_right_twice() -> None:
    found = run(f"""
      return {json.dumps([told.split() for told, _ in BOOK])}.map((told) => {{
        let record = records.empty();
        for (const [day, how] of told) record = answer('TM002', how === '+', `2026-03-0${{day}}`)(record);
        return schedule.mistakes(data, record.marks);
      }});
    """)
    assert found == [["TM002"] if is_in else [] for _, is_in in BOOK]


def test_how_well_an_entry_is_known_is_told_by_its_weakest_question() -> None:
    found = run("""
      const on = (first, second) => new Map([['TM001', first], ['TM004', second]].filter(([, box]) => box !== null).map(([id, box]) => [id, mark({ revision: asked.get(id).revision, box, last: box ? 'right' : 'wrong' })]));
      const levels = [[null, null], [0, null], [0, 4], [1, null], [1, 4], [2, null], [2, 2], [3, null], [3, 3], [4, 4]].map(([a, b]) => schedule.strengths(data, on(a, b)).get('JC001'));
      const changed = schedule.strengths(data, new Map([['TM001', mark({ revision: 'ffffffff', box: 4 })]])).get('JC001');
      const all = schedule.strengths(data, on(3, 3));
      return { levels: levels.map(({ level }) => level), last: levels[2], changed: changed.level, keys: [...all.keys()].sort(), group: all.get('ZD01') };
    """)
    assert found == {
        "levels": [0, 1, 1, 2, 2, 3, 3, 3, 4, 4],
        "last": {"asked": 2, "seen": 2, "right": 1, "level": 1},
        "changed": 1,
        "keys": ["BZ01", "JC001", "JC002", "JC003", "JC004", "JC005", "ZD01"],
        "group": {"asked": 2, "seen": 1, "right": 1, "level": 3},
    }


def test_few_of_many_questions_do_not_make_an_entry_known(real_data: dict[str, Any]) -> None:
    found = run(
        """
      const [entry] = [...schedule.strengths(data, new Map())].sort(([, a], [, b]) => b.asked - a.asked)[0];
      const testing = data.questions.filter(({ tests }) => tests.includes(entry));
      return testing.map((_, at) => schedule.strengths(data, new Map(testing.slice(0, at + 1).map(({ id, revision }) => [id, mark({ revision, box: 3 })]))).get(entry));
    """,
        real_data,
    )
    assert len(found) > 4
    for seen, strength in enumerate(found, start=1):
        assert (strength["asked"], strength["seen"]) == (len(found), seen)
        expected = 4 if seen == len(found) else 2 if seen * 2 < len(found) else 3
        assert strength["level"] == expected


def test_a_clock_that_went_back_is_told_and_days_can_be_moved() -> None:
    assert run("""
      const marks = new Map([['TM001', mark()], ['TM002', mark({ day: '2027-05-01', due: '2027-05-08' })]]);
      const wrong = schedule.clock(marks, '2026-03-02');
      const moved = schedule.moved(marks, schedule.daysBetween(wrong.day, '2026-03-02'));
      return [wrong, schedule.clock(moved, '2026-03-02'), [...moved.values()].map(({ day, due }) => [day, due]), schedule.clock(marks, '2027-06-01'), schedule.clock(new Map(), TODAY)];
    """) == [
        {"day": "2027-05-01", "isBack": True},
        {"day": "2026-03-02", "isBack": False},
        [["2024-12-31", "2025-01-01"], ["2026-03-02", "2026-03-09"]],
        {"day": "2027-06-01", "isBack": False},
        {"day": "2026-03-01", "isBack": False},
    ]


# --- exams --------------------------------------------------------------------------------------


def test_exams_are_balanced_whatever_the_seed(real_data: dict[str, Any]) -> None:
    draws = run(
        """
      return Array.from({ length: 1500 }, (_, at) => exam.draw(data, at * 2654435, data.exam.questions, false));
    """,
        real_data,
    )
    questions = {q["id"]: q for q in real_data["questions"]}
    pool = [q for q in questions.values() if not q["reference"]]
    sizes = Counter(q["topic"] for q in pool)
    often = Counter[str]()
    for ids in draws:
        drawn = [questions[id] for id in ids]
        assert len(set(ids)) == real_data["exam"]["questions"]
        assert not any(q["reference"] for q in drawn)
        assert len({q["tests"][0] for q in drawn}) == len(drawn)
        assert sum(q["scenario"] for q in drawn) == len(drawn) // 2
        topics = Counter(q["topic"] for q in drawn)
        for topic, size in sizes.items():
            assert abs(topics[topic] - size * len(drawn) / len(pool)) < 1
        often.update(ids)
    assert set(often) == {q["id"] for q in pool}  # every question is drawn at some time
    assert len({tuple(ids) for ids in draws}) == len(draws)


def test_an_exam_of_any_length_is_as_balanced_as_can_be(real_data: dict[str, Any]) -> None:
    counts = [0, 1, 3, 7, 8, 50, 100, 150, 200, 500]
    draws = run(
        f"""
      const found = {counts}.map((count) => [false, true].map((withReference) => exam.draw(data, 11, count, withReference)));
      const again = {counts}.map((count) => [false, true].map((withReference) => exam.draw(data, 11, count, withReference)));
      return JSON.stringify(found) === JSON.stringify(again) ? found : null;
    """,
        real_data,
    )
    questions = {q["id"]: q for q in real_data["questions"]}
    for count, both in zip(counts, draws, strict=True):
        for with_reference, ids in zip((False, True), both, strict=True):
            pool = [q for q in questions.values() if with_reference or not q["reference"]]
            drawn = [questions[id] for id in ids]
            mains = {q["tests"][0] for q in pool}
            topics = {q["topic"] for q in pool}
            assert len(set(ids)) == len(ids) == min(count, len(pool))
            assert all(q in pool for q in drawn)
            assert len({q["tests"][0] for q in drawn}) == min(len(ids), len(mains))
            if count >= len(topics):
                assert {q["topic"] for q in drawn} == topics
            if count <= 50:
                assert abs(sum(q["scenario"] for q in drawn) - count / 2) <= 0.5


def test_the_smallest_topic_has_one_question_at_least() -> None:
    assert run("""
      const many = Array.from({ length: 30 }, (_, at) => ({ ...asked.get('TM001'), id: `TM1${at}`, tests: [`JC1${at}`] }));
      const uneven = { ...data, questions: [...many, asked.get('TM004')] };
      return Array.from({ length: 20 }, (_, seed) => exam.draw(uneven, seed, 4, false)).filter((ids) => ids.length !== 4 || !ids.includes('TM004'));
    """) == []  # fmt: skip


def test_small_pools_are_drawn_to_the_end() -> None:
    assert run("""
      return [exam.draw(data, 1, 99, false).sort(), exam.draw(data, 1, 99, true).length, exam.draw({ ...data, questions: [] }, 1, 9, true), exam.draw(data, 2, 5, false).filter((id) => ['TM001', 'TM004'].includes(id)).length];
    """) == [["TM001", "TM002", "TM003", "TM004", "TM005", "TM006"], 7, [], 1]  # fmt: skip


def test_an_exam_counts_only_the_seconds_that_the_page_was_open() -> None:
    assert run("""
      const begun = exam.started(data, 3, TODAY, false);
      const id = begun.questions[0];
      const one = exam.answeredIn(begun, id, [1]);
      const late = exam.spent(exam.spent(one, 40.5), 30);
      return [begun.questions.length, begun.limit, exam.isOver(begun), one.answers[id], exam.answeredIn(begun, 'TM007', [1]) === begun,
        exam.spent(one, -5).seconds, exam.spent(one, NaN).seconds, exam.spent(one, 40.5).seconds, late.seconds, exam.isOver(late), exam.answeredIn(late, id, [0]).answers[id], begun.answers];
    """) == [4, 60, False, [1], True, 0, 0, 40.5, 60, True, [1], {}]  # fmt: skip


def test_an_exam_is_marked_and_says_what_to_read() -> None:
    assert run("""
      const state = { seed: 5, questions: ['TM001', 'TM002', 'TM003', 'TM005', 'TM900'], answers: { TM001: [0], TM003: [1, 3], TM005: ['', ''] }, seconds: 12.9, changes: 3, day: TODAY, limit: 60 };
      const all = { ...state, questions: ['TM001', 'TM002', 'TM003', 'TM006'], answers: { TM001: [1], TM002: [1], TM003: [1, 3], TM006: [0, 1, -1] } };
      return [exam.marked(data, state), exam.result(data, state), exam.marked(data, all), exam.marked(data, { ...state, questions: [] }).score];
    """) == [
        {
            "right": ["TM003"], "wrong": ["TM001"], "missing": ["TM002", "TM005"],
            "score": 25, "isPassed": False, "reading": ["ZD01", "JC001", "JC002", "JC004"],
        },
        {
            "day": "2026-03-01", "seed": 5, "questions": ["TM001", "TM002", "TM003", "TM005", "TM900"],
            "right": ["TM003"], "seconds": 12,
        },
        {"right": ["TM001", "TM002", "TM003"], "wrong": ["TM006"], "missing": [], "score": 75, "isPassed": True, "reading": ["JC005"]},
        0,
    ]  # fmt: skip


# --- records ------------------------------------------------------------------------------------


def test_what_is_exported_comes_back_the_same_and_fits_the_schema(real: Checked) -> None:
    assert real.catalog is not None
    schema = json.loads(trainer_schema(real.catalog))
    title = schema["properties"]["handbook"]["const"]
    texts = run(
        """
      const texts = [];
      for (let n = 0; n < 200; n += 1) {
        const one = { ...records.joined(anyRecord(), records.empty()), exam: null, turn: 0, shift: { at: 0, days: 0 } };
        const text = records.write(one, data);
        const { record, reason } = records.read(text, data);
        if (reason || records.write(record, data) !== text || records.toText(record, data) !== records.toText(one, data)) return [reason, text];
        texts.push(text);
      }
      return texts;
    """,
        {**DATA, "title": title},
    )
    assert len(texts) == 200
    validator = jsonschema.Draft202012Validator(schema)
    for text in texts:
        validator.validate(json.loads(text))


def test_the_exported_file_names_nobody_and_has_no_exam_that_goes_on() -> None:
    assert json.loads(
        run("""
      const record = { ...answer('TM002', false)(records.empty()), steps: new Map([['new-member', new Set([2, 0])], ['other', new Set()]]), exam: exam.started(data, 1, TODAY, false), turn: 4, shift: { at: 1, days: 3 } };
      return records.write({ ...record, exams: [{ day: TODAY, seed: 9, questions: ['TM001'], right: [], seconds: 7 }] }, data);
    """)
    ) == {
        "$schema": "trainer.schema.json",
        "format": "handbook-trainer",
        "version": 1,
        "handbook": "仓库手册",
        "edition": "2",
        "marks": {
            "TM002": {
                "revision": "00000002", "seen": 1, "right": 0, "box": 0,
                "due": "2026-03-01", "last": "wrong", "day": "2026-03-01",
            }
        },
        "exams": [{"day": "2026-03-01", "seed": 9, "questions": ["TM001"], "right": [], "seconds": 7}],
        "steps": {"new-member": [0, 2]},
    }  # fmt: skip


def test_what_the_browser_keeps_comes_back_the_same() -> None:
    assert run("""
      for (let n = 0; n < 300; n += 1) {
        const text = records.toText(anyRecord(), data);
        const { record, isStrange } = records.fromText(text, data);
        if (isStrange || records.toText(record, data) !== text) return text;
      }
      return records.fromText(null, data);
    """) == {"record": None, "isStrange": False}  # fmt: skip


def test_joining_is_the_same_in_any_order_and_again() -> None:
    assert run("""
      const text = (record) => records.toText(record, data);
      const reduced = (list) => text(list.reduce(records.joined));
      for (let n = 0; n < 600; n += 1) {
        const [a, b, c] = [anyRecord(), anyRecord(), anyRecord()];
        const all = reduced([a, b, c]);
        const others = [[a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a], [a, b, c, a, b, c]].map(reduced);
        others.push(text(records.joined(a, records.joined(b, c))), text(records.joined(records.joined(a, b), records.joined(b, c))));
        if (others.some((other) => other !== all)) return [n, all, others.find((other) => other !== all)];
        if (text(records.joined(a, a)) !== text(a)) return ['not idempotent', text(a)];
        const together = records.joined(a, b);
        for (const [path, done] of a.steps) for (const step of done) if (!together.steps.get(path).has(step)) return ['step', path, step];
        for (const id of [...a.marks.keys(), ...b.marks.keys()]) if (!together.marks.has(id)) return ['mark', id];
      }
      return 'same';
    """) == "same"  # fmt: skip


def test_of_two_marks_the_later_holds_and_of_two_exams_the_further() -> None:
    assert run("""
      const having = (one, more = {}) => ({ ...records.empty(), marks: new Map([['TM001', one]]), ...more });
      const later = (a, b) => { const { day, seen } = records.joined(having(a), having(b)).marks.get('TM001'); return [day, seen]; };
      const state = exam.started(data, 1, TODAY, false);
      const further = (a, b) => { const { exam } = records.joined({ ...records.empty(), ...a }, { ...records.empty(), ...b }); return exam && [exam.seconds, exam.changes]; };
      const answered = exam.answeredIn(state, state.questions[0], [0]);
      return [later(mark({ seen: 9 }), mark({ day: '2026-03-02' })), later(mark({ seen: 2 }), mark({ seen: 3 })), further({ exam: state }, { exam: exam.spent(state, 5) }),
        further({ exam: answered }, { exam: state }), further({ exam: state }, { exam: null }), further({ exam: exam.spent(state, 9), turn: 1 }, { exam: null, turn: 2 })];
    """) == [["2026-03-02", 1], ["2026-03-01", 3], [5, 0], [0, 1], [0, 0], None]  # fmt: skip


def test_moved_days_stay_moved_when_joined_with_what_was_before() -> None:
    assert run("""
      const before = answer('TM001', true, '2027-05-01')(records.empty());
      const moved = records.moved(before, -365);
      const elsewhere = answer('TM002', true, '2027-05-02')(before);
      const imported = { ...records.empty(), marks: new Map([['TM003', mark()]]) };
      const days = (record) => [...record.marks].sort().map(([, { day }]) => day);
      return [days(records.joined(moved, before)), days(records.joined(elsewhere, moved)), days(records.taken(moved, imported)), records.taken(moved, { ...imported, turn: 99 }).turn];
    """) == [["2026-05-01"], ["2026-05-01", "2026-05-02"], ["2026-05-01", "2026-03-01"], 0]  # fmt: skip


def test_of_more_exams_than_a_file_may_have_the_latest_are_kept() -> None:
    assert run("""
      const exams = Array.from({ length: 1200 }, (_, seed) => ({ day: schedule.later('2020-01-01', seed % 600), seed, questions: [], right: [], seconds: 0 }));
      const all = records.joined({ ...records.empty(), exams: exams.slice(0, 700) }, { ...records.empty(), exams: exams.slice(500) }).exams;
      return [all.length, all[0].day, all[999].day, records.read(records.write({ ...records.empty(), exams }, data), data).reason];
    """) == [1000, "2020-04-10", "2021-08-22", ""]  # fmt: skip


MARK = {
    "revision": "00000001", "seen": 2, "right": 1, "box": 1,
    "due": "2026-03-02", "last": "right", "day": "2026-03-01",
}  # fmt: skip
EXAM = {"day": "2026-03-01", "seed": 1, "questions": ["TM001"], "right": ["TM001"], "seconds": 9}


def record(**changes: Any) -> str:
    """A record's text with other fields; those that are None are left out."""
    fields = {
        "format": "handbook-trainer",
        "version": 1,
        "handbook": "仓库手册",
        "edition": "2",
        "marks": {},
        "exams": [],
        "steps": {},
        **changes,
    }
    return json.dumps({k: v for k, v in fields.items() if v is not None}, ensure_ascii=False)


def marked(**changes: Any) -> str:
    return record(marks={"TM001": {**MARK, **changes}})


def examined(**changes: Any) -> str:
    return record(exams=[EXAM, {**EXAM, **changes}])


REFUSED = [
    ("", "不是完整的 JSON：可能没有复制完，或者被改过"),
    (record()[:-3], "不是完整的 JSON：可能没有复制完，或者被改过"),
    ("[" * 100_000 + "]" * 100_000, "不是导出的记录：最外层应当是一个对象"),
    ("null", "不是导出的记录：最外层应当是一个对象"),
    ("x" * 2_000_001, "文件有 2.0 MB，超过 2 MB，不像是导出的记录"),
    (record(format="handbook-working-checklist"), "不是训练器导出的记录（format 不对）"),
    (record(format=None), "不是训练器导出的记录（format 不对）"),
    (record(version=2), "记录的格式是第 2 版，这里只认第 1 版"),
    (record(version={"toString": 1}), "记录的格式是第 （不是文字） 版，这里只认第 1 版"),
    (record(handbook="别的手册"), "是另一本手册的记录"),
    (record(edition=None), "没有写明版次"),
    (record(edition="x" * 41), "没有写明版次"),
    (record(name="张三"), "里面有不认识的“name”"),
    (record(exam={}), "里面有不认识的“exam”"),
    (record(**{"x" * 99: 1}), f"里面有不认识的“{'x' * 40}…”"),
    ('{"__proto__": {"format": "handbook-trainer"}}', "里面有不认识的“__proto__”"),
    (record(marks=None), "没有 marks，或者它不是对象"),
    (record(marks=[]), "没有 marks，或者它不是对象"),
    (record(exams={"length": 3}), "没有 exams，或者它不是列表，或者超过 1000 次"),
    (record(exams=[EXAM] * 1001), "没有 exams，或者它不是列表，或者超过 1000 次"),
    (record(steps=[]), "没有 steps，或者它不是对象"),
    (record(marks={"__proto__": MARK}), "marks 里的“__proto__”不是编号"),
    (record(marks={"<img src=x onerror=alert(1)>": MARK}), "marks 里的“<img src=x onerror=alert(1)>”不是编号"),
    (record(marks={"TM001": None}), "TM001：不是对象"),
    (marked(note="张三"), "TM001：里面有不认识的“note”"),
    (marked(revision="1"), "TM001：revision 不对"),
    (marked(seen=-1), "TM001：seen 不对"),
    (marked(seen=1.5), "TM001：seen 不对"),
    (marked(seen=1e300), "TM001：seen 不对"),
    (marked(right=3), "TM001：right 不对"),
    (marked(right="1"), "TM001：right 不对"),
    (marked(box=2), "TM001：box 不对"),
    (marked(due="2026-02-30"), "TM001：due 不对"),
    (marked(due="9999-12-31"), "TM001：due 不对"),
    (marked(last="<b>"), "TM001：last 不对"),
    (marked(day=["2026-03-01"]), "TM001：day 不对"),
    (marked(day="2026-03-01\n"), "TM001：day 不对"),
    (record(marks={"TM001": {**MARK, "__proto__": {}}}), "TM001：里面有不认识的“__proto__”"),
    (examined(day="昨天"), "第 2 次考试：day 不对"),
    (examined(seed=-1), "第 2 次考试：seed 不对"),
    (examined(questions="TM001"), "第 2 次考试：questions 不对"),
    (examined(questions=["constructor"]), "第 2 次考试：questions 不对"),
    (examined(questions=["TM001"] * 1001), "第 2 次考试：questions 不对"),
    (examined(right=["TM002"]), "第 2 次考试：right 不对"),
    (examined(seconds=None), "第 2 次考试：seconds 不对"),
    (examined(person="张三"), "第 2 次考试：里面有不认识的“person”"),
    (record(exams=[[]]), "第 1 次考试：不是对象"),
    (record(steps={"__proto__": [0]}), "steps 里的“__proto__”不是学习路径的编号"),
    (record(steps={"new-member": [0, -1]}), "new-member：不是各步的列表"),
    (record(steps={"new-member": {"0": 1}}), "new-member：不是各步的列表"),
    (record(steps={"new-member": [0] * 1001}), "new-member：不是各步的列表"),
]  # fmt: skip


def test_broken_foreign_and_hostile_files_are_refused_with_a_reason() -> None:
    found = run(f"""
      const found = {json.dumps([text for text, _ in REFUSED])}.map((text) => records.read(text, data));
      return [found, ({{}}).format === undefined, records.tooLarge(50e6), records.tooLarge(10)];
    """)
    assert found[0] == [{"record": None, "reason": reason} for _, reason in REFUSED]
    assert found[1:] == [True, "文件有 50.0 MB，超过 2 MB，不像是导出的记录", ""]


def test_marks_of_questions_that_are_gone_are_kept_and_told() -> None:
    text = record(marks={"TM001": MARK, "TM002": MARK, "TM900": MARK}, edition="1")
    found = run(f"""
      const {{ record }} = records.read('\\ufeff' + {json.dumps(text)}, data);
      return [records.report(record, data), JSON.parse(records.write(record, data)).marks];
    """)
    assert found[0] == {"kept": ["TM001"], "changed": ["TM002"], "gone": ["TM900"]}
    assert found[1] == {"TM001": MARK, "TM002": MARK, "TM900": MARK}


def test_an_exam_of_another_edition_goes_on_only_with_all_its_questions() -> None:
    assert run("""
      const state = exam.started(data, 1, TODAY, false);
      const kept = (state) => records.fromText(records.toText({ ...records.empty(), exam: state }, data), data);
      const [id] = state.questions;
      return [kept({ ...state, questions: [...state.questions, 'TM900'] }).record.exam, kept({ ...state, answers: { [id]: ['四个意识', 9, true] } }).record.exam.answers,
        kept({ ...state, answers: { TM900: [0] } }).isStrange, kept({ ...state, seconds: -1 }).isStrange];
    """) == [None, {}, True, True]  # fmt: skip


# --- keeping ------------------------------------------------------------------------------------


def test_what_was_answered_is_there_when_opened_again() -> None:
    assert run("""
      const storage = new FakeStorage();
      const first = createKeeper(storage);
      first.change(answer('TM001'));
      first.change((record) => ({ ...record, steps: new Map([['new-member', new Set([1])]]), exam: exam.started(data, 4, TODAY, false) }));
      const again = createKeeper(storage);
      return [seen(again), [...again.record().steps.get('new-member')], again.record().exam.questions.length, [...storage.map.keys()], KEY];
    """) == [{"TM001": "1right"}, [1], 4, ["store-trainer", "store-trainer-place"], "store-trainer"]  # fmt: skip


def test_answers_on_their_way_to_the_second_copy_are_counted_once() -> None:
    """A page that is loaded again at once, where the browser withheld the storage, and where not."""
    assert run("""
      const storage = new FakeStorage();
      const first = createKeeper(storage);
      first.change(answer('TM001'));
      first.change(answer('TM001'));
      await first.copied();
      const slow = new FakeCopy();
      slow.swap = () => new Promise(() => {});
      const found = [];
      for (const place of [storage, new FakeStorage()]) {
        const session = new FakeStorage();
        createKeeper(place, slow, session).change(answer('TM001'));
        const again = createKeeper(storage, copyOf(storage), session);
        const before = seen(again);
        await again.recall();
        await again.copied();
        found.push([before.TM001, seen(again).TM001, seen(createKeeper(storage)).TM001, session.map.size]);
      }
      return found;
    """) == [["3right", "3right", "3right", 0], ["4right", "4right", "4right", 0]]


def test_what_lies_under_a_former_name_is_taken_over_and_wiped_with_the_rest() -> None:
    assert run("""
      const storage = new FakeStorage();
      const before = { ...data, slug: 'handbook', formerSlugs: [] };
      keeping.createKeeper(before, () => storage, new FakeCopy(), () => new FakeStorage()).change(answer('TM001'));
      const keeper = createKeeper(storage, new FakeCopy());
      keeper.change(answer('TM002'));
      const taken = seen(createKeeper(storage, new FakeCopy()));
      const still = seen(keeping.createKeeper(before, () => storage, new FakeCopy(), () => new FakeStorage()));
      return [taken, still, await keeper.wipe(), [...storage.map.keys()]];
    """) == [{"TM001": "1right", "TM002": "1right"}, {"TM001": "1right"}, [], []]  # fmt: skip


def test_two_windows_lose_nothing_even_if_one_reads_what_is_old() -> None:
    """The second writes over the first, as a browser's processes can; then both hear of it."""
    assert (
        run("""
      const storage = new FakeStorage();
      const [a, b] = [createKeeper(storage), createKeeper(storage)];
      a.change(answer('TM001'));
      b.change(answer('TM002', false));
      const other = new FakeStorage();
      createKeeper(other).change(answer('TM003'));
      storage.setItem(KEY, other.getItem(KEY));
      const told = [a.reread(), b.reread(), a.reread(), a.reread()];
      return [told, ...[a, b, createKeeper(storage)].map(seen)];
    """)
        == [[True, True, True, False]]
        + [{"TM001": "1right", "TM002": "1wrong", "TM003": "1right"}] * 3
    )


def test_an_exam_that_ended_or_was_given_up_does_not_come_back_from_another_window() -> None:
    assert run("""
      const storage = new FakeStorage();
      const [a, b] = [createKeeper(storage), createKeeper(storage)];
      a.change((record) => ({ ...record, exam: exam.started(data, 4, TODAY, false) }));
      b.reread();
      const both = b.record().exam.seed;
      a.change((record) => ({ ...record, exam: exam.spent(record.exam, 30) }));
      a.change((record) => ({ ...record, exams: [...record.exams, exam.result(data, record.exam)], exam: null }));
      const ended = [a.record().exam, b.reread(), b.record().exam, b.record().exams.length];
      b.change((record) => ({ ...record, exam: exam.started(data, 5, TODAY, false) }));
      a.reread();
      const begun = a.record().exam.seed;
      await a.copied(); await b.copied();
      const again = createKeeper(new FakeStorage(), copyOf(storage));
      await again.recall();
      return [both, ...ended, begun, again.record().exam.seed];
    """) == [4, None, True, None, 1, 5, 5]  # fmt: skip


def test_an_answer_changed_within_a_second_is_kept() -> None:
    assert run("""
      const storage = new FakeStorage();
      const keeper = createKeeper(storage);
      keeper.change((record) => ({ ...record, exam: exam.started(data, 4, TODAY, false) }));
      const id = keeper.record().exam.questions.find((one) => asked.get(one).form === 'single' || asked.get(one).form === 'verdict');
      for (const place of [3, 0, 2, 1, 0]) keeper.change((record) => ({ ...record, exam: exam.answeredIn(record.exam, id, [place]) }));
      return [keeper.record().exam.answers[id], createKeeper(storage).record().exam.answers[id]];
    """) == [[0], [0]]  # fmt: skip


def test_days_that_were_moved_stay_so_in_every_window() -> None:
    assert run("""
      const storage = new FakeStorage();
      const [a, b] = [createKeeper(storage), createKeeper(storage)];
      a.change(answer('TM001', true, '2027-05-01'));
      await a.copied();
      b.reread();
      a.change((record) => records.moved(record, -365));
      b.change(answer('TM002', true, '2026-05-01'));
      const day = (keeper) => schedule.clock(keeper.record().marks, '2000-01-01').day;
      const now = [day(a), day(b), day(createKeeper(storage))];
      await a.copied(); await b.copied();
      const withheld = createKeeper(new FakeStorage(), copyOf(storage));
      await withheld.recall();
      return [...now, day(withheld)];
    """) == ["2026-05-01"] * 4  # fmt: skip


def test_a_wipe_is_read_back_and_reaches_the_other_window() -> None:
    assert run("""
      const storage = new FakeStorage();
      const [a, b] = [createKeeper(storage), createKeeper(storage)];
      for (const one of [a, b]) await one.recall();
      b.change(answer('TM002'));
      a.change(answer('TM001'));
      const left = await a.wipe();
      const after = [left, a.record().marks.size, storage.map.size, copyOf(storage).map.size];
      b.change(answer('TM003'));
      await b.copied();
      const other = [b.unkept(), b.isAtRisk(), storage.map.size, copyOf(storage).map.size];
      await b.keep(true);
      await b.copied();
      return [after, other, [...storage.map.keys()], copyOf(storage).map.size];
    """) == [[[], 0, 0, 0], ["cleared", True, 0, 0], ["store-trainer", "store-trainer-place"], 1]  # fmt: skip


def test_a_wipe_reaches_a_window_that_only_listens_and_a_recall_that_comes_late() -> None:
    assert run("""
      const storage = new FakeStorage();
      const [a, b] = [createKeeper(storage), createKeeper(storage)];
      a.change(answer('TM001'));
      await a.copied();
      b.reread();
      await a.wipe();
      const told = [b.reread(), b.unkept()];
      const other = new FakeStorage();
      const copy = new FakeCopy();
      createKeeper(other, copy).change(answer('TM001'));
      await new Promise((done) => setTimeout(done, 5));
      const late = createKeeper(new FakeStorage(), copy);
      const recalled = late.recall();
      const left = await late.wipe();
      return [...told, await recalled, left, late.record().marks.size, copy.map.size];
    """) == [True, "cleared", 0, [], 0, 0]  # fmt: skip


def test_what_another_window_wiped_is_not_copied_by_one_that_was_about_to() -> None:
    assert run("""
      const storage = new FakeStorage();
      const keeper = createKeeper(storage);
      await keeper.recall();
      keeper.change(answer('TM001'));
      storage.removeItem(KEY);
      await keeper.copied();
      return copyOf(storage).map.size;
    """) == 0  # fmt: skip


def test_a_wipe_that_does_not_work_is_told() -> None:
    assert run("""
      const storage = new FakeStorage();
      const keeper = createKeeper(storage);
      keeper.change(answer('TM001'));
      await keeper.copied();
      storage.removeItem = () => {};
      const first = await keeper.wipe();
      delete storage.removeItem;
      copyOf(storage).isRefused = true;
      const refused = keeping.createKeeper(data, () => { throw new Error('SecurityError'); }, new FakeCopy(), () => new FakeStorage());
      return [first, await keeper.wipe(), await refused.wipe()];
    """) == [["store-trainer", "store-trainer-place"], [f"{name}-trainer{end}" for name in ("store", "handbook") for end in ("", "-probe", "-place")], None]  # fmt: skip


@pytest.mark.parametrize(
    ("storage", "obstacle"),
    [
        ("() => { throw new Error('SecurityError'); }", "refused"),
        ("() => null", "refused"),
        ("() => new FakeStorage(100)", "full"),
        ("() => Object.assign(new FakeStorage(), { getItem: () => null })", "refused"),
        ("() => { const one = new FakeStorage(); one.map.set(KEY, '{}'); return one; }", "strange"),
    ],
)  # fmt: skip
def test_where_nothing_can_be_kept_it_is_known_before_the_first_answer(
    storage: str, obstacle: str
) -> None:
    assert run(f"""
      const keeper = keeping.createKeeper(data, {storage}, new FakeCopy(), () => new FakeStorage());
      const first = [keeper.unkept(), keeper.isAtRisk()];
      keeper.change(answer('TM001'));
      const then = [seen(keeper).TM001, keeper.isAtRisk()];
      keeper.exported();
      return [...first, ...then, keeper.isAtRisk()];
    """) == [obstacle, False, "1right", True, False]


def test_a_storage_that_fills_up_later_is_told_and_the_answer_stays() -> None:
    assert run("""
      const storage = new FakeStorage();
      const keeper = createKeeper(storage);
      keeper.change(answer('TM001'));
      storage.room = 10;
      keeper.change(answer('TM002'));
      return [keeper.unkept(), Object.keys(seen(keeper)), Object.keys(seen(createKeeper(storage)))];
    """) == ["full", ["TM001", "TM002"], []]  # fmt: skip


def test_keeping_nothing_removes_what_was_kept() -> None:
    assert run("""
      const storage = new FakeStorage();
      const keeper = createKeeper(storage);
      keeper.change(answer('TM001'));
      await keeper.copied();
      const left = await keeper.keep(false);
      keeper.change(answer('TM002'));
      await keeper.copied();
      const without = [left, keeper.unkept(), keeper.isAtRisk(), storage.map.size, copyOf(storage).map.size];
      const again = await keeper.keep(true);
      return [...without, again, keeper.unkept(), Object.keys(seen(createKeeper(storage)))];
    """) == [[], "unwanted", True, 0, 0, [], "", ["TM001", "TM002"]]  # fmt: skip


def test_a_record_that_could_not_be_read_again_is_not_kept() -> None:
    assert run("""
      const storage = new FakeStorage();
      const keeper = createKeeper(storage);
      keeper.change(answer('TM001'));
      const text = storage.getItem(KEY);
      const tried = [{ marks: new Map([['TM001', mark({ day: 'now' })]]) }, { exams: [{ day: TODAY, seed: 0.5, questions: [], right: [], seconds: 1 }] }].map((more) => {
        try { keeper.change((record) => ({ ...record, ...more })); return 'kept'; } catch (error) { return error.name; }
      });
      return [tried, keeper.unkept(), seen(keeper), storage.getItem(KEY) === text];
    """) == [["TypeError", "TypeError"], "", {"TM001": "1right"}, True]  # fmt: skip


# --- the second copy ----------------------------------------------------------------------------


def test_what_the_browser_withholds_is_recalled_from_the_second_copy() -> None:
    """A busy Chromium gives an empty storage, forgets what is put there, and has the old one again."""
    assert run("""
      const copy = new FakeCopy();
      const storage = new FakeStorage();
      const first = createKeeper(storage, copy);
      const nothing = [await first.recall(), first.isDoubtful()];
      first.change(answer('TM001', true, '2026-02-27'));
      first.change(answer('TM001', true, '2026-02-28'));
      first.change(answer('TM002', false, '2026-02-28'));
      first.change((record) => ({ ...record, steps: new Map([['new-member', new Set([0])]]), exam: exam.spent(exam.started(data, 4, TODAY, false), 30) }));
      await first.copied();
      const withheld = createKeeper(new FakeStorage(), copy);
      withheld.change(answer('TM001'));
      withheld.change((record) => ({ ...record, exam: exam.started(data, 5, TODAY, false) }));
      const before = seen(withheld);
      const found = await withheld.recall();
      const after = [seen(withheld), withheld.record().exam.seed, withheld.record().steps.size, withheld.isDoubtful()];
      withheld.change(answer('TM003'));
      await withheld.copied();
      const again = createKeeper(storage, copy);
      const old = seen(again);
      await again.recall();
      return { nothing, before, found, after, old, now: seen(again), exam: again.record().exam.seed, kept: seen(createKeeper(storage, new FakeCopy())) };
    """) == {
        "nothing": [0, False],
        "before": {"TM001": "1right"},
        "found": 3,
        # What was answered before the recall holds, on top of what was answered long before.
        "after": [{"TM001": "3right", "TM002": "1wrong"}, 5, 1, True],
        "old": {"TM001": "2right", "TM002": "1wrong"},
        "now": {"TM001": "3right", "TM002": "1wrong", "TM003": "1right"},
        "exam": 5,
        "kept": {"TM001": "3right", "TM002": "1wrong", "TM003": "1right"},
    }  # fmt: skip


def test_an_answer_given_twice_is_not_counted_twice_by_the_second_copy() -> None:
    assert run("""
      const storage = new FakeStorage();
      const first = createKeeper(storage);
      first.change(answer('TM001', true, '2026-02-28'));
      await first.copied();
      const again = createKeeper(storage);
      again.change(answer('TM001'));
      await again.copied();
      return [await again.recall(), seen(again), again.isDoubtful()];
    """) == [0, {"TM001": "2right"}, False]  # fmt: skip


def test_windows_that_copy_at_once_lose_nothing() -> None:
    assert run("""
      const copy = new FakeCopy();
      const keepers = data.questions.map(() => createKeeper(new FakeStorage(), copy));
      keepers.forEach((keeper, at) => keeper.change(answer(data.questions[at].id)));
      await Promise.all(keepers.map((keeper) => keeper.copied()));
      const again = createKeeper(new FakeStorage(), copy);
      return [await again.recall(), again.record().marks.size];
    """) == [7, 7]  # fmt: skip


def test_without_a_second_copy_the_first_is_all_and_it_is_known() -> None:
    assert run("""
      const storage = new FakeStorage();
      const copy = new FakeCopy();
      copy.isRefused = true;
      const keeper = createKeeper(storage, copy);
      const found = await keeper.recall();
      keeper.change(answer('TM001'));
      await keeper.copied();
      return [found, keeper.hasCopy(), keeper.unkept(), seen(createKeeper(storage)), await keeper.wipe()];
    """) == [0, False, "", {"TM001": "1right"}, []]  # fmt: skip


STRANGE = [
    "",
    "[]",
    "null",
    '{"format":"handbook-trainer"}',
    '{"a":',
    '{"format":"handbook-working-checklist","version":1,"marks":{},"exams":[],"steps":{},"exam":null,"turn":0,"shift":{"at":0,"days":0}}',
    '{"format":"handbook-trainer","version":1,"marks":{"__proto__":{}},"exams":[],"steps":{},"exam":null,"turn":0,"shift":{"at":0,"days":0}}',
    '{"format":"handbook-trainer","version":1,"marks":{},"exams":[],"steps":{},"exam":{},"turn":0,"shift":{"at":0,"days":0}}',
    '{"format":"handbook-trainer","version":1,"marks":{},"exams":[],"steps":{},"exam":null,"turn":1e300,"shift":{"at":0,"days":0}}',
    '{"format":"handbook-trainer","version":1,"marks":{},"exams":[],"steps":{},"exam":null,"turn":0,"shift":{"at":1,"days":1e9}}',
    '{"format":"handbook-trainer","version":1,"marks":{},"exams":[],"steps":{},"exam":null,"turn":0,"shift":{"at":0,"days":0},"more":1}',
]


def test_what_is_strange_in_either_place_is_left_alone_until_wiped() -> None:
    found = run(f"""
      const found = [];
      for (const text of {json.dumps(STRANGE)}) {{
        const storage = new FakeStorage();
        storage.setItem(KEY, text);
        const keeper = createKeeper(storage);
        keeper.change(answer('TM001'));
        await keeper.copied();
        const before = [keeper.unkept(), storage.getItem(KEY) === text, await keeper.keep(false), storage.getItem(KEY) === text];
        await keeper.keep(true);
        await keeper.wipe();
        keeper.change(answer('TM001'));
        const copied = new FakeStorage();
        copyOf(copied).map.set(KEY, text);
        const other = createKeeper(copied);
        other.change(answer('TM001'));
        await other.copied();
        found.push([...before, keeper.unkept(), storage.map.size, copyOf(copied).map.get(KEY) === text, other.unkept(), await other.wipe(), copyOf(copied).map.size]);
      }}
      return found;
    """)
    assert found == [["strange", True, [], True, "", 2, True, "", [], 0]] * len(STRANGE)


def test_a_storage_that_becomes_strange_while_the_page_is_open_is_left_alone() -> None:
    assert run("""
      const storage = new FakeStorage();
      const keeper = createKeeper(storage);
      keeper.change(answer('TM001'));
      storage.setItem(KEY, 'x');
      const told = [keeper.reread(), keeper.unkept()];
      keeper.change(answer('TM002'));
      return [...told, storage.getItem(KEY), keeper.isAtRisk()];
    """) == [True, "strange", "x", True]  # fmt: skip


def test_of_a_question_that_is_gone_it_is_said_what_became_of_it() -> None:
    moved = {"TM009": "TM001", "TM010": "不再要求", "constructor": "x"}
    assert run(
        "return ['TM009', 'TM010', 'TM011', 'toString'].map((id) => records.lost(id, data));",
        {**DATA, "moved": moved},
    ) == ["TM009（由 TM001 代替）", "TM010（不再要求）", "TM011", "toString"]
