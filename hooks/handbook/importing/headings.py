"""Where a heading ends that runs on into what follows it.

Three ways lead there: a colon after a few words, a stop after words that are like a heading, and,
without any sign, words with which a paragraph of an official text usually begins.
"""

from __future__ import annotations

import re

from handbook.importing.numbering import Form, Mark
from handbook.importing.sentences import COLONS, COMMAS, STOPS, clauses, enclosed, is_enclosed
from handbook.model import ImportSpec

_LONGEST_HEADING = 60
_LONGEST_LABEL = 25
_SHORTEST_REST = 15
_LONGEST_FUSED = 45
_SHORTEST_PARAGRAPH = 10
_SHORTEST_CLAUSE = 4
_MOST_CLAUSES = 3
_SEMICOLONS = ";；"

# Words with which a paragraph begins, and hardly ever what a heading goes on with.
_BEGINNINGS = (
    r"我们|我(?=[x×X某省市县区镇乡局院校厂站司队])"
    r"|各(?:级|单位|部门|地|班组|科室|支部|镇|乡|村)|全体|全(?:县|市|区|局|厂|校|系统|公司)"
    r"|大家(?!庭)|近(?:年来|期|日|几年)|今年|去年|当前|目前|现在|这(?:次|是|项|个|些|里)|此次|本次"
    r"|上半年|下半年|首先|根据|按照|为(?:了|进一步|深入)|由于|随着|面对|只有|如果"
    r"|要(?=[以把从按对在坚切认])"
)
# Words with which one begins as well, unless an adverb or a verb before them goes on with them.
_LIKELY = re.compile(r"开展|做好|抓好|搞好|加强|坚持|通过|作为(?=一)|在(?=[^于])|必须|要")
_GOES_ON = re.compile(
    r"(?:深入|扎实|全面|认真|积极|有序|组织|继续|不断|切实|有效|广泛|持续|大力|精心|统筹|推动|推进|着力"
    r"|进一步|努力|依法|严格|及时|共同|自觉|主动|带头|[和与并要地的得以、主重必需不只首纪摘简想将来所])$"
)


def heading_end(words: str, mark: Mark, spec: ImportSpec, *, is_line: bool, goes_on: bool) -> int:
    """Where in a numbered sentence a heading would end; 0 if the sentence has none.

    ``is_line`` says that the sentence is alone on its line, ``goes_on`` that something follows on
    it.
    """
    if mark.form is Form.ARTICLE:
        return 0
    pairs = enclosed(words)
    colon = _colon(words, mark, pairs)
    if colon:
        return colon
    if _is_heading_like(words, mark, is_line, goes_on):
        return len(words)
    return 0 if mark.form is Form.IN_TURN else _fused_end(words, mark, spec, pairs)


def _is_heading_like(words: str, mark: Mark, is_line: bool, goes_on: bool) -> bool:
    if len(words) > _LONGEST_HEADING or words[-1] in _SEMICOLONS or words[-1] in COMMAS:
        return False
    has_stop = words[-1] in STOPS
    commas = len(clauses(words[mark.length :], COMMAS)) - 1
    if mark.form is Form.IN_TURN:
        return commas == 0 and words[-1] not in COLONS and (has_stop or is_line)
    if is_line and not has_stop:
        return True
    return commas <= 1 and (is_line or goes_on)


def _colon(words: str, mark: Mark, pairs: list[tuple[int, int]]) -> int:
    if mark.form is Form.IN_TURN:
        return 0
    for position in range(mark.length, min(mark.length + _LONGEST_LABEL, len(words))):
        if words[position] in COMMAS + STOPS:
            return 0
        if words[position] in COLONS and not is_enclosed(position, pairs):
            rest = words[position + 1 :].strip()
            return position + 1 if len(rest) >= _SHORTEST_REST else 0
    return 0


def _fused_end(words: str, mark: Mark, spec: ImportSpec, pairs: list[tuple[int, int]]) -> int:
    """The beginning of the next paragraph's first words, in the first clause that has such."""
    own = "".join(f"|{re.escape(word)}" for word in spec.beginnings)
    for pattern in (re.compile(_BEGINNINGS + own), _LIKELY):
        for start, end in clauses(words[mark.length :])[:_MOST_CLAUSES]:
            start, end = start + mark.length, end + mark.length
            for match in pattern.finditer(words, start, end):
                if _begins_paragraph(words, mark, start, match.start(), pairs):
                    return match.start()
    return 0


def _begins_paragraph(
    words: str, mark: Mark, start: int, position: int, pairs: list[tuple[int, int]]
) -> bool:
    """Whether at ``position``, in the clause from ``start``, something new may begin."""
    return (
        position - start >= _SHORTEST_CLAUSE
        and position - mark.length <= _LONGEST_FUSED
        and len(words) - position >= _SHORTEST_PARAGRAPH
        and not is_enclosed(position, pairs)
        and not _GOES_ON.search(words[:position])
    )
