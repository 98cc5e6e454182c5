"""Sets a small table, chart or picture in a column, with its caption above and its note below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import fsum, inf
from typing import assert_never

from msgspec import Struct

from builder.layout.pages import (
    Box,
    Group,
    Item,
    Paragraph,
    PictureBox,
    Piece,
    Rect,
    TableBox,
    TableCell,
    Tag,
    TextBox,
)
from builder.layout.pictures import fitted
from builder.layout.summary.style import Style
from builder.layout.text.fit import levelled
from builder.layout.text.measure import (
    hangs,
    height_of,
    line_count,
    natural_width,
    set_lines,
    widest_word,
    without_stub,
)
from builder.outline.blocks import Cell, Chart, Emphasis, Figure, Table, Timeline
from builder.outline.text import Picture, Role, Text


class SmallTable(Struct, frozen=True):
    """A table of few rows: a rule below its head, hairlines below the others, text at the column's edges."""

    rows: tuple[tuple[Paragraph, ...], ...]  # the first is its head
    style: Style
    name: str

    @property
    def least(self) -> float:
        """The least width in points that breaks no word."""
        return fsum(self._needs(widest_word)) - 2 * self.style.look.cell_side

    def height(self, width: float) -> float:
        """Return the height in points when set in `width` points; infinite where a word would be broken."""
        return fsum(self._heights(self._widths(width))) if self.least <= width else inf

    def place(self, x: float, y: float, width: float) -> Iterator[Item]:
        """Yield the table and its rules, from the top left corner `x`, `y`."""
        look, widths = self.style.look, self._widths(width)
        heights = self._heights(widths)
        rows = tuple(
            tuple(
                TableCell(set_lines(words, across - 2 * look.cell_side))
                for words, across in zip(row, widths, strict=True)
            )
            for row in self.rows
        )
        rect = Rect(x - look.cell_side, y, width + 2 * look.cell_side, fsum(heights))
        yield TableBox(rect, widths, heights, rows, look.cell_side, "", self.name)
        foot = y
        for index, height in enumerate(heights):
            foot += height
            weight, colour = look.hairline, self.style.colours.rule
            if index == 0:
                weight, colour = look.rule, self.style.colours.edge
            yield Box(Rect(x, foot - weight, width, weight), colour)

    def _needs(self, measured: Callable[[Paragraph], float]) -> list[float]:
        inset = 2 * self.style.look.cell_side + 0.5  # what rounding may take
        return [max(map(measured, column)) + inset for column in zip(*self.rows, strict=True)]

    def _widths(self, width: float) -> tuple[float, ...]:
        """Return the widths of the columns; where not all words fit on a line, the longest cells get less."""
        room = width + 2 * self.style.look.cell_side
        needs, least = self._needs(natural_width), self._needs(widest_word)
        if fsum(needs) <= room:
            return levelled(needs, room)
        share = (room - fsum(least)) / (fsum(needs) - fsum(least))
        return tuple(low + share * (need - low) for need, low in zip(needs, least, strict=True))

    def _heights(self, widths: Sequence[float]) -> tuple[float, ...]:
        look = self.style.look
        return tuple(
            2 * self.style.gap(look.cell_pad)
            + max(
                line_count(words, width - 2 * look.cell_side) * words.leading
                for words, width in zip(row, widths, strict=True)
            )
            for row in self.rows
        )


class SmallPicture(Struct, frozen=True):
    """A picture, no higher than the look allows."""

    picture: Picture
    style: Style
    name: str

    def height(self, width: float) -> float:
        """Return the height in points when set in `width` points."""
        return fitted(self.picture, width, self.style.grown(self.style.look.exhibit_highest))[1]

    def place(self, x: float, y: float, width: float) -> Iterator[Item]:
        """Yield the picture, its top left corner at `x`, `y`."""
        size = fitted(self.picture, width, self.style.grown(self.style.look.exhibit_highest))
        yield PictureBox(Rect(x, y, *size), self.picture, self.name)


class SmallChart(Struct, frozen=True):
    """A chart, no higher than the look allows."""

    chart: Chart
    style: Style

    def height(self, width: float) -> float:
        """Return the height in points when set in `width` points; infinite where its words do not fit."""
        from builder.layout.chart import chart_height, fits

        look = self.style.theme.chart.summary
        height = min(chart_height(self.chart, width, look), self.style.grown(self.style.look.exhibit_highest))
        return height if fits(self.chart, width, height, look, self.style.labels.comma) else inf

    def place(self, x: float, y: float, width: float) -> Iterator[Item]:
        """Yield the drawing, its top left corner at `x`, `y`."""
        drawn = self._drawn(Rect(x, y, width, self.height(width)))
        if drawn is not None:
            yield drawn

    def _drawn(self, rect: Rect) -> Group | None:
        from builder.layout.chart import draw_chart

        look, colours = self.style.theme.chart.summary, self.style.colours
        return draw_chart(self.chart, rect, look, colours, self.style.labels.comma)


