"""The book on paper, as pypdf reads it: all of the handbook, its links, tags and measures."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from handbook.book import BookError
from handbook.book.footnotes import lost_footnotes
from handbook.book.pdf import engine, no_face, pdf_bytes
from handbook.catalog import Catalog
from handbook.model import Position
from handbook.products import Products
from handbook.project import check_project
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, Destination, DictionaryObject

from tests.mkdocs_project import (
    REPOSITORY,
    copy_repository,
    handbook_pdf,
    mkdocs_build,
    write_mkdocs_project,
)
from tests.small_handbook import SETTINGS, replaced

PDF_NAME = "handbook.pdf"  # of the small handbook
MILLIMETRE = 72 / 25.4
STYLE = (REPOSITORY / "overrides/partials/book-style.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module", autouse=True)
def _needs_the_engine() -> None:
    try:
        engine()
    except BookError as error:
        pytest.skip(str(error))


@dataclass(frozen=True)
class Book:
    """A PDF that was read: its pages' text without blanks, and where each name leads."""

    reader: PdfReader
    catalog: Catalog
    texts: tuple[str, ...]
    pages: dict[str, int]


def book_of(root: Path) -> Book:
    catalog = check_project(root).catalog
    assert catalog is not None
    reader = PdfReader(root / "dist" / Products(catalog.handbook.slug).book)
    texts = tuple(bare(page.extract_text()) for page in reader.pages)
    numbers = {
        name: page_number(reader, target) for name, target in reader.named_destinations.items()
    }
    return Book(reader, catalog, texts, numbers)


def bare(text: str) -> str:
    """Text without blanks and line breaks, which depend on where lines end."""
    return re.sub(r"\s", "", text)


def page_number(reader: PdfReader, target: Destination) -> int:
    number = reader.get_destination_page_number(target)
    assert number is not None
    return number + 1


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real handbook, built, and its book."""
    root = copy_repository(tmp_path_factory.mktemp("纸 质"))
    for result in (mkdocs_build(root), handbook_pdf(root)):
        assert result.returncode == 0, result.stderr + result.stdout
    return root


@pytest.fixture(scope="module")
def book(project: Path) -> Book:
    return book_of(project)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    root = write_mkdocs_project(tmp_path / "小 手册")
    settings = replaced(SETTINGS, 'marking: ""', "marking: 内部资料 注意保管")
    (root / "handbook.yml").write_text(settings, encoding="utf-8")
    result = mkdocs_build(root)
    assert result.returncode == 0, result.stderr
    return root


def test_every_entry_stands_where_its_name_leads(book: Book) -> None:
    missing = [
        entry.id
        for entry in book.catalog.entries
        if bare(f"{entry.id} {entry.title}" if not entry.kind.verbatim else entry.id)
        not in book.texts[book.pages[entry.id] - 1]
    ]

    assert missing == []


def test_the_source_is_there_to_the_character(book: Book) -> None:
    everything = "".join(book.texts)
    cut = [
        unit.id
        for unit in book.catalog.units
        if bare(unit.body) not in everything
        and not stands_across_pages(bare(unit.body), book.texts)
    ]

    assert cut == []


def stands_across_pages(text: str, pages: tuple[str, ...]) -> bool:
    """Whether one page ends a paragraph's lines with its beginning, and the next has its end."""
    return any(
        text[:cut] in first and text[cut:] in second
        for first, second in pairwise(pages)
        for cut in range(1, len(text))
    )


def test_every_link_leads_to_a_place_in_the_book(book: Book) -> None:
    targets = [str(link["/Dest"]) for page in book.reader.pages for link in links_on(page)]

    assert len(targets) > 3000
    assert {target for target in targets if target not in book.pages} == set()


def links_on(page: PageObject) -> Iterator[DictionaryObject]:
    for reference in page.get("/Annots", ArrayObject()):
        link = reference.get_object()
        assert link["/Subtype"] == "/Link"
        yield link


def test_the_contents_name_the_page_that_they_lead_to(book: Book) -> None:
    first, start, end = (book.pages[name] for name in ("contents", "page-1", "ids"))
    lines = {(bare(title), number) for title, number in bookmarks(book) if number < end}
    printed = "".join(book.texts[first - 1 : start - 1])
    named = [(title, number) for title, number in lines if f"{title}." in printed]

    assert len(named) > 60
    assert [
        (title, number)
        for title, number in named
        if not re.search(rf"{re.escape(title)}\.+{number}(?!\d)", printed)
    ] == []


