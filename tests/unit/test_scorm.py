"""The package for an LMS: its manifest, what its scripts keep, and what they say to the platform.

The scripts run in node as they ship. The whole of it in a browser, with a runtime that others wrote:
tests/browser/test_scorm.py.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from handbook.catalog import Catalog
from handbook.learning import LearningError
from handbook.learning.scorm import Part, Wanted, scorm_package
from handbook.project import Checked
from handbook.trainer import trainer_data

from tests.mkdocs_project import REPOSITORY, run
from tests.unit.test_questions import MATCH, checked_with
from tests.unit.test_trainer_scripts import DATA, GAPS, ONE_RIGHT, question

ASSETS = REPOSITORY / "overrides" / "assets"
# Those that touch no page.
PURE = ("trainer/chance", "trainer/scoring", "trainer/schedule", "trainer/exam", "scorm/api", "scorm/packing", "scorm/session")  # fmt: skip
DATE = 1_764_300_000
IMSCP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADLCP = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"

_PREAMBLE = """
const { chance, scoring, schedule, exam: exams } = globalThis.trainer;
const { api: search, packing: { LIMIT, LONGEST_GAP, empty, createPacking }, session: { createSession, interactionOf, timeSpan } } = globalThis.scorm;
const asked = new Map(data.questions.map((question) => [question.id, question]));
const packing = createPacking(data);
const next = chance.random(11);
const below = (count) => Math.floor(next() * count);
const plain = (record) => ({ ...record, marks: [...record.marks], steps: [...record.steps] });
const same = (a, b) => JSON.stringify(plain(a)) === JSON.stringify(plain(b));
const anyAnswer = (question) => {
  const places = question.items.map((_, place) => place);
  if (question.form === 'gaps') return places.map(() => '字“a b'.repeat(9).slice(0, below(LONGEST_GAP + 1)));
  if (question.form === 'match') return places.map(() => below(places.length + 1) - 1);
  if (question.form === 'order') return below(2) ? chance.shuffled(places, next) : [];
  if (question.form === 'multiple') return places.filter(() => below(2));
  return below(4) ? [below(places.length)] : [];
};
const anyExam = (count = data.exam.questions) => {
  let state = exams.started(data, below(2 ** 32), schedule.later('2026-03-01', below(900)), below(2) === 1);
  for (const id of state.questions) if (below(5)) state = exams.answeredIn(state, id, anyAnswer(asked.get(id)));
  return { ...state, seconds: below(state.limit) };
};
const anyMarks = () => {
  const marks = new Map();
  for (const question of data.questions.filter(() => below(4))) {
    for (let times = 1 + below(8), day = schedule.later('2026-01-01', below(700)); times > 0; times -= 1, day = schedule.later(day, below(40))) {
      marks.set(question.id, schedule.answered(marks.get(question.id), question, below(3) > 0, day, data.intervals));
    }
  }
  return marks;
};
// An LMS that remembers what it was told, and can be told to refuse.
class FakeLms {
  constructor(values = {}, refused = []) {
    this.values = { 'cmi.core.lesson_status': 'not attempted', 'cmi.core.lesson_mode': 'normal', 'cmi.interactions._count': '0', ...values };
    this.refused = refused;
    this.calls = [];
    this.error = '0';
  }
  say(name, ...rest) {
    this.calls.push([name, ...rest].join(' '));
    const isRefused = this.refused.includes(name) || this.refused.includes(rest[0]);
    this.error = isRefused ? '405' : '0';
    return isRefused ? 'false' : 'true';
  }
  LMSInitialize() { return this.say('LMSInitialize'); }
  LMSFinish() { return this.say('LMSFinish'); }
  LMSCommit() { return this.say('LMSCommit'); }
  LMSGetValue(name) { return this.values[name] ?? ''; }
  LMSSetValue(name, value) {
    const answer = this.say('LMSSetValue', name, value);
    if (answer === 'true') this.values[name] = value;
    return answer;
  }
  LMSGetLastError() { return this.error; }
  LMSGetErrorString(code) { return code === '405' ? 'Incorrect Data Type' : ''; }
}
let now = 1000;
const clock = () => now;
const said = (lms) => lms.calls.splice(0).filter((call) => !call.includes('session_time'));
"""


def node(code: str, data: dict[str, Any] = DATA) -> Any:
    """What the JavaScript function body ``code`` returns, given ``data``."""
    loads = "".join(f"require({json.dumps(str(ASSETS / f'{name}.js'))});" for name in PURE)
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


def catalog_of(checked: Checked) -> Catalog:
    assert checked.catalog is not None
    return checked.catalog


@pytest.fixture(scope="module")
def catalog(real: Checked) -> Catalog:
    return catalog_of(real)


@pytest.fixture(scope="module")
def real_data(catalog: Catalog) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(trainer_data(catalog), ensure_ascii=False))
    return data


def files_in(package: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def data_in(package: bytes) -> dict[str, Any]:
    html = files_in(package)["index.html"]
    found = re.search(r"<script type=\"application/json\" data-trainer>(.*?)</script>", html, re.S)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


# --- the package ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("part", "score"), [(Part.EXAM, "80"), (Part.PRACTICE, None)])
def test_the_manifest_says_what_an_lms_asks(
    catalog: Catalog, part: Part, score: str | None
) -> None:
    files = files_in(scorm_package(catalog, Wanted(part), DATE))
    assert list(files) == ["imsmanifest.xml", "index.html"]
    root = ElementTree.fromstring(files["imsmanifest.xml"])
    assert root.tag == f"{IMSCP}manifest"
    metadata = root.find(f"{IMSCP}metadata")
    assert metadata is not None
    assert [(e.tag.removeprefix(IMSCP), e.text) for e in metadata] == [
        ("schema", "ADL SCORM"),
        ("schemaversion", "1.2"),
    ]
    organizations = root.find(f"{IMSCP}organizations")
    assert organizations is not None
    (organization,) = organizations
    assert organizations.get("default") == organization.get("identifier")
    assert organization.findtext(f"{IMSCP}title") == "政治巡察工作手册（试编第一版）"
    (item,) = organization.findall(f"{IMSCP}item")
    name = "模拟考试" if part is Part.EXAM else "练习"
    assert item.findtext(f"{IMSCP}title") == f"政治巡察工作手册：{name}"
    assert item.findtext(f"{ADLCP}masteryscore") == score
    (resource,) = root.findall(f"{IMSCP}resources/{IMSCP}resource")
    assert item.get("identifierref") == resource.get("identifier")
    assert resource.get("type") == "webcontent"
    assert resource.get(f"{ADLCP}scormtype") == "sco"
    assert resource.get("href") == "index.html"
    assert [file.get("href") for file in resource] == ["index.html"]
    ids = [e.get("identifier") for e in root.iter() if e.get("identifier")]
    assert len(set(ids)) == len(ids) == 4
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", str(id)) for id in ids)


def test_the_same_source_gives_the_same_bytes_and_ids(catalog: Catalog) -> None:
    first = scorm_package(catalog, Wanted(), DATE)
    assert scorm_package(catalog, Wanted(), DATE) == first
    later = scorm_package(catalog, Wanted(questions=10), DATE + 90)
    assert files_in(later)["imsmanifest.xml"] == files_in(first)["imsmanifest.xml"]
    practice = scorm_package(catalog, Wanted(Part.PRACTICE), DATE)
    assert files_in(practice)["imsmanifest.xml"] != files_in(first)["imsmanifest.xml"]


@pytest.mark.parametrize(
    ("wanted", "exam", "handbook"),
    [
        (Wanted(), {"questions": 20, "minutes": 30, "pass": 80, "reference": False}, ""),
        (Wanted(questions=7), {"questions": 7, "minutes": 10, "pass": 80, "reference": False}, ""),
        (
            Wanted(questions=281, with_reference=True, handbook="https://example.cn/sc"),
            {"questions": 281, "minutes": 422, "pass": 80, "reference": True},
            "https://example.cn/sc/",
        ),
    ],
)
def test_the_page_knows_what_was_wanted(
    catalog: Catalog, wanted: Wanted, exam: dict[str, Any], handbook: str
) -> None:
    data = data_in(scorm_package(catalog, wanted, DATE))
    assert (data["exam"], data["handbook"], data["part"]) == (exam, handbook, "exam")
    assert len(data["questions"]) == 281
    assert data["paths"] == []


def test_the_page_asks_nothing_of_other_hosts_and_runs_only_its_own(catalog: Catalog) -> None:
    html = files_in(scorm_package(catalog, Wanted(with_reference=True), DATE))["index.html"]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert not re.findall(r"(?:src|href)=\"(?!#|data:,)[^\"]*\"", html.split("data-trainer")[0])
    assert "考题里有考参考条文的，参考条文不是正式规定" in html
    assert "不是正式规定，不能据以认定违纪或者追究责任" in html


REFUSED = [
    (Wanted(questions=0), "一场考 0 题，做不出来：能考的有 210 题。用 QUESTIONS=题数 写 1 到 210。"),
    (Wanted(questions=211), "一场考 211 题，做不出来：能考的有 210 题。用 QUESTIONS=题数 写 1 到 210。"),
    (Wanted(questions=282, with_reference=True), "一场考 282 题，做不出来：能考的有 281 题。用 QUESTIONS=题数 写 1 到 281。"),
    (Wanted(handbook="example.cn"), "手册的网址“example.cn”不对：用 SITE_URL= 写 http:// 或 https:// 开头的网址，没有网站就不写。"),
    (Wanted(handbook="https://example.cn/?a"), "手册的网址“https://example.cn/?a”不对：用 SITE_URL= 写 http:// 或 https:// 开头的网址，没有网站就不写。"),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "message"), REFUSED)
def test_what_cannot_be_made_says_why(catalog: Catalog, wanted: Wanted, message: str) -> None:
    with pytest.raises(LearningError) as caught:
        scorm_package(catalog, wanted, DATE)
    assert str(caught.value) == message


def test_without_questions_nothing_is_made(tmp_path: Path) -> None:
    page = f"---\ntitle: 试题：仓库\n---\n\n# 试题：仓库\n\n{MATCH}"
    with pytest.raises(LearningError) as caught:
        scorm_package(catalog_of(checked_with(tmp_path, page)), Wanted(), DATE)
    assert str(caught.value) == "没有可以练的试题，做不出 SCORM 包：试题写在 docs/ 里试题的页上，见 CONTRIBUTING.md 的 Questions。"  # fmt: skip


def test_a_title_with_signs_of_xml_makes_a_whole_manifest(tmp_path: Path) -> None:
    from tests.unit.test_questions import QUESTION_SETTINGS

    settings = QUESTION_SETTINGS.replace("title: 仓库手册", 'title: "仓库<甲> & 乙"')
    checked = checked_with(tmp_path, settings=settings)
    manifest = files_in(scorm_package(catalog_of(checked), Wanted(questions=1), DATE))
    root = ElementTree.fromstring(manifest["imsmanifest.xml"])
    assert root.findtext(f".//{IMSCP}item/{IMSCP}title") == "仓库<甲> & 乙：模拟考试"


COMMANDS = [
    ((), 0, "已生成：\n  dist/trainer/handbook-exam-scorm12.zip\n"),
    (("--practice",), 0, "已生成：\n  dist/trainer/handbook-practice-scorm12.zip\n"),
    (("--questions", "1", "--with-reference", "--site", "http://a.cn"), 0, "已生成：\n  dist/trainer/handbook-exam-scorm12.zip\n"),
    (("--questions", ""), 0, "已生成：\n  dist/trainer/handbook-exam-scorm12.zip\n"),
    (("--questions", "十"), 1, "QUESTIONS=十 不是题数：写一个整数，例如 QUESTIONS=20。\n"),
    (("--questions", "3"), 1, "一场考 3 题，做不出来：能考的有 2 题。用 QUESTIONS=题数 写 1 到 2。\n"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "code", "told"), COMMANDS)
def test_the_command(tmp_path: Path, options: tuple[str, ...], code: int, told: str) -> None:
    checked_with(tmp_path)
    result = run(tmp_path, "python", "-m", "handbook", "scorm", *options)
    assert (result.returncode, result.stdout + result.stderr) == (code, told)
    assert (tmp_path / "dist").exists() == (code == 0)


def test_the_command_is_in_make_and_in_both_read_mes() -> None:
    assert re.search(r"^scorm: \$\(build\) ## ", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)  # fmt: skip
    for name in ("README.md", "README.zh-CN.md"):
        assert "`make scorm`" in (REPOSITORY / name).read_text(encoding="utf-8")


# --- what is kept --------------------------------------------------------------------------------


def test_whatever_is_kept_is_read_back(real_data: dict[str, Any]) -> None:
    assert node(
        """
      for (let round = 0; round < 60; round += 1) {
        const exam = below(4) ? anyExam() : null;
        const past = Array.from({ length: below(4) }, () => exams.result(data, anyExam()));
        const record = { ...empty(), marks: anyMarks(), exam, exams: past };
        const at = exam ? below(exam.questions.length) : 0;
        const { text, isWhole } = packing.pack(record, at);
        const read = packing.unpack(text);
        if (!isWhole || read.reason || read.at !== at || !same(read.record, record)) return [round, text.length, isWhole, read.reason, plain(read.record), plain(record)];
        if (!/^[\\w.-]+$/.test(text)) return ['signs', text];
      }
      return 'ok';
    """,
        real_data,
    ) == "ok"  # fmt: skip


LARGEST = """
  const fullest = (question) => {
    const places = question.items.map((_, place) => place);
    if (question.form === 'gaps') return places.map(() => '\\uffff'.repeat(LONGEST_GAP));
    if (question.form === 'multiple') return places;
    return question.form === 'order' || question.form === 'match' ? [...places].reverse() : [places.length - 1];
  };
  const full = () => {
    let state = exams.started(data, 2 ** 32 - 1 - below(1000), '2149-06-06', true);
    for (const id of state.questions) state = exams.answeredIn(state, id, fullest(asked.get(id)));
    return { ...state, seconds: state.limit, changes: 4095 };
  };
  const marks = new Map(data.questions.map((question, at) => [question.id, { revision: question.revision, seen: 31, right: 31, box: 4, due: schedule.later(schedule.later('2144-01-01', (at * 7) % 2048), 14), last: 'right', day: schedule.later('2144-01-01', (at * 7) % 2048) }]));
  const record = { ...empty(), marks, exam: full(), exams: Array.from({ length: 15 }, () => exams.result(data, full())) };
  const { text, isWhole } = packing.pack(record, record.exam.questions.length - 1);
  const read = packing.unpack(text);
  return {
    asked: record.exam.questions.length, length: text.length, isWhole, at: read.at, past: read.record.exams.length,
    isSame: same({ ...read.record, exams: [] }, { ...record, exams: [] }),
    isLatest: JSON.stringify(read.record.exams) === JSON.stringify(read.record.exams.length ? record.exams.slice(-read.record.exams.length) : []),
  };
