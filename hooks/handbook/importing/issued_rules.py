"""A set's clauses as its unit has issued them, in place of the wording that stands there.

The ids stay, in their order. Words that are ours do not stay beside words that are issued: the
editor's notes on a reference wording go with it, and a question about words that are no longer
there becomes a draft, so that nobody is asked it as though it were about the issued ones.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handbook import codes
from handbook.addresses import link_target
from handbook.catalog import Catalog, Entry, is_draft
from handbook.editing import RefusedError
from handbook.editing.skeleton import quoted
from handbook.editing.text_file import Edit, TextFile, text_file
from handbook.importing.clauses import Clause, IssuedText
from handbook.importing.instrument import Instrument
from handbook.markup import plain_text
from handbook.model import Diagnostic, Page, Position, SetSpec, Word
from handbook.papers import named_on_papers
from handbook.questions import question_entries, tests_of
from handbook.reader import read_page
from handbook.selecting import selected
from handbook.setting_items import FILE_NAME
from handbook.training import named_in_paths
from handbook.vocabulary import DRAFT, ID, OFFICIAL, OFFICIAL_KEYS

STATUS = "status"

# A clause that is longer than the first has a title that is its beginning, of about the second.
_LONGEST_TITLE, _SHORT_TITLE = 60, 36
_CUT_AT = "，。；：、"
_GROUP = re.compile(r"([ \t]*)(-[ \t]+\[[^\[\]]*\][ \t]*)")
_ELLIPSIS = "……"
_SIGNS = re.compile(r"[\\`*_{\[\]]")
_LINE_START = re.compile(r"^(?:(?P<number>\d+)(?P<dot>[.)])(?=\s)|(?P<mark>[-+#>]))")
# Nothing in Markdown makes these mere text.
_NEVER_TEXT = re.compile(r"<[A-Za-z/!?]|&#?\w+;|^\s*(?:///|~~~)", re.MULTILINE)


@dataclass(frozen=True)
class ClauseChange:
    """What a clause said and what it says now, as lines; ``is_same`` if nothing of it changes."""

    id: str
    old: str
    new: str
    is_same: bool


@dataclass(frozen=True)
class ToLookAt:
    """Places that a person has to judge: why, and each as ``path:line`` with some words."""

    why: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class IssuedRules:
    """What changes in a set, and what is left to a person.

    ``files`` are those that change, with their new content; ``all_files`` are all that there are.
    """

    spec: SetSpec
    instrument: Instrument
    changes: tuple[ClauseChange, ...]
    files: Mapping[str, TextFile]
    to_look_at: tuple[ToLookAt, ...]
    all_files: Mapping[str, TextFile]


def set_named(catalog: Catalog, name: str) -> SetSpec:
    """The set with that id or title, whose clauses stand as blocks on a page of their own.

    Raises :class:`RefusedError` if there is none, or if its clauses stand elsewhere.
    """
    sets = catalog.handbook.sets
    wanted = name.strip().strip("“”\"' ")
    spec = sets.get(wanted) or next((s for s in sets.values() if s.title == wanted), None)
    if spec is None:
        known = {word: spec for spec in sets.values() for word in (spec.title, spec.id)}
        near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.3)
        offered = [known[word] for word in near] or [s for s in sets.values() if s.page]
        shown = "、".join(dict.fromkeys(f"{spec.title}（{spec.id}）" for spec in offered))
        what = f"没有“{wanted}”这一套" if wanted else "没有写是哪一套"
        raise RefusedError(f"{what}：SET 写套的名称或者编号，例如 {shown}。")
    kind = catalog.handbook.kinds[spec.kind]
    if spec.page is None or kind.position is not Position.BLOCK or kind.verbatim:
        raise RefusedError(
            f"“{spec.title}”的各条不是写在自己的一页上的：只有 handbook.yml 的 sets 里"
            "写了 page 的一套，才能换成印发的文本。"
        )
    if OFFICIAL not in catalog.handbook.statuses:
        raise RefusedError(
            f"handbook.yml 的 statuses 里没有 {OFFICIAL}：先写上它的 label 和 notice。"
        )
    return spec


def issued_rules(
    catalog: Catalog,
    files: Mapping[str, TextFile],
    spec: SetSpec,
    text: IssuedText,
    instrument: Instrument,
) -> IssuedRules:
    """The project with ``text`` as the wording of ``spec``; ``files`` are all it consists of.

    The catalog must have passed its checks. Raises :class:`RefusedError` if a clause cannot be
    written so that a reader sees just its words.
    """
    page = catalog.pages_by_uri[spec.page or ""]
    changes = tuple(
        _change(catalog, entry, clause)
        for entry, clause in zip(catalog.members(spec), text.clauses, strict=True)
    )
    _refuse_lost_headings(catalog, page)
    written = _page(catalog, files[page.path], page, text.clauses, changes, instrument)
    _refuse_other_words(catalog, written, page.uri, text.clauses)
    changed = {change.id for change in changes if not change.is_same}
    after = {**files, page.path: written, **_with_drafts(catalog, files, changed)}
    pages = {
        path: read_page(file.text, path.removeprefix("docs/"), catalog.handbook)
        for path, file in after.items()
        if path.startswith("docs/") and path.endswith(".md")
    }
    found = (
        ToLookAt(
            "考到、引用改了的条文的试题，已标为草稿（draft: true），不再出题："
            "照印发的条文改好，再删去那一行",
            tuple(_drafted(pages, catalog, changed)),
        ),
        ToLookAt("别处引用改了的条文", tuple(_references(pages, catalog, spec, changed))),
        ToLookAt("文书和学习路径用到改了的条文", tuple(_lists(catalog, changed))),
        ToLookAt("搜索的问法和近义词照原来的条文写", tuple(_wordings(catalog, spec, changes))),
        ToLookAt(
            f"还写着“{_former_label(catalog, page)}”",
            tuple(_mentions(after, pages, catalog, page, spec)),
        ),
    )
    return IssuedRules(
        spec,
        instrument,
        changes,
        {path: file for path, file in after.items() if file.content != files[path].content},
        tuple(item for item in found if item.places),
        after,
    )


def without_lost_synonyms(rules: IssuedRules, faults: Iterable[Diagnostic]) -> IssuedRules:
    """The same with the groups of synonyms commented out that lead nowhere now, as ``faults`` say.

    A group that takes up more than its line stays as it is.
    """
    files = dict(rules.files)
    places = []
    for fault in faults:
        file = files.get(fault.place.path) or rules.all_files.get(fault.place.path)
        if fault.code != codes.SYNONYMS_LEAD_NOWHERE.number or file is None:
            continue
        row = fault.place.line - 1
        if _GROUP.fullmatch(file.lines[row]):
            lines = [*file.lines]
            lines[row] = _GROUP.sub(r"\1# \2", lines[row])
            files[file.path] = replace(file, lines=tuple(lines))
            places.append(f"{file.path}:{row + 1}{file.lines[row].rstrip()}")
    if not places:
        return rules
    lost = ToLookAt("这几组近义词没有一个词还在手册里，行首加了 #，不再用", tuple(places))
    return replace(rules, files=files, to_look_at=(*rules.to_look_at, lost))


def title_of(clause: Clause) -> str:
    """A clause's title: its first paragraph, or the beginning of that, marked as such."""
    first = clause.paragraphs[0]
    if len(first) <= _LONGEST_TITLE:
        return first
    cut = max(first.rfind(sign, 0, _SHORT_TITLE) for sign in _CUT_AT)
    return first[: cut if cut > 0 else _SHORT_TITLE] + _ELLIPSIS


