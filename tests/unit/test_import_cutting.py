"""A text cut into units: nothing is lost, and headings are told from sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from handbook.importing.boilerplate import guessed
from handbook.importing.cutting import Unit, cut, joined
from handbook.model import ImportSpec
from handbook.project import Checked
from handbook.source_text import body_of
from handbook.vocabulary import HEADING_ROLE, SALUTATION_ROLE, TITLE_ROLE
from hypothesis import given
from hypothesis import strategies as st

from tests import imported_texts

SPEC = ImportSpec(texts=("讲话",), beginnings=("党的十",))
_SIGNS = {TITLE_ROLE: "T", SALUTATION_ROLE: "S"}


def shown(units: tuple[Unit, ...]) -> list[str]:
    """The units, each after T for a title, S for a salutation, its level, or - for a sentence."""
    return [
        f"{u.level if u.role == HEADING_ROLE else _SIGNS.get(u.role, '-')} {u.words}" for u in units
    ]


def test_the_given_speech_is_cut_as_people_have_cut_it(real: Checked, repository: Path) -> None:
    assert real.catalog is not None
    (source,) = real.catalog.handbook.sources
    text = (repository / source.file).read_text(encoding="utf-8")
    boilerplate = guessed(text)
    units = cut(body_of(text, boilerplate), real.catalog.handbook.imports)

    assert [(part.first, part.last) for part in boilerplate] == [(1, 2), (4, 5)]
    assert [(u.words, u.join, u.role, u.level) for u in units] == [
        (
            unit.body,
            "",
            unit.value("role") or "sentence",
            int(unit.value("level") or 0),
        )
        for unit in real.catalog.units
    ]


EXPECTED = {
    "SPEECH": """\
T 在青石仓库年度安全工作会议上的讲话
S 同志们:
- 今天我们召开年度安全工作会议,主要任务是总结去年工作,部署今年任务。
- 下面,我讲两点意见:
2 一、认清形势,切实增强抓好安全生产的责任感
- 近年来,我们坚持预防为主,安全形势总体平稳。
- 但是也要看到,工作中还存在责任不落实、检查不细致、整改不彻底等问题。
3 一是思想认识还有偏差。
- 有的班组长认为安全是安全科的事,对自查走形式。
3 二是现场管理还有漏洞。
- 库区堆垛超高、通道变窄的现象时有发生。
2 二、突出重点,扎实做好全年安全工作
- 各班组要围绕全年目标,抓好三项工作。
3 (一)抓好隐患排查。
- 要建立台账,逐项销号,重点看整改措施实不实、责任人明不明。
- 要看是否做到日检查、周汇总,是否对老问题回头看。
3 (二)抓好教育培训。
- 第一,新职工必须先培训后上岗。
- 第二,老职工应当每年复训一次。
3 (三)抓好应急准备。
- 预案要管用,演练要真练,决不能搞花架子。
- 同志们,安全责任重于泰山。
- 让我们共同努力,为建设平安仓库作出贡献!
""",
    "REGULATION": """\
T 青石仓库消防安全管理办法（虚构，仅供测试）
2 第一章　总则
- 第一条　为了加强仓库消防安全管理，预防火灾，制定本办法。
- 第二条　本办法适用于青石仓库全体职工。
2 第二章　职责
- 第三条　值班人员应当履行下列职责：
- （一）每两小时巡查一次库区；
- （二）如实填写巡查记录；
- （三）发现火情立即报警。
- 第四条　库管员应当在每日下班前切断电源，并锁好库门。
- 第五条　仓库主任必须每月组织一次消防演练。
- 演练情况应当书面存档。
2 第三章　禁止事项
- 第六条　库区内严禁吸烟、使用明火。
- 第七条　任何人不得有下列行为：
- （一）堵塞消防通道；
- （二）挪用消防器材；
- （三）擅自拆改电气线路。
- 第八条　未经批准，外来车辆不得进入库区。
2 第四章　附则
- 第九条　检查中重点了解消防设施的完好率、器材的有效期等情况，并查看是否存在通道堵塞、记录缺失等问题。
- 第十条　本办法自发布之日起施行。
""",
    "BRIEFING": """\
