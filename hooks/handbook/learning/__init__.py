"""What whoever trains a team takes to other programs: flash cards, and a package for an LMS.

They hold the questions that anybody may train with, never those that are kept for papers. None of
this is in the site or the bundle.
"""

FOLDER = "trainer"  # in dist/


class LearningError(Exception):
    """Nothing can be made; the message says why and what to do, in Chinese."""
