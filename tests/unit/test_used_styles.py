"""The single file's styles: what the document can use stays, the rest goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.used_styles import trim_styles, used_styles, words_of

WORDS = words_of(['<p class="a b-c" id="x">词</p>', "element.classList.add('late')"])


def test_the_site_keeps_what_its_pages_and_scripts_name(tmp_path: Path) -> None:
    styles = tmp_path / "assets" / "stylesheets"
    styles.mkdir(parents=True)
    (styles / "main.css").write_text(".a{top:0}.b{top:0}.c{top:0}", encoding="utf-8")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "page.html").write_text('<p class="a">', encoding="utf-8")
    (tmp_path / "some.js").write_text("box.className = 'c';", encoding="utf-8")
    trim_styles(tmp_path)
    assert (styles / "main.css").read_text(encoding="utf-8") == ".a{top:0}.c{top:0}"


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
