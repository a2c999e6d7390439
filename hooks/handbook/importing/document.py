"""A text that somebody hands in, as a file: its paragraphs, each to the character.

What an office has may be a Word document, Markdown, or plain text from any program; what it cannot
be, the message says, with what to do instead.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.importing import DocumentError

FORMS = ".docx、.txt 或 .md"

_LARGEST = 20_000_000
_TEXT, _MARKDOWN, _WORD = (".txt",), (".md", ".markdown"), ".docx"
# What else people have texts in, and how they get from there to something that can be read.
_REMEDIES = {
    ".doc": "用 Word 或 WPS 打开，另存为 .docx",
    ".wps": "用 WPS 打开，另存为 .docx",
    ".rtf": "用 Word 或 WPS 打开，另存为 .docx",
    ".odt": "用 LibreOffice 打开，另存为 .docx",
    ".docm": "用 Word 打开，另存为 .docx（不含宏）",
    ".pdf": "找到它的 Word 原稿；没有原稿，就把文字复制出来存为 .txt，逐字核对",
    ".ofd": "找到它的 Word 原稿；没有原稿，就把文字复制出来存为 .txt，逐字核对",
    ".html": "用浏览器打开，把文字复制出来存为 .txt",
    ".htm": "用浏览器打开，把文字复制出来存为 .txt",
}
_OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

# Names of codecs, and those that people know.
_WIDE = (("utf-16", "UTF-16"),)
_NARROW = (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"))

_BREAK = re.compile(r"\r\n|\r|\n")
# Page and line breaks that programs leave in plain text.
_SOFT = str.maketrans("\f\v\u2028\u2029", "\n\n\n\n")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
# Marks of a list or a quotation; a number in front of an item is text.
_MARKS = re.compile(r"(?:[ \t]*>[ \t]?)*(?:[ \t]*[-*+][ \t]+)?")
_STARTS = re.compile(r"[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph that is not empty, to the character; a line break within it is ``\\n``.

    ``number`` is the automatic number that Word puts in front; ``text`` begins with it, as what
    Word saves as plain text does. ``heading`` is 1 to 9, 0 for ordinary text. ``place`` is the
    first line in the file, of a Word document which paragraph it is.
    """

    text: str
    place: int
    heading: int = 0
    number: str = ""

    @property
    def words(self) -> str:
        """The text without an automatic number."""
        return self.text.removeprefix(self.number).lstrip("\t ") if self.number else self.text


@dataclass(frozen=True)
class Document:
    """The paragraphs of a file, with its name, its encoding, and what its places count.

    ``encoding`` is UTF-8, UTF-16 or GB18030, of a Word document empty. ``remarks`` say in Chinese
    what was not read as it stands. ``text`` is what a plain text holds, to the character but for
    the form of its line breaks; of other files it is the paragraphs, one after the other.
    """

    name: str
    paragraphs: tuple[Paragraph, ...]
    encoding: str = ""
    counted: str = "行"
    remarks: tuple[str, ...] = ()
    text: str = ""

    @property
    def outline(self) -> Mapping[int, int]:
        """The levels of the paragraphs that are headings, by the index of their line in the text.

        A plain text has none.
        """
        found: dict[int, int] = {}
        row = 0
        for paragraph in self.paragraphs:
            if paragraph.heading:
                found[row] = paragraph.heading
            row += paragraph.text.count("\n") + 1
        return found

    def place(self, paragraph: Paragraph) -> str:
        """Where a paragraph stands, for a message: 第 3 行."""
        return f"第 {paragraph.place} {self.counted}"


