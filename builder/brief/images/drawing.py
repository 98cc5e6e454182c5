"""Drawings as filled and stroked outlines: their letters, their SVG with nothing else, and their pixels."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from builder.brief.images.rings import CLOSE, CURVE, LINE, MOVE, Point, Refused, Ring
from builder.pdfium import engine

if TYPE_CHECKING:
    from PIL.Image import Image

_FACES = Path(__file__).parents[2] / "theme" / "fonts"


class Contour(Struct, frozen=True):
    """Rings of points in pixels from the top left corner, filled and stroked in a colour, or not.

    What is inside depends on the directions of the rings, or is `even_odd`. `cap` and `join` are those of
    PDF: 0 butt and miter, 1 round, 2 square and bevel.
    """

    rings: tuple[Ring, ...]
    fill: str | None
    line: str | None = None
    weight: float = 0.0
    cap: int = 0
    join: int = 0
    even_odd: bool = False


class Drawing(Struct, frozen=True):
    """A drawing: its size in pixels, and its contours from the back to the front."""

    width: int
    height: int
    contours: tuple[Contour, ...]


class Glyph(Struct, frozen=True):
    """A character of size 1: how wide it is, and its outline as operators with points."""

    width: float
    outline: tuple[tuple[int, tuple[Point, ...]], ...]


@lru_cache(maxsize=64)
def glyphs_of(face: str, characters: str) -> Mapping[str, Glyph]:
    """Return characters of a face."""
    data = (_FACES / f"{face}.ttf").read_bytes()
    held = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    with engine() as pdfium:
        document = pdfium.FPDF_CreateNewDocument()
        font = pdfium.FPDFText_LoadFont(document, held, len(data), pdfium.FPDF_FONT_TRUETYPE, True)
        lacking, found = (
            _glyph(pdfium, font, "\uffff"),
            {one: _glyph(pdfium, font, one) for one in characters},
        )
        pdfium.FPDFFont_Close(font)
        pdfium.FPDF_CloseDocument(document)
    for one in characters:
        if found[one].outline == lacking.outline:
            hint = "turn the text into paths in the drawing program"
            raise Refused(f"has the character “{one}”, which Carlito lacks", hint)
    return found


def _glyph(pdfium: Any, font: Any, character: str) -> Glyph:
    x, y, width = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFFont_GetGlyphWidth(font, ord(character), 1.0, width)
    path = pdfium.FPDFFont_GetGlyphPath(font, ord(character), 1.0)
    count = pdfium.FPDFGlyphPath_CountGlyphSegments(path) if path else 0
    outline: list[tuple[int, tuple[Point, ...]]] = []
    points: list[Point] = []
    for index in range(count):
        segment = pdfium.FPDFGlyphPath_GetGlyphPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind != pdfium.FPDF_SEGMENT_BEZIERTO or len(points) == 3:
            named = {pdfium.FPDF_SEGMENT_MOVETO: MOVE, pdfium.FPDF_SEGMENT_LINETO: LINE}
            outline.append((named.get(kind, CURVE), tuple(points)))
            points = []
        if pdfium.FPDFPathSegment_GetClose(segment):
            outline.append((CLOSE, ()))
    return Glyph(width.value, tuple(outline))


# Written again


def as_svg(drawing: Drawing) -> bytes:
    """Return a drawing as SVG: paths in plain colours, and nothing else."""
    size = f'width="{drawing.width}" height="{drawing.height}"'
    view = f'viewBox="0 0 {drawing.width} {drawing.height}"'
    paths = "".join(map(_as_path, drawing.contours))
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view}>{paths}</svg>'.encode()


def _as_path(contour: Contour) -> str:
    course = "".join(_course(ring) for ring in contour.rings)
    rule = ' fill-rule="evenodd"' if contour.fill and contour.even_odd else ""
    line = ""
    if contour.line:
        cap, join = ("butt", "round", "square")[contour.cap], ("miter", "round", "bevel")[contour.join]
        line = f' stroke="{contour.line}" stroke-width="{contour.weight:g}"'
        line += f' stroke-linecap="{cap}" stroke-linejoin="{join}"'
    return f'<path d="{course}" fill="{contour.fill or "none"}"{rule}{line}/>'


def _course(ring: Ring) -> str:
    closed = len(ring) > 3 and ring[0] == ring[-1]
    words = "L".join(f"{x:g} {y:g}" for x, y in (ring[:-1] if closed else ring))
    return f"M{words}{'Z' if closed else ''}"


def rendered(drawing: Drawing) -> Image:
    """Return a drawing as pixels, see-through where nothing is drawn."""
    from PIL import Image

    width, height = drawing.width, drawing.height
    with engine() as pdfium:
        document = pdfium.FPDF_CreateNewDocument()
        page = pdfium.FPDFPage_New(document, 0, width, height)
        for contour in drawing.contours:
            pdfium.FPDFPage_InsertObject(page, _object(pdfium, contour, height))
        bitmap = pdfium.FPDFBitmap_Create(width, height, 1)
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0)
        pdfium.FPDFPage_GenerateContent(page)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
        room = pdfium.FPDFBitmap_GetStride(bitmap) * height
        data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), room)
        pdfium.FPDFBitmap_Destroy(bitmap)
        pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(document)
    image = Image.frombuffer("RGBA", (width, height), data, "raw", "BGRA", room // height, 1)
    return image.convert("RGB") if image.getchannel("A").getextrema() == (255, 255) else image


def _object(pdfium: Any, contour: Contour, height: int) -> Any:
    """Return a contour as an object of a page, which counts from the bottom."""
    item = pdfium.FPDFPageObj_CreateNewPath(*_up(contour.rings[0][0], height))
    for index, ring in enumerate(contour.rings):
        if index:
            pdfium.FPDFPath_MoveTo(item, *_up(ring[0], height))
        closed = len(ring) > 3 and ring[0] == ring[-1]
        for point in ring[1:-1] if closed else ring[1:]:
            pdfium.FPDFPath_LineTo(item, *_up(point, height))
        if closed:
            pdfium.FPDFPath_Close(item)
    rule = pdfium.FPDF_FILLMODE_ALTERNATE if contour.even_odd else pdfium.FPDF_FILLMODE_WINDING
    pdfium.FPDFPath_SetDrawMode(item, rule if contour.fill else pdfium.FPDF_FILLMODE_NONE, bool(contour.line))
    if contour.fill:
        pdfium.FPDFPageObj_SetFillColor(item, *bytes.fromhex(contour.fill[1:]), 255)
    if contour.line:
        pdfium.FPDFPageObj_SetStrokeColor(item, *bytes.fromhex(contour.line[1:]), 255)
        pdfium.FPDFPageObj_SetStrokeWidth(item, contour.weight)
        pdfium.FPDFPageObj_SetLineCap(item, contour.cap)
        pdfium.FPDFPageObj_SetLineJoin(item, contour.join)
    return item


def _up(point: Point, height: int) -> Point:
    return point[0], height - point[1]
