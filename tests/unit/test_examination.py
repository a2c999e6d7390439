"""Test papers: what may be asked for, the draw, what is printed, and the key."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from handbook.catalog import Catalog
from handbook.examination import PaperError
from handbook.examination.chance import never_in_order, shuffled, turned
from handbook.examination.choosing import drawn, pool_of, shares
from handbook.examination.documents import key_document, paper_document
from handbook.examination.making import make_papers
from handbook.examination.printing import key_html, paper_html
from handbook.examination.request import Request, request_of
from handbook.examination.sheets import Sheet, points_of, sheets
from handbook.model import Option, Training, Value
from handbook.project import Checked
from handbook.questions import Form, Question
from handbook.vocabulary import EXAM, USE

from tests.mkdocs_project import REPOSITORY
from tests.office_files import words_of
from tests.small_handbook import SETTINGS
from tests.unit.test_questions import checked_with

DATE = 1700000000
TRAINING = Training()


@pytest.fixture(scope="module")
def catalog(real: Checked) -> Catalog:
    assert real.catalog is not None
    return real.catalog


def asked_for(**options: str) -> Request:
    typed = {"seed": "7", "count": "", "topics": "", "papers": ""} | options
    with_references = bool(typed.pop("reference", ""))
    return request_of(TRAINING, **typed, with_references=with_references)


def papers(catalog: Catalog, request: Request) -> tuple[Sheet, ...]:
    return sheets(drawn(pool_of(request, catalog), request.count, request.seed), request, catalog)


# --- what is asked for --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"seed": " "},
            (
                "没有写种子 SEED，没有出卷。同一个种子总出同一份卷，换一个就换一份："
                "写一个数，例如 make paper SEED=2026。"
            ),
        ),
        (
            {"seed": "../7"},
            (
                "SEED=../7 不能用，没有出卷：种子要写进文件名，"
                "只用数字、字母、汉字和连字符（不放在最前面），最多 32 个字，例如 SEED=2026-1。"
            ),
        ),
        ({"count": "0"}, "N=0 不能用，没有出卷：写要几题，从 1 到 200 的整数，例如 N=20。"),
        ({"count": "十"}, "N=十 不能用，没有出卷：写要几题，从 1 到 200 的整数，例如 N=20。"),
        ({"count": "201"}, "N=201 不能用，没有出卷：写要几题，从 1 到 200 的整数，例如 N=20。"),
        *(
            (
                {"papers": typed},
                (
                    f"PAPERS={typed} 不能用，没有出卷：各写一个大写字母，用逗号隔开，"
                    "不重复，最多 4 个，例如 PAPERS=A,B。"
                ),
            )
            for typed in ("a,b", "A,A", "A,B,C,D,E", "AB")
        ),
    ],
)
def test_what_cannot_be_asked_for(options: dict[str, str], message: str) -> None:
    with pytest.raises(PaperError) as raised:
        asked_for(**options)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("options", "request_"),
    [
        ({}, Request("7", 20)),
        ({"seed": "春季-1", "count": "5"}, Request("春季-1", 5)),
        (
            {"topics": "duties， ZD01、BZ,duties", "papers": "A B", "reference": "1"},
            Request("7", 20, ("duties", "ZD01", "BZ"), with_references=True, papers=("A", "B")),
        ),
    ],
)
def test_what_can_be_asked_for(options: dict[str, str], request_: Request) -> None:
    assert asked_for(**options) == request_


def test_the_command_makes_the_same_again() -> None:
    request = asked_for(count="5", topics="duties ZD01", papers="A,B", reference="1")
    assert request.command == "make paper SEED=7 N=5 TOPICS=duties,ZD01 REFERENCE=1 PAPERS=A,B"
    assert asked_for().command == "make paper SEED=7 N=20"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"topics": "gate"},
            (
                "TOPICS 里没有叫“gate”的，没有出卷。可以写：内容，questions（仓库）；"
                "条目的编号，例如 BZ001；套的编号，JL（两禁止）；"
                "种类的名称，ban（禁令）、step（步骤）。几个用逗号隔开，不写就是全部。"
            ),
        ),
        ({"topics": "YJ01"}, "TOPICS 里的“YJ01”没有试题考到，没有出卷：去掉它，或者先给它写试题。"),
        (
            {"topics": "BZ001", "count": "3"},
            (
                "TOPICS=BZ001 只有 1 题，不够 3 题，没有出卷：加上 REFERENCE=1，"
                "另有 1 题依据的不是正式文本；或者把 N 改成 1 以内；或者多写几个 TOPICS。"
            ),
        ),
        (
            {"topics": "JL02", "count": "1"},
            (
                "TOPICS=JL02 没有可用的题，不够 1 题，没有出卷：加上 REFERENCE=1，"
                "另有 1 题依据的不是正式文本；或者多写几个 TOPICS。"
            ),
        ),
        (
            {"count": "5", "reference": "1"},
            "全部试题只有 4 题，不够 5 题，没有出卷：把 N 改成 4 以内。",
        ),
    ],
)
def test_what_the_handbook_does_not_have(
    options: dict[str, str], message: str, tmp_path: Path
) -> None:
    small = checked_with(tmp_path).catalog
    assert small is not None
    with pytest.raises(PaperError) as raised:
        pool_of(asked_for(**options), small)
    assert str(raised.value) == message


def test_a_handbook_without_questions_has_no_papers(tmp_path: Path) -> None:
    small = checked_with(tmp_path, "# 页\n", SETTINGS).catalog
    assert small is not None
    with pytest.raises(PaperError) as raised:
        pool_of(asked_for(), small)
    assert str(raised.value) == (
        "这本手册没有试题，出不了卷：先在 docs/ 里写试题页，见 CONTRIBUTING.md。"
    )


def test_topics_are_pages_entries_sets_and_kinds(catalog: Catalog) -> None:
    def ids(topics: str, count: str = "1") -> set[str]:
        request = asked_for(topics=topics, count=count, reference="1")
        return {question.entry.id for question in pool_of(request, catalog)}

    everything = ids("")
    page = {e.id for e in catalog.questions if e.page.uri == "training/questions/duties.md"}
    assert ids("duties") == ids("职责") == page
    by_entry = {e.id for e in catalog.questions if "ZZ002" in [v.text for v in e.values("tests")]}
    assert ids("ZZ002") == by_entry
    clauses = [
        e.id
        for e in catalog.questions
        if any(v.text.startswith(("BZ", "YJ")) for v in e.values("tests"))
    ]
    assert ids("BZ,YJ") == ids("clause") == set(clauses)
    assert ids("duties,clause") == page | set(clauses)
    assert page < ids("duties,clause") < everything
    plain = {q.entry.id for q in pool_of(asked_for(), catalog)}
    assert plain == everything - set(clauses)


# --- orders and points --------------------------------------------------------------------------


def test_orders_are_the_same_on_every_machine() -> None:
    """Written down: whatever else changes, a seed that was noted has to give its paper again."""
    assert "".join(shuffled("abcdefgh", "7", str)) == "egcdbhaf"
    assert "".join(shuffled(reversed("abcdefgh"), "7", str)) == "egcdbhaf"
    assert "".join(shuffled("abcdefgh", "8", str)) == "cbagehdf"
    assert "".join(shuffled("aceg", "7", str)) == "".join(c for c in "egcdbhaf" if c in "aceg")


@pytest.mark.parametrize("count", range(9))
@pytest.mark.parametrize("versions", range(1, 5))
def test_in_each_version_each_thing_has_another_place(count: int, versions: int) -> None:
    found = [turned(range(count), version, versions) for version in range(versions)]
    assert all(sorted(order) == list(range(count)) for order in found)
    assert found[0] == tuple(range(count))
    if count >= versions:
        for place in range(count):
            assert len({order[place] for order in found}) == versions


@pytest.mark.parametrize("count", range(3, 7))
def test_what_has_to_be_put_in_order_is_never_in_order(count: int) -> None:
    for seed in range(300):
        places = never_in_order(shuffled(range(count), str(seed), str))
        assert sorted(places) == list(range(count))
        for version in range(4):
            assert turned(places, version, 4) != tuple(range(count))


@pytest.mark.parametrize(
    ("sizes", "count", "parts"),
    [
        ({"a": 10, "b": 10}, 4, {"a": 2, "b": 2}),
        ({"a": 10, "b": 10}, 3, {"a": 2, "b": 1}),
        ({"a": 43, "b": 44, "c": 45}, 20, {"a": 6, "b": 7, "c": 7}),
        ({"a": 1, "b": 99}, 100, {"a": 1, "b": 99}),
        ({"a": 1, "b": 99}, 10, {"a": 0, "b": 10}),
    ],
)
def test_shares(sizes: dict[str, int], count: int, parts: dict[str, int]) -> None:
    assert shares(sizes, count) == parts


@pytest.mark.parametrize(
    ("counts", "worth"),
    [
        ({Form.SINGLE: 20}, {Form.SINGLE: 5}),
        ({Form.SINGLE: 12, Form.MULTIPLE: 8}, {Form.SINGLE: 5, Form.MULTIPLE: 5}),
        ({Form.SINGLE: 20, Form.MULTIPLE: 10}, {Form.SINGLE: 3, Form.MULTIPLE: 4}),
        (
            {Form.SINGLE: 24, Form.ORDER: 2, Form.MATCH: 4},
            {Form.SINGLE: 3, Form.ORDER: 4, Form.MATCH: 5},
        ),
        ({Form.SINGLE: 30}, {Form.SINGLE: 3}),
        ({Form.SINGLE: 2, Form.GAPS: 1}, {Form.SINGLE: 33, Form.GAPS: 34}),
        ({Form.SINGLE: 150}, {Form.SINGLE: 1}),
    ],
)
def test_points(counts: dict[Form, int], worth: dict[Form, int]) -> None:
    assert points_of(counts) == worth


# --- the draw -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "seeds"), [({}, 200), ({"reference": "1"}, 40), ({"count": "6"}, 40)]
)
def test_every_draw_is_balanced(options: dict[str, str], seeds: int, catalog: Catalog) -> None:
    request = asked_for(**options)
    pool = pool_of(request, catalog)
    parts = shares(Counter(q.entry.page.uri for q in pool), request.count)
    often: Counter[str] = Counter()
    for seed in range(seeds):
        questions = drawn(pool, request.count, str(seed))
        ids = {q.entry.id for q in questions}
        often.update(ids)
        assert len(ids) == len({q.tests[0] for q in questions}) == request.count, seed
        assert {q.form for q in questions} == set(Form), seed
        assert sum(q.is_scenario for q in questions) == request.count // 2, seed
        found = Counter(q.entry.page.uri for q in questions)
        assert dict(found) == {uri: part for uri, part in parts.items() if part}, seed
    if seeds == 200:
        assert often.keys() == {q.entry.id for q in pool}, "some question is never asked"


def test_a_draw_depends_on_the_seed_alone(catalog: Catalog) -> None:
    pool = pool_of(asked_for(), catalog)
    assert drawn(pool, 20, "7") == drawn(pool[::-1], 20, "7")
    draws = {frozenset(q.entry.id for q in drawn(pool, 20, str(seed))) for seed in range(20)}
    assert len(draws) == 20


def test_an_entry_is_the_main_one_twice_only_when_no_other_is_left(catalog: Catalog) -> None:
    pool = pool_of(asked_for(topics="ten-prohibitions", reference="1"), catalog)
    mains = len({q.tests[0] for q in pool})
    for count in range(1, len(pool) + 1):
        often = Counter(q.tests[0] for q in drawn(pool, count, "7"))
        assert len(often) == min(count, mains)


def kept(question: Question) -> Question:
    entry = question.entry
    option = Option(USE, entry.place, (Value(EXAM, entry.place),))
    return replace(question, entry=replace(entry, options={**entry.options, USE: option}))


def test_what_is_kept_for_papers_comes_first(catalog: Catalog) -> None:
    pool = list(pool_of(asked_for(), catalog))
    mains: set[str] = set()
    for place, question in enumerate(pool):
        if question.tests[0] not in mains and len(mains) < 9:
            mains.add(question.tests[0])
            pool[place] = kept(question)  # all of one topic
    for seed in range(20):
        assert sum(q.is_for_exams for q in drawn(pool, 20, str(seed))) == 9
        assert sum(q.is_for_exams for q in drawn(pool, 5, str(seed))) == 5
    (sheet,) = sheets(drawn(pool, 20, "7"), asked_for(), catalog)
    assert sheet.secrecy == (
        "这份卷有 20 题，其中 9 题是留给试卷的；"
        "另外 11 题在训练的文件里，答案人人看得到：不要单凭这份卷的分数作决定。"
    )
    (sheet,) = sheets(drawn(pool, 5, "7"), asked_for(count="5"), catalog)
    assert sheet.secrecy == "这份卷的 5 题都是留给试卷的，不在训练的文件里。"


# --- what is printed ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Printed:
    """A question as somebody reads it on the paper: lettered lines, numbered lines, all text."""

    letters: dict[str, str]
    numbers: dict[str, str]
    text: str


def read_paper(content: bytes) -> dict[str, Printed]:
    """The questions of a paper by id, read from the document's paragraphs alone."""
    blocks: list[list[str]] = []
    for line in words_of(content):
        if re.match(r"\d+．", line):
            blocks.append([])
        if re.match("[一二三四五六]、", line):
            blocks.append([])  # a heading ends a question
        if blocks:
            blocks[-1].append(line)
    found = {}
    for block in blocks:
        id = re.search(r" (TM\d+)(?:〔[^〕]+〕)?$", "\n".join(block), re.MULTILINE)
        if id:
            text = "\n".join(block)
            letters = dict(re.findall("^([A-J])．(.*)", text, re.MULTILINE))
            numbers = dict(re.findall("^（\N{NO-BREAK SPACE}+）(\\d)．(.*)", text, re.MULTILINE))
            found[id[1]] = Printed(letters, numbers, text)
    return found


