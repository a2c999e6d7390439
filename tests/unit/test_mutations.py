"""Faults put into the real pages at random places: each is reported, there, and little else.

Every kind of mutation is a small edit of one page that must raise one code at one line. What may
follow from the edit (an entry that is gone leaves references to it dangling, and its place in the
outline empty) is declared with it; anything beyond that is a false alarm. Seeded, so that a failure
can be repeated.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from handbook.catalog import Catalog, build_catalog
from handbook.checks import check_catalog
from handbook.model import Diagnostic, Page
from handbook.outline import Outline, check_outline, read_outline
from handbook.project import Checked
from handbook.reader import read_page

ROUNDS = 8


@dataclass(frozen=True)
class Mutant:
    """A page's new text, the line at which the fault must be told (0: any), how the edit reads."""

    uri: str
    text: str
    line: int
    edit: str


@dataclass(frozen=True)
class Mutation:
    """A way to spoil a page, the code that it must raise, and the codes that may follow from it."""

    name: str
    code: str
    make: Callable[[random.Random, Catalog], Mutant]
    consequences: tuple[str, ...] = ()


def at_match(
    pattern: str,
    change: Callable[[re.Match[str], random.Random], str],
    pages: str = r"(checklists|duties|discipline|terms)/",
    shift: int | None = 0,
) -> Callable[[random.Random, Catalog], Mutant]:
    """A mutation that changes one match of ``pattern`` in one page, both chosen at random."""

    def make(chance: random.Random, catalog: Catalog) -> Mutant:
        places = [
            (page, match)
            for page in catalog.pages
            if re.match(pages, page.uri)
            for match in re.finditer(pattern, page.text, re.MULTILINE)
        ]
        page, match = chance.choice(places)
        new = change(match, chance)
        text = page.text[: match.start()] + new + page.text[match.end() :]
        line = page.text.count("\n", 0, match.start()) + 1 + shift if shift is not None else 0
        return Mutant(page.uri, text, line, f"{match[0]!r} → {new!r}")

    return make


def misspell(word: str, chance: random.Random) -> str:
    """``word`` with one Chinese character replaced by another that no unit of the source has."""
    places = [n for n, letter in enumerate(word) if "\u4e00" <= letter <= "\u9fff"]
    at = chance.choice(places)
    return word[:at] + "龘" + word[at + 1 :]