def bookmarks(book: Book) -> Iterator[tuple[str, int]]:
    def walk(items: list[Any]) -> Iterator[tuple[str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item)
            else:
                yield str(item.title), page_number(book.reader, item)

    yield from walk(book.reader.outline)


def test_every_entry_has_a_bookmark_that_leads_to_it(book: Book) -> None:
    found = dict(bookmarks(book))
    expected = {
        f"{entry.id} {entry.title}": book.pages[entry.id]
        for entry in book.catalog.entries
        if not entry.kind.verbatim
    }

    assert {title: found.get(title) for title in expected} == expected


def test_the_index_of_ids_names_the_pages(book: Book) -> None:
    printed = "".join(book.texts[book.pages["ids"] - 1 :])
    wrong = [
        entry.id
        for entry in book.catalog.entries
        if not re.search(rf"{entry.id}\.+{book.pages[entry.id]}(?!\d)", printed)
    ]

    assert wrong == []


def test_a_footnote_says_which_sentence_and_where_it_stands(book: Book) -> None:
    wrong = []
    for entry in book.catalog.entries:
        page = book.texts[book.pages[entry.id] - 1] + book.texts[book.pages[entry.id]]
        for quotation in book.catalog.quotations(entry) if not entry.kind.verbatim else ():
            longest = [q for q in quotation.quotes if not is_part_of_another(q, quotation.quotes)]
            quotes = bare("".join(f"“{quote}”" for quote in longest))
            where = f"{quotation.unit.id}（{book.pages[quotation.unit.id]}页）{quotes}"
            if where not in page:
                wrong.append(f"{entry.id}: {where}")

    assert wrong == []


def test_a_fact_names_the_page_of_the_entry_that_it_names(book: Book) -> None:
    everything = "".join(book.texts[: book.pages["ids"] - 1])
    found = re.findall(r"·([A-Z]+\d+)(?:(?!·).){1,120}?（(\d+)页）", everything)

    assert len(found) > 100
    assert [(id, page) for id, page in found if book.pages[id] != int(page)] == []


def is_part_of_another(quote: str, quotes: Iterable[str]) -> bool:
    return any(quote in other and quote != other for other in quotes)


def test_text_comes_out_in_the_order_in_which_it_is_read(book: Book) -> None:
    everything = "".join(book.texts)
    blocks = [
        entry
        for entry in book.catalog.entries
        if entry.kind.position is Position.BLOCK and not entry.kind.verbatim
    ]
    heads = [
        bare(f"{entry.kind.mark}{entry.kind.label}{entry.id}{entry.title}") for entry in blocks
    ]
    places = {entry.id: everything.find(head) for entry, head in zip(blocks, heads, strict=True)}

    assert [id for id, place in places.items() if place < 0] == []
    for uri in {entry.page.uri for entry in blocks}:
        found = [entry.id for entry in blocks if entry.page.uri == uri]
        assert sorted(found, key=lambda id: places[id]) == found


def test_it_is_tagged_and_says_its_language_and_title(book: Book) -> None:
    root: Any = book.reader.trailer["/Root"]
    tags = set(kinds_of(root["/StructTreeRoot"]))

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert book.reader.metadata is not None
    assert book.reader.metadata.title == "政治巡察工作手册（试编第一版）"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert tags >= {"/H1", "/H2", "/H3", "/H4", "/P", "/L", "/LI", "/Link", "/Table", "/TH", "/TD"}


def kinds_of(element: Any) -> Iterator[str]:
    element = element.get_object()
    if isinstance(element, ArrayObject):
        for item in element:
            yield from kinds_of(item)
    elif isinstance(element, DictionaryObject):
        if "/S" in element:
            yield str(element["/S"])
        if "/K" in element:
            yield from kinds_of(element["/K"])


def test_no_heading_skips_a_level(book: Book) -> None:
    root: Any = book.reader.trailer["/Root"]
    kinds = kinds_of(root["/StructTreeRoot"])
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]

    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_every_page_but_the_cover_says_what_it_is_from(book: Book) -> None:
    imprint = bare("政治巡察工作手册 试编第一版（2026-11-25） “十不准”“八严禁”是参考条文")
    without = [
        number
        for number, text in enumerate(book.texts[1:], start=2)
        if imprint not in text or f"—{number}—" not in text
    ]

    assert without == []
    assert "—1—" not in book.texts[0]
    for words in ("政治巡察工作手册", "试编第一版", "2026-11-25"):
        assert words in book.texts[0]


