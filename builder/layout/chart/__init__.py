"""Lays out charts: as vector drawings for the printed page, and as native charts for slides and the memo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product

from msgspec.structs import replace

from builder.layout.chart.bars import columns, pitch_of, rows, segments
from builder.layout.chart.lines import courses
from builder.layout.chart.words import Drawn, Misfit, key, words
from builder.layout.pages import Box, Group, Item, Piece, Plot, Polygon, Polyline, Rect, TextBox
from builder.outline.blocks import Chart
from builder.outline.blocks.charts import ChartKind
from builder.theme.chart import ChartLook
from builder.theme.colours import Colours, contrast
from builder.theme.geometry import Step

_ROWS = ("bar", "multiples")
_COLUMNS = ("column", "grouped", "waterfall")
_SEGMENTS = ("stacked", "percent")
_LINES = ("line", "slope", "area")
_SEEN = 3.0  # contrast that a line needs with the ground (WCAG 1.4.11)


def fills(chart: Chart, series: Iterable[int], accent: str, colours: Colours) -> tuple[tuple[str, ...], ...]:
    """Return the colour of each value: a grey, or the accent where it is highlighted or in a lone line."""
    found, greys = [], colours.greys
    if chart.kind in _LINES:  # a thin line must be darker than a bar to be seen
        greys = tuple(each for each in greys if contrast(each, colours.white) >= _SEEN) or (colours.edge,)
    for index in series:
        grey = greys[max(chart.tones[index] - 1, 0) % len(greys)]
        if chart.kind == "multiples":
            grey = greys[0]
        lone = len(chart.series) == 1 and chart.kind in _LINES
        found.append(tuple(accent if each or lone else grey for each in chart.series[index].highlighted))
    return tuple(found)


def plot(chart: Chart, panel: int, rect: Rect, size: float, colours: Colours) -> Plot:
    """Return one drawing of a chart as a native chart; `size` is that of its words."""
    series, accent = chart.panels[panel], colours.hue(chart.role).strong
    name = chart.alt.slot if len(chart.panels) == 1 else f"{chart.alt.slot}_{panel + 1}"
    top = None if chart.top is None else float(chart.top)
    return Plot(rect, chart, series, fills(chart, series, accent, colours), accent, size, name, top)


def room_of(chart: Chart, width: float, look: ChartLook) -> tuple[float, float]:
    """Return the width and height in points that one drawing takes of a width, without what is above it."""
    count, many = len(chart.categories), len(chart.panels[0])
    if chart.kind in (*_ROWS, *_SEGMENTS):
        return width, min(max(count * pitch_of(chart, width, look) + look.gap, look.least), look.most)
    if chart.kind in _COLUMNS:
        wide = count * many * look.column / look.group * look.loose
        return min(width, max(wide, width / 3)), look.height
    return width, look.height


def chart_height(chart: Chart, width: float, look: ChartLook) -> float:
    """Return the height in points of a whole chart that is as roomy as it should be."""
    down = -(-len(chart.panels) // _across(chart, width, look))
    head = sum(1 for _ in _head_lines(chart)) * (look.name.leading + look.head_gap)
    _, body = room_of(chart, width, look)
    return down * (head + body) + (down - 1) * look.panel_gap / 2


@lru_cache(maxsize=64)
def fits(chart: Chart, width: float, height: float, look: ChartLook, comma: str) -> bool:
    """Return whether a chart can be drawn in a rectangle of a size, where several are tried."""
    return draw_chart(chart, Rect(0.0, 0.0, width, height), look, Colours(), comma) is not None


def draw_chart(chart: Chart, rect: Rect, look: ChartLook, colours: Colours, comma: str) -> Group | None:
    """Return the drawing of a chart in a rectangle; None where its words do not fit.

    `comma` is between the name of a panel and its unit. The title and the notes are not part of it.
    """
    across = _across(chart, rect.width, look)
    down = -(-len(chart.panels) // across)
    width = (rect.width - (across - 1) * look.panel_gap) / across
    height = (rect.height - (down - 1) * look.panel_gap / 2) / down
    items: list[Item] = []
    try:
        accent = colours.hue(chart.role).strong
        for n, series in enumerate(chart.panels):
            x = rect.x + n % across * (width + look.panel_gap)
            y = rect.y + n // across * (height + look.panel_gap / 2)
            drawn = Drawn(chart, series, fills(chart, series, accent, colours), accent, look, colours, comma)
            items += _panel(drawn, Rect(x, y, width, height))
    except Misfit:
        return None
    return Group(rect, tuple(items), chart.alt, chart.alt.slot) if _is_clear(items, rect) else None


def inside(item: Plot, look: ChartLook, colours: Colours) -> tuple[Item, ...]:
    """Return what a native chart shows, drawn here.

    Where words do not fit they are smaller, and where that does not help, values have no labels.
    """
    bare = tuple(replace(one, shown=(False,) * len(one.shown)) for one in item.chart.series)
    for chart, share in product((item.chart, replace(item.chart, series=bare)), _SMALLER):
        size = item.size * share
        step = Step(size, size * look.label.leading / look.label.size)
        smaller = replace(look, label=step, name=step)
        drawn = Drawn(chart, item.series, item.fills, item.accent, smaller, colours, "")
        try:
            found = [*_course(chart.kind)(drawn, item.rect)]
        except Misfit:
            continue
        return (*_without_words(found), *_words(found))
    return ()


_SMALLER = (1.0, 0.85, 0.7, 0.55, 0.4)  # shares of the size of the words


def _across(chart: Chart, width: float, look: ChartLook) -> int:
    """Return how many panels are beside each other, in equal rows."""
    count = len(chart.panels)
    most = max(int((width + look.panel_gap) // (look.least_panel + look.panel_gap)), 1)
    return -(-count // -(-count // min(count, most)))


def _head_lines(chart: Chart) -> Iterator[str]:
    """Yield what is over a drawing, a line each."""
    if chart.kind == "multiples" or chart.unit:
        yield "unit"
    if chart.keyed:
        yield "names"


def _panel(drawn: Drawn, rect: Rect) -> Iterator[Item]:
    chart, look = drawn.chart, drawn.look
    top = rect.y
    for line in _head_lines(chart):
        place = Rect(rect.x, top, rect.width, look.name.leading)
        yield from [_head(drawn, place)] if line == "unit" else key(drawn, place)
        top += look.name.leading + look.head_gap
    room = Rect(rect.x, top, rect.width, rect.bottom - top)
    if room.height <= 0:
        raise Misfit
    found = [*_course(chart.kind)(drawn, room)]
    yield from _without_words(found)
    yield from _words(found)


def _course(kind: ChartKind) -> Callable[[Drawn, Rect], Iterator[Item]]:
    """Return what draws a kind of chart, without what is over it."""
    if kind in _ROWS:
        return rows
    if kind in _COLUMNS:
        return columns
    return segments if kind in _SEGMENTS else courses


def _without_words(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the shapes of a drawing, which come first: no line runs over words."""
    return (item for item in items if not isinstance(item, TextBox))


