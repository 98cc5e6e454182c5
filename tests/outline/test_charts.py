"""A chart states where its axis begins, and by how much a series of years changed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def change_in(chart: Chart) -> list[str | None]:
    return [one.change.plain.replace("\u00a0", " ") if one.change else None for one in chart.series]


@pytest.mark.parametrize(
    ("language", "unit", "values", "change"),
    [
        ("en", "million euros", ("118.4", "120", "141.9"), "+19.8% in two years"),
        ("en", "million", ("33.8", "30.3"), "−10.4% in one year"),
        ("en", "%", ("68", "51"), "−17 percentage points in one year"),
        ("en", "percent of pupils", ("68.5", "70"), "+1.5 percentage points in one year"),
        ("en", "‰", ("6", "8"), "+2‰ in one year"),
        ("de", "Prozent der Kinder", ("68", "51"), "−17 Prozentpunkte in einem Jahr"),
        ("fr", "%", ("68", "51"), "−17 points en un an"),
        ("es", "% de alumnos", ("68", "51"), "−17 puntos porcentuales en un año"),
        ("ja", "%", ("68", "51"), "1年間で−17ポイント"),
        ("en", "%", ("68", "69"), "+1 percentage point in one year"),
        ("en", "%", ("69", "68"), "−1 percentage point in one year"),
        ("en", "%", ("68.0", "69.0"), "+1.0 percentage points in one year"),
        ("en", "percentage points", ("3", "4"), "+1 percentage point in one year"),
        ("en", "percentage points of GDP", ("3", "5"), "+2 percentage points of GDP in one year"),
        ("en", "pp", ("3", "4"), "+1 pp in one year"),
        ("en", "points", ("500", "520"), "+20 points in one year"),
        ("en", "charging points", ("50", "60"), "+20.0% in one year"),
        ("en", "centimetres per century", ("50", "60"), "+20.0% in one year"),
        ("en", "percentile", ("50", "60"), "+20.0% in one year"),
        ("fr", "tonnes pour centimètre", ("50", "60"), "+20,0 % en un an"),
        ("en", "Prozent", ("68", "66"), "−2 percentage points in one year"),
        ("de", "%", ("68", "69"), "+1 Prozentpunkt in einem Jahr"),
        ("de", "Prozentpunkte", ("3", "2"), "−1 Prozentpunkt in einem Jahr"),
        ("de", "percent", ("3", "5"), "+2 Prozentpunkte in einem Jahr"),
        ("fr", "%", ("68", "69.5"), "+1,5 point en un an"),
        ("fr", "pour cent", ("68", "66"), "−2 points en un an"),
        ("fr", "points", ("68", "67.5"), "−0,5 point en un an"),
        ("es", "por ciento", ("68", "69.0"), "+1,0 punto porcentual en un año"),
        ("es", "puntos porcentuales", ("3", "5"), "+2 puntos porcentuales en un año"),
        ("ja", "パーセント", ("68", "69"), "1年間で+1ポイント"),
        ("ja", "ポイント", ("3", "5"), "1年間で+2ポイント"),
        ("en", None, ("68", "51"), None),  # of what is not known
        ("en", "°C", ("10", "12"), None),  # 12 degrees are not a fifth more than 10
        ("en", "hours", ("0", "51"), None),
        ("en", "hours", ("-3", "51"), None),
        ("en", "hours", ("51", "51"), None),
    ],
)
def test_the_change_of_a_series_of_years_is_stated(
    language: str, unit: str | None, values: tuple[str, ...], change: str | None
) -> None:
    rows = [{"category": f"{2025 + n}", "values": [value]} for n, value in enumerate(values)]
    chart = {"kind": "column", "title": "Take-up", "rows": rows} | ({"unit": unit} if unit else {})
    found = outline_of(LIBRARY | {"language": language, "charts": [chart]}).one(Chart)
    assert found is not None
    assert change_in(found) == [change]


@pytest.mark.parametrize(
    "more",
    [
        {"rows": [{"category": name, "values": ["3"]} for name in ("North", "South")]},
        {"rows": [{"category": name, "values": [value]} for name, value in (("2029", "3"), ("2025", "4"))]},
        {"rows": [{"category": "2025", "values": ["3", "4"]}, {"category": "2026", "values": ["4", "5"]}]},
        {"kind": "waterfall"},
    ],
    ids=["no years", "backwards", "several series", "parts"],
)
def test_no_change_is_stated_where_there_is_none_to_see(more: dict[str, object]) -> None:
    given = {"kind": "column", "unit": "hours"} | more
    chart = chart_of(str(given.pop("kind")), 3, 4, **given)
    assert set(change_in(chart)) == {None}


def test_small_multiples_state_each_change() -> None:
    rows = [
        {"category": "2025", "values": ["118.4", "33.8"]},
        {"category": "2029", "values": ["141.9", "30.3"]},
    ]
    series = [{"name": "Spending", "unit": "million euros"}, {"name": "Meals", "unit": "million"}]
    chart = chart_of("multiples", rows=rows, series=series)
    assert change_in(chart) == ["+19.8% in four years", "−10.4% in four years"]
    first, second = (one.alt for one in chart.series)
    assert first is None
    assert second is not None
    assert second.plain == "Meals, million: falling from 33.8 (2025) to 30.3 (2029)."


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=2, max_size=5), st.sampled_from(["%", "hours"]))
def test_the_stated_change_is_that_of_the_printed_numbers(values: list[Decimal], unit: str) -> None:
    (change,) = change_in(chart_of("column", *values, unit=unit))
    first, last = values[0], values[-1]
    if change is None:
        assert first == 0 or abs(last - first) < max(Decimal("0.0005") * first, Decimal("0.005"))
        return
    number = Decimal(
        re.sub(r"[^\d.−]", "", change.partition("in")[0].partition("percentage")[0]).replace("−", "-")
    )
    expected = last - first if unit == "%" else (last / first - 1) * 100
    assert abs(number - expected) <= Decimal("0.05")
