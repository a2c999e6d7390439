"""The live preview of a handbook with faults: what can be shown, under a list of what is wrong.

Only ``mkdocs serve`` comes here; what is published has passed every check.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from handbook import codes
from handbook.catalog import Catalog, build_catalog
from handbook.model import Block, Diagnostic, Option, Page, Place, Position
from handbook.output import write_file
from handbook.vocabulary import ID, NON_ENTRIES

# More than a screen holds helps nobody; the log has them all.
_SHOWN = 50
_START, _END = "<!-- faults -->", "<!-- /faults -->"
_BOX = re.compile(f"{_START}.*?{_END}", re.DOTALL)
_BODY = re.compile(r"<body\b[^>]*>")
_SAFE_ID = re.compile(r"[A-Za-z0-9_-]+")
_CLOSED = re.compile(r"[ ]{0,3}/{3,}[ ]*")


def presentable(catalog: Catalog, faults: Iterable[Diagnostic]) -> Catalog:
    """Of a faulty catalog what can be rendered; what cannot stays on its page as it was typed.

    Blocks that are no entry become text, and so do references that lead nowhere; sets without a
    member, source pages that do not exist and papers of what does not exist are left out.
    """
    faults = tuple(faults)
    lost = codes.PAPER_LEADS_NOWHERE.number
    wrong = {fault.place for fault in faults if fault.code == codes.WRONG_VALUE.number}
    pages = [_with_good_blocks(page, catalog, wrong) for page in catalog.pages]
    known = build_catalog(catalog.handbook, pages, catalog.source_texts, catalog.site)
    pages = [
        replace(page, references=tuple(r for r in page.references if r.target in known.by_id))
        for page in pages
    ]
    handbook = catalog.handbook
    handbook = replace(
        handbook,
        sources=tuple(
            replace(source, pages=tuple(uri for uri in source.pages if uri in known.pages_by_uri))
            for source in handbook.sources
        ),
        papers=() if any(fault.code == lost for fault in faults) else handbook.papers,
        sets={
            name: spec
            for name, spec in handbook.sets.items()
            if known.members(spec) and (spec.page is None or spec.page in known.pages_by_uri)
        },
    )
    return build_catalog(handbook, pages, catalog.source_texts, catalog.site)


def _with_good_blocks(page: Page, catalog: Catalog, wrong: set[Place]) -> Page:
    lines = page.text.split("\n")
    blocks = []
    for block in page.blocks:
        good = block._replace(options=_good_options(block, wrong))
        if _is_shown(good, catalog, lines):
            blocks.append(good)
        else:
            row = block.place.line - 1
            lines[row] = lines[row].replace("/", "&#47;", 1)  # no block for pymdownx either
    return replace(page, blocks=tuple(blocks), text="\n".join(lines))


def _good_options(block: Block, wrong: set[Place]) -> dict[str, Option]:
    return {
        name: option
        for name, option in block.options.items()
        if not wrong & {option.place, *(value.place for value in option.values)}
    }


def _is_shown(block: Block, catalog: Catalog, lines: list[str]) -> bool:
    """Whether a block is closed and, if it is to be an entry, the one that has its id."""
    if not _CLOSED.fullmatch(lines[block.end_line - 1]):
        return False
    if block.name in NON_ENTRIES:
        return True
    kind = catalog.handbook.kinds.get(block.name)
    option = block.options.get(ID)
    if kind is None or kind.position is not Position.BLOCK or not option or not option.values:
        return False
    entry = catalog.by_id.get(option.values[0].text)
    return entry is not None and entry.place == block.place and bool(_SAFE_ID.fullmatch(entry.id))


def faults_html(faults: Sequence[Diagnostic], warnings: Sequence[str] = ()) -> str:
    """The box that lists what is wrong; empty if nothing is. ``warnings`` have no place."""
    rows = [
        f"<li><code>{escape(f'{fault.place.path}:{fault.place.line}')}</code> {fault.code} "
        f"{escape(fault.message)}<br>{escape(fault.hint)}</li>"
        for fault in faults
    ]
    rows += [f"<li>{escape(warning)}</li>" for warning in warnings]
    return _box(f"检查发现 {len(rows)} 个问题", rows) if rows else ""


def failure_html(reason: str) -> str:
    """The box over a preview that could not be made anew."""
    rows = [f"<li>{escape(line)}</li>" for line in reason.splitlines() if line.strip()]
    return _box("预览没有更新，下面是上一次的内容", rows)


def _box(title: str, rows: list[str]) -> str:
    if len(rows) > _SHOWN:
        rows = [*rows[:_SHOWN], f"<li>另有 {len(rows) - _SHOWN} 个，见终端里的记录。</li>"]
    return (
        f'<aside class="hb-faults" role="note"><p><strong>{title}</strong></p>'
        f"<ul>{''.join(rows)}</ul></aside>"
    )


def put_box(site: Path, box: str) -> None:
    """Writes ``box`` to the top of every page under ``site``, in the place of an earlier one."""
    for path in site.rglob("*.html"):
        old = path.read_text(encoding="utf-8")
        new = with_box(old, box)
        if new != old:
            write_file(path, new.encode())


def with_box(html: str, box: str) -> str:
    """A page with ``box`` as the first thing in it, and without an earlier one."""
    html = _BOX.sub("", html)
    body = _BODY.search(html)
    if not box or body is None:
        return html
    return f"{html[: body.end()]}{_START}{box}{_END}{html[body.end() :]}"