def _words(items: Iterable[Item]) -> Iterator[TextBox]:
    return (item for item in items if isinstance(item, TextBox))


def _head(drawn: Drawn, rect: Rect) -> TextBox:
    """The unit, or the name of a panel and its unit in the colour of the panel."""
    chart, look = drawn.chart, drawn.look
    if chart.kind != "multiples":
        assert chart.unit is not None
        return words(rect, look, drawn.colours.ink2, Piece(chart.unit))
    one = chart.series[drawn.series[0]]
    pieces = [Piece(text) for text in (one.name, one.unit or chart.unit) if text]
    between = [Piece(None, drawn.comma)] if len(pieces) == 2 else []
    return words(rect, look, drawn.accent, *pieces[:1], *between, *pieces[1:], bold=True)


def _is_clear(items: Sequence[Item], rect: Rect) -> bool:
    """Return whether all is inside the rectangle, and no words cover others."""
    boxes = [_covered(item) for item in items if isinstance(item, TextBox)]
    shapes = [item.rect for item in items if isinstance(item, Box)]
    shapes += [_around(item.points) for item in items if isinstance(item, Polyline | Polygon)]
    inside = all(rect.holds(one, _GIVE) for one in (*boxes, *shapes))
    return inside and not any(one.meets(other, _GIVE) for one, other in combinations(boxes, 2))


_GIVE = 0.3  # points that rounding may take


def _covered(box: TextBox) -> Rect:
    """Return what the lines of a box cover."""
    lines = [line for paragraph in box.paragraphs for line in paragraph.lines if line]
    left = min(line[0].x for line in lines)
    right = max(line[-1].x + line[-1].width for line in lines)
    leading = box.paragraphs[0].leading
    y = box.rect.y + (box.rect.height - leading * len(lines)) * (0.5 if box.anchor == "middle" else 0.0)
    return replace(box.rect, x=box.rect.x + left, y=y, width=right - left, height=leading * len(lines))


def _around(points: Sequence[tuple[float, float]]) -> Rect:
    xs, ys = zip(*points, strict=True)
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
