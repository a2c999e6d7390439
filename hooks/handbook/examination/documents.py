"""A test paper and its key as documents (.docx). No page break cuts a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docx.document import Document

from handbook.examination.sheets import FILLED_IN, Asked, Group, Sheet
from handbook.office.checklists import Notice
from handbook.office.word import (
    HEAD_FONT,
    TITLE_FONT,
    PageSetup,
    Properties,
    add_below_header,
    add_footer,
    add_header,
    append,
    cell,
    cell_of,
    finished,
    heading,
    new_document,
    paragraph,
    row,
    run,
    table,
)

TO_FILL_IN = ("姓名", "日期", "得分")
_PAGE = PageSetup(side=22, top=28, bottom=20)
_WIDTH = _PAGE.text_width
_TEXT, _SMALL, _TINY = "22", "18", "15"  # half points
_NUMBER = 440  # twips: a question's number, and an option's letter
_LINE = 460  # twips: a line to write on by hand


def paper_document(sheet: Sheet, date: int) -> bytes:
    """The paper, without anything of its key; ``date`` in seconds since 1970.

    The same sheet and date give the same bytes.
    """
    file = _new(sheet, sheet.heading, sheet.whose_words, sheet.notices, date)
    append(file, _paper(sheet))
    return finished(file, date)


def key_document(sheet: Sheet, date: int) -> bytes:
    """The key of the paper: answers, reasons, and the entries that they rest on."""
    file = _new(sheet, sheet.key_heading, sheet.for_marking, sheet.key_notices, date)
    append(file, _key(sheet))
    return finished(file, date)


def _new(sheet: Sheet, title: str, head: str, notices: Iterable[Notice], date: int) -> Document:
    properties = Properties(title, sheet.edition, sheet.unit, sheet.marking)
    file = new_document(properties, _PAGE, date)
    left = "　".join([sheet.imprint, *(notice.short for notice in notices)])
    add_footer(file, _PAGE, left, "")
    add_header(file, _PAGE, title, sheet.marking)
    add_below_header(file, head, "16")
    return file


def _title(text: str, notices: Iterable[Notice]) -> Iterator[str]:
    yield paragraph(run(text, size="40", font=TITLE_FONT), align="center", after=160)
    for notice in notices:
        yield paragraph(run(notice.text, size=_SMALL, font=HEAD_FONT), after=120)


def _paper(sheet: Sheet) -> Iterator[str]:
    yield from _title(sheet.heading, sheet.notices)
    yield _blanks()
    yield paragraph("", after=60)
    yield _scores(sheet)
    yield paragraph("", after=60)
    yield paragraph(run(f"〔{FILLED_IN}〕{sheet.rules}", size="21"), after=60)
    for group in sheet.groups:
        yield from _heading(group)
        for asked in group.asked:
            yield from _question(asked)


def _blanks() -> str:
    """A line to write on for each that somebody fills in."""
    label = 800
    value = _WIDTH // len(TO_FILL_IN) - label
    cells = (
        cell(run(name, size="21", font=HEAD_FONT), label, is_head=True) + cell("", value)
        for name in TO_FILL_IN
    )
    return table([label, value] * len(TO_FILL_IN), [row("".join(cells), height=_LINE)])


def _scores(sheet: Sheet) -> str:
    """What each form counts, and a line for what was reached."""
    names = ["题型", *(group.name for group in sheet.groups), "合计"]
    points = ["满分", *(str(group.points) for group in sheet.groups), str(sheet.points)]
    widths = [_WIDTH // len(names)] * len(names)

    def line(texts: Iterable[str], *, is_head: bool) -> str:
        cells = (
            cell(run(text, size="21", font=HEAD_FONT if is_head else ""), width, is_head=True)
            if is_head or at == 0
            else cell(run(text, size="21"), width, is_centred=True)
            for at, (text, width) in enumerate(zip(texts, widths, strict=True))
        )
        return row("".join(cells), height=_LINE if not is_head else 0)

    reached = ["得分", *[""] * (len(names) - 1)]
    return table(
        widths,
        [line(names, is_head=True), line(points, is_head=False), line(reached, is_head=False)],
    )


def _heading(group: Group) -> Iterator[str]:
    yield heading(group.heading, 2)
    yield paragraph(run(group.hint, size=_SMALL), after=100, with_next=True)


def _question(asked: Asked) -> Iterator[str]:
    """A question's paragraphs, each but the last on the page of the next."""
    first, *more = asked.stem
    label = f"〔{asked.label}〕" if asked.label else ""
    id = run(f" {asked.id}{label}", size=_TINY)
    texts = [f"{asked.number}．{first}", *more]
    lines = [(run(text, size=_TEXT), 0) for text in texts]
    lines[-1] = (lines[-1][0] + id, 0)
    if not asked.left:
        lines += [(run(f"{letter}．{text}", size=_TEXT), _NUMBER) for letter, text in asked.choices]
    if asked.line:
        lines.append((run(asked.line, size=_TEXT), _NUMBER))
    for at, (content, left) in enumerate(lines):
        is_last = at == len(lines) - 1 and not asked.left
        yield paragraph(
            content,
            after=220 if is_last else 40,
            left=left if at else 0,
            hanging=_NUMBER,
            is_whole=True,
            with_next=not is_last,
        )
    if asked.left:
        yield _columns(asked)
        yield paragraph("", after=100)


