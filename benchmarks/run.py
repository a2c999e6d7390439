"""Measures checking and building against plain MkDocs, in one run, on the same made-up pages.

    .venv/bin/pip install jieba mkdocs-autorefs
    .venv/bin/python -m benchmarks.run [--sizes 200,1000,5000] [--runs 3] [--write]

For each size: mkdocs-material with its own search (Chinese by jieba), the same with mkdocs-autorefs
if it is installed, ``make check``, and our full build. Whole processes that take turns, the median
of several runs, each beside plain mkdocs-material in the same round. ``--write`` puts the table and
a picture of it into ``docs/about/speed.md``.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chart import chart
from benchmarks.corpus import REPOSITORY, write_ours, write_plain
from benchmarks.page import write_measured

BUILD = [sys.executable, "-m", "mkdocs", "build", "-q"]
CHECK = [sys.executable, "-m", "handbook", "check"]
PAGE = REPOSITORY / "docs" / "about" / "speed.md"
PICTURE = REPOSITORY / "docs" / "about" / "speed.svg"


@dataclass(frozen=True)
class Contestant:
    """Something that is timed: what writes its corpus, and the command that is run there."""

    name: str
    write: Callable[[Path, int], None]
    command: Sequence[str]


@dataclass(frozen=True)
class Measurement:
    """What one contestant took for one size: seconds, their ratio to plain MkDocs, megabytes."""

    size: int
    name: str
    seconds: float
    ratio: float
    memory: float
    site: float

    @property
    def row(self) -> str:
        """The measurement as a line of the table."""
        site = f"{self.site:.1f}" if self.site else "—"
        return (
            f"| {self.size:,} | {self.name} | {self.seconds:.2f} | {self.ratio:.3f} "
            f"| {self.memory:.0f} | {site} |"
        )


def contestants() -> list[Contestant]:
    """Who takes part, given what is installed. The first is what the ratios are to."""
    plain = [Contestant("mkdocs-material", lambda r, n: write_plain(r, n, autorefs=False), BUILD)]
    if importlib.util.find_spec("mkdocs_autorefs"):
        write: Callable[[Path, int], None] = lambda r, n: write_plain(r, n, autorefs=True)  # noqa: E731
        plain.append(Contestant("+ mkdocs-autorefs", write, BUILD))
    return [
        *plain,
        Contestant("make check", write_ours, CHECK),
        Contestant("make site", write_ours, BUILD),
    ]


def run(contestant: Contestant, root: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one run, the whole process. A failed one measures nothing."""
    environment = os.environ | {
        "PYTHONPATH": str(REPOSITORY / "hooks"),
        "NO_MKDOCS_2_WARNING": "1",
    }
    # Installed packages are compiled already; our own are too on a user's machine.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            contestant.command, cwd=root, env=environment, stdout=said, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{contestant.name}: {said.read().decode()[-2000:]}")
    return seconds, usage.ru_maxrss / 1024


def site_size(root: Path) -> float:
    """Megabytes of the built site, 0 without one."""
    return sum(path.stat().st_size for path in (root / "site").rglob("*") if path.is_file()) / 1e6


def measure(size: int, runs: int) -> list[Measurement]:
    """What every contestant takes for ``size`` entries.

    They take turns, and a ratio is that of neighbours: a machine that is slow for a while is slow
    for all of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        roots = [(c, Path(folder) / str(number)) for number, c in enumerate(contestants())]
        for contestant, root in roots:
            contestant.write(root, size)
        rounds = [[run(contestant, root) for contestant, root in roots] for _ in range(runs)]
        found = []
        for number, (contestant, root) in enumerate(roots):
            own = [turn[number] for turn in rounds]
            seconds = statistics.median(seconds for seconds, _ in own)
            ratio = statistics.median(turn[number][0] / turn[0][0] for turn in rounds)
            memory = max(memory for _, memory in own)
            found.append(
                Measurement(size, contestant.name, seconds, ratio, memory, site_size(root))
            )
            print(found[-1].row, flush=True)
    return found


HEAD = "| 条目 | 做什么 | 秒 | 比率 | 内存峰值 MB | 网站 MB |\n|---|---|---|---|---|---|"


def _chart_of(found: Sequence[Measurement]) -> str:
    return chart([(m.size, m.name, m.seconds) for m in found])


def measured_text(found: Sequence[Measurement], command: str, runs: int) -> str:
    """What stands on the page between the marks."""
    rows = "\n".join(measurement.row for measurement in found)
    said = "；".join(f"{m.size:,} 条 {m.name} {m.seconds:.2f} 秒" for m in found)
    # The picture's own measures: the page knows its height before it has come.
    size = " ".join(re.findall(r'(?:width|height)="\d+"', _chart_of(found))[:2])
    return (
        f"\n用 `{command}` 实测，{os.cpu_count()} 个处理器，Python {sys.version.split()[0]}，"
        f"每项 {runs} 次的中位数。\n\n![{said}]({PICTURE.name}){{ {size} }}\n\n{HEAD}\n{rows}\n\n"
    )


def main() -> None:
    """Prints the table, and writes it with ``--write``."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="200,1000,5000")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write the page and its picture")
    options = parser.parse_args()
    print(HEAD)
    found = [m for size in options.sizes.split(",") for m in measure(int(size), options.runs)]
    if options.write:
        command = f".venv/bin/python -m benchmarks.run --sizes {options.sizes} --write"
        text = measured_text(found, command, options.runs)
        write_measured(PAGE, text)
        PICTURE.write_text(_chart_of(found), encoding="utf-8")


if __name__ == "__main__":
    main()
