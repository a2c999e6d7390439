"""The slides for a lecture: what is on which, what is split, whose words are whose, every notice."""

from __future__ import annotations

import json
import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from handbook.__main__ import main
from handbook.catalog import Catalog
from handbook.notices import set_notices
from handbook.project import Checked
from handbook.selecting import names_in
from handbook.slide_fitting import TITLES, lines, rows, split
from handbook.slide_parts import SlidesError
from handbook.slides import MOST_ENTRIES, SLIDES, Slide, slides, slides_html

from tests.mkdocs_project import REPOSITORY
from tests.small_handbook import BANS_PAGE, PART_PAGE, check_with, replaced, write_project
from tests.unit.test_questions import ORDER, SINGLE, checked_with

NIGHT = SINGLE.replace("[BZ001, JL01]", "[BZ001]").replace("；[不准带火种][JL01] 也要看", "")
ABOUT_BANS = SINGLE.replace("ST001", "ST005").replace("[BZ001, JL01]", "[JL01]")
FOR_EXAMS = NIGHT.replace("ST001", "ST006").replace("    tests:", "    use: exam\n    tests:")
PLAIN = NIGHT.replace("ST001", "ST007").replace('    scenario: "true"\n', "")
QUESTIONS = (
    f"---\ntitle: 试题\n---\n\n# 试题\n\n{ORDER}\n{ABOUT_BANS}\n{FOR_EXAMS}\n{PLAIN}\n{NIGHT}"
)
BANS_NOTICE = "“两禁止”一页（参考）的提示：“两禁止”是参考条文。"
BANS_NAMED = "所提“两禁止”是参考。"


def catalog_of(checked: Checked) -> Catalog:
    assert checked.catalog is not None
    return checked.catalog


@pytest.fixture
def small_catalog(tmp_path: Path) -> Catalog:
    return catalog_of(check_with(tmp_path / "small"))


@pytest.fixture
def asking(tmp_path: Path) -> Catalog:
    """The small handbook with questions."""
    return catalog_of(checked_with(tmp_path / "asking", QUESTIONS))


@pytest.fixture(scope="module")
def real_slides(real: Checked) -> tuple[Slide, ...]:
    return slides(catalog_of(real))


@pytest.fixture(scope="module")
def real_html(real: Checked) -> str:
    return slides_html(catalog_of(real))


