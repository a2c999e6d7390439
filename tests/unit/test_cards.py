"""Pieces of the rendering that need no Markdown."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from handbook.coverage import split_by
from handbook.rendering.cards import child


@pytest.mark.parametrize(
    ("text", "quotes", "parts"),
    [
        ("进门登记,出门锁门。", ["进门登记"], [("进门登记", True), (",出门锁门。", False)]),
        (
            "进门登记,出门锁门。",
            ["登记,出", "出门"],
            [("进门", False), ("登记,出门", True), ("锁门。", False)],
        ),
        ("进门,出门", ["门"], [("进", False), ("门", True), (",出门", False)]),
        ("进门", ["锁门"], [("进门", False)]),
        ("进门", [], [("进门", False)]),
        ("", ["门"], []),
    ],
)
def test_the_quoted_words_are_marked(
    text: str, quotes: list[str], parts: list[tuple[str, bool]]
) -> None:
    assert split_by(text, quotes) == parts


def test_what_an_editor_typed_is_no_markup() -> None:
    parent = ElementTree.Element("p")
    child(parent, "b", "<script>&", class_="x")

    assert ElementTree.tostring(parent, encoding="unicode") == (
        '<p><b class="x">&lt;script&gt;&amp;</b></p>'
    )
