"""First: reads the project, checks it, and stops before anything is overwritten.

What the checks pass is kept in ``config.extra["handbook"]`` for the hooks after this one.
"""

from pathlib import Path

from handbook.build import KEY, Build
from handbook.project import check_project
from handbook.report import as_text, has_errors
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger

log = get_plugin_logger("handbook")


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    root = Path(config.config_file_path).parent
    checked = check_project(root, strict=bool(config.strict))
    if checked.catalog is None or has_errors(checked.diagnostics):
        raise PluginError("手册没有通过检查：\n" + as_text(checked.diagnostics))
    for item in checked.diagnostics:
        log.warning("%s:%d: %s %s", item.place.path, item.place.line, item.code, item.message)
    config.site_name = checked.catalog.handbook.title
    config.extra[KEY] = Build(root, checked.catalog, Path(config.site_dir))
    return config