"""


def test_the_largest_state_of_the_whole_bank_fits(real_data: dict[str, Any]) -> None:
    """Every question practised, all of them in one exam, each answer as long as the page lets it be."""
    every = len(real_data["questions"])
    found = node(LARGEST, {**real_data, "exam": {"questions": every, "minutes": 422, "pass": 80}})
    assert found["asked"] == every
    assert 3500 < found["length"] <= 4096
    assert found["isWhole"]
    assert found["isSame"]
    assert found["at"] == every - 1
    assert found["isLatest"]


def test_of_the_usual_exam_fifteen_are_remembered_besides(real_data: dict[str, Any]) -> None:
    found = node(LARGEST, real_data)
    assert found["asked"] == 20
    assert found["length"] <= 4096
    assert (found["isWhole"], found["isSame"], found["isLatest"]) == (True, True, True)
    assert found["past"] == 15


def test_where_there_is_no_room_the_exam_that_goes_on_is_kept() -> None:
    many = [question(f"TM{n:03}", "gaps", GAPS * 3, tests=[f"JC{n:03}"]) for n in range(1, 41)]
    many += [
        question(f"TM{n:03}", "single", ONE_RIGHT, tests=[f"JC{n:03}"]) for n in range(41, 900)
    ]
    data = {**DATA, "questions": many, "exam": {"questions": 300, "minutes": 60, "pass": 75}}
    found = node(
        """
      let state = exams.started(data, 5, '2026-03-01', true);
      for (const id of state.questions) state = exams.answeredIn(state, id, scoring.rightAnswer(asked.get(id)));
      const marks = new Map(data.questions.map((question) => [question.id, schedule.answered(undefined, question, true, '2026-03-01', data.intervals)]));
      const { text, isWhole } = packing.pack({ ...empty(), marks, exam: state }, 3);
      const { record, at } = packing.unpack(text);
      return [text.length <= LIMIT, isWhole, record.marks.size, at, JSON.stringify(record.exam) === JSON.stringify(state)];
    """,
        data,
    )
    assert found == [True, False, 0, 3, True]


def test_counts_that_are_too_large_keep_their_sense() -> None:
    found = node("""
      const at = (seen, right, box) => {
        const mark = { revision: '00000001', seen, right, box, due: box ? '2026-03-15' : '2026-03-01', last: box ? 'right' : 'wrong', day: '2026-03-01' };
        return packing.unpack(packing.pack({ ...empty(), marks: new Map([['TM001', mark]]) }, 0).text).record.marks.get('TM001');
      };
      return [at(31, 31, 4), at(32, 32, 4), at(500, 500, 4), at(500, 499, 4), at(500, 3, 0)].map(({ seen, right, last }) => [seen, right, last]);
    """)
    assert found == [[31, 31, "right"], [31, 31, "right"], [31, 31, "right"], [31, 30, "right"], [31, 3, "wrong"]]  # fmt: skip


def test_practice_of_many_years_keeps_the_last_five() -> None:
    found = node("""
      const mark = (day) => ({ revision: '', seen: 1, right: 0, box: 0, due: day, last: 'wrong', day });
      const marks = new Map([['TM001', mark('2001-01-01')], ['TM002', mark('2026-03-01')], ['TM003', mark('2021-01-01')]]);
      const read = packing.unpack(packing.pack({ ...empty(), marks }, 0).text).record.marks;
      return [...read.values()].map(({ day }) => day);
    """)
    assert found == ["2020-07-23", "2026-03-01", "2021-01-01"]


STRANGE = ["x", "1", "1.", "2.abc.AAAA", "1.abc", "{}", "null", "<b>", "1.ABC.AAAA", "政治"]


def test_what_is_not_ours_is_not_read_and_says_so() -> None:
    found = node(f"""
      const good = packing.pack({{ ...empty(), exam: anyExam() }}, 1).text;
      const other = createPacking({{ ...data, exam: {{ ...data.exam, questions: 3 }} }}).pack(empty(), 0).text;
      const head = good.slice(0, good.lastIndexOf('.') + 1);
      const words = createPacking({{ ...data, questions: data.questions.map((question) => ({{ ...question, revision: 'ffffffff' }})) }}).pack(empty(), 0).text;
      return {{
        nothing: packing.unpack('').reason,
        strange: {json.dumps(STRANGE)}.map((text) => packing.unpack(text).reason),
        other: [other, words].map((text) => packing.unpack(text).reason),
        cut: [packing.unpack(head), packing.unpack(`${{head}}A!AA`), packing.unpack(good.slice(0, head.length + 8))].map(({{ reason }}) => reason),
      }};
    """)
    assert found["nothing"] == "nothing"
    assert found["strange"] == ["strange"] * len(STRANGE)
    assert found["other"] == ["other", "other"]
    assert found["cut"] == ["strange", "strange", "strange"]


def test_no_text_at_all_breaks_the_reading(real_data: dict[str, Any]) -> None:
    found = node(
        """
      const head = packing.pack(empty(), 0).text.split('.').slice(0, 2).join('.');
      const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const reasons = new Set();
      for (let round = 0; round < 300; round += 1) {
        const text = Array.from({ length: below(400) }, () => signs[below(64)]).join('');
        const { record, reason } = packing.unpack(`${head}.${text}`);
        reasons.add(reason);
        if (reason) continue;
        const { exam } = record;
        if (exam && Object.entries(exam.answers).some(([id, answer]) => !scoring.fits(asked.get(id), answer))) return ['unfit', text];
        if ([...record.marks.values()].some(({ box, seen, right }) => box > data.intervals.length || right > seen)) return ['mark', text];
      }
      return [...reasons].sort();
    """,
        real_data,
    )
    assert found in (["", "strange"], ["strange"])


# --- the talk with the platform ---------------------------------------------------------------------


def test_the_interface_is_found_above_and_behind() -> None:
    assert node("""
      const API = { name: 'lms' };
      const frame = (parent, more = {}) => { const made = { ...more }; made.parent = parent || made; return made; };
      const closed = () => { const made = {}; for (const name of ['API', 'parent', 'opener']) Object.defineProperty(made, name, { get() { throw new DOMException('no', 'SecurityError'); } }); return made; };
      const top = frame(null, { API });
      const bare = frame(null);
      const endless = {}; endless.parent = { parent: endless };
      return [
        top, frame(top), frame(frame(frame(top))), frame(null, { opener: top }), frame(null, { opener: frame(frame(top)) }),
        frame(frame(null, { opener: top })), frame(bare, { opener: bare }), bare, endless, closed(), frame(closed()), frame(closed(), { opener: top }),
      ].map((start) => search.find(start) === API);
    """) == [*[True] * 6, *[False] * 5, True]  # fmt: skip


def test_a_visit_from_its_beginning_to_its_end() -> None:
    found = node("""
      const lms = new FakeLms({ 'cmi.suspend_data': 'kept', 'cmi.student_data.mastery_score': '65' });
      const session = createSession(lms, clock);
      const begin = [session.standing(), session.suspended(), session.known(), said(lms)];
      now += 12_340;
      session.save('state 1', 'exam:1');
      session.save('state 1', 'exam:2');
      const soon = said(lms);
      now += 30_000;
      session.save('state 2', 'exam:2');
      const later = said(lms);
      const failed = [session.report(40, false, []), session.known().status, said(lms)];
      const passed = [session.report(90, true, []), session.known().status, said(lms)];
      const worse = [session.report(50, false, []), session.known(), said(lms)];
      now += 3_600_000;
      const end = [session.finish(), session.finish(), said(lms), lms.values['cmi.core.session_time'], lms.values['cmi.core.exit']];
      session.save('state 3', 'exam:3');
      return { begin, soon, later, failed, passed, worse, end, after: said(lms) };
    """)
    assert found["begin"] == [
        "normal",
        "kept",
        {"status": "incomplete", "score": None, "pass": 65},
        [
            "LMSInitialize",
            "LMSSetValue cmi.core.lesson_status incomplete",
            "LMSSetValue cmi.core.exit suspend",
            "LMSCommit",
        ],
    ]
    assert found["soon"] == [
        "LMSSetValue cmi.suspend_data state 1",
        "LMSSetValue cmi.core.lesson_location exam:1",
        "LMSSetValue cmi.core.lesson_location exam:2",
    ]
    assert found["later"] == ["LMSSetValue cmi.suspend_data state 2", "LMSCommit"]
    assert found["failed"] == [
        {"isTaken": True, "best": 40, "isPassed": False},
        "failed",
        [
            "LMSSetValue cmi.core.score.min 0",
            "LMSSetValue cmi.core.score.max 100",
            "LMSSetValue cmi.core.score.raw 40",
            "LMSSetValue cmi.core.lesson_status failed",
            "LMSCommit",
        ],
    ]
    assert found["passed"] == [
        {"isTaken": True, "best": 90, "isPassed": True},
        "passed",
        [
            "LMSSetValue cmi.core.score.raw 90",
            "LMSSetValue cmi.core.lesson_status passed",
            "LMSCommit",
        ],
    ]
    assert found["worse"] == [
        {"isTaken": True, "best": 90, "isPassed": True},
        {"status": "passed", "score": 90, "pass": 65},
        ["LMSCommit"],
    ]
    assert found["end"] == [True, False, ["LMSCommit", "LMSFinish"], "01:00:42.34", "suspend"]
    assert found["after"] == []


# What the LMS is, and: the standing, whether a score was taken, what the LMS was told at all.
STANDINGS: list[tuple[str, list[Any]]] = [
    ("null", ["none", False, None]),
    ("new FakeLms({}, ['LMSInitialize'])", ["refused", False, ["LMSInitialize"]]),
    ("new FakeLms({ 'cmi.core.lesson_mode': 'review', 'cmi.core.lesson_status': 'passed' })", ["review", False, ["LMSInitialize", "LMSFinish"]]),
    ("new FakeLms({ 'cmi.core.lesson_mode': 'browse' })", ["browse", False, ["LMSInitialize", "LMSSetValue cmi.core.lesson_status browsed", "LMSSetValue cmi.core.exit suspend", "LMSCommit", "LMSSetValue cmi.suspend_data a", "LMSSetValue cmi.core.lesson_location b", "LMSCommit", "LMSFinish"]]),
    ("new FakeLms({ 'cmi.core.lesson_mode': '' , 'cmi.core.lesson_status': '' })", ["normal", True, ["LMSInitialize", "LMSSetValue cmi.core.lesson_status incomplete", "LMSSetValue cmi.core.exit suspend", "LMSCommit", "LMSSetValue cmi.core.score.min 0", "LMSSetValue cmi.core.score.max 100", "LMSSetValue cmi.core.score.raw 90", "LMSSetValue cmi.core.lesson_status passed", "LMSCommit", "LMSSetValue cmi.suspend_data a", "LMSSetValue cmi.core.lesson_location b", "LMSCommit", "LMSFinish"]]),
]  # fmt: skip


@pytest.mark.parametrize(("lms", "expected"), STANDINGS)
def test_what_is_said_depends_on_what_the_lms_is(lms: str, expected: list[Any]) -> None:
    assert node(f"""
      const lms = {lms};
      const session = createSession(lms, clock);
      const {{ isTaken }} = session.report(90, true, []);
      session.save('a', 'b');
      session.finish();
      return [session.standing(), isTaken, lms && said(lms)];
    """) == expected  # fmt: skip


def test_what_the_lms_does_not_take_is_told_and_sent_again() -> None:
    found = node("""
      const lms = new FakeLms({}, ['cmi.core.score.raw']);
      const session = createSession(lms, clock);
      const first = [session.report(85, true, []), session.trouble(), session.known().score];
      lms.refused = ['LMSCommit'];
      const second = [session.report(85, true, []), session.trouble()];
      lms.refused = [];
      const third = [session.report(85, true, []), session.trouble(), session.known()];
      const broken = createSession({ ...Object.fromEntries(['LMSGetValue', 'LMSSetValue', 'LMSCommit', 'LMSFinish', 'LMSGetLastError', 'LMSGetErrorString'].map((name) => [name, () => { throw new Error('gone'); }])), LMSInitialize: () => true }, clock);
      return { first, second, third, broken: [broken.standing(), broken.report(50, false, []).isTaken, broken.trouble(), broken.finish()] };
    """)
    trouble = {"call": "cmi.core.score.raw", "code": "405", "words": "Incorrect Data Type"}
    assert found["first"] == [{"isTaken": False, "best": 85, "isPassed": True}, trouble, None]
    assert found["second"][0]["isTaken"] is False
    assert found["second"][1]["call"] == "LMSCommit"
    assert found["third"] == [
        {"isTaken": True, "best": 85, "isPassed": True},
        None,
        {"status": "passed", "score": 85, "pass": None},
    ]
    assert found["broken"][:2] == ["normal", False]
    assert found["broken"][2]["words"] == "gone"
    assert found["broken"][3] is False


def test_a_score_of_the_last_visit_is_only_bettered() -> None:
    found = node("""
      const visit = (values, score, isPassed) => {
        const session = createSession(new FakeLms(values), clock);
        return [session.report(score, isPassed, []), session.known().status];
      };
      const before = { 'cmi.core.lesson_status': 'passed', 'cmi.core.score.raw': '90.5' };
      const failed = { 'cmi.core.lesson_status': 'failed', 'cmi.core.score.raw': '70' };
      return [visit(before, 40, false), visit(before, 95, true), visit(failed, 60, false), visit(failed, 80, true)];
    """)
    assert found == [
        [{"isTaken": True, "best": 90.5, "isPassed": True}, "passed"],
        [{"isTaken": True, "best": 95, "isPassed": True}, "passed"],
        [{"isTaken": True, "best": 70, "isPassed": False}, "failed"],
        [{"isTaken": True, "best": 80, "isPassed": True}, "passed"],
    ]


# A question, what was answered, and how SCORM says it: type, response, what is right, result.
INTERACTIONS: list[tuple[str, list[Any] | None, list[Any]]] = [
    ("TM001", [1], ["choice", "b", "b", True]),
    ("TM001", None, ["choice", "", "b", False]),
    ("TM002", [0], ["choice", "a", "b", False]),
    ("TM003", [1, 3], ["choice", "b,d", "b,d", True]),
    ("TM004", [2, 0, 1], ["sequencing", "c,a,b", "a,b,c", False]),
    ("TM004", [], ["sequencing", "", "a,b,c", False]),
    ("TM005", ["四个意识", ""], ["fill-in", "四个意识;", "四个“意识”;ＡＢ", False]),
    ("TM005", ["", ""], ["fill-in", "", "四个“意识”;ＡＢ", False]),
    ("TM006", [0, 2, -1], ["matching", "1.a,2.c", "1.a,2.b,3.c", False]),
]


def test_answers_are_told_as_scorm_says_them() -> None:
    found = node(f"""
      return {json.dumps([case[:2] for case in INTERACTIONS], ensure_ascii=False)}.map(([id, answer]) => {{
        const {{ type, response, pattern, isRight }} = interactionOf(asked.get(id), answer === null ? undefined : answer);
        return [type, response, pattern, isRight];
      }});
    """)
    assert found == [case[2] for case in INTERACTIONS]


def test_an_lms_need_not_take_the_single_answers() -> None:
    found = node("""
      const told = [{ id: 'TM001', type: 'choice', response: 'b', pattern: 'b', isRight: true }, { id: 'TM002', type: 'choice', response: '', pattern: 'a', isRight: false }];
      const visit = (values, refused) => {
        const lms = new FakeLms(values, refused);
        const session = createSession(lms, clock);
        const { isTaken } = session.report(50, false, told);
        return [isTaken, session.trouble(), said(lms).filter((call) => call.includes('interactions'))];
      };
      return [visit({ 'cmi.interactions._count': '3' }), visit({ 'cmi.interactions._count': '' }), visit({}, ['cmi.interactions.0.id'])];
    """)
    assert found == [
        [
            True,
            None,
            [
                "LMSSetValue cmi.interactions.3.id TM001",
                "LMSSetValue cmi.interactions.3.type choice",
                "LMSSetValue cmi.interactions.3.correct_responses.0.pattern b",
                "LMSSetValue cmi.interactions.3.student_response b",
                "LMSSetValue cmi.interactions.3.result correct",
                "LMSSetValue cmi.interactions.4.id TM002",
                "LMSSetValue cmi.interactions.4.type choice",
                "LMSSetValue cmi.interactions.4.correct_responses.0.pattern a",
                "LMSSetValue cmi.interactions.4.result wrong",
            ],
        ],
        [True, None, []],
        [True, None, ["LMSSetValue cmi.interactions.0.id TM001"]],
    ]


def test_time_is_told_as_scorm_says_it() -> None:
    assert node("return [0, 9, 10, 61_234, 3_599_999, 36_000_000, 4e11, -5].map(timeSpan);") == [
        *("00:00:00.00", "00:00:00.00", "00:00:00.01", "00:01:01.23"),
        *("00:59:59.99", "10:00:00.00", "9999:00:00.00", "00:00:00.00"),
    ]
