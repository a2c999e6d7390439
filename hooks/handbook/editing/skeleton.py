"""What a new entry looks like before its editor has written it.

Whatever the editor must fill in begins with :data:`handbook.checks.blocks.PLACEHOLDER`, which the
checks refuse (HB218), so that no skeleton is published.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from handbook.catalog import Entry
from handbook.checks.blocks import INSTRUMENT_FIELDS, PLACEHOLDER
from handbook.model import Handbook, Kind, OptionSpec, OptionType, Position
from handbook.vocabulary import ID, QUOTE, SOURCE

_INDENT = "    "


def skeleton(
    handbook: Handbook, kind: Kind, id: str, title: str, unit: Entry | None, level: int = 2
) -> str:
    """The Markdown of a new entry of ``kind``, with the words of ``unit`` as its quote if given.

    ``level`` is that of a heading that is an entry; blocks and pages have none.
    """
    if kind.position is Position.HEADING:
        words = title or (unit.body if unit else hole("原文标题里的话"))
        return f"{'#' * level} {words} {{ #{id} }}\n"
    given = {} if unit is None else {SOURCE: unit.id, QUOTE: quoted(unit.body)}
    options = list(_options(handbook, kind, given))
    if kind.position is Position.PAGE:
        words = title or hole("页面的标题")
        head = [f"title: {quoted(words) if title else words}", f"kind: {kind.name}", f"{ID}: {id}"]
        return "\n".join(["---", *head, *options, "---", "", f"# {words}", ""])
    if kind.verbatim:
        first, body = f"/// {kind.name}", hole("原文的一句，一字不差")
    else:
        first = f"/// {kind.name} | {title or hole('题目')}"
        body = hole(f"{kind.body_label or '正文'}，用不着就删去这一行")
    return "\n".join(
        [first, *(_INDENT + line for line in (f"{ID}: {id}", *options)), "", body, "///", ""]
    )


def proposal(
    handbook: Handbook, kind: Kind, id: str, title: str, given: Mapping[str, str], remark: str
) -> str:
    """The Markdown of an entry that a program proposes, with what it could find out ``given``.

    What else is required is to be filled in, and so is the body, where ``remark`` says what it is.
    """
    options = _options(handbook, kind, given, with_others=False)
    lines = [
        f"/// {kind.name} | {title}",
        *(f"{_INDENT}{line}" for line in (f"{ID}: {id}", *options)),
    ]
    return "\n".join([*lines, "", hole(remark), "///", ""])


def hole(what: str) -> str:
    """A place to fill in."""
    return f"{PLACEHOLDER}：{what}〕"


def quoted(text: str) -> str:
    """``text`` as a scalar of YAML: in single quotation marks, which cannot hold line breaks."""
    if "\n" in text:
        return json.dumps(text, ensure_ascii=False)
    return "'" + text.replace("'", "''") + "'"


def _options(
    handbook: Handbook, kind: Kind, given: Mapping[str, str], *, with_others: bool = True
) -> Iterator[str]:
    """The kind's options, a line each: given, to fill in, or, ``with_others``, as a comment."""
    for name, spec in kind.options.items():
        if name in given:
            yield f"{name}: {given[name]}"
        elif spec.required:
            yield f"{name}: {hole(_form(handbook, spec))}"
        elif with_others:
            yield f"# {name}: {_form(handbook, spec)}"


def _form(handbook: Handbook, spec: OptionSpec) -> str:
    """What an option takes, in words."""
    some = "、".join(spec.values)
    kinds = [handbook.kinds[name] for name in spec.kinds]
    labels = "或".join(kind.label for kind in kinds) or "条目"
    example = kinds[0].example_id if kinds else handbook.verbatim_kind.example_id
    words = "原话，与原文一字不差" if spec.name == QUOTE else "文字"
    return {
        OptionType.UNITS: f"原文的编号，一个或列表，例如 {example}",
        OptionType.TEXTS: f"{words}，一处或列表",
        OptionType.TEXT: "文字",
        OptionType.NUMBER: "数字",
        OptionType.CHOICE: f"{some} 之一",
        OptionType.CHOICES: f"{some} 之一，或几个的列表",
        OptionType.REFERENCES: f"{labels}的编号，一个或列表，例如 {example}",
        OptionType.INSTRUMENT: f"{'、'.join(INSTRUMENT_FIELDS)} 的“键: 值”，或留空",
        OptionType.ADDRESSED: f"一句或列表，每句前面写明对谁：“{some[:4]}……：……”",
    }[spec.type]
