"""Measures the start of the offline bundle on a slow computer, and its size.

    PYTHONPATH=hooks .venv/bin/python -m benchmarks.offline [--runs 9] [--write]

Builds and packs the real handbook, unpacks the bundle, and opens its first page from the folder in
fresh browser contexts whose processor is slowed down four times (Chromium's own way of playing an
old computer). ``--write`` puts the table into ``docs/about/offline.md``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.products import Products
from handbook.settings import read_settings
from playwright.sync_api import Browser, Error, sync_playwright

from benchmarks.page import write_measured
from tests.browser.conftest import chromium_path
from tests.mkdocs_project import REPOSITORY, copy_repository, handbook_bundle, mkdocs_build

PAGE = REPOSITORY / "docs" / "about" / "offline.md"
SLOWER = 4
_LOADED = re.compile(r'(?:src|<link rel="stylesheet" href)="(?P<path>[^":]+)"')

# Milliseconds since the navigation began: first painting, and everything loaded and run.
_START = """() => {
  const [navigation] = performance.getEntriesByType('navigation');
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  return [paint ? paint.startTime : 0, navigation.loadEventEnd];
}"""

# From the key that opens the search to its open dialog, and from there to the first hit.
_SEARCH = """async () => {
  const { searchIndex } = window.handbook;
  const start = performance.now();
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));
  const input = document.querySelector('.hb-search__input');
  void input.getBoundingClientRect();
  const open = performance.now();
  while (!searchIndex.isReady()) await new Promise((resolve) => setTimeout(resolve));
  input.value = '两张皮';
  input.dispatchEvent(new Event('input', { bubbles: true }));
  while (!document.querySelector('a[data-search-hit]')) {
    await new Promise((resolve) => setTimeout(resolve));
  }
  return [open - start, performance.now() - start];
}"""


@dataclass(frozen=True)
class Start:
    """Milliseconds from opening the first page, and from asking for the search."""

    painted: float
    usable: float
    search: float
    first_hit: float


def measure(browser: Browser, address: str) -> Start:
    """One start in a context of its own, slowed down from its first moment on."""
    context = browser.new_context()
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address, wait_until="load")
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
        painted, usable = page.evaluate(_START)
        search, first_hit = page.evaluate(_SEARCH)
    finally:
        context.close()
    return Start(painted, usable, search, first_hit)


def first_page_weight(site: Path) -> int:
    """Bytes of the first page and all that it loads, each compressed as a server would."""
    html = (site / "index.html").read_text(encoding="utf-8")
    paths = ["index.html", *(match["path"] for match in _LOADED.finditer(html))]
    return sum(len(gzip.compress((site / path).read_bytes(), 9)) for path in paths)


def table(starts: Sequence[Start], weights: dict[str, int]) -> str:
    """What readers of the page see."""

    def median(name: str) -> str:
        return f"{statistics.median(getattr(start, name) for start in starts):.0f} 毫秒"

    rows = {
        "首页显示出来": median("painted"),
        "首页可以使用（全部载入并运行完）": median("usable"),
        "按 / 到搜索框打开": median("search"),
        "按 / 到第一次搜索出结果（含载入索引）": median("first_hit"),
        **{name: f"{size / 1000:.0f} KB" for name, size in weights.items()},
    }
    lines = ["| 量了什么 | 结果 |", "|---|---|", *(f"| {k} | {v} |" for k, v in rows.items())]
    return "\n".join(lines) + "\n"


def build(root: Path) -> tuple[Path, Path, Products]:
    """The unpacked bundle and ``dist/`` of the real handbook, made in ``root``."""
    copy_repository(root)
    for result in (mkdocs_build(root), handbook_bundle(root)):
        if result.returncode:
            raise SystemExit(result.stdout + result.stderr)
    unpacked = root / "离线包"
    names = Products(read_settings(root).slug)
    with zipfile.ZipFile(root / "dist" / names.bundle) as archive:
        archive.extractall(unpacked)
    return unpacked, root / "dist", names


def main() -> None:
    """Measures, prints, and writes if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--write", action="store_true", help="put the table into the docs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site, dist, names = build(Path(folder) / "h")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        try:
            address = (site / "index.html").as_uri()
            starts = [measure(browser, address) for _ in range(options.runs)]
        except Error as error:
            raise SystemExit(str(error)) from error
        version = browser.version
        browser.close()
        weights = {
            "首页和它载入的文件，压缩后": first_page_weight(site),
            "离线包": (dist / names.bundle).stat().st_size,
            "单文件版": (dist / names.single_file).stat().st_size,
        }
    text = table(starts, weights)
    print(text)
    print(json.dumps([vars(start) for start in starts]))
    if options.write:
        command = "PYTHONPATH=hooks .venv/bin/python -m benchmarks.offline --write"
        note = (
            f"\n用 `{command}` 实测：Chromium {version}，处理器放慢到四分之一，从文件夹里打开，"
            f"{options.runs} 次的中位数。\n\n"
        )
        write_measured(PAGE, f"{note}{text}\n")


if __name__ == "__main__":
    main()
