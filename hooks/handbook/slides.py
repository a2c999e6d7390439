"""Slides for a lecture: one HTML file, offline, made from the catalog.

A title, what is in them, then part by part: what the part is, with counts; for each heading the
same; the entries, a few to a slide; at the end one or two questions of the practice bank. Under
each slide stand its notes, which the hall does not see. What is on which slide is worked out here,
how it looks is ``overrides/slides.html``, with the scripts and the style of
``overrides/assets/slides/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from handbook.apart import joined_assets
from handbook.catalog import Catalog, Entry
from handbook.content_policy import with_policy
from handbook.markup import plain_text
from handbook.notices import asks_about_references, editors_words
from handbook.office.checklists import edition_of
from handbook.output import write_together
from handbook.questions import Form, Question, practice_questions
from handbook.rendering.kind_styles import kind_styles
from handbook.slide_fitting import (
    BOX_GAP,
    BOX_PADDING,
    COUNT,
    FACT,
    GAP,
    INSET,
    KICKER,
    LEADING,
    LETTER_WIDTH,
    NOTE_LINES,
    OPTION,
    QUOTE,
    REASON,
    SECTIONS,
    SMALL,
    STEM,
    TEXT_WIDTH,
    TITLES,
    height,
    measures,
    room,
    rows,
    split,
    stacked,
)
from handbook.slide_notes import (
    Notes,
    Standing,
    advice,
    entry_note,
    notices_beside,
    source_notes,
    standings,
)
from handbook.slide_parts import Group, Part, Section, SlidesError, parts_of
from handbook.templates import template
from handbook.training import questions_about
from handbook.vocabulary import MEMBERS

SLIDES = "trainer/slides.html"  # in dist/

MOST_ENTRIES = 4
QUESTIONS_OF_A_PART = 2
CONTENTS = "目录"
NOTHING = Notes()
_LETTERS = "ABCDEFGH"

_STYLES = ("handbook/base.css", "handbook/shell.css", "handbook/entries.css", "slides/slides.css")
_EARLY = ("handbook/reading.js",)
_SCRIPTS = (
    "apart/elements.js",
    "slides/deck.js",
    "slides/timer.js",
    "slides/speaker.js",
    "slides/questions.js",
    "slides/dialogs.js",
    "slides/page.js",
    "handbook/reading-panel.js",
)


@dataclass(frozen=True)
class Line:
    """An entry on a slide, or a member of one: large its words, small where they are from.

    ``rows`` are the words as they are shown, with quotation marks if they are the source's.
    """

    text: str
    id: str = ""
    origin: str = ""
    kind: str = ""
    is_verbatim: bool = False
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Count:
    """How many of something follow, and the id of the part or heading that they begin with."""

    label: str
    number: int
    unit: str = "条"
    target: str = ""


@dataclass(frozen=True)
class Choice:
    """An option of a question: its letter, its words, whether it is right, and why."""

    letter: str
    text: str
    is_right: bool
    reason: str


@dataclass(frozen=True)
class Asked:
    """A question on a slide."""

    form: str
    stem: tuple[str, ...]
    choices: tuple[Choice, ...]
    is_single: bool

    @property
    def answer(self) -> str:
        """The letters of what is right."""
        return "".join(choice.letter for choice in self.choices if choice.is_right)


@dataclass(frozen=True)
class Slide:
    """One slide. Which fields hold something depends on its form.

    ``name`` is what lists of slides call it, ``part`` the part that it belongs to, ``anchor`` the
    id of what begins here. ``legend`` says at its foot whose words are whose, ``lead`` above the
    members of a term. ``rows`` are the lines of a section's title; ``quotes`` are words of the
    source, each with its unit.
    """

    form: str
    name: str
    heading: str
    part: str = ""
    kicker: str = ""
    anchor: str = ""
    kind: str = ""
    size: int = 0
    rows: tuple[str, ...] = ()
    lead: str = ""
    legend: str = ""
    lines: tuple[Line, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()
    counts: tuple[Count, ...] = ()
    asked: Asked | None = None
    is_verbatim: bool = False
    notices: tuple[str, ...] = ()
    notes: Notes = NOTHING


def slides_file(catalog: Catalog, dist: Path, topics: Sequence[str] = ()) -> Path:
    """Writes the slides below ``dist``, whole or not at all, and gives the file.

    Raises :class:`SlidesError` as :func:`slides` does, and ``OSError``.
    """
    target = dist / SLIDES
    write_together({target: slides_html(catalog, topics).encode()})
    return target


def slides_html(catalog: Catalog, topics: Sequence[str] = ()) -> str:
    """The page's text, with its policy."""
    handbook = catalog.handbook
    found = slides(catalog, topics)
    html = template("slides.html").render(
        title=handbook.title,
        edition=edition_of(handbook),
        unit=handbook.issuing_unit,
        marking=handbook.marking,
        attribution=catalog.attribution_of_unit,
        slides=found,
        numbers={slide.anchor: n for n, slide in enumerate(found, start=1) if slide.anchor},
        kinds={kind.name: kind.label for kind in handbook.kinds.values()},
        styles=joined_assets(_STYLES) + kind_styles(handbook) + measures(),
        early=joined_assets(_EARLY),
        scripts=joined_assets(_SCRIPTS),
    )
    return with_policy(html)


