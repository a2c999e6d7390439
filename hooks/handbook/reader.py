"""Reads one page file into blocks, headings and references, each with its place.

The reader knows the handbook's declarations but no other page. It never raises on what an editor
wrote: whatever the text, it gives a :class:`Page` and says in ``diagnostics`` what it could not
read. It follows the syntax of pymdownx.blocks 13.1 (``RE_START``, ``RE_END`` and
``RE_INDENT_YAML_LINE`` there), which renders the same text later and knows no lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook import codes
from handbook.markup import (
    crowded_fences,
    mask_blocks,
    mask_fences,
    mask_inline,
    unclosed_comments,
    unclosed_fences,
)
from handbook.model import (
    Allowance,
    Block,
    Diagnostic,
    Handbook,
    Heading,
    Link,
    Option,
    Page,
    Place,
    Reference,
)
from handbook.vocabulary import NON_ENTRIES
from handbook.yaml_nodes import locate_from, read_options

# No line without them begins or ends a block.
_SLASHES = "///"
_START = re.compile(
    r"^[ ]{0,3}(?P<slashes>/{3,})[ ]*(?P<name>[\w-]+)[ ]*(?:\|[ ]*(?P<title>.*?)[ ]*)?$"
)
_END = re.compile(r"^[ ]{0,3}(?P<slashes>/{3,})[ ]*$")
_INDENTED_START = re.compile(
    r"^(?:[ ]{4,}|[ \t]*(?:\t|>|[-*+][ \t]|\d+[.)][ \t]))(?:[ \t>]|[-*+][ \t]|\d+[.)][ \t])*"
    r"/{3,}[ ]*[\w-]+[ ]*(?:\|.*)?$"
)
_OPTION_LINE = re.compile(r"^[ ]{4,}\S")
_LOOKS_LIKE_OPTION = re.compile(r"^[ \t]*(?P<name>[a-z][a-z-]*)[ ]*[:：]")
_ID_OPTION = re.compile(r"^[ \t]+id[ ]*[:：][ ]*[\['\"]?(?P<id>[A-Za-z]+\d+)\b", re.MULTILINE)
_HEADING = re.compile(r"^(?P<marks>#{1,6})[ \t]*(?P<text>[^\n]*?)[ \t]*#*[ \t]*$")
_HEADING_ATTRIBUTES = re.compile(r"(?P<blank>[ \t]*)\{:?[ \t]*(?P<attributes>[^}\n]*)\}[ \t]*$")
_HEADING_ID = re.compile(r"(?:^|\s)#(?P<id>[^\s#.]+)")
_LINK = re.compile(r"\]\((?P<address>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:[ ]+\"[^\"]*\")?\)")
# In raw HTML; a tag may run over several lines.
_HTML_LINK = re.compile(
    r"<(?P<tag>[a-zA-Z][\w-]*)\b[^<>]*?\s(?P<name>href|src)[ ]*=[ ]*"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')",
    re.IGNORECASE,
)
_DEFINED_LINK = re.compile(
    r"\[(?P<text>[^\[\]]+)\]\[(?P<label>[^\[\]]*)\]|\[\^(?P<note>[^\[\]\s]+)\]"
)
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?P<label>[^\[\]]+)\]:[ ]*\S", re.MULTILINE)
ALLOWANCE = re.compile(
    r"(?P<comment><!--[ \t]*hb:(?P<text>.*?)-->)|(?<=\s)#[ \t]*hb:(?P<option>.*)$", re.MULTILINE
)
_ALLOWED = re.compile(r"[ \t]*allow[ \t]+(?P<code>HB\d{3})[ \t]+(?P<reason>\S.*?)[ \t]*")
_LIST_ITEM = re.compile(r"[ ]*(?:[-*+]|\d+\.)[ \t]")
_INDENT = re.compile(r"(?:[ ]{4}|[ ]{0,3}\t)")
_BRACKETS = re.compile(r"\[(?P<label>[^\[\]\n]{1,24})\]")
# After a reference these may change what it means, and so may a blank; nothing: see the next line.
_RISKY = ("", ":", "(", "[")
_ONLY_INDENT = re.compile(r"[ ]{0,3}")
_ID_LIKE = re.compile(r"(?P<prefix>[A-Za-z]{1,4})(?P<number>[0-9]{1,5})")


@dataclass(frozen=True)
class _Lines:
    """A page's lines: as typed, with hidden lines blanked out, with all hidden text blanked out."""

    path: str
    typed: tuple[str, ...]
    structure: tuple[str, ...]
    visible: tuple[str, ...]

    def place(self, index: int, column: int = 1) -> Place:
        return Place(self.path, index + 1, column)


