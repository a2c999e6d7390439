"""A page that the build writes: a little Markdown, and finished HTML that is put in afterwards.

A long table costs Python-Markdown far more than all else on its page, and gains nothing from it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GeneratedPage:
    """Markdown with a :func:`slot` where each piece of ``html`` belongs."""

    markdown: str
    html: tuple[str, ...] = ()

    def filled(self, rendered: str) -> str:
        """What Python-Markdown made of the page, with the finished HTML in its slots."""
        for number, html in enumerate(self.html):
            rendered = rendered.replace(slot(number), html)
        return rendered


def slot(number: int) -> str:
    """A line of Markdown, and of HTML, that keeps the place of piece ``number``."""
    return f"<!-- {number} -->"
