"""Printable test papers, each with its key apart from it: Word files, and PDFs where that can be.

``request`` reads what was asked for, ``choosing`` finds the questions that may be asked and draws
from them by a seed, ``sheets`` says what stands on paper and key, ``documents`` and ``printing``
write it as .docx and .pdf, ``making`` puts all that into a folder.
"""

from __future__ import annotations


class PaperError(Exception):
    """A test paper cannot be made as asked; the message says why and what to do, in Chinese."""
