"""Bodies that are plain paragraphs, written as HTML without Python-Markdown.

Most entries say a sentence or two, with a reference here and there. Python-Markdown and MkDocs
would spend half of a large build on them. What is taken here is narrow: letters, digits and Chinese
text, each paragraph on one line, and bare references; any other body goes the usual way. Both ways
give the same HTML: ``tests/unit/test_plain_body.py``.
"""

from __future__ import annotations

import re

from handbook.catalog import Catalog, Entry
from handbook.glossary import Glossary
from handbook.rendering.cards import link_html
from handbook.rendering.term_links import term_html

# Of ASCII what no Markdown extension in use gives a meaning. A lone blank between words is text;
# two at the end of a line, or any at its start, are markup.
_REFERENCE = r"\[[A-Z]{2}\d+\]"
_WORD = rf"(?:[A-Za-z0-9%]|[^\x00-\x7f\u0080-\u00a0\u2028\u2029\ufeff]|{_REFERENCE})+"
_PARAGRAPH = rf"{_WORD}(?: {_WORD})*"
_PLAIN = re.compile(rf"\n*{_PARAGRAPH}(?:\n\n+{_PARAGRAPH})*\n*")
_REFERENCES = re.compile(r"\[([A-Z]{2}\d+)\]")
_TWO_REFERENCES = re.compile(r"\] ?\[")


def is_plain(body: str) -> bool:
    """Whether ``body`` is nothing but plain paragraphs and bare references."""
    return bool(_PLAIN.fullmatch(body)) and not _TWO_REFERENCES.search(body)


def plain_body_html(entry: Entry, catalog: Catalog, glossary: Glossary) -> str:
    """The HTML of a plain body, with the words of ``glossary`` that it does not link anyhow."""
    page_uri = entry.page.uri
    seen = {entry.id, *_REFERENCES.findall(entry.body)}

    def reference(id: str) -> str:
        target = catalog.by_id.get(id)
        return link_html(target, page_uri) if target else f"[{id}]"

    def paragraph(line: str) -> str:
        words = _REFERENCES.split(line)  # text, id, text, …, text
        words[1::2] = map(reference, words[1::2])
        if glossary:
            texts = glossary.cut(words[::2], seen)
            words[::2] = ("".join(term_html(p, page_uri) for p in pieces) for pieces in texts)
        return f"<p>{''.join(words)}</p>"

    return "\n".join(paragraph(line) for line in entry.body.split("\n") if line)
