"""The blank papers as documents (.docx): what the file of papers says, part by part.

Whose word is what stands on every paper: what an entry quotes is the source's, all other words are
the editors'. The head of each page has the paper's id and title, the foot the handbook's edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from docx.document import Document

from handbook.addresses import quoted
from handbook.catalog import Catalog, Entry
from handbook.model import Blank, OptionType, Paper, PaperForm, PaperPart, addressed
from handbook.office.checklists import (
    Group,
    Item,
    Notice,
    clean,
    edition_of,
    group_of,
    item_of,
    notices_for,
    warning_of,
)
from handbook.office.word import (
    HEAD_FONT,
    TEXT_FONT,
    TITLE_FONT,
    WARNING_COLOUR,
    PageSetup,
    Properties,
    add_below_header,
    add_footer,
    add_header,
    append,
    cell,
    finished,
    heading,
    link,
    new_document,
    paragraph,
    row,
    run,
    table,
)
from handbook.papers import standing_alone, with_option
from handbook.selecting import selected

STAMP = "样张·不得签署"
_OWN = "编者拟写"
_FROM = "据"
_PAGE = PageSetup(side=22, top=25, bottom=20)
_WIDTH = _PAGE.text_width
_LABEL = 1700  # twips: the column of labels
_LINE = 460  # twips: a line to write on by hand
_TEXT, _SMALL, _LARGE, _PLEDGE = "24", "18", "32", "27"  # half points


@dataclass
class _Writing:
    """A paper under way: its file, what was said so far, and of which entries."""

    file: Document
    catalog: Catalog
    to_root: str
    is_pledge: bool
    is_sample: bool = False
    words: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)

    def title(self, entry: Entry) -> str:
        """The entry's title, which the notices must know of."""
        self.shown.add(entry.id)
        self.words.append(entry.title)
        return clean(entry.title)

    def item(self, entry: Entry) -> Item:
        """All that is printed of the entry, which the notices must know of."""
        found = item_of(entry, (), self.catalog)
        self.shown.add(entry.id)
        self.words.extend(found.words)
        return found

    def own(self, text: str, size: str = _TEXT, font: str = "") -> str:
        """A run of our own words."""
        self.words.append(text)
        return run(clean(text), size=size, font=font)

    def id(self, entry: Entry, size: str = _SMALL) -> str:
        """The entry's id as a link to it."""
        return link(self.file, f"{self.to_root}{quoted(entry.url)}", entry.id, size=size)

    def origin(self, entry: Entry, size: str) -> str:
        """The entry's id, and the units of the source that its title is made from."""
        units = "、".join(source.text for source in entry.sources)
        end = run(f" {_FROM}{units}", size=size) if units else ""
        return self.id(entry, size) + end


def paper_document(paper: Paper, catalog: Catalog, date: int, to_root: str = "../") -> bytes:
    """The file; ``date`` in seconds since 1970, ``to_root`` leads from its folder to the site's.

    The same catalog and date give the same bytes.
    """
    handbook = catalog.handbook
    edition = edition_of(handbook)
    properties = Properties(
        clean(f"{handbook.title} {paper.title}"),
        edition,
        clean(handbook.issuing_unit),
        clean(handbook.marking),
    )
    file = new_document(properties, _PAGE, date)
    writing = _Writing(file, catalog, to_root, paper.is_pledge)
    blocks = list(_blocks(paper, writing))
    notices = _notices_of(writing)
    if paper.is_pledge and notices:  # written again: they come first, and nobody signs
        writing.is_sample = True
        blocks = list(_blocks(paper, writing, notices))
    append(file, blocks)
    left = "　".join([f"{clean(handbook.title)} {edition}", *(notice.short for notice in notices)])
    add_footer(file, _PAGE, left, "")
    add_header(file, _PAGE, f"{paper.id.text} {clean(paper.title)}", properties.marking)
    add_below_header(file, _whose_words(paper, catalog), "16")
    if writing.is_sample:
        add_below_header(file, STAMP, "52")
    return finished(file, date)


def _whose_words(paper: Paper, catalog: Catalog) -> str:
    """What stands at the head of every page: whose words these are, and where not to fill them in.

    Sheets are printed and handed on singly.
    """
    said = f"除{catalog.named_attributions()}之后引号里的话，都是编者拟写的"
    own = f"{said}；“{_FROM}”之后是原文各句的编号。"
    is_to_read = paper.is_pledge or any(part.form is PaperForm.CARDS for part in paper.parts)
    return own if is_to_read else f"{warning_of(catalog.handbook)}{own}"


def _notices_of(writing: _Writing) -> tuple[Notice, ...]:
    """What must be said of the sets whose entries or names stand on what was written."""
    text = "\n".join(writing.words)
    catalog = writing.catalog
    named = [entry for entry in catalog.entries if entry.id in text or entry.id in writing.shown]
    return tuple(notices_for(named, [text], catalog, with_references=False))


def _blocks(paper: Paper, writing: _Writing, notices: Iterable[Notice] = ()) -> Iterator[str]:
    yield paragraph(run(clean(paper.title), size="44", font=TITLE_FONT), align="center", after=120)
    yield paragraph(writing.own(f"〔{_OWN}〕{paper.use}", _SMALL), after=120)
    for notice in notices:
        yield paragraph(run(notice.text, size=_SMALL, font=HEAD_FONT), after=120)
    for part in paper.parts:
        yield from _WRITERS[part.form](part, writing)


def _text(part: PaperPart, writing: _Writing) -> Iterator[str]:
    yield paragraph(writing.own(part.text), after=120)


def _heading(part: PaperPart, writing: _Writing) -> Iterator[str]:
    writing.words.append(part.text)
    yield heading(clean(part.text), 2)


def _fields(part: PaperPart, writing: _Writing) -> Iterator[str]:
    yield _blank_table(part.blanks, writing)
    yield paragraph("", after=60)


def _blank_table(blanks: Iterable[Blank], writing: _Writing, *above: str) -> str:
    """What is filled in: short fields two in a row, long ones alone; ``above`` are rows before."""
    half = _WIDTH // 2
    widths = [_LABEL, half - _LABEL, _LABEL, _WIDTH - half - _LABEL]
    rows = list(above)
    for is_short, group in groupby(blanks, lambda blank: blank.lines == 1 and not blank.choices):
        found = list(group)
        pairs = [found[n : n + 2] for n in range(0, len(found), 2)] if is_short else []
        for pair in pairs:
            cells = [_label(pair[0].label, writing)]
            if len(pair) == 2:
                second = _label(pair[1].label, writing)
                cells += [cell("", widths[1]), second, cell("", widths[3])]
            else:
                cells.append(cell("", _WIDTH - _LABEL, span=3))
            rows.append(row("".join(cells), height=_LINE))
        for blank in found if not is_short else ():
            choices = "　".join(f"□{choice}" for choice in blank.choices)
            value = cell(writing.own(choices, "21"), _WIDTH - _LABEL, is_low=True, span=3)
            rows.append(row(_label(blank.label, writing) + value, height=_LINE * blank.lines))
    return table(widths, rows)


def _label(text: str, writing: _Writing) -> str:
    return cell(writing.own(text, "21", HEAD_FONT), _LABEL, is_head=True)


def _list(part: PaperPart, writing: _Writing) -> Iterator[str]:
    size = _PLEDGE if writing.is_pledge else _TEXT
    for number, entry in enumerate(selected(part.entries, writing.catalog), start=1):
        words = run(f"{number}．{writing.title(entry)} ", size=size)
        yield paragraph(words + writing.origin(entry, "16"), hanging=480)


def _signatures(part: PaperPart, writing: _Writing) -> Iterator[str]:
    yield paragraph("", after=240)
    for blank in part.blanks:
        if writing.is_sample:
            words = run(f"{blank.label}：", size=_TEXT) + run(
                STAMP, size=_TEXT, font=HEAD_FONT, colour=WARNING_COLOUR
            )
        else:
            words = writing.own(f"{blank.label}：＿＿＿＿＿＿＿＿＿＿")
        yield paragraph(words, align="right", after=160)


def _sheets(part: PaperPart, writing: _Writing) -> Iterator[str]:
    for entry in standing_alone(selected(part.entries, writing.catalog)):
        item = writing.item(entry)
        yield heading(f"{item.id} {item.title}", 2, is_first=True)
        yield _blank_table(part.blanks, writing, *_facts(entry, item, writing))
        yield paragraph("", after=0)


def _facts(entry: Entry, item: Item, writing: _Writing) -> Iterator[str]:
    """What the handbook says of an entry, as rows of its sheet."""
    kind = entry.kind
    facts = [
        (kind.label, writing.id(entry, "21") + run(f" {item.group.name}", size="21")),
        (item.attribution, run("\n".join(item.sources), size="21")),
    ]
    if item.related:
        labels = [
            s.back_label
            for k in writing.catalog.handbook.kinds.values()
            for s in k.options.values()
            if s.back_label
        ]
        facts.append(("／".join(dict.fromkeys(labels)), run("\n".join(item.related), size="21")))
    facts.append((kind.body_label or "正文", run(item.hint, size="21")))
    for name, spec in kind.options.items():
        texts = [clean(value.text) for value in entry.values(name)]
        if (
            spec.label
            and texts
            and spec.type in (OptionType.CHOICES, OptionType.TEXTS, OptionType.ADDRESSED)
        ):
            joint = "、" if spec.type is OptionType.CHOICES else "\n"
            facts.append((spec.label, run(joint.join(texts), size="21")))
    for label, content in facts:
        yield row(_label(label, writing) + cell(content, _WIDTH - _LABEL, is_low=True, span=3))


