"""Shapes of a slide or figure become its lines: from where to where, with what heads and dashes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from builder.audit.content import Stroke
from builder.audit.office.package import A, Element, child
from builder.audit.visibility import Area

_POINT = 12_700  # English Metric Units
_NEAR = 4.0  # points: so near a box a line may end that comes from it
_AGAIN = re.compile(r"~\d+$")  # a name that another shape of the slide has, too


def strokes(
    shapes: Iterable[tuple[Element, Element | None]],
    names: Mapping[str, str],
    place: str,
    page: int,
    boxes: Callable[[], Sequence[tuple[Area, str]]] = tuple,
) -> Iterator[Stroke]:
    """Yield the lines among `shapes`: every connector, and of other shapes those with an arrow head.

    Each shape comes with its non-visual connector properties, None where it is no connector. `names` are the
    identities of the shapes by their id, to tell what a connector is glued to; `boxes` gives areas with
    words, to tell what it touches.
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
            yield Stroke(place, page, _is_dashed(line), heads, glued, points, ends)


def _head(line: Element, end: str) -> bool:
    mark = child(line, A + end)
    return mark is not None and mark.get("type", "none") != "none"


def _is_dashed(line: Element) -> bool:
    preset = child(line, A + "prstDash")
    return child(line, A + "custDash") is not None or (preset is not None and preset.get("val") != "solid")


def _glued(joins: Element | None, end: str, names: Mapping[str, str]) -> str | None:
    mark = None if joins is None else child(joins, A + end)
    return None if mark is None else _AGAIN.sub("", names.get(mark.get("id", ""), "nothing"))


def _touched(point: tuple[float, float], boxes: Sequence[tuple[Area, str]]) -> str:
    """Return the words of the nearest box that a line may come from, "" where there is none so near."""
    x, y = point
    far, words = min(
        (max(left - x, x - right, low - y, y - high, 0.0), said) for (left, low, right, high), said in boxes
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
