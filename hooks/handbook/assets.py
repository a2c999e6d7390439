"""Third-party browser files: which ones the site ships, and which of the theme's it does not."""

from __future__ import annotations

from pathlib import Path

# From node_modules (package-lock.json says which version) to the site.
VENDOR_FILES = {"minisearch/dist/umd/index.js": "assets/vendor/minisearch.js"}

SITEMAP = "sitemap.xml"

# The theme's own search and its source maps are never used.
_UNUSED_PARTS = ("assets/javascripts/lunr/", "assets/javascripts/workers/")


class MissingAssetError(Exception):
    """A browser library is not installed; the message says what to do, in Chinese."""


def vendor_files(root: Path) -> dict[str, bytes]:
    """The third-party files of the site, by their path there."""
    files: dict[str, bytes] = {}
    for package_file, target in VENDOR_FILES.items():
        path = root / "node_modules" / package_file
        if not path.is_file():
            raise MissingAssetError(f"没有找到 node_modules/{package_file}：先运行 make 完成安装。")
        text = path.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("//# sourceMappingURL")]
        files[target] = ("\n".join(lines) + "\n").encode()
    return files


def is_unused(uri: str, *, has_address: bool) -> bool:
    """Whether a file of the theme is left out; without an address a sitemap has nothing to name."""
    if uri == SITEMAP:
        return not has_address
    return uri.endswith(".map") or uri.startswith(_UNUSED_PARTS)