def read_document(path: Path) -> Document:
    """The text in the file ``path``, of the form that its name says.

    Raises :class:`DocumentError` if there is none, or none that can be read.
    """
    suffix = path.suffix.lower()
    try:
        _refuse_no_file(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    if suffix not in (*_TEXT, *_MARKDOWN, _WORD):
        remedy = _REMEDIES.get(suffix, f"另存为 {FORMS}")
        raise DocumentError(f"读不了 {path.name}：只读 {FORMS}。{remedy}，再运行一次。")
    content = _content(path)
    document = (
        _word(path.name, content)
        if suffix == _WORD
        else _plain(path.name, content, is_markdown=suffix in _MARKDOWN)
    )
    if not document.paragraphs:
        raise DocumentError(f"{path.name} 里没有文字：核对是不是选错了文件，或者文字是图片。")
    return document


def _refuse_no_file(path: Path) -> None:
    if path.is_dir():
        raise DocumentError(f"{path} 是文件夹：写明里面的哪一个文件。")
    if not path.exists():
        raise DocumentError(f"没有 {path} 这个文件：核对文件名和它所在的文件夹。")
    if not path.is_file():
        raise DocumentError(f"{path} 不是普通的文件，读不了：写明一个文件。")


def _unreadable(path: Path, error: OSError) -> DocumentError:
    return DocumentError(
        f"读不了 {path}（{error.strerror}）：核对文件的权限，先在别的程序里关掉它。"
    )


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise DocumentError(
                f"{path.name} 太大（超过 {_LARGEST // 1_000_000} MB）："
                "删去其中的图片，或者把文字存为 .txt。"
            )
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _word(name: str, content: bytes) -> Document:
    from handbook.importing.word_text import read_word

    if content.startswith(_OLD_OFFICE):
        if _ENCRYPTED in content:
            raise DocumentError(f"{name} 加了密：打开后去掉打开密码，再另存为 .docx。")
        raise DocumentError(f"{name} 其实是旧格式的 .doc：{_REMEDIES['.doc']}。")
    try:
        read = read_word(content)
    except DocumentError as error:
        raise DocumentError(f"{name} {error}：用 Word 或 WPS 打开，另存为 .docx。") from error
    filled = (item for item in read.paragraphs if (item.number + item.text).strip())
    paragraphs = tuple(
        Paragraph(item.number + item.separator + item.text, place, item.heading, item.number)
        for place, item in enumerate(filled, start=1)
    )
    text = _joined(paragraphs)
    return Document(name, paragraphs, counted="段", remarks=read.remarks, text=text)


def _plain(name: str, content: bytes, *, is_markdown: bool) -> Document:
    text, encoding = _decoded(name, content)
    lines = _BREAK.split(text)
    paragraphs = tuple(_markdown(lines) if is_markdown else _lines(lines))
    whole = _joined(paragraphs) if is_markdown else "\n".join(lines)
    return Document(name, paragraphs, encoding, text=whole)


def _joined(paragraphs: Iterable[Paragraph]) -> str:
    return "".join(f"{paragraph.text}\n" for paragraph in paragraphs)


def _decoded(name: str, content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding."""
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for codec, encoding in _WIDE if is_wide else _NARROW:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        return text, encoding
    raise DocumentError(
        f"{name} 里有不是文字的字节：它也许是别的格式（Word 文档的扩展名要是 .docx），"
        "或者编码不是 UTF-8、UTF-16、GB18030；用记事本打开，另存为 UTF-8。"
    )


def _lines(lines: list[str]) -> Iterator[Paragraph]:
    """Each line that is not empty: what a text program shows as a paragraph."""
    for place, line in enumerate(lines, start=1):
        text = line.translate(_SOFT).strip("\n")
        if text.strip():
            yield Paragraph(text, place)


def _markdown(lines: list[str]) -> Iterator[Paragraph]:
    """Paragraphs, headings and items of lists, without what Markdown marks them by."""
    text = "\n".join(lines)
    for pattern in (_FRONT_MATTER, _COMMENT):
        text = pattern.sub(lambda match: "\n" * match[0].count("\n"), text)
    begun: list[str] = []
    start, fence = 0, ""

    def finished(heading: int = 0) -> Iterator[Paragraph]:
        if begun:
            yield Paragraph("\n".join(begun), start, heading)
            begun.clear()

    for place, line in enumerate(text.split("\n"), start=1):
        opening = _FENCE.match(line)
        if fence or opening:
            yield from finished()
            if opening and (not fence or opening[1].startswith(fence)):
                fence = "" if fence else opening[1]
            elif line.strip():
                yield Paragraph(line, place)
            continue
        atx, underline = _ATX.fullmatch(line), _SETEXT.fullmatch(line)
        if not line.strip():
            yield from finished()
        elif atx:
            yield from finished()
            if atx[2].strip():
                yield Paragraph(_unmarked(atx[2]), place, len(atx[1]))
        elif underline and begun:
            yield from finished(1 if underline[1].startswith("=") else 2)
        elif _RULE.fullmatch(line):
            yield from finished()
        else:
            if _STARTS.match(line):
                yield from finished()
            if not begun:
                start = place
            begun.append(_unmarked(line[_marks_end(line) :]))
    yield from finished()


def _marks_end(line: str) -> int:
    match = _MARKS.match(line)
    return match.end() if match else 0


def _unmarked(text: str) -> str:
    """Text without what makes it bold, and without what keeps a sign from being a mark."""
    return _ESCAPED.sub(r"\1", _STRONG.sub(r"\2", text.rstrip(" \t")))
