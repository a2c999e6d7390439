"""``handbook.yml``: what is wrong with it is said with its line, before anything else is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.model import OptionType, Position, ProposalForm
from handbook.setting_items import SettingsError
from handbook.settings import read_settings

from tests.small_handbook import SETTINGS, replaced


def faults(root: Path, text: str) -> list[str]:
    (root / "handbook.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(root)
    return [
        f"{d.place.line}:{d.place.column}: {d.code} {d.message}" for d in caught.value.diagnostics
    ]


def test_what_is_declared_is_read(tmp_path: Path) -> None:
    (tmp_path / "handbook.yml").write_text(SETTINGS, encoding="utf-8")
    handbook = read_settings(tmp_path)

    step = handbook.kinds["step"]
    assert (step.label, step.prefixes, step.digits, step.position) == (
        "步骤",
        ("BZ",),
        3,
        Position.BLOCK,
    )
    assert (step.within, step.body_label, step.example_id) == ("topic", "编者提示", "BZ001")
    assert step.options["after"].type is OptionType.REFERENCES
    assert step.options["after"].kinds == ("step",)
    assert handbook.verbatim_kind.name == "line"
    assert handbook.kind_of_prefix("jl") is handbook.kinds["ban"]
    assert handbook.sets["JL"].count == 2
    assert handbook.sources[0].boilerplate[1].first == 3


def test_a_kind_has_a_mark_of_its_own_or_the_first_character_of_its_label(tmp_path: Path) -> None:
    text = replaced(SETTINGS, "    label: 禁令\n", "    label: 禁令\n    mark: ▲\n")
    (tmp_path / "handbook.yml").write_text(text, encoding="utf-8")

    kinds = read_settings(tmp_path).kinds

    assert (kinds["ban"].mark, kinds["step"].mark) == ("▲", "步")


@pytest.mark.parametrize(
    ("part", "topic", "expected"),
    [
        ("▲", "▲", "36:11: HB001 kinds.topic.mark：记号 ▲ 已属于 part"),
        (
            "▲",
            "▲▲",
            "36:11: HB001 kinds.topic.mark：记号是一个看得见的字符，例如 ■，而这里是“▲▲”",
        ),
        ("▲", '""', "36:11: HB001 kinds.topic.mark：记号是一个看得见的字符，例如 ■，而这里是“”"),
        (
            '"\u3000"',
            "■",
            "27:11: HB001 kinds.part.mark：记号是一个看得见的字符，例如 ■，而这里是“\u3000”",
        ),
    ],
)
def test_a_mark_is_one_character_that_no_other_kind_has(
    tmp_path: Path, part: str, topic: str, expected: str
) -> None:
    text = SETTINGS
    for label, mark in (("部分", part), ("主题", topic)):
        text = replaced(text, f"    label: {label}\n", f"    label: {label}\n    mark: {mark}\n")

    assert faults(tmp_path, text) == [expected]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: 仓库手册\n", "", "1:1: HB001 缺少 title"),
        ("title: 仓库手册\n", "title: 仓库手册\ncolour: red\n", "2:9: HB001 colour：没有这个键"),
        (
            "title: 仓库手册\n",
            "title: 1\n",
            "1:8: HB001 title：这里应当是文字；像数字的文字要加引号",
        ),
        ("title: 仓库手册\n", "title: 仓库手册\ntitle: 二\n", "2:1: HB001 title 写了两次"),
        (
            'id: "1"',
            "id: 第一版",
            "2:15: HB001 edition.id：版次的 id 用作文件名，只用半角字母、数字、点和连字符",
        ),
        (
            "name: 第一版}",
            'name: 第一版, date: "2026-2-31"}',
            "2:37: HB001 edition.date：日期写成 2026-01-31 的样子，而这里是“2026-2-31”",
        ),
        (
            "    prefixes: [BF]\n",
            "    prefixes: [bf]\n",
            "27:16: HB001 kinds.part.prefixes[1]：前缀只用半角大写字母",
        ),
        (
            "    prefixes: [BF]\n",
            "    prefixes: [YJ]\n",
            "26:5: HB001 kinds.part：前缀 YJ 已属于 line",
        ),
        (
            "    within: part\n",
            "    within: prat\n",
            "34:5: HB001 kinds.topic：within 所说的“prat”没有声明",
        ),
        (
            "kinds: [step]",
            "kinds: [stop]",
            "40:5: HB001 kinds.step：选项 after 所说的种类“stop”没有声明",
        ),
        (
            "    at: page\n",
            "    at: leaf\n",
            "29:9: HB001 kinds.part.at：“leaf”不在可用的值之中：block、heading、page",
        ),
        (
            "    count: 2\n",
            "    count: 两条\n",
            "64:12: HB001 sets.JL.count：这里应当是大于零的整数",
        ),
        (
            "    kind: ban\n",
            "    kind: bun\n",
            "63:11: HB001 sets.JL.kind：“bun”不在可用的值之中：line、part、topic、step、ban",
        ),
        (
            "lines: [1, 1]",
            "lines: [2, 1]",
            "10:16: HB001 sources[1].boilerplate[1].lines：写成 [首行, 末行]",
        ),
        (
            "    verbatim: true\n",
            "",
            "15:3: HB001 kinds：要有一个、也只能有一个种类写 verbatim: true（原文）",
        ),
        (
            "title: 仓库手册\n",
            "title: 仓库手册\nslug: 仓库\n",
            "2:7: HB001 slug：用作文件名，只用半角小写字母、数字和连字符，以字母开头，例如 handbook",
        ),
        (
            "title: 仓库手册\n",
            "title: 仓库手册\nformer-slugs: [store, a--b]\n",
            (
                "2:23: HB001 former-slugs[2]：用作文件名，只用半角小写字母、数字和连字符，以字母开头，"
                "例如 handbook"
            ),
        ),
        (
            "  ban:\n",
            "  guide:\n",
            (
                "53:5: HB001 kinds.guide：种类的名称只用半角小写字母、数字和连字符，"
                "不用 editorial、guide、background、picture"
            ),
        ),
        (
            "    label: 禁令\n",
            "    label: 禁令\n    colour: pink\n",
            (
                "54:13: HB001 kinds.ban.colour：“pink”不在可用的值之中："
                "blue、orange、purple、red、green"
            ),
        ),
        (
            "    label: 禁令\n",
            "    label: 禁令\n    line: wavy\n",
            "54:11: HB001 kinds.ban.line：“wavy”不在可用的值之中：solid、double、dashed、dotted",
        ),
        (
            "{type: choices, label: 方式, role: looked-at-by, values: [看, 问]}",
            "{type: texts, label: 方式, role: looked-at-by}",
            "49:46: HB001 kinds.step.options.method.role：只写在 type: choices、有 values 的选项上",
        ),
        (
            "      after: {type: references, kinds: [step]}\n",
            "      how: {type: choices, values: [听], role: looked-at-by}\n",
            "50:12: HB001 kinds.step.options.how：role: looked-at-by 已写在 method 上，一个种类只有一个",
        ),
        (
            "{type: references, kinds: [step]}",
            "{type: references, kinds: [step], column: 次序}",
            "50:56: HB001 kinds.step.options.after.column：只写在 type: instrument 的选项上",
        ),
        (
            'marking: ""',
            "marking: 机密 注意保管",
            "3:10: HB003 marking 写了“机密 注意保管”，其中“机密”是密级",
        ),
        (
            "title: 仓库手册\n",
            "title: [\n",
            "1:8: HB001 不是合法的 YAML：“[”没有配上“]”，或列表的值之间缺少半角逗号",
        ),
    ],
)
def test_faults(old: str, new: str, expected: str, tmp_path: Path) -> None:
    assert faults(tmp_path, replaced(SETTINGS, old, new)) == [expected]


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"没有找到 handbook\.yml"):
        read_settings(tmp_path)


def test_a_standing_may_say_whose_words_a_body_is(tmp_path: Path) -> None:
    text = replaced(SETTINGS, "    label: 正式\n", "    label: 正式\n    body: 印发的\n")
    (tmp_path / "handbook.yml").write_text(text, encoding="utf-8")

    statuses = read_settings(tmp_path).statuses

    assert [status.body_label for status in statuses.values()] == ["", "印发的"]


def test_an_empty_file_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, "# 什么也没有\n") == ["1:1: HB001 handbook.yml 是空的"]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = replaced(SETTINGS, "title: 仓库手册\n", "title: 1\n")
    text = replaced(text, "    count: 2\n", "    count: 两条\n")
    text = replaced(text, "    label: 参考\n", "")

    assert faults(tmp_path, text) == [
        "1:8: HB001 title：这里应当是文字；像数字的文字要加引号",
        "64:12: HB001 sets.JL.count：这里应当是大于零的整数",
        "68:5: HB001 statuses.reference：缺少 label",
    ]


IMPORT = """\
import:
  texts: [讲话]
  beginnings: [近来]
  proposals:
    - form: listed
      kind: step
      words: [存在]
      ends: [问题]
    - {form: demand, kind: step, words: [要], options: {method: 看}}
