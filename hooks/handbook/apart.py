"""Pages that stand by themselves, in one file each: their data, styles and scripts put in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from handbook.assets import joined
from handbook.templates import FOLDER


def in_script(data: dict[str, Any]) -> str:
    """JSON that ends no element, whatever it holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def joined_assets(names: Iterable[str]) -> str:
    """The files of these names under ``overrides/assets/``, as one."""
    folder = FOLDER / "assets"
    return joined((folder / name).read_text(encoding="utf-8") for name in names)
