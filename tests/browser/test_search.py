"""The search dialog: what it finds first, and that it can be used with hands on the keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def hits(page: Page) -> Locator:
    return page.locator("a[data-search-hit]")


def type_query(page: Page, query: str) -> None:
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill(query)
    page.keyboard.press("End")


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("十不准", "discipline/ten-prohibitions.html"),
        ("八严禁", "discipline/eight-bans.html"),
        ("BZ03", "discipline/ten-prohibitions.html#BZ03"),
        ("bz03", "discipline/ten-prohibitions.html#BZ03"),
        ("学懂弄通", "checklists/aspect-1.html#JC001"),
        ("因地制宜", "checklists/aspect-1.html#JC010"),
        ("YW087", "source/speech-1.html#YW087"),
        ("两个维护", "terms/index.html#MC002"),
        ("两张皮", "terms/index.html#MC051"),
        ("一把手", "terms/index.html#MC088"),
        ("四个落实", "terms/index.html#MC001"),
        ("新官不理旧账", "terms/index.html#MC060"),
        ("以巡谋私", "terms/index.html#MC017"),
        ("四种形态", "terms/index.html#MC031"),
    ],
)
def test_the_first_hit(visit: Open, query: str, address: str) -> None:
    page = visit().go("index.html")
    type_query(page, query)

    first = hits(page).first
    expect(first).to_be_visible()
    assert str(first.evaluate("a => a.href")).endswith("/" + address)
    first.click()
    page.wait_for_url(re.compile(re.escape(address) + "$"))
    if "#" in address:
        expect(page.locator("#" + address.split("#")[1])).to_be_in_viewport()


@pytest.mark.parametrize("uri", ["index.html", "checklists/aspect-1.html"])
def test_a_query_in_the_address_opens_the_search(visit: Open, uri: str) -> None:
    page = visit().go(f"{uri}?q=因地制宜")

    expect(page.get_by_role("searchbox")).to_have_value("因地制宜")
    expect(hits(page).first).to_contain_text("JC010")


def test_the_search_is_used_with_the_keyboard_alone(visit: Open) -> None:
    page = visit().go("about/index.html")
    page.keyboard.press("/")
    page.keyboard.type("BZ03")
    expect(hits(page).first).to_contain_text("BZ03")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("#BZ03$"))


def test_escape_closes_and_gives_the_focus_back(visit: Open) -> None:
    page = visit().go("index.html")
    opener = page.get_by_role("button", name="搜索")
    opener.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_hit_on_the_same_page_closes_the_dialog_and_shows_the_entry(visit: Open) -> None:
    page = visit().go("discipline/ten-prohibitions.html")
    type_query(page, "BZ09")
    hits(page).first.click()

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#BZ09")).to_be_in_viewport()


@pytest.mark.parametrize(
    "query", ["<img src=x onerror=alert(1)>", "(((", "[%-", "\\", "囍" * 10_000]
)
def test_whatever_is_typed_is_text(visit: Open, query: str) -> None:
    page = visit().go("index.html")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    type_query(page, query)

    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("找到")
    assert page.locator("dialog img").count() == 0


def test_the_dialog_fits_a_phone(visit: Open) -> None:
    page = visit(390).go("index.html")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("searchbox").fill("巡察")
    expect(hits(page).first).to_be_visible()

    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
