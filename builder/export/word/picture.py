"""Draws the memo's figure as a picture, for programs that do not draw Word's own shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil, hypot, sqrt
from struct import pack
from typing import TypeAlias
from zlib import compress, crc32

from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont

from builder.layout.pages import Box, Group, Item, Mark, Polyline, Rect, TextBox, arrow_head, walk
from builder.layout.text.measure import baseline, in_box
from builder.outline.text import Level, Picture
from builder.theme.fonts import font_file
from builder.theme.theme import Theme

_SCALE = 2.0  # pixels to the point
_MOST = 1_500_000  # pixels of a picture
_OVER = 2  # it is drawn so many times larger, so that its edges are smooth
_COLOURS = 64

Point: TypeAlias = tuple[float, float]


def picture_of(figure: Group, theme: Theme) -> Picture:
    """Return the figure as a PNG file with its alternative text; equal figures make equal bytes.

    Raises `TypeError` for pictures and tables, which no figure of a memo has.
    """
    return _drawn(figure, theme.colours.white, theme.dash, theme.mark.outline)


@lru_cache(maxsize=4)  # few edits of a `watch` change the figure
def _drawn(figure: Group, ground: str, dash: tuple[float, float], mark: float) -> Picture:
    rect = figure.rect
    scale = _OVER * min(_SCALE, sqrt(_MOST / (rect.width * rect.height)))
    size = ceil(rect.width * scale / _OVER), ceil(rect.height * scale / _OVER)
    large = Image.new("RGB", (size[0] * _OVER, size[1] * _OVER), ground)
    brush = _Brush(large, scale, rect, dash, mark)
    for item in walk(figure.items):
        brush.paint(item)
    small = large.reduce(_OVER).quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    return Picture(_png(small), "PNG", *size, figure.alt.plain if figure.alt else "")


def _png(picture: Image.Image) -> bytes:
    """Return a picture with a palette as a file; Pillow's writer would import all of its formats."""
    (width, height), pixels = picture.size, picture.tobytes()
    rows = b"".join(b"\0" + pixels[start : start + width] for start in range(0, len(pixels), width))
    chunks = (
        (b"IHDR", pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(picture.getpalette() or ())),
        (b"IDAT", compress(rows, 3)),  # in a third of the time of 6
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data)) for kind, data in chunks
    )


class _Letter(Struct, frozen=True):
    """A letter in shades of grey, and in pixels where it is beside its point on the baseline and how wide."""

    shape: Image.Image
    left: int
    top: int
    advance: float


class _Brush:
    """Paints items, which are placed in points, in pixels."""

    def __init__(
        self, image: Image.Image, scale: float, frame: Rect, dash: tuple[float, float], mark: float
    ) -> None:
        self._image, self._draw = image, ImageDraw.Draw(image)
        self._scale = scale
        self._frame = frame
        self._dash, self._outline = dash, mark

    def paint(self, item: Item) -> None:
        match item:
            case TextBox():
                self._box(item.ground)
                self._words(item)
            case Box():
                self._box(item)
            case Polyline():
                self._line(item)
            case Mark():
                self._mark(item)
            case Group():
                pass  # its items follow
            case _:
                raise TypeError(f"a figure of a memo cannot hold a {type(item).__name__}")

    def _at(self, x: float, y: float) -> Point:
        return (x - self._frame.x) * self._scale, (y - self._frame.y) * self._scale

    def _box(self, box: Box) -> None:
        left, top, right, bottom = (
            box.rect.x,
            box.rect.y,
            box.rect.right,
            box.rect.bottom,
        )
        if box.fill:
            self._draw.rectangle((self._at(left, top), self._at(right, bottom)), box.fill)
        if box.outline:
            edge = box.weight / 2
            corners = ((left + edge, top + edge), (right - edge, top + edge),
                       (right - edge, bottom - edge), (left + edge, bottom - edge))  # fmt: skip
            for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
                self._stroke((start, end), box.outline, box.weight, box.dashed)

    def _line(self, line: Polyline) -> None:
        points = list(line.points)
        if line.head:
            points[-1], head = arrow_head(points, line.head_size)
            self._draw.polygon([self._at(*point) for point in head], line.colour)
        self._stroke(points, line.colour, line.weight, line.dashed)

    def _stroke(self, points: Sequence[Point], colour: str, weight: float, dashed: bool) -> None:
        for stretch in _dashes(points, self._dash) if dashed else (points,):
            places = [self._at(*point) for point in stretch]
            self._draw.line(places, colour, max(round(weight * self._scale), 1), "curve")

    def _mark(self, mark: Mark) -> None:
        rect, weight = mark.rect, mark.rect.width * self._outline
        full = mark.colour if mark.level is Level.ASSERTED else None
        self._box(Box(rect, full, mark.colour, weight))
        if mark.level is Level.QUALIFIED:
            self._box(Box(Rect(rect.x, rect.y, rect.width / 2, rect.height), mark.colour))

    def _words(self, box: TextBox) -> None:
        for paragraph, x, y in in_box(box):
            for index, line in enumerate(paragraph.lines):
                for segment in line:
                    right, down = self._at(x + segment.x, y + index * paragraph.leading + baseline(paragraph))
                    for character in segment.text:
                        letter = _letter(character, segment.font, segment.size * self._scale)
                        at = round(right) + letter.left, round(down) + letter.top
                        self._image.paste(segment.colour, at, letter.shape)
                        right += letter.advance


def _dashes(points: Sequence[Point], dash: tuple[float, float]) -> Iterator[tuple[Point, Point]]:
    """Yield the dashes of a line, which begin again at each of its corners."""
    on, off = dash
    for (x0, y0), (x1, y1) in pairwise(points):
        length = hypot(x1 - x0, y1 - y0)
        at = 0.0
        while at < length:
            near, far = at / length, min(at + on, length) / length
            yield (x0 + (x1 - x0) * near, y0 + (y1 - y0) * near), (x0 + (x1 - x0) * far, y0 + (y1 - y0) * far)
            at += on + off


@lru_cache(maxsize=1024)  # a face's hints make each drawing of a letter dear
def _letter(character: str, face: str, size: float) -> _Letter:
    font = _font(face, size)
    drawn, (left, top) = font.getmask2(character, anchor="ls")
    shape = Image.frombytes("L", drawn.size, bytes(drawn))
    return _Letter(shape, left, top, font.getlength(character))


@lru_cache(maxsize=32)
def _font(face: str, size: float) -> ImageFont.FreeTypeFont:
    """Return a face of `size` pixels; `FileNotFoundError` if it is missing."""
    path = font_file(face)
    if path is None:
        raise FileNotFoundError(f"the font {face} is not installed")
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
