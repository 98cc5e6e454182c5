"""Sets the parts in columns: where each column ends, how high it is, and its items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct

from builder.layout.pages import Box, Item, Mark, Paragraph, Rect, TextBox
from builder.layout.summary.entries import Entry, Part
from builder.layout.summary.style import Style
from builder.layout.text.measure import baseline, height_of, line_count, set_lines, without_stub
from builder.theme.summary import Grid


class Stretch(Struct, frozen=True):
    """The entries of one part in one column; without a heading if the part began in the column before."""

    part: Part
    entries: tuple[Entry, ...]
    headed: bool


class Ruler:
    """Measures the parts of one rung, each entry once a width."""

    def __init__(self, parts: Sequence[Part], style: Style) -> None:
        self.parts = tuple(parts)
        self.style = style
        self._heights: dict[tuple[int, float], float] = {}

    def entry(self, entry: Entry, width: float) -> float:
        """Return the height in points of an entry of these parts."""
        key = id(entry), width
        if key not in self._heights:
            self._heights[key] = entry.height(width)
        return self._heights[key]

    def heading(self, part: Part, width: float) -> float:
        """Return the height in points of a part's heading."""
        key = id(part), width
        if key not in self._heights:
            self._heights[key] = line_count(part.heading, width) * part.heading.leading
        return self._heights[key]

    def entries(self, entries: Sequence[Entry], width: float) -> float:
        """Return the height in points of entries one below the other."""
        return fsum(
            self.entry(entry, width) + (entry.gap if index else 0.0) for index, entry in enumerate(entries)
        )

    def lead(self, stretch: Stretch, width: float) -> float:
        """Return the height in points of a stretch's rule and heading."""
        height = self.style.look.rule + self.style.gap(self.style.look.rule_gap)
        if stretch.headed:
            height += self.heading(stretch.part, width) + self.style.gap(self.style.look.head_gap)
        return height

    def stretch(self, stretch: Stretch, width: float) -> float:
        """Return the height in points of one stretch."""
        return self.lead(stretch, width) + self.entries(stretch.entries, width)

    def column(self, column: Sequence[Stretch], width: float) -> float:
        """Return the height in points of a column of stretches."""
        gaps = self.style.gap(self.style.look.part_gap) * max(len(column) - 1, 0)
        return gaps + fsum(self.stretch(stretch, width) for stretch in column)

    def side(self, part: Part, grid: Grid, measure: float) -> float:
        """Return the height in points of a part whose heading is left of its entries."""
        (width,) = grid.widths(measure)
        head = self.heading(part, grid.side_heads - grid.gutter)
        return (
            self.style.look.rule
            + self.style.gap(self.style.look.rule_gap)
            + max(head, self.entries(part.entries, width))
        )

    def strip(self, part: Part, grid: Grid, measure: float) -> float:
        """Return the height in points of a part whose entries are side by side across the columns."""
        count, width = _strip_columns(part, grid, measure)
        return self.lead(Stretch(part, (), True), measure) + fsum(
            max(self.entry(entry, width) for entry in row) + (row[0].gap if index else 0.0)
            for index, row in enumerate(_rows(part.entries, count))
        )


def split(ruler: Ruler, grid: Grid, measure: float) -> tuple[tuple[Stretch, ...], ...]:
    """Return the stretches of each column, so that the longest column is as short as can be."""
    flow = ruler.parts[:-1] if grid.strip else ruler.parts
    units = [(part, index) for part in flow for index in range(len(part.entries) or 1)]
    widths = grid.widths(measure)
    best: tuple[tuple[Stretch, ...], ...] = ()
    best_height = float("inf")
    for ends in _cuts(units, len(widths), grid.inside):
        columns = tuple(
            tuple(_stretches(units[start:stop]))
            for start, stop in zip((0, *ends), (*ends, len(units)), strict=True)
        )
        height = max(ruler.column(column, width) for column, width in zip(columns, widths, strict=True))
        if height < best_height - 0.01:
            best, best_height = columns, height
    return best


def _cuts(units: Sequence[tuple[Part, int]], count: int, inside: bool) -> Iterator[tuple[int, ...]]:
    """Yield the units before which all columns but the last may end; no column is empty where that can be."""
    allowed = [
        end
        for end, (part, index) in enumerate(units)
        if end and (index == 0 or (inside and index > 1 and not part.entries[index].tied))
    ]
    if count == 1 or not allowed:
        yield (len(units),) * (count - 1)
    elif count == 2:
        yield from ((end,) for end in allowed)
    else:
        pairs = [(one, two) for one in allowed for two in allowed if one < two]
        yield from pairs or [(one, len(units)) for one in allowed]


