"""Puts what was measured into the page of the docs that is about it."""

from __future__ import annotations

import re
from pathlib import Path

_MEASURED = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- /measured -->)", re.DOTALL)


def write_measured(page: Path, text: str) -> None:
    """``text`` takes the place of whatever stands between the marks of ``page``."""
    old = page.read_text(encoding="utf-8")
    page.write_text(_MEASURED.sub(lambda _: text, old), encoding="utf-8")
