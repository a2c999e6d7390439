"""From a project folder to a checked catalog: the first half of the way, in one call."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from handbook.catalog import Catalog, build_catalog
from handbook.checks import check_catalog, in_order
from handbook.editions import check_editions
from handbook.frozen import FOLDER, read_editions
from handbook.ledger import PAGE_LEDGER, read_ledger
from handbook.masks import for_readers
from handbook.model import Diagnostic
from handbook.outline import check_outline, read_outline
from handbook.papers import address
from handbook.reader import read_pages
from handbook.report import has_errors, strictly
from handbook.setting_items import FILE_NAME, SettingsError
from handbook.settings import read_settings
from handbook.site_files import CONFIGURATION, read_site
from handbook.source_text import read_source

# What a check reads, besides files elsewhere that handbook.yml may name.
READ_BY_A_CHECK = (FILE_NAME, CONFIGURATION, "docs", "source", FOLDER)


@dataclass(frozen=True)
class Checked:
    """What a project folder holds, and all that is wrong with it.

    ``written`` is all that the editors have written; None only if ``handbook.yml`` itself cannot be
    used.
    """

    written: Catalog | None
    diagnostics: tuple[Diagnostic, ...]

    @cached_property
    def catalog(self) -> Catalog | None:
        """What is written, as readers get it; a check needs no more than what is written."""
        return for_readers(self.written) if self.written else None


def check_project(root: Path, *, strict: bool = False) -> Checked:
    """Reads and checks the project in ``root``. Writes nothing, renders nothing.

    A warning is an error if ``strict``, or if ``mkdocs.yml`` says ``strict: true``: the verdict is
    that of a build.
    """
    try:
        handbook = read_settings(root)
    except SettingsError as error:
        return Checked(None, error.diagnostics)
    sources = [(spec, read_source(root, spec)) for spec in handbook.sources]
    written = build_catalog(
        handbook,
        read_pages(root, handbook),
        {spec.file: source.body for spec, source in sources if source.body is not None},
        read_site(root, map(address, handbook.papers)),
        read_ledger(root),
        read_ledger(root, PAGE_LEDGER),
        read_editions(root),
    )
    found = check_catalog(written)
    for spec, source in sources:
        found += source.diagnostics
        if spec.outline:
            outline = read_outline(root, spec.outline, source.body_start)
            found += check_outline(written, spec, outline)
    if not has_errors(found):  # else that the edition was changed follows from the rest
        found += check_editions(root, written.with_questions_apart())
    found = in_order(found)
    verdict = strictly(found) if strict or written.site.is_strict else found
    return Checked(written, tuple(verdict))
