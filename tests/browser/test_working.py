"""The working checklist as a team uses it: ticks that stay, hands that need no mouse, files that merge."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from handbook.addresses import WORKING_CHECKLIST, WORKING_SCHEMA
from handbook.catalog import Catalog
from handbook.frozen import FrozenEdition
from handbook.project import Checked
from handbook.working_checklist import working_checklist
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.browser.axe import COLOUR_RULES, EVERYTHING, axe_context, find, told
from tests.browser.conftest import Built, Open, chromium_path, none
from tests.browser.test_reading import OWN_STORAGE, WITHHELD_ONCE
from tests.browser.test_tour import firefox_path
from tests.browser.waiting import comes, eventually
from tests.mkdocs_project import REPOSITORY

pytestmark = pytest.mark.browser

STATE = """() => Object.fromEntries(Array.from(document.querySelectorAll('[data-row]'), (row) => [row.dataset.row, [
  row.querySelector('input[type=radio]:checked').value,
  ...Array.from(row.querySelectorAll('input[type=checkbox]:checked'), (input) => input.value),
]]).filter(([, marks]) => marks.join() !== '未查'))"""
# What lies in the second copy: texts by key.
COPY = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open('xuncha-handbook-working');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const texts = opening.result.transaction('texts').objectStore('texts');
    const [keys, values] = [texts.getAllKeys(), texts.getAll()];
    values.onsuccess = () => {
      opening.result.close();
      resolve(Object.fromEntries(keys.result.map((key, at) => [key, values.result[at]])));
    };
  };
})"""
FORBID = """Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"""
NO_COPY = "Object.defineProperty(window, 'indexedDB', { get: () => undefined });"
# As an overloaded Chromium does: the page has a storage of its own, and hears nothing of the other.
APART = f"""
  {OWN_STORAGE}
  addEventListener('storage', (event) => event.stopImmediatePropagation());
"""
FILL = """Storage.prototype.setItem = function () { throw new DOMException('full', 'QuotaExceededError'); };"""


def state(page: Page) -> dict[str, list[str]]:
    """The rows that were marked, with result and ways."""
    found = page.evaluate(STATE)
    assert isinstance(found, dict)
    return found


def shows(page: Page, expected: dict[str, list[str]]) -> None:
    """Waits for these marks: some may come from another window, or from the second copy."""
    comes(page, lambda: state(page), expected)


@pytest.fixture(scope="module")
def catalog(real: Checked) -> Catalog:
    assert real.catalog is not None
    return real.catalog


@pytest.fixture(scope="module")
def file(built: Built) -> Path:
    return built.site / WORKING_CHECKLIST


Start = Callable[..., Page]


