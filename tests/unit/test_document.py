"""A text that somebody hands in: read to the character, or refused with what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from handbook.importing import DocumentError
from handbook.importing.document import Document, Paragraph, read_document
from handbook.numerals import counted, numeral, value

from tests.word_files import level, numbered, numbering, paragraph, run, word

DELETED = "<w:del w:id='1'><w:r><w:delText>删去的</w:delText></w:r></w:del>"
INSERTED = f"<w:ins w:id='2'>{run('加进的')}</w:ins>"
ARTICLE = level("chineseCountingThousand", "第%1条", 0, "<w:suff w:val='space'/>")


def read(folder: Path, name: str, content: bytes) -> Document:
    path = folder / name
    path.write_bytes(content)
    return read_document(path)


def texts(document: Document) -> list[str]:
    return [item.text for item in document.paragraphs]


def words(folder: Path, *body: str, lists: str = "", styles: str = "") -> list[str]:
    return texts(read(folder, "文稿.docx", word(body, lists, styles)))


def refused(folder: Path, name: str, content: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read(folder, name, content)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("　　一、要看\n\n二、不准".encode(), "UTF-8"),
        ("\ufeff　　一、要看\n\n二、不准".encode(), "UTF-8"),
        ("　　一、要看\r\n\r\n二、不准\r\n".encode("utf-16"), "UTF-16"),
        ("\ufeff　　一、要看\r\r二、不准".encode("utf-16-be"), "UTF-16"),
        ("　　一、要看\n\n二、不准\n".encode("gb18030"), "GB18030"),
    ],
)
def test_plain_text_is_read_in_the_encodings_that_offices_have(
    content: bytes, encoding: str, tmp_path: Path
) -> None:
    document = read(tmp_path, "文稿.TXT", content)
    assert document.paragraphs == (Paragraph("　　一、要看", 1), Paragraph("二、不准", 3))
    assert document.encoding == encoding
    assert document.place(document.paragraphs[1]) == "第 3 行"


def test_plain_text_keeps_every_character(tmp_path: Path) -> None:
    text = "“x党工委”,有 空格　和\t制表符 ，１２３ⅣＡ㐀𠀀﹒"
    assert texts(read(tmp_path, "a.txt", f"{text}\n".encode())) == [text]


def test_markdown_is_read_without_its_marks(tmp_path: Path) -> None:
    text = """---
title: 不是正文
---

# 关于印发的通知

第一条 **不准**一
接着一

1. 第一
2. 第二 \\*
- 分点
> 引用

