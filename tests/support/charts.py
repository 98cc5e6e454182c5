"""Charts made by hand: one of each kind, as the outline has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hypothesis import strategies as st

from builder.brief.texts.marks import Run
from builder.export.powerpoint.deck import write_deck
from builder.languages.language import language_for
from builder.layout.pages import Page, Pages, Plot, Rect
from builder.outline.blocks import Chart, ChartKind, Outline, Series
from builder.outline.text import Depth, Text
from builder.theme.theme import DEFAULT

Values = Sequence[float | str | None]
YEARS = ("2025", "2026", "2027", "2028", "2029")
SPENDING: Mapping[str, Values] = {"Spending": ("118.4", "124.0", "129.8", "136.2", "141.9")}
MEALS: Mapping[str, Values] = {**SPENDING, "Meals eaten": ("33.8", "33.1", "32.0", "31.2", "30.3")}
KINDS: Mapping[ChartKind, tuple[Sequence[str], Mapping[str, Values]]] = {
    "bar": (YEARS, SPENDING),
    "column": (YEARS, SPENDING),
    "grouped": (YEARS, MEALS),
    "stacked": (YEARS, MEALS),
    "percent": (("Town", "County"), {"Yes": ("41.0", "62.5"), "No": ("59.0", "37.5")}),
    "line": (YEARS, MEALS),
    "area": (YEARS, SPENDING),
    "dot": (YEARS, MEALS),
    "slope": (("2025", "2029"), {"Primary": ("78", "71"), "Lower": ("66", "49"), "Upper": ("58", "36")}),
    "waterfall": (("2025", "Staff", "Food", "Energy", "2026"), {"Cost": ("50", "12.5", "-4", "3", "61.5")}),
    "multiples": (YEARS, MEALS),
}


def text(slot: str, words: str) -> Text:
    return Text(slot, (Run(words),), Depth.DECK)


def chart_of(
    kind: ChartKind,
    categories: Sequence[str],
    values: Mapping[str, Values],
    *,
    unit: str = "",
    places: int = 1,
    language: str = "en",
    highlight: Sequence[str] = ("2025", "2029"),
) -> Chart:
    """Return a chart with labels as its language writes them."""
    numbers = language_for(language).numbers
    series = []
    for index, (name, given) in enumerate(values.items()):
        found = [None if value is None else Decimal(str(value)) for value in given]
        labels = [
            None if one is None else text(f"c1v{index}n{n}", numbers.written(one, unit, places))
            for n, one in enumerate(found)
        ]
        strong = tuple(category in highlight or name in highlight for category in categories)
        shown = (True,) * len(found)
        if kind == "line":
            shown = tuple(n in (0, len(found) - 1) for n in range(len(found)))
        series.append(Series(text(f"c1s{index}", name), None, tuple(found), tuple(labels), shown, strong))
    return Chart(
        kind=kind,
        number=text("c1number", "Figure 1"),
        title=text("c1title", "Spending rose by a fifth"),
        unit=None,
        categories=tuple(text(f"c1c{n}", words) for n, words in enumerate(categories)),
        series=tuple(series),
        places=places,
        start=Decimal(0),
        axis=None,
        alt=text("c1alt", "A chart of spending, which rose from 118.4 to 141.9"),
        caption=None,
        refs=None,
        annex=False,
    )


def plot_of(chart: Chart, rect: Rect | None = None, series: Sequence[int] | None = None) -> Plot:
    """Return the plot of a chart: of its first series where it has one for each."""
    shown = tuple(
        series if series is not None else range(1 if chart.kind == "multiples" else len(chart.series))
    )
    greys = (DEFAULT.colours.rule, DEFAULT.colours.edge, DEFAULT.colours.ghost)
    accent = DEFAULT.colours.brand
    fills = tuple(
        tuple(accent if strong else greys[n % 3] for strong in chart.series[n].highlighted) for n in shown
    )
    top = None if chart.top is None else float(chart.top)
    frame = rect or Rect(48.0, 120.0, 480.0, 320.0)
    return Plot(frame, chart, shown, fills, accent, 16.0, f"c1alt{shown[0]}", top)


def sample_chart(kind: ChartKind = "bar", language: str = "en") -> Chart:
    """Return the sample of a kind."""
    return chart_of(kind, *KINDS[kind], language=language)


def pages_of(*plots: Plot) -> Pages:
    """Return slides with nothing but a plot each."""
    pages = (
        Page(960.0, 540.0, (plot,), "Title Only", plot.chart.title.plain, slot=f"x{number}")
        for number, plot in enumerate(plots)
    )
    return Pages(tuple(pages))


def deck_of(outline: Outline, *plots: Plot) -> bytes:
    """Return a deck with a slide for each plot, and nothing else."""
    return write_deck(outline, pages_of(*plots), DEFAULT)


SIGNED = ("bar", "column", "grouped", "line", "dot", "slope", "multiples")  # may have numbers below 0
NAMES = ("2031", "Mill", "Federal Republic", "神奈川県横浜市", "Wärmeversorgungsnetz", "R&D")


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Make charts of every kind, with numbers that it can draw."""
    kind = draw(st.sampled_from([*KINDS]))
    count = 2 if kind == "slope" else draw(st.integers(1, 14))
    many = 1 if kind in ("bar", "column", "waterfall") else draw(st.integers(1, 4))
    least = -300 if kind in SIGNED else 0
    number = st.none() | st.decimals(least, 1500, places=1)
    rows = {f"Series {n}": draw(st.lists(number, min_size=count, max_size=count)) for n in range(many)}
    next(iter(rows.values()))[0] = Decimal("12.5")
    values = {name: [None if one is None else str(one) for one in series] for name, series in rows.items()}
    names = [f"{draw(st.sampled_from(NAMES))} {n}" for n in range(count)]
    return chart_of(kind, names, values, unit=draw(st.sampled_from(["", "%", "€"])), highlight=names[:1])
