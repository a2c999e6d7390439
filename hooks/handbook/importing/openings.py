"""How an official text begins: its titles, and whom it addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from handbook.importing.numbering import mark_of
from handbook.importing.sentences import ENDS
from handbook.model import ImportSpec

# What texts are, as their titles say.
_TEXTS = (
    "致辞|发言|报告|通知|意见|决定|办法|规定|规则|守则|制度|方案|细则|条例|章程|要点|纪要|公告|通告|通报"
    "|倡议书|总结|规程|须知|提纲|函|批复|指南|准则"
)
_AFTER_TEXT = r"(?:[（(][^（）()]{1,16}[）)])?$"
_ADDRESSED = "领导|代表|委员|来宾|老师|同学|同事|同仁|朋友|女士|先生|同志"
_WHO = rf"(?:尊敬的|敬爱的)?(?:各位[^，,。：:、；;！!？?]{{1,8}}|(?:{_ADDRESSED})们?|大家好)"
_ADDRESS = re.compile(rf"{_WHO}(?:[、，,]?{_WHO})*[：:]")
_ADDRESSEE = re.compile(r"[^，,。；;！!？?：:]{2,60}[：:]")
# A line that ends with a colon and announces something addresses nobody.
_ANNOUNCES = re.compile(
    r"如下|以下|下列|下面|通知|要求|强调|应当|必须|不得|严禁|[一二两三四五六七八九十]点"
)
_LONGEST_TITLE = 60
_MOST_LINES = 5


def leading_titles(
    lines: Sequence[str], spec: ImportSpec, outline: Mapping[int, int]
) -> frozenset[int]:
    """The indexes of the lines with which a text begins and that are its title.

    A heading of the first level in the file is one; without it, the lines down to that which says
    what the text is, or else the first line.
    """
    filled = [row for row, line in enumerate(lines) if line.strip()]
    if filled and outline.get(filled[0]) == 1:
        return frozenset(filled[:1])
    found: list[int] = []
    for row in filled[:_MOST_LINES]:
        line = lines[row].strip()
        if len(line) > _LONGEST_TITLE or line[-1] in ENDS or mark_of(line) or row in outline:
            break
        found.append(row)
    if len(found) == len(filled):  # nothing but short lines: they are the text
        found = found[:1] if len(found) > 1 else []
    named = [number for number, row in enumerate(found) if kind_of_text(lines[row].strip(), spec)]
    return frozenset(found[: named[-1] + 1] if named else found[:1])


def is_addressee(line: str) -> bool:
    """Whether a line, the first after the title, says to whom the text goes: 各班组、各科室："""
    return bool(_ADDRESSEE.fullmatch(line)) and not _ANNOUNCES.search(line) and not mark_of(line)


def address_end(text: str) -> int:
    """How many characters a salutation takes up with which a text begins; 0 if it has none."""
    match = _ADDRESS.match(text)
    return match.end() if match else 0


def titles_end(text: str, spec: ImportSpec) -> list[int]:
    """The lengths of the titles that stand right before a salutation, without a line break."""
    match = _ADDRESS.search(text)
    if match is None or not match.start():
        return []
    before = text[: match.start()]
    if any(sign in before for sign in ENDS) or not kind_of_text(before, spec):
        return []
    # A title ends where another one begins.
    cuts = [found.end() for found in re.finditer(rf"(?:{_texts(spec)})(?=在|关于)", before)]
    return [end - start for start, end in zip([0, *cuts], [*cuts, len(before)], strict=True)]


def kind_of_text(title: str, spec: ImportSpec) -> str:
    """What a text is, as its title says: 通知, 办法; empty if it does not say."""
    match = re.search(rf"(?P<text>{_texts(spec)}){_AFTER_TEXT}", title)
    return match["text"] if match else ""


def _texts(spec: ImportSpec) -> str:
    return "|".join([*map(re.escape, spec.texts), _TEXTS])
