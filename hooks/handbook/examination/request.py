"""What was asked for: reads the options of the command, and says what is wrong with them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.examination import PaperError
from handbook.model import Training
from handbook.selecting import names_in

MOST_PAPERS = 4
_MOST_QUESTIONS = 200
_SEED = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff-]{0,31}")
_PAPER = re.compile(r"[A-Z]")

_NO_SEED = (
    "没有写种子 SEED，没有出卷。同一个种子总出同一份卷，换一个就换一份："
    "写一个数，例如 make paper SEED=2026。"
)
_BAD_SEED = (
    "SEED={seed} 不能用，没有出卷：种子要写进文件名，"
    "只用数字、字母、汉字和连字符（不放在最前面），最多 32 个字，例如 SEED=2026-1。"
)
_BAD_COUNT = "N={count} 不能用，没有出卷：写要几题，从 1 到 {most} 的整数，例如 N={usual}。"
_BAD_PAPERS = (
    "PAPERS={papers} 不能用，没有出卷：各写一个大写字母，用逗号隔开，"
    "不重复，最多 {most} 个，例如 PAPERS=A,B。"
)


@dataclass(frozen=True)
class Request:
    """A seed, how many questions about what, and as which papers; "" is the only paper.

    ``topics`` are names as they were typed; without one, everything is asked about.
    """

    seed: str
    count: int
    topics: tuple[str, ...] = ()
    with_references: bool = False
    papers: tuple[str, ...] = ("",)

    @property
    def command(self) -> str:
        """The command that makes the same papers from the same handbook."""
        parts = [f"make paper SEED={self.seed} N={self.count}"]
        if self.topics:
            parts.append(f"TOPICS={','.join(self.topics)}")
        if self.with_references:
            parts.append("REFERENCE=1")
        if self.papers != ("",):
            parts.append(f"PAPERS={','.join(self.papers)}")
        return " ".join(parts)


def request_of(
    training: Training, *, seed: str, count: str, topics: str, papers: str, with_references: bool
) -> Request:
    """What the options, as they were typed, ask for; an empty one stands for what is usual.

    Raises :class:`PaperError` at the first that cannot be.
    """
    seed, count = seed.strip(), count.strip()
    if not seed:
        raise PaperError(_NO_SEED)
    if not _SEED.fullmatch(seed):
        raise PaperError(_BAD_SEED.format(seed=seed))
    usual = training.exam_questions
    if count and not (re.fullmatch("[0-9]{1,4}", count) and 1 <= int(count) <= _MOST_QUESTIONS):
        raise PaperError(_BAD_COUNT.format(count=count, most=_MOST_QUESTIONS, usual=usual))
    return Request(
        seed=seed,
        count=int(count) if count else usual,
        topics=tuple(dict.fromkeys(names_in(topics))),
        with_references=with_references,
        papers=_papers(papers),
    )


def _papers(text: str) -> tuple[str, ...]:
    names = names_in(text)
    if not names:
        return ("",)
    are_letters = all(_PAPER.fullmatch(name) for name in names)
    if not are_letters or len(set(names)) < len(names) or len(names) > MOST_PAPERS:
        raise PaperError(_BAD_PAPERS.format(papers=text.strip(), most=MOST_PAPERS))
    return names
