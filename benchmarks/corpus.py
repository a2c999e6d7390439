"""Writes a made-up handbook of N entries, for ours and for plain MkDocs and autorefs.

Every entry has about 150 Chinese characters and three references to other entries; ten stand on a
page. The same seed gives the same corpus.
"""

from __future__ import annotations

import hashlib
import random
import re
from pathlib import Path

PER_PAGE = 10
REFERENCES = 3
PER_UNIT = 10
# Words, not random characters, so that segmenting and compressing cost what they cost in prose.
WORDS = (
    *(
        "查阅",
        "记录",
        "核对",
        "台账",
        "谈话",
        "了解",
        "情况",
        "会议",
        "材料",
        "分工",
        "责任",
        "落实",
    ),
    *(
        "整改",
        "措施",
        "制度",
        "完善",
        "监督",
        "检查",
        "重点",
        "问题",
        "线索",
        "群众",
        "反映",
        "部门",
    ),
    *(
        "协调",
        "工作",
        "机制",
        "健全",
        "成效",
        "现场",
        "走访",
        "原始",
        "凭证",
        "逐项",
        "说明",
        "负责",
    ),
    *(
        "人员",
        "名单",
        "时间",
        "地点",
        "依据",
        "规定",
        "程序",
        "报告",
        "审批",
        "汇总",
        "反馈",
        "清单",
    ),
)

SETTINGS = """\
title: 基准手册
edition: {{id: "1", name: 基准}}
sources:
  - file: source/text.txt
    sha256: {sha256}
    attribution: 据原文
    pages: [source.md]
    boilerplate: []
kinds:
  sentence:
    label: 原文
    prefixes: [YW]
    digits: 5
    at: block
    verbatim: true
  item:
    label: 条目
    prefixes: [TM]
    digits: 5
    at: block
    body: 编者提示
    options:
      source: {{type: units, required: true}}
      quote: {{type: texts, required: true}}
sets: {{}}
statuses: {{}}
"""

PLAIN_MKDOCS = """\
site_name: 基准手册
use_directory_urls: false
theme:
  name: material
  language: zh
  font: false
plugins:
  - search:
      lang: zh
{plugins}
markdown_extensions: [attr_list, tables, pymdownx.superfences]
validation:
  nav: {{omitted_files: warn, not_found: warn}}
  links: {{not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}}
"""

REPOSITORY = Path(__file__).resolve().parent.parent
_NAVIGATION_AND_WATCH = re.compile(r"^(?:nav|watch):\n(?:[ ].*\n|\n)+", re.MULTILINE)


def prose(chance: random.Random, length: int) -> str:
    """Words strung together to sentences of about ``length`` characters."""
    text = ""
    while len(text) < length:
        text += "".join(chance.choices(WORDS, k=chance.randint(4, 9))) + "，"
    return text.rstrip("，") + "。"


def id_of(number: int) -> str:
    """The id of entry ``number``, from 1."""
    return f"TM{number:05d}"


def page_of(number: int) -> str:
    """The page, under ``docs/``, of entry ``number``."""
    page = (number - 1) // PER_PAGE
    return f"part{page // 50:02d}/page{page:04d}.md"


def write_ours(root: Path, count: int) -> None:
    """The corpus as a handbook project for this repository's hooks."""
    chance = random.Random(count)
    units = [prose(chance, 40) for _ in range((count + PER_UNIT - 1) // PER_UNIT)]
    text = "".join(units)
    settings = SETTINGS.format(sha256=hashlib.sha256(text.encode()).hexdigest())
    _write(root / "source" / "text.txt", text)
    _write(root / "handbook.yml", settings)
    blocks = [
        f"/// sentence\n    id: YW{n:05d}\n\n{unit}\n///\n" for n, unit in enumerate(units, 1)
    ]
    _write(root / "docs" / "source.md", "# 原文\n\n" + "\n".join(blocks))
    for uri, numbers in _pages(count):
        parts = [f"# 第 {numbers[0]} 到 {numbers[-1]} 条\n"]
        for number in numbers:
            unit = (number - 1) // PER_UNIT
            body, targets = _entry(count, number)
            references = "、".join(f"[{id_of(target)}]" for target in targets)
            parts.append(
                f"/// item | {_title(number)}\n    id: {id_of(number)}\n"
                f"    source: YW{unit + 1:05d}\n    quote: '{units[unit][:8]}'\n\n"
                f"{body}另见 {references}。\n///\n"
            )
        _write(root / "docs" / uri, "\n".join(parts))
    _write(root / "docs" / "index.md", "# 首页\n\n从 [TM00001] 开始。\n")
    _write(root / "mkdocs.yml", our_mkdocs())


def our_mkdocs() -> str:
    """The handbook's own mkdocs.yml, with its hooks and theme where they are and pages as found."""
    text = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    text = _NAVIGATION_AND_WATCH.sub("", text)
    text = text.replace("custom_dir: overrides", f"custom_dir: {REPOSITORY}/overrides")
    return text.replace("- hooks/", f"- {REPOSITORY}/hooks/")


def write_plain(root: Path, count: int, *, autorefs: bool) -> None:
    """The same entries as headings with anchors, and links that MkDocs or autorefs resolves."""
    for uri, numbers in _pages(count):
        parts = [f"# 第 {numbers[0]} 到 {numbers[-1]} 条\n"]
        for number in numbers:
            body, targets = _entry(count, number)
            links = "、".join(_plain_link(target, uri, autorefs=autorefs) for target in targets)
            heading = f"## {id_of(number)} {_title(number)} {{ #{id_of(number)} }}"
            parts.append(f"{heading}\n\n{body}另见 {links}。\n")
        _write(root / "docs" / uri, "\n".join(parts))
    _write(root / "docs" / "index.md", "# 首页\n")
    plugins = "  - autorefs" if autorefs else ""
    _write(root / "mkdocs.yml", PLAIN_MKDOCS.format(plugins=plugins))


def _plain_link(target: int, uri: str, *, autorefs: bool) -> str:
    text = f"{id_of(target)} {_title(target)}"
    if autorefs:
        return f"[{text}][{id_of(target)}]"
    page = "" if page_of(target) == uri else "../" + page_of(target)
    return f"[{text}]({page}#{id_of(target)})"


def _entry(count: int, number: int) -> tuple[str, list[int]]:
    chance = random.Random(count * 100_003 + number)
    others = [chance.randint(1, count) for _ in range(REFERENCES + 1)]
    targets = [other for other in dict.fromkeys(others) if other != number][:REFERENCES]
    return prose(chance, 110), targets


def _title(number: int) -> str:
    return prose(random.Random(number), 12).rstrip("。")


def _pages(count: int) -> list[tuple[str, list[int]]]:
    numbers = list(range(1, count + 1))
    return [
        (page_of(numbers[start]), numbers[start : start + PER_PAGE])
        for start in range(0, count, PER_PAGE)
    ]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