def _columns(asked: Asked) -> str:
    """What is matched: one row, which no page break cuts."""
    left = [run(text, size=_TEXT) for text in asked.left]
    right = [run(f"{letter}．{text}", size=_TEXT) for letter, text in asked.choices]
    sides = [(left, 1300), (right, _NUMBER)]
    width = _WIDTH // 2
    cells = (
        cell_of([paragraph(text, after=40, hanging=hanging) for text in side], width)
        for side, hanging in sides
    )
    return table([width, width], [row("".join(cells))])


def _key(sheet: Sheet) -> Iterator[str]:
    yield from _title(sheet.key_heading, sheet.key_notices)
    for text in (
        f"〔{FILLED_IN}〕{sheet.rules}{sheet.secrecy}",
        f"同样再出一次：{sheet.request.command}",
    ):
        yield paragraph(run(text, size="21"), after=80)
    yield _overview(sheet)
    for group in sheet.groups:
        yield heading(group.heading, 2)
        yield _answers(group)
        yield paragraph("", after=60)


def _overview(sheet: Sheet) -> str:
    """All answers in short, to mark with."""
    widths = [1100, 1500, _WIDTH - 3700, 1100]
    heads = (
        cell(run(text, size="21", font=HEAD_FONT), width, is_head=True)
        for text, width in zip(("题号", "编号", "答案", "分值"), widths, strict=True)
    )
    rows = [row("".join(heads), is_head=True)]
    for asked in sheet.asked:
        texts = (str(asked.number), asked.id, asked.answer, str(asked.points))
        cells = zip(texts, widths, (True, True, False, True), strict=True)
        rows.append(row("".join(cell(run(t, size="21"), w, is_centred=c) for t, w, c in cells)))
    total = cell(run("合计", size="21"), sum(widths[:3]), span=3)
    rows.append(row(total + cell(run(str(sheet.points), size="21"), widths[3], is_centred=True)))
    return table(widths, rows)


def _answers(group: Group) -> str:
    """What is right and why, a row for each question: rows are what no program breaks."""
    widths = [1300, _WIDTH - 1300]
    rows = (
        cell_of(list(_which(asked)), widths[0]) + cell_of(list(_why(asked)), widths[1])
        for asked in group.asked
    )
    return table(widths, [row(cells) for cells in rows])


def _which(asked: Asked) -> Iterator[str]:
    yield paragraph(run(f"第 {asked.number} 题", size="21", font=HEAD_FONT), after=20)
    yield paragraph(run(f"{asked.id}\n{asked.points} 分", size=_SMALL), after=20)
    if asked.label:
        yield paragraph(run(f"〔{asked.label}〕", size=_SMALL), after=20)


def _why(asked: Asked) -> Iterator[str]:
    yield paragraph(run(f"答案：{asked.answer}", size="21", font=HEAD_FONT), after=40)
    for reason in asked.reasons:
        words = run(reason.text, size="21", font=HEAD_FONT)
        verdict = f"（{reason.verdict}）" if reason.verdict else ""
        words += run(f"{verdict}：{reason.words}", size="21")
        yield paragraph(words, after=30, hanging=_NUMBER)
    yield paragraph(run(f"依据：{'；'.join(asked.rests_on)}", size="21"), after=40)
