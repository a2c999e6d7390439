"""A text that becomes a source of the handbook: what files it takes, and what they hold.

Nothing existing changes but the lists that name the new files. What the program makes of the text
is marked as a guess wherever it stands.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handbook.catalog import Catalog
from handbook.editing import RefusedError
from handbook.editing.new_entry import next_ids
from handbook.editing.skeleton import quoted
from handbook.editing.text_file import TextFile, text_file
from handbook.importing.boilerplate import guessed
from handbook.importing.cutting import Unit, cut, joined
from handbook.importing.document import Document
from handbook.importing.import_pages import draft_page, source_page
from handbook.importing.openings import kind_of_text
from handbook.importing.proposals import Proposal, propose
from handbook.importing.wordings import titled
from handbook.importing.yaml_insertion import UncertainError, with_page, with_source
from handbook.ledger import Published
from handbook.model import Boilerplate, SourceSpec
from handbook.reader import read_page
from handbook.setting_items import FILE_NAME
from handbook.site_files import CONFIGURATION
from handbook.source_text import body_of
from handbook.vocabulary import ID, JOIN, TITLE_ROLE

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_NAME = re.compile(r"[^a-z0-9]+")
_SHOWN = 20


@dataclass(frozen=True)
class ImportRequest:
    """What an editor asks for: how the files are called, the text's title, whose words it has."""

    name: str = ""
    title: str = ""
    attribution: str = ""


@dataclass(frozen=True)
class ImportedText:
    """What an import makes of a text: units and proposals with their ids, and the files it takes.

    ``boilerplate`` are the lines of the text that are left out; ``files`` are those that are new or
    change, by path. Without a proposal there is no draft.
    """

    title: str
    units: tuple[tuple[str, Unit], ...]
    proposals: tuple[tuple[str, Proposal], ...]
    boilerplate: tuple[Boilerplate, ...]
    source: str
    page: str
    draft: str
    files: Mapping[str, TextFile]

    @property
    def uncited(self) -> tuple[tuple[str, Unit], ...]:
        """The units that no proposal is made from."""
        return _uncited(self.units, self.proposals)


def imported_before(catalog: Catalog, document: Document) -> SourceSpec | None:
    """The source that is this text, if it is in the handbook already."""
    digest = _digest(document.text)
    body = body_of(document.text, guessed(document.text))
    for source in catalog.handbook.sources:
        if source.sha256 == digest or catalog.source_texts.get(source.file) == body:
            return source
    return None


def imported_text(
    catalog: Catalog,
    ledger: Iterable[Published],
    files: Mapping[str, TextFile],
    document: Document,
    request: ImportRequest,
) -> ImportedText:
    """What importing the document comes to; ``files`` are those that list a handbook's files.

    Raises :class:`RefusedError` if it cannot be imported so.
    """
    handbook, ledger = catalog.handbook, tuple(ledger)
    boilerplate = guessed(document.text)
    body = body_of(document.text, boilerplate)
    left_out = [row for part in boilerplate for row in range(part.first - 1, part.last)]
    found = cut(body, handbook.imports, _shifted(document.outline, left_out))
    if joined(found) != body:  # a fault of the program
        raise RefusedError("分句以后拼不回原文：请把这份文件交给维护程序的人。")
    name = _name(catalog, document, request.name)
    title = _title(document, found, request.title)
    kind = handbook.verbatim_kind
    units = tuple(zip(next_ids(catalog, ledger, kind, len(found)), found, strict=True))
    proposals = _with_ids(catalog, ledger, propose(found, handbook.imports.proposals))
    page = f"source/{name}.md"
    source, draft = f"source/{name}.txt", f"docs/drafts/{name}.md"
    uncited = [id for id, _ in _uncited(units, proposals)]
    written = source_page(title, units, uncited, kind)
    _refuse_unreadable(catalog, written, page, units)
    texts = {source: document.text, f"docs/{page}": written}
    if proposals:
        texts[draft] = draft_page(title, units, proposals, handbook)
    attribution = request.attribution.strip() or f"据{kind_of_text(title, handbook.imports)}原文"
    item = [
        f"file: {source}",
        f"sha256: {quoted(_digest(document.text))}",
        f"title: {quoted(title)}",
        f"attribution: {quoted(attribution)}",
        f"pages: [{page}]",
        *_left_out(boilerplate),
    ]
    return ImportedText(
        title=title,
        units=units,
        proposals=proposals,
        boilerplate=boilerplate,
        source=source,
        page=f"docs/{page}",
        draft=draft,
        files={
            **{path: text_file(path, text.encode()) for path, text in texts.items()},
            **_lists(files, item, page, handbook.source_pages),
        },
    )


def _uncited(
    units: Sequence[tuple[str, Unit]], proposals: Iterable[tuple[str, Proposal]]
) -> tuple[tuple[str, Unit], ...]:
    cited = {proposal.unit for _, proposal in proposals}
    return tuple(pair for number, pair in enumerate(units) if number not in cited)


