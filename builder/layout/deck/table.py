"""A table becomes one slide or more: columns as wide as their words ask, the head on each slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.layout.deck.draft import Deck, Draft, Note, paragraph
from builder.layout.deck.grid import BODY, BODY_TOP, LEFT, LIVE
from builder.layout.deck.notes import note
from builder.layout.deck.sourced import source_line
from builder.layout.fit import Step, split, too_long
from builder.layout.measure import natural_width, set_lines
from builder.layout.pages import Paragraph, Piece, Place, TableBox, TableCell
from builder.outline.blocks import Cell, Table, Text
from builder.problems import Problem
from builder.theme.tokens import TOKENS

STEPS = (Step(18, 22), Step(16, 20), Step(14, 17))
HEAD = Step(16, 20)
FIRST_COLUMN = 211.0
INSET, PAD = 10.1, 5.5
HEAD_ROW, ROW_LIMIT = 44.6, 64.8
MOST_ROWS = 7


def table(deck: Deck, block: Table, appendix: bool) -> Iterator[Draft]:
    """Yield the slides of a table; the notes tell how to read it."""
    yield from grid_slides(
        deck,
        slot=block.title.slot.removesuffix("_title"),
        title=block.title,
        kicker=block.heading,
        columns=block.columns,
        rows=[row.cells for row in block.rows],
        source=source_line(deck, block.refs, also=block.notes),
        notes=tuple(_notes(deck, block)),
        appendix=appendix,
    )


def _notes(deck: Deck, block: Table) -> Iterator[Note]:
    yield note(deck, block.number, deck.labels.colon, block.title)
    if block.notes is not None:
        yield note(deck, block.notes)
    if block.refs is not None:
        yield note(deck, block.refs)


def grid_slides(
    deck: Deck,
    *,
    slot: str,
    title: Text,
    kicker: Text,
    columns: Sequence[Text],
    rows: Sequence[Sequence[Cell]],
    source: Note,
    notes: tuple[Note, ...],
    numbers: Sequence[Text] = (),
    appendix: bool = False,
) -> Iterator[Draft]:
    """Yield as many slides as the rows need, all at one size and with the same columns.

    `numbers` stand before the heads of the rows.
    """
    cells = {
        step: [_cells(row, step, numbers[at] if numbers else None) for at, row in enumerate(rows)]
        for step in STEPS
    }
    widths_at = {step: _widths(columns, cells[step]) for step in STEPS}

    def heights(step: Step) -> list[float]:
        return [_row_height(row, widths_at[step]) for row in cells[step]]

    def head_height(step: Step) -> float:
        return max(_row_height([_head(text) for text in columns], widths_at[step]), HEAD_ROW)

    head = max(head_height(step) for step in STEPS)
    done = split(STEPS, heights, BODY - head, most=MOST_ROWS)
    widths = widths_at[done.step]
    tall = heights(done.step)
    problems = _problems(rows, tall, widths, done.step, BODY - head) if done.over else []
    for index, chunk in enumerate(done.chunks):
        own = [tall[row] for row in chunk]
        spare = (BODY - head - sum(own)) / len(own)
        own = [max(height, min(height + spare, max(ROW_LIMIT, height))) for height in own]
        box = TableBox(
            Place(LEFT, BODY_TOP, LIVE, head_height(done.step) + sum(own)),
            widths,
            (head_height(done.step), *own),
            (
                tuple(_head_cell(text, place, widths[place]) for place, text in enumerate(columns)),
                *(_set(rows[row], cells[done.step][row], widths) for row in chunk),
            ),
            INSET,
            title.plain,
            slot,
        )
        yield Draft(
            slot if index == 0 else f"{slot}_{index + 1}",
            title,
            (box,),
            kicker,
            source=source,
            notes=notes if index == 0 else (),
            problems=tuple(problems) if index == 0 else (),
            appendix=appendix,
            continued=(index + 1, len(done.chunks)),
        )


def _widths(columns: Sequence[Text], rows: Sequence[Sequence[Paragraph]]) -> tuple[float, ...]:
    """Return the columns' widths: the standard ones where all cells then take one line, else as the words ask."""
    count = len(columns)
    standard = (FIRST_COLUMN, *[(LIVE - FIRST_COLUMN) / (count - 1)] * (count - 1))
    texts = [
        [paragraph(columns[place], step=HEAD, bold=True), *(row[place] for row in rows)]
        for place in range(count)
    ]
    longest = [max(natural_width(found) for found in column) + 2 * INSET + 1.0 for column in texts]
    if all(need <= width for need, width in zip(longest, standard, strict=True)):
        return standard
    least = [max(_widest_word(found) for found in column) + 2 * INSET + 1.0 for column in texts]
    # A column's claim grows slower than its longest text, for long texts can wrap.
    areas = [max(sum(natural_width(found) for found in column) / len(column), 1.0) for column in texts]
    weights = [(area * need) ** 0.4 for area, need in zip(areas, longest, strict=True)]
    widths = [LIVE * weight / sum(weights) for weight in weights]
    return _bounded(widths, least, longest)


