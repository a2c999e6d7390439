"""Measures checking and building against plain MkDocs, in one run, on the same made-up pages.

    .venv/bin/python -m benchmarks.run [--sizes 200,1000,5000] [--runs 3]

For each size: ``make check``, our full build, mkdocs-material with its own search, the same with
mkdocs-autorefs (if it is installed: ``.venv/bin/pip install jieba mkdocs-autorefs``). Whole
processes, the median of several runs; the table gives seconds and the ratio to plain MkDocs.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import write_ours, write_plain

HOOKS = Path(__file__).resolve().parent.parent / "hooks"
BUILD = [sys.executable, "-m", "mkdocs", "build", "-q"]


@dataclass(frozen=True)
class Contestant:
    """Something that is timed: what writes its corpus, and the command that is run there."""

    name: str
    write: Callable[[Path, int], None]
    command: Sequence[str]


def contestants() -> list[Contestant]:
    """Who takes part, given what is installed. The first is what the ratios are to."""
    found = [
        Contestant("mkdocs-material", lambda r, n: write_plain(r, n, autorefs=False), BUILD),
        Contestant("make check", write_ours, [sys.executable, "-m", "handbook", "check"]),
        Contestant("make site", write_ours, BUILD),
    ]
    if importlib.util.find_spec("mkdocs_autorefs"):
        write = Contestant("+ autorefs", lambda r, n: write_plain(r, n, autorefs=True), BUILD)
        found.append(write)
    return found


def timed(contestant: Contestant, root: Path) -> float:
    """Seconds of one run, the whole process. A run that fails is no measurement."""
    environment = os.environ | {"PYTHONPATH": str(HOOKS), "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    result = subprocess.run(
        contestant.command, cwd=root, env=environment, capture_output=True, check=False
    )
    seconds = time.perf_counter() - start
    if result.returncode:
        raise SystemExit(f"{contestant.name}: {result.stderr.decode()[-2000:]}")
    return seconds


def site_size(root: Path) -> int:
    """Bytes of the built site."""
    return sum(path.stat().st_size for path in (root / "site").rglob("*") if path.is_file())


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="200,1000,5000")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print("| entries | what | seconds | ratio | site MB |")
    print("|---|---|---|---|---|")
    for size in map(int, options.sizes.split(",")):
        base = 0.0
        for contestant in contestants():
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder)
                contestant.write(root, size)
                seconds = statistics.median(timed(contestant, root) for _ in range(options.runs))
                base = base or seconds
                megabytes = site_size(root) / 1e6
            site = f"{megabytes:.1f}" if megabytes else "—"
            print(
                f"| {size:,} | {contestant.name} | {seconds:.2f} | {seconds / base:.3f} | {site} |"
            )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nPeak memory of the largest process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
