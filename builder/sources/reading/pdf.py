"""Reads the words of a PDF file, page by page."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

from builder.pdfium import engine
from builder.sources.passages import Unread

_MOST_PAGES = 2000
_PASSWORD = 4  # FPDF_ERR_PASSWORD


def pdf_pages(data: bytes) -> Iterator[str]:
    """Yield the words of each page; those that a line's end parts are joined again."""
    with engine() as pdfium:
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            if pdfium.FPDF_GetLastError() == _PASSWORD:
                raise Unread("is protected by a password", "save it without one")
            raise Unread("is not a PDF file that can be read", "is it the right file?")
        try:
            count = pdfium.FPDF_GetPageCount(document)
            if count > _MOST_PAGES:
                raise Unread(
                    f"has {count:,} pages; the limit is {_MOST_PAGES:,}", "save the pages that are cited"
                )
            for index in range(count):
                page = pdfium.FPDF_LoadPage(document, index)
                words = pdfium.FPDFText_LoadPage(page)
                try:
                    yield _unbroken(_text(pdfium, words))
                finally:
                    pdfium.FPDFText_ClosePage(words)
                    pdfium.FPDF_ClosePage(page)
        finally:
            pdfium.FPDF_CloseDocument(document)


def _text(pdfium: object, words: object) -> str:
    count = pdfium.FPDFText_CountChars(words)  # type: ignore[attr-defined]  # a binding without types
    if count <= 0:
        return ""
    room = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(words, 0, count, room)  # type: ignore[attr-defined]
    return ctypes.string_at(room, 2 * max(written - 1, 0)).decode("utf-16-le", "replace")


def _unbroken(text: str) -> str:
    """Return a page in one paragraph; a word that a hyphen parts at a line's end is whole again."""
    text = re.sub("[\ufffe\u00ad\u0002]\\s*", "", text)  # how the engine marks a soft hyphen
    return re.sub(r"(?<=[^\W\d_])-\s*[\r\n]+\s*(?=[a-zà-ÿ])", "", text)
