"""The traceability pages: from each sentence to its entries, and from each entry to its sentences.

They are derived from the catalog alone. Tables are written as HTML with links to built pages, since
a cell may hold any character of the source; the check of the built HTML proves the links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from handbook.catalog import Catalog, Entry
from handbook.coverage import Totals, UnitCoverage, coverage, totals
from handbook.rendering.cards import built_href

SENTENCES_URI = "trace/sentences.md"
ENTRIES_URI = "trace/entries.md"


def sentences_page(catalog: Catalog) -> str:
    """Sentence → entries, with the characters that no quote stands for marked in the text."""
    units = coverage(catalog)
    lines = [
        "---",
        "title: 追溯：原文到条目",
        "---",
        "",
        "# 追溯：原文到条目",
        "",
        _summary(totals(units)),
        "",
    ]
    for uri in catalog.handbook.source.pages:
        rows = [_sentence_row(unit) for unit in units if unit.unit.page.uri == uri]
        title = catalog.pages_by_uri[uri].title
        lines += [f"## {title}", "", *_table(("编号", "原文", "条目"), rows), ""]
    return "\n".join(lines)


def _summary(sums: Totals) -> str:
    return (
        f"原文共 {sums.all:,} 个字符：有条目以原话引用的 {sums.quoted:,} 个"
        f"（{_percent(sums.quoted, sums.all)}），在声明为背景的句子里的 {sums.background:,} 个，"
        f"其余 {sums.rest:,} 个。"
        "下表里加了波浪下划线、颜色较淡的，是没有条目以原话引用的字。"
    )


def entries_page(catalog: Catalog) -> str:
    """Entry → sentences, kind by kind."""
    lines = [
        "---",
        "title: 追溯：条目到原文",
        "---",
        "",
        "# 追溯：条目到原文",
        "",
        "每个条目所据的原文编号和原话。没有写原文编号的，讲话没有说到，依据见条目本身。",
        "",
    ]
    for kind in catalog.handbook.kinds.values():
        entries = [e for e in catalog.entries if e.kind.name == kind.name and not kind.verbatim]
        if entries:
            rows = [_entry_row(entry, catalog) for entry in sorted(entries, key=lambda e: e.id)]
            head = ("编号", "题目", "所据原文", "原话")
            lines += [f"## {kind.label}（{len(entries)}）", "", *_table(head, rows), ""]
    return "\n".join(lines)


def _sentence_row(unit: UnitCoverage) -> list[str]:
    words = "".join(
        escape(text) if is_covered else f'<span class="hb-uncovered">{escape(text)}</span>'
        for text, is_covered in unit.parts
    )
    targets = "、".join(_link(entry, SENTENCES_URI) for entry in unit.entries)
    if unit.background:
        targets = f"不单列条目：{escape(unit.background)}"
    return [_link(unit.unit, SENTENCES_URI), words, targets]


def _entry_row(entry: Entry, catalog: Catalog) -> list[str]:
    units = [quotation.unit for quotation in catalog.quotations(entry)]
    return [
        _link(entry, ENTRIES_URI),
        escape(entry.title),
        "、".join(_link(unit, ENTRIES_URI) for unit in units) or "—",
        "；".join(escape(quote.text) for quote in entry.quotes) or "—",
    ]


def _link(entry: Entry, page_uri: str) -> str:
    return f'<a href="{built_href(entry, page_uri)}">{entry.id}</a>'


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """An HTML table in one block, without the blank lines that would end it."""
    yield '<table class="hb-trace">'
    yield "<thead>" + _row("th", head) + "</thead>"
    yield "<tbody>"
    for row in rows:
        yield _row("td", row)
    yield "</tbody>"
    yield "</table>"


def _row(tag: str, cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "—"
