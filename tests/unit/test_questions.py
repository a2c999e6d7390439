"""Questions and learning paths: what is read, and every fault with its exact message."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from handbook.editing.commands import rename
from handbook.editions import freeze
from handbook.exports import catalog_json
from handbook.project import Checked, check_project
from handbook.questions import Form, practice_questions, questions_of
from handbook.rendering.coverage_page import coverage_page
from handbook.setting_items import SettingsError
from handbook.settings import read_settings
from handbook.trainer import trainer_data, trainer_schema
from handbook.training import questions_about

from tests.small_handbook import SETTINGS, lines_of, replaced, write_project

KIND = """\
  question:
    label: 试题
    prefixes: [ST]
    digits: 3
    at: block
    questions: true
    options:
      form: {type: choice, required: true, values: [单选, 多选, 判断, 排序, 填空, 配对]}
      tests: {type: references, required: true, kinds: [step, ban, topic]}
      scenario: {type: choice, values: ["true"]}
      use: {type: choice, values: [practice, exam]}
sets:
"""
QUESTION_SETTINGS = replaced(SETTINGS, "sets:\n", KIND) + "training: source/training.yml\n"
TRAINING = """\
intervals: [1, 3]
exam: {questions: 2, minutes: 5, pass: 80}
paths:
  - id: keeper
    title: 新来的库管员
    for: 第一天上班的人
    steps:
      - {read: 读一遍, of: [ZT01, JL], minutes: 3}
      - {test: 测一测, of: [ZT01], count: 1, minutes: 2}
"""
SINGLE = """\
/// question | 夜里来人
    id: ST001
    form: 单选
    scenario: "true"
    tests: [BZ001, JL01]

夜里有人来借油，没有带证件。

值班的人先做什么？

- [ ] 先把油借给他
    - 没有登记，[BZ001] 要先登记；[不准带火种][JL01] 也要看。
- [x] 请他先登记
    - [BZ001] 说进门先登记。
- [ ] 打电话问班长
    - 问了也要登记，见 [BZ001]。
- [ ] 让他明天再来
    - [BZ001] 没有说夜里不办。
///
"""
ORDER = """\
/// question | 进门出门
    id: ST002
    form: 排序
    tests: BZ002

照先后排列。

1. 进门
    - 见 [BZ001]。
2. 登记
    - 见 [BZ001]。
3. 看库
    - 见 [BZ001]。
4. 锁门
    - 见 [BZ002]。
///
"""
GAPS = """\
/// question | 原句填空
    id: ST003
    form: 填空
    tests: [BZ001]

照原文填空：“____,出门____。”

1. 进门登记／进门要登记
    - 见 [BZ001]。
2. 锁门
    - 见 [BZ002]。
///
"""
MATCH = """\
/// question | 各归各条
    id: ST004
    form: 配对
    tests: [JL02]
    use: exam

连一连。

- 火柴 => 不准带火种
    - 见 [JL01]。
- 空白的登记簿 => 不准不登记
    - 见 [JL02]。
- 没有锁的门 => 是否出门锁门
    - 见 [BZ002]。