def read_answers(content: bytes) -> dict[str, str]:
    """The answers in the table of a key, by id."""
    lines = words_of(content)
    start = lines.index("分值") + 1
    cells = lines[start : lines.index("合计")]
    rows = [cells[at : at + 4] for at in range(0, len(cells), 4)]
    return {id: answer for _, id, answer, _ in rows}


def raw_questions(repository: Path) -> dict[str, tuple[str, str]]:
    """Form and Markdown of each question, read from the pages without the handbook's reader."""
    found = {}
    for page in sorted((repository / "docs/training/questions").glob("*.md")):
        for block in re.findall(r"^/// question .*?^///$", page.read_text("utf-8"), re.M | re.S):
            id, form = re.search(r"id: (\w+)", block), re.search(r"form: (\w+)", block)
            assert id
            assert form
            found[id[1]] = (form[1], block)
    return found


def right_answer(form: str, markdown: str, printed: Printed) -> str:
    """What somebody with the bank at hand would answer on the paper."""
    by_text = {text: letter for letter, text in printed.letters.items()}
    if form in ("单选", "多选", "判断"):
        chosen = re.findall(r"^- \[x\] (.*)$", markdown, re.M)
        assert set(re.findall(r"^- \[[ x]\] (.*)$", markdown, re.M)) == set(by_text)
        return "".join(sorted(by_text[text] for text in chosen))
    items = re.findall(r"^(?:\d\.|-) (.*)$", markdown, re.M)
    if form == "排序":
        return "".join(by_text[text] for text in items)
    if form == "填空":
        return "　".join(f"（{n}）{text}" for n, text in enumerate(items, start=1))
    pairs = dict(item.split(" => ") for item in items)
    assert set(pairs) == set(printed.numbers.values())
    return "　".join(f"{n}{by_text[pairs[text]]}" for n, text in printed.numbers.items())


