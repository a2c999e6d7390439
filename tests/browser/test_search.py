"""The search dialog: what it finds first, and that it can be used with hands on the keyboard."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Open, none

pytestmark = pytest.mark.browser


def hits(page: Page) -> Locator:
    return page.locator("a[data-search-hit]")


def type_query(page: Page, query: str) -> None:
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill(query)
    page.keyboard.press("End")


FIRST_HITS = [
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
    # ids, however they are typed
    ("JC 1", "checklists/aspect-1.html#JC001"),
    ("ｊｃ－００１", "checklists/aspect-1.html#JC001"),
    ("hb107", "about/codes.html#HB107"),
    ("【JC001】", "checklists/aspect-1.html#JC001"),
    ("编号jc-1讲什么", "checklists/aspect-1.html#JC001"),
    ("JC：001。", "checklists/aspect-1.html#JC001"),
    ("十不准第三条", "discipline/ten-prohibitions.html#BZ03"),
    # slips, sounds, other forms, numerals
    ("十不淮", "discipline/ten-prohibitions.html"),
    ("两张披", "terms/index.html#MC051"),
    ("民集中制", "terms/index.html#MC047"),
    ("文会山海", "terms/index.html#MC064"),
    ("liangzhangpi", "terms/index.html#MC051"),
    ("liang zhang pi", "terms/index.html#MC051"),
    ("liǎngzhāngpí", "terms/index.html#MC051"),
    ("lzp", "terms/index.html#MC051"),
    ("rulyubobing", "terms/index.html#MC015"),
    ("liangzhagpi", "terms/index.html#MC051"),
    ("八嚴禁", "discipline/eight-bans.html"),
    ("10不准", "discipline/ten-prohibitions.html"),
    ("２个维护", "terms/index.html#MC002"),
    # other words, questions
    ("甩锅", "terms/index.html#MC058"),
    ("能不能收礼金", "discipline/ten-prohibitions.html#BZ02"),
    # what is no entry
    ("怎样知道没有遗漏", "about/index.html#怎样知道没有遗漏"),
    ("取得的文本只有第一点", "source/speech-2.html#YW097"),
]


def test_the_first_hit(visit: Open) -> None:
    """In one window, one question after the other, as somebody asks who is looking for something."""
    page = visit().go("index.html")
    found = []
    for query, address in FIRST_HITS:
        type_query(page, query)
        expect(hits(page).first).to_be_visible()  # the first time, the data has to be loaded
        first = unquote(str(hits(page).first.evaluate("a => a.href")))
        if not first.endswith("/" + address):
            found.append(f"{query}：{first}，而不是 {address}")
        page.keyboard.press("Escape")
    none(found)


@pytest.mark.parametrize("query", ["十不准", "学懂弄通", "YW087", "hb107", "怎样知道没有遗漏"])
def test_a_hit_leads_to_its_place(visit: Open, query: str) -> None:
    address = dict(FIRST_HITS)[query]
    page = visit().go("index.html")
    type_query(page, query)
    hits(page).first.click()

    page.wait_for_url(lambda url: unquote(url).endswith("/" + address))
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


def test_single_keys_can_be_turned_off(visit: Open) -> None:
    page = visit().go("index.html")
    page.get_by_role("button", name="阅读设置").click()
    page.get_by_label("不用单键").check()
    page.keyboard.press("Escape")

    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()


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


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "&lt;b&gt;",
    "(((",
    "[",
    "[%-",
    ".*",
    "\\",
    "^$|?*+{}",
    "__proto__",
    "constructor",
    "\u202e\u0000\ud800",
    "a" * 10_000,
    "囍" * 10_000,
    "巡察" * 5_000,
    "jc " * 3_000,
]


def test_whatever_is_typed_is_text(visit: Open) -> None:
    page = visit().go("index.html")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    for query in HOSTILE:
        type_query(page, query)

        expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("找到")
        assert page.locator("dialog img, dialog script, dialog b").count() == 0, query
        page.keyboard.press("Escape")


def test_a_hit_says_what_it_is_where_it_stands_and_why_it_was_found(visit: Open) -> None:
    page = visit().go("index.html")
    type_query(page, "踢皮球")
    second = hits(page).nth(1)

    expect(second).to_contain_text("WT035")
    expect(second).to_contain_text("问题表现")
    expect(second).to_contain_text("第三个落实：新时代党的组织路线 › 三要看干部担当作为情况")
    expect(second.locator(".hb-hit__via")).to_have_text("近义")
    expect(second.locator(".hb-hit__title mark")).to_have_text("推诿扯皮")


def test_a_match_in_the_words_of_the_source_alone_is_shown(visit: Open) -> None:
    page = visit().go("index.html")
    type_query(page, "要有“如履薄冰”的警觉和谨慎")

    context = hits(page).first.locator(".hb-hit__context, .hb-hit__title").filter(has_text="警觉")
    expect(context.first.locator("mark").first).to_be_visible()


def test_many_hits_are_grouped_and_filtered_with_the_keyboard(visit: Open) -> None:
    page = visit().go("index.html")
    type_query(page, "巡察")
    dialog = page.get_by_role("dialog")
    groups = dialog.locator(".hb-group__name")
    expect(groups.first).to_have_text("最相关")
    labels = groups.all_text_contents()
    assert len(labels) == len(set(labels)) > 4
    for group in dialog.locator(".hb-group").all()[1:]:
        assert group.locator("li").count() <= 4

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    everything = page.get_by_role("radio", name=re.compile("^全部"))
    expect(everything).to_be_focused()
    expect(everything).to_be_checked()
    page.keyboard.press("ArrowRight")
    chosen = page.locator(".hb-filter__input:checked")
    kind = str(chosen.input_value())
    assert kind in labels
    expect(chosen).to_be_focused()
    expect(groups).to_have_count(0)
    assert set(dialog.locator(".hb-hit__kind").all_text_contents()) <= {kind, "监督重点", "落实"}

    page.keyboard.press("ArrowDown")
    expect(hits(page).first).to_be_focused()


def test_the_rest_of_a_group_is_one_key_away(visit: Open) -> None:
    page = visit().go("index.html")
    type_query(page, "巡察")
    more = page.get_by_role("button", name=re.compile("^原文：还有")).first
    more.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("radio", name=re.compile("^原文"))).to_be_checked()
    expect(hits(page).first).to_be_focused()
    assert hits(page).count() > 10


def test_ten_sentences_do_not_bury_the_rule(visit: Open) -> None:
    page = visit().go("index.html")
    type_query(page, "全面从严治党")
    best = page.locator(".hb-group").first.locator("a[data-search-hit]")

    expect(best.first).to_be_visible()
    ids = best.evaluate_all("links => links.map(link => link.dataset.searchHit)")
    assert len([id for id in ids if not id.startswith("YW")]) >= 2


@pytest.mark.parametrize("query", ["红红脸出出汗", "老大拍桌子手下就闭嘴"])
def test_what_is_found_by_how_people_ask_says_so(visit: Open, query: str) -> None:
    page = visit().go("index.html")
    type_query(page, query)

    labels = hits(page).locator(".hb-hit__via", has_text="问法")
    expect(labels.first).to_be_visible()


def test_where_nothing_is_found_the_nearest_terms_are_offered(visit: Open) -> None:
    page = visit().go("index.html")
    type_query(page, "罕罕罕罕皮皮皮张张张")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("没有找到“罕罕罕罕")
    page.get_by_role("button", name="两张皮").click()

    expect(page.get_by_role("searchbox")).to_have_value("两张皮")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(hits(page).first).to_contain_text("MC051")


def test_a_composition_is_searched_when_it_ends_and_a_paste_at_once(visit: Open) -> None:
    page = visit().go("index.html")
    page.keyboard.press("/")
    field = page.get_by_role("searchbox")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("可以输入")
    field.evaluate(
        """input => {
          input.dispatchEvent(new CompositionEvent('compositionstart'));
          input.value = 'liang';
          input.dispatchEvent(new InputEvent('input', {isComposing: true}));
        }"""
    )
    assert hits(page).count() == 0
    field.evaluate(
        """input => {
          input.value = '两张皮';
          input.dispatchEvent(new CompositionEvent('compositionend'));
        }"""
    )
    expect(hits(page).first).to_contain_text("MC051")

    field.fill("")
    page.evaluate("document.execCommand('insertText', false, '铁军')")
    expect(hits(page).first).to_contain_text("MC073")


def test_without_scripts_the_list_by_pinyin_serves(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{base}/checklists/aspect-1.html")
    page.get_by_role("link", name="音序索引", exact=True).first.click()
    page.locator("#letter-l + ul, #letter-l ~ ul").first.get_by_role(
        "link", name="MC051 两张皮"
    ).click()

    assert page.url.endswith("terms/index.html#MC051")
    context.close()


def test_the_dialog_fits_a_phone(visit: Open) -> None:
    page = visit(390).go("index.html")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("searchbox").fill("巡察")
    expect(hits(page).first).to_be_visible()

    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
