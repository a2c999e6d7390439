"""Fuzzes whole page files: whatever the text, it is read and checked without a traceback.

    .venv/bin/pip install atheris
    PYTHONPATH=hooks .venv/bin/python -m tests.fuzz.pages -runs=1000000

Coverage-guided (atheris drives libFuzzer, whose options it takes). An input is one page of the
small made-up handbook, put in the place of ``part.md``; it is read, joined with the other pages,
checked, and every diagnostic must stand inside the text. A page without a fault is also turned into
the Markdown that Python-Markdown would get. What fails is written to a file ``crash-…``.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["handbook"]):
    from handbook.catalog import build_catalog
    from handbook.checks import check_catalog
    from handbook.model import Handbook, Page, Site
    from handbook.reader import read_page
    from handbook.rendering.page_markdown import page_markdown
    from handbook.report import has_errors
    from handbook.settings import read_settings

from tests.small_handbook import BANS_PAGE, BODIES, INDEX_PAGE, PART_PAGE, RULES_PAGE, SETTINGS

# What an editor's page is made of, for a fuzzer that knows bytes only.
WORDS = (
    *(
        "/// step | 甲\n",
        "///\n",
        "////\n",
        "    id: BZ003\n",
        "    source: YJ02\n",
        "    quote: 进门\n",
    ),
    *(
        "[BZ001]",
        "[JL01][BZ002]",
        "](part.md)",
        "](#BZ001)",
        "![图](",
        "[^1]",
        "[a]: b\n",
        "{ #ZT01 }",
    ),
    *("---\n", "title: 甲\n", "draft: true\n", "set: JL\n", "status: reference\n", "kind: part\n"),
    *("```\n", "~~~\n", "<!-- ", " -->", "<!-- hb: allow HB802 甲 -->", "# hb: allow HB802 甲\n"),
    *(
        "# ",
        "## ",
        "- ",
        "1. ",
        "> ",
        "    ",
        "\t",
        "\\[",
        "`",
        "“",
        "”",
        "《",
        "》",
        "（",
        "）",
        ",",
        "\r\n",
    ),
    *(
        "/// editorial | 甲\n",
        "/// background | 甲\n",
        "    units: [YJ04]\n",
        '<a href="',
        "<img src='x'>",
    ),
)
LIMIT = 4096


def handbook() -> Handbook:
    """What ``handbook.yml`` of the small handbook says."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "handbook.yml").write_text(SETTINGS, encoding="utf-8")
        return read_settings(Path(folder))


def write_help(folder: Path) -> tuple[Path, Path]:
    """A corpus to begin with, and a dictionary in libFuzzer's form."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, page in enumerate((PART_PAGE, BANS_PAGE, RULES_PAGE, INDEX_PAGE, *WORDS)):
        (corpus / str(number)).write_bytes(page.encode())
    words = folder / "words"
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS)
    words.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")
    return corpus, words


class Target:
    """One input: a page of a handbook whose other pages are whole."""

    def __init__(self) -> None:
        self._handbook = handbook()
        others = {"bans.md": BANS_PAGE, "index.md": INDEX_PAGE, "source/rules.md": RULES_PAGE}
        self._others = [read_page(text, uri, self._handbook) for uri, text in others.items()]
        self._site = Site(frozenset([*others, "part.md"]))

    def __call__(self, data: bytes) -> None:
        text = data.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
        page = read_page(text, "part.md", self._handbook)
        catalog = build_catalog(self._handbook, [*self._others, page], BODIES, self._site)
        faults = check_catalog(catalog)
        lines = text.count("\n") + 1
        for fault in faults:
            if fault.place.path == page.path:
                assert 1 <= fault.place.line <= lines, fault
                assert fault.place.column >= 1, fault
                assert fault.message, fault
        assert_apart(page)
        if not has_errors(faults):
            page_markdown(page, catalog)


def assert_apart(page: Page) -> None:
    """Blocks follow one another, and what is read stands where it is said to stand."""
    lines = page.text.split("\n")
    end = 0
    for block in page.blocks:
        assert block.place.line > end, block
        end = block.end_line
    for reference in page.references:
        assert lines[reference.place.line - 1][reference.place.column - 1] == "[", reference


def main(arguments: Sequence[str]) -> None:
    """Runs the fuzzer with libFuzzer's own options."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, words = write_help(Path(folder))
        options = [f"-dict={words}", f"-max_len={LIMIT}", *arguments, str(corpus)]
        atheris.Setup([sys.argv[0], *options], Target())
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