def _bounded(widths: list[float], least: list[float], most: list[float]) -> tuple[float, ...]:
    """Return the widths between their bounds where that is possible, together as wide as the slide."""
    if sum(least) >= LIVE:
        return tuple(LIVE * need / sum(least) for need in least)
    for _ in range(len(widths)):
        widths = [
            min(max(width, low), max(high, low)) for width, low, high in zip(widths, least, most, strict=True)
        ]
        spare = LIVE - sum(widths)
        if abs(spare) < 0.01:
            break
        free = [
            (high - width if spare > 0 else width - low)
            for width, low, high in zip(widths, least, most, strict=True)
        ]
        total = sum(max(room, 0.0) for room in free)
        if total <= abs(spare):
            widths = [width * LIVE / sum(widths) for width in widths]
            break
        widths = [width + spare * max(room, 0.0) / total for width, room in zip(widths, free, strict=True)]
    return tuple(width * LIVE / sum(widths) for width in widths)


def _widest_word(found: Paragraph) -> float:
    """Return the width of the longest word, up to a third of the slide: a longer one may be broken."""
    widest = 0.0
    for piece in found.pieces:
        for word in piece.text.plain.split(" ") if piece.text else ():
            wide = any("\u2e80" <= char <= "\uffef" for char in word)
            words = paragraph(
                word[:4] if wide else word, step=Step(found.size, found.leading), bold=found.bold
            )
            widest = max(widest, natural_width(words))
    return min(widest, LIVE / 3)


def _cells(row: Sequence[Cell], step: Step, number: Text | None) -> list[Paragraph]:
    return [_cell(cell, step, place == 0, number if place == 0 else None) for place, cell in enumerate(row)]


def _cell(cell: Cell, step: Step, first: bool, number: Text | None) -> Paragraph:
    if cell.empty:
        return paragraph(cell.text, step=Step(min(16.0, step.size), step.leading), colour=TOKENS.ink2)
    colour = TOKENS.brand if first else TOKENS.ink
    shown = (Piece(number, colour=TOKENS.ink2), "  ") if number else ()
    return paragraph(
        *shown, cell.text, step=step, colour=colour, bold=first, align="right" if cell.number else "left"
    )


def _head(text: Text) -> Paragraph:
    return paragraph(text, step=HEAD, colour=TOKENS.white, bold=True)


def _row_height(cells: Sequence[Paragraph], widths: Sequence[float]) -> float:
    return 2 * PAD + max(
        len(set_lines(cell, width - 2 * INSET).lines) * cell.leading
        for cell, width in zip(cells, widths, strict=True)
    )


def _head_cell(text: Text, place: int, width: float) -> TableCell:
    fill = TOKENS.brand if place == 0 else TOKENS.ink
    return TableCell(set_lines(_head(text), width - 2 * INSET), fill)


def _set(row: Sequence[Cell], found: Sequence[Paragraph], widths: Sequence[float]) -> tuple[TableCell, ...]:
    return tuple(
        TableCell(
            set_lines(words, widths[place] - 2 * INSET),
            TOKENS.faint if place == 0 or cell.empty else TOKENS.panel,
        )
        for place, (cell, words) in enumerate(zip(row, found, strict=True))
    )


def _problems(
    rows: Sequence[Sequence[Cell]], tall: Sequence[float], widths: Sequence[float], step: Step, room: float
) -> list[Problem]:
    problems = []
    for row, height in zip(rows, tall, strict=True):
        if height > room + 0.01:
            place = max(range(len(row)), key=lambda at: len(row[at].text.plain))
            lines = set_lines(_cell(row[place], step, place == 0, None), widths[place] - 2 * INSET)
            problems.append(
                too_long(
                    row[place].text, lines, height - room, "one slide", "a cell on a slide has a few words"
                )
            )
    return problems