def _stretches(units: Sequence[tuple[Part, int]]) -> Iterator[Stretch]:
    start = 0
    for stop in range(1, len(units) + 1):
        if stop == len(units) or units[stop][0] is not units[start][0]:
            part, first = units[start]
            yield Stretch(part, part.entries[first : first + stop - start], first == 0)
            start = stop


def _strip_columns(part: Part, grid: Grid, measure: float) -> tuple[int, float]:
    """Return how many entries of a strip are side by side, two or three, and the width of each."""
    count = min(max(len(part.entries), 2), 3)
    return count, (measure - grid.gutter * (count - 1)) / count


def _rows(entries: Sequence[Entry], count: int) -> list[Sequence[Entry]]:
    return [entries[start : start + count] for start in range(0, len(entries), count)]


def place_column(column: Sequence[Stretch], x: float, y: float, width: float, ruler: Ruler) -> Iterator[Item]:
    """Yield the items of a column whose top left corner is at `x`, `y`."""
    style = ruler.style
    for index, stretch in enumerate(column):
        y += style.gap(style.look.part_gap) if index else 0.0
        yield Box(Rect(x, y, width, style.look.rule), stretch.part.colour)
        top = y + style.look.rule + style.gap(style.look.rule_gap)
        if stretch.headed:
            yield _heading(stretch.part, x, top, width)
        yield from _entries(stretch.entries, x, y + ruler.lead(stretch, width), width, style)
        y += ruler.stretch(stretch, width)


def place_side(part: Part, x: float, y: float, grid: Grid, measure: float, ruler: Ruler) -> Iterator[Item]:
    """Yield the items of a part whose heading is left of its entries."""
    style = ruler.style
    (width,) = grid.widths(measure)
    yield Box(Rect(x, y, measure, style.look.rule), part.colour)
    top = y + style.look.rule + style.gap(style.look.rule_gap)
    yield _heading(part, x, top, grid.side_heads - grid.gutter)
    yield from _entries(part.entries, x + grid.side_heads, top, width, style)


def place_strip(part: Part, x: float, y: float, grid: Grid, measure: float, ruler: Ruler) -> Iterator[Item]:
    """Yield the items of a part whose entries are side by side across the columns."""
    style = ruler.style
    count, width = _strip_columns(part, grid, measure)
    stretch = Stretch(part, (), True)
    yield Box(Rect(x, y, measure, style.look.rule), part.colour)
    yield _heading(part, x, y + style.look.rule + style.gap(style.look.rule_gap), measure)
    y += ruler.lead(stretch, measure)
    for index, row in enumerate(_rows(part.entries, count)):
        y += row[0].gap if index else 0.0
        for column, entry in enumerate(row):
            yield from _entry(entry, x + column * (width + grid.gutter), y, width, style)
        y += max(entry.height(width) for entry in row)


def _heading(part: Part, x: float, y: float, width: float) -> TextBox:
    heading = set_lines(part.heading, width)
    return TextBox(Rect(x, y, width, height_of((heading,))), (heading,), name=part.name)


def _entries(entries: Sequence[Entry], x: float, y: float, width: float, style: Style) -> Iterator[Item]:
    """Yield the items of entries that are one below the other."""
    for index, entry in enumerate(entries):
        y += entry.gap if index else 0.0
        yield from _entry(entry, x, y, width, style)
        y += entry.height(width)


def _entry(entry: Entry, x: float, y: float, width: float, style: Style) -> Iterator[Item]:
    look = style.look
    texts = tuple(without_stub(text, width, look.stub)[0] for text in entry.paragraphs)
    if entry.dot:
        first = texts[0]
        middle = y + baseline(first) - 0.24 * first.size  # of lower-case letters
        rect = Rect(x + (look.dot_lead - look.dot) / 2 - 1.5, middle - look.dot / 2, look.dot, look.dot)
        yield Box(rect, style.colours.edge, radius=look.dot / 2)
    above = texts[: entry.marked] if entry.mark is not None else texts
    if above:
        yield TextBox(Rect(x, y, width, height_of(above)), above, name=_name(above[0]))
    if entry.mark is not None:
        y += height_of(above)
        foot = y + baseline(texts[entry.marked])
        yield Mark(
            Rect(x + look.hang, foot - look.mark, look.mark, look.mark), entry.mark, style.colours.ink2
        )
        below = texts[entry.marked :]
        yield TextBox(Rect(x, y, width, height_of(below)), below, name=_name(below[0]))


def _name(paragraph: Paragraph) -> str | None:
    return next((piece.text.slot for piece in paragraph.pieces if piece.text is not None), None)
