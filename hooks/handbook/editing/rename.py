"""Another id for an entry: everything that names it moves with it, or nothing does.

The places come from what the reader and the catalog have found, so that code, comments and the
words of the source stay as they are. What merely looks like the id is left for a person to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import yaml

from handbook.addresses import link_target
from handbook.catalog import Catalog, Entry
from handbook.editing import RefusedError
from handbook.editing.text_file import Edit, TextFile
from handbook.ledger import LEDGER, Published
from handbook.model import Block, Kind, Option, OptionType, Page, Place, prefix_of
from handbook.papers import named_on_papers
from handbook.setting_items import FILE_NAME
from handbook.training import named_in_paths
from handbook.vocabulary import ID, NON_ENTRIES, UNITS

_ID = re.compile(r"(?P<prefix>[A-Z]+)(?P<number>\d+)")
_ID_OPTIONS = (OptionType.UNITS, OptionType.REFERENCES)


@dataclass(frozen=True)
class Renamed:
    """The files that change, by path, with how many places in each; where the old id still stands.

    ``published`` says whether the old id has shipped and so stays in the ledger.
    """

    files: Mapping[str, TextFile]
    counts: Mapping[str, int]
    mentions: tuple[Place, ...]
    published: bool


def renamed(
    catalog: Catalog,
    ledger: Iterable[Published],
    files: Mapping[str, TextFile],
    old: str,
    new: str,
) -> Renamed:
    """The project with the entry ``old`` called ``new``; ``files`` are all those that may name it.

    The catalog must have passed its checks. Raises :class:`RefusedError` if ``new`` cannot be the
    entry's id, or if a place is written in a way that cannot be followed.
    """
    lines = {line.id: line for line in ledger}
    refuse_id(catalog, lines, old, new)
    keys = _renamed_sets(catalog, old, new)
    pages = (*catalog.pages, *catalog.draft_pages)
    edits = [
        *(edit for page in pages for edit in _in_page(page, catalog, {**keys, old: new})),
        *_in_settings(files[FILE_NAME], {**keys, old: new}, old),
        *_in_ledger(lines.values(), files.get(LEDGER), old, new),
        *_in_wordings(catalog, old, new),
        *_in_lists(catalog, {**keys, old: new}),
        *(edit for file in files.values() for edit in _in_json(file, catalog, old, new)),
    ]
    by_path: dict[str, set[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.place.path, set()).add(edit)
    changed = {path: files[path].edited(found) for path, found in by_path.items()}
    return Renamed(
        files=changed,
        counts={path: len(found) for path, found in sorted(by_path.items())},
        mentions=tuple(_mentions({**files, **changed}, catalog, old)),
        published=old in lines,
    )


def refuse_id(catalog: Catalog, ledger: Mapping[str, Published], old: str, new: str) -> None:
    """Raises :class:`RefusedError` if the entry ``old`` may not be called ``new``."""
    entry = catalog.by_id.get(old)
    if entry is None:
        what = f"没有编号为 {old} 的条目" if old else "没有写旧编号"
        raise RefusedError(f"{what}：FROM 写现有的编号。")
    if old == new:
        raise RefusedError(f"新旧编号都是 {old}：TO 写另一个编号。")
    _refuse_form(entry.kind, new)
    _refuse_place(catalog, entry, new)
    taken = catalog.by_id.get(new)
    if taken is not None:
        where = f"{taken.place.path}:{taken.place.line}"
        raise RefusedError(f"编号 {new} 已用于 {where}：TO 换一个没有用过的编号。")
    line = ledger.get(new)
    if line is not None:
        how = f"，已由 {line.replaced_by} 代替" if line.successor else ""
        raise RefusedError(
            f"编号 {new} 发布过（{LEDGER}:{line.place.line}{how}），不能再给别的条目："
            "TO 换一个没有用过的编号。"
        )
    _refuse_gap(catalog, entry, new)


def _refuse_form(kind: Kind, new: str) -> None:
    match = _ID.fullmatch(new)
    if match is None or match["prefix"] not in kind.prefixes or len(match["number"]) != kind.digits:
        prefixes = "或".join(kind.prefixes)
        raise RefusedError(
            f"{kind.label}的编号不能是“{new}”：应为 {prefixes} 加 {kind.digits} 位数字，"
            f"例如 {kind.example_id}。"
        )


def _refuse_place(catalog: Catalog, entry: Entry, new: str) -> None:
    """The prefixes of sets and the pages of sets go together, as the checks of ids and sets say."""
    prefix = prefix_of(new)
    own = catalog.set_of_page(entry.page)
    if own and own.kind == entry.kind.name and own.id in entry.kind.prefixes and own.id != prefix:
        raise RefusedError(f"{entry.id} 属于“{own.title}”，编号要以 {own.id} 开头。")
    other = catalog.handbook.sets.get(prefix)
    if other and other.page and other.kind == entry.kind.name and other.page != entry.page.uri:
        raise RefusedError(
            f"以 {prefix} 开头的编号属于“{other.title}”，写在 docs/{other.page} 里；"
            f"{entry.id} 在 {entry.page.path}。"
        )


def _refuse_gap(catalog: Catalog, entry: Entry, new: str) -> None:
    """Sets that own their prefix are numbered 1, 2, 3 … in reading order."""
    for spec in catalog.handbook.sets.values():
        members = catalog.members(spec)
        if spec.id in entry.kind.prefixes and entry in members:
            number = members.index(entry) + 1
            expected = f"{spec.id}{number:0{entry.kind.digits}d}"
            if new != expected:
                raise RefusedError(
                    f"“{spec.title}”从 1 起依次编号，第 {number} 条只能是 {expected}："
                    f"{entry.id} 不能改成 {new}。"
                )


def _renamed_sets(catalog: Catalog, old: str, new: str) -> dict[str, str]:
    """Keys of sets that name the entry, such as AB1-CD, and what they become."""
    keys = {key: key.split("-") for key in catalog.handbook.sets}
    return {
        key: "-".join(new if part == old else part for part in parts)
        for key, parts in keys.items()
        if old in parts
    }


def _in_page(page: Page, catalog: Catalog, names: Mapping[str, str]) -> Iterator[Edit]:
    def edits(places: Iterable[tuple[str, Place]]) -> Iterator[Edit]:
        yield from (Edit(place, text, names[text]) for text, place in places if text in names)

    yield from edits((r.target, _right(r.place, 1)) for r in page.references)
    yield from edits(_anchors(page, catalog))
    yield from edits(
        (heading.id, _right(heading.place, column))
        for heading in page.headings
        if heading.id in names
        and (column := _id_column(page.text.split("\n")[heading.place.line - 1], heading.id))
    )
    for block in page.blocks:
        yield from edits(_ids_in_options(block.options, _id_options(block, catalog)))
    entry = catalog.page_entries.get(page.uri)
    named = {ID, *(_options_with_ids(entry.kind) if entry else ())}
    yield from edits(_ids_in_options(page.front_matter, {*named, "set"}))


def _right(place: Place, columns: int) -> Place:
    return place._replace(column=place.column + columns)


def _id_column(heading: str, id: str) -> int:
    """How far right of a heading's first character its id stands."""
    return heading.find(f"#{id}", heading.rfind("{")) + 1


