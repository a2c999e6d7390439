"""The working checklist: one HTML file, taken along and opened by double-click, to tick rows in.

Its rows are those of the office checklists, put under each heading together; what they say stands
in the page as HTML, so that it is there without scripts and on paper. The scripts get the same rows
as data, with what former editions said of them, so that a record of an older edition can be read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from handbook.addresses import WORKING_CHECKLIST, WORKING_SCHEMA
from handbook.apart import in_script, joined_assets
from handbook.catalog import Catalog, Entry
from handbook.changed_words import Fate, changed_words
from handbook.content_policy import with_policy
from handbook.markup import plain_text
from handbook.model import Kind, OptionType
from handbook.office.checklists import RESULTS, Group, Item, Sheet, checklists
from handbook.office.record_workbook import SETTLED, RecordRow, record_book
from handbook.rendering.cards import GUIDE_LABEL, folded_html
from handbook.rendering.kind_styles import kind_styles
from handbook.revisions import (
    Field,
    is_reworded,
    known_editions,
    present_contents,
    what_became,
    with_names,
)
from handbook.templates import template
from handbook.vocabulary import LOOKED_AT_BY

FORMAT, VERSION = "handbook-working-checklist", 1
MODES = ("training", "use")

# In this order the page's script reads how long pieces of text are.
_FATES = (Fate.KEPT, Fate.REMOVED, Fate.ADDED)

_STYLES = (
    "handbook/base.css",
    "handbook/shell.css",
    "handbook/entries.css",
    "handbook/changes.css",
    "working/working.css",
)
_EARLY = ("handbook/reading.js",)
_SCRIPTS = (
    "apart/elements.js",
    "apart/talk.js",
    "apart/csv.js",
    "apart/keeper.js",
    "apart/second-copy.js",
    "apart/keeping-panel.js",
    "working/marks.js",
    "working/editions.js",
    "working/files.js",
    "working/merge.js",
    "working/table.js",
    "working/workbook.js",
    "working/keeping.js",
    "working/sheet.js",
    "working/notes.js",
    "working/changed.js",
    "working/rows.js",
    "working/handing-over.js",
    "working/notes-panel.js",
    "working/page.js",
    "handbook/reading-panel.js",
)


@dataclass(frozen=True)
class Row:
    """One row: its entry, what is printed of it, and its folded hints as HTML."""

    item: Item
    kind: Kind
    text: str
    hints: str
    facts: dict[str, list[str]]


@dataclass(frozen=True)
class Guide:
    """What the editor advises on all rows under a heading, point by point."""

    title: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A heading with the rows of every kind under it."""

    group: Group
    rows: tuple[Row, ...]
    guide: Guide | None


@dataclass(frozen=True)
class Part:
    """The rows of one page entry, heading by heading."""

    sheet: Sheet
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Facet:
    """A fact that rows can be chosen by."""

    name: str
    label: str
    values: tuple[str, ...]


def working_files(catalog: Catalog) -> dict[str, str]:
    """The page and the schema of its records, by their addresses; none without checklists."""
    lists = checklists(catalog)
    if not lists.sheets:
        return {}
    return {
        WORKING_CHECKLIST: working_checklist(catalog),
        WORKING_SCHEMA: working_schema(catalog),
    }


def working_checklist(catalog: Catalog) -> str:
    """The page's text, with its policy."""
    handbook = catalog.handbook
    lists = checklists(catalog)
    parts = tuple(_parts(lists.sheets, catalog))
    html = template("working.html").render(
        title=handbook.title,
        edition=lists.edition,
        unit=handbook.issuing_unit,
        marking=handbook.marking,
        warning=handbook.warning,
        parts=parts,
        kinds={row.kind.name: row.kind.label for row in _rows(parts)},
        facets=_facets(parts),
        results=RESULTS,
        methods=_methods(parts),
        notices=lists.notices,
        guide_label=GUIDE_LABEL,
        data=in_script(_data(parts, catalog)),
        workbook=in_script(_workbook(parts, catalog)),
        styles=joined_assets(_STYLES) + kind_styles(handbook),
        early=joined_assets(_EARLY),
        scripts=joined_assets(_SCRIPTS),
    )
    return with_policy(html)


