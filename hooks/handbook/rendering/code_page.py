"""The page of the site that explains every code a message can carry, from the table of codes."""

from __future__ import annotations

from html import escape

from handbook.codes import ALL_CODES, Code
from handbook.model import Severity
from handbook.rendering.generated_page import GeneratedPage, slot
from handbook.written_pages import CODES

_INTRODUCTION = f"""---
title: {CODES.title}
---

# {CODES.title}

{CODES.introduction}

后果写“可以放行”的，是判断性的问题：确认原文就该这样写的，在那一行写上 `<!-- hb: allow 代码 理由 -->`（选项行写 `# hb: allow 代码 理由`，条目的题目写在首行的上一行），理由不能省；问题改好以后，多余的放行注释也会报告。后果写“警告”的，`mkdocs.yml` 写了 `strict: true` 时同样停止构建。

{slot(0)}
"""

_CONSEQUENCES = {Severity.ERROR: "停止构建", Severity.WARNING: "警告"}


def code_page() -> GeneratedPage:
    """The page."""
    rows = "\n".join(map(_row, ALL_CODES))
    head = "".join(f"<th>{name}</th>" for name in ("代码", "问题", "怎么办", "后果"))
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    return GeneratedPage(_INTRODUCTION, (table,))


def _row(code: Code) -> str:
    consequence = _CONSEQUENCES[code.severity] + ("，可以放行" if code.is_judgement else "")
    return (
        f'<tr id="{code.number}"><td>{code.number}</td><td>{escape(code.title)}</td>'
        f"<td>{escape(code.remedy)}</td><td>{consequence}</td></tr>"
    )
