"""The pictures of README and guide: those that the tables name, all of them there, and light."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.take_pictures import MOST_BYTES, shots


def test_the_pictures_are_those_of_the_table_and_light(repository: Path) -> None:
    pictures = {path.stem: path.stat().st_size for path in (repository / "pictures").glob("*.png")}

    assert pictures.keys() == {shot.name for shot in shots()}
    assert {name for name, size in pictures.items() if size > MOST_BYTES} == set()


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md", "GUIDE.zh-CN.md"])
def test_every_picture_shown_is_there(repository: Path, readme: str) -> None:
    shown = re.findall(r"pictures/[\w.-]+", (repository / readme).read_text(encoding="utf-8"))

    assert shown
    assert [path for path in shown if not (repository / path).is_file()] == []
