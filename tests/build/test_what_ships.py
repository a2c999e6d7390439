"""All that the site and the bundle hold, and why; and the foreign addresses in other people's code."""

from __future__ import annotations

import fnmatch
import gzip
import re
import zipfile
from pathlib import Path

import pytest

from tests.mkdocs_project import copy_repository, handbook_bundle, handbook_paper, mkdocs_build

# A pattern, how many files it may stand for (0: any number), and why they ship.
SHIPS: tuple[tuple[str, int, str], ...] = (
    ("*.html", 0, "the pages"),
    ("about/speed.svg", 1, "the picture of the page about speed"),
    ("catalog.json", 1, "every entry, for programs"),
    ("catalog.schema.json", 1, "what catalog.json looks like"),
    ("downloads/checklists.xlsx", 1, "the checklists as a workbook"),
    ("downloads/checklists.docx", 1, "the checklists as a document"),
    ("downloads/*.docx", 8, "blank papers, declared in source/papers.yml"),
    ("downloads/*.xlsx", 2, "blank papers that are tables"),
    (
        "downloads/trainer.schema.json",
        1,
        "what the records of downloads/trainer.html look like",
    ),
    (
        "downloads/working-checklist.schema.json",
        1,
        "what the records of downloads/working-checklist.html look like",
    ),
    (
        "assets/search-data.js",
        1,
        "what the search looks through; a script, so that file:// may load it",
    ),
    ("assets/handbook/reading.js", 1, "the reader's size and colours, before anything is painted"),
    ("assets/handbook/scripts.js", 1, "our own scripts: search, menu, printing"),
    ("assets/handbook/styles.css", 1, "our own styles"),
    ("assets/images/favicon.png", 1, "the theme's mark of the tab"),
    ("assets/stylesheets/main.*.min.css", 1, "the theme's styles"),
    ("assets/stylesheets/palette.*.min.css", 1, "the theme's colours"),
)
ONLY_IN_THE_BUNDLE = {"READ-ME-FIRST.txt"}
ONLY_ON_A_SERVER = {"404.html", "catalog.json", "catalog.schema.json"}

# Addresses in code that is not ours, and why they cause no request.
ADDRESSES: tuple[tuple[str, str], ...] = (
    ("http://www.w3.org/", "the name of a namespace, never fetched"),
    ("https://fontawesome.com", "the licence of icons in the theme's styles"),
)
_ADDRESS = re.compile(r"https?://[\w./@-]*")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_repository(tmp_path_factory.mktemp("ships"))
    result = mkdocs_build(root)
    assert result.returncode == 0, result.stderr
    paper = handbook_paper(root, "--seed", "7", "--count", "6")
    assert paper.returncode == 0, paper.stderr
    packed = handbook_bundle(root)
    assert packed.returncode == 0, packed.stderr
    return root


def files_of(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def test_nothing_ships_without_a_reason(project: Path) -> None:
    files = files_of(project / "site")
    for pattern, number, why in SHIPS:
        found = fnmatch.filter(files, pattern)
        assert found, f"nothing of {pattern} ships any more ({why}): strike the line"
        assert number in (0, len(found)), f"{pattern}: {found}"
        files -= set(found)
    assert files == set(), "these ship, and nobody says why"


def test_the_bundle_is_the_site(project: Path) -> None:
    with zipfile.ZipFile(project / "dist" / "xuncha-handbook-offline.zip") as archive:
        names = set(archive.namelist())

    assert names == files_of(project / "site") - ONLY_ON_A_SERVER | ONLY_IN_THE_BUNDLE


def test_test_papers_are_in_nothing_that_is_handed_out(project: Path) -> None:
    papers = {path.name for path in (project / "dist" / "trainer").iterdir()}
    assert {"paper-7.docx", "paper-7-key.docx"} <= papers
    assert not papers & {Path(name).name for name in files_of(project / "site")}
    for archive in (project / "dist").glob("*.zip"):
        with zipfile.ZipFile(archive) as opened:
            assert not papers & {Path(name).name for name in opened.namelist()}
    sums = (project / "dist" / "SHA256SUMS").read_text(encoding="utf-8")
    assert not [name for name in papers if name in sums]


def test_the_bundle_and_the_first_page_are_light(project: Path) -> None:
    site = project / "site"
    html = (site / "index.html").read_text(encoding="utf-8")
    loaded = re.findall(r'(?:src|<link rel="stylesheet" href)="([^":]+)"', html)
    first = sum(len(gzip.compress((site / p).read_bytes(), 9)) for p in ["index.html", *loaded])

    assert len(loaded) == 5
    assert first < 150_000
    bundle = project / "dist" / "xuncha-handbook-offline.zip"
    with zipfile.ZipFile(bundle) as archive:
        files = archive.infolist()
    downloads = sum(i.compress_size for i in files if i.filename.startswith("downloads/"))
    assert bundle.stat().st_size - downloads < 500_000
    assert bundle.stat().st_size < 3_000_000


def test_foreign_addresses_in_code_are_known(project: Path) -> None:
    site = project / "site"
    used = set()
    for path in (*site.rglob("*.js"), *site.rglob("*.css")):
        if path.name == "search-data.js":
            continue  # text, shown and never loaded
        for address in set(_ADDRESS.findall(path.read_text(encoding="utf-8"))):
            known = next((start for start, _ in ADDRESSES if address.startswith(start)), "")
            assert known, f"{path.relative_to(site)} holds {address}, and nobody says why"
            used.add(known)
    own = [f.read_text("utf-8") for f in (site / "assets" / "handbook").iterdir()]
    ours = {a for text in own for a in _ADDRESS.findall(text)} - {"http://www.w3.org/2000/svg"}
    assert ours == set(), "our own code names no foreign address"
    unused = [start for start, _ in ADDRESSES if start not in used]
    assert unused == [], "no code holds these any more: strike the lines"