def test_the_notices_stand_in_the_front_and_on_the_pages_of_the_sets(book: Book) -> None:
    for spec in book.catalog.handbook.sets.values():
        if spec.page:
            notice = bare(book.catalog.handbook.statuses["reference"].notice_for(spec))
            page = book.pages[book.catalog.members(spec)[0].id]
            assert notice in book.texts[book.pages["front"] - 1]
            assert notice in book.texts[page - 1]


def test_a_marking_stands_on_every_page(small: Path) -> None:
    assert handbook_pdf(small).returncode == 0
    pages = [page.extract_text() for page in PdfReader(small / "dist" / PDF_NAME).pages]

    assert [number for number, text in enumerate(pages, 1) if "内部资料 注意保管" not in text] == []


def test_the_measures_are_those_of_the_standard() -> None:
    """GB/T 9704-2012, 5.2: margins of 37 and 28 mm, 22 lines of 28 characters in 156 by 225 mm."""
    body = "巡" * (28 * 22 * 2)
    html = (
        f"<html lang=zh><title>版心</title><style>{STYLE} p {{ text-indent: 0 }}</style><p>{body}"
    )
    reader = PdfReader(io.BytesIO(pdf_bytes(html)))
    page = reader.pages[0]
    lines = [line for line in page.extract_text().split("\n") if "巡" in line]
    at: list[tuple[float, float]] = []

    def note(text: str, page_to_paper: list[float], matrix: list[float], *_: Any) -> None:
        if "巡" in text:
            x, y = matrix[4], matrix[5]
            at.append(
                (
                    x * page_to_paper[0] + page_to_paper[4],
                    y * page_to_paper[3] + page_to_paper[5],
                )
            )

    page.extract_text(visitor_text=note)
    left, top = min(x for x, _ in at), max(y for _, y in at)

    assert (page.mediabox.width, page.mediabox.height) == pytest.approx((595.28, 841.89), abs=0.1)
    assert [len(line) for line in lines] == [28] * 22
    assert left == pytest.approx(28 * MILLIMETRE, abs=1)
    # The first line's base is its height and part of the leading below the upper margin.
    assert 37 * MILLIMETRE < float(page.mediabox.height) - top < (37 + 225 / 22) * MILLIMETRE


def test_the_same_text_gives_the_same_bytes_in_any_folder(small: Path, tmp_path: Path) -> None:
    other = tmp_path / "另一处"
    shutil.copytree(small, other)
    for root in (small, other):
        assert handbook_pdf(root).returncode == 0

    assert (small / "dist" / PDF_NAME).read_bytes() == (other / "dist" / PDF_NAME).read_bytes()


def test_a_book_of_the_same_text_is_not_made_again(small: Path) -> None:
    first = handbook_pdf(small)
    made = (small / "dist" / PDF_NAME).stat()
    second = handbook_pdf(small)

    assert first.stdout.splitlines() == ["已生成：", f"  dist/{PDF_NAME}"]
    assert second.stdout.splitlines() == ["内容没有变，不必重做：", f"  dist/{PDF_NAME}"]
    assert (small / "dist" / PDF_NAME).stat().st_ino == made.st_ino


def test_a_book_of_another_text_is_made_again(small: Path) -> None:
    handbook_pdf(small)
    settings = (small / "handbook.yml").read_text(encoding="utf-8")
    changed = replaced(settings, "marking: 内部资料 注意保管", "marking: 内部资料")
    (small / "handbook.yml").write_text(changed, encoding="utf-8")

    assert handbook_pdf(small).stdout.splitlines()[0] == "已生成："


# Pages of eight lines. The footnote does not fit on the first; only the second wants page numbers.
SMALL_PAGES = """
@page :left, :right { size: 300px 200px; margin: 20px }
html { font: 16px/20px serif }
body, p { margin: 0; text-indent: 0 }
.note { float: footnote; font: 16px/20px serif }
.note a::after { content: target-counter(attr(href), page) }
"""
ON_THE_NEXT_PAGE = """
<p>1<br>2<br>3<br>4<br>5
<p data-label="甲01 题目">题目<span class=note id=note-甲01>脚注<br>2<br>3<br>4<a href=#乙>乙</a></span>
<p style="break-before: page">2
<p id=乙 style="break-before: page">乙
"""
# Both pages around the one with the footnote want page numbers, and that does not.
BETWEEN_OTHERS = """
<p>1<br>2<br>3<br>4<br><a class=where href=#乙>5</a>
<p data-label="甲01 题目">题目<span class=note id=note-甲01>脚注<br>2<br>3<br>4</span>
<p style="break-before: page">2
<p style="break-before: page"><a class=where href=#乙>3</a>
<p id=乙 style="break-before: page">乙
<style>.where::after { content: target-counter(attr(href), page) }</style>
"""


