"""A small drawn square becomes the level of certainty that it shows: full, half or open."""

from __future__ import annotations

from builder.audit.office import A, Element, child
from builder.outline.text import Level

_POINT = 12_700.0  # English Metric Units
_SMALLEST, _LARGEST = 3.0, 24.0  # points: the side of a mark
_SQUARE = 0.12  # by how much of its side a square may be wider than high, or less wide
_EMPTY, _FULL = 0.2, 0.8  # of the square: up to here it is open, from here on full
_FILL, _LINE, _NO_FILL, _FREE, _PRESET = (
    A + name for name in ("solidFill", "ln", "noFill", "custGeom", "prstGeom")
)
_PLAIN = ("rect", "flowChartProcess")


def mark_of(look: Element | None) -> Level | None:
    """Return the level that a shape with these properties shows, None where it is no mark.

    A mark is a small square with an edge; the level is told by how much of it is filled.
    """
    line = None if look is None else child(look, _LINE)
    if look is None or line is None or child(line, _NO_FILL) is not None:
        return None
    filled = child(look, _FILL) is not None
    free = child(look, _FREE)
    if free is None:
        preset = child(look, _PRESET)
        if preset is None or preset.get("prst") not in _PLAIN or not _is_square(*_size(look)):
            return None
        return Level.ASSERTED if filled else Level.POSSIBLE
    return _drawn_freely(look, free, filled)


def _drawn_freely(look: Element, free: Element, filled: bool) -> Level | None:
    """Return the level of a mark that is drawn as paths: its edge, and what of it is filled."""
    width, height = _size(look)
    inner = edge = (0.0, 0.0, 0.0)  # width, height and area
    for path in free.iter(A + "path"):
        points = [(float(point.get("x", 0)), float(point.get("y", 0))) for point in path.iter(A + "pt")]
        across, down = float(path.get("w", 0)) or width, float(path.get("h", 0)) or height
        if len(points) < 3 or next(path.iter(A + "close"), None) is None:
            return None
        points = [(x / across * width, y / down * height) for x, y in points]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        found = (max(xs) - min(xs), max(ys) - min(ys), _area(points))
        if path.get("stroke", "1") not in ("0", "false"):
            edge = max(edge, found, key=lambda one: one[2])
        if filled and path.get("fill", "norm") != "none":
            inner = max(inner, found, key=lambda one: one[2])
    if not _is_square(edge[0], edge[1]):
        return None
    share = inner[2] / edge[2]
    return Level.POSSIBLE if share < _EMPTY else Level.ASSERTED if share > _FULL else Level.QUALIFIED


def _size(look: Element) -> tuple[float, float]:
    """Return width and height of a shape in points."""
    frame = child(look, A + "xfrm")
    size = None if frame is None else child(frame, A + "ext")
    return (0.0, 0.0) if size is None else (int(size.get("cx")) / _POINT, int(size.get("cy")) / _POINT)


def _is_square(width: float, height: float) -> bool:
    return _SMALLEST <= width <= _LARGEST and abs(width - height) <= _SQUARE * width


def _area(points: list[tuple[float, float]]) -> float:
    turned = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * down - across * y for (x, y), (across, down) in turned)) / 2
