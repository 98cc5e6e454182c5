"""Defines pages: items placed in points from the top left corner, ready to be painted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from math import hypot
from typing import assert_never

from msgspec import Struct

from builder.outline.blocks import Chart
from builder.outline.text import Level, Picture, QrCode, Text
from builder.theme.fonts import CARLITO, Family
from builder.theme.geometry import Rect as Rect


class Tag(Enum):
    """What an item is to a reader who does not see the page (PDF structure types)."""

    TITLE = "H1"
    HEADING = "H2"
    SUBHEADING = "H3"
    PARAGRAPH = "P"
    ITEM = "LI"  # consecutive items make one list
    CAPTION = "Caption"
    ARTIFACT = "Artifact"  # rules, bars, backgrounds, page furniture


class Piece(Struct, frozen=True, gc=False, cache_hash=True):
    """A stretch of one paragraph in one look; `text` is None for what joins texts.

    The separator "\\t" jumps to where the paragraph's later lines begin, so that a number hangs.
    """

    text: Text | None
    separator: str = ""
    size: float = 0.0  # points; 0: the paragraph's
    bold: bool | None = None  # None: the paragraph's, or the run's own
    colour: str | None = None  # "#RRGGBB"; None: the paragraph's
    tag: Tag | None = None  # None: the paragraph's; else it is read as a paragraph of its own


class Segment(Struct, frozen=True, gc=False, cache_hash=True):
    """Characters of one line in one look, at `x` points from the left edge of the text area."""

    x: float
    width: float
    text: str
    font: str  # name of a face in theme.fonts
    size: float
    colour: str
    url: str | None = None
    slot: str | None = None
    lang: str = ""  # of words in another language than the brief


class Paragraph(Struct, frozen=True, gc=False, cache_hash=True):
    """Text in one style, with its lines as measured.

    `leading` is the exact distance of two baselines, `before` the space above (not at the top of a box).
    `indent` is the left edge of the first line, `indent` + `hang` of the rest; where lines end at the right
    it is their right edge, from the right. `lines` is what was measured.
    """

    pieces: tuple[Piece, ...]
    size: float
    leading: float
    colour: str
    bold: bool = False
    before: float = 0.0
    indent: float = 0.0
    hang: float = 0.0  # added to the indent of all lines but the first
    align: str = "left"  # or "right", "center"
    lines: tuple[tuple[Segment, ...], ...] = ()
    tag: Tag = Tag.PARAGRAPH
    bullet: bool = False  # a dot in the indent
    number: int = 0  # of an item in a numbered list, which its first piece shows and PowerPoint counts
    family: Family = CARLITO

    @property
    def slot(self) -> str | None:
        """The slot of the text with which it begins."""
        return next((piece.text.slot for piece in self.pieces if piece.text is not None), None)

    @property
    def plain(self) -> str:
        """Its words."""
        return "".join(piece.text.plain if piece.text else piece.separator for piece in self.pieces)


class TextBox(Struct, frozen=True, gc=False, cache_hash=True):
    """Text in a rectangle, with an optional fill and outline.

    `insets` are left, top, right, bottom. `placeholder` names the layout's placeholder that holds it
    ("title", "kicker", "source" …), so that the deck inherits its look from the master; "text" is one of
    those for the words of a slide, which its outline shows.
    """

    rect: Rect
    paragraphs: tuple[Paragraph, ...]
    insets: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    anchor: str = "top"  # or "middle", "bottom"
    fill: str | None = None
    outline: str | None = None
    weight: float = 0.0
    dashed: bool = False
    radius: float = 0.0
    placeholder: str | None = None
    name: str | None = None  # identity of connectors' ends
    tag: Tag = Tag.PARAGRAPH

    @property
    def ground(self) -> Box:
        """The rectangle behind its words."""
        return Box(self.rect, self.fill, self.outline, self.weight, self.dashed, self.radius)


class Box(Struct, frozen=True, gc=False, cache_hash=True):
    """A rectangle without words."""

    rect: Rect
    fill: str | None = None
    outline: str | None = None
    weight: float = 0.0
    dashed: bool = False
    radius: float = 0.0
    name: str | None = None


class Polyline(Struct, frozen=True, gc=False, cache_hash=True):
    """A polyline; `head` draws an arrow head at its end. `start` and `end` name the shapes it is glued to."""

    points: tuple[tuple[float, float], ...]
    colour: str
    weight: float
    dashed: bool = False
    head: bool = False
    head_size: float = 6.0  # length and width of the arrow head
    start: str | None = None
    end: str | None = None
    name: str | None = None

    @property
    def joins(self) -> bool:
        """Whether it is glued to a shape."""
        return self.start is not None or self.end is not None


class Polygon(Struct, frozen=True, gc=False, cache_hash=True):
    """A filled area with straight edges."""

    points: tuple[tuple[float, float], ...]
    fill: str
    name: str | None = None


def arrow_head(
    points: Sequence[tuple[float, float]], size: float
) -> tuple[tuple[float, float], tuple[tuple[float, float], ...]]:
    """Return where a line ends under its head, which it must not blunt, and tip and corners of the head."""
    (x0, y0), (x1, y1) = points[-2:]
    length = hypot(x1 - x0, y1 - y0) or 1.0
    along = (x1 - x0) / length * size, (y1 - y0) / length * size
    across = -along[1] / 2, along[0] / 2
    back = x1 - along[0], y1 - along[1]
    one, other = (back[0] + across[0], back[1] + across[1]), (back[0] - across[0], back[1] - across[1])
    return ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2), ((x1, y1), one, other)


class Mark(Struct, frozen=True, gc=False, cache_hash=True):
    """A certainty mark: a square that is full, half or open; the words beside it say its level."""

    rect: Rect
    level: Level
    colour: str


class PictureBox(Struct, frozen=True, gc=False, cache_hash=True):
    rect: Rect
    picture: Picture
    name: str | None = None
    placeholder: str | None = None  # that of a template which holds it, if it has one of this name


class CodeBox(Struct, frozen=True, gc=False, cache_hash=True):
    """A QR code in one colour, its quiet zone included; it links to its address."""

    rect: Rect
    code: QrCode
    colour: str
    name: str


class TableCell(Struct, frozen=True, gc=False, cache_hash=True):
    paragraph: Paragraph
    fill: str | None = None
    more: tuple[Paragraph, ...] = ()  # below the first

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return (self.paragraph, *self.more)


class TableBox(Struct, frozen=True, gc=False, cache_hash=True):
    """A native table; the first row is its head, the first column heads the rows."""

    rect: Rect
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    inset: float
    alt: str
    name: str


class Plot(Struct, frozen=True, gc=False, cache_hash=True):
    """A native chart of one unit: the whole of `chart`, or one series of small multiples."""

    rect: Rect
    chart: Chart
    series: tuple[int, ...]  # indices of the series it shows
    fills: tuple[tuple[str, ...], ...]  # "#RRGGBB" of each value, series by series
    accent: str  # of the labels of highlighted values
    size: float  # points of its words
    name: str
    top: float | None = None  # where the axis ends, if other drawings have the same

    @property
    def words(self) -> tuple[Text, ...]:
        """The words inside it, in reading order."""
        return tuple(self.chart.words(self.series))

    @property
    def alt(self) -> Text:
        """Its alternative text; a later one of small multiples has its own."""
        return self.chart.series[self.series[0]].alt or self.chart.alt


class Group(Struct, frozen=True, gc=False, cache_hash=True):
    """Items that belong together, with alt text; `alt` None marks it as decoration."""

    rect: Rect
    items: tuple[Item, ...]
    alt: Text | None
    name: str


Item = TextBox | Box | Polyline | Polygon | Mark | PictureBox | CodeBox | TableBox | Plot | Group


class Page(Struct, frozen=True, gc=False, cache_hash=True):
    """One slide or printed page; items in reading order. `notes` are the speaker notes, a paragraph each."""

    width: float
    height: float
    items: tuple[Item, ...]
    layout: str = ""  # the slide layout whose look it has
    title: str = ""
    notes: tuple[tuple[Piece, ...], ...] = ()
    slot: str = ""  # identity of the slide, e.g. "a1"
    section: str = ""  # name of the part of the deck that it is in
    after_number: tuple[Piece, ...] = ()  # what follows the number of the slide: " / 21"


class Pages(Struct, frozen=True, gc=False, cache_hash=True):
    """The result of a layout: the pages, how full the last one is (0 to 1), and what is behind all slides.

    `layouts` are the names that slide layouts have in a template.
    """

    pages: tuple[Page, ...]
    fill: float = 1.0
    behind: tuple[Box, ...] = ()
    layouts: Mapping[str, str] = {}


def walk(items: tuple[Item, ...]) -> Iterator[Item]:
    """Yield every item, groups before their members, in reading order."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from walk(item.items)


