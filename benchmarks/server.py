"""Measures how many requests a second nginx answers from the server package, on this machine.

    PYTHONPATH=hooks .venv/bin/python -m benchmarks.server [--seconds 5] [--write]

Serves the real handbook from the package that ``make server`` makes, and asks with wrk (Debian's)
over the loopback for a page, the largest script, and a file without content on the same nginx: what
nginx itself costs. Nothing is generated or compressed when it is asked for. ``--write`` puts the
table into ``docs/about/publish.md``.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.page import write_measured
from tests.build.test_nginx import Server, serving
from tests.mkdocs_project import REPOSITORY

PAGE = REPOSITORY / "docs" / "about" / "publish.md"
CONNECTIONS = 16
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_WRONG = re.compile(r"Non-2xx or 3xx responses: (\d+)")
EMPTY = "/empty.txt"
ASKED = {
    EMPTY: "空文件（nginx 本身的快慢）",
    "/index.html": "首页",
    "/checklists/aspect-3.html": "最长的检查清单",
    "/assets/search-data.js": "搜索的数据",
}


def rate(server: Server, path: str, seconds: int) -> float:
    """Requests a second for ``path``, asked for as a browser asks: compressed."""
    address = f"http://127.0.0.1:{server.port}{path}"
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", "Accept-Encoding: gzip"]
    said = subprocess.run([*command, address], capture_output=True, encoding="utf-8", check=True)
    wrong, found = _WRONG.search(said.stdout), _RATE.search(said.stdout)
    if wrong or not found:
        raise SystemExit(f"{path}: {said.stdout}")
    return float(found[1])


def main() -> None:
    """Measures, prints, and writes if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the table into the docs")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("没有 wrk，请先安装，例如：sudo apt install wrk")
    with tempfile.TemporaryDirectory() as folder:
        project, root = Path(folder) / "project", Path(folder) / "srv"
        root.mkdir(parents=True)
        with serving(project, root, "") as server:
            (root / "handbook" / "site" / EMPTY.strip("/")).touch()
            rates = {path: rate(server, path, options.seconds) for path in ASKED}
    lines = ["| 请求什么 | 每秒 | 与空文件之比 |", "|---|---|---|"]
    lines += [
        f"| {name} | {rates[path]:,.0f} | {rates[path] / rates[EMPTY]:.2f} |"
        for path, name in ASKED.items()
    ]
    table = "\n".join(lines)
    print(table)
    if options.write:
        command = "PYTHONPATH=hooks .venv/bin/python -m benchmarks.server --write"
        text = f"\n用 `{command}` 实测，服务器和发请求的程序在同一台电脑上。\n\n{table}\n\n"
        write_measured(PAGE, text)


if __name__ == "__main__":
    main()
