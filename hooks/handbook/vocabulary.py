"""The words of ``handbook.yml`` and of pages whose meaning the software itself defines.

A handbook names its kinds and their options as it likes; the software knows none of them, but for
the words here, which mean the same in every handbook. What it has to know of an option with a name
of the handbook's own, the option's ``role`` says. The reading of ``handbook.yml`` itself is in
:mod:`handbook.settings`, with the values that stand for forms and types in :mod:`handbook.model`.
"""

from __future__ import annotations

# Options of entries. A kind declares those that its entries have; ``id`` and ``draft`` all have.
ID = "id"
DRAFT = "draft"
SOURCE = "source"  # the units of the source text that an entry is made from
QUOTE = "quote"  # the exact words of these units
BASIS = "basis"  # the instrument on which words that are not the source's rest
MEMBERS = "members"  # what a numbered set consists of

# Options of the kind that is verbatim: what a unit of the source text is, how deep a heading it is,
# and what joins it to the next.
ROLE = "role"
LEVEL = "level"
JOIN = "join"
TITLE_ROLE, SALUTATION_ROLE, HEADING_ROLE, SENTENCE_ROLE = UNIT_ROLES = (
    "title",
    "salutation",
    "heading",
    "sentence",
)
LINE_BREAK = "line"

# Options of questions.
FORM = "form"
TESTS = "tests"
SCENARIO = "scenario"
USE = "use"
EXAM = "exam"

# Options of every kind whose names are explained where they occur.
ALSO = "also"
EXPLAINED = "explained"

# What an option may be to the software, whatever it is called.
LOOKED_AT_BY = "looked-at-by"  # its values are how somebody looked at a thing, to be ticked
OPTION_ROLES = (LOOKED_AT_BY,)

# The standing of a set's wording that a unit has issued: it needs its instrument, and nobody here
# may change a character of it.
OFFICIAL = "official"
OFFICIAL_KEYS = ("issued-by", "document-number", "date")

# Blocks that are no entries: an editor's note that stands apart from the text around it, an
# editor's advice on all that stands under a heading, a declaration that units of the source are
# background, with the reason as title, and the place of a picture that the build draws, with the
# picture's name as title. No kind can have one of these names.
EDITORIAL = "editorial"
GUIDE = "guide"
BACKGROUND = "background"
PICTURE = "picture"
NON_ENTRIES = (EDITORIAL, GUIDE, BACKGROUND, PICTURE)
UNITS = "units"  # their option: the units of the source text that they are about

# How the entries of a kind look: the colours (each has its shades for light, dark and high contrast
# in ``base.css``), and the line at the left, by which kinds are told apart without colours too.
COLOURS = ("blue", "orange", "purple", "red", "green")
LINES = ("solid", "double", "dashed", "dotted")

# Pictures that the build can draw.
OVERVIEW = "overview"
PICTURE_NAMES = (OVERVIEW,)
