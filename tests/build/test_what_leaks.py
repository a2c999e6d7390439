"""What must be on every page, and what must be on none."""

from __future__ import annotations

import getpass
import gzip
import socket
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mkdocs_project import copy_repository, handbook_bundle, handbook_server, mkdocs_build

MARKING = "内部资料 注意保管"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real handbook with a marking, built and packed in every way."""
    root = copy_repository(tmp_path_factory.mktemp("whereitwasbuilt"))
    settings = root / "handbook.yml"
    text = settings.read_text(encoding="utf-8")
    assert 'marking: ""' in text
    settings.write_text(text.replace('marking: ""', f"marking: {MARKING}"), encoding="utf-8")
    for result in (
        mkdocs_build(root),
        handbook_bundle(root),
        handbook_server(root),
    ):
        assert result.returncode == 0, result.stdout + result.stderr
    return root


def shipped(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file that leaves the machine, those inside of packages too."""
    for folder in ("site", "dist"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                yield path.relative_to(root).as_posix(), path.read_bytes()
    with zipfile.ZipFile(root / "dist" / "xuncha-handbook-offline.zip") as archive:
        yield from ((f"zip: {name}", archive.read(name)) for name in archive.namelist())
    with tarfile.open(root / "dist" / "xuncha-handbook-server.tar.gz") as packed:
        for member in packed.getmembers():
            file = packed.extractfile(member)
            assert file is not None
            yield f"tar: {member.name}", file.read()


def test_the_marking_stands_on_every_page_and_nobody_lists_it(project: Path) -> None:
    pages = {name: content.decode() for name, content in shipped(project) if name.endswith(".html")}
    assert len(pages) > 60
    single = "dist/xuncha-handbook-single.html"
    for name, html in pages.items():
        assert f'<div class="hb-marking" role="note">{MARKING}</div>' in html, name
        assert '<meta name="robots" content="noindex, nofollow">' in html, name
    assert single in pages
    note = next(content for name, content in shipped(project) if name == "zip: READ-ME-FIRST.txt")
    assert MARKING in note.decode("utf-8-sig")


def test_nothing_tells_of_the_machine_or_who_built(project: Path) -> None:
    words = {str(project), project.parent.name, str(Path.home()), sys.prefix, socket.gethostname()}
    words |= {getpass.getuser()} - {"root"}  # a word of the theme's styles
    found = []
    for name, content in shipped(project):
        plain = gzip.decompress(content) if name.endswith(".gz") else content
        found += [(name, word) for word in words if len(word) > 3 and word.encode() in plain]
    assert found == []


def test_without_an_address_no_page_names_one(project: Path) -> None:
    names = [name for name, content in shipped(project) if b'rel="canonical"' in content]

    assert names == []
    assert [name for name, _ in shipped(project) if "sitemap" in name] == []


def test_what_trainers_keep_is_not_shipped(project: Path) -> None:
    names = [name for name, _ in shipped(project)]

    assert [name for name in names if "trainer/" in name or "/." in name] == []
