"""Test papers as LibreOffice and WeasyPrint print them: what is on which page."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from handbook.book import BookError
from handbook.book.pdf import engine, pdf_bytes
from handbook.catalog import Catalog
from handbook.examination.choosing import drawn, pool_of
from handbook.examination.documents import key_document, paper_document
from handbook.examination.printing import key_html, paper_html
from handbook.examination.request import Request
from handbook.examination.sheets import Sheet, sheets
from handbook.project import Checked

from tests.mkdocs_project import REPOSITORY, handbook_paper

SOFFICE, PDFTOTEXT = map(shutil.which, ("soffice", "pdftotext"))
DATE = 1700000000
SHORT = 9  # so many characters tell a line from others

Texts = Mapping[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def sheet(real: Checked) -> Sheet:
    """A paper of forty questions, reference wordings among them."""
    catalog = real.catalog
    assert catalog is not None
    return sheet_of(catalog, Request("12", 40, with_references=True))


def sheet_of(catalog: Catalog, request: Request) -> Sheet:
    (found,) = sheets(
        drawn(pool_of(request, catalog), request.count, request.seed), request, catalog
    )
    return found


def pages_of(pdf: Path) -> tuple[str, ...]:
    """The text of each page without blanks and line breaks, column by column."""
    command = [str(PDFTOTEXT), str(pdf), "-"]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return tuple(map(bare, result.stdout.removesuffix("\f").split("\f")))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module", params=["LibreOffice", "WeasyPrint"])
def printed(
    request: pytest.FixtureRequest, sheet: Sheet, tmp_path_factory: pytest.TempPathFactory
) -> Texts:
    """The pages of paper and key."""
    if PDFTOTEXT is None:
        pytest.skip("no pdftotext is installed")
    folder = tmp_path_factory.mktemp("papers")
    if request.param == "WeasyPrint":
        try:
            engine()
        except BookError as error:
            pytest.skip(str(error))
        for name, html in (("paper", paper_html(sheet, DATE)), ("key", key_html(sheet, DATE))):
            content = pdf_bytes(html)
            (folder / f"{name}.pdf").write_bytes(content)
    else:
        if SOFFICE is None:
            pytest.skip("no LibreOffice (soffice) is installed")
        (folder / "paper.docx").write_bytes(paper_document(sheet, DATE))
        (folder / "key.docx").write_bytes(key_document(sheet, DATE))
        settings = f"-env:UserInstallation={(folder / 'settings').as_uri()}"
        subprocess.run(
            [SOFFICE, settings, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
            + [str(folder / name) for name in ("paper.docx", "key.docx")],
            capture_output=True,
            check=True,
        )
    return {name: pages_of(folder / f"{name}.pdf") for name in ("paper", "key")}


def test_every_page_says_what_it_is(printed: Texts, sheet: Sheet) -> None:
    for name, pages in printed.items():
        for number, page in enumerate(pages, start=1):
            where = f"{name}, page {number}"
            assert bare(f"{sheet.title}{sheet.edition}") in page, where
            assert "种子12" in page, where
            assert f"第{number}页，共{len(pages)}页" in page, where
            assert "所提“十不准”是参考条文" in page, where
            assert ("供阅卷用" in page) == (name == "key"), where
            assert ("严禁在联网计算机记录真实巡察情况" in page) == (name == "paper"), where


def test_no_question_is_on_two_pages(printed: Texts, sheet: Sheet) -> None:
    pages = printed["paper"]
    for asked in sheet.asked:
        (number,) = [n for n, page in enumerate(pages) if asked.id in page]
        lines = [*asked.stem, *(f"{letter}．{text}" for letter, text in asked.choices), asked.line]
        for line in filter(None, lines):
            assert bare(line)[:SHORT] in pages[number], asked.id


def test_every_answer_is_in_the_key_on_one_page(printed: Texts, sheet: Sheet) -> None:
    for asked in sheet.asked:
        first, *_ = asked.answer.split("　")  # what stands apart may be read as another column
        start = f"答案：{first}"
        pages = [page for page in printed["key"] if start in page and asked.id in page]
        words = [f"依据：{asked.rests_on[0].split()[0]}"]
        words += [bare(reason.words)[:SHORT] for reason in asked.reasons]
        assert any(all(word in page for word in words) for page in pages), asked.id


def test_a_pdf_has_the_same_bytes_each_time(sheet: Sheet) -> None:
    try:
        engine()
    except BookError as error:
        pytest.skip(str(error))
    assert pdf_bytes(paper_html(sheet, DATE)) == pdf_bytes(paper_html(sheet, DATE))


def test_the_command_says_what_it_made_and_what_it_wants(tmp_path: Path) -> None:
    for name in ("docs", "source", "editions", "handbook.yml", "mkdocs.yml"):
        (tmp_path / name).symlink_to(REPOSITORY / name)
    without = handbook_paper(tmp_path)
    assert (without.returncode, without.stdout) == (1, "")
    assert without.stderr.startswith("没有写种子 SEED，没有出卷。")
    assert not (tmp_path / "dist").exists()

    made = handbook_paper(tmp_path, "--seed", "7", "--count", "6", "--topics", "duties")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("这份卷有 6 题，其中 0 题是留给试卷的；")
    files = {path.name for path in (tmp_path / "dist" / "trainer").iterdir()}
    assert {"paper-7.docx", "paper-7-key.docx"} <= files
    assert all(f"dist/trainer/{name}" in made.stdout for name in files)
