"""References between entries: each leads somewhere, and typed ones to the right kind."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator

from handbook import codes
from handbook.catalog import Catalog, Entry
from handbook.model import Diagnostic, Reference

# So many near ids are offered for one that does not exist.
_OFFERED = 3


def dangling(catalog: Catalog) -> Iterator[Diagnostic]:
    """References to ids that no entry has, in text and in typed options."""
    for reference in _all_references(catalog):
        if reference.target not in catalog.by_id and reference.target not in catalog.broken_ids:
            meant = unicodedata.normalize("NFKC", reference.target).upper()
            if meant in catalog.by_id:
                message = f"“{reference.target}”写法不对"
                yield codes.WRONG_CASE.at(reference.place, message, f"应写 {meant}。")
                continue
            where = f"选项 {reference.option} 引用的" if reference.option else "引用的"
            yield codes.DANGLING.at(
                reference.place,
                f"{where}编号 {reference.target} 不存在",
                nearest_ids(catalog, reference.target),
            )


def to_itself(catalog: Catalog) -> Iterator[Diagnostic]:
    """Entries that refer to themselves."""
    for entry in catalog.entries:
        for reference in entry.references:
            if reference.target == entry.id:
                yield codes.SELF_REFERENCE.at(reference.place, f"{entry.id} 引用了自己")


def relations(catalog: Catalog) -> Iterator[Diagnostic]:
    """Values of typed options that lead to an entry of another kind than the option wants."""
    kinds = catalog.handbook.kinds
    for entry in catalog.entries:
        for reference in entry.references:
            spec = entry.kind.options.get(reference.option)
            target = catalog.by_id.get(reference.target)
            if spec and target and spec.kinds and target.kind.name not in spec.kinds:
                wanted = "或".join(kinds[name].label for name in spec.kinds)
                message = f"选项 {spec.name} 要的是{wanted}，{target.id} 是{target.kind.label}"
                yield codes.WRONG_RELATION.at(reference.place, message)


def titles(catalog: Catalog) -> Iterator[Diagnostic]:
    """Links whose text is the title of another entry, and no words of the one they lead to."""
    by_title: dict[str, Entry] = {}
    for entry in catalog.entries:
        if not entry.kind.verbatim:
            by_title.setdefault(_bare(entry.title), entry)
    for page in catalog.pages:
        for reference in page.references:
            text = _bare(reference.text)
            other, target = by_title.get(text), catalog.by_id.get(reference.target)
            if other and target and text not in _words_of(target):
                message = f"链接的文字“{text}”是 {other.id} 的题目，却指向 {target.id}"
                yield codes.OTHER_TITLE.at(reference.place, message)


CHECKS = (dangling, to_itself, relations, titles)


def nearest_ids(catalog: Catalog, id: str) -> str:
    """A hint that names the existing ids most like ``id``, with their titles."""
    prefix = id.rstrip("0123456789")
    alike = [other for other in catalog.by_id if other.rstrip("0123456789") == prefix]
    near = difflib.get_close_matches(id, alike or catalog.by_id, n=_OFFERED, cutoff=0.6)
    if not near:
        return codes.DANGLING.remedy
    return f"相近的编号：{'；'.join(catalog.by_id[n].name for n in near)}。"


def _bare(text: str) -> str:
    return text.strip("“”")


def _words_of(entry: Entry) -> str:
    return "\n".join([entry.title, *(quote.text for quote in entry.quotes)])


def _all_references(catalog: Catalog) -> Iterator[Reference]:
    for page in catalog.pages:
        yield from page.references
    for entry in catalog.entries:
        yield from (reference for reference in entry.references if reference.option)
