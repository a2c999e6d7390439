"""What the search is made from: its documents, and the script that carries them."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from handbook.catalog import Catalog
from handbook.codes import ALL_CODES
from handbook.project import Checked, check_project
from handbook.search_data import as_script, data_of, search_data_js
from handbook.search_documents import search_documents

from tests.small_handbook import (
    BANS_PAGE,
    INDEX_PAGE,
    PART_PAGE,
    SETTINGS,
    check_with,
    replaced,
    write_project,
)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return catalog_with(tmp_path, {})


def catalog_with(root: Path, pages: dict[str, str]) -> Catalog:
    found = check_with(root, pages).catalog
    assert found is not None
    return found


def documents(catalog: Catalog) -> dict[str, dict[str, Any]]:
    """Those of the handbook's own content, by address."""
    return {d["url"]: d for d in search_documents(catalog) if d["kind"] != "code"}


def test_every_entry_page_section_note_and_code_is_a_document(catalog: Catalog) -> None:
    found = data_of(search_data_js(catalog))["documents"]
    named = [d for d in found if d["kind"] != "code" and "id" not in d]

    assert {d["id"] for d in found if "id" in d} == {
        *(entry.id for entry in catalog.entries),
        *(code.number for code in ALL_CODES),
    }
    assert [(d["kind"], d["label"], d["title"], d["url"]) for d in named] == [
        ("background", "不单列条目", "只有标题", "source/rules.html#YJ04"),
        ("set", "参考", "两禁止", "bans.html"),
        ("page", "页面", "首页", "index.html"),
        ("page", "页面", "原文", "source/rules.html"),
        ("editorial", "编者注", "说明", "source/rules.html#YJ03"),
        ("page", "页面", "手册地图", "map.html"),
        ("page", "页面", "检查代码", "about/codes.html"),
        ("page", "页面", "修订对照", "about/changes.html"),
        ("page", "页面", "追溯：原文到条目", "trace/sentences.html"),
        ("page", "页面", "追溯：条目到原文", "trace/entries.html"),
        ("page", "页面", "音序索引", "terms/alphabetical.html"),
    ]


def test_an_entry_has_its_words_its_quotes_and_its_facts(catalog: Catalog) -> None:
    assert documents(catalog)["part.html#BZ002"] == {
        "id": "BZ002",
        "kind": "step",
        "label": "步骤",
        "filter": "步骤",
        "title": "是否出门锁门",
        "text": "依据：《仓库规则》、2020-01-31。",
        "quotes": ["出门锁门"],
        "url": "part.html#BZ002",
        "where": "第一部分 › 仓库安全",
        "priority": 3,
    }


def test_a_sentence_of_the_source_has_no_title(catalog: Catalog) -> None:
    assert documents(catalog)["source/rules.html#YJ02"] == {
        "id": "YJ02",
        "kind": "line",
        "label": "原句",
        "filter": "原句",
        "text": "进门登记,出门锁门。",
        "url": "source/rules.html#YJ02",
        "where": "原文",
        "priority": 1,
    }


def test_a_page_that_is_an_entry_has_its_introduction_for_text(catalog: Catalog) -> None:
    assert documents(catalog)["part.html#BF1"]["text"] == "先看禁令。"


def test_a_page_that_the_build_writes_is_asked_for_like_any_other(tmp_path: Path) -> None:
    root = write_project(tmp_path, None, "wordings: wordings.yml\n" + SETTINGS)
    wordings = "terms/alphabetical.md: [按字母找]\nindex.md: [从哪里看起]\n"
    (root / "wordings.yml").write_text(wordings, encoding="utf-8")
    checked = check_project(root)
    assert checked.catalog is not None
    found = documents(checked.catalog)

    assert not checked.diagnostics
    assert found["terms/alphabetical.html"]["asked"] == ["按字母找"]
    assert found["index.html"]["asked"] == ["从哪里看起"]


def test_a_heading_that_is_an_entry_has_what_stands_under_it(tmp_path: Path) -> None:
    page = replaced(PART_PAGE, "{ #ZT01 }\n", "{ #ZT01 }\n\n先看门，再看 [BZ001]。\n")

    found = documents(catalog_with(tmp_path, {"part.md": page}))
    assert found["part.html#ZT01"]["text"] == "先看门，再看 BZ001。"


def test_a_page_is_found_by_its_heading_too(tmp_path: Path) -> None:
    page = "---\ntitle: 首页\n---\n\n# 仓库手册\n\n从 [BF1] 开始。\n"

    found = documents(catalog_with(tmp_path, {"index.md": page}))["index.html"]
    assert (found["title"], found["names"]) == ("首页", ["仓库手册"])
    assert "names" not in documents(catalog_with(tmp_path / "2", {}))["index.html"]