def _lines(path: str, text: str, structure: str, visible: str) -> _Lines:
    typed = tuple(text.split("\n"))
    structured = typed if structure is text else tuple(structure.split("\n"))
    shown = structured if visible is structure else tuple(visible.split("\n"))
    return _Lines(path, typed, structured, shown)


def read_pages(root: Path, handbook: Handbook) -> list[Page]:
    """Every Markdown page under ``root/docs``, in the order of their paths."""
    docs = root / "docs"
    files = sorted(path for path in docs.rglob("*.md") if path.is_file())
    return [read_page_file(path, path.relative_to(docs).as_posix(), handbook) for path in files]


def read_page_file(path: Path, uri: str, handbook: Handbook) -> Page:
    """The page in ``path``, known in the handbook as ``uri``; no UTF-8 in it is a fault."""
    shown = f"docs/{uri}"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = codes.UNREADABLE.at(
            Place(shown, 1), f"第 {error.start + 1} 个字节起不是 UTF-8 编码"
        )
        return Page(shown, uri, "", {}, (), (), (), diagnostics=(fault,))
    return read_page(text.replace("\r\n", "\n").replace("\r", "\n"), uri, handbook)


def read_page(text: str, uri: str, handbook: Handbook) -> Page:
    """The page that ``text`` says, known in the handbook as ``uri``. Never raises."""
    path = f"docs/{uri}"
    diagnostics: list[Diagnostic] = []
    front_matter, first = _read_front_matter(text, path, diagnostics)
    structure = mask_blocks(text)
    visible = mask_inline(structure)
    lines = _lines(path, text, structure, visible)
    diagnostics += (
        codes.UNCLOSED_FENCE.at(lines.place(index), "代码块到文件末尾也没有结束")
        for index in unclosed_fences(text)
    )
    diagnostics += (
        codes.UNCLOSED_COMMENT.at(lines.place(index), "注释到文件末尾也没有结束")
        for index in unclosed_comments(text)
    )
    diagnostics += (
        codes.CROWDED_FENCE.at(lines.place(index), "代码块的首行之前没有空行")
        for index in crowded_fences(text)
    )
    blocks, broken_ids = _read_blocks(lines, first, handbook, diagnostics)
    inside = {n for block in blocks for n in block.rows}
    headings = tuple(_read_headings(lines, first, inside, diagnostics))
    verbatim = {
        n
        for block in blocks
        if (kind := handbook.kinds.get(block.name)) and kind.verbatim
        for n in block.rows
    }
    diagnostics += _check_definitions(lines, visible, first, verbatim, handbook)
    hidden = verbatim | {n for block in blocks for n in block.header_rows}
    told = {fault.place.line - 1 for fault in diagnostics}
    diagnostics += _check_indented(lines, first, hidden, told)
    references = tuple(_read_references(lines, first, hidden, handbook, diagnostics))
    return Page(
        path=path,
        uri=uri,
        title=_title(front_matter, headings),
        front_matter=front_matter,
        headings=headings,
        blocks=tuple(blocks),
        references=references,
        links=tuple(_read_links(lines, visible, first, verbatim, handbook)),
        allowances=tuple(_read_allowances(text, lines, first, blocks, diagnostics)),
        text=text,
        visible=visible,
        first_line=first,
        diagnostics=tuple(diagnostics),
        broken_ids=tuple(broken_ids),
    )


def _title(front_matter: Mapping[str, Option], headings: tuple[Heading, ...]) -> str:
    option = front_matter.get("title")
    if option and option.values:
        return option.values[0].text
    return next((heading.text for heading in headings if heading.level == 1), "")


def _read_front_matter(
    text: str, path: str, diagnostics: list[Diagnostic]
) -> tuple[dict[str, Option], int]:
    """The front matter's options by name, and the index of the first line after it."""
    match = re.match(r"-{3}[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", text)
    if match is None:
        return {}, 0
    options, fault = read_options(match["yaml"], locate_from(path, 2))
    if fault:
        diagnostics.append(codes.BAD_YAML.at(fault.place, f"页首不能读作选项：{fault.message}"))
    return _by_name(options, diagnostics), match.group(0).count("\n")


def _by_name(options: list[Option], diagnostics: list[Diagnostic]) -> dict[str, Option]:
    found: dict[str, Option] = {}
    for option in options:
        if option.name in found:
            diagnostics.append(
                codes.REPEATED_OPTION.at(option.place, f"选项 {option.name} 写了两次")
            )
        else:
            found[option.name] = option
    return found


