"""Sets the parts in columns: where each column ends, how high it is, and its items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.pages import Box, Item, Mark, Paragraph, Rect, TextBox
from builder.layout.summary.entries import Entry, Part
from builder.layout.summary.exhibits import Exhibit
from builder.layout.summary.style import Style
from builder.layout.text.measure import baseline, height_of, line_count, set_lines, without_stub
from builder.theme.summary import Grid


class Stretch(Struct, frozen=True):
    """The entries of one part in one column; its heading says so if the part began in the column before.

    A table, chart or picture has its caption above it, and needs no heading there.
    """

    part: Part
    entries: tuple[Entry | Exhibit, ...]
    begins: bool = True

    @property
    def heading(self) -> Paragraph | None:
        """What is above the entries."""
        if self.begins:
            return self.part.heading
        return None if isinstance(self.entries[0], Exhibit) else self.part.continued


class Ruler:
    """Measures the parts of one rung, each entry once a width."""

    def __init__(self, parts: Sequence[Part], style: Style) -> None:
        self.parts = tuple(parts)
        self.style = style
        self._heights: dict[tuple[int, float], float] = {}

    def entry(self, entry: Entry | Exhibit, width: float) -> float:
        """Return the height in points of an entry of these parts."""
        key = id(entry), width
        if key not in self._heights:
            self._heights[key] = entry.height(width)
        return self._heights[key]

    def heading(self, heading: Paragraph, width: float) -> float:
        """Return the height in points of a heading of these parts."""
        key = id(heading), width
        if key not in self._heights:
            self._heights[key] = line_count(heading, width) * heading.leading
        return self._heights[key]

    def inner(self, part: Part, width: float) -> float:
        """Return the width in points that a part's text has of its column's."""
        return width - 2 * self.style.look.box_side if part.ground else width

    def entries(self, entries: Sequence[Entry | Exhibit], width: float) -> float:
        """Return the height in points of entries one below the other."""
        return fsum(
            self.entry(entry, width) + (entry.gap if index else 0.0) for index, entry in enumerate(entries)
        )

    def above(self, part: Part) -> float:
        """Return the height in points above a part's heading: a rule with the gap below, or a box's edge."""
        look = self.style.look
        return self.style.gap(look.box_pad) if part.ground else look.rule + self.style.gap(look.rule_gap)

    def lead(self, stretch: Stretch, width: float) -> float:
        """Return the height in points down to the end of a stretch's heading, with the gap below it."""
        above = self.above(stretch.part)
        if stretch.heading is None:
            return above
        heading = self.heading(stretch.heading, self.inner(stretch.part, width))
        return above + (heading + self.style.gap(self.style.look.head_gap))

    def stretch(self, stretch: Stretch, width: float) -> float:
        """Return the height in points of one stretch."""
        part = stretch.part
        below = self.style.gap(self.style.look.box_pad) if part.ground else 0.0
        return self.lead(stretch, width) + self.entries(stretch.entries, self.inner(part, width)) + below

    def column(self, column: Sequence[Stretch], width: float) -> float:
        """Return the height in points of a column of stretches."""
        gaps = self.style.gap(self.style.look.part_gap) * max(len(column) - 1, 0)
        return gaps + fsum(self.stretch(stretch, width) for stretch in column)

    def side(self, part: Part, grid: Grid, measure: float) -> float:
        """Return the height in points of a part whose heading is left of its entries."""
        (width,) = grid.widths(measure)
        if part.ground:
            return self.stretch(Stretch(part, part.entries), width)
        head = self.heading(part.heading, grid.side_heads - grid.gutter)
        return self.above(part) + max(head, self.entries(part.entries, width))

    def strip(self, part: Part, grid: Grid, measure: float) -> float:
        """Return the height in points of a part whose entries are side by side across the columns."""
        count, width = _strip_columns(part, grid, measure)
        return self.lead(Stretch(part, part.entries), measure) + fsum(
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
        if not best or height < best_height - 0.01:
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


def _rows(entries: Sequence[Entry | Exhibit], count: int) -> list[Sequence[Entry | Exhibit]]:
    return [entries[start : start + count] for start in range(0, len(entries), count)]


def place_column(column: Sequence[Stretch], x: float, y: float, width: float, ruler: Ruler) -> Iterator[Item]:
    """Yield the items of a column whose top left corner is at `x`, `y`."""
    for index, stretch in enumerate(column):
        y += ruler.style.gap(ruler.style.look.part_gap) if index else 0.0
        part, inner = stretch.part, ruler.inner(stretch.part, width)
        left = x + (width - inner) / 2
        yield from _edge(part, Rect(x, y, width, ruler.stretch(stretch, width)), ruler)
        yield from _heading(stretch, left, y + ruler.above(part), inner)
        yield from _entries(stretch.entries, left, y + ruler.lead(stretch, width), inner, ruler.style)
        y += ruler.stretch(stretch, width)


def place_side(part: Part, x: float, y: float, grid: Grid, measure: float, ruler: Ruler) -> Iterator[Item]:
    """Yield the items of a part whose heading is left of its entries."""
    (width,) = grid.widths(measure)
    top = y + ruler.above(part)
    if part.ground:
        yield from place_column((Stretch(part, part.entries),), x + grid.side_heads, y, width, ruler)
        return
    yield from _edge(part, Rect(x, y, measure, 0.0), ruler)
    yield from _heading(Stretch(part, part.entries), x, top, grid.side_heads - grid.gutter)
    yield from _entries(part.entries, x + grid.side_heads, top, width, ruler.style)


def place_strip(part: Part, x: float, y: float, grid: Grid, measure: float, ruler: Ruler) -> Iterator[Item]:
    """Yield the items of a part whose entries are side by side across the columns."""
    count, width = _strip_columns(part, grid, measure)
    whole = Stretch(part, part.entries)
    yield from _edge(part, Rect(x, y, measure, 0.0), ruler)
    yield from _heading(whole, x, y + ruler.above(part), measure)
    y += ruler.lead(whole, measure)
    for index, row in enumerate(_rows(part.entries, count)):
        y += row[0].gap if index else 0.0
        for column, entry in enumerate(row):
            yield from _entry(entry, x + column * (width + grid.gutter), y, width, ruler.style)
        y += max(entry.height(width) for entry in row)


def _edge(part: Part, rect: Rect, ruler: Ruler) -> Iterator[Box]:
    """Yield the rule above a part, or the ground of a box with a bar at its left."""
    look = ruler.style.look
    if part.ground is None:
        yield Box(replace(rect, height=look.rule), part.colour)
    else:
        yield Box(rect, part.ground)
        yield Box(replace(rect, width=look.box_bar), part.colour)


def _heading(stretch: Stretch, x: float, y: float, width: float) -> Iterator[TextBox]:
    if stretch.heading is not None:
        heading = set_lines(stretch.heading, width)
        yield TextBox(Rect(x, y, width, height_of((heading,))), (heading,), name=stretch.part.name)


def _entries(
    entries: Sequence[Entry | Exhibit], x: float, y: float, width: float, style: Style
) -> Iterator[Item]:
    """Yield the items of entries that are one below the other."""
    for index, entry in enumerate(entries):
        y += entry.gap if index else 0.0
        yield from _entry(entry, x, y, width, style)
        y += entry.height(width)


def _entry(entry: Entry | Exhibit, x: float, y: float, width: float, style: Style) -> Iterator[Item]:
    if isinstance(entry, Exhibit):
        yield from entry.place(x, y, width)
        return
    look = style.look
    texts = tuple(without_stub(text, width, look.stub)[0] for text in entry.paragraphs)
    if entry.dot:
        yield style.dot(texts[0], x, y)
    above = texts[: entry.marked] if entry.mark is not None else texts
    if above:
        yield TextBox(Rect(x, y, width, height_of(above)), above, name=above[0].slot)
    if entry.mark is not None:
        below = texts[entry.marked :]
        y += height_of(above)
        side = style.grown(look.mark)
        rect = Rect(x + style.grown(look.hang), y + baseline(below[0]) - side, side, side)
        yield Mark(rect, entry.mark, style.colours.ink2)
        yield TextBox(Rect(x, y, width, height_of(below)), below, name=below[0].slot)
