"""Lines put into a YAML file by hand, as it were: comments and all else stay as they are.

Where the file is written in a way that makes the right place uncertain, nothing is put in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

import yaml

from handbook.editing.text_file import TextFile

_DASH = re.compile(r"[ ]*-[ ]+")


class UncertainError(Exception):
    """It is not certain where the lines belong."""


def with_source(settings: TextFile, item: Sequence[str]) -> TextFile:
    """``handbook.yml`` with another source after the last one; ``item`` are the lines of its keys.

    Raises :class:`UncertainError` if the sources are not written as a list, line by line.
    """
    top = _mapping(settings)
    sources = next((value for key, value in top if key.value == "sources"), None)
    if not isinstance(sources, yaml.SequenceNode) or sources.flow_style or not sources.value:
        raise UncertainError
    last = sources.value[-1]
    dash = _dash(settings, last)
    if not isinstance(last, yaml.MappingNode) or last.flow_style:
        raise UncertainError
    first, *rest = item
    blank = " " * len(dash)
    return settings.with_lines(
        _last_line(last) + 1, [dash + first, *(blank + line for line in rest)]
    )


def with_page(configuration: TextFile, uri: str, after: Collection[str]) -> TextFile:
    """``mkdocs.yml`` with the page ``uri`` in its navigation, behind the last of some others.

    Without a navigation nothing changes. Raises :class:`UncertainError` if it names none of these
    pages on a line of its own.
    """
    top = _mapping(configuration)
    navigation = next((value for key, value in top if key.value == "nav"), None)
    if navigation is None:
        return configuration
    items = [item for item in _items(navigation) if _page_of(item) in after]
    if not items:
        raise UncertainError
    last = items[-1]
    dash = _dash(configuration, last)
    if last.start_mark.line != _last_line(last):
        raise UncertainError
    return configuration.with_lines(last.start_mark.line + 1, [dash + uri])


def _mapping(file: TextFile) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    try:
        top = yaml.compose(file.text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        raise UncertainError from None
    if not isinstance(top, yaml.MappingNode):
        raise UncertainError
    return [(key, value) for key, value in top.value if isinstance(key, yaml.ScalarNode)]


def _dash(file: TextFile, item: yaml.Node) -> str:
    """What stands before an item of a list on its line."""
    mark = item.start_mark
    dash = file.lines[mark.line][: mark.column]
    if not _DASH.fullmatch(dash):
        raise UncertainError
    return dash


def _last_line(node: yaml.Node) -> int:
    """The index of the last line that a value takes up, comments after it excepted."""
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("|", ">"):  # it ends where the next thing begins
            raise UncertainError
        return node.end_mark.line
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        return node.end_mark.line
    parts = node.value
    if isinstance(node, yaml.MappingNode):
        parts = [part for pair in node.value for part in pair]
    return max(map(_last_line, parts), default=node.start_mark.line)


def _items(node: yaml.Node) -> Iterator[yaml.Node]:
    """The items of the navigation's lists that are written line by line."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if not node.flow_style:
                yield item
            yield from _items(item)
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _items(value)


def _page_of(item: yaml.Node) -> str:
    """The page that an item of the navigation names, with a title or without."""
    if isinstance(item, yaml.ScalarNode):
        return str(item.value)
    if isinstance(item, yaml.MappingNode) and len(item.value) == 1:
        value = item.value[0][1]
        return str(value.value) if isinstance(value, yaml.ScalarNode) else ""
    return ""
