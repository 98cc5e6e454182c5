"""What a printed page shows: text, shapes and pictures with their looks, and which words are not seen."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, TypeAlias

from msgspec import Struct

from builder.audit.content import LARGEST, TooLarge
from builder.audit.visibility import WHITE, Area, Surface, Words, unseen

Colour: TypeAlias = tuple[int, int, int] | None  # red, green, blue to 255; None: not painted
Point: TypeAlias = tuple[float, float]

PLAIN = "-Regular"  # which a face may be called or not; left off
_SAME_LINE = 1.0  # points two base lines may differ on one line
_ABOVE, _BELOW = 0.65, 0.15  # of the size: how far letters reach from their base line
CLOSED = 4  # points of the least path that comes back


class Stretch(Struct, frozen=True):
    """Text painted at once, in points from the top left corner: its base line, where it begins and ends.

    `seen` is whether it is on the page and painted at all, `flaw` what else keeps readers from seeing it as
    it is, or "". `mark` ties it to its tag, or is -1 where it is decoration. `lang` is the language that its
    mark names, or "".
    """

    text: str
    chars: str  # without white space
    x: float
    y: float
    right: float
    size: float
    face: str
    colour: Colour
    seen: bool
    flaw: str
    mark: int
    lang: str = ""


class Shape(Struct, frozen=True):
    """A path or picture: its points from the top left corner, filled and drawn in what colours.

    `weight` is that of its line, `digest` the SHA-256 of a picture's samples, `even_odd` whether what is
    inside twice is not filled (ISO 32000-1, 8.5.3.3). `after` counts the characters that are painted before
    it, without white space, and so are under it where they meet.
    """

    points: tuple[Point, ...]
    fill: Colour
    line: Colour
    weight: float
    dashed: bool
    after: int
    flaw: str
    mark: int
    digest: str = ""
    even_odd: bool = True

    @property
    def is_area(self) -> bool:
        """Whether it is filled, or a line that comes back to where it began."""
        closed = len(self.points) >= CLOSED and self.points[0] == self.points[-1]
        return closed or self.fill is not None

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, with half its line around it."""
        around = self.weight / 2 if self.line else 0.0
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        return min(xs) - around, min(ys) - around, max(xs) + around, max(ys) + around


class Ink(Struct, frozen=True):
    """All that a page paints, in order; sizes are in points, `flaw` says if it is turned or cut off.

    `roles` are what its content calls each mark, in the order in which they come.
    """

    width: float
    height: float
    painted: tuple[Stretch | Shape, ...]
    flaw: str = ""
    roles: tuple[tuple[int, str], ...] = ()

    @property
    def stretches(self) -> list[Stretch]:
        """The text of the page, seen or not."""
        return [one for one in self.painted if isinstance(one, Stretch)]

    @property
    def shapes(self) -> list[Shape]:
        """The paths and pictures of the page."""
        return [one for one in self.painted if isinstance(one, Shape)]


def lines_of(stretches: Iterable[Stretch]) -> Iterator[list[Stretch]]:
    """Yield the lines of a page: what follows on the same base line goes on."""
    line: list[Stretch] = []
    for stretch in stretches:
        if line and not (
            abs(stretch.y - line[-1].y) < _SAME_LINE and stretch.x > line[-1].right - stretch.size
        ):
            yield line
            line = []
        line.append(stretch)
    if line:
        yield line


def unseen_in(ink: Ink) -> Iterator[tuple[str, str]]:
    """Yield the words of a page that are painted and cannot be seen, and why."""
    page = Area(0.0, 0.0, ink.width, ink.height)
    for words, why in unseen(page, [one for one in map(scene_of, ink.painted) if one is not None]):
        yield " ".join(words.text.split()), why.value


def shown_in(ink: Ink) -> list[Stretch]:
    """Return the text of a page that can be seen, in the order in which it is painted."""
    page = Area(0.0, 0.0, ink.width, ink.height)
    scene = [(one, area) for one in ink.painted if (area := scene_of(one)) is not None]
    unread = {id(words) for words, _ in unseen(page, [area for _, area in scene])}
    return [one for one, area in scene if isinstance(one, Stretch) and id(area) not in unread]


