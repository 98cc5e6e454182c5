"""Lays out the memo's figure; all else in a memo is set by Word."""

from __future__ import annotations

from builder.layout.map.place import map_height, place_map
from builder.layout.pages import Group, Rect
from builder.outline.blocks import ArgumentMap, Outline
from builder.report.problems import Problem
from builder.theme.theme import Theme


def lay_out_figure(outline: Outline, theme: Theme) -> tuple[Group | None, tuple[Problem, ...]]:
    """Return the argument map at text width and the labels that do not fit; None without a map."""
    block = outline.one(ArgumentMap)
    if block is None:
        return None, ()
    look, colours = theme.map.memo, theme.colours
    width = theme.memo.paper(outline.page).figure_width
    return place_map(block, Rect(0.0, 0.0, width, map_height(block, width, look, colours)), look, colours)
