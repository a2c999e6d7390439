"""A check that goes on: what is new, what is gone, and nothing twice."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from handbook import codes
from handbook.__main__ import main
from handbook.editing.watch import SEPARATOR, difference, files_state, told, watch
from handbook.model import Diagnostic, Place
from handbook.project import Checked, check_project

from tests.small_handbook import BANS_PAGE, PART_PAGE, replaced, write_project

DANGLING = "docs/bans.md:20:3: HB301 引用的编号 BZ010 不存在"
HINT = "    → 相近的编号：BZ002 是否出门锁门；BZ001 是否进门登记。"
GOOD = "检查通过，没有发现问题。"


def save(uri: str, text: str) -> Callable[[Path], None]:
    """A change of a file, with a time of its own whatever the clock's grain."""

    def change(root: Path) -> None:
        path = root / uri
        before = path.stat().st_mtime_ns if path.exists() else 0
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(before + 10**9, before + 10**9))

    return change


def watched(root: Path, *steps: Callable[[Path], None]) -> list[str]:
    """What a watch says while ``steps`` happen, one between two looks each, and then Ctrl-C."""
    said: list[str] = []
    waiting = iter(steps)

    def wait() -> None:
        step = next(waiting, None)
        if step is None:
            raise KeyboardInterrupt
        step(root)

    with pytest.raises(KeyboardInterrupt):
        watch(root, wait, said.append)
    return said


def nothing(_root: Path) -> None:
    return


BROKEN = save("docs/bans.md", replaced(BANS_PAGE, "[BZ001]", "[BZ010]"))
MENDED = save("docs/bans.md", BANS_PAGE)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], [GOOD]),
        ([nothing, nothing], [GOOD]),
        (
            [BROKEN, nothing, MENDED],
            [
                GOOD,
                f"{SEPARATOR}\n新问题（1）：\n{DANGLING}\n{HINT}\n共 1 个错误。",
                f"{SEPARATOR}\n已解决（1）：\n{DANGLING}\n{HINT}\n{GOOD}",
            ],
        ),
        (
            [save("docs/part.md", PART_PAGE + "\n")],
            [GOOD, f"{SEPARATOR}\n{GOOD}"],
        ),
        (
            [BROKEN, save("docs/bans.md", replaced(BANS_PAGE, "与 [BZ001]", "\n与 [BZ010]"))],
            [
                GOOD,
                f"{SEPARATOR}\n新问题（1）：\n{DANGLING}\n{HINT}\n共 1 个错误。",
                f"{SEPARATOR}\n共 1 个错误。",
            ],
        ),
        (
            [BROKEN, save("docs/bans.md", replaced(BANS_PAGE, "[BZ001]", "[BZ011]"))],
            [
                GOOD,
                f"{SEPARATOR}\n新问题（1）：\n{DANGLING}\n{HINT}\n共 1 个错误。",
                (
                    f"{SEPARATOR}\n"
                    f"新问题（1）：\n{DANGLING.replace('BZ010', 'BZ011')}\n{HINT.replace('BZ002 是否出门锁门；BZ001 是否进门登记', 'BZ001 是否进门登记；BZ002 是否出门锁门')}\n"
                    f"已解决（1）：\n{DANGLING}\n{HINT}\n共 1 个错误。"
                ),
            ],
        ),
        (
            [save("docs/published-ids.txt", "JL09\n")],
            [
                GOOD,
                (
                    f"{SEPARATOR}\n新问题（1）：\ndocs/published-ids.txt:1:1: HB104 发布过的编号 JL09 不见了\n"
                    "    → 恢复这一条，或在 docs/published-ids.txt 里写明由哪一条代替。\n共 1 个错误。"
                ),
            ],
        ),
        (
            [save("handbook.yml", "title: [一")],
            [
                GOOD,
                (
                    f"{SEPARATOR}\n新问题（1）：\nhandbook.yml:1:8: HB001 不是合法的 YAML："
                    "“[”没有配上“]”，或列表的值之间缺少半角逗号\n"
                    "    → 对照 handbook.yml 里的注释改正这一项。\n共 1 个错误。"
                ),
            ],
        ),
    ],
)
def test_a_watch_tells_what_has_changed(
    steps: list[Callable[[Path], None]], expected: list[str], tmp_path: Path
) -> None:
    assert watched(write_project(tmp_path), *steps) == expected


def test_a_watch_begins_with_all_that_is_wrong(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    BROKEN(root)

    assert watched(root) == [f"{DANGLING}\n{HINT}\n共 1 个错误。"]


def test_a_file_that_vanishes_while_it_is_read_is_looked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_project(tmp_path)
    times = iter([True, False])

    def vanishing(root: Path) -> Checked:
        if next(times, False):
            raise FileNotFoundError("docs/bans.md")
        return check_project(root)

    monkeypatch.setattr("handbook.editing.watch.check_project", vanishing)

    assert watched(root, nothing) == [GOOD]


@pytest.mark.parametrize(
    ("path", "is_read"),
    [
        ("docs/part.md", True),
        ("docs/new/picture.png", True),
        ("handbook.yml", True),
        ("mkdocs.yml", True),
        ("source/rules.txt", True),
        ("editions/1.json", True),
        ("elsewhere/phrases.yml", True),
        ("README.md", False),
        ("site/index.html", False),
    ],
)
def test_the_files_that_a_check_reads_are_watched(path: str, is_read: bool, tmp_path: Path) -> None:
    root = write_project(tmp_path)
    named = ("elsewhere/phrases.yml",)
    before = files_state(root, named)
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    save(path, "x")(root)

    assert (files_state(root, named) != before) == is_read


def fault(message: str, line: int = 1) -> Diagnostic:
    return codes.DANGLING.at(Place("docs/a.md", line), message)


def test_faults_that_look_alike_are_counted() -> None:
    one, two, other = fault("甲", 1), fault("甲", 9), fault("乙")

    assert difference([one, two], [one]) == [two]
    assert difference([two], [one]) == []
    assert difference([], [one]) == []
    assert told([one, other], [two]).splitlines() == [
        SEPARATOR,
        "已解决（1）：",
        "docs/a.md:1:1: HB301 乙",
        "    → 改成存在的编号，或先写出这一条。",
        "共 1 个错误。",
    ]


def test_ctrl_c_ends_the_command_quietly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_project(tmp_path))

    def interrupt(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", interrupt)

    assert main(["check", "--watch"]) == 0
    assert capsys.readouterr() == (f"{GOOD}\n", "")


def test_a_watch_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--watch", "--format", "json"])

    assert "not allowed with argument" in capsys.readouterr().err