def _read_blocks(
    lines: _Lines, first: int, handbook: Handbook, diagnostics: list[Diagnostic]
) -> tuple[list[Block], list[str]]:
    blocks: list[Block] = []
    broken_ids: list[str] = []
    index = first
    while index < len(lines.typed):
        line = lines.structure[index]
        if _SLASHES not in line:
            index += 1
            continue
        start = _START.match(line)
        if start is None:
            if _END.match(line):
                diagnostics.append(
                    codes.STRAY_END.at(lines.place(index), "这一行没有要结束的条目块")
                )
            elif _INDENTED_START.match(line):
                diagnostics.append(_nested(lines, index))
            index += 1
            continue
        end, after = _find_end(lines, index, len(start["slashes"]), start["name"], diagnostics)
        block = _read_block(lines, index, end, after, start, diagnostics)
        blocks.append(block)
        known = start["name"] in handbook.kinds or start["name"] in NON_ENTRIES
        if not known:
            place = lines.place(index, start.start("name") + 1)
            diagnostics.append(_unknown_kind(place, start["name"], handbook))
        if not known or "id" not in block.options:
            found = _ID_OPTION.search("\n".join(lines.typed[index:end]))
            if found:
                broken_ids.append(found["id"])
        index = after
    return blocks, broken_ids


def _nested(lines: _Lines, index: int) -> Diagnostic:
    column = lines.structure[index].index("/") + 1
    return codes.NESTED_BLOCK.at(lines.place(index, column), "条目块的首行没有顶格写")


def _unknown_kind(place: Place, name: str, handbook: Handbook) -> Diagnostic:
    known = "、".join([*handbook.kinds, *NON_ENTRIES])
    return codes.UNKNOWN_KIND.at(place, f"没有“{name}”这种条目", f"可用的种类：{known}。")


def _find_end(
    lines: _Lines, start: int, length: int, name: str, diagnostics: list[Diagnostic]
) -> tuple[int, int]:
    """The index of the line that ends the block, and that of the next line to read.

    A block that is never closed ends where the next one starts, so that the rest of the page is
    still read.
    """
    usual = "/" * length
    for index in range(start + 1, len(lines.typed)):
        line = lines.structure[index]
        if _SLASHES not in line:
            continue
        if line == usual:
            return index, index + 1
        if _INDENTED_START.match(line):
            diagnostics.append(_nested(lines, index))
            continue
        end = _END.match(line)
        if end and len(end["slashes"]) == length:
            return index, index + 1
        if _START.match(line):
            place = lines.place(start)
            diagnostics.append(
                codes.NEVER_CLOSED.at(
                    place, f"条目块 {name} 没有结束，第 {index + 1} 行又开始了另一个条目块"
                )
            )
            return index, index
        if end:
            diagnostics.append(
                codes.NEVER_CLOSED.at(
                    lines.place(index),
                    f"这条结束线有 {len(end['slashes'])} 条斜线，"
                    f"而第 {start + 1} 行的条目块 {name} 用了 {length} 条",
                )
            )
            return index, index + 1
    diagnostics.append(
        codes.NEVER_CLOSED.at(lines.place(start), f"条目块 {name} 到文件末尾也没有结束")
    )
    return len(lines.typed), len(lines.typed)


def _read_block(
    lines: _Lines,
    start: int,
    end: int,
    after: int,
    match: re.Match[str],
    diagnostics: list[Diagnostic],
) -> Block:
    """The block whose body ends before the line ``end``, and after which ``after`` is read next."""
    typed = lines.typed
    body = start + 1
    while body < end and _OPTION_LINE.match(typed[body]):
        body += 1
    options: list[Option] = []
    if body > start + 1:
        indent = min(len(line) - len(line.lstrip(" ")) for line in typed[start + 1 : body])
        text = "\n".join([line[indent:] for line in typed[start + 1 : body]])
        options, fault = read_options(text, locate_from(lines.path, start + 2, indent + 1))
        if fault:
            diagnostics.append(codes.BAD_YAML.at(fault.place, f"选项不能读出：{fault.message}"))
    _check_unread_option(lines, body, end, diagnostics)
    first = body
    while first < end and not typed[first]:
        first += 1
    title = match["title"] or ""
    return Block(
        name=match["name"],
        place=lines.place(start),
        title=title,
        title_place=lines.place(start, match.start("title") + 1 if title else 1),
        options=_by_name(options, diagnostics),
        body="\n".join(typed[body:end]).strip("\n"),
        body_line=body + 1,
        body_place=lines.place(first if first < end else start),
        end_line=after,
    )


