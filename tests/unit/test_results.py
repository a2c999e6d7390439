"""The results page: what it holds, and what its scripts compute, run by node and computed again here."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import statistics
import subprocess
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from handbook.__main__ import main
from handbook.catalog import Catalog
from handbook.project import Checked
from handbook.questions import questions_of
from handbook.results import results_data, results_page

from tests.mkdocs_project import REPOSITORY
from tests.small_handbook import write_project

ASSETS = REPOSITORY / "overrides" / "assets"
# Those that touch no page, in the order in which the page has them.
PURE = (
    *("apart/csv", "trainer/chance", "trainer/scoring", "trainer/schedule", "trainer/record"),
    *("results/statistics", "results/cohort", "results/tables"),
)

Json = dict[str, Any]


def question(id: str, topic: int, *tests: str, reference: bool = False) -> Json:
    return {
        "id": id,
        "revision": f"{int(id[2:]):08x}",
        "title": f"题{id[2:]}",
        "form": "single",
        "tests": list(tests),
        "reference": reference,
        "topic": topic,
    }


DATA: Json = {
    "title": "仓库手册",
    "reference": "参考条文",
    "forms": {"single": "单选"},
    "edition": {"id": "2", "name": "第二版"},
    "notices": ["参考条文的提示"],
    "intervals": [1, 3, 7, 14],
    "pass": 80,
    "kinds": {"check": "要点", "clause": "条文"},
    "entries": {
        **{f"JC00{n}": {"kind": "check", "title": f"要点{n}"} for n in range(1, 6)},
        "BZ01": {"kind": "clause", "title": "条文1"},
    },
    "topics": ["第一部分", "第二部分", "第三部分", "空的部分"],
    "questions": [
        question("TM001", 0, "JC001"),
        question("TM002", 0, "JC001", "JC002"),
        question("TM003", 0, "JC003", "JC003"),
        question("TM004", 1, "JC004"),
        question("TM005", 1, "JC005"),
        question("TM006", 1, "JC002"),
        question("TM007", 1, "JC003"),
        question("TM008", 0, "JC004", "JC001"),
        question("TM009", 2, "BZ01", "JC005", reference=True),
    ],
    "paths": [
        {"id": "new", "title": "新来的", "steps": 3},
        {"id": "old", "title": "老的", "steps": 2},
    ],
}


def run(code: str, given: Any = None, data: Json = DATA) -> Any:
    """What the JavaScript function body ``code`` returns, with ``data`` and ``given`` at hand."""
    loads = "".join(f"require({json.dumps(str(ASSETS / f'{name}.js'))});" for name in PURE)
    program = f"""{loads}
      const {{ statistics, cohort, tables }} = globalThis.results;
      const records = globalThis.trainer.record;
      const [data, given] = {json.dumps([data, given], ensure_ascii=False)};
      const file = (text, label = 'a.json') => cohort.read(label, text, data);
      const group = (...texts) => cohort.added(cohort.empty(), texts.map((text, at) => file(text, `${{at}}.json`)), data).cohort;
      const namesOf = (one) => one.members.map(({{ name }}) => name);
      const found = (() => {{ {code} }})();
      process.stdout.write(JSON.stringify(found === undefined ? null : found));"""
    result = subprocess.run(
        ["node", "-"], input=program, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def mark(id: str, last: str = "right", **more: Any) -> Json:
    is_right = last == "right"
    return {
        "revision": f"{int(id[2:]):08x}",
        "seen": 1,
        "right": int(is_right),
        "box": int(is_right),
        "due": "2026-03-02",
        "last": last,
        "day": "2026-03-01",
        **more,
    }


def record(marks: Json | None = None, **more: Any) -> Json:
    return {
        "format": "handbook-trainer",
        "version": 1,
        "handbook": "仓库手册",
        "edition": "2",
        "marks": marks or {},
        "exams": [],
        "steps": {},
        **more,
    }


def text(marks: Json | None = None, **more: Any) -> str:
    return json.dumps(record(marks, **more), ensure_ascii=False)


def exam(day: str, right: int) -> Json:
    ids = [f"TM{n:03}" for n in range(1, 5)]
    return {"day": day, "seed": 1, "questions": ids, "right": ids[:right], "seconds": 61}


# --- a thousand cohorts, computed again ----------------------------------------------------------


def _any_mark(id: str, chance: random.Random, ability: float) -> Json:
    answers = [chance.random() < ability for _ in range(chance.randint(1, 4))]
    right = sum(answers)
    return mark(
        id,
        "right" if answers[-1] else "wrong",
        seen=len(answers),
        right=right,
        box=chance.randint(0, right) if answers[-1] else 0,
        day=f"2026-03-{chance.randint(1, 28):02}",
        **({"revision": "ffffffff"} if chance.random() < 0.08 else {}),
    )


def _any_record(chance: random.Random, ability: float) -> Json:
    zeal = chance.choice([0.0, 0.5, 0.9, 1.0, 1.0])
    ids = [q["id"] for q in DATA["questions"]] + ["TM900", "ZZ1"]
    marks = {id: _any_mark(id, chance, ability) for id in ids if chance.random() < zeal}
    exams: list[Json] = []
    for _ in range(chance.choice([0, 0, 1, 3])):
        asked = chance.sample(ids, chance.randint(0, 5))
        right = [id for id in asked if chance.random() < ability]
        # As a hand that changed the file may leave it: the same id twice.
        doubled = asked + (asked[:1] if chance.random() < 0.2 else [])
        exams.append(
            {
                "day": f"2026-03-{chance.randint(1, 28):02}",
                "seed": len(exams),
                "questions": doubled,
                "right": right + (right[:1] if chance.random() < 0.2 else []),
                "seconds": 60,
            }
        )
    steps = {
        name: sorted(chance.sample(range(5), chance.randint(1, 4)))
        for name in ("new", "old", "gone")
        if chance.random() < 0.5
    }
    return record(marks, exams=exams, steps=steps)


def _level(entry: str, questions: list[Json], marks: Json) -> int:
    """As the trainer explains it to its reader: nothing done, something wrong, a little, most, all."""
    asked = [q["id"] for q in questions if entry in q["tests"]]
    boxes = [marks[id]["box"] for id in asked if id in marks]
    if not boxes:
        return 0
    if 0 in boxes:
        return 1
    if len(boxes) == len(asked) and all(box >= 3 for box in boxes):
        return 4
    return 2 if 1 in boxes or len(boxes) < len(asked) / 2 else 3


def _share(ids: list[str], marks: list[Json]) -> Json:
    own = [one[id] for id in ids for one in marks if id in one]
    return {"seen": len(own), "right": sum(m["last"] == "right" for m in own)}


def _power(id: str, marks: list[Json]) -> tuple[float | None, str]:
    pairs: list[tuple[int, Fraction]] = []
    for one in marks:
        others = [m["last"] == "right" for other, m in one.items() if other != id]
        if id in one and len(others) >= 5:
            pairs.append((int(one[id]["last"] == "right"), Fraction(sum(others), len(others))))
    if len(pairs) < 10:
        return None, "few"
    items, rests = zip(*pairs, strict=True)
    if len(set(items)) == 1 or len(set(rests)) == 1:
        return None, "same"
    return statistics.correlation(items, [float(rest) for rest in rests]), ""


def _expected(cohort: list[Json], *, with_reference: bool) -> Json:
    """The same as statistics.js, written otherwise."""
    questions = [q for q in DATA["questions"] if with_reference or not q["reference"]]
    revisions = {q["id"]: q["revision"] for q in questions}
    every = {q["id"] for q in DATA["questions"]}
    topics: dict[int, list[str]] = {q["topic"]: [] for q in questions}
    for q in questions:
        topics[q["topic"]].append(q["id"])
    marks = [
        {id: m for id, m in one["marks"].items() if revisions.get(id) == m["revision"]}
        for one in cohort
    ]
    tested = [e for e in DATA["entries"] if any(e in q["tests"] for q in questions)]
    levels = {e: [_level(e, questions, m) for m in marks] for e in tested}

    def standing(one: Json, own: Json, place: int) -> Json:
        stale = [id for id in revisions if id in one["marks"] and id not in own]
        days = [m["day"] for m in one["marks"].values()] + [e["day"] for e in one["exams"]]
        return {
            **_share(list(revisions), [own]),
            "known": sum(levels[e][place] >= 3 for e in tested),
            "changed": stale,
            "gone": sorted(set(one["marks"]) - every),
            "unanswered": [id for id in revisions if id not in own],
            "untrained": [e for e in tested if levels[e][place] == 0],
            "untouched": [t for t in sorted(topics) if not set(topics[t]) & set(own)],
            "steps": [
                len({s for s in one["steps"].get(p["id"], []) if s < p["steps"]})
                for p in DATA["paths"]
            ],
            "last": max(days, default=""),
        }

    def item(id: str) -> Json:
        share = _share([id], marks)
        own = [one[id] for one in marks if id in one]
        clean = sum(m["right"] == m["seen"] for m in own)
        power, lack = _power(id, marks)
        doubts = []
        if share["seen"] >= 5:
            doubts += ["none"] if not share["right"] else []
            doubts += ["all"] if clean == share["seen"] else []
            doubts += ["negative"] if power is not None and round(power, 2) < 0 else []
        older = sum(id in one["marks"] for one in cohort) - len(own)
        return {
            "id": id,
            "share": share,
            "clean": clean,
            "older": older,
            "power": power,
            "lack": lack,
            "doubts": doubts,
        }

    def sitting(one: Json) -> Json:
        asked, right = len(set(one["questions"])), len(set(one["right"]))
        score = right * 100 // asked
        return {
            "day": one["day"],
            "asked": asked,
            "right": right,
            "score": score,
            "isPassed": score >= 80,
            "seconds": 60,
        }

    entries = [
        {
            "id": e,
            "levels": levels[e],
            "share": _share([q["id"] for q in questions if e in q["tests"]], marks),
            "known": sum(level >= 3 for level in levels[e]),
            "weak": [place for place, level in enumerate(levels[e]) if level == 1],
        }
        for e in tested
    ]
    wrong = [e for e in entries if e["share"]["right"] < e["share"]["seen"]]
    wrong.sort(
        key=lambda e: (
            Fraction(e["share"]["right"] + 1, e["share"]["seen"] + 2),
            -e["share"]["seen"],
        )
    )
    return {
        "questions": len(questions),
        "people": [standing(one, marks[place], place) for place, one in enumerate(cohort)],
        "entries": entries if cohort else [],
        "topics": [
            {
                "topic": t,
                "asked": len(topics[t]),
                "people": [_share(topics[t], [m]) for m in marks],
                "share": _share(topics[t], marks),
            }
            for t in sorted(topics)
        ],
        "items": [item(q["id"]) for q in questions],
        "sittings": [
            sorted(
                (sitting(e) for e in one["exams"] if e["questions"]), key=lambda s: str(s["day"])
            )
            for one in cohort
        ],
        "next": [e["id"] for e in wrong],
        "untrained": [e["id"] for e in entries if not e["share"]["seen"]] if cohort else [],
    }


def test_a_thousand_cohorts_are_computed_as_by_hand() -> None:
    chance = random.Random(20261128)
    cohorts = []
    for _ in range(1000):
        size = chance.choice([0, 1, 3, 6, 10, 12, 14, 16])
        # Now and then all know everything, or nothing.
        same = chance.choice([None, None, None, None, 1.0, 0.0])
        able = [chance.random() if same is None else same for _ in range(size)]
        cohorts.append([_any_record(chance, ability) for ability in able])
    found = run(
        """return given.map((texts, at) => {
          const all = statistics.found(data, group(...texts).members.map(cohort.recordOf), at % 2 === 1);
          return { ...all, next: all.next.map(({ id }) => id) };
        });""",
        [
            [json.dumps({**one, "$schema": f"{at}"}) for at, one in enumerate(cohort)]
            for cohort in cohorts
        ],
    )
    seen: Counter[str] = Counter()
    for at, (cohort, got) in enumerate(zip(cohorts, found, strict=True)):
        # Of twins the page takes one.
        own: list[Json] = []
        for one in cohort:
            is_empty = not (one["marks"] or one["exams"] or one["steps"])
            if is_empty or one not in own:
                own.append(one)
        expected = _expected(own, with_reference=at % 2 == 1)
        powers = [item.pop("power") for item in got["items"]]
        for item, power in zip(expected["items"], powers, strict=True):
            assert power == pytest.approx(item.pop("power"), abs=1e-9)
            seen.update([item["lack"] or "power", *item["doubts"]])
        assert got == expected, at
        seen.update(f"level {level}" for entry in got["entries"] for level in entry["levels"])
    # Nothing of it was never tried.
    assert min(seen[name] for name in ("power", "few", "same", "none", "all", "negative")) > 10
    assert all(seen[f"level {level}"] > 100 for level in range(5))


# --- one by one ----------------------------------------------------------------------------------


CORRELATIONS: list[tuple[list[tuple[int, float]], float | None]] = [
    ([(1, 1.0), (1, 1.0), (0, 0.0), (0, 0.0)], 1.0),
    ([(0, 1.0), (0, 1.0), (1, 0.0), (1, 0.0)], -1.0),
    ([(1, 0.8), (1, 0.6), (0, 0.6), (0, 0.4), (1, 1.0)], 0.3 / 0.0416**0.5 * 0.24**0.5),
    ([(1, 0.5), (0, 0.5)], None),  # all know as much of the rest
    ([(1, 0.1 + 0.2), (0, 0.1 + 0.2), (0, 0.1 + 0.2)], None),
    ([(1, 0.1), (1, 0.9)], None),  # everybody right
    ([(0, 0.1), (0, 0.9)], None),
    ([], None),
]


def test_the_point_biserial_correlation() -> None:
    given = [
        [{"isRight": bool(item), "rest": rest} for item, rest in pairs] for pairs, _ in CORRELATIONS
    ]
    found = run("return given.map(statistics.pointBiserial);", given)
    for value, (pairs, expected) in zip(found, CORRELATIONS, strict=True):
        assert value == (expected and pytest.approx(expected, abs=1e-12)), pairs


def test_shares_are_rounded_half_up_and_of_nothing_there_is_none() -> None:
    given = [(0, 0), (1, 0), (8, 1), (3, 2), (200, 1), (201, 1), (7, 7)]
    found = run("return given.map(([seen, right]) => statistics.percent({ seen, right }));", given)
    assert found == [None, 0, 13, 67, 1, 0, 100]


# How each person has answered, the last time and how often; what then looks broken.
DOUBTS: list[tuple[list[tuple[str, int]], list[str]]] = [
    ([("wrong", 1)] * 4, []),  # too few
    ([("wrong", 1)] * 5, ["none"]),
    ([("right", 1)] * 5, ["all"]),
    ([("right", 1)] * 4 + [("right", 2)], []),  # somebody had it wrong before
    ([("wrong", 1)] * 4 + [("right", 1)], []),
]


def test_a_question_looks_broken_only_with_enough_people() -> None:
    groups = [
        [
            text({"TM001": mark("TM001", last, seen=seen)}, steps={"p": [at]})
            for at, (last, seen) in enumerate(people)
        ]
        for people, _ in DOUBTS
    ]
    found = run(
        "return given.map((texts) => statistics.found(data, group(...texts).members.map(cohort.recordOf), false).items[0]);",
        groups,
    )
    assert [(one["share"]["seen"], one["doubts"]) for one in found] == [
        (len(people), doubts) for people, doubts in DOUBTS
    ]


def test_changed_questions_are_counted_apart() -> None:
    given = text(
        {
            "TM001": mark("TM001"),
            "TM002": mark("TM002", "wrong", revision="ffffffff"),
            "TM900": mark("TM900"),
        },
        edition="1",
    )
    found = run(
        "return statistics.found(data, group(given).members.map(cohort.recordOf), false);", given
    )
    one = found["people"][0]
    assert (one["seen"], one["right"]) == (1, 1)
    assert (one["changed"], one["gone"]) == (["TM002"], ["TM900"])
    assert "TM002" in one["unanswered"]
    assert found["items"][1]["older"] == 1
    assert found["items"][1]["share"] == {"seen": 0, "right": 0}
    assert found["next"] == []


# --- people and their files ----------------------------------------------------------------------

REFUSED: list[tuple[str, str]] = [
    ("", "不是完整的 JSON：可能没有复制完，或者被改过"),
    ('{"format": "handbook-trainer",', "不是完整的 JSON：可能没有复制完，或者被改过"),
    ("[]", "不是导出的记录：最外层应当是一个对象"),
    ("null", "不是导出的记录：最外层应当是一个对象"),
    (text(handbook="别的手册"), "是另一本手册的记录"),
    (text(format="handbook-working-checklist"), "不是训练器导出的记录（format 不对）"),
    (text(version=2), "记录的格式是第 2 版，这里只认第 1 版"),
    (text(edition=""), "没有写明版次"),
    (text(edition=["2"]), "没有写明版次"),
    (text({"<img>": mark("TM001")}), "marks 里的“<img>”不是编号"),
    (text({"TM001": mark("TM001", right=2)}), "TM001：right 不对"),
    (text({"TM001": mark("TM001", seen=1e99)}), "TM001：seen 不对"),
    (text({"TM001": mark("TM001", note="=1+1")}), "TM001：里面有不认识的“note”"),
    (text(exams=[exam("2026-02-30", 1)]), "第 1 次考试：day 不对"),
    (text(exams=[{**exam("2026-03-01", 1), "right": ["TM900"]}]), "第 1 次考试：right 不对"),
    (text(steps={"__proto__x": [1]}), "steps 里的“__proto__x”不是学习路径的编号"),
    (text(name="张三"), "里面有不认识的“name”"),
    (
        text().replace('"steps": {}', '"steps": {}, "__proto__": {"a": 1}'),
        "里面有不认识的“__proto__”",
    ),
    (" " * 2_000_001, "文件有 2.0 MB，超过 2 MB，不像是导出的记录"),
]


def test_what_is_no_record_is_refused_and_changes_nothing() -> None:
    found = run(
        """const before = group(given[0]);
          return given[1].map((content) => {
            const { cohort: after, refused } = cohort.added(before, [file(content)], data);
            return [refused.map(({ reason }) => reason), JSON.stringify(after.members) === JSON.stringify(before.members), after.next === before.next];
          });""",
        [text({"TM001": mark("TM001")}), [content for content, _ in REFUSED]],
    )
    assert found == [[[reason], True, True] for _, reason in REFUSED]


def test_each_file_is_somebody_new_unless_it_is_there_already() -> None:
    one, two = text({"TM001": mark("TM001")}), text({"TM001": mark("TM001", "wrong")})
    found = run(
        """const { cohort: all, refused } = cohort.added(cohort.empty(), given.map((one, at) => file(one, `${at}.json`)), data);
          return [namesOf(all), refused.map(({ label, reason }) => label + reason)];""",
        [one, two, "\ufeff" + one, text(), text()],
    )
    # Two who have done nothing are two.
    assert found == [
        ["学员 1", "学员 2", "学员 3", "学员 4"],
        ["2.json和“学员 1”的文件一模一样，没有再加"],
    ]


NAMES = [
    ("张三", "张三"),
    ("  张　三\t", "张 三"),
    ("", "学员 1"),
    (" \u200b\u202e ", "学员 1"),
    ("学员 2", "学员 2（2）"),
    ("学员 1", "学员 1"),
    ("a\u202eb\u0000c", "a b c"),
    ("长" * 50, "长" * 30),
    ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ("\U0001f600" * 31, "\U0001f600" * 30),
]


def test_names() -> None:
    found = run(
        "return given[1].map((typed) => namesOf(cohort.renamed(group(...given[0]), 1, typed)));",
        [[text(), text()], [typed for typed, _ in NAMES]],
    )
    assert found == [[name, "学员 2"] for _, name in NAMES]


def test_files_give_their_names_and_two_of_one_name_differ() -> None:
    found = run(
        """const read = ['张三.json', '李四.JSON', '张三.json', '.json'].map((label) => file(given, label));
          return namesOf(cohort.namedByFiles(cohort.added(cohort.empty(), read, data).cohort));""",
        text(),
    )
    assert found == ["张三", "李四", "张三（2）", "学员 4"]


def test_files_of_one_person_are_merged_or_replaced_and_what_was_before_stays() -> None:
    early = text({"TM001": mark("TM001"), "TM002": mark("TM002")}, exams=[exam("2026-03-01", 1)])
    late = text(
        {"TM001": mark("TM001", "wrong", seen=2, right=1, day="2026-03-05")},
        exams=[exam("2026-03-05", 4)],
        steps={"new": [0]},
    )
    found = run(
        """const before = group(given.early, given.late);
          const as = (one) => [namesOf(one), one.members.map((member) => {
            const record = cohort.recordOf(member);
            return [Object.fromEntries([...record.marks].map(([id, { last }]) => [id, last])), record.exams.length, [...record.steps.keys()]];
          })];
          return [as(cohort.merged(before, 2, 1)), as(cohort.merged(before, 1, 2)), as(cohort.replaced(before, 2, 1)),
            as(cohort.removed(before, 1)), as(cohort.merged(before, 1, 1))[0], as(cohort.merged(before, 9, 1))[0], as(before)];""",
        {"early": early, "late": late},
    )
    first = [{"TM001": "right", "TM002": "right"}, 1, []]
    second = [{"TM001": "wrong"}, 1, ["new"]]
    both = [{"TM001": "wrong", "TM002": "right"}, 2, ["new"]]
    unchanged = ["学员 1", "学员 2"]
    assert found == [
        [["学员 1"], [both]],
        [["学员 2"], [both]],
        [["学员 1"], [second]],
        [["学员 2"], [second]],
        unchanged,
        unchanged,
        [unchanged, [first, second]],
    ]


def test_there_is_an_end_to_how_many_there_may_be() -> None:
    found = run(
        """const { cohort: all, refused } = cohort.added(cohort.empty(), Array.from({ length: 201 }, () => file(given)), data);
          return [all.members.length, refused.map(({ reason }) => reason)];""",
        text(),
    )
    assert found == [200, ["已经有 200 人，不能再加"]]


# --- the tables ----------------------------------------------------------------------------------

TABLES = (
    *("next", "people", "entries", "topics", "undone"),
    *("unanswered", "doubts", "items", "exams", "sittings"),
)


def tables_of(names: list[str], *texts: str) -> Any:
    """Every table, as rows of texts, from its CSV."""
    found = run(
        """const all = statistics.found(data, group(...given.texts).members.map(cohort.recordOf), false);
          return Object.fromEntries(Object.entries(tables.all(data, given.names, all)).map(([name, table]) => [name, tables.csv(table)]));""",
        {"names": names, "texts": texts},
    )
    assert tuple(found) == TABLES
    for content in found.values():
        assert content.startswith("\ufeff")
        assert not re.search(r"[^\r]\n", content)
    return {name: list(csv.reader(io.StringIO(content[1:]))) for name, content in found.items()}


def test_the_tables_say_what_was_found() -> None:
    known = mark("TM003", seen=3, right=3, box=3)
    one = text(
        {
            "TM001": mark("TM001", "wrong"),
            "TM003": known,
            "TM007": {**known, "revision": "00000007"},
        },
        exams=[exam("2026-03-02", 4), exam("2026-03-01", 3)],
        steps={"new": [0, 1, 2], "old": [1]},
    )
    two = text({"TM001": mark("TM001"), "TM004": mark("TM004", revision="ffffffff")}, edition="1")
    found = tables_of(["甲", "乙"], one, two)

    assert found["next"][1:] == [["JC001", "要点", "要点1", "50%", "2 次里对 1 次", "1 人：甲"]]
    assert found["people"][1:] == [
        ["甲", "3 题", "67%", "1 条", "100 分", "—", "—", "2026-03-02"],
        ["乙", "1 题", "100%", "0 条", "没有考过", "1 题", "—", "2026-03-01"],
    ]
    assert found["entries"][0] == ["编号", "种类", "条目", "会了", "甲", "乙"]
    assert found["entries"][1][3:] == ["0 人", "■□□□ 有错", "■■□□ 刚练"]
    assert found["entries"][3][3:] == ["1 人", "■■■■ 都会", "□□□□ 没练"]
    assert found["topics"] == [
        ["部分", "试题", "全组", "甲", "乙"],
        ["第一部分", "4 道", "67%", "50%（2 题）", "100%（1 题）"],
        ["第二部分", "4 道", "100%", "100%（1 题）", "没练"],
    ]
    assert found["undone"][1:] == [
        ["甲", "5 题", "3 条", "—", "考过 2 次", "做完了", "做了 1 步，共 2 步"],
        ["乙", "7 题", "4 条", "第二部分", "没有考过", "没有开始", "没有开始"],
    ]
    assert ["乙", "TM004", "题004", "第二部分", "题目已改，要重新答"] in found["unanswered"]
    assert ["甲", "TM004", "题004", "第二部分", ""] in found["unanswered"]
    assert found["doubts"][1:] == []
    assert found["items"][1] == ["TM001", "题001", "单选", "2 人", "50%", "1 人", "人数太少", "—"]
    assert found["items"][4] == ["TM004", "题004", "单选", "0 人", "—", "—", "人数太少", "1 人"]
    assert found["exams"][1:] == [
        ["甲", "2 次", "75 分 ✗ 不合格", "100 分 ✓ 合格", "100 分", "1 次", "高了 25 分"],
        ["乙", "没有考过", "—", "—", "—", "—", "—"],
    ]
    assert found["sittings"][1:] == [
        ["甲", "2026-03-01", "75 分", "✗ 不合格", "3 题", "4 题", "1 分钟"],
        ["甲", "2026-03-02", "100 分", "✓ 合格", "4 题", "4 题", "1 分钟"],
    ]


def test_a_negative_discrimination_is_told_and_no_spreadsheet_calculates_it() -> None:
    ids = [f"TM{n:03}" for n in range(1, 8)]
    texts = []
    for at in range(10):
        able = at % 2 == 0
        own = {id: mark(id, "right" if able else "wrong") for id in ids[1:]}
        own["TM001"] = mark("TM001", "wrong" if able else "right")
        own["TM002"] = mark("TM002", day=f"2026-03-{at + 1:02}")
        texts.append(text(own))
    found = tables_of([f"人{at}" for at in range(10)], *texts)

    rows = {row[0]: row for row in found["doubts"][1:]}
    assert set(rows) == {"TM001", "TM002"}
    assert rows["TM001"][5] == "−1.00"
    assert rows["TM001"][6].startswith("区分度是负的")
    assert rows["TM002"][5] == "答得都一样"
    assert rows["TM002"][6].startswith("从来没有人答错")


def test_no_cell_is_a_formula_and_none_is_taken_for_a_day() -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", 'a"b', "甲,乙", "\t=1"]
    found = tables_of(names, *[text(steps={"p": [at]}) for at in range(len(names))])
    assert [row[0] for row in found["people"][1:]] == [
        *("'=1+1", "'+1", "'-1", "'@SUM(A1)", "'＝1", 'a"b', "甲,乙", "'\t=1"),
    ]
    cells = [cell for rows in found.values() for row in rows for cell in row]
    assert [cell for cell in cells if re.match(r"\s*[=+\-@＝＋－＠]", cell)] == []
    assert [cell for cell in cells if re.fullmatch(r"\d+\s*[/-]\s*\d+", cell)] == []


def test_a_wide_table_goes_on_paper_in_pieces() -> None:
    found = run(
        """const wide = { head: ['编号', '会了', ...'一二三四五'], rows: [['a', 'b', 1, 2, 3, 4, 5]], people: 2 };
          const cut = (table, most) => tables.pieces(table, most).map(({ head, rows }) => [head.join(''), rows[0].join('')]);
          return [cut(wide, 2), cut(wide, 5), cut({ ...wide, people: 7 }, 2)];"""
    )
    assert found == [
        [["编号会了一二", "ab12"], ["编号会了三四", "ab34"], ["编号会了五", "ab5"]],
        [["编号会了一二三四五", "ab12345"]],
        [["编号会了一二三四五", "ab12345"]],
    ]


# --- the page ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def catalog(real: Checked) -> Catalog:
    assert real.catalog is not None
    return real.catalog


def test_the_page_knows_questions_by_their_titles_alone(catalog: Catalog) -> None:
    data, page = results_data(catalog), results_page(catalog)
    questions = questions_of(catalog)
    titles = {entry["title"] for entry in data["entries"].values()}
    shown = {one["id"] for one in data["questions"]}
    assert shown == {q.entry.id for q in questions if not q.is_for_exams}
    for one in questions:
        first = one.stem.split("\n")[0]
        assert len(first) < 12 or first not in page, one.entry.id
        texts = [item.text for item in one.items if len(item.text) > 12]
        named = [words for words in texts if not any(words in title for title in titles)]
        assert [words for words in named if words in page] == [], one.entry.id
    tested = {id for one in data["questions"] for id in one["tests"]}
    assert set(data["entries"]) == tested
    assert {one["kind"] for one in data["entries"].values()} == set(data["kinds"])


def test_the_page_is_one_file_with_a_policy_and_always_the_same(catalog: Catalog) -> None:
    page = results_page(catalog)
    assert page == results_page(catalog)
    assert page.index("Content-Security-Policy") < page.index("<title>")
    assert "connect-src 'none'" in page
    assert re.findall(r'(?:src|href)="(?!data:,|#)[^"]*"', page) == []
    assert re.findall(r"\s(?:on\w+|style)=", page.partition("<script")[0]) == []


def test_the_command_writes_it_outside_of_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["results"]) == 1
    assert capsys.readouterr().err == (
        "这本手册没有练习题，也就没有训练结果可看：先在 handbook.yml 里给一个种类写上"
        " questions: true，再写试题（见 CONTRIBUTING.md）\n"
    )
    assert not (tmp_path / "dist").exists()


def test_what_cannot_be_written_leaves_the_old_page(
    real: Checked,
    catalog: Catalog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("handbook.__main__.check_project", lambda _: real)
    assert main(["results"]) == 0
    assert capsys.readouterr().out == "已生成：\n  dist/trainer/results.html\n"
    made = tmp_path / "dist" / "trainer" / "results.html"
    assert made.read_text(encoding="utf-8") == results_page(catalog)
    made.unlink()
    made.parent.rmdir()
    made.parent.write_text("a file where the folder should be", encoding="utf-8")
    assert main(["results"]) == 1
    assert capsys.readouterr().err.endswith("，原来的没有动。\n")
    assert made.parent.is_file()