T 在白杨镇中心卫生院药品管理专项督查动员会上的讲话
- （虚构，仅供测试）
S 同志们：
- 今天召开这次会议，是为了部署药品管理专项督查。
- 刚才，分管副院长通报了上半年的情况，我都赞成。
- 下面我讲三点。
2 一、统一思想，充分认识专项督查的重要意义
- 药品关系群众健康。
- 去年以来，我院在采购、储存、使用各环节做了大量工作，但问题依然不少：有的科室账物不符，有的冷藏药品温度记录不全，有的近效期药品没有及时下架。
- 这些问题虽小，却不能掉以轻心。
- 各科室负责人要把思想统一到院党支部的决定上来，切实增强责任感。
2 二、突出重点，着力解决突出问题
3 （一）看采购是否规范。
- 要逐笔核对采购合同，看供货单位资质是否齐全、价格是否合理，有没有化整为零、规避招标等行为。
3 （二）看储存是否达标。
- 重点检查冷链设备运行是否正常，温湿度记录是否真实完整，麻醉药品是否专人专柜、双人双锁。
3 （三）看使用是否合理。
- 要抽查处方，看是否存在超剂量用药、重复用药、无指征使用抗菌药物等问题；
- 对群众反映的药价问题，必须一查到底。
2 三、严守纪律，确保督查取得实效
- 督查组的同志要带头遵守廉洁纪律，严禁接受被督查科室的宴请，不得泄露督查情况，不准借机为亲友谋取利益。
- 被督查科室应当如实提供资料，积极配合。
- 一要实事求是，不夸大、不缩小。
- 二要立行立改，能马上改的马上改。
- 三要举一反三，建立长效机制。
- 同志们，药品安全无小事。
- 希望大家以这次督查为契机，把工作做得更实。
""",
    "CIRCULAR": """\
