"""Which entries the questions ask about: the page that shows that no hole is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from handbook.addresses import COVERAGE_PAGE, TRAINER
from handbook.catalog import Catalog, Entry
from handbook.checks.questions import is_asked
from handbook.questions import Form, Question, draft_questions, practice_questions, tests_of
from handbook.rendering.cards import built_href
from handbook.rendering.generated_page import GeneratedPage, slot
from handbook.training import questions_by_entry
from handbook.written_pages import COVERAGE

PENDING = "待出题"


def coverage_page(catalog: Catalog) -> GeneratedPage:
    """Entry → questions, kind by kind; entries that need no question only if they have one."""
    questions = practice_questions(catalog)
    by_entry = questions_by_entry(questions)
    lines = ["---", f"title: {COVERAGE.title}", "---", "", f"# {COVERAGE.title}", ""]
    drafts = _drafts_by_entry(catalog)
    pending = [e for e in catalog.entries if e.id in drafts and e.id not in by_entry]
    lines += [f"{COVERAGE.introduction}{_summary(questions)}", ""]
    if pending:
        lines += [f"有 {len(pending)} 条的试题正在重写，下面标“{PENDING}”。", ""]
    tables: list[str] = []
    for kind in catalog.handbook.kinds.values():
        entries = [e for e in catalog.entries if e.kind is kind]
        shown = [e for e in entries if e.id in by_entry or is_asked(e)]
        if shown:
            lines += [f"## {kind.label}（{len(shown)}）", "", slot(len(tables)), ""]
            tables.append(_table(shown, by_entry, drafts))
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


def _drafts_by_entry(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """For each entry that a draft tests the ids of such drafts."""
    found: dict[str, list[str]] = {}
    for draft in draft_questions(catalog):
        for id in tests_of(draft):
            found.setdefault(id, []).append(draft.id)
    return {id: tuple(drafts) for id, drafts in found.items()}


def _table(
    entries: Iterable[Entry],
    by_entry: Mapping[str, tuple[Question, ...]],
    drafts: Mapping[str, tuple[str, ...]],
) -> str:
    rows = "\n".join(
        _row(entry, by_entry.get(entry.id, ()), drafts.get(entry.id, ())) for entry in entries
    )
    head = "".join(f"<th>{name}</th>" for name in ("条目", "题数", "情景题", "试题"))
    return (
        '<table class="hb-trace hb-trace--asked">\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _row(entry: Entry, questions: tuple[Question, ...], drafts: tuple[str, ...]) -> str:
    link = f"{_link(entry)} {escape(entry.title)}"
    scenarios = sum(question.is_scenario for question in questions)
    asked = "、".join(
        f'<a href="../{TRAINER}#{question.entry.id}">{question.entry.id}</a>'
        for question in questions
    )
    missing = f"{PENDING}（草稿 {'、'.join(drafts)}）" if drafts else "—"
    cells = (link, str(len(questions)), str(scenarios), asked or missing)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _link(entry: Entry) -> str:
    return f'<a href="{built_href(entry, COVERAGE_PAGE)}">{entry.id}</a>'
