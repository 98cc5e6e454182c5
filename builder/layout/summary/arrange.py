"""Arranges the parts in columns: tries every grid and takes the one that makes the best page."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, fsum

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.pages import Item
from builder.layout.summary.columns import Ruler, Stretch, place_column, place_side, place_strip, split
from builder.layout.summary.entries import Part, parts
from builder.layout.summary.foot import lay_out_foot
from builder.layout.summary.head import lay_out_head
from builder.layout.summary.style import Style, ladder
from builder.layout.text.measure import widest_word
from builder.outline.blocks import Limits, Outline
from builder.theme.summary import Grid, Scale
from builder.theme.theme import Theme

EVEN, UNEVEN = 24.0, 36.0  # columns that differ by less are even; every further `UNEVEN` counts as one rung
EMPTY, BARE = 2.0, 20.0  # rungs that an empty page would count; with all that a brief has on it
CONTINUED = 0.7  # rungs that a part counts which goes on in the next column
MANY = 8  # entries from which on they may run through three columns


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
    def style(self) -> Style:
        """The look at its rung."""
        return self.ruler.style

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
            y += self.style.gap(self.style.look.part_gap) if index else 0.0
            yield from place_side(part, x, y, self.grid, measure, self.ruler)
            y += self.ruler.side(part, self.grid, measure)
        left = x
        for column, width in zip(self.columns, self.grid.widths(measure), strict=False):
            yield from place_column(column, left, y, width, self.ruler)
            left += width + self.grid.gutter
        if self.strip is not None:
            y += max(self.heights) + self.style.gap(self.style.look.part_gap)
            yield from place_strip(self.strip, x, y, self.grid, measure, self.ruler)


# No page holds so many entries, and to split them over columns takes time that grows with their cube.
HOPELESS = 80


class Sheaf:
    """The arrangements of an outline with what is `taken` of it, each measured once; in `larger` type too."""

    def __init__(self, outline: Outline, theme: Theme, taken: frozenset[str], *, larger: bool) -> None:
        self.outline = outline
        self.theme = theme
        self.taken = taken
        self.larger = larger
        self.sheet = theme.summary.sheets[outline.page]
        self.rungs = ladder(outline.language, theme.summary, larger=larger)
        self._rulers: dict[Scale, Ruler] = {}
        self._frames: dict[Scale, tuple[float, float]] = {}

    def ruler(self, scale: Scale) -> Ruler:
        """Return what the columns hold at a rung."""
        if scale not in self._rulers:
            style = Style(self.theme, self.sheet, scale, self.outline.labels)
            self._rulers[scale] = Ruler(parts(self.outline, style, self.taken), style)
        return self._rulers[scale]

    def _frame(self, style: Style) -> tuple[float, float]:
        if style.scale not in self._frames:
            head = lay_out_head(self.outline, style, self.taken, drawn=False)
            foot = self.foot(style)
            self._frames[style.scale] = head.y + style.gap(style.look.columns_gap), foot[1]
        return self._frames[style.scale]

    def foot(self, style: Style) -> tuple[list[Item], float]:
        """Return the items of the foot, and where the columns must end."""
        entries = (entry for part in self.ruler(style.scale).parts for entry in part.entries)
        pieces = (piece for entry in entries for text in entry.paragraphs for piece in text.pieces)
        return lay_out_foot(self.outline, style, [piece.text for piece in pieces if piece.text is not None])

    def top(self, style: Style) -> float:
        """Return where the columns begin."""
        return self._frame(style)[0]

    def over(self, arrangement: Arrangement) -> float:
        """Return by how many points the columns run over the page; negative where room is left."""
        top, bottom = self._frame(arrangement.style)
        return top + arrangement.height - bottom

    def fill(self, arrangement: Arrangement) -> float:
        """Return how much of the page is used, 1.0 to the foot."""
        return self._share(arrangement, arrangement.height)

    def used(self, arrangement: Arrangement) -> float:
        """Return how much of the page is used, all columns taken together."""
        widths = arrangement.grid.widths(self.sheet.measure)
        short = fsum(
            (max(arrangement.heights) - height) * width
            for height, width in zip(arrangement.heights, widths, strict=False)
        )
        return self._share(arrangement, arrangement.height - short / self.sheet.measure)

    def _share(self, arrangement: Arrangement, height: float) -> float:
        top, bottom = self._frame(arrangement.style)
        return (top + height - self.sheet.top) / (bottom - self.sheet.top)

    def grids(self) -> Iterator[Grid]:
        """Yield the grids for which there are parts enough."""
        look = self.theme.summary
        found = self.ruler(self.rungs[0]).parts
        entries = sum(len(part.entries) for part in found)
        if len(found) > 1:
            yield look.rail
        if 3 < entries <= HOPELESS:
            yield look.halves
        limits = self.outline.one(Limits) is not None
        others = len(found) - limits
        if limits and others > 1:
            yield replace(look.rail, strip=True, handicap=0.4)
            yield replace(look.halves, strip=True, handicap=0.8)
        if others == 3:
            yield replace(look.thirds, strip=limits)
        elif MANY < entries <= HOPELESS:
            yield replace(look.thirds, inside=True, handicap=1.5)
        words = [widest_word(part.heading) for part in found if not part.ground]
        side = max(look.ledger.side_heads, look.ledger.gutter + max(words, default=0.0) + 0.5)
        if side <= look.widest_side or len(found) < 2:
            yield replace(look.ledger, side_heads=min(side, look.widest_side))

    def arrange(self, grid: Grid, scale: Scale) -> Arrangement:
        """Return the parts in a grid at a rung."""
        ruler, measure = self.ruler(scale), self.sheet.measure
        gap = ruler.style.gap(ruler.style.look.part_gap)
        if grid.side_heads:
            heights = [ruler.side(part, grid, measure) for part in ruler.parts]
            height = fsum(heights) + gap * max(len(heights) - 1, 0)
            return Arrangement(grid, ruler, (), ruler.parts, None, (), height)
        columns = split(ruler, grid, measure)
        each = tuple(
            ruler.column(column, width) for column, width in zip(columns, grid.widths(measure), strict=False)
        )
        strip = ruler.parts[-1] if grid.strip else None
        below = gap + ruler.strip(strip, grid, measure) if strip is not None else 0.0
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
    """Return the first rung below `limit` at which the grid fits, and its arrangement there."""
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
    stretches = [stretch for column in done.columns for stretch in column]
    continued = sum(not stretch.begins and stretch.heading is not None for stretch in stretches)
    uneven = max(done.unevenness - EVEN, 0.0) / UNEVEN
    cost = rung + done.grid.handicap + uneven + CONTINUED * continued
    if sheaf.larger:  # the brief has no more to fill it with
        return cost + BARE * (1.0 - sheaf.fill(opened(sheaf, done)))
    return cost + EMPTY * (1.0 - sheaf.fill(done))


def opened(sheaf: Sheaf, arrangement: Arrangement) -> Arrangement:
    """Return the arrangement with wider gaps, until the page is full or they would look too wide."""
    room = -sheaf.over(arrangement)
    look, scale = sheaf.theme.summary, arrangement.style.scale
    most = look.most_air_of_bare if sheaf.larger else look.most_air
    if scale.air >= most:
        return arrangement
    widest = sheaf.arrange(arrangement.grid, replace(scale, air=most))
    taken = sheaf.over(widest) + room
    share = 1.0 if taken <= room else room / taken
    while share > 0.0:
        air = scale.air + share * (most - scale.air)
        done = sheaf.arrange(arrangement.grid, replace(scale, air=air))
        if sheaf.over(done) <= 0:
            return done
        share -= 0.05
    return arrangement
