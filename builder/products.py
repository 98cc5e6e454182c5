"""An outline becomes a finished product in memory: laid out, exported, read back and compared."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from msgspec import Struct, field

from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.report.problems import Problem

if TYPE_CHECKING:
    from builder.layout.pages import Pages
    from builder.trace.appearances import Appearance

EXTENSIONS = {Product.MEMO: "docx", Product.DECK: "pptx", Product.SUMMARY: "pdf"}
ALL = (Product.MEMO, Product.DECK, Product.SUMMARY)


class Made(Struct, frozen=True):
    """One finished product in memory: its bytes, its pages or slides, and what is wrong with it.

    `pages` is None where only Word can tell, `fill` says how full a one-page product is (0 to 1), `appears`
    says where in it each element of the brief stands, `faces` are the typefaces that it was measured in.
    """

    product: Product
    data: bytes
    problems: tuple[Problem, ...]
    pages: int | None = None
    fill: float | None = None
    appears: tuple[Appearance, ...] = ()
    faces: frozenset[str] = frozenset()
    seconds: dict[str, float] = field(default_factory=dict)


def lay_out(outline: Outline, product: Product) -> tuple[Pages | None, tuple[Problem, ...]]:
    """Return the placed pages of a product and what does not fit; of a memo only the figure is placed."""
    match product:
        case Product.MEMO:
            from builder.layout.memo.figure import lay_out_figure

            return None, lay_out_figure(outline)[1]
        case Product.DECK:
            from builder.layout.deck import lay_out_deck

            return lay_out_deck(outline)
        case Product.SUMMARY:
            from builder.layout.summary import lay_out_summary

            return lay_out_summary(outline)


def make(outline: Outline, product: Product, *, export: bool = True) -> Made:
    """Lay out, export and audit one product in memory; a layout that does not fit is not exported."""
    start = time.perf_counter()
    pages, problems = lay_out(outline, product)
    laid_out = time.perf_counter()
    seconds = {f"{product.value} layout": laid_out - start}
    if not export or any(problem.is_error for problem in problems):
        return Made(product, b"", tuple(problems), seconds=seconds)
    data = _export(outline, product, pages)
    exported = time.perf_counter()
    from builder.audit.compare import audit
    from builder.trace.appearances import trace

    found = audit(outline, {product: pages} if pages else {}, {product: data})
    audited = time.perf_counter()
    appears = trace(outline, product, pages, data)
    seconds |= {
        f"{product.value} export": exported - laid_out,
        f"{product.value} audit": audited - exported,
        f"{product.value} trace": time.perf_counter() - audited,
    }
    return Made(
        product,
        data,
        (*problems, *found),
        pages=len(pages.pages) if pages else None,
        fill=pages.fill if pages and product is Product.SUMMARY else None,
        appears=appears,
        faces=_faces(pages) if pages else frozenset(),
        seconds=seconds,
    )


def _faces(pages: Pages) -> frozenset[str]:
    """Return the typefaces in which the words of the pages are set."""
    from builder.layout.pages import paragraphs, walk

    return frozenset(
        segment.font
        for page in pages.pages
        for item in walk(page.items)
        for paragraph in paragraphs(item)
        for line in paragraph.lines
        for segment in line
    )


def _export(outline: Outline, product: Product, pages: Pages | None) -> bytes:
    if pages is None:
        from builder.export.word.memo import write_memo
        from builder.layout.memo.figure import lay_out_figure

        return write_memo(outline, lay_out_figure(outline)[0])
    if product is Product.DECK:
        from builder.export.powerpoint.deck import write_deck

        return write_deck(outline, pages)
    from builder.export.pdf.summary import write_summary

    return write_summary(outline, pages)