BODY = r"^(?!///|    |#|---|\||-|\w+:).*[\u4e00-\u9fff].*$"
QUESTIONS = r"training/questions/"
MUTATIONS = [
    Mutation(
        "dangling",
        "HB301",
        at_match(
            r"(?<=\[)(?:JC|WT|ZZ|MC)\d{3}(?=\])(?!\]\()",
            lambda m, c: f"{m[0][:2]}{c.randint(900, 999)}",
        ),
    ),
    Mutation(
        "wrong case",
        "HB304",
        at_match(r"(?<=\[)(?:JC|WT|ZZ|MC)\d{3}(?=\](?:[^\[(]|$))", lambda m, _: m[0].lower()),
    ),
    Mutation(
        "followed by a bracket",
        "HB303",
        at_match(r"(?<!: )\[(?:JC|WT|ZZ|MC)\d{3}\](?=[^\[(]|$)", lambda m, _: m[0] + "(说明)"),
        ("HB802",),
    ),
    Mutation(
        "joined",
        "HB302",
        at_match(r"(?<!: )\[(?:JC|WT|ZZ|MC)\d{3}\](?=[^\[(]|$)", lambda m, _: m[0] + "[MC001]"),
        ("HB305",),
    ),
    Mutation(
        "malformed id",
        "HB102",
        at_match(
            r"(?<=^    id: )(?:JC|WT|ZZ|MC)\d{3}$",
            lambda m, c: m[0][:2] + c.choice(["-", "0", "_"]) + m[0][2:],
        ),
        ("HB301", "HB509", "HB506", "HB906", "HB907", "HB957", "HB960"),
    ),
    Mutation(
        "wrong prefix",
        "HB103",
        at_match(r"(?<=^    id: )JC\d{3}$", lambda _m, c: f"ZZ{c.randint(900, 999)}"),
        ("HB301", "HB509", "HB906", "HB907", "HB957", "HB960"),
    ),
    Mutation(
        "duplicate id",
        "HB101",
        # The first of the two in reading order keeps the id; the other one is the duplicate.
        at_match(
            r"(?<=^    id: MC0)(?:2[1-9]|[3-8]\d)$",
            lambda _, c: f"0{c.randint(1, 9)}",
            shift=None,
        ),
        ("HB301", "HB305", "HB307", "HB404", "HB506", "HB906", "HB907", "HB957", "HB960"),
    ),
    Mutation(
        "unknown kind",
        "HB201",
        at_match(r"(?<=^/// )(?:check|problem|duty|term)(?= \|)", lambda m, _: m[0] + "s"),
        ("HB404", "HB506", "HB509"),
    ),
    Mutation(
        "unknown option",
        "HB202",
        at_match(r"(?<=^    )(?:method|bearer|members|checks)(?=:)", lambda m, _: m[0] + "s"),
        ("HB203",),
    ),
    Mutation(
        "missing option",
        "HB203",
        at_match(
            r"^    source: .*\n(?=    quote)",
            lambda _m, _c: "",
            r"(checklists|duties)/",
            shift=-2,
        ),
        ("HB506", "HB509"),
    ),
    Mutation(
        "wrong value",
        "HB204",
        at_match(r"(?<=^    method: \[)\S+?(?=[,\]])", lambda _m, _c: "听说"),
    ),
    Mutation(
        "broken YAML",
        "HB205",
        at_match(r"(?<=^    method: \[)(.*)\]$", lambda m, _: m[1]),
        ("HB506", "HB509"),
    ),
    Mutation(
        "option given twice",
        "HB213",
        at_match(r"^    id: .*$", lambda m, _: f"{m[0]}\n{m[0]}", shift=1),
    ),
    Mutation(
        "never closed",
        "HB206",
        at_match(
            r"^(/// \w+ \|.*)\n(?:(?!///\n)[^\n]*\n)+?///\n(?=\n///)",
            lambda m, _: m[0][: -len("///\n")],
        ),
    ),
    Mutation(
        "stray end", "HB211", at_match(r"^///\n\n(?=///)", lambda m, _: m[0] + "///\n\n", shift=2)
    ),
    Mutation(
        "indented block",
        "HB210",
        at_match(r"^/// (?:check|problem|duty|term) \|", lambda m, _: "     " + m[0]),
        ("HB211", "HB301", "HB506", "HB509", "HB802", "HB906", "HB907", "HB957", "HB960"),
    ),
    Mutation(
        "no title",
        "HB209",
        at_match(r"(?<=^/// )(check|problem|duty|term) \|.*$", lambda m, _: m[1]),
        ("HB404",),
    ),
    Mutation(
        "unknown unit",
        "HB501",
        at_match(r"(?<=^    source: )YW\d{3}$", lambda _m, c: f"YW{c.randint(200, 999)}"),
        ("HB506", "HB509"),
    ),
    Mutation(
        "quote misspelt",
        "HB502",
        at_match(
            r"(?<=^    quote: ).+$",
            lambda m, c: misspell(m[0], c),
            r"(checklists|duties|discipline)/",
        ),
        ("HB509",),
    ),
    Mutation(
        "wrong unit",
        "HB502",
        at_match(
            r"(?<=^    source: )YW(?!022|024)\d{3}(?=\n    quote)",
            lambda _m, _c: "YW003",
            r"(checklists|duties|discipline)/",
            shift=1,
        ),
        ("HB506", "HB508", "HB509"),
    ),
    Mutation(
        "source altered",
        "HB503",
        at_match(
            r"(?<=^    id: YW\d{3}\n\n)[^\n]+(?=\n///)",
            lambda m, c: misspell(m[0], c),
            r"source/speech-1",
        ),
        ("HB404", "HB502", "HB505", "HB506", "HB507", "HB510"),
    ),
    Mutation(
        "set short of one",
        "HB401",
        at_match(
            r"^/// clause \|(?:[^\n]*\n)+?///\n",
            lambda _m, _c: "",
            r"discipline/(ten|eight)",
            shift=None,
        ),
        ("HB301", "HB402", "HB902", "HB906", "HB907", "HB957", "HB960"),
    ),
    Mutation(
        "focus heading changed",
        "HB505",
        at_match(
            r"(?<=^## [一二三四]要看).*(?= \{)",
            lambda m, c: misspell(m[0], c),
            r"checklists/aspect",
        ),
        ("HB506",),
    ),
    Mutation(
        "half-width mark",
        "HB802",
        at_match(r"(?<=[\u4e00-\u9fff])，(?=[\u4e00-\u9fff])", lambda _m, _c: ","),
    ),
    Mutation(
        "look-alike",
        "HB801",
        at_match(
            r"(?<=[\u4e00-\u9fff])[一二](?=[\u4e00-\u9fff])(?=[^\n]*。)",
            lambda m, _: {"一": "⼀", "二": "⼆"}[m[0]],
            r"(checklists/aspect-[34]|duties)/?",
        ),
        ("HB404", "HB802"),
    ),
    # The mark may have parted two references, which then stand side by side.
    Mutation("mark left open", "HB803", at_match(r"（", lambda _m, _c: ""), ("HB302", "HB802")),
    Mutation(
        "set phrase",
        "HB901",
        at_match(r"(?<![“\[])巡察(?=[干组])(?=[^\n]*。)", lambda _m, _c: "巡查"),
        ("HB802",),
    ),
    Mutation(
        "broken link",
        "HB706",
        at_match(r"(?<=\]\()[a-z./0-9-]+\.md(?=\))", lambda m, _: m[0].replace(".md", "x.md")),
    ),
    Mutation(
        "front-matter key",
        "HB212",
        at_match(r"(?<=^)title(?=: )", lambda _m, _c: "titel"),
        ("HB209",),
    ),
    Mutation(
        "anchor",
        "HB702",
        at_match(
            r"(?<=\]\()(?=[a-z./0-9-]+\.md\))[a-z./0-9-]+\.md",
            lambda m, c: f"{m[0]}#JC{c.randint(900, 999)}",
            r"(index|about|checklists/index|duties/index|discipline/index)",
        ),
    ),
    Mutation(
        "link without a definition",
        "HB712",
        at_match(r"(?<=[\u4e00-\u9fff])，(?=[^\n]*。)", lambda _m, _c: "[补充][说明]，"),
        ("HB802",),
    ),
    Mutation(
        "absolute link",
        "HB713",
        at_match(r"(?<=\]\()[a-z./0-9-]+\.md(?=\))", lambda m, _: "/" + m[0], r"(index|about)"),
    ),
    Mutation(
        "picture from elsewhere",
        "HB704",
        at_match(
            r"(?<=。)$",
            lambda _m, _c: "![图](https://example.org/a.png)",
        ),
    ),
    Mutation(
        "indented paragraph",
        "HB217",
        at_match(r"(?<=^\n)(?=[\u4e00-\u9fff])", lambda _m, _c: "    "),
    ),
    Mutation(
        "heading mark without a blank",
        "HB711",
        at_match(r"[ ](?=\{ #ZD\d\d \})", lambda _m, _c: "", r"checklists/"),
    ),
    Mutation(
        "claim without provenance",
        "HB604",
        at_match(
            r"^/// term \|(?:(?!///$).*\n)+?    members:\n(?:(?!///$).*\n)*?.*据公开资料.*$",
            lambda m, _: re.sub("公开资料|待核", "", m[0]),
            r"terms/index",
        ),
    ),
    Mutation(
        "question without a right answer",
        "HB952",
        at_match(
            r"^    form: (?:单选|判断)$(?:(?!^///$)[\s\S])*?(?=^- \[x\])- \[x\]",
            lambda m, _: m[0].replace("- [x]", "- [ ]"),
            QUESTIONS,
            shift=None,
        ),
        ("HB956",),
    ),
    Mutation(
        "answer that fits no form",
        "HB952",
        at_match(r"^- \[[ x]\] (?=\S)", lambda _m, _c: "- ", QUESTIONS),
        ("HB956",),
    ),
    Mutation(
        "answer without a reason",
        "HB953",
        at_match(r"^(?:- |\d).*\n    - .*\n", lambda m, _: m[0].split("\n")[0] + "\n", QUESTIONS),
        ("HB954",),
    ),
    Mutation(
        "reason that cites nobody",
        "HB953",
        at_match(r"^    - .*\[[A-Z]+\d+\].*$", lambda _m, _c: "    - 因为不合适。", QUESTIONS),
        ("HB954",),
    ),
    Mutation(
        "line that is nothing of a question",
        "HB951",
        at_match(r"(?<=\n)(?=///$)", lambda _m, _c: "另外再说一句。\n", QUESTIONS),
    ),
    Mutation(
        "tested and not used",
        "HB954",
        at_match(r"(?<=^    tests: \[)", lambda _m, _c: "LS1, ", QUESTIONS),
        ("HB204",),
    ),
    Mutation(
        "gap filled in wrongly",
        "HB959",
        at_match(
            r"^/// question \|.*\n    id: .*\n    form: 填空\n(?:(?!^///$)[\s\S])*?“(?:(?!^///$)[\s\S])*?^1\. .*$",
            lambda m, _: re.sub(r"(?m)^1\. .*$", "1. 龘", m[0]),
            QUESTIONS,
        ),
    ),
    Mutation(
        "unit without a quote",
        "HB510",
        at_match(
            r"(?<=^    source: )YW\d{3}(?=\n    quote)",
            lambda m, _c: f"[{m[0]}, YW003]",
            r"(checklists|duties)/",
        ),
        ("HB508",),
    ),
    Mutation("status", "HB601", at_match(r"(?<=^status: )reference$", lambda _m, _c: "referense")),
]


