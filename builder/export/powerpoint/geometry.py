"""Writes the geometry of shapes: boxes, lines, marks, and connection sites where arrows meet boxes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from builder.export.office.drawing import NO_LINE, Point, free_form, path, preset
from builder.export.office.markup import NOTHING, Markup, element, emu, joined
from builder.export.powerpoint.markup import Brush, transform
from builder.layout.pages import Rect

_NEAR = 4.0  # points; an arrow leaves a little room to its node
_EXACT = 0.3  # points along an edge: programs move a line that is glued to the exact site
_ANGLES = (16200000, 10800000, 5400000, 0)  # at which lines leave the top, the left side, bottom and right
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
    near = []
    for index, (x, y) in enumerate(sites):
        off = abs(x - point[0]), abs(y - point[1])
        along, away = off if index % 2 == 0 else (off[1], off[0])
        if along <= _EXACT and away <= _NEAR:
            near.append((away, index))
    return min(near)[1] if near else None


def with_sites(rect: Rect, form: Markup, points: Sequence[Point]) -> Markup:
    """Return a form with the four standard sites, and one more at each point, moved onto the nearest edge."""
    width, height = emu(rect.width), emu(rect.height)
    sites = [(width // 2, 0), (0, height // 2), (width // 2, height), (width, height // 2)]
    edges = [0, 1, 2, 3]
    for x, y in points:
        far = (y - rect.y, x - rect.x, rect.bottom - y, rect.right - x)
        edge = min(edges[:4], key=lambda side: abs(far[side]))
        across, down = min(max(emu(x - rect.x), 0), width), min(max(emu(y - rect.y), 0), height)
        sites.append((sites[edge][0], down) if edge % 2 else (across, sites[edge][1]))
        edges.append(edge)
    marks = (
        element("a:cxn", element("a:pos", x=x, y=y), ang=_ANGLES[edge])
        for (x, y), edge in zip(sites, edges, strict=True)
    )
    return free_form(form, sites=joined(*marks))


def rounded(rect: Rect, radius: float) -> Markup:
    """Return the path of a rectangle, with round corners of `radius` points."""
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


def free_line(
    points: Sequence[Point], glued: Sequence[Point] = (), *, closed: bool = False
) -> tuple[Markup, Markup]:
    """Return position and form of a line through more than two points, or of the area in it.

    Lines that end at the points that are `glued` may be glued to it there.
    """
    rect = bounds(points)
    inner = [(x - rect.x, y - rect.y) for x, y in points]
    form = path(rect.width, rect.height, inner, closed=closed, filled=closed)
    return transform(rect), with_sites(rect, form, glued) if glued else free_form(form)


def bounds(points: Sequence[Point]) -> Rect:
    """Return the least rectangle around points."""
    xs, ys = zip(*points, strict=True)
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def connector(start: Point, end: Point) -> tuple[Markup, Markup]:
    """Return position and form of a straight line; it is turned over if it runs up or to the left."""
    (x1, y1), (x2, y2) = start, end
    flips = ({"flipH": "1"} if x2 < x1 - 1e-6 else {}) | ({"flipV": "1"} if y2 < y1 - 1e-6 else {})
    place = transform(Rect(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)), **flips)
    return place, preset("straightConnector1")


def _point(x: int, y: int) -> Markup:
    return element("a:pt", x=x, y=y)
