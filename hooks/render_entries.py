"""Second: entries become cards, bare ids become links, generated pages join the others."""

from typing import Any

from handbook.build import build_of
from handbook.rendering.generated import GENERATED_PAGES
from handbook.rendering.page_markdown import page_markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    # MkDocs declares names here, and hands on to Python-Markdown whatever stands in the list.
    extensions: list[Any] = config.markdown_extensions
    extensions.append(build_of(config).extension)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    catalog = build_of(config).catalog
    for uri, make in GENERATED_PAGES.items():
        files.append(File.generated(config, uri, content=make(catalog)))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, **_: object) -> str:
    build = build_of(config)
    uri = page.file.src_uri
    build.extension.enter(uri)
    read = build.catalog.pages_by_uri.get(uri)
    return page_markdown(read, build.catalog) if read else markdown
