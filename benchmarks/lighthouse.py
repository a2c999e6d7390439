"""Measures the built site with Lighthouse, as a telephone on a slow network sees it.

    make lighthouse
    PYTHONPATH=hooks .venv/bin/python -m benchmarks.lighthouse [--runs 3] [--write docs/….md]

Serves the real handbook from the package that ``make server`` makes, by a real nginx, and prints
the scores of each page and every audit that does not pass, with Lighthouse's reason. Of several
runs the median of each score counts, since that of the performance varies. ``--write`` puts the
table between the marks of a page of the docs. Lighthouse is installed by ``make lighthouse`` alone,
from ``benchmarks/lighthouse-packages``: it is as large as all that the tests need.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.page import write_measured
from tests.browser.conftest import chromium_path
from tests.build.test_nginx import NGINX, serving
from tests.mkdocs_project import REPOSITORY

PROGRAM = REPOSITORY / "benchmarks/lighthouse-packages/node_modules/lighthouse/cli/index.js"
ASKED = {
    "index.html": "首页",
    "checklists/aspect-1.html": "检查清单",
    "terms/index.html": "名词",
    "source/speech-1.html": "原文",
    "index.html?q=%E6%95%B4%E6%94%B9": "首页，打开搜索并有结果",
}
CATEGORIES = {
    "performance": "性能",
    "accessibility": "无障碍",
    "best-practices": "最佳实践",
    "seo": "SEO",
}
# What a score of the performance is made of: told with its value, not as a fault.
_METRICS = "metrics"
_PLACES = 3


@dataclass(frozen=True)
class Fault:
    """An audit that does not pass and weighs in a score."""

    audit: str
    title: str
    reason: str


@dataclass(frozen=True)
class Report:
    """What one run said of a page: scores from 0 to 100, metrics, and the faults."""

    scores: dict[str, int]
    metrics: dict[str, str]
    faults: tuple[Fault, ...]
    version: str


def read_report(found: dict[str, Any]) -> Report:
    """The parts of Lighthouse's own report that we tell."""
    audits = found["audits"]
    scores, metrics, faults = {}, {}, []
    for category in CATEGORIES:
        scores[category] = round(100 * (found["categories"][category]["score"] or 0))
        for reference in found["categories"][category]["auditRefs"]:
            audit = audits[reference["id"]]
            if reference.get("group") == _METRICS:
                metrics[reference.get("acronym", audit["id"])] = audit.get("displayValue", "")
            elif reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                faults.append(Fault(audit["id"], audit["title"], _reason(audit)))
    return Report(scores, metrics, tuple(faults), found["lighthouseVersion"])


def _reason(audit: dict[str, Any]) -> str:
    """Why an audit does not pass: its explanation, and the first elements or addresses it names."""
    items = (audit.get("details") or {}).get("items") or []
    places = [
        (item.get("node") or {}).get("selector") or item.get("url") or item.get("description", "")
        for item in items
        if isinstance(item, dict)
    ]
    more = [f"另有 {len(places) - _PLACES} 处"] if len(places) > _PLACES else []
    told = [audit.get("explanation", ""), audit.get("displayValue", ""), *places[:_PLACES], *more]
    return "；".join(filter(None, told))


def measure(address: str) -> Report:
    """One run over ``address``; raises :class:`SystemExit` with its words if it fails."""
    command = [
        *("node", str(PROGRAM), address, "--quiet", "--output=json", "--form-factor=mobile"),
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox",
    ]
    environment = os.environ | {
        "CHROME_PATH": chromium_path(),
        "PATH": f"{REPOSITORY / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
    }
    said = subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, check=False
    )
    if said.returncode:
        raise SystemExit(f"{address}\n{said.stderr}")
    found = json.loads(said.stdout)
    if "runtimeError" in found:
        raise SystemExit(f"{address}\n{found['runtimeError']['message']}")
    return read_report(found)


def median(reports: Sequence[Report], category: str) -> int:
    """The middle one of several runs' scores."""
    return round(statistics.median(report.scores[category] for report in reports))


def table(measured: dict[str, list[Report]]) -> str:
    """Page by page, as readers of the docs see it."""
    lines = [
        f"| 页面 | {' | '.join(CATEGORIES.values())} |",
        "|---|" + "---|" * len(CATEGORIES),
    ]
    lines += [
        f"| {ASKED[page]} | {' | '.join(str(median(reports, c)) for c in CATEGORIES)} |"
        for page, reports in measured.items()
    ]
    return "\n".join(lines) + "\n"


def told(measured: dict[str, list[Report]]) -> str:
    """The metrics of each page and all that does not pass, for who is to mend it."""
    lines = []
    for page, reports in measured.items():
        last = reports[-1]
        values = "，".join(f"{name} {value}" for name, value in last.metrics.items())
        lines.append(f"{page}: {values}")
        lines += [f"  {fault.audit}: {fault.title}（{fault.reason}）" for fault in last.faults]
    return "\n".join(lines)


def main() -> None:
    """Measures, prints, and writes if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", type=Path, metavar="PAGE", help="a page of docs/ for the table")
    options = parser.parse_args()
    if not PROGRAM.is_file():
        raise SystemExit("没有安装 Lighthouse：运行 make lighthouse，它会联网安装")
    if NGINX is None:
        raise SystemExit("没有 nginx，请先安装，例如：sudo apt install nginx-light")
    measured: dict[str, list[Report]] = {}
    with tempfile.TemporaryDirectory() as folder:
        project, root = Path(folder) / "project", Path(folder) / "srv"
        root.mkdir(parents=True)
        with serving(project, root, "") as server:
            for page in ASKED:
                address = f"http://127.0.0.1:{server.port}/{page}"
                measured[page] = [measure(address) for _ in range(options.runs)]
    text = table(measured)
    print(f"{text}\n{told(measured)}")
    if options.write:
        version = measured["index.html"][0].version
        note = f"用 `make lighthouse` 实测：Lighthouse {version}，手机，{options.runs} 次的中位数。"
        write_measured(options.write, f"\n{note}\n\n{text}\n")


if __name__ == "__main__":
    main()
