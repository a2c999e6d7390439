"""The page of the site that explains every code a message can carry, from the table of codes."""

from __future__ import annotations

from handbook.codes import ALL_CODES
from handbook.model import Severity
from handbook.rendering.generated_page import GeneratedPage

_INTRODUCTION = """---
title: 检查代码
---

# 检查代码

`make check` 和 `make` 报告问题时，每一条都写明 `文件:行:列: 代码 说明`。下表列出全部代码，由检查程序的代码表生成。

| 代码 | 问题 | 怎么办 | 后果 |
|---|---|---|---|
"""

_CONSEQUENCES = {Severity.ERROR: "停止构建", Severity.WARNING: "提示"}


def code_page() -> GeneratedPage:
    """The page."""
    rows = [
        f'| <span id="{code.number}">{code.number}</span> | {code.title} | {_cell(code.remedy)} '
        f"| {_CONSEQUENCES[code.severity]} |"
        for code in ALL_CODES
    ]
    return GeneratedPage(_INTRODUCTION + "\n".join(rows) + "\n")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
