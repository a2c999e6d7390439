"""The blank papers as LibreOffice prints them, which stands here for Word, Excel and WPS.

The first pages are compared with the pictures in ``pictures/``, cell by cell and loosely: another
face moves words, but a form stays a form. After a change that is meant, look at the pages and take
the pictures anew: ``HANDBOOK_NEW_PICTURES=1 .venv/bin/pytest tests/build/test_papers_in_print.py``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from handbook.catalog import Catalog
from handbook.office.downloads import downloads
from handbook.office.papers import STAMP
from handbook.project import Checked
from PIL import Image

SOFFICE, PDFTOTEXT, PDFTOPPM = map(shutil.which, ("soffice", "pdftotext", "pdftoppm"))
PICTURES = Path(__file__).resolve().parent / "pictures"
COLUMNS, ROWS = 7, 10  # cells of a picture
# How much darker or lighter, of all there is between white and black, a page may be on the whole, and
# one of its cells. Measured: other faces, up to 0.043 and 0.19; four lines less to write on, 0.30 in
# a cell.
ALL_TOLERANCE, CELL_TOLERANCE = 0.06, 0.25
ONE_PAGE = ("WS05", "WS07", "WS08", "WS09")

pytestmark = pytest.mark.skipif(
    None in (SOFFICE, PDFTOTEXT, PDFTOPPM),
    reason="no LibreOffice (soffice), or no pdftotext and pdftoppm, is installed",
)


@pytest.fixture(scope="module")
def catalog(real: Checked) -> Catalog:
    assert real.catalog is not None
    return real.catalog


@pytest.fixture(scope="module")
def printed(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A PDF of each paper, by the paper's id; LibreOffice starts once for all."""
    folder = tmp_path_factory.mktemp("papers")
    made = downloads(catalog, 1700000000)
    files = {paper.id.text: folder / paper.file.text for paper in catalog.handbook.papers}
    for path in files.values():
        path.write_bytes(made[f"downloads/{path.name}"])
    settings = f"-env:UserInstallation={(folder / 'settings').as_uri()}"
    command = [str(SOFFICE), settings, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    result = subprocess.run(
        [*command, *map(str, files.values())], capture_output=True, encoding="utf-8", check=False
    )
    pdfs = {id: path.with_suffix(".pdf") for id, path in files.items()}
    assert [id for id, pdf in pdfs.items() if not pdf.is_file()] == [], result.stdout
    return pdfs


def pages_of(pdf: Path) -> list[str]:
    result = subprocess.run(
        [str(PDFTOTEXT), "-layout", str(pdf), "-"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return result.stdout.removesuffix("\f").split("\f")


def test_every_page_says_what_it_is(printed: Mapping[str, Path], catalog: Catalog) -> None:
    handbook = catalog.handbook
    edition = f"{handbook.title} {handbook.edition.name}"
    for paper in handbook.papers:
        pages = pages_of(printed[paper.id.text])
        for number, page in enumerate(pages, start=1):
            where = f"{paper.id.text}, page {number}"
            # The second sheet of a ledger is the list of ids.
            assert f"{paper.id.text} {paper.title}" in page, where
            assert edition in page, where
            assert f"第 {number} 页，共 {len(pages)} 页" in page, where
            for name in re.findall(r"“(十不准|八严禁)”", page):
                assert f"所提“{name}”是参考条文" in page, where


def test_what_is_signed_fits_on_a_page_and_bears_the_stamp(
    printed: Mapping[str, Path], catalog: Catalog
) -> None:
    assert {id: len(pages_of(printed[id])) for id in ONE_PAGE} == dict.fromkeys(ONE_PAGE, 1)
    stamped = {
        paper.id.text
        for paper in catalog.handbook.papers
        if all(STAMP in page for page in pages_of(printed[paper.id.text]))
    }

    assert stamped == {paper.id.text for paper in catalog.handbook.papers if paper.is_pledge}


def test_each_stage_has_a_page(printed: Mapping[str, Path], catalog: Catalog) -> None:
    (part,) = next(paper for paper in catalog.handbook.papers if paper.id.text == "WS10").parts
    pages = pages_of(printed["WS10"])

    assert len(pages) == len(part.cards)
    for card, page in zip(part.cards, pages, strict=True):
        assert card.name.text in page
        for word in card.entries:
            assert word.text in page


def test_each_entry_has_a_sheet_of_its_own(printed: Mapping[str, Path]) -> None:
    first, *sheets = pages_of(printed["WS01"])
    heads = [re.search(r"\b(?:JC|WT)\d{3}\b", page) for page in sheets]

    assert "编者拟写" in first
    assert len({head[0] for head in heads if head}) == len(sheets)


def test_the_first_pages_look_as_they_did(printed: Mapping[str, Path], tmp_path: Path) -> None:
    different = []
    for id, pdf in printed.items():
        stem = tmp_path / id
        command = [str(PDFTOPPM), "-gray", "-r", "12", "-singlefile", "-png", "-f"]
        page = "2" if id in ("WS01", "WS03") else "1"
        subprocess.run([*command, page, str(pdf), str(stem)], check=True)
        now, before = stem.with_suffix(".png"), PICTURES / f"{id}.png"
        if os.environ.get("HANDBOOK_NEW_PICTURES"):
            PICTURES.mkdir(exist_ok=True)
            shutil.copyfile(now, before)
        gaps = [abs(a - b) for a, b in zip(cells_of(now), cells_of(before), strict=True)]
        if max(gaps) > CELL_TOLERANCE or sum(gaps) / len(gaps) > ALL_TOLERANCE:
            different.append(f"{id}: {max(gaps):.3f}, {sum(gaps) / len(gaps):.3f}")

    assert not different, "\n".join(different)


def cells_of(picture: Path) -> list[float]:
    """How light each cell of a picture is, from 0 to 1."""
    with Image.open(picture) as image:
        small = image.convert("L").resize((COLUMNS, ROWS), Image.Resampling.BOX)
        return [value / 255 for value in small.tobytes()]
