"""Another handbook in a browser: its pages, its search, and what it keeps beside another's."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.waiting import comes, eventually
from tests.mkdocs_project import copy_second, handbook, mkdocs_build

pytestmark = pytest.mark.browser

MARKED = "() => document.querySelectorAll('[data-row] input[type=radio]:checked:not([value=未查])').length"
KEYS = "() => Object.keys(localStorage).sort()"
# Moves all that is kept to where editions without a slug kept it, as if this were the first.
AS_BEFORE = """async ([name, old]) => {
  const opened = (which) => new Promise((resolve) => {
    const asked = indexedDB.open(which, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('texts');
    asked.onsuccess = () => resolve(asked.result);
  });
  const done = (transaction) => new Promise((resolve) => { transaction.oncomplete = resolve; });
  const [now, before] = [await opened(name), await opened(old)];
  const texts = now.transaction('texts', 'readwrite').objectStore('texts');
  const [keys, values] = [texts.getAllKeys(), texts.getAll()];
  texts.clear();
  await done(texts.transaction);
  const into = before.transaction('texts', 'readwrite').objectStore('texts');
  keys.result.forEach((key, at) => into.put(values.result[at], key.replace(name, old)));
  await done(into.transaction);
  for (const database of [now, before]) database.close();
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(name))) {
    if (key === name) localStorage.setItem(old, localStorage.getItem(key)); // there was no more
    localStorage.removeItem(key);
  }
}"""
COPIED = """(name) => new Promise((resolve) => {
  const asked = indexedDB.open(name);
  asked.onupgradeneeded = () => asked.transaction.abort();
  asked.onerror = () => resolve(null);
  asked.onsuccess = () => {
    const keys = asked.result.transaction('texts').objectStore('texts').getAllKeys();
    keys.onsuccess = () => { asked.result.close(); resolve(keys.result); };
  };
})"""


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second handbook's bundle, unpacked."""
    root = copy_second(tmp_path_factory.mktemp("另一本 构建"))
    for result in (mkdocs_build(root), handbook(root, "bundle")):
        assert result.returncode == 0, result.stderr
    folder = tmp_path_factory.mktemp("另一本 U盘") / "车间#手册"
    with zipfile.ZipFile(root / "dist" / "workshop-safety-offline.zip") as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window that keeps nothing of others, and says what it says on the console."""
    context = browser.new_context(locale="zh-CN", offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_every_page_fits_and_says_nothing_on_the_console(
    second: Path, browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        offline=True,
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    wide = []
    for path in sorted(second.rglob("*.html")):
        page.goto(path.as_uri())
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path.relative_to(second).as_posix())
    context.close()
    assert (wide, said) == ([], [])


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("q01", "areas/machining.html#Q01"),
        ("QB1", "areas/machining.html#QB01"),
        ("红按钮灵敏吗", "areas/machining.html#XM0002"),
        ("路被挡住了", "areas/machining.html#YHD03"),
        ("监火人是啥", "talk.html#HH003"),
        ("五不开工", "sets/five-stops.html"),
        ("dhp", "talk.html#HH005"),
    ],
)
def test_the_search_finds_what_is_asked_for(
    second: Path, page: Page, question: str, address: str
) -> None:
    page.goto(f"{(second / 'index.html').as_uri()}?q={question}")
    first = page.locator("a[data-search-hit]").first
    first.wait_for()
    assert address in (first.get_attribute("href") or "")


def test_two_handbooks_on_one_disk_keep_their_own(second: Path, unzipped: Path, page: Page) -> None:
    ours, theirs = (
        (folder / "downloads" / "working-checklist.html").as_uri() for folder in (unzipped, second)
    )
    page.goto(ours)
    page.locator("[data-row] input[value=已查]").first.check()
    eventually(page, lambda: page.evaluate(COPIED, "xuncha-handbook-working") != [])
    page.goto(theirs)
    assert page.evaluate(MARKED) == 0
    page.locator("[data-row] input[value=存疑]").first.check()
    page.get_by_text("保存、导出和清除的说明").click()
    page.locator("[data-wipe]").click()
    expect(page.locator("[data-wiped]")).to_contain_text("已经清除")
    page.goto(ours)
    assert page.evaluate(MARKED) == 1


@pytest.mark.parametrize("is_lost", [False, True], ids=["kept", "only in the second copy"])
@pytest.mark.parametrize("what", ["working", "trainer"])
def test_what_was_kept_before_there_was_a_slug_is_found(
    unzipped: Path, page: Page, what: str, is_lost: bool
) -> None:
    file = {"working": "working-checklist.html", "trainer": "trainer.html"}[what]
    name, old = f"xuncha-handbook-{what}", f"handbook-{what}"
    address = (unzipped / "downloads" / file).as_uri()
    page.goto(address)
    do(page, what)
    comes(page, lambda: page.evaluate(COPIED, name), [name])
    page.goto((unzipped / "index.html").as_uri())
    page.evaluate(AS_BEFORE, [name, old])
    assert page.evaluate(KEYS) == [old]
    if is_lost:
        page.evaluate("localStorage.clear()")

    page.goto(address)
    eventually(page, lambda: is_done(page, what))
    comes(page, lambda: page.evaluate(COPIED, name), [name])
    assert name in page.evaluate(KEYS)

    wipe(page, what)
    expect(page.locator("[data-wiped]")).to_contain_text("已经清除")
    assert page.evaluate(KEYS) == []
    assert [page.evaluate(COPIED, which) for which in (name, old)] == [[], []]
    page.goto(address)
    page.wait_for_timeout(300)
    assert not is_done(page, what)


def do(page: Page, what: str) -> None:
    if what == "working":
        page.locator("[data-row] input[value=已查]").first.check()
    else:
        page.get_by_role("button", name="开始今天的练习").click()
        page.get_by_role("button", name="不会，看答案").click()


def is_done(page: Page, what: str) -> bool:
    if what == "working":
        return bool(page.evaluate(MARKED) == 1)
    return page.get_by_text("练过 1 题").count() == 1


def wipe(page: Page, what: str) -> None:
    if what == "working":
        page.get_by_text("保存、导出和清除的说明").click()
    else:
        page.get_by_role("link", name="存在哪里、怎样清除").click()
    page.locator("[data-wipe]").click()
