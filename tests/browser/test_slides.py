"""The slides as a lecturer shows them: from the disk, offline, with keys, on paper, in two windows."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from handbook.catalog import Catalog
from handbook.project import Checked
from handbook.slides import Slide, slides, slides_html
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import axe_context, find, told
from tests.browser.conftest import chromium_path, none
from tests.browser.test_tour import firefox_path
from tests.mkdocs_project import REPOSITORY

pytestmark = pytest.mark.browser

SIZES = [(1280, 720), (1024, 768)]
# Of every slide, asked and answered: what of it is larger than its place, or stands outside it.
OVERFLOWING = """async () => {
  const faults = [];
  const look = (name) => {
    const slide = document.querySelector('.is-current [data-slide]');
    const place = slide.getBoundingClientRect();
    for (const box of [slide, slide.querySelector('.sl-body')]) {
      if (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1) {
        faults.push(`${name} ${box.className}: ${box.scrollWidth}×${box.scrollHeight} > ${box.clientWidth}×${box.clientHeight}`);
      }
    }
    for (const part of slide.querySelectorAll('h2, p, li, button')) {
      const { left, right, top, bottom, width } = part.getBoundingClientRect();
      const isOut = left < place.left - 1 || right > place.right + 1 || top < place.top - 1 || bottom > place.bottom + 1;
      if (width > 1 && !part.closest('.sl-hidden') && isOut) faults.push(`${name}: ${part.textContent.slice(0, 20)}`);
    }
    const foot = slide.querySelector('.sl-foot').getBoundingClientRect();
    const body = slide.querySelector('.sl-body').getBoundingClientRect();
    if (body.bottom > foot.top + 1) faults.push(`${name}: the body runs into the foot`);
  };
  const press = (key) => document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  press('Home');
  for (let last = ''; ;) {
    const sheet = document.querySelector('.is-current');
    const name = `${sheet.id}${sheet.classList.contains('is-answered') ? ' answered' : ''}`;
    if (name === last) return faults;
    look(name);
    last = name;
    press('ArrowRight');
  }
}"""
# In pixels, of what is shown and has words of its own.
SMALLEST = """() => Math.min(...Array.from(document.querySelectorAll('.is-current [data-slide] *'))
  .filter((e) => e.offsetWidth > 1 && Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.data.trim()))
  .map((e) => parseFloat(getComputedStyle(e).fontSize)))"""
A4_HALF = 138.5 * 96 / 25.4


@pytest.fixture(scope="module")
def catalog(real: Checked) -> Catalog:
    assert real.catalog is not None
    return real.catalog


@pytest.fixture(scope="module")
def deck(catalog: Catalog) -> tuple[Slide, ...]:
    return slides(catalog)


@pytest.fixture(scope="module")
def file(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("培训 U盘") / "幻灯 100%.html"
    path.write_text(slides_html(catalog), encoding="utf-8")
    return path


Start = Callable[..., Page]


@pytest.fixture
def start(browser: Browser, file: Path) -> Iterator[Start]:
    """Opens the file from the disk, offline; fails on anything on the console."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_at(number: int = 1, width: int = 1280, height: int = 720, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", offline=True, **options
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{file.as_uri()}#{number}")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert said == []


def at(page: Page) -> str:
    """The slide that is shown, with a sign once its answer is."""
    return str(
        page.evaluate(
            "(() => { const s = document.querySelector('.is-current');"
            " return s.id + (s.classList.contains('is-answered') ? '!' : ''); })()"
        )
    )


def number_of(deck: tuple[Slide, ...], form: str) -> int:
    """The first slide of a form, from 1."""
    return next(n for n, slide in enumerate(deck, start=1) if slide.form == form)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_overflows_on_any_slide(width: int, height: int, start: Start) -> None:
    none(start(1, width, height).evaluate(OVERFLOWING))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nor_where_each_slide_has_a_marking_and_there_are_serifs(
    width: int, height: int, catalog: Catalog, start: Start, tmp_path: Path
) -> None:
    marked = replace(catalog, handbook=replace(catalog.handbook, marking="内部资料 注意保管"))
    path = tmp_path / "marked.html"
    path.write_text(slides_html(marked), encoding="utf-8")
    page = start(1, width, height)
    page.goto(path.as_uri())
    page.evaluate("document.documentElement.dataset.hbFace = 'serif'")
    none(page.evaluate(OVERFLOWING))