def _anchors(page: Page, catalog: Catalog) -> Iterator[tuple[str, Place]]:
    """The ids behind ``#`` in links to where the entry stands."""
    for link in page.links:
        target, anchor = link_target(link, page.uri)
        entry = catalog.by_id.get(anchor)
        if entry is not None and entry.page.uri == target:
            yield anchor, _right(link.place, link.address.index("#") + 1)


def _id_options(block: Block, catalog: Catalog) -> set[str]:
    kind = catalog.handbook.kinds.get(block.name)
    if kind is None:
        return {UNITS} if block.name in NON_ENTRIES else set()
    return {ID, *_options_with_ids(kind)}


def _options_with_ids(kind: Kind) -> set[str]:
    return {name for name, spec in kind.options.items() if spec.type in _ID_OPTIONS}


def _ids_in_options(
    options: Mapping[str, Option], names: Iterable[str]
) -> Iterator[tuple[str, Place]]:
    for name in names:
        yield from (options[name].values if name in options else ())


def _in_settings(file: TextFile, names: Mapping[str, str], old: str) -> Iterator[Edit]:
    """Keys of sets, and what their ``within`` names."""
    top = yaml.compose(file.text, Loader=yaml.SafeLoader)
    for name, sets in top.value if top else ():
        if name.value != "sets":
            continue
        for key, spec in sets.value:
            if key.value in names:
                yield Edit(_node_place(file, key), key.value, names[key.value])
            for option, value in spec.value:
                if option.value == "within" and value.value == old:
                    yield Edit(_node_place(file, value), old, names[old])


