"""No shipped script or style needs more than Chromium 109 or Firefox ESR 115, the theme's included.

Static, with real browser data; of the methods of the language itself it does not know every one
(it let Object.groupBy pass). Browsers that could not be tried are listed as such in the handbook.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.mkdocs_project import REPOSITORY, copy_repository, mkdocs_build

# The file, the feature, how it is supported and by whom not fully; what that means for a reader.
DEGRADES: dict[tuple[str, str, str, str], str] = {
    (
        "main",
        "css-masks",
        "only partially supported",
        "Chrome 109",
    ): "behind -webkit-, which the theme writes beside it",
    (
        "main",
        "css-scrollbar",
        "only partially supported",
        "Chrome 109",
    ): "scroll bars look as the system's do",
    (
        "main",
        "css-boxdecorationbreak",
        "only partially supported",
        "Chrome 109",
    ): "behind -webkit-, which the theme writes beside it",
    (
        "main",
        "css-display-contents",
        "only partially supported",
        "Firefox 115, Chrome 109",
    ): "of tabbed content and buttons, which no page has",
    (
        "main",
        "intrinsic-width",
        "only partially supported",
        "Firefox 115",
    ): "a menu may be wider than its words",
    (
        "main",
        "text-size-adjust",
        "not supported",
        "Firefox 115",
    ): "for telephones turned sideways alone",
    (
        "main",
        "css-page-break",
        "only partially supported",
        "Firefox 115",
    ): "on paper a heading may stand last on a sheet",
    (
        "working",
        "multicolumn",
        "only partially supported",
        "Firefox 115, Chrome 109",
    ): "break-inside and break-after on paper: a row may be cut in two",
    (
        "results",
        "multicolumn",
        "only partially supported",
        "Firefox 115, Chrome 109",
    ): "the same; lists are in columns, which both know",
    (
        "slides",
        "multicolumn",
        "only partially supported",
        "Firefox 115, Chrome 109",
    ): "break-inside on paper: a slide may be cut in two",
    (
        "slides",
        "css-clip-path",
        "only partially supported",
        "Chrome 109",
    ): "inset() of what only screen readers get, which Chrome 109 has",
    (
        "slides",
        "css-masks",
        "only partially supported",
        "Chrome 109",
    ): "told of the same clip-path; there is no mask",
    (
        "slides",
        "text-decoration",
        "only partially supported",
        "Firefox 115, Chrome 109",
    ): "not of the parts used here",
    (
        "styles",
        "text-decoration",
        "only partially supported",
        "Firefox 115, Chrome 109",
    ): "not of the parts used here",
    (
        "styles",
        "extended-system-fonts",
        "not supported",
        "Firefox 115, Chrome 109",
    ): "the next font of the list is taken",
    (
        "styles",
        "multicolumn",
        "only partially supported",
        "Firefox 115, Chrome 109",
    ): "column-gap of a grid, which both know",
    (
        "styles",
        "css-masks",
        "only partially supported",
        "Chrome 109",
    ): "behind -webkit-, written beside it",
    (
        "styles",
        "css-has",
        "not supported",
        "Firefox 115",
    ): "the card that a link led to has no frame; its title is still in view",
    (
        "styles",
        "css-clip-path",
        "only partially supported",
        "Chrome 109",
    ): "not of inset(), the one used here",
    (
        "styles",
        "intrinsic-width",
        "only partially supported",
        "Firefox 115",
    ): "a label may be wider than its words",
}
_TOLD = re.compile(
    r'feature "(?P<feature>[^"]+)" is (?P<how>not supported|only partially supported) by (?P<who>.*?) \('
)


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped assets."""
    root = copy_repository(tmp_path_factory.mktemp("old browsers"))
    result = mkdocs_build(root)
    assert result.returncode == 0, result.stderr
    # What stands inside the pages in one file, as it is written.
    for name in ("apart", "working", "trainer", "results", "slides", "scorm"):
        shutil.copytree(root / "overrides" / "assets" / name, root / "site" / "assets" / name)
    return root / "site" / "assets"


def told_by(command: str, root: Path, *arguments: str) -> list[dict[str, Any]]:
    """What a linter says of the files, as it says it to programs."""
    program = REPOSITORY / "node_modules" / ".bin" / command
    settings = REPOSITORY / "tests" / "compat" / f"{command}.config.mjs"
    assert program.exists(), f"没有安装 {command}：先运行 make test 完成安装"
    result = subprocess.run(
        [str(program), f"--config={settings}", *arguments],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.stdout.startswith("[") or result.stderr.startswith("["), result.stderr
    found = json.loads(result.stdout or result.stderr)
    assert isinstance(found, list)
    return found


def test_no_script_needs_a_newer_browser(assets: Path) -> None:
    root = assets.parent.parent
    found = told_by("eslint", root, "--no-ignore", "--format=json", "site/assets/**/*.js")

    assert len(found) == len(list(assets.rglob("*.js")))
    faults = [
        f"{Path(file['filePath']).name}:{message['line']}: {message['message']}"
        for file in found
        for message in file["messages"]
        if message["severity"] == 2
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("Object.groupBy([1], (x) => x);", "es-x/no-object-groupby"),
        ("Promise.withResolvers();", "es-x/no-promise-withresolvers"),
        ("function f(list) { return list.toSorted(); }", "es-x/no-array-prototype-tosorted"),
        ("new Set([1]).union(new Set([2]));", "es-x/no-set-prototype-union"),
        ("new URLPattern({ pathname: 1 });", "compat/compat"),
    ],
    ids=lambda text: text,
)
def test_what_is_newer_would_be_told(code: str, rule: str, tmp_path: Path) -> None:
    (tmp_path / "new.js").write_text(code, encoding="utf-8")
    found = told_by("eslint", tmp_path, "--no-ignore", "--format=json", "new.js")

    assert rule in [message["ruleId"] for file in found for message in file["messages"]]


def test_of_every_style_that_does_it_is_known_what_becomes(assets: Path) -> None:
    root = assets.parent.parent
    found = told_by("stylelint", root, "--formatter=json", "site/assets/**/*.css")

    assert len(found) == len(list(assets.rglob("*.css")))
    told = set()
    for file in found:
        for warning in file["warnings"]:
            match = _TOLD.search(warning["text"])
            assert match, warning["text"]
            name = Path(file["source"]).name.partition(".")[0]
            told.add((name, match["feature"], match["how"], match["who"]))
    assert told - DEGRADES.keys() == set(), (
        "features of newer browsers, and nobody says what happens"
    )
    assert DEGRADES.keys() - told == set(), "no longer used: strike the line"
