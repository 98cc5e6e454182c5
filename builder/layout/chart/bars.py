"""Draws bars: rows of one series, columns of one or several, rows of segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from builder.layout.chart.words import Drawn, Misfit, placed, widths
from builder.layout.pages import Box, Item, Paragraph, Piece, Polyline, Rect
from builder.layout.text.measure import line_count, widest_word
from builder.outline.blocks import Chart
from builder.theme.chart import ChartLook


def rows(drawn: Drawn, rect: Rect) -> Iterator[Item]:
    """Yield a bar from the left for each category, its value at its end."""
    chart, look = drawn.chart, drawn.look
    count = len(chart.categories)
    labels = [drawn.value_paragraph(0, n) for n in range(count)]
    values = [drawn.value(0, n) or 0.0 for n in range(count)]
    pitch, heads = _heads(drawn, rect)
    left = rect.x + heads + look.gap
    # Drawings in one unit have one scale, so the same room for the widest label of any.
    alike = drawn if chart.top is None else replace(drawn, series=tuple(range(len(chart.series))))
    every = [
        (alike.value_paragraph(s, n), alike.value(s, n) or 0.0)
        for s in range(len(alike.series))
        for n in range(count)
    ]
    over = widths(label for label, value in every if value >= 0)
    under = widths(label for label, value in every if value < 0)
    room = rect.width - heads - look.gap - (over + look.gap + 0.2) * bool(over)
    room -= (under + look.gap + 0.2) * bool(under)
    low, high = min(0.0, *(value for _, value in every)), max(0.0, *(value for _, value in every))
    if room < rect.width * 0.15:
        raise Misfit
    scale = room / (high - low) if high > low else 0.0
    zero = left + (under + look.gap + 0.2) * bool(under) - low * scale
    thick = min(pitch, look.pitch) * look.bar
    for n, (label, value) in enumerate(zip(labels, values, strict=True)):
        y = rect.y + n * pitch
        yield placed(drawn.category_paragraph(n), Rect(rect.x, y, heads, pitch), lines=_lines(drawn, pitch))
        start, long = zero + min(value, 0.0) * scale, abs(value) * scale
        if drawn.value(0, n) is not None:
            bar = Rect(start, y + (pitch - thick) / 2, long, thick)
            yield Box(bar, fill=drawn.fills[0][n], name=_name(drawn, 0, n))
        if label is not None:
            wide = widths([label]) + 0.1
            x = start - look.gap - wide if value < 0 else start + long + look.gap
            yield placed(label, Rect(x, y, wide, pitch))
    if low < 0:
        yield Polyline(((zero, rect.y), (zero, rect.y + count * pitch)), drawn.colours.edge, look.hair)


def segments(drawn: Drawn, rect: Rect) -> Iterator[Item]:
    """Yield a bar of segments for each category, their values inside."""
    chart, look = drawn.chart, drawn.look
    count, many = len(chart.categories), range(len(drawn.series))
    pitch, heads = _heads(drawn, rect)
    left, room = rect.x + heads + look.gap, rect.width - heads - look.gap
    sums = [sum(drawn.value(s, n) or 0.0 for s in many) for n in range(count)]
    thick = min(pitch, look.pitch) * look.bar
    starts = [left] * count
    for n in range(count):
        where = Rect(rect.x, rect.y + n * pitch, heads, pitch)
        yield placed(drawn.category_paragraph(n), where, lines=_lines(drawn, pitch))
    for s in many:
        for n in range(count):
            whole = sums[n] if chart.kind == "percent" else max(sums)
            long = (drawn.value(s, n) or 0.0) / whole * room if whole else 0.0
            bar = Rect(starts[n], rect.y + n * pitch + (pitch - thick) / 2, long, thick)
            starts[n] += long
            if drawn.value(s, n) is None:
                continue
            yield Box(bar, fill=drawn.fills[s][n], name=_name(drawn, s, n))
            label = drawn.value_paragraph(s, n, "center", drawn.colours.on(drawn.fills[s][n]))
            if label is not None:
                yield placed(label, bar)
    for s in many[:-1]:  # in white, between two segments
        for n in range(count):
            x = left + sum(drawn.value(t, n) or 0.0 for t in many[: s + 1]) * room / (
                (sums[n] if chart.kind == "percent" else max(sums)) or 1.0
            )
            y = rect.y + n * pitch + (pitch - thick) / 2
            yield Polyline(((x, y), (x, y + thick)), drawn.colours.white, look.split)


def columns(drawn: Drawn, rect: Rect) -> Iterator[Item]:
    """Yield a column for each value, the columns of a category beside each other; values at their ends."""
    chart, look = drawn.chart, drawn.look
    count, many = len(chart.categories), range(len(drawn.series))
    pitch = rect.width / count
    heads = [drawn.category_paragraph(n, "center") for n in range(count)]
    room = pitch - look.gap
    if room <= 0 or max(map(widest_word, heads)) > room:
        raise Misfit
    lines = max(line_count(each, room) for each in heads)
    foot = lines * look.label.leading + look.gap
    floors = [float(each) for each in chart.floors] if chart.kind == "waterfall" else [0.0] * count
    ends = {(s, n): floors[n] + (drawn.value(s, n) or 0.0) for s in many for n in range(count)}
    low, high = min(0.0, *ends.values()), max(0.0, *ends.values())
    line = look.label.leading
    above = line if any(end >= floors[n] for (_, n), end in ends.items()) else 0.0
    below = (
        line if any(end < floors[n] for (_, n), end in ends.items()) and chart.kind != "waterfall" else 0.0
    )
    tall = rect.height - foot - above - below
    if tall < 2 * line:
        raise Misfit
    scale = tall / (high - low) if high > low else 0.0
    zero = rect.y + above + high * scale
    wide = min(pitch * look.group / len(many), look.column)
    for n in range(count):
        where = Rect(rect.x + n * pitch + look.gap / 2, rect.bottom - foot + look.gap, room, foot)
        yield placed(heads[n], where, "top", lines)
    for s in many:
        for n in range(count):
            value, x = drawn.value(s, n), rect.x + (n + 0.5) * pitch - wide * (len(many) / 2 - s)
            if value is None:
                continue
            one, other = zero - floors[n] * scale, zero - ends[s, n] * scale
            split = look.split if s else 0.0
            bar = Rect(x + split, min(one, other), wide - split, abs(one - other))
            yield Box(bar, fill=drawn.fills[s][n], name=_name(drawn, s, n))
            label = drawn.value_paragraph(s, n, "center")
            if label is not None:
                beyond = (pitch if len(many) == 1 else wide) - wide
                y = bar.bottom if value < 0 and chart.kind != "waterfall" else bar.y - line
                yield placed(label, Rect(x - beyond / 2, y, wide + beyond, line))
    for n in range(count - 1) if chart.kind == "waterfall" else ():
        y, x = zero - ends[0, n] * scale, rect.x + (n + 0.5) * pitch + wide / 2
        yield Polyline(((x, y), (x + pitch - wide, y)), drawn.colours.edge, look.hair)
    yield Polyline(((rect.x, zero), (rect.right, zero)), drawn.colours.edge, look.hair)


@lru_cache(maxsize=64)
def pitch_of(chart: Chart, width: float, look: ChartLook) -> float:
    """Return the distance of rows in points at which the longest of their heads has its lines."""
    heads = [
        Paragraph((Piece(text),), *look.label, "", bold=True, family=look.family) for text in chart.categories
    ]
    room = _room(heads, width, look)
    lines = max(line_count(each, room) for each in heads)
    return max(look.pitch, lines * look.label.leading + look.gap)


def _room(heads: Sequence[Paragraph], width: float, look: ChartLook) -> float:
    """Return the width in points of the heads of rows: what they need, or their share, but whole words."""
    natural, widest = widths(heads) + 0.1, max(map(widest_word, heads)) + 0.1
    return min(natural, max(width * look.label_share, widest))


def _heads(drawn: Drawn, rect: Rect) -> tuple[float, float]:
    """Return the pitch of the rows and the width of their heads, which may have as many lines as fit."""
    look, count = drawn.look, len(drawn.chart.categories)
    heads = [drawn.category_paragraph(n) for n in range(count)]
    wide = _room(heads, rect.width, look)
    lines = max(line_count(each, wide) for each in heads)
    pitch = min(rect.height / count, look.pitch if lines == 1 else lines * look.label.leading + look.gap)
    if wide > rect.width * 0.6 or lines > _lines(drawn, pitch):
        raise Misfit
    return pitch, wide


def _lines(drawn: Drawn, pitch: float) -> int:
    """Return how many lines of a label a row has room for."""
    return int((pitch + 0.5) // drawn.look.label.leading)


def _name(drawn: Drawn, series: int, category: int) -> str | None:
    """Return the name of a bar, which is the slot of its value."""
    text = drawn.chart.series[drawn.series[series]].labels[category]
    return text.slot if text else None
