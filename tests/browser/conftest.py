"""A real Chromium over the real site, by http and, with the network off, over the unzipped bundle."""

from __future__ import annotations

import functools
import os
import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

from tests.mkdocs_project import REPOSITORY, copy_repository, handbook_bundle, mkdocs_build


def chromium_path() -> str:
    """The browser that the set-up found; ``CHROMIUM`` names another."""
    noted = REPOSITORY / ".venv" / "chromium-path"
    path = os.environ.get("CHROMIUM") or (noted.read_text().strip() if noted.is_file() else "")
    assert path, "没有浏览器可用：先运行 make test 完成安装，或设 CHROMIUM=浏览器的路径"
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; root may not use its sandbox."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = [*(["--no-sandbox"] if root else []), "--disable-quic", "--no-first-run"]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium_path(), args=options)
        yield found
        found.close()


def none(found: Sequence[str]) -> None:
    """Fails with all that was found, which says more than where the test looked for it."""
    if found:
        pytest.fail("\n\n".join(found) if "\n" in found[0] else "\n".join(found), pytrace=False)


@dataclass(frozen=True)
class Built:
    """The real site and bundle, built for the tests in a folder of their own."""

    site: Path
    bundle: Path
    single_file: Path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Builds a copy of the project, so that tests neither need nor touch what ``make`` built."""
    root = copy_repository(tmp_path_factory.mktemp("手册 构建"))
    result = mkdocs_build(root)
    assert result.returncode == 0, result.stderr
    packed = handbook_bundle(root)
    assert packed.returncode == 0, packed.stderr
    dist = root / "dist"
    single_file = dist / "xuncha-handbook-single.html"
    return Built(root / "site", dist / "xuncha-handbook-offline.zip", single_file)


@pytest.fixture(scope="session")
def unzipped(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle, unpacked where a trainee might unpack it."""
    folder = tmp_path_factory.mktemp("培训 U盘") / "巡察#手册 100%"
    with zipfile.ZipFile(built.bundle) as archive:
        archive.extractall(folder)
    return folder


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing of each request."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answers with the site's own page where there is nothing, as nginx and Pages do."""
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def server(built: Built) -> Iterator[str]:
    """The site on a server of this machine."""
    handler = functools.partial(_QuietHandler, directory=str(built.site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


@dataclass
class Visit:
    """A page under observation: whatever it says on the console or asks of others is kept."""

    page: Page
    base: str
    console: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def go(self, uri: str) -> Page:
        """Opens a page of the handbook."""
        self.page.goto(f"{self.base}/{uri}")
        return self.page

    def heard(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")

    def asked(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.foreign.append(request.url)


Open = Callable[..., "Visit"]


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest) -> str:
    """The address of the site on a server, then of the unzipped bundle on the disk."""
    if request.param == "http":
        return str(request.getfixturevalue("server"))
    folder: Path = request.getfixturevalue("unzipped")
    return folder.as_uri()


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Open]:
    """Opens the handbook at a width and in a colour scheme; fails on console messages or requests.

    The bundle is opened with the network off.
    """
    visits: list[Visit] = []
    contexts: list[BrowserContext] = []

    def open_at(
        width: int = 1280,
        scheme: str = "light",
        height: int = 900,
        *,
        touch: bool = False,
        scripts: bool = True,
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            java_script_enabled=scripts,
            color_scheme="dark" if scheme == "dark" else "light",
            locale="zh-CN",
            offline=base.startswith("file:"),
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        found = Visit(page, base)
        page.on("console", found.heard)
        page.on("pageerror", lambda error: found.console.append(f"error: {error}"))
        page.on("request", found.asked)
        visits.append(found)
        return found

    yield open_at
    for context in contexts:
        context.close()
    for found in visits:
        assert found.console == [], "the page wrote to the console"
        assert found.foreign == [], "the page asked for something outside the handbook"
