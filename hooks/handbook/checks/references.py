"""References between entries: each leads somewhere, and typed ones to the right kind."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator

from handbook import codes
from handbook.catalog import Catalog, Entry, is_draft
from handbook.model import Diagnostic, Reference, Word, prefix_of

# So many near ids are offered for one that does not exist.
_OFFERED = 3


def dangling(catalog: Catalog) -> Iterator[Diagnostic]:
    """References to ids that no entry has, in text and in typed options."""
    for reference in _all_references(catalog):
        if reference.target not in catalog.by_id and reference.target not in catalog.broken_ids:
            draft = catalog.drafts_by_id.get(reference.target)
            retired = catalog.ledger.lines.get(reference.target)
            if draft:
                message = f"{draft.id} 是草稿，读者看不到"
                yield codes.DRAFT_REFERENCE.at(reference.place, message)
                continue
            if retired and retired.replaced_by:
                message = f"编号 {retired.id} 已停用"
                hint = f"改为 {retired.successor}。" if retired.successor else ""
                yield codes.RETIRED_REFERENCE.at(reference.place, message, hint)
                continue
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


def missing(catalog: Catalog) -> Iterator[Diagnostic]:
    """Entries of a kind that has to be referred to, and that no other entry refers to."""
    for entry in catalog.entries:
        if entry.kind.referred_to and not catalog.backlinks.get(entry.id):
            message = f"{entry.kind.label} {entry.id} 没有被任何条目引用"
            yield codes.NOT_REFERRED_TO.at(entry.place, message)


def cycles(catalog: Catalog) -> Iterator[Diagnostic]:
    """Relations that are declared to form a tree and lead back to where they began."""
    relations = {entry.id: _upwards(entry) for entry in catalog.by_id.values()}
    finished: set[str] = set()
    for start in relations:
        if start in finished:
            continue
        path = {start: iter(relations[start])}
        while path:
            id, references = next(reversed(path.items()))
            reference = next(references, None)
            if reference is None:
                finished.add(id)
                del path[id]
            elif reference.target in path:
                circle = list(path)[list(path).index(reference.target) :]
                message = f"绕成了圈：{' → '.join([*circle, reference.target])}"
                yield codes.CYCLE.at(reference.place, message)
            elif reference.target in relations and reference.target not in finished:
                path[reference.target] = iter(relations[reference.target])


CHECKS = (dangling, to_itself, relations, titles, missing, cycles)


def unknown_name(code: codes.Code, word: Word, catalog: Catalog) -> Diagnostic:
    """That a name in a list is that of no entry, no set and no kind."""
    hint = nearest_ids(catalog, word.text) if word.text.isalnum() else ""
    return code.at(word.place, f"“{word.text}”不是条目、套或种类", hint)


def nearest_ids(catalog: Catalog, id: str) -> str:
    """A hint that names the existing ids most like ``id``, with their titles."""
    prefix = prefix_of(id)
    alike = [other for other in catalog.by_id if prefix_of(other) == prefix]
    near = difflib.get_close_matches(id, alike or catalog.by_id, n=_OFFERED, cutoff=0.6)
    if not near:
        return codes.DANGLING.remedy
    return f"相近的编号：{'；'.join(catalog.by_id[n].name for n in near)}。"


def _bare(text: str) -> str:
    return text.strip("“”")


def _words_of(entry: Entry) -> str:
    return "\n".join([entry.title, *(quote.text for quote in entry.quotes)])


def _all_references(catalog: Catalog) -> Iterator[Reference]:
    """Every reference that readers get: those of drafts are not among them."""
    for page in catalog.pages:
        hidden = {n for block in page.blocks if is_draft(block.options) for n in block.lines}
        yield from (r for r in page.references if r.place.line not in hidden)
    for entry in catalog.entries:
        yield from (reference for reference in entry.references if reference.option)


def _upwards(entry: Entry) -> list[Reference]:
    """The references of an entry's options that form a tree; to itself is reported by itself."""
    trees = entry.kind.tree_options
    if not trees:
        return []
    return [r for r in entry.references if r.option in trees and r.target != entry.id]
