"""The bill of materials: valid, complete for what is not ours, and the same each time."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from handbook import sbom
from handbook.model import Edition, Handbook
from handbook.project import check_project

from tests.small_handbook import write_project

FILES = {
    "index.html": b"<p>",
    "assets/search-data.js": b"ours",
    "assets/handbook/scripts.js": b"ours",
    "assets/javascripts/bundle.0.min.js": b"theirs",
    "assets/images/favicon.png": b"theirs too",
}
DATE = 1_700_000_000


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    catalog = check_project(write_project(tmp_path)).catalog
    assert catalog is not None
    return catalog.handbook


def document(handbook: Handbook, bundle: bytes = b"zip") -> Any:
    return json.loads(sbom.sbom(handbook, bundle, FILES, DATE))


def test_it_is_valid_cyclonedx(handbook: Handbook) -> None:
    text = sbom.sbom(handbook, b"zip", FILES, DATE).decode()

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_it_is_about_this_bundle_of_this_edition(handbook: Handbook) -> None:
    handbook = replace(handbook, edition=Edition("2026.1", "第一版"))
    metadata = document(handbook)["metadata"]

    assert metadata["timestamp"] == "2023-11-14T22:13:20+00:00"
    about = metadata["component"]
    assert (about["name"], about["version"]) == (handbook.title, "2026.1")
    assert about["hashes"] == [{"alg": "SHA-256", "content": sha256(b"zip").hexdigest()}]


def test_what_ships_of_others_is_listed_file_by_file(handbook: Handbook) -> None:
    components = {component["name"]: component for component in document(handbook)["components"]}
    theme = components.pop("mkdocs-material")

    assert (theme["scope"], theme["version"]) == ("required", version("mkdocs-material"))
    assert theme["licenses"] == [{"license": {"acknowledgement": "declared", "id": "MIT"}}]
    assert [(file["name"], file["hashes"][0]["content"]) for file in theme["components"]] == [
        ("assets/images/favicon.png", sha256(b"theirs too").hexdigest()),
        ("assets/javascripts/bundle.0.min.js", sha256(b"theirs").hexdigest()),
    ]
    assert {component["scope"] for component in components.values()} == {"excluded"}


def test_every_locked_package_that_is_here_is_listed_with_its_licence(handbook: Handbook) -> None:
    locked = re.findall(r"^([\w.-]+)==(\S+) \\$", sbom.LOCK_FILE.read_text("utf-8"), re.MULTILINE)
    listed = {c["purl"]: c for c in document(handbook)["components"]}

    missing = [
        name
        for name, number in locked
        if f"pkg:pypi/{re.sub('[-_.]+', '-', name).lower()}@{number}" not in listed
    ]
    assert missing == []
    assert [purl for purl, component in listed.items() if not component.get("licenses")] == []


def test_the_same_bundle_gives_the_same_bytes_and_another_another_number(
    handbook: Handbook,
) -> None:
    first, again = (sbom.sbom(handbook, b"zip", FILES, DATE) for _ in range(2))

    assert first == again
    assert document(handbook)["serialNumber"] != document(handbook, b"other")["serialNumber"]