def _questions(part: PaperPart, writing: _Writing) -> Iterator[str]:
    assert part.option is not None
    name = part.option.text
    entries = with_option(name, writing.catalog)
    specs = [entry.kind.options[name] for entry in entries]
    for addressee in dict.fromkeys(value for spec in specs for value in spec.values):
        asked = [
            (entry, words)
            for entry in entries
            for names, words in map(addressed, (v.text for v in entry.values(name)))
            if addressee in names
        ]
        if asked:
            yield heading(addressee, 1, is_first=True)
            yield from _fields(part, writing)
            yield from _asked(asked, specs[0].label, writing)


def _asked(asked: Iterable[tuple[Entry, str]], label: str, writing: _Writing) -> Iterator[str]:
    widths = [1000, 4300, _WIDTH - 5300]
    heads = "".join(
        cell(run(text, size="21", font=HEAD_FONT), width, is_head=True)
        for text, width in zip(("编号", label, "记录"), widths, strict=True)
    )

    def above(pair: tuple[Entry, str]) -> Group:
        return group_of(pair[0], writing.catalog)

    for group, pairs in groupby(asked, above):
        yield heading(group.name or "其他", 3)
        rows = [row(heads, is_head=True)]
        for entry, words in pairs:
            cells = [
                cell(writing.id(entry), widths[0]),
                cell(writing.own(words, "21"), widths[1]),
                cell("", widths[2]),
            ]
            rows.append(row("".join(cells), height=2 * _LINE))
        yield table(widths, rows)
        yield paragraph("", after=0)


def _survey(part: PaperPart, writing: _Writing) -> Iterator[str]:
    besides, scale = part.answers or ((), ())
    first, *_ = [word.text for word in part.entries]
    chosen = {entry.id for entry in selected(part.entries, writing.catalog)}
    entries = [entry for entry in writing.catalog.entries if entry.id in chosen]
    parents = dict.fromkeys(entry.parent for entry in entries if entry.parent)
    for number, parent in enumerate(parents, start=1):
        own = [entry for entry in entries if entry.parent == parent]
        ticked = [entry for entry in own if entry.kind.name == first]
        group = clean(writing.catalog.by_id[parent].title)
        yield paragraph(run(f"{number}．{group}", size=_TEXT, font=HEAD_FONT), after=40)
        if ticked:
            yield paragraph(writing.own("您了解的情况里，有没有下面这些？（可选多项）", "21"))
            for entry in ticked:
                title = writing.title(entry)
                yield paragraph(run(f"□ {title} ", size="21") + writing.id(entry, "14"), after=20)
            rest = "　".join(f"□ {answer}" for answer in besides)
            yield paragraph(writing.own(rest, "21"), after=160)
        else:
            yield paragraph(writing.own("您觉得下面各项做得怎样？（每项选一个）", "21"))
            for entry in own:
                title = writing.title(entry)
                choices = "　".join(f"□{answer}" for answer in scale)
                words = run(f"{title} ", size="21") + writing.id(entry, "14")
                yield paragraph(words, after=0)
                yield paragraph(writing.own(choices, "21"), align="right", after=60)


def _cards(part: PaperPart, writing: _Writing) -> Iterator[str]:
    for card in part.cards:
        yield heading(card.name.text, 1, is_first=card is not part.cards[0])
        for number, entry in enumerate(selected(card.entries, writing.catalog), start=1):
            words = run(f"{number}．{writing.title(entry)} ", size=_LARGE, font=TEXT_FONT)
            yield paragraph(words + writing.origin(entry, "20"), after=160, hanging=640)


_WRITERS: Mapping[PaperForm, Callable[[PaperPart, _Writing], Iterator[str]]] = {
    PaperForm.TEXT: _text,
    PaperForm.HEADING: _heading,
    PaperForm.FIELDS: _fields,
    PaperForm.ENTRIES: _list,
    PaperForm.SIGNATURES: _signatures,
    PaperForm.SHEETS: _sheets,
    PaperForm.QUESTIONS: _questions,
    PaperForm.SURVEY: _survey,
    PaperForm.CARDS: _cards,
}
