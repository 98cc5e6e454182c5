"""Reads what shapes draw beside their words: lines, and the squares that mark certainty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from builder.audit.content import DrawnLine
from builder.audit.office.package import A, Element, child
from builder.audit.visibility import Area
from builder.outline.text import Level

_POINT = 12_700  # English Metric Units
_NEAR = 4.0  # points: a line may end as far as this from the box it touches
_REPEATED = re.compile(r"~\d+$")  # ends a name that another shape of the slide has, too
_SMALLEST, _LARGEST = 3.0, 24.0  # points: the side of a mark
_SQUARE = 0.12  # by how much of its side a square may be wider than high, or less wide
_EMPTY, _FULL = 0.2, 0.8  # of the square: up to here it is open, from here on full
_FILL, _LINE, _NO_FILL, _FREE, _PRESET, _FRAME, _EXTENT, _PATH, _CLOSE, _POINT_OF = (
    A + name
    for name in ("solidFill", "ln", "noFill", "custGeom", "prstGeom", "xfrm", "ext", "path", "close", "pt")
)
_PLAIN = ("rect", "flowChartProcess")


def drawn_lines(
    shapes: Iterable[tuple[Element, Element | None]],
    names: Mapping[str, str],
    location: str,
    page: int,
    boxes: Callable[[], Sequence[tuple[Area, str]]] = tuple,
) -> Iterator[DrawnLine]:
    """Yield the lines among `shapes`: every connector, and of other shapes those with an arrow head.

    Each shape comes with its non-visual connector properties, None where it is not a connector. `names` are
    the identities of the shapes by their id, to name what a connector is glued to; `boxes` returns areas with
    words, to name what it touches.
    """
    for shape, joins in shapes:
        look = child(shape, "{*}spPr")
        line = None if look is None else child(look, A + "ln")
        if look is None or line is None:
            continue
        heads = (_head(line, "headEnd"), _head(line, "tailEnd"))
        if joins is not None or any(heads):
            glued = (_glued(joins, "stCxn", names), _glued(joins, "endCxn", names))
            points = tuple(_points(look))
            near = boxes() if points else ()
            ends = (_touched(points[0], near), _touched(points[-1], near)) if near else ("", "")
            yield DrawnLine(location, page, _is_dashed(line), heads, glued, points, ends)


def _head(line: Element, end: str) -> bool:
    mark = child(line, A + end)
    return mark is not None and mark.get("type", "none") != "none"


def _is_dashed(line: Element) -> bool:
    preset = child(line, A + "prstDash")
    return child(line, A + "custDash") is not None or (preset is not None and preset.get("val") != "solid")


def _glued(joins: Element | None, end: str, names: Mapping[str, str]) -> str | None:
    mark = None if joins is None else child(joins, A + end)
    return None if mark is None else _REPEATED.sub("", names.get(mark.get("id", ""), "nothing"))


def _touched(point: tuple[float, float], boxes: Sequence[tuple[Area, str]]) -> str:
    """Return the words of the nearest box that a line may come from, "" where there is none so near."""
    x, y = point
    far, words = min(
        (max(left - x, x - right, low - y, y - high, 0.0), text) for (left, low, right, high), text in boxes
    )
    return words if far <= _NEAR else ""


def _points(look: Element) -> Iterator[tuple[float, float]]:
    """Yield where a line runs, in points: along its path, or from corner to corner of its frame."""
    frame = child(look, A + "xfrm")
    corner = None if frame is None else child(frame, A + "off")
    size = None if frame is None else child(frame, A + "ext")
    if frame is None or corner is None or size is None:
        return
    left, top = int(corner.get("x")), int(corner.get("y"))
    free = child(look, A + "custGeom")
    steps = () if free is None else free.iter(A + "pt")
    path = [(int(point.get("x")), int(point.get("y"))) for point in steps]
    if not path:
        width, height = int(size.get("cx")), int(size.get("cy"))
        xs, ys = (0, width), (0, height)
        across = xs[::-1] if frame.get("flipH") in ("1", "true") else xs
        down = ys[::-1] if frame.get("flipV") in ("1", "true") else ys
        path = list(zip(across, down, strict=True))
    for x, y in path:
        yield (left + x) / _POINT, (top + y) / _POINT


def mark_of(look: Element | None) -> Level | None:
    """Return the level that a shape with these properties shows, None where it is not a mark.

    A mark is a small square with an edge; its level is how much of it is filled.
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
