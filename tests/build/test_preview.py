"""The live preview, served for real: faults are shown on the pages, and end nothing."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.mkdocs_project import REPOSITORY, mkdocs_build, write_mkdocs_project
from tests.small_handbook import BANS_PAGE, INDEX_PAGE, PART_PAGE, replaced

# Far more than any build here takes: who waits so long waits for nothing.
PATIENCE = 120
BROKEN_BANS = replaced(BANS_PAGE, "[BZ001]", "[BZ010]")


class Preview:
    """A running ``mkdocs serve`` over a small project in ``root``."""

    def __init__(self, root: Path, port: int, process: subprocess.Popen[bytes]) -> None:
        self.root = root
        self.address = f"http://127.0.0.1:{port}"
        self.process = process

    def write(self, uri: str, content: str | bytes) -> None:
        """Saves a page as an editor does."""
        data = content.encode() if isinstance(content, str) else content
        (self.root / "docs" / uri).write_bytes(data)

    def page(self, name: str) -> str:
        """A page as served now; empty while nothing is."""
        try:
            with urllib.request.urlopen(f"{self.address}/{name}", timeout=PATIENCE) as answer:
                text: str = answer.read().decode()
                return text
        except (urllib.error.URLError, ConnectionError):
            return ""

    def wait_for(self, name: str, wanted: Callable[[str], bool]) -> str:
        """The page ``name`` as soon as it is as wanted."""
        end = time.monotonic() + PATIENCE
        html = ""
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log
            html = self.page(name)
            if html and wanted(html):
                return html
            time.sleep(0.1)
        raise AssertionError(f"{faults_of(html)}\n{self.log}")

    @property
    def log(self) -> str:
        """What the server has said."""
        return (self.root / "log").read_text(encoding="utf-8")


def faults_of(html: str) -> list[str]:
    """The title and the items of the box on a page, empty if there is none."""
    box = re.search(r'<aside class="hb-faults".*?</aside>', html, re.DOTALL)
    parts = re.findall(r"<(?:strong|li)>(.*?)(?:<br>.*?)?</(?:strong|li)>", box[0]) if box else []
    return [unescape(re.sub("<[^>]+>", "", part)) for part in parts]


def serve(root: Path) -> Iterator[Preview]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "PYTHONPATH": str(REPOSITORY / "hooks"),
        "PYTHONUTF8": "1",
        "NO_MKDOCS_2_WARNING": "1",
        "NO_COLOR": "1",
    }
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (root / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=root, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield Preview(root, port, process)
        finally:
            process.terminate()
            process.wait()


def strict_project(root: Path, pages: dict[str, str] | None = None) -> Path:
    """The small project with the strictness of the real one."""
    write_mkdocs_project(root, pages)
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings + "strict: true\nwatch: [handbook.yml]\n", "utf-8")
    return root


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    yield from serve(strict_project(tmp_path))


@pytest.fixture
def faulty_preview(tmp_path: Path) -> Iterator[Preview]:
    yield from serve(strict_project(tmp_path, {"bans.md": BROKEN_BANS}))


def test_a_fault_is_shown_on_every_page_until_it_is_mended(preview: Preview) -> None:
    assert faults_of(preview.wait_for("part.html", bool)) == []

    preview.write("bans.md", BROKEN_BANS)
    expected = ["检查发现 1 个问题", "docs/bans.md:20 HB301 引用的编号 BZ010 不存在"]
    html = preview.wait_for("bans.html", lambda html: bool(faults_of(html)))
    assert faults_of(html) == expected
    assert "与 [BZ010] 相对应。" in html
    assert 'id="JL02"' in html
    for name in ("index.html", "part.html", "source/rules.html", "trace/entries.html"):
        assert faults_of(preview.page(name)) == expected

    preview.write("bans.md", BANS_PAGE)
    html = preview.wait_for("bans.html", lambda html: not faults_of(html))
    assert 'href="part.html#BZ001"' in html
    assert faults_of(preview.page("part.html")) == []


def test_a_preview_that_starts_with_a_fault_shows_it(faulty_preview: Preview) -> None:
    html = faulty_preview.wait_for("index.html", bool)

    assert faults_of(html) == [
        "检查发现 1 个问题",
        "docs/bans.md:20 HB301 引用的编号 BZ010 不存在",
    ]


def test_faults_that_only_the_pages_show_are_shown_too(preview: Preview) -> None:
    preview.wait_for("index.html", bool)
    preview.write(
        "index.md", INDEX_PAGE + '\n[坏](part.md#nowhere)\n\n<b style="color: red">红</b>\n'
    )

    html = preview.wait_for("index.html", lambda html: bool(faults_of(html)))
    title, *faults = faults_of(html)
    assert title == "检查发现 3 个问题"
    assert sorted(re.sub("^.*?:[0-9]+ ", "", fault) for fault in faults) == [
        "Doc file 'index.md' contains a link 'part.md#nowhere', but the doc 'part.md' does not contain an anchor '#nowhere'.",
        "HB702 链接“part.html#nowhere”所指的位置不存在",
        "HB714 这里写了 style，浏览器不会执行",
    ]


@pytest.mark.parametrize(
    ("uri", "content", "message"),
    [
        ("part.md", PART_PAGE.encode("gb18030"), "HB002"),
        ("part.md", replaced(PART_PAGE, "id: BZ002", "id:BZ002").encode(), "HB205"),
        (
            "part.md",
            replaced(PART_PAGE, "/// step | 是否出门", "- /// step | 是否出门").encode(),
            "HB210",
        ),
    ],
)
def test_what_cannot_be_read_ends_nothing(
    uri: str, content: bytes, message: str, preview: Preview
) -> None:
    preview.wait_for("index.html", bool)
    preview.write(uri, content)

    html = preview.wait_for("part.html", lambda html: bool(faults_of(html)))
    assert any(message in fault for fault in faults_of(html)), faults_of(html)


def test_settings_that_cannot_be_used_leave_the_last_preview(preview: Preview) -> None:
    assert faults_of(preview.wait_for("part.html", bool)) == []
    settings = (preview.root / "handbook.yml").read_text(encoding="utf-8")
    (preview.root / "handbook.yml").write_text("title: [", encoding="utf-8")

    html = preview.wait_for("part.html", lambda html: bool(faults_of(html)))
    assert faults_of(html)[0] == "预览没有更新，下面是上一次的内容"
    assert any("handbook.yml:1:9: HB001" in fault for fault in faults_of(html)), faults_of(html)
    assert 'id="BZ001"' in html
    assert "预览没有更新，保留上一次的：手册没有通过检查" in preview.log

    (preview.root / "handbook.yml").write_text(settings, encoding="utf-8")
    assert preview.wait_for("part.html", lambda html: not faults_of(html))


@pytest.mark.parametrize("options", [(), ("-q",), ("--no-strict",), ("--dirty",), ("--clean",)])
def test_a_build_stops_at_the_same_fault_whatever_it_is_told(
    options: tuple[str, ...], tmp_path: Path
) -> None:
    root = strict_project(tmp_path, {"bans.md": BROKEN_BANS})

    result = mkdocs_build(root, *options)

    assert result.returncode == 1
    assert "docs/bans.md:20:3: HB301 引用的编号 BZ010 不存在" in result.stdout + result.stderr
    assert not (root / "site").exists()
