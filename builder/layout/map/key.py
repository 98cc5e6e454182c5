"""Lays out the key of the argument map: words, each behind the mark or line that it explains."""

from __future__ import annotations

from collections.abc import Iterator

from builder.layout.pages import Item, Mark, Paragraph, Piece, Polyline, Rect, TextBox
from builder.layout.text.measure import baseline, natural_width, set_lines
from builder.outline.blocks import ArgumentMap
from builder.outline.text import Level, Text
from builder.theme.colours import Colours
from builder.theme.map import MapLook


def place_key(
    block: ArgumentMap, x: float, y: float, width: float, look: MapLook, colours: Colours
) -> tuple[Item, ...]:
    """Return the items of the key from `x`, `y` on; a new row where `width` points are full."""
    items: list[Item] = []
    for words, mark, rect in _entries(block, width, look):
        text = set_lines(_paragraph(words, look, colours.ink2), rect.width)
        # A mark is on the base line of its words.
        left, base = x + rect.x, y + rect.y + baseline(text)
        if isinstance(mark, Level):
            square = Rect(left, base - look.key_mark, look.key_mark, look.key_mark)
            items.append(Mark(square, mark, colours.ink2))
        else:
            middle = base - look.key_mark / 2
            ends = (left, middle), (left + look.key_line, middle)
            dashed = mark == "dashed"
            items.append(Polyline(ends, colours.edge, look.arrow, dashed, look.key_heads, look.arrow_head))
        box = Rect(left + _lead(mark, look), y + rect.y, rect.width, look.key_leading)
        items.append(TextBox(box, (text,), name=words.slot))
    return tuple(items)


def key_height(block: ArgumentMap, width: float, look: MapLook) -> float:
    """Return the height in points of the key set in `width` points; 0 without a key."""
    rows = {rect.y for _, _, rect in _entries(block, width, look)}
    return len(rows) * look.key_leading


def _entries(block: ArgumentMap, width: float, look: MapLook) -> Iterator[tuple[Text, Level | str, Rect]]:
    """Yield words and mark, with the position of the mark's left edge and the width of the words."""
    x = y = 0.0
    for words, mark in zip(block.key, block.key_marks, strict=True):
        lead = _lead(mark, look)
        span = min(natural_width(_paragraph(words, look, "")) + 0.1, width - lead)
        if x and x + lead + span > width:
            x, y = 0.0, y + look.key_leading
        yield words, mark, Rect(x, y, span, look.key_leading)
        x += lead + span + look.key_gap


def _lead(mark: Level | str, look: MapLook) -> float:
    return look.key_mark_lead if isinstance(mark, Level) else look.key_line + look.key_line_lead


def _paragraph(words: Text, look: MapLook, colour: str) -> Paragraph:
    return Paragraph((Piece(words),), look.key_size, look.key_leading, colour)