def _check_unread_option(lines: _Lines, body: int, end: int, diagnostics: list[Diagnostic]) -> None:
    """A line like ``id: AB001`` that is not indented, or after a blank line, is a lost option."""
    index = body
    while index < end and not lines.structure[index].strip():
        index += 1
    if index >= end:
        return
    line = lines.structure[index]
    found = _LOOKS_LIKE_OPTION.match(line)
    if found and (line[0] in " \t" or index == body):
        reason = "上面隔了空行" if index > body else "缩进不是四个空格"
        diagnostics.append(
            codes.OPTION_NOT_READ.at(
                lines.place(index, found.start("name") + 1),
                f"“{found['name']}”没有被读作选项：{reason}",
            )
        )


def _read_headings(
    lines: _Lines, first: int, inside: set[int], diagnostics: list[Diagnostic]
) -> Iterator[Heading]:
    for index in range(first, len(lines.typed)):
        if index in inside or not lines.structure[index].startswith("#"):
            continue
        match = _HEADING.match(lines.typed[index])
        if match is None:
            continue
        text, id = match["text"], ""
        attributes = _HEADING_ATTRIBUTES.search(text)
        if attributes:
            found = _HEADING_ID.search(attributes["attributes"])
            id = found["id"] if found else ""
            if not attributes["blank"]:
                place = lines.place(index, match.start("text") + attributes.start() + 1)
                message = f"标题后的“{attributes[0].strip()}”之前没有空格，会原样显示"
                diagnostics.append(codes.WRONG_IDS.at(place, message, "在 { 之前空一格。"))
            text = text[: attributes.start()].rstrip()
        yield Heading(len(match["marks"]), text, id, lines.place(index))


def _read_references(
    lines: _Lines,
    first: int,
    hidden: set[int],
    handbook: Handbook,
    diagnostics: list[Diagnostic],
) -> Iterator[Reference]:
    """References in running text; ``hidden`` lines are no text."""
    for index in range(first, len(lines.visible)):
        line = lines.visible[index]
        if "[" not in line or index in hidden:
            continue
        for match in _BRACKETS.finditer(line):
            label = match["label"]
            target = _id_in(label, handbook)
            if target is None:
                continue
            place = lines.place(index, match.start() + 1)
            fault = None
            next_sign = line[match.end() : match.end() + 1]
            if label != target or next_sign in _RISKY or next_sign.isspace():
                following = lines.visible[index + 1] if index + 1 < len(lines.visible) else ""
                rest = f"{line[match.end() :]}\n{following}"
                fault = _spelling_fault(match, target, rest, place, handbook)
            if fault:
                diagnostics.append(fault)
            else:
                yield Reference(target, place, text=_link_text(line, match.start()))


def _link_text(line: str, label: int) -> str:
    """The text of ``[text][ID]``, ``label`` being where ``[ID]`` begins; empty for a bare one."""
    if label == 0 or line[label - 1] != "]":
        return ""
    start = line.rfind("[", 0, label)
    return line[start + 1 : label - 1] if start >= 0 else ""


def _read_links(
    lines: _Lines, visible: str, first: int, verbatim: set[int], handbook: Handbook
) -> Iterator[Link]:
    for index in range(first, len(lines.visible)):
        line = lines.visible[index]
        if "](" in line and index not in verbatim:
            for match in _LINK.finditer(line):
                start = line.rfind("[", 0, match.start())
                if _id_in(line[start + 1 : match.start()], handbook) is not None:
                    continue  # reported as an id followed by a bracket
                place = lines.place(index, match.start("address") + 1)
                yield Link(match["address"], place, is_fetched=line[start - 1 : start] == "!")
    if "<" not in visible:
        return
    for match in _HTML_LINK.finditer(visible):
        group = "double" if match["double"] is not None else "single"
        index = visible.count("\n", 0, match.start(group))
        if index < first or index in verbatim:
            continue
        column = match.start(group) - visible.rfind("\n", 0, match.start(group))
        fetched = match["name"].lower() == "src"
        yield Link(match[group], lines.place(index, column), fetched, is_html=True)


