"""MkDocs with the hooks over the small handbook: what it makes, and when it refuses."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.mkdocs_project import mkdocs_build, snapshot, write_mkdocs_project
from tests.small_handbook import BANS_PAGE, BODY, INDEX_PAGE, PART_PAGE, check_with, replaced


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_mkdocs_project(tmp_path_factory.mktemp("小 手册"))
    result = mkdocs_build(root)
    assert result.returncode == 0, result.stderr
    return root / "site"


class _Page(HTMLParser):
    """The ids of a page, and its text by the id of the element around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def page(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


def article(site: Path, name: str, id: str) -> str:
    """The HTML of one entry's card."""
    found = re.search(rf'<article aria-labelledby="{id}".*?</article>', page(site, name), re.DOTALL)
    assert found, f"{name} has no card {id}"
    return found[0]


def test_the_ids_that_are_read_are_the_ids_in_the_html(site: Path, tmp_path: Path) -> None:
    catalog = check_with(tmp_path).catalog
    assert catalog is not None
    for uri in catalog.pages_by_uri:
        read = [e.id for e in catalog.entries if e.page.uri == uri]
        built = _Page(page(site, uri.removesuffix(".md") + ".html")).ids
        assert [id for id in built if re.fullmatch(r"[A-Z]{2}\d+", id)] == read


def test_a_card_shows_kind_id_title_body_facts_source_and_links(site: Path) -> None:
    text = re.sub(r"\s+", " ", _Page(article(site, "part.html", "BZ001")).text).strip()

    assert text == (
        "步骤 BZ001 是否进门登记 编者提示 看登记簿，另见 JL01 不准带火种 和出门的步骤。 "
        "方式看问据规则原文 YJ02进门登记,出门锁门。YJ02 原文"
        "关联 2所属ZT01 仓库安全依据YJ02BZ001被引用JL02 不准不登记BZ002 是否出门锁门"
    )


def test_a_bare_reference_shows_id_and_title_and_leads_to_the_entry(site: Path) -> None:
    assert '另见 <a href="bans.html#JL01"><b>JL01</b> 不准带火种</a>' in article(
        site, "part.html", "BZ001"
    )


def test_a_reference_with_words_keeps_them(site: Path) -> None:
    assert '<a href="#BZ002" title="BZ002 是否出门锁门">出门的步骤</a>' in article(
        site, "part.html", "BZ001"
    )


def test_the_quoted_words_are_marked_in_their_sentence(site: Path) -> None:
    assert "<p><mark>进门登记</mark>,出门锁门。</p>" in article(site, "part.html", "BZ001")


def test_an_instrument_is_shown_by_name(site: Path) -> None:
    text = _Page(article(site, "part.html", "BZ002")).text

    assert "名称：《仓库规则》" in text
    assert "日期：2020-01-31" in text


def test_source_text_is_shown_as_it_is(site: Path) -> None:
    units = re.findall(
        r'class="hb-unit__text" id="YJ\d+">(.*?)</(?:p|h2)>', page(site, "source/rules.html")
    )

    shown = [re.sub(r'<a class="headerlink".*|</?span[^>]*>', "", unit) for unit in units]
    assert "".join(shown).replace("&lt;", "<").replace("&gt;", ">") == BODY


def test_a_page_and_a_heading_that_are_entries_have_their_id_and_source(site: Path) -> None:
    html = page(site, "part.html")

    assert '<h1 id="BF1"><span class="hb-id">BF1</span> 第一部分' in html
    assert '<h2 id="ZT01"><span class="hb-id">ZT01</span> 仓库安全' in html
    assert html.count("一、<mark>仓库安全</mark>") == 2


def test_the_notice_stands_first_on_the_page_of_a_reference_set(site: Path) -> None:
    html = page(site, "bans.html")

    assert html.index("<h1") < html.index("“两禁止”是参考条文。") < html.index('class="hb-entry')


def test_an_official_set_shows_its_instrument_instead(tmp_path: Path) -> None:
    official = (
        "status: official\nissued-by: 某单位\ndocument-number: 某发〔2024〕1号\ndate: 2024-01-31"
    )
    root = write_mkdocs_project(
        tmp_path, {"bans.md": replaced(BANS_PAGE, "status: reference", official)}
    )
    assert mkdocs_build(root).returncode == 0

    html = page(root / "site", "bans.html")
    assert "是参考条文" not in html
    assert "某发〔2024〕1号" in html


def test_the_data_is_there_and_the_themes_own_search_is_not(site: Path) -> None:
    files = set(snapshot(site))

    assert {"catalog.json", "catalog.schema.json", "assets/search-data.js"} <= files
    assert not [f for f in files if f.endswith(".map") or "lunr" in f or "workers" in f]
    assert json.loads(page(site, "catalog.json"))["entries"][0]["id"] == "YJ01"


def test_every_code_is_explained_on_the_site(site: Path) -> None:
    from handbook.codes import ALL_CODES

    html = page(site, "about/codes.html")
    assert all(f'id="{code.number}"' in html for code in ALL_CODES)


FAULTY_HTML = """
[坏](part.md#nowhere)

一
{ #x }

二
{ #x }
"""
HTML_FAULTS = [
    "docs/index.md:5:5: HB702 链接“part.html#nowhere”所指的位置不存在",
    "HB703 id “x”在这一页出现了两次",
]


@pytest.mark.parametrize("options", [(), ("-q",), ("-v",), ("--strict",), ("-q", "--strict")])
@pytest.mark.parametrize(
    ("pages", "messages"),
    [
        ({"bans.md": replaced(BANS_PAGE, "[BZ001]", "[BZ010]")}, ["docs/bans.md:20:3: HB301"]),
        ({"index.md": INDEX_PAGE + FAULTY_HTML}, HTML_FAULTS),
    ],
)
def test_the_verdict_does_not_depend_on_how_the_build_is_called(
    pages: dict[str, str], messages: list[str], options: tuple[str, ...], tmp_path: Path
) -> None:
    root = write_mkdocs_project(tmp_path, pages)
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text("上一次的好网站", encoding="utf-8")

    result = mkdocs_build(root, *options)

    assert result.returncode == 1
    assert [m for m in messages if m not in result.stdout + result.stderr] == []
    assert snapshot(root / "site") == {"index.html": "上一次的好网站".encode()}
    assert not list(root.glob(".site*")), "an unfinished site was left behind"


def test_a_warning_of_mkdocs_alone_stops_the_build_even_quietly(tmp_path: Path) -> None:
    root = write_mkdocs_project(tmp_path)
    (root / "warn.py").write_text(
        "from mkdocs.plugins import get_plugin_logger\n\n\n"
        "def on_env(env, **_):\n    get_plugin_logger('x').warning('别的插件的警告')\n",
        encoding="utf-8",
    )
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    settings = replaced(settings, "hooks:\n", "hooks:\n  - warn.py\n")
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")

    result = mkdocs_build(root, "-q")

    assert result.returncode == 1
    assert "MkDocs 有警告，没有替换原来的网站：\nx: 别的插件的警告" in result.stderr


def test_a_block_within_a_list_is_told_at_its_line(tmp_path: Path) -> None:
    page = replaced(BANS_PAGE, "依据见 [YJ03]。", "- /// ban | 不准\n      id: JL09\n")
    result = mkdocs_build(write_mkdocs_project(tmp_path, {"bans.md": page}))

    assert result.returncode == 1
    assert "docs/bans.md:14:3: HB210 条目块的首行没有顶格写" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_two_builds_give_the_same_site(site: Path, tmp_path: Path) -> None:
    root = write_mkdocs_project(tmp_path)
    assert mkdocs_build(root).returncode == 0
    one, other = snapshot(site), snapshot(root / "site")

    assert one == other


def test_references_in_code_and_comments_are_no_references(tmp_path: Path) -> None:
    text = "\n`[BZ099]` <!-- [BZ098] -->\n\n```\n[BZ097]\n/// step | 例\n///\n```\n"
    root = write_mkdocs_project(tmp_path, {"index.md": INDEX_PAGE + text})

    assert mkdocs_build(root).returncode == 0


def test_a_block_holds_any_markdown(tmp_path: Path) -> None:
    body = "看登记簿，另见 [JL01] 和[出门的步骤][BZ002]。"
    rich = f"{body}\n\n- 一\n- 二\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n\n```\n/// step | 例\n```\n\n最后一段。"
    root = write_mkdocs_project(tmp_path, {"part.md": replaced(PART_PAGE, body, rich)})
    result = mkdocs_build(root)
    assert result.returncode == 0, result.stderr

    card = article(root / "site", "part.html", "BZ001")
    assert "<li>二</li>" in card
    assert "<td>丁</td>" in card
    assert "/// step | 例" in _Page(card).text
    assert "最后一段。" in card


def test_drafts_are_not_in_the_site(tmp_path: Path) -> None:
    draft = "\n/// step | 是否关灯\n    id: BZ003\n    source: YJ02\n    quote: 出门锁门\n    draft: true\n\n另见 [BZ004]。\n///\n"
    page_of_drafts = (
        "---\ndraft: true\n---\n\n# 草稿页\n\n/// step | 是否锁窗\n    id: BZ004\n///\n"
    )
    root = write_mkdocs_project(
        tmp_path, {"part.md": PART_PAGE + draft, "draft.md": page_of_drafts}
    )
    result = mkdocs_build(root)

    assert result.returncode == 0, result.stderr
    assert not (root / "site" / "draft.html").exists()
    for path in (root / "site").rglob("*"):
        if path.suffix in (".html", ".json", ".js"):
            text = path.read_text(encoding="utf-8")
            assert "是否关灯" not in text, path
            assert "草稿页" not in text, path


def test_a_build_without_what_writes_office_documents_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_mkdocs_project(tmp_path / "小手册")
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['docx'] = None\n", "utf-8")
    monkeypatch.setenv("HANDBOOK_TEST_PATH", str(hidden))
    result = mkdocs_build(root)
    assert result.returncode == 1
    assert "没有安装 python-docx，做不了下载的文档" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (root / "site").exists()
