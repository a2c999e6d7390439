"""The script that hands the browser what its search is made from.

It is a classic script and no JSON file, because a page opened from a disk may load scripts but not
fetch files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from handbook.addresses import ALPHABETICAL_PAGE, built_address
from handbook.catalog import Catalog
from handbook.characters import readings, traditional_forms
from handbook.model import Word
from handbook.search_documents import (
    Anchors,
    Document,
    bare,
    filter_labels,
    names_of,
    search_documents,
)

_START = "window.handbook = window.handbook || {};\nwindow.handbook.searchData = "
_END = ";\n"

# What many documents have in common, written once: a document names its row and its own place.
_SHARED = ("kind", "label", "filter", "where", "priority")

# Between the wordings of one document. They stand by themselves, beside the documents: texts that
# are alike, close together, zip to less.
_BETWEEN_WORDINGS = "|"


def search_data_js(catalog: Catalog, anchors: Anchors | None = None) -> str:
    """The script; ``anchors`` is what rendering has made of the headings, none before it."""
    documents = list(search_documents(catalog, anchors))
    names = [name for document in documents for name in names_of(document)]
    texts = [document["text"] for document in documents if "text" in document]
    occurring = "\n".join([*names, *texts])
    kinds, synonyms = catalog.handbook.kinds, catalog.handbook.synonyms
    data = {
        "listing": built_address(ALPHABETICAL_PAGE),
        "filters": filter_labels(catalog),
        "documents": documents,
        "synonyms": [_parted(group, bare(occurring)) for group in synonyms.groups],
        "questionWords": [word.text for word in synonyms.question_words],
        "asksFor": [([w.text for w in asked.words], asked.kinds) for asked in synonyms.asks_for],
        "readings": readings(names, texts),
        "traditional": "".join(map("".join, traditional_forms([occurring]).items())),
        "explained": {k.name: k.body_label for k in kinds.values() if k.explained},
    }
    return as_script(data)


def as_script(data: Mapping[str, Any]) -> str:
    """The script that hands ``data`` to the search; ``unpacked`` in search-index.js reads it."""
    places: dict[tuple[Any, ...], int] = {}
    documents = [_packed(document, places) for document in data["documents"]]
    asked = [_joined(document.pop("asked", ())) for document in documents]
    packed = {**data, "documents": documents, "asked": asked, "places": list(places)}
    text = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    # These two end a line in old JavaScript even inside a string.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"{_START}{text}{_END}"


def data_of(script: str) -> dict[str, Any]:
    """What :func:`as_script` made ``script`` from; raises ``ValueError`` if it is no such one."""
    if not (script.startswith(_START) and script.endswith(_END)):
        raise ValueError("no script of the search's data")
    data: dict[str, Any] = json.loads(script[len(_START) : -len(_END)])
    places = data.pop("places")
    documents = [_unpacked(document, places) for document in data["documents"]]
    for document, asked in zip(documents, data.pop("asked"), strict=True):
        if asked:
            document["asked"] = asked.split(_BETWEEN_WORDINGS)
    data["documents"] = documents
    return data


def _packed(document: Document, places: dict[tuple[Any, ...], int]) -> Document:
    """``document`` with the number of its row in ``places``, which grows by new ones."""
    page, sign, anchor = document["url"].partition("#")
    row = (*(document.get(name, 0) for name in _SHARED), page)
    own = {name: value for name, value in document.items() if name not in (*_SHARED, "url")}
    if anchor != document.get("id", ""):
        own["at"] = sign + anchor
    return {**own, "in": places.setdefault(row, len(places))}


def _joined(wordings: Iterable[str]) -> str:
    """Signs say nothing in a wording, so the one that parts them may be left out of them."""
    return _BETWEEN_WORDINGS.join(text.replace(_BETWEEN_WORDINGS, " ") for text in wordings)


def _unpacked(packed: Document, places: list[list[Any]]) -> Document:
    *shared, page = places[packed.pop("in")]
    id = packed.get("id", "")
    url = page + packed.pop("at", f"#{id}" if id else "")
    return {**packed, **dict(zip(_SHARED, shared, strict=True)), "url": url}


def _parted(group: Iterable[Word], text: str) -> tuple[list[str], list[str]]:
    """The words of a group that occur in ``text``, and the others."""
    occurring = [word.text for word in group if bare(word.text) in text]
    return occurring, [word.text for word in group if word.text not in occurring]
