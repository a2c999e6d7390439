"""Waiting for what comes when it comes: from another window, or from the second copy.

The pages' policy forbids the eval that the driver's own waiting needs.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

_TRIES = 600
_PAUSE = 50  # milliseconds


def eventually(page: Page, condition: Callable[[], bool]) -> None:
    """Returns once the condition holds."""
    comes(page, condition, True)


def comes(page: Page, look: Callable[[], object], expected: object) -> None:
    """Returns once what is seen is as expected."""
    for _ in range(_TRIES):
        if look() == expected:
            return
        page.wait_for_timeout(_PAUSE)
    seen = look()
    assert seen == expected, f"{seen!r}, not {expected!r}"