@pytest.fixture
def start(browser: Browser, file: Path) -> Iterator[Start]:
    """Opens the file from the disk in a browser of its own, with the network off."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_file(path: Path = file, script: str = "", **options: Any) -> Page:
        context = browser.new_context(locale="zh-CN", offline=True, **options)
        contexts.append(context)
        context.set_default_timeout(5_000)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert said == []


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def record(items: dict[str, Any], **changes: Any) -> bytes:
    """A file as the page exports it."""
    fields = {
        "format": "handbook-working-checklist",
        "version": 1,
        "handbook": "政治巡察工作手册",
        "edition": "2026.1",
        "mode": "training",
        "items": {
            id: {"result": value, "methods": []} if isinstance(value, str) else value
            for id, value in items.items()
        },
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


# --- in every browser ----------------------------------------------------------------------------


@pytest.mark.parametrize("browser_name", ["chromium", "firefox"])
def test_what_a_team_does_works_in_every_browser(
    browser_name: str, file: Path, upgraded: tuple[Path, Path], tmp_path: Path
) -> None:
    path = chromium_path() if browser_name == "chromium" else firefox_path()
    if not path:
        pytest.skip("没有 Firefox：安装以后再运行 make test，或设 FIREFOX=浏览器的路径")
    script = REPOSITORY / "tests" / "browser" / "working.cjs"
    result = subprocess.run(
        ["node", str(script), browser_name, path, str(file), str(tmp_path), *map(str, upgraded)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    seen = json.loads(result.stdout)

    ticked = [["JC001", "已查", ""], ["JC002", "存疑", "听取汇报"]]
    is_shared = browser_name == "chromium"  # by all files of the disk
    assert seen["console"] == []
    assert seen["states"] == {
        "ticked": ticked,
        "reloaded": ticked,
        "restarted": ticked,
        "moved": ticked if is_shared else [],
        "previewed": ticked if is_shared else [],
        "imported": ticked,
        "left": [],
        "wiped": [],
        "two": [["JC004", "已查", ""], ["JC005", "存疑", ""]],
        "merged": [
            ["JC004", "存疑", ""],
            ["JC005", "存疑", ""],
            ["JC006", "已查", ""],
            ["WT001", "存疑", ""],
        ],
        "upgraded": [["JC001", "已查", ""], ["JC002", "已查", ""]],
        "forbidden": [["JC001", "已查", ""]],
    }
    assert seen["words"]["workbook"] == "PK\x03\x04"
    assert "不是编号" in seen["words"]["hostile"]
    assert seen["words"]["images"] == 0
    assert "保留 1 条，文字已改 1 条，已删 1 条" in seen["words"]["upgraded"]
    assert "不让本页存东西" in seen["words"]["forbidden"]
    assert ("任何一个本地的 HTML 文件" in seen["words"]["place"]) is is_shared
    assert ("移动以后用“导入、合并”" in seen["words"]["place"]) is not is_shared
    assert seen["words"]["preview"].startswith("会改 0 条" if is_shared else "会改 2 条")
    assert seen["words"]["wiped"].startswith("已经清除：再读一遍")
    assert seen["words"]["locked"] == "存着加密的笔记，锁着。"
    assert seen["words"]["note"] == "abc"


# --- what stands there first ---------------------------------------------------------------------


def test_it_works_over_http_and_from_the_bundle_and_asks_for_nothing(visit: Open) -> None:
    page = visit().go(WORKING_CHECKLIST)
    press(page, "2 j 3")
    page.reload()
    shows(page, {"JC001": ["已查"], "JC002": ["存疑"]})
    row = page.locator("[data-row=JC001]")
    row.locator("summary", has_text="据讲话原文").click()
    row.get_by_role("link").click()
    expect(page.locator("#JC001")).to_be_in_viewport()


def test_the_mode_stands_first_and_each_keeps_its_own(start: Start) -> None:
    page = start()
    first = page.locator("main > section").first
    expect(first).to_contain_text("现在是训练")
    expect(first).to_contain_text("严禁在联网计算机记录真实巡察情况")
    press(page, "2")

    page.get_by_label("使用", exact=True).click()
    page.get_by_role("button", name="不了").click()
    expect(first).to_contain_text("现在是训练")
    page.get_by_label("使用", exact=True).click()
    page.get_by_role("button", name="这台计算机可以用").click()
    expect(first).to_contain_text("现在是使用")
    assert state(page) == {}
    press(page, "3")
    page.reload()
    expect(first).to_contain_text("现在是使用")
    shows(page, {"JC001": ["存疑"]})
    page.get_by_label("训练", exact=True).click()
    assert state(page) == {"JC001": ["已查"]}


def test_without_scripts_it_is_a_blank_form(start: Start) -> None:
    page = start(java_script_enabled=False)
    assert page.locator("[data-row]:visible").count() == 101
    expect(page.locator(".hb-notice").filter(has_text="空白表")).to_be_visible()
    assert page.locator("button:visible").count() == 0


def test_where_there_is_no_second_copy_it_says_so(start: Start) -> None:
    page = start(script=NO_COPY)
    expect(page.locator("[data-keeping-text]")).to_contain_text("这个浏览器只让存一份")
    press(page, "2")
    page.reload()
    shows(page, {"JC001": ["已查"]})


@pytest.mark.parametrize(("script", "words"), [(FORBID, "不让本页存东西"), (FILL, "没有地方存了")])
def test_where_nothing_can_be_kept_it_says_so_first_and_goes_on(
    start: Start, script: str, words: str
) -> None:
    page = start(script=script)
    expect(page.locator("[data-keeping-text]")).to_contain_text(words)
    expect(page.get_by_label("不保存")).to_be_disabled()
    press(page, "2")
    assert state(page) == {"JC001": ["已查"]}
    with page.expect_event("dialog") as asked:
        page.evaluate("setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    with page.expect_download():
        page.get_by_role("button", name="导出记录").click()


# --- by hand -------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_and_what_is_pressed_is_large_enough(start: Start, width: int) -> None:
    page = start(viewport={"width": width, "height": 900})
    page.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    small = page.evaluate("""() => Array.from(document.querySelectorAll('main :is(label, summary, select, button)'))
      .filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 44)
      .map((one) => one.outerHTML.slice(0, 80))""")
    assert small == []


def test_nine_are_done_with_fewer_than_nine_keys_more(start: Start) -> None:
    page = start()
    shown = page.locator("[data-row]:visible")
    assert shown.count() == 9
    keys = ["2", "j", "3", "j", "4", "j", "2", "j", "2", "j", "2", "j", "2", "j", "2", "j", "2"]
    press(page, " ".join(keys))

    assert len(keys) < 9 + 9
    assert len(state(page)) == 9
    expect(page.locator("[data-total]")).to_have_text(
        "已定 8/101；未查 92，已查 7，存疑 1，不适用 1"
    )
    assert page.evaluate("document.activeElement.closest('[data-row]').dataset.row") == (
        shown.last.get_attribute("data-row")
    )
    press(page, "j")
    expect(page.locator("[data-card]")).to_contain_text("第 2 张，共 12 张")
    assert page.evaluate(
        "document.activeElement.closest('[data-row]').hasAttribute('data-current')"
    )
    press(page, "k")
    expect(page.locator("[data-card]")).to_contain_text("第 1 张")
    assert page.evaluate("document.activeElement.closest('[data-row]').dataset.row") == (
        shown.last.get_attribute("data-row")
    )


def test_keys_tick_ways_move_by_arrows_and_undo(start: Start) -> None:
    page = start()
    press(page, "2 5 7 ArrowDown 4")
    expect(page.locator("[data-said]")).to_have_text("JC002 不适用")
    assert state(page) == {"JC001": ["已查", "听取汇报", "调阅资料"], "JC002": ["不适用"]}
    press(page, "u Control+z")
    expect(page.locator("[data-said]")).to_have_text("撤销：JC001 回到已查")
    assert state(page) == {"JC001": ["已查", "听取汇报"]}
    press(page, "u u")
    assert state(page) == {}
    press(page, "u")
    expect(page.locator("[data-said]")).to_have_text("没有可以撤销的")


def test_single_keys_can_be_turned_off_and_stay_off(start: Start) -> None:
    page = start()
    page.get_by_role("checkbox", name="用单键", exact=True).uncheck()
    press(page, "2 j 3")
    assert state(page) == {}
    page.reload()
    press(page, "2")
    assert state(page) == {}
    page.locator("[data-row=JC001]").get_by_label("已查").check()
    page.keyboard.press("Control+z")
    assert state(page) == {}
    page.get_by_role("button", name="阅读设置").click()
    page.locator("input[name=hb-reading-keys][value=keys]").check()
    expect(page.get_by_role("checkbox", name="用单键", exact=True)).to_be_checked()


def test_a_part_is_chosen_and_what_is_open_is_seen(start: Start) -> None:
    page = start()
    press(page, "2 j 3 j 4")
    page.get_by_text("各部分的进度").click()
    page.get_by_role("button", name="ZD01").click()
    expect(page.locator("[data-card]")).to_have_text("第 1 张，共 1 张（选出 8 条）")
    page.get_by_label("结果").select_option("open")
    expect(page.locator("[data-card]")).to_have_text("第 1 张，共 1 张（选出 6 条）")
    expect(page.locator("[data-row=JC001]")).to_be_hidden()
    expect(page.locator("[data-row=JC002]")).to_be_visible()
    page.get_by_label("种类").select_option("problem")
    assert page.locator("[data-row]:visible").count() == 2
    page.get_by_label("部分").select_option("")
    page.get_by_label("结果").select_option("不适用")
    expect(page.locator("[data-nothing]")).to_be_visible()


def test_a_row_that_is_ticked_stays_in_sight_until_chosen_again(start: Start) -> None:
    page = start()
    page.get_by_label("结果").select_option("open")
    page.locator("#wk-list").focus()
    press(page, "2")
    expect(page.locator("[data-row=JC001]")).to_be_visible()
    page.get_by_role("button", name="重新挑选").click()
    expect(page.locator("[data-row=JC001]")).to_be_hidden()


def test_a_reset_asks_and_can_be_undone(start: Start) -> None:
    page = start()
    press(page, "2 5 j 3")
    before = state(page)
    page.get_by_role("button", name="全部改回未查").click()
    expect(page.get_by_role("dialog")).to_contain_text("记了的 2 条")
    page.get_by_role("button", name="不了").click()
    assert state(page) == before
    page.get_by_role("button", name="全部改回未查").click()
    page.get_by_role("button", name="改回", exact=True).click()
    assert state(page) == {}
    page.get_by_role("button", name="撤销").click()
    assert state(page) == before


def test_on_paper_all_that_was_chosen_is_there_and_no_button(start: Start) -> None:
    page = start(color_scheme="dark")
    page.get_by_label("部分").select_option("0")
    page.emulate_media(media="print")
    style = "getComputedStyle(document.querySelector('[data-row] legend'))"
    assert page.evaluate(f"{style}.color") == "rgb(0, 0, 0)"
    assert page.locator("[data-row]:visible").count() == 18
    assert page.locator("button:visible").count() == 0
    expect(page.locator(".wk-mode__warning")).to_be_visible()


# --- keeping and forgetting ----------------------------------------------------------------------


def test_two_windows_lose_nothing(start: Start, file: Path) -> None:
    page = start()
    other = page.context.new_page()
    other.goto(file.as_uri())
    for number in range(3):
        for window, row in ((page, f"JC00{number + 1}"), (other, f"JC01{number}")):
            window.locator(f"[data-row={row}] input[value=已查]").evaluate("input => input.click()")
    expected = {row: ["已查"] for row in ("JC001", "JC002", "JC003", "JC010", "JC011", "JC012")}
    for window in (page, other):
        shows(window, expected)
    page.reload()
    shows(page, expected)


def test_two_windows_that_the_browser_keeps_apart_show_the_same(start: Start, file: Path) -> None:
    page = start()
    other = page.context.new_page()
    other.add_init_script(APART)
    other.goto(file.as_uri())
    for window, row in ((page, "JC001"), (other, "JC010"), (page, "JC002"), (other, "JC011")):
        window.locator(f"[data-row={row}] input[value=已查]").evaluate("input => input.click()")
    expected = {row: ["已查"] for row in ("JC001", "JC002", "JC010", "JC011")}
    for window in (page, other):
        shows(window, expected)
    other.locator("[data-wipe]").evaluate("button => button.click()")
    expect(other.locator("[data-wiped]")).to_contain_text("已经清除")
    expect(page.locator("[data-keeping-text]")).to_contain_text("另一个窗口清除了")
    assert state(page) == expected
    page.reload()
    shows(page, {})
    comes(page, lambda: page.evaluate(COPY), {})


def test_ticks_stay_when_a_page_that_the_browser_withheld_from_is_loaded_again_at_once(
    start: Start,
) -> None:
    page = start(script=WITHHELD_ONCE)
    press(page, "2 j 3")
    page.reload()
    shows(page, {"JC001": ["已查"], "JC002": ["存疑"]})
    assert page.evaluate("localStorage.getItem('xuncha-handbook-working')").count("JC00") == 2
    comes(page, lambda: page.evaluate("sessionStorage.getItem('xuncha-handbook-working')"), None)


def test_what_the_browser_withholds_is_recalled(start: Start) -> None:
    """As an overloaded Chromium does: it gives the page an empty storage, and later the old one."""
    page = start()
    press(page, "2 j 3")
    old = page.evaluate("localStorage.getItem('xuncha-handbook-working')")
    press(page, "j 4")
    eventually(
        page, lambda: page.evaluate(COPY).get("xuncha-handbook-working", "").count("JC00") == 3
    )
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("[data-said]")).to_have_text(
        "浏览器这一次没有把存的全交出来，有 3 条是从第二份里读回来的"
    )
    page.locator("[data-row=JC002]").get_by_label("已查").check()
    eventually(page, lambda: "存疑" not in page.evaluate(COPY)["xuncha-handbook-working"])
    page.evaluate("old => localStorage.setItem('xuncha-handbook-working', old)", old)
    page.reload()
    expected = {"JC001": ["已查"], "JC002": ["已查"], "JC003": ["不适用"]}
    shows(page, expected)

    page.evaluate("localStorage.clear()")
    page.reload()
    shows(page, expected)
    page.get_by_text("保存、导出和清除的说明").click()
    page.get_by_role("button", name="一键清除").click()
    expect(page.locator("[data-wiped]")).to_contain_text("请重新打开这一页看一看")
    assert page.evaluate(COPY) == {}


def test_keeping_nothing_keeps_nothing(start: Start) -> None:
    page = start()
    press(page, "2")
    page.get_by_label("不保存").check()
    press(page, "j j 3")
    assert page.evaluate("localStorage.getItem('xuncha-handbook-working')") is None
    comes(page, lambda: page.evaluate(COPY), {})
    comes(page, lambda: len(state(page)), 2)
    page.get_by_label("不保存").uncheck()
    page.reload()
    comes(page, lambda: len(state(page)), 2)


def test_a_wipe_proves_itself_and_the_other_window_decides(start: Start, file: Path) -> None:
    page = start()
    other = page.context.new_page()
    other.goto(file.as_uri())
    press(page, "2")
    comes(other, lambda: len(state(other)), 1)
    page.get_by_text("保存、导出和清除的说明").click()
    page.get_by_role("button", name="一键清除").click()

    expect(page.locator("[data-wiped]")).to_have_text(
        "已经清除：再读一遍，浏览器里和这一页上都没有记录了。"
    )
    assert state(page) == {}
    assert page.evaluate("Object.keys(localStorage)") == []
    assert page.evaluate(COPY) == {}
    expect(other.locator("[data-keeping-text]")).to_contain_text("另一个窗口清除了")
    press(other, "j 2")
    assert page.evaluate("Object.keys(localStorage)") == []
    other.get_by_role("button", name="这一页的也清除").click()
    assert state(other) == {}


# --- notes ---------------------------------------------------------------------------------------

PASSPHRASE = "一句足够长的口令 2026"
NO_SUBTLE = "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });"


def _open_notes(page: Page, *passphrases: str) -> None:
    page.locator("[data-notes-open]").click()
    for field, words in zip(
        page.get_by_role("dialog").locator("input").all(), passphrases, strict=True
    ):
        field.fill(words)
    page.get_by_role("button", name="好", exact=True).click()


def test_notes_are_off_until_opened_and_lie_sealed(start: Start) -> None:
    page = start()
    dialog = page.get_by_role("dialog")
    assert page.locator("textarea").count() == 0
    expect(page.locator("[data-notes-text]")).to_contain_text("没有开启，没有写字的地方")
    _open_notes(page, "太短", "太短")
    expect(dialog).to_contain_text("口令太短")
    page.get_by_role("button", name="不了").click()
    _open_notes(page, PASSPHRASE, PASSPHRASE + "x")
    expect(dialog).to_contain_text("两遍不一样")
    page.get_by_role("button", name="不了").click()
    _open_notes(page, PASSPHRASE, PASSPHRASE)
    note = page.get_by_label("JC001 笔记")
    note.wait_for()
    sealed = "localStorage.getItem('xuncha-handbook-working-notes')"
    empty = page.evaluate(sealed)
    note.fill("门锁坏了 2 j")
    note.press("Tab")
    eventually(page, lambda: page.evaluate(sealed) not in (empty, None))
    assert state(page) == {}
    assert "门锁" not in page.evaluate("JSON.stringify({ ...localStorage })")

    page.reload()
    assert page.locator("textarea").count() == 0
    _open_notes(page, "一句不对的口令 2026")
    expect(dialog).to_contain_text("口令不对，或者存的内容坏了")
    page.get_by_role("button", name="不了").click()
    assert page.locator("textarea").count() == 0
    _open_notes(page, PASSPHRASE)
    expect(note).to_have_value("门锁坏了 2 j")
    page.get_by_label("使用", exact=True).click()
    page.get_by_role("button", name="这台计算机可以用").click()
    expect(note).to_have_value("")
    page.get_by_label("训练", exact=True).click()
    expect(note).to_have_value("门锁坏了 2 j")

    with page.expect_download() as download:
        page.get_by_role("button", name="导出笔记").click()
    file = Path(download.value.path())
    assert "门锁" not in file.read_text(encoding="utf-8")
    page.get_by_role("button", name="锁上笔记").click()
    expect(page.locator("textarea")).to_have_count(0)
    page.get_by_text("保存、导出和清除的说明").click()
    page.get_by_role("button", name="一键清除").click()
    assert page.evaluate("Object.keys(localStorage)") == []

    other = "另一句也足够长的口令 2026"
    _open_notes(page, other, other)
    note.wait_for()
    page.locator("[data-notes-files]").set_input_files(file)
    dialog.locator("input").fill(PASSPHRASE)
    page.get_by_role("button", name="好", exact=True).click()
    expect(note).to_have_value("门锁坏了 2 j")


def test_without_the_browsers_encryption_notes_stay_off_and_it_says_why(start: Start) -> None:
    page = start(script=NO_SUBTLE)
    expect(page.locator("[data-notes-text]")).to_contain_text("笔记开启不了：浏览器只在 https 网站")
    expect(page.locator("[data-notes-open]")).to_be_hidden()
    press(page, "2")
    assert state(page) == {"JC001": ["已查"]}


# --- handing over --------------------------------------------------------------------------------


def test_the_exported_record_fits_the_published_schema(start: Start, built: Built) -> None:
    page = start()
    press(page, "2 5 j 3")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出记录").click()
    found = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))

    assert download.value.suggested_filename == "working-checklist-training-2026.1.json"
    schema = json.loads((built.site / WORKING_SCHEMA).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(found, schema)
    assert found["items"] == {
        "JC001": {"result": "已查", "methods": ["听取汇报"]},
        "JC002": {"result": "存疑", "methods": []},
    }


def test_the_exported_table_opens_in_a_spreadsheet(start: Start) -> None:
    page = start()
    press(page, "2 5")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 CSV 表格").click()
    content = Path(download.value.path()).read_bytes()

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 102
    assert rows[1][0] == "JC001"
    assert rows[1][5:] == ["已查", "听取汇报", "试编第一版", "训练"]


def test_the_exported_workbook_has_the_record_and_the_progress(start: Start) -> None:
    page = start()
    press(page, "2 5 j 3")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Excel 表格").click()

    assert download.value.suggested_filename == "working-checklist-training-2026.1.xlsx"
    content = io.BytesIO(Path(download.value.path()).read_bytes())
    book = openpyxl.load_workbook(content, data_only=True)
    record, progress = book["记录"], book["进度"]
    assert [cell.value for cell in record[5]][5:] == ["已查", "听取汇报", "试编第一版"]
    assert record.max_row == 4 + 101
    assert [cell.value for cell in progress[5]] == ["合计", 101, 1, 99, 1, 1, 0]


def test_an_import_changes_nothing_before_it_is_confirmed(start: Start) -> None:
    page = start()
    press(page, "2")
    choose_files(page, record({"JC001": "已查", "JC002": "存疑"}))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("会改 1 条，1 条本来就一致")
    expect(dialog).to_contain_text("：未查 → 存疑")
    dialog.get_by_role("button", name="不导入").click()
    assert state(page) == {"JC001": ["已查"]}

    choose_files(page, record({"JC001": "已查", "JC002": "存疑"}))
    dialog.get_by_role("button", name="照这样导入").click()
    assert state(page) == {"JC001": ["已查"], "JC002": ["存疑"]}
    press(page, "u")
    assert state(page) == {"JC001": ["已查"]}


def test_three_members_merge_and_conflicts_are_decided(start: Start) -> None:
    page = start()
    press(page, "2")
    files = (
        record({"JC001": "存疑", "JC002": "已查"}),
        record({"JC002": {"result": "已查", "methods": ["调阅资料"]}, "WT001": "存疑"}),
        record({"WT001": "不适用", "JC003": "已查"}),
    )
    choose_files(page, *files)
    dialog = page.get_by_role("dialog")
    apply = dialog.get_by_role("button", name="照这样导入")
    expect(dialog).to_contain_text("会改 2 条")
    expect(dialog).to_contain_text("还有 2 条不一致的没有定")
    expect(apply).to_be_disabled()
    first = dialog.get_by_role("group", name="JC001")
    expect(first).to_contain_text("存疑（文件 1（1.json））")
    first.get_by_label("已查（本页）").check()
    expect(apply).to_be_disabled()
    dialog.get_by_role("group", name="WT001").get_by_label("不适用").check()
    apply.click()
    assert state(page) == {
        "JC001": ["已查"],
        "JC002": ["已查", "调阅资料"],
        "JC003": ["已查"],
        "WT001": ["不适用"],
    }

    press(page, "u")
    choose_files(page, *files)
    dialog.get_by_role("button", name="不一致的都记为存疑").click()
    apply.click()
    assert [state(page)[id] for id in ("JC001", "WT001")] == [["存疑"], ["存疑"]]


HOSTILE = (
    (b"{", "不是完整的 JSON"),
    (b"\xff\xfe\x00", "不是完整的 JSON"),
    (record({}, unit="某单位"), "里面有不认识的“unit”"),
    (record({"<img src=x onerror=alert(1)>": "已查"}), "“<img src=x onerror=alert(1)>”不是编号"),
    (record({"JC001": "<script>alert(1)</script>"}), "结果“<script>alert(1)</script>”不在"),
    (record({"JC001": "已查"}).replace(b"JC001", b"__proto__"), "“__proto__”不是编号"),
    (record({"JC001": "已查"}, version=1e300), "记录的格式是第 1e+300 版"),
    (record({"JC001": "已查"}, mode="use"), "是在“使用”里记的，现在是“训练”"),
    (b"[" * 1_000_000, "不是完整的 JSON"),
)


def test_hostile_files_are_refused_and_change_nothing(start: Start) -> None:
    page = start()
    press(page, "2")
    dialog = page.get_by_role("dialog")
    for content, reason in HOSTILE:
        choose_files(page, content)
        expect(dialog).to_contain_text(reason)
        expect(dialog.get_by_role("button", name="照这样导入")).to_be_disabled()
        assert dialog.locator("img, script").count() == 0
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    assert state(page) == {"JC001": ["已查"]}


def test_a_huge_file_is_refused_unread(start: Start, tmp_path: Path) -> None:
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(50_000_000)
    page = start()
    page.locator("[data-import-files]").set_input_files(huge)
    expect(page.get_by_role("dialog")).to_contain_text("文件有 50.0 MB，超过 2 MB")


# --- another edition -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def upgraded(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The page of a former edition, and the same with its text reworded, an id gone and ids new."""
    former_handbook = replace(
        catalog.handbook, edition=replace(catalog.handbook.edition, id="2025.1", name="旧版")
    )
    reworded = [
        replace(entry, title="旧的题目") if entry.id == "JC001" else entry
        for entry in catalog.entries
        if entry.id != "JC003"
    ]
    gone = next(entry for entry in catalog.entries if entry.id == "JC002")
    reworded.append(replace(gone, id="JC999", title="删去的题目"))
    former = replace(catalog, handbook=former_handbook, entries=tuple(reworded))
    texts = [
        {"id": e.id, "kind": e.kind.name, "title": e.title, "text": former.text(e), "url": e.url}
        for e in reworded
    ]
    frozen = FrozenEdition(
        "editions/2025.1.json",
        json.dumps({"edition": "旧版", "entries": texts}, ensure_ascii=False),
    )
    folder = tmp_path_factory.mktemp("两个 版次")
    for name, one in (("old.html", former), ("new.html", replace(catalog, editions=(frozen,)))):
        (folder / name).write_text(working_checklist(one), encoding="utf-8")
    return folder / "old.html", folder / "new.html"


