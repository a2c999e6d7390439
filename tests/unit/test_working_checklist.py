"""The working checklist as the build makes it: its rows, its data, its schema."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from handbook.addresses import WORKING_CHECKLIST, WORKING_SCHEMA
from handbook.catalog import Catalog
from handbook.frozen import FrozenEdition
from handbook.ledger import Ledger, Published
from handbook.model import Place
from handbook.project import Checked, check_project
from handbook.settings import WARNING
from handbook.templates import FOLDER
from handbook.working_checklist import (
    FORMAT,
    VERSION,
    working_checklist,
    working_files,
    working_schema,
)

from tests.small_handbook import PART_PAGE, SETTINGS, check_with, replaced, write_project


def catalog_of(checked: Checked) -> Catalog:
    assert checked.catalog is not None
    return checked.catalog


@pytest.fixture
def small_catalog(tmp_path: Path) -> Catalog:
    return catalog_of(check_with(tmp_path / "small"))


def data_in(html: str) -> dict[str, Any]:
    """What the scripts are given."""
    found = re.search(r'<script type="application/json" data-working>(.*?)</script>', html)
    assert found
    data = json.loads(found[1])
    assert isinstance(data, dict)
    return data


def text_of(html: str) -> str:
    """What the body says, without scripts."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", html.partition("<body")[2], flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", body)))


def test_a_row_for_each_entry_with_its_heading_and_its_ways(small_catalog: Catalog) -> None:
    html = working_checklist(small_catalog)
    data = data_in(html)

    assert data["sheets"] == [{"name": "BF1 第一部分", "groups": ["ZT01 仓库安全"]}]
    assert data["methods"] == ["看", "问"]
    assert data["results"] == ["未查", "已查", "存疑", "不适用"]
    assert data["kinds"] == {"step": "步骤"}
    assert data["rows"] == [
        {
            "id": "BZ001",
            "kind": "step",
            "sheet": 0,
            "group": 0,
            "title": "是否进门登记",
            "text": "看登记簿，另见 JL01 不准带火种和出门的步骤。",
            "facts": {"method": ["看", "问"]},
        },
        {
            "id": "BZ002",
            "kind": "step",
            "sheet": 0,
            "group": 0,
            "title": "是否出门锁门",
            "text": "",
            "facts": {},
        },
    ]
    assert re.findall(r'data-row="(\w+)"', html) == ["BZ001", "BZ002"]
    text = text_of(html)
    assert "编者提示" in text
    assert "YJ02：“进门登记”" in text
    assert "“两禁止”是参考条文。" in text


def test_advice_stands_under_its_heading_as_the_editors(tmp_path: Path) -> None:
    guide = "{ #ZT01 }\n\n/// guide | 怎样看\n- **查**：先看 [BZ001]，\n  再问。\n- 末了看 [BZ002]。\n///\n"
    checked = check_with(tmp_path, {"part.md": replaced(PART_PAGE, "{ #ZT01 }\n", guide)})
    html = working_checklist(catalog_of(checked))
    assert (
        '<details class="hb-hints"><summary>怎样看</summary>\n<p class="hb-label">编者提示</p>\n'
        "<p>查：先看 BZ001，再问。</p><p>末了看 BZ002。</p></details>"
    ) in html


def test_every_heading_of_the_real_handbook_has_advice(real: Checked) -> None:
    catalog = catalog_of(real)
    headings = [entry.id for entry in catalog.entries if entry.kind.name == "focus"]
    assert sorted(catalog.guides) == headings
    kinds = {catalog.by_id[id].kind.name for id in headings}
    assert kinds == {"focus"}
    for heading in headings:
        named = {
            catalog.by_id[id].kind.name for id in catalog.references_of(catalog.by_id[heading])
        }
        assert "duty" in named, heading
        assert named & {"rule", "clause"}, heading


