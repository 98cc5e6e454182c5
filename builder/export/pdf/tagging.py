"""Tags what is painted: a tree of headings, paragraphs, lists and figures that assistive software reads.

reportlab writes no tags, so the operators, the structure tree and its number tree are made here, as
ISO 32000-1, 14.6 to 14.8, and ISO 14289-1 (PDF/UA-1) ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct, field
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFStream,
    PDFString,
    PDFZCompress,
)

Rectangle = tuple[float, float, float, float]  # left, bottom, right, top in points from the lower left corner


class _Marked(Struct):
    """A marked sequence of a page's content."""

    page: str
    mcid: int


class _Annotation(Struct):
    """A link's clickable area."""

    page: str
    name: str


class Element(Struct):
    """One element of the tree; `entries` are further entries of its dictionary."""

    role: str
    name: str
    parent: Element | None
    entries: dict[str, Any] = field(default_factory=dict)
    kids: list[Element | _Marked | _Annotation] = field(default_factory=list)


class Structure:
    """Collects the tree while the canvas is painted, and adds it to the document at the end."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._document = canvas._doc
        self._root = Element("Document", "Tag0", None)
        self._elements = [self._root]
        self._open = [self._root]
        self._marked: list[Element] = []  # of the page that is painted, by mcid
        self._numbers: list[Any] = []  # of the finished pages
        self._links: list[tuple[str, Element]] = []
        self._page_links: list[str] = []

    @contextmanager
    def element(self, role: str, **entries: Any) -> Iterator[Element]:
        """Open an element below the one that is open; what is painted in it needs `content`."""
        made = Element(role, f"Tag{len(self._elements)}", self._open[-1], entries)
        self._elements.append(made)
        self._open[-1].kids.append(made)
        self._open.append(made)
        try:
            yield made
        finally:
            self._open.pop()

    @contextmanager
    def content(self, lang: str = "") -> Iterator[None]:
        """Mark what is painted as content of the open element, in a language of its own if one is named."""
        mcid = len(self._marked)
        self._marked.append(self._open[-1])
        self._open[-1].kids.append(_Marked(self._page, mcid))
        spoken = f" /Lang ({lang})" if lang else ""
        self._canvas.addLiteral(f"/{self._open[-1].role} <</MCID {mcid}{spoken}>> BDC")
        try:
            yield
        finally:
            self._canvas.addLiteral("EMC")

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Mark what is painted as decoration: rules, backgrounds and page numbers."""
        self._canvas.addLiteral(f"/Artifact <</Type /{kind}>> BDC")
        try:
            yield
        finally:
            self._canvas.addLiteral("EMC")

    def link(self, url: str, words: str, area: Rectangle) -> None:
        """Make an area of the page lead to `url`, as part of the open element; `words` are read aloud."""
        name = f"Link{len(self._links)}"
        element = self._open[-1]
        action = PDFDictionary({"S": PDFName("URI"), "URI": PDFString(url)})
        annotation = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Link"),
                "Rect": PDFArray(list(area)),
                "Border": PDFArray([0, 0, 0]),
                "F": 4,  # printed with the page
                "Contents": PDFString(words),
                "A": action,
                "StructParent": _LINK_KEYS + len(self._links),
            }
        )
        self._document.Reference(annotation, name)
        element.kids.append(_Annotation(self._page, name))
        self._links.append((name, element))
        self._page_links.append(name)

    @property
    def _page(self) -> str:
        name: str = self._document.thisPageRef().name
        return name

    def end_page(self) -> None:
        """Finish the page that was painted."""
        name = self._page
        self._canvas.showPage()
        page = self._document.idToObject[name]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._numbers)
        page.Tabs = PDFName("S")
        page.Trans = None  # the library's, without entries
        if self._page_links:
            page.Annots = PDFArray([PDFObjectReference(link) for link in self._page_links])
        # The page's own way would wrap the compressed stream in ASCII and make it a quarter longer.
        page.Contents = PDFStream(content=page.stream, filters=[PDFZCompress])
        self._numbers.append(PDFArray([PDFObjectReference(element.name) for element in self._marked]))
        self._marked, self._page_links = [], []

    def finish(self) -> None:
        """Add the tree to the document, after its last page."""
        for element in self._elements:
            self._document.Reference(PDFDictionary(dict(self._dictionary(element))), element.name)
        numbers: list[Any] = []
        for page, marked in enumerate(self._numbers):
            numbers += [page, marked]
        for number, (_, element) in enumerate(self._links):
            numbers += [_LINK_KEYS + number, PDFObjectReference(element.name)]
        tree = PDFDictionary(
            {
                "Type": PDFName("StructTreeRoot"),
                "K": PDFArray([PDFObjectReference(self._root.name)]),
                "ParentTree": self._document.Reference(PDFDictionary({"Nums": PDFArray(numbers)})),
                "ParentTreeNextKey": _LINK_KEYS + len(self._links),
            }
        )
        self._document.Reference(tree, _TREE)
        catalog = self._document.Catalog
        catalog.StructTreeRoot = PDFObjectReference(_TREE)
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def _dictionary(self, element: Element) -> Iterator[tuple[str, Any]]:
        yield "Type", PDFName("StructElem")
        yield "S", PDFName(element.role)
        yield "P", PDFObjectReference(element.parent.name if element.parent else _TREE)
        pages = [kid.page for kid in element.kids if isinstance(kid, _Marked)]
        if pages:
            yield "Pg", PDFObjectReference(pages[0])
        kids = [self._kid(kid) for kid in element.kids]
        yield "K", kids[0] if len(kids) == 1 else PDFArray(kids)
        yield from element.entries.items()

    def _kid(self, kid: Element | _Marked | _Annotation) -> Any:
        match kid:
            case Element():
                return PDFObjectReference(kid.name)
            case _Marked():
                return kid.mcid
            case _Annotation():
                return PDFDictionary(
                    {
                        "Type": PDFName("OBJR"),
                        "Obj": PDFObjectReference(kid.name),
                        "Pg": PDFObjectReference(kid.page),
                    }
                )


_LINK_KEYS = 10_000  # in the number tree, above those of the pages
_TREE = "TagTree"