def scene_of(one: Stretch | Shape) -> Surface | Words | None:
    """Return what an object of a page covers or says, None where it does neither."""
    if isinstance(one, Shape):
        filled = one.fill is not None or bool(one.digest)
        return Surface(Area(*one.bounds), one.fill) if filled else None
    if not (one.chars and one.seen):
        return None
    area = Area(one.x, one.y - _ABOVE * one.size, one.right, one.y + _BELOW * one.size)
    return Words(area, one.colour or WHITE, one.size, one.text, opacity=1.0 if one.colour else 0.0)


# pdfium gives a hyphen at the end of a line as one of these, and a character without meaning as U+0000.
_HYPHENS = {0x0002: "-", 0xFFFE: "-", 0x0000: None}
_LONGEST_TAG = 40  # UTF-16 units of a language
_LONGEST = 2048  # UTF-16 units that are fetched at once
_SOLID = 255  # of opacity
_MOST = 5_000  # texts and shapes of a page; a summary has four hundred
_MANY = 8  # points that no line and no corner needs
_ON_EDGE = 0.05  # points between a round corner and the edges that it joins


def text_of(read: Callable[[Any, int], int]) -> str:
    """Return what a function of the engine writes as UTF-16, in one call if it is not long."""
    length = read(_ROOM, 2 * _LONGEST)
    if length <= 2:
        return ""
    buffer = _ROOM
    if length > 2 * _LONGEST:
        buffer = (ctypes.c_ushort * (length // 2))()
        read(buffer, length)
    return ctypes.string_at(buffer, length - 2).decode("utf-16-le", "replace")


_ROOM: Any = (ctypes.c_ushort * _LONGEST)()  # used by one thread at a time, as the engine is


def corners_of(points: Sequence[Point]) -> Sequence[Point]:
    """Return the points of a path; of one along the edges of a rectangle only the corners of that."""
    if len(points) <= _MANY:
        return points
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    if any(min(x - left, right - x, y - top, bottom - y) > _ON_EDGE for x, y in points):
        return points
    return [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]


def read_ink(pdfium: Any, page: Any, text_page: Any) -> Ink:
    """Return what a page paints, in the order in which it is painted."""
    return _Page(pdfium, page, text_page).ink()


class _Page:
    """Asks the engine for the objects of one page."""

    def __init__(self, pdfium: Any, page: Any, text_page: Any) -> None:
        self._pdfium, self._page, self._text_page = pdfium, page, text_page
        self._width = pdfium.FPDF_GetPageWidthF(page)
        self._height = pdfium.FPDF_GetPageHeightF(page)
        self._faces: dict[int, str] = {}
        self._corners = tuple(ctypes.c_float() for _ in range(4))
        self._parts = tuple(ctypes.c_uint() for _ in range(4))
        self._floats = ctypes.c_float(), ctypes.c_float()
        self._modes = ctypes.c_int(), ctypes.c_int()
        self._matrix = pdfium.FS_MATRIX()
        self._samples = 0  # bytes of the pictures so far

    def ink(self) -> Ink:
        painted: list[Stretch | Shape] = []
        roles: dict[tuple[int, str], None] = {}
        chars = 0
        pdfium = self._pdfium
        listed = self._objects(pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
        for count, (item, kind, depth) in enumerate(listed):
            mark = pdfium.FPDFPageObj_GetMarkedContentID(item)
            if count == _MOST:
                raise TooLarge(f"paints more than {_MOST:,} texts and shapes on a page")
            if mark >= 0:
                roles[mark, self._named(pdfium.FPDFPageObj_GetMark(item, 0))[0]] = None
            flaw = "drawn in another drawing" if depth else self._flaw(item, kind, mark)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                stretch = self._stretch(item, mark, flaw)
                if stretch is not None:
                    painted.append(stretch)
                    chars += len(stretch.chars)
            else:
                shape = self._picture(item, mark, chars, flaw) if kind != pdfium.FPDF_PAGEOBJ_PATH else None
                painted.append(shape or self._path(item, mark, chars, flaw))
        return Ink(self._width, self._height, tuple(painted), self._turned(), tuple(roles))

    def _objects(
        self, count: Any, get: Any, depth: int = 0, holder: Any = None
    ) -> Iterator[tuple[Any, int, int]]:
        """Yield the objects in the order they are painted, those inside forms too."""
        pdfium = self._pdfium
        holder = self._page if holder is None else holder
        for index in range(count(holder)):
            item = get(holder, index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                parts = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
                yield from self._objects(*parts, depth + 1, item)
            else:
                yield item, kind, depth

    def _stretch(self, item: Any, mark: int, flaw: str) -> Stretch | None:
        pdfium = self._pdfium
        length = pdfium.FPDFTextObj_GetText(item, self._text_page, _ROOM, 2 * _LONGEST)
        if length > 2 * _LONGEST:
            text = text_of(partial(pdfium.FPDFTextObj_GetText, item, self._text_page))
        elif length > 2:
            text = ctypes.string_at(_ROOM, length - 2).decode("utf-16-le", "replace")
        else:
            return None
        if text.isascii() and text.isprintable():
            pass
        elif not (text := text.translate(_HYPHENS)):
            return None
        left, bottom, right, top = self._bounds(item)
        matrix, (size, _) = self._matrix, self._floats
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        pdfium.FPDFTextObj_GetFontSize(item, size)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
        if mode != pdfium.FPDF_TEXTRENDERMODE_FILL:
            flaw = flaw or "not painted as letters are"
        elif (matrix.b, matrix.c, matrix.a) != (0.0, 0.0, matrix.d) or matrix.d <= 0:
            flaw = flaw or "turned or stretched"
        return Stretch(
            text=text,
            chars="".join(text.split()),
            x=matrix.e,
            y=self._height - matrix.f,
            right=right,
            size=size.value * matrix.d,
            face=self._face(item),
            colour=self._colour(item, pdfium.FPDFPageObj_GetFillColor),
            seen=right > 0 and left < self._width and top > 0 and bottom < self._height
            and mode != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
            flaw=flaw,
            mark=mark,
            lang=self._lang(item),
        )  # fmt: skip

    def _path(self, item: Any, mark: int, chars: int, flaw: str) -> Shape:
        pdfium, (fill, line) = self._pdfium, self._modes
        pdfium.FPDFPath_GetDrawMode(item, fill, line)
        pdfium.FPDFPageObj_GetStrokeWidth(item, self._floats[0])
        weight = self._floats[0].value
        return Shape(
            points=tuple(self._points(item)),
            fill=self._colour(item, pdfium.FPDFPageObj_GetFillColor) if fill.value else None,
            line=self._colour(item, pdfium.FPDFPageObj_GetStrokeColor) if line.value else None,
            weight=weight,
            dashed=bool(line.value) and pdfium.FPDFPageObj_GetDashCount(item) > 0,
            after=chars,
            flaw=flaw,
            mark=mark,
            even_odd=fill.value != pdfium.FPDF_FILLMODE_WINDING,
        )

    def _points(self, item: Any) -> Sequence[Point]:
        """Return where a path leads; of a rectangle with round corners only its corners."""
        return corners_of(list(self._segments(item)))

    def _segments(self, item: Any) -> Iterator[Point]:
        """Yield the points of a path, and those that shape its curves."""
        pdfium, (x, y), matrix = self._pdfium, self._floats, self._matrix
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        plain = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f) == (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        for index in range(pdfium.FPDFPath_CountSegments(item)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(item, index), x, y)
            across, up = x.value, y.value
            if not plain:
                across, up = (
                    matrix.a * across + matrix.c * up + matrix.e,
                    matrix.b * across + matrix.d * up + matrix.f,
                )
            yield across, self._height - up

    def _picture(self, item: Any, mark: int, chars: int, flaw: str) -> Shape:
        """A picture with its samples, or a shading, which has none."""
        left, bottom, right, top = self._bounds(item)
        pdfium = self._pdfium
        digest = "none"
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_IMAGE:
            room = pdfium.FPDFImageObj_GetImageDataDecoded(item, None, 0)
            self._samples += room
            if self._samples > LARGEST:
                raise TooLarge(f"shows pictures of more than {LARGEST:,} bytes on a page")
            samples = ctypes.create_string_buffer(room)
            pdfium.FPDFImageObj_GetImageDataDecoded(item, samples, room)
            pdfium.FPDFImageObj_GetImageMetadata(item, self._page, about := pdfium.FPDF_IMAGEOBJ_METADATA())
            size = f"{about.width} {about.height} {about.bits_per_pixel} "
            digest = sha256(size.encode() + samples.raw).hexdigest()
        corners = ((left, self._height - top), (right, self._height - bottom))
        return Shape(corners, None, None, 0.0, False, chars, flaw, mark, digest)

    def _bounds(self, item: Any) -> tuple[float, float, float, float]:
        left, bottom, right, top = self._corners
        self._pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        return left.value, bottom.value, right.value, top.value

    def _colour(self, item: Any, get: Any) -> Colour:
        red, green, blue, alpha = self._parts
        if not get(item, red, green, blue, alpha) or alpha.value < _SOLID:
            return None
        return red.value, green.value, blue.value

    def _face(self, item: Any) -> str:
        font = self._pdfium.FPDFTextObj_GetFont(item)
        address = ctypes.addressof(font.contents)
        if address not in self._faces:
            name = ctypes.create_string_buffer(256)
            self._pdfium.FPDFFont_GetBaseFontName(font, name, 256)
            self._faces[address] = name.value.decode("latin-1").rpartition("+")[2].removesuffix(PLAIN)
        return self._faces[address]

    def _flaw(self, item: Any, kind: int, mark_id: int) -> str:
        """Return what keeps an object from being seen as it is, or from its tag; "" for nothing."""
        pdfium = self._pdfium
        if pdfium.FPDFClipPath_CountPaths(pdfium.FPDFPageObj_GetClipPath(item)) > 0:
            return "clipped"
        if pdfium.FPDFPageObj_HasTransparency(item):
            return "transparent"
        if pdfium.FPDFPageObj_CountMarks(item) != 1:
            return "not tagged as content or decoration"
        mark = pdfium.FPDFPageObj_GetMark(item, 0)
        if pdfium.FPDFPageObjMark_CountParams(mark) != 1 + bool(self._lang(item)) or (
            mark_id < 0 and kind == pdfium.FPDF_PAGEOBJ_TEXT and self._named(mark) != ("Artifact", "Type")
        ):
            return "tagged with more than its number"
        return ""

    def _lang(self, item: Any) -> str:
        """Return the language that the mark of an object names beside its number."""
        pdfium, length = self._pdfium, ctypes.c_ulong()
        mark = pdfium.FPDFPageObj_GetMark(item, 0)
        if not mark or pdfium.FPDFPageObjMark_CountParams(mark) != 2:
            return ""
        buffer = (ctypes.c_ushort * _LONGEST_TAG)()
        found = pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"Lang", buffer, 2 * _LONGEST_TAG, length)
        return bytes(buffer)[: length.value].decode("utf-16-le", "replace").rstrip("\0") if found else ""

    def _named(self, mark: Any) -> tuple[str, str]:
        """Name and first key of what an object is marked as."""
        pdfium, length = self._pdfium, ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(mark, _ROOM, 2 * _LONGEST, length)
        name = ctypes.string_at(_ROOM, max(length.value - 2, 0)).decode("utf-16-le", "replace")
        pdfium.FPDFPageObjMark_GetParamKey(mark, 0, _ROOM, 2 * _LONGEST, length)
        return name, ctypes.string_at(_ROOM, max(length.value - 2, 0)).decode("utf-16-le", "replace")

    def _turned(self) -> str:
        """Return in what way the page shows other than its whole sheet, upright; "" if it does not."""
        pdfium, box = self._pdfium, self._corners
        if pdfium.FPDFPage_GetRotation(self._page):
            return "is turned"
        if pdfium.FPDFPage_GetCropBox(self._page, *box) or (
            pdfium.FPDFPage_GetMediaBox(self._page, *box) and (box[0].value, box[1].value) != (0.0, 0.0)
        ):
            return "is cut off"
        return ""
