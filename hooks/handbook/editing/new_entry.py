"""A new entry: its id, its skeleton, and where in a page it belongs."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, replace

from handbook import codes
from handbook.catalog import Catalog, Entry, build_catalog
from handbook.checks import all_faults
from handbook.checks.references import nearest_ids
from handbook.editing import RefusedError
from handbook.editing.skeleton import skeleton
from handbook.editing.text_file import TextFile
from handbook.ledger import LEDGER, Published
from handbook.model import Diagnostic, Heading, Kind, Page, Position, SetSpec, prefix_of
from handbook.reader import read_page
from handbook.vocabulary import SOURCE

# What is wrong with the place or the id; what is not filled in yet is no reason to refuse.
_MISPLACED = frozenset(
    code.number
    for code in (
        *(codes.WRONG_PLACE, codes.DUPLICATE_ID, codes.MALFORMED_ID, codes.WRONG_PREFIX),
        *(codes.NUMBERING, codes.NEVER_CLOSED, codes.STRAY_END),
        *(codes.NESTED_BLOCK, codes.UNCLOSED_FENCE, codes.UNCLOSED_COMMENT),
    )
)
# A page with one of these does not say where a section of it ends.
_UNSURE = frozenset(
    code.number
    for code in (
        *(codes.UNREADABLE, codes.NEVER_CLOSED, codes.STRAY_END),
        *(codes.UNCLOSED_FENCE, codes.UNCLOSED_COMMENT),
    )
)


@dataclass(frozen=True)
class Request:
    """What an editor asks for; what is empty is not asked for.

    ``kind`` is a kind's name or label, ``page`` a path under ``docs/``, ``under`` the id or the
    words of a heading, ``source`` a unit's id.
    """

    kind: str
    page: str = ""
    under: str = ""
    title: str = ""
    source: str = ""


@dataclass(frozen=True)
class NewEntry:
    """A new entry's id and Markdown, and the page that it goes into with the line in it.

    Without a page (None) the editor says where; ``pages`` are those that come into question, and
    ``within`` is the label of the kind that it stands under.
    """

    id: str
    kind: Kind
    skeleton: str
    pages: tuple[str, ...] = ()
    within: str = ""
    page: TextFile | None = None
    line: int = 0


def new_entry(
    catalog: Catalog, ledger: Iterable[Published], request: Request, file: TextFile | None
) -> NewEntry:
    """The entry that ``request`` asks for; ``file`` is its page, None if there is none yet.

    Raises :class:`RefusedError` if there can be no such entry there.
    """
    kind = _kind(catalog, request.kind)
    unit = _unit(catalog, kind, request.source)
    _refuse_title(kind, request.title)
    uri = request.page
    if kind.position is Position.PAGE:
        return _new_page(catalog, ledger, kind, unit, request, uri)
    page = _page(catalog, uri) if uri else None
    id = next_id(catalog, ledger, kind, page)
    if page is None or file is None:
        text = skeleton(catalog.handbook, kind, id, request.title, unit)
        within = catalog.handbook.kinds[kind.within].label if kind.within else ""
        return NewEntry(id, kind, text, possible_pages(catalog, kind), within)
    _refuse_unsure(page)
    _refuse_page_of_set(catalog, kind, page, id)
    index = _end_of_section(catalog, kind, page, request.under)
    level = next((e.level for e in catalog.entries if e.kind.name == kind.name), 2)
    text = skeleton(catalog.handbook, kind, id, request.title, unit, level)
    changed, line = file.with_block(index, text)
    _refuse_misplaced(catalog, page, changed, id, kind, request.title)
    return NewEntry(id, kind, text, page=changed, line=line)


def page_for(catalog: Catalog, request: Request) -> str:
    """The page that ``request`` names or leaves no choice but, empty if there are several."""
    if request.page:
        return posixpath.normpath(request.page.replace("\\", "/")).removeprefix("docs/")
    kind = _kind(catalog, request.kind)
    if kind.position is Position.PAGE:
        return ""
    heading = catalog.by_id.get(request.under)
    if heading is not None:
        return heading.page.uri
    pages = possible_pages(catalog, kind)
    return pages[0] if len(pages) == 1 else ""


def possible_pages(catalog: Catalog, kind: Kind) -> tuple[str, ...]:
    """The pages on which entries of ``kind`` stand, or could stand by what they stand under."""
    sets = [catalog.handbook.sets.get(prefix) for prefix in kind.prefixes]
    if kind.verbatim:
        return catalog.handbook.source_pages
    if all(spec and spec.page for spec in sets):
        return tuple(
            spec.page for spec in sets if spec and spec.page and not _is_full(catalog, spec)
        )
    if kind.within is None:
        found = (entry.page.uri for entry in catalog.entries if entry.kind.name == kind.name)
    else:
        found = (entry.page.uri for entry in catalog.entries if entry.kind.name == kind.within)
    return tuple(dict.fromkeys((*found, *kind.also_on)))


def next_id(catalog: Catalog, ledger: Iterable[Published], kind: Kind, page: Page | None) -> str:
    """The id after the highest one that was ever given; in a numbered set the next number.

    Raises :class:`RefusedError` if the set is full or the digits do not suffice.
    """
    lines = list(ledger)
    used = {
        *catalog.by_id,
        *catalog.drafts_by_id,
        *catalog.broken_ids,
        *(line.id for line in lines),
    }
    used |= {line.successor for line in lines}
    used |= {heading.id for page in catalog.pages for heading in page.headings}
    prefix = _prefix(catalog, kind, page)
    spec = catalog.handbook.sets.get(prefix)
    for other in catalog.handbook.sets.values():
        if other.kind == kind.name and other.within is None and other.page is None:
            _refuse_full(catalog, other)
    if spec and spec.kind == kind.name:
        _refuse_full(catalog, spec)
        number = len(catalog.members(spec)) + 1
    else:
        numbers = [int(id[len(prefix) :]) for id in used if _is_numbered(id, prefix)]
        number = max(numbers, default=0) + 1
    id = f"{prefix}{number:0{kind.digits}d}"
    if len(id) > len(prefix) + kind.digits:
        raise RefusedError(
            f"{kind.label}的编号用完了：{prefix} 加 {kind.digits} 位数字，"
            f"{prefix}{number - 1} 已经用过。"
            "在 handbook.yml 里给这一种类再写一个前缀（prefixes）。"
        )
    if id in used:
        where = f"{LEDGER} 里登记过" if id not in catalog.by_id else "已经有了"
        raise RefusedError(
            f"下一个编号应是 {id}，{where}，不能再给新的条目："
            f"先把这一套的编号理顺，或恢复原来的 {id}。"
        )
    return id


def next_ids(
    catalog: Catalog, ledger: Iterable[Published], kind: Kind, count: int
) -> tuple[str, ...]:
    """As many ids as are needed, one after the other, that were never given.

    Raises :class:`RefusedError` if the set is full or the digits do not suffice.
    """
    first = next_id(catalog, ledger, kind, None)
    prefix = prefix_of(first)
    number = int(first[len(prefix) :])
    left = 10**kind.digits - number
    if count > left:
        raise RefusedError(
            f"{kind.label}的编号不够：要 {count} 个，从 {first} 起只剩 {left} 个。"
            "在 handbook.yml 里给这一种类再写一个前缀（prefixes），写在最前面。"
        )
    return tuple(f"{prefix}{number + n:0{kind.digits}d}" for n in range(count))


def _is_numbered(id: str, prefix: str) -> bool:
    return id.startswith(prefix) and id[len(prefix) :].isdecimal()


def _kind(catalog: Catalog, name: str) -> Kind:
    kinds = catalog.handbook.kinds
    found = kinds.get(name) or next((k for k in kinds.values() if k.label == name), None)
    if found is None:
        known = "、".join(f"{kind.name}（{kind.label}）" for kind in kinds.values())
        what = f"没有“{name}”这种条目" if name else "没有写种类"
        raise RefusedError(f"{what}：KIND 写 {known} 之一。")
    return found


def _unit(catalog: Catalog, kind: Kind, id: str) -> Entry | None:
    if not id:
        return None
    unit = catalog.by_id.get(id)
    if unit is None:
        raise RefusedError(f"没有编号为 {id} 的原文：{nearest_ids(catalog, id)}")
    if not unit.kind.verbatim:
        raise RefusedError(f"{id} 是{unit.kind.label}，不是原文：SOURCE 写原文页上的编号。")
    if kind.position is not Position.HEADING and SOURCE not in kind.options:
        raise RefusedError(f"{kind.label}没有 source 这个选项：不写 SOURCE。")
    return unit


def _refuse_title(kind: Kind, title: str) -> None:
    if title and kind.verbatim:
        raise RefusedError(f"{kind.label}照录原文，不写题目：不写 TITLE。")
    if len(title.splitlines()) > 1 or title != title.strip():
        raise RefusedError("题目要写成一行，前后没有空格：改正 TITLE。")


def _page(catalog: Catalog, uri: str) -> Page:
    page = catalog.pages_by_uri.get(uri)
    if page is None:
        near = difflib.get_close_matches(uri, catalog.pages_by_uri, n=1, cutoff=0.6)
        known = (
            f"是不是 {near[0]}？" if near else f"现有的页面：{'、'.join(catalog.pages_by_uri)}。"
        )
        raise RefusedError(f"没有页面 docs/{uri}：{known}")
    return page


def _prefix(catalog: Catalog, kind: Kind, page: Page | None) -> str:
    """The prefix that the set of the page demands, or the first one that belongs to no set's page.

    Without a page, if each belongs to one, that of a set with room.
    """
    sets = catalog.handbook.sets
    if page:
        for prefix in kind.prefixes:
            if prefix in sets and sets[prefix].page == page.uri:
                return prefix
    free = [p for p in kind.prefixes if p not in sets or sets[p].page is None]
    if free:
        return free[0]
    if page:
        pages = "、".join(f"docs/{sets[prefix].page}" for prefix in kind.prefixes)
        raise RefusedError(f"{kind.label}不能写在 {page.path} 里：PAGE 写 {pages} 之一。")
    return next((p for p in kind.prefixes if not _is_full(catalog, sets[p])), kind.prefixes[0])


def _is_full(catalog: Catalog, spec: SetSpec) -> bool:
    return len(catalog.members(spec)) >= spec.count


def _refuse_full(catalog: Catalog, spec: SetSpec) -> None:
    if _is_full(catalog, spec):
        raise RefusedError(
            f"“{spec.title}”只有 {spec.count} 条，已经写满：改写其中的一条，"
            "或先在 handbook.yml 里改它的 count。"
        )


def _refuse_page_of_set(catalog: Catalog, kind: Kind, page: Page, id: str) -> None:
    if kind.verbatim and page.uri not in catalog.handbook.source_pages:
        pages = "、".join(f"docs/{uri}" for uri in catalog.handbook.source_pages)
        raise RefusedError(f"{kind.label} {id} 不能写在 {page.path} 里：PAGE 写 {pages} 之一。")


def _refuse_unsure(page: Page) -> None:
    fault = next((f for f in page.diagnostics if f.code in _UNSURE), None)
    if fault:
        raise RefusedError(
            f"{page.path} 有地方没有写完，看不出该插在哪里：先改好 "
            f"{page.path}:{fault.place.line}（{fault.message}）。"
        )


def _end_of_section(catalog: Catalog, kind: Kind, page: Page, under: str) -> int:
    """The index of the line before which the entry goes in, after all text of the section.

    A section ends at the next heading of any level, since from there on entries belong to that.
    """
    lines = page.text.split("\n")
    end = len(lines)
    if under and not _is_page_itself(catalog, page, under):
        heading = _heading(catalog, page, under)
        if kind.position is Position.HEADING:
            raise RefusedError(f"{kind.label}本身是标题，只能加在页末：不写 UNDER。")
        following = [h.place.line for h in page.headings if h.place.line > heading.place.line]
        end = min(following, default=len(lines) + 1) - 1
    while end > page.first_line and not lines[end - 1].strip():
        end -= 1
    return end


def _is_page_itself(catalog: Catalog, page: Page, under: str) -> bool:
    entry = catalog.page_entries.get(page.uri)
    return entry is not None and entry.id == under


def _heading(catalog: Catalog, page: Page, under: str) -> Heading:
    found = next((h for h in page.headings if under in (h.id, h.text)), None)
    if found:
        return found
    entry = catalog.by_id.get(under)
    known = "、".join(h.id or h.text for h in page.headings if h.level > 1)
    here = f"这一页的标题：{known}。" if known else "这一页没有小标题，不写 UNDER。"
    if entry is None:
        raise RefusedError(f"{page.path} 里没有标题“{under}”：{here}")
    if entry.page.uri != page.uri:
        raise RefusedError(f"{under} 不在 {page.path} 里，它在 {entry.page.path}：{here}")
    raise RefusedError(f"{under} 是{entry.kind.label}，不是标题：{here}")


def _refuse_misplaced(
    catalog: Catalog, page: Page, changed: TextFile, id: str, kind: Kind, title: str
) -> None:
    """Whatever is wrong with the place shows when the page is read as it would be."""
    read = read_page(changed.text, page.uri, catalog.handbook)
    pages = [read if other.uri == page.uri else other for other in catalog.pages]
    after = build_catalog(catalog.handbook, pages, catalog.source_texts, catalog.site)
    entry = after.by_id.get(id)
    if entry is None or title not in ("", entry.title):
        raise RefusedError(f"这样的题目会使 {id} 读不出来：改写 TITLE。")
    _refuse_parent(catalog, after, entry, page, kind)
    for spec in after.handbook.sets.values():
        if entry in after.members(spec) and len(after.members(spec)) > spec.count:
            _refuse_full(catalog, spec)
    known = {_without_line(fault) for fault in all_faults(catalog)}
    faults = [f for f in all_faults(after) if f.code in _MISPLACED]
    fault = next((f for f in faults if _without_line(f) not in known), None)
    if fault:
        raise RefusedError(f"{id} 不能加在 {page.path}：{fault.message}。{fault.hint}")


def _refuse_parent(catalog: Catalog, after: Catalog, entry: Entry, page: Page, kind: Kind) -> None:
    if kind.within is None or page.uri in kind.also_on:
        return
    parent = after.by_id.get(entry.parent or "")
    if parent is None or parent.kind.name != kind.within:
        wanted = catalog.handbook.kinds[kind.within]
        here = [e.id for e in catalog.entries if e.kind is wanted and e.page.uri == page.uri]
        pages = "、".join(f"docs/{uri}" for uri in possible_pages(catalog, kind)) or "别的页面"
        remedy = f"UNDER 写 {'、'.join(here)} 之一。" if here else f"PAGE 写 {pages} 之一。"
        raise RefusedError(f"{kind.label}要写在{wanted.label}之下，这里不是：{remedy}")


def _without_line(fault: Diagnostic) -> tuple[str, str, str]:
    return (fault.place.path, fault.code, fault.message)


def _new_page(
    catalog: Catalog,
    ledger: Iterable[Published],
    kind: Kind,
    unit: Entry | None,
    request: Request,
    uri: str,
) -> NewEntry:
    if request.under:
        raise RefusedError(f"{kind.label}是一整页，不在标题之下：不写 UNDER。")
    id = next_id(catalog, ledger, kind, None)
    text = skeleton(catalog.handbook, kind, id, request.title, unit)
    made = NewEntry(id, kind, text)
    if not uri:
        return made
    if uri in catalog.site.files:
        raise RefusedError(f"docs/{uri} 已经有了，{kind.label}要写成新的一页：PAGE 换一个文件名。")
    if not uri.endswith(".md") or uri.startswith(("/", "../")):
        raise RefusedError(f"{uri} 不能是页面：PAGE 写 docs/ 里的路径，以 .md 结尾。")
    lines = tuple(text.split("\n"))
    return replace(made, page=TextFile(f"docs/{uri}", lines, ("\n",) * (len(lines) - 1)), line=1)
