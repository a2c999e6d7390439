"""How well the search answers the queries that are for tuning: floors, so that no change loses them."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Built
from tests.search.queries import TUNE, Hit, by_sort, rank_of, read_queries, total

pytestmark = pytest.mark.browser


def test_the_right_entry_comes_first(browser: Browser, built: Built, server: str) -> None:
    catalog = json.loads((built.site / "catalog.json").read_text(encoding="utf-8"))
    ids = frozenset(entry["id"] for entry in catalog["entries"])
    queries = read_queries(TUNE)
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
    assert total(scores.values()).recall_at_1 >= 0.97, missed
    assert total(scores.values()).recall_at_3 >= 0.99, missed
    assert all(score.recall_at_1 >= 0.9 for score in scores.values()), missed
