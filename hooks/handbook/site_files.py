"""What stands around the pages: the files under ``docs/`` and what ``mkdocs.yml`` says of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import yaml

from handbook.addresses import ADDED
from handbook.model import Place, Site, Value

CONFIGURATION = "mkdocs.yml"
NAVIGATION = "nav"
# Settings of MkDocs, in the form of a .gitignore, that keep pages out of a built site.
_EXCLUDING = ("exclude_docs", "draft_docs")
# What MkDocs leaves out unasked (mkdocs.structure.files._default_exclude).
_LEFT_OUT_BY_MKDOCS = re.compile(r"(?:^|/)\.|^templates/")
# A pattern for names that are no page's: most projects have no other.
_NO_PAGE = re.compile(r"[\w./*-]+\.(?!md$)\w+")


def read_site(root: Path, added: Iterable[str] = ()) -> Site:
    """The files that a link may lead to, those left out, and the pages that the navigation names.

    ``added`` are files that this handbook's build adds besides those of every handbook.

    A ``mkdocs.yml`` that is missing or no YAML says nothing: MkDocs itself tells what is wrong.
    """
    docs = root / "docs"
    files = {path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file()}
    settings = dict(_settings(root / CONFIGURATION))
    excluded = frozenset(_excluded(files, settings))
    navigation = tuple(_leaves(settings[NAVIGATION])) if NAVIGATION in settings else ()
    is_strict = "strict" in settings and str(settings["strict"].value).lower() == "true"
    return Site(frozenset((files - excluded) | ADDED | set(added)), excluded, navigation, is_strict)


def _settings(path: Path) -> Iterator[tuple[str, yaml.Node]]:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(getattr(key, "value", "")), value


def _excluded(files: Collection[str], settings: dict[str, yaml.Node]) -> Iterator[str]:
    nodes = [settings[name] for name in _EXCLUDING if name in settings]
    lines = [line for node in nodes for line in str(node.value).splitlines() if line.strip()]
    usual = any(_LEFT_OUT_BY_MKDOCS.search(file) for file in files)
    if not usual and all(_NO_PAGE.fullmatch(line.strip()) for line in lines):
        return
    # What MkDocs reads these patterns with; only here, for it takes long to load.
    from pathspec import GitIgnoreSpec

    yield from GitIgnoreSpec.from_lines([".*", "/templates/", *lines]).match_files(files)


def _leaves(node: yaml.Node) -> Iterator[Value]:
    if isinstance(node, yaml.ScalarNode):
        mark = node.start_mark
        yield Value(str(node.value), Place(CONFIGURATION, mark.line + 1, mark.column + 1))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _leaves(item)
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _leaves(value)
