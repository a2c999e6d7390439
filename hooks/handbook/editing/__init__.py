"""What editors have done for them: new entries, renamed ids, a check that goes on.

Every function here works out what a file shall hold; :mod:`handbook.editing.commands` alone reads
and writes.
"""


class RefusedError(Exception):
    """The command would do harm and has changed nothing; the message says why, in Chinese."""
