"""Declares what a brief may say of charts."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from builder.brief.kinds import LINE, NUMBER, SLUG, VALUE, inner, one_of, several
from builder.brief.model.data import Selection
from builder.brief.part import (
    ANY_LINE,
    ANY_NOTED,
    CONDITION,
    PLACE,
    READERS,
    REFS,
    Part,
    listed,
    optional,
    required,
)

ChartKind = Literal[
    "bar", "column", "grouped", "stacked", "percent", "line", "area", "dot", "slope", "waterfall", "multiples"
]
MOST_SERIES = 8
CHART_KIND = one_of(
    ChartKind,
    bars="bar",
    bar_chart="bar",
    columns="column",
    clustered="grouped",
    stacked_bar="stacked",
    stacked_bars="stacked",
    percentage="percent",
    lines="line",
    line_chart="line",
    areas="area",
    dots="dot",
    slopes="slope",
    bridge="waterfall",
    small_multiples="multiples",
)


class ChartSeries(Part):
    """The name of what a chart compares, such as one line of several."""

    plain: ClassVar[str] = "name"

    name: str = required(LINE, "Its name in the chart, up to 4 words.", words=4)
    unit: str | None = optional(LINE, "Its unit, where it is not that of the chart: small multiples only.")


class ChartRow(Part):
    """A category of a chart and its values, also as a list: `[2025, 118.4, 33.8]`."""

    listed: ClassVar[bool] = True
    pair: ClassVar[tuple[str, str]] = ("category", "values")

    category: str = required(
        LINE, "What the values are of: a year, a place, a group; up to 5 words.", words=5
    )
    values: tuple[Decimal | None, ...] = required(
        several(VALUE, MOST_SERIES, 1), "One number per series; – where there is none."
    )


class Chart(Part):
    """Numbers that the three files draw: editable charts in the memo and the deck."""

    id: str | None = optional(SLUG, "A name for the chart.")
    kind: ChartKind = optional(CHART_KIND, "How the numbers are drawn.", default="bar")
    title: str = required(LINE, "What the chart shows, as a sentence, up to 17 words.", words=17)
    unit: str | None = optional(
        ANY_LINE, "Unit of the numbers, e.g. `million euros`; `%` or `€` is printed with each number."
    )
    series: tuple[ChartSeries, ...] = listed(
        inner(ChartSeries), MOST_SERIES, "What is compared, where rows have several numbers: one name each."
    )
    from_: Selection | None = optional(
        inner(Selection), "Data file that it is taken from, in place of `rows`: categories, then numbers."
    )
    rows: tuple[ChartRow, ...] = required(
        several(inner(ChartRow), 60, 1), "A category and its numbers each: `2025: 118.4`, or a list."
    )
    highlight: tuple[str, ...] = listed(LINE, 6, "Categories or series in colour: one or two.")
    start: Decimal | None = optional(
        NUMBER,
        "Where the axis of lines, slopes or dots begins; all three files say so. Default: 0, or a round "
        "number where differences would hardly show.",
    )
    section: str | None = PLACE
    alt: str | None = optional(
        ANY_LINE, "Alternative text, up to 60 words; default: made from the numbers.", words=60
    )
    caption: str | None = optional(ANY_NOTED, "A note below the chart.")
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION
