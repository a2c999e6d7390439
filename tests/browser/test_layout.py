"""What the layout owes to everybody: room, rest, a focus that is seen, targets that can be hit, text.

A page at 320 px is also the page of 1280 px at 400 % zoom (WCAG 2.2, 1.4.10): one test for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import Built, none
from tests.browser.test_reading import PAGES

pytestmark = pytest.mark.browser

SMALLEST = 320
MOST_SHIFT = 0.02
# CSS pixels (WCAG 2.2, 2.5.8).
TARGET = 24
MOST_STOPS = 1000
# The page for a missing page has the least.
LEAST_TEXT = 40
WALKED = ("index.html", "checklists/aspect-1.html")

# Where the page can be scrolled sideways, what sticks out and stands in no box of its own that scrolls.
_STICKS_OUT = """() => {
  const root = document.documentElement;
  scrollTo(10000, 0);
  if (scrollX === 0 && root.scrollWidth <= root.clientWidth) return [];
  const scrolls = (e) => e !== document.body && e !== root && getComputedStyle(e).overflowX !== 'visible';
  const contained = (e) => { for (let p = e.parentElement; p; p = p.parentElement) if (scrolls(p)) return true; };
  const wide = [...document.body.querySelectorAll('*')].filter(
    (e) => e.getBoundingClientRect().right + scrollX > root.clientWidth + 0.5 && !contained(e));
  return [`${root.scrollWidth} > ${root.clientWidth}`, ...wide.slice(0, 5).map(
    (e) => `${e.tagName.toLowerCase()}.${e.className} → ${Math.round(e.getBoundingClientRect().right + scrollX)} px`)];
}"""

_WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries()) {
    const where = sources.map(({ node }) => node && (node.id || node.className || node.nodeName));
    if (!hadRecentInput) window.shifts.push([value, where.join(', ')]);
  }
}).observe({ type: 'layout-shift', buffered: true });
"""
_PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
_TWO_FRAMES = """async () => {
  await document.fonts.ready;
  for (let n = 0; n < 2; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  return window.shifts;
}"""

# Lines that end with an opening bracket or mark because a link or a term begins behind it.
_OPENED_AT_AN_END = """() => {
  const found = [];
  for (const element of document.querySelectorAll('article :is(a, b, dfn, mark, span)')) {
    const before = element.previousSibling;
    const box = [...element.getClientRects()].find(({ width }) => width > 0);
    if (!box || before?.nodeType !== Node.TEXT_NODE || !/[（《“‘〔]$/.test(before.data)) continue;
    const range = document.createRange();
    range.setStart(before, before.length - 1);
    range.setEnd(before, before.length);
    if (range.getBoundingClientRect().bottom <= box.top) found.push(before.data.slice(-8) + element.textContent);
  }
  return found;
}"""

# The element that has the focus: how it looks with it and without it, and how large a target it is.
# What shows the focus may be the element, what is in it, its label or what stands beside it; the
# target of a control that is itself not seen is its label or what stands beside it.
_FOCUSED = """(least) => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const settle = () => {
    for (const animation of document.getAnimations()) {
      if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
    }
  };
  const isSeen = (e) => {
    const { width, height } = e.getBoundingClientRect();
    return width > 1 && height > 1 && e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const ring = (e) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(e);
    const outline = outlineStyle === 'none' || outlineWidth === '0px' ? 'none' : [outlineStyle, outlineWidth, outlineColor].join(' ');
    return [outline, boxShadow];
  };
  const words = (e) => e.textContent.replace(/[^\\p{L}\\p{N}]/gu, '').length;
  const isInText = () => {
    if (getComputedStyle(element).display !== 'inline') return false;
    let block = element.parentElement;
    while (getComputedStyle(block).display === 'inline') block = block.parentElement;
    return words(block) > [...block.querySelectorAll('a, button')].reduce((sum, e) => sum + words(e), 0);
  };

  settle();
  const beside = [...(element.labels || []), element.nextElementSibling].filter(Boolean);
  const around = [element, ...element.children, ...beside].filter(isSeen);
  const target = [element, ...beside].find(isSeen) || element;
  const { top, bottom, left, right, width, height } = target.getBoundingClientRect();
  const focused = around.map(ring);
  element.blur();
  settle();
  const isShown = around.some((e, n) => ring(e).some((part, m) => part !== focused[n][m] && focused[n][m] !== 'none'));
  const found = {
    name: [element.tagName.toLowerCase(), ...element.classList].join('.'),
    text: (element.getAttribute('aria-label') || element.textContent.trim() || element.title || element.value || '').slice(0, 20),
    again: Boolean(window.walked && window.walked.has(element)),
    focus_shown: isShown,
    in_view: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
    small: Math.min(width, height) < least - 0.01 && !isInText() ? `${width.toFixed(1)} × ${height.toFixed(1)}` : '',
  };
  window.walked = (window.walked || new Set()).add(element);
  return found;
}"""

_HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, [role=heading]')].map(
  (h) => [Number(h.getAttribute('aria-level') || h.tagName[1]), h.textContent.trim().slice(0, 30)])"""

# With every fold opened, as a reader can without scripts: the text of the content that is not seen.
# What only names a control may wait until a script makes the control work.
_UNSEEN_TEXT = """() => {
  for (const box of document.querySelectorAll('details')) box.open = true;
  const content = document.querySelector('main');
  if (!content) return { letters: 0, unseen: ['<main>'] };
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  const unseen = [];
  let letters = 0;
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const parent = walker.currentNode.parentElement;
    if (!/[\\p{L}\\p{N}]/u.test(text) || parent.closest('a[hidden], button, label, select, script, style, template, nav, title, desc')) continue;
    if (parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) letters += text.length;
    else unseen.push(text.slice(0, 40));
  }
  return { letters, unseen };
}"""


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Contexts in which this test may also wait for what the page's policy would not let it ask."""
    contexts: list[BrowserContext] = []

    def make(width: int, **options: Any) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", bypass_csp=True, **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


MakeContext = Callable[..., BrowserContext]


def unfold(page: Page) -> None:
    page.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")


# --- room ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "JavaScript off"])
def test_no_page_scrolls_sideways_at_320_px_or_400_percent(
    open_context: MakeContext, server: str, scripts: bool
) -> None:
    page = open_context(SMALLEST, java_script_enabled=scripts).new_page()
    wide: list[str] = []
    for uri in (*PAGES, "no/such/page.html"):
        page.goto(f"{server}/{uri}")
        for state in ("folded", "unfolded"):
            if state == "unfolded":
                unfold(page)
            wide += [f"{uri}，{state}: {line}" for line in page.evaluate(_STICKS_OUT)]
    none(wide)


def test_neither_do_the_search_and_the_menu(open_context: MakeContext, server: str) -> None:
    page = open_context(SMALLEST).new_page()
    page.goto(f"{server}/{WALKED[1]}")
    page.get_by_role("button", name="菜单").click()
    assert page.evaluate(_STICKS_OUT) == []
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("整改")
    expect(page.locator("a[data-search-hit]").first).to_be_visible()
    assert page.evaluate(_STICKS_OUT) == []
    assert (
        page.evaluate(
            "[...document.querySelectorAll('dialog[open] *')].filter(e => e.getBoundingClientRect().right > innerWidth + 0.5"
            " && !e.closest('fieldset')).map(e => e.className)"
        )
        == []
    )


def test_no_line_ends_with_an_opening_bracket(open_context: MakeContext, server: str) -> None:
    found: list[str] = []
    for width in (320, 375, 390, 412, 1280):
        page = open_context(width).new_page()
        for uri in ("checklists/aspect-1.html", "checklists/aspect-3.html", "terms/index.html"):
            page.goto(f"{server}/{uri}")
            unfold(page)
            found += [f"{width} px，{uri}: {words}" for words in page.evaluate(_OPENED_AT_AN_END)]
    none(found)


