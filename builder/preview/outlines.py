"""Turns the outlines of shapes in Office drawings into paths of SVG."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, radians, sin

from builder.layout.pages import Rect
from builder.templates.colours import A
from builder.templates.package import Element

_POINT, _TURN, _WHOLE = 12_700.0, 60_000.0, 100_000.0
_ROUND = ("ellipse", "flowChartConnector", "donut", "pie", "chord", "blockArc", "arc")
_STRAIGHT = ("line", "straightConnector1")
# Corners by their places in the rectangle; `a` is how far the handle of the shape is moved in, of its width.
_CORNERS = {
    "triangle": "0.5,0 1,1 0,1",
    "rtTriangle": "0,0 1,1 0,1",
    "diamond": "0.5,0 1,0.5 0.5,1 0,0.5",
    "parallelogram": "a,0 1,0 1-a,1 0,1",
    "trapezoid": "a,0 1-a,0 1,1 0,1",
    "hexagon": "a,0 1-a,0 1,0.5 1-a,1 a,1 0,0.5",
    "homePlate": "0,0 1-a,0 1,0.5 1-a,1 0,1",
    "chevron": "0,0 1-a,0 1,0.5 1-a,1 0,1 a,0.5",
}
_HANDLES = {"homePlate": 0.5, "chevron": 0.5}
_QUARTER = 90.0  # degrees; a longer arc is drawn in several


def course_of(look: Element, rect: Rect) -> str:
    """Return the outline of a shape in a rectangle; the rectangle for a shape that is not known."""
    own = look.find(f"{A}custGeom")
    if own is not None:
        try:
            return "".join(_drawn(own, rect)) or _rectangle(rect)
        except (ValueError, LookupError, ArithmeticError, AttributeError):  # guides, which are formulas
            return _rectangle(rect)
    ready = look.find(f"{A}prstGeom")
    name = ready.get("prst", "rect") if ready is not None else "rect"
    handle = ready.find(f"{A}avLst/{A}gd") if ready is not None else None
    given = str(handle.get("fmla", "")).removeprefix("val ") if handle is not None else ""
    share = float(given) / _WHOLE if given.lstrip("-").isdigit() else None
    short = min(rect.width, rect.height)
    if name in _ROUND:
        return _rounded(rect, rect.width / 2, rect.height / 2)
    if name == "roundRect":
        radius = short * min(max(0.16667 if share is None else share, 0.0), 0.5)
        return _rounded(rect, radius, radius)
    if name in _STRAIGHT:
        return f"M{_n(rect.x)} {_n(rect.y)}L{_n(rect.right)} {_n(rect.bottom)}"
    if name in _CORNERS and rect.width:
        moved = (_HANDLES.get(name, 0.25) if share is None else share) * short / rect.width
        return _angular(_CORNERS[name], min(max(moved, 0.0), 1.0), rect)
    return _rectangle(rect)


def _rectangle(rect: Rect) -> str:
    return f"M{_n(rect.x)} {_n(rect.y)}h{_n(rect.width)}v{_n(rect.height)}h{_n(-rect.width)}z"


def _rounded(rect: Rect, across: float, down: float) -> str:
    """Return a rectangle with round corners; with the largest ones it is an ellipse."""
    wide, high = rect.width - 2 * across, rect.height - 2 * down
    arc = f"a{_n(across)} {_n(down)} 0 0 1 "
    return (
        f"M{_n(rect.x + across)} {_n(rect.y)}h{_n(wide)}{arc}{_n(across)} {_n(down)}v{_n(high)}"
        f"{arc}{_n(-across)} {_n(down)}h{_n(-wide)}{arc}{_n(-across)} {_n(-down)}v{_n(-high)}"
        f"{arc}{_n(across)} {_n(-down)}z"
    )


def _angular(corners: str, moved: float, rect: Rect) -> str:
    named = {"a": moved, "1-a": 1 - moved}
    points = []
    for corner in corners.split():
        x, y = (named[each] if each in named else float(each) for each in corner.split(","))
        points.append(f"{_n(rect.x + x * rect.width)} {_n(rect.y + y * rect.height)}")
    return f"M{'L'.join(points)}z"


def _drawn(own: Element, rect: Rect) -> Iterator[str]:
    """Yield the paths of a shape that was drawn by hand."""
    for path in own.iterfind(f"{A}pathLst/{A}path"):
        wide, high = (float(path.get(name, "0")) for name in "wh")
        across = rect.width / wide if wide else 1 / _POINT
        down = rect.height / high if high else 1 / _POINT
        at = (0.0, 0.0)  # in the units of the path
        for step in path:
            kind = str(step.tag).rpartition("}")[2]
            points = [(float(one.get("x")), float(one.get("y"))) for one in step.iterfind(f"{A}pt")]
            if kind == "close":
                yield "z"
                continue
            if kind == "arcTo":
                points = list(_arc(step, at))
            letter = {"moveTo": "M", "lnTo": "L", "cubicBezTo": "C", "quadBezTo": "Q", "arcTo": "C"}[kind]
            places = (f"{_n(rect.x + x * across)} {_n(rect.y + y * down)}" for x, y in points)
            yield f"{letter}{' '.join(places)}"
            at = points[-1]


def _arc(step: Element, at: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Yield the points of curves that follow an arc from a point on it."""
    wide, high, start, sweep = (float(step.get(name)) for name in ("wR", "hR", "stAng", "swAng"))
    start, sweep = start / _TURN, sweep / _TURN
    count = max(int(-(-abs(sweep) // _QUARTER)), 1)
    part = radians(sweep / count)
    x, y = at[0] - wide * cos(radians(start)), at[1] - high * sin(radians(start))  # its middle
    handle = 4 / 3 * sin(part / 4) / cos(part / 4)
    for number in range(count):
        one = radians(start) + number * part
        other = one + part
        yield x + wide * (cos(one) - handle * sin(one)), y + high * (sin(one) + handle * cos(one))
        yield x + wide * (cos(other) + handle * sin(other)), y + high * (sin(other) - handle * cos(other))
        yield x + wide * cos(other), y + high * sin(other)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
