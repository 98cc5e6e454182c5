"""States what is above and below the memo's text, on its first page and on the later ones."""

from __future__ import annotations

from collections.abc import Iterator

from builder.outline.blocks import Front, Marking, Outline
from builder.outline.reading.flow import SPACE, Image, Label, PageNumber, Para, Piece, Styled
from builder.outline.text import Depth, Run, Text

FIRST_HEADER, LATER_HEADER = "header of page 1", "header of later pages"
FIRST_FOOTER, LATER_FOOTER = "footer of page 1", "footer of later pages"
_ROW, _LABEL = 78, 1.6  # letters in the row of the masthead; how many of them one of a label is
_WIDE = "\u2e80"  # the first character that is as wide as two


def furniture(outline: Outline) -> dict[str, tuple[Para | Image, ...]]:
    """Return the paragraphs of headers and footers by their location; none without a front block."""
    front = outline.one(Front)
    if front is None:
        return {}
    foot = (_footer(front, outline.labels.page_of), *_marking_line(front.marking))
    designation = (Para("Designation", (text,)) for text in front.designation)
    return {
        FIRST_HEADER: tuple(_masthead(front, outline.labels.space)),
        LATER_HEADER: tuple(_later_header(front)),
        FIRST_FOOTER: (*designation, *foot),
        LATER_FOOTER: foot,
    }


def sheets(outline: Outline, number: str) -> dict[str, tuple[Text, ...]]:
    """Return the texts of headers and footers by location; `number` is written for every page number."""

    def texts(piece: Piece) -> Iterator[Text]:
        match piece:
            case Text():
                yield piece
            case Styled() | Label():
                yield piece.text
            case PageNumber():
                shown = piece.template.format(page=number, pages=number)
                yield Text("page_of", (Run(shown),), Depth.MEMO)

    return {
        location: tuple(
            text for para in paras if isinstance(para, Para) for piece in para.pieces for text in texts(piece)
        )
        for location, paras in furniture(outline).items()
    }


def _masthead(front: Front, space: str) -> Iterator[Para | Image]:
    status = Styled(front.status, "Reference")
    name: tuple[Piece, ...] = (SPACE, front.memo_name) if front.memo_name else ()
    kinds: tuple[Piece, ...] = (Styled(front.kind, "Product"), *name, "\t", status)
    marking = front.marking
    if marking is None or not _fits_row(front, marking):
        yield Para("Masthead", kinds)
        yield from _marking_line(marking)
    else:  # as on the one-page: the label at the end of the row, its restrictions below
        yield Para("Masthead", (*kinds, SPACE, Label(marking.label, "Marking")))
        if marking.caveat:
            yield Para("Marking line", (Styled(marking.caveat, "Caveat"),))
    if front.logos:
        yield Image("Masthead logos", front.logos)
    names: list[Piece] = [front.organisation] if front.organisation else []
    if front.partners:
        names += [SPACE] if names else []
        names += [front.partners.label, space, front.partners.value]
    if names:
        yield Para("Masthead organisation", tuple(names))


def _fits_row(front: Front, marking: Marking) -> bool:
    """Return whether the masthead has room for the label beside what else is in its row."""
    texts = (front.kind, front.memo_name, front.status)
    letters = sum(_letters(text.plain) for text in texts if text is not None)
    return letters + _LABEL * _letters(marking.label.plain) <= _ROW


def _letters(text: str) -> int:
    """Return how many letters of the Latin script are about as wide as a text."""
    return sum(2 if letter >= _WIDE else 1 for letter in text)


def _later_header(front: Front) -> Iterator[Para]:
    yield from _marking_line(front.marking)
    yield Para("header", (front.short_title, "\t", Styled(front.status_word, "Reference")))


def _marking_line(marking: Marking | None) -> Iterator[Para]:
    """The label at the right edge and in 12 points, its restrictions before it, above and below every page.

    TLP 2.0 (FIRST, https://www.first.org/tlp/) asks for both in header and footer. The United Kingdom's
    Government Security Classifications Policy has its markings at top and bottom too, and CUI its banner
    at the top and, as a best practice, at the bottom (CUI Marking Handbook, 32 CFR 2002.20).
    """
    if marking:
        caveat: tuple[Piece, ...] = (Styled(marking.caveat, "Caveat"), SPACE) if marking.caveat else ()
        yield Para("Marking line", (*caveat, Label(marking.label, "Marking")))


def _footer(front: Front, page_of: str) -> Para:
    return Para("footer", (front.status, "\t", PageNumber(page_of)))