@pytest.fixture(scope="module")
def everything(catalog: Catalog) -> tuple[Sheet, ...]:
    """Two papers with as many questions as a paper may have."""
    return papers(catalog, asked_for(count="200", papers="A,B", reference="1"))


def test_the_key_agrees_with_the_bank(everything: tuple[Sheet, ...], repository: Path) -> None:
    bank = raw_questions(repository)
    forms: Counter[str] = Counter()
    for sheet in everything:
        printed = read_paper(paper_document(sheet, DATE))
        answers = read_answers(key_document(sheet, DATE))
        assert len(printed) == len(answers) == 200
        for id, answer in answers.items():
            form, markdown = bank[id]
            forms[form] += 1
            assert answer == right_answer(form, markdown, printed[id]), id
    assert set(forms) == {form.value for form in Form}


def test_the_key_says_why_and_on_what_it_rests(
    everything: tuple[Sheet, ...], repository: Path, catalog: Catalog
) -> None:
    bank = raw_questions(repository)
    sheet = everything[0]
    text = "\n".join(words_of(key_document(sheet, DATE)))
    page = key_html(sheet, DATE)
    for asked in sheet.asked:
        markdown = bank[asked.id][1]
        reasons = re.findall(r"^    - (.*)$", markdown, re.M)
        assert len(asked.reasons) == len(reasons)
        for reason in asked.reasons:
            assert reason.words in text
        tests = re.search(r"tests: \[?([^\]\n]*)", markdown)
        assert tests
        rests = "；".join(asked.rests_on)
        for id in tests[1].split(", "):
            assert f"{id} {catalog.by_id[id].title}" in rests
        assert f"依据：{rests}" in text
        for id in re.findall(r"\[([A-Z]+\d+)\]", markdown.partition("form:")[2]):
            assert id in rests
    assert sum(asked.points for asked in sheet.asked) == sheet.points
    assert f"满分 {sheet.points} 分" in text
    assert sheet.request.command in text
    assert page.count("答案：") == len(sheet.asked) + 1  # the head of its pages


