"""The footnotes of the book: how one is marked, and which of them layout has lost.

Each has an anchor of its own, since anchors are what WeasyPrint tells of the pages that it has set:
a footnote whose anchor is on no page is printed nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

# What ``overrides/partials/book-style.html`` puts at the bottom of the page.
_CLASS = "note"


def footnote(heading: Element) -> Element:
    """An empty footnote to ``heading``, whose id its anchor is made of."""
    return Element("span", {"class": _CLASS, "id": f"note-{heading.get('id') or ''}"})


def is_footnote(element: Element) -> bool:
    """Whether ``element`` is one."""
    return _CLASS in (element.get("class") or "").split()


def lost_footnotes(document: Element, anchors: Collection[str]) -> Iterator[str]:
    """What the ``document`` has footnotes to, but no page: ``anchors`` are those on the pages."""
    for parent in document.iter():
        for child in parent:
            if is_footnote(child) and child.get("id") not in anchors:
                yield parent.get("data-label") or "".join(child.itertext())
