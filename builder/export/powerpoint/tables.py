"""Writes a native table with its own fills and white lines between the cells, and the frame of a chart."""

from __future__ import annotations

from math import fsum

from msgspec.structs import replace

from builder.export.office.markup import NAMESPACES, Markup, element, emu, joined
from builder.export.powerpoint.markup import transform
from builder.export.powerpoint.text import Look, Writer
from builder.layout.pages import Rect, TableBox, TableCell

NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # Office's "No Style, No Grid"
# A cell inherits nothing worth having, so that each of its paragraphs says all of its look.
_BARE = Look(0.0, 0.0, "", False)


def table_frame(item: TableBox, about: Markup, writer: Writer) -> Markup:
    """Return the frame of a table; head row and first column are flagged as heads."""
    grid = element("a:tblGrid", *(element("a:gridCol", w=emu(width)) for width in item.widths))
    rows = joined(*(
        element("a:tr", *(_cell(cell, item.inset, writer) for cell in row), h=emu(height))
        for row, height in zip(item.rows, item.heights, strict=True)
    ))  # fmt: skip
    properties = element("a:tblPr", element("a:tableStyleId", Markup(NO_STYLE)), firstRow=1, firstCol=1)
    area = replace(item.rect, height=fsum(item.heights))
    return graphic_frame(about, area, "table", element("a:tbl", properties, grid, rows))


def graphic_frame(about: Markup, rect: Rect, kind: str, content: Markup) -> Markup:
    """Return the frame of a table or chart."""
    return element(
        "p:graphicFrame",
        element(
            "p:nvGraphicFramePr",
            about,
            element("p:cNvGraphicFramePr", element("a:graphicFrameLocks", noGrp=1)),
            element("p:nvPr"),
        ),
        Markup(transform(rect).replace("a:xfrm", "p:xfrm")),
        element("a:graphic", element("a:graphicData", content, uri=NAMESPACES["a"].replace("main", kind))),
    )


def _cell(cell: TableCell, inset: float, writer: Writer) -> Markup:
    text = element(
        "a:txBody",
        element("a:bodyPr"),
        element("a:lstStyle"),
        *(
            writer.paragraph(each, replace(_BARE, on_slide=cell.fill is None), later=index > 0, fonts=True)
            for index, each in enumerate(cell.paragraphs)
        ),
    )
    edges = (
        element(
            name,
            writer.brush.background,
            w=emu(writer.brush.look.cell_line),
            cap="flat",
            cmpd="sng",
            algn="ctr",
        )
        for name in ("a:lnL", "a:lnR", "a:lnT", "a:lnB")
    )
    properties = element(
        "a:tcPr",
        *edges,
        writer.brush.solid(cell.fill),
        marL=emu(inset),
        marR=emu(inset + (cell.paragraph.indent if cell.paragraph.align == "right" else 0.0)),
        marT=emu(writer.brush.look.cell_pad),
        marB=emu(writer.brush.look.cell_pad),
        anchor="ctr",
    )
    return element("a:tc", text, properties)
