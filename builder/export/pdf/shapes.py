"""Boxes, lines and certainty marks become paths on a page of PDF."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import hypot
from typing import Any

from reportlab.lib.colors import HexColor

from builder.layout.pages import Box, Mark, Polyline
from builder.outline.text import Level

Rectangle = tuple[float, float, float, float]  # left, bottom, right, top in points from the lower left corner


@cache
def colour(code: str) -> Any:
    """Return a colour of the library for `#RRGGBB`."""
    return HexColor(code)


def draw_box(canvas: Any, box: Box, area: Rectangle, dash: tuple[float, float]) -> None:
    """Draw a rectangle; its outline lies inside."""
    inner = box.weight / 2 if box.outline is not None else 0.0
    canvas.saveState()
    if box.fill is not None:
        canvas.setFillColor(colour(box.fill))
    if box.outline is not None:
        canvas.setStrokeColor(colour(box.outline))
        canvas.setLineWidth(box.weight)
    if box.dashed:
        canvas.setDash(*dash)
    left, bottom, right, top = area
    inside = left + inner, bottom + inner, right - left - 2 * inner, top - bottom - 2 * inner
    stroke, fill = int(box.outline is not None), int(box.fill is not None)
    if box.radius:
        canvas.roundRect(*inside, box.radius, stroke=stroke, fill=fill)
    else:
        canvas.rect(*inside, stroke=stroke, fill=fill)
    canvas.restoreState()


def draw_line(
    canvas: Any, line: Polyline, points: list[tuple[float, float]], dash: tuple[float, float]
) -> None:
    """Draw a polyline, with its head at the last of the points."""
    canvas.saveState()
    canvas.setStrokeColor(colour(line.colour))
    canvas.setFillColor(colour(line.colour))
    canvas.setLineWidth(line.weight)
    if line.dashed:
        canvas.setDash(*dash)
    head = _arrow_head(points, line.head_size) if line.head else None
    if head is not None:
        # The line ends under its head, so that it does not blunt the tip.
        (_, one, other) = head
        points[-1] = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    canvas.drawPath(_path(canvas, points))
    if head is not None:
        canvas.drawPath(_path(canvas, head, close=True), stroke=0, fill=1)
    canvas.restoreState()


def draw_mark(canvas: Any, mark: Mark, area: Rectangle, outline: float) -> None:
    """Draw a certainty mark: full, half or open, all with an outline of the same share of their side."""
    left, bottom, right, top = area
    weight = mark.rect.width * outline
    side = right - left - weight
    canvas.saveState()
    canvas.setStrokeColor(colour(mark.colour))
    canvas.setFillColor(colour(mark.colour))
    canvas.setLineWidth(weight)
    canvas.rect(
        left + weight / 2,
        bottom + weight / 2,
        side,
        top - bottom - weight,
        stroke=1,
        fill=int(mark.level is Level.ASSERTED),
    )
    if mark.level is Level.QUALIFIED:
        canvas.rect(left, bottom, (right - left) / 2, top - bottom, stroke=0, fill=1)
    canvas.restoreState()


def _arrow_head(points: Sequence[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """Return tip and corners of the head of a line that ends at the last point."""
    (x0, y0), (x1, y1) = points[-2:]
    length = hypot(x1 - x0, y1 - y0) or 1.0
    along = (x1 - x0) / length * size, (y1 - y0) / length * size
    across = -along[1] / 2, along[0] / 2
    back = x1 - along[0], y1 - along[1]
    return [(x1, y1), (back[0] + across[0], back[1] + across[1]), (back[0] - across[0], back[1] - across[1])]


def _path(canvas: Any, points: Sequence[tuple[float, float]], close: bool = False) -> Any:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if close:
        path.close()
    return path
