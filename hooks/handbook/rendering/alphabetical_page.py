"""The list of terms, sets and titles by pinyin: for readers without the search, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape

from handbook.addresses import ALPHABETICAL_PAGE, built_address
from handbook.catalog import Catalog, Entry, relative_uri
from handbook.characters import syllables
from handbook.rendering.cards import built_href
from handbook.rendering.generated_page import GeneratedPage, slot
from handbook.written_pages import ALPHABETICAL

_OTHER = "其他"
# A title that joins several names is looked up under each of them, unless it is a whole sentence.
_JOINT = "、"
_LONGEST_JOINED = 24


@dataclass(frozen=True)
class _Headword:
    """A line of the index: the word it is found under, and what it leads to."""

    word: str
    name: str
    label: str
    href: str

    @cached_property
    def sound(self) -> list[str]:
        """The syllables by which it is sorted; signs do not count."""
        return [syllable.lower() for syllable in syllables(self.word) if syllable.isalnum()]

    @property
    def initial(self) -> str:
        """The letter under which it stands, or the heading for what is no letter."""
        letter = self.sound[0][:1].upper() if self.sound else ""
        return letter if "A" <= letter <= "Z" else _OTHER


def alphabetical_page(catalog: Catalog) -> GeneratedPage:
    """Every entry with a title of its own and every set with a page, by pinyin initial."""
    groups: dict[str, list[_Headword]] = {}
    for headword in sorted(_headwords(catalog), key=lambda h: (h.sound, h.name, h.href)):
        groups.setdefault(headword.initial, []).append(headword)
    initials = sorted(groups, key=lambda initial: (initial == _OTHER, initial))
    lines = [
        "---",
        f"title: {ALPHABETICAL.title}",
        "---",
        "",
        f"# {ALPHABETICAL.title}",
        "",
        ALPHABETICAL.introduction,
        "",
        " ".join(f"[{initial}](#{_anchor(initial)})" for initial in initials),
        "{ .hb-letters }",
        "",
    ]
    lists: list[str] = []
    for initial in initials:
        lines += [f"## {initial} {{ #{_anchor(initial)} }}", "", slot(len(lists)), ""]
        lists.append(_list(groups[initial]))
    return GeneratedPage("\n".join(lines), tuple(lists))


def _headwords(catalog: Catalog) -> Iterator[_Headword]:
    for entry in catalog.entries:
        if not entry.kind.verbatim:
            for word in _words(entry):
                href = built_href(entry, ALPHABETICAL_PAGE)
                yield _Headword(word, entry.name, entry.kind.label, href)
    for spec in catalog.handbook.sets.values():
        if spec.page:
            target = relative_uri(built_address(spec.page), ALPHABETICAL_PAGE)
            label = catalog.handbook.kinds[spec.kind].label
            yield _Headword(spec.title, spec.title, label, target)


def _words(entry: Entry) -> Iterator[str]:
    yield entry.title
    if len(entry.title) <= _LONGEST_JOINED:
        yield from entry.title.split(_JOINT)[1:]


def _anchor(initial: str) -> str:
    return "letter-other" if initial == _OTHER else f"letter-{initial.lower()}"


def _list(headwords: list[_Headword]) -> str:
    items = "\n".join(_item(headword) for headword in headwords)
    return f'<ul class="hb-alphabetical">\n{items}\n</ul>'


def _item(headword: _Headword) -> str:
    is_part = headword.word not in (headword.name, headword.name.partition(" ")[2])
    before = f"{escape(headword.word)}：" if is_part else ""
    return (
        f'<li>{before}<a href="{escape(headword.href)}">{escape(headword.name)}</a>'
        f" <small>{escape(headword.label)}</small></li>"
    )
