"""axe-core finds nothing: on any page, in either colours, narrow and wide, in any state.

By default each page is seen in both widths, folded in the narrow one and unfolded in the wide one,
and in the dark only those rules are asked again that colours can change; the states of the dialog
and the menu, which are the same everywhere, are seen on two pages. ``HANDBOOK_AXE=all`` asks every
rule on every page in every state. A new control that opens something belongs into ``STATES``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.axe import COLOUR_RULES, EVERYTHING, axe_context, find, told
from tests.browser.conftest import Built, none
from tests.browser.test_reading import PAGES

pytestmark = pytest.mark.browser

NARROW, WIDE = 390, 1280
SEEN_IN_EVERY_STATE = PAGES if EVERYTHING else ["index.html", "checklists/aspect-1.html"]
NOWHERE = "there/is/no/such/page.html"
# Answers of several kinds, and none at all.
QUERY, UNKNOWN = "整改", "qqqqxxxx"

_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
_NOSCRIPT = re.compile(r"</?noscript>")
_IS_DARK = """() => {
  const shown = [document.body, document.documentElement].map((e) => getComputedStyle(e).backgroundColor);
  const [r, g, b] = (shown.find((colour) => !/, 0\\)$/.test(colour)) || 'rgb(255, 255, 255)').match(/\\d+/g);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
}"""


@dataclass(frozen=True)
class State:
    """What a reader has opened, chosen or switched on."""

    name: str
    prepare: Callable[[Page], None]
    widths: tuple[int, ...] = (NARROW, WIDE)


# --- what a reader does --------------------------------------------------------------------------


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def search(page: Page, query: str = "") -> None:
    """Opens the search as the help says; with an empty ``query`` nothing is asked yet."""
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill(query)
    expect(dialog(page)).to_be_visible()


def find_something(page: Page) -> None:
    search(page, QUERY)
    expect(page.locator("a[data-search-hit]").first).to_be_visible()


def choose_a_filter(page: Page) -> None:
    find_something(page)
    radios = dialog(page).get_by_role("radio")
    dialog(page).locator("label:visible", has=page.get_by_role("radio")).nth(1).click()
    expect(radios.first).not_to_be_checked()


def find_nothing(page: Page) -> None:
    search(page, UNKNOWN)
    expect(dialog(page).get_by_role("status")).to_contain_text("没有找到")


def open_the_menu(page: Page) -> None:
    page.get_by_role("button", name="菜单").click()
    expect(page.get_by_role("button", name="菜单")).to_have_attribute("aria-expanded", "true")


def open_the_reading_settings(page: Page) -> None:
    page.get_by_role("button", name="阅读设置").click()
    expect(page.get_by_role("group", name="阅读设置")).to_be_visible()


def choose_high_contrast(page: Page) -> None:
    """Only for this page, which the next state loads anew."""
    page.evaluate("document.documentElement.dataset.hbContrast = 'high'")
    unfold(page)


def have_a_term_explained(page: Page) -> None:
    page.locator("a.hb-term").first.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()


STATES = (
    State("search open", search),
    State("search with results", find_something),
    State("search with a filter chosen", choose_a_filter),
    State("search that found nothing", find_nothing),
    State("menu open", open_the_menu, (NARROW,)),
    State("reading settings open", open_the_reading_settings),
    State("high contrast", choose_high_contrast),
)


def nothing(page: Page) -> None:
    """The page as it comes."""


def unfold(page: Page) -> None:
    page.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")


# --- looking -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Screen:
    """A width, with a page for each colour scheme.

    A scheme has a page of its own because what a reader chose, or the system said first, is kept.
    """

    width: int
    pages: dict[str, Page]

    def faults(
        self,
        address: str,
        name: str,
        prepare: Callable[[Page], None] = nothing,
        schemes: Sequence[str] = ("light", "dark"),
    ) -> list[str]:
        """What axe says of ``address`` once ``prepare`` was done: every rule in the light,
        in the dark those that colours can change.
        """
        found = []
        for scheme in schemes:
            page = self.pages[scheme]
            page.goto(address)
            assert page.evaluate(_IS_DARK) is (scheme == "dark"), f"{name} is not {scheme}"
            prepare(page)
            rules = () if EVERYTHING or scheme == "light" else COLOUR_RULES
            findings = find(page, rules)
            found += [told(f"{name}（{self.width} px，{scheme}）", findings)] if findings else []
        return found


@pytest.fixture(scope="module", params=[NARROW, WIDE])
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Screen]:
    contexts = {s: axe_context(browser, request.param, s) for s in ("light", "dark")}
    yield Screen(request.param, {scheme: c.new_page() for scheme, c in contexts.items()})
    for context in contexts.values():
        context.close()


@contextmanager
def without_scripts(page: Page) -> Iterator[None]:
    """Pages come as a browser with JavaScript off takes them.

    Really off, axe would not run either: its timers would never come.
    """

    def strip(route: Route) -> None:
        response = route.fetch()
        html = _NOSCRIPT.sub("", _SCRIPT.sub("", response.text()))
        route.fulfill(response=response, body=html)

    page.route("**/*.html", strip)
    yield
    page.unroute("**/*.html", strip)


# --- the tests -----------------------------------------------------------------------------------


@pytest.mark.parametrize("uri", PAGES)
def test_axe_finds_nothing_on_any_page(screen: Screen, server: str, uri: str) -> None:
    address, unfolded = f"{server}/{uri}", f"{uri}，unfolded"
    if EVERYTHING:
        found = screen.faults(address, uri) + screen.faults(address, unfolded, unfold)
    elif screen.width == NARROW:
        found = screen.faults(address, uri)
    else:
        found = screen.faults(address, unfolded, unfold)
    none(found)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_axe_finds_nothing_in_any_state(screen: Screen, server: str, state: State) -> None:
    if screen.width not in state.widths:
        pytest.skip("in this width there is no such state")
    found = []
    for uri in SEEN_IN_EVERY_STATE:
        found += screen.faults(f"{server}/{uri}", f"{uri}，{state.name}", state.prepare)
    none(found)


def test_axe_finds_nothing_in_the_explanation_of_a_term(screen: Screen, server: str) -> None:
    """In it alone: what it lies over until Escape would seem too small a target."""
    found = []
    for scheme, page in screen.pages.items():
        page.goto(f"{server}/checklists/aspect-1.html")
        have_a_term_explained(page)
        findings = find(page, within="[role=tooltip]")
        found += [told(f"a term explained（{scheme}）", findings)] if findings else []
    none(found)


def test_axe_finds_nothing_with_javascript_off(screen: Screen, server: str) -> None:
    found = []
    with without_scripts(screen.pages["light"]):
        for uri in SEEN_IN_EVERY_STATE:
            found += screen.faults(
                f"{server}/{uri}", f"{uri}，JavaScript off", has_no_script, ["light"]
            )
    none(found)


def has_no_script(page: Page) -> None:
    assert page.locator("script, noscript").count() == 0


def test_axe_finds_nothing_with_forced_colours(screen: Screen, server: str) -> None:
    page = screen.pages["light"]
    page.emulate_media(forced_colors="active")
    found = []
    for uri in SEEN_IN_EVERY_STATE:
        found += screen.faults(f"{server}/{uri}", f"{uri}，forced colours", schemes=["light"])
    page.emulate_media(forced_colors="none")
    none(found)


def test_axe_finds_nothing_where_there_is_no_page(screen: Screen, server: str) -> None:
    none(screen.faults(f"{server}/{NOWHERE}", "404.html"))


def test_axe_finds_nothing_in_the_single_file(screen: Screen, built: Built) -> None:
    address = (built.single_file).as_uri()
    if EVERYTHING:
        found = screen.faults(address, built.single_file.name)
        found += screen.faults(address, f"{built.single_file.name}，unfolded", unfold)
    elif screen.width == NARROW:  # several seconds each
        found = screen.faults(address, built.single_file.name, schemes=["light"])
    else:
        found = screen.faults(address, f"{built.single_file.name}，unfolded", unfold, ["dark"])
    none(found)


def test_axe_finds_nothing_in_the_search_of_the_single_file(screen: Screen, built: Built) -> None:
    page = screen.pages["dark" if screen.width == WIDE else "light"]
    page.goto((built.single_file).as_uri())
    find_something(page)
    findings = find(page, within="dialog[open]")
    none([told(f"{built.single_file.name}，search with results", findings)] if findings else [])


FAULTY = """<!doctype html><html lang="zh"><head><title>坏页</title>
<style>body { background: #fcfcfc } #pale { color: #ddd }</style></head>
<body><main><h1>坏页</h1><p id="pale">看不清</p><img src="data:," id="nameless"></main></body></html>"""
EXPECTED = """\
坏页
  color-contrast（serious）：Elements must meet minimum color contrast ratio thresholds
    #pale
      <p id="pale">看不清</p>
      Fix any of the following:
        Element has insufficient color contrast of 1.32 (foreground color: #dddddd, background \
color: #fcfcfc, font size: 12.0pt (16px), font weight: normal). Expected contrast ratio of 4.5:1
    https://dequeuniversity.com/rules/axe/4.14/color-contrast?application=axeAPI"""


def test_what_is_wrong_is_told_with_place_and_remedy(browser: Browser) -> None:
    context = axe_context(browser, WIDE, "light")
    page = context.new_page()
    page.route(
        "http://faulty.test/",
        lambda route: route.fulfill(body=FAULTY, content_type="text/html; charset=utf-8"),
    )
    page.goto("http://faulty.test/")
    findings = find(page)

    assert {finding.rule for finding in findings} == {"color-contrast", "image-alt"}
    assert told("坏页", find(page, COLOUR_RULES)) == EXPECTED
    assert find(page, within="h1") == []
    context.close()
