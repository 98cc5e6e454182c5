"""Draws the mark that opens a quotation, in the form of the language; screen readers pass it over."""

from __future__ import annotations

from collections.abc import Iterator

from builder.layout.pages import Polygon

# Outlines from 0 to 1, as wide as high, of the strokes that a mark has.
_HIGH = (
    (0.86, 0.0), (0.97, 0.13), (0.76, 0.28), (0.62, 0.46), (0.76, 0.53), (0.84, 0.64), (0.84, 0.78),
    (0.76, 0.91), (0.62, 0.99), (0.45, 1.0), (0.29, 0.94), (0.18, 0.81), (0.15, 0.63), (0.22, 0.42),
    (0.38, 0.21), (0.6, 0.07),
)  # fmt: skip
_LOW = tuple((1 - x, 1 - y) for x, y in _HIGH)
_ANGLE = ((0.52, 0.0), (0.86, 0.0), (0.46, 0.5), (0.86, 1.0), (0.52, 1.0), (0.12, 0.5))
_CORNER = ((0.0, 0.0), (0.62, 0.0), (0.62, 0.17), (0.17, 0.17), (0.17, 1.0), (0.0, 1.0))
_STROKES = {"“": (_HIGH, 2), "„": (_LOW, 2), "«": (_ANGLE, 2), "「": (_CORNER, 1)}


def mark(opening: str, x: float, y: float, side: float, fill: str) -> Iterator[Polygon]:
    """Yield the strokes of an opening mark, `side` points high, from its upper left corner."""
    outline, count = _STROKES[opening]
    left = min(px for px, _ in outline)
    for index in range(count):
        start = x + (index * 0.95 - left) * side
        yield Polygon(tuple((start + px * side, y + py * side) for px, py in outline), fill)
