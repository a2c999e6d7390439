"""Takes the pictures of the README from the built site: run it after ``make``.

Usage: .venv/bin/python tools/take_pictures.py
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Writes ``pictures/entry.png``."""
    chromium = (ROOT / ".venv" / "chromium-path").read_text(encoding="utf-8").strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 760}, color_scheme="light")
        page.goto(f"{(ROOT / 'site' / 'checklists' / 'aspect-1.html').as_uri()}#JC002")
        page.locator("article[aria-labelledby=JC002] summary").click()
        page.wait_for_timeout(500)
        page.screenshot(path=ROOT / "pictures" / "entry.png")
        browser.close()


if __name__ == "__main__":
    main()
