"""The words of a table become the widths of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, prod

from builder.layout.deck.draft import GIVE, Deck
from builder.layout.pages import Paragraph
from builder.layout.text.fit import levelled
from builder.layout.text.measure import line_count, natural_width, widest_word

WEIGHED = 40  # rows that are looked at
GROWTH = 60  # steps in which the width is shared out

Row = Sequence[Paragraph]


def column_widths(deck: Deck, head: Row, rows: Sequence[Row]) -> tuple[float, ...]:
    """Return widths in points: the standard ones where all cells then take one line, less if all are short.

    Else they fill the slide, no column is narrower than its longest word, and the rest shortens the rows.
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
        line_count(cell, width - 2 * look.inset - GIVE) * cell.leading
        for cell, width in zip(row, widths, strict=True)
    )


def _grown(
    deck: Deck, least: Sequence[float], longest: Sequence[float], spans: Sequence[Sequence[float]], power: int
) -> tuple[float, ...]:
    """Return widths grown in small steps, each where it helps most; a higher power favours long cells."""
    grid = deck.look
    widths = list(least)
    share = (grid.live - fsum(least)) / GROWTH

    weights = [fsum(_power(span, power) for span in column) for column in zip(*spans, strict=True)]

    def gain(place: int) -> float:
        if widths[place] >= longest[place]:
            return 0.0
        now = widths[place] - 2 * grid.table.inset
        return weights[place] * (1 / _power(now, power) - 1 / _power(now + share, power))

    for _ in range(GROWTH):
        gains = [gain(place) for place in range(len(widths))]
        # Where nothing more is needed, all columns grow alike.
        if max(gains) <= 0.0:
            spare = (grid.live - fsum(widths)) / len(widths)
            return tuple(width + spare for width in widths)
        widths[gains.index(max(gains))] += share
    return tuple(widths)


def _power(base: float, exponent: int) -> float:
    """Multiply out: the system's own power function differs in the last digit from system to system."""
    return prod([base] * exponent)
