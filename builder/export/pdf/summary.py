"""Writes placed pages as a PDF: tagged for screen readers, fonts embedded, reproducible."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import builder.theme.pdf_library  # noqa: F401 - before what it prepares

# isort: split
from reportlab.pdfgen.canvas import Canvas

from builder.export.pdf.metadata import describe
from builder.export.pdf.painting import Painter, load_font
from builder.export.pdf.tagging import Structure
from builder.layout.pages import Pages
from builder.outline.blocks import Outline
from builder.theme.fonts import LATIN
from builder.theme.theme import Theme

PDF_VERSION = (1, 7)


def write_summary(outline: Outline, pages: Pages, theme: Theme) -> bytes:
    """Return the PDF file of the pages, with the outline's properties.

    All dates are the outline's epoch. Characters that no font has come out as blanks, so the brief must
    have been checked for them before.
    """
    file = BytesIO()
    initial = load_font(LATIN[False, False])
    canvas: Any = Canvas(
        file,
        initialFontName=initial,
        invariant=1,
        pageCompression=1,
        pdfVersion=PDF_VERSION,
        lang=outline.language,
    )
    describe(canvas, outline)
    structure = Structure(canvas)
    for page in pages.pages:
        canvas.setPageSize((page.width, page.height))
        Painter(canvas, structure, page.height, theme).paint(page.items)
        structure.end_page()
    structure.finish()
    canvas.save()
    return file.getvalue()
