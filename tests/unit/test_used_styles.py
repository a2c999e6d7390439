"""The single file's styles: what the document can use stays, the rest goes."""

from __future__ import annotations

import pytest
from handbook.used_styles import used_styles, words_of

WORDS = words_of(['<p class="a b-c" id="x">词</p>', "element.classList.add('late')"])


@pytest.mark.parametrize(
    ("css", "used"),
    [
        (".a{color:red}", ".a{color:red}"),
        (".z{color:red}", ""),
        (".a .z,.b-c>p{color:red}", ".b-c>p{color:red}"),
        ("p,.z{color:red}", "p{color:red}"),
        ("#x{color:red}#y{color:red}", "#x{color:red}"),
        (".late{color:red}", ".late{color:red}"),
        # What need not be there takes nothing away.
        ("p:not(.z){color:red}", "p:not(.z){color:red}"),
        (":is(.a,.z) p{color:red}", ":is(.a,.z) p{color:red}"),
        ("[data-z]{color:red}", "[data-z]{color:red}"),
        (".a.z{color:red}", ""),
        ("@media print{.z{color:red}.a{color:red}}", "@media print{.a{color:red}}"),
        ("@media print{.z{color:red}}", ""),
        ("@media print{@supports (x:y){.a{color:red}}}", "@media print{@supports (x:y){.a{color:red}}}"),
        ("@keyframes z{from{top:0}}", "@keyframes z{from{top:0}}"),
        ("@font-face{font-family:z}", "@font-face{font-family:z}"),
        ("/* 注 */.a{content:'.z{}'}", ".a{content:'.z{}'}"),
        (':root{--u:url("data:image/svg+xml;utf8,<svg a=\'{\'>")}', ':root{--u:url("data:image/svg+xml;utf8,<svg a=\'{\'>")}'),
    ],
)  # fmt: skip
def test_what_no_element_can_have_goes(css: str, used: str) -> None:
    assert used_styles(css, WORDS).replace('"', "'") == used.replace('"', "'")