def test_every_row_of_the_real_handbook_is_there_in_the_order_of_its_pages(real: Checked) -> None:
    catalog = catalog_of(real)
    html = working_checklist(catalog)
    kinds = {"check", "problem"}
    ids = [entry.id for entry in catalog.entries if entry.kind.name in kinds]

    assert sorted(re.findall(r'data-row="(\w+)"', html)) == sorted(ids)
    assert [row["id"] for row in data_in(html)["rows"]] == re.findall(r'data-row="(\w+)"', html)
    assert [len(sheet["groups"]) for sheet in data_in(html)["sheets"]] == [3, 4, 3, 3, 3]
    assert "严禁在联网计算机记录真实巡察情况" in text_of(html)


def test_the_hints_stand_folded_under_their_row_as_the_editors(real: Checked) -> None:
    """Each option that an editor folds, of each row, under its label."""
    catalog = catalog_of(real)
    html = working_checklist(catalog)
    for entry in catalog.entries:
        folded = [s for s in entry.kind.options.values() if s.fold and entry.values(s.name)]
        if entry.kind.name not in ("check", "problem") or not folded:
            continue
        row = html.partition(f'data-row="{entry.id}"')[2].partition("</li>\n<li")[0]
        text = unescape(row)
        assert f"<summary>{folded[0].fold} " in text
        for spec in folded:
            for value in entry.values(spec.name):
                assert value.text in text


def test_hints_of_the_field_are_shown(tmp_path: Path) -> None:
    settings = replaced(
        SETTINGS,
        "      after: {type: references, kinds: [step]}\n",
        "      after: {type: references, kinds: [step]}\n"
        "      observe: {type: texts, label: 可以看, fold: 现场提示}\n",
    )
    page = replaced(
        PART_PAGE, "    method: [看, 问]\n", "    method: [看, 问]\n    observe: [门上<锁>]\n"
    )
    root = write_project(tmp_path / "p", {"part.md": page}, settings)
    html = working_checklist(catalog_of(check_project(root)))
    row = html.partition('data-row="BZ001"')[2].partition("data-row")[0]
    assert "<summary>现场提示 <span>可以看</span></summary>" in row
    assert "<li>门上&lt;锁&gt;</li>" in row


@pytest.mark.parametrize("title", ["</script><script>alert(1)", "<img src=x>", '"&quot;<!--'])
def test_what_editors_typed_never_becomes_html(small_catalog: Catalog, title: str) -> None:
    entries = [
        replace(entry, title=title) if entry.id == "BZ001" else entry
        for entry in small_catalog.entries
    ]
    html = working_checklist(replace(small_catalog, entries=tuple(entries)))
    assert data_in(html)["rows"][0]["title"] == title
    assert title in unescape(html.partition('data-row="BZ001"')[2])
    assert html.count("<script") == working_checklist(small_catalog).count("<script")
    assert "<img" not in html


def test_the_page_runs_only_its_own_scripts_and_asks_for_nothing(small_catalog: Catalog) -> None:
    html = working_checklist(small_catalog)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    assert policy[1].count("'sha256-") == 3  # the reading settings, the scripts, the style
    assert "connect-src 'none'" in policy[1]
    assert "form-action 'none'" in policy[1]
    assert "'unsafe" not in policy[1]
    assert re.search(r"<[^>]+\s(?:style|on\w+)=", html) is None
    assert set(re.findall(r'(?:href|src)="([^"#.][^"]*)"', html)) == {"data:,"}


def test_the_warning_is_the_handbooks_own_or_the_usual_one(
    small_catalog: Catalog,
) -> None:
    assert WARNING in text_of(working_checklist(small_catalog))
    handbook = replace(small_catalog.handbook, warning="只许在库房里用。")
    text = text_of(working_checklist(replace(small_catalog, handbook=handbook)))
    assert "只许在库房里用。" in text
    assert WARNING not in text


def test_a_handbook_without_checklists_has_no_such_files(tmp_path: Path) -> None:
    page = "---\ntitle: 第一部分\nkind: part\nid: BF1\nsource: YJ01\nquote: 仓库安全\n---\n\n# 第一部分\n"
    assert working_files(catalog_of(check_with(tmp_path / "p", {"part.md": page}))) == {}