def body_of(clause: Clause) -> str:
    """The Markdown of a clause that its title does not hold: all of it; else nothing."""
    if title_of(clause) == clause.text:
        return ""
    return "\n\n".join(map(_literal, clause.paragraphs))


def _literal(text: str) -> str:
    """Markdown that shows ``text`` as it is."""
    escaped = _SIGNS.sub(r"\\\g<0>", text)
    return _LINE_START.sub(
        lambda m: f"{m['number']}\\{m['dot']}" if m["number"] else f"\\{m['mark']}", escaped
    )


def _change(catalog: Catalog, entry: Entry, clause: Clause) -> ClauseChange:
    was_issued = catalog.is_issued(entry.page)
    same = was_issued and (entry.title, entry.body) == (title_of(clause), body_of(clause))
    return ClauseChange(entry.id, _words(entry, was_issued=was_issued), clause.text, same)


def _words(entry: Entry, *, was_issued: bool) -> str:
    """What a clause says: of a reference wording the title, since the body is the editor's."""
    if not was_issued or not entry.body:
        return entry.title
    parts = (plain_text(part, lambda _: None) for part in entry.body.split("\n\n"))
    return "\n".join(filter(None, parts))


def _page(
    catalog: Catalog,
    file: TextFile,
    page: Page,
    clauses: Sequence[Clause],
    changes: Sequence[ClauseChange],
    instrument: Instrument,
) -> TextFile:
    """The set's page: what editors wrote around issued clauses stays, around others it goes."""
    blocks = {
        block.options[ID].values[0].text: block for block in page.blocks if ID in block.options
    }
    kind = catalog.by_id[changes[0].id].kind.name
    lines = list(file.lines)
    if catalog.is_issued(page):
        for clause, change in reversed(list(zip(clauses, changes, strict=True))):
            rows = blocks[change.id].rows
            if not change.is_same:
                lines[rows.start : rows.stop] = _block(kind, change.id, clause)
    else:
        heading = next((h for h in page.headings if h.level == 1), None)
        first = [lines[heading.place.line - 1]] if heading else [f"# {page.title}"]
        lines = [*lines[: page.first_line], "", *first]
        for clause, change in zip(clauses, changes, strict=True):
            lines += ["", *_block(kind, change.id, clause)]
        lines.append("")
    front = _front_matter(lines[: page.first_line], instrument)
    text = "\n".join([*front, *lines[page.first_line :]])
    ending = next(iter(file.endings), "\n")
    content = ("\ufeff" if file.has_mark else "") + text.replace("\n", ending)
    return text_file(file.path, content.encode())