class Exhibit(Struct, frozen=True):
    """A table, chart or picture of the brief in a column; `gap` is the space above it in points.

    It has no caption where that heads a part of its own.
    """

    caption: Paragraph | None
    body: SmallTable | SmallChart | SmallPicture
    note: Paragraph | None
    gap: float
    style: Style
    tied: bool = False  # as an entry of a part

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its words, those of the table among them."""
        rows = self.body.rows if isinstance(self.body, SmallTable) else ()
        cells = (words for row in rows for words in row)
        return tuple(text for text in (self.caption, *cells, self.note) if text is not None)

    def fits(self, width: float) -> bool:
        """Return whether it is small enough for a column of `width` points."""
        return self.body.height(width) <= self.style.grown(self.style.look.exhibit_highest)

    def height(self, width: float) -> float:
        """Return the height in points when set in `width` points."""
        above, below = self._high(self.caption, width), self._high(self.note, width)
        look = self.style.look
        return (
            self.body.height(width)
            + (above + look.caption_gap if above else 0.0)
            + (below + look.subtitle_gap if below else 0.0)
        )

    def _high(self, text: Paragraph | None, width: float) -> float:
        return line_count(text, width) * text.leading if text is not None else 0.0

    def place(self, x: float, y: float, width: float) -> Iterator[Item]:
        """Yield its items from the top left corner `x`, `y`."""
        if self.caption is not None:
            yield _text(self.caption, x, y, width)
            y += self._high(self.caption, width) + self.style.look.caption_gap
        yield from self.body.place(x, y, width)
        if self.note is not None:
            y += self.body.height(width) + self.style.look.subtitle_gap
            yield _text(self.note, x, y, width)


def exhibit(block: Table | Chart | Figure | Timeline, style: Style) -> Exhibit:
    """Return a table, chart, picture or sequence as it is set in a column."""
    title = block.headline if isinstance(block, Timeline) else block.title
    pieces = (Piece(block.number, colour=style.colours.brand), Piece(None, "\u2002"), Piece(title))
    caption = style.paragraph(style.scale.caption, *pieces, bold=True, tag=Tag.CAPTION)
    name = block.number.slot
    body: SmallTable | SmallChart | SmallPicture
    below: tuple[Text | None, ...]
    match block:
        case Table():
            body, below = SmallTable(tuple(_rows(block, style)), style, name), (block.notes, block.refs)
        case Timeline():
            body, below = SmallTable(tuple(_steps(block, style)), style, name), (block.note,)
        case Chart():
            body, below = SmallChart(block, style), (block.caption, block.refs)
        case Figure():
            body, below = SmallPicture(block.picture, style, name), (block.caption, block.refs, block.credit)
        case _:
            assert_never(block)
    label = None if isinstance(block, Timeline) else block.refs_label
    said = [piece for text in (label, *below) if text for piece in (Piece(None, " "), Piece(text))][1:]
    note = style.note(*said) if said else None
    return Exhibit(caption, body, note, style.gap(style.look.exhibit_gap), style)


def _steps(block: Timeline, style: Style) -> Iterator[tuple[Paragraph, ...]]:
    """Yield the head and the rows of a sequence: when, and what."""
    yield tuple(_head(text, style) for text in (block.when_head, block.what_head))
    for step in block.steps:
        when = style.paragraph(style.scale.body, Piece(step.when), bold=True)
        yield when, style.paragraph(style.scale.body, Piece(step.text))


def _head(text: Text, style: Style, side: str = "left") -> Paragraph:
    return style.paragraph(style.scale.note, Piece(text), colour=style.colours.ink2, bold=True, align=side)


def _rows(block: Table, style: Style) -> Iterator[tuple[Paragraph, ...]]:
    columns = tuple(zip(*(row.cells for row in block.rows), strict=True))
    sides = ["right" if any(cell.amount for cell in column) else "left" for column in columns]
    size, family = style.scale.body.size, style.theme.fonts.body.family
    yield tuple(_head(text, style, side) for text, side in zip(block.columns, sides, strict=True))
    ends = zip(*(hangs([cell.tail for cell in column], size, family) for column in columns), strict=True)
    for row, indents in zip(block.rows, ends, strict=True):
        cells = enumerate(zip(row.cells, sides, indents, strict=True))
        yield tuple(
            _cell(cell, side, indent, style, block.role, heads=index == 0)
            for index, (cell, side, indent) in cells
        )


def _cell(cell: Cell, side: str, indent: float, style: Style, role: Role, *, heads: bool) -> Paragraph:
    """Return the words of a cell: bold where they head their row, or are set apart."""
    colour = style.colours.ink2 if cell.empty else None
    if cell.emphasis is Emphasis.HIGHLIGHT:
        colour = style.colours.hue(role).strong
    bold = heads or cell.emphasis is not None
    step = style.scale.body
    return style.paragraph(step, Piece(cell.text), colour=colour, bold=bold, indent=indent, align=side)


def _text(paragraph: Paragraph, x: float, y: float, width: float) -> TextBox:
    done = without_stub(paragraph, width)[0]
    return TextBox(Rect(x, y, width, height_of((done,))), (done,), name=done.slot)
