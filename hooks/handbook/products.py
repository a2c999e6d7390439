"""Names of what is made in ``dist/``: all begin with the handbook's slug, so that none takes
another's place where files of several handbooks are kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Products:
    """The names of the files that are made of one handbook."""

    slug: str

    @property
    def bundle(self) -> str:
        """The offline bundle."""
        return f"{self.slug}-offline.zip"

    @property
    def materials(self) -> str:
        """The bundle's bill of materials."""
        return f"{self.slug}-offline.cdx.json"

    @property
    def single_file(self) -> str:
        """The handbook as one HTML file."""
        return f"{self.slug}-single.html"

    @property
    def book(self) -> str:
        """The handbook as a PDF."""
        return f"{self.slug}.pdf"

    @property
    def server_package(self) -> str:
        """The site for a web server of one's own."""
        return f"{self.slug}-server.tar.gz"

    def cards(self, *, with_reference: bool) -> str:
        """The flash cards for Anki."""
        return f"{self.slug}-anki{'-with-reference' if with_reference else ''}.apkg"

    def course(self, part: str) -> str:
        """The package for an LMS that holds this part."""
        return f"{self.slug}-{part}-scorm12.zip"