def working_schema(catalog: Catalog) -> str:
    """The JSON Schema (draft 2020-12) of what the page exports and imports."""
    parts = tuple(_parts(checklists(catalog).sheets, catalog))
    word = {"type": "string", "minLength": 1, "maxLength": 40}
    item = {
        "type": "object",
        "required": ["result", "methods"],
        "additionalProperties": False,
        "properties": {
            "result": {"enum": list(RESULTS)},
            "methods": {
                "type": "array",
                "items": word,
                "maxItems": 50,
                "description": f"怎样看的：{'、'.join(_methods(parts))}",
            },
            "edition": {**word, "description": "记录时的版次，与文件的版次相同则不写"},
        },
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "工作清单的记录",
        "type": "object",
        "required": ["format", "version", "handbook", "edition", "mode", "items"],
        "additionalProperties": False,
        "properties": {
            "$schema": {"type": "string"},
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "handbook": {"const": catalog.handbook.title},
            "edition": {**word, "description": "导出时手册的版次"},
            "mode": {"enum": list(MODES), "description": "训练，还是使用"},
            "items": {
                "type": "object",
                "propertyNames": {"pattern": "^[A-Z]{1,8}[0-9]{1,8}$"},
                "additionalProperties": item,
                "description": "按条目的编号；没有写到的就是未查",
            },
        },
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _parts(sheets: Iterable[Sheet], catalog: Catalog) -> Iterator[Part]:
    order = {entry.id: number for number, entry in enumerate(catalog.entries)}
    for sheet in sheets:
        under: dict[Group, list[Row]] = {}
        for part in sheet.parts:
            for item in part.items:
                entry = catalog.by_id[item.id]
                under.setdefault(part.group, []).append(_row(item, entry, catalog))
        # In the order of the page: the headings of one kind alone would put others last.
        groups = sorted(under, key=lambda group: min(order[row.item.id] for row in under[group]))
        yield Part(
            sheet,
            tuple(
                Section(group, tuple(under[group]), _guide(group.id, catalog)) for group in groups
            ),
        )


def _guide(heading: str, catalog: Catalog) -> Guide | None:
    """The advice under a heading; of the entries that it names, a reader looks up the ids."""
    block = catalog.guides.get(heading) if heading else None
    if block is None:
        return None
    points = re.split(r"\n(?=\s*(?:[-*+]|\d+\.)\s)|\n{2,}", block.body)
    texts = (plain_text(point, lambda id: id) for point in points)
    return Guide(block.title, tuple(text for text in texts if text))


def _row(item: Item, entry: Entry, catalog: Catalog) -> Row:
    facts = {
        name: [value.text for value in entry.values(name)]
        for name, spec in entry.kind.options.items()
        if spec.label
        and spec.type in (OptionType.CHOICE, OptionType.CHOICES)
        and entry.values(name)
    }
    return Row(item, entry.kind, catalog.text(entry), folded_html(entry), facts)


def _rows(parts: Iterable[Part]) -> Iterator[Row]:
    return (row for part in parts for section in part.sections for row in section.rows)


def _facets(parts: Iterable[Part]) -> list[Facet]:
    """The facts that some row has, each with the values that occur, in the order declared."""
    rows = list(_rows(parts))
    found = []
    for name in dict.fromkeys(name for row in rows for name in row.facts):
        used = {value for row in rows for value in row.facts.get(name, ())}
        specs = [row.kind.options[name] for row in rows if name in row.facts]
        values = dict.fromkeys(value for spec in specs for value in spec.values if value in used)
        found.append(Facet(name, specs[0].label, tuple(values)))
    return found


def _methods(parts: Iterable[Part]) -> list[str]:
    kinds = {row.kind.name: row.kind for row in _rows(parts)}
    specs = [s for k in kinds.values() for s in k.options.values() if s.role == LOOKED_AT_BY]
    return list(dict.fromkeys(value for spec in specs for value in spec.values))


def _data(parts: tuple[Part, ...], catalog: Catalog) -> dict[str, Any]:
    edition = catalog.handbook.edition
    rows = list(_rows(parts))
    editions = list(_former_editions(rows, catalog))
    here = {row.item.id for row in rows}
    gone = {id for former in editions for id in former["texts"] if id not in here}
    return {
        "title": catalog.handbook.title,
        "slug": catalog.handbook.slug,
        "formerSlugs": list(catalog.handbook.former_slugs),
        "useNotice": catalog.handbook.use_notice,
        "edition": {"id": edition.id, "name": edition.name},
        "editions": editions,
        "moved": what_became(sorted(gone), catalog.ledger.lines),
        "results": list(RESULTS),
        "methods": _methods(parts),
        "kinds": {row.kind.name: row.kind.label for row in rows},
        "sheets": [
            {"name": part.sheet.name, "groups": [section.group.name for section in part.sections]}
            for part in parts
        ],
        "rows": [
            {
                "id": row.item.id,
                "kind": row.kind.name,
                "sheet": sheet,
                "group": group,
                "title": row.item.title,
                "text": row.text,
                "facts": row.facts,
            }
            for sheet, part in enumerate(parts)
            for group, section in enumerate(part.sections)
            for row in section.rows
        ],
    }


def _workbook(parts: tuple[Part, ...], catalog: Catalog) -> dict[str, Any]:
    handbook = catalog.handbook
    book = record_book(
        [
            RecordRow(
                row.item.id, part.sheet.name, section.group.name, row.kind.label, row.item.title
            )
            for part in parts
            for section in part.sections
            for row in section.rows
        ],
        title=f"{handbook.title} · 工作清单",
        edition=handbook.edition.name,
        warning=handbook.warning,
        results=RESULTS,
    )
    return {"parts": book.parts, "totals": book.totals, "settled": SETTLED}


def _former_editions(rows: list[Row], catalog: Catalog) -> Iterator[dict[str, Any]]:
    """The frozen editions but this one: texts that are others now, or gone; the ids of the rest.

    They are history: what one of them does not say in the present form is passed over.
    """
    shown = {row.item.id: row for row in rows}
    kinds = {row.kind.name for row in rows}
    others = [one for one in known_editions(catalog) if one.id != catalog.handbook.edition.id]
    now = present_contents(catalog).entries if others else {}
    for former in others:
        read = {
            id: with_names(said, catalog)
            for id, said in former.entries.items()
            if said.values.get(Field.KIND) in kinds and {Field.TITLE, Field.TEXT} <= {*said.values}
        }
        reworded = {id for id in read if id in shown and is_reworded(former.entries[id], now[id])}
        yield {
            "id": former.id,
            "name": former.name,
            "texts": {
                id: {"title": said.title, "text": said.text}
                for id, said in read.items()
                if id in reworded or id not in shown
            },
            "spans": {
                id: {
                    "title": spans(read[id].title, shown[id].item.title),
                    "text": spans(read[id].text, shown[id].text),
                }
                for id in read
                if id in reworded
            },
            "same": [id for id in read if id in shown and id not in reworded],
        }


def spans(old: str, new: str) -> list[int]:
    """How long the pieces of a text are that were kept, removed and added, three by three."""
    found: list[int] = []
    for piece in changed_words(old, new):
        place = _FATES.index(piece.fate)
        while len(found) % len(_FATES) != place:
            found.append(0)
        found.append(len(piece.text))
    return found