<!-- 注释
不是正文 -->
小标题
----
***
"""
    assert read(tmp_path, "a.md", text.encode()).paragraphs == (
        Paragraph("关于印发的通知", 5, heading=1),
        Paragraph("第一条 不准一\n接着一", 7),
        Paragraph("1. 第一", 10),
        Paragraph("2. 第二 *", 11),
        Paragraph("分点", 12),
        Paragraph("引用", 13),
        Paragraph("小标题", 17, heading=2),
    )


def test_word_gives_paragraphs_cells_and_line_breaks_in_order(tmp_path: Path) -> None:
    cell = "<w:tc>{}</w:tc>"
    cells = "".join(cell.format(paragraph(text)) for text in ("左", "右"))
    deleted = f"<w:tr><w:trPr><w:del w:id='3'/></w:trPr>{cell.format(paragraph('删去的行'))}</w:tr>"
    assert words(
        tmp_path,
        paragraph("第一段 "),
        paragraph(""),
        f"<w:tbl><w:tr>{cells}</w:tr>{deleted}</w:tbl>",
        paragraph(f"{run('上')}<w:r><w:br/><w:t>下</w:t><w:tab/></w:r>"),
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('控件里')}</w:sdtContent></w:sdt>",
    ) == ["第一段 ", "左", "右", "上\n下\t", "控件里"]


def test_of_tracked_changes_what_is_inserted_is_text_and_what_is_deleted_is_not(
    tmp_path: Path,
) -> None:
    gone = "<w:rPr><w:del w:id='4'/></w:rPr>"
    body = [
        paragraph(f"{run('前')}{DELETED}{INSERTED}{run('后')}"),
        paragraph("并入", gone),
        paragraph("下一段"),
        paragraph(f"{run('移')}<w:moveFrom w:id='5'>{run('走')}</w:moveFrom>"),
        paragraph(DELETED, gone),
    ]
    document = read(tmp_path, "a.docx", word(body))
    assert texts(document) == ["前加进的后", "并入下一段", "移"]
    assert document.remarks == ("里面有修订，按全部接受以后的样子读，删去的字不算。",)


def test_what_a_reader_of_the_document_does_not_see_is_no_text(tmp_path: Path) -> None:
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('zi')}</w:rt><w:rubyBase>{run('字')}</w:rubyBase></w:ruby></w:r>"
    )
    placeholder = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('点此输入')}</w:sdtContent></w:sdt>"
    note = "<w:r><w:footnoteReference w:id='1'/></w:r>"
    symbol = "<w:r><w:sym w:font='Wingdings' w:char='F0A8'/></w:r>"
    hidden = run("看不见", "<w:vanish/>")
    body = [paragraph(run("正文") + field + ruby + placeholder + note + symbol + hidden)]
    document = read(tmp_path, "a.docx", word(body))
    assert texts(document) == ["正文字\ufffd"]
    assert document.remarks == (
        "里面有隐藏的文字，没有读。",
        "里面有脚注或尾注 1 处，注文没有读。",
        "里面有符号字体的符号 1 个，读作“\ufffd”，请人工核对。",
    )


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('某委发〔2020〕1号')}</w:txbxContent>"
    both = f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    body = paragraph(f"{run('标题')}<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>")
    assert words(tmp_path, body) == ["标题", "某委发〔2020〕1号"]


@pytest.mark.parametrize(
    ("properties", "heading"),
    [
        ("<w:pStyle w:val='Title'/>", 1),
        ("<w:pStyle w:val='Heading2'/>", 2),
        ("<w:pStyle w:val='Mine'/>", 3),
        ("<w:pStyle w:val='Heading2'/><w:outlineLvl w:val='9'/>", 0),
        ("", 0),
    ],
)
def test_headings_are_known_by_style_and_outline(
    properties: str, heading: int, tmp_path: Path
) -> None:
    style = (
        "<w:style w:type='paragraph' w:styleId='Mine'><w:name w:val='我的'/>"
        "<w:basedOn w:val='Heading3'/></w:style>"
    )
    document = read(tmp_path, "a.docx", word([paragraph("一", properties)], styles=style))
    assert [item.heading for item in document.paragraphs] == [heading]


def test_automatic_numbers_stand_in_front_of_the_text(tmp_path: Path) -> None:
    body = [numbered("不准一"), paragraph("说明"), numbered("不准二")]
    document = read(tmp_path, "a.docx", word(body, numbering(ARTICLE)))
    assert document.paragraphs == (
        Paragraph("第一条 不准一", 1, number="第一条"),
        Paragraph("说明", 2),
        Paragraph("第二条 不准二", 3, number="第二条"),
    )
    assert document.paragraphs[0].words == "不准一"


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("decimal", "%1.", ["1.", "2."]),
        ("chineseCounting", "%1、", ["一、", "二、"]),
        ("chineseCountingThousand", "第%1条", ["第一条", "第二条"]),
        ("ideographDigital", "（%1）", ["（一）", "（二）"]),
        ("japaneseCounting", "%1、", ["一、", "二、"]),
        ("decimalEnclosedCircle", "%1", ["①", "②"]),
        ("upperRoman", "%1)", ["I)", "II)"]),
        ("none", "附件", ["附件", "附件"]),
    ],
)
def test_forms_of_automatic_numbers(
    form: str, text: str, expected: list[str], tmp_path: Path
) -> None:
    body = [numbered("甲"), numbered("乙")]
    document = read(tmp_path, "a.docx", word(body, numbering(level(form, text))))
    assert [item.number for item in document.paragraphs] == expected


def test_a_bullet_is_no_number(tmp_path: Path) -> None:
    assert words(tmp_path, numbered("甲"), lists=numbering(level("bullet", "\uf0b7"))) == ["甲"]


def test_levels_restart_under_the_next_number_above(tmp_path: Path) -> None:
    levels = level("chineseCounting", "%1、") + level("decimal", "%1.%2", 1, "<w:isLgl/>")
    body = [numbered("甲"), numbered("乙", 1), numbered("丙", 1), numbered("丁"), numbered("戊", 1)]
    assert words(tmp_path, *body, lists=numbering(levels)) == [
        "一、\t甲",
        "1.1\t乙",
        "1.2\t丙",
        "二、\t丁",
        "2.1\t戊",
    ]


def test_a_level_that_never_restarts_counts_on(tmp_path: Path) -> None:
    never = "<w:lvlRestart w:val='0'/><w:suff w:val='nothing'/>"
    levels = level("chineseCounting", "第%1章") + level("chineseCounting", "第%2条", 1, never)
    body = [numbered("甲"), numbered("乙", 1), numbered("丙"), numbered("丁", 1)]
    lists = numbering(levels)
    assert words(tmp_path, *body, lists=lists) == [
        "第一章\t甲",
        "第一条乙",
        "第二章\t丙",
        "第二条丁",
    ]


def test_a_second_list_restarts_only_if_it_says_so(tmp_path: Path) -> None:
    again = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"
    nums = "".join(
        f"<w:num w:numId='{id}'><w:abstractNumId w:val='0'/>{more}</w:num>"
        for id, more in ((1, ""), (2, ""), (3, again))
    )
    body = [numbered("甲"), numbered("乙", list=2), numbered("丙", list=3), numbered("丁", list=3)]
    lists = numbering(level("decimal", "%1."), nums)
    assert words(tmp_path, *body, lists=lists) == ["1.\t甲", "2.\t乙", "1.\t丙", "2.\t丁"]


def test_a_style_may_number_and_a_paragraph_may_take_that_away(tmp_path: Path) -> None:
    style = (
        "<w:style w:type='paragraph' w:styleId='Base'><w:name w:val='底'/><w:pPr>"
        "<w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Clause'><w:name w:val='条'/>"
        "<w:basedOn w:val='Base'/></w:style>"
    )
    styled = "<w:pStyle w:val='Clause'/>"
    none = f"{styled}<w:numPr><w:numId w:val='0'/></w:numPr>"
    body = [paragraph("甲", styled), paragraph("乙", none), paragraph("丙", styled)]
    lists = numbering(ARTICLE)
    assert words(tmp_path, *body, lists=lists, styles=style) == ["第一条 甲", "乙", "第二条 丙"]


def test_a_deleted_paragraph_is_not_counted(tmp_path: Path) -> None:
    number = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
    gone = paragraph(DELETED, f"{number}<w:rPr><w:del w:id='6'/></w:rPr>")
    body = [numbered("甲"), gone, numbered("乙")]
    assert words(tmp_path, *body, lists=numbering(ARTICLE)) == ["第一条 甲", "第二条 乙"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "a.doc",
            b"",
            "读不了 a.doc：只读 .docx、.txt 或 .md。用 Word 或 WPS 打开，另存为 .docx，再运行一次。",
        ),
        (
            "a.wps",
            b"",
            "读不了 a.wps：只读 .docx、.txt 或 .md。用 WPS 打开，另存为 .docx，再运行一次。",
        ),
        (
            "a.PDF",
            b"%PDF",
            "读不了 a.PDF：只读 .docx、.txt 或 .md。找到它的 Word 原稿；没有原稿，就把文字复制出来存为 .txt，逐字核对，再运行一次。",
        ),
        (
            "a",
            b"",
            "读不了 a：只读 .docx、.txt 或 .md。另存为 .docx、.txt 或 .md，再运行一次。",
        ),
        ("a.txt", b"", "a.txt 里没有文字：核对是不是选错了文件，或者文字是图片。"),
        ("a.txt", " \n　\n".encode(), "a.txt 里没有文字：核对是不是选错了文件，或者文字是图片。"),
        (
            "a.docx",
            bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"),
            "a.docx 加了密：打开后去掉打开密码，再另存为 .docx。",
        ),
        (
            "a.docx",
            bytes.fromhex("D0CF11E0A1B11AE1"),
            "a.docx 其实是旧格式的 .doc：用 Word 或 WPS 打开，另存为 .docx。",
        ),
        (
            "a.docx",
            word([paragraph("一")])[:-100],
            "a.docx 打不开：文件坏了，或者不是 Word 存的 .docx：用 Word 或 WPS 打开，另存为 .docx。",
        ),
        (
            "a.docx",
            "一、不准".encode(),
            "a.docx 打不开：文件坏了，或者不是 Word 存的 .docx：用 Word 或 WPS 打开，另存为 .docx。",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    assert refused(tmp_path, name, content) == message


@pytest.mark.parametrize(
    "content",
    ["一\0二".encode(), b"\x81\x00\xff", b"\xff\xfe\x00\xd8", word([paragraph("一")]), b"\x00\x01"],
)
def test_bytes_that_are_no_text_are_refused(content: bytes, tmp_path: Path) -> None:
    assert refused(tmp_path, "a.txt", content) == (
        "a.txt 里有不是文字的字节：它也许是别的格式（Word 文档的扩展名要是 .docx），"
        "或者编码不是 UTF-8、UTF-16、GB18030；用记事本打开，另存为 UTF-8。"
    )


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"没有 .*不在\.txt 这个文件：核对文件名"):
        read_document(tmp_path / "不在.txt")
    with pytest.raises(DocumentError, match=r"^读不了 .*：核对文件的权限，先在别的程序里关掉它。"):
        read_document(tmp_path / f"{'长' * 200}.txt")
    with pytest.raises(DocumentError, match=r"是文件夹：写明里面的哪一个文件。"):
        read_document(tmp_path)
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert str(caught.value) == "大.txt 太大（超过 20 MB）：删去其中的图片，或者把文字存为 .txt。"


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The document with one of its parts replaced or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        new.writestr(name, part)
    return buffer.getvalue()


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = with_part(word([paragraph("一")]), "word/media/a.png", bytes(200_000_001))
    assert refused(tmp_path, "a.docx", bomb) == (
        "a.docx 解开以后太大，不像一份文稿：用 Word 或 WPS 打开，另存为 .docx。"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_not_expanded(encoding: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("不能读到", encoding="utf-8")
    text = (
        f"<?xml version='1.0' encoding='{encoding}'?>"
        f"<!DOCTYPE x [<!ENTITY e SYSTEM '{secret.as_uri()}'><!ENTITY a 'aaa'>]>"
        "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
        "<w:body><w:p><w:r><w:t>&e;&a;</w:t></w:r></w:p></w:body></w:document>"
    ).encode(encoding)
    message = "a.docx 里面有 Word 不会写的声明（DTD），不安全，没有读：用 Word 或 WPS 打开，另存为 .docx。"
    content = word([paragraph("一")])
    assert refused(tmp_path, "a.docx", with_part(content, "word/document.xml", text)) == message
    # The same where the part is not called .xml.
    types = zipfile.ZipFile(io.BytesIO(content)).read("[Content_Types].xml")
    relations = zipfile.ZipFile(io.BytesIO(content)).read("_rels/.rels")
    moved = with_part(content, "word/document.bin", text)
    moved = with_part(moved, "_rels/.rels", relations.replace(b"document.xml", b"document.bin"))
    moved = with_part(
        moved, "[Content_Types].xml", types.replace(b"/word/document.xml", b"/word/document.bin")
    )
    assert refused(tmp_path, "a.docx", moved) == message


@pytest.mark.parametrize(
    ("number", "words_of_it"),
    [
        *((1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九"), (100, "一百")),
        *((103, "一百零三"), (110, "一百一十"), (1001, "一千零一"), (2020, "二千零二十")),
    ],
)
def test_numerals_are_written_and_read(number: int, words_of_it: str) -> None:
    assert counted(number) == words_of_it
    assert value(words_of_it) == number


@pytest.mark.parametrize(
    "form", ["chineseCounting", "ideographDigital", "decimal", "decimalFullWidth"]
)
def test_every_numeral_is_read_back(form: str) -> None:
    numbers = range(1, 1200)
    assert [value(numeral(number, form)) for number in numbers] == list(numbers)


@pytest.mark.parametrize("text", ["", "x", "十十", "百千", "一二十", "½", "第一"])
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert value(text) is None
