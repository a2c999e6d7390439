"""Reads ``handbook.yml``: what is particular to one handbook.

Everything is checked here, so that the later steps can rely on the types of
:class:`handbook.model.Handbook`. A mistake in the file stops the build with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from handbook import codes
from handbook.import_settings import read_import
from handbook.model import (
    ASKED_ALL,
    DEFAULT_SLUG,
    AsksFor,
    Boilerplate,
    Diagnostic,
    Edition,
    Formulation,
    Handbook,
    ImportSpec,
    Kind,
    Mask,
    OptionSpec,
    OptionType,
    OutlineSpec,
    Place,
    Position,
    SetSpec,
    SourceSpec,
    StatusSpec,
    Synonyms,
    Training,
    Word,
    Wording,
)
from handbook.paper_settings import read_papers
from handbook.setting_items import FILE_NAME, Item, SettingsError, read_file
from handbook.training_settings import read_training
from handbook.vocabulary import (
    ALSO,
    COLOURS,
    EXPLAINED,
    LINES,
    LOOKED_AT_BY,
    NON_ENTRIES,
    OPTION_ROLES,
)

_T = TypeVar("_T")

# A file that carries one of these words must not be made into a handbook at all.
SECRECY_LEVELS = ("绝密", "机密", "秘密")

# The options of every kind that is explained: other names, and whether an entry's names are looked
# for at all.
_OF_EXPLAINED = (
    OptionSpec(ALSO, OptionType.TEXTS),
    OptionSpec(EXPLAINED, OptionType.CHOICE, values=("true", "false")),
)

# What holds where ``handbook.yml`` says nothing.
WARNING = "不得在联网计算机上记录真实情况。"
USE_NOTICE = (
    "记的是真实的情况。只在不联网、单位准许处理这类信息的计算机上用；做完就导出，然后一键清除。"
)


# They mean something to Markdown, or set a quotation off, or end a line.
_NOT_IN_A_NAME = "*_`<>[]\\|#{}“”‘’\"'&\n\t"


def read_settings(root: Path) -> Handbook:
    """The handbook that ``root/handbook.yml`` describes.

    Raises :class:`SettingsError` with every fault of the file, if it is missing, is not YAML, or
    says what cannot be.
    """
    top = read_file(root, FILE_NAME).mapping(
        required=("title", "edition", "sources", "kinds", "sets", "statuses"),
        optional=(
            "slug",
            "former-slugs",
            "issuing-unit",
            "marking",
            "warning",
            "use-notice",
            "masks",
            "formulations",
            "synonyms",
            "wordings",
            "papers",
            "training",
            "unsourced-marks",
            "import",
        ),
    )
    faults: list[Diagnostic] = []

    def read(name: str, how: Callable[[Item], _T], default: _T) -> _T:
        try:
            return how(top[name]) if name in top else default
        except SettingsError as error:
            faults.extend(error.diagnostics)
            return default

    def read_each(name: str, how: Callable[[str, Item], _T]) -> dict[str, _T]:
        found = {}
        nothing: Mapping[str, Item] = {}
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
        title=read("title", Item.text, ""),
        edition=read("edition", _edition, Edition("", "")),
        issuing_unit=read("issuing-unit", Item.text, ""),
        marking=read("marking", _marking, ""),
        slug=read("slug", _slug, DEFAULT_SLUG),
        former_slugs=read("former-slugs", _slugs, ()),
        warning=read("warning", Item.text, WARNING),
        use_notice=read("use-notice", Item.text, USE_NOTICE),
        masks=read("masks", _masks, ()),
        sources=read("sources", lambda item: _sources(item, kinds if kinds_are_read else None), ()),
        kinds=kinds,
        sets=read_each("sets", lambda n, item: _set(n, item, kinds)) if kinds_are_read else {},
        statuses=read_each("statuses", _status),
        formulations=read("formulations", lambda item: _formulations(root, item), ()),
        unsourced_marks=read("unsourced-marks", Item.texts, ()),
        formulations_file=read("formulations", Item.text, ""),
        synonyms_file=read("synonyms", Item.text, ""),
        synonyms=read(
            "synonyms", lambda item: _synonyms(read_file(root, item.text()), kinds), Synonyms()
        ),
        wordings_file=read("wordings", Item.text, ""),
        wordings=read("wordings", lambda item: _wordings(read_file(root, item.text())), ()),
        papers_file=read("papers", Item.text, ""),
        papers=read("papers", lambda item: read_papers(read_file(root, item.text())), ()),
        training_file=read("training", Item.text, ""),
        imports=read("import", lambda item: read_import(item, kinds), ImportSpec())
        if kinds_are_read
        else ImportSpec(),
        training=read(
            "training", lambda item: read_training(read_file(root, item.text())), Training()
        ),
    )
    if faults:
        raise SettingsError(sorted(faults, key=lambda fault: fault.sort_key))
    return handbook


def _formulations(root: Path, item: Item) -> tuple[Formulation, ...]:
    return tuple(_formulation(part) for part in read_file(root, item.text()).sequence())


def _slug(item: Item) -> str:
    text = item.text()
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", text):
        raise item.fault("用作文件名，只用半角小写字母、数字和连字符，以字母开头，例如 handbook")
    return text


def _slugs(item: Item) -> tuple[str, ...]:
    return tuple(_slug(part) for part in item.sequence())


def _marking(item: Item) -> str:
    text = item.text()
    found = next((word for word in SECRECY_LEVELS if word in text), None)
    if found:
        message = f"marking 写了“{text}”，其中“{found}”是密级"
        raise SettingsError([codes.SECRET_MARKING.at(item.place, message)])
    return text


def _formulation(item: Item) -> Formulation:
    parts = item.mapping(required=("right", "wrong"), optional=())
    return Formulation(parts["right"].text(), parts["wrong"].texts())


def _synonyms(item: Item, kinds: Mapping[str, Kind]) -> Synonyms:
    parts = item.mapping(required=("groups", "question-words"), optional=("asks-for",))
    groups = tuple(_synonym_group(group) for group in parts["groups"].sequence())
    asked = parts["asks-for"].sequence() if "asks-for" in parts else ()
    asks_for = tuple(_asks_for(part, kinds) for part in asked)
    return Synonyms(groups, parts["question-words"].words(), asks_for)


def _asks_for(item: Item, kinds: Mapping[str, Kind]) -> AsksFor:
    parts = item.mapping(required=("words", "kinds"), optional=())
    named = tuple(part.one_of(kinds) for part in parts["kinds"].sequence())
    return AsksFor(parts["words"].words(), named)


def _synonym_group(item: Item) -> tuple[Word, ...]:
    words = item.words()
    if not words:
        raise item.fault("这一组是空的")
    return words


def _wordings(item: Item) -> tuple[Wording, ...]:
    return tuple(Wording(word, part.words()) for word, part in _by_word(item))


def _by_word(item: Item) -> Iterator[tuple[Word, Item]]:
    """The entries of a mapping whose keys are words of the content, each with its place."""
    parts = item.mapping()
    for key, _ in item.node.value:
        mark = key.start_mark
        place = Place(item.file, mark.line + 1, mark.column + 1)
        yield Word(str(key.value), place), parts[str(key.value)]


def _masks(item: Item) -> tuple[Mask, ...]:
    return tuple(Mask(word, _mask_name(word.text, part)) for word, part in _by_word(item))


def _mask_name(mask: str, item: Item) -> str:
    name = item.text()
    found = next((sign for sign in name if sign in _NOT_IN_A_NAME), "")
    if found:
        raise item.fault(f"名称里不能有 {found}")
    if name != name.strip():
        raise item.fault("名称的前后不能有空格")
    if mask in name:
        raise item.fault(f"名称“{name}”里还有“{mask}”：写真正的名称，没有就留空")
    return name


def _edition(item: Item) -> Edition:
    parts = item.mapping(required=("id", "name"), optional=("date",))
    id = parts["id"].text()
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.-]*", id):
        raise parts["id"].fault("版次的 id 用作文件名，只用半角字母、数字、点和连字符")
    return Edition(id, parts["name"].text(), _date(parts["date"]) if "date" in parts else "")


def _date(item: Item) -> str:
    text = item.text()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise item.fault(f"日期写成 2026-01-31 的样子，而这里是“{text}”") from None


def _outline(item: Item, kinds: Mapping[str, Kind]) -> OutlineSpec:
    parts = item.mapping(required=("file", "table", "groups", "background"), optional=())
    groups = parts["groups"].mapping()
    return OutlineSpec(
        file=parts["file"].text(),
        table=parts["table"].text(),
        groups={name: group.one_of(kinds) for name, group in groups.items()},
        background_classes=parts["background"].texts(),
        place=item.place,
    )


def _sources(item: Item, kinds: Mapping[str, Kind] | None) -> tuple[SourceSpec, ...]:
    """The sources; without ``kinds``, where those could not be read, their outlines are left out.

    No two have a file or a page in common: whose units would be on it?
    """
    found: list[SourceSpec] = []
    owner: dict[str, str] = {}
    for part in item.sequence():
        spec = _source(part, kinds)
        parts = part.mapping()
        for name in (parts["file"], *parts["pages"].sequence()):
            if name.data in owner:
                raise name.fault(
                    f"{name.data} 已属于 {owner[name.data]}：一个文件、一页只属于一份原文"
                )
            owner[name.data] = part.name
        found.append(spec)
    if not found:
        raise item.fault("至少要有一份原文")
    return tuple(found)


def _source(item: Item, kinds: Mapping[str, Kind] | None) -> SourceSpec:
    parts = item.mapping(
        required=("file", "sha256", "attribution", "pages", "boilerplate"),
        optional=("title", "outline"),
    )
    outline = parts.get("outline")
    return SourceSpec(
        file=parts["file"].text(),
        sha256=parts["sha256"].text(),
        attribution=parts["attribution"].text(),
        pages=parts["pages"].texts(),
        boilerplate=tuple(_boilerplate(part) for part in parts["boilerplate"].sequence()),
        place=item.place,
        outline=_outline(outline, kinds) if outline and kinds is not None else None,
        title=parts["title"].text() if "title" in parts else "",
    )


def _boilerplate(item: Item) -> Boilerplate:
    parts = item.mapping(required=("lines", "reason"), optional=())
    lines = [line.number() for line in parts["lines"].sequence()]
    if len(lines) != 2 or lines[0] > lines[1]:
        raise parts["lines"].fault("写成 [首行, 末行]")
    return Boilerplate(lines[0], lines[1], parts["reason"].text())


def _kind(name: str, item: Item) -> Kind:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name) or name in NON_ENTRIES:
        message = f"种类的名称只用半角小写字母、数字和连字符，不用 {'、'.join(NON_ENTRIES)}"
        raise item.fault(message)
    parts = item.mapping(
        required=("label", "prefixes", "digits", "at"),
        optional=(
            "within",
            "also-on",
            "verbatim",
            "body",
            "filter",
            "mark",
            "colour",
            "line",
            "referred-to",
            "explained",
            "questions",
            "asked",
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
        for spec in _OF_EXPLAINED:
            if spec.name in options:
                raise given[spec.name].fault("explained: true 的种类已有这个选项，不另声明")
            options[spec.name] = spec
    ways = [key for key, spec in options.items() if spec.role == LOOKED_AT_BY]
    if len(ways) > 1:
        raise given[ways[1]].fault(f"role: {LOOKED_AT_BY} 已写在 {ways[0]} 上，一个种类只有一个")
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
        colour=parts["colour"].one_of(COLOURS) if "colour" in parts else "",
        line=parts["line"].one_of(LINES) if "line" in parts else "",
        is_question=parts["questions"].flag() if "questions" in parts else False,
        asked=_asked(parts["asked"], options) if "asked" in parts else "",
        options=options,
    )


def _asked(item: Item, options: Mapping[str, OptionSpec]) -> str:
    return item.one_of((ASKED_ALL, *options))


def _mark(item: Item) -> str:
    text = item.text()
    if len(text) != 1 or text.isspace() or not text.isprintable():
        raise item.fault(f"记号是一个看得见的字符，例如 ■，而这里是“{text}”")
    return text


def _prefix(item: Item) -> str:
    text = item.text()
    if not (text.isascii() and text.isalpha() and text.isupper()):
        raise item.fault("前缀只用半角大写字母")
    return text


def _option(name: str, item: Item) -> OptionSpec:
    parts = item.mapping(
        required=("type",),
        optional=(
            "label",
            "back-label",
            "required",
            "values",
            "kinds",
            "tree",
            "fold",
            "role",
            "column",
        ),
    )
    type = OptionType(parts["type"].one_of(form.value for form in OptionType))
    role = parts["role"].one_of(OPTION_ROLES) if "role" in parts else ""
    if role == LOOKED_AT_BY and (type is not OptionType.CHOICES or "values" not in parts):
        raise parts["role"].fault("只写在 type: choices、有 values 的选项上")
    if "column" in parts and type is not OptionType.INSTRUMENT:
        raise parts["column"].fault("只写在 type: instrument 的选项上")
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
        role=role,
        column=parts["column"].text() if "column" in parts else "",
    )


def _check_kinds(kinds: Mapping[str, Kind], item: Item) -> None:
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


def _check_marks(kinds: Mapping[str, Item]) -> None:
    """Two kinds with one mark could not be told apart; a label's first character is no mark."""
    owner: dict[str, str] = {}
    for name, item in kinds.items():
        mark = item.mapping().get("mark")
        if mark is None:
            continue
        if mark.data in owner:
            raise mark.fault(f"记号 {mark.data} 已属于 {owner[mark.data]}")
        owner[mark.data] = name


def _set(name: str, item: Item, kinds: Mapping[str, Kind]) -> SetSpec:
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


def _status(name: str, item: Item) -> StatusSpec:
    parts = item.mapping(required=("label", "notice"), optional=("body",))
    body_label = parts["body"].text() if "body" in parts else ""
    return StatusSpec(name, parts["label"].text(), parts["notice"].text(), body_label)