def _block(kind: str, id: str, clause: Clause) -> list[str]:
    body = body_of(clause)
    block = [f"/// {kind} | {title_of(clause)}", f"    {ID}: {id}"]
    return [*block, *(["", *body.split("\n")] if body else []), "///"]


def _front_matter(lines: Sequence[str], instrument: Instrument) -> list[str]:
    """The lines of a front matter with another standing, all others as they were."""
    said = dict(zip(OFFICIAL_KEYS, (instrument.issuer, instrument.number), strict=False))
    new = [f"{STATUS}: {OFFICIAL}", *(f"{key}: {quoted(word)}" for key, word in said.items())]
    new.append(f"{OFFICIAL_KEYS[-1]}: {instrument.date}")
    own = re.compile(rf"(?:{'|'.join((STATUS, *OFFICIAL_KEYS))})[ \t]*:")
    at = next(row for row, line in enumerate(lines) if line.startswith(f"{STATUS}"))
    kept = [(row, line) for row, line in enumerate(lines) if not own.match(line)]
    before = [line for row, line in kept if row < at]
    return [*before, *new, *(line for row, line in kept if row > at)]


def _refuse_lost_headings(catalog: Catalog, page: Page) -> None:
    """Raises :class:`RefusedError` where a link leads to a heading that goes with the old wording.

    No check of the source sees where that is: only the built page would.
    """
    if catalog.is_issued(page):
        return
    kept = {"", *catalog.by_id, *(h.id for h in page.headings if h.level == 1)}
    for other in (*catalog.pages, *catalog.draft_pages):
        for link in other.links if other is not page else ():
            target, anchor = link_target(link, other.uri)
            if target == page.uri and anchor not in kept:
                raise RefusedError(
                    f"{other.path}:{link.place.line} 的链接指向“{page.title}”一页的 #{anchor}，"
                    "换成印发的文本以后没有这个标题：先改掉这个链接，再运行一次。"
                )


def _refuse_other_words(
    catalog: Catalog, file: TextFile, uri: str, clauses: Sequence[Clause]
) -> None:
    """Raises :class:`RefusedError` unless the page gives back just the words of each clause."""
    page = read_page(file.text, uri, catalog.handbook)
    blocks = [block for block in page.blocks if block.name in catalog.handbook.kinds]
    for block, clause in zip(blocks, clauses, strict=False):
        shown = plain_text(block.body, lambda _: None) if block.body else block.title
        sign = _NEVER_TEXT.search(clause.text) if block.body else None
        if sign or "".join(shown.split()) != "".join(clause.text.split()):
            what = f"“{sign[0].strip()}”" if sign else "排版记号"
            raise RefusedError(
                f"第 {clause.number} 条（{clause.place}）里有{what}，写进页面会被当作记号，"
                "不能照原样显示：在文件里改成全角的写法，再运行一次。"
            )


