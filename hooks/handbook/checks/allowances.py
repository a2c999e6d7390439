"""What an editor lets pass: a fault on the line of a comment that names its code and says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook import codes
from handbook.catalog import Catalog
from handbook.model import Diagnostic


def without_allowed(catalog: Catalog, faults: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """``faults`` without those that a comment lets pass, with what is wrong with the comments."""
    judgements = {code.number for code in codes.ALL_CODES if code.is_judgement}
    waiting = {
        (page.path, allowance.line, allowance.code): allowance
        for page in (*catalog.pages, *catalog.draft_pages)
        for allowance in page.allowances
    }
    used = set()
    for fault in faults:
        key = (fault.place.path, fault.place.line, fault.code)
        if key in waiting and fault.code in judgements:
            used.add(key)
        else:
            yield fault
    for key, allowance in waiting.items():
        if allowance.code not in judgements:
            message = f"{allowance.code} 不能放行"
            hint = f"可以放行的：{'、'.join(sorted(judgements))}。"
            yield codes.BAD_ALLOWANCE.at(allowance.place, message, hint)
        elif key not in used:
            message = f"第 {allowance.line} 行没有 {allowance.code} 的问题"
            yield codes.NEEDLESS_ALLOWANCE.at(allowance.place, message)
