"""Checks that charts can be drawn, and that what they draw can be read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate

from msgspec.structs import replace

from builder.brief.model import Brief, Chart, Table
from builder.brief.texts.amounts import charted, sums_up
from builder.languages.language import Language, language_for
from builder.report.printable import counted, near
from builder.report.problems import Problem, error, warning

MOST_CATEGORIES = 12  # of bars and columns
MOST_MOMENTS = 60  # of lines and areas
MOST_SERIES = 5
LONGEST_UNDER = 14  # characters of the longest word under a column
FAR = 100  # times the smallest number: the largest, beside which it is hardly seen
_COURSES = ("line", "area", "slope")
_PARTS = ("stacked", "percent", "area")
_MARKED = ("line", "slope", "dot")  # may begin elsewhere than at 0
_UPRIGHT = ("column", "grouped", "waterfall", "dot")


def check_charts(brief: Brief) -> Iterator[Problem]:
    """Yield what is wrong with the charts of a brief, and what makes one hard to read."""
    language = language_for(brief.language)
    for index, table in enumerate(brief.tables):
        if table.chart:
            yield from _of_table(table, f"tables[{index}].chart", language)
    for index, chart in enumerate(brief.charts):
        found = [*_drawable(chart, f"charts[{index}]")]
        yield from found
        yield from _highlighted(chart, f"charts[{index}].highlight")
        if not found:
            yield from _readable(chart, f"charts[{index}]")
            yield from _summed(chart, f"charts[{index}]", language)


def _of_table(table: Table, path: str, language: Language) -> Iterator[Problem]:
    if not table.columns or any(len(row) != len(table.columns) for row in table.rows):
        return  # which is reported as such
    found = charted(table, language)
    if found is None:
        message = "the table has no column of numbers to draw"
        yield error("charts-drawable", path, message, "delete `chart`, or give the numbers under `charts`")
        return
    problems = [*_drawable(found[0], path)]
    for problem in (*problems, *(_readable(found[0], path) if not problems else ())):
        yield replace(problem, path=path)


def _drawable(chart: Chart, path: str) -> Iterator[Problem]:
    """Yield the errors in the numbers of a chart."""
    expected = len(chart.series) or len(chart.rows[0].values)
    for row, given in enumerate(chart.rows):
        if len(given.values) != expected:
            message = f"the row has {counted(len(given.values), 'number')}; the chart has {expected} series"
            hint = "write – where there is no number" if len(given.values) < expected else None
            yield error("charts-drawable", f"{path}.rows[{row}]", message, hint)
        if chart.kind in _PARTS:
            for place, value in enumerate(given.values):
                if value is not None and value < 0:
                    message = f"a part of a {chart.kind} chart cannot be below 0"
                    hint = "use `grouped` or `line`"
                    yield error("charts-drawable", f"{path}.rows[{row}].values[{place}]", message, hint)
    if expected > 1 and not chart.series:
        message = "the rows have several numbers, and nothing says what they are"
        yield error(
            "charts-drawable", f"{path}.rows", message, "name them under `series`, in the order of the row"
        )
    for place in range(expected):
        if all(place >= len(row.values) or row.values[place] is None for row in chart.rows):
            named = f"the series `{chart.series[place].name}`" if place < len(chart.series) else "the chart"
            yield error("charts-drawable", f"{path}.rows", f"{named} has no number", "write at least one")
    if chart.kind == "slope" and len(chart.rows) != 2:
        message = f"a slope leads from one row to another; the chart has {counted(len(chart.rows), 'row')}"
        yield error("charts-drawable", f"{path}.rows", message, "use `line` for more than two")
    if chart.kind == "waterfall":
        yield from _waterfall(chart, path)
    if chart.start and chart.kind not in _MARKED:
        message = f"the axis of a {chart.kind} chart begins at 0: its lengths would not show the numbers"
        yield error("axis-from-zero", f"{path}.start", message)
    if chart.kind not in ("bar", "column", "multiples"):
        for place, series in enumerate(chart.series):
            if series.unit:
                message = "the series of one drawing have one unit"
                hint = "give the chart the `unit`, or use `multiples`"
                yield error("charts-drawable", f"{path}.series[{place}].unit", message, hint)


def _waterfall(chart: Chart, path: str) -> Iterator[Problem]:
    if any(len(row.values) > 1 for row in chart.rows):
        yield error("charts-drawable", f"{path}.series", "a waterfall has one series", "use `grouped`")
        return
    values = [row.values[0] or Decimal(0) for row in chart.rows if row.values]
    below = next((n for n, total in enumerate(accumulate(values)) if total < 0), None)
    if below is not None:
        message = "the sum of a waterfall cannot be below 0"
        yield error("charts-drawable", f"{path}.rows[{below}]", message, "use `column`")


def _summed(chart: Chart, path: str, language: Language) -> Iterator[Problem]:
    """Yield that the last bar of a waterfall is called a total, and is drawn as one more step."""
    last = chart.rows[-1]
    values = [row.values[0] or Decimal(0) for row in chart.rows]
    steps = sum(values[:-1])
    if chart.kind == "waterfall" and steps != values[-1] and sums_up(last.category, language):
        message = f"`{last.category}` is {values[-1]:f}, and the rows before it add up to {steps:f}"
        hint = "correct one of the numbers: what is not the sum is drawn as one more step"
        yield warning("charts-readable", f"{path}.rows", message, hint)


def _highlighted(chart: Chart, path: str) -> Iterator[Problem]:
    known = [*(row.category for row in chart.rows), *(series.name for series in chart.series)]
    for index, name in enumerate(chart.highlight):
        if name not in known:
            message = f"no category or series is called `{name}`"
            yield error("highlights-exist", f"{path}[{index}]", message, near(name, known))
    categories = {row.category for row in chart.rows}
    if len(categories) > 1 and categories <= {*chart.highlight}:
        message = "every category is highlighted, so none stands out"
        yield warning("charts-readable", path, message, "highlight one or two, or none")


def _readable(chart: Chart, path: str) -> Iterator[Problem]:
    """Yield what makes a chart hard to read."""
    most = MOST_MOMENTS if chart.kind in _COURSES else MOST_CATEGORIES
    if len(chart.rows) > most:
        message = f"the chart has {len(chart.rows)} categories; up to {most} are read at a glance"
        hint = "keep the most important ones, or use `line` for years"
        yield warning("charts-readable", f"{path}.rows", message, hint)
    if len(chart.series) > MOST_SERIES:
        message = f"the chart has {len(chart.series)} series; up to {MOST_SERIES} are told apart"
        yield warning("charts-readable", f"{path}.series", message, "use `multiples`, or two charts")
    long = [row.category for row in chart.rows if max(map(len, row.category.split())) > LONGEST_UNDER]
    if long and chart.kind in _UPRIGHT:
        message = f"`{long[0]}` is too long to be read under a column"
        yield warning("charts-readable", f"{path}.rows", message, "use `bar`, which has room for long names")
    sizes = [abs(value) for row in chart.rows for value in row.values if value]
    if sizes and chart.kind not in ("multiples", *_PARTS) and max(sizes) > FAR * min(sizes):
        message = f"beside {max(sizes):f}, {min(sizes):f} is hardly seen"
        yield warning("charts-readable", f"{path}.rows", message, "leave one of them out, or use a table")