def slides(catalog: Catalog, topics: Sequence[str] = ()) -> tuple[Slide, ...]:
    """All slides; with topics those of the parts that these choose.

    Raises :class:`SlidesError` if a topic chooses nothing, or something is too long for a slide.
    """
    return tuple(_Lecture(catalog, tuple(topics)).slides())


class _Lecture:
    """The slides of one lecture under way: what they share, and which questions were asked."""

    def __init__(self, catalog: Catalog, topics: tuple[str, ...]) -> None:
        self._catalog = catalog
        self._topics = topics
        self._parts = parts_of(catalog, topics)
        self._standings = standings(catalog)
        self._is_marked = bool(catalog.handbook.marking)
        self._asked: set[str] = set()

    @cached_property
    def _questions(self) -> tuple[Question, ...]:
        """Those that can be shown in a hall: with options to choose among."""
        found = practice_questions(self._catalog)
        return tuple(q for q in found if q.form and q.form.has_options and q.tests)

    def slides(self) -> Iterator[Slide]:
        handbook = self._catalog.handbook
        yield Slide("title", handbook.title, handbook.title, legend=self._whose_words())
        yield from self._contents()
        for part in self._parts:
            for slide in (*self._part(part), *self._questions_of(part)):
                yield replace(slide, part=part.title)

    def _whose_words(self) -> str:
        return (
            f"{self._catalog.named_attributions()}之后引号里的话照录原文；"
            f"{editors_words(self._catalog, '试题')}是编者写的，"
            "不是正式规定，不能代替查证，也不是认定问题的标准。"
        )

    # --- what follows ---------------------------------------------------------------------------

    def _contents(self) -> Iterator[Slide]:
        counts = [
            Count(part.title, sum(len(g.entries) for g in part.groups), target=_anchor(part))
            for part in self._parts
        ]
        words = "\n".join(count.label for count in counts)
        notices = self._notices((), words)
        legend = "条数是这份幻灯里的。"
        free = room("", CONTENTS, legend, notices, is_marked=self._is_marked)

        def fits(found: Sequence[Count]) -> bool:
            heights = (height(count.label, QUOTE, TEXT_WIDTH - 160) for count in found)
            return stacked(heights, 10) <= free

        pages = split(counts, fits, 11)
        for number, page in enumerate(pages, start=1):
            yield self._checked(
                Slide(
                    "contents",
                    CONTENTS + _of(number, pages),
                    CONTENTS + _of(number, pages),
                    legend=legend,
                    counts=page,
                ),
                words="\n".join(count.label for count in page),
            )

    def _part(self, part: Part) -> Iterator[Slide]:
        yield self._part_slide(part)
        for section in part.sections:
            if section.heading:
                yield self._section_slide(section.heading, self._section_counts(section))
            for group in section.groups:
                yield from self._group_slides(part, section, group)

    def _part_slide(self, part: Part) -> Slide:
        if part.root:
            counts: list[Count] = []
            headings = [section.heading for section in part.sections if section.heading]
            if headings:
                counts.append(Count(headings[0].kind.label, len(headings), "个"))
            return self._section_slide(part.root, (*counts, *_by_kind(part.groups)))
        number = sum(len(group.entries) for group in part.groups)
        title, shown = part.title, [entry.id for entry in part.entries if part.spec]
        labels = [group.label for group in part.groups]
        if part.spec or len(labels) == 1:
            counts = [Count(part.groups[0].kind.label, number)]
        else:
            counts = [Count(group.label, len(group.entries)) for group in part.groups]
        return self._checked(
            Slide(
                "section",
                title,
                title,
                kicker=part.groups[0].kind.label,
                anchor=_anchor(part),
                kind=part.groups[0].kind.name,
                counts=tuple(counts),
                legend=self._whose_words(),
            ),
            shown=shown,
        )

    def _section_counts(self, section: Section) -> tuple[Count, ...]:
        return tuple(_by_kind(section.groups))

    def _section_slide(self, entry: Entry, counts: Iterable[Count]) -> Slide:
        catalog = self._catalog
        is_verbatim = _is_verbatim(entry, catalog)
        quotes = tuple(
            (quotation.unit.id, words)
            for quotation in catalog.quotations(entry)
            for words in quotation.quotes
        )
        legend = (
            f"引号里的题目照录原文（{_origin(entry, catalog)}）。"
            if is_verbatim
            else "题目是编者拟的，引号里的照录原文。"
        )
        notes = Notes(source_notes([entry], catalog), (), advice(entry, catalog))
        return self._checked(
            Slide(
                "section",
                entry.name,
                entry.title,
                kicker=f"{entry.kind.label} {entry.id}",
                anchor=entry.id,
                kind=entry.kind.name,
                quotes=() if is_verbatim else quotes,
                counts=tuple(counts),
                legend=legend,
                is_verbatim=is_verbatim,
                notes=notes,
            ),
            shown=[entry.id],
        )

    # --- entries --------------------------------------------------------------------------------

    def _group_slides(self, part: Part, section: Section, group: Group) -> Iterator[Slide]:
        above = section.heading.name if section.heading else part.title
        plain = [entry for entry in group.entries if not entry.values(MEMBERS)]
        yield from self._entry_slides(above, group, plain)
        for entry in group.entries:
            if entry.values(MEMBERS):
                yield from self._member_slides(above, entry)

    def _entry_slides(self, above: str, group: Group, entries: Sequence[Entry]) -> Iterator[Slide]:
        if not entries:
            return
        size, pages = self._split(above, group.label, entries)
        for number, page in enumerate(pages, start=1):
            heading = group.label + _of(number, pages)
            yield self._checked(
                Slide(
                    "entries",
                    f"{heading}：{'、'.join(entry.id for entry in page)}",
                    heading,
                    kicker=above,
                    kind=group.kind.name,
                    size=size,
                    lines=tuple(_in_rows(self._line(e), size, TEXT_WIDTH - INSET) for e in page),
                    legend=self._legend(page),
                    notes=self._notes(page),
                ),
                shown=[entry.id for entry in page],
            )

    def _split(
        self, above: str, label: str, entries: Sequence[Entry]
    ) -> tuple[int, tuple[tuple[Entry, ...], ...]]:
        """The largest type in which each of the entries fits, and which stand together in it."""
        for size in TITLES:

            def fits(page: Sequence[Entry], size: int = size) -> bool:
                words = "\n".join([above, label, *(entry.title for entry in page)])
                notices = self._notices([entry.id for entry in page], words)
                legend, heading = self._legend(page), f"{label}（10／10）"
                free = room(above, heading, legend, notices, is_marked=self._is_marked)
                heights = (_line_height(self._line(entry), size) for entry in page)
                return stacked(heights, GAP) <= free

            def fits_with_notes(page: Sequence[Entry], size: int = size) -> bool:
                return fits(page, size) and self._notes(page).lines <= NOTE_LINES

            if all(fits([entry]) for entry in entries):
                return size, split(entries, fits_with_notes, MOST_ENTRIES)
        entry = next(entry for entry in entries if not fits([entry]))
        raise _too_long(entry)

    def _line(self, entry: Entry) -> Line:
        origin = _origin(entry, self._catalog)
        standing = self._standing_of(entry)
        if standing:
            origin = standing.label
        is_verbatim = _is_verbatim(entry, self._catalog) and not standing
        return Line(entry.title, entry.id, origin, entry.kind.name, is_verbatim)

    def _legend(self, entries: Iterable[Entry]) -> str:
        """Whose words the titles are; where those of a set are not the issued ones, it says so."""
        lines = [self._line(entry) for entry in entries]
        attributions = self._catalog.attributions(*entries)
        names = self._catalog.named_attributions(*entries)
        if all(line.is_verbatim for line in lines):
            return f"引号里的题目照录原文；{names}后面是它在原文里的编号。"
        if all(not line.origin.startswith(attributions) for line in lines):
            return "题目是编者写的，不是原话。"
        own = "没有引号的题目" if any(line.is_verbatim for line in lines) else "题目"
        return f"{own}是编者拟的；{names}后面是所据各句的编号，原话在备注里。"

    def _standing_of(self, entry: Entry) -> Standing | None:
        ids = (
            (standing, {member.id for member in standing.members}) for standing in self._standings
        )
        return next((standing for standing, members in ids if entry.id in members), None)

    def _notes(self, entries: Sequence[Entry]) -> Notes:
        catalog = self._catalog
        return Notes(
            source_notes(entries, catalog), tuple(entry_note(entry, catalog) for entry in entries)
        )

    def _member_slides(self, above: str, entry: Entry) -> Iterator[Slide]:
        """A term that is a numbered set, with its members."""
        members = [self._member(value.text, entry) for value in entry.values(MEMBERS)]
        lead, heading = self._lead(entry, members), entry.name
        legend = f"{entry.kind.label}是编者列的条目；没有引号的各项和释义是编者写的。"
        notices = self._notices([entry.id], "\n".join([above, *(m.text for m in members)]))
        free = room(above, f"{heading}（10／10）", legend, notices, is_marked=self._is_marked)
        free -= height(lead, FACT) + 12

        def fits(found: Sequence[Line], size: int) -> bool:
            heights = (_row_height(line, size, TEXT_WIDTH - 2 * size) for line in found)
            return stacked(heights, 12) <= free

        sizes = [size for size in TITLES if all(fits([line], size) for line in members)]
        if not sizes:
            raise _too_long(entry)
        size = next((size for size in sizes if fits(members, size)), sizes[-1])
        pages = split(members, lambda found: fits(found, size), len(members))
        for number, page in enumerate(pages, start=1):
            yield self._checked(
                Slide(
                    "members",
                    heading + _of(number, pages),
                    heading + _of(number, pages),
                    kicker=above,
                    anchor=entry.id if number == 1 else "",
                    kind=entry.kind.name,
                    size=size,
                    lead=lead,
                    lines=tuple(_in_rows(line, size, TEXT_WIDTH - 2 * size) for line in page),
                    legend=legend,
                    notes=self._notes([entry]) if number == 1 else NOTHING,
                ),
                shown=[entry.id],
            )

    def _member(self, text: str, entry: Entry) -> Line:
        return Line(text, is_verbatim=any(text in quote.text for quote in entry.quotes))

    def _lead(self, entry: Entry, members: Iterable[Line]) -> str:
        """Whose words the members are."""
        verbatim = [line.is_verbatim for line in members]
        if not any(verbatim):
            return "各项是编者列出的，不是原文的话；依据见备注。"
        from_source = f"引号里的字句照录原文（{_origin(entry, self._catalog)}）"
        if all(verbatim):
            return f"{from_source}。"
        return f"{from_source}；没有引号的是编者列出的。"

    # --- questions ------------------------------------------------------------------------------

    def _questions_of(self, part: Part) -> Iterator[Slide]:
        """One or two of what the practice bank asks about the part: of a case, and of the text.

        What is about wordings that are not the issued ones is asked only where their set was chosen
        by name.
        """
        may_be_reference = bool(self._topics) and part.spec is not None
        ids = {entry.id for entry in part.entries}
        found = [
            question
            for question in questions_about(part.entries, self._questions, self._catalog)
            if question.tests[0] in ids
            and question.entry.id not in self._asked
            and (may_be_reference or not asks_about_references(question, self._catalog))
        ]
        made = [(question, slide) for question in found if (slide := self._question(question))]
        first = [pair for pair in made if pair[0].is_scenario][:1]
        others = [pair for pair in made if pair not in first]
        near = {_parent_of(self._catalog, question) for question, _ in first}
        others.sort(
            key=lambda pair: (
                pair[0].is_scenario,
                _parent_of(self._catalog, pair[0]) in near,
            )
        )
        chosen = [*first, *others][:QUESTIONS_OF_A_PART]
        for number, (question, slide) in enumerate(chosen, start=1):
            self._asked.add(question.entry.id)
            yield replace(slide, heading=f"练一练{_of(number, chosen)}：{slide.heading}")

    def _question(self, question: Question) -> Slide | None:
        """The slide of a question; None if it is too long for one, asked or answered."""
        assert question.form is not None
        stem = tuple(plain_text(part, lambda id: id) for part in question.stem.split("\n\n"))
        choices = tuple(
            Choice(letter, item.text, item.is_right, plain_text(item.reason, lambda id: id))
            for letter, item in zip(_LETTERS, question.items, strict=False)
        )
        if len(choices) < len(question.items):
            return None
        asked = Asked(question.form.value, stem, choices, question.form is not Form.MULTIPLE)
        tested = [self._catalog.by_id[id] for id in question.tests if id in self._catalog.by_id]
        words = "\n".join([*stem, *(f"{c.text}\n{c.reason}" for c in choices)])
        shown = [entry.id for entry in tested]
        legend = "题干、选项和理由是编者写的，只供练习。"
        kicker, heading = (
            f"{question.entry.kind.label} {question.entry.id}　{asked.form}",
            question.entry.title,
        )
        notices = self._notices(shown, words)
        free = room(
            kicker, f"练一练（1／2）：{heading}", legend, notices, is_marked=self._is_marked
        )
        if max(_stem_height(asked), _answer_height(asked)) > free:
            return None
        reasons = (
            (f"{choice.letter} {'对' if choice.is_right else '错'}", choice.reason)
            for choice in choices
        )
        names = "；".join(entry.name for entry in tested)
        notes = Notes(
            source_notes(tested, self._catalog),
            (),
            (("答案（编者）", asked.answer), *reasons, ("考到的条目", names)),
        )
        return self._checked(
            Slide(
                "question",
                f"{question.entry.id} {heading}",
                heading,
                kicker=kicker,
                kind=question.entry.kind.name,
                legend=legend,
                asked=asked,
                notes=notes,
            ),
            shown=shown,
            words=words,
        )

    # --- notices --------------------------------------------------------------------------------

    def _notices(self, shown: Iterable[str], words: str) -> tuple[str, ...]:
        return notices_beside(self._standings, shown, words)

    def _checked(self, slide: Slide, shown: Iterable[str] = (), words: str = "") -> Slide:
        """The slide with the notices that it needs, and its notes with those that they need.

        A section's title then takes the largest type in which it fits, and its quotes stand in the
        notes alone if they fit in none.
        """
        shown = tuple(shown)
        texts = [words, slide.kicker, slide.heading, slide.lead]
        texts += [line.text for line in slide.lines] + [words for _, words in slide.quotes]
        texts += [count.label for count in slide.counts]
        notices = self._notices(shown, "\n".join(texts))
        said = self._notices((), slide.notes.words)
        notes = replace(slide.notes, notices=tuple(n for n in said if n not in notices))
        found = replace(slide, notices=notices, notes=notes)
        return self._sized(found) if slide.form == "section" else found

    def _sized(self, slide: Slide) -> Slide:
        free = room(slide.kicker, "", slide.legend, slide.notices, is_marked=self._is_marked)
        attribution = self._catalog.attribution_of_unit
        for quotes in (slide.quotes, ()):
            for size in SECTIONS:
                if _section_height(slide, size, quotes, attribution) <= free:
                    found = rows(_shown(slide.heading, slide.is_verbatim), size)
                    return replace(slide, size=size, quotes=quotes, rows=found)
        raise SlidesError(f"“{slide.name}”这一张放不下题目和下面的各类条数：把题目改短。")


