"""What the handbook is made of: frozen values that every later step only reads.

The small ones, of which a page has hundreds, are named tuples: they are made in half the time.

Three groups stand here in the order in which they arise: what ``handbook.yml`` declares
(:class:`Handbook` and its parts), what a page file says (:class:`Page` and its parts), and what
the checks report (:class:`Diagnostic`). What the pages mean together is in
:mod:`handbook.catalog`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from handbook.addresses import built_address


class Place(NamedTuple):
    """Where something stands: a path relative to the project, a line and a column from 1."""

    path: str
    line: int
    column: int = 1


class Severity(Enum):
    """Whether a diagnostic stops the build."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Diagnostic:
    """One thing that is wrong, where it is, and what an editor can do about it."""

    place: Place
    code: str
    severity: Severity
    message: str
    hint: str = ""

    @property
    def sort_key(self) -> tuple[Place, str, str]:
        """Diagnostics are listed by place, then code, then message."""
        return (self.place, self.code, self.message)


# --- what handbook.yml declares -----------------------------------------------------------------


class OptionType(Enum):
    """The forms that an option's value can have; the values are the words of ``handbook.yml``."""

    UNITS = "units"  # one id of a source unit, or a list
    TEXTS = "texts"  # one text, or a list
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"  # one of the declared values
    CHOICES = "choices"  # one or several of the declared values
    REFERENCES = "references"  # one id, or a list, of the declared kinds
    INSTRUMENT = "instrument"  # name, issuer, date, number; or empty
    ADDRESSED = "addressed"  # one text, or a list, each with those it is for before a colon


@dataclass(frozen=True)
class OptionSpec:
    """An option that a kind of entry may have; with a label, cards show it as a fact.

    What is referred to shows the entry that does so under the ``back_label``, if there is one.
    References that form a tree must not lead back to where they began. Options with the same
    ``fold`` stand together in a folded box that has this label, and the search leaves them out.
    ``role`` is one of :data:`handbook.vocabulary.OPTION_ROLES`; ``column`` is what checklists call
    an instrument.
    """

    name: str
    type: OptionType
    label: str = ""
    back_label: str = ""
    required: bool = False
    values: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    is_tree: bool = False
    fold: str = ""
    role: str = ""
    column: str = ""


def addressed(text: str) -> tuple[tuple[str, ...], str]:
    """Those for whom a text of the type ``addressed`` is, and what it says to them.

    ``班长、库管员：谁锁门？`` gives ``(("班长", "库管员"), "谁锁门？")``; a text without a
    full-width colon is for nobody.
    """
    names, colon, words = text.partition("：")
    return (tuple(names.split("、")), words) if colon else ((), text)


# What ``asked`` says of a kind whose every entry has to be tested; else the name of an option.
ASKED_ALL = "all"


class Position(Enum):
    """Where entries of a kind are written."""

    BLOCK = "block"
    HEADING = "heading"
    PAGE = "page"


@dataclass(frozen=True)
class Kind:
    """A kind of entry: its id form, where it is written, its options.

    Every entry of a kind that is ``referred_to`` has to be referred to by another. The names of a
    kind that is ``explained`` lead to their entry wherever the handbook's own text has them.
    ``mark`` is the one character that stands for the kind beside its label, where ``colour`` alone
    would not do; that and ``line`` are words of :mod:`handbook.vocabulary`. Entries of a kind that
    ``is_question`` are trained with and not read: they stand on pages of their own, which readers
    do not get. Of a kind with ``asked`` every entry has to be tested by a question, or, if it names
    an option, every entry that has the option.
    """

    name: str
    label: str
    prefixes: tuple[str, ...]
    digits: int
    position: Position
    within: str | None = None
    also_on: tuple[str, ...] = ()
    verbatim: bool = False
    body_label: str = ""
    referred_to: bool = False
    explained: bool = False
    filter: str = ""
    mark: str = ""
    colour: str = ""
    line: str = ""
    is_question: bool = False
    asked: str = ""
    options: Mapping[str, OptionSpec] = field(default_factory=dict)

    @property
    def filter_label(self) -> str:
        """What the search calls the kind among its filters; kinds that share a word share one."""
        return self.filter or self.label

    @cached_property
    def reference_options(self) -> tuple[str, ...]:
        """The options whose values are ids of entries."""
        return tuple(n for n, spec in self.options.items() if spec.type is OptionType.REFERENCES)

    @cached_property
    def tree_options(self) -> tuple[str, ...]:
        """The options whose references form a tree."""
        return tuple(name for name, spec in self.options.items() if spec.is_tree)

    @property
    def example_id(self) -> str:
        """An id of the right form, for messages."""
        return f"{self.prefixes[0]}{1:0{self.digits}d}"


