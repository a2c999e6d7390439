"""The map and the overview picture: on a phone, by keyboard, without scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

SMALLEST = """() => {
  const boxes = [...document.querySelectorAll('svg[role=group] a')].map((link) =>
    link.querySelector('rect').getBoundingClientRect());
  const texts = [...document.querySelectorAll('svg[role=group] text')].map((text) =>
    parseFloat(getComputedStyle(text).fontSize) * text.ownerSVGElement.getScreenCTM().a);
  return {
    nodes: boxes.length,
    width: Math.min(...boxes.map((box) => box.width)),
    height: Math.min(...boxes.map((box) => box.height)),
    text: Math.min(...texts),
  };
}"""
# What of a picture lies on something else of it, or outside: a text that is wider than its node.
OUTSIDE = """() => [...document.querySelectorAll('svg[role=group] a')].flatMap((link) => {
  const box = link.querySelector('rect').getBoundingClientRect();
  return [...link.querySelectorAll('text')].filter((text) => {
    const own = text.getBoundingClientRect();
    return own.left < box.left || own.right > box.right || own.bottom > box.bottom + 1;
  }).map((text) => text.textContent);
})"""
OVERLAPPING = """() => [...document.querySelectorAll('svg[role=group]')].flatMap((svg) => {
  const boxes = [...svg.querySelectorAll('rect')].map((rect) => rect.getBoundingClientRect());
  return boxes.flatMap((one, n) => boxes.slice(n + 1).filter((other) =>
    one.left < other.right && other.left < one.right &&
    one.top < other.bottom && other.top < one.bottom));
}).length"""


def overflow(page: Page) -> int:
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_is_legible_and_its_nodes_can_be_hit(visit: Open, width: int) -> None:
    page = visit(width).go("map.html")

    found = page.evaluate(SMALLEST)
    assert found["nodes"] > 200
    assert min(found["width"], found["height"]) >= 24
    assert found["text"] >= 11
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(OVERLAPPING) == 0
    assert overflow(page) == 0


def test_unfolded_it_scrolls_nowhere_sideways(visit: Open) -> None:
    page = visit(320).go("map.html")
    for summary in page.locator(".hb-map__words > summary").all():
        summary.click()

    expect(page.locator(".hb-map__words li").first).to_be_visible()
    assert overflow(page) == 0


def test_two_pictures_stand_side_by_side_on_a_desktop(visit: Open) -> None:
    page = visit(1280).go("map.html")
    first, second = (page.locator(".hb-map svg").nth(n).bounding_box() for n in (0, 1))

    assert first is not None
    assert second is not None
    assert second["x"] >= first["x"] + first["width"]


def test_tab_goes_through_it_in_reading_order_and_enter_follows(visit: Open) -> None:
    page = visit(390).go("map.html")
    page.locator(".hb-map h2 a").first.focus()

    names = []
    for _ in range(6):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.querySelector('title').textContent"))
    in_order = page.locator(".hb-map svg").first.locator("a > title").all_text_contents()
    assert names == in_order[:6]

    node = page.locator(".hb-map svg a:focus")
    at_rest = page.locator(".hb-map svg a:not(:focus) rect").first
    width = "element => parseFloat(getComputedStyle(element).strokeWidth)"
    assert node.locator("rect").evaluate(width) >= 2 * at_rest.evaluate(width)
    address = str(node.get_attribute("href"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))


def test_a_node_is_called_by_id_and_title_and_a_picture_by_its_heading(visit: Open) -> None:
    page = visit().go("map.html")
    picture = page.locator(".hb-map svg").first

    heading = "".join(page.locator(".hb-map h2 :is(b, span)").all_text_contents()[:3])
    expect(picture).to_have_role("group")
    expect(picture).to_have_accessible_name(re.compile(r"\s*".join(map(re.escape, heading))))
    for link in picture.locator("a").all()[:3]:
        title = str(link.locator("title").text_content())
        assert re.match(r"[A-Z]{2}\d+ \S", title)
        expect(link).to_have_accessible_name(title)


def test_without_scripts_it_is_the_same(browser: Browser, unzipped: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(f"{unzipped.as_uri()}/map.html")
    page.locator(".hb-map svg a").nth(5).click()

    expect(page).to_have_url(re.compile(r"#[A-Z]{2}\d+$"))
    context.close()


@pytest.mark.parametrize(("width", "columns"), [(1280, 4), (390, 2), (320, 1)])
def test_the_overview_has_cards_of_one_height_in_rows(
    visit: Open, width: int, columns: int
) -> None:
    page = visit(width).go("index.html")
    cards = page.locator(".hb-overview > li")
    boxes = [box for card in cards.all() if (box := card.bounding_box())]

    assert len(boxes) == 4
    rows = {round(box["y"]) for box in boxes}
    assert len(rows) * columns == 4
    for y in rows:
        assert len({round(box["height"]) for box in boxes if round(box["y"]) == y}) == 1
    assert overflow(page) == 0
    cards.first.locator("a").click()
    expect(page.locator("h1 .hb-id")).to_have_count(1)
