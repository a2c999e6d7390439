"""The part of the style that follows from the kinds: each one's mark, on its cards and links.

A mark in the style costs no byte on the pages, which name many thousand entries. It says nothing to
a screen reader, which hears the kind's label and the id.
"""

from __future__ import annotations

from handbook.model import Handbook, Kind


def kind_styles(handbook: Handbook) -> str:
    """Rules for the entries and links of every kind that has a mark."""
    return "".join(_rules(kind) for kind in handbook.kinds.values() if kind.mark)


def _rules(kind: Kind) -> str:
    links = ",".join(f'[href*="#{prefix}"]>b' for prefix in kind.prefixes)
    places = f".hb-kind--{kind.name}::before,.md-typeset :is({links})::before"
    text = kind.mark.replace("\\", "\\\\").replace('"', '\\"')
    # Browsers that know no alternative text for generated content take the first line.
    return f'{places}{{content:"{text}"}}\n{places}{{content:"{text}" / ""}}\n'