@dataclass(frozen=True)
class SetSpec:
    """A numbered set: as many entries of ``kind`` as its name says, on one page or everywhere."""

    id: str
    title: str
    kind: str
    count: int
    page: str | None
    within: str | None
    place: Place


@dataclass(frozen=True)
class StatusSpec:
    """The standing of a set's wording, with the notice that must accompany it.

    ``body_label`` says whose words a clause's body then is, in place of its kind's label.
    """

    name: str
    label: str
    notice: str
    body_label: str = ""

    def notice_for(self, spec: SetSpec) -> str:
        """The notice with the set's title in the place of ``{title}``."""
        return self.notice.replace("{title}", spec.title)


@dataclass(frozen=True)
class Boilerplate:
    """Lines of the source file that are not part of the text, and why."""

    first: int
    last: int
    reason: str


@dataclass(frozen=True)
class OutlineSpec:
    """An outline of the source text, quote by quote, and the table that answers it with entries.

    ``groups`` gives for each list of the outline the kind of entry that its quotes become;
    ``background_classes`` are the classes of sentences that may be declared background.
    """

    file: str
    table: str
    groups: Mapping[str, str]
    background_classes: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class SourceSpec:
    """A source text: its file, the pages that hold its units in order, what is left out of it.

    ``title`` is what it is called where there are several; ``outline`` lists what its entries must
    answer, if somebody has made such a list.
    """

    file: str
    sha256: str
    attribution: str
    pages: tuple[str, ...]
    boilerplate: tuple[Boilerplate, ...]
    place: Place
    outline: OutlineSpec | None = None
    title: str = ""

    @property
    def name(self) -> str:
        """What the source is called: its title or, without one, its file."""
        return self.title or self.file


@dataclass(frozen=True)
class Formulation:
    """A set phrase, and the near misses that people write instead."""

    right: str
    wrong: tuple[str, ...]


class Word(NamedTuple):
    """A word of a settings file, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True)
class Mask:
    """Words in which the source hides a name, and the name for our own words, empty for none."""

    words: Word
    name: str


@dataclass(frozen=True)
class AsksFor:
    """Words of a question, and the kinds of entry that answer such a one."""

    words: tuple[Word, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """What the search takes for the same, and what the words of a question ask for."""

    groups: tuple[tuple[Word, ...], ...] = ()
    question_words: tuple[Word, ...] = ()
    asks_for: tuple[AsksFor, ...] = ()


@dataclass(frozen=True)
class Wording:
    """How people ask for an entry, or for a page, whose id or path is ``target``."""

    target: Word
    texts: tuple[Word, ...]


class PaperForm(Enum):
    """What a part of a blank paper is; the values are the words of the file of papers."""

    TEXT = "text"  # a paragraph of our own
    HEADING = "heading"  # a heading of our own
    FIELDS = "fields"  # what people fill in
    ENTRIES = "entries"  # titles of entries, numbered
    SIGNATURES = "signatures"  # who signs
    SHEETS = "sheets"  # a sheet for each entry, with fields
    QUESTIONS = "questions"  # what is asked, by those who are asked, with fields
    SURVEY = "survey"  # a question for each heading, to be ticked
    CARDS = "cards"  # a page for each name, with its entries
    MATERIALS = "materials"  # a table of the words of an option, with columns to fill in
    LEDGER = "ledger"  # an empty table, in which entries are named by their ids


@dataclass(frozen=True)
class Blank:
    """What people fill in: its label, how many lines it takes, or what they choose from."""

    label: str
    lines: int = 1
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """A card: what it is for, and the entries on it by id, set or kind."""

    name: Word
    entries: tuple[Word, ...]


@dataclass(frozen=True)
class PaperPart:
    """A part of a blank paper. Which fields hold something depends on its form.

    ``entries`` are ids of entries, ids of sets, or names of kinds; ``option`` is the name of one;
    ``answers`` are what a survey offers for a problem and for a matter.
    """

    form: PaperForm
    place: Place
    text: str = ""
    entries: tuple[Word, ...] = ()
    option: Word | None = None
    blanks: tuple[Blank, ...] = ()
    cards: tuple[Card, ...] = ()
    answers: tuple[tuple[str, ...], ...] = ()
    rows: int = 0


@dataclass(frozen=True)
class Paper:
    """A blank paper that offices fill in; a ``pledge`` is for signing or for wearing."""

    id: Word
    title: str
    file: Word
    use: str
    parts: tuple[PaperPart, ...]
    is_pledge: bool = False


class StepForm(Enum):
    """What a step of a learning path is; the values are the words of the file of training."""

    READ = "read"
    CHECK = "check"  # look at something with the checklist in hand
    TEST = "test"


@dataclass(frozen=True)
class PathStep:
    """A step: what it is called, the entries it is about, and of a test how many questions.

    ``entries`` are ids of entries, ids of sets, or names of kinds.
    """

    form: StepForm
    title: str
    entries: tuple[Word, ...]
    minutes: int
    count: int = 0


@dataclass(frozen=True)
class LearningPath:
    """What somebody new to a task reads, looks at and is tested in, in this order."""

    id: Word
    title: str
    audience: str
    steps: tuple[PathStep, ...]

    @property
    def minutes(self) -> int:
        """How long it takes, more or less."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True)
