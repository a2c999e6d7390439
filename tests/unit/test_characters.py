"""Readings and other forms of characters."""

from __future__ import annotations

import pytest
from handbook.characters import common_characters, readings, syllables, traditional_forms


def test_the_common_characters_are_those_of_the_first_level() -> None:
    chars = common_characters()

    assert (len(chars), len(set(chars)), chars[0], chars[-1]) == (3755, 3755, "啊", "座")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("音乐", ["yin", "yue"]),
        ("快乐", ["kuai", "le"]),
        ("绿", ["lv"]),
        ("8种x，", ["8", "zhong", "x", "，"]),
        ("", []),
    ],
)
def test_a_character_is_read_as_its_word_has_it(text: str, expected: list[str]) -> None:
    assert syllables(text) == expected


def test_a_character_has_the_readings_of_the_names_that_it_stands_in() -> None:
    found = readings(["音乐", "快乐"], ["重庆"])

    assert "乐" in found["yue"]
    assert "乐" in found["le"]
    # Only in a text: as it is read by itself.
    assert "重" in found["zhong"]
    assert "重" not in found.get("chong", "")


@pytest.mark.parametrize(
    ("text", "char", "expected"),
    [
        ("严禁", "嚴", "严"),
        ("里面", "裡", "里"),
        ("里面", "裏", "里"),
        ("别的", "嚴", None),
        # A form that occurs itself means itself.
        ("严和嚴", "嚴", None),
    ],
)
def test_other_forms_lead_to_the_one_that_occurs(
    text: str, char: str, expected: str | None
) -> None:
    assert traditional_forms([text]).get(char) == expected