def test_keys(start: Start, deck: tuple[Slide, ...]) -> None:
    page = start()
    question = number_of(deck, "question")
    last = str(len(deck))
    for keys, place in [
        ("ArrowRight", "2"),
        ("Space", "3"),
        ("PageDown", "4"),
        ("ArrowDown", "5"),
        ("ArrowLeft", "4"),
        ("ArrowUp", "3"),
        ("PageUp", "2"),
        ("Shift+Space", "1"),
        ("ArrowLeft", "1"),
        ("End", last),
        ("ArrowRight", last),  # a question: its answer first
        ("Home", "1"),
        ("1 2 Enter", "12"),
        ("9 9 9 Enter", last),
        ("7 Escape Enter", last),
        ("0 Enter", "1"),
        (" ".join(str(question)) + " Enter", f"{question}"),
        ("ArrowRight", f"{question}!"),
        ("ArrowRight", f"{question + 1}"),
        ("ArrowLeft", f"{question}!"),
        ("ArrowLeft", f"{question}"),
    ]:
        for key in keys.split():
            page.keyboard.press(key)
        shown = at(page)
        assert shown.rstrip("!") == place.rstrip("!"), keys
        assert shown == place or place == last, keys


def test_single_keys_can_be_switched_off(start: Start) -> None:
    page = start(4)
    page.get_by_role("button", name="阅读设置").click()
    page.get_by_label("不用单键").check()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    for key in ("1", "Enter", "n", "o", "?"):
        page.keyboard.press(key)
    assert at(page) == "4"
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("body.is-noted")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    assert at(page) == "5"


def test_the_address_remembers_the_slide(start: Start) -> None:
    page = start(9)
    assert at(page) == "9"
    page.keyboard.press("ArrowRight")
    assert page.url.endswith("#10")
    page.reload()
    assert at(page) == "10"
    page.evaluate("location.hash = '#3'")
    expect(page.locator("[data-sheet].is-current")).to_have_attribute("id", "3")


def test_buttons_contents_and_overview(start: Start, deck: tuple[Slide, ...]) -> None:
    page = start()
    page.get_by_role("button", name="下一张").click()
    page.get_by_role("link").first.click()  # the contents lead to the parts
    assert at(page) == str(number_of(deck, "section"))
    page.get_by_role("button", name="上一张").click()
    page.keyboard.press("o")
    dialog = page.get_by_role("dialog", name="全部幻灯")
    expect(dialog.get_by_role("link")).to_have_count(len(deck))
    expect(dialog.locator("[aria-current]")).to_be_focused()
    dialog.get_by_role("link").nth(20).click()
    assert at(page) == "21"
    expect(dialog).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="怎样放映")).to_be_visible()
    page.keyboard.press("ArrowRight")  # not while the dialog is open
    page.keyboard.press("Escape")
    assert at(page) == "21"


def test_a_screen_reader_hears_which_slide_it_is(start: Start, deck: tuple[Slide, ...]) -> None:
    question = number_of(deck, "question")
    page = start(question - 1)
    page.keyboard.press("ArrowRight")
    asked = deck[question - 1]
    said = page.locator("[data-said]")
    expect(said).to_have_text(
        f"第 {question} 张，共 {len(deck)} 张：{asked.kicker} {asked.heading}".replace("　", " ")
    )
    expect(page.get_by_role("region")).to_have_count(1)
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    page.keyboard.press("Space")
    assert asked.asked is not None
    expect(said).to_have_text(f"答案：{asked.asked.answer}")


