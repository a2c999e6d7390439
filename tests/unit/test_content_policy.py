"""The policy that each page carries."""

from __future__ import annotations

import pytest
from handbook.content_policy import NoPlaceForPolicyError, policy, site_policy, with_policy

REST = (
    "style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)
# printf 'a=1' | openssl dgst -sha256 -binary | base64
HASH = "'sha256-wi/qXXQo5c9H72NUyXySI8ldbc3D4NIwD/eQVrH/PYU='"


@pytest.mark.parametrize(
    ("html", "scripts"),
    [
        ("<p>一</p>", "'self'"),
        ("<script>a=1</script>", f"'self' {HASH}"),
        ("<SCRIPT type='text/javascript'>a=1</SCRIPT >", f"'self' {HASH}"),
        ("<script>a=1</script><script>a=1</script>", f"'self' {HASH}"),
        ('<script src="x.js"></script>', "'self'"),
        ('<script id="x" type="application/json">{"a": 1}</script>', "'self'"),
    ],
)
def test_inline_scripts_are_named_by_their_hash(html: str, scripts: str) -> None:
    assert policy(html) == f"default-src 'none'; script-src {scripts}; {REST}"


def test_the_policy_comes_before_all_that_it_is_about() -> None:
    html = '<head><meta charset="utf-8"><script>a=1</script></head>'

    assert with_policy(html) == (
        '<head><meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="'
        f"default-src 'none'; script-src 'self' {HASH}; {REST}"
        '"><script>a=1</script></head>'
    )


def test_a_page_without_a_place_for_it_is_not_published() -> None:
    with pytest.raises(NoPlaceForPolicyError, match="没有 <meta charset>"):
        with_policy("<p>一</p>")


ASKED = "connect-src https://xc.example:8443/robots.txt;"


def test_a_site_with_an_address_may_be_asked_for_its_robots_txt_alone() -> None:
    page = with_policy('<meta charset="utf-8">', "https://xc.example:8443/handbook/")

    assert page.count(ASKED) == 1
    assert ASKED in site_policy([page, page])
    assert "connect-src 'none';" in site_policy([with_policy('<meta charset="utf-8">')])