def _shifted(outline: Mapping[int, int], left_out: Sequence[int]) -> Mapping[int, int]:
    """The levels by the lines of the body, from which some lines are left out."""
    return {
        row - sum(other < row for other in left_out): level
        for row, level in outline.items()
        if row not in left_out
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _name(catalog: Catalog, document: Document, given: str) -> str:
    """What the files are called: as asked, or after the file, or by a number."""
    taken = {file.removesuffix(".md") for file in catalog.site.files}
    sources = {source.file for source in catalog.handbook.sources}

    def is_taken(name: str) -> bool:
        pages = {f"source/{name}", f"drafts/{name}"}
        return bool(pages & taken) or f"source/{name}.txt" in sources

    if given and not _NAME.fullmatch(given):
        raise RefusedError(
            f"NAME={given} 不能用作文件名：只用小写的半角字母、数字和连字符，例如 NAME=speech-3。"
        )
    if given and is_taken(given):
        raise RefusedError(f"NAME={given} 已经有了（docs/source/{given}.md）：换一个 NAME。")
    own = _NO_NAME.sub("-", document.name.rpartition(".")[0].lower()).strip("-")
    numbered = (f"text-{number}" for number in range(1, 1000))
    candidates = (given,) if given else ((own,) if own else ()) + tuple(numbered)
    return next(name for name in candidates if not is_taken(name))


def _title(document: Document, units: Sequence[Unit], given: str) -> str:
    """As asked, or the text's own title, or the file's name."""
    if len(given.splitlines()) > 1:
        raise RefusedError("题目要写成一行：改正 TITLE。")
    own = next((titled(unit.words) for unit in units if unit.role == TITLE_ROLE), "")
    return given.strip() or own or titled(document.name.rpartition(".")[0])


def _with_ids(
    catalog: Catalog, ledger: Sequence[Published], found: Sequence[Proposal]
) -> tuple[tuple[str, Proposal], ...]:
    """The proposals with new ids, those of each kind in the order of the text."""
    ids: dict[str, list[str]] = {}
    for name in dict.fromkeys(proposal.rule.kind for proposal in found):
        kind = catalog.handbook.kinds[name]
        count = sum(proposal.rule.kind == name for proposal in found)
        try:
            ids[name] = list(next_ids(catalog, ledger, kind, count))
        except RefusedError as error:
            raise RefusedError(
                f"{error}\n或者在 {FILE_NAME} 的 import.proposals 里删去 kind: {name} 的各项，"
                f"不提{kind.label}的建议。"
            ) from error
    return tuple((ids[proposal.rule.kind].pop(0), proposal) for proposal in found)


def _refuse_unreadable(
    catalog: Catalog, text: str, uri: str, units: Sequence[tuple[str, Unit]]
) -> None:
    """Refuses a text of which the page, read as pages are, would not give every unit back."""
    kind = catalog.handbook.verbatim_kind
    if any(unit.join for _, unit in units) and JOIN not in kind.options:
        raise RefusedError(
            f"{FILE_NAME} 的 kinds.{kind.name} 没有 {JOIN} 这个选项，句子之间的换行记不下来："
            f"在它的 options 里加上 {JOIN}: {{type: text}}。"
        )
    read = {
        block.options[ID].values[0].text: block.body
        for block in read_page(text, uri, catalog.handbook).blocks
        if block.name == kind.name and ID in block.options
    }
    for id, unit in units:
        if read.get(id) != unit.words:
            raise RefusedError(
                f"“{unit.words[:_SHOWN]}”一带有记号，写在页面上会被读成别的东西"
                "（代码、注释或者条目块的边线），不能一字不差地照录：在文件里改掉，再导入。"
            )


def _left_out(boilerplate: Iterable[Boilerplate]) -> list[str]:
    """The lines of ``handbook.yml`` that say which lines of the file are none of the text."""
    lines = []
    for part in boilerplate:
        lines.append(f"  - lines: [{part.first}, {part.last}]")
        lines.append(f"    reason: {quoted(part.reason)}")
    return ["boilerplate:", *lines] if lines else ["boilerplate: []"]


def _lists(
    files: Mapping[str, TextFile], item: list[str], page: str, pages: Sequence[str]
) -> dict[str, TextFile]:
    """The files that list the new ones: ``handbook.yml``, and the navigation if there is one."""
    changed = {}
    try:
        changed[FILE_NAME] = with_source(files[FILE_NAME], item)
    except UncertainError:
        lines = "\n".join([f"  - {item[0]}", *(f"    {line}" for line in item[1:])])
        raise RefusedError(
            f"{FILE_NAME} 的 sources 不是逐行写的列表，不知道该加在哪里。"
            f"先改成逐行写的，再导入；要加的是：\n{lines}"
        ) from None
    if CONFIGURATION in files:
        try:
            changed[CONFIGURATION] = with_page(files[CONFIGURATION], page, pages)
        except UncertainError:
            raise RefusedError(
                f"{CONFIGURATION} 的 nav 里没有单独成行的原文页，不知道该加在哪里。"
                f"先把现有的原文页逐行写进 nav，再导入；要加的是：\n      - {page}"
            ) from None
    return {path: file for path, file in changed.items() if file is not files[path]}
