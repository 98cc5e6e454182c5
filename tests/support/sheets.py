"""Pages with a few items on them, made by hand, and what their printed files say."""

from __future__ import annotations

from typing import Any

from PIL import Image

from builder.audit.pdf.reader import Printed, read_summary
from builder.export.pdf.summary import write_summary
from builder.layout.pages import Item, Page, Pages, Paragraph, Piece, Rect, Segment, Tag, TextBox, walk
from builder.outline.text import Depth, Picture, Run, Text
from builder.theme.fonts import widths
from builder.theme.theme import DEFAULT
from tests.support.outlines import LIBRARY, outline_of
from tests.support.packages import saved

FACE = "Carlito-Regular"
SIZE, LEADING = 10.0, 12.0


def sheet(*items: Item) -> Pages:
    return Pages((Page(300.0, 200.0, items),))


def printed(pages: Pages) -> bytes:
    return write_summary(outline_of(LIBRARY), pages, DEFAULT)


def read(pages: Pages) -> Printed:
    return read_summary(printed(pages))


def boxes(page: Page) -> list[TextBox]:
    """The boxes of text on a page."""
    return [item for item in walk(page.items) if isinstance(item, TextBox)]


def overlap(one: Rect, other: Rect, least: float = 0.05) -> bool:
    """Whether each of two rectangles, even one without width, reaches so far into the other."""
    return (
        one.x + least < other.x + other.width
        and other.x + least < one.x + one.width
        and one.y + least < other.y + other.height
        and other.y + least < one.y + one.height
    )


def words(*lines: str, x: float = 20.0, y: float = 20.0, tag: Tag = Tag.PARAGRAPH, **look: Any) -> TextBox:
    """A box with one paragraph of those lines; `look` is that of its segments."""
    face = look.pop("font", FACE)
    size = look.pop("size", SIZE)
    link = look.pop("url", None)
    colour = look.pop("colour", "#102030")
    text = Text("spoken", (Run(" ".join(lines)),), next(iter(Depth)), "bottom_line")
    placed = tuple(
        (Segment(0.0, _width(line, face, size), line, face, size, colour, link, "spoken"),) for line in lines
    )
    paragraph = Paragraph((Piece(text),), size, LEADING, colour, lines=placed, tag=tag)
    return TextBox(Rect(x, y, 200.0, LEADING * len(lines)), (paragraph,), tag=tag)


def _width(text: str, face: str, size: float) -> float:
    return sum(widths(face)[ord(sign)] for sign in text) * size / 1000


def picture(colour: str = "#2222aa", mode: str = "RGB") -> Picture:
    return Picture(saved(Image.new(mode, (8, 4), colour), "PNG"), "PNG", 8, 4, "A square")
