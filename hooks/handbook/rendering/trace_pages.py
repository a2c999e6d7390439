"""The traceability pages: from each sentence to its entries, and from each entry to its sentences.

They are derived from the catalog alone. Tables are written as HTML with links to built pages, since
a cell may hold any character of the source; the check of the built HTML proves the links.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from handbook.addresses import ENTRIES_PAGE, SENTENCES_PAGE
from handbook.catalog import Catalog, Entry
from handbook.coverage import Totals, UnitCoverage, coverage, totals
from handbook.rendering.cards import built_href
from handbook.rendering.generated_page import GeneratedPage, slot
from handbook.written_pages import ENTRIES, SENTENCES

# What is said of a unit that only drafts are made from.
DRAFTED = "草稿中"


def sentences_page(catalog: Catalog) -> GeneratedPage:
    """Sentence → entries, with the characters that no quote stands for marked in the text."""
    units = coverage(catalog)
    lines = [
        "---",
        f"title: {SENTENCES.title}",
        "---",
        "",
        f"# {SENTENCES.title}",
        "",
        f"{SENTENCES.introduction}{_summary(totals(units))}",
        "",
    ]
    tables: list[str] = []
    if len(catalog.handbook.sources) > 1:
        lines += [slot(0), ""]
        tables.append(_by_source(units, catalog))
    for uri in catalog.handbook.source_pages:
        rows = [_sentence_row(unit) for unit in units if unit.unit.page.uri == uri]
        title = catalog.pages_by_uri[uri].title
        lines += [f"## {title}", "", slot(len(tables)), ""]
        tables.append(_table(("编号", "原文", "条目"), rows))
    return GeneratedPage("\n".join(lines), tuple(tables))


def _by_source(units: list[UnitCoverage], catalog: Catalog) -> str:
    """How much of each source is accounted for."""
    rows = []
    for source in catalog.handbook.sources:
        own = [unit for unit in units if unit.unit.page.uri in source.pages]
        rows.append(f"<li>{escape(source.name)}：{_sums(totals(own))}</li>")
    return f"<ul>{''.join(rows)}</ul>"


def _summary(sums: Totals) -> str:
    return f"原文{_sums(sums)}下表里加了波浪下划线、颜色较淡的，是没有条目以原话引用的字。"


def _sums(sums: Totals) -> str:
    return (
        f"共 {sums.all:,} 个字符：有条目以原话引用的 {sums.quoted:,} 个"
        f"（{_percent(sums.quoted, sums.all)}），在声明为背景的句子里的 {sums.background:,} 个，"
        f"其余 {sums.rest:,} 个。"
    )


def entries_page(catalog: Catalog) -> GeneratedPage:
    """Entry → sentences, kind by kind."""
    lines = [
        "---",
        f"title: {ENTRIES.title}",
        "---",
        "",
        f"# {ENTRIES.title}",
        "",
        ENTRIES.introduction,
        "",
    ]
    tables: list[str] = []
    for kind in catalog.handbook.kinds.values():
        entries = [e for e in catalog.entries if e.kind.name == kind.name and not kind.verbatim]
        if entries:
            rows = [_entry_row(entry, catalog) for entry in sorted(entries, key=lambda e: e.id)]
            head = ("编号", "题目", "所据原文", "原话")
            lines += [f"## {kind.label}（{len(entries)}）", "", slot(len(tables)), ""]
            tables.append(_table(head, rows))
    return GeneratedPage("\n".join(lines), tuple(tables))


def _sentence_row(unit: UnitCoverage) -> list[str]:
    words = "".join(
        escape(text) if is_covered else f'<mark class="hb-uncovered">{escape(text)}</mark>'
        for text, is_covered in unit.parts
    )
    targets = "、".join(_link(entry, SENTENCES_PAGE) for entry in unit.entries)
    if unit.background:
        targets = f"不单列条目：{escape(unit.background)}"
    elif unit.is_drafted:
        targets = DRAFTED
    return [_link(unit.unit, SENTENCES_PAGE), words, targets]


def _entry_row(entry: Entry, catalog: Catalog) -> list[str]:
    units = [quotation.unit for quotation in catalog.quotations(entry)]
    return [
        _link(entry, ENTRIES_PAGE),
        escape(entry.title),
        "、".join(_link(unit, ENTRIES_PAGE) for unit in units) or "—",
        "；".join(escape(quote.text) for quote in entry.quotes) or "—",
    ]


def _link(entry: Entry, page_uri: str) -> str:
    return f'<a href="{built_href(entry, page_uri)}">{entry.id}</a>'


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    body = "\n".join(_row("td", row) for row in rows)
    return (
        f'<table class="hb-trace">\n<thead>{_row("th", head)}</thead>\n'
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )


def _row(tag: str, cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "—"
