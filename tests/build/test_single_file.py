"""The single file holds what the site holds, and leads nowhere else."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from handbook.project import check_project
from handbook.rendering.cards import notice_html
from handbook.single_file import single_file
from handbook.site_parts import SiteError

from tests.mkdocs_project import copy_repository, handbook_bundle, mkdocs_build
from tests.small_handbook import check_with


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_repository(tmp_path_factory.mktemp("单 文件"))
    for result in (mkdocs_build(root), handbook_bundle(root)):
        assert result.returncode == 0, result.stdout + result.stderr
    return root


@pytest.fixture(scope="module")
def html(project: Path) -> str:
    return (project / "dist" / "xuncha-handbook-single.html").read_text(encoding="utf-8")


def test_every_entry_is_in_it_once(project: Path, html: str) -> None:
    catalog = check_project(project).catalog
    assert catalog is not None
    ids = Counter(re.findall(r'\sid="([^"]*)"', html))

    assert [id for id, number in ids.items() if number > 1] == []
    assert [entry.id for entry in catalog.entries if entry.id not in ids] == []


def test_what_names_an_element_is_in_it(html: str) -> None:
    ids = set(re.findall(r'\sid="([^"]*)"', html))
    named_by = set(re.findall(r'\saria-labelledby="([^"]*)"', html))

    assert len(named_by) > 200
    assert named_by - ids == set()


def test_every_link_leads_to_a_place_in_it(html: str) -> None:
    ids = set(re.findall(r'\sid="([^"]*)"', html))
    addresses = set(re.findall(r'\shref="([^"]*)"', html))

    assert len(addresses) > 300
    assert [a for a in addresses if unescape(unquote(a)).removeprefix("#") not in ids] == []
    assert re.search(r'\ssrc="(?!data:)', html) is None


def test_reference_wordings_have_their_notice(project: Path, html: str) -> None:
    catalog = check_project(project).catalog
    assert catalog is not None
    for spec in catalog.handbook.sets.values():
        page = catalog.pages_by_uri.get(spec.page) if spec.page else None
        if page:
            status = catalog.handbook.statuses[catalog.status_of_page(page)]
            assert notice_html(spec, status) in html


def test_it_is_small_protected_and_has_its_sum(project: Path, html: str) -> None:
    path = project / "dist" / "xuncha-handbook-single.html"

    assert path.stat().st_size <= 1_500_000
    assert "Content-Security-Policy" in html.partition("<style>")[0]
    assert path.name in (project / "dist" / "SHA256SUMS").read_text(encoding="utf-8")


def test_without_a_site_it_is_refused(tmp_path: Path) -> None:
    catalog = check_with(tmp_path).catalog
    assert catalog is not None
    with pytest.raises(SiteError, match=r"没有找到 site/index\.html"):
        single_file(tmp_path / "site", catalog)