"""


def test_rules_for_the_import_of_texts(tmp_path: Path) -> None:
    (tmp_path / "handbook.yml").write_text(SETTINGS + IMPORT, encoding="utf-8")
    spec = read_settings(tmp_path).imports
    first, second = spec.proposals

    assert (spec.texts, spec.beginnings) == (("讲话",), ("近来",))
    assert (first.form, first.kind, first.ends) == (ProposalForm.LISTED, "step", ("问题",))
    assert (second.words, second.options) == (("要",), {"method": "看"})


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "form: listed",
            "form: list",
            "import.proposals[1].form：“list”不在可用的值之中：question、listed、ban、demand",
        ),
        (
            "      kind: step\n",
            "      kind: stop\n",
            "import.proposals[1].kind：“stop”不在可用的值之中：line、part、topic、step、ban",
        ),
        (
            "      kind: step\n",
            "      kind: line\n",
            "import.proposals[1].kind：原句不是写成条目块的一般条目，导入时不能提出",
        ),
        (
            "      kind: step\n",
            "      kind: topic\n",
            "import.proposals[1].kind：主题不是写成条目块的一般条目，导入时不能提出",
        ),
        ("      ends: [问题]\n", "", "import.proposals[1]：缺少 ends：列举到哪个词为止"),
        ("form: listed", "form: ban", "import.proposals[1].ends：form 是 listed 才写 ends"),
        (
            "      ends: [问题]\n",
            "      ends: [问题]\n      words2: [要]\n",
            "import.proposals[1].words2：没有这个键",
        ),
        ("texts: [讲话]", "texts: ['']", "import.texts：至少要写一个词，词不能是空的"),
        ("words: [存在]", "words: []", "import.proposals[1].words：至少要写一个词，词不能是空的"),
        (
            "{method: 看}",
            "{quote: 看}",
            "import.proposals[2].options.quote：步骤没有可以这样填的选项 quote",
        ),
        (
            "{method: 看}",
            "{how: 看}",
            "import.proposals[2].options.how：步骤没有可以这样填的选项 how",
        ),
        (
            "{method: 看}",
            "{method: 闻}",
            "import.proposals[2].options.method：“闻”不在可用的值之中：看、问",
        ),
    ],
)
def test_faults_of_the_rules_for_the_import(
    old: str, new: str, expected: str, tmp_path: Path
) -> None:
    (fault,) = faults(tmp_path, SETTINGS + replaced(IMPORT, old, new))

    assert fault.partition(" ")[2] == f"HB001 {expected}"
