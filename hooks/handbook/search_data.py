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
from handbook.search_documents import Anchors, bare, filter_labels, names_of, search_documents

_START = "window.handbook = window.handbook || {};\nwindow.handbook.searchData = "
_END = ";\n"


def search_data_js(catalog: Catalog, anchors: Anchors | None = None) -> str:
    """The script; ``anchors`` is what rendering has made of the headings, none before it."""
    documents = list(search_documents(catalog, anchors))
    names = [name for document in documents for name in names_of(document)]
    texts = [document["text"] for document in documents if "text" in document]
    occurring = "\n".join([*names, *texts])
    synonyms = catalog.handbook.synonyms
    data = {
        "listing": built_address(ALPHABETICAL_PAGE),
        "filters": filter_labels(catalog),
        "documents": documents,
        "synonyms": [_parted(group, bare(occurring)) for group in synonyms.groups],
        "questionWords": [word.text for word in synonyms.question_words],
        "asksFor": [([w.text for w in asked.words], asked.kinds) for asked in synonyms.asks_for],
        "readings": readings(names, texts),
        "traditional": "".join(map("".join, traditional_forms([occurring]).items())),
    }
    return as_script(data)


def as_script(data: Mapping[str, Any]) -> str:
    """The script that hands ``data`` to the search."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # These two end a line in old JavaScript even inside a string.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"{_START}{text}{_END}"


def data_of(script: str) -> dict[str, Any]:
    """What :func:`as_script` made ``script`` from; raises ``ValueError`` if it is no such one."""
    if not (script.startswith(_START) and script.endswith(_END)):
        raise ValueError("no script of the search's data")
    data: dict[str, Any] = json.loads(script[len(_START) : -len(_END)])
    return data


def _parted(group: Iterable[Word], text: str) -> tuple[list[str], list[str]]:
    """The words of a group that occur in ``text``, and the others."""
    occurring = [word.text for word in group if bare(word.text) in text]
    return occurring, [word.text for word in group if word.text not in occurring]