def test_what_was_chosen_is_marked_beside_the_answer(start: Start, deck: tuple[Slide, ...]) -> None:
    page = start(number_of(deck, "question"))
    options = page.locator(".is-current button[data-option]")
    options.nth(0).click()
    options.nth(1).click()
    expect(options.nth(0)).to_have_attribute("aria-pressed", "false")  # one alone is right
    expect(options.nth(1)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")  # the click has left the keys to the slides
    expect(page.locator(".is-current .sl-answer")).to_be_visible()
    expect(options.first).to_be_hidden()
    expect(page.locator(".is-current [data-chosen]:visible")).to_have_count(1)
    expect(page.locator(".is-current [data-answered=B] [data-chosen]")).to_be_visible()


def test_swiping(start: Start) -> None:
    page = start(5, has_touch=True)
    swipe = """([from, to]) => {
      const deck = document.querySelector('[data-deck]');
      const options = (x) => ({ pointerType: 'touch', isPrimary: true, bubbles: true, clientX: x, clientY: 300 });
      deck.dispatchEvent(new PointerEvent('pointerdown', options(from)));
      deck.dispatchEvent(new PointerEvent('pointerup', options(to)));
    }"""
    page.evaluate(swipe, [600, 400])
    assert at(page) == "6"
    page.evaluate(swipe, [400, 600])
    page.evaluate(swipe, [400, 420])
    assert at(page) == "5"


def test_notes_below_the_slide(start: Start) -> None:
    page = start(6)
    notes = page.locator(".is-current [data-notes]")
    expect(notes).to_be_hidden()
    page.keyboard.press("n")
    expect(notes).to_be_visible()
    expect(notes).to_contain_text("据讲话原文")
    expect(notes).to_contain_text("编者提示")
    expect(page.get_by_role("button", name="备注")).to_have_attribute("aria-pressed", "true")
    slide = page.locator(".is-current [data-slide]").bounding_box()
    box = notes.bounding_box()
    assert slide
    assert box
    assert slide["y"] + slide["height"] <= box["y"] + 1
    page.keyboard.press("n")
    expect(notes).to_be_hidden()


def test_where_no_window_may_be_opened_the_notes_are_shown_below(start: Start) -> None:
    page = start(6)
    page.evaluate("window.open = () => null")
    page.keyboard.press("s")
    expect(page.locator(".is-current [data-notes]")).to_be_visible()
    expect(page.locator("[data-typed]")).to_contain_text("浏览器拦下了讲者的窗口")


def test_full_screen(start: Start) -> None:
    page = start(6)
    page.keyboard.press("f")
    expect(page.locator("body.is-full")).to_have_count(1)
    page.keyboard.press("f")
    expect(page.locator("body.is-full")).to_have_count(0)


@pytest.mark.parametrize("browser_name", ["chrome", "firefox"])
def test_the_lecturers_window(browser_name: str, file: Path) -> None:
    path = chromium_path() if browser_name == "chrome" else firefox_path()
    if not path:
        pytest.skip("没有 Firefox：安装以后再运行 make test，或设 FIREFOX=浏览器的路径")
    script = REPOSITORY / "tests" / "browser" / "slides.cjs"
    result = subprocess.run(
        ["node", str(script), browser_name, path, str(file)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    linked = "已连上放映的窗口：在哪一边翻，另一边都跟着。"
    seen = json.loads(result.stdout)
    assert seen.pop("next").startswith("7　")
    assert seen == {
        "console": [],
        "address": "#speaker",
        "linked": linked,
        "opened": "6",
        "notes": True,
        "followed": "7",
        "led": "8",
        "afterReload": "9",
        "followedAgain": "10",
        "linkedAgain": linked,
        "timer": True,
        "alone": "放映的窗口没有回应：可能关了。这里还可以自己翻。",
        "first": "1",
    }


def test_on_paper_each_slide_has_its_notes_under_it(start: Start, deck: tuple[Slide, ...]) -> None:
    page = start(4, width=718, height=1000, color_scheme="dark")
    page.emulate_media(media="print")
    sheets = page.evaluate(
        """() => Array.from(document.querySelectorAll('[data-sheet]'), (sheet) => {
          const [slide, notes] = ['[data-slide]', '[data-notes]'].map((name) => sheet.querySelector(name));
          const [a, b] = [slide.getBoundingClientRect(), notes.getBoundingClientRect()];
          return [sheet.getBoundingClientRect().height, slide.scrollHeight - slide.clientHeight, b.top - a.bottom, notes.textContent.trim().length];
        })"""
    )
    assert len(sheets) == len(deck)
    assert [n for n, (_, over, _, _) in enumerate(sheets, start=1) if over > 1] == []
    assert all(below >= -1 and length for _, _, below, length in sheets)
    long = [n for n, (height, *_) in enumerate(sheets, start=1) if height > A4_HALF]
    assert len(long) <= 4, f"more than half a sheet: {long}"
    hidden = page.locator("[data-bar]:visible, dialog:visible, .sl-answer:visible")
    expect(hidden).to_have_count(0)
    colours = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('[data-slide]')).color]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_without_scripts_all_is_there_one_below_another(
    start: Start, deck: tuple[Slide, ...]
) -> None:
    page = start(java_script_enabled=False)
    expect(page.locator("[data-slide]:visible")).to_have_count(len(deck))
    expect(page.locator("[data-notes]:visible")).to_have_count(len(deck))
    questions = sum(slide.asked is not None for slide in deck)
    expect(page.locator(".sl-answer:visible")).to_have_count(questions)
    expect(page.locator("[data-bar]")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390])