def test_nothing_of_the_key_is_on_the_paper(
    everything: tuple[Sheet, ...], repository: Path
) -> None:
    bank = raw_questions(repository)
    for sheet in everything:
        content = paper_document(sheet, DATE)
        printed = read_paper(content)
        whole = whole_text(content)
        html = paper_html(sheet, DATE)
        for asked in sheet.asked:
            form, markdown = bank[asked.id]
            for reason in asked.reasons:
                assert reason.words not in whole
                assert reason.words not in html
            if form == "填空":
                text = printed[asked.id].text
                assert text.count("＿" * 8) == len(asked.reasons)
                gaps = re.findall(r"^\d\. (.*)$", markdown, re.M)
                stem = markdown.partition("\n\n")[2].partition("\n\n1. ")[0]
                for word in gaps:
                    assert text.count(word) == stem.count(word)
            elif form != "配对":
                assert len(set(asked.answer) - set(printed[asked.id].letters)) == 0
        assert "答案" not in html.replace("答案里", "")
        assert "[x]" not in whole


def whole_text(content: bytes) -> str:
    """The words of every part of a document, properties and styles included."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def test_two_papers_ask_the_same_elsewhere(everything: tuple[Sheet, ...]) -> None:
    first, second = everything
    a = {asked.id: asked for asked in first.asked}
    b = {asked.id: asked for asked in second.asked}
    assert a.keys() == b.keys()
    assert (first.heading, second.heading) == (
        "政治巡察工作手册测试卷（A 卷）",
        "政治巡察工作手册测试卷（B 卷）",
    )
    assert not [id for id in a if a[id].number == b[id].number]
    for id, asked in a.items():
        assert {text for _, text in asked.choices} == {text for _, text in b[id].choices}
        assert asked.left == b[id].left
        letters = {text: letter for letter, text in asked.choices}
        assert not [text for letter, text in b[id].choices if letters[text] == letter], id


def test_a_paper_is_grouped_by_form_and_numbered_through(catalog: Catalog) -> None:
    (sheet,) = papers(catalog, asked_for())
    assert [asked.number for asked in sheet.asked] == list(range(1, 21))
    names = ["一、单选题", "二、多选题", "三、判断题", "四、排序题", "五、填空题", "六、配对题"]
    assert [group.heading.partition("（")[0] for group in sheet.groups] == names
    for group in sheet.groups:
        (each,) = {asked.points for asked in group.asked}
        assert group.heading.endswith(f"（每题 {each} 分，共 {each * len(group.asked)} 分）")
    assert sheet.rules == "共 20 题，满分 100 分，80 分算通过；用时 30 分钟。"
    lines = words_of(paper_document(sheet, DATE))
    assert [lines[lines.index(name) + 1] for name in ("姓名", "日期")] == ["", ""]


def test_notices_go_with_what_needs_them(catalog: Catalog) -> None:
    (with_,) = papers(catalog, asked_for(topics="ten-prohibitions", count="5", reference="1"))
    (without,) = papers(catalog, asked_for(topics="duties", count="5"))
    notice = "所提“十不准”是参考条文"
    for content in (paper_document(with_, DATE), key_document(with_, DATE)):
        assert notice in "".join(words_of(content, "word/footer1.xml"))
        assert any("不是正式规定" in line for line in words_of(content))
    assert {asked.label for asked in with_.asked} == {"参考条文"}
    assert "参考条文" not in "".join(words_of(paper_document(without, DATE)))


def test_marking_and_unit_are_shown(catalog: Catalog) -> None:
    handbook = replace(catalog.handbook, marking="内部资料 注意保管", issuing_unit="某办")
    (sheet,) = papers(replace(catalog, handbook=handbook), asked_for(count="6"))
    for content in (paper_document(sheet, DATE), key_document(sheet, DATE)):
        assert "内部资料 注意保管" in "".join(words_of(content, "word/header1.xml"))
    assert "内部资料 注意保管" in paper_html(sheet, DATE)
    foot = "".join(words_of(paper_document(sheet, DATE), "word/footer1.xml"))
    assert foot.startswith("政治巡察工作手册 试编第一版（2026-11-25）　种子 7")


# --- files --------------------------------------------------------------------------------------

_HASHES = """\
import hashlib
from pathlib import Path
from handbook.examination.choosing import drawn, pool_of
from handbook.examination.documents import key_document, paper_document
from handbook.examination.request import Request
from handbook.examination.sheets import sheets
from handbook.project import check_project

