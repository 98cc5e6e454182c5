"""Writes pages as an editable PowerPoint deck: native shapes on layouts that define the look."""

from __future__ import annotations

from functools import partial

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part

from builder.export.office.markup import NOTHING, Markup, element, joined
from builder.export.office.snapshot import Passage
from builder.export.powerpoint.markup import Brush, part
from builder.export.powerpoint.master import TREE
from builder.export.powerpoint.package import DeckPackage
from builder.export.powerpoint.placeholders import shape
from builder.export.powerpoint.shapes import Painter
from builder.export.powerpoint.text import Look, Writer
from builder.layout.pages import Page, Pages, Paragraph
from builder.outline.blocks import Outline
from builder.theme.theme import Theme


def write_deck(outline: Outline, pages: Pages, theme: Theme) -> bytes:
    """Return the pages as a .pptx file. Equal outlines and pages make equal bytes.

    Without a build id it is a final copy: nothing in it leads back to the brief.
    """
    brush = Brush(theme)
    package = DeckPackage(brush)
    passages: list[Passage] = []
    for page in pages.pages:
        slide, notes = package.add_slide(page.layout)
        embed = partial(package.add_picture, slide)
        painter = Painter(page, _writer(brush, outline, slide), embed, traced=bool(outline.build_id))
        slide.blob = _slide(painter.paint())
        notes.blob = _notes(page, _writer(brush, outline, notes))
        slide.relate_to(notes, RELATIONSHIP_TYPE.NOTES_SLIDE)
        passages += (Passage(f"brief:slide:{page.slot}", page.slot, ()), *painter.passages)
    return package.close(outline, passages)


def _writer(brush: Brush, outline: Outline, part: Part) -> Writer:
    """Return a writer whose links are relationships of `part`."""

    def link(url: str) -> str:
        return str(part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    return Writer(brush, outline.language, link)


def _slide(shapes: Markup) -> bytes:
    return part(
        "p:sld",
        element("p:cSld", element("p:spTree", TREE, shapes)),
        element("p:clrMapOvr", element("a:masterClrMapping")),
    )


def _notes(page: Page, writer: Writer) -> bytes:
    """The notes page: the slide's picture and the words, in the notes master's style."""
    look = Look(*writer.brush.look.notes.step, "", False)  # the notes master has it all
    words = [
        writer.paragraph(Paragraph(pieces, look.size, look.leading, look.colour), look)
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
