"""What a reader sees: pages, entries, sources, links, in both widths and colours."""

from __future__ import annotations

import json

import pytest
from handbook.addresses import TRAINER, WORKING_CHECKLIST
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Built, Open

PAGES = [
    "index.html",
    "map.html",
    "source/speech-1.html",
    "source/speech-2.html",
    "duties/index.html",
    "duties/speech-1.html",
    "duties/speech-2.html",
    "checklists/index.html",
    "checklists/aspect-1.html",
    "checklists/aspect-2.html",
    "checklists/aspect-3.html",
    "checklists/aspect-4.html",
    "checklists/elsewhere.html",
    "discipline/index.html",
    "discipline/rules.html",
    "discipline/ten-prohibitions.html",
    "discipline/eight-bans.html",
    "papers.html",
    "training/index.html",
    "training/coverage.html",
    "terms/index.html",
    "terms/alphabetical.html",
    "trace/sentences.html",
    "trace/entries.html",
    "about/index.html",
    "about/offline.html",
    "about/accessibility.html",
    "about/publish.html",
    "about/search.html",
    "about/speed.html",
    "about/codes.html",
    "about/changes.html",
]
pytestmark = pytest.mark.browser


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def test_the_list_of_pages_is_whole(built: Built) -> None:
    built_pages = {p.relative_to(built.site).as_posix() for p in built.site.rglob("*.html")}
    apart = {"404.html", WORKING_CHECKLIST, TRAINER}  # the last two have tests of their own
    assert built_pages - apart == set(PAGES)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_is_in_chinese_and_says_nothing_on_the_console(
    visit: Open, width: int, scheme: str
) -> None:
    opened = visit(width, scheme)
    for uri in PAGES:
        page = opened.go(uri)
        assert page.locator("html").get_attribute("lang") == "zh"
        expect(page.locator("h1")).to_have_count(1)
        assert overflow(page) == 0, uri
        assert (
            page.evaluate("getComputedStyle(document.querySelector('.hb-unzip')).display") == "none"
        )


def test_an_entry_shows_its_source_with_the_quote_marked(visit: Open) -> None:
    page = visit().go("checklists/aspect-1.html#JC001")
    card = page.locator("article[aria-labelledby=JC001]")

    expect(card.get_by_role("heading")).to_contain_text("JC001")
    expect(card.locator("blockquote")).to_be_hidden()
    card.locator(".hb-source summary").click()
    expect(card.locator("blockquote")).to_be_visible()
    expect(card.locator("mark")).to_have_text("真正学懂弄通做实")
    card.get_by_role("link", name="YW023", exact=True).click()
    expect(page.locator("#YW023")).to_be_in_viewport()
    expect(page.locator("#YW023")).to_contain_text("要以更高的标准、更严的要求")


def test_a_sentence_leads_to_the_entries_made_from_it(visit: Open) -> None:
    page = visit(390).go("source/speech-1.html#YW029")
    unit = page.locator(".hb-unit", has=page.locator("#YW029"))

    unit.locator("summary").click()
    unit.get_by_role("link", name="JC013").click()
    expect(page.locator("#JC013")).to_be_in_viewport()


def test_the_speech_stands_beside_its_entries_and_each_shows_the_other(visit: Open) -> None:
    page = visit(1280).go("source/speech-1.html#YW049")
    unit = page.locator(".hb-unit", has=page.locator("#YW049"))
    words = unit.locator('[data-for~="JC026"]')
    link = unit.get_by_role("link", name="JC026")

    button = page.get_by_role("button", name="对照条目")
    expect(link).to_be_hidden()
    button.click()
    expect(words).to_have_text(["严格执行", "民主集中制"])
    text, beside = words.first.bounding_box(), link.bounding_box()
    assert text
    assert beside
    assert beside["x"] > text["x"]
    link.focus()
    expect(words).to_have_class(["hb-lit", "hb-lit"])
    words.last.hover()
    expect(link).to_have_class("hb-lit")

    page.reload()
    expect(link).to_be_visible()
    button.click()
    expect(link).to_be_hidden()


def test_every_entry_can_be_reached_by_its_address(visit: Open, built: Built) -> None:
    entries = json.loads((built.site / "catalog.json").read_text(encoding="utf-8"))["entries"]
    opened = visit()
    page = opened.page
    by_page: dict[str, list[str]] = {}
    for entry in entries:
        if entry["url"].startswith(TRAINER):
            continue  # shown by the trainer's script: tests/browser/test_trainer.py
        uri, _, anchor = entry["url"].partition("#")
        by_page.setdefault(uri, []).append(anchor)
    for uri, anchors in by_page.items():
        opened.go(uri)
        missing = page.evaluate("ids => ids.filter(id => !document.getElementById(id))", anchors)
        assert missing == []


@pytest.mark.parametrize("uri", ["discipline/ten-prohibitions.html", "discipline/eight-bans.html"])
def test_a_reference_wording_says_so_on_screen_and_on_paper(visit: Open, uri: str) -> None:
    page = visit().go(uri)
    notice = page.locator(".hb-notice")

    expect(notice).to_be_in_viewport()
    expect(notice).to_contain_text("不是正式规定")
    page.emulate_media(media="print")
    expect(notice).to_be_visible()
    expect(page.locator(".hb-header")).to_be_hidden()


def test_the_colour_scheme_can_be_changed_and_stays(visit: Open) -> None:
    page = visit().go("index.html")
    page.get_by_role("button", name="阅读设置").click()
    page.get_by_label("深色").check()

    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


