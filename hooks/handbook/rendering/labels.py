"""Small pieces of HTML by which a picture names kinds and entries."""

from __future__ import annotations

from html import escape

from handbook.model import Kind

# A title like “甲：乙” is a name and what it is about.
_COLON = "："


def mark_html(kind: Kind) -> str:
    """The kind's mark, for eyes alone: the label or the id beside it says the same."""
    return f'<i aria-hidden="true">{escape(kind.mark)}</i>'


def parted_title(title: str) -> str:
    """A title with its name and what it is about apart, so that lines may break between them."""
    name, about = name_and_subject(title)
    before = f"<span>{escape(name)}{_COLON}</span>" if name else ""
    return f"{before}<span>{escape(about)}</span>"


def name_and_subject(title: str) -> tuple[str, str]:
    """What stands before and after the colon of a title; the name is empty if it has none."""
    name, _, about = title.partition(_COLON)
    return (name, about) if about else ("", title)
