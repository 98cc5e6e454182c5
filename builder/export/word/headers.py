"""Masthead, status, marking and page numbers become the headers and footers of the memo's pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.export.word.markup import Markup, joined, style_of, w
from builder.export.word.package import fill_area
from builder.export.word.paragraphs import Anchors, Story
from builder.layout.memo.pieces import Label, PageNumber, Piece, Styled
from builder.layout.memo.styles import resolved
from builder.layout.memo.tables import Line, height_of
from builder.outline.blocks import Front, Marking

if TYPE_CHECKING:
    from docx.document import Document

SPACE = "\u2002"  # between two texts on one line
_WIDE = 1000.0  # points: the furniture stands on one line
_LOGO = (150.0, 26.0)  # the most width and height of a logo in points


def furnish(document: Document, front: Front, page_of: str, anchors: Anchors) -> None:
    """Give the first page its masthead, the later ones their short title, and all of them status and marking.

    `page_of` is the template of the page number.
    """
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for area, content in (
        (section.first_page_header, _masthead),
        (section.header, _later_header),
        (section.first_page_footer, _footer),
        (section.footer, _footer),
    ):
        area.is_linked_to_previous = False
        story = Story(anchors, area.part)
        fill_area(area.part.element, joined(*content(front, page_of, story)))


def masthead_height(front: Front) -> float:
    """Return the height in points of what stands above the text of the first page."""
    lines: list[Line] = [("Masthead", (front.kind,))]
    lines += [("Marking line", (front.marking.label,))] if front.marking else []
    lines += [("Masthead organisation", (front.organisation,))] if front.organisation else []
    logo = _LOGO[1] + (resolved("Masthead organisation").after or 0.0) if front.logo else 0.0
    return height_of(lines, _WIDE) + logo


def _masthead(front: Front, _: str, story: Story) -> Iterator[Markup]:
    yield story.paragraph(
        "Masthead",
        Styled(front.kind, "Product"),
        SPACE,
        front.memo_name,
        "\t",
        Styled(front.status, "Reference"),
    )
    if front.marking:
        yield _marking_line(front.marking, story)
    if front.logo:
        logo = story.picture(front.logo, front.logo.alt, *_LOGO)
        yield w("p", w("pPr", style_of("pStyle", "Masthead organisation")), logo)
    if front.organisation:
        yield story.paragraph("Masthead organisation", front.organisation)


def _later_header(front: Front, _: str, story: Story) -> Iterator[Markup]:
    if front.marking:
        yield _marking_line(front.marking, story)
    yield story.paragraph("header", front.short_title, "\t", Styled(front.status_word, "Reference"))


def _marking_line(marking: Marking, story: Story) -> Markup:
    """The label at the right edge and in 12 points, as the TLP standard asks; what goes with it before it."""
    caveat: tuple[Piece, ...] = (Styled(marking.caveat, "Caveat"), SPACE) if marking.caveat else ()
    return story.paragraph("Marking line", *caveat, Label(marking.label, "Marking"))


def _footer(front: Front, page_of: str, story: Story) -> Iterator[Markup]:
    page = PageNumber(page_of)
    if front.marking:
        label = Label(front.marking.label, "Marking")
        yield story.paragraph("Marked footer", front.status, "\t", page, "\t", label)
    else:
        yield story.paragraph("footer", front.status, "\t", page)