def small_pages(style: str, body: str) -> str:
    return f"<html lang=zh><title>脚注</title><style>{style}{SMALL_PAGES}</style>{body}"


@pytest.mark.parametrize("body", [ON_THE_NEXT_PAGE, BETWEEN_OTHERS])
def test_a_footnote_moved_to_the_next_page_is_there_and_only_there(body: str) -> None:
    reader = PdfReader(io.BytesIO(pdf_bytes(small_pages(STYLE, body))))

    assert ["脚注" in page.extract_text() for page in reader.pages][:3] == [False, True, False]


def test_a_footnote_that_layout_has_lost_is_no_book_without_it() -> None:
    """If this fails, WeasyPrint is mended, and what the style does about it can go."""
    with pytest.raises(BookError) as raised:
        pdf_bytes(small_pages("", ON_THE_NEXT_PAGE))

    assert str(raised.value) == (
        "排版时丢了这些题目的脚注，没有做 PDF：甲01 题目。"
        "这是 WeasyPrint 的缺陷，内容没有错：在题目前面增减几行文字，再运行 make pdf。"
    )


def test_only_the_footnotes_that_are_on_no_page_are_lost() -> None:
    document = ElementTree.fromstring(
        '<body><h2 data-label="甲01">甲01<span class="note" id="note-甲01"/></h2>'
        '<h2 data-label="甲02">甲02<span class="note" id="note-甲02"/></h2>'
        '<h2 data-label="甲03">甲03<span class="label" id="note-甲03"/></h2></body>'
    )

    assert list(lost_footnotes(document, {"note-甲01"})) == ["甲02"]


NO_PACKAGE = (
    "没有安装 WeasyPrint，做不了 PDF："
    "联网运行 make 会装上；不用 make 的，请安装 requirements/pdf.txt。\n"
)
NO_PANGO = (
    "系统里没有排字用的 Pango，做不了 PDF。"
    "Debian、Ubuntu：sudo apt install libpango-1.0-0 libpangoft2-1.0-0，再运行 make pdf。\n"
)


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("raise ModuleNotFoundError('weasyprint')", NO_PACKAGE),
        ("raise OSError('cannot load library')", NO_PANGO),
    ],
)
def test_where_it_cannot_be_made_one_line_says_why_and_no_old_one_stays(
    small: Path, monkeypatch: pytest.MonkeyPatch, module: str, expected: str
) -> None:
    (small / "dist").mkdir()
    (small / "dist" / PDF_NAME).write_bytes(b"an older text")
    (small / "without").mkdir()
    (small / "without" / "weasyprint.py").write_text(module, encoding="utf-8")
    monkeypatch.setenv("HANDBOOK_TEST_PATH", str(small / "without"))
    optional, asked_for = handbook_pdf(small, "--if-possible"), handbook_pdf(small)

    assert (optional.returncode, optional.stdout, optional.stderr) == (0, "", expected)
    assert (asked_for.returncode, asked_for.stdout, asked_for.stderr) == (1, "", expected)
    assert not (small / "dist" / PDF_NAME).exists()


def test_without_a_site_it_says_what_to_run_first(tmp_path: Path) -> None:
    root = write_mkdocs_project(tmp_path)
    result = handbook_pdf(root, "--if-possible")

    assert (result.returncode, result.stderr) == (
        1,
        "没有找到 site/index.html：先运行 make site。\n",
    )


def test_a_character_that_no_face_has_is_no_empty_box_in_the_book() -> None:
    with pytest.raises(BookError) as raised:
        pdf_bytes("<html lang=zh><title>字</title><p>甲\ue8c1")

    assert str(raised.value) == (
        "没有一种字体里有“\ue8c1”，做不了 PDF。装上有它的字体，或者换一个常见的字；"
        "是种类的记号的，改 handbook.yml 里的 mark。"
    )


def test_without_any_chinese_face_it_says_which_to_install() -> None:
    assert no_face(("甲", "→")) == (
        "系统里没有中文字体（缺“甲→”等字），做不了 PDF。"
        "Debian、Ubuntu：sudo apt install fonts-noto-cjk；有仿宋、黑体、楷体、宋体的，装上就会用。"
    )
