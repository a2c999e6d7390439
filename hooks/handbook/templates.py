"""The templates of what is no page of MkDocs: files that hold all they need, and the book."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

FOLDER = Path(__file__).resolve().parent.parent.parent / "overrides"


def template(name: str) -> Template:
    """A template of ``overrides/``, which escapes what is put in; lines of blocks alone go."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(name)
