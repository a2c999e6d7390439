"""The whole handbook as one HTML file, for mail and telephones: every page, contents, search.

It is made from the built site, so that it says what the site says: the pages' own HTML one after
the other, links turned to places in the file, styles and scripts put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from handbook.addresses import (
    CHANGES_PAGE,
    COVERAGE_PAGE,
    ENTRIES_PAGE,
    READING_FILE,
    SEARCH_FILE,
    SENTENCES_PAGE,
)
from handbook.catalog import Catalog
from handbook.content_policy import with_policy
from handbook.notices import editors_words
from handbook.search_data import as_script, data_of
from handbook.site_parts import SiteError, part_anchors, place_of, site_parts
from handbook.templates import FOLDER, template
from handbook.used_styles import used_styles, words_of

# These tables are for whoever checks the handbook; they are in the site and the bundle.
_LEFT_OUT = frozenset({SENTENCES_PAGE, ENTRIES_PAGE, COVERAGE_PAGE, CHANGES_PAGE})

_OWN_ASSET = re.compile(
    r'<(?:link rel="stylesheet" href|script src)="(?P<path>assets/[^"]*\.(?:css|js))"'
)
# End tags that HTML lets out (https://html.spec.whatwg.org/multipage/syntax.html#optional-tags): a
# reader of mail on a telephone has no use for their 25 KB.
_OPTIONAL_END = re.compile(r"</(?:li|dt|dd)>(?=\s*(?:<(?:li|dt|dd)\b|</(?:ul|ol|dl)>))")
_TEMPLATE = "single.html"


def single_file(site: Path, catalog: Catalog) -> str:
    """The file's text, from the built ``site``.

    Raises :class:`SiteError` if there is no site, or a page of it is not as expected.
    """
    named = [value.text for value in catalog.site.navigation]
    uris = [uri for uri in named or catalog.pages_by_uri if uri not in _LEFT_OUT]
    anchors = part_anchors(uris)
    parts = [
        replace(part, html=_OPTIONAL_END.sub("", part.html))
        for part in site_parts(site, anchors, catalog)
    ]
    reading, styles, scripts = _assets(site)
    handbook = catalog.handbook
    written = (FOLDER / _TEMPLATE).read_text(encoding="utf-8")
    words = words_of([written, reading, *scripts, *(part.html for part in parts)])
    html = template(_TEMPLATE).render(
        title=handbook.title,
        edition=handbook.edition.name,
        unit=handbook.issuing_unit,
        marking=handbook.marking,
        own_words=editors_words(catalog),
        parts=parts,
        styles="\n".join(used_styles(text, words) for text in styles),
        reading=reading,
        scripts=[_search_data(site, anchors, catalog), *scripts],
    )
    return with_policy(html)


def _assets(site: Path) -> tuple[str, list[str], list[str]]:
    """What the home page loads: the script that runs before all else, styles, other scripts."""
    home = (site / "index.html").read_text(encoding="utf-8")
    paths = [match["path"] for match in _OWN_ASSET.finditer(home)]
    styles = [(site / path).read_text(encoding="utf-8") for path in paths if path.endswith(".css")]
    scripts = [
        (site / path).read_text(encoding="utf-8")
        for path in paths
        if path.endswith(".js") and path != READING_FILE
    ]
    is_early = READING_FILE in paths
    reading = (site / READING_FILE).read_text(encoding="utf-8") if is_early else ""
    for text in (reading, *styles, *scripts):
        if re.search(r"</(?:script|style)", text, re.IGNORECASE):
            raise SiteError("样式或脚本里有会提前结束它自己的标签")
    return reading, styles, scripts


def _search_data(site: Path, anchors: Mapping[str, str], catalog: Catalog) -> str:
    """The search's data with addresses in the file; what is not in the file is not found."""
    try:
        data = data_of((site / SEARCH_FILE).read_text(encoding="utf-8"))
    except ValueError as error:
        raise SiteError(f"{SEARCH_FILE} 的形式变了") from error
    data["documents"] = list(_with_places(data["documents"], anchors, catalog))
    data["listing"] = ""
    return as_script(data).replace("</", "<\\/").removesuffix("\n")  # "</" could end the element


def _with_places(
    documents: Iterable[dict[str, object]], anchors: Mapping[str, str], catalog: Catalog
) -> Iterator[dict[str, object]]:
    for document in documents:
        place = place_of(str(document["url"]), "index.md", anchors, catalog)
        if place:
            yield {**document, "url": place}
