"""A quite different handbook, with all that can be made of it: the code knows only what it is told.

See ``tests/second_handbook/README.md``.
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from handbook.book import BookError
from handbook.book.pdf import engine
from handbook.catalog import Catalog
from handbook.exports import catalog_json
from handbook.office.downloads import downloads
from handbook.project import check_project
from handbook.rendering.generated import generated_pages
from handbook.search_data import data_of, search_data_js
from handbook.settings import read_settings
from handbook.slides import slides_html
from handbook.trainer import trainer_files
from handbook.working_checklist import working_files
from pypdf import PdfReader

from tests.mkdocs_project import REPOSITORY, SECOND, copy_second, handbook, mkdocs_build
from tests.office_files import opened, words_of
from tests.our_words import ids_of, names_of
from tests.our_words import words_of as words_of_ours

SLUG = "workshop-safety"
DATE = 1_000_000_000

# One of the commonest characters has a reading, whatever handbook it is.
_TABLES = re.compile(r'"(?:readings|traditional)":\{[^}]*\}')


def can_make_books() -> bool:
    try:
        engine()
    except BookError:
        return False
    return True


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second handbook, built, and everything made of it."""
    root = copy_second(tmp_path_factory.mktemp("另一本") / "手册")
    commands: list[tuple[str, ...]] = [
        *([("pdf",)] if can_make_books() else []),
        ("bundle",),
        ("server",),
        ("paper", "--seed=7", "--count=8", "--reference", "--papers=A,B"),
        ("results",),
        ("slides",),
        ("anki",),
        ("anki", "--with-reference"),
        ("scorm",),
        ("scorm", "--practice", "--with-reference"),
    ]
    # One after the other: the site is made of what was frozen, and the rest of the site.
    runs = (partial(handbook, root, "edition"), partial(mkdocs_build, root))
    for start in (*runs, *(partial(handbook, root, *command) for command in commands)):
        result = start()
        assert result.returncode == 0, f"{result.args}\n{result.stdout}{result.stderr}"
    return root


def test_it_passes_the_checks() -> None:
    assert check_project(SECOND).diagnostics == ()


def test_all_that_can_be_made_bears_its_name(made: Path) -> None:
    dist = {path.relative_to(made / "dist").as_posix() for path in (made / "dist").rglob("*.*")}
    papers = {f"trainer/paper-7-{letter}{key}.docx" for letter in "AB" for key in ("", "-key")}
    assert {name for name in dist if not name.endswith(".pdf")} == papers | {
        f"{SLUG}-offline.zip",
        f"{SLUG}-offline.cdx.json",
        f"{SLUG}-single.html",
        f"{SLUG}-server.tar.gz",
        "trainer/results.html",
        "trainer/slides.html",
        f"trainer/{SLUG}-anki.apkg",
        f"trainer/{SLUG}-anki-with-reference.apkg",
        f"trainer/{SLUG}-exam-scorm12.zip",
        f"trainer/{SLUG}-practice-scorm12.zip",
    }
    assert not can_make_books() or f"{SLUG}.pdf" in dist
    downloads = {path.name for path in (made / "site" / "downloads").iterdir()}
    assert downloads == {
        *("checklists.xlsx", "checklists.docx", "working-checklist.html", "trainer.html"),
        *("working-checklist.schema.json", "trainer.schema.json", "inspection-sheets.docx"),
        *("kit.xlsx", "talks.docx", "team-survey.docx", "repairs.xlsx", "start-pledge.docx"),
        "shift-cards.docx",
    }


def test_nothing_has_a_word_or_an_id_of_the_real_handbook(made: Path) -> None:
    real = read_settings(REPOSITORY)
    words, ids = words_of_ours(real), ids_of(real)
    found = [
        f"{name}: …{text[max(0, match.start() - 15) : match.end() + 15]}…"
        for name, text in shipped_texts(made)
        for match in (*words.finditer(text), *ids.finditer(text))
    ]
    assert found == []


def test_no_page_names_a_kind_of_the_real_handbook(made: Path) -> None:
    """Where a kind is called by its name in the data, that is one of this handbook."""
    names = "|".join(names_of(read_settings(REPOSITORY)) - set(read_settings(SECOND).kinds))
    pattern = re.compile(rf'"kind": ?"(?:{names})"|hb-(?:kind|entry)--?(?:{names})\b')
    found = [name for name, text in shipped_texts(made) if pattern.search(text)]
    assert found == []


