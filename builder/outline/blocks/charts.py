"""Holds charts: series of numbers with their labels, and which of them are drawn together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Literal

from msgspec import Struct

from builder.outline.text import Role, Text

# "multiples": one small bar chart a series, each with its own scale and unit.
ChartKind = Literal[
    "bar", "column", "grouped", "stacked", "percent", "line", "area", "dot", "slope", "waterfall", "multiples"
]


class Series(Struct, frozen=True, cache_hash=True):
    """The values of one measure or group in a chart, one a category."""

    name: Text | None  # None where a chart has one series without a name
    unit: Text | None  # where it is not the chart's
    values: tuple[Decimal | None, ...]  # None: no value
    labels: tuple[Text | None, ...]  # the values as they are printed: "118.4"
    shown: tuple[bool, ...]  # whether a label is printed beside its value; the notes of the deck have all
    highlighted: tuple[bool, ...]  # in the accent colour, the others in grey
    alt: Text | None = None  # of a later one of small multiples, which is drawn on its own
    change: Text | None = None  # between the first and the last of its years: "+19.8 % in four years"


class Chart(Struct, frozen=True, cache_hash=True):
    """Numbers of the brief, drawn; a figure with a number like the others."""

    kind: ChartKind
    number: Text  # "Figure 2"
    title: Text
    unit: Text | None  # "million euros", where the labels do not have it
    categories: tuple[Text, ...]
    series: tuple[Series, ...]
    places: int  # decimal places of every label
    start: Decimal  # where the value axis begins: not always at 0 for lines, slopes and dots
    axis: Text | None  # "The axis begins at 60.", where it does not begin at 0
    alt: Text  # kind, range, extremes and trend
    caption: Text | None
    refs: Text | None
    annex: bool
    role: Role = Role.OTHER  # of its section, in whose colour the highlighted values are
    refs_label: Text | None = None  # "Source:", where the references stand alone

    @property
    def panels(self) -> tuple[tuple[int, ...], ...]:
        """The series of each drawing that it consists of: small multiples have one a series."""
        every = tuple(range(len(self.series)))
        return tuple((index,) for index in every) if self.kind == "multiples" else (every,)

    def changes(self, shown: Sequence[int]) -> tuple[Text, ...]:
        """What is below a drawing of some series: by how much each changed, where this is known."""
        return tuple(text for index in shown if (text := self.series[index].change) is not None)

    @property
    def keyed(self) -> bool:
        """Whether a line over the drawing names the series; lines are named at their ends."""
        return len(self.series) > 1 and self.kind not in ("multiples", "line", "slope", "area")

    @property
    def tones(self) -> tuple[int, ...]:
        """The colour of each series: 0 is that of the role, the others are greys, counted from 1."""
        greys = accumulate(int(not all(one.highlighted)) for one in self.series)
        return tuple(
            0 if all(one.highlighted) else grey for one, grey in zip(self.series, greys, strict=True)
        )

    @property
    def top(self) -> Decimal | None:
        """Where the axes of small multiples in one unit end, at the largest value of all; else None."""
        values = [value for one in self.series for value in one.values if value is not None]
        shared = self.kind == "multiples" and not any(one.unit for one in self.series)
        return max(values) if shared and values else None

    @property
    def floors(self) -> tuple[Decimal, ...]:
        """Where each bar of a waterfall begins: at the sum before it; a last bar equal to the sum, at 0."""
        values = [value or Decimal(0) for value in self.series[0].values]
        sums = list(accumulate(values, initial=Decimal(0)))
        total = len(values) > 2 and values[-1] == sums[-2]
        return (*sums[:-2], Decimal(0) if total else sums[-2])

    def words(self, shown: Sequence[int]) -> Iterator[Text]:
        """Yield the words inside a drawing of some series: names at line ends, then categories and values."""
        series = [self.series[index] for index in shown]
        if self.kind in ("line", "slope", "area") and len(series) > 1:
            yield from (one.name for one in series if one.name is not None)
        for index, category in enumerate(self.categories):
            yield category
            yield from (label for one in series if (label := one.labels[index]) and one.shown[index])
