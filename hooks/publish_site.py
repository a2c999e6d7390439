"""Last: the site is built beside its place, checked as built, and only then takes that place.

Warnings of MkDocs stop the build whatever ``-q``, ``-v`` or ``--strict`` say. The live preview
stops for nothing: it lists on its pages what is wrong, and stays as it was if it cannot be made.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from handbook.build import Build, build_of
from handbook.frozen import FOLDER
from handbook.html_check import check_notices, check_site
from handbook.model import Diagnostic
from handbook.rendering.preview import failure_html, faults_html, put_box
from handbook.report import as_text, has_errors
from handbook.used_styles import trim_styles
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority, get_plugin_logger

log = get_plugin_logger("handbook")


@event_priority(-100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    build = build_of(config)
    build.start_counting(logging.getLogger("mkdocs"))
    config.site_dir = str(build.staging)
    return config


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    build = build_of(config)
    if build.faults is None:
        _refuse_faults(build)
        trim_styles(build.staging)
    else:
        _show_faults(build, build.faults)
    build.publish()
    config.site_dir = str(build.site)


def on_build_error(error: Exception, **_: object) -> None:
    if isinstance(error, OSError):
        reason = f"{error.filename or '文件'}（{error.strerror}）"
        raise PluginError(f"写不了或读不了 {reason}，没有替换原来的网站") from error


def on_serve(
    server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]
) -> LiveReloadServer:
    """MkDocs would answer no request after a build that failed, until one succeeds."""
    editions = Path(config.config_file_path).parent / FOLDER
    if editions.is_dir():
        server.watch(str(editions))
    site = Path(server.root)

    def build_or_keep() -> None:
        try:
            builder()
        except (Exception, SystemExit) as error:
            reason = _reason(error)
            is_expected = isinstance(reason, MkDocsException)
            log.error("预览没有更新，保留上一次的：%s", reason, exc_info=not is_expected)
            put_box(site, failure_html(str(reason) or type(reason).__name__))

    server.builder = build_or_keep
    return server


def _reason(error: BaseException) -> BaseException:
    """MkDocs reports what a hook says by itself, and then raises another error in its place."""
    return error.__context__ or error if isinstance(error, Abort) else error


def _refuse_faults(build: Build) -> None:
    faults = _faults_of_pages(build)
    if has_errors(faults):
        raise PluginError("生成的页面有问题，没有替换原来的网站：\n" + as_text(faults))
    if build.warnings:
        raise PluginError("MkDocs 有警告，没有替换原来的网站：\n" + "\n".join(build.warnings))


def _show_faults(build: Build, faults: Sequence[Diagnostic]) -> None:
    """What is wrong with the built pages follows from the source's faults, if there are any."""
    if has_errors(faults):
        put_box(build.staging, faults_html(faults))
    else:
        found = _faults_of_pages(build)
        put_box(build.staging, faults_html([*faults, *found], build.warnings))


def _faults_of_pages(build: Build) -> list[Diagnostic]:
    return [
        *check_notices(build.staging, build.catalog, shown_as=build.site.name),
        *check_site(build.staging, build.catalog, shown_as=build.site.name),
    ]
