"""Lays out a table: columns as wide as their words need, the head on each slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from math import fsum, prod

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, Draft, Note
from builder.layout.deck.frame import source_line
from builder.layout.deck.notes import note
from builder.layout.pages import Paragraph, Piece, Rect, TableBox, TableCell
from builder.layout.text.fit import levelled, split
from builder.layout.text.measure import line_count, natural_width, set_lines, widest_word
from builder.outline.blocks import Cell, Table
from builder.outline.text import Text
from builder.theme.deck import TableLook
from builder.theme.geometry import Step

Row = Sequence[Paragraph]


class Grid(Struct, frozen=True):
    """Head and rows of a table; `numbers` precede the row heads."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[Text, ...] = ()


def table(deck: Deck, block: Table, appendix: bool) -> Iterator[Draft]:
    """Yield the slides of a table; the notes say how to read it."""
    draft = Draft(
        block.title.slot.removesuffix("_title"),
        block.title,
        (),
        block.heading,
        source=source_line(deck, block.refs, before=[block.notes]),
        notes=list(_notes(deck, block)),
        appendix=appendix,
    )
    yield from grid_slides(deck, draft, Grid(block.columns, tuple(row.cells for row in block.rows)))


def _notes(deck: Deck, block: Table) -> Iterator[Note]:
    yield note(deck, block.number, deck.labels.colon, block.title)
    if block.notes is not None:
        yield note(deck, block.notes)
    if block.refs is not None:
        yield note(deck, block.refs)


def grid_slides(deck: Deck, draft: Draft, grid: Grid) -> Iterator[Draft]:
    """Yield the draft with the grid's rows, as often as they need: at one size, with the same columns."""
    look = deck.look.table
    steps = look.few_steps if len(grid.rows) <= look.few else look.steps
    settings = {step: _Setting(deck, grid, step) for step in steps}
    head = max(setting.head_height for setting in settings.values())
    room = deck.look.body - head
    done = split(steps, lambda step: settings[step].heights, room, most=look.most)
    setting = settings[done.step]
    setting.report(room)
    for index, chunk in enumerate(done.chunks):
        box = setting.box(chunk, room, draft.title.plain, draft.slot)
        yield replace(draft, items=[box], notes=draft.notes if index == 0 else ())


class _Setting(Struct, frozen=True, dict=True):
    """A grid at one size; what it needs is measured when it is asked for."""

    deck: Deck
    grid: Grid
    step: Step

    @property
    def look(self) -> TableLook:
        return self.deck.look.table

    @cached_property
    def figures(self) -> tuple[bool, ...]:
        """Whether each column has only numbers and is therefore right-aligned."""
        return tuple(cell.amount for cell in self.grid.rows[0])

    @cached_property
    def head(self) -> tuple[Paragraph, ...]:
        styled = partial(self.deck.paragraph, step=self.look.head, colour=self.deck.colours.white, bold=True)
        return tuple(
            styled(text, align="right" if figures else "left")
            for text, figures in zip(self.grid.columns, self.figures, strict=True)
        )

    @cached_property
    def cells(self) -> tuple[tuple[Paragraph, ...], ...]:
        return tuple(
            tuple(self._cell(cell, row, index) for index, cell in enumerate(cells))
            for row, cells in enumerate(self.grid.rows)
        )

    @cached_property
    def widths(self) -> tuple[float, ...]:
        return column_widths(self.deck, self.head, self.cells)

    @cached_property
    def heights(self) -> list[float]:
        return [row_height(self.deck, row, self.widths) for row in self.cells]

    @cached_property
    def head_height(self) -> float:
        return max(row_height(self.deck, self.head, self.widths), self.look.head_row)

    def _cell(self, cell: Cell, row: int, index: int) -> Paragraph:
        align = "right" if self.figures[index] else "left"
        if cell.empty:
            step = Step(min(self.look.empty, self.step.size), self.step.leading)
            return self.deck.paragraph(cell.text, step=step, colour=self.deck.colours.ink2, align=align)
        if index:
            pad = (cell.pad,) if cell.pad else ()
            return self.deck.paragraph(cell.text, *pad, step=self.step, align=align)
        numbers, colours = self.grid.numbers, self.deck.colours
        number = (Piece(numbers[row], colour=colours.ink2), "  ") if numbers else ()
        return self.deck.paragraph(*number, cell.text, step=self.step, colour=colours.brand, bold=True)

    def box(self, chunk: slice, room: float, alt: str, name: str) -> TableBox:
        """Return the table of some rows; what is spare goes to them, up to a limit."""
        own = self.heights[chunk]
        spare = max(room - fsum(own), 0.0) / len(own)
        limit = self.look.row_limits.get(len(own), self.look.row_limit)
        heights = (self.head_height, *(max(height, min(height + spare, limit)) for height in own))
        rect = Rect(self.deck.look.left, self.deck.look.body_top, fsum(self.widths), fsum(heights))
        colours = self.deck.colours
        head = self._placed(self.head, [colours.brand, *[colours.ink] * (len(self.head) - 1)])
        rows = (
            self._placed(
                words,
                [
                    colours.panel if index and not cell.empty else colours.faint
                    for index, cell in enumerate(cells)
                ],
            )
            for words, cells in zip(self.cells[chunk], self.grid.rows[chunk], strict=True)
        )
        return TableBox(rect, self.widths, heights, (head, *rows), self.look.inset, alt, name)

    def _placed(self, row: Row, fills: Sequence[str]) -> tuple[TableCell, ...]:
        return tuple(
            TableCell(set_lines(words, _room(self.look, width)), fill)
            for words, width, fill in zip(row, self.widths, fills, strict=True)
        )

    def report(self, room: float) -> None:
        """Report each row that is taller than a slide, at its longest cell."""
        for cells, row, height in zip(self.grid.rows, self.cells, self.heights, strict=True):
            if height > room:
                index = max(range(len(cells)), key=lambda at: len(cells[at].text.plain))
                lines = set_lines(row[index], _room(self.look, self.widths[index]))
                hint = "a cell on a slide has a few words"
                self.deck.report(cells[index].text, lines, height - room, "one slide", hint)


