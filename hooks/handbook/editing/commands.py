"""The editors' commands on a project folder: what is read, what is written, what is told."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from handbook import codes
from handbook.catalog import Catalog
from handbook.checks.blocks import PLACEHOLDER
from handbook.editing import RefusedError
from handbook.editing.new_entry import NewEntry, Request, new_entry, page_for
from handbook.editing.rename import Renamed, renamed
from handbook.editing.text_file import TextFile, text_file
from handbook.frozen import FOLDER
from handbook.importing import DocumentError
from handbook.importing.clauses import issued_text
from handbook.importing.document import FORMS, Document, read_document
from handbook.importing.import_report import (
    told_of_next_steps,
    told_of_proposals,
    told_of_reading,
)
from handbook.importing.instrument import Instrument, instrument
from handbook.importing.issued_rules import issued_rules, set_named, without_lost_synonyms
from handbook.importing.rules_report import told_of_changes, told_of_rest, told_of_text
from handbook.importing.text_import import ImportRequest, imported_before, imported_text
from handbook.ledger import LEDGER
from handbook.model import Diagnostic, Position
from handbook.output import Change, OutdatedError, write_files
from handbook.project import READ_BY_A_CHECK, Checked, check_project
from handbook.report import as_text, has_errors
from handbook.setting_items import FILE_NAME
from handbook.site_files import CONFIGURATION

# Of the files that a check reads those that may name an entry; the source's own text does not.
_MAY_NAME_ENTRIES = (".md", ".yml", ".yaml", ".json")
_UNCHANGED = "没有改动任何文件"
_CITE_FIRST = (
    "\n只有原来的条文引用了这些原文，印发的条文不是据原文写的："
    "先为它们另写条目（make new），再运行一次。"
)


def rename(root: Path, old: str, new: str) -> str:
    """Calls the entry ``old`` ``new`` wherever it is named, and gives the report.

    Raises :class:`RefusedError` if that is not possible; then no file has changed.
    """
    catalog = _flawless(check_project(root))
    ledger = catalog.ledger.lines.values()
    before = _contents(root, catalog)
    files = {path: text_file(path, content) for path, content in before.items()}
    result = renamed(catalog, ledger, files, old, new)
    after = {path: file.content for path, file in result.files.items()}
    found = _check_with(root, catalog, after)
    edition = _accepted(found, f"把 {old} 改成 {new} ")
    _write(root, before, after)
    return "\n".join([*_told(result, old, new), *edition])


def new(root: Path, request: Request) -> str:
    """Makes the skeleton of a new entry, puts it into its page, and gives the report.

    Raises :class:`RefusedError` if there can be no such entry there; then no file has changed.
    """
    checked = check_project(root)
    if checked.written is None:
        raise RefusedError(f"{_UNCHANGED}：先改好设置。\n{as_text(checked.diagnostics)}")
    catalog = checked.written
    ledger, unread = catalog.ledger.lines.values(), catalog.ledger.diagnostics
    if unread:  # an id that cannot be read there might be given again
        raise RefusedError(f"{_UNCHANGED}：先改好编号登记。\n{as_text(unread)}")
    uri = page_for(catalog, request)
    path = f"docs/{uri}"
    before = (root / path).read_bytes() if uri and (root / path).is_file() else None
    asked = Request(request.kind, uri, request.under, request.title, request.source)
    try:
        file = None if before is None else text_file(path, before)
    except UnicodeDecodeError as error:
        raise RefusedError(f"{_UNCHANGED}：{path} 不是 UTF-8 编码，先另存。") from error
    made = new_entry(catalog, ledger, asked, file)
    if made.page:
        _write(root, {} if before is None else {path: before}, {path: made.page.content})
    return "\n".join(_told_new(made))


def rules(root: Path, file: str, name: str, given: Instrument) -> str:
    """Makes the text in ``file`` the wording of the set ``name``, and gives the report.

    Raises :class:`RefusedError` if that is not possible; then no file has changed.
    """
    document = _document(root, file, "印发的文本")
    catalog = _flawless(check_project(root))
    before = _contents(root, catalog)
    files = {path: text_file(path, content) for path, content in before.items()}
    try:
        spec = set_named(catalog, name)
        text = issued_text(document, spec.title, spec.count)
        lines = ([line.text for line in part] for part in (text.before, text.after))
        result = issued_rules(catalog, files, spec, text, instrument(given, *lines))
    except RefusedError as error:
        raise RefusedError(f"{_UNCHANGED}：{error}") from error
    told = [*document.remarks, *told_of_text(text), *told_of_changes(result)]
    if not result.files:
        return "\n".join([*told, f"“{spec.title}”已经是这份文本，{_UNCHANGED}。"])
    found = _check_with(root, catalog, _bytes_of(result.files))
    mended = without_lost_synonyms(result, found)
    if mended is not result:
        found = _check_with(root, catalog, _bytes_of(mended.files))
    is_uncited = any(item.code == codes.NOT_ACCOUNTED.number for item in found)
    advice = _CITE_FIRST if is_uncited else ""
    edition = _accepted(found, f"把“{spec.title}”换成这份文本", advice)
    _write(root, before, _bytes_of(mended.files))
    return "\n".join([*told, *told_of_rest(mended), *edition])


def _in_folder(root: Path, file: str) -> Path:
    """The path that somebody typed; make does not know what ``~`` is."""
    return Path.home() / file[2:] if file.startswith("~/") else root / file


def import_text(root: Path, file: str, request: ImportRequest) -> str:
    """Makes the text in ``file`` a source of the handbook, and gives the report.

    Raises :class:`RefusedError` if that is not possible; then no file has changed.
    """
    document = _document(root, file, "要导入的文本")
    catalog = _flawless(check_project(root))
    before = imported_before(catalog, document)
    if before:
        pages = "、".join(f"docs/{uri}" for uri in before.pages)
        return f"这份文本已经导入了：{before.file}（{pages}）。{_UNCHANGED}。"
    lists = (path for path in (FILE_NAME, CONFIGURATION) if (root / path).is_file())
    contents = {path: (root / path).read_bytes() for path in lists}
    try:
        files = {path: text_file(path, content) for path, content in contents.items()}
        ledger = catalog.ledger.lines.values()
        result = imported_text(catalog, ledger, files, document, request)
    except RefusedError as error:
        raise RefusedError(f"{_UNCHANGED}：{error}") from error
    after = _bytes_of(result.files)
    new = (path for path in after if path not in files and (root / path).exists())
    for path in new:
        if (root / path).read_bytes() != after[path]:
            raise RefusedError(f"{_UNCHANGED}：{path} 已经有了，写明另一个 NAME。")
        contents[path] = after[path]  # the very file that is imported
    edition = _accepted(_check_with(root, catalog, after), "导入这份文本")
    _write(root, contents, after)
    told = (
        *told_of_reading(result, document),
        *told_of_proposals(result, catalog.handbook.kinds),
        *told_of_next_steps(result),
    )
    return "\n".join([*told, *edition])


def _document(root: Path, file: str, what: str) -> Document:
    """The document in ``file``; raises :class:`RefusedError` if there is none that can be read."""
    if not file.strip():
        raise RefusedError(f"{_UNCHANGED}：没有写文件，FILE 写{what}（{FORMS}）。")
    try:
        return read_document(_in_folder(root, file.strip()))
    except DocumentError as error:
        raise RefusedError(f"{_UNCHANGED}：{error}") from error


def _bytes_of(files: Mapping[str, TextFile]) -> dict[str, bytes]:
    return {path: file.content for path, file in files.items()}


def _flawless(checked: Checked) -> Catalog:
    faults = _other_than_edition(checked.diagnostics)
    if checked.written is None or has_errors(faults):
        raise RefusedError(f"{_UNCHANGED}：先改好现有的问题。\n{as_text(faults)}")
    return checked.written


def _accepted(found: Iterable[Diagnostic], doing: str, advice: str = "") -> list[str]:
    """What is to be told of a frozen edition, if the change brings no other fault.

    Raises :class:`RefusedError` if it does.
    """
    faults = _other_than_edition(found)
    if has_errors(faults):
        raise RefusedError(f"{_UNCHANGED}：{doing}会带来新的问题。\n{as_text(faults)}{advice}")
    return [f"{item.message}：{item.hint}" for item in found if item not in faults]


def _other_than_edition(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """All but what any change of a frozen edition brings."""
    return [item for item in diagnostics if item.code != codes.EDITION_CHANGED.number]


def _contents(root: Path, catalog: Catalog) -> dict[str, bytes]:
    """The files that may name an entry, by path; one that is no UTF-8 names none."""
    texts = {source.file for source in catalog.handbook.sources}
    paths = {path for path in _read_by_a_check(root) if path.endswith(_MAY_NAME_ENTRIES)}
    contents = {}
    for path in sorted((paths | {*catalog.handbook.files, LEDGER}) - texts):
        if (root / path).is_file() and not path.startswith(f"{FOLDER}/"):
            content = (root / path).read_bytes()
            if _is_utf8(content):
                contents[path] = content
    return contents


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read_by_a_check(root: Path) -> Iterator[str]:
    for name in READ_BY_A_CHECK:
        start = root / name
        files = (path for path in start.rglob("*") if path.is_file()) if start.is_dir() else [start]
        yield from (path.relative_to(root).as_posix() for path in files)


def _check_with(
    root: Path, catalog: Catalog, contents: Mapping[str, bytes]
) -> tuple[Diagnostic, ...]:
    """What a check would find if the files held ``contents``: it is run on a copy."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in (*READ_BY_A_CHECK, *catalog.handbook.files):
            source, target = root / name, copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            elif source.is_file():
                shutil.copyfile(source, target)
        for path, content in contents.items():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_bytes(content)
        return check_project(copy).diagnostics


