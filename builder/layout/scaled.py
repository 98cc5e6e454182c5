"""Scales laid-out pages and moves them sideways, onto a slide of another size."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.pages import (
    Box,
    CodeBox,
    Group,
    Item,
    Mark,
    Page,
    Pages,
    Paragraph,
    PictureBox,
    Piece,
    Plot,
    Polygon,
    Polyline,
    Rect,
    Segment,
    TableBox,
    TableCell,
    TextBox,
)


class Scale(Struct, frozen=True):
    """How pages are scaled: `times` as large, `left` points from the left edge of the slide.

    Letters are set smaller by `letters`, where those of another font are so much wider. `insets` say how far
    words keep from the edges of placeholders, by their names and those of layouts; those are so much larger.
    """

    width: float
    height: float
    times: float
    left: float
    letters: float = 1.0
    insets: Mapping[str, Mapping[str, tuple[float, float, float, float]]] = {}

    def pages(self, pages: Pages) -> Pages:
        """Return the pages on the slide."""
        behind = tuple(replace(box, rect=self._rect(box.rect)) for box in pages.behind)
        return replace(pages, pages=tuple(map(self._page, pages.pages)), behind=behind)

    def _page(self, page: Page) -> Page:
        known = self.insets.get(page.layout, {})
        items = (self._item(item) for item in page.items)
        held = tuple(_held(item, known) if isinstance(item, TextBox) else item for item in items)
        return replace(page, width=self.width, height=self.height, items=held)

    def _item(self, item: Item) -> Item:
        match item:
            case TextBox():
                return replace(
                    item,
                    rect=self._rect(item.rect),
                    paragraphs=tuple(map(self._paragraph, item.paragraphs)),
                    insets=tuple(each * self.times for each in item.insets),
                    weight=item.weight * self.times,
                    radius=item.radius * self.times,
                )
            case Box():
                return replace(
                    item,
                    rect=self._rect(item.rect),
                    weight=item.weight * self.times,
                    radius=item.radius * self.times,
                )
            case Polyline():
                return replace(
                    item,
                    points=tuple(map(self._point, item.points)),
                    weight=item.weight * self.times,
                    head_size=item.head_size * self.times,
                )
            case Polygon():
                return replace(item, points=tuple(map(self._point, item.points)))
            case Mark() | PictureBox() | CodeBox():
                return replace(item, rect=self._rect(item.rect))
            case TableBox():
                return replace(
                    item,
                    rect=self._rect(item.rect),
                    widths=tuple(each * self.times for each in item.widths),
                    heights=tuple(each * self.times for each in item.heights),
                    rows=tuple(tuple(map(self._cell, row)) for row in item.rows),
                    inset=item.inset * self.times,
                )
            case Plot():
                return replace(item, rect=self._rect(item.rect), size=self._size(item.size))
            case Group():
                return replace(item, rect=self._rect(item.rect), items=tuple(map(self._item, item.items)))
            case _:
                assert_never(item)

    def _cell(self, cell: TableCell) -> TableCell:
        return replace(
            cell, paragraph=self._paragraph(cell.paragraph), more=tuple(map(self._paragraph, cell.more))
        )

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        return replace(
            paragraph,
            pieces=tuple(map(self._piece, paragraph.pieces)),
            size=self._size(paragraph.size),
            leading=round(paragraph.leading * self.times, 2),
            before=paragraph.before * self.times,
            indent=paragraph.indent * self.times,
            hang=paragraph.hang * self.times,
            lines=tuple(tuple(map(self._segment, line)) for line in paragraph.lines),
        )

    def _piece(self, piece: Piece) -> Piece:
        return replace(piece, size=self._size(piece.size)) if piece.size else piece

    def _segment(self, segment: Segment) -> Segment:
        return replace(
            segment, x=segment.x * self.times, width=segment.width * self.times, size=self._size(segment.size)
        )

    def _size(self, size: float) -> float:
        """Return a size in half points, never larger than was measured."""
        return floor(size * self.times * self.letters * 2 + 0.001) / 2

    def _point(self, point: tuple[float, float]) -> tuple[float, float]:
        return point[0] * self.times + self.left, point[1] * self.times

    def _rect(self, rect: Rect) -> Rect:
        times = self.times
        return Rect(rect.x * times + self.left, rect.y * times, rect.width * times, rect.height * times)


def _held(item: TextBox, known: Mapping[str, tuple[float, float, float, float]]) -> TextBox:
    """Return a box as large as the placeholder that holds it, if one does."""
    insets = known.get(item.placeholder or "")
    if insets is None:
        return item
    left, top, right, bottom = insets
    rect = Rect(
        item.rect.x - left,
        item.rect.y - top,
        item.rect.width + left + right,
        item.rect.height + top + bottom,
    )
    narrower = item.insets[2] if item.insets[0] == 0.0 else 0.0  # even lines, where they begin at the left
    return replace(item, rect=rect, insets=(left, top, right + narrower, bottom))
