"""A small drawn square becomes the level of certainty that it shows: full, half or open."""

from __future__ import annotations

from operator import itemgetter

from builder.audit.office.package import A, Element, child
from builder.outline.text import Level

_POINT = 12_700.0  # English Metric Units
_SMALLEST, _LARGEST = 3.0, 24.0  # points: the side of a mark
_SQUARE = 0.12  # by how much of its side a square may be wider than high, or less wide
_EMPTY, _FULL = 0.2, 0.8  # of the square: up to here it is open, from here on full
_FILL, _LINE, _NO_FILL, _FREE, _PRESET, _FRAME, _EXTENT, _PATH, _CLOSE, _POINT_OF = (
    A + name
    for name in ("solidFill", "ln", "noFill", "custGeom", "prstGeom", "xfrm", "ext", "path", "close", "pt")
)
_PLAIN = ("rect", "flowChartProcess")


def mark_of(look: Element | None) -> Level | None:
    """Return the level that a shape with these properties shows, None where it is no mark.

    A mark is a small square with an edge; the level is told by how much of it is filled.
    """
    parts = {} if look is None else {part.tag: part for part in look}
    line, frame = parts.get(_LINE), parts.get(_FRAME)
    if line is None or frame is None or child(line, _NO_FILL) is not None:
        return None
    size = child(frame, _EXTENT)
    width, height = (
        (0.0, 0.0) if size is None else (int(size.get("cx")) / _POINT, int(size.get("cy")) / _POINT)
    )
    if not (_SMALLEST <= height <= _LARGEST and width <= 2 * _LARGEST):
        return None
    filled, free = _FILL in parts, parts.get(_FREE)
    if free is not None:
        return _drawn_freely(free, width, height, filled)
    preset = parts.get(_PRESET)
    if preset is None or preset.get("prst") not in _PLAIN or not _is_square(width, height):
        return None
    return Level.ASSERTED if filled else Level.POSSIBLE


def _drawn_freely(free: Element, width: float, height: float, filled: bool) -> Level | None:
    """Return the level of a mark that is drawn as paths: its edge, and what of it is filled."""
    inner = edge = (0.0, 0.0, 0.0)  # width, height and area
    for path in free.iter(_PATH):
        if not len(path) or path[-1].tag != _CLOSE:
            return None
        points = [(int(point.get("x")), int(point.get("y"))) for point in path.iter(_POINT_OF)]
        across, down = width / (int(path.get("w", 0)) or 1), height / (int(path.get("h", 0)) or 1)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        found = (
            (max(xs) - min(xs)) * across, (max(ys) - min(ys)) * down, _area(points) * across * down
        )  # fmt: skip
        if path.get("stroke", "1") not in ("0", "false"):
            edge = max(edge, found, key=itemgetter(2))
        if filled and path.get("fill", "norm") != "none":
            inner = max(inner, found, key=itemgetter(2))
    if not _is_square(edge[0], edge[1]):
        return None
    share = inner[2] / edge[2]
    return Level.POSSIBLE if share < _EMPTY else Level.ASSERTED if share > _FULL else Level.QUALIFIED


def _is_square(width: float, height: float) -> bool:
    return _SMALLEST <= width <= _LARGEST and abs(width - height) <= _SQUARE * width


def _area(points: list[tuple[int, int]]) -> float:
    turned = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * down - across * y for (x, y), (across, down) in turned)) / 2
