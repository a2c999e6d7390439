"""Texts that an office has, as files, made into content of the handbook.

``document`` reads a file (``word_text`` and ``word_numbering`` what Word has written, ``numerals``
the numbers in front of paragraphs).
"""


class DocumentError(Exception):
    """A file cannot be read as a text; the message says why and what to do, in Chinese."""
