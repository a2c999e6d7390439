"""YAML with places: every scalar stays the text that was typed and knows its line and column.

An editor's ``date: 2024-01-31`` must not become a date object and ``id: 0123`` not a number, and
a message about a value needs the value's own place; so the node tree is used, not the loaded data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml

from handbook.model import Option, Place, Value

# The C loader is ten times as fast; PyYAML ships it in its wheels, but not on every platform.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_PROBLEMS = (
    ("',' or ']'", "“[”没有配上“]”，或列表的值之间缺少半角逗号"),
    ("',' or '}'", "“{”没有配上“}”，或各项之间缺少半角逗号"),
    ("expected node content", "列表没有写完"),
    ("mapping values are not allowed", "值里有半角冒号加空格，给整个值加上单引号"),
    ("cannot start any token", "值不能以这个字符开头，给整个值加上单引号"),
    ("expected ':'", "这一行缺少半角冒号加空格"),
    ("end of stream", "引号没有配上"),
    ("expected <block end>", "这一行的缩进或引号不对"),
    ("expected key", "这一行的缩进或引号不对"),
    ("expected alphabetic or numeric", "值不能以 * 或 & 开头，给整个值加上单引号"),
    ("undefined alias", "值不能以 * 开头，给整个值加上单引号"),
    ("special characters are not allowed", "有不可见的控制字符，删去它"),
    ("control characters are not allowed", "有不可见的控制字符，删去它"),
)


@dataclass(frozen=True)
class YamlFault:
    """Why a text is no YAML mapping, and where."""

    place: Place
    message: str


Locate = Callable[[int, int], Place]


def locate_from(path: str, line: int, column: int = 1) -> Locate:
    """A function from a position in a YAML text to a place in the file that holds it.

    ``line`` and ``column`` are where the text begins in the file; columns are shifted on every
    line, since an option block is indented as a whole.
    """
    return lambda row, col: Place(path, line + row, column + col)


def read_options(text: str, locate: Locate) -> tuple[list[Option], YamlFault | None]:
    """The keys of a YAML mapping as options, in order, repeated keys included.

    Gives what could be read, and a fault if the text is not a mapping of plain keys whose values
    are scalars, lists of scalars, or mappings of scalars.
    """
    simple = _simple_options(text, locate)
    return (simple, None) if simple is not None else _yaml_options(text, locate)


# ``key: word`` and ``key: [word, word]`` with nothing that YAML reads specially: most option lines
# are like that, and a YAML parser takes half of the time of a whole check for them.
_SIMPLE_WORD = r"[0-9A-Za-z\u4e00-\u9fff][^\s:#,\[\]{}\"'&*!|>%@`]*"
_SIMPLE_LIST = rf"\[({_SIMPLE_WORD}(?:, {_SIMPLE_WORD})*)\]"
_SIMPLE_LINE = re.compile(
    rf"^([a-z][a-z-]*): (?:({_SIMPLE_WORD})|'([^'\n]*)'|{_SIMPLE_LIST})$", re.MULTILINE
)


def _simple_options(text: str, locate: Locate) -> list[Option] | None:
    """The options of a text of simple lines only; None if any line needs a YAML parser."""
    text = text.removesuffix("\n")
    found = _SIMPLE_LINE.findall(text)
    if len(found) <= text.count("\n"):
        return None
    options: list[Option] = []
    for row, (name, word, quoted, words) in enumerate(found):
        column = len(name) + len(": ")
        if words:
            items = _simple_items(words, column + len("["))
            values = tuple(Value(item, locate(row, start)) for item, start in items)
            options.append(Option(name, locate(row, 0), values, is_list=True))
        else:
            text = word or quoted
            value = (Value(text, locate(row, column)),) if text else ()
            options.append(Option(name, locate(row, 0), value))
    return options


def _simple_items(text: str, column: int) -> Iterator[tuple[str, int]]:
    for word in text.split(", "):
        yield word, column
        column += len(word) + len(", ")


def _yaml_options(text: str, locate: Locate) -> tuple[list[Option], YamlFault | None]:
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        row, column = where_of(error, text)
        return [], YamlFault(locate(row, column), in_chinese(error))
    except yaml.YAMLError as error:  # a character that YAML does not allow has no mark
        return [], YamlFault(locate(0, 0), in_chinese(error))
    if root is None:
        return [], None
    if not isinstance(root, yaml.MappingNode):
        return [], YamlFault(_place(root, locate), "不是“键: 值”的形式")
    options: list[Option] = []
    for key, value in root.value:
        option = _option(key, value, locate)
        if option is None:
            return options, YamlFault(
                _place(value, locate), "值只能是文字、文字的列表，或一层“键: 值”"
            )
        options.append(option)
    return options, None


def where_of(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int]:
    """Row and column of the fault, from 0; of a bracket that is not closed, where it opens."""
    rows = text.splitlines() or [""]
    mark = error.problem_mark
    opened = error.context_mark
    unclosed = opened and "flow" in (error.context or "") and mark and mark.line > opened.line
    if mark is None or unclosed or (opened and mark.line >= len(rows)):
        mark = opened
    if mark is None:
        return 0, 0
    return (mark.line, mark.column) if mark.line < len(rows) else _end_of(rows)


def _end_of(rows: list[str]) -> tuple[int, int]:
    return len(rows) - 1, len(rows[-1])


def in_chinese(error: yaml.YAMLError) -> str:
    """What an editor can act on; the two parsers of PyYAML word the same fault differently."""
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    found = next((words for part, words in _PROBLEMS if part in problem), "")
    return found or f"不合 YAML 的写法（{problem}）"


def _option(key: yaml.Node, value: yaml.Node, locate: Locate) -> Option | None:
    if not isinstance(key, yaml.ScalarNode):
        return None
    name, place = str(key.value), _place(key, locate)
    if isinstance(value, yaml.ScalarNode):
        values = (_value(value, locate),) if value.value else ()
        return Option(name, place, values)
    if isinstance(value, yaml.SequenceNode):
        if not all(isinstance(item, yaml.ScalarNode) for item in value.value):
            return None
        return Option(
            name, place, tuple(_value(item, locate) for item in value.value), is_list=True
        )
    pairs = value.value
    if not all(isinstance(node, yaml.ScalarNode) for pair in pairs for node in pair):
        return None
    return Option(
        name, place, fields=tuple((_value(k, locate), _value(v, locate)) for k, v in pairs)
    )


def _value(node: yaml.ScalarNode, locate: Locate) -> Value:
    return Value(str(node.value), _place(node, locate))


def _place(node: yaml.Node, locate: Locate) -> Place:
    return locate(node.start_mark.line, node.start_mark.column)
