"""The results page as a trainer uses it, from the disk with the network off, and nothing on the console."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from handbook.catalog import Catalog
from handbook.project import Checked
from handbook.results import results_data, results_page
from handbook.trainer import trainer, trainer_schema
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.browser.axe import axe_context, find, told
from tests.browser.conftest import none

pytestmark = pytest.mark.browser

Json = dict[str, Any]
Start = Callable[..., Page]


@pytest.fixture(scope="module")
def catalog(real: Checked) -> Catalog:
    assert real.catalog is not None
    return real.catalog


@pytest.fixture(scope="module")
def file(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page by itself, where somebody might keep it."""
    target = tmp_path_factory.mktemp("培训 100%#") / "results.html"
    target.write_text(results_page(catalog), encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def data(catalog: Catalog) -> Json:
    return results_data(catalog)


def foreign(url: str) -> list[str]:
    """The address, if it is outside of the page."""
    return [] if url.startswith(("file:", "blob:", "data:")) else [url]


@pytest.fixture
def start(browser: Browser, file: Path) -> Iterator[Start]:
    """Opens the file from the disk in a browser of its own; nothing may be said or asked for."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_file(path: Path = file, **options: Any) -> Page:
        context = browser.new_context(locale="zh-CN", offline=True, **options)
        contexts.append(context)
        context.set_default_timeout(5_000)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda asked: said.extend(foreign(asked.url)))
        page.goto(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert said == []


# --- what trainees hand in -----------------------------------------------------------------------


def record(data: Json, answers: Json, **more: Any) -> Json:
    """A record in which the questions of these ids were answered ``right`` or ``wrong``, once."""
    revisions = {q["id"]: q["revision"] for q in data["questions"]}
    return {
        "$schema": "trainer.schema.json",
        "format": "handbook-trainer",
        "version": 1,
        "handbook": data["title"],
        "edition": data["edition"]["id"],
        "marks": {
            id: {
                "revision": revisions.get(id, "00000000"),
                "seen": 1,
                "right": int(last == "right"),
                "box": int(last == "right"),
                "due": "2026-03-02",
                "last": last,
                "day": "2026-03-01",
            }
            for id, last in answers.items()
        },
        "exams": [],
        "steps": {},
        **more,
    }


def team(data: Json) -> dict[str, bytes]:
    """Twelve people; of the first six questions the first is answered wrongly by all."""
    ids = [q["id"] for q in data["questions"] if not q["reference"]][:8]
    exam = {"day": "2026-03-02", "seed": 7, "questions": ids[:4], "seconds": 600}
    found = {}
    for at in range(12):
        answers = {
            id: "right" if (at * 7 + n * 5) % 11 > 3 else "wrong" for n, id in enumerate(ids)
        }
        answers |= {ids[0]: "wrong", ids[1]: "right"}
        one = record(data, answers, exams=[{**exam, "right": ids[: at % 5]}])
        found[f"学员{at + 1:02}.json"] = json.dumps(one, ensure_ascii=False).encode()
    return found


def payload(files: dict[str, bytes]) -> list[FilePayload]:
    return [
        FilePayload(name=name, mimeType="application/json", buffer=content)
        for name, content in files.items()
    ]


def choose(page: Page, files: dict[str, bytes]) -> None:
    """Waits until they are read, whatever became of them."""
    page.locator("[data-files]").set_input_files(payload(files))
    expect(page.locator("[data-said]")).to_contain_text("加")


def names(page: Page) -> list[str]:
    found = page.locator("[data-people] input").evaluate_all("all => all.map((one) => one.value)")
    assert isinstance(found, list)
    return found


def rows(page: Page, part: str, at: int = 0) -> list[list[str]]:
    """The cells of a table of a part of the page."""
    found = (
        page.locator(f"[data-place={part}] table")
        .nth(at)
        .evaluate(
            "table => Array.from(table.rows, (row) => Array.from(row.cells, (cell) => cell.innerText))"
        )
    )
    assert isinstance(found, list)
    return found


def test_these_are_records_as_the_trainer_exports_them(catalog: Catalog, data: Json) -> None:
    schema = json.loads(trainer_schema(catalog))
    for content in team(data).values():
        jsonschema.validate(json.loads(content), schema)


# --- what a trainer does -------------------------------------------------------------------------


def test_before_files_are_chosen_there_is_only_how(start: Start) -> None:
    page = start()
    expect(page.get_by_role("heading", level=1)).to_have_text("训练结果")
    expect(page.get_by_role("button", name="选择文件…")).to_be_visible()
    assert page.locator("main section:visible").count() == 1
    assert page.locator("main button:visible").count() == 1


def test_without_scripts_it_says_that_it_is_of_no_use(start: Start) -> None:
    page = start(java_script_enabled=False)
    expect(page.locator(".hb-notice").filter(has_text="这一页用不了")).to_be_visible()
    assert page.locator("button:visible").count() == 0


def test_what_the_trainer_exports_is_read(
    start: Start, catalog: Catalog, data: Json, tmp_path: Path
) -> None:
    practice = tmp_path / "trainer.html"
    practice.write_text(trainer(catalog), encoding="utf-8")
    page = start(practice)
    page.get_by_role("button", name="开始今天的练习").click()
    page.get_by_role("button", name="不会，看答案").click()
    page.get_by_role("link", name="记录", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出记录").click()
    content = download.value.path().read_bytes()

    page = start()
    choose(page, {download.value.suggested_filename: content})
    (id,) = json.loads(content)["marks"]
    assert rows(page, "people")[1][:3] == ["学员 1", "1 题", "0%"]
    tested = next(q["tests"] for q in data["questions"] if q["id"] == id)
    assert {row[0] for row in rows(page, "next")[1:]} == set(tested)


def test_files_become_people_and_people_tables(start: Start, data: Json) -> None:
    page = start()
    choose(page, team(data))
    expect(page.locator("[data-said]")).to_have_text("加了 12 人")
    assert names(page) == [f"学员 {n}" for n in range(1, 13)]
    page.get_by_role("button", name="用文件名作姓名").click()
    assert names(page)[:2] == ["学员01", "学员02"]
    page.get_by_label("姓名（学员01.json）").fill("张三")
    page.keyboard.press("Tab")
    expect(page.locator("[data-said]")).to_have_text("“学员01”改名为“张三”")
    expect(page.get_by_role("button", name="合并或替换…（张三）")).to_be_focused()

    first, second = data["questions"][0], data["questions"][1]
    assert [row[0] for row in rows(page, "people")[1:3]] == ["张三", "学员02"]
    assert rows(page, "next")[1][0] in first["tests"]
    assert rows(page, "next")[1][5].startswith("12 人：张三、学员02、")
    doubts = {row[0]: row for row in rows(page, "items")[1:]}
    assert doubts[first["id"]][1] == first["title"]
    assert doubts[first["id"]][6].startswith("最近一次没有一个人答对")
    assert doubts[second["id"]][6].startswith("从来没有人答错")
    assert doubts[first["id"]][5] == "答得都一样"
    assert rows(page, "exams")[1] == [
        *("张三", "1 次", "0 分 ✗ 不合格", "0 分 ✗ 不合格", "0 分", "0 次", "只考过一次"),
    ]
    # Every kind has its own table, with a sign and words in each cell.
    kinds = page.locator("[data-place=entries] details")
    kind = data["entries"][first["tests"][0]]["kind"]
    kinds.filter(has=page.locator("summary", has_text=data["kinds"][kind])).locator(
        "summary"
    ).click()
    cells = [cell for row in rows(page, "entries")[1:] for cell in row[4:]]
    assert set(cells) <= {"□□□□ 没练", "■□□□ 有错", "■■□□ 刚练", "■■■□ 大半", "■■■■ 都会"}
    assert "■□□□ 有错" in cells
    # It stays open when a name changes.
    page.get_by_label("姓名（学员02.json）").fill("李四")
    page.keyboard.press("Tab")
    assert rows(page, "entries")[0][4:6] == ["张三", "李四"]

    left = page.locator("[data-place=undone] details").first
    left.locator("summary").click()
    expect(left).to_contain_text(data["questions"][8]["title"])
    assert "[" not in page.locator("[data-place=undone]").inner_text()


def test_what_is_no_record_is_refused_with_its_reason_and_changes_nothing(
    start: Start, data: Json
) -> None:
    page = start()
    choose(page, dict(list(team(data).items())[:2]))
    before = page.locator("main").evaluate(
        "main => Array.from(main.querySelectorAll('table'), (one) => one.innerText)"
    )
    script = "<img src=x onerror=console.log(1)>"
    other = json.dumps(record(data, {}, handbook="别的手册"), ensure_ascii=False)
    hostile = json.dumps(record(data, {}, marks={script: {}}))
    page.locator("[data-files]").set_input_files(
        payload(
            {
                "别的.json": other.encode(),
                f"{script}.json": hostile.encode(),
                "half\u202e.json": team(data)["学员01.json"][:-9],
                "picture.json": b"\x89PNG\xff\xfe\x00",
                "huge.json": b" " * 2_000_001,
                "twin.json": team(data)["学员01.json"],
            }
        )
    )
    expect(page.locator("[data-said]")).to_have_text("没有加人，6 个文件没有读")
    refused = page.locator("[data-refused] li").all_inner_texts()
    assert refused == [
        "别的.json：是另一本手册的记录。",
        f"{script}.json：marks 里的“{script}”不是编号。",
        "half .json：不是完整的 JSON：可能没有复制完，或者被改过。",
        "picture.json：不是完整的 JSON：可能没有复制完，或者被改过。",
        "huge.json：文件有 2.0 MB，超过 2 MB，不像是导出的记录。",
        "twin.json：和“学员 1”的文件一模一样，没有再加。",
    ]
    assert page.locator("main img").count() == 0
    assert names(page) == ["学员 1", "学员 2"]
    assert before == page.locator("main").evaluate(
        "main => Array.from(main.querySelectorAll('table'), (one) => one.innerText)"
    )


def test_files_of_one_person_are_merged_or_replaced_and_that_can_be_undone(
    start: Start, data: Json
) -> None:
    ids = [q["id"] for q in data["questions"] if not q["reference"]][:3]
    files = {
        "旧.json": record(data, {ids[0]: "right", ids[1]: "right"}),
        "新.json": record(data, {ids[1]: "wrong", ids[2]: "wrong"}),
    }
    later = files["新.json"]["marks"][ids[1]]
    later |= {"day": "2026-03-09", "due": "2026-03-09"}
    page = start()
    choose(
        page, {name: json.dumps(one, ensure_ascii=False).encode() for name, one in files.items()}
    )

    page.get_by_role("button", name="合并或替换…（学员 2）").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("“学员 2”的文件其实是谁的？")
    dialog.get_by_role("button", name="合并").click()
    assert rows(page, "people")[1:] == [
        ["学员 1", "3 题", "33%", "0 条", "没有考过", "—", "—", "2026-03-09"]
    ]
    expect(page.locator("[data-people] li")).to_contain_text("旧.json：本版，答过 2 题")
    expect(page.locator("[data-people] li")).to_contain_text("新.json：本版，答过 2 题")
    undo = page.get_by_role("button", name="撤销上一步")
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    assert [row[1] for row in rows(page, "people")[1:]] == ["2 题", "2 题"]

    page.get_by_role("button", name="合并或替换…（学员 2）").click()
    dialog.get_by_role("button", name="替换").click()
    assert rows(page, "people")[1:] == [
        ["学员 1", "2 题", "0%", "0 条", "没有考过", "—", "—", "2026-03-09"]
    ]
    undo.click()
    page.get_by_role("button", name="移除（学员 1）").click()
    assert names(page) == ["学员 2"]
    page.get_by_role("button", name="全部移除").click()
    assert names(page) == []
    expect(page.locator("#rs-next")).to_be_hidden()
    undo.click()
    undo.click()
    assert names(page) == ["学员 1", "学员 2"]


def test_a_file_of_an_older_edition_is_said_to_be_one(start: Start, data: Json) -> None:
    first, second = [q["id"] for q in data["questions"] if not q["reference"]][:2]
    old = record(data, {first: "right", second: "wrong", "TM9999": "right"}, edition="2025.9")
    old["marks"][second]["revision"] = "ffffffff"
    page = start()
    choose(page, {"旧版.json": json.dumps(old, ensure_ascii=False).encode()})
    expect(page.locator("[data-people] li")).to_contain_text(
        "旧版.json：版次“2025.9”，不是本版，答过 3 题，其中题目已改 1 题，本版没有 1 题，没有变 1 题，模拟考试 0 次"
    )
    assert rows(page, "people")[1] == [
        *("学员 1", "1 题", "100%", "0 条", "没有考过", "1 题", "1 题", "2026-03-01")
    ]


def test_questions_about_reference_wordings_count_only_when_asked_for(
    start: Start, data: Json
) -> None:
    ids = [q["id"] for q in data["questions"] if q["reference"]][:2]
    page = start()
    content = json.dumps(record(data, dict.fromkeys(ids, "wrong")), ensure_ascii=False)
    choose(page, {"a.json": content.encode()})
    assert rows(page, "people")[1][1] == "0 题"
    notice = page.locator("[data-notices] .hb-notice").first
    expect(notice).to_be_hidden()
    page.get_by_label("连参考条文的题一起算").check()
    assert rows(page, "people")[1][1] == "2 题"
    expect(notice).to_be_visible()
    assert page.locator("[data-notices] .hb-notice").all_inner_texts() == data["notices"]


def test_tables_are_exported_with_nothing_that_a_spreadsheet_runs(start: Start, data: Json) -> None:
    page = start()
    choose(page, dict(list(team(data).items())[:2]))
    page.get_by_label("姓名（学员01.json）").fill("=HYPERLINK(1)")
    page.keyboard.press("Tab")
    buttons = page.get_by_role("button", name="导出 CSV")
    assert buttons.count() == 10
    found = {}
    for button in buttons.all():
        with page.expect_download() as download:
            button.click()
        content = download.value.path().read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        found[download.value.suggested_filename] = list(
            csv.reader(io.StringIO(content.decode("utf-8-sig")))
        )
    edition = data["edition"]["id"]
    people = found[f"trainer-results-people-{edition}.csv"]
    assert [row[0] for row in people] == ["姓名", "'=HYPERLINK(1)", "学员 2"]
    assert len(found[f"trainer-results-next-{edition}.csv"]) > 2
    counted = [q for q in data["questions"] if not q["reference"]]
    assert len(found[f"trainer-results-items-{edition}.csv"]) == len(counted) + 1
    cells = [cell for rows in found.values() for row in rows for cell in row]
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))] == []


def test_what_is_ticked_is_printed_and_no_more(start: Start, data: Json) -> None:
    page = start()
    choose(page, team(data))
    page.get_by_role("checkbox", name="各条目掌握得怎样").uncheck()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("main")).to_be_hidden()
    expect(page.locator(".hb-header")).to_be_hidden()
    paper = page.locator("[data-paper]")
    assert paper.locator("h2").all_inner_texts() == [
        *("下一步教什么", "各人", "各部分", "还没有做的", "该看一看的试题", "模拟考试"),
    ]
    # Twelve people side by side are too many for a sheet.
    parts = paper.locator("section").nth(2).locator("thead tr")
    assert [len(one.split("\t")) for one in parts.all_inner_texts()] == [3 + 10, 3 + 2]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") >= 2
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(paper).to_be_empty()
    expect(page.locator("main")).to_be_visible()


def test_whoever_closes_it_with_work_in_it_is_asked(start: Start, data: Json) -> None:
    page = start()
    choose(page, dict(list(team(data).items())[:1]))
    page.get_by_label("姓名（学员01.json）").fill("张三")
    page.keyboard.press("Tab")
    with page.expect_event("dialog") as asked:
        page.evaluate("setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"
    asked.value.accept()
    expect(page.locator("#rs-next")).to_be_hidden()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


# --- by hand, and for everybody ------------------------------------------------------------------


def tab_to(page: Page, name: str, most: int = 120) -> None:
    """Presses Tab until what is called so has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(
            "name => { const one = document.activeElement; return (one.getAttribute('aria-label') || one.textContent).startsWith(name); }",
            name,
        ):
            return
    raise AssertionError(f"{name} was never reached")


def test_it_is_done_by_keys_alone(start: Start, data: Json) -> None:
    page = start(viewport={"width": 1280, "height": 900})
    # From the start: the driver needs a moment to put itself in place of the browser's own dialog.
    page.on("filechooser", lambda _: None)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "选择文件")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(payload(team(data)))
    expect(page.locator("[data-said]")).to_have_text("加了 12 人")
    tab_to(page, "姓名（学员01.json）")
    page.keyboard.press("Control+a")
    page.keyboard.type("Zhang")
    tab_to(page, "姓名（学员02.json）")
    assert names(page)[0] == "Zhang"
    tab_to(page, "合并或替换")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="合并或替换…（学员 2）")).to_be_focused()
    tab_to(page, "落实")
    page.keyboard.press("Enter")
    tab_to(page, "落实（表")
    box = page.locator("[data-place=entries] .rs-wide").first
    expect(box).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    assert box.evaluate("box => box.scrollLeft") > 0
    # The ids stay in sight.
    assert box.locator("tbody th").first.evaluate(
        "cell => cell.getBoundingClientRect().left >= cell.closest('.rs-wide').getBoundingClientRect().left"
    )
    tab_to(page, "导出 CSV：下一步教什么")
    with page.expect_download():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_and_what_is_pressed_is_large_enough(start: Start, data: Json, width: int) -> None:
    page = start(viewport={"width": width, "height": 900})
    choose(page, team(data))
    page.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    small = page.evaluate("""() => Array.from(document.querySelectorAll('main :is(label, summary, select, button, input:not([type=checkbox])), .tr-nav a'))
      .filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 44)
      .map((one) => one.outerHTML.slice(0, 80))""")
    assert small == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing(
    browser: Browser, file: Path, data: Json, width: int, scheme: str
) -> None:
    context = axe_context(browser, width, scheme)
    page = context.new_page()
    page.goto(file.as_uri())
    found = [("empty", find(page))]
    choose(page, {**team(data), "bad.json": b"{"})
    page.get_by_label("连参考条文的题一起算").check()
    page.evaluate(
        "for (const box of document.querySelectorAll('[data-place] details')) box.open = true"
    )
    page.wait_for_timeout(200)
    found.append(("tables", find(page)))
    page.get_by_role("button", name="合并或替换…（学员 2）").click()
    found.append(("dialog", find(page)))
    context.close()
    none([told(f"{name}（{width}，{scheme}）", one) for name, one in found if one])
