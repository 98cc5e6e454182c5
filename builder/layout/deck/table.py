"""A table becomes one slide or more: columns as wide as their words ask, the head on each slide."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from math import fsum

from msgspec import Struct

from builder.layout.deck.columns import INSET, column_widths, row_height
from builder.layout.deck.draft import GIVE, Deck, Draft, Note, paragraph
from builder.layout.deck.grid import BODY, BODY_TOP, LEFT
from builder.layout.deck.notes import note
from builder.layout.deck.sourced import source_line
from builder.layout.pages import Paragraph, Piece, Rect, TableBox, TableCell
from builder.layout.text.fit import Step, split, too_long
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Cell, Table
from builder.outline.text import Text
from builder.report.problems import Problem
from builder.theme.tokens import TOKENS

STEPS = (Step(18, 22), Step(16, 20), Step(14, 17))
FEW_STEPS = (Step(20, 25), *STEPS)  # for up to four rows
HEAD = Step(16, 20)
HEAD_ROW = 44.6
ROW_LIMITS = {1: 110.0, 2: 110.0, 3: 96.0, 4: 80.0}  # the tallest row, by how many there are
ROW_LIMIT = 64.8  # of more rows
MOST_ROWS = 7


class Grid(Struct, frozen=True):
    """Head and rows of a table; `numbers` stand before the heads of the rows."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[Text, ...] = ()


def table(deck: Deck, block: Table, appendix: bool) -> Iterator[Draft]:
    """Yield the slides of a table; the notes tell how to read it."""
    draft = Draft(
        block.title.slot.removesuffix("_title"),
        block.title,
        (),
        block.heading,
        source=source_line(deck, block.refs, before=[block.notes]),
        notes=tuple(_notes(deck, block)),
        appendix=appendix,
    )
    yield from grid_slides(draft, Grid(block.columns, tuple(row.cells for row in block.rows)))


def _notes(deck: Deck, block: Table) -> Iterator[Note]:
    yield note(deck, block.number, deck.labels.colon, block.title)
    if block.notes is not None:
        yield note(deck, block.notes)
    if block.refs is not None:
        yield note(deck, block.refs)


def grid_slides(draft: Draft, grid: Grid) -> Iterator[Draft]:
    """Yield the draft with the grid's rows, as often as they need: at one size, with the same columns."""
    steps = FEW_STEPS if len(grid.rows) <= 4 else STEPS
    settings = {step: _Setting(grid, step) for step in steps}
    head = max(setting.head_height for setting in settings.values())
    room = BODY - head
    done = split(steps, lambda step: settings[step].heights, room, most=MOST_ROWS)
    setting = settings[done.step]
    problems = tuple(setting.problems(room)) if done.over else ()
    for index, chunk in enumerate(done.chunks):
        box = setting.box(chunk, room, draft.title.plain, draft.slot)
        yield Draft(
            draft.slot if index == 0 else f"{draft.slot}_{index + 1}",
            draft.title,
            (box,),
            draft.kicker,
            source=draft.source,
            notes=draft.notes if index == 0 else (),
            problems=problems if index == 0 else (),
            appendix=draft.appendix,
            continued=(index + 1, len(done.chunks)),
        )


class _Setting(Struct, frozen=True, dict=True):
    """A grid at one size; what it needs is measured when it is asked for."""

    grid: Grid
    step: Step

    @cached_property
    def figures(self) -> tuple[bool, ...]:
        """Whether each column holds nothing but numbers, and so stands to the right."""
        cells = zip(*self.grid.rows, strict=True)
        return tuple(
            place > 0
            and any(cell.number for cell in column)
            and all(cell.number or cell.empty for cell in column)
            for place, column in enumerate(cells)
        )

    @cached_property
    def head(self) -> tuple[Paragraph, ...]:
        return tuple(
            paragraph(text, step=HEAD, colour=TOKENS.white, bold=True, align="right" if figures else "left")
            for text, figures in zip(self.grid.columns, self.figures, strict=True)
        )

    @cached_property
    def cells(self) -> tuple[tuple[Paragraph, ...], ...]:
        return tuple(
            tuple(self._cell(cell, row, place) for place, cell in enumerate(cells))
            for row, cells in enumerate(self.grid.rows)
        )

    @cached_property
    def widths(self) -> tuple[float, ...]:
        return column_widths(self.head, self.cells)

    @cached_property
    def heights(self) -> list[float]:
        return [row_height(row, self.widths) for row in self.cells]

    @cached_property
    def head_height(self) -> float:
        return max(row_height(self.head, self.widths), HEAD_ROW)

    def _cell(self, cell: Cell, row: int, place: int) -> Paragraph:
        align = "right" if self.figures[place] else "left"
        if cell.empty:
            step = Step(min(16.0, self.step.size), self.step.leading)
            return paragraph(cell.text, step=step, colour=TOKENS.ink2, align=align)
        if place:
            return paragraph(cell.text, step=self.step, align=align)
        number = (Piece(self.grid.numbers[row], colour=TOKENS.ink2), "  ") if self.grid.numbers else ()
        return paragraph(*number, cell.text, step=self.step, colour=TOKENS.brand, bold=True)

    def box(self, chunk: range, room: float, alt: str, name: str) -> TableBox:
        """Return the table of some rows; what is spare goes to them, up to a limit."""
        own = [self.heights[row] for row in chunk]
        spare = max(room - fsum(own), 0.0) / len(own)
        limit = ROW_LIMITS.get(len(own), ROW_LIMIT)
        heights = (self.head_height, *(max(height, min(height + spare, limit)) for height in own))
        return TableBox(
            Rect(LEFT, BODY_TOP, fsum(self.widths), fsum(heights)),
            self.widths,
            heights,
            (
                tuple(self._placed(words, place, _head_fill(place)) for place, words in enumerate(self.head)),
                *(self._row(row) for row in chunk),
            ),
            INSET,
            alt,
            name,
        )

    def _row(self, row: int) -> tuple[TableCell, ...]:
        return tuple(
            self._placed(words, place, TOKENS.faint if place == 0 or cell.empty else TOKENS.panel)
            for place, (cell, words) in enumerate(zip(self.grid.rows[row], self.cells[row], strict=True))
        )

    def _placed(self, words: Paragraph, place: int, fill: str) -> TableCell:
        return TableCell(set_lines(words, self.widths[place] - 2 * INSET - GIVE), fill)

    def problems(self, room: float) -> Iterator[Problem]:
        """Yield a problem for each row that is taller than a slide, at its longest cell."""
        for row, height in enumerate(self.heights):
            if height > room + 0.01:
                cells = self.grid.rows[row]
                place = max(range(len(cells)), key=lambda at: len(cells[at].text.plain))
                lines = set_lines(self.cells[row][place], self.widths[place] - 2 * INSET - GIVE)
                hint = "a cell on a slide has a few words"
                yield too_long(cells[place].text, lines, height - room, "one slide", hint)


def _head_fill(place: int) -> str:
    return TOKENS.brand if place == 0 else TOKENS.ink