def _write(root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    try:
        write_files(Change(root / path, before.get(path), after[path]) for path in after)
    except OutdatedError as error:
        path = error.path.relative_to(root).as_posix()
        raise RefusedError(f"{_UNCHANGED}：{path} 刚刚被别处改过，再运行一次。") from error
    except OSError as error:
        raise RefusedError(
            f"{_UNCHANGED}：写不了 {error.filename}（{error.strerror}）。"
        ) from error


def _told(result: Renamed, old: str, new: str) -> Iterator[str]:
    yield f"已把 {old} 改成 {new}，共 {sum(result.counts.values())} 处："
    yield from (f"  {path}（{count} 处）" for path, count in result.counts.items())
    if result.published:
        yield f"{old} 发布过，{LEDGER} 里写明了由 {new} 代替。"
    if result.mentions:
        yield f"还有 {len(result.mentions)} 处提到 {old}，没有改动，请人工核对："
        yield from (f"  {place.path}:{place.line}:{place.column}" for place in result.mentions)


def _told_new(made: NewEntry) -> Iterator[str]:
    yield made.skeleton
    if made.page:
        holes = made.skeleton.count(PLACEHOLDER)
        yield f"已加在 {made.page.path}:{made.line}，编号是 {made.id}。"
        yield f"填好〔待填〕的 {holes} 处，再运行 make check。" if holes else "再运行 make check。"
        if made.kind.position is Position.PAGE:
            uri = made.page.path.removeprefix("docs/")
            yield f"还要把这一页加进 mkdocs.yml 的 nav，例如：- {uri}"
    elif made.kind.position is Position.PAGE:
        yield f"编号是 {made.id}。存为 docs/ 里新的一页（写明 PAGE 就直接写出来），"
        yield "并加进 mkdocs.yml 的 nav。"
    else:
        pages = "、".join(f"docs/{uri}" for uri in made.pages) or "docs/ 里的任何一页"
        yield f"编号是 {made.id}。写在 {pages}{_under(made)}；写明 PAGE 就直接加进去。"


def _under(made: NewEntry) -> str:
    return f" 的{made.within}之下" if made.within else ""
