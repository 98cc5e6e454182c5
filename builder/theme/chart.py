"""The look of charts: sizes of words, distances of bars and colours; in points."""

from __future__ import annotations

from msgspec import Struct

from builder.theme.fonts import CARLITO, Family
from builder.theme.geometry import Step


class ChartLook(Struct, frozen=True, cache_hash=True):
    """How a chart is drawn in one product."""

    name: Step  # of panels, units and series
    label: Step  # of categories and values
    pitch: float  # from one bar to the next, at most
    column: float  # width of a column, at most
    height: float  # of a drawing with lines or columns
    least: float  # height of one with rows
    most: float
    gap: float = 4.0  # between a drawing and its words
    head_gap: float = 3.0  # below the unit and the names
    panel_gap: float = 20.0  # between two panels
    least_panel: float = 120.0  # width of a panel beside others
    bar: float = 5 / 7  # of the pitch; what is left is 40 % of the bar
    loose: float = 1.6  # times the columns and what is between them: as wide a chart may be
    group: float = 0.8  # of the pitch, for the bars of one category
    label_share: float = 0.4  # of the width, for the words of categories or series
    hair: float = 0.6
    line: float = 1.0
    strong_line: float = 2.0
    dot: float = 4.6  # diameter
    split: float = 0.8  # of white between two segments
    family: Family = CARLITO


class ChartLooks(Struct, frozen=True, cache_hash=True):
    """The look of charts in each product: Word and PowerPoint draw the inside themselves."""

    summary: ChartLook = ChartLook(Step(9.6, 12.0), Step(9.2, 11.0), 17.0, 26.0, 84.0, 0.0, 130.0)
    memo: ChartLook = ChartLook(Step(10.0, 13.0), Step(10.0, 12.0), 19.0, 34.0, 150.0, 45.0, 420.0)
    deck: ChartLook = ChartLook(Step(18.0, 23.0), Step(16.0, 20.0), 84.0, 110.0, 330.0, 84.0, 310.0)
