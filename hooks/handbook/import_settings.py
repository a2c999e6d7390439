"""What ``handbook.yml`` says of imported texts: their words, and what becomes of which wording."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.model import ImportSpec, Kind, OptionType, Position, ProposalForm, ProposalRule
from handbook.setting_items import Item

_NEEDED = ("source", "quote")
# What only some forms have.
_ONLY = {
    "ends": (ProposalForm.LISTED,),
    "openings": (ProposalForm.LISTED, ProposalForm.DEMAND),
}


def read_import(item: Item, kinds: Mapping[str, Kind]) -> ImportSpec:
    """The words of imported texts, and the rules in the order in which they are tried."""
    parts = item.mapping(optional=("texts", "beginnings", "proposals"))
    rules = parts["proposals"].sequence() if "proposals" in parts else ()
    return ImportSpec(
        texts=_words(parts["texts"]) if "texts" in parts else (),
        beginnings=_words(parts["beginnings"]) if "beginnings" in parts else (),
        proposals=tuple(_rule(part, kinds) for part in rules),
    )


def _rule(item: Item, kinds: Mapping[str, Kind]) -> ProposalRule:
    parts = item.mapping(
        required=("form", "kind", "words"),
        optional=("ends", "without", "under", "openings", "options"),
    )
    form = ProposalForm(parts["form"].one_of(form.value for form in ProposalForm))
    kind = kinds[parts["kind"].one_of(kinds)]
    if kind.position is not Position.BLOCK or kind.verbatim or kind.is_question:
        raise parts["kind"].fault(f"{kind.label}不是写成条目块的一般条目，导入时不能提出")
    missing = [name for name in _NEEDED if name not in kind.options]
    if missing:
        raise parts["kind"].fault(f"{kind.label}没有 {'、'.join(missing)} 这个选项，导入时不能提出")
    for name, wanted in _ONLY.items():
        if name in parts and form not in wanted:
            forms = "、".join(other.value for other in wanted)
            raise parts[name].fault(f"form 是 {forms} 才写 {name}")
    if form is ProposalForm.LISTED and "ends" not in parts:
        raise item.fault("缺少 ends：列举到哪个词为止")
    options = parts["options"].mapping() if "options" in parts else {}
    return ProposalRule(
        form=form,
        kind=kind.name,
        words=_words(parts["words"]),
        ends=_words(parts["ends"]) if "ends" in parts else (),
        without=_words(parts["without"]) if "without" in parts else (),
        under=_words(parts["under"]) if "under" in parts else (),
        openings=_words(parts["openings"]) if "openings" in parts else (),
        options={name: _value(name, value, kind) for name, value in options.items()},
    )


def _words(item: Item) -> tuple[str, ...]:
    words = item.texts()
    if not words or not all(map(str.strip, words)):
        raise item.fault("至少要写一个词，词不能是空的")
    return words


def _value(name: str, item: Item, kind: Kind) -> str:
    spec = kind.options.get(name)
    if spec is None or name in _NEEDED:
        raise item.fault(f"{kind.label}没有可以这样填的选项 {name}")
    if spec.type in (OptionType.CHOICE, OptionType.CHOICES):
        return item.one_of(spec.values)
    return item.text()
