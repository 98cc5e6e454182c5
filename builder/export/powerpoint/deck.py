"""Placed slides become an editable PowerPoint deck: native shapes on layouts that carry the look."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from builder.export.office.package import TYPE, core_properties, embed, pack
from builder.export.office.snapshot import Passage
from builder.export.powerpoint.markup import NAMESPACES, NOTHING, Markup, element, joined, part
from builder.export.powerpoint.master import LAYOUT_NAMES, TREE
from builder.export.powerpoint.placeholders import shape
from builder.export.powerpoint.shapes import Painter
from builder.export.powerpoint.template import template
from builder.export.powerpoint.text import Look, Writer
from builder.layout.pages import Page, Pages, Paragraph
from builder.outline.blocks import Outline
from builder.outline.text import Picture, Product

if TYPE_CHECKING:
    from pptx.opc.package import Part
    from pptx.presentation import Presentation

_NOTE = Look(12, 15, "", False)  # the notes master has it all
_FIRST_SLIDE = 256  # the least id of a slide (ECMA-376 19.7.13)


def write_deck(outline: Outline, pages: Pages) -> bytes:
    """Return the pages as a .pptx file. Equal outlines and pages make equal bytes.

    Without a build id it is a final copy: nothing in it leads back to the brief.
    """
    import pptx

    presentation = pptx.Presentation(BytesIO(template(outline.language)))
    passages: list[Passage] = []
    slides = _Slides(presentation, outline)
    for page in pages.pages:
        passages += slides.add(page)
    slides.close()
    for name, value in core_properties(outline).items():
        setattr(presentation.core_properties, name, value)
    if outline.build_id:
        from pptx.opc.package import Part
        from pptx.opc.packuri import PackURI

        main = presentation.part

        def added(name: str, kind: str, content: bytes) -> Part:
            return Part(PackURI(name), kind, main.package, content)

        embed(main, outline, Product.DECK, passages, added)
    return pack(presentation.part.package, outline.epoch)


class _Slides:
    """Adds slides with their notes to a presentation.

    Parts are made and related directly: python-pptx looks through the whole package for each new slide's
    name, which a thousand slides feel.
    """

    def __init__(self, presentation: Presentation, outline: Outline) -> None:
        from pptx.opc.constants import RELATIONSHIP_TYPE

        self._outline = outline
        self._main = presentation.part
        self._package = presentation.part.package
        self._kinds = RELATIONSHIP_TYPE
        master = presentation.slide_master
        self._layouts = dict(zip(LAYOUT_NAMES, (layout.part for layout in master.slide_layouts), strict=True))
        self._notes_master = self._main.part_related_by(RELATIONSHIP_TYPE.NOTES_MASTER)
        self._count = 0
        self._entries: list[Markup] = []

    def add(self, page: Page) -> list[Passage]:
        """Add one slide and return what it says."""
        self._count += 1
        slide = self._part(f"/ppt/slides/slide{self._count}.xml", "slide")
        slide.relate_to(self._layouts[page.layout], self._kinds.SLIDE_LAYOUT)

        def embed(picture: Picture) -> str:
            image = self._package.get_or_add_image_part(BytesIO(picture.data))
            return str(slide.relate_to(image, self._kinds.IMAGE))

        painter = Painter(page, self._writer(slide), embed, traced=bool(self._outline.build_id))
        slide.blob = _slide(painter.paint())
        notes = self._part(f"/ppt/notesSlides/notesSlide{self._count}.xml", "notesSlide")
        notes.relate_to(self._notes_master, self._kinds.NOTES_MASTER)
        notes.relate_to(slide, self._kinds.SLIDE)
        notes.blob = _notes(page, self._writer(notes))
        slide.relate_to(notes, self._kinds.NOTES_SLIDE)
        relation = self._main.rels._add_relationship(self._kinds.SLIDE, slide)
        self._entries.append(element("p:sldId", id=_FIRST_SLIDE - 1 + self._count, r__id=relation))
        return [Passage(f"brief:slide:{page.slot}", page.slot, ()), *painter.passages]

    def _part(self, name: str, kind: str) -> Part:
        from pptx.opc.package import Part
        from pptx.opc.packuri import PackURI

        return Part(PackURI(name), f"{TYPE}.presentationml.{kind}+xml", self._package, b"")

    def _writer(self, part: Part) -> Writer:
        """Return a writer whose links are relationships of `part`."""

        def link(url: str) -> str:
            return str(part.relate_to(url, self._kinds.HYPERLINK, is_external=True))

        return Writer(self._outline.language, link)

    def close(self) -> None:
        """List the slides in the presentation, in their order."""
        from pptx.oxml import parse_xml

        listing = parse_xml(part("p:sldIdLst", *self._entries))
        self._main._element.find(f"{{{NAMESPACES['p']}}}notesMasterIdLst").addnext(listing)


def _slide(shapes: Markup) -> bytes:
    return part(
        "p:sld",
        element("p:cSld", element("p:spTree", TREE, shapes)),
        element("p:clrMapOvr", element("a:masterClrMapping")),
    )


def _notes(page: Page, writer: Writer) -> bytes:
    """The notes page: the slide's picture and the words, in the notes master's style."""
    words = [
        writer.paragraph(Paragraph(pieces, _NOTE.size, _NOTE.leading, _NOTE.colour), _NOTE)
        for pieces in page.notes
    ]
    body = joined(element("a:bodyPr"), element("a:lstStyle"), *(words or [element("a:p")]))
    shapes = joined(
        shape(2, "Slide Image 1", ("sldImg", 2), NOTHING, NOTHING, noRot="1", noChangeAspect="1"),
        shape(3, "Notes 2", ("body", 3), NOTHING, body),
    )
    return part(
        "p:notes",
        element("p:cSld", element("p:spTree", TREE, shapes)),
        element("p:clrMapOvr", element("a:masterClrMapping")),
    )
