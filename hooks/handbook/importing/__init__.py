"""Texts that an office has, as files, made into content of the handbook.

``document`` reads a file (``word_text`` and ``word_numbering`` what Word has written). Of a unit's
rules ``clauses`` finds the wording, ``instrument`` who issued it; ``issued_rules`` works out what
changes, and ``rules_report`` tells it.
"""


class DocumentError(Exception):
    """A file cannot be read as a text; the message says why and what to do, in Chinese."""
