"""Who opens an address that once shipped comes to where its content is now, from a disk too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.mkdocs_project import copy_repository, mkdocs_build

pytestmark = pytest.mark.browser

ADDRESSES = {
    "JC001": "old/list.html#JC001",  # its page was renamed
    "ZZ001": "checklists/aspect-1.html#ZZ001",  # it moved to another page
    "MC001": "terms/index.html#MC001",  # it is where it was
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real handbook with an earlier edition behind it, in which some things stood elsewhere."""
    root = copy_repository(tmp_path_factory.mktemp("旧 网址"))
    entries = [{"id": id, "url": url} for id, url in ADDRESSES.items()]
    (root / "editions" / "0.json").write_text(json.dumps({"entries": entries}), encoding="utf-8")
    with (root / "docs" / "published-pages.txt").open("a", encoding="utf-8") as ledger:
        ledger.write("old/list.md replaced-by: checklists/index.md\n")
    result = mkdocs_build(root)
    assert result.returncode == 0, result.stdout + result.stderr
    return root / "site"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("old/list.html#JC001", "checklists/aspect-1.html#JC001"),
        ("old/list.html", "checklists/index.html"),
        ("old/list.html#怎样用", "checklists/index.html#怎样用"),
        ("checklists/aspect-1.html#ZZ001", "duties/speech-1.html#ZZ001"),
        ("terms/index.html#MC001", "terms/index.html#MC001"),
    ],
)
def test_an_old_address_leads_on(old: str, new: str, site: Path, browser: Browser) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{old}")
    page.wait_for_function(
        "end => decodeURIComponent(location.href).endsWith(end)", arg=new, timeout=10_000
    )
    context.close()


def test_without_scripts_there_is_a_link(site: Path, browser: Browser) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/old/list.html#JC001")
    page.locator("#JC001 a").click()

    assert page.url.endswith("checklists/aspect-1.html#JC001")
    context.close()
