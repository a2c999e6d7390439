"""The package in a browser, taken by an LMS: scorm-again, a runtime of SCORM 1.2 that others wrote.

The LMS here is a server that keeps what scorm-again sends it, and gives it back at the next launch.
"""

from __future__ import annotations

import io
import json
import os
import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from handbook.catalog import Catalog
from handbook.learning.scorm import Part, Wanted, scorm_package
from handbook.project import Checked
from handbook.trainer import trainer_data
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

from tests.browser.axe import COLOUR_RULES, EVERYTHING, axe_context, find, told
from tests.browser.conftest import none
from tests.mkdocs_project import REPOSITORY
from tests.unit.test_questions import checked_with

pytestmark = pytest.mark.browser

DATE = 1_764_300_000
MOST_STATE = 4096

LAUNCH = """<!doctype html>
<html lang="zh"><meta charset="utf-8"><title>学习平台</title><link rel="icon" href="data:,">
<script src="scorm12.js"></script>
<script>
const { kept, settings } = %s;
window.API = new Scorm12API({ autocommit: false, logLevel: 5, lmsCommitUrl: 'commit', ...settings });
window.API.loadFromJSON(kept, 'cmi');
window.refused = [];
for (const name of ['LMSInitialize', 'LMSSetValue', 'LMSCommit', 'LMSFinish']) {
  const say = window.API[name].bind(window.API);
  window.API[name] = (...words) => {
    const answer = String(say(...words));
    if (answer !== 'true') window.refused.push([name, ...words, window.API.LMSGetLastError()].join(' '));
    return answer;
  };
}
</script>
%s
</html>
"""
FRAMED = '<iframe id="sco" src="sco/index.html" title="学习单元" style="width:100%;height:95vh;border:0"></iframe>'
# As platforms do that open a window: the API stands in the one that stays.
OPENING = "<button onclick=\"window.open('sco/index.html')\">打开</button>"


def runtime() -> Path:
    """The script of scorm-again, as npm installed it for the tests; ``NODE_PATH`` is looked at too."""
    folders = [REPOSITORY / "node_modules", *map(Path, os.environ.get("NODE_PATH", "").split(os.pathsep))]  # fmt: skip
    paths = [folder / "scorm-again" / "dist" / "scorm12.min.js" for folder in folders]
    found = next((path for path in paths if path.is_file()), None)
    assert found, "没有安装 scorm-again：先运行 make test 完成安装"
    return found


@dataclass
class Platform:
    """An LMS: the package it was given, what it keeps of one learner, and how it behaves."""

    package: dict[str, bytes]
    kept: dict[str, Any] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)  # to the runtime, besides what is kept
    launch: str = FRAMED
    commits: list[dict[str, Any]] = field(default_factory=list)
    is_broken: bool = False
    address: str = ""

    @property
    def core(self) -> dict[str, Any]:
        found: dict[str, Any] = self.kept["core"]
        return found

    @property
    def score(self) -> list[str]:
        return [str(self.core["score"][part]) for part in ("raw", "min", "max")]

    @property
    def interactions(self) -> list[dict[str, Any]]:
        found = self.kept.get("interactions", {})
        return [found[key] for key in sorted(found, key=int) if key.isdecimal()]

    def answer(self, path: str) -> tuple[str, bytes] | None:
        name = path.split("?")[0].removeprefix("/")
        if name == "":
            core = {**self.kept.get("core", {}), **self.given.get("core", {})}
            core["entry"] = "resume" if core.get("exit") == "suspend" else "ab-initio"
            core.pop("exit", None), core.pop("session_time", None)
            kept = {**self.kept, **self.given, "core": core}
            kept.pop("interactions", None)  # which SCORM 1.2 lets nobody read again
            words = json.dumps({"kept": kept, "settings": {}}, ensure_ascii=False)
            return "text/html; charset=utf-8", (LAUNCH % (words, self.launch)).encode()
        if name == "scorm12.js":
            return "text/javascript", runtime().read_bytes()
        content = self.package.get(name.removeprefix("sco/"))
        return ("text/html; charset=utf-8", content) if content else None

    def take(self, body: bytes) -> bool:
        if self.is_broken:
            return False
        commit = json.loads(body)
        self.commits.append(commit)
        self.kept = commit["cmi"]
        assert len(self.kept["suspend_data"]) <= MOST_STATE
        return True


