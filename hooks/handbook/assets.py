"""Which files of the theme the site does not ship."""

from __future__ import annotations

SITEMAP = "sitemap.xml"

# The theme's own search and its source maps are never used.
_UNUSED_PARTS = ("assets/javascripts/lunr/", "assets/javascripts/workers/")


def is_unused(uri: str, *, has_address: bool) -> bool:
    """Whether a file of the theme is left out; without an address a sitemap has nothing to name."""
    if uri == SITEMAP:
        return not has_address
    return uri.endswith(".map") or uri.startswith(_UNUSED_PARTS)
