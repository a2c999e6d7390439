"""A comparison of two editions as text for people and as JSON for programs.

What changed is marked by words in brackets, so that it survives being pasted into a document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from handbook.addresses import TRAINER
from handbook.catalog import Catalog
from handbook.changed_words import Fate, Piece, changed_words, in_words
from handbook.revisions import (
    Changed,
    Comparison,
    Contents,
    Difference,
    Field,
    PageRevisions,
    Removed,
    Said,
    by_page,
    comparison_with_names,
)

FIELD_LABELS: Mapping[Field, str] = {
    Field.KIND: "种类",
    Field.TITLE: "题目",
    Field.TEXT: "正文",
    Field.REVISION: "试题",
    Field.QUOTE: "原话",
    Field.SOURCE: "所据原文",
    Field.PAGE: "所在页",
    Field.PARENT: "所属",
    Field.STATUS: "地位",
}
OTHER_ANSWERS = "选项、答案或者解析有改动（版次里只存题干，列不出字句）"
FOLLOWING = "只是所引条目的编号或者题目改了"
SAME_WORDS = "只改了编号，内容没有变"
NOTHING = "没有不同。"

_NONE = "（无）"
# What is told word by word; of the rest the old and the new are told side by side.
_IN_WORDS = (Field.TITLE, Field.TEXT, Field.QUOTE, Field.SOURCE)


def as_text(comparison: Comparison, catalog: Catalog) -> str:
    """The report for people."""
    comparison = comparison_with_names(comparison, catalog)
    lines = [f"{edition_name(comparison.old)} → {edition_name(comparison.new)}", ""]
    if comparison.is_empty:
        others = "、".join(edition.id for edition in catalog.editions)
        return "\n".join([lines[0], f"{NOTHING}定稿的版次有：{others}。"])
    lines.append(summary(comparison.added, comparison.changed, comparison.removed))
    for page in by_page(comparison):
        lines += ["", page_name(page.page, catalog)]
        lines += (f"  {notice}" for notice in notices(page, catalog))
        for line in _entry_lines(page, comparison, catalog):
            lines.append(f"  {line}")
    return "\n".join(lines)


def _entry_lines(page: PageRevisions, comparison: Comparison, catalog: Catalog) -> Iterator[str]:
    for said in page.added:
        yield f"新增 {said.name}"
        yield from _text_lines(said)
    for changed in page.changed:
        if not changed.follows:
            yield f"改动 {changed.after.name}"
            yield from _difference_lines(changed.differences, comparison, catalog)
    following = [changed.after.id for changed in page.changed if changed.follows]
    if following:
        yield f"{FOLLOWING}：{'、'.join(following)}"
    for removed in page.removed:
        yield f"{removal_label(removed)} {removed.before.name}{_became(removed)}"
        if not removed.after:
            yield from _text_lines(removed.before)
        yield from _difference_lines(removed.differences, comparison, catalog)


def _text_lines(said: Said) -> Iterator[str]:
    if said.text:
        yield f"    {FIELD_LABELS[Field.TEXT]}：{_on_one_line(said.text)}"


def _difference_lines(
    found: Iterable[Difference], comparison: Comparison, catalog: Catalog
) -> Iterator[str]:
    for difference in found:
        words = in_words(words_of(difference, comparison, catalog))
        yield f"    {FIELD_LABELS[difference.field]}：{_on_one_line(words)}"


def _became(removed: Removed) -> str:
    if removed.successor:
        after = removed.after
        by = after.name if after and after.title != removed.before.title else removed.successor
        return f"：由 {by} 代替{'，' + SAME_WORDS if is_mere_renaming(removed) else ''}"
    return f"：{removed.reason}" if removed.reason else ""


def _on_one_line(text: str) -> str:
    return " ".join(text.split("\n"))


# --- words that the report and the page share ---------------------------------------------------


def edition_name(contents: Contents) -> str:
    """An edition's name and id; of what is still written, that it is."""
    name = f"{contents.name}（{contents.id}）"
    return name if contents.is_frozen else f"现在的内容，{name}"


def summary(added: Sequence[Said], changed: Sequence[Changed], removed: Sequence[Removed]) -> str:
    """How many entries are new, changed, gone."""
    replaced = sum(bool(one.successor) for one in removed)
    following = sum(one.follows for one in changed)
    counts = {
        "新增": len(added),
        "改动": len(changed) - following,
        "删去": len(removed) - replaced,
        "由别的条目代替": replaced,
        FOLLOWING: following,
    }
    told = [f"{what} {count} 条" for what, count in counts.items() if count]
    return f"{'，'.join(told)}。" if told else NOTHING


