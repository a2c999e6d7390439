"""The small handbook with a second source text, and entries that are made from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from tests.small_handbook import INDEX_PAGE, PART_PAGE, SETTINGS, replaced

NOTICE = "值班通知\n\n　　一、仓库安全\n　　夜间值班要巡查三次。\n值班室\n"
NOTICE_BODY = NOTICE.rstrip("\n")

TWO_SETTINGS = replaced(
    SETTINGS,
    "kinds:\n  line:",
    f"""\
  - file: source/notice.txt
    sha256: {hashlib.sha256(NOTICE.encode()).hexdigest()}
    title: 值班的通知
    attribution: 据通知原文
    pages: [source/notice.md]
    boilerplate: []
kinds:
  line:""",
)

NOTICE_PAGE = """\
---
title: 通知
---

# 通知

/// line
    id: YJ05
    join: "\\n\\n　　"

值班通知
///

/// line
    id: YJ06
    role: heading
    level: 2
    join: "\\n　　"

一、仓库安全
///

/// line
    id: YJ07
    join: line

夜间值班要巡查三次。
///

/// line
    id: YJ08

值班室
///

/// background | 标题和落款
    units: [YJ05, YJ06, YJ08]
///
"""

BOTH = """
/// step | 是否登记、巡查
    id: BZ003
    source: [YJ02, YJ07]
    quote: [进门登记, 巡查三次]
///

/// step | 是否夜间巡查
    id: BZ004
    source: YJ07
    quote: 夜间值班要巡查三次
///
"""

TWO_PAGES: Mapping[str, str] = {
    "source/notice.md": NOTICE_PAGE,
    "part.md": PART_PAGE + BOTH,
    "index.md": INDEX_PAGE + "\n再看[通知](source/notice.md)。\n",
}
