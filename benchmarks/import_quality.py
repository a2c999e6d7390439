"""What an import makes of the given speech, against the outline that people made of it.

Run: ``PYTHONPATH=hooks python -m benchmarks.import_quality [--misses]``. A quote of the outline is
found exactly if a proposal of its kind has its very words in the same place, and found if one
shares at least half of the shorter one's characters; a proposal is right if it has found one.
"Close" asks for more: that what both share is half of what either has.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from handbook.importing.cutting import cut
from handbook.importing.proposals import propose
from handbook.model import Handbook
from handbook.outline import read_outline
from handbook.settings import read_settings
from handbook.source_text import read_source

_HEAD = ("种类", "提纲", "全同", "接近", "找到", "建议", "对的", "找到率", "正确率")


@dataclass(frozen=True)
class Stretch:
    """Words of the text, where they begin, and the kind of entry that they are for."""

    kind: str
    start: int
    words: str

    @property
    def end(self) -> int:
        """The position after the last character."""
        return self.start + len(self.words)

    def shared(self, other: Stretch) -> int:
        """How many characters both have."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def finds(self, other: Stretch) -> bool:
        """Whether both share half of the shorter one."""
        return 2 * self.shared(other) >= min(len(self.words), len(other.words))

    def is_close_to(self, other: Stretch) -> bool:
        """Whether what both share is half of what either has."""
        shared = self.shared(other)
        return 2 * shared >= len(self.words) + len(other.words) - shared


@dataclass(frozen=True)
class Quality:
    """How the proposals of a kind stand to the quotes of that kind."""

    name: str
    quotes: int
    exact: int
    close: int
    found: int
    proposals: int
    right: int
    missed: tuple[Stretch, ...] = ()
    wrong: tuple[Stretch, ...] = ()

    @property
    def found_share(self) -> float:
        """The share of the quotes that are found."""
        return self.found / self.quotes if self.quotes else 1.0

    @property
    def right_share(self) -> float:
        """The share of the proposals that are right."""
        return self.right / self.proposals if self.proposals else 1.0


def proposed(body: str, handbook: Handbook) -> list[Stretch]:
    """The proposals for a text, with their places in it."""
    units = cut(body, handbook.imports)
    lengths = (len(unit.words) + len(unit.join) for unit in units)
    starts = [0, *itertools.accumulate(lengths)]
    return [
        Stretch(found.rule.kind, starts[found.unit] + found.start, found.quote)
        for found in propose(units, handbook.imports.proposals)
    ]


def outlined(root: Path, handbook: Handbook) -> tuple[str, list[Stretch]]:
    """The body of the first source that has an outline, and the quotes that this lists."""
    source = next(spec for spec in handbook.sources if spec.outline)
    assert source.outline is not None
    read = read_source(root, source)
    assert read.body is not None
    outline = read_outline(root, source.outline, read.body_start)
    return read.body, [Stretch(quote.kind, quote.start, quote.words) for quote in outline.quotes]


def qualities(
    quotes: Iterable[Stretch], proposals: Iterable[Stretch], names: Iterable[str]
) -> list[Quality]:
    """The quality for each kind, and for all together."""
    quotes, proposals = list(quotes), list(proposals)
    found = [
        _quality(
            name,
            [quote for quote in quotes if quote.kind == name],
            [proposal for proposal in proposals if proposal.kind == name],
        )
        for name in names
    ]
    numbers = ("quotes", "exact", "close", "found", "proposals", "right")
    return [*found, Quality("合计", *(sum(getattr(q, n) for q in found) for n in numbers))]


def _quality(name: str, quotes: list[Stretch], proposals: list[Stretch]) -> Quality:
    known = set(proposals)
    missed = [quote for quote in quotes if not any(p.finds(quote) for p in proposals)]
    wrong = [proposal for proposal in proposals if not any(proposal.finds(q) for q in quotes)]
    return Quality(
        name=name,
        quotes=len(quotes),
        exact=sum(quote in known for quote in quotes),
        close=sum(any(p.is_close_to(quote) for p in proposals) for quote in quotes),
        found=len(quotes) - len(missed),
        proposals=len(proposals),
        right=len(proposals) - len(wrong),
        missed=tuple(missed),
        wrong=tuple(wrong),
    )


def table(found: Iterable[Quality]) -> str:
    """The qualities as a table."""
    rows = ["| " + " | ".join(_HEAD) + " |", "|" + "---|" * len(_HEAD)]
    for item in found:
        numbers = (item.quotes, item.exact, item.close, item.found, item.proposals, item.right)
        shares = (f"{item.found_share:.2f}", f"{item.right_share:.2f}")
        rows.append("| " + " | ".join(map(str, (item.name, *numbers, *shares))) + " |")
    return "\n".join(rows)


def main() -> None:
    """Prints the table for the given speech."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--misses", action="store_true", help="what was missed, what is wrong")
    options = parser.parse_args()
    root = Path.cwd()
    handbook = read_settings(root)
    body, quotes = outlined(root, handbook)
    names = dict.fromkeys(quote.kind for quote in quotes)
    found = qualities(quotes, proposed(body, handbook), names)
    print(table(found))
    for item in found if options.misses else ():
        for what, stretches in (("没有找到", item.missed), ("不在提纲里", item.wrong)):
            for stretch in stretches:
                print(f"{item.name} {what}：{stretch.words}")


if __name__ == "__main__":
    main()
