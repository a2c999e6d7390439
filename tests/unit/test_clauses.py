"""The clauses of an issued text, and who issued it: found for certain, or refused.

All texts are made up for these tests; no unit has issued them.
"""

from __future__ import annotations

import pytest
from handbook.editing import RefusedError
from handbook.importing.clauses import IssuedText, issued_text
from handbook.importing.document import Document, Paragraph
from handbook.importing.instrument import Instrument, instrument


def document(text: str) -> Document:
    lines = enumerate(text.split("\n"), start=1)
    return Document("a.txt", tuple(Paragraph(line, row) for row, line in lines if line.strip()))


def read(text: str, count: int = 3) -> IssuedText:
    return issued_text(document(text), "三不准", count)


def clauses(text: str, count: int = 3) -> list[str]:
    return [clause.text for clause in read(text, count).clauses]


def refusal(text: str, count: int = 3) -> str:
    with pytest.raises(RefusedError) as caught:
        read(text, count)
    return str(caught.value)


@pytest.mark.parametrize(
    "numbers",
    [
        "第一条　|第二条 |第三条：",
        "第1条|第2条|第3条",
        "一、|二、|三、",
        "　　一．|　　二、|　　三、",
        "（一）|（二）|（三）",
        "(一)|(二)|(三)",
        "1. |2. |3. ",
        "1、|2、|3、",
        "1．|２．|3)",
        "（1）|（2）|（3）",
        "①|②|③",
        "一是|二是|三是",
        "一|二|三",
        "1.\t|2.\t|3.\t",
    ],
)
def test_clauses_are_numbered_in_many_ways(numbers: str) -> None:
    text = "\n".join(
        f"{number}不准{sign}；" for number, sign in zip(numbers.split("|"), "甲乙丙", strict=True)
    )
    assert clauses(f"三不准\n{text}\n某某单位\n2020年1月31日") == [
        "不准甲；",
        "不准乙；",
        "不准丙；",
    ]


def test_a_clause_keeps_every_character_and_all_its_paragraphs() -> None:
    text = read(
        "第一条　不准收受礼品,礼金 、卡券。\n"
        "　　前款所称“礼品”，包括土特产。  \n"
        "第二条\n不准有下列行为：\n（一）请吃；\n（二）吃请。\n"
        "第三条规定以外的，从其规定。\n"
        "- 2 -\n"
        "第三条　不准泄密。\n"
    )
    assert [line.text for line in text.between] == ["- 2 -"]
    assert [clause.paragraphs for clause in text.clauses] == [
        ("不准收受礼品,礼金 、卡券。", "前款所称“礼品”，包括土特产。"),
        ("不准有下列行为：", "（一）请吃；", "（二）吃请。", "第三条规定以外的，从其规定。"),
        ("不准泄密。",),
    ]


@pytest.mark.parametrize(
    "end",
    [
        "本规定自印发之日起施行。",
        "以上规定，请认真遵照执行。",
        "特此通知。",
        "附件：名单",
        "附则\n第四条　由某某单位负责解释。",
        "第二章　附则\n第四条　由某某单位负责解释。",
        "某某单位\n2020年1月31日",
        "甲单位\n乙单位\n二〇二〇年一月三十一日",
        "（此件公开发布）",
        "抄送：各单位。",
    ],
)
def test_what_follows_the_last_clause_is_none(end: str) -> None:
    text = read(f"第一条　甲。\n款。\n第二条　乙。\n第三条　丙。\n{end}")
    assert text.clauses[-1].text == "丙。"
    assert [line.text for line in text.after] == end.split("\n")


def test_sections_around_and_headings_between_are_no_clauses() -> None:
    text = read(
        "关于印发的通知\n一、提高认识\n二、抓好落实\n某某单位\n附件\n"
        "一、在工作中\n1. 甲。\n2. 乙。\n二、在生活中\n3. 丙。"
    )
    assert [clause.text for clause in text.clauses] == ["甲。", "乙。", "丙。"]
    assert [line.text for line in text.between] == ["二、在生活中"]
    assert text.before[-1].text == "一、在工作中"
    assert [line.place for line in text.between] == ["第 9 行"]


def test_a_line_break_within_a_paragraph_begins_a_clause_too() -> None:
    paragraphs = (Paragraph("一、甲\n二、乙\n接着乙", 4), Paragraph("三、丙", 5))
    text = issued_text(Document("a.docx", paragraphs, counted="段"), "三不准", 3)
    assert [clause.text for clause in text.clauses] == ["甲", "乙\n接着乙", "丙"]
    assert text.clauses[1].place == "第 4 段"


