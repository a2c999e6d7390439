"""What the pages mean together: who stands where, who refers to whom, what is quoted."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.catalog import Catalog, relative_uri
from handbook.project import Checked

from tests.small_handbook import check_with


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    found = check_with(tmp_path).catalog
    assert found is not None
    return found


def test_entries_stand_in_reading_order_with_their_parents(catalog: Catalog) -> None:
    assert [
        (e.id, e.kind.name, e.parent, e.level) for e in catalog.entries if e.page.uri == "part.md"
    ] == [
        ("BF1", "part", None, 1),
        ("ZT01", "topic", "BF1", 2),
        ("BZ001", "step", "ZT01", 3),
        ("BZ002", "step", "ZT01", 3),
    ]


def test_a_reference_belongs_to_the_entry_around_it(catalog: Catalog) -> None:
    references = {e.id: catalog.references_of(e) for e in catalog.entries}

    assert references["BZ001"] == ("JL01", "BZ002")
    assert references["BZ002"] == ("BZ001",)  # the option after:
    assert references["JL01"] == ("YJ03",)
    assert references["ZT01"] == ()


def test_backlinks_are_the_inverse_of_references_and_sources(catalog: Catalog) -> None:
    assert catalog.backlinks["BZ001"] == ("JL02", "BZ002")
    assert catalog.backlinks["YJ03"] == ("JL01",)
    assert catalog.backlinks["YJ01"] == ("BF1", "ZT01")


def test_a_heading_takes_its_source_from_the_heading_with_its_words(catalog: Catalog) -> None:
    topic = catalog.by_id["ZT01"]

    assert [source.text for source in topic.sources] == ["YJ01"]
    assert [quote.text for quote in topic.quotes] == ["仓库安全"]


def test_quotations_stand_in_their_units(catalog: Catalog) -> None:
    (quotation,) = catalog.quotations(catalog.by_id["BZ001"])

    assert (quotation.unit.id, quotation.quotes) == ("YJ02", ("进门登记",))


def test_texts_titles_and_addresses(catalog: Catalog) -> None:
    step = catalog.by_id["BZ001"]

    assert catalog.text(step) == "看登记簿，另见 JL01 不准带火种和出门的步骤。"
    assert catalog.text(catalog.by_id["YJ03"]) == "严禁烟火<油库>!"
    assert step.url == "part.html#BZ001"
    assert catalog.location(step) == "第一部分 › 仓库安全"
    assert catalog.location(catalog.by_id["JL01"]) == "两禁止"


def test_members_of_a_set(catalog: Catalog) -> None:
    assert [m.id for m in catalog.members(catalog.handbook.sets["JL"])] == ["JL01", "JL02"]


@pytest.mark.parametrize(
    ("target", "page", "link"),
    [
        ("a.md", "b.md", "a.md"),
        ("x/a.md", "b.md", "x/a.md"),
        ("a.md", "x/b.md", "../a.md"),
        ("x/a.md", "x/b.md", "a.md"),
        ("y/a.md", "x/b.md", "../y/a.md"),
    ],
)
def test_relative_links(target: str, page: str, link: str) -> None:
    assert relative_uri(target, page) == link


def test_the_real_handbook_has_what_its_speech_has(real: Checked) -> None:
    assert real.catalog is not None
    by_kind: dict[str, list[str]] = {}
    for entry in real.catalog.entries:
        by_kind.setdefault(entry.kind.name, []).append(entry.id)

    assert by_kind["aspect"] == [f"LS{n}" for n in range(1, 5)]
    assert by_kind["focus"] == [f"ZD{n:02d}" for n in range(1, 14)]
    assert by_kind["check"] == [f"JC{n:03d}" for n in range(1, 48)]
    assert by_kind["problem"] == [f"WT{n:03d}" for n in range(1, 55)]
    assert sorted(by_kind["duty"]) == [f"ZZ{n:03d}" for n in range(1, 50)]
    assert sorted(by_kind["rule"]) == [f"JL{n:02d}" for n in range(1, 17)]
    assert by_kind["clause"] == [f"YJ{n:02d}" for n in range(1, 9)] + [
        f"BZ{n:02d}" for n in range(1, 11)
    ]
    assert by_kind["sentence"] == [f"YW{n:03d}" for n in range(1, 109)]
