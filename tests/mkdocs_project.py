"""Runs MkDocs with this project's hooks over a small handbook, as an editor runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.small_handbook import write_project

REPOSITORY = Path(__file__).resolve().parent.parent

MKDOCS_YML = """\
site_name: 仓库手册
use_directory_urls: false
hooks:
  - {hooks}/read_and_check.py
  - {hooks}/render_entries.py
  - {hooks}/export_data.py
  - {hooks}/protect_pages.py
  - {hooks}/publish_site.py
theme:
  name: material
  language: zh
  font: false
plugins: []
markdown_extensions: [attr_list, tables, pymdownx.superfences]
validation:
  nav: {{omitted_files: warn, not_found: warn}}
  links: {{not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}}
"""


def write_mkdocs_project(root: Path, pages: Mapping[str, str] | None = None) -> Path:
    """The small handbook with what MkDocs needs to build it."""
    write_project(root, pages)
    (root / "mkdocs.yml").write_text(
        MKDOCS_YML.format(hooks=REPOSITORY / "hooks"), encoding="utf-8"
    )
    return root


# All that a build of the real handbook reads.
_READ_BY_A_BUILD = (
    *("docs", "hooks", "overrides", "source", "editions", "requirements", "deploy"),
    *("handbook.yml", "mkdocs.yml"),
)


def copy_repository(root: Path) -> Path:
    """The real project in ``root``, so that tests neither need nor touch what ``make`` built."""
    for name in _READ_BY_A_BUILD:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy2(source, root / name)
    return root


SECOND = REPOSITORY / "tests" / "second_handbook"


def copy_second(root: Path) -> Path:
    """The second handbook in ``root``, with the code of this project."""
    for name in ("hooks", "overrides", "requirements", "deploy"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / name, root / name, ignore=ignored)
    return shutil.copytree(SECOND, root, dirs_exist_ok=True)


def mkdocs_build(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """``mkdocs build`` in ``root``: its exit code and what it said."""
    return run(root, sys.executable, "-m", "mkdocs", "build", *options)


def handbook_check(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """``python -m handbook check`` in ``root``."""
    return run(root, sys.executable, "-m", "handbook", "check", *options)


def handbook_server(root: Path) -> subprocess.CompletedProcess[str]:
    """``python -m handbook server`` in ``root``."""
    return run(root, sys.executable, "-m", "handbook", "server")


def handbook_pdf(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """``python -m handbook pdf`` in ``root``."""
    return run(root, sys.executable, "-m", "handbook", "pdf", *options)


def handbook_paper(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """``python -m handbook paper`` in ``root``."""
    return run(root, sys.executable, "-m", "handbook", "paper", *options)


def handbook_bundle(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """``python -m handbook bundle`` in ``root``."""
    return run(root, sys.executable, "-m", "handbook", "bundle", *options)


def handbook(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``python -m handbook`` in ``root``, whatever the command."""
    return run(root, sys.executable, "-m", "handbook", *arguments)


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command in ``root``, with this project's package and without colours."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(
            filter(None, [os.environ.get("HANDBOOK_TEST_PATH"), str(REPOSITORY / "hooks")])
        ),
        "PYTHONUTF8": "1",
        "NO_MKDOCS_2_WARNING": "1",
        "NO_COLOR": "1",
    }
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
