"""Values of a settings file, each with its place, checked as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from handbook import codes
from handbook.model import Diagnostic, Place, Word
from handbook.yaml_nodes import LOADER, in_chinese, where_of

FILE_NAME = "handbook.yml"


class SettingsError(Exception):
    """``handbook.yml`` cannot be used; ``diagnostics`` says why, each with its place."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(item.message for item in self.diagnostics))


@dataclass(frozen=True)
class Item:
    """A value of the file with its place and the keys that lead to it."""

    data: Any
    node: yaml.Node
    name: str
    file: str = FILE_NAME

    @property
    def place(self) -> Place:
        mark = self.node.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def fault(self, message: str) -> SettingsError:
        name = f"{self.name}：" if self.name else ""
        return SettingsError([codes.SETTINGS.at(self.place, f"{name}{message}")])

    def mapping(
        self, required: Iterable[str] = (), optional: Iterable[str] | None = None
    ) -> Mapping[str, Item]:
        """The item's entries by key; with ``optional`` given, no other key may stand there."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.fault("这里应当是“键: 值”")
        items: dict[str, Item] = {}
        for key, value in self.node.value:
            name = str(key.value)
            mark = key.start_mark
            place = Place(self.file, mark.line + 1, mark.column + 1)
            if name not in self.data:
                message = f"键“{name}”不是文字；像数字或 yes、no 的键要加引号"
                raise SettingsError([codes.SETTINGS.at(place, message)])
            if name in items:
                raise SettingsError([codes.SETTINGS.at(place, f"{name} 写了两次")])
            items[name] = Item(self.data[name], value, f"{self.name}.{name}".lstrip("."), self.file)
        required = tuple(required)
        for key in required:
            if key not in items:
                raise self.fault(f"缺少 {key}")
        if optional is not None:
            for key, item in items.items():
                if key not in required and key not in tuple(optional):
                    raise item.fault("没有这个键")
        return items

    def sequence(self) -> Iterator[Item]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.fault("这里应当是列表")
        for number, (value, node) in enumerate(
            zip(self.data, self.node.value, strict=True), start=1
        ):
            yield Item(value, node, f"{self.name}[{number}]", self.file)

    def text(self) -> str:
        if not isinstance(self.data, str):
            raise self.fault("这里应当是文字；像数字的文字要加引号")
        return self.data

    def number(self) -> int:
        if not isinstance(self.data, int) or isinstance(self.data, bool) or self.data < 1:
            raise self.fault("这里应当是大于零的整数")
        return self.data

    def flag(self) -> bool:
        if not isinstance(self.data, bool):
            raise self.fault("这里应当是 true 或 false")
        return self.data

    def texts(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self.sequence())

    def words(self) -> tuple[Word, ...]:
        return tuple(Word(item.text(), item.place) for item in self.sequence())

    def word(self) -> Word:
        return Word(self.text(), self.place)

    def one_of(self, names: Iterable[str]) -> str:
        names, text = tuple(names), self.text()
        if text not in names:
            raise self.fault(f"“{text}”不在可用的值之中：{'、'.join(names)}")
        return text


def read_file(root: Path, name: str) -> Item:
    start = Place(name, 1)
    try:
        text = (root / name).read_text(encoding="utf-8")
    except OSError:
        raise SettingsError([codes.SETTINGS.at(start, f"没有找到 {name}")]) from None
    except UnicodeDecodeError:
        raise SettingsError([codes.UNREADABLE.at(start, f"{name} 不是 UTF-8 编码")]) from None
    try:
        node = yaml.compose(text, Loader=LOADER)
        data = yaml.load(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        row, column = where_of(error, text)
        place = Place(name, row + 1, column + 1)
        fault = codes.SETTINGS.at(place, f"不是合法的 YAML：{in_chinese(error)}")
        raise SettingsError([fault]) from None
    except (yaml.YAMLError, ValueError) as error:  # a control character; a date that does not exist
        raise SettingsError([codes.SETTINGS.at(start, f"不是合法的 YAML：{error}")]) from None
    if node is None:
        raise SettingsError([codes.SETTINGS.at(start, f"{name} 是空的")])
    return Item(data, node, "", name)
