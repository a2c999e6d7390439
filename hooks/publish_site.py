"""Last: the site is built beside its place, checked as built, and only then takes that place.

Warnings of MkDocs stop the build whatever ``-q``, ``-v`` or ``--strict`` say.
"""

import logging

from handbook.build import build_of
from handbook.html_check import check_notices, check_site
from handbook.report import as_text, has_errors
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority


@event_priority(-100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    build = build_of(config)
    build.start_counting(logging.getLogger("mkdocs"))
    config.site_dir = str(build.staging)
    return config


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    build = build_of(config)
    faults = [
        *check_notices(build.staging, build.catalog, shown_as=build.site.name),
        *check_site(build.staging, build.catalog, shown_as=build.site.name),
    ]
    if has_errors(faults):
        raise PluginError("生成的页面有问题，没有替换原来的网站：\n" + as_text(faults))
    if build.warnings:
        raise PluginError("MkDocs 有警告，没有替换原来的网站：\n" + "\n".join(build.warnings))
    build.publish()
    config.site_dir = str(build.site)