def removal_label(removed: Removed) -> str:
    """Whether an entry is gone or another took over."""
    return "代替" if removed.successor else "删去"


def is_mere_renaming(removed: Removed) -> bool:
    """Whether the entry that took over is the same under another id."""
    return removed.after is not None and not removed.differences


def page_name(address: str, catalog: Catalog) -> str:
    """The title of a page; the address of one that is gone."""
    titles = {page.url: page.title for page in catalog.pages}
    return titles.get(address, "试题" if address == TRAINER else address)


def notices(page: PageRevisions, catalog: Catalog) -> list[str]:
    """What must be said of the entries of a page whose wording is, or was, not the issued one."""
    said = [*page.added, *(side for one in page.changed for side in (one.before, one.after))]
    said += [one.before for one in page.removed]
    names = dict.fromkeys(one.values.get(Field.STATUS, "") for one in said)
    statuses = [
        catalog.handbook.statuses[name] for name in names if name in catalog.handbook.statuses
    ]
    pages = {p.uri: p.url for p in catalog.pages}
    specs = [s for s in catalog.handbook.sets.values() if s.page and pages.get(s.page) == page.page]
    return [
        f"{status.label}：{status.notice_for(spec)}"
        for status in statuses
        if status.notice
        for spec in specs
    ]


def words_of(difference: Difference, comparison: Comparison, catalog: Catalog) -> tuple[Piece, ...]:
    """What differs in a field, in words for readers."""
    if difference.field is Field.REVISION:
        return (Piece(Fate.KEPT, OTHER_ANSWERS),)
    if difference.field in _IN_WORDS:
        return changed_words(difference.before, difference.after)
    before = _shown(difference.field, difference.before, comparison.old, catalog)
    after = _shown(difference.field, difference.after, comparison.new, catalog)
    return (Piece(Fate.REMOVED, before), Piece(Fate.ADDED, after))


def _shown(field: Field, value: str, contents: Contents, catalog: Catalog) -> str:
    """A value as a reader knows it."""
    handbook = catalog.handbook
    if not value:
        return _NONE
    if field is Field.KIND and value in handbook.kinds:
        return handbook.kinds[value].label
    if field is Field.STATUS and value in handbook.statuses:
        return handbook.statuses[value].label
    if field is Field.PAGE:
        return page_name(value, catalog)
    if field is Field.PARENT and value in contents.entries:
        return contents.entries[value].name
    return value


# --- data ---------------------------------------------------------------------------------------


def as_json(comparison: Comparison, catalog: Catalog) -> str:
    """The same for programs, as the editions hold it; CONTRIBUTING.md tells the form."""
    data = {
        "from": _edition_record(comparison.old),
        "to": _edition_record(comparison.new),
        "notices": list(
            dict.fromkeys(n for page in by_page(comparison) for n in notices(page, catalog))
        ),
        "added": [_record(said) for said in comparison.added],
        "changed": [
            {
                **_record(changed.after),
                "follows": changed.follows,
                "differences": list(map(_difference_record, changed.differences)),
            }
            for changed in comparison.changed
        ],
        "removed": [
            {
                **_record(removed.before),
                "replaced-by": removed.successor,
                "reason": removed.reason,
                "differences": list(map(_difference_record, removed.differences)),
            }
            for removed in comparison.removed
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _edition_record(contents: Contents) -> dict[str, Any]:
    return {"id": contents.id, "name": contents.name, "frozen": contents.is_frozen}


def _record(said: Said) -> dict[str, str]:
    fields = (Field.KIND, Field.TITLE, Field.TEXT)
    told = {field.value: said.values[field] for field in fields if field in said.values}
    return {"id": said.id, **told, "url": said.url}


def _difference_record(difference: Difference) -> dict[str, Any]:
    field, before, after = difference.field, difference.before, difference.after
    record: dict[str, Any] = {"field": field.value, "before": before, "after": after}
    if field in _IN_WORDS:
        record["pieces"] = [[fate.value, text] for fate, text in changed_words(before, after)]
    return record


FORMATS: Mapping[str, Callable[[Comparison, Catalog], str]] = {"text": as_text, "json": as_json}
