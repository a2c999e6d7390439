"""The part of the style that follows from the kinds: each one's mark, colour and line.

A mark in the style costs no byte on the pages, which name many thousand entries. It says nothing to
a screen reader, which hears the kind's label and the id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.model import Handbook, Kind

_WIDTHS = {"double": "0.35rem"}  # two lines need more room
_USUAL_WIDTH = "0.25rem"


def kind_styles(handbook: Handbook) -> str:
    """Rules for the entries and links of every kind, to stand after all that styles entries."""
    kinds = handbook.kinds.values()
    prefixes = [prefix for kind in kinds for prefix in kind.prefixes]
    # A rule for the prefix A is true of AB01 too: where AB is another kind's, its rule comes again,
    # the longest last.
    again = [p for p in prefixes if any(p.startswith(other) for other in prefixes if other != p)]
    rules = [
        *(rule for kind in kinds for rule in _look(kind)),
        *(_mark(kind, f".hb-kind--{kind.name}::before,", kind.prefixes) for kind in kinds),
        *(
            _mark(kind, "", [prefix])
            for prefix in sorted(again, key=len)
            for kind in kinds
            if prefix in kind.prefixes
        ),
    ]
    return "".join(rules)


def _look(kind: Kind) -> Iterator[str]:
    name = kind.name
    if kind.colour:
        places = f":is(.hb-entry--{name},.hb-kind--{name},.hb-kind-{name})"
        yield f"{places}{{--hb-kind:var(--hb-{kind.colour})}}\n"
    if kind.line:
        width = _WIDTHS.get(kind.line, _USUAL_WIDTH)
        yield f".hb-entry--{name}{{--hb-kind-line:{width} {kind.line}}}\n"


def _mark(kind: Kind, places: str, prefixes: Iterable[str]) -> str:
    links = ",".join(f'[href*="#{prefix}"]>b' for prefix in prefixes)
    places = f"{places}.md-typeset :is({links})::before"
    text = kind.mark.replace("\\", "\\\\").replace('"', '\\"')
    # Browsers that know no alternative text for generated content take the first line.
    return f'{places}{{content:"{text}"}}\n{places}{{content:"{text}" / ""}}\n'
