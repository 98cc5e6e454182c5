"""Lists what a printed page must show: every text, shape and picture, in the order of painting."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from itertools import groupby, pairwise
from math import hypot
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from builder.audit.pdf.glyphs import printed_name
from builder.audit.pdf.ink import CLOSED, PLAIN, Colour, Point, corners_of
from builder.audit.visibility import rgb
from builder.layout.pages import (
    Box,
    CodeBox,
    Group,
    Item,
    Mark,
    Page,
    Paragraph,
    PictureBox,
    Piece,
    Plot,
    Polygon,
    Polyline,
    Rect,
    Segment,
    TableBox,
    Tag,
    TextBox,
)
from builder.outline.text import Level, Picture

_FIGURE, _LINK, _DECORATION = "Figure", "Link", ""
_ROLES = {Tag.ITEM: "LBody"}  # else as the tag is called
_FOLLOWING = 3  # texts after a shape in which a path of the brief is looked for
_QUIET = 4  # modules around a QR code (ISO/IEC 18004, 5.3.8)
_ARROWS, _PICTURES = "arrows-match-links", "pictures-match"


class Written(Struct, frozen=True):
    """Characters of one line in one look: between which edges, in points from the top left corner."""

    text: str
    chars: str  # without white space
    x: float
    width: float
    top: float
    bottom: float
    size: float
    face: str
    colour: Colour
    role: str  # its tag, "" where it is decoration
    lang: str  # of words in another language than the brief, where their tag is their own
    slot: str | None
    pieces: tuple[Piece, ...]  # of its paragraph

    @property
    def path(self) -> str:
        """The path in the brief that its words come from, "" for fixed words."""
        found = (piece.text.path for piece in self.pieces if piece.text and piece.text.slot == self.slot)
        return next(found, "")

    @property
    def is_tight(self) -> bool:
        """Whether it begins and ends with a character."""
        return self.text == self.text.strip()


class Drawn(Struct, frozen=True):
    """A shape: its corners (of a rectangle two) or the course of its line, in points from the top left.

    With `is_loose`, the corners are those of the area in which a line runs from side to side; with `is_grid`
    those of many areas, one after the other, filled by the rule `even_odd`, None where both fill the same.
    `weight` is that of a drawing's line, 0 for a rule. `after` counts the characters that are painted before
    it. `what`, `rule` and `path` are for its problem.
    """

    what: str
    points: tuple[Point, ...]
    fill: Colour = None
    line: Colour = None
    dashed: bool = False
    is_area: bool = True
    is_loose: bool = False
    is_grid: bool = False
    even_odd: bool | None = None
    weight: float = 0.0
    digest: str = ""
    after: int = 0
    rule: str = ""
    path: str = ""


class Sheet:
    """What one page must show: text, shapes, and the characters of all text one after the other."""

    def __init__(self) -> None:
        self.written: list[Written] = []
        self.drawn: list[Drawn] = []
        self.chars = ""

    def beside(self, drawn: Drawn) -> tuple[str, str]:
        """Return the words after a shape, which show where it is, and the first path from there on."""
        end, following = 0, []
        for one in self.written:
            end += len(one.chars)
            if end > drawn.after:
                following.append(one)
            if len(following) == _FOLLOWING:
                break
        return next((one.text for one in following), ""), next(
            (one.path for one in following if one.path), ""
        )

    def add(self, item: Item, role: str | None) -> None:
        """Add an item; `role` is the tag of the group that it belongs to, None where it has its own."""
        match item:
            case TextBox():
                self._area("the box", item.rect, item.fill, item.outline, item.dashed)
                self._text(item, role)
            case Box():
                self._area("the box", item.rect, item.fill, item.outline, item.dashed)
            case Polyline():
                self._line(item)
            case Polygon():
                self._draw(Drawn("the area", item.points, rgb(item.fill)))
            case Mark():
                full = item.colour if item.level is Level.ASSERTED else None
                self._area("the certainty mark", item.rect, full, item.colour, False)
                if item.level is Level.QUALIFIED:
                    half = replace(item.rect, width=item.rect.width / 2)
                    self._area("the certainty mark", half, item.colour, None, False)
            case PictureBox():
                self._picture(item)
            case CodeBox():
                self._code(item)
            case Group():
                own = _DECORATION if item.alt is None else _FIGURE
                for part in item.items:
                    self.add(part, own if role is None else role)
            case TableBox():
                self._table(item)
            case Plot():
                raise ValueError("a printed page has no native charts")
            case _:
                assert_never(item)

    def _draw(self, drawn: Drawn) -> None:
        self.drawn.append(replace(drawn, after=len(self.chars)))

    def _area(self, what: str, rect: Rect, fill: str | None, line: str | None, dashed: bool) -> None:
        if fill is not None or line is not None:
            self._draw(Drawn(what, _corners(rect), rgb(fill), rgb(line), dashed))

    def _line(self, line: Polyline) -> None:
        points = list(line.points)
        what = "the arrow" if line.head else "the line"
        tip = _head(points, line.head_size) if line.head else ()
        if tip:  # the line ends where its head begins
            (_, (x, y), (other_x, other_y)) = tip
            points[-1] = (x + other_x) / 2, (y + other_y) / 2
        rule, path = (_ARROWS, "links") if line.head else ("", "")
        made = Drawn(
            what,
            tuple(points),
            None,
            rgb(line.colour),
            line.dashed,
            is_area=False,
            rule=rule,
            path=path,
        )
        self._draw(made)
        if tip:
            self._draw(Drawn("the head of the arrow", tip, rgb(line.colour), rule=rule, path=path))

    def _picture(self, item: PictureBox) -> None:
        picture, rect = item.picture, item.rect
        what, scale = f"the picture “{picture.alt}”", rect.width / picture.width
        for contour in picture.contours:
            points = [(rect.x + x * scale, rect.y + y * scale) for ring in contour.rings for x, y in ring]
            self._draw(
                Drawn(
                    what,
                    tuple(corners_of(points)),
                    rgb(contour.fill),
                    rgb(contour.line),
                    is_area=contour.fill is not None or (len(points) >= CLOSED and points[0] == points[-1]),
                    is_grid=True,
                    even_odd=contour.even_odd if contour.fill else None,
                    weight=contour.weight * scale,
                    rule=_PICTURES,
                    path=picture.path,
                )
            )
        if picture.contours:
            return
        self._draw(
            Drawn(what, _corners(item.rect), digest=sha256(_samples(picture)).hexdigest(), rule=_PICTURES)
        )

    def _code(self, item: CodeBox) -> None:
        """Expect the runs of dark modules, row by row, in the middle of their frame."""
        rows, rect = item.code.modules, item.rect
        module = rect.width / (len(rows) + 2 * _QUIET)
        points: list[Point] = []
        for row, modules in enumerate(rows):
            low = rect.y + (_QUIET + row + 1) * module
            edges = [at for at, (one, next_) in enumerate(pairwise((False, *modules, False))) if one != next_]
            for start, end in zip(edges[::2], edges[1::2], strict=True):
                left, right = (rect.x + (_QUIET + at) * module for at in (start, end))
                top = low - module
                points += (left, low), (right, low), (right, top), (left, top), (left, low)
        what = f"the {item.code.alt.plain}"
        path = item.code.alt.path
        self._draw(Drawn(what, tuple(points), rgb(item.colour), is_grid=True, rule=_PICTURES, path=path))

    def _text(self, box: TextBox, role: str | None) -> None:
        left, above, _, below = box.insets
        height = sum(
            len(paragraph.lines) * paragraph.leading + (paragraph.before if index else 0.0)
            for index, paragraph in enumerate(box.paragraphs)
        )
        room = box.rect.height - above - below - height
        top = box.rect.y + above + {"top": 0.0, "middle": room / 2, "bottom": room}[box.anchor]
        for index, paragraph in enumerate(box.paragraphs):
            top += paragraph.before if index else 0.0
            own = role
            if own is None and box.tag is not Tag.ARTIFACT:
                own = _ROLES.get(paragraph.tag, paragraph.tag.value)
            self._paragraph(paragraph, box.rect.x + left, top, own or "", in_link=role or (own and _LINK))
            top += len(paragraph.lines) * paragraph.leading

    def _table(self, table: TableBox) -> None:
        """The words of each cell, as a paragraph in its middle."""
        top = table.rect.y
        for cells, height in zip(table.rows, table.heights, strict=True):
            x = table.rect.x + table.inset
            for cell, width in zip(cells, table.widths, strict=True):
                spare = height - len(cell.paragraph.lines) * cell.paragraph.leading
                self._paragraph(cell.paragraph, x, top + spare / 2, Tag.PARAGRAPH.value, in_link=_LINK)
                x += width
            top += height

    def _paragraph(self, paragraph: Paragraph, x: float, top: float, role: str, in_link: str | None) -> None:
        """The words of a paragraph; `in_link` is the role of those that lead anywhere."""
        segments = [
            (top + index * paragraph.leading, segment)
            for index, line in enumerate(paragraph.lines)
            for segment in line
        ]
        own = {piece.text.slot: piece.tag.value for piece in paragraph.pieces if piece.text and piece.tag}
        if paragraph.number and paragraph.slot:
            own[paragraph.slot] = "Lbl"
        now = role
        for url, group in groupby(segments, key=lambda one: one[1].url if in_link else None):
            stretch = list(group)
            for start, segment in stretch:
                if in_link == _LINK and segment.slot is not None:
                    now = own.get(segment.slot, role)
                self._write(paragraph, segment, x, start, now if url is None else in_link or role)
            for start, segment in stretch if url is not None else ():
                self._underline(paragraph, segment, x, start)

    def _write(self, paragraph: Paragraph, segment: Segment, x: float, top: float, role: str) -> None:
        chars = "".join(segment.text.split())
        self.written.append(
            Written(
                text=segment.text,
                chars=chars,
                x=x + segment.x,
                width=segment.width,
                top=top,
                bottom=top + paragraph.leading,
                size=segment.size,
                face=printed_name(segment.font).removesuffix(PLAIN),
                colour=rgb(segment.colour),
                role=role,
                lang="" if role in (_FIGURE, _DECORATION) else segment.lang,
                slot=segment.slot,
                pieces=paragraph.pieces,
            )
        )
        self.chars += chars

    def _underline(self, paragraph: Paragraph, segment: Segment, x: float, top: float) -> None:
        """Expect a line under linked words; how deep is left to who paints it."""
        left, right = x + segment.x, x + segment.x + segment.width
        band = (left, top), (right, top + paragraph.leading)
        self._draw(Drawn("the underline", band, None, rgb(segment.colour), is_area=False, is_loose=True))


def sheet_of(page: Page) -> Sheet:
    """Return what the print of a page must show."""
    sheet = Sheet()
    for item in page.items:
        sheet.add(item, None)
    return sheet


def _corners(rect: Rect) -> tuple[Point, Point]:
    return (rect.x, rect.y), (rect.x + rect.width, rect.y + rect.height)


def _head(points: list[Point], size: float) -> tuple[Point, Point, Point]:
    """Return tip and corners of an arrow head as long as it is wide, at the end of a line."""
    (start_x, start_y), (x, y) = points[-2:]
    length = hypot(x - start_x, y - start_y) or 1.0
    along_x, along_y = (x - start_x) / length * size, (y - start_y) / length * size
    back_x, back_y = x - along_x, y - along_y
    one = back_x + along_y / 2, back_y - along_x / 2
    other = back_x - along_y / 2, back_y + along_x / 2
    return (x, y), one, other


def mask_of(picture: Picture) -> str:
    """Return the SHA-256 of how much each point of a picture covers, "" where it covers all."""
    from PIL import Image

    with Image.open(BytesIO(picture.data)) as image:
        if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
            return ""
        return sha256(image.convert("RGBA").getchannel("A").tobytes()).hexdigest()


def _samples(picture: Picture) -> bytes:
    """Return size, depth and colours of a picture as a PDF stores them.

    A photograph is stored as it is, all else as the brightness or red, green and blue of each point.
    """
    from PIL import Image

    with Image.open(BytesIO(picture.data)) as image:
        mode = "L" if image.mode in ("L", "LA") else "RGB"
        size = f"{image.width} {image.height} {8 if mode == 'L' else 24} ".encode()
        return size + (picture.data if image.format == "JPEG" else image.convert(mode).tobytes())