class Training:
    """How questions are asked again, what a mock exam is, and the learning paths.

    ``intervals`` are the days after which a question that was answered rightly comes again, first
    one by one and then always the last.
    """

    intervals: tuple[int, ...] = (1, 3, 7, 14)
    exam_questions: int = 20
    exam_minutes: int = 30
    exam_pass: int = 80
    paths: tuple[LearningPath, ...] = ()


class ProposalForm(Enum):
    """The wordings of a text that an import makes proposals of; the words of ``handbook.yml``."""

    QUESTION = "question"  # asks whether something is so
    LISTED = "listed"  # names several things, from one of some words to another
    BAN = "ban"  # says what must not be done
    DEMAND = "demand"  # says what must be done


@dataclass(frozen=True)
class ProposalRule:
    """Which wording becomes a proposal of which kind when a text is imported.

    ``words`` are the signs of it, but not within the words ``without``; a list goes as far as one
    of ``ends``. With ``under``, it counts only under a heading that has one of these. ``openings``
    are what a clause begins with that is one thing of a list, or a heading that is a demand without
    such a sign. ``options`` are filled in.
    """

    form: ProposalForm
    kind: str
    words: tuple[str, ...]
    ends: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportSpec:
    """What the program cannot know of the texts that a handbook imports.

    ``texts`` are words for what a text is, with which its title ends; ``beginnings`` are words with
    which a paragraph begins, beside those in which anybody writes; the rules are tried in turn.
    """

    texts: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    proposals: tuple[ProposalRule, ...] = ()


# The slug of a handbook that gives none.
DEFAULT_SLUG = "handbook"


@dataclass(frozen=True)
class Edition:
    """What ships together: a short id for file names, the name that readers see, and its date."""

    id: str
    name: str
    date: str = ""


def prefix_of(id: str) -> str:
    """What stands before the digits of an id: AB of AB001."""
    return id.rstrip("0123456789")


@dataclass(frozen=True)
class Handbook:
    """All that ``handbook.yml`` says.

    ``slug`` begins the names of files and of what browsers keep; ``former_slugs`` are those under
    which readers may have kept something. ``warning`` stands above whatever people fill in, and
    ``use_notice`` is what they are told who fill it in about a real case, on a screen.
    """

    title: str
    edition: Edition
    issuing_unit: str
    marking: str
    sources: tuple[SourceSpec, ...]
    kinds: Mapping[str, Kind]
    sets: Mapping[str, SetSpec]
    statuses: Mapping[str, StatusSpec]
    formulations: tuple[Formulation, ...] = ()
    unsourced_marks: tuple[str, ...] = ()
    formulations_file: str = ""
    synonyms: Synonyms = Synonyms()
    synonyms_file: str = ""
    wordings: tuple[Wording, ...] = ()
    wordings_file: str = ""
    papers: tuple[Paper, ...] = ()
    papers_file: str = ""
    training: Training = Training()
    training_file: str = ""
    imports: ImportSpec = ImportSpec()
    slug: str = DEFAULT_SLUG
    former_slugs: tuple[str, ...] = ()
    warning: str = ""
    use_notice: str = ""
    masks: tuple[Mask, ...] = ()

    @property
    def names(self) -> Mapping[str, str]:
        """The masks of the source that the unit has given a name."""
        return {mask.words.text: mask.name for mask in self.masks if mask.name}

    @property
    def files(self) -> tuple[str, ...]:
        """The files that ``handbook.yml`` names, relative to the project."""
        texts = (source.file for source in self.sources)
        outlines = (source.outline for source in self.sources if source.outline)
        lists = (
            self.formulations_file,
            self.synonyms_file,
            self.wordings_file,
            self.papers_file,
            self.training_file,
        )
        named = (name for outline in outlines for name in (outline.file, outline.table))
        return tuple(filter(None, (*texts, *named, *lists)))

    @cached_property
    def source_pages(self) -> tuple[str, ...]:
        """The pages that hold the units of all sources, in order."""
        return tuple(page for source in self.sources for page in source.pages)

    @cached_property
    def attributions(self) -> tuple[str, ...]:
        """How quoted words are attributed to the sources, each wording once."""
        return tuple(dict.fromkeys(source.attribution for source in self.sources))

    def source_of_page(self, uri: str) -> SourceSpec | None:
        """The source whose units stand on the page ``uri``, if there is one."""
        return next((source for source in self.sources if uri in source.pages), None)

    @cached_property
    def _kinds_by_prefix(self) -> Mapping[str, Kind]:
        return {prefix: kind for kind in self.kinds.values() for prefix in kind.prefixes}

    def kind_of_prefix(self, prefix: str) -> Kind | None:
        """The kind whose ids begin with ``prefix`` (in any case), if there is one."""
        return self._kinds_by_prefix.get(prefix.upper())

    def kind_of_id(self, id: str) -> Kind | None:
        """The kind whose ids begin like ``id``, which need not be that of an entry."""
        return self.kind_of_prefix(prefix_of(id))

    @property
    def verbatim_kind(self) -> Kind:
        """The kind whose entries are the units of the source text."""
        return next(kind for kind in self.kinds.values() if kind.verbatim)