# --- rest ----------------------------------------------------------------------------------------


def shifts(page: Page, address: str) -> list[tuple[float, str]]:
    """What moved while the page came, on a network where scripts and pictures come late.

    They are held back until the page was painted without them; from a disk they would come before.
    """
    late: list[Route] = []
    page.route("**/*", lambda route: hold_back(route, late))
    page.goto(address, wait_until="commit")
    page.wait_for_function(_PAINTED)
    for route in late:
        route.fallback()
    page.unroute_all(behavior="wait")
    page.wait_for_load_state("load")
    if "?q=" in address:
        page.locator("a[data-search-hit]").first.wait_for()
    return [(value, where) for value, where in page.evaluate(_TWO_FRAMES)]


def hold_back(route: Route, late: list[Route]) -> None:
    is_early = route.request.url.endswith("/reading.js")  # without it nothing is painted
    if route.request.resource_type in ("script", "image", "font") and not is_early:
        late.append(route)
    else:
        route.fallback()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_a_page_loads(
    open_context: MakeContext, server: str, width: int
) -> None:
    context = open_context(width)
    context.add_init_script(_WATCH_SHIFTS)
    page = context.new_page()
    restless: list[str] = []
    for uri in (*PAGES, "index.html?q=整改"):
        moved = shifts(page, f"{server}/{uri}")
        # The sum, which is never less than the worst window of five seconds that CLS is.
        if sum(value for value, _ in moved) > MOST_SHIFT:
            restless += [f"{uri}: {value:.4f} {where}" for value, where in moved]
    none(restless)


def test_what_moves_would_be_seen(open_context: MakeContext) -> None:
    context = open_context(390)
    context.add_init_script(_WATCH_SHIFTS)
    page = context.new_page()
    script = "document.body.prepend(Object.assign(document.createElement('div'), {id: 'late', style: 'height: 200px'}))"
    html = "<!doctype html><p>字</p><script src='/late.js'></script>"
    context.route(
        "http://restless.test/",
        lambda r: r.fulfill(body=html, content_type="text/html; charset=utf-8"),
    )
    context.route(
        "http://restless.test/late.js",
        lambda r: r.fulfill(body=script, content_type="text/javascript"),
    )

    moved = shifts(page, "http://restless.test/")

    assert sum(value for value, _ in moved) > MOST_SHIFT


# --- focus and targets ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Stop:
    """A control that Tab led to; ``small`` is its size if it is smaller than a target may be."""

    name: str
    text: str
    again: bool
    focus_shown: bool
    in_view: bool
    small: str

    def faults(self) -> list[str]:
        """What is wrong with it."""
        who = f"{self.name}（{self.text}）"
        found = [] if self.focus_shown else [f"{who}: nothing shows that it has the focus"]
        found += [] if self.in_view else [f"{who}: has the focus outside the window"]
        return found + ([f"{who}: {self.small} px"] if self.small else [])


def walk(page: Page) -> list[Stop]:
    """Every control that Tab leads to, once around."""
    stops: list[Stop] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        found = page.evaluate(_FOCUSED, TARGET)
        if found is None or found["again"]:
            return stops
        stops.append(Stop(**found))
    raise AssertionError(f"Tab does not come round in {MOST_STOPS} stops")


def faults(stops: Sequence[Stop]) -> list[str]:
    assert len(stops) > 1
    return [fault for stop in stops for fault in stop.faults()]


@pytest.mark.parametrize("uri", WALKED)
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("forced", [False, True], ids=["", "forced colours"])
def test_whatever_tab_leads_to_is_seen_and_large_enough(
    open_context: MakeContext, server: str, uri: str, width: int, forced: bool
) -> None:
    options = {"forced_colors": "active"} if forced else {}
    page = open_context(width, reduced_motion="reduce", **options).new_page()
    page.goto(f"{server}/{uri}")

    none(faults(walk(page)))


