"""The two pages that an import writes: the text unit by unit, and the proposals as a draft."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from handbook.catalog import DRAFT, ID, QUOTE, ROLE, SOURCE, UNITS
from handbook.editing.skeleton import proposal, quoted
from handbook.importing.cutting import HEADING_ROLE, SENTENCE_ROLE, Unit
from handbook.importing.proposals import Proposal
from handbook.importing.wordings import titled
from handbook.model import Handbook, Kind
from handbook.reader import BACKGROUND
from handbook.source_text import JOIN, LINE

LEVEL = "level"
NOT_PROPOSED = "导入时没有归入条目，待编者核对"
_ADVICE = (
    "本页是导入时由程序提出的建议，读者看不到。逐条核对：用得上的，移到该在的页面，填好待填的地方；"
    "用不上的，删去，并在原文页上说明那一句为什么不成为条目。"
)
_INDENT = "    "


def source_page(
    title: str, units: Sequence[tuple[str, Unit]], uncited: Iterable[str], kind: Kind
) -> str:
    """The page that holds the units, each with its id; the ``uncited`` are declared background."""
    parts = [
        f"---\ntitle: {quoted(title)}\n---\n",
        f"# {title}\n",
        "以下文字照录原文，一字不改。每一条左侧的编号是本手册为引用而编的，不是原文所有。\n",
        *(_unit_block(id, unit, kind) for id, unit in units),
    ]
    ids = ", ".join(uncited)
    if ids:
        parts.append(f"/// {BACKGROUND} | {NOT_PROPOSED}\n{_INDENT}{UNITS}: [{ids}]\n///\n")
    return "\n".join(parts)


def _unit_block(id: str, unit: Unit, kind: Kind) -> str:
    options = [f"{_INDENT}{line}" for line in (f"{ID}: {id}", *_unit_options(unit, kind))]
    return "\n".join([f"/// {kind.name}", *options, "", unit.words, "///", ""])


def _unit_options(unit: Unit, kind: Kind) -> Iterator[str]:
    role = kind.options.get(ROLE)
    if unit.role != SENTENCE_ROLE and role and unit.role in role.values:
        yield f"{ROLE}: {unit.role}"
    if unit.role == HEADING_ROLE and LEVEL in kind.options:
        yield f"{LEVEL}: {unit.level}"
    if unit.join:
        shown = LINE if unit.join == "\n" else json.dumps(unit.join).replace("\\u3000", "\u3000")
        yield f"{JOIN}: {shown}"


def draft_page(
    title: str,
    units: Sequence[tuple[str, Unit]],
    proposals: Iterable[tuple[str, Proposal]],
    handbook: Handbook,
) -> str:
    """The page of proposals under the headings of the text; none of them is shown to readers."""
    parts = [
        f"---\ntitle: {quoted(f'{title}（导入时的建议）')}\n{DRAFT}: true\n---\n",
        f"# {title}（导入时的建议）\n",
        f"{_ADVICE}\n",
    ]
    above = _headings(units)
    last = ""
    for id, found in proposals:
        heading = above[found.unit]
        if heading and heading != last:
            parts.append(f"## {heading}\n")
            last = heading
        kind = handbook.kinds[found.rule.kind]
        given = {SOURCE: units[found.unit][0], QUOTE: quoted(found.quote), **found.rule.options}
        remark = f"导入时的建议，待编者核对；{kind.body_label or '正文'}，用不着就删去这一行"
        parts.append(proposal(handbook, kind, id, found.title, given, remark))
    return "\n".join(parts)


def _headings(units: Sequence[tuple[str, Unit]]) -> Mapping[int, str]:
    """The heading above each unit, as a line of ours; a heading's own is itself."""
    found: dict[int, str] = {}
    heading = ""
    for number, (_, unit) in enumerate(units):
        if unit.role == HEADING_ROLE:
            heading = titled(unit.words)
        found[number] = heading
    return found
