"""What an edition changed, on its page: told apart without colour, on a telephone, on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import COLOUR_RULES, axe_context, find, told
from tests.browser.conftest import none
from tests.mkdocs_project import copy_repository, mkdocs_build

pytestmark = pytest.mark.browser

UNFOLD = "for (const box of document.querySelectorAll('details')) box.open = true"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the real handbook with a made-up earlier edition, in which much reads otherwise."""
    root = copy_repository(tmp_path_factory.mktemp("两个 版次"))
    latest = max((root / "editions").glob("*.json"))
    entries = []
    for number, entry in enumerate(json.loads(latest.read_text(encoding="utf-8"))["entries"]):
        middle = len(entry["text"]) // 2
        older = f"{entry['text'][:middle]}从前的说法{entry['text'][middle + 5 :]}"
        if entry["id"] == "JC002":
            entry = {**entry, "id": "JC900"}
        elif number % 3 == 0:
            entry = {**entry, "text": older}
        entries.append(entry)
    old = {"edition": "旧版", "entries": entries}
    (root / "editions" / "0.json").write_text(json.dumps(old), encoding="utf-8")
    with (root / "docs" / "published-ids.txt").open("a", encoding="utf-8") as ledger:
        ledger.write("JC900 replaced-by: JC002\n")
    result = mkdocs_build(root)
    assert result.returncode == 0, result.stdout + result.stderr
    return (root / "site" / "about" / "changes.html").as_uri()


@pytest.fixture
def page(browser: Browser, changes: str) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(changes)
    yield page
    context.close()


def test_many_changes_are_folded_by_page_and_counted(page: Page) -> None:
    boxes = page.locator("details.hb-revised")
    expect(boxes.first).to_be_visible()
    assert page.locator("details.hb-revised[open]").count() == 0
    assert boxes.count() > 10
    expect(page.locator("h2")).to_contain_text("旧版（0） → ")
    expect(boxes.locator("summary").nth(2)).to_contain_text("改动")


def test_what_is_gone_and_what_is_new_are_told_apart_without_colour(page: Page) -> None:
    page.evaluate(UNFOLD)
    page.emulate_media(forced_colors="active")
    lines = "element => getComputedStyle(element).textDecorationLine"
    gone, new = page.locator("main del").first, page.locator("main ins").first

    assert (gone.evaluate(lines), new.evaluate(lines)) == ("line-through", "underline")
    # What is read out, and goes along when it is copied.
    assert gone.inner_text().startswith("删去：")
    assert new.inner_text().startswith("增加：")
    assert gone.locator(".hb-unseen").evaluate("element => element.offsetWidth") <= 1


def test_an_id_that_another_took_over_leads_there(page: Page) -> None:
    page.evaluate(UNFOLD)
    item = page.locator("li", has_text="JC900")
    expect(item).to_contain_text("代替 JC900")
    expect(item).to_contain_text("只改了编号，内容没有变")
    item.get_by_role("link", name="JC002").click()
    page.wait_for_url("**/checklists/aspect-1.html#JC002")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(UNFOLD)
    assert page.evaluate(WIDER) == 0


def test_on_paper_everything_is_open(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.hb-revised:not([open])").count() == 0


def test_axe_finds_nothing(browser: Browser, changes: str) -> None:
    found = []
    for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light")):
        context = axe_context(browser, width, scheme)
        page = context.new_page()
        page.goto(changes)
        page.evaluate(UNFOLD)
        rules = COLOUR_RULES if scheme == "dark" else ()
        findings = find(page, rules)
        found += [told(f"{width}，{scheme}", findings)] if findings else []
        context.close()
    none(found)
