"""The office documents that the site ships, by their addresses."""

from __future__ import annotations

from importlib.util import find_spec

from handbook.addresses import CHECKLISTS_DOCUMENT, CHECKLISTS_WORKBOOK
from handbook.catalog import Catalog
from handbook.office import OfficeError
from handbook.office.checklists import checklists
from handbook.papers import address

# What writes them: the package's name in requirements/build.in, by the name of its module.
_PACKAGES = {"xlsxwriter": "XlsxWriter", "docx": "python-docx"}


def downloads(catalog: Catalog, date: int) -> dict[str, bytes]:
    """The checklists and the blank papers, dated ``date`` in seconds since 1970.

    A handbook without entries under headings has no checklists, one that declares no papers has
    none. Raises :class:`OfficeError` if a document cannot be made.
    """
    lists = checklists(catalog)
    papers = catalog.handbook.papers
    if not lists.sheets and not papers:
        return {}
    # Here, since a handbook without either needs neither library.
    from handbook.office.document import document
    from handbook.office.paper_workbook import paper_workbook
    from handbook.office.papers import paper_document
    from handbook.office.workbook import workbook

    found = {}
    if lists.sheets:
        found[CHECKLISTS_WORKBOOK] = workbook(lists, date)
        found[CHECKLISTS_DOCUMENT] = document(lists, date)
    for paper in papers:
        write = paper_workbook if paper.file.text.endswith(".xlsx") else paper_document
        found[address(paper)] = write(paper, catalog, date)
    return found


def require_packages() -> None:
    """Raises :class:`OfficeError` if what writes the documents is not installed."""
    missing = [name for module, name in _PACKAGES.items() if find_spec(module) is None]
    if missing:
        raise OfficeError(
            f"没有安装 {'、'.join(missing)}，做不了下载的文档：用 make 建站会自动安装；"
            "不用 make 的，请安装 requirements/build.txt。"
        )