def test_a_telephone_scrolls_down_and_never_sideways(
    width: int, start: Start, deck: tuple[Slide, ...]
) -> None:
    page = start(1, width, 700)
    for form in ("title", "contents", "section", "entries", "members", "question"):
        page.evaluate(f"location.hash = '#{number_of(deck, form)}'")
        expect(page.locator("[data-sheet].is-current")).to_have_attribute(
            "id", str(number_of(deck, form))
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width, form
        smallest = page.evaluate(SMALLEST)
        assert smallest >= 12, form


def test_what_moves_keeps_still_for_those_who_ask(start: Start) -> None:
    moving = "getComputedStyle(document.querySelector('.is-current [data-slide]')).animationName"
    assert start().evaluate(moving) == "sl-in"
    assert start(reduced_motion="reduce").evaluate(moving) == "none"


def test_forced_colours_still_tell_the_right_answer(start: Start, deck: tuple[Slide, ...]) -> None:
    page = start(number_of(deck, "question"), forced_colors="active")
    page.keyboard.press("ArrowRight")
    right = page.locator(".is-current .sl-box--right").first
    assert right.evaluate("(box) => getComputedStyle(box).outlineStyle") == "solid"
    expect(right).to_contain_text("✓")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(scheme: str, browser: Browser, file: Path, deck: tuple[Slide, ...]) -> None:
    context = axe_context(browser, 1280, scheme)
    page = context.new_page()
    page.goto(file.as_uri())
    reference = next(
        n for n, slide in enumerate(deck, start=1) if slide.kind == "clause" and slide.lines
    )
    numbers = [
        number_of(deck, form)
        for form in ("title", "contents", "section", "entries", "members", "question")
    ]
    found = []
    for number in (*numbers, reference):
        page.evaluate(f"location.hash = '#{number}'")
        expect(page.locator("[data-sheet].is-current")).to_have_attribute("id", str(number))
        found.append(told(f"{number}", find(page)))
    page.keyboard.press("Home")
    for keys in ("n", "o", "Escape ?", "Escape"):
        for key in keys.split():
            page.keyboard.press(key)
        found.append(told(keys, find(page)))
    page.evaluate("document.documentElement.dataset.hbContrast = 'high'")
    found.append(told("high contrast", find(page)))
    page.evaluate(f"location.hash = '#{number_of(deck, 'question')}'")
    page.keyboard.press("ArrowRight")
    found.append(told("answered", find(page)))
    desk = context.new_page()
    desk.goto(f"{file.as_uri()}#speaker")
    found.append(told("speaker", find(desk)))
    context.close()
    none([text for text in found if text])
