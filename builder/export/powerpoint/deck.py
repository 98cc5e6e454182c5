"""Writes pages as an editable PowerPoint deck: native shapes on layouts that define the look."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from pptx.opc.constants import RELATIONSHIP_TYPE

from builder.export.office.markup import NOTHING, Markup, element, joined
from builder.export.office.snapshot import Snippet
from builder.export.powerpoint.markup import Brush, part
from builder.export.powerpoint.master import TREE
from builder.export.powerpoint.package import OF_NOTES, OF_SLIDE, DeckPackage, Relations, Target
from builder.export.powerpoint.placeholders import shape
from builder.export.powerpoint.shapes import Painter, passage_of
from builder.export.powerpoint.text import Look, Writer
from builder.layout.pages import Page, Pages, Paragraph, TextBox
from builder.outline.blocks import Outline
from builder.theme.theme import Theme

if TYPE_CHECKING:
    from builder.templates.deck import DeckTemplate


class _Slide(Struct, frozen=True):
    """A slide as it is painted, with what it and its notes refer to, in the order of their relationships."""

    slide: bytes
    notes: bytes
    targets: tuple[Target, ...]
    notes_targets: tuple[Target, ...]
    passages: tuple[Snippet, ...]


def write_deck(outline: Outline, pages: Pages, theme: Theme, template: DeckTemplate | None = None) -> bytes:
    """Return the pages as a .pptx file. Equal outlines and pages make equal bytes.

    Without a build id it is a final copy: nothing in it leads back to the brief. With a `template` the slides
    are put into that; `pages` are then scaled to it, and `theme` is derived from it.
    """
    brush = Brush(theme, template.slots if template else None)
    texts: dict[str, int] = {}
    for page in pages.pages:
        count = sum(isinstance(item, TextBox) and item.placeholder == "text" for item in page.items)
        texts[page.layout] = max(count, texts.get(page.layout, 0))
    package = DeckPackage(outline, brush, texts, pages.behind, template)
    passages: list[Snippet] = []
    for number, page in enumerate(pages.pages, 1):
        painted = _painted(page, number, brush, outline.language, bool(outline.build_id))
        slide, notes = package.add_slide(page.layout, painted.slide, painted.notes)
        package.relate(slide, painted.targets)
        package.relate(notes, painted.notes_targets)
        slide.relate_to(notes, RELATIONSHIP_TYPE.NOTES_SLIDE)
        passages += (Snippet(f"brief:slide:{page.slot}", page.slot, ()), *painted.passages)
    return package.close(passages, [page.section for page in pages.pages])


@lru_cache(maxsize=512)  # a `watch` paints only changed slides again
def _painted(page: Page, number: int, brush: Brush, language: str, traced: bool) -> _Slide:
    relations, notes_relations = Relations(OF_SLIDE), Relations(OF_NOTES)
    painter = Painter(page, Writer(brush, language, relations.id, page.layout), number, traced)
    slide = _slide(painter.paint())
    notes = _notes(page, Writer(brush, language, notes_relations.id))
    spoken = (passage_of(f"notes:{page.slot}", pieces) for pieces in page.notes)
    passages = (*painter.passages, *spoken)
    return _Slide(slide, notes, tuple(relations.ids), tuple(notes_relations.ids), passages)


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
