"""The part of the style that follows from the kinds: each one's mark, on its cards and links.

A mark in the style costs no byte on the pages, which name many thousand entries. It says nothing to
a screen reader, which hears the kind's label and the id.
"""

from __future__ import annotations

from collections.abc import Iterable

from handbook.model import Handbook, Kind


def kind_styles(handbook: Handbook) -> str:
    """Rules for the entries and links of every kind that has a mark."""
    kinds = [kind for kind in handbook.kinds.values() if kind.mark]
    prefixes = sorted((prefix for kind in kinds for prefix in kind.prefixes), key=len)
    # A rule for the prefix A is true of AB01 too: where AB is another kind's, its rule comes again.
    again = [p for p in prefixes if any(p.startswith(other) for other in prefixes if other != p)]
    return "".join(
        [_rules(kind, f".hb-kind--{kind.name}::before,", kind.prefixes) for kind in kinds]
        + [_rules(kind, "", [p]) for p in again for kind in kinds if p in kind.prefixes]
    )


def _rules(kind: Kind, places: str, prefixes: Iterable[str]) -> str:
    links = ",".join(f'[href*="#{prefix}"]>b' for prefix in prefixes)
    places = f"{places}.md-typeset :is({links})::before"
    text = kind.mark.replace("\\", "\\\\").replace('"', '\\"')
    # Browsers that know no alternative text for generated content take the first line.
    return f'{places}{{content:"{text}"}}\n{places}{{content:"{text}" / ""}}\n'
