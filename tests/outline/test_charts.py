"""The axis of a chart begins at zero, unless that would hide differences between places."""

from __future__ import annotations

from decimal import Decimal

import pytest

from builder.outline.blocks import Chart
from tests.support.outlines import LIBRARY, outline_of


def chart_of(kind: str, *values: object, **more: object) -> Chart:
    rows = [{"category": f"{2025 + n}", "values": [str(value)]} for n, value in enumerate(values)]
    found = outline_of(LIBRARY | {"charts": [{"kind": kind, "title": "Take-up", "rows": rows} | more]})
    chart = found.one(Chart)
    assert chart is not None
    return chart


@pytest.mark.parametrize(
    ("kind", "values", "start"),
    [
        ("slope", (71, 62), "55"),
        ("line", ("71.0", "70.5", "67"), "66"),
        ("dot", (78, 58, 36), "20"),
        ("line", ("0.62", "0.64"), "0.60"),
        ("line", (1204, 1190), "1180"),
        ("line", (100, 39), "0"),
        ("line", ("8.30", "3.31"), "0"),
        ("slope", (71, 71), "0"),
        ("line", (-5, -4), "0"),
        ("column", (71, 62), "0"),
        ("area", (71, 62), "0"),
    ],
)
def test_an_axis_begins_at_a_round_number_where_zero_would_hide_the_differences(
    kind: str, values: tuple[object, ...], start: str
) -> None:
    chart = chart_of(kind, *values)
    assert chart.start == Decimal(start)
    assert (chart.axis is None) == (not chart.start)
    if chart.axis is not None:
        assert str(Decimal(start)) in chart.axis.plain.replace(",", "")


def test_an_axis_begins_where_the_brief_says() -> None:
    assert chart_of("line", 71, 62, start="0").axis is None
    assert chart_of("line", 71, 62, start="60").start == 60