def _parent_of(catalog: Catalog, question: Question) -> str | None:
    entry = catalog.by_id.get(question.tests[0])
    return entry.parent if entry else None


def _anchor(part: Part) -> str:
    if part.root:
        return part.root.id
    return f"set-{part.spec.id}" if part.spec else f"kind-{part.kind.name if part.kind else ''}"


def _of(number: int, pages: Sequence[object]) -> str:
    return f"（{number}／{len(pages)}）" if len(pages) > 1 else ""


def _by_kind(groups: Iterable[Group]) -> Iterator[Count]:
    found: dict[str, int] = {}
    for group in groups:
        found[group.kind.label] = found.get(group.kind.label, 0) + len(group.entries)
    for label, number in found.items():
        yield Count(label, number)


def _origin(entry: Entry, catalog: Catalog) -> str:
    """The units that an entry rests on, each source's under its attribution; empty if on none."""
    units: dict[str, list[str]] = {}
    for value in entry.sources:
        units.setdefault(catalog.attribution_of_unit[value.text], []).append(value.text)
    return "；".join(f"{attribution} {'、'.join(ids)}" for attribution, ids in units.items())


def _is_verbatim(entry: Entry, catalog: Catalog) -> bool:
    """Whether the title is words of a sentence that the entry cites, as they stand there."""
    return any(entry.title in quotation.unit.body for quotation in catalog.quotations(entry))