# --- what a page file says ----------------------------------------------------------------------


class Value(NamedTuple):
    """One word or text that an editor typed, and where."""

    text: str
    place: Place


class Option(NamedTuple):
    """One ``key: value`` of a block or of a page's front matter, as written.

    A scalar gives one value, a list several, a mapping gives ``fields``; an empty value none.
    """

    name: str
    place: Place
    values: tuple[Value, ...] = ()
    fields: tuple[tuple[Value, Value], ...] = ()
    is_list: bool = False


class Block(NamedTuple):
    """A ``/// name | title`` block, as written."""

    name: str
    place: Place
    title: str
    title_place: Place
    options: Mapping[str, Option]
    body: str
    body_line: int
    body_place: Place
    end_line: int

    @property
    def lines(self) -> range:
        """The numbers of the lines that the block takes up."""
        return range(self.place.line, self.end_line + 1)

    @property
    def rows(self) -> range:
        """The same lines as indexes, from 0."""
        return range(self.place.line - 1, self.end_line)

    @property
    def header_rows(self) -> range:
        """The indexes of the first line and of the options' lines."""
        return range(self.place.line - 1, self.body_line - 1)


class Heading(NamedTuple):
    """A Markdown heading outside blocks and code."""

    level: int
    text: str
    id: str
    place: Place


class Reference(NamedTuple):
    """A reference to an id: ``[ID]``, ``[text][ID]``, or a value of a typed option."""

    target: str
    place: Place
    option: str = ""
    text: str = ""


class Link(NamedTuple):
    """A Markdown link or image ``[text](address)``, or an ``href`` or ``src`` of raw HTML.

    An image is fetched by the browser unasked; raw HTML names built pages and not their Markdown.
    """

    address: str
    place: Place
    is_fetched: bool = False
    is_html: bool = False


class Allowance(NamedTuple):
    """An editor's comment that a fault of ``code`` on the line ``line`` is meant, and why."""

    code: str
    reason: str
    line: int
    place: Place


@dataclass(frozen=True)
class Site:
    """What the pages are part of: every file under ``docs/``, and the navigation's pages.

    Pages that the build writes itself and files that it adds count as files; ``excluded`` are files
    that ``mkdocs.yml`` leaves out of the site; it also says whether a warning stops the build.
    """

    files: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    navigation: tuple[Value, ...] = ()
    is_strict: bool = False


@dataclass(frozen=True)
class Page:
    """A Markdown page: what stands where, before anything is known of other pages.

    ``text`` is the file as read, ``visible`` the same with code and comments blanked out in place;
    ``first_line`` is the index of the first line after the front matter.
    """

    path: str
    uri: str
    title: str
    front_matter: Mapping[str, Option]
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    references: tuple[Reference, ...]
    links: tuple[Link, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    text: str = ""
    visible: str = ""
    first_line: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    broken_ids: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The address of the built page, relative to the site's root."""
        return built_address(self.uri)