OWN_STORAGE = """
  const kept = new Map();
  const own = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key) };
  Object.defineProperty(window, 'localStorage', { get: () => own });
"""
# As an overloaded Chromium does: the storage that a page gets is not the one it finds the next time.
WITHHELD_ONCE = f"""
  if (!sessionStorage.getItem('withheld')) {{
    sessionStorage.setItem('withheld', 'once');
    {OWN_STORAGE}
    Object.defineProperty(window, 'indexedDB', {{ get: () => undefined }});
  }}
"""


def test_settings_stay_where_the_browser_withheld_the_storage(visit: Open) -> None:
    opened = visit()
    opened.page.add_init_script(WITHHELD_ONCE)
    page = opened.go("index.html")
    page.get_by_role("button", name="阅读设置").click()
    page.get_by_label("特大").check()

    page.reload()
    expect(page.locator("html")).to_have_attribute("data-hb-size", "20")
    assert page.evaluate("localStorage.getItem('handbook-reading')") is None


TEXT_STYLE = """() => {
  const style = getComputedStyle(document.querySelector(".md-content__inner > p"));
  return [parseFloat(style.fontSize), style.fontFamily];
}"""


def test_size_face_and_contrast_are_chosen_and_stay(visit: Open) -> None:
    page = visit().go("duties/speech-1.html")
    assert page.evaluate(TEXT_STYLE)[0] == 16
    page.get_by_role("button", name="阅读设置").click()
    for choice in ("特大", "宋体", "高"):
        page.get_by_label(choice, exact=True).check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="阅读设置")).to_be_focused()

    page.get_by_role("navigation", name="导航").get_by_role("link", name="音序索引").click()
    expect(page.locator("h1")).to_contain_text("音序索引")
    size, face = page.evaluate(TEXT_STYLE)
    assert size == 20
    assert "SimSun" in face
    expect(page.locator("html")).to_have_attribute("data-hb-contrast", "high")


def test_a_link_carries_the_settings_where_each_file_keeps_its_own(
    browser: Browser, base: str
) -> None:
    context = browser.new_context(locale="zh-CN", offline=base.startswith("file:"))
    page = context.new_page()
    page.add_init_script("Storage.prototype.getItem = () => null;")  # as on another file
    page.goto(f"{base}/index.html?reading=20.serif.nonsense.dark")

    for name, value in {"size": "20", "face": "serif", "contrast": "normal"}.items():
        expect(page.locator("html")).to_have_attribute(f"data-hb-{name}", value)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_role("navigation", name="导航").get_by_role("link", name="音序索引").click()
    carried = "20" if base.startswith("file:") else "16"
    expect(page.locator("html")).to_have_attribute("data-hb-size", carried)
    context.close()


def test_the_link_of_an_entry_copies_what_is_needed_to_cite_it(browser: Browser, base: str) -> None:
    context = browser.new_context(locale="zh-CN", permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{base}/checklists/aspect-3.html")
    page.locator("#JC026 .headerlink").click()

    said = page.get_by_role("status").filter(has_text="已复制")
    expect(said).to_contain_text(
        "JC026 领导班子是否严格执行民主集中制（政治巡察工作手册 · 试编第一版"
    )
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("JC026 领导班子是否严格执行民主集中制（政治巡察工作手册")
    assert copied.endswith("#JC026") == base.startswith("http:")
    context.close()


def test_on_paper_each_sentence_is_one_footnote(visit: Open) -> None:
    page = visit().go("checklists/aspect-1.html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")

    card = page.locator(".hb-entry", has=page.locator("#JC001"))
    expect(card.locator(".hb-note")).to_be_visible()
    expect(card.locator(".hb-note")).to_have_text("据原文〔3〕YW023：“真正学懂弄通做实”。")
    notes = page.locator(".hb-footnotes li")
    expect(notes.filter(has_text="YW023")).to_have_count(1)
    expect(notes.nth(2)).to_contain_text(
        "YW023　要以更高的标准、更严的要求,看被巡察党组织是否真正学懂弄通做实"
    )
    for hidden in (".hb-header", ".hb-side--nav", ".hb-outline", ".hb-source blockquote"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".hb-footnotes")).to_have_count(0)


def test_far_down_a_page_a_link_leads_back_to_its_top(visit: Open) -> None:
    page = visit(390).go("checklists/aspect-1.html")
    back = page.get_by_role("link", name="回到页首")

    expect(back).to_be_hidden()
    page.evaluate("scrollTo(0, 3000)")
    back.press("Enter")
    page.wait_for_function("scrollY === 0")
    expect(back).to_be_hidden()


def test_the_menu_of_a_phone_leads_to_every_page(visit: Open) -> None:
    page = visit(390).go("index.html")
    page.get_by_role("button", name="菜单").click()

    page.get_by_role("navigation", name="导航").get_by_role("link", name="讲话二").click()
    expect(page.locator("h1")).to_contain_text("讲话二")


def test_without_its_style_sheet_a_page_tells_to_unpack_first(visit: Open) -> None:
    opened = visit()
    opened.page.route("**/*.css", lambda route: route.abort())
    opened.page.route("**/*.js", lambda route: route.abort())
    page = opened.go("index.html")

    expect(page.locator("body")).to_contain_text("请先全部解压，再打开 index.html。")
    expect(page.locator(".hb-unzip")).to_be_in_viewport()
    opened.console.clear()  # the browser itself reports the files that were withheld