def _check_definitions(
    lines: _Lines, visible: str, first: int, verbatim: set[int], handbook: Handbook
) -> Iterator[Diagnostic]:
    """``[text][label]`` and ``[^note]`` whose label is no id and is nowhere defined."""
    if "][" not in visible and "[^" not in visible:
        return
    defined = {match["label"].lower() for match in _DEFINITION.finditer(visible)}
    for index in range(first, len(lines.visible)):
        line = lines.visible[index]
        if index in verbatim or _DEFINITION.match(line):
            continue
        for match in _DEFINED_LINK.finditer(line):
            label = f"^{match['note']}" if match["note"] else match["label"] or match["text"]
            if label.lower() not in defined and _id_in(label, handbook) is None:
                what = "脚注" if match["note"] else "链接"
                place = lines.place(index, match.start() + 1)
                yield codes.UNDEFINED.at(place, f"{what}“{match[0]}”没有定义")


def _check_indented(
    lines: _Lines, first: int, hidden: set[int], told: set[int]
) -> Iterator[Diagnostic]:
    """Paragraphs that are indented as code: what they say would be shown as typed.

    ``hidden`` lines are no text; of those already ``told`` the fault is another one.
    """
    under_list = after_blank = False
    for index in range(first, len(lines.structure)):
        line = lines.structure[index]
        if index in hidden or not line or line.isspace():
            after_blank = True
        elif line.lstrip(" ").startswith(_SLASHES) and not _INDENT.match(line):
            under_list, after_blank = False, True  # whatever list the block held or stood in
        elif line[0] not in " \t" or not _INDENT.match(line):
            under_list = bool(_LIST_ITEM.match(line)) or (under_list and not after_blank)
            after_blank = False
        elif after_blank and not under_list:
            after_blank = False
            if index not in told:
                yield codes.INDENTED_CODE.at(lines.place(index), "这一段缩进了四格以上")


def _read_allowances(
    text: str, lines: _Lines, first: int, blocks: list[Block], diagnostics: list[Diagnostic]
) -> Iterator[Allowance]:
    """Comments that let a fault pass: of the own line, or alone on a line of the next one."""
    if "hb:" not in text:
        return
    options = {n for block in blocks for n in range(block.place.line, block.body_line - 1)}
    options.update(range(first))
    headers = {block.place.line - 1 for block in blocks}
    shown = mask_inline(mask_fences(text))
    for match in ALLOWANCE.finditer(shown):
        index = shown.count("\n", 0, match.start())
        if match["comment"] is None and index not in options:
            continue
        place = lines.place(index, match.start() - shown.rfind("\n", 0, match.start()))
        if index in headers:
            message = "放行注释写在条目的首行里，会成为题目的一部分"
            diagnostics.append(codes.BAD_ALLOWANCE.at(place, message, "写在首行的上一行。"))
            continue
        found = _ALLOWED.fullmatch(match["text"] or match["option"] or "")
        if found is None:
            message = f"“{match[0].strip()}”不能读作放行注释"
            diagnostics.append(codes.BAD_ALLOWANCE.at(place, message))
            continue
        line = index
        if match["comment"] and lines.typed[index].strip() == match["comment"]:
            rest = range(index + 1, len(lines.typed))
            line = next((n for n in rest if lines.typed[n].strip()), index)
        yield Allowance(found["code"], found["reason"], line + 1, place)


def _id_in(label: str, handbook: Handbook) -> str | None:
    """The id that ``label`` means, in its right spelling, if it looks like one of this handbook."""
    match = _ID_LIKE.fullmatch(label)
    normal = label
    if match is None or not label.isupper():
        normal = unicodedata.normalize("NFKC", label).strip().upper()
        match = _ID_LIKE.fullmatch(normal)
    if match is None:
        return None
    # 「[X1]」 may be any note mark; only capitals of two letters or a declared prefix mean an id.
    known = handbook.kind_of_prefix(match["prefix"]) is not None
    return normal if known or (len(match["prefix"]) == 2 and label == normal) else None


def _spelling_fault(
    match: re.Match[str], target: str, rest: str, place: Place, handbook: Handbook
) -> Diagnostic | None:
    label = match["label"]
    if rest.startswith(":") and _ONLY_INDENT.fullmatch(match.string[: match.start()]):
        return codes.TYPED_DEFINITION.at(place, f"“[{label}]:”在行首，整行会被当作链接定义而消失")
    if label != target:
        return codes.WRONG_CASE.at(place, f"“[{label}]”写法不对", f"应写 [{target}]。")
    if rest.startswith("("):
        return codes.FOLLOWED_BY_PARENTHESIS.at(place, f"[{target}] 后面紧跟半角括号“(”")
    following = re.match(r"\s?\[(?P<label>[^\[\]\n]+)\]", rest)
    if following and (other := _id_in(following["label"], handbook)) is not None:
        return codes.JOINED.at(
            place, f"[{target}] 与 [{other}] 紧挨着", f"写成 [{target}]、[{other}]。"
        )
    return None
