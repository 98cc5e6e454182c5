"""Placed slides become an editable PowerPoint deck: native shapes on layouts that carry the look."""

from __future__ import annotations

from builder.export.office.package import Package, Part
from builder.export.office.snapshot import Passage, snapshot_part, store_part
from builder.export.powerpoint.markup import NOTHING, Markup, element, joined, part
from builder.export.powerpoint.master import TREE
from builder.export.powerpoint.placeholders import shape
from builder.export.powerpoint.shapes import Painter
from builder.export.powerpoint.template import Template, add_template, presentation
from builder.export.powerpoint.text import Look, Writer
from builder.layout.pages import Page, Pages, Paragraph
from builder.outline.blocks import Outline
from builder.outline.text import Picture, Product

_TYPE = "application/vnd.openxmlformats-officedocument"
_KIND = f"{_TYPE}.presentationml"
_NOTE = Look(12, 15, "", False)  # the notes master has it all
_FIRST_SLIDE = 256  # the least id of a slide (ECMA-376 19.7.13)


def write_deck(outline: Outline, pages: Pages) -> bytes:
    """Return the pages as a .pptx file. Equal outlines and pages make equal bytes.

    Without a build id it is a final copy: nothing in it leads back to the brief.
    """
    package = Package()
    template = add_template(package)
    main = template.presentation
    passages: list[Passage] = []
    slides: list[Markup] = []
    for number, page in enumerate(pages.pages, 1):
        slide, said = _add_slide(package, template, outline, page, number)
        passages += said
        slides.append(element("p:sldId", id=_FIRST_SLIDE - 1 + number, r__id=main.relate("slide", slide)))
    main.content = presentation(outline.language, slides)
    if outline.build_id:
        item = package.add("customXml/item1.xml", "application/xml")
        item.content = snapshot_part(outline, Product.DECK, passages)
        main.relate("customXml", item)
        store = package.add("customXml/itemProps1.xml", f"{_TYPE}.customXmlProperties+xml", store_part())
        item.relate("customXmlProps", store)
    package.add_properties(outline)
    return package.pack(outline.epoch)


def _add_slide(
    package: Package, template: Template, outline: Outline, page: Page, number: int
) -> tuple[Part, list[Passage]]:
    """Add one slide with its notes; return it and what it says."""
    slide = package.add(f"ppt/slides/slide{number}.xml", f"{_KIND}.slide+xml")
    slide.relate("slideLayout", template.layouts[page.layout])

    def embed(picture: Picture) -> str:
        return slide.relate("image", package.picture(picture, "ppt/media"))

    writer = Writer(outline.language, slide.link)
    painter = Painter(page, writer, embed, traced=bool(outline.build_id))
    slide.content = _slide(painter.paint())
    notes = package.add(f"ppt/notesSlides/notesSlide{number}.xml", f"{_KIND}.notesSlide+xml")
    notes.relate("notesMaster", template.notes_master)
    notes.relate("slide", slide)
    notes.content = _notes(page, Writer(outline.language, notes.link))
    slide.relate("notesSlide", notes)
    return slide, [Passage(f"brief:slide:{page.slot}", page.slot, ()), *painter.passages]


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