Serve = Callable[..., Platform]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts an LMS that was given a package."""
    servers: list[ThreadingHTTPServer] = []

    def start(package: bytes, **options: Any) -> Platform:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            platform = Platform(
                {name: archive.read(name) for name in archive.namelist()}, **options
            )

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:
                """Says nothing of each request."""

            def reply(self, code: int, kind: str, content: bytes) -> None:
                self.send_response(code)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(content)

            def do_GET(self) -> None:
                found = platform.answer(self.path)
                self.reply(200 if found else 404, *(found or ("text/plain", b"")))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                is_taken = platform.take(body)
                words = {"result": is_taken, "errorCode": 0 if is_taken else 391}
                self.reply(200 if is_taken else 500, "application/json", json.dumps(words).encode())

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        platform.address = f"http://127.0.0.1:{server.server_port}/"
        return platform

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@dataclass
class Visit:
    """One launch, seen from above and from within."""

    page: Page
    sco: FrameLocator

    def refused(self) -> list[str]:
        """What the runtime did not take: a value of a wrong form, a call at a wrong time."""
        found: list[str] = self.page.evaluate("refused")
        return found

    def end(self) -> None:
        self.sco.get_by_role("button", name="保存，退出").click()
        expect(self.sco.get_by_role("heading", name="存好了")).to_be_visible()
        assert self.refused() == []
        self.page.close()


Launch = Callable[..., Visit]


@pytest.fixture
def launch(browser: Browser) -> Iterator[Launch]:
    """Opens the unit as the LMS does; fails on what the console says, unless that is expected."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_at(platform: Platform, *, is_noisy: bool = False, **options: Any) -> Visit:
        context = browser.new_context(locale="zh-CN", **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        if not is_noisy:
            page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(platform.address)
        return Visit(page, page.frame_locator("#sco"))

    yield open_at
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture(scope="module")
def catalog(real: Checked) -> Catalog:
    assert real.catalog is not None
    return real.catalog


@pytest.fixture(scope="module")
def package(catalog: Catalog) -> bytes:
    return scorm_package(catalog, Wanted(), DATE)


@pytest.fixture(scope="module")
def bank(catalog: Catalog) -> dict[str, dict[str, Any]]:
    return {question["id"]: question for question in trainer_data(catalog)["questions"]}


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Practice alone, of a handbook with three questions, one of them about a reference wording."""
    checked = checked_with(tmp_path_factory.mktemp("scorm"))
    assert checked.catalog is not None
    return scorm_package(checked.catalog, Wanted(Part.PRACTICE), DATE)


# --- hands -----------------------------------------------------------------------------------------


def asked(sco: FrameLocator, bank: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The question that stands on the page."""
    return bank[sco.locator(".tr-question .hb-id").inner_text()]


def answer(sco: FrameLocator, question: dict[str, Any]) -> None:
    """Answers the question that stands on the page, rightly."""
    items = question["items"]
    fields = sco.locator(".tr-fields")
    if question["form"] == "gaps":
        for place, item in enumerate(items):
            fields.get_by_label(f"第 {place + 1} 空", exact=True).fill(item["text"])
    elif question["form"] == "match":
        for item in items:
            row = _row(fields, item["text"])
            option = row.locator("option").filter(has_text=re.compile(f"　{re.escape(item['partner'])}$"))  # fmt: skip
            row.locator("select").select_option(value=option.get_attribute("value"))
    elif question["form"] == "order":
        for place, item in enumerate(items):
            row = fields.locator(".tr-order li").filter(has_text=item["text"])
            while fields.locator(".tr-order li").nth(place).locator("> span").first.inner_text() != item["text"]:  # fmt: skip
                row.get_by_role("button", name="上移").click()
    else:
        for item in items:
            if item["right"]:
                fields.locator(".tr-option").filter(has_text=item["text"]).first.click()


def _row(fields: Locator, text: str) -> Locator:
    rows = fields.locator(".tr-pair")
    texts = rows.locator("> span").all_inner_texts()
    return rows.nth(texts.index(text))


def hand_in(sco: FrameLocator) -> None:
    sco.get_by_role("button", name="交卷…").click()
    sco.get_by_role("dialog").get_by_role("button", name="交卷", exact=True).click()


# --- an attempt --------------------------------------------------------------------------------------


def test_launched_answered_suspended_resumed_scored_and_completed(
    serve: Serve, launch: Launch, package: bytes, bank: dict[str, dict[str, Any]]
) -> None:
    platform = serve(package)
    visit = launch(platform)
    sco = visit.sco
    expect(sco.locator("[data-standing]")).to_contain_text("已经连上学习平台")
    expect(sco.locator("[data-standing]")).to_contain_text("模拟考试 80 分合格")
    assert platform.core["lesson_status"] == "incomplete"
    sco.get_by_role("button", name="开始考试").click()
    seen = []
    for _ in range(7):
        question = asked(sco, bank)
        seen.append(question["id"])
        answer(sco, question)
        sco.get_by_role("button", name="下一题").click()
    visit.end()
    assert platform.core["exit"] == "suspend"
    assert platform.core["lesson_location"] == "exam:8"
    assert platform.core["lesson_status"] == "incomplete"
    assert platform.core["score"]["raw"] == ""
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d\d", platform.core["session_time"])

    visit = launch(platform)
    sco = visit.sco
    expect(sco.get_by_text("答了 7 题，共 20 题")).to_be_visible()
    sco.get_by_role("button", name="接着考").click()
    expect(sco.get_by_role("button", name="第 8 题，没有答")).to_have_attribute(
        "aria-current", "step"
    )
    expect(sco.get_by_role("button", name=re.compile("，答了$"))).to_have_count(7)
    # The next one is a step of the same draw, and what was answered stands there.
    sco.get_by_role("button", name="上一题").click()
    assert asked(sco, bank)["id"] == seen[-1]
    sco.get_by_role("button", name="下一题").click()
    for place in range(7, 20):
        question = asked(sco, bank)
        seen.append(question["id"])
        answer(sco, question)
        if place < 19:
            sco.get_by_role("button", name="下一题").click()
    hand_in(sco)
    expect(sco.get_by_role("heading", name="✓ 合格，100 分")).to_be_visible()
    expect(sco.locator("[data-standing]")).to_contain_text("平台上的成绩是 100 分，合格")
    assert platform.score == ["100", "0", "100"]
    assert platform.core["lesson_status"] == "passed"
    assert [one["id"] for one in platform.interactions] == seen
    assert {one["result"] for one in platform.interactions} == {"correct"}
    assert len(set(seen)) == 20
    assert not any(bank[id]["reference"] for id in seen)
    visit.end()
    assert platform.core["lesson_status"] == "passed"

    visit = launch(platform)
    expect(visit.sco.locator("[data-standing]")).to_contain_text("平台上的成绩是 100 分，合格")
    expect(visit.sco.get_by_role("table")).to_contain_text("100 分")
    # Another draw; a worse result does not count, and is told.
    visit.sco.get_by_role("button", name="开始考试").click()
    hand_in(visit.sco)
    expect(visit.sco.get_by_role("heading", name="✗ 不合格，0 分")).to_be_visible()
    expect(visit.sco.locator("[data-standing]")).to_contain_text("平台上的成绩是 100 分，合格")
    visit.end()
    assert platform.score == ["100", "0", "100"]
    assert platform.core["lesson_status"] == "passed"


def test_each_attempt_draws_its_own_questions(serve: Serve, launch: Launch, package: bytes) -> None:
    platform = serve(package)
    sco = launch(platform).sco
    drawn = []
    for _ in range(2):
        sco.get_by_role("button", name="开始考试").click()
        hand_in(sco)
        drawn.append(sco.locator(".tr-answered > summary .hb-id").all_inner_texts())
        sco.get_by_role("link", name="回到模拟考试").click()
    assert len(drawn[0]) == len(drawn[1]) == 20
    assert drawn[0] != drawn[1]
    assert platform.core["lesson_status"] == "failed"
    assert platform.score == ["0", "0", "100"]


def test_a_window_that_is_closed_in_haste_can_be_resumed(
    serve: Serve, launch: Launch, package: bytes, bank: dict[str, dict[str, Any]]
) -> None:
    platform = serve(package)
    visit = launch(platform)
    visit.sco.get_by_role("button", name="开始考试").click()
    question = asked(visit.sco, bank)
    answer(visit.sco, question)
    visit.page.goto("about:blank")
    for _ in range(100):
        if platform.core["lesson_location"] == "exam:1":
            break
        visit.page.wait_for_timeout(50)
    again = launch(platform)
    expect(again.sco.get_by_text("答了 1 题，共 20 题")).to_be_visible()
    assert again.refused() == []


def test_the_mark_of_the_platform_counts(serve: Serve, launch: Launch, package: bytes) -> None:
    platform = serve(package, given={"student_data": {"mastery_score": "65"}})
    sco = launch(platform).sco
    expect(sco.locator("[data-standing]")).to_contain_text("模拟考试 65 分合格")
    expect(sco.locator("[data-view]")).to_contain_text("65 分合格")


def test_it_is_found_in_the_window_that_opened_it(
    serve: Serve, launch: Launch, package: bytes
) -> None:
    platform = serve(package, launch=OPENING)
    visit = launch(platform)
    with visit.page.expect_popup() as popup:
        visit.page.get_by_role("button", name="打开").click()
    expect(popup.value.locator("[data-standing]")).to_contain_text("已经连上学习平台")
    assert platform.core["lesson_status"] == "incomplete"


def test_a_platform_that_takes_nothing_is_told_of_and_tried_again(
    serve: Serve, launch: Launch, package: bytes
) -> None:
    platform = serve(package)
    visit = launch(platform, is_noisy=True)
    sco = visit.sco
    sco.get_by_role("button", name="开始考试").click()
    platform.is_broken = True
    hand_in(sco)
    trouble = sco.locator("[data-trouble]")
    expect(trouble).to_contain_text("学习平台没有收下，成绩还没有报上去（LMSCommit")
    sco.get_by_role("button", name="再送一次").click()
    expect(sco.locator("[data-said]")).to_have_text("还是没有收下")
    expect(trouble).to_be_visible()
    platform.is_broken = False
    sco.get_by_role("button", name="再送一次").click()
    expect(sco.locator("[data-said]")).to_have_text("送上去了")
    expect(trouble).to_be_hidden()
    assert platform.score == ["0", "0", "100"]
    assert platform.core["lesson_status"] == "failed"


def test_looking_back_changes_nothing(serve: Serve, launch: Launch, package: bytes) -> None:
    given = {"core": {"lesson_mode": "review", "lesson_status": "passed"}}
    platform = serve(package, given=given)
    sco = launch(platform).sco
    expect(sco.locator("[data-standing]")).to_contain_text("让你回看：可以看，可以练，什么也不记")
    sco.get_by_role("button", name="开始考试").click()
    hand_in(sco)
    expect(sco.get_by_role("heading", name="✗ 不合格，0 分")).to_be_visible()
    assert not any(commit["cmi"]["core"]["score"]["raw"] for commit in platform.commits)


def test_a_state_of_other_questions_is_not_taken_for_ours(
    serve: Serve, launch: Launch, package: bytes
) -> None:
    for state, words in (("1.abc.AAAA", "是另一版题目的，接不上"), ("{}", "读不懂，从头练")):
        platform = serve(package, given={"suspend_data": state})
        expect(launch(platform).sco.locator("[data-standing]")).to_contain_text(words)


# --- practice ----------------------------------------------------------------------------------------


def _order(sco: FrameLocator | Page) -> None:
    for place, text in enumerate(["进门", "登记", "看库", "锁门"]):
        while sco.locator(".tr-order li").nth(place).locator("> span").first.inner_text() != text:
            sco.get_by_role("button", name=f"上移：{text}").click()


def _practise(sco: FrameLocator | Page) -> None:
    """Both questions that are no reference: the order rightly, the gaps not at all."""
    sco.get_by_role("button", name="开始今天的练习").click()
    for _ in range(2):
        if sco.locator(".tr-question .hb-id").inner_text() == "ST002":
            _order(sco)
            sco.get_by_role("button", name="交答案").click()
        else:
            sco.get_by_role("button", name="不会，看答案").click()
        sco.get_by_role("button", name=re.compile("下一题|看结果")).click()


def test_practice_is_done_when_every_question_was_answered(
    serve: Serve, launch: Launch, practice: bytes
) -> None:
    platform = serve(practice)
    visit = launch(platform)
    sco = visit.sco
    expect(sco.locator("[data-standing]")).to_contain_text("还有 2 题；考参考的题不算在内")
    expect(sco.get_by_role("navigation").get_by_role("link")).to_have_text(["练习", "掌握情况"])
    _practise(sco)
    # The wrong one comes again at the end of the round: all were answered, though.
    assert platform.core["lesson_status"] == "completed"
    visit.end()
    assert platform.core["score"]["raw"] == ""
    again = launch(platform)
    expect(again.sco.locator("[data-standing]")).to_contain_text(
        "每一题都练过了，已经报给平台：完成"
    )
    expect(again.sco.locator("[data-view]")).to_contain_text("1 题，再答对两次才划掉")
    assert again.refused() == []


def test_without_a_platform_it_says_so_and_is_practice(
    browser: Browser, package: bytes, tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extractall(tmp_path / "学习 包")
    context = browser.new_context(locale="zh-CN", offline=True)
    said: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((tmp_path / "学习 包" / "index.html").as_uri())
    expect(page.locator("[data-standing]")).to_have_text(
        "没有连上学习平台：这一页是单独打开的，或者平台没有给出 SCORM 1.2 的接口。"
        "可以照常练，成绩和做到哪里都不记，关掉这一页就没有。"
    )
    expect(page.get_by_role("heading", name="练习", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="保存，退出")).to_be_hidden()
    page.get_by_role("button", name="开始今天的练习").click()
    page.get_by_role("button", name="不会，看答案").click()
    expect(page.get_by_role("heading", name="✗ 答错了")).to_be_visible()
    page.get_by_role("link", name="模拟考试").click()
    expect(page.get_by_role("button", name="开始考试")).to_be_visible()
    # The handbook is not here: ids are words, not links that lead nowhere.
    assert page.locator("[data-view] a[target]").count() == 0
    assert page.evaluate("Object.keys(localStorage)") == []
    assert said == []
    context.close()


def test_with_an_address_its_links_lead_to_the_handbook(
    browser: Browser, catalog: Catalog, tmp_path: Path
) -> None:
    wanted = Wanted(handbook="https://example.cn/sc", with_reference=True)
    with zipfile.ZipFile(io.BytesIO(scorm_package(catalog, wanted, DATE))) as archive:
        archive.extractall(tmp_path)
    page = browser.new_page()
    page.goto(f"{(tmp_path / 'index.html').as_uri()}#TM001")
    page.get_by_role("button", name="不会，看答案").click()
    link = page.get_by_role("link", name="到手册里看 BZ01")
    assert str(link.get_attribute("href")).startswith("https://example.cn/sc/discipline/")
    page.close()


# --- axe ---------------------------------------------------------------------------------------------


def _hall(page: Page) -> None:
    page.goto(page.url.partition("#")[0] + "#exam")


def _sitting(page: Page) -> None:
    _hall(page)
    page.get_by_role("button", name="开始考试").click()


def _result(page: Page) -> None:
    _sitting(page)
    page.get_by_role("button", name="交卷…").click()
    page.get_by_role("dialog").get_by_role("button", name="交卷", exact=True).click()


def _connected(page: Page) -> None:
    """With a platform that takes nothing, and says so."""
    page.add_init_script(
        "window.API = { LMSInitialize: () => 'true', LMSFinish: () => 'false', LMSGetValue: () => '',"
        " LMSSetValue: () => 'false', LMSCommit: () => 'false', LMSGetLastError: () => '101', LMSGetErrorString: () => 'x' };"
    )
    page.reload()
    expect(page.locator("[data-trouble]")).to_be_visible()


def _ended(page: Page) -> None:
    _connected(page)
    page.get_by_role("button", name="保存，退出").click()
    expect(page.get_by_role("heading", name="没有都存上去")).to_be_visible()


def _alone(page: Page) -> None:
    """The page as it comes."""


STATES = (_alone, _hall, _sitting, _result, _connected, _ended)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing_in_any_state(
    browser: Browser, catalog: Catalog, tmp_path: Path, width: int, scheme: str
) -> None:
    wanted = Wanted(with_reference=True)
    with zipfile.ZipFile(io.BytesIO(scorm_package(catalog, wanted, DATE))) as archive:
        archive.extractall(tmp_path)
    found = []
    for prepare in STATES:
        context = axe_context(browser, width, scheme)
        page = context.new_page()
        page.goto((tmp_path / "index.html").as_uri())
        prepare(page)
        findings = find(page, () if EVERYTHING or scheme == "light" else COLOUR_RULES)
        found += [told(f"{prepare.__name__}（{width}，{scheme}）", findings)] if findings else []
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{prepare.__name__}（{width}）：横向多出 {wide} 像素"] if wide > 0 else []
        context.close()
    none(found)