NINE = "一、不准甲。\n二、不准把很长很长的一段话放在这里。\n某某单位"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            NINE,
            """“三不准”应有 3 条，文件里以“一、”的样子编号的有 2 条：
  第 1 条（第 1 行）不准甲。
  第 2 条（第 2 行）不准把很长很长的一段话放在这里。
缺编号 3。
数到第 2 行为止，后面是“某某单位”。把文件改正以后再运行一次。""",
        ),
        (
            "一、甲\n二、乙\n二、丙\n三、丁",
            """“三不准”应有 3 条，文件里以“一、”的样子编号的有 4 条：
  第 1 条（第 1 行）甲
  第 2 条（第 2 行）乙
  第 2 条（第 3 行）丙
  第 3 条（第 4 行）丁
编号 2 有 2 个：第 2 行、第 3 行。
数到第 4 行为止，后面没有了。把文件改正以后再运行一次。""",
        ),
        (
            "1. 甲\n3. 乙\n4. 丙",
            """“三不准”应有 3 条，文件里以“1.”的样子编号的有 3 条：
  第 1 条（第 1 行）甲
  第 3 条（第 2 行）乙
  第 4 条（第 3 行）丙
缺编号 2。
多出编号 4。
数到第 3 行为止，后面没有了。把文件改正以后再运行一次。""",
        ),
        (
            "一、甲\n三、乙\n二、丙",
            """“三不准”应有 3 条，文件里以“一、”的样子编号的有 3 条：
  第 1 条（第 1 行）甲
  第 3 条（第 2 行）乙
  第 2 条（第 3 行）丙
编号的次序乱了。
数到第 3 行为止，后面没有了。把文件改正以后再运行一次。""",
        ),
        (
            "不准甲。\n不准乙。",
            (
                "文件里没有找到编了号的条文：“三不准”应有 3 条，每条另起一段，前面写编号，"
                "例如 “第一条”、“一、”、“（一）”、“1.”、“（1）”、“①”、“一是”、“一不准”。"
            ),
        ),
        (
            "一、甲\n二、\n三、丙",
            "“三不准”的 第 2 条（第 2 行）只有编号，没有文字：补上，或者换一个完整的文件。",
        ),
        (
            "一、甲\n二、乙\n三、丙\n一、丁\n二、戊\n三、己",
            (
                "文件里有 2 处都是从 1 到 3 编号的（第 1 行、第 4 行起），"
                "不知道哪一处是“三不准”：只留那一处，存为另一个文件。"
            ),
        ),
        (
            "一、甲。\n二、乙。\n三、丙。\n违反的，给予处分。",
            (
                "第 3 条后面还有 1 段，看不出是不是这一条的：\n  第 4 行　违反的，给予处分。\n"
                "是这一条的，把它接在上一段后面；不是的，从文件里删去，再运行一次。"
            ),
        ),
        (
            "一、甲：\n1. 子；\n二、乙。\n三、\n丙：\n1. 子\n2. 丑\n某某单位",
            (
                "第 3 条后面还有 3 段，看不出是不是这一条的：\n  第 6 行　1. 子\n  第 7 行　2. 丑\n"
                "  第 8 行　某某单位\n"
                "是这一条的，把它接在上一段后面；不是的，从文件里删去，再运行一次。"
            ),
        ),
        (
            "一、甲。\n款。\n二、乙。\n三、丙。\n某某单位",
            (
                "第 3 条后面还有 1 段，看不出是不是这一条的：\n  第 5 行　某某单位\n"
                "是这一条的，把它接在上一段后面；不是的，从文件里删去，再运行一次。"
            ),
        ),
    ],
)
def test_what_is_not_certain_is_refused(text: str, message: str) -> None:
    assert refusal(text) == message


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "某某发〔2020〕1号",
            "某某单位\n2020年1月31日",
            Instrument("某某单位", "某某发〔2020〕1号", "2020-01-31"),
        ),
        (
            "某某单位文件\n（×委发〔2020〕 12 号）\n根据×发〔2019〕3号，2019年5月1日起",
            "2020 年 2 月 3 日",
            Instrument("某某单位", "×委发〔2020〕12号", "2020-02-03"),
        ),
        (
            "x委[2020]3号　　　签发人：某某\n甲单位　乙单位　二〇二〇年十二月三十一日",
            "",
            Instrument("甲单位、乙单位", "x委[2020]3号", "2020-12-31"),
        ),
        (
            "某发（2020）3号",
            "甲单位\n乙单位\n2020.3.1\n某某办公室 2020年3月9日印发",
            Instrument("甲单位、乙单位", "某发（2020）3号", "2020-03-01"),
        ),
    ],
)
def test_issuer_number_and_date_are_found_on_lines_of_their_own(
    before: str, after: str, expected: Instrument
) -> None:
    assert instrument(Instrument(), before.split("\n"), after.split("\n")) == expected


def test_what_is_given_wins() -> None:
    lines = ["某某发〔2020〕1号"], ["某某单位", "2020年1月31日"]
    given = Instrument(" 另一单位 ", "另发〔2021〕2号", "2021年2月28日")
    assert instrument(given, *lines) == Instrument("另一单位", "另发〔2021〕2号", "2021-02-28")
    assert instrument(Instrument(number="无"), *lines).number == "无"


@pytest.mark.parametrize(
    ("lines", "given", "message"),
    [
        (
            "根据某发〔2019〕3号，印发。\n2020年1月31日\n2020年2月30日\n2021年1月31日",
            Instrument("某某单位"),
            (
                "不知道文号，用 NUMBER= 写明，例如 NUMBER=某委发〔2024〕1号；确实没有文号的，写 NUMBER=无。"
                "文件里提到 某发〔2019〕3号，是其中的一个就照写。\n"
                "不知道印发日期，用 DATE= 写明，例如 DATE=2024-01-31。"
                "文件里单独成行的日期有 2020-01-31、2021-01-31。"
            ),
        ),
        (
            "甲单位\n2020年1月31日\n正文。\n乙单位\n2020年1月31日",
            Instrument(number="无"),
            "不知道印发单位，用 ISSUER= 写明，例如 ISSUER=某某单位。文件里的落款有 甲单位；乙单位。",
        ),
        (
            "",
            Instrument("某某单位", "无", "去年"),
            "DATE=去年 不是日期：写成 2024-01-31 或者 2024年1月31日。",
        ),
        (
            "",
            Instrument("某某单位", "无", "2023-02-29"),
            "DATE=2023-02-29 不是日期：写成 2024-01-31 或者 2024年1月31日。",
        ),
    ],
)
def test_what_is_neither_given_nor_certain_is_asked_for(
    lines: str, given: Instrument, message: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        instrument(given, [], lines.split("\n"))
    assert str(caught.value) == message
