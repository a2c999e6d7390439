"""A style sheet without the rules that a document never uses."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tinycss2

# The theme's rules for colours that the handbook, which has its own, never turns on.
_OTHER_COLOURS = re.compile(
    r"[^{}]*\[data-md-color-(?:primary|accent)=(?!custom)[^\]]*\][^{}]*\{[^{}]*\}"
)
_THEME_STYLES = "assets/stylesheets"
# Names of classes and ids that the theme, and our own pages, have.
_WORDS = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Every word of documents and scripts: whatever a class or an id can be called in them."""
    return frozenset(word for text in texts for word in _WORDS.findall(text))


def trim_styles(site: Path) -> None:
    """Takes out of the theme's style sheets what no page or script of the ``site`` asks for."""
    files = [path for form in ("*.html", "*.js") for path in sorted(site.rglob(form))]
    words = words_of(path.read_text(encoding="utf-8") for path in files)
    for sheet in sorted((site / _THEME_STYLES).glob("*.css")):
        css = _OTHER_COLOURS.sub("", sheet.read_text(encoding="utf-8"))
        sheet.write_text(used_styles(css, words), encoding="utf-8")


def used_styles(css: str, words: frozenset[str]) -> str:
    """``css`` without the selectors that ask for a class or an id that is none of ``words``.

    What stands in the brackets of ``:is()``, ``:not()`` and the like is not asked for. Comments go.
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return str(tinycss2.serialize(list(_used(rules, words))))


def _used(rules: Iterable[Any], words: frozenset[str]) -> Iterator[Any]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s for s in _selectors(rule.prelude) if _names(s) <= words]
            if selectors:
                rule.prelude = _joined(selectors)
                yield rule
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            rule.content = list(_used(inner, words))
            if rule.content:
                yield rule
        else:
            yield rule


def _selectors(prelude: Iterable[Any]) -> list[list[Any]]:
    """The selectors of a list, at its commas."""
    found: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _joined(selectors: list[list[Any]]) -> list[Any]:
    comma = tinycss2.ast.LiteralToken(0, 0, ",")
    return [token for selector in selectors for token in (comma, *selector)][1:]


def _names(selector: list[Any]) -> frozenset[str]:
    """The classes and ids that an element has to have, or one above or beside it."""
    classes = {
        token.value
        for before, token in itertools.pairwise(selector)
        if before.type == "literal" and before.value == "." and token.type == "ident"
    }
    return frozenset(classes | {token.value for token in selector if token.type == "hash"})
