"""What WCAG 2.2 asks and neither axe nor the layout tests see; the evidence of docs/about/accessibility.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import none

pytestmark = pytest.mark.browser

PAGE = "checklists/aspect-1.html"

# The element that has the focus, if no point of a grid over it can be seen: who hides it.
_HIDDEN = """() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === window.firstFocused) return null;
  window.firstFocused = window.firstFocused || element;
  for (const animation of document.getAnimations()) animation.finish();
  const covers = [...element.getClientRects()].flatMap((box) => [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((part) =>
    [0.1, 0.5, 0.9].map((other) => {
      const found = document.elementFromPoint(box.left + box.width * part, box.top + box.height * other);
      const isSeen = found && (element.contains(found) || element.closest('label')?.contains(found));
      return isSeen ? '' : found ? `${found.tagName}.${found.getAttribute('class')}` : 'the edge of the window';
    })));
  const name = `${element.tagName.toLowerCase()}（${element.textContent.trim().slice(0, 16)}）`;
  return covers.includes('') ? '' : `${name} is under ${covers[0]}`;
}"""


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page of its own context, in which a test may also add a style of its own."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> Page:
        viewport = {"width": width, "height": height}
        context = browser.new_context(
            viewport=viewport, locale="zh-CN", bypass_csp=True, **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


OpenPage = Callable[..., Page]


# --- the focus -----------------------------------------------------------------------------------


def hidden_stops(page: Page, key: str) -> list[str]:
    """What has the focus, once around by ``key``, and lies wholly under something else."""
    hidden = []
    for _ in range(1000):
        page.keyboard.press(key)
        found = page.evaluate(_HIDDEN)
        if found is None:
            return hidden
        hidden += [found] if found else []
    raise AssertionError(f"{key} does not come round")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_nothing_lies_over_what_has_the_focus(
    open_page: OpenPage, server: str, width: int, key: str
) -> None:
    page = open_page(width)
    page.goto(f"{server}/{PAGE}")

    none(hidden_stops(page, key))


def test_what_lies_over_it_would_be_told(open_page: OpenPage) -> None:
    page = open_page(390)
    page.set_content(
        "<a href='#'>看不见</a><div style='position: fixed; top: 0; left: 0; width: 100%; height: 99px'"
        " class='bar'></div><p style='padding-top: 150px'><a href='#'>看得见</a></p>"
    )

    assert hidden_stops(page, "Tab") == ["a（看不见） is under DIV.bar"]


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_menu_closes_when_the_focus_leaves_it(
    open_page: OpenPage, server: str, key: str
) -> None:
    page = open_page(390)
    page.goto(f"{server}/{PAGE}")
    button = page.get_by_role("button", name="菜单")
    links = page.get_by_role("navigation", name="导航").get_by_role("link")
    button.click()
    expect(links.and_(page.locator("[aria-current=page]"))).to_be_focused()

    (links.last if key == "Tab" else links.first).focus()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press(key)
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(links.first).to_be_hidden()
    assert page.evaluate(_HIDDEN) == ""


def test_the_reading_settings_close_when_the_focus_leaves_them(
    open_page: OpenPage, server: str
) -> None:
    page = open_page()
    page.goto(f"{server}/{PAGE}")
    opener = page.get_by_role("button", name="阅读设置")
    panel = page.get_by_role("group", name="阅读设置")
    opener.press("Enter")
    expect(panel.get_by_label("标准", exact=True)).to_be_focused()

    page.keyboard.press("Shift+Tab")
    expect(opener).to_be_focused()
    expect(panel).to_be_visible()
    panel.get_by_role("radio", checked=True).last.focus()
    page.keyboard.press("Tab")
    expect(panel).to_be_hidden()
    assert page.evaluate(_HIDDEN) == ""


@pytest.mark.parametrize("opener", ["菜单", "阅读设置"])
def test_the_search_gives_the_focus_back_to_what_was_open(
    open_page: OpenPage, server: str, opener: str
) -> None:
    page = open_page(390)
    page.goto(f"{server}/{PAGE}")
    page.get_by_role("button", name=opener).click()
    before = page.evaluate_handle("document.activeElement")

    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    assert before.evaluate("element => element === document.activeElement")


# --- the pointer ---------------------------------------------------------------------------------


def test_only_letting_go_closes_the_reading_settings(open_page: OpenPage, server: str) -> None:
    page = open_page()
    page.goto(f"{server}/{PAGE}")
    page.get_by_role("button", name="阅读设置").click()
    panel = page.get_by_role("group", name="阅读设置")

    page.mouse.move(640, 700)
    page.mouse.down()
    expect(panel).to_be_visible()
    page.mouse.up()
    expect(panel).to_be_hidden()


# --- what is said without a change of focus ------------------------------------------------------


def test_what_was_copied_is_said_where_it_is_heard_and_the_focus_stays(
    open_page: OpenPage, server: str
) -> None:
    """Also where the browser has no clipboard for scripts, as on http."""
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/{PAGE}")
    said = page.locator("body > [role=status]")
    expect(said).to_be_attached()
    assert said.evaluate("element => getComputedStyle(element).display") != "none"
    assert said.bounding_box() == {"x": 640, "y": 888, "width": 0, "height": 0}
    page.evaluate(
        "() => { const { clipboard } = navigator; window.readBack = () => clipboard.readText();"
        " Object.defineProperty(navigator, 'clipboard', { value: undefined }); }"
    )

    link = page.locator("#JC003 .headerlink")
    link.press("Enter")
    expect(said).to_contain_text("已复制：JC003 ")
    assert page.evaluate("readBack()").startswith("JC003 ")
    page.keyboard.press("Tab")  # going to an address, browsers let go of the focus, but keep its place
    expect(link).to_be_focused()


def test_how_many_were_found_is_said_while_typing(open_page: OpenPage, server: str) -> None:
    page = open_page()
    page.goto(f"{server}/{PAGE}")
    page.keyboard.press("/")
    said = page.get_by_role("dialog").get_by_role("status")

    page.keyboard.type("整改")
    expect(said).to_have_text(re.compile(r"^找到 \d+ 条"))
    page.get_by_role("searchbox").fill("qqqqxxxx")
    expect(said).to_contain_text("没有找到")
    expect(page.get_by_role("searchbox")).to_be_focused()
