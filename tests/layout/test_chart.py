"""Drawn charts: every kind as reviewed; lengths are the numbers, and words stay inside and apart."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.audit.pdf.checks import painting_problems
from builder.layout.chart import chart_height, draw_chart, fills, inside, plot, room_of
from builder.layout.pages import Box, Group, Item, Paragraph, Polygon, Polyline, Rect, TextBox, texts
from builder.layout.text.measure import in_box
from builder.outline.blocks import Chart, ChartKind
from builder.outline.text import Text
from builder.theme.colours import contrast
from builder.theme.theme import DEFAULT
from tests.layout.test_golden import FOLDER, lines_of
from tests.support.charts import KINDS, YEARS, chart_of, charts, sample_chart
from tests.support.sheets import read, sheet, words

LOOK = DEFAULT.chart.summary


def drawn(chart: Chart, width: float = 307.0, height: float | None = None) -> Group | None:
    rect = Rect(40.0, 60.0, width, height or chart_height(chart, width, LOOK))
    return draw_chart(chart, rect, LOOK, DEFAULT.colours, ", ")


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_is_drawn_as_reviewed(kind: ChartKind, golden: Callable[[Path, str], None]) -> None:
    found = drawn(sample_chart(kind))
    assert found is not None
    golden(FOLDER / f"chart-{kind}.txt", "".join(f"{line}\n" for line in lines_of(found)))


@given(chart=charts(), width=st.floats(120, 480), share=st.floats(0.4, 1.6))
def test_words_stay_inside_and_apart_and_lengths_are_the_numbers(
    chart: Chart, width: float, share: float
) -> None:
    found = drawn(chart, width, share * chart_height(chart, width, LOOK))
    if found is None:
        return
    covered = [rect for item in found.items if isinstance(item, TextBox) for rect in lines_in(item)]
    shapes = [rect for item in found.items if not isinstance(item, TextBox) for rect in reach(item)]
    assert all(is_inside(rect, found.rect) for rect in (*covered, *shapes))
    assert not [pair for pair in combinations(covered, 2) if overlap(*pair)]
    assert_proportional(chart, found)
    said = {text.slot for text in texts((found,))}
    assert {one.slot for series in chart.series for one in shown(series.labels, series.shown)} <= said


def shown(labels: tuple[Text | None, ...], which: tuple[bool, ...]) -> list[Text]:
    return [label for label, is_shown in zip(labels, which, strict=True) if is_shown and label is not None]


def assert_proportional(chart: Chart, found: Group) -> None:
    """Bars are as long as their numbers, by one scale in a drawing, and by shares where they fill it."""
    upright = chart.kind in ("column", "grouped", "waterfall")
    if not upright and chart.kind not in ("bar", "stacked", "multiples"):
        return
    bars = {item.name: item.rect for item in found.items if isinstance(item, Box) and item.name}
    for panel in chart.panels:
        pairs = [
            (abs(float(value)), bars[label.slot].height if upright else bars[label.slot].width)
            for index in panel
            for value, label in zip(chart.series[index].values, chart.series[index].labels, strict=True)
            if value is not None and label is not None
        ]
        longest = max(pairs, default=(0.0, 0.0))
        assert all(
            abs(length * longest[0] - value * longest[1]) < 0.01 * longest[0] for value, length in pairs
        )


def lines_in(box: TextBox) -> list[Rect]:
    return [
        Rect(x + line[0].x, y + n * paragraph.leading, line_width(paragraph, n), paragraph.leading)
        for paragraph, x, y in in_box(box)
        for n, line in enumerate(paragraph.lines)
        if line
    ]


def line_width(paragraph: Paragraph, index: int) -> float:
    line = paragraph.lines[index]
    return line[-1].x + line[-1].width - line[0].x


def reach(item: object) -> list[Rect]:
    if isinstance(item, Polyline | Polygon):
        return [Rect(x, y, 0.0, 0.0) for x, y in item.points]
    assert isinstance(item, Box)
    return [item.rect]


def is_inside(one: Rect, room: Rect) -> bool:
    right, foot = room.x + room.width + 0.5, room.y + room.height + 0.5
    return (
        one.x >= room.x - 0.5
        and one.y >= room.y - 0.5
        and one.x + one.width <= right
        and one.y + one.height <= foot
    )


def overlap(one: Rect, other: Rect) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > 0.5 and down > 0.5


def test_small_multiples_in_one_unit_share_a_scale() -> None:
    found = drawn(chart_of("multiples", YEARS[:1], {"North": ("10",), "South": ("5",)}))
    assert found is not None
    north, south = [item.rect.width for item in found.items if isinstance(item, Box) and item.name]
    assert north == pytest.approx(2 * south)


@pytest.mark.parametrize("kind", ["line", "slope"])
def test_every_line_can_be_seen(kind: ChartKind) -> None:
    names = ("Primary", "Lower", "Upper", "Evening")
    chart = chart_of(kind, ("2025", "2029"), dict.fromkeys(names, ("78", "31")), highlight=())
    found = fills(chart, range(4), DEFAULT.colours.brand, DEFAULT.colours)
    assert all(contrast(each, DEFAULT.colours.white) >= 3 for values in found for each in values)


def test_a_chart_without_room_for_its_words_is_not_drawn() -> None:
    assert drawn(sample_chart("column"), width=90.0) is None
    assert drawn(sample_chart("bar"), height=30.0) is None


def test_a_bar_below_zero_begins_at_the_same_line() -> None:
    found = drawn(chart_of("bar", ("Gain", "Loss"), {"Result": ("4", "-2")}))
    assert found is not None
    gain, loss = [item.rect for item in found.items if isinstance(item, Box) and item.name]
    assert loss.x + loss.width == pytest.approx(gain.x)
    assert gain.width == pytest.approx(2 * loss.width)


def test_the_last_bar_of_a_waterfall_is_the_total() -> None:
    found = drawn(sample_chart("waterfall"))
    assert found is not None
    bars = [item.rect for item in found.items if isinstance(item, Box) and item.name]
    foot = bars[0].y + bars[0].height
    assert bars[-1].y + bars[-1].height == pytest.approx(foot)
    assert bars[1].y + bars[1].height == pytest.approx(bars[0].y)


@pytest.mark.parametrize("kind", KINDS)
def test_the_audit_finds_a_drawn_chart_as_it_was_placed(kind: ChartKind) -> None:
    found = drawn(sample_chart(kind))
    assert found is not None
    page = sheet(words("Before", y=5.0), found, words("After", y=250.0))
    assert list(painting_problems(page, read(page), same_words=True)) == []


@pytest.mark.parametrize("kind", ["bar", "column", "stacked", "line", "area", "dot", "waterfall"])
def test_the_audit_reports_a_shape_of_another_length(kind: ChartKind) -> None:
    found = drawn(sample_chart(kind))
    assert found is not None
    index, shape = next((n, one) for n, one in enumerate(found.items) if not isinstance(one, TextBox))
    if isinstance(shape, Box):
        changed: Item = replace(
            shape, rect=replace(shape.rect, height=shape.rect.height + 2, y=shape.rect.y - 2)
        )
    else:
        assert isinstance(shape, Polyline | Polygon)
        (x, y), *others = shape.points
        changed = replace(shape, points=((x, y - 2), *others))
    other = replace(found, items=(*found.items[:index], changed, *found.items[index + 1 :]))
    problems = painting_problems(sheet(found), read(sheet(other)), same_words=True)
    assert [problem.rule for problem in problems] == ["drawn-as-laid-out"]


@given(chart=charts())
def test_a_native_chart_is_drawn_with_its_words_alone(chart: Chart) -> None:
    """As on a page for browsers: at the size that it has there, or smaller."""
    look = DEFAULT.chart.deck
    for panel in range(len(chart.panels)):
        rect = Rect(0.0, 0.0, *room_of(chart, 700.0, look))
        native = plot(chart, panel, rect, look.label.size, DEFAULT.colours)
        found = inside(native, look, DEFAULT.colours)
        said = {text.plain for text in texts(found)}
        assert said <= {text.plain for text in native.words}
        for box in (item for item in found if isinstance(item, TextBox)):
            assert rect.holds(box.rect, 40.0)
            assert all(paragraph.size <= look.label.size for paragraph in box.paragraphs)


def test_a_native_chart_is_drawn_smaller_where_its_words_do_not_fit() -> None:
    look = DEFAULT.chart.deck
    chart = sample_chart("column")
    for width, least in ((700.0, look.label.size), (260.0, 4.0)):
        native = plot(chart, 0, Rect(0.0, 0.0, width, 300.0), look.label.size, DEFAULT.colours)
        boxes = [item for item in inside(native, look, DEFAULT.colours) if isinstance(item, TextBox)]
        assert boxes
        assert min(paragraph.size for box in boxes for paragraph in box.paragraphs) >= least
    tiny = plot(chart, 0, Rect(0.0, 0.0, 20.0, 20.0), look.label.size, DEFAULT.colours)
    assert inside(tiny, look, DEFAULT.colours) == ()
