"""Photographs pages: those of a PDF file, and slides and the one-page as they are laid out, as PNG."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from msgspec.structs import replace

from builder.layout.chart import inside
from builder.layout.pages import (
    Box,
    Group,
    Item,
    Page,
    Pages,
    Paragraph,
    Plot,
    Rect,
    Segment,
    TableBox,
    TextBox,
)
from builder.outline.text import Product
from builder.pdfium import engine
from builder.preview.svg import ground_of, number_of
from builder.theme.theme import Theme

_SCALE = 1.6  # pixels of a point
_WHITE = 0xFFFFFFFF


def pages_of(pdf: bytes) -> Iterator[bytes | None]:
    """Yield each page of a PDF file as a picture, None for one that cannot be shown."""
    with engine() as pdfium:
        document = pdfium.FPDF_LoadMemDocument64(pdf, len(pdf), None)
        if not document:
            return
        try:
            pictures = [_page(pdfium, document, index) for index in range(pdfium.FPDF_GetPageCount(document))]
        finally:
            pdfium.FPDF_CloseDocument(document)
    yield from pictures


def _page(pdfium: Any, document: Any, index: int) -> bytes | None:
    from PIL import Image

    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return None
    width, height = (
        round(of(page) * _SCALE) for of in (pdfium.FPDF_GetPageWidthF, pdfium.FPDF_GetPageHeightF)
    )
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    if not bitmap:  # no size, or one beyond memory
        pdfium.FPDF_ClosePage(page)
        return None
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    pdfium.FPDFBitmap_Destroy(bitmap)
    pdfium.FPDF_ClosePage(page)
    found = Image.frombuffer("RGBX", (width, height), data, "raw", "BGRX", stride, 1).convert("RGB")
    file = BytesIO()
    found.quantize(64, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def photographs(
    pages: Pages, product: Product, theme: Theme, chosen: Iterable[int], *, numbered: bool = True
) -> dict[int, bytes]:
    """Return chosen slides or sheets by their numbers, as they are laid out, without a template's ground.

    Slides that are not `numbered` look the same wherever they are in the deck.
    """
    from builder.export.pdf.summary import write_pages

    slides = product is Product.DECK
    look = theme.slides.theme if slides and theme.slides else theme
    own = slides and theme.slides is None
    shown = {}
    for number in chosen:
        page = pages.pages[number - 1]
        behind = ground_of(page, pages.behind, look) if own else ()
        foot = number_of(page, number, look) if own and numbered else ()
        items = tuple(each for item in (*behind, *page.items, *foot) for each in _flat(item, look, slides))
        shown[number] = Page(page.width, page.height, items)
    found = pages_of(write_pages(shown.values(), look)) if shown else ()
    return {number: one for number, one in zip(shown, found, strict=True) if one is not None}


def _flat(item: Item, theme: Theme, slide: bool) -> Iterator[Item]:
    """Yield an item as shapes and words: charts drawn, tables cell by cell, groups one by one."""
    match item:
        case Group():
            for each in item.items:
                yield from _flat(each, theme, slide)
        case Plot():
            drawn = inside(item, theme.chart.deck if slide else theme.chart.memo, theme.colours)
            for each in drawn:
                yield from _flat(each, theme, slide)
        case TableBox():
            yield from _cells(item, theme.deck.cell_line if slide else 0.0)
        case TextBox():
            yield replace(item, paragraphs=tuple(map(_dotted, item.paragraphs)))
        case _:
            yield item


def _cells(item: TableBox, gap: float) -> Iterator[Item]:
    y = item.rect.y
    for cells, height in zip(item.rows, item.heights, strict=True):
        x = item.rect.x
        for cell, width in zip(cells, item.widths, strict=True):
            rect = Rect(x, y, width, height)
            if cell.fill is not None:
                yield Box(rect.inside(gap / 2), fill=cell.fill)
            words = tuple(map(_dotted, cell.paragraphs))
            yield TextBox(rect, words, insets=(item.inset, 0.0, item.inset, 0.0), anchor="middle")
            x += width
        y += height


def _dotted(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph with its bullet as one of its words."""
    if not paragraph.bullet or not paragraph.lines:
        return paragraph
    size, colour = paragraph.size, paragraph.colour
    dot = Segment(0.0, size, "•", paragraph.family.regular, size, colour)
    return replace(paragraph, lines=((dot, *paragraph.lines[0]), *paragraph.lines[1:]))
