"""Pages and files: every link of a page leads to a file, every page is in the navigation."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import urlsplit

from handbook import codes
from handbook.addresses import ADDED, link_target
from handbook.catalog import Catalog
from handbook.checks.references import nearest_ids
from handbook.model import Diagnostic, Link, Place

# What MkDocs takes for Markdown besides .md (mkdocs.utils.markdown_extensions).
_OTHER_SUFFIXES = (".markdown", ".mdown", ".mkdn", ".mkd")


def links(catalog: Catalog) -> Iterator[Diagnostic]:
    """Relative links and images that lead to no file, or to a draft."""
    drafts = {page.uri for page in catalog.draft_pages}
    for page in catalog.pages:
        for link in page.links:
            try:
                parts = urlsplit(link.address)
            except ValueError:  # brackets that are no IPv6 address
                yield codes.SOURCE_LINK.at(link.place, f"“{link.address}”不是合法的网址")
                continue
            if parts.scheme or parts.netloc:
                if link.is_fetched and parts.scheme != "data":
                    message = f"页面会向“{link.address}”取东西"
                    yield codes.FOREIGN_REQUEST.at(link.place, message)
                continue
            if parts.path.startswith("/"):
                message = f"链接“{link.address}”从网站根目录起，离开服务器就打不开"
                yield codes.ABSOLUTE_LINK.at(link.place, message)
                continue
            target, anchor = link_target(link, page.uri)
            yield from _anchor(catalog, link, target, anchor)
            if target in drafts:
                message = f"链接“{link.address}”所指的 docs/{target} 是草稿，读者看不到"
                yield codes.DRAFT_REFERENCE.at(link.place, message)
            elif target not in catalog.site.files:
                message = f"链接“{link.address}”所指的 docs/{target} 不存在"
                yield codes.SOURCE_LINK.at(link.place, message)


def _anchor(catalog: Catalog, link: Link, target: str, anchor: str) -> Iterator[Diagnostic]:
    """An anchor that looks like an id and is none of the page's; others the built page shows."""
    kind = catalog.handbook.kind_of_id(anchor)
    is_page = target in catalog.pages_by_uri or target in ADDED
    if kind is None or not anchor[-1].isdigit() or not is_page:
        return
    entry = catalog.by_id.get(anchor)
    if entry is None or entry.page.uri != target:
        message = f"链接“{link.address}”所指的 {anchor} 不在 docs/{target}"
        hint = f"{entry.name} 在 {entry.page.path}。" if entry else nearest_ids(catalog, anchor)
        yield codes.BROKEN_ANCHOR.at(link.place, message, hint)


def navigation(catalog: Catalog) -> Iterator[Diagnostic]:
    """Pages that the navigation does not name, and names without a page."""
    site = catalog.site
    if not site.navigation:
        return
    named = {value.text for value in site.navigation}
    drafts = {page.uri for page in catalog.draft_pages}
    for page in catalog.pages:
        if page.uri not in named and not catalog.has_questions(page):
            yield codes.NOT_IN_NAV.at(Place(page.path, 1), f"{page.path} 不在导航里，读者找不到它")
    for value in site.navigation:
        is_address = "://" in value.text
        if value.text in drafts:
            message = f"导航里的 {value.text} 是草稿，读者看不到"
            yield codes.NAV_MISSING.at(value.place, message, "从 nav 里删去，或者把它定稿。")
        elif not is_address and value.text not in site.files:
            message = f"导航里的 {value.text} 不存在"
            yield codes.NAV_MISSING.at(value.place, message)


def one_title(catalog: Catalog) -> Iterator[Diagnostic]:
    """Pages without a first-level heading, or with two: notices and page ids hang on it."""
    for page in catalog.pages:
        titles = [heading for heading in page.headings if heading.level == 1]
        if not titles and page.title:
            yield codes.ONE_TITLE.at(Place(page.path, page.first_line + 1), "这一页没有 # 标题")
        for heading in titles[1:]:
            yield codes.ONE_TITLE.at(heading.place, "这一页已有 # 标题，这里又是一个")


def suffixes(catalog: Catalog) -> Iterator[Diagnostic]:
    """Pages that MkDocs would render and the reader does not read, or under another address."""
    for uri in sorted(catalog.site.files):
        if uri.endswith(_OTHER_SUFFIXES):
            place = Place(f"docs/{uri}", 1)
            yield codes.OTHER_SUFFIX.at(place, f"docs/{uri} 的后缀不是 .md")
        elif posixpath.basename(uri) == "README.md":
            place = Place(f"docs/{uri}", 1)
            hint = "把文件改名为 index.md；MkDocs 会把 README.md 的网址也改成 index.html。"
            yield codes.OTHER_SUFFIX.at(place, f"docs/{uri} 的网址与文件名不同", hint)


def published(catalog: Catalog) -> Iterator[Diagnostic]:
    """Published pages that are gone, or are back, and faults of their ledger."""
    ledger = catalog.page_ledger
    yield from ledger.diagnostics
    for line in ledger.lines.values():
        exists = line.id in catalog.page_uris
        if not line.replaced_by and not exists:
            yield codes.PAGE_GONE.at(line.place, f"发布过的页面 docs/{line.id} 不见了")
        elif line.replaced_by and exists:
            message = f"docs/{line.id} 登记为停用，而这一页还在"
            yield codes.BAD_LEDGER.at(line.place, message, "删去这一行的 replaced-by。")
        elif line.successor and line.successor not in catalog.page_uris:
            message = f"代替 docs/{line.id} 的 docs/{line.successor} 不存在"
            yield codes.BAD_LEDGER.at(line.place, message)


CHECKS = (links, navigation, one_title, suffixes, published)
