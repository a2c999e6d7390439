"""What a preview can show of a faulty handbook: whatever is wrong, rendering copes."""

from __future__ import annotations

import random
from html import unescape
from pathlib import Path

import pytest
from handbook.catalog import Catalog, build_catalog
from handbook.checks import check_catalog
from handbook.codes import DANGLING
from handbook.exports import catalog_json
from handbook.model import Diagnostic, Place
from handbook.office.downloads import downloads
from handbook.project import Checked
from handbook.reader import read_page
from handbook.rendering.extension import HandbookExtension
from handbook.rendering.generated import GENERATED_PAGES
from handbook.rendering.page_markdown import page_markdown
from handbook.rendering.preview import failure_html, faults_html, presentable, put_box, with_box
from handbook.search_data import search_data_js
from markdown import Markdown

from tests.small_handbook import BANS_PAGE, INDEX_PAGE, PART_PAGE, RULES_PAGE, check_with, replaced
from tests.unit.test_mutations import MUTATIONS, Mutation

EXTENSIONS = ["attr_list", "tables", "pymdownx.superfences", "toc"]


def rendered(catalog: Catalog, uri: str) -> str:
    extension = HandbookExtension(catalog)
    extension.enter(uri)
    page = catalog.pages_by_uri[uri]
    return Markdown(extensions=[*EXTENSIONS, extension]).convert(page_markdown(page, catalog))


def shown(root: Path, pages: dict[str, str], uri: str) -> str:
    """The HTML of one page of a faulty small handbook; everything else must be made too."""
    checked = check_with(root, pages)
    assert checked.written is not None
    assert checked.diagnostics, "this handbook has no fault"
    catalog = presentable(checked.written, checked.diagnostics)
    for make in GENERATED_PAGES.values():
        make(catalog)
    catalog_json(catalog)
    search_data_js(catalog)
    return "".join(rendered(catalog, page.uri) for page in catalog.pages if page.uri == uri)


@pytest.mark.parametrize(
    ("pages", "uri", "expected"),
    [
        (
            {"bans.md": replaced(BANS_PAGE, "[BZ001]", "[BZ010]")},
            "bans.md",
            "<p>与 [BZ010] 相对应。</p>",
        ),
        (
            {"bans.md": replaced(BANS_PAGE, "与 [BZ001]", "与**[登记][BZ010]**")},
            "bans.md",
            "<strong>[登记][BZ010]</strong>",
        ),
        (
            {"bans.md": replaced(BANS_PAGE, "id: JL02", "id: JL01")},
            "bans.md",
            "<p>/// ban | 不准不登记",
        ),
        (
            {"bans.md": replaced(BANS_PAGE, "/// ban | 不准不登记", "/// bans | 不准不登记")},
            "bans.md",
            "<p>/// bans | 不准不登记",
        ),
        (
            {"bans.md": replaced(BANS_PAGE, "id: JL02", "id: [JL02")},
            "bans.md",
            "<p>/// ban | 不准不登记",
        ),
        (
            {"bans.md": replaced(BANS_PAGE, "    id: JL02\n", "    1: 2\n")},
            "bans.md",
            "<p>/// ban | 不准不登记",
        ),
        (
            {"bans.md": replaced(BANS_PAGE, "[YJ03]。\n///\n", "[YJ03]。\n")},
            "bans.md",
            '<h2 id="JL02"><span class="hb-id">JL02</span> 不准不登记</h2>',
        ),
        (
            {"bans.md": BANS_PAGE.split("/// ban")[0]},
            "bans.md",
            "<h1",
        ),
        (
            {
                "part.md": replaced(
                    PART_PAGE, "      name: 《仓库规则》", "      called: 《仓库规则》"
                )
            },
            "part.md",
            '<h3 id="BZ002"><span class="hb-id">BZ002</span> 是否出门锁门</h3>',
        ),
        (
            {
                "part.md": replaced(
                    PART_PAGE, "source: YJ02\n    quote: 出门", "source: YJ09\n    quote: 出门"
                )
            },
            "part.md",
            '<h3 id="BZ002"><span class="hb-id">BZ002</span> 是否出门锁门</h3>',
        ),
        (
            {"source/rules.md": replaced(RULES_PAGE, "进门登记,", "进门登记，")},
            "source/rules.md",
            '<p class="hb-unit__text" id="YJ02"><span data-for="BZ001">进门登记</span>，<span data-for="BZ002">出门锁门</span>。</p>',
        ),
        (
            {"index.md": INDEX_PAGE + "\n- /// ban | 不准\n      id: JL09\n"},
            "index.md",
            "<li>/// ban | 不准",
        ),
    ],
)
def test_what_is_wrong_stays_as_typed_and_the_rest_is_shown(
    pages: dict[str, str], uri: str, expected: str, tmp_path: Path
) -> None:
    assert expected in unescape(shown(tmp_path, pages, uri))


