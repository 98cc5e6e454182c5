"""Lays out a table: columns as wide as their words need, the head on each slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import combinations, pairwise
from math import fsum, prod

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, Draft, Note, boxed, set_height
from builder.layout.deck.notes import (
    blended,
    cited_sources,
    from_sources,
    leading,
    listed,
    paragraph,
    quoted,
    said,
    sentence,
    source_line,
    words_in,
)
from builder.layout.deck.notes.further import belongs
from builder.layout.pages import Paragraph, Piece, Rect, TableBox, TableCell
from builder.layout.text.fit import levelled, split
from builder.layout.text.measure import hangs, line_count, natural_width, set_lines, widest_word
from builder.outline.blocks import Cell, Emphasis, Table
from builder.outline.text import Role, Text
from builder.theme.deck import TableLook
from builder.theme.geometry import Step

Row = Sequence[Paragraph]
_MOST_READ = 25  # words of a row that is read out
_RANKED, _MOST_RANKED = 3, 3  # least numbers of a column that are ranked; most columns of a table


class Grid(Struct, frozen=True):
    """Head and rows of a table; `numbers` precede the row heads."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[Text, ...] = ()
    role: Role = Role.OTHER  # in whose colour the author's emphasis is


def table(deck: Deck, block: Table, appendix: bool) -> Iterator[Draft]:
    """Yield the slides of a table; the notes say how to read it."""
    speech = deck.labels.speech
    about = paragraph(
        deck,
        sentence(deck, block.notes) if block.notes is not None else None,
        from_sources(deck, speech.comes_from, block.refs),
    )
    draft = Draft(
        block.title.slot.removesuffix("_title"),
        block.title,
        (),
        block.heading,
        source=source_line(deck, block.refs, before=[block.notes]),
        lead=blended(speech.to_table),
        notes=[about],
        appendix=appendix,
    )
    introduced: set[tuple[Text, ...]] = set()
    grid = Grid(block.columns, tuple(row.cells for row in block.rows), role=block.role)
    slides = list(grid_slides(deck, draft, grid))
    if block.notes is not None and len(slides) == 1:
        ((group, slide),) = slides
        slides = [(group, _with_note(deck, slide, block.notes, block.refs))]
    for index, (group, slide) in enumerate(slides):
        columns = () if group in introduced else [said(deck, speech.columns, columns=listed(deck, group))]
        introduced.add(group)
        extras = () if index else [*_extremes(deck, block), *belongs(deck, block)]
        spare = () if index or block.kind == "actors" else list(_read_row(deck, block))
        yield replace(slide, notes=[*columns, *slide.notes], extras=extras, spare=spare)


def _extremes(deck: Deck, block: Table) -> Iterator[Note]:
    """Yield the largest and the smallest entry of columns of numbers, each of which one row has.

    Of losses it is not plain which is the largest.
    """
    rows = [
        row.cells for row in block.rows if all(each.emphasis is not Emphasis.TOTAL for each in row.cells[:-1])
    ]
    told = 0
    for column, head in enumerate(block.columns):
        ranked = sorted(
            ((value, place) for place, cells in enumerate(rows) if (value := cells[column].value) is not None)
        )
        values = [value for value, _ in ranked]
        if (
            len(values) < _RANKED
            or values[0] == values[1]
            or values[-1] == values[-2]
            or values[0] < 0
            or told == _MOST_RANKED
        ):
            continue
        told += 1
        low, high = rows[ranked[0][1]], rows[ranked[-1][1]]
        (least, smallest), (most, largest) = ((row[0].text, row[column].text) for row in (low, high))
        if told == 1:
            ends = {"high": largest, "most": most, "low": smallest, "least": least}
            yield said(deck, deck.labels.speech.extremes, column=quoted(deck, head), **ends)
        else:
            pattern = deck.labels.chart_between
            course = blended(pattern, low=smallest, at_low=least, high=largest, at_high=most)
            yield leading(deck, quoted(deck, head), course)


def _read_row(deck: Deck, block: Table) -> Iterator[Note]:
    """Yield how to read a row: the one that is set apart, else the first, if it is short."""
    rows = [row.cells for row in block.rows]
    apart = (row for row in rows if any(cell.emphasis is Emphasis.HIGHLIGHT for cell in row))
    row = next(apart, rows[0])
    entries = [
        blended(deck.labels.speech.rating, criterion=head, rating=cell.text)
        for head, cell in zip(block.columns[1:], row[1:], strict=True)
        if not cell.empty and not cited_sources(cell.text if cell.text.plain.startswith("[") else None)
    ]
    if entries and words_in(entries) <= _MOST_READ:
        yield leading(deck, blended(deck.labels.speech.read_row, row=quoted(deck, row[0].text)), *entries)


def _with_note(deck: Deck, slide: Draft, note: Text, refs: Text | None) -> Draft:
    """Return a slide with the note below its table, if there is room, instead of in the source line."""
    grid, look, (table, *_) = deck.look, deck.look.table, slide.items
    assert isinstance(table, TableBox)
    rect = table.rect
    words = [deck.paragraph(note, step=look.note, colour=deck.colours.ink2)]
    width, top = min(max(rect.width, grid.span(8)), grid.span(10)), rect.y + rect.height + look.note_gap
    height = set_height(words, width)
    if top + height > grid.body_bottom:
        return slide
    below = boxed(Rect(grid.left, top, width, height), words)
    return replace(slide, items=[*slide.items, below], source=source_line(deck, refs))


