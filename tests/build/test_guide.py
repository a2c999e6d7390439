"""The guide for offices, followed to the letter: every edit and every command of it, in order.

In a copy of what a fresh clone has. Only what is set up beforehand stands in for its first minutes,
so that the test needs no network: an environment without what sets the PDF, as many offices have it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mkdocs_project import REPOSITORY

GUIDE = REPOSITORY / "GUIDE.zh-CN.md"
# From a fresh clone to the bundle.
MOST_COMMANDS = 10
_STEP = re.compile(
    r"^```sh\n(?P<commands>.*?)^```$"
    r"|^<!-- edit: (?P<path>\S+) -->\n```\w*\n(?P<old>.*?)^```$.*?^```\w*\n(?P<new>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_WITHOUT = "weasyprint"


@dataclass(frozen=True)
class Step:
    """A command of the guide, or an edit of a file: lines, and those that take their place."""

    command: str = ""
    path: str = ""
    old: str = ""
    new: str = ""


def steps() -> list[Step]:
    """What the guide asks for, in order."""
    found = []
    for match in _STEP.finditer(GUIDE.read_text(encoding="utf-8")):
        if match["commands"]:
            found += [Step(command=line) for line in match["commands"].splitlines()]
        else:
            found.append(Step(path=match["path"], old=match["old"], new=match["new"]))
    return found


COMMANDS = [step.command for step in steps() if step.command]


def fresh_clone(root: Path) -> Path:
    """The files that are, or are about to be, under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (REPOSITORY / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, root / name)
    return root


def set_up(root: Path) -> None:
    """What ``make`` would install first, as links to what is installed here."""
    real = Path(sys.prefix)
    libraries = next((real / "lib").glob("python3*/site-packages"))
    ours = root / ".venv" / libraries.relative_to(real)
    ours.mkdir(parents=True)
    for package in libraries.iterdir():
        if not package.name.startswith(_WITHOUT):
            (ours / package.name).symlink_to(package)
    for name in ("bin", "pyvenv.cfg"):
        (root / ".venv" / name).symlink_to(real / name)
    (root / ".venv" / "folder").write_text(f"{root.resolve()}\n", encoding="utf-8")
    (root / ".venv" / "build.done").touch()


def run(root: Path, command: str) -> subprocess.CompletedProcess[str]:
    left_out = ("MAKEFLAGS", "MAKELEVEL", "PYTHONPATH", "SITE_URL")
    known = {name: value for name, value in os.environ.items() if name not in left_out}
    return subprocess.run(
        ["sh", "-c", command],
        cwd=root,
        env=known,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The folder after the whole guide, and what each command said."""
    if not shutil.which("make"):
        pytest.skip("没有 make")
    root = fresh_clone(tmp_path_factory.mktemp("练习 单位") / "手册 项目")
    set_up(root)
    said: dict[str, str] = {}
    for step in steps():
        if step.command:
            result = run(root, step.command)
            assert result.returncode == 0, f"{step.command}\n{result.stdout}\n{result.stderr}"
            said[step.command] = result.stdout
        else:
            edit(root / step.path, step)
    return root, said


def edit(path: Path, step: Step) -> None:
    """Puts the new lines in the place of the old; comments behind the old ones stay."""
    text = path.read_text(encoding="utf-8")
    for old, new in zip(step.old.splitlines(), step.new.splitlines(), strict=True):
        assert text.count(f"\n{old}") == 1, f"{path.name} 里没有（或不止一处）“{old}”"
        text = text.replace(f"\n{old}", f"\n{new}")
    path.write_text(text, encoding="utf-8")


def test_the_way_is_short_and_touches_no_program() -> None:
    to_the_bundle = COMMANDS[: COMMANDS.index("make bundle RELEASE=official") + 1]
    edited = {step.path for step in steps() if step.path}

    assert len(to_the_bundle) <= MOST_COMMANDS
    assert edited == {"handbook.yml"}


def test_each_command_says_what_the_guide_promises(
    followed: tuple[Path, dict[str, str]],
) -> None:
    _, said = followed

    assert said["make check"] == "检查通过，没有发现问题。\n"
    assert "dist/xuncha-handbook-offline.zip" in said["make bundle RELEASE=official"]
    assert "editions/2027.1.json" in said["make edition"]
    assert "docs/drafts/practice.md" in said["make import FILE=examples/讲话.txt NAME=practice"]


def test_the_bundle_is_the_units_own(followed: tuple[Path, dict[str, str]]) -> None:
    root, _ = followed
    with zipfile.ZipFile(root / "dist" / "xuncha-handbook-offline.zip") as archive:
        pages = {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if name.endswith("html")
        }
    assert all("内部资料 注意保管" in page for page in pages.values())
    assert "练习单位" in pages["index.html"]
    assert "练习区党工委" in pages["duties/speech-1.html"]
    ten = pages["discipline/ten-prohibitions.html"]
    assert "不准遇到矛盾绕着走、遇到难题推着干。" in ten
    assert "练习发〔2026〕1号" in ten
    assert "本页各条是编者为本手册拟写的参考条文" not in ten
    assert "严禁删改谈话记录。" in pages["discipline/eight-bans.html"]
    assert "回访干部群众" in pages["source/practice.html"]
    assert "不准遇到矛盾绕着走" in pages["about/changes.html"]
    assert "drafts/practice.html" not in pages


def test_what_is_left_to_people_is_listed(followed: tuple[Path, dict[str, str]]) -> None:
    _, said = followed
    told = said["make rules FILE=examples/十不准.txt SET=十不准"]

    assert "请人工核对" in told
    assert "docs/training/questions/ten-prohibitions.md" in told


def test_every_picture_and_file_it_names_is_there() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    named = re.findall(r"\]\(([^)#]+)\)", text) + re.findall(
        r"`((?:examples|docs)/[\w./-]+)`", text
    )

    made = {"docs/drafts/practice.md", "docs/source/practice.md"}
    assert [name for name in named if name not in made and not (REPOSITORY / name).exists()] == []