def _with_drafts(
    catalog: Catalog, files: Mapping[str, TextFile], changed: set[str]
) -> dict[str, TextFile]:
    """The pages of questions with those that name a changed clause as drafts."""
    after: dict[str, TextFile] = {}
    # From the end of a page to its beginning: a line put in moves what stands below.
    for entry in reversed(question_entries(catalog)):
        if changed.isdisjoint((*tests_of(entry), *catalog.references_of(entry))):
            continue
        path = entry.page.path
        file = after.get(path, files[path])
        said = entry.options.get(DRAFT)
        if said and said.values:
            after[path] = file.edited([Edit(said.values[0].place, said.values[0].text, "true")])
            continue
        row = entry.options[ID].place.line  # the index of the line below it
        indent = re.match(r"\s*", file.lines[row - 1])
        after[path] = file.with_lines(row, [f"{indent[0] if indent else ''}{DRAFT}: true"])
    return after


def _hidden_rows(page: Page, catalog: Catalog) -> set[int]:
    """The rows that no reader sees, or whose words are not ours."""
    kinds = catalog.handbook.kinds
    return {
        row
        for block in page.blocks
        if is_draft(block.options) or (block.name in kinds and kinds[block.name].verbatim)
        for row in block.rows
    }


def _drafted(pages: Mapping[str, Page], catalog: Catalog, changed: set[str]) -> Iterator[str]:
    kinds = catalog.handbook.kinds
    for path, page in pages.items():
        for block in page.blocks:
            kind = kinds.get(block.name)
            if kind is None or not kind.is_question or not is_draft(block.options):
                continue
            named = {
                reference.target
                for reference in page.references
                if reference.place.line in block.lines
            }
            named |= {value.text for option in block.options.values() for value in option.values}
            if changed & named:
                ids = "、".join(sorted(changed & named))
                id = block.options[ID].values[0].text if ID in block.options else ""
                yield f"{path}:{block.place.line}  {id} {block.title}（{ids}）"


def _references(
    pages: Mapping[str, Page], catalog: Catalog, spec: SetSpec, changed: set[str]
) -> Iterator[str]:
    for path, page in pages.items():
        hidden = _hidden_rows(page, catalog)
        rows: dict[int, list[str]] = {}
        for reference in page.references:
            line = reference.place.line
            if reference.target in changed and page.uri != spec.page and line - 1 not in hidden:
                rows.setdefault(line, []).append(reference.target)
        for line, ids in sorted(rows.items()):
            yield f"{path}:{line}  {'、'.join(dict.fromkeys(ids))}"


def _lists(catalog: Catalog, changed: set[str]) -> Iterator[str]:
    for word in (*named_on_papers(catalog), *named_in_paths(catalog)):
        if changed & {entry.id for entry in selected((word,), catalog)}:
            yield f"{_place(word)}  {word.text}"


def _wordings(catalog: Catalog, spec: SetSpec, changes: Sequence[ClauseChange]) -> Iterator[str]:
    """How people ask for a changed clause; synonyms for words that only the old wording had."""
    changed = [change for change in changes if not change.is_same]
    targets = {change.id for change in changed} | ({spec.page or ""} if changed else set())
    for wording in catalog.handbook.wordings:
        if wording.target.text in targets:
            yield f"{_place(wording.target)}  {wording.target.text}"
    old, new = "\n".join(c.old for c in changed), "\n".join(c.new for c in changes)
    source = catalog.all_source_text
    for group in catalog.handbook.synonyms.groups:
        for word in group:
            if word.text in old and word.text not in new and word.text not in source:
                yield f"{_place(word)}  {word.text}"


def _place(word: Word) -> str:
    return f"{word.place.path}:{word.place.line}"


def _former_label(catalog: Catalog, page: Page) -> str:
    """What the standing of the old wording is called; empty if it was issued, too."""
    status = catalog.handbook.statuses.get(catalog.status_of_page(page))
    return status.label if status and not catalog.is_issued(page) else ""


def _mentions(
    files: Mapping[str, TextFile],
    pages: Mapping[str, Page],
    catalog: Catalog,
    page: Page,
    own: SetSpec,
) -> Iterator[str]:
    """Where the old standing is still spoken of, unless it is that of other sets alone."""
    label = _former_label(catalog, page)
    others = [s for s in catalog.handbook.sets.values() if s.page and s is not own]
    for path, file in files.items() if label else ():
        hidden = _hidden_rows(pages[path], catalog) if path in pages else set()
        for row, line in enumerate(file.lines if path != FILE_NAME else ()):
            if label in line and row not in hidden:
                of_others = any(_speaks_of(line, other) for other in others)
                if not of_others or _speaks_of(line, own):
                    yield f"{path}:{row + 1}"


def _speaks_of(line: str, spec: SetSpec) -> bool:
    page = (spec.page or "").rpartition("/")[2]
    return spec.title in line or page in line or bool(re.search(rf"{spec.id}\d", line))