def on_pages(pages: Pages | None) -> Iterator[tuple[int, Item]]:
    """Yield every item with the number of its page; nothing of a memo, which has no pages."""
    for number, page in enumerate(pages.pages if pages else (), 1):
        yield from ((number, item) for item in walk(page.items))


def alt_of(item: Item) -> str:
    """Return the alternative text that an item has; "" for text and decoration."""
    match item:
        case PictureBox():
            return item.picture.alt
        case CodeBox():
            return item.code.alt.plain
        case TableBox():
            return item.alt
        case Group():
            return item.alt.plain if item.alt else ""
        case Plot():
            return item.alt.plain
        case TextBox() | Box() | Polyline() | Polygon() | Mark():
            return ""
        case _:
            assert_never(item)


def paragraphs(item: Item) -> Iterator[Paragraph]:
    """Yield the paragraphs of one item in reading order, not those of a group's members."""
    if isinstance(item, TextBox):
        yield from item.paragraphs
    elif isinstance(item, TableBox):
        for row in item.rows:
            for cell in row:
                yield from cell.paragraphs


def texts(items: tuple[Item, ...]) -> Iterator[Text]:
    """Yield every text that the items show, in reading order."""
    for item in walk(items):
        if isinstance(item, Plot):
            yield from item.words
        for paragraph in paragraphs(item):
            for piece in paragraph.pieces:
                if piece.text is not None:
                    yield piece.text


def typefaces(pages: Pages) -> frozenset[str]:
    """Return the typefaces in which the words of the pages are set."""
    return frozenset(
        segment.font
        for page in pages.pages
        for item in walk(page.items)
        for paragraph in paragraphs(item)
        for line in paragraph.lines
        for segment in line
    )
