"""The bundle as a file: what is in it. How large it may be: tests/build/test_what_ships.py."""

from __future__ import annotations

import zipfile

import pytest

from tests.browser.conftest import Built

pytestmark = pytest.mark.browser


def test_the_bundle(built: Built) -> None:
    with zipfile.ZipFile(built.bundle) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        note = archive.read("READ-ME-FIRST.txt")

    assert "index.html" in names
    assert all(name.isascii() and len(name) <= 100 for name in names)
    assert not {"404.html", "sitemap.xml"} & set(names)
    assert note.decode("utf-8-sig").startswith("请先全部解压")


def test_the_site_without_an_address_has_no_sitemap(built: Built) -> None:
    assert not list(built.site.glob("sitemap*"))
