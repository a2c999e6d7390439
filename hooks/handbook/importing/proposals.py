"""Entries that a text suggests: from wordings that the handbook's rules name to exact quotes.

The rules are tried in their order, and words that one of them has used are not proposed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handbook.importing.asked import asked
from handbook.importing.cutting import HEADING_ROLE, SENTENCE_ROLE, TITLE_ROLE, Unit
from handbook.importing.demanded import banned, demanded, heading_demanded
from handbook.importing.listed import listed
from handbook.importing.sentences import COLONS
from handbook.importing.wordings import Found, Reading, Spans, signs, titled, trimmed
from handbook.model import ProposalForm, ProposalRule

_THEME_LEVEL = 2  # a heading of the first level is a theme, and no demand
_GOES_ON = ";；"
_TURNS = (ProposalForm.BAN, ProposalForm.DEMAND)  # where a question does not go on


@dataclass(frozen=True)
class Proposal:
    """An entry that a text suggests: by which rule, from which unit, its quote and its title.

    ``start`` is where in the unit's words the quote begins.
    """

    rule: ProposalRule
    unit: int
    start: int
    quote: str
    title: str


@dataclass(frozen=True)
class _Context:
    """What is known when a unit is read.

    ``above`` are the headings over it, ``lead`` the rule of a sentence that announces a list of
    which it is a part, ``demanding`` the rules by which the sentence before demanded and goes on.
    """

    above: str = ""
    lead: ProposalRule | None = None
    demanding: tuple[ProposalRule, ...] = ()


def propose(units: Sequence[Unit], rules: Sequence[ProposalRule]) -> tuple[Proposal, ...]:
    """What the units suggest, in their order."""
    return tuple(_proposals(units, rules))


def _proposals(units: Sequence[Unit], rules: Sequence[ProposalRule]) -> Iterator[Proposal]:
    open_headings: list[Unit] = []
    lead: ProposalRule | None = None
    demanding: tuple[ProposalRule, ...] = ()
    for number, unit in enumerate(units):
        if unit.role == HEADING_ROLE:
            open_headings = [above for above in open_headings if above.level < unit.level]
            open_headings.append(unit)
        elif unit.role == TITLE_ROLE:
            open_headings = []
        if unit.role != SENTENCE_ROLE or not unit.number.strip():
            lead = None
        readings: list[tuple[ProposalRule, Reading]] = []
        if unit.role in (SENTENCE_ROLE, HEADING_ROLE):
            above = "".join(heading.words for heading in open_headings)
            readings = _readings(unit, rules, _Context(above, lead, demanding))
        announced = _announced(unit, units[number + 1 : number + 2], rules)
        if announced:  # what it demands is what the list says
            lead = announced
            readings = [pair for pair in readings if pair[0].form is not announced.form]
        demanding = _demanding(unit, readings)
        found = [(rule, item) for rule, reading in readings for item in reading.found]
        for rule, item in sorted(found, key=lambda pair: pair[1].start):
            quote = unit.words[item.start : item.end]
            yield Proposal(rule, number, item.start, quote, item.title)


def _readings(
    unit: Unit, rules: Sequence[ProposalRule], context: _Context
) -> list[tuple[ProposalRule, Reading]]:
    """What each rule makes of a unit; a part of a list that none knows is what the list is of."""
    if unit.role == HEADING_ROLE and unit.level <= _THEME_LEVEL:
        return []
    taken: Spans = ()
    readings: list[tuple[ProposalRule, Reading]] = []
    for rule in rules:
        if rule.under and not any(word in context.above for word in rule.under):
            continue
        reading = _read(unit, rule, rules, taken, context)
        taken += reading.taken
        readings.append((rule, reading))
    if context.lead and not any(reading.found for _, reading in readings):
        start, end = trimmed(unit.words, len(unit.number), len(unit.words))
        item = Found(start, end, titled(unit.words[start:end]))
        readings.append((context.lead, Reading((item,))))
    return readings


def _read(
    unit: Unit, rule: ProposalRule, rules: Sequence[ProposalRule], taken: Spans, context: _Context
) -> Reading:
    start = len(unit.number)
    match rule.form:
        case ProposalForm.LISTED:
            return listed(unit.words, start, rule, taken)
        case ProposalForm.QUESTION:
            others = [other for other in rules if other.form in _TURNS]
            return asked(unit.words, start, rule, taken, others)
        case ProposalForm.BAN:
            return banned(unit.words, start, rule, taken)
    if unit.role == HEADING_ROLE:
        return heading_demanded(unit.words, start, rule, taken)
    return demanded(unit.words, start, rule, taken, goes_on=rule in context.demanding)


def _demanding(
    unit: Unit, readings: Iterable[tuple[ProposalRule, Reading]]
) -> tuple[ProposalRule, ...]:
    """The rules by which a sentence demands that the next one goes on with."""
    if unit.words[-1] not in _GOES_ON:
        return ()
    return tuple(
        rule for rule, reading in readings if rule.form is ProposalForm.DEMAND and reading.found
    )


def _announced(
    unit: Unit, following: Sequence[Unit], rules: Iterable[ProposalRule]
) -> ProposalRule | None:
    """The rule by which a sentence that ends with a colon announces the numbered ones after it."""
    is_list = any(other.role == SENTENCE_ROLE and other.number.strip() for other in following)
    if unit.role != SENTENCE_ROLE or unit.words[-1] not in COLONS or not is_list:
        return None
    signed = [
        (sign, rule)
        for rule in rules
        for sign in signs(unit.words, len(unit.number), rule)
        if not rule.under
    ]
    return max(signed, key=lambda pair: pair[0])[1] if signed else None
