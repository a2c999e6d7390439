"""Second: entries become cards, bare ids become links, generated pages join the others."""

import posixpath
import re
from collections.abc import Callable
from typing import Any

from handbook.build import build_of
from handbook.catalog import Catalog
from handbook.codes import UNREADABLE
from handbook.masks import named
from handbook.moved import moved_pages
from handbook.rendering.generated import generated_pages
from handbook.rendering.moved_pages import moved_html, moved_page
from handbook.rendering.page_markdown import page_markdown
from handbook.rendering.page_outline import with_outline
from jinja2 import Environment, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

# Up to so many pages, each page lists them all; beyond it lists its own section, in fewer words.
MOST_UNFOLDED = 200


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    # MkDocs declares names here, and hands on to Python-Markdown whatever stands in the list.
    extensions: list[Any] = config.markdown_extensions
    extensions.append(build_of(config).extension)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    build = build_of(config)
    for hidden in (*build.catalog.draft_pages, *build.catalog.question_pages):
        file = files.get_file_from_path(hidden.uri)
        if file:
            files.remove(file)
    for read in build.catalog.pages if build.faults else ():
        if any(fault.code == UNREADABLE.number for fault in read.diagnostics):
            # MkDocs would read the file again, and end.
            files.remove(files.src_uris[read.uri])
            files.append(File.generated(config, read.uri, content=""))
    build.generated = generated_pages(build.catalog)
    for uri, page in build.generated.items():
        files.append(File.generated(config, uri, content=page.markdown))
    gone = {
        page.uri: moved_page(page, build.catalog.moved_ids.get(page.uri, ()), build.catalog)
        for page in moved_pages(build.catalog)
    }
    for uri, page in gone.items():
        file = File.generated(config, uri, content=page.markdown)
        file.inclusion = InclusionLevel.NOT_IN_NAV
        files.append(file)
    build.generated = {**build.generated, **gone}
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, **_: object) -> str:
    build = build_of(config)
    uri = page.file.src_uri
    build.extension.enter(uri)
    read = build.catalog.pages_by_uri.get(uri)
    if page.title:
        _name(page, build.catalog)
    return page_markdown(read, build.catalog) if read else markdown


def _name(page: Page, catalog: Catalog) -> None:
    """The title as MkDocs has it from ``mkdocs.yml``, or has read it in the file by itself."""
    title = named(str(page.title), catalog.handbook.names, catalog.all_source_text)
    page.title = title
    if "title" in page.meta:
        page.meta["title"] = title


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, **_: object) -> str:
    build, uri = build_of(config), page.file.src_uri
    generated = build.generated.get(uri)
    if generated:
        return generated.filled(html)
    outlined = html if page.is_homepage else with_outline(html, page.toc, build.catalog)
    return outlined + moved_html(build.catalog.moved_ids.get(uri, ()), uri)


def remembering(url_filter: Callable[[Context, str], str]) -> Callable[[Context, str], str]:
    """MkDocs' filter for addresses, asked once for all pages of a folder: each lists the others."""
    known: dict[tuple[bool, str, str], str] = {}

    @pass_context
    def url(context: Context, address: str) -> str:
        page = context.get("page")
        folder = posixpath.dirname(page.url) if page else str(context["base_url"])
        key = (page is None, folder, address)
        if key not in known:
            known[key] = url_filter(context, address)
        return known[key]

    return url


class Unindented(Extension):
    """Templates without the indentation of their lines: no page needs it, and every page had it."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template as it is compiled; none has text that is to be kept as typed."""
        del name, filename
        return re.sub(r"^[ \t]+", "", source, flags=re.MULTILINE)


def on_env(env: Environment, **_: object) -> Environment:
    env.filters["url"] = remembering(env.filters["url"])
    env.globals["most_unfolded"] = MOST_UNFOLDED
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.add_extension(Unindented)
    return env