def _node_place(file: TextFile, node: yaml.Node) -> Place:
    return Place(file.path, node.start_mark.line + 1, node.start_mark.column + 1)


def _in_ledger(
    ledger: Iterable[Published], file: TextFile | None, old: str, new: str
) -> Iterator[Edit]:
    """A published id stays, and says what replaced it; what it replaced itself follows on."""
    for line in ledger if file else ():
        if line.id == old and not line.replaced_by:
            yield Edit(line.place, old, f"{old} replaced-by: {new}")
        elif line.successor == old and file:
            column = file.lines[line.place.line - 1].rindex(old)
            yield Edit(_right(line.place, column), old, new)


def _in_wordings(catalog: Catalog, old: str, new: str) -> Iterator[Edit]:
    for wording in catalog.handbook.wordings:
        if wording.target.text == old:
            yield Edit(wording.target.place, old, new)


def _in_lists(catalog: Catalog, names: Mapping[str, str]) -> Iterator[Edit]:
    """Papers and learning paths name entries and sets."""
    for word in (*named_on_papers(catalog), *named_in_paths(catalog)):
        if word.text in names:
            yield Edit(word.place, word.text, names[word.text])


def _in_json(file: TextFile, catalog: Catalog, old: str, new: str) -> Iterator[Edit]:
    """Tables that answer a list with entries name them under ``entry`` or ``entries``."""
    outlines = [source.outline.file for source in catalog.handbook.sources if source.outline]
    if not file.path.endswith(".json") or file.path in outlines:
        return
    text = file.text
    for pair in re.finditer(r'"(?:entry|entries)"\s*:\s*(?:"[^"]*"|\[[^\[\]{}]*\])', text):
        for match in re.finditer(f'"{old}"', pair[0]):
            yield Edit(_place_at(file, pair.start() + match.start()), old, new)


def _place_at(file: TextFile, offset: int) -> Place:
    before = file.text[:offset]
    return Place(file.path, before.count("\n") + 1, offset - before.rfind("\n"))


def _mentions(files: Mapping[str, TextFile], catalog: Catalog, old: str) -> Iterator[Place]:
    """Where the old id still stands, the words of the source and the ledger's own line excepted."""
    word = re.compile(rf"(?<![A-Za-z0-9]){old}(?![A-Za-z0-9])")
    verbatim = {
        (page.path, number)
        for page in catalog.pages
        for block in page.blocks
        if (kind := catalog.handbook.kinds.get(block.name)) and kind.verbatim
        for number in range(block.body_line, block.end_line)
    }
    for path, file in sorted(files.items()):
        for number, line in enumerate(file.lines, start=1):
            own = path == LEDGER and line.startswith(f"{old} replaced-by:")
            if old in line and not own and (path, number) not in verbatim:
                yield from (Place(path, number, m.start() + 1) for m in word.finditer(line))
