"""Lines around a text that are none of it: what the page says from which it was copied.

Only whole lines at the beginning and at the end are looked at. What is left out, and why, stands
in ``handbook.yml``, for an editor to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handbook.model import Boilerplate

GUESS = "导入时判断，待编者核对"
_BLANK = "空行"

# What such lines look like, and what they are. Each pattern is for a line without blanks around it.
_SIGNS = (
    ("网站的欢迎语", r"(?:您好|你好)?[,，!！]?欢迎(?:访问|光临|来到|关注).{0,40}"),
    (
        "栏目路径",
        r"(?:当前|您(?:现在)?的?|你的?)?所?(?:在)?位置[:：].*|.{1,20}(?:\s*(?:>|›|»)\s*.{1,60}){2,}",
    ),
    (
        "网页的发布信息",
        (
            r"(?:(?:稿件)?来源|作者|(?:责任)?编辑|责编|发布时间|发布日期|发稿时间|浏览次数|浏览量|点击数?"
            r"|阅读量?|访问量|字号|字体大小?)[:：].{0,80}"
        ),
    ),
    (
        "网页上的按钮",
        r"(?:[【\[]?(?:打印|关闭|收藏|分享|下载|返回顶部|纠错|复制链接)(?:本页|窗口|全文)?[】\]]?[\s|/、]*)+",
    ),
    (
        "上下篇的链接",
        r"(?:[上下]一[篇条]|相关(?:阅读|文章|链接|推荐)|猜你喜欢|热门推荐)[:：]?.{0,60}",
    ),
    (
        "网站加的标题和链接",
        r"(?:本文(?:标题|链接|地址|来源)|(?:链接|原文|网页)地址|转载请注明(?:出处)?)[:：].*",
    ),
    ("网址", r"(?:网址[:：]?)?\s*(?:https?://|www\.)\S+(?:\s\.?\w+)?"),
    (
        "版权信息",
        (
            r"(?:版权所有|Copyright|©|免责声明).*|.*ICP备\d+号.*"
            r"|.{0,30}扫(?:一扫|码).{0,30}(?:关注|分享|二维码).{0,20}"
        ),
    ),
)
_PATTERNS = tuple((what, re.compile(pattern, re.IGNORECASE)) for what, pattern in _SIGNS)


def guessed(text: str) -> tuple[Boilerplate, ...]:
    """The lines at both ends of a text that are not of it, and blank lines that are there, too.

    Line breaks at the very end need no reason.
    """
    lines = text.rstrip("\n").split("\n")
    first = _count(lines)
    last = len(lines) - _count(lines[first:][::-1])
    return (*_part(lines, 0, first), *_part(lines, last, len(lines)))


def _count(lines: Sequence[str]) -> int:
    """How many lines, from the first on, are boilerplate or blank; none if all of them are."""
    return next((n for n, line in enumerate(lines) if line.strip() and not _kind(line)), 0)


def _kind(line: str) -> str:
    return next((what for what, sign in _PATTERNS if sign.fullmatch(line.strip())), "")


def _part(lines: Sequence[str], start: int, end: int) -> Iterator[Boilerplate]:
    """The lines from ``start`` to ``end``, if there are any, with what they are."""
    if end > start:
        kinds = dict.fromkeys(filter(None, map(_kind, lines[start:end])))
        what = "、".join(kinds)
        yield Boilerplate(start + 1, end, f"{what}，不是正文（{GUESS}）" if what else _BLANK)
