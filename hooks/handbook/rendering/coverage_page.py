"""Which entries the questions ask about: the page that shows that no hole is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from handbook.addresses import COVERAGE_PAGE, TRAINER
from handbook.catalog import Catalog, Entry
from handbook.checks.questions import is_asked
from handbook.questions import Form, Question, practice_questions
from handbook.rendering.cards import built_href
from handbook.rendering.generated_page import GeneratedPage, slot
from handbook.training import questions_by_entry
from handbook.written_pages import COVERAGE


def coverage_page(catalog: Catalog) -> GeneratedPage:
    """Entry → questions, kind by kind; entries that need no question only if they have one."""
    questions = practice_questions(catalog)
    by_entry = questions_by_entry(questions)
    lines = ["---", f"title: {COVERAGE.title}", "---", "", f"# {COVERAGE.title}", ""]
    lines += [f"{COVERAGE.introduction}{_summary(questions)}", ""]
    tables: list[str] = []
    for kind in catalog.handbook.kinds.values():
        entries = [e for e in catalog.entries if e.kind is kind]
        shown = [entry for entry in entries if entry.id in by_entry or is_asked(entry)]
        if shown:
            lines += [f"## {kind.label}（{len(shown)}）", "", slot(len(tables)), ""]
            tables.append(_table(shown, by_entry))
            rest = [_link(entry) for entry in entries if entry not in shown]
            if rest:
                lines += [slot(len(tables)), ""]
                tables.append(f"<p>没有试题的{escape(kind.label)}：{'、'.join(rest)}。</p>")
    return GeneratedPage("\n".join(lines), tuple(tables))


def _summary(questions: tuple[Question, ...]) -> str:
    forms = "，".join(
        f"{form.value} {count}"
        for form in Form
        if (count := sum(question.form is form for question in questions))
    )
    scenarios = sum(question.is_scenario for question in questions)
    return f"现有 {len(questions)} 题：{forms}；其中情景题 {scenarios} 题。"


def _table(entries: Iterable[Entry], by_entry: Mapping[str, tuple[Question, ...]]) -> str:
    rows = "\n".join(_row(entry, by_entry.get(entry.id, ())) for entry in entries)
    head = "".join(f"<th>{name}</th>" for name in ("条目", "题数", "情景题", "试题"))
    return (
        '<table class="hb-trace hb-trace--asked">\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _row(entry: Entry, questions: tuple[Question, ...]) -> str:
    link = f"{_link(entry)} {escape(entry.title)}"
    scenarios = sum(question.is_scenario for question in questions)
    asked = "、".join(
        f'<a href="../{TRAINER}#{question.entry.id}">{question.entry.id}</a>'
        for question in questions
    )
    cells = (link, str(len(questions)), str(scenarios), asked or "—")
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _link(entry: Entry) -> str:
    return f'<a href="{built_href(entry, COVERAGE_PAGE)}">{entry.id}</a>'
