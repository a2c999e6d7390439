"""The whole handbook as a book on A4 paper: what is in it, its HTML, and the PDF made of that.

``chapters`` turns the built pages into chapters, ``composition`` puts them together with cover,
contents and indexes, ``pdf`` has WeasyPrint set it, ``footnotes`` finds those that it loses,
``making`` writes the file.
"""

from __future__ import annotations


class BookError(Exception):
    """The book cannot be made here; the message says why and what to do, in Chinese."""
