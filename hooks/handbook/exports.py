"""The catalog as data for programs: ``catalog.json`` and its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from handbook.addresses import SCHEMA_FILE
from handbook.catalog import Catalog, Entry
from handbook.markup import plain_text
from handbook.model import SetSpec
from handbook.questions import question
from handbook.source_text import join_of
from handbook.vocabulary import EXAM, ROLE, SENTENCE_ROLE, UNIT_ROLES, USE


def catalog_json(catalog: Catalog) -> str:
    """The catalog as ``site/catalog.json`` holds it, entries in reading order, one to a line."""
    head = {
        "$schema": SCHEMA_FILE,
        "title": catalog.handbook.title,
        "edition": catalog.handbook.edition.name,
        "marking": catalog.handbook.marking,
    }
    fields = [f' "{name}": {_json(value)}' for name, value in head.items()]
    lists = {
        "entries": entry_records(catalog),
        "sets": [_set(spec, catalog) for spec in catalog.handbook.sets.values()],
    }
    for name, records in lists.items():
        fields.append(f' "{name}": [\n' + ",\n".join(map(_json, records)) + "\n ]")
    return "{\n" + ",\n".join(fields) + "\n}\n"


def entry_records(catalog: Catalog) -> list[dict[str, Any]]:
    """What ``catalog.json`` says of each entry, in reading order."""
    return [_entry(entry, catalog) for entry in _in_reading_order(catalog)]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _in_reading_order(catalog: Catalog) -> Iterator[Entry]:
    """The source units in the order of the source, every other entry, and what one trains with."""
    yield from catalog.units
    yield from (entry for entry in catalog.entries if not entry.kind.verbatim)
    yield from (entry for entry in catalog.questions if entry.value(USE) != EXAM)


def _entry(entry: Entry, catalog: Catalog) -> dict[str, Any]:
    quotes = [quote.text for quote in entry.quotes]
    asked = question(entry) if entry.kind.is_question else None
    record: dict[str, Any] = {
        "id": entry.id,
        "kind": entry.kind.name,
        "title": entry.title,
        "text": plain_text(asked.stem, catalog.shown_name) if asked else catalog.text(entry),
        "url": entry.url,
        "source": [source.text for source in entry.sources],
        "quote": quotes[0] if len(quotes) == 1 else quotes or "",
        "refs": list(catalog.references_of(entry)),
        "backlinks": list(catalog.backlinks.get(entry.id, ())),
    }
    if entry.kind.verbatim:
        record["role"] = entry.value(ROLE) or SENTENCE_ROLE
        record["join"] = join_of(entry)
    if asked and asked.form:
        record["revision"] = asked.revision
    if entry.parent:
        record["parent"] = entry.parent
    status = catalog.status_of_page(entry.page)
    if status:
        record["status"] = status
    return record


def _set(spec: SetSpec, catalog: Catalog) -> dict[str, Any]:
    members = catalog.members(spec)
    page = catalog.pages_by_uri[spec.page] if spec.page else members[0].page
    status = catalog.handbook.statuses.get(catalog.status_of_page(page))
    return {
        "id": spec.id,
        "title": spec.title,
        "count": spec.count,
        "url": page.url,
        "members": [member.id for member in members],
        "status": status.name if status else "",
        "notice": status.notice_for(spec) if status else "",
    }


def catalog_schema() -> str:
    """The JSON Schema (draft 2020-12) of ``catalog.json``."""
    text = {"type": "string"}
    texts = {"type": "array", "items": text}
    entry = {
        "type": "object",
        "required": ["id", "kind", "title", "text", "url", "source", "quote", "refs", "backlinks"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string", "pattern": "^[A-Z]+[0-9]+$"},
            "kind": text,
            "title": text,
            "text": {"type": "string", "description": "正文的纯文本；原文条目是逐字的原文"},
            "url": {"type": "string", "description": "相对于站点根目录的地址"},
            "source": {**texts, "description": "所据原文条目的编号"},
            "quote": {
                "description": "所据的原话：一处是文字，多处是列表，没有则为空",
                "oneOf": [text, {**texts, "minItems": 2}],
            },
            "refs": {**texts, "description": "本条引用的条目"},
            "backlinks": {**texts, "description": "引用本条或以本条为据的条目"},
            "role": {"enum": list(UNIT_ROLES)},
            "join": {
                "type": "string",
                "pattern": r"^\s*$",
                "description": "原文中本句与下一句之间的字符",
            },
            "parent": {"type": "string", "description": "本条所属的条目"},
            "revision": {"type": "string", "description": "试题的字句一改就变；正文只有题干"},
            "status": {"type": "string", "description": "本条所在一套条文的地位"},
        },
    }
    members = {
        "type": "object",
        "required": ["id", "title", "count", "url", "members", "status", "notice"],
        "additionalProperties": False,
        "properties": {
            "id": text,
            "title": text,
            "count": {"type": "integer", "minimum": 1},
            "url": text,
            "members": texts,
            "status": text,
            "notice": {"type": "string", "description": "使用这套条文时必须一并出示的说明"},
        },
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "手册目录",
        "type": "object",
        "required": ["title", "edition", "marking", "entries", "sets"],
        "additionalProperties": False,
        "properties": {
            "$schema": text,
            "title": text,
            "edition": text,
            "marking": text,
            "entries": {"type": "array", "items": entry},
            "sets": {"type": "array", "items": members},
        },
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
