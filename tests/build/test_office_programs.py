"""LibreOffice, which stands here for Word, Excel and WPS, opens the downloads and calculates."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from handbook.importing.document import read_document
from handbook.office.checklists import RESULTS
from handbook.office.downloads import downloads
from handbook.project import Checked

from tests.word_files import level, numbered, numbering, word

SOFFICE = shutil.which("soffice")
PDFTOTEXT = shutil.which("pdftotext")

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice (soffice) is installed")


@pytest.fixture(scope="module")
def folder(real: Checked, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The downloads, in the folder of the name that they have in the site."""
    assert real.catalog is not None
    root = tmp_path_factory.mktemp("office")
    for address, content in downloads(real.catalog, 1700000000).items():
        path = root / address
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return root / "downloads"


def converted(file: Path, form: str, target: Path) -> Path:
    """The file as LibreOffice writes it in another form, with settings of its own."""
    assert SOFFICE is not None
    settings = f"-env:UserInstallation={(target / 'settings').as_uri()}"
    result = subprocess.run(
        [SOFFICE, settings, "--headless", "--convert-to", form, "--outdir", str(target), str(file)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    found = target / f"{file.stem}.{form}"
    assert found.is_file(), result.stdout + result.stderr
    return found


@pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext is installed")
@pytest.mark.parametrize("name", ["checklists.xlsx", "checklists.docx"])
def test_it_prints_every_id_the_edition_and_the_notice(
    name: str, folder: Path, real: Checked, tmp_path: Path
) -> None:
    assert real.catalog is not None
    pdf = converted(folder / name, "pdf", tmp_path)
    result = subprocess.run(
        [str(PDFTOTEXT), "-layout", str(pdf), "-"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    pages = result.stdout.removesuffix("\f").split("\f")
    ids = {e.id for e in real.catalog.entries if e.kind.name in ("check", "problem")}
    assert ids <= set(re.findall(r"[A-Z]+\d+", result.stdout))
    handbook = real.catalog.handbook
    foot = f"{handbook.title} {handbook.edition.name}"
    for number, page in enumerate(pages, start=1):
        assert foot in page
        assert f"第 {number} 页，共 {len(pages)} 页" in page
    assert any("参考条文）的提示" in page for page in pages)
    assert len(pages) < 40


@pytest.mark.parametrize(
    ("name", "form"), [("checklists.xlsx", "fods"), ("checklists.docx", "fodt")]
)
def test_its_links_stay_relative(
    name: str, form: str, folder: Path, real: Checked, tmp_path: Path
) -> None:
    """Written beside the original, so that a relative address can stay what it is."""
    assert real.catalog is not None
    copy = shutil.copytree(folder, tmp_path / "downloads")
    text = converted(copy / name, form, copy).read_text(encoding="utf-8")
    listed = [e for e in real.catalog.entries if e.kind.name in ("check", "problem")]
    assert {f"../{e.url}" for e in listed} <= set(re.findall(r'xlink:href="([^"]*)"', text))


def test_it_calculates_the_totals(folder: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(folder / "checklists.xlsx")
    page = book.worksheets[1]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value == RESULTS[0]]
    # The first is the label of a total.
    for cell, result in zip(cells[1:], (*RESULTS[1:], RESULTS[1]), strict=False):
        cell.value = result
    book.save(tmp_path / "filled.xlsx")  # without the values of formulas

    out = tmp_path / "out"
    out.mkdir()
    again = openpyxl.load_workbook(converted(tmp_path / "filled.xlsx", "xlsx", out), data_only=True)
    count = len(cells) - 1
    totals = [[cell.value for cell in row[1:7]] for row in again.worksheets[0].iter_rows()]
    assert [count, count - 4, 2, 1, 1, count] in totals
    all_rows = sum(row[0] for row in totals if isinstance(row[0], int)) // 2
    assert totals[-1] == [all_rows, all_rows - 4, 2, 1, 1, all_rows]


def test_it_shows_the_automatic_numbers_that_are_read_here(tmp_path: Path) -> None:
    levels = level("chineseCountingThousand", "第%1条") + level("decimal", "（%2）", 1)
    body = [numbered(f"条{n}", 1 if n % 3 else 0) for n in range(40)]
    path = tmp_path / "clauses.docx"
    path.write_bytes(word(body, numbering(levels)))
    shown = converted(path, "txt", tmp_path).read_text(encoding="utf-8-sig").splitlines()
    numbers = [f"{item.number} {item.words}" for item in read_document(path).paragraphs]
    assert numbers == [line.strip() for line in shown if line.strip()]
