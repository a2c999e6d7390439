"""The Python-Markdown extension that renders a checked catalog.

Blocks become entry cards, bare references get their titles, headings that are entries their id and
source, and pages of a set the notice of its standing. The catalog has passed every check, so an id
that is not in it here is a mistake of the program, and may raise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.etree import ElementTree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from handbook.catalog import Catalog, Entry
from handbook.glossary import Glossary
from handbook.model import Kind, Page, Position
from handbook.rendering import cards
from handbook.rendering.overview import overview_html
from handbook.rendering.plain_body import is_plain, plain_body_html
from handbook.rendering.term_links import link_terms
from handbook.vocabulary import BACKGROUND, EDITORIAL, GUIDE, OVERVIEW, PICTURE

PICTURES: Mapping[str, Callable[[Catalog, str], str]] = {OVERVIEW: overview_html}
OFFICIAL_LABELS = {"issued-by": "印发单位", "document-number": "文号", "date": "日期"}

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

# After inline patterns (20) and attr_list (8), before toc (5), so that the table of contents and
# MkDocs' link check (0) see what readers will see.
_PRIORITY = 7


class HandbookExtension(BlocksExtension):
    """Renders one catalog; :meth:`enter` says which page is rendered next."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self.catalog = catalog
        self.glossary = Glossary(catalog)
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
        block_mgr.register(GuideBlock, config)
        block_mgr.register(BackgroundBlock, config)
        block_mgr.register(PictureBlock, config)
        md.treeprocessors.register(_Headings(md, self), "handbook_headings", _PRIORITY)
        md.treeprocessors.register(_References(md, self), "handbook_references", _PRIORITY)
        if self.glossary:
            md.treeprocessors.register(_Terms(md, self), "handbook_terms", _PRIORITY)


def html_element(md: Markdown, html: str) -> ElementTree.Element:
    """An element that Python-Markdown replaces by ``html`` when it has done everything else."""
    element = ElementTree.Element("p")
    element.text = AtomicString(md.htmlStash.store(html))
    return element


def add_html(md: Markdown, parent: ElementTree.Element, html: str) -> None:
    """Appends finished HTML to ``parent``, if there is any."""
    if html:
        parent.append(html_element(md, html))


def _block_class(kind: Kind) -> type[Block]:
    base = UnitBlock if kind.verbatim else EntryBlock
    return type(f"{kind.name.title()}Block", (base,), {"NAME": kind.name})


class _CatalogBlock(Block):
    """A block whose argument is the id of an entry: :mod:`.page_markdown` writes it so."""

    ARGUMENT = True

    @property
    def _extension(self) -> HandbookExtension:
        extension = self.config["extension"]
        assert isinstance(extension, HandbookExtension)
        return extension

    @property
    def _entry(self) -> Entry:
        return self._extension.catalog.by_id[self.argument]

    def on_validate(self, parent: ElementTree.Element) -> bool:
        """What names no entry of the kind is text, and is reported where it is shown."""
        entry = self._extension.catalog.by_id.get(self.argument or "")
        return entry is not None and entry.kind.name == self.NAME


class EntryBlock(_CatalogBlock):
    """An entry as a card."""

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """The card with its header and an empty body, into which the Markdown goes."""
        entry = self._entry
        card = cards.child(parent, "article", class_=f"hb-entry hb-entry--{entry.kind.name}")
        card.set("aria-labelledby", entry.id)
        cards.add_header(card, entry)
        self._body = cards.child(card, "div", class_="hb-body")
        label = self._extension.catalog.body_label(entry)
        if label:
            cards.child(self._body, "p", label, class_="hb-label")
        if is_plain(entry.body):
            extension = self._extension
            html = plain_body_html(entry, extension.catalog, extension.glossary)
            add_html(self.md, self._body, html)
        return card

    def on_add(self, block: ElementTree.Element) -> ElementTree.Element:
        """The body takes what the editor wrote."""
        return self._body

    def on_end(self, block: ElementTree.Element) -> None:
        """Facts, source and links come after the body; a body without text goes."""
        if not self._entry.body:
            block.remove(self._body)
        add_html(self.md, block, cards.derived_html(self._entry, self._extension.catalog))


class UnitBlock(_CatalogBlock):
    """A unit of the source text, shown as the reader found it in the file."""

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """The whole unit; its words come from the catalog, not from Markdown."""
        self._rest = ElementTree.Element("div")
        box = cards.add_unit(parent, self._entry, self._extension.catalog)
        add_html(self.md, box, cards.unit_html(self._entry, self._extension.catalog))
        return box

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

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """The note with its label and title."""
        box = cards.child(parent, "aside", class_="hb-editorial", role="note")
        label = cards.child(box, "p", "编者注", class_="hb-editorial__label")
        cards.child(label, "strong", self.argument)
        return box


