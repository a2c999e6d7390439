"""Every fault that the checks find, made on the small handbook, with its exact message."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.project import Checked, check_project

from tests.small_handbook import (
    BANS_PAGE,
    INDEX_PAGE,
    PART_PAGE,
    RULES_PAGE,
    check_with,
    lines_of,
    replaced,
    write_project,
)


def part(old: str, new: str) -> dict[str, str]:
    return {"part.md": replaced(PART_PAGE, old, new)}


def bans(old: str, new: str) -> dict[str, str]:
    return {"bans.md": replaced(BANS_PAGE, old, new)}


ISSUED = replaced(
    replaced(
        BANS_PAGE,
        "status: reference",
        "status: official\nissued-by: 甲\ndocument-number: 无\ndate: 2024-01-30",
    ),
    "不准带火种",
    "不准带火种,１不准“抽烟",
)


def index(text: str) -> dict[str, str]:
    return {"index.md": f"{INDEX_PAGE}\n{text}\n"}


def rules(old: str, new: str) -> dict[str, str]:
    return {"source/rules.md": replaced(RULES_PAGE, old, new)}


def test_the_small_handbook_has_no_fault(tmp_path: Path) -> None:
    assert lines_of(check_with(tmp_path)) == []


CASES: list[tuple[dict[str, str], list[str]]] = [
    # --- ids
    (
        part("id: BZ002", "id: BZ001") | {"bans.md": BANS_PAGE},
        [
            "docs/part.md:21:24: HB301 引用的编号 BZ002 不存在",
            "docs/part.md:25:9: HB101 编号 BZ001 已用于 docs/part.md:15",
            "docs/part.md:28:12: HB305 BZ001 引用了自己",
        ],
    ),
    (bans("id: JL02", "id: JL2"), ["docs/bans.md:18:9: HB102 禁令的编号“JL2”格式不对"]),
    (bans("id: JL02", "id: JL-02"), ["docs/bans.md:18:9: HB102 禁令的编号“JL-02”格式不对"]),
    (
        bans("id: JL02", "id: BZ03"),
        ["docs/bans.md:18:9: HB103 禁令的编号 BZ03 不是以 JL 开头"],
    ),
    (
        part("# 第一部分", "# 第一部分 { #BZ009 }"),
        ["docs/part.md:9:1: HB103 标题的编号 BZ009 属于步骤，那不是写在标题上的"],
    ),
    # --- blocks
    (
        bans("/// ban | 不准不登记", "/// topic | 不准不登记"),
        [
            "docs/bans.md:1:1: HB401 “两禁止”应有 2 条，现有 1 条",
            "docs/bans.md:17:1: HB208 主题不是写成条目块的",
        ],
    ),
    (
        part("    after: BZ001", "    afte: BZ001"),
        ["docs/part.md:28:5: HB202 步骤没有“afte”这个选项"],
    ),
    (part("    quote: 出门锁门\n", ""), ["docs/part.md:24:1: HB203 步骤缺少选项 quote"]),
    (
        part("    id: BZ002\n", "") | {"bans.md": BANS_PAGE},
        [
            "docs/part.md:21:24: HB301 引用的编号 BZ002 不存在",
            "docs/part.md:24:1: HB203 步骤缺少选项 id",
        ],
    ),
    (
        bans("    source: YJ03\n", ""),
        [
            "docs/bans.md:11:5: HB203 禁令写了 quote，却没有用 source 写明出自哪一句",
            "docs/source/rules.md:21:1: HB506 没有条目以 YJ03 为据，也没有声明它是背景",
        ],
    ),
    (
        part("method: [看, 问]", "method: [看, 听]"),
        ["docs/part.md:19:14: HB204 选项 method 的值不对：“听”不在可用的值之中：看、问"],
    ),
    (
        part("method: [看, 问]", "method: [看, 看]"),
        ["docs/part.md:19:14: HB204 选项 method 的值不对：“看”写了两次"],
    ),
    (
        part("method: [看, 问]", "method:"),
        ["docs/part.md:19:5: HB204 选项 method 的值不对：值是空的"],
    ),
    (
        part("name: 《仓库规则》", "title: 《仓库规则》"),
        [
            "docs/part.md:29:5: HB204 选项 basis 的值不对：依据没有“title”这一项，可用的：name、issuer、date、number"
        ],
    ),
    (
        part("date: 2020-01-31", "date: 去年"),
        ["docs/part.md:29:5: HB204 选项 basis 的值不对：日期写成 2024-01-31 的形式"],
    ),
    (
        rules("level: 2\n\n二、", "level: 二\n\n二、"),
        ["docs/source/rules.md:36:12: HB204 选项 level 的值不对：要写一个数字"],
    ),
    (
        rules("/// line\n    id: YJ02", "/// line | 题目\n    id: YJ02"),
        ["docs/source/rules.md:15:1: HB204 原句照录原文，不写题目"],
    ),
    (bans("/// ban | 不准不登记", "/// ban"), ["docs/bans.md:17:1: HB209 条目块 ban 没有题目"]),
    (
        rules("/// editorial | 说明", "/// editorial"),
        ["docs/source/rules.md:27:1: HB209 条目块 editorial 没有题目"],
    ),
    # --- advice
    (
        part("先看[禁令](bans.md)。", "/// guide | 怎样看\n先看 [BZ001]。\n///"),
        ["docs/part.md:11:1: HB208 guide 不在有编号的标题之下"],
    ),
    (
        part("{ #ZT01 }\n", "{ #ZT01 }\n\n/// guide | 怎样看\n///\n"),
        ["docs/part.md:15:1: HB209 guide 没有正文"],
    ),
    (
        part("{ #ZT01 }\n", "{ #ZT01 }\n\n/// guide\n先看 [BZ001]。\n///\n"),
        ["docs/part.md:15:1: HB209 条目块 guide 没有题目"],
    ),
    (
        part("{ #ZT01 }\n", "{ #ZT01 }\n\n" + 2 * "/// guide | 怎样看\n先看门。\n///\n\n"),
        ["docs/part.md:19:1: HB208 ZT01 之下已经有一个 guide"],
    ),
    (
        part(
            "{ #ZT01 }\n",
            "{ #ZT01 }\n\n/// guide | 怎样看\n    units: [YJ03]\n\n看 [BZ009]。\n///\n",
        ),
        [
            "docs/part.md:16:5: HB202 guide没有“units”这个选项",
            "docs/part.md:18:3: HB301 引用的编号 BZ009 不存在",
        ],
    ),
    ({"empty.md": "没有标题\n"}, ["docs/empty.md:1:1: HB209 这一页没有标题"]),
    (
        part("## 仓库安全 { #ZT01 }", "## 仓库安全"),
        [
            "docs/part.md:15:1: HB208 步骤 BZ001 不在任何一个主题之下",
            "docs/part.md:24:1: HB208 步骤 BZ002 不在任何一个主题之下",
        ],
    ),
    (
        {"index.md": INDEX_PAGE + "\n/// line\n    id: YJ05\n\n多出的\n///\n"},
        ["docs/index.md:5:1: HB208 原句 YJ05 不在原文页上"],
    ),
    (
        part("quote: 仓库安全\n---", "quote: 仓库安全\ntitel: 错\n---"),
        ["docs/part.md:7:1: HB212 页首没有“titel”这个键"],
    ),
    (
        part("kind: part", "kind: prat"),
        [
            "docs/index.md:3:3: HB301 引用的编号 BF1 不存在",
            "docs/part.md:3:1: HB201 没有“prat”这种条目",
            "docs/part.md:5:1: HB212 页首没有“source”这个键",
            "docs/part.md:6:1: HB212 页首没有“quote”这个键",
            "docs/part.md:13:1: HB208 主题 ZT01 不在任何一个部分之下",
        ],
    ),
    (
        part("kind: part\n", "kind: part\ncolour: red\n"),
        ["docs/part.md:4:1: HB212 页首没有“colour”这个键"],
    ),
    # --- references
    (bans("[BZ001]", "[BZ010]"), ["docs/bans.md:20:3: HB301 引用的编号 BZ010 不存在"]),
    (
        part("after: BZ001", "after: BZ010"),
        ["docs/part.md:28:12: HB301 选项 after 引用的编号 BZ010 不存在"],
    ),
    (
        part("after: BZ001", "after: JL01"),
        ["docs/part.md:28:12: HB306 选项 after 要的是步骤，JL01 是禁令"],
    ),
    (bans("[BZ001]", "[JL02]"), ["docs/bans.md:20:3: HB305 JL02 引用了自己"]),
    (
        bans("[BZ001]", "[是否出门锁门][BZ001]"),
        ["docs/bans.md:20:11: HB307 链接的文字“是否出门锁门”是 BZ002 的题目，却指向 BZ001"],
    ),
    (bans("[BZ001]", "[是否进门登记][BZ001]"), []),
    (bans("[BZ001]", "[登记][BZ001]"), []),
    # --- pages
    (
        {
            "index.md": INDEX_PAGE
            + "\n[坏](nowhere.md)、![坏](a.png)、[好](part.md#x)、[外](https://example.org/)\n"
        },
        [
            "docs/index.md:5:5: HB706 链接“nowhere.md”所指的 docs/nowhere.md 不存在",
            "docs/index.md:5:22: HB706 链接“a.png”所指的 docs/a.png 不存在",
        ],
    ),
    (
        bans("依据见", "[错](source/rule.md)，依据见"),
        ["docs/bans.md:14:5: HB706 链接“source/rule.md”所指的 docs/source/rule.md 不存在"],
    ),
    (
        {"index.md": INDEX_PAGE + "\n[示例](http://[本单位域名]/)\n"},
        ["docs/index.md:5:6: HB706 “http://[本单位域名]/”不是合法的网址"],
    ),
    ({"x.markdown": "# 不读\n"}, ["docs/x.markdown:1:1: HB710 docs/x.markdown 的后缀不是 .md"]),
    # --- sets
    (
        bans("\n/// ban | 不准不登记\n    id: JL02\n\n与 [BZ001] 相对应。\n///\n", ""),
        ["docs/bans.md:1:1: HB401 “两禁止”应有 2 条，现有 1 条"],
    ),
    (
        {"bans.md": BANS_PAGE + "\n/// ban | 不准睡觉\n    id: JL03\n///\n"},
        ["docs/bans.md:1:1: HB401 “两禁止”应有 2 条，现有 3 条"],
    ),
    (
        bans("id: JL02", "id: JL03"),
        ["docs/bans.md:17:1: HB402 “两禁止”的第 2 条编号是 JL03，应是 JL02"],
    ),
    (bans("set: JL", "set: JX"), ["docs/bans.md:3:6: HB204 没有“JX”这一套"]),
    (
        {"more.md": "---\ntitle: 又一页\nset: JL\nstatus: reference\n---\n\n# 又一页\n"},
        ["docs/more.md:3:6: HB208 “两禁止”在 handbook.yml 里登记的页面是 docs/bans.md"],
    ),
    # --- source
    (
        part("source: YJ02\n    quote: 进门登记", "source: YJ20\n    quote: 进门登记"),
        ["docs/part.md:17:13: HB501 没有编号为 YJ20 的原文"],
    ),
    (
        part("source: YJ02\n    quote: 进门登记", "source: JL01\n    quote: 进门登记"),
        [
            "docs/part.md:17:13: HB501 JL01 是禁令，不是原文",
            "docs/part.md:18:12: HB502 BZ001 的 quote“进门登记”不是 JL01 的原话",
        ],
    ),
    (
        rules("units: [YJ03]", "units: [YJ30]"),
        ["docs/source/rules.md:28:13: HB501 没有编号为 YJ30 的原文"],
    ),
    (
        part("quote: 进门登记", "quote: 进门要登记"),
        ["docs/part.md:18:12: HB502 BZ001 的 quote“进门要登记”不是 YJ02 的原话"],
    ),
    (
        part("quote: 进门登记", "quote: 严禁烟火"),
        ["docs/part.md:18:12: HB502 BZ001 的 quote“严禁烟火”不是 YJ02 的原话"],
    ),
    (
        part("## 仓库安全 {", "## 仓库保安 {"),
        ["docs/part.md:13:1: HB505 主题 ZT01 的标题“仓库保安”不见于原文的标题"],
    ),
    (
        rules("进门登记,出门锁门。", "进门登记，出门锁门。"),
        [
            "docs/source/rules.md:18:5: HB503 YJ02 从第 5 个字起与原文不同：原文是“进门登记,出门锁门。”，现在是“进门登记，出门锁门。”"
        ],
    ),
    (
        rules("/// background | 只有标题\n    units: [YJ04]\n///\n", ""),
        ["docs/source/rules.md:33:1: HB506 没有条目以 YJ04 为据，也没有声明它是背景"],
    ),
    (
        rules("units: [YJ04]", "units: [YJ03, YJ04]"),
        ["docs/source/rules.md:42:13: HB508 YJ03 已有条目为据，不必再声明为背景"],
    ),
    (
        rules("    units: [YJ03]\n", ""),
        ["docs/source/rules.md:27:1: HB203 editorial缺少选项 units"],
    ),
    (bans("# 两禁止\n", ""), ["docs/bans.md:6:1: HB709 这一页没有 # 标题"]),
    (bans("# 两禁止\n", "<h1>两禁止</h1>\n"), ["docs/bans.md:6:1: HB709 这一页没有 # 标题"]),
    (
        bans("# 两禁止\n", "# 两禁止\n\n# 又一个\n"),
        ["docs/bans.md:9:1: HB709 这一页已有 # 标题，这里又是一个"],
    ),
    (bans("set: JL\n", ""), ["docs/bans.md:1:1: HB203 这一页是“两禁止”，页首没有写 set: JL"]),
    (bans("set: JL\n", "set:\n"), ["docs/bans.md:3:1: HB203 这一页是“两禁止”，页首没有写 set: JL"]),
    (
        bans("set: JL\nstatus: reference\n", ""),
        [
            "docs/bans.md:1:1: HB203 这一页是“两禁止”，页首没有写 set: JL",
            "docs/bans.md:1:1: HB601 “两禁止”的页首没有写 status",
        ],
    ),
    (
        {"index.md": INDEX_PAGE + "\n/// ban | 不准另加一条\n    id: JL03\n///\n"},
        ["docs/index.md:5:1: HB208 JL03 属于“两禁止”，应写在 docs/bans.md"],
    ),
    (
        part("source: YJ02\n    quote: 进门登记", "source: [YJ02, YJ03]\n    quote: 进门登记"),
        ["docs/part.md:17:20: HB510 BZ001 所据的 YJ03 里没有一处引文"],
    ),
    (
        rules(
            "units: [YJ04]\n///\n",
            "units: [YJ04]\n///\n\n/// background | 又说\n    units: [YJ04]\n///\n",
        ),
        ["docs/source/rules.md:46:13: HB508 YJ04 在 docs/source/rules.md:42 已声明为背景"],
    ),
    (
        part("## 仓库安全 {", "## 仓库 {"),
        ["docs/part.md:13:1: HB505 主题 ZT01 的标题“仓库”不见于原文的标题"],
    ),
    (
        bans(
            "与 [BZ001] 相对应。",
            "- 与 [BZ001] 相对应。\n\n- /// ban | 套在里面\n      id: JL03\n  ///",
        ),
        [
            "docs/bans.md:22:3: HB210 条目块的首行没有顶格写",
            "docs/bans.md:25:1: HB211 这一行没有要结束的条目块",
        ],
    ),
    # --- pages
    (
        index("[根](/part.html) ![外](https://example.org/a.png) [外](https://example.org/)"),
        [
            "docs/index.md:5:5: HB713 链接“/part.html”从网站根目录起，离开服务器就打不开",
            "docs/index.md:5:22: HB704 页面会向“https://example.org/a.png”取东西",
        ],
    ),
    (
        index("[甲](part.md#BZ001)、[乙](part.md#JL01)、[丙](#BZ009)、[丁](part.md#xx)"),
        [
            "docs/index.md:5:24: HB702 链接“part.md#JL01”所指的 JL01 不在 docs/part.md",
            "docs/index.md:5:42: HB702 链接“#BZ009”所指的 BZ009 不在 docs/index.md",
        ],
    ),
    (
        index('<a href="part.html#BZ001">甲</a> <a\n  href="gone.html">乙</a> <img src="a.png">'),
        [
            "docs/index.md:6:9: HB706 链接“gone.html”所指的 docs/gone.md 不存在",
            "docs/index.md:6:36: HB706 链接“a.png”所指的 docs/a.png 不存在",
        ],
    ),
    (
        index(
            "[甲][注一]、脚注[^1]、[注一][]、[乙][注二]，`[丙][注三]`，方括号[注]不是链接\n\n[注二]: part.md"
        ),
        [
            "docs/index.md:5:1: HB712 链接“[甲][注一]”没有定义",
            "docs/index.md:5:11: HB712 脚注“[^1]”没有定义",
            "docs/index.md:5:16: HB712 链接“[注一][]”没有定义",
        ],
    ),
    (
        index("一段。\n\n    缩进 [BZ099]"),
        [
            "docs/index.md:7:1: HB217 这一段缩进了四格以上",
            "docs/index.md:7:8: HB301 引用的编号 BZ099 不存在",
        ],
    ),
    (index("- 一项\n\n    项下的一段\n\n一段\n    接着的一行"), []),
    (
        part("{ #ZT01 }\n", "{ #ZT01 }\n\n/// guide | 怎样看\n- 看门。\n///\n\n    缩进\n"),
        ["docs/part.md:19:1: HB217 这一段缩进了四格以上"],
    ),
    (
        index("## 小标题{ #xx }"),
        ["docs/index.md:5:7: HB711 标题后的“{ #xx }”之前没有空格，会原样显示"],
    ),
    (
        {"sub/README.md": "# 页\n"},
        ["docs/sub/README.md:1:1: HB710 docs/sub/README.md 的网址与文件名不同"],
    ),
    # --- what is not filled in yet
    (
        bans("与 [BZ001] 相对应。", "〔待填：正文〕`〔待填〕`、<!-- 〔待填〕 -->〔待填"),
        [
            "docs/bans.md:20:1: HB218 还没有填：〔待填：正文〕",
            "docs/bans.md:20:28: HB218 还没有填：〔待填",
        ],
    ),
    (
        part("source: YJ02\n    quote: 进门登记", "source: 〔待填〕\n    quote: 〔待填：原话〕"),
        [
            "docs/part.md:17:13: HB218 还没有填：〔待填〕",
            "docs/part.md:18:12: HB218 还没有填：〔待填：原话〕",
        ],
    ),
    # --- honesty
    (
        bans(
            "status: reference",
            "status: official\nissued-by: 甲\ndocument-number: 一号\ndate: 2024-02-30",
        ),
        ["docs/bans.md:7:7: HB204 印发日期“2024-02-30”不是日期"],
    ),
    (bans("status: reference\n", ""), ["docs/bans.md:1:1: HB601 “两禁止”的页首没有写 status"]),
    (bans("status: reference", "status: draft"), ["docs/bans.md:4:1: HB601 没有“draft”这种地位"]),
    (
        bans("status: reference", "status: official\ndate: 2024-01-01"),
        ["docs/bans.md:4:1: HB602 写了 status: official，却缺少 issued-by、document-number"],
    ),
    # Issued text is not ours: neither its titles nor its bodies are told how to write.
    ({"bans.md": ISSUED}, []),
    (
        {"bans.md": replaced(ISSUED, "official", "reference")},
        [
            "docs/bans.md:12:16: HB802 中文里用了半角“,”，应为“，”",
            "docs/bans.md:12:17: HB801 “１”（U+FF11）是形近字符，应为“1”",
            "docs/bans.md:12:20: HB803 这个 “ 没有配成对",
        ],
    ),
]


@pytest.mark.parametrize(("pages", "expected"), CASES)
def test_faults(pages: dict[str, str], expected: list[str], tmp_path: Path) -> None:
    assert lines_of(check_with(tmp_path, pages)) == expected


@pytest.mark.parametrize(
    ("pages", "hint"),
    [
        (bans("[BZ001]", "[BZ010]"), "相近的编号：BZ002 是否出门锁门；BZ001 是否进门登记。"),
        (bans("[BZ001]", "[ZZ99]"), "改成存在的编号，或先写出这一条。"),
        (part("quote: 进门登记", "quote: 进门要登记"), "相近的原话是“进门登记”。"),
        (part("quote: 进门登记", "quote: 严禁烟火"), "这句话在 YJ03。"),
        (part("    after: BZ001", "    afte: BZ001"), "是不是“after”？"),
        (bans("id: JL02", "id: JL01"), "这一种类下一个没有用过的编号是 JL02。"),
        (bans("id: JL02", "id: JL2"), "应为 JL 加 2 位数字，例如 JL01。"),
    ],
)
def test_hints(pages: dict[str, str], hint: str, tmp_path: Path) -> None:
    assert check_with(tmp_path, pages).diagnostics[0].hint == hint


def test_everything_is_reported_in_one_run(tmp_path: Path) -> None:
    pages = part("quote: 进门登记", "quote: 进门要登记") | bans("[BZ001]", "[BZ010]")

    assert [line.split()[1] for line in lines_of(check_with(tmp_path, pages))] == ["HB301", "HB502"]


def test_the_real_handbook_has_no_fault(real: Checked) -> None:
    assert lines_of(real) == []


def test_the_navigation_and_the_pages_agree(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    nav = "nav:\n  - 首页: index.md\n  - 内容:\n      - part.md\n      - source/rules.md\n      - gone.md\n"
    (root / "mkdocs.yml").write_text(nav, encoding="utf-8")

    assert lines_of(check_project(root)) == [
        "docs/bans.md:1:1: HB707 docs/bans.md 不在导航里，读者找不到它",
        "mkdocs.yml:6:9: HB708 导航里的 gone.md 不存在",
    ]
