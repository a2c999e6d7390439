"""Which files of the theme the site does not ship, and in what form it ships our own."""

from __future__ import annotations

import re
from collections.abc import Iterable

SITEMAP = "sitemap.xml"

# The theme's own search and its source maps are never used.
_UNUSED_PARTS = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
_THEME_SCRIPTS = "assets/javascripts/"
# What goes into pages that stand by themselves: handbook/apart.py.
_PUT_INTO_A_PAGE = tuple(
    f"assets/{name}/" for name in ("apart", "working", "trainer", "results", "slides", "scorm")
)


def is_unused(uri: str, *, has_address: bool, has_own_shell: bool) -> bool:
    """Whether a file of the theme is left out.

    Without an address a sitemap has nothing to name; our own templates load no script of the theme.
    """
    if uri == SITEMAP:
        return not has_address
    if has_own_shell and uri.startswith(_THEME_SCRIPTS):
        return True
    return uri.endswith(".map") or uri.startswith((*_UNUSED_PARTS, *_PUT_INTO_A_PAGE))


# Comments that take up whole lines, as all of ours do, and the indentation: no text of ours in
# quotation marks runs over several lines, which a test holds.
_COMMENTS = re.compile(r"^[ \t]*(?://[^\n]*|/\*.*?\*/[ \t]*)\n|^[ \t]+", re.DOTALL | re.MULTILINE)


def joined(texts: Iterable[str]) -> str:
    """Scripts, or styles, as one, without what only their editors read."""
    return "".join(
        _COMMENTS.sub("", text if text.endswith("\n") else f"{text}\n") for text in texts
    )
