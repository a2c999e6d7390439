"""Measures the search in a real browser, through its box, beside Material's with jieba.

    PYTHONPATH=hooks .venv/bin/python -m benchmarks.search [--write] [--misses] [--entries 5000]

Builds the real handbook and, from the same texts, a plain Material site with its own Chinese search
(``.venv/bin/pip install jieba``), types every query of ``tests/search/`` into both, and prints how
often a right answer came first and among the first three. Then the times from a key to its results
and of loading the index, at the real handbook and at a made-up one. ``--write`` puts the tables
into ``docs/about/search.md``; ``--misses`` tells which queries failed, but only of the set that is
for tuning.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import json
import platform
import re
import statistics
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from handbook.addresses import SEARCH_FILE
from handbook.project import check_project
from handbook.search_documents import search_documents
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.corpus import write_ours
from benchmarks.page import write_measured
from tests.browser.conftest import chromium_path
from tests.mkdocs_project import REPOSITORY, copy_repository, mkdocs_build
from tests.search.queries import (
    REPORT,
    TUNE,
    Hit,
    Query,
    Score,
    by_sort,
    rank_of,
    read_queries,
    total,
)

PAGE = REPOSITORY / "docs" / "about" / "search.md"
_LOADS = 7

SORTS = {
    "id": "编号的各种写法",
    "phrase": "名词和整句",
    "fragment": "原文和正文的片段",
    "words": "几个词",
    "half": "打了一半的词",
    "typo": "错、漏、多一个字",
    "pinyin": "全拼",
    "initials": "拼音首字母",
    "variant": "繁体、全角、数字",
    "synonym": "近义的说法",
    "question": "提问",
}

PLAIN = """\
site_name: 对照
use_directory_urls: false
theme: {name: material, language: zh, font: false}
plugins: [search: {lang: zh}]
markdown_extensions: [attr_list]
"""

# Sets the text, fires what typing fires, and waits for the layout, but not for the painting.
_TYPE = """question => {
  const input = document.querySelector('.hb-search__input');
  const start = performance.now();
  input.value = question;
  input.dispatchEvent(new Event('input'));
  document.querySelector('.hb-search__content').getBoundingClientRect();
  return performance.now() - start;
}"""
_ITEMS = """items => items.map(
  item => Array.from(item.querySelectorAll('a.md-search-result__link'), a => a.href))"""
_LOAD = """async () => {
  const start = performance.now();
  await window.handbook.searchIndex.load();
  return performance.now() - start;
}"""


@dataclass(frozen=True)
class Times:
    """Milliseconds, and the bytes of the zipped index."""

    entries: int
    load: float
    keys: Sequence[float]
    zipped: int


# --- the sites -----------------------------------------------------------------------------------


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing of each request."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a server of this machine."""
    handler = functools.partial(_QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def build(root: Path) -> Path:
    """The site of the project in ``root``; a build that fails is no measurement."""
    result = mkdocs_build(root, "-q")
    if result.returncode:
        raise SystemExit(result.stderr[-2000:])
    return root / "site"


def write_plain_site(root: Path) -> None:
    """What our search can find, as plain Markdown: each document a heading with its text."""
    catalog = check_project(REPOSITORY).catalog
    assert catalog is not None
    pages: dict[str, list[str]] = {page.url: [f"# {page.title}\n"] for page in catalog.pages}
    for document in search_documents(catalog):
        url, _, anchor = document["url"].partition("#")
        lines = pages.setdefault(url, [f"# {document['where']}\n"])
        words = _plain(f"{document.get('id', '')} {document.get('title', '')}".strip())
        if "id" in document:
            lines.append(f"## {words} {{ #{anchor} }}\n")
        elif document["kind"] not in ("page", "set"):
            lines.append(f"## {words}\n")
        lines.append(_plain(document.get("text", "")) + "\n")
        lines += [_plain(quote) + "\n" for quote in document.get("quotes", ())]
    for url, lines in pages.items():
        path = root / "docs" / (url.removesuffix(".html") + ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")
    (root / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#])", r"\\\1", text)


# --- asking --------------------------------------------------------------------------------------


def ask_ours(page: Page, base: str, text: str) -> list[list[Hit]]:
    """Our dialog's hits, in their one order; the dialog is open."""
    page.locator(".hb-search__input").fill(text)
    links = page.locator("a[data-search-hit]").evaluate_all("links => links.map(a => a.href)")
    return [[Hit.of(link, base) for link in links]]


def ask_material(page: Page, base: str, text: str) -> list[list[Hit]]:
    """Material's hits, those that it folds under a page included, in two orders.

    It puts the page above the sections found on it, and shows what a reader wants second. So that
    the comparison does not turn on that, the better of two orders counts: as shown, and without
    the pages that stand above sections.
    """
    box = page.locator(".md-search__input")
    meta = page.locator(".md-search-result__meta")
    box.fill("")
    box.press("End")
    page.wait_for_function("m => /键入|Type/.test(m.textContent)", arg=meta.element_handle())
    box.fill(text)
    box.press("End")
    page.wait_for_function("m => !/键入|Type/.test(m.textContent)", arg=meta.element_handle())
    page.wait_for_timeout(30)
    items = page.locator(".md-search-result__item").evaluate_all(_ITEMS)
    found = [[Hit.of(re.sub(r"\?[^#]*", "", link), base) for link in links] for links in items]
    sections = [[hit for hit in hits if hit.anchor] or hits for hits in found]
    return [[hit for hits in order for hit in hits] for order in (found, sections)]


Ask = Callable[[Page, str, str], list[list[Hit]]]


def ranks(
    page: Page, base: str, queries: Sequence[Query], ask: Ask, ids: frozenset[str]
) -> list[int]:
    """The rank of the right answer to each query, in the order that has it first."""
    found = []
    for query in queries:
        places = (rank_of(query, hits, ids) for hits in ask(page, base, query.text))
        found.append(min(filter(None, places), default=0))
    return found


def open_ours(browser: Browser, base: str) -> Page:
    """A page with our dialog open and the index loaded."""
    page = browser.new_page(bypass_csp=True)
    page.goto(base + "index.html")
    page.keyboard.press("/")
    page.wait_for_function("window.handbook.searchIndex.isReady()")
    return page


def open_material(browser: Browser, base: str) -> Page:
    """A page with Material's search open and its index loaded."""
    page = browser.new_page(bypass_csp=True)
    page.goto(base + "index.html")
    page.locator(".md-search__input").click()
    meta = page.locator(".md-search-result__meta").element_handle()
    page.wait_for_function("m => /键入|Type/.test(m.textContent)", arg=meta, timeout=30_000)
    return page


# --- timing --------------------------------------------------------------------------------------


def times(browser: Browser, site: Path, questions: Sequence[str]) -> Times:
    """Loading the index in fresh pages, and every key of the questions typed in one."""
    with served(site) as base:
        loads = []
        for _ in range(_LOADS):
            page = browser.new_page(bypass_csp=True)
            page.goto(base + "index.html")
            loads.append(page.evaluate(_LOAD))
            page.close()
        page = open_ours(browser, base)
        keys = [
            page.evaluate(_TYPE, question[:length])
            for question in questions
            for length in range(1, len(question) + 1)
        ]
        page.close()
    data = (site / SEARCH_FILE).read_bytes()
    entries = len(json.loads((site / "catalog.json").read_text(encoding="utf-8"))["entries"])
    return Times(entries, statistics.median(loads), keys, len(gzip.compress(data, 9)))


def made_up_questions(site: Path, count: int = 60) -> list[str]:
    """Beginnings of titles, pieces of texts, ids, two words, a slip and pinyin, by turns."""
    entries = json.loads((site / "catalog.json").read_text(encoding="utf-8"))["entries"]
    titled = [entry for entry in entries if len(entry["title"]) > 8]
    shapes: list[Callable[[dict[str, Any]], str]] = [
        lambda e: e["title"][:4],
        lambda e: e["text"][10:20],
        lambda e: e["id"].lower(),
        lambda e: f"{e['title'][:2]} {e['title'][4:6]}",
        lambda e: e["title"][:2] + "的" + e["title"][2:4],
        lambda _: "jiancha",
    ]
    step = max(1, len(titled) // count)
    return [shapes[n % len(shapes)](entry) for n, entry in enumerate(titled[::step][:count])]


# --- telling -------------------------------------------------------------------------------------


def quality_table(ours: dict[str, Score], theirs: dict[str, Score]) -> str:
    """Sort by sort and altogether, ours beside theirs."""
    lines = [
        "| 查法 | 条数 | 第一条就对 | 前三条有 | MRR | Material：第一条就对 | 前三条有 | MRR |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [_row(SORTS.get(sort, sort), ours[sort], theirs[sort]) for sort in ours]
    lines.append(_row("**合计**", total(ours.values()), total(theirs.values())))
    return "\n".join(lines) + "\n"


def _row(name: str, ours: Score, theirs: Score) -> str:
    cells = [
        f"{score.recall_at_1:.1%} | {score.recall_at_3:.1%} | {score.mrr:.3f}"
        for score in (ours, theirs)
    ]
    return f"| {name} | {ours.queries} | {cells[0]} | {cells[1]} |"


def times_table(measured: Sequence[Times]) -> str:
    """Milliseconds and kilobytes."""
    lines = [
        "| 条目 | 载入索引 | 按键到出结果：中位数 | 95% 以内 | 最长 | 索引压缩后 |",
        "|---|---|---|---|---|---|",
    ]
    for times_ in measured:
        keys = sorted(times_.keys)
        late = keys[int(len(keys) * 0.95)]
        lines.append(
            f"| {times_.entries:,} | {times_.load:.0f} 毫秒 | {statistics.median(keys):.1f} 毫秒 "
            f"| {late:.1f} 毫秒 | {keys[-1]:.0f} 毫秒 | {times_.zipped / 1000:.0f} KB |"
        )
    return "\n".join(lines) + "\n"


def measured_text(qualities: dict[str, str], timing: str, version: str) -> str:
    """What stands on the page between the marks."""
    tables = "\n".join(f"### {name}\n\n{table}" for name, table in qualities.items())
    return (
        "\n用 `PYTHONPATH=hooks .venv/bin/python -m benchmarks.search --write` 实测，"
        f"Chromium {version}，Python {platform.python_version()}。"
        f"\n\n{tables}\n### 快慢和大小\n\n{timing}\n"
    )


def main() -> None:
    """Measures, prints, and writes if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into the docs")
    parser.add_argument("--misses", action="store_true", help="tell which tuning queries failed")
    parser.add_argument("--tune-only", action="store_true", help="leave the blind set alone")
    parser.add_argument("--entries", type=int, default=5000)
    options = parser.parse_args()
    sets = {"调试用的一套": TUNE} | ({} if options.tune_only else {"只用来报告的一套": REPORT})
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        real = build(copy_repository(root / "real"))
        write_plain_site(root / "plain")
        plain = build(root / "plain")
        write_ours(root / "large", options.entries)
        large = build(root / "large")
        catalog = json.loads((real / "catalog.json").read_text(encoding="utf-8"))
        ids = frozenset(entry["id"] for entry in catalog["entries"])
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        qualities: dict[str, str] = {}
        with served(real) as base, served(plain) as plain_base:
            ours, theirs = open_ours(browser, base), open_material(browser, plain_base)
            for name, path in sets.items():
                queries = read_queries(path)
                found = ranks(ours, base, queries, ask_ours, ids)
                others = ranks(theirs, plain_base, queries, ask_material, ids)
                qualities[name] = quality_table(by_sort(queries, found), by_sort(queries, others))
                print(f"{name}\n\n{qualities[name]}", flush=True)
                if options.misses and path == TUNE:
                    for query, rank in zip(queries, found, strict=True):
                        if rank != 1:
                            print(f"{rank}: {query.sort} {query.text} -> {query.answers}")
        questions = [query.text for query in read_queries(TUNE)]
        measured = [
            times(browser, real, questions),
            times(browser, large, made_up_questions(large)),
        ]
        timing = times_table(measured)
        print(timing)
        text = measured_text(qualities, timing, browser.version)
        browser.close()
    if options.write:
        write_measured(PAGE, text)


if __name__ == "__main__":
    main()