WEIGHED = 40  # rows that are looked at
GROWTH = 60  # steps in which the width is shared out


def column_widths(deck: Deck, head: Row, rows: Sequence[Row]) -> tuple[float, ...]:
    """Return widths in points: standard ones if every cell fits on one line, narrower ones if all are short.

    Otherwise they fill the slide, no column is narrower than its longest word, and rows are kept short.
    """
    grid, look = deck.look, deck.look.table
    columns = list(zip(head, *rows, strict=True))
    standard = (
        look.first_column,
        *[(grid.live - look.first_column) / (len(columns) - 1)] * (len(columns) - 1),
    )
    room = 2 * look.inset + GIVE + 1.0
    longest = [max(map(natural_width, column)) + room for column in columns]
    if fsum(longest) < grid.live / 3:
        return levelled(longest, grid.span(8))  # far apart, short cells would not be read as one row
    if all(need <= width for need, width in zip(longest, standard, strict=True)):
        return standard
    least = [min(max(map(widest_word, column)), grid.live / 3) + room for column in columns]
    if fsum(least) >= grid.live:
        return tuple(grid.live * need / fsum(least) for need in least)
    spans = [[natural_width(cell) for cell in row] for row in rows[:WEIGHED]]
    return min(
        (levelled(longest, grid.live), *(_grown(deck, least, longest, spans, power) for power in (1, 2, 4))),
        key=lambda widths: fsum(row_height(deck, row, widths) for row in rows[:WEIGHED]),
    )


def row_height(deck: Deck, row: Row, widths: Sequence[float]) -> float:
    """Return the least height in points of a row in columns of these widths."""
    look = deck.look.table
    return 2 * look.pad + max(
        line_count(cell, _room(look, width)) * cell.leading for cell, width in zip(row, widths, strict=True)
    )


def _room(look: TableLook, width: float) -> float:
    return width - 2 * look.inset - GIVE


def _grown(
    deck: Deck, least: Sequence[float], longest: Sequence[float], spans: Sequence[Sequence[float]], power: int
) -> tuple[float, ...]:
    """Return widths grown in small steps, each where it helps most; a higher power favours long cells."""
    grid = deck.look
    widths = list(least)
    share = (grid.live - fsum(least)) / GROWTH

    weights = [fsum(_power(span, power) for span in column) for column in zip(*spans, strict=True)]

    def gain(index: int) -> float:
        if widths[index] >= longest[index]:
            return 0.0
        now = widths[index] - 2 * grid.table.inset
        return weights[index] * (1 / _power(now, power) - 1 / _power(now + share, power))

    gains = [gain(index) for index in range(len(widths))]
    for _ in range(GROWTH):
        # Where nothing more is needed, all columns grow alike.
        if max(gains) <= 0.0:
            spare = (grid.live - fsum(widths)) / len(widths)
            return tuple(width + spare for width in widths)
        helped = gains.index(max(gains))
        widths[helped] += share
        gains[helped] = gain(helped)
    return tuple(widths)


def _power(base: float, exponent: int) -> float:
    """Multiply out: the system's own power function differs in the last digit from system to system."""
    return prod([base] * exponent)
