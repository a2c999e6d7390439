"""How well the search answers the queries that are for tuning: floors, so that no change loses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Built
from tests.search.queries import (
    EVERYDAY,
    FORMER_REPORT,
    FRESH,
    MORE,
    QUESTIONS,
    SECOND_REPORT,
    TUNE,
    Hit,
    by_sort,
    rank_of,
    read_queries,
    total,
)

pytestmark = pytest.mark.browser


# The others have only the sorts that are hard: questions and other words for the same.
@pytest.mark.parametrize(
    ("file", "first", "in_three", "worst"),
    [
        (TUNE, 0.97, 0.99, 0.9),
        (MORE, 0.91, 0.97, 0.9),
        (QUESTIONS, 0.92, 0.99, 0.92),
        (FORMER_REPORT, 0.97, 0.99, 0.86),
        (EVERYDAY, 0.9, 0.95, 0.9),
        (SECOND_REPORT, 0.97, 0.98, 0.9),
        (FRESH, 0.92, 0.98, 0.91),
    ],
)
def test_the_right_entry_comes_first(
    browser: Browser,
    built: Built,
    server: str,
    file: Path,
    first: float,
    in_three: float,
    worst: float,
) -> None:
    catalog = json.loads((built.site / "catalog.json").read_text(encoding="utf-8"))
    ids = frozenset(entry["id"] for entry in catalog["entries"])
    queries = read_queries(file)
    page = browser.new_page(bypass_csp=True)
    page.goto(f"{server}/index.html")
    page.keyboard.press("/")
    page.wait_for_function("window.handbook.searchIndex.isReady()")

    ranks = []
    for query in queries:
        page.locator(".hb-search__input").fill(query.text)
        links = page.locator("a[data-search-hit]").evaluate_all("l => l.map(a => a.href)")
        ranks.append(rank_of(query, [Hit.of(link, server) for link in links], ids))
    page.close()

    scores = by_sort(queries, ranks)
    missed = [q.text for q, rank in zip(queries, ranks, strict=True) if rank != 1]
    assert total(scores.values()).recall_at_1 >= first, missed
    assert total(scores.values()).recall_at_3 >= in_three, missed
    assert all(score.recall_at_1 >= worst for score in scores.values()), missed
