"""The words that are particular to the real handbook: no other handbook, and no code, has them.

They come from its ``handbook.yml``, so that this stays right when that changes. A word that is in
ordinary use besides is left out; which those are is said here, word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.model import Handbook, OptionSpec
from handbook.vocabulary import (
    ALSO,
    BASIS,
    EXPLAINED,
    FORM,
    JOIN,
    LEVEL,
    MEMBERS,
    QUOTE,
    ROLE,
    SCENARIO,
    SOURCE,
    TESTS,
    USE,
)

# Words of the speech and of those who work with it, beside those that handbook.yml has.
SPEECH = (
    *("巡察", "巡视", "讲话", "党", "政治", "落实", "要看是否", "干部", "工作秘密"),
    *("学懂弄通", "文山会海", "两张皮", "战斗力", "礼品", "四个意识", "xuncha"),
)

# Labels that the software itself, or anybody, uses too.
ORDINARY = frozenset(
    {
        *("原文", "试题", "依据", "方式", "编者提示"),  # what the software calls such things
        *("问题", "报告", "反馈", "了解", "准备", "要做到", "包括", "纪律", "职责", "可以看"),
    }
)

# The options that the software defines.
DEFINED = frozenset(
    {SOURCE, QUOTE, BASIS, MEMBERS, ROLE, LEVEL, JOIN, FORM, TESTS, SCENARIO, USE, ALSO, EXPLAINED}
)

_HAN = re.compile("[\u4e00-\u9fff]")


def words_of(handbook: Handbook) -> re.Pattern[str]:
    """What a reader of the real handbook sees that is particular to it."""
    found = {handbook.title, *SPEECH, *_labels(handbook)} - ORDINARY - {""}
    return re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))


def ids_of(handbook: Handbook) -> re.Pattern[str]:
    """The ids of the real handbook's entries."""
    forms = (
        rf"{prefix}\d{{{kind.digits}}}"
        for kind in handbook.kinds.values()
        for prefix in kind.prefixes
    )
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(forms)})(?![A-Za-z0-9])")


def names_of(handbook: Handbook) -> frozenset[str]:
    """The names of its kinds and of those of their options that are its own."""
    options = {name for kind in handbook.kinds.values() for name in kind.options}
    return frozenset({*handbook.kinds, *(options - DEFINED)})


def _labels(handbook: Handbook) -> Iterator[str]:
    yield from (source.attribution for source in handbook.sources)
    yield from (spec.title for spec in handbook.sets.values())
    yield from (status.label for status in handbook.statuses.values())
    yield from (mask.words.text for mask in handbook.masks)
    for kind in handbook.kinds.values():
        yield from (kind.label, kind.body_label, kind.filter_label)
        for spec in kind.options.values():
            yield from _words_of_option(spec)


def _words_of_option(spec: OptionSpec) -> Iterator[str]:
    yield from (spec.label, spec.back_label, spec.fold, spec.column)
    if spec.name != FORM:  # the forms of questions are the software's
        yield from (value for value in spec.values if _HAN.search(value))
