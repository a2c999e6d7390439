"""A term in the text is explained beside it: to a mouse, to the keyboard, to a finger; or is a link."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Built, Open

pytestmark = pytest.mark.browser

PAGE = "checklists/aspect-2.html"
WORD = "一把手"
ENTRY = "terms/index.html#MC088"


def term(page: Page, word: str = WORD) -> Locator:
    """The first place of the page, outside folds, where the word is explained."""
    return page.locator("main a.hb-term:visible", has_text=word).first


def tip(page: Page) -> Locator:
    return page.get_by_role("tooltip")


def expect_explained(page: Page, link: Locator) -> None:
    expect(tip(page)).to_be_visible()
    for part in (
        "MC088 一把手",
        "编者释义",
        "通俗的叫法，可理解为一个单位或者班子里居首位的负责人。",
        "看名词 MC088 全文",
    ):
        expect(tip(page)).to_contain_text(part)
    expect(link).to_have_attribute("aria-describedby", "hb-term-tip")
    assert is_in_window(page)


def expect_gone(page: Page, link: Locator) -> None:
    expect(page.locator("#hb-term-tip")).to_be_hidden()
    expect(link).not_to_have_attribute("aria-describedby", "hb-term-tip")


def is_in_window(page: Page) -> bool:
    return bool(
        page.evaluate(
            "() => { const { left, top, right, bottom } ="
            " document.querySelector('#hb-term-tip').getBoundingClientRect();"
            " return left >= 0 && top >= 0 && right <= document.documentElement.clientWidth"
            " && bottom <= innerHeight; }"
        )
    )


def test_pointing_shows_it_and_the_pointer_may_go_onto_it(visit: Open) -> None:
    page = visit().go(PAGE)
    link = term(page)

    link.hover()
    expect_explained(page, link)
    tip(page).hover()
    page.wait_for_timeout(500)  # longer than it stays without a pointer
    expect_explained(page, link)
    page.locator("h1").hover()
    expect_gone(page, link)


def test_escape_takes_it_away_and_leaves_the_focus_where_it_is(visit: Open) -> None:
    page = visit().go(PAGE)
    link = term(page)

    link.focus()
    expect_explained(page, link)
    page.keyboard.press("Escape")
    expect_gone(page, link)
    expect(link).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect_explained(page, link)
    page.keyboard.press("Tab")
    expect_gone(page, link)


def test_escape_takes_it_from_under_the_pointer(visit: Open) -> None:
    page = visit().go(PAGE)
    link = term(page)

    link.hover()
    expect_explained(page, link)
    page.keyboard.press("Escape")
    expect_gone(page, link)


def test_the_focus_keeps_it_when_the_pointer_goes(visit: Open) -> None:
    page = visit().go(PAGE)
    link = term(page)

    link.focus()
    link.hover()
    page.mouse.move(5, 5)
    page.wait_for_timeout(500)
    expect_explained(page, link)


def test_only_one_is_shown(visit: Open) -> None:
    page = visit().go(PAGE)
    link, other = term(page), term(page, "镇纪委")

    link.focus()
    expect_explained(page, link)
    other.hover()
    expect(tip(page)).to_contain_text("MC087 镇纪委")
    expect(link).not_to_have_attribute("aria-describedby", "hb-term-tip")
    expect(other).to_have_attribute("aria-describedby", "hb-term-tip")


def test_a_click_and_the_enter_key_follow_the_link(visit: Open) -> None:
    page = visit().go(PAGE)

    term(page).click()
    page.wait_for_url(f"**/{ENTRY}")
    expect(page.locator("#MC088")).to_be_in_viewport()
    page.go_back()
    term(page).press("Enter")
    page.wait_for_url(f"**/{ENTRY}")


@pytest.mark.parametrize("width", [320, 390])
def test_a_tap_shows_it_and_the_tip_leads_on(visit: Open, width: int) -> None:
    opened = visit(width, height=568, touch=True)
    page = opened.go(PAGE)
    link = term(page)

    link.tap()
    expect_explained(page, link)
    assert page.url.endswith(PAGE)
    page.touchscreen.tap(5, 560)
    expect_gone(page, link)
    link.tap()
    tip(page).get_by_role("link", name="看名词 MC088 全文").tap()
    page.wait_for_url(f"**/{ENTRY}")


def test_a_second_tap_follows_the_link(visit: Open) -> None:
    page = visit(390, touch=True).go(PAGE)
    link = term(page)

    link.tap()
    expect_explained(page, link)
    link.tap()
    page.wait_for_url(f"**/{ENTRY}")


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256), (1280, 900)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_tip_stays_in_the_window(visit: Open, width: int, height: int, scheme: str) -> None:
    page = visit(width, scheme, height).go("duties/speech-1.html")

    for link in page.locator("main a.hb-term").all():
        link.focus()
        expect(tip(page)).to_be_visible()
        assert is_in_window(page), link.inner_text()
        over = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(over)


def test_without_the_data_it_is_a_link(visit: Open) -> None:
    opened = visit(390, touch=True)
    opened.page.route("**/search-data.js", lambda route: route.abort())
    page = opened.go(PAGE)
    term(page).focus()
    expect(page.locator("#hb-term-tip")).to_be_hidden()
    term(page).tap()

    page.wait_for_url(f"**/{ENTRY}")
    opened.console.clear()  # the browser itself reports the file that was withheld


def test_without_scripts_it_is_a_link(visit: Open) -> None:
    page = visit(scripts=False).go(PAGE)
    term(page).click()

    page.wait_for_url(f"**/{ENTRY}")


def test_it_is_not_printed_and_the_search_still_has_its_data(visit: Open) -> None:
    page = visit().go(PAGE)
    term(page).focus()
    expect_explained(page, term(page))
    page.emulate_media(media="print")
    expect(page.locator("#hb-term-tip")).to_be_hidden()
    page.emulate_media(media="screen")

    page.keyboard.press("/")
    page.keyboard.type("两张皮")
    expect(page.locator("a[data-search-hit]").first).to_be_visible()


def test_in_the_single_file_it_is_explained_too(browser: Browser, built: Built) -> None:
    file: Path = built.single_file
    page = browser.new_page(viewport={"width": 320, "height": 568})
    page.goto(file.as_uri())
    link = term(page)

    link.focus()
    expect_explained(page, link)
    link.press("Enter")
    expect(page.locator("#MC088")).to_be_in_viewport()
    expect_gone(page, link)
    page.close()