def test_the_next_edition_keeps_the_ticks_and_says_what_changed(
    start: Start, upgraded: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = upgraded
    file = tmp_path / "working-checklist.html"
    file.write_bytes(old.read_bytes())
    page = start(file)
    for id in ("JC001", "JC002", "JC999"):
        page.locator(f"[data-row={id}] input[value=已查]").evaluate("input => input.click()")
    file.write_bytes(new.read_bytes())
    page.reload()

    shows(page, {"JC001": ["已查"], "JC002": ["已查"]})
    told_of = page.locator("[data-editions]")
    expect(told_of).to_contain_text("保留 1 条，文字已改 1 条，已删 1 条")
    expect(told_of).to_contain_text("JC999 删去的题目（已查）：本版已删")
    note = page.locator("[data-row=JC001] [data-note]")
    expect(note).to_contain_text("文字已改。记录时（旧版）是：旧的题目")
    expect(page.locator("[data-row=JC002] [data-note]")).to_be_hidden()
    note.get_by_role("button", name="照现在的文字看过，仍然这样").click()
    expect(note).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出记录").click()
    items = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["items"]
    assert {id: item.get("edition") for id, item in items.items()} == {
        "JC001": None,
        "JC002": "2025.1",
        "JC999": "2025.1",
    }


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        ("2025.1", ["以前的版次“旧版”：保留 1 条，文字已改 1 条，已删 1 条，不认识的编号 1 个", "原来：旧的题目", "JC999 已删"]),
        ("2031.9", ["版次“2031.9”，本版不认识：保留 0 条", "不知道文字改没改 2 条"]),
    ],
)  # fmt: skip
def test_a_file_of_another_edition_says_what_became_of_it(
    start: Start, upgraded: tuple[Path, Path], edition: str, words: list[str]
) -> None:
    page = start(upgraded[1])
    items = dict.fromkeys(["JC001", "JC002", "JC999", "JC888"], "已查")
    choose_files(page, record(items, edition=edition))
    dialog = page.get_by_role("dialog")
    for text in words:
        expect(dialog).to_contain_text(text)
    dialog.get_by_role("button", name="照这样导入").click()
    assert state(page) == {"JC001": ["已查"], "JC002": ["已查"]}


