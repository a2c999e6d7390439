"""What WCAG 2.2 asks and neither axe nor the layout tests see; the evidence of docs/about/accessibility.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import none
from tests.browser.test_reading import PAGES

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

# Of each pair of custom properties or colours the contrast (WCAG 2.2, “contrast ratio”).
_CONTRASTS = """(pairs) => {
  const probe = document.body.appendChild(document.createElement('span'));
  const read = (name) => {
    probe.style.color = name.startsWith('--') ? `var(${name})` : name;
    return getComputedStyle(probe).color.match(/[\\d.]+/g).map(Number);
  };
  const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  return pairs.map(([front, back]) => {
    const under = read(back);
    const [r, g, b, alpha = 1] = read(front);
    const shown = [r, g, b].map((part, n) => part * alpha + under[n] * (1 - alpha));
    const [less, more] = [luminance(shown), luminance(under)].sort((one, other) => one - other);
    return (more + 0.05) / (less + 0.05);
  });
}"""

# Spacing as a reader may set it (WCAG 2.2, 1.4.12).
_SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
# Text that is seen only in part, since something around it cuts it off. The lists of contents cut long
# headings on purpose, and lead to the whole of them.
_CUT_OFF = """() => [...document.querySelectorAll('body *')].flatMap((box) => {
  const { overflowX, overflowY } = getComputedStyle(box);
  const cuts = [overflowX, overflowY].some((overflow) => overflow === 'hidden' || overflow === 'clip');
  if (!cuts || !box.checkVisibility({ visibilityProperty: true }) || box.closest('.hb-toc')) return [];
  const { left, right, top, bottom } = box.getBoundingClientRect();
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const cut = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !parent.checkVisibility() || getComputedStyle(parent).clipPath !== 'none') continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const isOut = [...range.getClientRects()].some((line) =>
      line.left < left - 1 || line.right > right + 1 || line.top < top - line.height / 4 || line.bottom > bottom + line.height / 4);
    if (isOut) cut.push(`${box.tagName.toLowerCase()}.${box.className}（${walker.currentNode.data.trim().slice(0, 16)}）`);
  }
  return cut;
})"""
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page of its own context, in which a test may also add a style of its own."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", bypass_csp=True, **options
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
    hidden: list[str] = []
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
    page.keyboard.press(
        "Tab"
    )  # going to an address, browsers let go of the focus, but keep its place
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


# --- colours -------------------------------------------------------------------------------------

GROUNDS = ("--md-default-bg-color", "--hb-paper", "--hb-band")
KINDS = ("check", "problem", "duty", "rule", "clause", "term", "editorial")
WORDS = ("--hb-ink", "--hb-quiet", "--md-typeset-a-color", *(f"--hb-{kind}" for kind in KINDS))
# The borders and marks by which a control or a part of a picture is known. What only decorates,
# as the frame of a card, is not among them.
EDGES = ("--hb-edge", "--hb-tree", "--hb-mark-line", "--md-typeset-a-color")
TEXT_PAIRS = [
    *((word, ground) for word in WORDS for ground in GROUNDS),
    *((word, "--hb-mark") for word in ("--hb-ink", "--hb-quiet", "--md-typeset-a-color")),
    ("--hb-ink", "--hb-notice"),
    ("--md-primary-bg-color", "--md-primary-fg-color"),
    ("#fff", "--hb-root"),
    ("--md-default-fg-color", "--md-default-bg-color"),
    ("--md-default-fg-color--light", "--md-default-bg-color"),
]
EDGE_PAIRS = [
    *((edge, ground) for edge in EDGES for ground in GROUNDS),
    ("--hb-notice-line", "--hb-notice"),
]


@pytest.mark.parametrize(
    ("scheme", "text", "edge"),
    [("light", 4.5, 3), ("dark", 4.5, 3), ("light.high", 7, 3), ("dark.high", 6.8, 3)],
)
def test_words_and_edges_stand_out(
    open_page: OpenPage, server: str, scheme: str, text: float, edge: float
) -> None:
    """At least as AA asks; in high contrast words nearly as AAA does, and on all grounds but one."""
    page = open_page()
    page.goto(f"{server}/map.html?reading={scheme}")

    faint = []
    for least, pairs in ((text, TEXT_PAIRS), (edge, EDGE_PAIRS)):
        found = page.evaluate(_CONTRASTS, pairs)
        faint += [
            f"{front} on {back}: {ratio:.2f} < {least}"
            for (front, back), ratio in zip(pairs, found, strict=True)
            if ratio < least
        ]
    none(faint)


def test_contrasts_are_computed_as_wcag_says(open_page: OpenPage) -> None:
    page = open_page()
    pairs = [["#000", "#fff"], ["#767676", "#fff"], ["#00000080", "#fff"], ["#fff", "#fff"]]

    found = [round(ratio, 2) for ratio in page.evaluate(_CONTRASTS, pairs)]
    assert found == [21, 4.54, 3.98, 1]


# --- room ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 1280])
def test_wider_spacing_cuts_nothing_off(open_page: OpenPage, server: str, width: int) -> None:
    page = open_page(width)
    lost: list[str] = []
    for uri in ("index.html", "map.html", PAGE, "source/speech-1.html", "trace/sentences.html"):
        page.goto(f"{server}/{uri}")
        page.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")
        for spacing in ("* {}", _SPACED):
            page.add_style_tag(content=spacing)
            wide = page.evaluate(_OVERFLOW)
            lost += [f"{uri}: {wide} px too wide"] if wide else []
            lost += [f"{uri}: {cut}" for cut in page.evaluate(_CUT_OFF)]
    none(lost)


def test_what_is_cut_off_would_be_told(open_page: OpenPage) -> None:
    page = open_page(320)
    page.set_content(
        "<p style='width: 40px; overflow: hidden; white-space: nowrap' class='narrow'>一二三四五六</p>"
        "<p style='overflow: hidden'>一二三四五六</p>"
    )
    assert page.evaluate(_CUT_OFF) == ["p.narrow（一二三四五六）"]


def test_the_largest_letters_fit_the_smallest_window(open_page: OpenPage, server: str) -> None:
    page = open_page(320, 568)
    lost: list[str] = []
    for uri in ("index.html", "map.html", PAGE, "source/speech-1.html", "trace/sentences.html"):
        page.goto(f"{server}/{uri}?reading=20")
        page.get_by_role("button", name="阅读设置").click()
        wide = page.evaluate(_OVERFLOW)
        lost += [f"{uri}: {wide} px too wide"] if wide else []
        lost += [f"{uri}: {cut}" for cut in page.evaluate(_CUT_OFF)]
        header = page.get_by_role("banner").bounding_box()
        assert header
        assert header["height"] == 65
    none(lost)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (844, 390)])
def test_it_can_be_read_and_searched_upright_and_across(
    open_page: OpenPage, server: str, width: int, height: int
) -> None:
    page = open_page(width, height, has_touch=True)
    page.goto(f"{server}/{PAGE}")

    expect(page.locator("h1")).to_be_in_viewport()
    assert page.evaluate(_OVERFLOW) == 0
    page.get_by_role("button", name="搜索").tap()
    page.get_by_role("searchbox").fill("整改")
    expect(page.locator("a[data-search-hit]").first).to_be_in_viewport()


# --- names ---------------------------------------------------------------------------------------


def test_every_page_has_a_title_of_its_own_and_a_link_past_the_menu(
    open_page: OpenPage, server: str
) -> None:
    page = open_page()
    titles: dict[str, str] = {}
    for uri in PAGES:
        page.goto(f"{server}/{uri}")
        assert page.title() not in titles, uri
        titles[page.title()] = uri
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="跳到正文", exact=True)
        expect(skip).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('main .md-content'))"), uri
    page.goto(f"{server}/no/such/page.html")
    assert page.title().startswith("没有这一页")
    assert page.title() not in titles


_NAMED_OTHERWISE = """() => {
  const seen = (node) => [...node.childNodes].map((child) => {
    if (child.nodeType === Node.TEXT_NODE) return child.data;
    const isSeen = child instanceof HTMLElement && child.getAttribute('aria-hidden') !== 'true' && child.checkVisibility();
    return isSeen ? seen(child) : '';
  }).join('').replace(/\\s+/g, '');
  return [...document.querySelectorAll('a, button, summary, input')].flatMap((control) => {
    const label = control.getAttribute('aria-label');
    return label === null || label.replace(/\\s+/g, '').includes(seen(control)) ? [] : [`${label}: ${seen(control)}`];
  });
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_a_control_is_called_what_can_be_read_on_it(
    open_page: OpenPage, server: str, width: int
) -> None:
    page = open_page(width)
    for uri in ("index.html", PAGE):
        page.goto(f"{server}/{uri}")
        page.keyboard.press("/")
        page.keyboard.type("整改")
        expect(page.locator("a[data-search-hit]").first).to_be_visible()
        assert page.evaluate(_NAMED_OTHERWISE) == []
    page.set_content(
        "<button aria-label='查找'>搜索</button><button aria-label='搜 索'>搜索</button>"
    )
    assert page.evaluate(_NAMED_OTHERWISE) == ["查找: 搜索"]


# --- no surprises --------------------------------------------------------------------------------


def test_neither_the_focus_nor_a_setting_leads_elsewhere(open_page: OpenPage, server: str) -> None:
    page = open_page()
    address = f"{server}/{PAGE}"
    page.goto(address)
    page.evaluate("for (const e of document.querySelectorAll('a, button, summary')) e.focus()")
    page.get_by_role("button", name="阅读设置").click()
    for choice in page.get_by_role("group", name="阅读设置").get_by_role("radio").all():
        choice.click()
        expect(choice).to_be_focused()

    assert page.url == address
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.context.pages == [page]


def test_nothing_moves_by_itself(open_page: OpenPage, server: str) -> None:
    page = open_page()
    for uri in PAGES:
        page.goto(f"{server}/{uri}")
        assert page.evaluate("document.getAnimations().length") == 0, uri
        assert page.locator("video, audio, marquee, blink, meta[http-equiv=refresh i]").count() == 0


def test_the_menu_is_the_same_on_every_page(open_page: OpenPage, server: str) -> None:
    page = open_page()
    seen: set[tuple[str, ...]] = set()
    for uri in PAGES[::4]:
        page.goto(f"{server}/{uri}")
        links = page.get_by_role("navigation", name="导航").get_by_role("link").all_inner_texts()
        buttons = page.get_by_role("banner").get_by_role("button").all()
        seen.add((*links, *(str(button.get_attribute("aria-label")) for button in buttons)))
    assert len(seen) == 1
