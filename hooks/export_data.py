"""Third: the data that the site ships beside its pages, and the files that it does not ship."""

from collections.abc import Iterable
from typing import Any

from handbook.addresses import (
    CATALOG_FILE,
    OWN_ASSETS,
    READING_FILE,
    SCHEMA_FILE,
    SCRIPT_FILE,
    SEARCH_FILE,
    STYLE_FILE,
)
from handbook.assets import SITEMAP, is_unused, joined
from handbook.build import build_of
from handbook.exports import catalog_json, catalog_schema
from handbook.office import OfficeError
from handbook.office.downloads import downloads, require_packages
from handbook.output import source_date
from handbook.rendering.kind_styles import kind_styles
from handbook.search_data import search_data_js
from handbook.trainer import trainer_files
from handbook.working_checklist import working_files
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    try:
        require_packages()
    except OfficeError as error:
        raise PluginError(str(error)) from error
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    build = build_of(config)
    has_address = bool(config.site_url)
    has_own_shell = READING_FILE in files.src_uris
    for file in list(files):
        if is_unused(file.src_uri, has_address=has_address, has_own_shell=has_own_shell):
            files.remove(file)
    if not has_address:
        config.theme.static_templates.discard(SITEMAP)
    contents = {
        CATALOG_FILE: catalog_json(build.catalog),
        SCHEMA_FILE: catalog_schema(),
        **working_files(build.catalog),
        **trainer_files(build.catalog),
    }
    for uri, content in contents.items():
        files.append(File.generated(config, uri, content=content))
    try:
        for uri, document in downloads(build.catalog, source_date()).items():
            files.append(File.generated(config, uri, content=document))
    except OfficeError as error:
        raise PluginError(str(error)) from error
    reading = files.src_uris.get(READING_FILE)
    if reading:
        files.remove(reading)
        text = joined([reading.content_string])
        files.append(File.generated(config, READING_FILE, content=text))
    _join(config.extra_javascript, SCRIPT_FILE, files, config)
    _join(config.extra_css, STYLE_FILE, files, config, kind_styles(build.catalog.handbook))
    return files


def _join(
    named: list[Any], target: str, files: Files, config: MkDocsConfig, more: str = ""
) -> None:
    """Our own files among the ``named`` become one: a page asks for few of ours, not for twenty."""
    own = [files.src_uris[str(uri)] for uri in named if str(uri).startswith(OWN_ASSETS)]
    content = joined([*(file.content_string for file in own), more])
    for file in own:
        files.remove(file)
    files.append(File.generated(config, target, content=content))
    named[:] = [*(uri for uri in named if not str(uri).startswith(OWN_ASSETS)), target]


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, **_: object) -> str:
    headings = _flat(page.toc)
    build_of(config).anchors[page.file.src_uri] = tuple((h.title, h.id) for h in headings)
    return html


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    # Only now is it known which anchors the headings have got.
    build = build_of(config)
    content = search_data_js(build.catalog, build.anchors)
    files.append(File.generated(config, SEARCH_FILE, content=content))
    return env


def _flat(links: Iterable[AnchorLink]) -> Iterable[AnchorLink]:
    for link in links:
        yield link
        yield from _flat(link.children)