catalog = check_project(Path.cwd()).catalog
request = Request("7", 20, (), True, ("A", "B"))
for sheet in sheets(drawn(pool_of(request, catalog), 20, "7"), request, catalog):
    for make in (paper_document, key_document):
        print(hashlib.sha256(make(sheet, 1700000000)).hexdigest())
"""


def test_the_same_bytes_whatever_hashes_python_takes(catalog: Catalog) -> None:
    found = set()
    for seed in ("1", "2"):
        result = subprocess.run(
            [sys.executable, "-c", _HASHES],
            cwd=REPOSITORY,
            env=os.environ | {"PYTHONPATH": "hooks", "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        found.add(result.stdout)
    made = papers(catalog, asked_for(papers="A,B", reference="1"))
    found.add(
        "".join(
            f"{hashlib.sha256(make(sheet, DATE)).hexdigest()}\n"
            for sheet in made
            for make in (paper_document, key_document)
        )
    )
    assert len(found) == 1


def test_papers_and_keys_are_files_of_their_own(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # as if it were not installed
    folder = tmp_path / "trainer"
    folder.mkdir()
    for name in ("paper-7-A.pdf", "paper-8.pdf"):
        (folder / name).write_bytes(b"an older draw")
    made = make_papers(asked_for(papers="A,B"), catalog, tmp_path)
    names = ["paper-7-A.docx", "paper-7-B.docx", "paper-7-A-key.docx", "paper-7-B-key.docx"]
    assert [path.name for path in made.files] == names
    assert made.no_pdf.startswith("没有安装 WeasyPrint")
    assert sorted(path.name for path in folder.iterdir()) == sorted([*names, "paper-8.pdf"])
