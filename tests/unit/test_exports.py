"""The catalog as data, for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from handbook.catalog import Catalog
from handbook.exports import catalog_json, catalog_schema
from handbook.project import Checked

from tests.small_handbook import PART_PAGE, check_with, replaced


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    found = check_with(tmp_path).catalog
    assert found is not None
    return found


def entries(catalog: Catalog) -> dict[str, Any]:
    return {entry["id"]: entry for entry in json.loads(catalog_json(catalog))["entries"]}


def test_the_real_catalog_keeps_to_its_schema(real: Checked) -> None:
    assert real.catalog is not None
    schema = json.loads(catalog_schema())

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(catalog_json(real.catalog)), schema)


def test_the_speech_can_be_rebuilt_from_the_sentences_of_the_catalog_alone(
    real: Checked, repository: Path
) -> None:
    assert real.catalog is not None
    data = json.loads(catalog_json(real.catalog))
    body = "".join(e["text"] + e["join"] for e in data["entries"] if e["kind"] == "sentence")

    [file] = (repository / "source").glob("*.txt")
    assert body == file.read_text(encoding="utf-8").split("\n")[2]


def test_an_entry(catalog: Catalog) -> None:
    assert entries(catalog)["BZ001"] == {
        "id": "BZ001",
        "kind": "step",
        "title": "是否进门登记",
        "text": "看登记簿，另见 JL01 不准带火种和出门的步骤。",
        "url": "part.html#BZ001",
        "source": ["YJ02"],
        "quote": "进门登记",
        "refs": ["JL01", "BZ002"],
        "backlinks": ["JL02", "BZ002"],
        "parent": "ZT01",
    }


def test_several_quotes_are_a_list(tmp_path: Path) -> None:
    page = replaced(PART_PAGE, "quote: 进门登记", "quote: [进门登记, 锁门]")
    found = check_with(tmp_path, {"part.md": page}).catalog
    assert found is not None

    assert entries(found)["BZ001"]["quote"] == ["进门登记", "锁门"]


def test_a_set_carries_its_notice(catalog: Catalog) -> None:
    assert json.loads(catalog_json(catalog))["sets"] == [
        {
            "id": "JL",
            "title": "两禁止",
            "count": 2,
            "url": "bans.html",
            "members": ["JL01", "JL02"],
            "status": "reference",
            "notice": "“两禁止”是参考条文。",
        }
    ]