def _too_long(entry: Entry) -> SlidesError:
    place = f"{entry.place.path}:{entry.place.line}"
    return SlidesError(f"{place}: “{entry.id}”太长，一张幻灯放不下：把题目（或者其中的一项）改短。")


def _shown(text: str, is_verbatim: bool) -> str:
    return f"“{text}”" if is_verbatim else text


def _in_rows(line: Line, size: int, width: int) -> Line:
    return replace(line, rows=rows(_shown(line.text, line.is_verbatim), size, width))


def _row_height(line: Line, size: int, width: int) -> float:
    return len(_in_rows(line, size, width).rows) * size * LEADING


def _line_height(line: Line, size: int) -> float:
    small = height(f"{line.id}　{line.origin}", FACT, TEXT_WIDTH - INSET)
    return _row_height(line, size, TEXT_WIDTH - INSET) + small + 2


def _section_height(
    slide: Slide, size: int, quotes: Iterable[tuple[str, str]], attribution: Mapping[str, str]
) -> float:
    title = len(rows(_shown(slide.heading, slide.is_verbatim), size)) * size * LEADING
    width = TEXT_WIDTH - INSET
    quoted = [
        height(f"“{words}”", QUOTE, width) + height(f"{attribution[unit]} {unit}", SMALL, width)
        for unit, words in quotes
    ]
    counts = "　".join(f"{count.label} {count.number} {count.unit}　" for count in slide.counts)
    return title + stacked(quoted, 14) + 28 + height(counts, COUNT, TEXT_WIDTH) * 1.3 + 28


def _stem_height(asked: Asked) -> float:
    stem = [height(part, STEM) for part in asked.stem]
    width = TEXT_WIDTH - LETTER_WIDTH
    options = [height(c.text, OPTION, width) + 2 * BOX_PADDING + 2 for c in asked.choices]
    return stacked(stem, 8) + 16 + stacked(options, BOX_GAP)


def _answer_height(asked: Asked) -> float:
    width = TEXT_WIDTH - LETTER_WIDTH
    boxes = [
        height(f"{c.text}（刚才选的）", OPTION, width)
        + height(c.reason, REASON, width)
        + 2 * BOX_PADDING
        + 2
        for c in asked.choices
    ]
    return height("答案", KICKER) + 8 + stacked(boxes, BOX_GAP)
