"""Takes the pictures of the README from the built site: ``make pictures``.

Those of the guide for offices come from the site that one gets by following it:
``python -m tools.take_pictures FOLDER`` with the folder in which that was done.

Each in a window of one size, with nothing that moves, and in few colours, so that the same site
gives the same small files. The printed page is the first of the PDF that the browser prints, drawn
by pdftoppm. Which pictures there are, ``pictures/shots.yml`` says.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import chromium_path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "site"
PICTURES = ROOT / "pictures"
COLOURS = 64
# Of a file, so that the README is light on a slow network.
MOST_BYTES = 120_000
# Of the printed page: 595 × 842 pixels.
DOTS_PER_INCH = 72


@dataclass(frozen=True)
class Shot:
    """A picture: its name, the page, the window, and what to wait for or to click before.

    One of the ``guide`` is of the site that one gets by following it.
    """

    name: str
    address: str
    width: int = 1280
    height: int = 800
    dark: bool = False
    wait_for: str = "h1"
    click: str = ""
    printed: bool = False
    guide: bool = False


def shots() -> tuple[Shot, ...]:
    """The pictures to take, as ``pictures/shots.yml`` lists them."""
    listed = yaml.safe_load((PICTURES / "shots.yml").read_text(encoding="utf-8"))
    return tuple(Shot(**shot) for shot in listed)


def take(browser: Browser, shot: Shot, site: Path = SITE) -> bytes:
    """The picture as the browser gives it."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
        locale="zh-CN",
    )
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{shot.address}")
    page.locator(shot.wait_for).first.wait_for()
    if shot.click:
        page.locator(shot.click).first.click()
    page.evaluate("() => document.fonts.ready.then(() => undefined)")
    taken = printed(page) if shot.printed else page.screenshot(animations="disabled")
    context.close()
    return taken


def printed(page: Page) -> bytes:
    """The first sheet of what the browser prints."""
    command = ["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), "-singlefile", "-"]
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def lightened(png: bytes) -> bytes:
    """The picture in few colours."""
    with Image.open(io.BytesIO(png)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


def main() -> None:
    """Writes ``pictures/*.png``; says which of them came out too large."""
    followed = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
    site = followed / "site" if followed else SITE
    wanted = [shot for shot in shots() if shot.guide == bool(followed)]
    if not (site / "index.html").is_file():
        raise SystemExit(f"没有找到 {site / 'index.html'}：先运行 make site")
    if not shutil.which("pdftoppm"):
        raise SystemExit("没有 pdftoppm，请先安装，例如：sudo apt install poppler-utils")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        pictures = {shot.name: lightened(take(browser, shot, site)) for shot in wanted}
        browser.close()
    for name, picture in pictures.items():
        (PICTURES / f"{name}.png").write_bytes(picture)
        print(f"pictures/{name}.png  {len(picture):,} 字节")
    large = [name for name, picture in pictures.items() if len(picture) > MOST_BYTES]
    if large:
        raise SystemExit(
            f"超过 {MOST_BYTES:,} 字节：{'、'.join(large)}。请在 pictures/shots.yml 里改小窗口。"
        )


if __name__ == "__main__":
    main()
