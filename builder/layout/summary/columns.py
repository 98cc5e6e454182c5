"""Parts become columns: where a column ends, how high each is, and the items that stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct

from builder.layout.pages import Box, Item, Mark, Paragraph, Rect, TextBox
from builder.layout.summary.entries import DOT_LEAD, HANG, MARK, Entry, Part
from builder.layout.summary.scale import Scale
from builder.layout.text.measure import baseline, height_of, line_count, set_lines, without_stub
from builder.theme.tokens import TOKENS

PART_GAP = 8.0  # above the rule of a part that is not the first of its column
RULE = 1.2
RULE_GAP = 5.0
HEAD_GAP = 3.0
DOT = 3.0
STUB = 0.28  # of the width: a shorter last line is avoided


class Stretch(Struct, frozen=True):
    """The entries of one part that stand in one column; without a heading where the part runs on."""

    part: Part
    entries: tuple[Entry, ...]
    headed: bool


class Grid(Struct, frozen=True):
    """One arrangement of the lower half: the columns' widths as shares, and where a column may end."""

    shares: tuple[float, ...]
    gutter: float
    inside: bool = False  # a column may end between two entries of one part
    side_heads: float = 0.0  # width of headings that stand left of their entries; 0: above them
    strip: bool = False  # the last part runs across below the columns, in columns of its own
    handicap: float = 0.0  # rungs by which it must be better to be taken

    def widths(self, measure: float) -> tuple[float, ...]:
        """Return the columns' widths in points."""
        free = measure - self.gutter * (len(self.shares) - 1) - self.side_heads
        return tuple(free * share / fsum(self.shares) for share in self.shares)


class Ruler:
    """Measures the parts of one rung, each entry once a width."""

    def __init__(self, parts: Sequence[Part], scale: Scale) -> None:
        self.parts = tuple(parts)
        self.scale = scale
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
        height = RULE + self.scale.gap(RULE_GAP)
        if stretch.headed:
            height += self.heading(stretch.part, width) + self.scale.gap(HEAD_GAP)
        return height

    def stretch(self, stretch: Stretch, width: float) -> float:
        """Return the height in points of one stretch."""
        return self.lead(stretch, width) + self.entries(stretch.entries, width)

    def column(self, column: Sequence[Stretch], width: float) -> float:
        """Return the height in points of a column of stretches."""
        gaps = self.scale.gap(PART_GAP) * max(len(column) - 1, 0)
        return gaps + fsum(self.stretch(stretch, width) for stretch in column)

    def side(self, part: Part, grid: Grid, measure: float) -> float:
        """Return the height in points of a part whose heading stands left of its entries."""
        (width,) = grid.widths(measure)
        head = self.heading(part, grid.side_heads - grid.gutter)
        return RULE + self.scale.gap(RULE_GAP) + max(head, self.entries(part.entries, width))

    def strip(self, part: Part, grid: Grid, measure: float) -> float:
        """Return the height in points of a part whose entries stand side by side across the columns."""
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
    """Yield the places at which all columns but the last may end; no column is empty where that can be."""
    allowed = [
        place
        for place, (part, index) in enumerate(units)
        if place and (index == 0 or (inside and index > 1 and not part.entries[index].tied))
    ]
    if count == 1 or not allowed:
        yield (len(units),) * (count - 1)
    elif count == 2:
        yield from ((place,) for place in allowed)
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
    """Return how many entries of a strip stand side by side, two or three, and the width of each."""
    count = min(max(len(part.entries), 2), 3)
    return count, (measure - grid.gutter * (count - 1)) / count


def _rows(entries: Sequence[Entry], count: int) -> list[Sequence[Entry]]:
    return [entries[start : start + count] for start in range(0, len(entries), count)]


def place_column(column: Sequence[Stretch], x: float, y: float, width: float, ruler: Ruler) -> Iterator[Item]:
    """Yield the items of a column whose top left corner is at `x`, `y`."""
    for index, stretch in enumerate(column):
        y += ruler.scale.gap(PART_GAP) if index else 0.0
        yield Box(Rect(x, y, width, RULE), stretch.part.colour)
        top = y + RULE + ruler.scale.gap(RULE_GAP)
        if stretch.headed:
            yield _heading(stretch.part, x, top, width)
        yield from place_entries(stretch.entries, x, y + ruler.lead(stretch, width), width)
        y += ruler.stretch(stretch, width)


def place_side(part: Part, x: float, y: float, grid: Grid, measure: float, ruler: Ruler) -> Iterator[Item]:
    """Yield the items of a part whose heading stands left of its entries."""
    (width,) = grid.widths(measure)
    yield Box(Rect(x, y, measure, RULE), part.colour)
    top = y + RULE + ruler.scale.gap(RULE_GAP)
    yield _heading(part, x, top, grid.side_heads - grid.gutter)
    yield from place_entries(part.entries, x + grid.side_heads, top, width)


def place_strip(part: Part, x: float, y: float, grid: Grid, measure: float, ruler: Ruler) -> Iterator[Item]:
    """Yield the items of a part whose entries stand side by side across the columns."""
    count, width = _strip_columns(part, grid, measure)
    stretch = Stretch(part, (), True)
    yield Box(Rect(x, y, measure, RULE), part.colour)
    yield _heading(part, x, y + RULE + ruler.scale.gap(RULE_GAP), measure)
    y += ruler.lead(stretch, measure)
    for index, row in enumerate(_rows(part.entries, count)):
        y += row[0].gap if index else 0.0
        for place, entry in enumerate(row):
            yield from _entry(entry, x + place * (width + grid.gutter), y, width)
        y += max(entry.height(width) for entry in row)


def _heading(part: Part, x: float, y: float, width: float) -> TextBox:
    heading = set_lines(part.heading, width)
    return TextBox(Rect(x, y, width, height_of((heading,))), (heading,), name=part.name)


def place_entries(entries: Sequence[Entry], x: float, y: float, width: float) -> Iterator[Item]:
    """Yield the items of entries that stand one below the other."""
    for index, entry in enumerate(entries):
        y += entry.gap if index else 0.0
        yield from _entry(entry, x, y, width)
        y += entry.height(width)


def _entry(entry: Entry, x: float, y: float, width: float) -> Iterator[Item]:
    texts = tuple(without_stub(text, width, STUB)[0] for text in entry.paragraphs)
    if entry.dot:
        first = texts[0]
        middle = y + baseline(first) - 0.24 * first.size  # of lower-case letters
        rect = Rect(x + (DOT_LEAD - DOT) / 2 - 1.5, middle - DOT / 2, DOT, DOT)
        yield Box(rect, TOKENS.edge, radius=DOT / 2)
    above = texts[: entry.marked] if entry.mark is not None else texts
    if above:
        yield TextBox(Rect(x, y, width, height_of(above)), above, name=_name(above[0]))
    if entry.mark is not None:
        y += height_of(above)
        foot = y + baseline(texts[entry.marked])
        yield Mark(Rect(x + HANG, foot - MARK, MARK, MARK), entry.mark, TOKENS.ink2)
        below = texts[entry.marked :]
        yield TextBox(Rect(x, y, width, height_of(below)), below, name=_name(below[0]))


def _name(paragraph: Paragraph) -> str | None:
    return next((piece.text.slot for piece in paragraph.pieces if piece.text is not None), None)
