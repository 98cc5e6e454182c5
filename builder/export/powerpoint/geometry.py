"""Writes the geometry of shapes: boxes, lines, marks, and connection sites where arrows meet boxes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from builder.export.office.drawing import NO_LINE, Point, free_form, path, preset
from builder.export.office.markup import NOTHING, Markup, element, emu, joined
from builder.export.powerpoint.markup import Brush, transform
from builder.layout.pages import Rect

_NEAR = 4.0  # points; an arrow leaves a little room to its node
# Length of an arrow head in widths of its line (ECMA-376 20.1.10.33).
_HEADS = {"sm": 2.0, "med": 3.0, "lg": 5.0}


@lru_cache(maxsize=128)
def outline(
    brush: Brush,
    colour: str | None,
    weight: float,
    dashed: bool,
    head: float | None = None,
    *,
    on_slide: bool = False,
) -> Markup:
    """Return a line's look; `head` is the length of its arrow head in widths of the line."""
    if colour is None:
        return NO_LINE
    size = min(_HEADS, key=lambda name: abs(_HEADS[name] - head - 0.01)) if head is not None else ""
    return element(
        "a:ln",
        brush.solid(colour, on_slide=on_slide),
        element("a:prstDash", val="dash" if dashed else "solid"),
        element("a:miter", lim=800000),
        element("a:tailEnd", type="triangle", w=size, len=size) if head is not None else NOTHING,
        w=emu(weight),
    )


def sites_of(rect: Rect, point: Point) -> int | None:
    """Return which standard site of a rectangle is near: 0 top, 1 left, 2 bottom, 3 right; else None."""
    sites = (
        (rect.x + rect.width / 2, rect.y),
        (rect.x, rect.y + rect.height / 2),
        (rect.x + rect.width / 2, rect.y + rect.height),
        (rect.x + rect.width, rect.y + rect.height / 2),
    )
    for index, (x, y) in enumerate(sites):
        if abs(x - point[0]) <= _NEAR and abs(y - point[1]) <= _NEAR:
            return index
    return None


def with_sites(rect: Rect, radius: float, points: Sequence[Point]) -> Markup:
    """Return a box with the four standard sites, and one more at each point, moved onto the nearest edge."""
    width, height = emu(rect.width), emu(rect.height)
    standard = [(width // 2, 0, 16200000), (0, height // 2, 10800000),
                (width // 2, height, 5400000), (width, height // 2, 0)]  # fmt: skip
    own = []
    for x, y in points:
        left = x - rect.x < rect.width / 2
        top = min(max(emu(y - rect.y), 0), height)
        own.append((0 if left else width, top, 10800000 if left else 0))
    sites = joined(*(
        element("a:cxn", element("a:pos", x=x, y=y), ang=angle) for x, y, angle in (*standard, *own)
    ))  # fmt: skip
    return free_form(_rounded(rect, radius), sites=sites)


def _rounded(rect: Rect, radius: float) -> Markup:
    if not radius:
        wide, high = rect.width, rect.height
        return path(wide, high, ((0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high)))
    width, height, turn = emu(rect.width), emu(rect.height), emu(radius)

    def corner(start: int) -> Markup:
        return element("a:arcTo", wR=turn, hR=turn, stAng=start, swAng=5400000)

    return element(
        "a:path",
        element("a:moveTo", _point(0, turn)),
        corner(10800000),
        element("a:lnTo", _point(width - turn, 0)),
        corner(16200000),
        element("a:lnTo", _point(width, height - turn)),
        corner(0),
        element("a:lnTo", _point(turn, height)),
        corner(5400000),
        element("a:close"),
        w=width,
        h=height,
    )


def free_line(points: Sequence[Point], *, closed: bool = False) -> tuple[Markup, Markup]:
    """Return position and form of a line through more than two points, or of the area in it."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = min(xs), min(ys)
    width, height = max(xs) - left, max(ys) - top
    inner = [(x - left, y - top) for x, y in points]
    form = free_form(path(width, height, inner, closed=closed, filled=closed))
    return transform(Rect(left, top, width, height)), form


def connector(start: Point, end: Point) -> tuple[Markup, Markup]:
    """Return position and form of a straight line; it is turned over if it runs up or to the left."""
    (x1, y1), (x2, y2) = start, end
    flips = ({"flipH": "1"} if x2 < x1 - 1e-6 else {}) | ({"flipV": "1"} if y2 < y1 - 1e-6 else {})
    place = transform(Rect(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)), **flips)
    return place, preset("straightConnector1")


def _point(x: int, y: int) -> Markup:
    return element("a:pt", x=x, y=y)