@pytest.fixture(scope="module")
def outline(real: Checked, repository: Path) -> Outline:
    assert real.written is not None
    spec = real.written.handbook.sources[0].outline
    assert spec is not None
    return read_outline(repository, spec, 60)


def faults_of(mutant: Mutant, catalog: Catalog, outline: Outline) -> list[Diagnostic]:
    """What the checks say of the handbook with one page replaced."""
    pages = [_reread(page, mutant, catalog) for page in catalog.pages]
    changed = build_catalog(catalog.handbook, pages, catalog.source_texts, catalog.site)
    return [*check_catalog(changed), *check_outline(changed, catalog.handbook.sources[0], outline)]


def _reread(page: Page, mutant: Mutant, catalog: Catalog) -> Page:
    return read_page(mutant.text, page.uri, catalog.handbook) if page.uri == mutant.uri else page


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_every_fault_is_reported_where_it_is_and_nothing_else(
    mutation: Mutation, real: Checked, outline: Outline
) -> None:
    assert real.written is not None
    chance = random.Random(mutation.name)
    for _ in range(ROUNDS):
        mutant = mutation.make(chance, real.written)
        found = faults_of(mutant, real.written, outline)
        told = [(d.code, d.place.path, d.place.line) for d in found]
        where = f"{mutant.uri}: {mutant.edit}\n" + "\n".join(map(str, told))
        lines = [
            n for code, path, n in told if (code, path) == (mutation.code, f"docs/{mutant.uri}")
        ]
        assert mutant.line in lines or (mutant.line == 0 and lines), where
        beyond = {d.code for d in found} - {mutation.code, *mutation.consequences}
        assert not beyond, where


def test_the_real_pages_without_a_mutation_raise_nothing(real: Checked, outline: Outline) -> None:
    assert real.written is not None
    page = real.written.pages[0]
    assert faults_of(Mutant(page.uri, page.text, 1, ""), real.written, outline) == []