def test_a_section_leads_to_its_anchor_if_that_is_known(tmp_path: Path) -> None:
    page = INDEX_PAGE + "\n## 怎样用\n\n先读 [BF1]。\n\n## 谁来用\n\n人人。\n"
    catalog = catalog_with(tmp_path, {"index.md": page})
    anchors = {"index.md": (("首页", "_1"), ("怎样用", "how"))}

    sections = [d for d in search_documents(catalog, anchors) if d["kind"] == "section"]
    assert [(d["title"], d["text"], d["url"]) for d in sections] == [
        ("怎样用", "先读 BF1。", "index.html#how"),
        ("谁来用", "人人。", "index.html"),
    ]


def test_the_notice_of_a_set_can_be_found_and_its_members_by_number(catalog: Catalog) -> None:
    found = documents(catalog)

    assert found["bans.html"]["text"] == "“两禁止”是参考条文。"
    assert found["bans.html#JL02"]["names"] == ["两禁止第2条"]


def test_kinds_share_a_filter_if_the_settings_say_so(tmp_path: Path) -> None:
    settings = replaced(SETTINGS, "    label: 主题\n", "    label: 主题\n    filter: 步骤\n")
    root = write_project(tmp_path, None, settings)
    found = check_project(root).catalog
    assert found is not None
    assert data_of(search_data_js(found))["filters"] == ["部分", "步骤", "禁令", "原句", "页面"]


def test_readings_and_other_forms_are_those_of_the_handbook(tmp_path: Path) -> None:
    page = replaced(BANS_PAGE, "不准带火种", "不准带银行的行李")
    data = data_of(search_data_js(catalog_with(tmp_path, {"bans.md": page})))
    forms = dict(zip(data["traditional"][::2], data["traditional"][1::2], strict=True))

    assert "行" in data["readings"]["hang"]
    assert "行" in data["readings"]["xing"]
    # Not in this handbook, but what an input method may offer by mistake.
    assert "衡" in data["readings"]["heng"]
    assert (forms["銀"], forms["準"], "衝" in forms) == ("银", "准", False)


def test_synonyms_are_parted_into_those_that_occur_and_the_others(tmp_path: Path) -> None:
    synonyms = "groups:\n  - [打火机, 火种, 烟火]\nquestion-words: [吗]\n"
    root = write_project(tmp_path, None, "synonyms: synonyms.yml\n" + SETTINGS)
    (root / "synonyms.yml").write_text(synonyms, encoding="utf-8")
    found = check_project(root).catalog
    assert found is not None
    data = data_of(search_data_js(found))
    assert data["synonyms"] == [[["火种", "烟火"], ["打火机"]]]
    assert data["questionWords"] == ["吗"]
    assert data["explained"] == {}


def test_documents_are_packed_and_read_back_as_they_were(catalog: Catalog) -> None:
    documents = [{"priority": 0, **document} for document in search_documents(catalog)]

    script = as_script({"documents": documents})
    assert data_of(script) == {"documents": documents}
    packed = json.loads(re.sub(r"^.*?(?=\{\"doc)|;$", "", script, flags=re.DOTALL))
    assert packed["places"][packed["documents"][0]["in"]][-1] == "bans.html"
    assert "url" not in packed["documents"][0]


@pytest.mark.parametrize(
    "url", ["a.html", "a.html#XX1", "a.html#other", "#XX1", "#page-1", ""], ids=repr
)
@pytest.mark.parametrize("id", ["", "XX1"])
def test_an_address_is_read_back_whatever_its_form(id: str, url: str) -> None:
    document = {"kind": "k", "label": "l", "filter": "f", "where": "w", "priority": 1, "url": url}
    document |= {"id": id} if id else {}

    assert data_of(as_script({"documents": [document]})) == {"documents": [document]}


def test_wordings_stand_beside_the_documents_and_are_read_back() -> None:
    common = {"kind": "k", "label": "l", "filter": "f", "where": "w", "priority": 1, "url": "a"}
    documents = [common | {"asked": ["怎么开门", "门|锁"]}, common, common | {"asked": ["几点"]}]

    script = as_script({"documents": documents})
    assert '"asked":["怎么开门|门 锁","","几点"]' in script
    found = data_of(script)["documents"]
    assert [d.get("asked") for d in found] == [["怎么开门", "门 锁"], None, ["几点"]]


def test_nothing_in_the_search_data_ends_a_line_early(tmp_path: Path) -> None:
    page = replaced(PART_PAGE, "看登记簿", "看登\u2028记\u2029簿</script>")

    assert len(search_data_js(catalog_with(tmp_path, {"part.md": page})).splitlines()) == 2


def test_the_real_search_data_is_small(real: Checked) -> None:
    assert real.catalog is not None
    zipped = gzip.compress(search_data_js(real.catalog).encode())

    assert len(zipped) < 150_000
