"""Reads ``handbook.yml``: what is particular to one handbook.

Everything is checked here, so that the later steps can rely on the types of
:class:`handbook.model.Handbook`. A mistake in the file stops the build with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from handbook import codes
from handbook.model import (
    ALSO,
    EXPLAINED,
    AsksFor,
    Boilerplate,
    Diagnostic,
    Edition,
    Formulation,
    Handbook,
    Kind,
    OptionSpec,
    OptionType,
    OutlineSpec,
    Place,
    Position,
    SetSpec,
    SourceSpec,
    StatusSpec,
    Synonyms,
    Word,
    Wording,
)
from handbook.yaml_nodes import LOADER, in_chinese, where_of

FILE_NAME = "handbook.yml"

_T = TypeVar("_T")

# A file that carries one of these words must not be made into a handbook at all.
SECRECY_LEVELS = ("绝密", "机密", "秘密")


class SettingsError(Exception):
    """``handbook.yml`` cannot be used; ``diagnostics`` says why, each with its place."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(item.message for item in self.diagnostics))


@dataclass(frozen=True)
class _Item:
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
    ) -> Mapping[str, _Item]:
        """The item's entries by key; with ``optional`` given, no other key may stand there."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.fault("这里应当是“键: 值”")
        items: dict[str, _Item] = {}
        for key, value in self.node.value:
            name = str(key.value)
            mark = key.start_mark
            place = Place(self.file, mark.line + 1, mark.column + 1)
            if name not in self.data:
                message = f"键“{name}”不是文字；像数字或 yes、no 的键要加引号"
                raise SettingsError([codes.SETTINGS.at(place, message)])
            if name in items:
                raise SettingsError([codes.SETTINGS.at(place, f"{name} 写了两次")])
            items[name] = _Item(
                self.data[name], value, f"{self.name}.{name}".lstrip("."), self.file
            )
        required = tuple(required)
        for key in required:
            if key not in items:
                raise self.fault(f"缺少 {key}")
        if optional is not None:
            for key, item in items.items():
                if key not in required and key not in tuple(optional):
                    raise item.fault("没有这个键")
        return items

    def sequence(self) -> Iterator[_Item]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.fault("这里应当是列表")
        for number, (value, node) in enumerate(
            zip(self.data, self.node.value, strict=True), start=1
        ):
            yield _Item(value, node, f"{self.name}[{number}]", self.file)

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

    def one_of(self, names: Iterable[str]) -> str:
        names, text = tuple(names), self.text()
        if text not in names:
            raise self.fault(f"“{text}”不在可用的值之中：{'、'.join(names)}")
        return text


def read_settings(root: Path) -> Handbook:
    """The handbook that ``root/handbook.yml`` describes.

    Raises :class:`SettingsError` with every fault of the file, if it is missing, is not YAML, or
    says what cannot be.
    """
    top = _read_file(root, FILE_NAME).mapping(
        required=("title", "edition", "source", "kinds", "sets", "statuses"),
        optional=(
            "issuing-unit",
            "marking",
            "warning",
            "outline",
            "formulations",
            "synonyms",
            "wordings",
            "unsourced-marks",
        ),
    )
    faults: list[Diagnostic] = []

    def read(name: str, how: Callable[[_Item], _T], default: _T) -> _T:
        try:
            return how(top[name]) if name in top else default
        except SettingsError as error:
            faults.extend(error.diagnostics)
            return default

    def read_each(name: str, how: Callable[[str, _Item], _T]) -> dict[str, _T]:
        found = {}
        nothing: Mapping[str, _Item] = {}
        for key, item in read(name, lambda item: item.mapping(), nothing).items():
            try:
                found[key] = how(key, item)
            except SettingsError as error:
                faults.extend(error.diagnostics)
        return found

    kinds = read_each("kinds", _kind)
    kinds_are_read = not faults
    if kinds_are_read:  # else what they lack is not known
        read("kinds", lambda item: _check_kinds(kinds, item), None)
    handbook = Handbook(
        title=read("title", _Item.text, ""),
        edition=read("edition", _edition, Edition("", "")),
        issuing_unit=read("issuing-unit", _Item.text, ""),
        marking=read("marking", _marking, ""),
        warning=read("warning", _Item.text, ""),
        source=read("source", _source, SourceSpec("", "", "", (), (), Place(FILE_NAME, 1))),
        outline=read("outline", lambda item: _outline(item, kinds), None)
        if kinds_are_read
        else None,
        kinds=kinds,
        sets=read_each("sets", lambda n, item: _set(n, item, kinds)) if kinds_are_read else {},
        statuses=read_each("statuses", _status),
        formulations=read("formulations", lambda item: _formulations(root, item), ()),
        unsourced_marks=read("unsourced-marks", _Item.texts, ()),
        formulations_file=read("formulations", _Item.text, ""),
        synonyms_file=read("synonyms", _Item.text, ""),
        synonyms=read(
            "synonyms", lambda item: _synonyms(_read_file(root, item.text()), kinds), Synonyms()
        ),
        wordings_file=read("wordings", _Item.text, ""),
        wordings=read("wordings", lambda item: _wordings(_read_file(root, item.text())), ()),
    )
    if faults:
        raise SettingsError(sorted(faults, key=lambda fault: fault.sort_key))
    return handbook


def _formulations(root: Path, item: _Item) -> tuple[Formulation, ...]:
    return tuple(_formulation(part) for part in _read_file(root, item.text()).sequence())


def _read_file(root: Path, name: str) -> _Item:
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
    return _Item(data, node, "", name)


def _marking(item: _Item) -> str:
    text = item.text()
    found = next((word for word in SECRECY_LEVELS if word in text), None)
    if found:
        message = f"marking 写了“{text}”，其中“{found}”是密级"
        raise SettingsError([codes.SECRET_MARKING.at(item.place, message)])
    return text


def _formulation(item: _Item) -> Formulation:
    parts = item.mapping(required=("right", "wrong"), optional=())
    return Formulation(parts["right"].text(), parts["wrong"].texts())


def _synonyms(item: _Item, kinds: Mapping[str, Kind]) -> Synonyms:
    parts = item.mapping(required=("groups", "question-words"), optional=("asks-for",))
    groups = tuple(_synonym_group(group) for group in parts["groups"].sequence())
    asked = parts["asks-for"].sequence() if "asks-for" in parts else ()
    asks_for = tuple(_asks_for(part, kinds) for part in asked)
    return Synonyms(groups, _words(parts["question-words"]), asks_for)


def _asks_for(item: _Item, kinds: Mapping[str, Kind]) -> AsksFor:
    parts = item.mapping(required=("words", "kinds"), optional=())
    named = tuple(part.one_of(kinds) for part in parts["kinds"].sequence())
    return AsksFor(_words(parts["words"]), named)


def _synonym_group(item: _Item) -> tuple[Word, ...]:
    words = _words(item)
    if not words:
        raise item.fault("这一组是空的")
    return words


def _wordings(item: _Item) -> tuple[Wording, ...]:
    found = item.mapping()
    marks = {str(key.value): key.start_mark for key, _ in item.node.value}
    places = {key: Place(item.file, mark.line + 1, mark.column + 1) for key, mark in marks.items()}
    return tuple(Wording(Word(key, places[key]), _words(part)) for key, part in found.items())


def _words(item: _Item) -> tuple[Word, ...]:
    return tuple(Word(part.text(), part.place) for part in item.sequence())


def _edition(item: _Item) -> Edition:
    parts = item.mapping(required=("id", "name"), optional=("date",))
    id = parts["id"].text()
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.-]*", id):
        raise parts["id"].fault("版次的 id 用作文件名，只用半角字母、数字、点和连字符")
    return Edition(id, parts["name"].text(), _date(parts["date"]) if "date" in parts else "")


def _date(item: _Item) -> str:
    text = item.text()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise item.fault(f"日期写成 2026-01-31 的样子，而这里是“{text}”") from None


def _outline(item: _Item, kinds: Mapping[str, Kind]) -> OutlineSpec:
    parts = item.mapping(required=("file", "table", "groups", "background"), optional=())
    groups = parts["groups"].mapping()
    return OutlineSpec(
        file=parts["file"].text(),
        table=parts["table"].text(),
        groups={name: group.one_of(kinds) for name, group in groups.items()},
        background_classes=parts["background"].texts(),
        place=item.place,
    )


def _source(item: _Item) -> SourceSpec:
    parts = item.mapping(
        required=("file", "sha256", "attribution", "pages", "boilerplate"), optional=()
    )
    return SourceSpec(
        file=parts["file"].text(),
        sha256=parts["sha256"].text(),
        attribution=parts["attribution"].text(),
        pages=parts["pages"].texts(),
        boilerplate=tuple(_boilerplate(part) for part in parts["boilerplate"].sequence()),
        place=item.place,
    )


def _boilerplate(item: _Item) -> Boilerplate:
    parts = item.mapping(required=("lines", "reason"), optional=())
    lines = [line.number() for line in parts["lines"].sequence()]
    if len(lines) != 2 or lines[0] > lines[1]:
        raise parts["lines"].fault("写成 [首行, 末行]")
    return Boilerplate(lines[0], lines[1], parts["reason"].text())


def _kind(name: str, item: _Item) -> Kind:
    parts = item.mapping(
        required=("label", "prefixes", "digits", "at"),
        optional=(
            "within",
            "also-on",
            "verbatim",
            "body",
            "filter",
            "mark",
            "referred-to",
            "explained",
            "options",
        ),
    )
    label = parts["label"].text()
    given = parts["options"].mapping() if "options" in parts else {}
    options = {key: _option(key, option) for key, option in given.items()}
    verbatim = parts["verbatim"].flag() if "verbatim" in parts else False
    explained = parts["explained"].flag() if "explained" in parts else False
    if explained:
        if verbatim:
            raise parts["explained"].fault("照录原文的种类没有可以解释的名称")
        for spec in (ALSO, EXPLAINED):
            if spec.name in options:
                raise given[spec.name].fault("explained: true 的种类已有这个选项，不另声明")
            options[spec.name] = spec
    return Kind(
        name=name,
        label=label,
        prefixes=tuple(_prefix(prefix) for prefix in parts["prefixes"].sequence()),
        digits=parts["digits"].number(),
        position=Position(parts["at"].one_of(position.value for position in Position)),
        within=parts["within"].text() if "within" in parts else None,
        also_on=parts["also-on"].texts() if "also-on" in parts else (),
        verbatim=verbatim,
        body_label=parts["body"].text() if "body" in parts else "",
        referred_to=parts["referred-to"].flag() if "referred-to" in parts else False,
        explained=explained,
        filter=parts["filter"].text() if "filter" in parts else "",
        mark=_mark(parts["mark"]) if "mark" in parts else label[:1],
        options=options,
    )


def _mark(item: _Item) -> str:
    text = item.text()
    if len(text) != 1 or text.isspace() or not text.isprintable():
        raise item.fault(f"记号是一个看得见的字符，例如 ■，而这里是“{text}”")
    return text


def _prefix(item: _Item) -> str:
    text = item.text()
    if not (text.isascii() and text.isalpha() and text.isupper()):
        raise item.fault("前缀只用半角大写字母")
    return text


def _option(name: str, item: _Item) -> OptionSpec:
    parts = item.mapping(
        required=("type",),
        optional=("label", "back-label", "required", "values", "kinds", "tree", "fold"),
    )
    type = OptionType(parts["type"].one_of(form.value for form in OptionType))
    if type is OptionType.ADDRESSED and "values" not in parts:
        raise item.fault("缺少 values：可以写给谁")
    if "fold" in parts and "label" not in parts:
        raise item.fault("写了 fold 的选项要有 label：它在折叠的框里叫什么")
    return OptionSpec(
        name=name,
        type=type,
        label=parts["label"].text() if "label" in parts else "",
        back_label=parts["back-label"].text() if "back-label" in parts else "",
        required=parts["required"].flag() if "required" in parts else False,
        values=parts["values"].texts() if "values" in parts else (),
        kinds=parts["kinds"].texts() if "kinds" in parts else (),
        is_tree=parts["tree"].flag() if "tree" in parts else False,
        fold=parts["fold"].text() if "fold" in parts else "",
    )


def _check_kinds(kinds: Mapping[str, Kind], item: _Item) -> None:
    parts = item.mapping()
    owner: dict[str, str] = {}
    for name, kind in kinds.items():
        if kind.within is not None and kind.within not in kinds:
            raise parts[name].fault(f"within 所说的“{kind.within}”没有声明")
        for option in kind.options.values():
            for target in option.kinds:
                if target not in kinds:
                    raise parts[name].fault(f"选项 {option.name} 所说的种类“{target}”没有声明")
        for prefix in kind.prefixes:
            if prefix in owner:
                raise parts[name].fault(f"前缀 {prefix} 已属于 {owner[prefix]}")
            owner[prefix] = name
    _check_marks(parts)
    if sum(kind.verbatim for kind in kinds.values()) != 1:
        raise item.fault("要有一个、也只能有一个种类写 verbatim: true（原文）")


def _check_marks(kinds: Mapping[str, _Item]) -> None:
    """Two kinds with one mark could not be told apart; a label's first character is no mark."""
    owner: dict[str, str] = {}
    for name, item in kinds.items():
        mark = item.mapping().get("mark")
        if mark is None:
            continue
        if mark.data in owner:
            raise mark.fault(f"记号 {mark.data} 已属于 {owner[mark.data]}")
        owner[mark.data] = name


def _set(name: str, item: _Item, kinds: Mapping[str, Kind]) -> SetSpec:
    parts = item.mapping(required=("title", "kind", "count"), optional=("page", "within"))
    return SetSpec(
        id=name,
        title=parts["title"].text(),
        kind=parts["kind"].one_of(kinds),
        count=parts["count"].number(),
        page=parts["page"].text() if "page" in parts else None,
        within=parts["within"].text() if "within" in parts else None,
        place=item.place,
    )


def _status(name: str, item: _Item) -> StatusSpec:
    parts = item.mapping(required=("label", "notice"), optional=())
    return StatusSpec(name, parts["label"].text(), parts["notice"].text())
