"""Paints items on a page of PDF, each inside the tag that says what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any, assert_never

from msgspec.structs import replace
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import FILL_EVEN_ODD, FILL_NON_ZERO

from builder.export.pdf.tagging import Rectangle, Structure
from builder.layout.pages import (
    Box,
    CodeBox,
    Group,
    Item,
    Mark,
    Paragraph,
    PictureBox,
    Plot,
    Polygon,
    Polyline,
    Rect,
    Segment,
    TableBox,
    Tag,
    TextBox,
    arrow_head,
)
from builder.layout.text.measure import baseline, height_of, in_box
from builder.outline.text import Level
from builder.theme.fonts import font_file
from builder.theme.theme import Theme

if TYPE_CHECKING:
    from builder.outline.text import Contour

_BODY, _LABEL = "LBody", "Lbl"  # of a list item


Numbered = tuple[int, Segment]  # the index of its line


@cache
def load_font(face: str) -> str:
    """Register a face with the PDF library and return its name; `FileNotFoundError` if it is missing."""
    path = font_file(face)
    if path is None:
        raise FileNotFoundError(f"the font {face} is not installed")
    registerFont(TTFont(face, str(path), asciiReadable=False))
    return face


class Painter:
    """Paints the items of one page of the given height, from which PDF counts upwards."""

    def __init__(self, canvas: Any, structure: Structure, height: float, theme: Theme) -> None:
        self._canvas = canvas
        self._structure = structure
        self._height = height
        self._theme = theme

    def paint(self, items: Iterable[Item]) -> None:
        """Paint the items in order; consecutive list items, with what decorates them, make one list."""
        with ExitStack() as lists:
            current: str | None = None
            for item in items:
                if _is_content(item) and current != (numbering := _numbering(item)):
                    lists.close()
                    current = numbering
                    if numbering is not None:
                        kind = {"O": PDFName("List"), "ListNumbering": PDFName(numbering)}
                        lists.enter_context(self._structure.element("L", A=PDFDictionary(kind)))
                self._item(item, tagged=True)

    def _item(self, item: Item, tagged: bool) -> None:
        match item:
            case TextBox():
                self._text_box(item, tagged)
            case Box():
                with self._decoration(tagged):
                    _draw_box(self._canvas, item, self._area(item.rect), self._theme.dash)
            case Polyline():
                with self._decoration(tagged):
                    _draw_line(
                        self._canvas, item, [(x, self._height - y) for x, y in item.points], self._theme.dash
                    )
            case Polygon():
                with self._decoration(tagged):
                    _draw_area(self._canvas, item, [(x, self._height - y) for x, y in item.points])
            case Mark():
                with self._decoration(tagged):
                    _draw_mark(self._canvas, item, self._area(item.rect), self._theme.mark.outline)
            case PictureBox():
                self._picture(item, tagged)
            case CodeBox():
                self._code(item)
            case Group():
                alt = item.alt.plain if item.alt is not None else ""
                with self._picture_of(alt, item.rect) if alt and tagged else self._decoration(tagged):
                    for each in item.items:
                        self._item(each, tagged=False)
            case TableBox():
                self._table(item)
            case Plot():
                raise TypeError("the printed page has no native charts")
            case _:
                assert_never(item)

    def _decoration(self, tagged: bool) -> AbstractContextManager[None]:
        return self._structure.artifact() if tagged else nullcontext()

    @contextmanager
    def _picture_of(self, alt: str, rect: Rect) -> Iterator[None]:
        """Mark what is painted as a figure with alternative text."""
        layout = PDFDictionary({"O": PDFName("Layout"), "BBox": PDFArray(list(self._area(rect)))})
        with self._structure.element("Figure", Alt=PDFString(alt), A=layout), self._structure.content():
            yield

    def _picture(self, item: PictureBox, tagged: bool) -> None:
        left, bottom, _, _ = self._area(item.rect)
        if item.picture.contours:
            with self._picture_of(item.picture.alt, item.rect) if tagged else nullcontext():
                for contour in item.picture.contours:
                    self._contour(contour, item)
            return
        picture = ImageReader(BytesIO(item.picture.data))
        with self._picture_of(item.picture.alt, item.rect) if tagged else nullcontext():
            self._canvas.drawImage(picture, left, bottom, item.rect.width, item.rect.height, mask="auto")

    def _contour(self, contour: Contour, item: PictureBox) -> None:
        """Paint one contour of a drawing, as one path."""
        left, _, _, top = self._area(item.rect)
        scale, canvas = item.rect.width / item.picture.width, self._canvas
        path = canvas.beginPath()
        for ring in contour.rings:
            points = [(left + x * scale, top - y * scale) for x, y in ring]
            path.moveTo(*points[0])
            for point in points[1:]:
                path.lineTo(*point)
            if contour.line and len(ring) > 3 and ring[0] == ring[-1]:
                path.close()  # or its first corner is not joined
        canvas.saveState()
        if contour.fill:
            canvas.setFillColor(_colour(contour.fill))
        if contour.line:
            canvas.setStrokeColor(_colour(contour.line))
            canvas.setLineWidth(contour.weight * scale)
            canvas.setLineCap(contour.cap)
            canvas.setLineJoin(contour.join)
        filling = FILL_EVEN_ODD if contour.even_odd else FILL_NON_ZERO
        canvas.drawPath(path, stroke=int(bool(contour.line)), fill=int(bool(contour.fill)), fillMode=filling)
        canvas.restoreState()

    def _code(self, item: CodeBox) -> None:
        """Paint the modules as one path, between whose parts no gaps are seen."""
        area = self._area(item.rect)
        left, _, _, top = area
        module = item.rect.width / item.code.side
        path = self._canvas.beginPath()
        for x, y, count in item.code.bars:
            path.rect(left + x * module, top - (y + 1) * module, count * module, module)
        alt = item.code.alt.plain
        with self._structure.element("Link"):
            with self._picture_of(alt, item.rect):
                self._canvas.saveState()
                self._canvas.setFillColor(_colour(item.colour))
                self._canvas.drawPath(path, stroke=0, fill=1)
                self._canvas.restoreState()
            self._structure.link(item.code.url, alt, area)

    def _text_box(self, item: TextBox, tagged: bool) -> None:
        if item.fill is not None or item.outline is not None:
            with self._decoration(tagged):
                _draw_box(self._canvas, item.ground, self._area(item.rect), self._theme.dash)
        for paragraph, x, y in in_box(item):
            if not tagged:
                self._in_figure(paragraph, x, y)
            elif item.tag is Tag.ARTIFACT:
                with self._structure.artifact("Pagination"):
                    self._lines(paragraph.lines, paragraph, x, y)
            else:
                self._tagged(paragraph, x, y)

    def _table(self, item: TableBox) -> None:
        """Paint the words of a table, each in the middle of its cell; its rules are items of their own."""
        y = item.rect.y
        with self._structure.element("Table"):
            for row, (cells, height) in enumerate(zip(item.rows, item.heights, strict=True)):
                x = item.rect.x
                with self._structure.element("TR"):
                    for column, (cell, width) in enumerate(zip(cells, item.widths, strict=True)):
                        top = y + (height - height_of((cell.paragraph,))) / 2
                        with self._cell(row, column):
                            self._tagged(cell.paragraph, x + item.inset, top)
                        x += width
                y += height

    def _cell(self, row: int, column: int) -> AbstractContextManager[object]:
        """Open the cell of a table; those of the first row and the first column head others."""
        if row and column:
            return self._structure.element("TD")
        scope = PDFName("Row" if row else "Column")
        return self._structure.element("TH", A=PDFDictionary({"O": PDFName("Table"), "Scope": scope}))

    def _tagged(self, paragraph: Paragraph, x: float, y: float) -> None:
        """Paint a paragraph in its tag, what is something of its own in it in another."""
        with self._structure.element("LI") if paragraph.tag is Tag.ITEM else nullcontext():
            for role, numbered in _by_role(paragraph):
                with self._structure.element(role):
                    self._linked(numbered, paragraph, x, y)

    def _linked(self, numbered: Sequence[Numbered], paragraph: Paragraph, x: float, y: float) -> None:
        for url, stretch in _by_link(numbered):
            if url is None:
                self._spoken(stretch, paragraph, x, y)
                continue
            with self._structure.element("Link"):
                self._spoken(stretch, paragraph, x, y)
                self._link_areas(url, stretch, paragraph, x, y)
            with self._structure.artifact():
                self._underline(stretch, paragraph, x, y)

    def _spoken(self, numbered: Sequence[Numbered], paragraph: Paragraph, x: float, y: float) -> None:
        """Paint words as content, those in another language apart."""
        for lang, stretch in groupby(numbered, key=lambda pair: pair[1].lang):
            with self._structure.content(lang):
                self._segments(list(stretch), paragraph, x, y)

    def _in_figure(self, paragraph: Paragraph, x: float, y: float) -> None:
        """Paint words that are content of a figure; an address among them leads where it says."""
        for url, numbered in _by_link(_numbered(_spaced(paragraph.lines))):
            self._segments(numbered, paragraph, x, y)
            if url is not None:
                with self._structure.element("Link"):
                    self._link_areas(url, numbered, paragraph, x, y)
                self._underline(numbered, paragraph, x, y)

    def _link_areas(
        self, url: str, numbered: Sequence[Numbered], paragraph: Paragraph, x: float, y: float
    ) -> None:
        words = "".join(segment.text for _, segment in numbered).strip()
        for index, of_line in groupby(numbered, key=lambda pair: pair[0]):
            line = [segment for _, segment in of_line]
            left, right = x + line[0].x, x + line[-1].x + line[-1].width
            top = y + index * paragraph.leading
            area = self._area(Rect(left, top, right - left, paragraph.leading))
            self._structure.link(url, words, area)

    def _underline(self, numbered: Sequence[Numbered], paragraph: Paragraph, x: float, y: float) -> None:
        self._canvas.saveState()
        for index, segment in numbered:
            foot = self._height - y - index * paragraph.leading - baseline(paragraph) - _DROP * segment.size
            self._canvas.setStrokeColor(_colour(segment.colour))
            self._canvas.setLineWidth(_UNDERLINE * segment.size)
            self._canvas.line(x + segment.x, foot, x + segment.x + segment.width, foot)
        self._canvas.restoreState()

    def _lines(self, lines: Sequence[Sequence[Segment]], paragraph: Paragraph, x: float, y: float) -> None:
        self._segments(_numbered(lines), paragraph, x, y)

    def _segments(self, numbered: Sequence[Numbered], paragraph: Paragraph, x: float, y: float) -> None:
        if not numbered:
            return
        text = self._canvas.beginText()
        first = self._height - y - baseline(paragraph)
        for index, segment in numbered:
            text.setTextOrigin(x + segment.x, first - index * paragraph.leading)
            text.setFont(load_font(segment.font), segment.size)
            text.setFillColor(_colour(segment.colour))
            text.textOut(segment.text)
        self._canvas.drawText(text)

    def _area(self, rect: Rect) -> Rectangle:
        foot = self._height - rect.y - rect.height
        return rect.x, foot, rect.right, foot + rect.height


_UNDERLINE, _DROP = 0.05, 0.14  # weight of a link's underline and its depth below the base line, of the size


def _is_content(item: Item) -> bool:
    return isinstance(item, CodeBox | Group | PictureBox | TableBox) or (
        isinstance(item, TextBox) and item.tag is not Tag.ARTIFACT
    )


def _numbering(item: Item) -> str | None:
    """Return how the list is numbered that an item of the page belongs to; None if it belongs to none."""
    items = [text for text in item.paragraphs if text.tag is Tag.ITEM] if isinstance(item, TextBox) else []
    return ("Decimal" if any(text.number for text in items) else "None") if items else None


def _spaced(lines: Sequence[Sequence[Segment]]) -> Sequence[Sequence[Segment]]:
    """Return the lines with a space at their end, which keeps the boxes of one figure apart when read."""
    if not lines or not lines[-1]:
        return lines
    *others, last = lines
    *before, segment = last
    return [*others, [*before, replace(segment, text=segment.text + " ")]]


def _numbered(lines: Sequence[Sequence[Segment]]) -> list[Numbered]:
    return [(index, segment) for index, line in enumerate(lines) for segment in line]


def _by_link(numbered: Iterable[Numbered]) -> Iterator[tuple[str | None, list[Numbered]]]:
    """Yield segments in stretches of one address."""
    for url, stretch in groupby(numbered, key=lambda pair: pair[1].url):
        yield url, list(stretch)


def _by_role(paragraph: Paragraph) -> Iterator[tuple[str, list[Numbered]]]:
    """Yield the segments of a paragraph with the index of their line, in stretches of one role.

    What joins two texts belongs to the first.
    """
    body = _BODY if paragraph.tag is Tag.ITEM else paragraph.tag.value
    own = {piece.text.slot: piece.tag.value for piece in paragraph.pieces if piece.text and piece.tag}
    if paragraph.number and paragraph.slot is not None:
        own[paragraph.slot] = _LABEL
    role, stretch = body, list[Numbered]()
    for index, segment in _numbered(paragraph.lines):
        now = own.get(segment.slot, body) if segment.slot is not None else role
        if now != role and stretch:
            yield role, stretch
            stretch = []
        role = now
        stretch.append((index, segment))
    yield role, stretch


@cache
def _colour(code: str) -> Any:
    """Return a colour of the library for `#RRGGBB`."""
    return HexColor(code)


def _draw_box(canvas: Any, box: Box, area: Rectangle, dash: tuple[float, float]) -> None:
    """Draw a rectangle; its outline is inside."""
    inner = box.weight / 2 if box.outline is not None else 0.0
    canvas.saveState()
    if box.fill is not None:
        canvas.setFillColor(_colour(box.fill))
    if box.outline is not None:
        canvas.setStrokeColor(_colour(box.outline))
        canvas.setLineWidth(box.weight)
    if box.dashed:
        canvas.setDash(*dash)
    left, bottom, right, top = area
    inside = left + inner, bottom + inner, right - left - 2 * inner, top - bottom - 2 * inner
    stroke, fill = int(box.outline is not None), int(box.fill is not None)
    if box.radius:
        canvas.roundRect(*inside, box.radius, stroke=stroke, fill=fill)
    else:
        canvas.rect(*inside, stroke=stroke, fill=fill)
    canvas.restoreState()


def _draw_line(
    canvas: Any, line: Polyline, points: list[tuple[float, float]], dash: tuple[float, float]
) -> None:
    """Draw a polyline, with its head at the last of the points."""
    canvas.saveState()
    canvas.setStrokeColor(_colour(line.colour))
    canvas.setFillColor(_colour(line.colour))
    canvas.setLineWidth(line.weight)
    if line.dashed:
        canvas.setDash(*dash)
    head: Sequence[tuple[float, float]] = ()
    if line.head:
        points[-1], head = arrow_head(points, line.head_size)
    canvas.drawPath(_path(canvas, points))
    if head:
        canvas.drawPath(_path(canvas, head, close=True), stroke=0, fill=1)
    canvas.restoreState()


def _draw_area(canvas: Any, area: Polygon, points: list[tuple[float, float]]) -> None:
    """Draw a filled area."""
    canvas.saveState()
    canvas.setFillColor(_colour(area.fill))
    canvas.drawPath(_path(canvas, points, close=True), stroke=0, fill=1)
    canvas.restoreState()


def _draw_mark(canvas: Any, mark: Mark, area: Rectangle, outline: float) -> None:
    """Draw a certainty mark: full, half or open, all with an outline of the same share of their side."""
    left, bottom, right, top = area
    weight = mark.rect.width * outline
    side = right - left - weight
    canvas.saveState()
    canvas.setStrokeColor(_colour(mark.colour))
    canvas.setFillColor(_colour(mark.colour))
    canvas.setLineWidth(weight)
    canvas.rect(
        left + weight / 2,
        bottom + weight / 2,
        side,
        top - bottom - weight,
        stroke=1,
        fill=int(mark.level is Level.ASSERTED),
    )
    if mark.level is Level.QUALIFIED:
        canvas.rect(left, bottom, (right - left) / 2, top - bottom, stroke=0, fill=1)
    canvas.restoreState()


def _path(canvas: Any, points: Sequence[tuple[float, float]], close: bool = False) -> Any:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if close:
        path.close()
    return path
