"""Third: the data that the site ships beside its pages, and the files that it does not ship."""

from handbook.addresses import CATALOG_FILE, SCHEMA_FILE, SEARCH_FILE
from handbook.assets import SITEMAP, MissingAssetError, is_unused, vendor_files
from handbook.build import build_of
from handbook.exports import catalog_json, catalog_schema, search_data_js
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    build = build_of(config)
    has_address = bool(config.site_url)
    for file in list(files):
        if is_unused(file.src_uri, has_address=has_address):
            files.remove(file)
    if not has_address:
        config.theme.static_templates.discard(SITEMAP)
    contents: dict[str, str | bytes] = {
        CATALOG_FILE: catalog_json(build.catalog),
        SCHEMA_FILE: catalog_schema(),
        SEARCH_FILE: search_data_js(build.catalog),
    }
    try:
        contents.update(vendor_files(build.root))
    except MissingAssetError as error:
        raise PluginError(str(error)) from error
    for uri, content in contents.items():
        files.append(File.generated(config, uri, content=content))
    return files
