"""Shows the memo on real pages: those of LibreOffice, as pictures."""

from __future__ import annotations

import ctypes
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from msgspec import Struct

from builder.outline.text import Product
from builder.pdfium import engine
from builder.pipeline.rendering import render
from builder.report.problems import BriefError

_SCALE = 1.6  # pixels of a point
_WHITE = 0xFFFFFFFF


class Paper(Struct, frozen=True):
    """The pages of a memo as pictures in addresses, or why there are none."""

    revision: int
    pages: tuple[str, ...] = ()
    message: str = ""


def photographed(revision: int, memo: bytes, profile: Path) -> Paper:
    """Return the pages of a memo; LibreOffice is quicker where its `profile` was used before."""
    try:
        pdf = render({Product.MEMO: memo}, profile)[Product.MEMO]
    except BriefError as wrong:
        return Paper(revision, message=wrong.problems[0].message)
    pages = tuple(_pages(pdf))
    if not pages or None in pages:
        return Paper(revision, message="the pages that LibreOffice made cannot be shown")
    return Paper(revision, tuple(f"data:image/png;base64,{b64encode(one).decode()}" for one in pages if one))


def _pages(pdf: bytes) -> Iterator[bytes | None]:
    """Yield each page as a picture, None for one that cannot be shown."""
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