def grid_slides(deck: Deck, draft: Draft, grid: Grid) -> Iterator[tuple[tuple[Text, ...], Draft]]:
    """Yield the draft with the grid's rows, as often as they need: at one size, and which columns it shows.

    Columns that do not fit side by side are divided: each group follows the last, with the row heads again.
    """
    deck = deck.under(draft.title, appendix=draft.appendix)
    look = deck.look.table
    few = (steps for most, steps in look.few_steps.items() if len(grid.rows) <= most)
    steps = next(few, look.steps)
    settings, room = _divided(deck, grid, steps)
    done = split(tuple(settings), lambda step: _heights(settings[step]), room, most=look.most)
    notes = draft.notes
    for chunk in done.chunks:
        for setting in settings[done.step]:
            box = setting.box(chunk, done.heights[chunk], room, draft.title.plain, draft.slot)
            yield setting.grid.columns, replace(draft, items=[box], notes=notes)
            notes = ()


def _divided(
    deck: Deck, grid: Grid, steps: Sequence[Step], count: int = 1
) -> tuple[dict[Step, list[_Setting]], float]:
    """Return the grid in `count` groups of columns, or more, until no word is broken and no row too tall.

    They are set at each size at which this is so; with them is the room below their heads.
    """
    groups = _grouped(grid, count, _Setting(deck, grid, steps[-1]).least)
    settings = {step: [_Setting(deck, group, step) for group in groups] for step in steps}
    room = deck.look.body - max(each.head_height for group in settings.values() for each in group)
    fitting = {step: group for step, group in settings.items() if all(each.fits(room) for each in group)}
    if fitting or count == len(grid.columns) - 1:
        return fitting or settings, room
    return _divided(deck, grid, steps, count + 1)


def _grouped(grid: Grid, count: int, least: Sequence[float]) -> list[Grid]:
    """Return the grid in groups of neighbouring columns, about equally wide; each begins with the first."""
    end = len(grid.columns)
    ways = ((1, *cuts, end) for cuts in combinations(range(2, end), count - 1))
    best = min(ways, key=lambda way: max(fsum(least[start:stop]) for start, stop in pairwise(way)))
    return [
        Grid(
            (grid.columns[0], *grid.columns[start:stop]),
            tuple((row[0], *row[start:stop]) for row in grid.rows),
            grid.numbers,
            grid.role,
        )
        for start, stop in pairwise(best)
    ]


def _heights(settings: Sequence[_Setting]) -> list[float]:
    """Return the height of each row, as high as in the group where it is highest."""
    return list(map(max, zip(*(setting.heights for setting in settings), strict=True)))


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
        styled = partial(
            self.deck.paragraph,
            step=min(self.look.head, self.step),
            colour=self.deck.colours.white,
            bold=True,
        )
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
    def least(self) -> tuple[float, ...]:
        return least_widths(self.deck, self.head, self.cells)

    def fits(self, room: float) -> bool:
        """Whether no word is broken, and no row taller than `room`."""
        return fsum(self.least) <= self.deck.look.live and max(self.heights) <= room

    @cached_property
    def heights(self) -> list[float]:
        return [row_height(self.deck, row, self.widths) for row in self.cells]

    @cached_property
    def head_height(self) -> float:
        return max(row_height(self.deck, self.head, self.widths), self.look.head_row)

    @cached_property
    def hangs(self) -> list[list[float]]:
        """How far from the right the text of each cell ends, row by row."""
        columns, family = zip(*self.grid.rows, strict=True), self.deck.theme.fonts.body.family
        ends = (hangs([cell.tail for cell in column], self.step.size, family) for column in columns)
        return list(map(list, zip(*ends, strict=True)))

    def _cell(self, cell: Cell, row: int, index: int) -> Paragraph:
        align, hang = "right" if self.figures[index] else "left", self.hangs[row][index]
        if cell.empty:
            step = Step(min(self.look.empty, self.step.size), self.step.leading)
            shown = self.deck.paragraph(cell.text, step=step, colour=self.deck.colours.ink2, align=align)
            return replace(shown, indent=hang)
        numbers, colours = self.grid.numbers, self.deck.colours
        if index:
            colour = colours.ink
            if cell.emphasis is Emphasis.HIGHLIGHT:
                colour = colours.hue(self.grid.role).strong
            strong = cell.emphasis is not None
            shown = self.deck.paragraph(cell.text, step=self.step, align=align, colour=colour, bold=strong)
            return replace(shown, indent=hang)
        number = (Piece(numbers[row], colour=colours.ink2), "  ") if numbers else ()
        return self.deck.paragraph(*number, cell.text, step=self.step, colour=colours.brand, bold=True)

    def box(self, chunk: slice, own: Sequence[float], room: float, alt: str, name: str) -> TableBox:
        """Return the table of some rows, `own` their heights; what is spare goes to them, up to a limit."""
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
    least = least_widths(deck, head, rows)
    if fsum(least) >= grid.live:
        return tuple(grid.live * need / fsum(least) for need in least)
    spans = [[natural_width(cell) for cell in row] for row in rows[:WEIGHED]]
    ways = [_grown(deck, least, longest, spans, power) for power in (1, 2, 4)]
    level = levelled(longest, grid.live)
    if all(width >= need for width, need in zip(level, least, strict=True)):
        ways.insert(0, level)
    return min(ways, key=lambda widths: fsum(row_height(deck, row, widths) for row in rows[:WEIGHED]))


def least_widths(deck: Deck, head: Row, rows: Sequence[Row]) -> tuple[float, ...]:
    """Return the widths of columns that break no word, unless it needs a third of the slide."""
    most, room = deck.look.live / 3, 2 * deck.look.table.inset + GIVE + 1.0
    return tuple(min(max(map(widest_word, column)), most) + room for column in zip(head, *rows, strict=True))


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
