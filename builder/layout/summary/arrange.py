"""Parts become an arrangement of columns: every grid is tried, the one that allows the best page is taken."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, fsum

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.pages import Item
from builder.layout.summary.columns import (
    PART_GAP,
    Grid,
    Ruler,
    Stretch,
    place_column,
    place_side,
    place_strip,
    split,
)
from builder.layout.summary.entries import Part, parts
from builder.layout.summary.foot import lay_out_foot
from builder.layout.summary.head import lay_out_head
from builder.layout.summary.scale import Scale, Sheet, ladder
from builder.outline.blocks import Limits, Outline

COLUMNS_GAP = 11.0  # between the upper half and the columns
EVEN, UNEVEN = 24.0, 36.0  # columns that differ by less are even; each time the second counts as one rung
EMPTY = 2.0  # rungs that an empty page would count
MANY = 8  # entries from which on they may run through three columns
MOST_AIR = 1.7  # gaps are never opened further than this over the reference

RAIL = Grid((307.3, 183.0), 20.0)
HALVES = Grid((1.0, 1.0), 20.0, inside=True, handicap=1.0)
THIRDS = Grid((1.0, 1.0, 1.0), 18.0, handicap=1.0)
LEDGER = Grid((1.0,), 20.0, side_heads=132.0, handicap=0.5)


class Arrangement(Struct, frozen=True):
    """One grid at one rung: the columns, or parts one below the other, and what runs across below them."""

    grid: Grid
    ruler: Ruler
    columns: tuple[tuple[Stretch, ...], ...]
    stacked: tuple[Part, ...]
    strip: Part | None
    heights: tuple[float, ...]
    height: float

    @property
    def scale(self) -> Scale:
        """The rung."""
        return self.ruler.scale

    @property
    def unevenness(self) -> float:
        """How far apart in points the columns end."""
        return max(self.heights) - min(self.heights) if self.heights else 0.0

    def area_over(self, over: float, measure: float) -> float:
        """Return the area in square points that is too much, the longest column being `over` points over."""
        if not self.heights:
            return over * self.grid.widths(measure)[0]
        longest = max(self.heights)
        return fsum(
            max(over - (longest - height), 0.0) * width
            for height, width in zip(self.heights, self.grid.widths(measure), strict=True)
        )

    def place(self, x: float, y: float, measure: float) -> Iterator[Item]:
        """Yield the items, column after column, from the top left corner `x`, `y`."""
        for index, part in enumerate(self.stacked):
            y += self.scale.gap(PART_GAP) if index else 0.0
            yield from place_side(part, x, y, self.grid, measure, self.ruler)
            y += self.ruler.side(part, self.grid, measure)
        left = x
        for column, width in zip(self.columns, self.grid.widths(measure), strict=False):
            yield from place_column(column, left, y, width, self.ruler)
            left += width + self.grid.gutter
        if self.strip is not None:
            y += max(self.heights) + self.scale.gap(PART_GAP)
            yield from place_strip(self.strip, x, y, self.grid, measure, self.ruler)


# No page holds so many entries, and to split them over columns takes time that grows with their cube.
HOPELESS = 80


class Sheaf:
    """The arrangements of one outline, each measured once."""

    def __init__(self, outline: Outline, sheet: Sheet) -> None:
        self.outline = outline
        self.sheet = sheet
        self.rungs = ladder(outline.language)
        self._rulers: dict[Scale, Ruler] = {}
        self._frames: dict[Scale, tuple[float, float]] = {}

    def ruler(self, scale: Scale) -> Ruler:
        """Return what the columns hold at a rung."""
        if scale not in self._rulers:
            self._rulers[scale] = Ruler(parts(self.outline, scale), scale)
        return self._rulers[scale]

    def _frame(self, scale: Scale) -> tuple[float, float]:
        if scale not in self._frames:
            top = lay_out_head(self.outline, self.sheet, scale, drawn=False).y + scale.gap(COLUMNS_GAP)
            self._frames[scale] = top, lay_out_foot(self.outline, self.sheet, scale)[1]
        return self._frames[scale]

    def top(self, scale: Scale) -> float:
        """Return where the columns begin."""
        return self._frame(scale)[0]

    def over(self, arrangement: Arrangement) -> float:
        """Return by how many points the columns run over the page; negative where room is left."""
        top, bottom = self._frame(arrangement.scale)
        return top + arrangement.height - bottom

    def fill(self, arrangement: Arrangement) -> float:
        """Return how much of the page is used, 1.0 to the foot."""
        top, bottom = self._frame(arrangement.scale)
        return (top + arrangement.height - self.sheet.top) / (bottom - self.sheet.top)

    def grids(self) -> Iterator[Grid]:
        """Yield the grids for which there are parts enough."""
        found = self.ruler(self.rungs[0]).parts
        entries = sum(len(part.entries) for part in found)
        if len(found) > 1:
            yield RAIL
        if 3 < entries <= HOPELESS:
            yield HALVES
        limits = self.outline.one(Limits) is not None
        others = len(found) - limits
        if limits and others > 1:
            yield replace(RAIL, strip=True, handicap=0.4)
            yield replace(HALVES, strip=True, handicap=0.8)
        if others == 3:
            yield replace(THIRDS, strip=limits)
        elif MANY < entries <= HOPELESS:
            yield replace(THIRDS, inside=True, handicap=1.5)
        yield LEDGER

    def arrange(self, grid: Grid, scale: Scale) -> Arrangement:
        """Return the parts in a grid at a rung."""
        ruler, measure = self.ruler(scale), self.sheet.measure
        if grid.side_heads:
            heights = [ruler.side(part, grid, measure) for part in ruler.parts]
            height = fsum(heights) + scale.gap(PART_GAP) * max(len(heights) - 1, 0)
            return Arrangement(grid, ruler, (), ruler.parts, None, (), height)
        columns = split(ruler, grid, measure)
        each = tuple(
            ruler.column(column, width) for column, width in zip(columns, grid.widths(measure), strict=False)
        )
        strip = ruler.parts[-1] if grid.strip else None
        below = scale.gap(PART_GAP) + ruler.strip(strip, grid, measure) if strip is not None else 0.0
        return Arrangement(grid, ruler, columns, (), strip, each, max(each, default=0.0) + below)


def best(sheaf: Sheaf) -> Arrangement:
    """Return the arrangement with the largest type, even columns and a full page, weighed against each other.

    Where none fits, the one that is least over at the last rung.
    """
    chosen: Arrangement | None = None
    least = float("inf")
    grids = tuple(sheaf.grids())
    for grid in grids:
        # A grid that could only win at larger type need not be tried at smaller.
        limit = min(len(sheaf.rungs), ceil(least - grid.handicap) if chosen is not None else len(sheaf.rungs))
        rung, done = _first_fit(sheaf, grid, limit)
        if done is not None and (cost := _cost(sheaf, done, rung)) < least:
            chosen, least = done, cost
    if chosen is not None:
        return chosen
    last = [sheaf.arrange(grid, sheaf.rungs[-1]) for grid in grids]
    return min(last, key=sheaf.over)


def _first_fit(sheaf: Sheaf, grid: Grid, limit: int) -> tuple[int, Arrangement | None]:
    """Return the first rung below `limit` at which the grid fits, and how it stands there."""
    low, high, found = 0, limit, None
    while low < high:
        middle = (low + high) // 2 if found is not None else high - 1
        done = sheaf.arrange(grid, sheaf.rungs[middle])
        if sheaf.over(done) > 0:
            low = middle + 1
        else:
            high, found = middle, done
    return low, found


def _cost(sheaf: Sheaf, done: Arrangement, rung: int) -> float:
    uneven = max(done.unevenness - EVEN, 0.0) / UNEVEN
    return rung + done.grid.handicap + uneven + EMPTY * (1.0 - sheaf.fill(done))


def opened(sheaf: Sheaf, arrangement: Arrangement) -> Arrangement:
    """Return the arrangement with its gaps opened until the page is full, or as far as looks well."""
    room = -sheaf.over(arrangement)
    scale = arrangement.scale
    if scale.air >= MOST_AIR:
        return arrangement
    widest = sheaf.arrange(arrangement.grid, replace(scale, air=MOST_AIR))
    taken = sheaf.over(widest) + room
    share = 1.0 if taken <= room else room / taken
    while share > 0.0:
        air = scale.air + share * (MOST_AIR - scale.air)
        done = sheaf.arrange(arrangement.grid, replace(scale, air=air))
        if sheaf.over(done) <= 0:
            return done
        share -= 0.05
    return arrangement