def shipped_texts(root: Path) -> Iterator[tuple[str, str]]:
    """Every file that is made, and those inside of files, as what somebody reads in it."""
    for folder in ("site", "dist"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                name = path.relative_to(root).as_posix()
                yield name, name
                yield from texts_in(name, path.read_bytes())


def texts_in(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    if name.endswith((".zip", ".xlsx", ".docx", ".apkg")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield f"{name}!{inner}", inner
                yield from texts_in(f"{name}!{inner}", archive.read(inner))
    elif name.endswith(".tar.gz"):
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for member in archive.getmembers():
                file = archive.extractfile(member)
                if file and not member.name.endswith(".gz"):
                    yield from texts_in(f"{name}!{member.name}", file.read())
    elif name.endswith(".pdf"):
        pages = PdfReader(io.BytesIO(content)).pages
        yield name, "".join(page.extract_text() for page in pages).replace("\n", "")
    elif name.endswith(".anki2"):
        yield name, "\n".join(rows_of(content))
    elif name.endswith(".xml"):
        yield name, re.sub("<[^>]+>", "", content.decode())
    elif not name.endswith((".gz", ".png", ".ico")):
        yield name, _TABLES.sub("", content.decode())


def rows_of(content: bytes) -> Iterator[str]:
    """All that a collection of Anki says."""
    with sqlite3.connect(":memory:") as db:
        db.deserialize(content)
        for table in ("notes", "col"):
            for row in db.execute(f"SELECT * FROM {table}"):
                yield from map(str, row)
    db.close()


def script_data(path: Path, attribute: str) -> Any:
    """What a page that stands by itself knows when it opens."""
    found = re.search(rf"<script[^>]*{attribute}[^>]*>(.*?)</script>", path.read_text("utf-8"))
    assert found
    return json.loads(found[1])


# --- what comes out is what was said ----------------------------------------------------------------


def test_the_catalog_is_that_of_its_schema(made: Path) -> None:
    data = json.loads((made / "site" / "catalog.json").read_text("utf-8"))
    schema = json.loads((made / "site" / "catalog.schema.json").read_text("utf-8"))
    jsonschema.validate(data, schema)
    kinds = {entry["kind"] for entry in data["entries"]}
    assert kinds == set(read_settings(SECOND).kinds)
    assert {entry["id"]: entry["status"] for entry in data["sets"] if entry["status"]} == {
        "LBC": "official",
        "WBK": "sample",
    }


def test_a_checklist_has_the_columns_that_the_kinds_declare(made: Path) -> None:
    book = opened((made / "site" / "downloads" / "checklists.xlsx").read_bytes())
    assert book.sheetnames == ["说明", "Q01 机加工区", "Q02 焊接区"]
    heads = next(
        [cell.value for cell in row if cell.value]
        for row in book["Q01 机加工区"].iter_rows()
        if row[0].value == "编号"
    )
    assert heads == [
        *("编号", "部位", "检查项／隐患", "老师傅说", "常见的隐患／查哪一项发现"),
        *("办法里这样写／通知里这样写", "谁来查", "什么时候", "怎么查", "色标"),
        *("结果", "处理依据", "责任人"),
    ]
    words = "\n".join(words_of((made / "site/downloads/checklists.docx").read_bytes()))
    assert "训练或空白表：练习用的表不要当成检查记录。" in words


def test_the_working_checklist_is_ticked_by_what_is_declared_for_that(made: Path) -> None:
    data = script_data(made / "site" / "downloads" / "working-checklist.html", "data-working")
    assert data["methods"] == ["目视", "手试", "听声", "查票证"]
    assert (data["slug"], data["formerSlugs"]) == (SLUG, [])
    assert data["useNotice"] == "这里记的是真的检查情况，回到办公室再录入台账。"


def test_the_trainer_calls_things_by_this_handbooks_names(made: Path) -> None:
    data = script_data(made / "site" / "downloads" / "trainer.html", "data-trainer")
    assert data["reference"] == "样稿"
    assert data["exam"] == {"questions": 8, "minutes": 12, "pass": 75}
    assert set(data["forms"]) == {question["form"] for question in data["questions"]}
    assert [path["id"] for path in data["paths"]] == ["first-week", "keeper"]
    assert "KT017" not in {question["id"] for question in data["questions"]}


def test_the_search_has_its_filters_synonyms_and_wordings(made: Path) -> None:
    data = data_of((made / "site" / "assets" / "search-data.js").read_text("utf-8"))
    assert [name for name in data["filters"] if name not in ("页面", "编者注")] == [
        *("区域", "检查项", "隐患", "岗位责任", "守则", "行话", "考题", "条款"),
    ]
    assert "拍一下停不停" in json.dumps(data, ensure_ascii=False)


def test_a_kind_has_its_own_look(made: Path) -> None:
    styles = (made / "site" / "assets" / "handbook" / "styles.css").read_text("utf-8")
    assert (
        ":is(.hb-entry--hazard,.hb-kind--hazard,.hb-kind-hazard){--hb-kind:var(--hb-red)}" in styles
    )
    assert ".hb-entry--hazard{--hb-kind-line:0.35rem double}" in styles
    # Q01 is an area and QB01 a spot: the longer prefix comes last.
    marks = re.findall(r'([^{}]*)\{content:"(.)"\}', styles)
    last = {mark: number for number, (places, mark) in enumerate(marks) if '"#Q' in places}
    assert last["◈"] > last["▣"]


def test_only_what_is_not_official_is_marked_so(made: Path) -> None:
    html = (made / "site" / "index.html").read_text("utf-8")
    assert html.count("hb-nav__status") == 1
    assert "题目、提示、释义和样稿是编者写的" in html
    with zipfile.ZipFile(made / "dist" / f"{SLUG}-offline.zip") as archive:
        note = archive.read("READ-ME-FIRST.txt").decode("utf-8-sig")
    assert "车间安全检查手册（虚构第三稿）离线版" in note
    refused = handbook(made, "bundle", "--release=official")
    assert refused.stderr == (
        "五不开工还不是正式文本，不能作为正式版打包：用 make rules 换成印发的文本，"
        "页首写明 status: official 和印发单位、文号、日期。\n"
    )


# --- what a handbook may do without -------------------------------------------------------------


def without(settings: dict[str, Any], *names: str) -> None:
    for name in names:
        del settings[name]


def no_outline(settings: dict[str, Any]) -> None:
    for source in settings["sources"]:
        source.pop("outline", None)


def nothing_unofficial(settings: dict[str, Any]) -> None:
    del settings["sets"]["WBK"]
    del settings["statuses"]["sample"]


def no_instruments(settings: dict[str, Any]) -> None:
    for kind in ("item", "hazard"):
        settings["kinds"][kind]["options"].pop("basis", None)


def nobody_looks(settings: dict[str, Any]) -> None:
    for kind in ("item", "hazard"):
        del settings["kinds"][kind]["options"]["how"]["role"]


def no_warning(settings: dict[str, Any]) -> None:
    settings["warning"] = ""


QUESTIONS = ("docs/learn/bank/on-site.md", "docs/learn/bank/rules.md")
# What is left out: in handbook.yml, and the pages and words that would miss it.
WITHOUT: dict[str, tuple[Callable[[dict[str, Any]], None], tuple[str, ...]]] = {
    "outline": (no_outline, ()),
    "papers": (lambda settings: without(settings, "papers"), ("docs/forms.md",)),
    "training": (lambda settings: without(settings, "training"), ()),
    "questions": (lambda settings: without(settings, "training"), QUESTIONS),
    "synonyms": (lambda settings: without(settings, "synonyms", "wordings"), ()),
    "formulations": (lambda settings: without(settings, "formulations", "unsourced-marks"), ()),
    "edition": (lambda settings: without(settings, "slug", "issuing-unit", "marking"), ()),
    "reference": (nothing_unofficial, ("docs/sets/five-stops.md", QUESTIONS[1], "papers")),
    "instruments": (no_instruments, ()),
    "methods": (nobody_looks, ()),
    "warning": (no_warning, ()),
}


def changed(root: Path, name: str) -> Path:
    """The second handbook without something."""
    copy_second(root)
    change, gone = WITHOUT[name]
    settings = yaml.safe_load((root / "handbook.yml").read_text("utf-8"))
    change(settings)
    for path in gone:
        if path in settings:
            del settings[path]
        else:
            (root / path).unlink()
    for file in ("docs/areas/machining.md", "docs/sets/five-stops.md"):
        page = root / file
        if name == "instruments" and page.is_file():
            text = re.sub(r"    basis:\n(?:      .*\n)+", "", page.read_text("utf-8"))
            page.write_text(text, "utf-8")
    if name == "questions" or QUESTIONS[1] in gone:
        for kind in settings["kinds"].values():
            kind.pop("asked", None)
    if QUESTIONS[1] in gone:
        settings.pop("training", None)
    (root / "handbook.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return root


@pytest.mark.parametrize("name", WITHOUT)
def test_a_handbook_may_do_without(name: str, tmp_path: Path) -> None:
    root = changed(tmp_path, name)
    checked = check_project(root)
    missed = [
        item.message
        for item in checked.diagnostics
        if item.code not in ("HB701", "HB706", "HB708", "HB911")  # links to what is gone
    ]
    assert missed == []
    assert checked.catalog is not None
    for words in everything(checked.catalog):
        assert "None" not in words
        assert "undefined" not in words or "=== undefined" in words


def everything(catalog: Catalog) -> Iterator[str]:
    """All that is made of a catalog without its pages."""
    yield catalog_json(catalog)
    yield search_data_js(catalog)
    yield from (page.markdown for page in generated_pages(catalog).values())
    yield from (
        re.sub(r"<script>.*?</script>", "", text) for text in working_files(catalog).values()
    )
    yield from (
        re.sub(r"<script>.*?</script>", "", text) for text in trainer_files(catalog).values()
    )
    for name, content in downloads(catalog, DATE).items():
        yield from (text for _, text in texts_in(name, content))
    yield re.sub(r"<script>.*?</script>", "", slides_html(catalog))