def test_both_files_have_their_addresses(small_catalog: Catalog) -> None:
    assert list(working_files(small_catalog)) == [WORKING_CHECKLIST, WORKING_SCHEMA]


# --- former editions -----------------------------------------------------------------------------


def edition(name: str, texts: dict[str, tuple[str, str]]) -> FrozenEdition:
    """An edition that said this of some steps, and something of another kind."""
    entries = [
        {"id": id, "kind": "step", "title": title, "text": text, "url": f"part.html#{id}"}
        for id, (title, text) in texts.items()
    ]
    entries.append(
        {"id": "JL01", "kind": "ban", "title": "旧", "text": "", "url": "bans.html#JL01"}
    )
    text = json.dumps({"edition": f"第 {name} 版", "entries": entries}, ensure_ascii=False)
    return FrozenEdition(f"editions/{name}.json", text)


def test_of_former_editions_only_what_is_another_text_now_is_there(small_catalog: Catalog) -> None:
    hint = "看登记簿，另见 JL01 不准带火种和出门的步骤。"
    former = edition(
        "0",
        {"BZ001": ("是否进门登记", hint), "BZ002": ("是否锁门", ""), "BZ003": ("是否点灯", "看灯")},
    )
    this = edition("1", {"BZ001": ("是另一个", "")})
    broken = FrozenEdition("editions/x.json", None)
    address = {"id": "BZ001", "url": "part.html#BZ001"}
    other = FrozenEdition("editions/y.json", json.dumps({"entries": [address]}))
    place = Place("docs/published-ids.txt", 1)
    data = data_in(
        working_checklist(
            replace(
                small_catalog,
                editions=(former, this, broken, other),
                ledger=Ledger({"BZ003": Published("BZ003", place, "BZ001")}),
            )
        )
    )
    assert data["edition"]["id"] == "1"
    assert data["editions"] == [
        {
            "id": "0",
            "name": "第 0 版",
            "texts": {
                "BZ002": {"title": "是否锁门", "text": ""},
                "BZ003": {"title": "是否点灯", "text": "看灯"},
            },
            "spans": {"BZ002": {"title": [2, 0, 2, 2], "text": []}},
            "same": ["BZ001"],
        },
        {"id": "y", "name": "y", "texts": {}, "spans": {}, "same": []},
    ]
    assert data["moved"] == {"BZ003": "BZ001"}


# --- the schema ----------------------------------------------------------------------------------

RECORD: dict[str, Any] = {
    "format": "handbook-working-checklist",
    "version": 1,
    "handbook": "仓库手册",
    "edition": "1",
    "mode": "training",
    "items": {"BZ001": {"result": "已查", "methods": ["看"]}},
}


@pytest.mark.parametrize(
    ("changes", "is_valid"),
    [
        ({}, True),
        ({"items": {}}, True),
        ({"items": {"BZ001": {"result": "已查", "methods": [], "edition": "0"}}}, True),
        ({"mode": "real"}, False),
        ({"unit": "某单位"}, False),
        ({"items": {"BZ001": {"result": "做了", "methods": []}}}, False),
        ({"items": {"BZ001": {"result": "已查", "methods": [], "note": "张三"}}}, False),
        ({"items": {"__proto__": {"result": "已查", "methods": []}}}, False),
        ({"items": {"BZ001": {"result": "已查", "methods": ["x" * 41]}}}, False),
    ],
)
def test_the_schema_takes_what_the_page_exports_and_nothing_else(
    small_catalog: Catalog, changes: dict[str, Any], is_valid: bool
) -> None:
    schema = json.loads(working_schema(small_catalog))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert jsonschema.Draft202012Validator(schema).is_valid(RECORD | changes) is is_valid


def test_the_scripts_and_the_schema_name_one_form() -> None:
    script = (FOLDER / "assets" / "working" / "files.js").read_text(encoding="utf-8")
    assert f"const FORMAT = '{FORMAT}';" in script
    assert f"const VERSION = {VERSION};" in script