def sheets(html: str) -> list[tuple[str, str]]:
    """The words of each slide, and those of its notes."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", html.partition("<main")[2], flags=re.DOTALL)
    found = []
    for sheet in body.partition("</main>")[0].split("<section ")[1:]:
        slide, _, notes = sheet.partition('<div class="sl-notes"')
        found.append((words_of(slide), words_of(notes)))
    return found


def words_of(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html)))


# --- which slides there are ----------------------------------------------------------------------


def test_the_slides_of_the_small_handbook(small_catalog: Catalog) -> None:
    assert [(s.form, s.part, s.kicker, s.heading) for s in slides(small_catalog)] == [
        ("title", "", "", "仓库手册"),
        ("contents", "", "", "目录"),
        ("section", "第一部分", "部分 BF1", "第一部分"),
        ("section", "第一部分", "主题 ZT01", "仓库安全"),
        ("entries", "第一部分", "ZT01 仓库安全", "步骤"),
        ("section", "两禁止", "禁令", "两禁止"),
        ("entries", "两禁止", "两禁止", "禁令"),
    ]


def test_sections_count_what_follows(small_catalog: Catalog) -> None:
    found = slides(small_catalog)
    counts = [[f"{c.label} {c.number} {c.unit}" for c in slide.counts] for slide in found]
    assert counts == [
        [],
        ["第一部分 2 条", "两禁止 2 条"],
        ["主题 1 个", "步骤 2 条"],
        ["步骤 2 条"],
        [],
        ["禁令 2 条"],
        [],
    ]


def test_of_each_entry_the_title_is_large_and_its_origin_small(small_catalog: Catalog) -> None:
    steps, bans = (s for s in slides(small_catalog) if s.form == "entries")
    assert [(line.id, line.text, line.origin) for line in (*steps.lines, *bans.lines)] == [
        ("BZ001", "是否进门登记", "据规则原文 YJ02"),
        ("BZ002", "是否出门锁门", "据规则原文 YJ02"),
        ("JL01", "不准带火种", "参考"),  # whose words are not the source's, whatever they rest on
        ("JL02", "不准不登记", "参考"),
    ]
    assert steps.legend == ("题目是编者拟的；“据规则原文”后面是所据各句的编号，原话在备注里。")
    assert bans.legend == "题目是编者写的，不是原话。"


def test_a_title_that_is_the_sources_stands_in_quotation_marks(small_catalog: Catalog) -> None:
    part, heading = (
        s for s in slides(small_catalog) if s.part == "第一部分" and s.form == "section"
    )
    assert (part.is_verbatim, part.rows, part.quotes) == (
        False,
        ("第一部分",),
        (("YJ01", "仓库安全"),),
    )
    assert (heading.is_verbatim, heading.rows, heading.quotes) == (True, ("“仓库安全”",), ())
    assert heading.legend == "引号里的题目照录原文（据规则原文 YJ01）。"


def test_notes_have_the_sentences_and_the_editors_text(small_catalog: Catalog) -> None:
    steps = next(s for s in slides(small_catalog) if s.form == "entries")
    (source,) = steps.notes.sources
    assert (source.unit, source.page) == ("YJ02", "原文")
    assert source.parts == (("进门登记", True), (",", False), ("出门锁门", True), ("。", False))
    first, second = steps.notes.entries
    assert (first.quotes, first.label, first.texts) == (
        (("YJ02", "进门登记"),),
        "编者提示",
        ("看登记簿，另见 JL01 和出门的步骤。",),
    )
    assert second.texts == ("依据　名称：《仓库规则》；日期：2020-01-31",)


def test_advice_under_a_heading_stands_in_its_notes(tmp_path: Path) -> None:
    guide = "{ #ZT01 }\n\n/// guide | 怎样看\n- **查**：先看 [BZ001]。\n- 再看 [BZ002]。\n///\n"
    catalog = catalog_of(
        check_with(tmp_path, {"part.md": replaced(PART_PAGE, "{ #ZT01 }\n", guide)})
    )
    heading = next(s for s in slides(catalog) if s.heading == "仓库安全")
    assert heading.notes.asides == (("编者提示：怎样看", "查：先看 BZ001。"), ("", "再看 BZ002。"))


def test_the_real_handbook_has_every_part(real: Checked, real_slides: tuple[Slide, ...]) -> None:
    catalog = catalog_of(real)
    shown = [line.id for slide in real_slides for line in slide.lines if line.id]
    kinds = {
        name: [e.id for e in catalog.entries if e.kind.name == name]
        for name in catalog.handbook.kinds
    }
    for name in ("check", "problem", "duty", "rule", "clause"):
        assert sorted(set(shown).intersection(kinds[name])) == sorted(kinds[name])
    assert len(shown) == len(set(shown))
    sections = [slide.anchor for slide in real_slides if slide.form == "section"]
    assert set(kinds["aspect"] + kinds["focus"]) <= set(sections)
    members = [e.id for e in catalog.entries if e.kind.name == "term" and e.values("members")]
    assert [slide.anchor for slide in real_slides if slide.form == "members"] == members
    duties = [slide for slide in real_slides if slide.kind == "duty" and slide.form == "entries"]
    for slide in duties:
        bearers = slide.heading.partition("：")[2].partition("（")[0]
        for line in slide.lines:
            found = catalog.by_id[line.id].values("bearer")
            assert "、".join(value.text for value in found) == bearers


def test_every_part_of_the_real_handbook_ends_with_questions(
    real_slides: tuple[Slide, ...],
) -> None:
    asked: dict[str, int] = {}
    for slide in real_slides[1:]:
        asked[slide.part] = asked.get(slide.part, 0) + (slide.asked is not None)
    del asked[""]
    assert {part: count for part, count in asked.items() if count != 2} == {
        "十不准": 0,
        "八严禁": 0,
    }
    ids = [slide.name for slide in real_slides if slide.asked]
    assert len(ids) == len(set(ids))


# --- what is chosen ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("topics", "shown"),
    [
        ("BF1", ["BZ001", "BZ002"]),
        ("ZT01", ["BZ001", "BZ002"]),
        ("BZ002", ["BZ002"]),
        ("step", ["BZ001", "BZ002"]),
        ("JL", ["JL01", "JL02"]),
        ("JL02", ["JL02"]),
        ("ban, BZ001", ["JL01", "JL02", "BZ001"]),  # in the order in which they were named
        ("BZ001、JL01", ["BZ001", "JL01"]),
    ],
)
def test_topics_choose(topics: str, shown: list[str], small_catalog: Catalog) -> None:
    found = slides(small_catalog, names_in(topics))
    assert [line.id for slide in found for line in slide.lines] == shown


@pytest.mark.parametrize(
    ("topics", "message"),
    [
        (
            "BF1,XX9",
            "TOPICS 里的“XX9”不是条目的编号，不是一套的编号，也不是有条目的种类的名称。改成手册里有的，例如 TOPICS=BF1,JL,step；不写 TOPICS 就是全部。",
        ),
        (
            "YJ02",
            "TOPICS 里的“YJ02”是原文本身，幻灯不单放原文：写据它做成的条目的编号，它的原话在那一张的备注里。",
        ),
        (
            "line",
            "TOPICS 里的“line”是原文本身，幻灯不单放原文：写据它做成的条目的编号，它的原话在那一张的备注里。",
        ),
    ],
)
def test_a_topic_that_chooses_nothing(topics: str, message: str, small_catalog: Catalog) -> None:
    with pytest.raises(SlidesError) as told:
        slides(small_catalog, names_in(topics))
    assert str(told.value) == message


def test_a_term_without_members_is_shown_where_it_is_named(real: Checked) -> None:
    catalog = catalog_of(real)
    term = next(e for e in catalog.entries if e.kind.name == "term" and not e.values("members"))
    assert [line.id for s in slides(catalog, [term.id]) for line in s.lines] == [term.id]


# --- questions -----------------------------------------------------------------------------------


def asked(catalog: Catalog, topics: str = "") -> list[tuple[str, str]]:
    return [(s.part, s.name) for s in slides(catalog, names_in(topics)) if s.asked]


def test_questions_are_of_the_practice_bank_and_have_options(asking: Catalog) -> None:
    assert asked(asking) == [("第一部分", "ST001 夜里来人"), ("第一部分", "ST007 夜里来人")]


def test_about_reference_wordings_is_asked_only_where_their_set_was_named(asking: Catalog) -> None:
    assert asked(asking, "JL") == [("两禁止", "ST005 夜里来人")]
    assert asked(asking, "BF1") == [("第一部分", "ST001 夜里来人"), ("第一部分", "ST007 夜里来人")]
    question = next(s for s in slides(asking, ["JL"]) if s.asked)
    assert question.notices == (BANS_NOTICE,)


def test_a_question_has_its_answer_on_the_next_step(asking: Catalog) -> None:
    question = next(s for s in slides(asking) if s.asked)
    assert question.asked is not None
    assert question.heading == "练一练（1／2）：夜里来人"
    assert (question.asked.form, question.asked.answer, question.asked.is_single) == (
        "单选",
        "B",
        True,
    )
    assert question.asked.stem == ("夜里有人来借油，没有带证件。", "值班的人先做什么？")
    assert [(c.letter, c.text, c.is_right) for c in question.asked.choices] == [
        ("A", "先把油借给他", False),
        ("B", "请他先登记", True),
        ("C", "打电话问班长", False),
        ("D", "让他明天再来", False),
    ]
    assert question.notes.asides[:2] == (
        ("答案（编者）", "B"),
        ("A 错", "没有登记，BZ001 要先登记。"),
    )


def test_a_question_too_long_for_a_slide_is_not_asked(tmp_path: Path) -> None:
    long = NIGHT.replace("值班的人先做什么？", "值班的人先做什么？" * 60)
    page = f"---\ntitle: 试题\n---\n\n# 试题\n\n{long}\n{PLAIN}"
    assert asked(catalog_of(checked_with(tmp_path, page))) == [("第一部分", "ST007 夜里来人")]


# --- splitting -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "room", "most", "found"),
    [
        ([], 10, 4, []),
        ([1], 10, 4, [1]),
        ([1, 1, 1, 1], 10, 4, [4]),
        ([1, 1, 1, 1, 1], 10, 4, [3, 2]),  # not four and one alone
        ([1] * 9, 10, 4, [3, 3, 3]),
        ([6, 6, 6], 10, 4, [1, 1, 1]),
        ([6, 3, 6, 3], 10, 4, [2, 2]),
        ([11, 1], 10, 4, [1, 1]),  # what fits nowhere stands alone
        ([1, 1, 9, 1], 10, 4, [2, 2]),
    ],
)
def test_split(sizes: list[int], room: int, most: int, found: list[int]) -> None:
    pages = split(sizes, lambda page: sum(page) <= room, most)
    assert [size for page in pages for size in page] == sizes
    assert [len(page) for page in pages] == found


@pytest.mark.parametrize(
    ("text", "size", "width", "count"),
    [
        ("", 20, 200, 1),
        ("九个字就要占一整行", 20, 200, 1),
        ("这里有十一个字要占两行", 20, 200, 2),
        ("abcdefghijklmno", 20, 200, 1),  # letters are narrower
        ("字" * 20, 20, 200, 3),  # a line may lose two characters at its end
    ],
)
def test_lines(text: str, size: int, width: int, count: int) -> None:
    assert lines(text, size, width) == count


@pytest.mark.parametrize(
    "text", ["", "一", "巡察 工作", "不准带火种，" * 9, "a b c d e f g h i" * 4]
)
def test_rows_are_the_text(text: str) -> None:
    assert "".join(rows(text, 38, 600)) == text


def many_steps(count: int, title: str) -> str:
    step = "/// step | {title}\n    id: BZ{n:03d}\n    source: YJ02\n    quote: 进门登记\n\n看。\n///\n"
    steps = "\n".join(step.format(n=n, title=f"{title}{n}") for n in range(3, 3 + count))
    return f"{PART_PAGE}\n{steps}"


def test_more_entries_than_fit_are_split_evenly(tmp_path: Path) -> None:
    catalog = catalog_of(check_with(tmp_path, {"part.md": many_steps(7, "是否")}))
    found = [s for s in slides(catalog) if s.form == "entries" and s.part == "第一部分"]
    assert [(s.heading, len(s.lines)) for s in found] == [
        ("步骤（1／3）", 3),
        ("步骤（2／3）", 3),
        ("步骤（3／3）", 3),
    ]


def test_long_titles_stand_in_smaller_type_fewer_to_a_slide(tmp_path: Path) -> None:
    catalog = catalog_of(check_with(tmp_path, {"part.md": many_steps(2, "是否登记" * 70)}))
    found = [s for s in slides(catalog) if s.form == "entries" and s.part == "第一部分"]
    assert [len(s.lines) for s in found] == [2, 1, 1]
    assert {s.size for s in found} < set(TITLES[1:])


def test_a_title_that_fits_on_no_slide_is_told_with_its_place(tmp_path: Path) -> None:
    page = replaced(PART_PAGE, "/// step | 是否出门锁门", f"/// step | {'是否锁门' * 300}")
    catalog = catalog_of(check_with(tmp_path, {"part.md": page}))
    with pytest.raises(SlidesError) as told:
        slides(catalog)
    assert str(told.value) == (
        "docs/part.md:24: “BZ002”太长，一张幻灯放不下：把题目（或者其中的一项）改短。"
    )


def test_no_real_slide_has_too_much(real_slides: tuple[Slide, ...]) -> None:
    assert max(len(slide.lines) for slide in real_slides if slide.form == "entries") <= MOST_ENTRIES
    assert {slide.size for slide in real_slides if slide.form == "entries"} == {TITLES[0]}


# --- whose words, and notices --------------------------------------------------------------------


def test_notices_of_the_small_handbook(small_catalog: Catalog) -> None:
    found = slides(small_catalog)
    assert [(slide.heading, slide.notices, slide.notes.notices) for slide in found] == [
        ("仓库手册", (), ()),
        ("目录", (BANS_NAMED,), ()),
        ("第一部分", (), ()),
        ("仓库安全", (), ()),
        ("步骤", (), (BANS_NAMED,)),  # its note names one of them
        ("两禁止", (BANS_NOTICE,), ()),
        ("禁令", (BANS_NOTICE,), ()),
    ]


def test_an_issued_wording_needs_no_notice(tmp_path: Path) -> None:
    issued = replaced(
        BANS_PAGE,
        "status: reference",
        "status: official\nissued-by: 库管处\ndocument-number: 一号\ndate: 2020-01-31",
    )
    catalog = catalog_of(check_with(tmp_path, {"bans.md": issued}))
    found = slides(catalog)
    assert [notice for slide in found for notice in (*slide.notices, *slide.notes.notices)] == []
    assert [line.origin for line in found[-1].lines] == ["据规则原文 YJ03", ""]


def test_each_slide_with_a_reference_wording_carries_the_notice(
    real: Checked, real_html: str
) -> None:
    catalog = catalog_of(real)
    count = 0
    for notice in set_notices(catalog):
        wordings = [member.title for member in catalog.members(notice.spec)]
        for slide, notes in sheets(real_html):
            if any(wording in slide for wording in wordings):
                count += 1
                assert notice.text in slide
            if any(wording in notes for wording in wordings):
                assert notice.text in slide + notes
            if notice.spec.title in slide:
                assert notice.text in slide or f"所提“{notice.spec.title}”是" in slide
    assert count == 5


def test_the_words_of_the_source_are_verbatim(real: Checked, real_html: str) -> None:
    catalog = catalog_of(real)
    attribution = re.escape(catalog.handbook.sources[0].attribution)
    sentences = re.findall(
        rf"<cite>{attribution} (\w+)</cite>.*?</p><p>“(.*?)”</p></blockquote>", real_html
    )
    assert len(sentences) > 100
    for unit, words in sentences:
        assert words_of(words) == " ".join(catalog.by_id[unit].body.split())
    quotes = re.findall(rf"{attribution} (\w+)：“(.*?)”</span>", real_html)
    quotes += [
        (u, w)
        for w, u in re.findall(
            rf'<blockquote class="sl-quote"><p>“(.*?)”</p><p class="sl-origin">{attribution} (\w+)</p>',
            real_html,
        )
    ]
    assert len(quotes) > 200
    for unit, words in quotes:
        assert unescape(words) in catalog.by_id[unit].body


def test_what_stands_in_quotation_marks_on_a_slide_is_the_sources(
    real: Checked, real_slides: tuple[Slide, ...]
) -> None:
    catalog = catalog_of(real)
    text = "\n".join(unit.body for unit in catalog.units)
    for slide in real_slides:
        assert not slide.is_verbatim or slide.heading in text
        assert all(line.text in text for line in slide.lines if line.is_verbatim)


def test_members_that_the_source_does_not_list_are_the_editors(
    real_slides: tuple[Slide, ...],
) -> None:
    leads = {slide.anchor: slide.lead for slide in real_slides if slide.form == "members"}
    assert leads["MC025"] == "各项是编者列出的，不是原文的话；依据见备注。"
    assert leads["MC001"].startswith("引号里的字句照录原文（据讲话原文 YW018")


# --- the file ------------------------------------------------------------------------------------


def test_the_file_asks_for_nothing_and_has_no_styles_of_its_own(real_html: str) -> None:
    assert not re.search(r'(?:src|href)="(?!#|data:,)', real_html)
    assert " style=" not in real_html
    assert "connect-src 'none'" in real_html


def test_same_input_same_bytes(small_catalog: Catalog, tmp_path: Path) -> None:
    again = catalog_of(check_with(tmp_path / "again"))
    assert slides_html(small_catalog) == slides_html(again)


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    root = write_project(tmp_path / "手册")
    monkeypatch.chdir(root)

    assert main(["slides"]) == 0
    assert capsys.readouterr().out == "已生成：\n  dist/trainer/slides.html\n"
    made = (root / "dist" / SLIDES).read_text(encoding="utf-8")

    assert main(["slides", "--topics", "XX"]) == 1
    assert capsys.readouterr().err.startswith("TOPICS 里的“XX”不是条目的编号")
    assert (root / "dist" / SLIDES).read_text(encoding="utf-8") == made

    assert main(["slides", "--topics", "JL"]) == 0
    assert (root / "dist" / SLIDES).read_text(encoding="utf-8") != made


def test_markup_in_titles_is_text(tmp_path: Path) -> None:
    page = replaced(PART_PAGE, "/// step | 是否进门登记", "/// step | 是否<b>进门</b>登记 & 锁门")
    html = slides_html(catalog_of(check_with(tmp_path, {"part.md": page})))
    assert "是否&lt;b&gt;进门&lt;/b&gt;登记 &amp; 锁门" in html


# --- what the scripts work out -------------------------------------------------------------------


def run(code: str) -> Any:
    """What some lines give, in node, after the scripts that touch no page."""
    scripts = [
        (REPOSITORY / "overrides" / "assets" / "slides" / f"{name}.js").read_text(encoding="utf-8")
        for name in ("deck", "timer")
    ]
    program = "\n".join([*scripts, "const { deck, createTimer } = globalThis.slides;", code])
    result = subprocess.run(
        ["node", "-e", program], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_forward_asks_then_answers_and_back_goes_the_same_way() -> None:
    walk = """
    const asks = [false, true, false];
    const steps = [];
    let place = { at: 1, isAnswered: false };
    const note = () => steps.push(`${place.at}${place.isAnswered ? '!' : ''}`);
    for (let n = 0; n < 5; n += 1) { place = deck.forward(place, asks); note(); }
    for (let n = 0; n < 4; n += 1) { place = deck.back(place, asks); note(); }
    console.log(JSON.stringify(steps));
    """
    assert run(walk) == ["2", "2!", "3", "3", "3", "2!", "2", "1", "1"]


def test_addresses_digits_and_what_other_windows_say() -> None:
    code = """
    console.log(JSON.stringify([
      ['#1', '#7', '#07', '#99', '#0', '#speaker', '', '#7a', '#12345'].map((hash) => deck.numberIn(hash, 20)),
      [...'12345x6'].map(((typed) => (key) => (typed = deck.typed(typed, key)))('')),
      [{ at: 3 }, { at: 3, isAnswered: true }, { at: 3, isAnswered: 'yes' }, { at: 0 }, { at: 21 }, { at: 1.5 }, { at: '3' }, null, 3, [3]].map((value) => deck.placeIn(value, 20)),
    ]));
    """
    assert run(code) == [
        [1, 7, 7, 20, 1, None, None, None, None],
        ["1", "12", "123", "1234", "2345", "", "6"],
        [
            {"at": 3, "isAnswered": False},
            {"at": 3, "isAnswered": True},
            {"at": 3, "isAnswered": False},
            *[None] * 7,
        ],
    ]


def test_the_timer() -> None:
    code = """
    const timer = createTimer();
    const seen = [timer.shown(0)];
    timer.run(0); timer.run(5000);
    seen.push(timer.shown(9_999));
    timer.stop(61_000);
    seen.push(timer.shown(90_000), timer.isRunning());
    timer.run(100_000);
    seen.push(timer.shown(100_000 + 3_600_000));
    timer.reset(200_000);
    seen.push(timer.shown(201_000), timer.isRunning());
    timer.stop(202_000); timer.reset(203_000);
    seen.push(timer.shown(300_000), timer.shown(0));
    console.log(JSON.stringify(seen));
    """
    assert run(code) == ["0:00", "0:09", "1:01", False, "1:01:01", "0:01", True, "0:00", "0:00"]
