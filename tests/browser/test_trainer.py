"""The trainer as somebody learns with it: questions of every form, exams, paths, a record that stays."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from handbook.catalog import Catalog
from handbook.project import Checked
from handbook.trainer import trainer, trainer_data, trainer_schema
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.browser.axe import COLOUR_RULES, EVERYTHING, axe_context, find, told
from tests.browser.conftest import chromium_path, none
from tests.browser.test_tour import firefox_path
from tests.browser.waiting import comes
from tests.mkdocs_project import REPOSITORY

pytestmark = pytest.mark.browser

FORBID = """Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"""
FILL = """Storage.prototype.setItem = function () { throw new DOMException('full', 'QuotaExceededError'); };"""
NO_COPY = "Object.defineProperty(window, 'indexedDB', { get: () => undefined });"
KEPT = "localStorage.getItem('xuncha-handbook-trainer')"
FORMS = ("single", "multiple", "verdict", "order", "gaps", "match")

Data = dict[str, Any]
Question = dict[str, Any]
Start = Callable[..., Page]


@pytest.fixture(scope="module")
def catalog(real: Checked) -> Catalog:
    assert real.catalog is not None
    return real.catalog


@pytest.fixture(scope="module")
def data(catalog: Catalog) -> Data:
    return trainer_data(catalog)


@pytest.fixture(scope="module")
def file(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, where a trainee might put it."""
    folder = tmp_path_factory.mktemp("培训 U盘") / "巡察#手册 100%" / "downloads"
    folder.mkdir(parents=True)
    page = folder / "trainer.html"
    page.write_text(trainer(catalog), encoding="utf-8")
    return page


@pytest.fixture
def start(browser: Browser, file: Path) -> Iterator[Start]:
    """Opens the file from the disk in a browser of its own, with the network off."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_file(address: str = "", path: Path = file, script: str = "", **options: Any) -> Page:
        context = browser.new_context(locale="zh-CN", offline=True, **options)
        contexts.append(context)
        context.set_default_timeout(5_000)
        if script:
            context.add_init_script(script)
        context.on("page", lambda page: _listen(page, said))
        page = context.new_page()
        page.goto(path.as_uri() + address)
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert said == []


def _listen(page: Page, said: list[str]) -> None:
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))


def go(page: Page, address: str) -> None:
    """Another view of the same page."""
    page.evaluate("address => { location.hash = address; }", address)


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def first_of(data: Data, form: str) -> Question:
    found: Question = next(question for question in data["questions"] if question["form"] == form)
    return found


def question_on(page: Page, data: Data) -> Question:
    """The question that stands there to be answered."""
    id = page.locator(".tr-question .hb-id").first.inner_text()
    found: Question = next(question for question in data["questions"] if question["id"] == id)
    return found


def _shown_options(page: Page) -> list[str]:
    return page.locator(".tr-option > span:last-child").all_inner_texts()


def by_mouse(page: Page, question: Question, *, right: bool = True) -> None:
    """Answers what stands there, without handing in."""
    form, items = question["form"], question["items"]
    if form in ("single", "multiple", "verdict"):
        wanted = [item["text"] for item in items if item["right"] is right]
        shown = _shown_options(page)
        for text in wanted if form == "multiple" else wanted[:1]:
            page.locator(".tr-option").nth(shown.index(text)).click()
    elif form == "order":
        texts = [item["text"] for item in items]
        for place, text in enumerate(texts if right else texts[::-1]):
            row = page.locator(".tr-order li").filter(has_text=text)
            while page.locator(".tr-order li > span:first-child").all_inner_texts()[place] != text:
                row.get_by_role("button", name="上移").click()
    elif form == "gaps":
        for place, item in enumerate(items, start=1):
            page.get_by_label(f"第 {place} 空").fill(item["text"] if right else "不对")
    else:
        partners = [item["partner"] for item in items]
        for item, partner in zip(
            items, partners if right else partners[1:] + partners[:1], strict=True
        ):
            select = page.locator(".tr-pair").filter(has_text=item["text"]).locator("select")
            value = select.locator("option").filter(has_text=partner).get_attribute("value")
            select.select_option(value)


def by_keys(page: Page, question: Question, hand_in: str = "Enter") -> None:
    """Answers what stands there rightly, and hands it in, with keys alone."""
    form, items = question["form"], question["items"]
    if form in ("single", "multiple", "verdict"):
        shown = _shown_options(page)
        for item in items:
            if item["right"]:
                page.keyboard.press(str(shown.index(item["text"]) + 1))
        page.keyboard.press(hand_in)
    elif form == "order":
        rows = page.locator(".tr-order li > span:first-child")
        for place, item in enumerate(items):
            at = rows.all_inner_texts().index(item["text"])
            page.keyboard.press(str(at + 1))
            press(page, "ArrowUp " * (at - place))
        page.keyboard.press("Control+Enter")
    elif form == "gaps":
        page.keyboard.press("1")
        for item in items:
            page.keyboard.insert_text(item["text"])
            page.keyboard.press("Tab")
        page.keyboard.press("Control+Enter")
    else:
        lefts = page.locator(".tr-pair > span").all_inner_texts()
        choices = [
            text.split(maxsplit=1)[1] for text in page.locator(".tr-choices li").all_inner_texts()
        ]
        partners = {item["text"]: item["partner"] for item in items}
        page.keyboard.press("1")
        for left in lefts:
            page.keyboard.press("abcdefgh"[choices.index(partners[left])])
            page.keyboard.press("Enter")
        page.keyboard.press("Enter")


def mark(question: Question, **changes: Any) -> Data:
    """One question's mark in an exported record."""
    fields = {
        "revision": question["revision"],
        "seen": 2,
        "right": 1,
        "box": 1,
        "due": "2026-01-02",
        "last": "right",
        "day": "2026-01-01",
    }
    return fields | changes