T 柳河区图书馆古籍保护工作检查通报(虚构,仅供测试)
S 各部室:
- 9月,馆里组织了古籍保护工作检查。
- 现将有关情况通报如下:
2 一、检查情况
- 从检查情况看,多数部室责任明确、措施到位,但也存在库房湿度超标、查阅登记不全、应急预案陈旧等问题。
- 个别部室钥匙交接没有签字,少数人员把饮料带进书库。
2 二、整改要求
3 (一)提高认识。
- 古籍不可再生。
- 各部室主任必须亲自抓,不能当甩手掌柜。
3 (二)完善制度。
- 首先,要修订查阅办法,明确审批权限。
- 其次,应当建立出入库台账,做到账实相符。
- 最后,要把保护情况纳入年度考核。
3 (三)加强检查。
- 保卫科要每周检查一次,重点看门禁是否有效、监控是否全覆盖、灭火器压力够不够,防止检查走过场、记录造假等现象。
3 (四)严明纪律。
- 严禁携带火种进入书库;
- 未经馆长批准,不得复制、外借善本;
- 违反规定的,应当追究责任。
- 请各部室于10月底前报送整改报告。
- 柳河区图书馆
- 2026年9月30日
""",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_texts_of_other_forms(name: str) -> None:
    units = cut(getattr(imported_texts, name).rstrip("\n"), SPEC)

    assert shown(units) == EXPECTED[name].splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What stands in quotation marks or brackets is one piece.
        ("问“查什么?怎么查?”这三句。好。", ["- 问“查什么?怎么查?”这三句。", "- 好。"]),
        ("他说：“查清楚。”大家都听见了。", ["- 他说：“查清楚。”", "- 大家都听见了。"]),
        ("列项(见附件;另发)办理。", ["- 列项(见附件;另发)办理。"]),
        # A quotation that is never closed ends nothing.
        ("“一查到底。绝不放过。", ["- “一查到底。", "- 绝不放过。"]),
        # Numbers that are no part's.
        ("评出一、二、三等奖各一名。", ["- 评出一、二、三等奖各一名。"]),
        ("重量为1.5吨。按(一)、(二)项办理。", ["- 重量为1.5吨。", "- 按(一)、(二)项办理。"]),
        ("三要素齐全。一要点名。", ["- 三要素齐全。", "- 一要点名。"]),
        (
            "依照第三条规定办理。第三条规定了程序。",
            ["- 依照第三条规定办理。", "- 第三条规定了程序。"],
        ),
        # Nothing under them: items of a list, and no headings.
        ("(一)登记。(二)检查。(三)上报。", ["- (一)登记。", "- (二)检查。", "- (三)上报。"]),
        ("一是登记。二是检查。", ["- 一是登记。", "- 二是检查。"]),
        # A colon ends a heading, if there is enough behind it.
        (
            "一、工作要求：各单位要高度重视，认真抓好落实。\n二、其他：无。",
            ["2 一、工作要求：", "- 各单位要高度重视，认真抓好落实。", "- 二、其他：无。"],
        ),
        # A heading after a comma, and a number out of turn, which is none.
        (
            "一、登记。先登记,(一)进门。写明时间,(三)出门。",
            ["2 一、登记。", "- 先登记,(一)进门。", "- 写明时间,(三)出门。"],
        ),
        # Headings that run on into what follows them, where a paragraph's first words stand.
        (
            "一、提高站位,切实增强责任感当前,安全形势严峻,任务很重。",
            ["2 一、提高站位,切实增强责任感", "- 当前,安全形势严峻,任务很重。"],
        ),
        (
            "一、深入开展专项检查各部门要对照清单,逐项自查,逐项整改。",
            ["2 一、深入开展专项检查", "- 各部门要对照清单,逐项自查,逐项整改。"],
        ),
        (
            "一、提高站位,切实增强责任感党的十八大以来,形势一新,任务很重。",
            ["2 一、提高站位,切实增强责任感", "- 党的十八大以来,形势一新,任务很重。"],
        ),
        # Where nothing says where it ends, it is left as it is.
        (
            "一、甲乙丙丁戊己庚辛,子丑寅卯辰巳午未,天地玄黄宇宙洪荒,日月盈昃。",
            ["- 一、甲乙丙丁戊己庚辛,子丑寅卯辰巳午未,天地玄黄宇宙洪荒,日月盈昃。"],
        ),
        # Two titles and a salutation without a line break.
        (
            "在会上的讲话和总结讲话在会上的讲话各位领导、同志们:大家好。",
            ["T 在会上的讲话和总结讲话", "T 在会上的讲话", "S 各位领导、同志们:", "- 大家好。"],
        ),
        # Short lines alone are a text, not titles.
        ("登记\n检查", ["T 登记", "- 检查"]),
    ],
)
def test_what_is_a_unit(text: str, expected: list[str]) -> None:
    units = cut(text, SPEC)

    assert joined(units) == text
    assert shown(units) == expected


def test_what_stands_between_units_is_kept_apart_from_their_words() -> None:
    units = cut("关于值班的通知\n\n　　一、登记 \n　　进门登记。  出门锁门。\n值班室", SPEC)

    assert [(unit.words, unit.join) for unit in units] == [
        ("关于值班的通知", "\n\n　　"),
        ("一、登记", " \n　　"),
        ("进门登记。", "  "),
        ("出门锁门。", "\n"),
        ("值班室", ""),
    ]


def test_headings_that_the_file_marks_are_headings() -> None:
    units = cut("值班规定\n登记\n进门登记。\n检查\n逐项检查。", SPEC, {0: 1, 1: 2, 3: 2})

    assert shown(units) == ["T 值班规定", "2 登记", "- 进门登记。", "2 检查", "- 逐项检查。"]


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "一、",
                    "（一）",
                    "(二)",
                    "1.",
                    "一是",
                    "第一,",
                    "第三条　",
                    "第一章　总则",
                    "二、",
                ),
                *(
                    "同志们:",
                    "各位领导：",
                    "在会上的讲话",
                    "要检查",
                    "是否",
                    "存在甲、乙等问题",
                    "当前",
                ),
                *(
                    "“",
                    "”",
                    "（",
                    ")",
                    "。",
                    ";",
                    "!",
                    ",",
                    "、",
                    "：",
                    "\n",
                    "\n\n",
                    "　　",
                    " ",
                    "x",
                    "\t",
                ),
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_every_text_is_given_back_to_the_character(text: str) -> None:
    units = cut(text, SPEC)

    assert joined(units) == (text if text.strip() else "")
    assert all(unit.words.strip() for unit in units)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("标题\n正文。\n", []),
        ("\n\n标题\n正文。\n\n", ["1-2 空行"]),
        (
            "首页 > 新闻 > 讲话\n来源：某网 作者：某人\n\n标题\n正文。\n上一篇：甲\n版权所有 某网\n",
            [
                "1-3 栏目路径、网页的发布信息，不是正文（导入时判断，待编者核对）",
                "6-7 上下篇的链接、版权信息，不是正文（导入时判断，待编者核对）",
            ],
        ),
        ("标题\n来源要可靠。\n作者要署名。\n", []),
        ("来源：某网\n", []),
        (
            "标题\n正文。\nhttps://example.org/x.html",
            ["3-3 网址，不是正文（导入时判断，待编者核对）"],
        ),
    ],
)
def test_lines_around_a_text(text: str, expected: list[str]) -> None:
    assert [f"{part.first}-{part.last} {part.reason}" for part in guessed(text)] == expected


def test_no_text_has_words_of_the_given_speech(real: Checked) -> None:
    assert real.catalog is not None
    speech = real.catalog.all_source_text
    for name in (*EXPECTED, "NOTICE"):
        clauses = re.split(r"[，,。；;：:！、\n]", getattr(imported_texts, name))
        assert [c for c in clauses if len(c) > 8 and c in speech] == []
