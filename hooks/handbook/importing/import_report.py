"""What the import of a text tells: what it made of it, and what is left to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from handbook.importing.document import Document
from handbook.importing.text_import import ImportedText
from handbook.model import Kind
from handbook.vocabulary import HEADING_ROLE, SALUTATION_ROLE, SENTENCE_ROLE, TITLE_ROLE

_SHOWN = 36
_MOST = 60
_PARTS = {
    TITLE_ROLE: "标题",
    SALUTATION_ROLE: "称呼",
    HEADING_ROLE: "小标题",
    SENTENCE_ROLE: "句子",
}
# A numbered sentence that is longer may have a heading that runs on into it.
_LONG = 60


def told_of_reading(result: ImportedText, document: Document) -> Iterator[str]:
    """How the file was read, and how the text was cut."""
    if document.encoding not in ("", "UTF-8"):
        yield f"{document.name} 的编码是 {document.encoding}，存为 UTF-8，字没有变。"
    yield from document.remarks
    roles = Counter(unit.role for _, unit in result.units)
    counts = "，".join(f"{name} {roles[role]}" for role, name in _PARTS.items() if roles[role])
    ids = dict.fromkeys((result.units[0][0], result.units[-1][0]))
    yield f"《{result.title}》分成 {len(result.units)} 条（{'—'.join(ids)}）：{counts}。"
    for part in result.boilerplate:
        rows = "—".join(map(str, dict.fromkeys((part.first, part.last))))
        yield f"第 {rows} 行没有收：{part.reason}。"
    doubtful = [
        (id, unit.words)
        for id, unit in result.units
        if unit.role == SENTENCE_ROLE and unit.number.strip() and len(unit.words) > _LONG
    ]
    if doubtful:
        yield f"有编号又很长、也许是标题和正文连在一起的 {len(doubtful)} 条，请核对："
        yield from _shown(doubtful)


def told_of_proposals(result: ImportedText, kinds: Mapping[str, Kind]) -> Iterator[str]:
    """How many proposals of which kind, and the sentences that none was made from."""
    counts = Counter(proposal.rule.kind for _, proposal in result.proposals)
    shown = "，".join(
        f"{kind.label} {counts[name]}" for name, kind in kinds.items() if counts[name]
    )
    if counts:
        yield f"提出条目的建议 {len(result.proposals)} 条：{shown}。都是草稿，读者看不到。"
    else:
        yield "没有提出条目的建议：handbook.yml 的 import.proposals 里没有写这份文件里的说法。"
    rest = result.uncited
    sentences = [(id, unit.words) for id, unit in rest if unit.role == SENTENCE_ROLE]
    yield (
        f"没有归入条目的 {len(rest)} 条（其中句子 {len(sentences)}），已在 {result.page} 的末尾"
        "声明为背景。"
    )
    yield from _shown(sentences)


def told_of_next_steps(result: ImportedText) -> Iterator[str]:
    """Which files were written, and what to do now."""
    yield "已写好："
    yield from (f"  {path}" for path in result.files)
    yield "接着做："
    steps = [
        f"核对 {result.page}：标题、分句和末尾的背景；拆错的句子可以拆开、合并，字不能变。",
        "核对 handbook.yml 里新加的一项：attribution 写在每一处引文前面，boilerplate 是不收的行。",
    ]
    if result.proposals:
        steps.append(
            f"逐条核对 {result.draft}：用得上的移到该在的页面，填好〔待填〕的地方；其余的删去。"
        )
    steps.append("运行 make check，再运行 make。")
    yield from (f"  {number}. {step}" for number, step in enumerate(steps, start=1))


def _shown(units: list[tuple[str, str]]) -> Iterator[str]:
    for id, words in units[:_MOST]:
        yield f"  {id}  {words[:_SHOWN]}{'……' if len(words) > _SHOWN else ''}"
    if len(units) > _MOST:
        yield f"  另有 {len(units) - _MOST} 条。"