def record(marks: dict[str, Any], **changes: Any) -> bytes:
    """A file as the page exports it."""
    fields = {
        "format": "handbook-trainer",
        "version": 1,
        "handbook": "政治巡察工作手册",
        "edition": "2026.1",
        "marks": marks,
        "exams": [],
        "steps": {},
    }
    return json.dumps(fields | changes, ensure_ascii=False).encode()


def choose_files(page: Page, *contents: bytes) -> None:
    page.locator("[data-import-files]").set_input_files(
        [
            FilePayload(name=f"{number}.json", mimeType="application/json", buffer=content)
            for number, content in enumerate(contents, start=1)
        ]
    )
    expect(page.get_by_role("dialog")).to_be_visible()


def marks_of(page: Page) -> dict[str, Any]:
    kept = page.evaluate(KEPT)
    found: dict[str, Any] = json.loads(kept)["marks"] if kept else {}
    return found


# --- in every browser ----------------------------------------------------------------------------


@pytest.mark.parametrize("browser_name", ["chromium", "firefox"])
def test_answers_outlive_reload_restart_and_a_moved_folder(
    browser_name: str, file: Path, tmp_path: Path
) -> None:
    path = chromium_path() if browser_name == "chromium" else firefox_path()
    if not path:
        pytest.skip("没有 Firefox：安装以后再运行 make test，或设 FIREFOX=浏览器的路径")
    script = REPOSITORY / "tests" / "browser" / "trainer.cjs"
    result = subprocess.run(
        ["node", str(script), browser_name, path, str(file), str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    seen = json.loads(result.stdout)

    is_shared = browser_name == "chromium"  # by all files of the disk
    kept = "练过 2 题，共 281 题"
    assert seen["console"] == []
    assert seen["states"] == {
        "answered": kept,
        "reloaded": kept,
        "restarted": kept,
        "moved": kept if is_shared else "练过 0 题，共 281 题",
        "imported": kept,
        "wiped": "练过 0 题，共 281 题",
        "left": [],
    }
    assert ("任何一个本地的 HTML 文件" in seen["words"]["place"]) is is_shared
    assert ("移动以后用“导入”" in seen["words"]["place"]) is not is_shared
    assert seen["words"]["preview"].startswith("会新增 0 题" if is_shared else "会新增 2 题")
    assert seen["words"]["wiped"].startswith("已经清除：再读一遍")


# --- what stands there first ---------------------------------------------------------------------


def test_one_click_leads_to_the_first_question(start: Start, data: Data) -> None:
    page = start()
    first = page.locator("main").locator("p:visible").first
    expect(first).to_contain_text("答案就在这个文件里")
    expect(page.locator("[data-keeping-text]")).to_contain_text("导出的文件才是记录")
    page.get_by_role("button", name="开始今天的练习").click()
    expect(page.locator(".tr-question legend")).to_be_visible()
    expect(page.get_by_text("第 1 题，共 10 题")).to_be_visible()
    assert question_on(page, data)["reference"] is False
    assert "今天的练习" in page.title()
    page.go_back()
    expect(page.get_by_role("heading", name="练习", exact=True)).to_be_focused()
    page.get_by_role("link", name="接着练").click()
    expect(page.get_by_text("第 1 题，共 10 题")).to_be_visible()


def test_without_scripts_it_says_that_it_needs_them(start: Start) -> None:
    page = start(java_script_enabled=False)
    expect(page.locator("noscript .hb-notice")).to_contain_text("出题、判对错都靠脚本")
    assert page.locator("button:visible, nav:visible").count() == 0


@pytest.mark.parametrize(("script", "words"), [(FORBID, "不让本页存东西"), (FILL, "没有地方存了")])
def test_where_nothing_can_be_kept_it_says_so_first_and_goes_on(
    start: Start, data: Data, script: str, words: str
) -> None:
    page = start(script=script)
    expect(page.locator("[data-keeping-text]")).to_contain_text(words)
    page.get_by_role("button", name="开始今天的练习").click()
    by_keys(page, question_on(page, data))
    expect(page.get_by_role("heading", name="答对了")).to_be_visible()
    expect(page.locator("[data-keeping-text]")).to_be_visible()
    with page.expect_event("dialog") as asked:
        page.evaluate("setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    go(page, "#record")
    expect(page.get_by_label("不保存")).to_be_disabled()
    with page.expect_download():
        page.get_by_role("button", name="导出记录").click()


def test_where_there_is_no_second_copy_it_says_so(start: Start) -> None:
    page = start(script=NO_COPY)
    expect(page.locator("[data-keeping-text]")).to_contain_text("这个浏览器只让存一份")


# --- questions -----------------------------------------------------------------------------------


def test_gaps_stand_in_the_sentence(data: Data) -> None:
    """As the page splits a stem, so many gaps there are."""
    for question in data["questions"]:
        if question["form"] == "gaps":
            gaps = sum(len(re.findall("_+", words)) for words in question["stem"])
            assert gaps == len(question["items"]), question["id"]


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_answered_by_mouse(start: Start, data: Data, form: str) -> None:
    question = first_of(data, form)
    page = start(f"#{question['id']}")
    by_mouse(page, question, right=False)
    page.get_by_role("button", name="交答案").click()
    verdict = page.get_by_role("heading", name="答错了")
    expect(verdict).to_be_focused()
    expect(page.get_by_role("status").filter(has=verdict)).to_contain_text("今天再练时还会问")
    expect(page.locator(".tr-line--wrong").first).to_contain_text("✗")
    assert page.locator(".tr-line .tr-reason").count() == len(question["items"])
    expect(page.locator(".tr-entry")).to_have_count(len(question["tests"]))
    page.get_by_role("button", name="再答一遍").click()
    by_mouse(page, question)
    page.get_by_role("button", name="交答案").click()
    expect(page.get_by_role("heading", name="答对了")).to_be_focused()
    assert marks_of(page)[question["id"]]["last"] == "right"


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_answered_by_keyboard(start: Start, data: Data, form: str) -> None:
    question = first_of(data, form)
    page = start(f"#{question['id']}")
    by_keys(page, question)
    expect(page.get_by_role("heading", name="答对了")).to_be_focused()
    expect(page.locator(".tr-result")).to_contain_text("明天再问")
    page.keyboard.press("Enter")
    expect(page.locator(".tr-question legend")).to_be_visible()


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_answered_by_touch(start: Start, data: Data, form: str) -> None:
    question = first_of(data, form)
    page = start(f"#{question['id']}", has_touch=True, viewport={"width": 390, "height": 844})
    if form in ("single", "multiple", "verdict"):
        shown = _shown_options(page)
        for item in question["items"]:
            if item["right"]:
                page.locator(".tr-option").nth(shown.index(item["text"])).tap()
    else:
        by_mouse(page, question)
    page.get_by_role("button", name="交答案").tap()
    expect(page.get_by_role("heading", name="答对了")).to_be_visible()


def test_nothing_is_handed_in_unanswered_and_who_does_not_know_may_look(start: Start) -> None:
    page = start("#TM065")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("还没有选")
    page.get_by_role("button", name="不会，看答案").click()
    expect(page.get_by_role("heading", name="答错了")).to_be_visible()
    assert marks_of(page)["TM065"]["last"] == "wrong"


def test_what_it_rests_on_is_quoted_and_leads_to_the_handbook(start: Start, data: Data) -> None:
    page = start("#TM065")
    page.get_by_role("button", name="不会，看答案").click()
    link = page.locator(".tr-reason a").first
    id = link.inner_text()
    entry = data["entries"][id]
    assert link.get_attribute("href") == f"../{entry['url']}"
    assert link.get_attribute("title") == entry["title"]
    card = page.locator(".tr-entry").first
    main = data["entries"]["JC005"]
    expect(card).to_contain_text(main["title"])
    expect(card).to_contain_text("据讲话原文")
    expect(card.locator("blockquote")).to_have_text(main["quotes"][0])
    expect(card.locator(".hb-label")).to_have_text(main["label"])
    expect(card).to_contain_text(main["text"])
    expect(card.get_by_role("link", name="到手册里看 JC005")).to_have_attribute(
        "href", f"../{main['url']}"
    )


def test_reference_questions_say_that_they_are(start: Start, data: Data) -> None:
    page = start("#TM001")
    expect(page.locator(".tr-badges")).to_contain_text("参考条文")
    page.get_by_role("button", name="不会，看答案").click()
    expect(page.locator(".tr-evidence > .hb-notice").first).to_contain_text("不是正式规定")
    go(page, "#practice")
    count = sum(question["reference"] for question in data["questions"])
    page.get_by_text(f"有 {count} 题考的是参考条文").click()
    for notice in data["notices"]:
        expect(page.locator("details.hb-notice")).to_contain_text(notice)


def test_single_keys_can_be_turned_off_and_stay_off(start: Start) -> None:
    page = start("#TM065")
    page.get_by_label("用单键", exact=True).uncheck()
    page.keyboard.press("1")
    assert page.locator(".tr-option input:checked").count() == 0
    page.reload()
    page.keyboard.press("1")
    assert page.locator(".tr-option input:checked").count() == 0
    page.get_by_role("button", name="阅读设置").click()
    page.locator("input[name=hb-reading-keys][value=keys]").check()
    expect(page.get_by_label("用单键", exact=True)).to_be_checked()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    assert page.locator(".tr-option input:checked").count() == 1


def test_keys_that_choose_characters_hand_nothing_in(start: Start, data: Data) -> None:
    """Whoever types Chinese presses Enter and digits to choose among characters."""
    question = first_of(data, "gaps")
    page = start(f"#{question['id']}")
    gap = page.get_by_label("第 1 空")
    gap.fill("zheng")
    gap.evaluate(
        "gap => gap.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))"
    )
    expect(page.get_by_role("alert")).to_have_text("")
    gap.press("1")
    expect(gap).to_have_value("zheng1")


# --- rounds --------------------------------------------------------------------------------------


def test_wrong_ones_come_again_at_the_end_of_the_round(start: Start, data: Data) -> None:
    page = start()
    page.get_by_role("button", name="开始今天的练习").click()
    missed = question_on(page, data)["id"]
    page.get_by_role("button", name="不会，看答案").click()
    expect(page.locator(".tr-result")).to_contain_text("这一轮的最后再问一次")
    expect(page.get_by_text("共 11 题")).to_be_visible()
    page.keyboard.press("Enter")
    for _ in range(9):
        by_keys(page, question_on(page, data))
        expect(page.get_by_role("heading", name="答对了")).to_be_visible()
        page.keyboard.press("Enter")
    assert question_on(page, data)["id"] == missed
    by_keys(page, question_on(page, data))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="第一次就答对 9 题，共 10 题")).to_be_focused()
    page.get_by_role("link", name="回去").click()
    expect(page.locator(".tr-today")).to_contain_text("今天的练完了。明天有 10 题到期")
    expect(page.locator("section").filter(has_text="错题本")).to_contain_text("1 题，再答对两次")
    page.get_by_role("button", name="练错题").click()
    expect(page.locator(".tr-question .hb-id")).to_have_text(missed)


def test_a_part_is_chosen(start: Start, data: Data) -> None:
    page = start()
    box = page.locator("section").filter(has=page.get_by_role("heading", name="练哪一部分"))
    box.get_by_label("部分").select_option("2")
    topic = [question for question in data["questions"] if question["topic"] == 2]
    expect(box.get_by_role("status")).to_have_text(f"选出 {len(topic)} 题")
    box.get_by_label("只练情景题").check()
    scenarios = [question for question in topic if question["scenario"]]
    expect(box.get_by_role("status")).to_have_text(f"选出 {len(scenarios)} 题")
    box.get_by_label("部分").select_option("")
    box.get_by_label("只练情景题").uncheck()
    entry = box.get_by_label("条目的编号")
    entry.fill("没有的")
    expect(box.get_by_role("status")).to_contain_text("没有这个条目")
    expect(box.get_by_role("button", name="练这些题")).to_be_disabled()
    entry.fill("jc005")
    tested = [question["id"] for question in data["questions"] if "JC005" in question["tests"]]
    expect(box.get_by_role("status")).to_contain_text(f"选出 {len(tested)} 题")
    box.get_by_role("button", name="练这些题").click()
    expect(page.locator(".tr-question legend")).to_be_visible()
    assert question_on(page, data)["id"] in tested


def test_an_address_that_names_nothing_says_so(start: Start) -> None:
    page = start("#TM9999")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有 TM9999")
    expect(page.locator("[data-view]")).to_contain_text("留给正式考试")
    page.get_by_role("link", name="回到练习").click()
    expect(page.get_by_role("button", name="开始今天的练习")).to_be_visible()


# --- exams ---------------------------------------------------------------------------------------


def test_an_exam_goes_on_after_the_window_was_closed(start: Start, file: Path, data: Data) -> None:
    page = start("#exam")
    page.get_by_role("button", name="开始考试").click()
    ids = []
    for _ in range(3):
        question = question_on(page, data)
        ids.append(question["id"])
        by_mouse(page, question)
        page.get_by_role("button", name="下一题").click()
    expect(page.get_by_role("button", name="第 3 题，答了")).to_be_visible()
    context = page.context
    page.close()

    page = context.new_page()
    page.goto(file.as_uri())
    page.get_by_role("link", name="考试中").click()
    expect(page.locator("[data-view]")).to_contain_text("答了 3 题，共 20 题")
    page.get_by_role("button", name="接着考").click()
    page.get_by_role("button", name="第 2 题，答了").click()
    assert question_on(page, data)["id"] == ids[1]
    page.get_by_role("button", name="交卷…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("还有 17 题没有答完")
    dialog.get_by_role("button", name="不了").click()
    page.get_by_role("button", name="交卷…").click()
    dialog.get_by_role("button", name="交卷").click()
    expect(page.get_by_role("heading", name="✗ 不合格，15 分")).to_be_visible()
    expect(page.get_by_role("heading", name="该读的条目")).to_be_visible()
    expect(page.locator(".tr-answered")).to_have_count(20)
    page.locator(".tr-answered summary").first.click()
    expect(page.locator(".tr-answered .tr-line--right").first).to_be_visible()
    assert sorted(marks_of(page)) == sorted(ids)
    page.get_by_role("link", name="回到模拟考试").click()
    expect(page.get_by_role("table")).to_contain_text("15 分")
    page.reload()
    page.get_by_role("table").get_by_role("link").click()
    expect(page.get_by_role("heading", name="✗ 不合格，15 分")).to_be_visible()


def _tab_to(page: Page, words: str) -> None:
    for _ in range(60):
        if words in page.evaluate("document.activeElement.textContent"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {words}")


def test_a_whole_exam_by_keyboard_alone(start: Start, data: Data) -> None:
    page = start("#exam")
    page.keyboard.press("Tab")
    _tab_to(page, "开始考试")
    page.keyboard.press("Enter")
    expect(page.locator(".tr-question legend")).to_be_visible()
    for number in range(20):
        expect(page.get_by_text(f"第 {number + 1} 题，共 20 题")).to_be_visible()
        by_keys(page, question_on(page, data))
    expect(page.get_by_role("dialog")).to_contain_text("都答了，交卷？")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="✓ 合格，100 分")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_time_runs_while_the_page_is_open_and_then_hands_in(start: Start) -> None:
    page = start()
    page.clock.install()
    page.goto(page.url + "#exam")
    page.reload()
    page.get_by_role("button", name="开始考试").click()
    expect(page.locator(".tr-time")).to_have_text("还剩：30 分钟")
    page.clock.run_for(61_000)
    expect(page.locator(".tr-time")).to_have_text("还剩：28 分钟")
    # A night asleep takes a minute or so.
    page.clock.fast_forward("08:00:00")
    expect(page.locator(".tr-time")).to_have_text(re.compile("还剩：2[67] 分钟"))
    page.clock.run_for(28 * 60_000)
    expect(page.get_by_role("heading", name="✗ 不合格，0 分")).to_be_visible()
    expect(page.locator(".tr-result")).to_contain_text("时间到了自动交的卷")


def test_an_exam_can_be_given_up(start: Start) -> None:
    page = start("#exam")
    page.get_by_role("button", name="开始考试").click()
    page.get_by_role("button", name="放弃这一场").click()
    page.get_by_role("dialog").get_by_role("button", name="放弃").click()
    expect(page.get_by_role("button", name="开始考试")).to_be_visible()
    expect(page.locator("[data-view]")).to_contain_text("还没有考过")
    page.reload()
    expect(page.get_by_role("button", name="开始考试")).to_be_visible()


# --- paths and strengths -------------------------------------------------------------------------


def test_a_path_is_gone_step_by_step(start: Start, data: Data) -> None:
    path = data["paths"][0]
    page = start("#paths")
    page.get_by_role("link", name=f"开始：{path['title']}").click()
    page.get_by_role("link", name="开始第 1 步").click()
    expect(page.locator(".tr-entry")).to_have_count(len(path["steps"][0]["entries"]))
    page.get_by_role("button", name="读完了").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(path["steps"][1]["title"])
    check = next(at for at, step in enumerate(path["steps"]) if step["form"] == "check")
    go(page, f"#paths/{path['id']}/{check + 1}")
    expect(page.get_by_role("link", name="打开工作清单")).to_have_attribute(
        "href", "working-checklist.html"
    )
    test = next(at for at, step in enumerate(path["steps"]) if step["form"] == "test")
    go(page, f"#paths/{path['id']}/{test + 1}")
    page.get_by_role("button", name="开始测").click()
    for number in range(path["steps"][test]["count"]):
        question = question_on(page, data)
        assert question["id"] in path["steps"][test]["questions"]
        if number < 2:
            page.get_by_role("button", name="不会，看答案").click()
        else:
            by_keys(page, question)
        expect(page.locator(".tr-result")).to_be_visible()
        page.keyboard.press("Enter")
    expect(page.locator(".tr-result")).to_contain_text("达到 80%，这一步做完了")
    page.get_by_role("link", name="回去").click()
    expect(page.locator("[data-view]")).to_contain_text(f"做完 2 步，共 {len(path['steps'])} 步")
    page.reload()
    expect(page.locator(".tr-step--done")).to_have_count(2)


def test_strengths_are_seen_and_lead_to_practice(start: Start, data: Data) -> None:
    page = start("#TM065")
    by_keys(page, first_of(data, "single"))
    go(page, "#progress")
    cell = page.locator(".tr-grid").get_by_role("link", name="JC005")
    expect(cell).to_contain_text("刚练过一些")
    tested = {id for question in data["questions"] for id in question["tests"]}
    expect(page.locator(".tr-grid .tr-cell")).to_have_count(len(tested))
    page.get_by_text("按表格看").click()
    expect(page.locator("details tbody tr")).to_have_count(len(tested))
    cell.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("JC005 的题")
    page.get_by_role("button", name="练这些题").click()
    assert "JC005" in question_on(page, data)["tests"]


# --- keeping and forgetting ----------------------------------------------------------------------


def test_two_windows_lose_nothing_and_a_wipe_proves_itself(start: Start, file: Path) -> None:
    page = start("#TM065")
    other = page.context.new_page()
    other.goto(file.as_uri() + "#TM069")
    for window in (page, other):
        window.get_by_role("button", name="不会，看答案").click()
        expect(window.get_by_role("heading", name="答错了")).to_be_visible()
    page.reload()
    comes(page, lambda: sorted(marks_of(page)), ["TM065", "TM069"])
    go(page, "#record")
    expect(page.locator("[data-view]")).to_contain_text("2 题的记录")
    page.get_by_role("button", name="一键清除").click()
    expect(page.locator("[data-wiped]")).to_have_text(
        "已经清除：再读一遍，浏览器里和这一页上都没有记录了。"
    )
    expect(page.locator("[data-view]")).to_contain_text("0 题的记录")
    assert page.evaluate("Object.keys(localStorage)") == []
    expect(other.locator("[data-keeping-text]")).to_contain_text("另一个窗口清除了")
    other.get_by_role("button", name="这一页的也清除").click()
    go(other, "#record")
    expect(other.locator("[data-view]")).to_contain_text("0 题的记录")


def test_keeping_nothing_keeps_nothing(start: Start) -> None:
    page = start("#TM065")
    page.get_by_role("button", name="不会，看答案").click()
    go(page, "#record")
    page.get_by_label("不保存").check()
    expect(page.locator("[data-said]")).to_contain_text("不保存了")
    assert page.evaluate(KEPT) is None
    go(page, "#TM069")
    page.get_by_role("button", name="不会，看答案").click()
    assert page.evaluate(KEPT) is None
    go(page, "#record")
    page.get_by_label("不保存").uncheck()
    assert sorted(marks_of(page)) == ["TM065", "TM069"]


# --- files ---------------------------------------------------------------------------------------


def test_the_exported_record_fits_the_schema_and_is_taken_in(
    start: Start, catalog: Catalog, data: Data
) -> None:
    page = start("#TM065")
    by_keys(page, first_of(data, "single"))
    go(page, "#record")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出记录").click()
    assert download.value.suggested_filename == "trainer-record-2026.1.json"
    content = Path(download.value.path()).read_bytes()
    jsonschema.validate(json.loads(content), json.loads(trainer_schema(catalog)))

    other = start("#record")
    choose_files(other, content)
    dialog = other.get_by_role("dialog")
    expect(dialog).to_contain_text("会新增 1 题")
    dialog.get_by_role("button", name="不导入").click()
    assert marks_of(other) == {}
    choose_files(other, content)
    dialog.get_by_role("button", name="照这样导入").click()
    assert marks_of(other) == marks_of(page)
    choose_files(other, content)
    expect(dialog).to_contain_text("没有要改的")
    expect(dialog.get_by_role("button", name="照这样导入")).to_be_disabled()


HOSTILE = (
    b"{",
    b"\xff\xfe\x00",
    b"[" * 1_000_000,
    record({}, unit="某单位"),
    record({}, version=1e300),
    record({}, handbook="别的手册"),
    record({"<img src=x onerror=alert(1)>": {}}),
    record({"TM065": "<script>alert(1)</script>"}),
    record({}).replace(b'"marks": {}', b'"marks": {"__proto__": {"seen": 1}}'),
)


def test_hostile_files_are_refused_and_change_nothing(start: Start, tmp_path: Path) -> None:
    page = start("#record")
    dialog = page.get_by_role("dialog")
    for content in HOSTILE:
        choose_files(page, content)
        expect(dialog).to_contain_text("没有读：")
        expect(dialog).to_contain_text("什么也没有改")
        expect(dialog.get_by_role("button", name="照这样导入")).to_be_disabled()
        assert dialog.locator("img, script").count() == 0
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    huge = tmp_path / "huge.json"
    with huge.open("wb") as content_file:
        content_file.truncate(50_000_000)
    page.locator("[data-import-files]").set_input_files(huge)
    expect(dialog).to_contain_text("文件有 50.0 MB，超过 2 MB")
    assert page.evaluate(KEPT) is None


def test_a_new_edition_says_what_was_changed_and_removed(
    start: Start, file: Path, data: Data, tmp_path: Path
) -> None:
    questions = [question for question in data["questions"] if question["id"] != "TM069"]
    newer = data | {
        "questions": [
            question | {"revision": "0" * 8} if question["id"] == "TM065" else question
            for question in questions
        ]
    }
    text = file.read_text(encoding="utf-8")
    before, after = text.split('<script type="application/json" data-trainer>')
    rest = after.partition("</script>")[2]
    words = json.dumps(newer, ensure_ascii=False).replace("<", "\\u003c")
    new = tmp_path / "trainer.html"
    new.write_text(
        f'{before}<script type="application/json" data-trainer>{words}</script>{rest}',
        encoding="utf-8",
    )
    page = start("#TM065")
    for id in ("TM065", "TM069", "TM070"):
        go(page, f"#{id}")
        page.get_by_role("button", name="不会，看答案").click()
        expect(page.get_by_role("heading", name="答错了")).to_be_visible()
    page.goto(new.as_uri())
    notice = page.locator("[data-editions]")
    expect(notice).to_contain_text("没有变的 1 题，题目已改 1 题，本版没有 1 题")
    notice.locator("summary").click()
    expect(notice.get_by_role("link", name="TM065")).to_be_visible()
    expect(notice).to_contain_text("本版没有：TM069。记录还留着")
    go(page, "#record")
    choose_files(
        page, record({"TM065": mark({"revision": "1" * 8}), "TM069": mark({"revision": "1" * 8})})
    )
    expect(page.get_by_role("dialog")).to_contain_text("题目已改的会重新问：TM065")
    expect(page.get_by_role("dialog")).to_contain_text("本版没有的留在记录里，不问：TM069")


def test_a_clock_that_was_set_back_or_forward(start: Start, file: Path, data: Data) -> None:
    page = start()
    context = page.context
    page.clock.set_fixed_time("2026-12-10T09:00:00")
    page.goto(file.as_uri() + "#TM065")
    by_keys(page, first_of(data, "single"))
    expect(page.locator(".tr-result")).to_contain_text("明天再问")
    expect(page.locator("[data-clock]")).to_be_hidden()
    page.close()

    page = context.new_page()
    page.clock.set_fixed_time("2026-12-01T09:00:00")
    page.goto(file.as_uri())
    notice = page.locator("[data-clock]")
    expect(notice).to_contain_text(
        "记录里最后一次练是 2026-12-10，比这台计算机的今天（2026-12-01）还晚"
    )
    notice.get_by_role("button", name="把记录挪到今天").click()
    expect(notice).to_be_hidden()
    assert [marks_of(page)["TM065"][name] for name in ("day", "due")] == [
        "2026-12-01",
        "2026-12-02",
    ]
    page.reload()
    expect(notice).to_be_hidden()
    page.close()

    page = context.new_page()
    page.clock.set_fixed_time("2027-03-01T09:00:00")
    page.goto(file.as_uri())
    expect(page.locator(".tr-today")).to_contain_text("到期 1 题")
    expect(page.locator("[data-clock]")).to_be_hidden()


# --- how it looks --------------------------------------------------------------------------------


def _state(address: str, *acts: Callable[[Page], None]) -> Callable[[Page], None]:
    def prepare(page: Page) -> None:
        go(page, address)
        for act in acts:
            act(page)

    prepare.__name__ = address
    return prepare


def _click(role: Any, name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role(role, name=name).first.click()


def _open_all(page: Page) -> None:
    page.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")


def _import(page: Page) -> None:
    choose_files(
        page,
        record({"TM065": mark({"revision": "1" * 8}), "TM999": mark({"revision": "1" * 8})}),
        b"{",
    )
    _open_all(page)


def _hand_in_exam(page: Page) -> None:
    page.keyboard.press("1")
    page.get_by_role("button", name="交卷…").click()
    page.get_by_role("dialog").get_by_role("button", name="交卷").click()
    expect(page.locator(".tr-result")).to_be_visible()
    page.locator(".tr-answered summary").first.click()


_LOOK = _click("button", "不会，看答案")
_EXAM = _click("button", "开始考试")
STATES = (
    _state("#practice", _open_all),
    *(_state(f"#{id}") for id in ("TM065", "TM083", "TM198", "TM075", "TM070")),
    *(_state(f"#{id}", _LOOK, _open_all) for id in ("TM083", "TM198", "TM075", "TM070", "TM001")),
    _state("#TM065", lambda page: page.keyboard.press("Enter")),
    _state("#practice", _click("button", "开始今天的练习"), _LOOK),
    _state("#TM9999"),
    _state("#JC001"),
    _state("#exam"),
    _state("#exam", _EXAM),
    _state("#exam", _EXAM, _click("button", "交卷…")),
    _state("#exam", _EXAM, _hand_in_exam, _click("link", "回到模拟考试")),
    _state("#exam", _EXAM, _hand_in_exam),
    _state("#progress", _open_all),
    _state("#paths"),
    _state("#paths/new-member"),
    *(_state(f"#paths/new-member/{step}") for step in (1, 4, 5, 6)),
    _state("#record"),
    _state("#record", lambda page: page.get_by_label("不保存").check()),
    _state("#record", _import),
)


_SMALL = """() => Array.from(document.querySelectorAll('main :is(label:not(.tr-chooser label), select, button, summary, input[type=text])'))
  .filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 43.9)
  .map((one) => one.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_any_state_axe_finds_nothing_and_it_fits(
    browser: Browser, file: Path, scheme: str
) -> None:
    """At 390 px by day, at 1280 by night; by day also on 320 px, and in letters twice as large."""
    found = []
    for number, prepare in enumerate(STATES):
        context = axe_context(browser, 390 if scheme == "light" else 1280, scheme)
        page = context.new_page()
        page.goto(file.as_uri())
        prepare(page)
        where = f"{number} {prepare.__name__}（{scheme}）"
        findings = find(page, () if EVERYTHING or scheme == "light" else COLOUR_RULES)
        found += [told(where, findings)] if findings else []
        if scheme == "light":
            found += [f"{where}：{words}" for words in _misfits(page)]
        context.close()
    none(found)


def _misfits(page: Page) -> Iterator[str]:
    for width, size in ((320, 125), (390, 250)):
        page.set_viewport_size({"width": width, "height": 900})
        page.add_style_tag(content=f"html {{ font-size: {size}% !important }}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"比窗口宽（{width} px，字号 {size}%）"
        for html in page.evaluate(_SMALL)[:3]:
            yield f"太矮（{width} px，字号 {size}%）：{html}"


def test_in_forced_colours_levels_are_still_told_apart(start: Start, data: Data) -> None:
    page = start("#TM065", forced_colors="active")
    by_keys(page, first_of(data, "single"))
    go(page, "#progress")
    signs = page.locator(".tr-legend .tr-level").all_inner_texts()
    assert len(set(signs)) == 5
    expect(
        page.locator(".tr-grid").get_by_role("link", name="JC005").locator(".tr-level")
    ).to_have_text("■■□□")
