"""The Python-Markdown extension that renders a checked catalog.

Blocks become entry cards, bare references get their titles, headings that are entries their id and
source, and pages of a set the notice of its standing. The catalog has passed every check, so an id
that is not in it here is a mistake of the program, and may raise.
"""

from __future__ import annotations

from xml.etree import ElementTree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block, type_any

from handbook.catalog import Catalog, Entry
from handbook.model import Kind, Page, Position
from handbook.reader import EDITORIAL
from handbook.rendering import cards

OFFICIAL_LABELS = {"issued-by": "印发单位", "document-number": "文号", "date": "日期"}

# After inline patterns (20) and attr_list (8), before toc (5), so that the table of contents and
# MkDocs' link check (0) see what readers will see.
_PRIORITY = 7


class HandbookExtension(BlocksExtension):
    """Renders one catalog; :meth:`enter` says which page is rendered next."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self.catalog = catalog
        self.page: Page | None = None

    def enter(self, uri: str) -> None:
        """The page ``uri`` is about to be rendered; a generated one is not in the catalog."""
        self.page = self.catalog.pages_by_uri.get(uri)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        """Registers a block for each kind that is written as one, and the tree processors."""
        config = {"extension": self}
        for kind in self.catalog.handbook.kinds.values():
            if kind.position is Position.BLOCK:
                block_mgr.register(_block_class(kind), config)
        block_mgr.register(EditorialBlock, config)
        md.treeprocessors.register(_Headings(md, self), "handbook_headings", _PRIORITY)
        md.treeprocessors.register(_References(md, self), "handbook_references", _PRIORITY)


def _block_class(kind: Kind) -> type[Block]:
    base = UnitBlock if kind.verbatim else EntryBlock
    options = dict.fromkeys(("id", *kind.options), (None, type_any))
    return type(f"{kind.name.title()}Block", (base,), {"NAME": kind.name, "OPTIONS": options})


class _CatalogBlock(Block):
    ARGUMENT = None

    @property
    def _extension(self) -> HandbookExtension:
        extension = self.config["extension"]
        assert isinstance(extension, HandbookExtension)
        return extension

    @property
    def _entry(self) -> Entry:
        return self._extension.catalog.by_id[str(self.options["id"])]


class EntryBlock(_CatalogBlock):
    """An entry as a card."""

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """The card with its header and an empty body, into which the Markdown goes."""
        entry = self._entry
        card = cards.child(parent, "article", class_=f"hb-entry hb-entry--{entry.kind.name}")
        card.set("aria-labelledby", entry.id)
        cards.add_header(card, entry)
        self._body = cards.child(card, "div", class_="hb-body")
        if entry.kind.body_label:
            cards.child(self._body, "p", entry.kind.body_label, class_="hb-label")
        return card

    def on_add(self, block: ElementTree.Element) -> ElementTree.Element:
        """The body takes what the editor wrote."""
        return self._body

    def on_end(self, block: ElementTree.Element) -> None:
        """Facts, source and links come after the body; a body without text goes."""
        entry, catalog = self._entry, self._extension.catalog
        if not entry.body:
            block.remove(self._body)
        cards.add_facts(block, entry)
        cards.add_source(block, entry, catalog)
        cards.add_links(block, entry, catalog)


class UnitBlock(_CatalogBlock):
    """A unit of the source text, shown as the reader found it in the file."""

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """The whole unit; its words come from the catalog, not from Markdown."""
        self._rest = ElementTree.Element("div")
        return cards.add_unit(parent, self._entry, self._extension.catalog)

    def on_markdown(self) -> str:
        """The words are not Markdown."""
        return "raw"

    def on_add(self, block: ElementTree.Element) -> ElementTree.Element:
        """What Markdown makes of the words is not shown."""
        return self._rest


class EditorialBlock(Block):
    """An editor's note, apart from the text around it and marked as ours."""

    NAME = EDITORIAL
    ARGUMENT = True
    OPTIONS = {  # noqa: RUF012 -- as the base class declares it
        "units": (None, type_any)
    }

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """The note with its label and title."""
        box = cards.child(parent, "aside", class_="hb-editorial", role="note")
        label = cards.child(box, "p", "编者注", class_="hb-editorial__label")
        cards.child(label, "strong", self.argument)
        return box


class _Headings(Treeprocessor):
    """Gives headings that are entries their id and source, and a set's page its notice."""

    def __init__(self, md: Markdown, extension: HandbookExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: ElementTree.Element) -> None:
        catalog, page = self._extension.catalog, self._extension.page
        if page is None:
            return
        page_entry = catalog.page_entries.get(page.uri)
        for element in list(root):
            entry = catalog.by_id.get(element.get("id", ""))
            if element.tag == "h1":
                additions = self._notice(page)
                if page_entry:
                    element.set("id", page_entry.id)
                    entry = page_entry
            else:
                additions = []
            if entry and element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                cards.fill_heading(element, entry)
                box = ElementTree.Element("div", {"class": "hb-heading-source"})
                cards.add_source(box, entry, catalog)
                cards.add_links(box, entry, catalog)
                additions.append(box)
            position = list(root).index(element) + 1
            for number, addition in enumerate(additions):
                root.insert(position + number, addition)

    def _notice(self, page: Page) -> list[ElementTree.Element]:
        catalog = self._extension.catalog
        spec = catalog.set_of_page(page)
        status = catalog.handbook.statuses.get(catalog.status_of_page(page))
        if spec is None or status is None:
            return []
        box = cards.notice(spec, status)
        if box is not None:
            return [box]
        values = [
            (label, page.front_matter[key].values[0].text)
            for key, label in OFFICIAL_LABELS.items()
            if key in page.front_matter and page.front_matter[key].values
        ]
        return [cards.instrument_of_page(values)] if values else []


class _References(Treeprocessor):
    """Fills in what a bare ``[ID]`` shows: the id and the title of the entry it leads to."""

    def __init__(self, md: Markdown, extension: HandbookExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: ElementTree.Element) -> None:
        by_id = self._extension.catalog.by_id
        for link in root.iter("a"):
            target = link.get("href", "").partition("#")[2]
            entry = by_id.get(target)
            if entry and "class" not in link.attrib and (link.text or "") == target:
                cards.fill_link(link, entry)
                link.text = AtomicString("")
