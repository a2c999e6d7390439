"""What one build knows: made when the configuration is read, handed on through ``config.extra``.

MkDocs gives its ``on_build_error`` no configuration, so what a failed build leaves behind (its
unfinished site, its log handler) is cleared away when the build's object goes, at the latest at
the end of the program.
"""

from __future__ import annotations

import logging
import shutil
import weakref
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from handbook.addresses import ALPHABETICAL_PAGE, built_address
from handbook.catalog import Catalog
from handbook.model import Diagnostic
from handbook.notices import editors_words
from handbook.output import new_staging_folder, publish_folder
from handbook.rendering.extension import HandbookExtension
from handbook.rendering.generated_page import GeneratedPage

KEY = "handbook"


class HasExtra(Protocol):
    """Of MkDocs' configuration only the part that hooks may fill."""

    extra: Any


class Build:
    """One build: its catalog, the extension that renders it, the site under construction.

    A live preview, and nothing else, has a list of ``faults``, which may be empty: they are shown
    on its pages. Any other build has None, and stops at its first fault.
    """

    def __init__(
        self,
        root: Path,
        catalog: Catalog,
        site: Path,
        faults: Sequence[Diagnostic] | None = None,
    ) -> None:
        self.root = root
        self.faults = faults
        self.is_preview = faults is not None
        self.catalog = catalog
        self.site = site
        self.extension = HandbookExtension(catalog)
        self.generated: Mapping[str, GeneratedPage] = {}
        self.anchors: dict[str, tuple[tuple[str, str], ...]] = {}
        self.staging = new_staging_folder(site)
        self._counter = _Counter()
        weakref.finalize(self, shutil.rmtree, self.staging, ignore_errors=True)

    def start_counting(self, logger: logging.Logger) -> None:
        """Keeps every warning of ``logger``; a level that hides them is moved to its outputs."""
        if logger.level > logging.WARNING:
            for handler in logger.handlers:
                handler.setLevel(max(handler.level, logger.level))
            logger.setLevel(logging.WARNING)
        logger.addHandler(self._counter)
        weakref.finalize(self, logger.removeHandler, self._counter)

    @cached_property
    def own_words(self) -> str:
        """What of the handbook is the editors' own, as every page says."""
        return editors_words(self.catalog)

    @property
    def listing(self) -> str:
        """The address of the page that lists the terms, for readers without scripts."""
        return built_address(ALPHABETICAL_PAGE)

    @property
    def warnings(self) -> list[str]:
        """The warnings so far."""
        return list(self._counter.messages)

    def publish(self) -> None:
        """The finished site takes the place of the old one."""
        publish_folder(self.staging, self.site)


class _Counter(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def build_of(config: HasExtra) -> Build:
    """The build that the first hook put into the configuration."""
    build = config.extra[KEY]
    assert isinstance(build, Build)
    return build
