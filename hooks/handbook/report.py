"""Diagnostics as text for people, JSON for programs, and annotations for a code host."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from handbook.model import Diagnostic, Place, Severity

_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告"}


def as_text(diagnostics: Sequence[Diagnostic]) -> str:
    """A line ``path:line:column: CODE message`` each, the hint below it, and a line that counts."""
    lines = []
    for item in diagnostics:
        place = item.place
        lines.append(f"{place.path}:{place.line}:{place.column}: {item.code} {item.message}")
        if item.hint:
            lines.append(f"    → {item.hint}")
    return "\n".join([*lines, summary(diagnostics)])


def with_source_lines(diagnostics: Sequence[Diagnostic], root: Path) -> str:
    """The text form with, under each message, the line that it is about and a caret: for people."""
    lines = []
    for item in diagnostics:
        lines += as_text([item]).splitlines()[:-1]
        line = _line_at(root, item.place)
        if line:
            before = line[: item.place.column - 1]
            caret = "".join("　" if _is_wide(letter) else " " for letter in before) + "^"
            lines += [f"    | {line}", f"    | {caret}"]
    return "\n".join([*lines, summary(diagnostics)])


def _line_at(root: Path, place: Place) -> str:
    """The line of a file, without what a terminal would act on; empty if it cannot be read."""
    try:
        lines = (root / place.path).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return ""
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    return "".join(letter if letter.isprintable() else " " for letter in line)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """A JSON list of ``{code, severity, path, line, column, message, hint}``."""
    return json.dumps([_record(item) for item in diagnostics], ensure_ascii=False, indent=2)


def as_github(diagnostics: Sequence[Diagnostic]) -> str:
    """A workflow command each, as GitHub shows them beside the line."""
    return "\n".join(
        f"::{item.severity.value} file={_property(item.place.path)},line={item.place.line},"
        f"col={item.place.column},title={item.code}::{_data(item.message + _hint(item))}"
        for item in diagnostics
    )


FORMATS: Mapping[str, Callable[[Sequence[Diagnostic]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """How many faults there are, in words."""
    if not diagnostics:
        return "检查通过，没有发现问题。"
    counts = [
        f"{sum(item.severity is severity for item in diagnostics)} 个{word}"
        for severity, word in _WORDS.items()
        if any(item.severity is severity for item in diagnostics)
    ]
    return f"共 {'、'.join(counts)}。"


def strictly(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics with every warning made an error."""
    return [replace(item, severity=Severity.ERROR) for item in diagnostics]


def has_errors(diagnostics: Sequence[Diagnostic]) -> bool:
    """Whether any of them stops the build."""
    return any(item.severity is Severity.ERROR for item in diagnostics)


def _record(item: Diagnostic) -> dict[str, str | int]:
    return {
        "code": item.code,
        "severity": item.severity.value,
        "path": item.place.path,
        "line": item.place.line,
        "column": item.place.column,
        "message": item.message,
        "hint": item.hint,
    }


def _hint(item: Diagnostic) -> str:
    return f"。{item.hint}" if item.hint else ""


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
