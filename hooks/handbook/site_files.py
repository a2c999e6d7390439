"""What stands around the pages: the files under ``docs/`` and the navigation of ``mkdocs.yml``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from handbook.addresses import ADDED
from handbook.model import Place, Site, Value

CONFIGURATION = "mkdocs.yml"
NAVIGATION = "nav"


def read_site(root: Path) -> Site:
    """The files that a link may lead to, and the pages that the navigation names.

    A ``mkdocs.yml`` that is missing or no YAML names none: MkDocs itself says what is wrong there.
    """
    docs = root / "docs"
    files = {path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file()}
    return Site(frozenset(files | ADDED), tuple(_navigation(root / CONFIGURATION)))


def _navigation(path: Path) -> Iterator[Value]:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if getattr(key, "value", None) == NAVIGATION:
                yield from _leaves(value)


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