def test_a_handbook_without_a_fault_is_shown_whole(real: Checked) -> None:
    assert real.written is not None

    assert catalog_json(presentable(real.written, ())) == catalog_json(real.written)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_real_page_with_any_fault_can_be_shown(mutation: Mutation, real: Checked) -> None:
    assert real.written is not None
    handbook = real.written.handbook
    mutant = mutation.make(random.Random(mutation.name), real.written)
    page = read_page(mutant.text, mutant.uri, handbook)
    pages = [page if page.uri == other.uri else other for other in real.written.pages]
    faulty = build_catalog(handbook, pages, real.written.source_texts, real.written.site)
    catalog = presentable(faulty, check_catalog(faulty))

    assert "<h1" in rendered(catalog, mutant.uri)
    for make in GENERATED_PAGES.values():
        make(catalog)
    assert catalog_json(catalog)


def test_papers_of_what_does_not_exist_are_left_out(real: Checked) -> None:
    assert real.written is not None
    lost = [page for page in real.written.pages if page.uri != "discipline/ten-prohibitions.md"]
    handbook, site = real.written.handbook, real.written.site
    faulty = build_catalog(handbook, lost, real.written.source_texts, site)
    catalog = presentable(faulty, check_catalog(faulty))

    assert catalog.handbook.papers == ()
    assert "downloads/checklists.docx" in downloads(catalog, 1700000000)


# --- the box

FAULT = DANGLING.at(Place("docs/a.md", 3, 4), "引用的编号 <JC099> 不存在", "改成“JC001”。")
PAGE = '<html><body dir="ltr"><h1>题</h1></body></html>'


def test_the_box_lists_places_codes_messages_and_remedies_as_text() -> None:
    assert faults_html([FAULT], ["别的 & 警告"]) == (
        '<aside class="hb-faults" role="note"><p><strong>检查发现 2 个问题</strong></p><ul>'
        "<li><code>docs/a.md:3</code> HB301 引用的编号 &lt;JC099&gt; 不存在<br>改成“JC001”。</li>"
        "<li>别的 &amp; 警告</li></ul></aside>"
    )
    assert faults_html([]) == ""


def test_a_long_box_says_how_much_it_leaves_out() -> None:
    faults: list[Diagnostic] = [FAULT] * 60
    html = faults_html(faults)

    assert "检查发现 60 个问题" in html
    assert html.count("<li>") == 51
    assert "<li>另有 10 个，见终端里的记录。</li></ul>" in html


def test_a_box_stands_first_replaces_the_last_one_and_goes() -> None:
    first = with_box(PAGE, faults_html([FAULT]))
    assert first.startswith('<html><body dir="ltr"><!-- faults --><aside class="hb-faults"')

    second = with_box(first, failure_html("不行\n因为 <b>"))
    assert second.count("hb-faults") == 1
    assert "<ul><li>不行</li><li>因为 &lt;b&gt;</li></ul>" in second
    assert with_box(second, "") == PAGE
    assert with_box("没有正文", faults_html([FAULT])) == "没有正文"


def test_the_box_is_put_on_every_page(tmp_path: Path) -> None:
    for name in ("index.html", "deep/page.html", "data.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    put_box(tmp_path, faults_html([FAULT]))

    found = [
        name
        for name in ("index.html", "deep/page.html", "data.json")
        if "hb-faults" in (tmp_path / name).read_text(encoding="utf-8")
    ]
    assert found == ["index.html", "deep/page.html"]