# --- axe -----------------------------------------------------------------------------------------


def _ticked(page: Page) -> None:
    press(page, "2 5 j 3 j 4")
    page.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")


def _using(page: Page) -> None:
    page.get_by_label("使用", exact=True).click()
    page.get_by_role("button", name="这台计算机可以用").click()


def _asking(page: Page) -> None:
    page.get_by_role("button", name="全部改回未查").click()


def _merging(page: Page) -> None:
    press(page, "2")
    choose_files(page, record({"JC001": "存疑", "JC002": "已查"}), b"{")


def _writing(page: Page) -> None:
    _open_notes(page, PASSPHRASE, PASSPHRASE)
    expect(page.get_by_label("JC001 笔记")).to_be_visible()


def _asking_for_a_passphrase(page: Page) -> None:
    _open_notes(page, "太短", "太短")


def _keeping_nothing(page: Page) -> None:
    page.get_by_label("不保存").check()
    page.get_by_label("结果").select_option("不适用")


def _nothing(page: Page) -> None:
    """The page as it comes."""


STATES = (
    _nothing,
    _ticked,
    _using,
    _asking,
    _merging,
    _keeping_nothing,
    _writing,
    _asking_for_a_passphrase,
)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing_in_any_state(
    browser: Browser, file: Path, width: int, scheme: str
) -> None:
    found = []
    for prepare in STATES:
        context = axe_context(browser, width, scheme)
        page = context.new_page()
        page.goto(file.as_uri())
        prepare(page)
        findings = find(page, () if EVERYTHING or scheme == "light" else COLOUR_RULES)
        found += [told(f"{prepare.__name__}（{width}，{scheme}）", findings)] if findings else []
        context.close()
    none(found)
