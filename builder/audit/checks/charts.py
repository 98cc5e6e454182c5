"""Checks the charts of a file: each bar, point and label is what the outline has, in its order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from builder.audit.charts.reader import near
from builder.audit.checks.tones import Tone, are_kept
from builder.audit.content import DrawnChart, DrawnSeries, Extracted
from builder.audit.office.drawings import alike
from builder.audit.problems import problem_of
from builder.audit.words.transcript import fold
from builder.layout.pages import Box, Group, Pages, Plot, Polygon, Polyline, on_pages, walk
from builder.outline.blocks import Outline
from builder.outline.blocks.charts import Chart
from builder.outline.reading.flow import Plotted
from builder.outline.reading.order import flow
from builder.report.problems import Problem

_RULE = "charts-match"
_LEAST_FRAME = 144.0, 80.0  # points: a chart of the memo is at least half of this
_GREYS = 5
_LEAST = 0.5  # of a side as placed: a chart may be made smaller by hand
_LINE = ("line", "", "standard")
_FORMS = {
    "bar": {("bar", "bar", "clustered")},
    "multiples": {("bar", "bar", "clustered")},
    "column": {("bar", "col", "clustered")},
    "grouped": {("bar", "col", "clustered")},
    "stacked": {("bar", "bar", "stacked")},
    "percent": {("bar", "bar", "percentStacked")},
    "waterfall": {("bar", "col", "stacked"), _LINE},
    "line": {_LINE},
    "slope": {_LINE},
    "dot": {_LINE},
    "area": {("area", "", "stacked"), _LINE},
}


Span = tuple[Decimal, Decimal]  # from which value to which a bar is


class Placed(Struct, frozen=True):
    """A drawing of a chart as decided: which series, on which slide, 0 in a memo, and how large."""

    chart: Chart
    series: tuple[int, ...]
    page: int
    size: tuple[float, float]
    fills: tuple[tuple[str, ...], ...]  # of each value


def chart_problems(
    outline: Outline, name: str, pages: Pages | None, extracted: Extracted, *, edited: bool
) -> Iterator[Problem]:
    """Yield where the charts of a memo or deck differ from those of the outline."""
    expected = list(_placed(outline, pages))
    drawn = extracted.charts
    if len(drawn) != len(expected):
        yield problem_of(_RULE, f"{name} has {len(drawn)} charts instead of {len(expected)}")
    if not edited and any(not one.has_workbook for one in drawn):
        yield problem_of(_RULE, f"{name} has a chart without a workbook")
    for one, placed in zip(drawn, expected, strict=False):
        for what in _faults(one, placed, forgetful=edited and extracted.forgets):
            yield problem_of(_RULE, f"{name}, {one.location}: the chart {what}", placed.chart.title.path)
    if pages is None:
        yield from _tone_problems(name, drawn, expected, extracted)


def _placed(outline: Outline, pages: Pages | None) -> Iterator[Placed]:
    """Yield the drawings of charts in the order of a file; those of a memo in their tones, not in colours."""
    plotted = [one for one in flow(outline) if isinstance(one, Plotted)] if pages is None else []
    for one in plotted:
        for panel in one.panels:
            yield Placed(
                one.block, panel, 0, _LEAST_FRAME, tuple(_tones(one.block, index) for index in panel)
            )
    for number, item in on_pages(pages):
        if isinstance(item, Plot):
            size = item.rect.width, item.rect.height
            yield Placed(item.chart, item.series, number, size, item.fills)


def _tones(chart: Chart, index: int) -> tuple[str, ...]:
    """Return for each value of a series whether it is highlighted, else which grey it has."""
    grey = str(max(chart.tones[index] - 1, 0) % _GREYS)
    return tuple("highlighted" if strong else grey for strong in chart.series[index].highlighted)


def _faults(drawn: DrawnChart, placed: Placed, *, forgetful: bool) -> Iterator[str]:
    """Yield what is wrong with a chart, in words that follow its name.

    LibreOffice forgets the colours of dots, and writes of lines over bars or areas that they add up, too.
    """
    chart = placed.chart
    yield from drawn.faults
    if drawn.page != placed.page:
        yield f"is on slide {drawn.page} instead of {placed.page}"
    if any(side < _LEAST * least for side, least in zip(drawn.size, placed.size, strict=True)):
        yield "is so small that it can hardly be read"
    forms = {_LINE if forgetful and one == ("line", "", "stacked") else one for one in drawn.forms}
    if forms != _FORMS[chart.kind]:
        shown = ", ".join(" ".join(filter(None, form)) for form in drawn.forms)
        yield f"is drawn as {shown or 'nothing'} instead of as {chart.kind}"
        return
    if drawn.downwards != any("bar" in form[1:] for form in drawn.forms):
        yield "has its categories in the opposite order"
    seen = [one for one in drawn.series if one.is_seen]
    bars = list(_bars(placed))
    if len(seen) != len(bars):
        yield f"draws {len(seen)} series instead of {len(bars)}"
        return
    for series, expected in zip(seen, bars, strict=True):
        yield from _series_faults(series, expected, chart)
        if chart.kind in ("line", "slope") and not series.lined:
            yield f"does not draw the line of “{expected.name}”"
    yield from _axis_faults(drawn, placed)
    if chart.kind == "waterfall":
        yield from _base_faults(drawn, chart)
    yield from _label_faults(drawn, placed)
    if not (forgetful and chart.kind == "dot"):
        yield from _colour_faults(seen, placed)
        yield from _ink_faults(seen, placed)


class _Bars(Struct, frozen=True):
    """A series as it must be drawn."""

    name: str
    values: tuple[Decimal | None, ...]


def _bars(placed: Placed) -> Iterator[_Bars]:
    """Yield the series that must be seen, in order; the bars of a waterfall in parts above and below zero."""
    chart = placed.chart
    zero = Decimal(0)
    for index, spans in zip(placed.series, _spans(chart, placed.series), strict=True):
        series = chart.series[index]
        name = (series.name or chart.title).plain
        if chart.kind != "waterfall":
            yield _Bars(name, series.values)
            continue
        yield _Bars(name, tuple(max(*span, zero) - max(min(span), zero) for span in spans))
        if min(map(min, spans)) < 0:
            yield _Bars(name, tuple(min(*span, zero) - min(max(span), zero) for span in spans))


def _spans(chart: Chart, drawn: Sequence[int]) -> Iterator[list[Span]]:
    """Yield from where to where each value of some series is drawn; a missing one as 0."""
    rows = [[value or Decimal(0) for value in chart.series[index].values] for index in drawn]
    wholes = [sum(column) or 1 if chart.kind == "percent" else 1 for column in zip(*rows, strict=True)]
    floors: Sequence[Decimal] = chart.floors if chart.kind == "waterfall" else [Decimal(0)] * len(wholes)
    for row in rows:
        ends = [floor + value / whole for floor, value, whole in zip(floors, row, wholes, strict=True)]
        yield list(zip(floors, ends, strict=True))
        floors = ends if chart.kind in ("stacked", "percent", "area") else floors


def _series_faults(drawn: DrawnSeries, expected: _Bars, chart: Chart) -> Iterator[str]:
    if fold(drawn.name) != fold(expected.name):
        yield f"calls a series “{drawn.name}” instead of “{expected.name}”"
    categories = tuple(fold(text.plain) for text in chart.categories)
    if tuple(map(fold, drawn.categories)) != categories:
        wrong = next((one for one in drawn.categories if fold(one) not in categories), "")
        yield f"has a category “{wrong}”" if wrong else "has its categories in another order"
    if len(drawn.values) != len(expected.values):
        yield f"has {len(drawn.values)} points instead of {len(expected.values)}"
        return
    columns = zip(chart.categories, drawn.values, expected.values, drawn.colours, strict=True)
    for category, value, other, colour in columns:
        if value and colour is None:
            yield f"does not show its point at “{category.plain}”"
        if not _same(value, other):
            here = "nothing" if value is None else f"{value:f}"
            there = "nothing" if other is None else f"{other:f}"
            yield f"draws {here} instead of {there} at “{category.plain}” of “{expected.name}”"


def _same(one: Decimal | None, other: Decimal | None) -> bool:
    return one is other if one is None or other is None else near(one, other)


def _axis_faults(drawn: DrawnChart, placed: Placed) -> Iterator[str]:
    """Yield that an axis does not begin where it should, or ends before its values do."""
    chart = placed.chart
    values = [
        end
        for index, spans in zip(placed.series, _spans(chart, placed.series), strict=True)
        for value, (start, top) in zip(chart.series[index].values, spans, strict=True)
        for end in ((start, top) if chart.kind == "waterfall" else (top,) if value is not None else ())
    ]
    lowest, highest = min(values, default=Decimal(0)), max(values, default=Decimal(0))
    if lowest >= chart.start and drawn.start != chart.start:
        yield f"begins its axis at {_said(drawn.start)} instead of {chart.start:f}"
    if lowest < chart.start and drawn.start is not None and drawn.start > lowest:
        yield f"begins its axis at {drawn.start:f}, above its least value"
    if chart.top is not None and (drawn.end is None or not near(drawn.end, chart.top)):
        yield f"ends its axis at {_said(drawn.end)} instead of {chart.top:f}"
    elif drawn.end is not None and drawn.end < highest and chart.kind != "percent":
        yield f"ends its axis at {drawn.end:f}, below its greatest value"


def _said(value: Decimal | None) -> str:
    return "a value that a program chooses" if value is None else f"{value:f}"


def _base_faults(drawn: DrawnChart, chart: Chart) -> Iterator[str]:
    """Yield that the bars of a waterfall begin elsewhere than where the ones before end."""
    bases = [one for one in drawn.series if one.kind == "bar" and not one.is_seen]
    (spans,) = _spans(chart, (0,))
    expected = [max(min(span), Decimal(0)) + min(max(span), Decimal(0)) for span in spans]
    found = [value or Decimal(0) for one in bases for value in one.values]
    if len(found) != len(expected) or not all(map(near, found, expected)):
        yield "has bars that begin elsewhere than where the ones before end"


def _label_faults(drawn: DrawnChart, placed: Placed) -> Iterator[str]:
    """Yield the labels that are missing, extra, or not what the outline prints."""
    chart = placed.chart
    carried = chart.kind in ("waterfall", "area")
    holders = [one for one in drawn.series if one.is_seen != carried and (one.kind == "line" or not carried)]
    if any(any(one.labels) for one in drawn.series if one not in holders):
        yield "has labels at other series"
    if len(holders) != len(placed.series):
        yield "has no labels of its own for each series"
        return
    ends = _is_course(chart) and len(placed.series) > 1
    for index, spans, holder in zip(placed.series, _spans(chart, placed.series), holders, strict=True):
        series = chart.series[index]
        if len(holder.labels) != len(series.labels):
            yield f"has {len(holder.labels)} labels instead of {len(series.labels)}"
            continue
        columns = zip(chart.categories, series.labels, series.shown, holder.labels, strict=True)
        for category, text, shown, label in columns:
            expected = text.plain if text is not None and shown else ""
            if fold(label or "") != fold(expected):
                there = f"“{expected}”" if expected else "nothing"
                yield f"says “{label or ''}” instead of {there} at “{category.plain}”"
        labelled = [at for at, text in enumerate(series.labels) if text is not None and series.shown[at]]
        if holder.named != tuple(labelled[-1:] if ends else ()):
            yield f"does not name “{holder.name}” at its end" if ends else f"names “{holder.name}” at a point"
        if carried and not all(map(_same, holder.values, map(max, spans))):
            yield "has a label elsewhere than at its value"


def _colour_faults(seen: Sequence[DrawnSeries], placed: Placed) -> Iterator[str]:
    """Yield that points which are placed in one colour have several, or those placed in several have one."""
    found: list[Tone] = []
    for series, fills in zip(seen, placed.fills, strict=False):
        if len(fills) != len(series.values):
            continue
        looks = list(zip(fills, series.colours, series.values, strict=True))
        for fill, colour, value in looks[-1:] if _is_course(placed.chart) else looks:
            if colour is not None and (value != 0 or _is_course(placed.chart)):
                found.append((fill, None, colour))
    if not are_kept(found, apart=True):
        yield "has points that stand out by their colour, or do not, unlike what is highlighted"


def _ink_faults(seen: Sequence[DrawnSeries], placed: Placed) -> Iterator[str]:
    """Yield that labels of points that are placed in one colour have several."""
    pairs = (zip(fills, one.inks, strict=False) for one, fills in zip(seen, placed.fills, strict=False))
    if not are_kept((fill, None, ink) for each in pairs for fill, ink in each if ink is not None):
        yield "has a label that stands out by its colour, or does not, unlike what it labels"


def _tone_problems(
    name: str, drawn: Sequence[DrawnChart], expected: Sequence[Placed], extracted: Extracted
) -> Iterator[Problem]:
    """Yield the names of series above the charts of a memo that have the colour of another series."""
    keys = [
        (fold(series.name.plain), set(shown.colours), placed.chart.title.path)
        for one, placed in zip(drawn, expected, strict=False)
        if placed.chart.keyed or placed.chart.kind == "multiples"
        for series, shown in zip(
            (placed.chart.series[index] for index in placed.series),
            (one for one in one.series if one.is_seen),
            strict=False,
        )
        if series.name
    ]
    names = {words for words, _, _ in keys}
    tones = [(words, tone) for text, tone in extracted.tones if (words := fold(text)) in names]
    for (words, colours, path), (said, tone) in zip(keys, tones, strict=False):
        if len(keys) == len(tones) and words == said and not any(alike(tone, each) for each in colours):
            yield problem_of(
                _RULE, f"{name}: “{words}” has another colour than what it names in the chart", path
            )


# On the printed page

_GIVE = 1.2  # points: a gap between two segments, and rounding

Point = tuple[Decimal, float]  # a value, and where it is drawn along the axis of values


def printed_chart_problems(outline: Outline, pages: Pages) -> Iterator[Problem]:
    """Yield the charts of the printed page with a bar or point elsewhere than where its value puts it.

    That the file draws what its page has is compared with all other drawings.
    """
    groups = {item.name: item for _, item in on_pages(pages) if isinstance(item, Group)}
    for chart in outline.blocks:
        group = groups.get(chart.alt.slot) if isinstance(chart, Chart) else None
        if isinstance(chart, Chart) and group is not None:
            for what in dict.fromkeys(_printed_faults(chart, group)):
                yield problem_of(
                    _RULE, f"the summary: the chart “{chart.title.plain}” {what}", chart.title.path
                )


def _printed_faults(chart: Chart, group: Group) -> Iterator[str]:
    named: dict[str, list[Box | Polyline | Polygon]] = {}
    for item in walk(group.items):
        if isinstance(item, Box | Polyline | Polygon) and item.name:
            named.setdefault(item.name, []).append(item)
    scales = []
    for panel in chart.panels:
        points: list[Point] = []
        for index, spans in zip(panel, _spans(chart, panel), strict=True):
            series = chart.series[index]
            for label, span in zip(series.labels, spans, strict=True):
                if label is None:
                    continue
                shapes = [one for one in named.get(label.slot, ()) if isinstance(one, Box)]
                if len(shapes) == 1:
                    points += _ends(chart, shapes[0], span)
                elif not _is_course(chart) and span[0] != span[1]:
                    yield f"does not draw “{label.plain}”"
            if _is_course(chart):
                ends = [
                    end for (_, end), value in zip(spans, series.values, strict=True) if value is not None
                ]
                for shape in named.get(f"{chart.alt.slot.removesuffix('_alt')}_s{index + 1}", ()):
                    if isinstance(shape, Polyline | Polygon):
                        points += ((end, -y) for end, (_, y) in zip(ends, shape.points, strict=False))
        low, high = min(points, default=None), max(points, default=None)
        if low is None or high is None or low[0] == high[0]:
            continue
        scale = (high[1] - low[1]) / float(high[0] - low[0])
        scales.append(scale)
        if scale <= 0:
            yield "is drawn the wrong way round"
        if any(abs(at - low[1] - float(value - low[0]) * scale) > _GIVE for value, at in points):
            yield "draws a value longer, shorter or elsewhere than it is"
    if chart.top is not None and scales and max(scales) > 1.01 * min(scales):
        yield "has small multiples of one unit on different scales"


def _is_course(chart: Chart) -> bool:
    return chart.kind in ("line", "slope", "area")


def _ends(chart: Chart, box: Box, span: Span) -> list[Point]:
    """Return the values at the ends of a bar, or at the middle of a dot, and where they are."""
    rect = box.rect
    if _is_course(chart) or chart.kind == "dot":
        return [(span[1], -rect.y - rect.height / 2)]
    across = any(direction == "bar" for _, direction, _ in _FORMS[chart.kind])
    ends = (rect.x, rect.x + rect.width) if across else (-rect.y - rect.height, -rect.y)
    return list(zip(sorted(span), ends, strict=True))
