"""A small made-up handbook that tests write to a folder, change, and look at.

Its source text and its kinds have nothing to do with the real handbook's, so that a test which
passes here does not pass because of some particular of the real one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from handbook.model import Handbook, Page
from handbook.project import Checked, check_project
from handbook.reader import read_page
from handbook.settings import read_settings

SOURCE = "欢迎光临\n一、仓库安全进门登记,出门锁门。严禁烟火<油库>!二、值班\n本文完\n"
BODY = SOURCE.split("\n")[1]
BODIES = {"source/rules.txt": BODY}

SETTINGS = f"""\
title: 仓库手册
edition: {{id: "1", name: 第一版}}
marking: ""
sources:
  - file: source/rules.txt
    sha256: {hashlib.sha256(SOURCE.encode()).hexdigest()}
    attribution: 据规则原文
    pages: [source/rules.md]
    boilerplate:
      - lines: [1, 1]
        reason: 网站的欢迎语
      - lines: [3, 4]
        reason: 网站的结束语
kinds:
  line:
    label: 原句
    prefixes: [YJ]
    digits: 2
    at: block
    verbatim: true
    options:
      role: {{type: choice, values: [heading, sentence]}}
      level: {{type: number}}
      join: {{type: text}}
  part:
    label: 部分
    prefixes: [BF]
    digits: 1
    at: page
    options:
      source: {{type: units, required: true}}
      quote: {{type: texts, required: true}}
  topic:
    label: 主题
    prefixes: [ZT]
    digits: 2
    at: heading
    within: part
  step:
    label: 步骤
    prefixes: [BZ]
    digits: 3
    at: block
    within: topic
    body: 编者提示
    options:
      source: {{type: units, required: true}}
      quote: {{type: texts, required: true}}
      method: {{type: choices, label: 方式, role: looked-at-by, values: [看, 问]}}
      after: {{type: references, kinds: [step]}}
      basis: {{type: instrument, label: 依据}}
  ban:
    label: 禁令
    prefixes: [JL]
    digits: 2
    at: block
    options:
      source: {{type: units}}
      quote: {{type: texts}}
sets:
  JL:
    title: 两禁止
    kind: ban
    count: 2
    page: bans.md
statuses:
  reference:
    label: 参考
    notice: “{{title}}”是参考条文。
  official:
    label: 正式
    notice: ""
"""

RULES_PAGE = """\
---
title: 原文
---

# 原文

/// line
    id: YJ01
    role: heading
    level: 2

一、仓库安全
///

/// line
    id: YJ02

进门登记,出门锁门。
///

/// line
    id: YJ03

严禁烟火<油库>!
///

/// editorial | 说明
    units: [YJ03]

这是编者的话。
///

/// line
    id: YJ04
    role: heading
    level: 2

二、值班
///

/// background | 只有标题
    units: [YJ04]
///
"""

PART_PAGE = """\
---
title: 第一部分
kind: part
id: BF1
source: YJ01
quote: 仓库安全
---

# 第一部分

先看[禁令](bans.md)。

## 仓库安全 { #ZT01 }

/// step | 是否进门登记
    id: BZ001
    source: YJ02
    quote: 进门登记
    method: [看, 问]

看登记簿，另见 [JL01] 和[出门的步骤][BZ002]。
///

/// step | 是否出门锁门
    id: BZ002
    source: YJ02
    quote: 出门锁门
    after: BZ001
    basis:
      name: 《仓库规则》
      date: 2020-01-31
///
"""

BANS_PAGE = """\
---
title: 两禁止
set: JL
status: reference
---

# 两禁止

/// ban | 不准带火种
    id: JL01
    source: YJ03
    quote: 严禁烟火

依据见 [YJ03]。
///

/// ban | 不准不登记
    id: JL02

与 [BZ001] 相对应。
///
"""

INDEX_PAGE = "# 首页\n\n从 [BF1] 开始，或看[原文](source/rules.md)。\n"

PAGES: Mapping[str, str] = {
    "index.md": INDEX_PAGE,
    "source/rules.md": RULES_PAGE,
    "part.md": PART_PAGE,
    "bans.md": BANS_PAGE,
}


def write_project(
    root: Path, pages: Mapping[str, str] | None = None, settings: str = SETTINGS
) -> Path:
    """Writes the small handbook to ``root``, with some pages replaced or added."""
    (root / "source").mkdir(parents=True)
    (root / "source" / "rules.txt").write_text(SOURCE, encoding="utf-8")
    (root / "handbook.yml").write_text(settings, encoding="utf-8")
    for uri, text in {**PAGES, **(pages or {})}.items():
        path = root / "docs" / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def check_with(root: Path, pages: Mapping[str, str] | None = None) -> Checked:
    """The small handbook with some pages replaced or added, read and checked."""
    return check_project(write_project(root, pages))


def lines_of(checked: Checked) -> list[str]:
    """The diagnostics as ``path:line:column: CODE message``."""
    return [
        f"{d.place.path}:{d.place.line}:{d.place.column}: {d.code} {d.message}"
        for d in checked.diagnostics
    ]


def replaced(text: str, old: str, new: str) -> str:
    """``text`` with the one ``old`` in it replaced; a test that replaces nothing is no test."""
    assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times in the text"
    return text.replace(old, new)


def small_settings(root: Path) -> Handbook:
    """The small handbook's declarations."""
    (root / "handbook.yml").write_text(SETTINGS, encoding="utf-8")
    return read_settings(root)


def page_of(text: str, handbook: Handbook, uri: str = "page.md") -> Page:
    """A page read as the reader reads it."""
    return read_page(text, uri, handbook)
