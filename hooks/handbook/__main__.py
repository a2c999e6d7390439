"""The commands behind the Makefile: ``python -m handbook check`` and ``… bundle``."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from handbook import codes
from handbook.editions import EditionError, freeze
from handbook.project import check_project
from handbook.report import FORMATS, has_errors, with_source_lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command on the project in the current folder and gives its exit code."""
    parser = argparse.ArgumentParser(prog="handbook", description="手册的检查与打包")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="检查全部内容，不生成页面")
    check.add_argument("--format", choices=tuple(FORMATS), default="text", help="输出的格式")
    check.add_argument("--strict", action="store_true", help="警告也算错误")
    bundle = commands.add_parser("bundle", help="把 site/ 打成离线包，放进 dist/")
    bundle.add_argument("--release", choices=("official",), help="有参考条文时拒绝打包")
    commands.add_parser("edition", help="把现在的内容定稿为一个版次，登记它的编号")
    options = parser.parse_args(arguments)
    if options.command == "edition":
        return _edition(Path.cwd())
    if options.command == "check":
        return _check(Path.cwd(), options.format, strict=options.strict)
    return _bundle(Path.cwd(), official=options.release == "official")


def _check(root: Path, output: str, *, strict: bool) -> int:
    # Nothing of a check is garbage before its end, and looking for some takes a tenth of its time.
    gc.disable()
    diagnostics = check_project(root, strict=strict).diagnostics
    for_people = output == "text" and sys.stdout.isatty()
    text = with_source_lines(diagnostics, root) if for_people else FORMATS[output](diagnostics)
    if text:
        print(text)
    return 1 if has_errors(diagnostics) else 0


def _bundle(root: Path, *, official: bool) -> int:
    # Here, since a check needs none of it and is over in the time that these take to load.
    from handbook.bundle import BundleError, make_bundle, refuse_references

    checked = check_project(root)
    if checked.catalog is None or has_errors(checked.diagnostics):
        print(FORMATS["text"](checked.diagnostics))
        return 1
    try:
        if official:
            refuse_references(checked.catalog)
        files = make_bundle(root / "site", root / "dist", checked.catalog.handbook)
    except BundleError as error:
        print(error, file=sys.stderr)
        return 1
    made = (root / "site" / "index.html", *files)
    print("已生成：", *(f"  {file.relative_to(root)}" for file in made), sep="\n")
    return 0


def _edition(root: Path) -> int:
    checked = check_project(root)
    other = [item for item in checked.diagnostics if item.code != codes.EDITION_CHANGED.number]
    if checked.catalog is None or has_errors(other):
        print(FORMATS["text"](other))
        return 1
    try:
        files = freeze(root, checked.catalog)
    except EditionError as error:
        print(error, file=sys.stderr)
        return 1
    print("已定稿：", *(f"  {file.relative_to(root)}" for file in files), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