///
"""
PAGE = f"---\ntitle: 试题：仓库\n---\n\n# 试题：仓库\n\n{SINGLE}\n{ORDER}\n{GAPS}\n{MATCH}"


def checked_with(
    root: Path, page: str = PAGE, settings: str = QUESTION_SETTINGS, training: str = TRAINING
) -> Checked:
    write_project(root, {"training/questions.md": page}, settings)
    (root / "source" / "training.yml").write_text(training, encoding="utf-8")
    return check_project(root)


def lines_with(root: Path, page: str = PAGE, **others: str) -> list[str]:
    return lines_of(checked_with(root, page, **others))


def changed(old: str, new: str) -> str:
    return replaced(PAGE, old, new)


# --- what is read -------------------------------------------------------------------------------


def test_questions_are_read_and_set_apart(tmp_path: Path) -> None:
    checked = checked_with(tmp_path)
    assert lines_of(checked) == []
    catalog = checked.catalog
    assert catalog is not None
    assert [entry.id for entry in catalog.questions] == ["ST001", "ST002", "ST003", "ST004"]
    assert [page.uri for page in catalog.question_pages] == ["training/questions.md"]
    assert not any(entry.kind.is_question for entry in catalog.entries)
    assert not any(id.startswith("ST") for ids in catalog.backlinks.values() for id in ids)

    single, order, gaps, match = questions_of(catalog)
    assert single.form is Form.SINGLE
    assert single.stem == "夜里有人来借油，没有带证件。\n\n值班的人先做什么？"
    assert [item.text for item in single.right] == ["请他先登记"]
    assert single.items[1].reason == "[BZ001] 说进门先登记。"
    assert (single.tests, single.is_scenario, single.is_for_exams) == (
        ("BZ001", "JL01"),
        True,
        False,
    )
    assert [item.text for item in order.items] == ["进门", "登记", "看库", "锁门"]
    assert gaps.items[0].wordings == ("进门登记", "进门要登记")
    assert [(item.text, item.partner) for item in match.items[:2]] == [
        ("火柴", "不准带火种"),
        ("空白的登记簿", "不准不登记"),
    ]
    assert match.is_for_exams


def test_each_gap_stays_in_the_stem(real: Checked) -> None:
    assert real.catalog is not None
    gaps = [q for q in trainer_data(real.catalog)["questions"] if q["form"] == Form.GAPS.code]
    assert len(gaps) > 10
    assert {q["id"]: "".join(q["stem"]).count("____") for q in gaps} == {
        q["id"]: len(q["items"]) for q in gaps
    }


def test_what_is_kept_for_papers_is_in_no_file_of_the_site(tmp_path: Path) -> None:
    catalog = checked_with(tmp_path).catalog
    assert catalog is not None
    assert [q.entry.id for q in practice_questions(catalog)] == ["ST001", "ST002", "ST003"]
    assert [question["id"] for question in trainer_data(catalog)["questions"]] == [
        "ST001",
        "ST002",
        "ST003",
    ]
    found = {entry["id"]: entry for entry in json.loads(catalog_json(catalog))["entries"]}
    assert "ST004" not in found
    assert found["ST001"]["url"] == "downloads/trainer.html#ST001"
    assert "ST004" not in "".join(coverage_page(catalog).html)


def test_the_trainer_knows_each_question_with_what_it_rests_on(tmp_path: Path) -> None:
    catalog = checked_with(tmp_path).catalog
    assert catalog is not None
    data = trainer_data(catalog)
    single, order, gaps = data["questions"]
    assert {
        key: single[key] for key in ("form", "stem", "tests", "scenario", "reference", "topic")
    } == {
        "form": "single",
        "stem": ["夜里有人来借油，没有带证件。", "值班的人先做什么？"],
        "tests": ["BZ001", "JL01"],
        "scenario": True,
        "reference": True,  # the set of JL01 is no issued one
        "topic": 0,
    }
    assert single["items"][0] == {
        "text": "先把油借给他",
        "right": False,
        "reason": [
            "没有登记，",
            ["BZ001", "BZ001"],
            " 要先登记；",
            ["JL01", "不准带火种"],
            " 也要看。",
        ],
    }
    assert order["reference"] is False
    assert order["items"][3] == {"text": "锁门", "reason": ["见 ", ["BZ002", "BZ002"], "。"]}
    assert gaps["stem"] == ["照原文填空：“____,出门____。”"]
    assert gaps["items"][0]["wordings"] == ["进门登记", "进门要登记"]
    assert set(data["entries"]) == {"BF1", "ZT01", "BZ001", "BZ002", "JL01", "JL02"}
    assert data["topics"] == ["仓库"]
    assert data["paths"][0]["minutes"] == 5
    assert [step["questions"] for step in data["paths"][0]["steps"]] == [
        [],
        ["ST001", "ST002", "ST003"],
    ]
    assert data["paths"][0]["steps"][0]["entries"] == ["ZT01", "JL01", "JL02"]
    assert len(data["notices"]) == 1


def test_the_revision_changes_with_the_words_and_with_nothing_else(tmp_path: Path) -> None:
    def revisions(name: str, page: str) -> list[str]:
        catalog = checked_with(tmp_path / name, page).catalog
        assert catalog is not None
        return [question["revision"] for question in trainer_data(catalog)["questions"]]

    first = revisions("a", PAGE)
    assert revisions("b", changed("夜里来人", "夜里有人来")) == first
    other = revisions("c", changed("[BZ001] 没有说夜里不办。", "[BZ001] 没有说夜里不办理。"))
    assert [a == b for a, b in zip(first, other, strict=True)] == [False, True, True]
    cited = revisions("d", changed("[BZ001] 没有说夜里不办。", "[BZ002] 没有说夜里不办。"))
    assert cited == first


def test_the_schema_is_one(tmp_path: Path) -> None:
    catalog = checked_with(tmp_path).catalog
    assert catalog is not None
    jsonschema.Draft202012Validator.check_schema(json.loads(trainer_schema(catalog)))


# --- what can be wrong --------------------------------------------------------------------------

AT = "docs/training/questions.md"
CASES = [
    (
        changed("- [x] 请他先登记", "- [ ] 请他先登记"),
        [f"{AT}:7:1: HB952 ST001 是单选题，对的有 0 个，应为 1 个"],
    ),
    (
        changed("- [ ] 让他明天再来\n    - [BZ001] 没有说夜里不办。\n", ""),
        [f"{AT}:7:1: HB952 ST001 是单选题，答案要有 4 个，而这里有 3 个"],
    ),
    (
        changed("- [x] 请他先登记", "- 请他先登记"),
        [f"{AT}:19:1: HB952 ST001 是单选题，答案写成 - [ ] 或 - [x]"],
    ),
    (
        changed("form: 单选", "form: 多选"),
        [f"{AT}:7:1: HB952 ST001 是多选题，对的有 1 个、错的有 3 个：至少两个对、一个错"],
    ),
    (
        changed("form: 单选", "form: 判断"),
        [f"{AT}:7:1: HB952 ST001 是判断题，选项以“对，因为”或“错，因为”开头，两种都要有"],
    ),
    (
        changed("form: 单选", "form: 问答"),
        [f"{AT}:9:11: HB204 选项 form 的值不对：“问答”不在可用的值之中：单选、多选、判断、排序、填空、配对"],
    ),
    (
        changed(",出门____。”", ",出门锁门。”"),
        [f"{AT}:44:1: HB952 ST003 的题干有 1 个空（____），答案有 2 个"],
    ),
    (
        changed("2. 锁门\n    - 见 [BZ002]。", "2. 关门\n    - 见 [BZ002]。"),
        [f"{AT}:44:1: HB959 ST003 的“进门登记,出门关门。”不是原文，也不是条目里的话"],
    ),
    (
        changed("- 火柴 => 不准带火种", "- 火柴 不准带火种"),
        [f"{AT}:65:1: HB952 ST004 是配对题，答案写成 - 左边 => 右边"],
    ),
    (
        changed("- 火柴 => 不准带火种", "- 火柴 => 不准不登记"),
        [f"{AT}:57:1: HB955 ST004 有两个“不准不登记”"],
    ),
    (
        changed("- [ ] 打电话问班长", "- [ ] 先把油借给他"),
        [f"{AT}:7:1: HB955 ST001 有两个“先把油借给他”"],
    ),
    (
        changed("    - 问了也要登记，见 [BZ001]。\n", ""),
        [f"{AT}:21:1: HB953 ST001 的“打电话问班长”没有解析"],
    ),
    (
        changed("    - 问了也要登记，见 [BZ001]。\n", "    - 问了也要登记。\n"),
        [f"{AT}:22:7: HB953 ST001 的这条解析没有引用条目"],
    ),
    (
        changed("    - 问了也要登记，见 [BZ001]。\n", 2 * "    - 问了也要登记，见 [BZ001]。\n"),
        [f"{AT}:23:7: HB953 ST001 的“打电话问班长”有 2 行解析，应为一行"],
    ),
    (
        changed("    - 问了也要登记，见 [BZ001]。\n", "    - 问了也要登记，见 [BZ001]。\n另外。\n"),
        [f"{AT}:23:1: HB951 ST001 里读不懂的一行：另外。"],
    ),
    (
        changed("tests: [BZ001, JL01]", "tests: [BZ001, JL01, ZT01]"),
        [f"{AT}:11:26: HB954 ST001 说要考 ZT01，没有一条解析引用它"],
    ),
    (
        changed("夜里有人来借油，没有带证件。\n\n值班的人先做什么？\n", ""),
        [f"{AT}:7:1: HB951 ST001 没有题干"],
    ),
    (
        PAGE + "\n/// ban | 不准点灯\n    id: JL03\n\n说明。\n///\n",
        [
            "docs/bans.md:1:1: HB401 两禁止应有 2 条",
            f"{AT}:73:1: HB958 {AT} 是试题页",
        ],
    ),
    (
        changed("- [x] 请他先登记", "- [x] 请他先登记，然后再看他要借多少油、什么时候还、由谁来担保"),
        [f"{AT}:19:1: HB956 ST001 对的选项有 28 个字，错的最长 6 个：一看就知道"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("page", "expected"), CASES)
def test_faults(page: str, expected: list[str], tmp_path: Path) -> None:
    found = lines_with(tmp_path, page)
    if "HB401" in expected[0]:
        found = [line for line in found if "bans.md" not in line]
        expected = expected[1:]
    assert found == expected


def again(id: str, stem: str) -> str:
    return (
        SINGLE.replace("ST001", id)
        .replace("夜里来人", f"又一题 {id}")
        .replace("夜里有人来借油，没有带证件。", stem)
    )


LONG = (
    "小周值班的一个夜里，有个自称姓王的司机来借两桶油，说是车在半路上没有油了，可是他没有带证件。"
)


@pytest.mark.parametrize(
    ("stem", "alike"),
    [
        (LONG, True),
        (LONG.replace("小周", "老赵").replace("姓王", "姓钱"), True),
        ("库房漏雨，老赵一个人在搬第三排的箱子，班长打来电话，叫他先去大门口接一批刚到的货，货主催得很急。", False),
    ],
)  # fmt: skip
def test_stems_that_differ_in_names_alone_are_told(stem: str, alike: bool, tmp_path: Path) -> None:
    page = PAGE + "\n" + again("ST005", LONG) + "\n" + again("ST006", stem)
    expected = [f"{AT}:93:1: HB955 ST006 的题干与 ST005 只有少数字不同"] if alike else []
    assert lines_with(tmp_path, page) == expected


def test_a_bank_in_which_the_longest_option_is_right_is_told(tmp_path: Path) -> None:
    def page(extra: str) -> str:
        signs = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
        questions = [
            again(f"ST{number:03d}", f"{sign}{sign}{sign}")
            for number, sign in enumerate(signs, start=10)
        ]
        return PAGE + "\n" + "\n".join(questions).replace("请他先登记", f"请他先登记{extra}")

    longest = "单选和判断共 21 题，其中 20 题对的选项最长：应在 8% 到 35% 之间"
    assert lines_with(tmp_path / "a", page("好了")) == [f"{AT}:7:1: HB956 {longest}"]
    never = "单选和判断共 21 题，其中 0 题对的选项最长：应在 8% 到 35% 之间"
    assert lines_with(tmp_path / "b", page("")) == [f"{AT}:7:1: HB956 {never}"]


def test_what_a_kind_says_must_be_asked_is_asked(tmp_path: Path) -> None:
    settings = QUESTION_SETTINGS.replace("    label: 步骤\n", "    label: 步骤\n    asked: all\n")
    page = changed("tests: BZ002", "tests: BZ001")
    assert lines_with(tmp_path / "a", page, settings=settings) == [
        "docs/part.md:24:1: HB957 BZ002 是否出门锁门 没有试题考到"
    ]
    some = QUESTION_SETTINGS.replace("    label: 步骤\n", "    label: 步骤\n    asked: method\n")
    assert lines_with(tmp_path / "b", page, settings=some) == []
    assert lines_with(tmp_path / "c", "# 没有试题\n", settings=settings, training=TRAINING.replace("      - {test: 测一测, of: [ZT01], count: 1, minutes: 2}\n", "")) == []  # fmt: skip


# --- learning paths -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("of: [ZT01, JL]", "of: [ZT01, XX]", "source/training.yml:8:32: HB960 “XX”不是条目、套或种类"),
        ("count: 1", "count: 9", "source/training.yml:9:26: HB960 “测一测”要抽 9 题，考到这些条目的只有 3 题"),
    ],
)  # fmt: skip
def test_a_path_that_leads_nowhere_is_told(
    old: str, new: str, expected: str, tmp_path: Path
) -> None:
    practice = changed("    use: exam\n", "")
    assert lines_with(tmp_path, practice, training=replaced(TRAINING, old, new)) == [expected]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("intervals: [1, 3]", "intervals: [3, 1]", "1:12: HB001 intervals：写成由小到大的天数，例如 [1, 3, 7, 14]"),
        ("pass: 80", "pass: 101", "2:40: HB001 exam.pass：满分是 100"),
        ("id: keeper", "id: 库管员", "4:9: HB001 paths[1].id：编号只用半角小写字母、数字和连字符"),
        ("{read: 读一遍, ", "{look: 读一遍, ", "8:9: HB001 paths[1].steps[1]：每一步写 read、check、test 之一"),
        (", count: 1", "", "9:9: HB001 paths[1].steps[2]：缺少 count"),
    ],
)  # fmt: skip
def test_a_file_of_training_that_cannot_be_is_refused(
    old: str, new: str, expected: str, tmp_path: Path
) -> None:
    write_project(tmp_path, {}, QUESTION_SETTINGS)
    text = replaced(TRAINING, old, new)
    (tmp_path / "source" / "training.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path)
    found = [
        f"{d.place.line}:{d.place.column}: {d.code} {d.message}" for d in caught.value.diagnostics
    ]
    assert found == [expected]


def test_a_new_id_is_followed_into_questions_and_paths(tmp_path: Path) -> None:
    assert lines_of(checked_with(tmp_path)) == []
    (tmp_path / "source" / "training.yml").write_text(
        TRAINING.replace("of: [ZT01, JL]", "of: [BZ001, JL]"), encoding="utf-8"
    )
    rename(tmp_path, "BZ001", "BZ009")
    assert lines_of(check_project(tmp_path)) == []
    assert "of: [BZ009, JL]" in (tmp_path / "source" / "training.yml").read_text(encoding="utf-8")
    page = (tmp_path / "docs" / "training" / "questions.md").read_text(encoding="utf-8")
    assert page == PAGE.replace("BZ001", "BZ009")


def test_a_question_of_a_frozen_edition_makes_no_page(tmp_path: Path) -> None:
    checked = checked_with(tmp_path)
    assert checked.catalog is not None
    freeze(tmp_path, checked.catalog)
    ledger = (tmp_path / "docs" / "published-ids.txt").read_text(encoding="utf-8")
    assert {"ST001", "ST004", "BZ001"} <= set(ledger.split())
    page = changed("id: ST002", "id: ST007")
    (tmp_path / "docs" / "training" / "questions.md").write_text(page, encoding="utf-8")
    again = check_project(tmp_path)
    assert [line.split(": ", 1)[1] for line in lines_of(again)] == [
        "HB104 发布过的编号 ST002 不见了",
    ]
    assert again.catalog is not None
    assert again.catalog.moved_ids == {}


# --- the real bank ------------------------------------------------------------------------------


def test_the_real_bank_is_what_was_promised(real: Checked) -> None:
    catalog = real.catalog
    assert catalog is not None
    questions = practice_questions(catalog)
    assert len(questions) >= 200
    assert sum(question.is_scenario for question in questions) * 2 >= len(questions)
    assert {question.form for question in questions} == set(Form)
    for prefix in ("BZ", "YJ"):
        for clause in (entry for entry in catalog.entries if entry.id.startswith(prefix)):
            asked = [q for q in questions if clause.id in q.tests and q.is_scenario]
            assert len(asked) >= 3, clause.id
    for focus in (entry for entry in catalog.entries if entry.kind.name == "focus"):
        asked = [q for q in questions_about([focus], questions, catalog) if q.is_scenario]
        assert len(asked) >= 3, focus.id
    for path in catalog.handbook.training.paths:
        assert 30 <= path.minutes <= 90, path.title
