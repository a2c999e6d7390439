"""First: reads the project, checks it, and stops before anything is overwritten.

What the checks pass is kept in ``config.extra["handbook"]`` for the hooks after this one. The live
preview alone goes on with what can be shown of a faulty handbook.
"""

import gc
import logging
from contextvars import ContextVar
from pathlib import Path

from handbook.build import KEY, Build
from handbook.masks import for_readers
from handbook.project import check_project
from handbook.rendering.preview import presentable
from handbook.report import as_text, has_errors
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.utils import CountHandler

log = get_plugin_logger("handbook")

# MkDocs names its command once, and gives hooks no object that lasts from one build of the preview
# to the next. Where nothing was named, everything is strict.
_command: ContextVar[str] = ContextVar("command", default="build")


def on_startup(*, command: str, **_: object) -> None:
    _command.set(command)


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    root = Path(config.config_file_path).parent
    checked = check_project(root, strict=bool(config.strict))
    faults = checked.diagnostics
    is_preview = _command.get() == "serve"
    if checked.written is None or (has_errors(faults) and not is_preview):
        raise PluginError("手册没有通过检查：\n" + as_text(faults))
    if is_preview:
        _forget_strictness(logging.getLogger("mkdocs"))
    if has_errors(faults):
        log.error("手册没有通过检查，各页的顶部列出了问题：\n%s", as_text(faults))
        catalog = for_readers(presentable(checked.written, faults))
    else:
        catalog = for_readers(checked.written)
        for item in faults:
            log.warning("%s:%d: %s %s", item.place.path, item.place.line, item.code, item.message)
    config.site_name = catalog.handbook.title
    site = Path(config.site_dir)
    config.extra[KEY] = Build(root, catalog, site, faults if is_preview else None)
    if not is_preview:
        _spare_the_collector()
    return config


def _spare_the_collector() -> None:
    """The catalog stays to the end: to look it through for garbage took a tenth of a build."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _forget_strictness(logger: logging.Logger) -> None:
    """With ``strict: true`` MkDocs would end the preview for what its pages show."""
    for handler in [h for h in logger.handlers if isinstance(h, CountHandler)]:
        logger.removeHandler(handler)