@pytest.mark.parametrize("width", [390, 1280])
def test_so_is_what_it_leads_to_in_the_search(
    open_context: MakeContext, server: str, width: int
) -> None:
    page = open_context(width, reduced_motion="reduce").new_page()
    page.goto(f"{server}/{WALKED[0]}")
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("整改")
    expect(page.locator("a[data-search-hit]").first).to_be_visible()

    none(faults(walk(page)))


CONTROLS = """<!doctype html><html lang="zh"><style>
.bare:focus { outline: none } .ring:focus { outline: none; box-shadow: 0 0 0 3px blue }
button { width: 40px; height: 40px } .small { height: 20px } .far { position: fixed; left: -200px }
</style><button class="bare">无</button><button class="ring">环</button><button class="small">小</button>
<button class="far">远</button><p>一句话里的<a href="#">链接</a></p><p><a href="#">甲</a> · <a href="#">乙</a></p>"""


def test_what_is_not_seen_or_too_small_would_be_told(open_context: MakeContext) -> None:
    page = open_context(390).new_page()
    page.route(
        "http://controls.test/",
        lambda r: r.fulfill(body=CONTROLS, content_type="text/html; charset=utf-8"),
    )
    page.goto("http://controls.test/")
    found = faults(walk(page))

    assert found[:3] == [
        "button.bare（无）: nothing shows that it has the focus",
        "button.small（小）: 40.0 × 20.0 px",
        "button.far（远）: has the focus outside the window",
    ]
    assert [line.partition(":")[0] for line in found[3:]] == ["a（甲）", "a（乙）"]


# --- text ----------------------------------------------------------------------------------------


def test_every_page_is_in_chinese_with_headings_in_order_and_all_its_text_without_scripts(
    open_context: MakeContext, server: str
) -> None:
    page = open_context(1280, java_script_enabled=False).new_page()
    wrong: list[str] = []
    for uri in (*PAGES, "no/such/page.html"):
        page.goto(f"{server}/{uri}")
        headings = [(level, text) for level, text in page.evaluate(_HEADINGS)]
        text = page.evaluate(_UNSEEN_TEXT)
        found = [*heading_faults(headings), *(f"not seen: {unseen}" for unseen in text["unseen"])]
        if page.locator("html").get_attribute("lang") not in ("zh", "zh-CN", "zh-Hans"):
            found.append("lang")
        if text["letters"] < LEAST_TEXT:
            found.append(f"only {text['letters']} letters of text")
        wrong += [f"{uri}: {line}" for line in found]
    none(wrong)


def heading_faults(headings: list[tuple[int, str]]) -> list[str]:
    """What is wrong with headings in the order of the page: one first, and no level left out."""
    firsts = [text for level, text in headings if level == 1]
    found = [] if len(firsts) == 1 else [f"h1: {firsts}"]
    before = 0
    for level, text in headings:
        if level > before + 1:
            found.append(f"h{before} → h{level}: {text}")
        before = level
    return found


@pytest.mark.parametrize(
    ("headings", "faults"),
    [
        ([(1, "甲"), (2, "乙"), (3, "丙"), (2, "丁")], []),
        ([(1, "甲"), (3, "乙")], ["h1 → h3: 乙"]),
        ([(2, "甲"), (1, "乙"), (1, "丙")], ["h1: ['乙', '丙']", "h0 → h2: 甲"]),
        ([], ["h1: []"]),
    ],
)
def test_heading_faults(headings: list[tuple[int, str]], faults: list[str]) -> None:
    assert heading_faults(headings) == faults


def test_the_single_file_fits_too_and_has_its_headings_in_order(
    open_context: MakeContext, built: Built
) -> None:
    page = open_context(SMALLEST, java_script_enabled=False).new_page()
    page.goto((built.single_file).as_uri())
    unfold(page)

    assert page.evaluate(_STICKS_OUT) == []
    levels = [level for level, _ in page.evaluate(_HEADINGS)]
    # One title for the whole, or one for each part.
    assert levels.count(1) in (1, page.locator("main > section").count())
    assert page.evaluate(_UNSEEN_TEXT)["unseen"] == []
