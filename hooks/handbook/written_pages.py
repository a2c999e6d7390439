"""The pages that the build writes itself: where they stand, and what they say of themselves.

:mod:`handbook.rendering` makes the pages; the search finds them by what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handbook.addresses import (
    ALPHABETICAL_PAGE,
    CHANGES_PAGE,
    CODE_PAGE,
    COVERAGE_PAGE,
    ENTRIES_PAGE,
    MAP_PAGE,
    SENTENCES_PAGE,
)


@dataclass(frozen=True)
class WrittenPage:
    """A title and the sentences under it."""

    title: str
    introduction: str


MAP = WrittenPage(
    "手册地图",
    "每个方框、每个编号都可以点开。实线连的，是写在它下面的条目；"
    "虚线连的，是写在别处、与它互相引用或者出自同一句原文的条目。",
)
CODES = WrittenPage(
    "检查代码",
    "`make check` 和 `make` 报告问题时，每一条都写明 `文件:行:列: 代码 说明`。"
    "下表列出全部代码，由检查程序的代码表生成。",
)
CHANGES = WrittenPage(
    "修订对照",
    "各个版次与它的前一个版次相比，新增、改动、删去了哪些条目。删去的字加删除线，增加的字加下划线。"
    "比较的是条目的题目、正文、原话、所据原文、所在的页和标题、种类和地位；"
    "条目的其他选项没有留在定稿的版次里，不比较。",
)
SENTENCES = WrittenPage("追溯：原文到条目", "每一句原文成了哪些条目；不单列条目的，写明理由。")
ENTRIES = WrittenPage(
    "追溯：条目到原文",
    "每个条目所据的原文编号和原话。没有写原文编号的，原文没有说到，依据见条目本身。",
)
COVERAGE = WrittenPage(
    "试题考到哪些条目",
    "手册定下要考的，每一条都要有试题考到，缺一条，手册就建不成。"
    "点编号看条目，点试题的编号在训练里打开那一题。",
)
ALPHABETICAL = WrittenPage(
    "音序索引",
    "词语、成套条目和各个条目的题目，按读音排列。由几个词并列的，在每个词下都列出。",
)

WRITTEN_PAGES: Mapping[str, WrittenPage] = {
    MAP_PAGE: MAP,
    CODE_PAGE: CODES,
    CHANGES_PAGE: CHANGES,
    SENTENCES_PAGE: SENTENCES,
    ENTRIES_PAGE: ENTRIES,
    ALPHABETICAL_PAGE: ALPHABETICAL,
    COVERAGE_PAGE: COVERAGE,
}
