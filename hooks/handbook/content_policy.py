"""The Content-Security-Policy of each page: what the site ships may run, and nothing leaves it.

It stands in the page itself, so that it holds on a server and on ``file://`` alike.
Measured on ``file://``: Chromium 156 and Firefox 153 take ``'self'`` for files beside the page, run
inline scripts whose hash is named, and refuse any other, ``eval``, and pictures from other hosts.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

_SCRIPT = re.compile(
    r"<script\b(?P<attributes>[^>]*)>(?P<code>.*?)</script\s*>", re.DOTALL | re.IGNORECASE
)
_STYLE = re.compile(r"<style\b[^>]*>(?P<rules>.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
# Scripts that are loaded by address need no hash, and what holds data is not run.
_NOT_INLINE = re.compile(r"\bsrc\s*=|\btype\s*=\s*[\"']?application/", re.IGNORECASE)
_CHARSET = re.compile(r"<meta\s+charset=[^>]*>", re.IGNORECASE)


_OWN_POLICY = re.compile(r'Content-Security-Policy" content="[^"]*connect-src (?P<sources>[^;"]*);')
NOBODY = "'none'"


class NoPlaceForPolicyError(Exception):
    """A page has no ``<meta charset>``, after which the policy belongs."""


def with_policy(html: str, site_url: str = "") -> str:
    """``html`` with its policy, before anything that the policy is about.

    On a site with an address a page may ask for that server's ``robots.txt`` and nothing else:
    what looks a site over for search engines asks for it from within the page.
    Raises :class:`NoPlaceForPolicyError` if the page does not say its character set.
    """
    place = _CHARSET.search(html)
    if place is None:
        raise NoPlaceForPolicyError("页面没有 <meta charset>，不知道把安全策略写在哪里")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(html, site_url)}">'
    return f"{html[: place.end()]}\n{meta}{html[place.end() :]}"


def policy(html: str, site_url: str = "") -> str:
    """The policy of a page, with a hash for each of its inline scripts and styles."""
    parts = urlsplit(site_url)
    asked = f"{parts.scheme}://{parts.netloc}/robots.txt" if parts.netloc else NOBODY
    return _policy([html], asked)


def site_policy(pages: Iterable[str]) -> str:
    """One policy for all ``pages``, which say their own."""
    pages = tuple(pages)
    found = {match["sources"] for html in pages if (match := _OWN_POLICY.search(html))}
    return _policy(pages, " ".join(sorted(found - {NOBODY})) or NOBODY)


def _policy(pages: Sequence[str], asked: str) -> str:
    code = [
        match["code"]
        for html in pages
        for match in _SCRIPT.finditer(html)
        if not _NOT_INLINE.search(match["attributes"])
    ]
    rules = [match["rules"] for html in pages for match in _STYLE.finditer(html)]
    scripts = " ".join(["'self'", *_hashes(code)])
    styles = " ".join(["'self'", *_hashes(rules)])
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src 'self' data:; "
        f"font-src 'self'; connect-src {asked}; base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: Iterable[str]) -> Iterator[str]:
    for text in dict.fromkeys(texts):
        digest = hashlib.sha256(text.encode()).digest()
        yield f"'sha256-{base64.b64encode(digest).decode()}'"
