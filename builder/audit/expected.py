"""Lists the words that a finished file must have: of a memo the outline's reading, else the placed pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.audit.words.transcript import ExpectedText
from builder.layout.pages import Page, Pages, Piece, paragraphs, walk
from builder.outline.blocks import Outline
from builder.outline.reading import beginnings, reading
from builder.outline.text import Product


def expected_texts(outline: Outline, product: Product, pages: Pages | None) -> list[ExpectedText]:
    """Return every text of a file in order, each page's notes after its items."""
    if pages is None:
        begins = beginnings(outline)
        texts = reading(outline, product)
        return [ExpectedText(one.plain, one.path, begins.get(one.slot), text=one) for one in texts]
    lines = product is Product.SUMMARY  # where a printed line, not a paragraph, is extracted
    return [one for number, page in enumerate(pages.pages, 1) for one in _on_page(page, number, lines)]


def _on_page(page: Page, number: int, lines: bool) -> Iterator[ExpectedText]:
    for item in walk(page.items):
        for paragraph in paragraphs(item):
            yield from _in_paragraph(paragraph.pieces, number, lines, in_notes=False)
    for note in page.notes:
        yield from _in_paragraph(note, number, lines, in_notes=True)


def _in_paragraph(
    pieces: Sequence[Piece], page: int, lines: bool, *, in_notes: bool
) -> Iterator[ExpectedText]:
    """Yield the pieces of one paragraph, of which the first with words begins it."""
    begins = True
    for piece in pieces:
        text = piece.text
        words = piece.separator if text is None else text.plain
        starts = None if lines else begins and not words.isspace()
        yield ExpectedText(words, text.path if text else "", starts, page, in_notes, text)
        begins = begins and (not words or words.isspace())
