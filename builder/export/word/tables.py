"""Cells of paragraphs become native tables whose head repeats and whose rows do not split."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builder.export.word.markup import NOTHING, Markup, joined, style_of, twips, w


def cell(width: float, *paragraphs: Markup) -> Markup:
    """Return a cell `width` points wide; it must hold at least one paragraph."""
    return w("tc", w("tcPr", w("tcW", w=twips(width), type="dxa")), *paragraphs)


def row(*cells: Markup, head: bool = False) -> Markup:
    """Return a row that stays on one page; a head row is repeated on every page of its table."""
    return w("tr", w("trPr", w("cantSplit"), w("tblHeader") if head else NOTHING), *cells)


def table(
    style: str, widths: Sequence[float], rows: Iterable[Markup], *, caption: str, description: str = ""
) -> Markup:
    """Return a table in a table style; caption and description are read to those who do not see it."""
    return w(
        "tbl",
        w(
            "tblPr",
            style_of("tblStyle", style),
            w("tblW", w=sum(map(twips, widths)), type="dxa"),
            w("tblLayout", type="fixed"),
            w(
                "tblLook",
                val="0620",
                firstRow=1,
                lastRow=0,
                firstColumn=0,
                lastColumn=0,
                noHBand=1,
                noVBand=1,
            ),
            w("tblCaption", val=caption),
            w("tblDescription", val=description) if description else NOTHING,
        ),
        w("tblGrid", *(w("gridCol", w=twips(width)) for width in widths)),
        joined(*rows),
    )
