"""What each edition changed: entry by entry, with the words that were taken out and put in."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from handbook.addresses import CHANGES_PAGE, TRAINER
from handbook.catalog import Catalog
from handbook.changed_words import Fate, Piece
from handbook.questions import practice_questions
from handbook.rendering.cards import built_href
from handbook.rendering.generated_page import GeneratedPage, slot
from handbook.revision_report import (
    FIELD_LABELS,
    FOLLOWING,
    SAME_WORDS,
    edition_name,
    is_mere_renaming,
    notices,
    page_name,
    removal_label,
    summary,
    words_of,
)
from handbook.revisions import (
    Comparison,
    Difference,
    Field,
    PageRevisions,
    Removed,
    Said,
    by_page,
    comparison_with_names,
    known_editions,
    successive,
)
from handbook.written_pages import CHANGES

# Where so many entries differ, or fewer, all of them are seen at once.
_UNFOLDED = 20

# Read out with the words, and copied with them: a line through them or under them is neither.
_TAGS = {Fate.REMOVED: ("del", "删去："), Fate.ADDED: ("ins", "增加：")}


def changes_page(catalog: Catalog) -> GeneratedPage:
    """Each edition beside the one before it, the latest first."""
    found = successive(catalog)
    lines = ["---", f"title: {CHANGES.title}", "---", "", f"# {CHANGES.title}", ""]
    lines += [CHANGES.introduction, ""]
    if not found:
        lines += [_nothing_to_compare(catalog), ""]
    page = _Page(catalog)
    pieces: list[str] = []
    for comparison in (comparison_with_names(one, catalog) for one in reversed(found)):
        old, new = comparison.old, comparison.new
        anchor = f"from-{old.id}" + ("" if new.is_frozen else "-to-now")
        lines += [f"## {edition_name(old)} → {edition_name(new)} {{ #{anchor} }}", ""]
        lines += [slot(len(pieces)), ""]
        pieces.append(page.comparison(comparison))
    return GeneratedPage("\n".join(lines), tuple(pieces))


def _nothing_to_compare(catalog: Catalog) -> str:
    editions = known_editions(catalog)
    if not editions:
        return "还没有定稿的版次，没有可以比较的。"
    only = edition_name(editions[0])
    if editions[0].id == catalog.handbook.edition.id:
        return f"现在是第一个版次：{only}。还没有可以比较的。"
    return f"定稿的版次只有{only}，现在的内容与它没有不同。"


class _Page:
    """The HTML of comparisons; holds what of the catalog each entry asks for."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._questions = {question.entry.id for question in practice_questions(catalog)}

    def comparison(self, comparison: Comparison) -> str:
        counts = summary(comparison.added, comparison.changed, comparison.removed)
        total = sum(map(len, (comparison.added, comparison.changed, comparison.removed)))
        is_open = total <= _UNFOLDED
        pages = "".join(self._page(page, comparison, is_open) for page in by_page(comparison))
        return f"<p>{counts}</p>\n{pages}"

    def _page(self, page: PageRevisions, comparison: Comparison, is_open: bool) -> str:
        items = [self._item("新增", said, self._text(said)) for said in page.added]
        items += [
            self._item("改动", one.after, self._differences(one.differences, comparison))
            for one in page.changed
            if not one.follows
        ]
        items += [self._removed(one, comparison) for one in page.removed]
        following = [self._link(one.after, is_short=True) for one in page.changed if one.follows]
        if following:
            items.append(f"<li>{FOLLOWING}：{'、'.join(following)}</li>")
        counts = summary(page.added, page.changed, page.removed).removesuffix("。")
        title = escape(page_name(page.page, self._catalog))
        notes = "".join(
            f'<p class="hb-revisions__notice">{escape(notice)}</p>'
            for notice in notices(page, self._catalog)
        )
        return (
            f'<details class="hb-revised"{" open" if is_open else ""}>'
            f"<summary>{title} <span>{counts}</span></summary>{notes}"
            f'<ul class="hb-revisions">{"".join(items)}</ul></details>\n'
        )

    def _item(self, label: str, said: Said, html: str, became: str = "") -> str:
        return f"<li><p><b>{label}</b> {self._link(said)}{became}</p>{html}</li>"

    def _removed(self, removed: Removed, comparison: Comparison) -> str:
        before = removed.before
        words = self._differences(removed.differences, comparison)
        html = words if removed.after else self._text(before)
        return self._item(removal_label(removed), before, html, self._became(removed))

    def _became(self, removed: Removed) -> str:
        if not removed.successor:
            return f"：{escape(removed.reason)}" if removed.reason else ""
        entry = self._catalog.by_id.get(removed.successor)
        by = removed.after or (entry and Said(entry.id, entry.url, {Field.TITLE: entry.title}))
        is_short = by is not None and by.title == removed.before.title
        link = self._link(by, is_short=is_short) if by else escape(removed.successor)
        return f"：由 {link} 代替{'，' + SAME_WORDS if is_mere_renaming(removed) else ''}"

    def _text(self, said: Said) -> str:
        return _list([(FIELD_LABELS[Field.TEXT], escape(said.text))]) if said.text else ""

    def _differences(self, found: Iterable[Difference], comparison: Comparison) -> str:
        return _list(
            (
                FIELD_LABELS[one.field],
                "".join(map(_piece, words_of(one, comparison, self._catalog))),
            )
            for one in found
        )

    def _link(self, said: Said, *, is_short: bool = False) -> str:
        """The entry as that edition calls it, with a link if it is still there."""
        rest = "" if is_short else escape(said.name.removeprefix(said.id))
        name = f"<b>{escape(said.id)}</b>{rest}"
        entry = self._catalog.by_id.get(said.id)
        if entry:
            return f'<a href="{built_href(entry, CHANGES_PAGE)}">{name}</a>'
        if said.id in self._questions:
            return f'<a href="../{TRAINER}#{said.id}">{name}</a>'
        return name


def _list(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(f"<dt>{label}</dt><dd>{html}</dd>" for label, html in rows)
    return f'<dl class="hb-differences">{cells}</dl>' if cells else ""


def _piece(piece: Piece) -> str:
    if piece.fate is Fate.KEPT:
        return escape(piece.text)
    tag, words = _TAGS[piece.fate]
    return f'<{tag}><span class="hb-unseen">{words}</span>{escape(piece.text)}</{tag}>'
