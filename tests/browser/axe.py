"""axe-core over what a page shows now, and its findings as words that somebody can mend from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tests.mkdocs_project import REPOSITORY

# WCAG 2.2 A and AA, which the later tags hold only what they add to; and what axe calls good practice.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What other colours can change, where all rules were already asked in the first colours.
COLOUR_RULES = ("color-contrast", "link-in-text-block")
# Everything everywhere, in about four times the time.
EVERYTHING = os.environ.get("HANDBOOK_AXE") == "all"

# A colour or a menu that is still on its way would be judged where it happens to be.
_RUN = """async ({ wanted, within }) => {
  for (const animation of document.getAnimations()) {
    if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
  }
  const { violations } = await axe.run(within || document, { runOnly: wanted, resultTypes: ['violations'] });
  return violations.map((rule) => ({
    rule: rule.id,
    impact: rule.impact || '',
    help: rule.help,
    url: rule.helpUrl,
    places: rule.nodes.map((node) => [node.target.flat().join(' '), node.html, node.failureSummary]),
  }));
}"""
# More of one rule are one fault of the design, most often.
_SHOWN = 5


@dataclass(frozen=True)
class Place:
    """Where a rule is broken: a selector, the element's beginning, and what to do."""

    selector: str
    html: str
    remedy: str


@dataclass(frozen=True)
class Finding:
    """A rule that a page breaks, with axe's own words about it."""

    rule: str
    impact: str
    help: str
    url: str
    places: tuple[Place, ...]


def axe_script() -> Path:
    """The script, as npm installed it for the tests."""
    path = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
    assert path.is_file(), "没有安装 axe-core：先运行 make test 完成安装"
    return path


def axe_context(browser: Browser, width: int, scheme: str) -> BrowserContext:
    """A context whose pages all carry axe; only here may a page run more than its policy allows."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
        reduced_motion="reduce",
        bypass_csp=True,
    )
    context.set_default_timeout(10_000)
    context.add_init_script(path=axe_script())
    return context


def find(page: Page, rules: Sequence[str] = (), within: str = "") -> list[Finding]:
    """What axe finds in the page as it stands; with ``rules`` only of those.

    ``within`` is a selector: only what is inside is looked at.
    """
    wanted = (
        {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": list(TAGS)}
    )
    return [
        Finding(
            found["rule"],
            found["impact"],
            found["help"],
            found["url"],
            tuple(Place(*place) for place in found["places"]),
        )
        for found in page.evaluate(_RUN, {"wanted": wanted, "within": within})
    ]


def told(where: str, findings: Sequence[Finding]) -> str:
    """The findings of one page in one state; empty if there is none."""
    lines = []
    for finding in findings:
        lines.append(f"{where}\n  {finding.rule}（{finding.impact}）：{finding.help}")
        for place in finding.places[:_SHOWN]:
            remedy = place.remedy.replace("\n", "\n      ")
            lines.append(
                f"    {place.selector}\n      {' '.join(place.html.split())[:160]}\n      {remedy}"
            )
        if len(finding.places) > _SHOWN:
            lines.append(f"    另有 {len(finding.places) - _SHOWN} 处")
        lines.append(f"    {finding.url}")
    return "\n".join(lines)