class GuideBlock(Block):
    """An editor's advice on all that stands under a heading, folded."""

    NAME = GUIDE
    ARGUMENT = True

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """The box with its title, and whose words they are."""
        box = cards.child(parent, "details", class_=f"hb-hints {cards.GUIDE_CLASS}")
        cards.child(box, "summary", self.argument)
        cards.child(box, "p", cards.GUIDE_LABEL, class_="hb-label")
        return box


class BackgroundBlock(Block):
    """A declaration that units need no entry; the reason is shown at each of the units."""

    NAME = BACKGROUND
    ARGUMENT = True

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """An element that is thrown away."""
        self._parent = parent
        return cards.child(parent, "div")

    def on_end(self, block: ElementTree.Element) -> None:
        """The declaration itself is not shown."""
        self._parent.remove(block)


class PictureBlock(Block):
    """A picture that is drawn from the catalog, where the editor wants it."""

    NAME = PICTURE
    ARGUMENT = True

    def on_validate(self, parent: ElementTree.Element) -> bool:
        """What names no picture is text, and is reported where it is shown."""
        return self.argument in PICTURES

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """The picture."""
        extension = self.config["extension"]
        assert isinstance(extension, HandbookExtension)
        box = cards.child(parent, "div", class_="hb-picture")
        if extension.page is not None:
            draw = PICTURES[self.argument]
            add_html(self.md, box, draw(extension.catalog, extension.page.uri))
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
            html = ""
            if element.tag == "h1":
                html = self._standing(page) + self._switch(page) + self._names(page)
                if page_entry:
                    element.set("id", page_entry.id)
                    entry = page_entry
            if entry and element.tag in _HEADINGS:
                cards.fill_heading(element, entry)
                derived = cards.source_html(entry, catalog) + cards.relations_html(entry, catalog)
                html += f'<div class="hb-heading-source">{derived}</div>'
            if html:
                root.insert(list(root).index(element) + 1, html_element(self.md, html))

    def _switch(self, page: Page) -> str:
        """On a page of the source the button that sets it beside its entries."""
        is_source = page.uri in self._extension.catalog.handbook.source_pages
        return cards.BESIDE_SWITCH if is_source else ""

    def _names(self, page: Page) -> str:
        """On a page of the source the names that our own words use for its masks."""
        catalog = self._extension.catalog
        names = catalog.handbook.names
        words = "".join(unit.body for unit in catalog.units if unit.page.uri == page.uri)
        return cards.names_html({mask: name for mask, name in names.items() if mask in words})

    def _standing(self, page: Page) -> str:
        """The notice of a set's standing, or the instrument that issued it."""
        catalog = self._extension.catalog
        spec = catalog.set_of_page(page)
        status = catalog.handbook.statuses.get(catalog.status_of_page(page))
        if spec is None or status is None:
            return ""
        return cards.notice_html(spec, status) or cards.instrument_html(
            (label, page.front_matter[key].values[0].text)
            for key, label in OFFICIAL_LABELS.items()
            if key in page.front_matter and page.front_matter[key].values
        )


class _References(Treeprocessor):
    """Fills in what a bare ``[ID]`` shows: the id and the title of the entry it leads to."""

    def __init__(self, md: Markdown, extension: HandbookExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: ElementTree.Element) -> None:
        by_id = self._extension.catalog.by_id
        # Advice names a dozen entries that stand just below it: there an id is enough.
        short = {
            link
            for box in root.iter("details")
            if cards.GUIDE_CLASS in box.get("class", "").split()
            for link in box.iter("a")
        }
        for link in root.iter("a"):
            target = link.get("href", "").partition("#")[2]
            entry = by_id.get(target)
            is_bare = "class" not in link.attrib and (link.text or "") == target
            if entry and is_bare and link not in short:
                cards.fill_link(link, entry)
                link.text = AtomicString("")


class _Terms(Treeprocessor):
    """Makes links of the words that the handbook explains, once it is known what is a link."""

    def __init__(self, md: Markdown, extension: HandbookExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: ElementTree.Element) -> None:
        page = self._extension.page
        if page is not None:  # else the build has written it
            link_terms(root, page.uri, self._extension.catalog, self._extension.glossary)
