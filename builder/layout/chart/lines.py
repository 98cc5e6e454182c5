"""Draws courses over time: lines, slopes, areas and dots, named at their ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from builder.layout.chart.words import Drawn, Misfit, placed, widths
from builder.layout.pages import Box, Item, Paragraph, Piece, Polygon, Polyline, Rect
from builder.layout.text.measure import line_count, widest_word

Point = tuple[float, float]


def courses(drawn: Drawn, rect: Rect) -> Iterator[Item]:
    """Yield the course of each series from left to right, with the categories below."""
    chart, look = drawn.chart, drawn.look
    count, many = len(chart.categories), range(len(drawn.series))
    is_dots, is_area = chart.kind == "dot", chart.kind == "area"
    beside = not is_dots
    firsts = [drawn.value_paragraph(s, 0, "right") for s in many] if beside else []
    lasts = [_last(drawn, s) for s in many] if beside else []
    before = widths(firsts) + look.gap if any(firsts) else 0.0
    behind = _width_of(lasts, rect.width * look.label_share)
    behind += look.gap if behind else 0.0
    inset = rect.width / count / 2 if is_dots else look.dot / 2
    left, right = rect.x + before + inset, rect.right - behind - inset
    if right - left < rect.width * 0.2:
        raise Misfit
    xs = [left + (right - left) * n / (count - 1) if count > 1 else (left + right) / 2 for n in range(count)]
    line = look.label.leading
    heads = _heads(drawn, xs, rect, rect.width / count - look.gap)
    foot = heads[0][1].height + look.gap
    tops = _stacks(drawn) if is_area else [[drawn.value(s, n) for n in range(count)] for s in many]
    values = [value for series in tops for value in series if value is not None]
    low, high = min(float(chart.start), *values), max(float(chart.start), *values)
    bottom = rect.bottom - foot
    scale = (bottom - rect.y - line) / (high - low) if high > low else 0.0
    if bottom - rect.y < 3 * line:
        raise Misfit

    def y_of(value: float) -> float:
        return bottom - (value - low) * scale

    base = y_of(float(chart.start))
    floor: list[Point] = [(x, base) for x in xs]
    for s in many:
        points = [(x, y_of(top)) for x, top in zip(xs, tops[s], strict=True) if top is not None]
        colour = drawn.fills[s][-1]
        strong = any(drawn.stands_out(s, n) for n in range(count)) or len(many) == 1
        if is_area and len(points) == len(xs):
            yield Polygon((*points, *reversed(floor)), colour, _slot(drawn, s))
            floor = points
        elif not is_dots and len(points) > 1:
            weight = look.strong_line if strong else look.line
            yield Polyline(tuple(points), colour, weight, name=_slot(drawn, s))
        for n, (x, top) in enumerate(zip(xs, tops[s], strict=True)):
            if top is not None and (is_dots or (not is_area and drawn.label(s, n))):
                side = look.dot
                dot = Rect(x - side / 2, y_of(top) - side / 2, side, side)
                yield Box(dot, fill=drawn.fills[s][n], radius=side / 2, name=_dot(drawn, s, n))
    yield Polyline(
        ((rect.x + before, base), (rect.right - behind, base)),
        drawn.colours.edge,
        look.hair,
        dashed=chart.start != 0,
    )
    for head, where in heads:
        yield placed(head, replace(where, y=bottom + look.gap), "top", lines=9)
    middle = [
        [_centre(tops, s, 0), _centre(tops, s, count - 1)] if is_area else [tops[s][0], tops[s][-1]]
        for s in many
    ]
    firsts_at = [(firsts[s], middle[s][0]) for s in many] if beside else []
    lasts_at = [(lasts[s], middle[s][1]) for s in many] if beside else []
    area = Rect(rect.x, rect.y, before - look.gap, bottom - rect.y)
    yield from _spread(firsts_at, area, y_of)
    area = Rect(rect.right - behind + look.gap, rect.y, behind - look.gap, bottom - rect.y)
    yield from _spread(lasts_at, area, y_of)
    for s in many:
        for n in range(count) if is_dots else range(1, count - 1):
            label, top = drawn.value_paragraph(s, n, "center"), tops[s][n]
            if label is not None and top is not None:
                wide = widths([label]) + 0.1
                y = y_of(top) - line - (look.dot / 2 if not is_area else 0.0)
                yield placed(label, Rect(xs[n] - wide / 2, y, wide, line))


def _last(drawn: Drawn, series: int) -> Paragraph | None:
    """Return the name of a series and its last value, as they are at the end of its line."""
    one, count = drawn.chart.series[drawn.series[series]], len(drawn.chart.categories)
    label = drawn.label(series, count - 1)
    named = one.name if len(drawn.series) > 1 else None
    pieces = [Piece(text) for text in (named, label) if text]
    if not pieces:
        return None
    between = [Piece(None, " ")] if len(pieces) == 2 else []
    strong = drawn.stands_out(series, count - 1)
    colour = drawn.accent if strong else drawn.colours.ink2
    return Paragraph(
        (*pieces[:1], *between, *pieces[1:]), *drawn.look.label, colour, strong, family=drawn.look.family
    )


def _width_of(paragraphs: Sequence[Paragraph | None], most: float) -> float:
    found = [each for each in paragraphs if each is not None]
    if not found:
        return 0.0
    return max(min(widths(found), most), *map(widest_word, found)) + 0.1


def _spread(
    labels: Sequence[tuple[Paragraph | None, float | None]], area: Rect, y_of: Callable[[float], float]
) -> Iterator[Item]:
    """Yield labels beside their points, as far apart as they must be."""
    waiting = [
        (y_of(value), paragraph, line_count(paragraph, area.width + 0.05) * paragraph.leading)
        for paragraph, value in labels
        if paragraph is not None and value is not None
    ]
    waiting.sort(key=lambda one: one[0])
    tops: list[float] = []
    for y, _, tall in waiting:
        least = tops[-1] + waiting[len(tops) - 1][2] if tops else area.y
        tops.append(max(y - tall / 2, least))
    foot = area.bottom
    for index in range(len(tops) - 1, -1, -1):
        tops[index] = min(tops[index], foot - waiting[index][2])
        foot = tops[index]
    if tops and tops[0] < area.y - 0.1:
        raise Misfit
    for top, (_, paragraph, tall) in zip(tops, waiting, strict=True):
        yield placed(paragraph, Rect(area.x, top, area.width, tall), lines=9)


def _heads(drawn: Drawn, xs: Sequence[float], rect: Rect, room: float) -> list[tuple[Paragraph, Rect]]:
    """Return the categories, each with where it is below the drawing: all, or every second, third …

    Dots have all of theirs, in as many lines as they need.
    """
    look, count = drawn.look, len(xs)
    heads = [drawn.category_paragraph(n, "center") for n in range(count)]
    if drawn.chart.kind == "dot":
        if room <= 0 or max(map(widest_word, heads)) > room:
            raise Misfit
        tall = max(line_count(each, room) for each in heads) * look.label.leading
        return [(head, Rect(x - room / 2, 0.0, room, tall)) for head, x in zip(heads, xs, strict=True)]
    steps = [step for step in range(1, count) if (count - 1) % step == 0] or [1]
    for step in steps:
        shown = []
        for n in range(0, count, step):
            wide = widths([heads[n]]) + 0.1
            left = min(max(xs[n] - wide / 2, rect.x), rect.right - wide)
            shown.append((heads[n], Rect(left, 0.0, wide, look.label.leading)))
        if all(one.right + look.gap <= other.x for (_, one), (_, other) in pairwise(shown)):
            return shown
    raise Misfit


def _stacks(drawn: Drawn) -> list[list[float | None]]:
    """Return the upper edges of areas, each on top of those before it."""
    tops: list[list[float | None]] = []
    below = [0.0] * len(drawn.chart.categories)
    for s in range(len(drawn.series)):
        below = [one + (drawn.value(s, n) or 0.0) for n, one in enumerate(below)]
        tops.append([*below])
    return tops


def _centre(tops: Sequence[Sequence[float | None]], series: int, category: int) -> float:
    """Return the height at which the middle of an area is."""
    own = tops[series][category] or 0.0
    return (own + ((tops[series - 1][category] or 0.0) if series else 0.0)) / 2


def _slot(drawn: Drawn, series: int) -> str:
    """Return the name of the course of a series."""
    return f"{drawn.chart.alt.slot.removesuffix('_alt')}_s{drawn.series[series] + 1}"


def _dot(drawn: Drawn, series: int, category: int) -> str | None:
    """Return the name of a dot, which is the slot of its value."""
    text = drawn.chart.series[drawn.series[series]].labels[category]
    return text.slot if text else None
