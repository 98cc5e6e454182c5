"""Reads what shapes draw beside their words: lines, and the squares that mark certainty."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from builder.audit.content import DrawnCode, DrawnLine, DrawnMark
from builder.audit.office.colours import Palette
from builder.audit.office.package import A, Element, W, child
from builder.audit.office.shapes import Frame, area_of
from builder.audit.visibility import Area, Colour, faint
from builder.outline.text import Level

_POINT, _DEGREE = 12_700, 60_000  # English Metric Units; the unit of angles
_NEAR = 4.0  # points: a line may end as far as this from the box it touches
_REPEATED = re.compile(r"~\d+$")  # ends a name that another shape of the slide has, too
_SMALLEST, LARGEST_MARK = 3.0, 24.0  # points: the side of a mark
_SQUARE = 0.12  # by how much of its side a square may be wider than high, or less wide
_EMPTY, _FULL = 0.2, 0.8  # of the square: less is open, more is full
_FILL, _LINE, _NO_FILL, _PRESET, _FREE, _PATH, _CLOSE, _POINT_OF = (
    A + name for name in ("solidFill", "ln", "noFill", "prstGeom", "custGeom", "path", "close", "pt")
)
_MOVE, _LEAST_BARS, _NO_BAR = A + "moveTo", 40, (0.0, 0.0, 0.0, 0.0)
_TURNS = ("rot", "flipH", "flipV")
_ENDS = (A + "headEnd", A + "tailEnd")
_DASH, _DASHES = A + "prstDash", A + "custDash"
_WORDS = (A + "t", W + "t")
_PLAIN = ("rect", "flowChartProcess")
_SEEN = 0.5  # of 1: the opacity of a line that shows
_OPAQUE, _ROUNDING = 0.9, 6  # of 1: what covers as much hides what is below; of 255: two shades of one colour


class Shape(NamedTuple):
    """A shape, its properties and their line, and what it is glued to if it is a connector."""

    element: Element
    look: Element
    line: Element | None
    joins: Element | None

    @classmethod
    def of(cls, element: Element, look: Element, joins: Element | None) -> Shape:
        return cls(element, look, child(look, _LINE), joins)

    @property
    def words(self) -> str:
        """The words in it, without spaces."""
        words = (text.text or "" for text in self.element.iter(*_WORDS))
        return "".join("".join(words).split())


def drawn_lines(
    shapes: Iterable[Shape],
    names: Mapping[str, str],
    location: str,
    page: int,
    palette: Palette,
    ground: Colour,
    boxes: Callable[[], Sequence[tuple[Area, str]]],
) -> Iterator[DrawnLine]:
    """Yield the lines among `shapes`: every connector, and of other shapes those with an arrow head.

    `names` are the identities of the shapes by their id, to name what a connector is glued to; `boxes`
    returns areas with words, to name what it touches; `ground` is the colour of the page.
    """
    for _, look, line, joins in shapes:
        if line is None:
            continue
        heads = _heads(line)
        if joins is not None or any(heads):
            joined = None if _turn(child(look, A + "xfrm")) else joins  # what is turned must touch its shapes
            glued = (_glued(joined, "stCxn", names), _glued(joined, "endCxn", names))
            points = tuple(points_of(look))
            near = boxes() if points else ()
            touched = (_touched(points[0], near), _touched(points[-1], near)) if near else ("", "")
            is_faint = any(heads) and _is_faint(line, palette, ground)
            yield DrawnLine(location, page, _is_dashed(line), heads, glued, points, touched, is_faint)


def dashed_boxes(shapes: Iterable[Shape]) -> Iterator[str]:
    """Yield the words, without spaces, of every shape with a dashed border that is not a line."""
    for shape in shapes:
        line = shape.line if shape.joins is None else None
        if line is not None and _is_dashed(line) and child(line, _NO_FILL) is None and not any(_heads(line)):
            yield shape.words


def filled_boxes(shapes: Iterable[Shape], palette: Palette) -> Iterator[tuple[str, Colour | None]]:
    """Yield the words, without spaces, and the colour of every shape with a fill that is not a line."""
    for shape in shapes:
        if shape.joins is None and child(shape.look, _FILL) is not None:
            yield shape.words, fill_of(shape.look, palette)


def _heads(line: Element) -> tuple[bool, bool]:
    """Return whether a line has an arrow head at its start and at its end."""
    ends = {end.tag for end in line if end.tag in _ENDS and end.get("type", "none") != "none"}
    return _ENDS[0] in ends, _ENDS[1] in ends


def _is_faint(line: Element, palette: Palette, ground: Colour) -> bool:
    """Whether nobody sees a line before its ground."""
    tint = palette.tint(child(line, _FILL))
    if tint is None:
        return child(line, _NO_FILL) is not None
    return tint.opacity < _SEEN or faint(tint.colour, ground)


def _is_dashed(line: Element) -> bool:
    return any(part.tag == _DASHES or (part.tag == _DASH and part.get("val") != "solid") for part in line)


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


def points_of(look: Element) -> Iterator[tuple[float, float]]:
    """Yield where a line runs, or the edge of an area, in points: along its path or from corner to corner."""
    frame = child(look, A + "xfrm")
    corner = None if frame is None else child(frame, A + "off")
    size = None if frame is None else child(frame, A + "ext")
    if frame is None or corner is None or size is None:
        return
    left, top, width, height = (
        int(one.get(name)) for one, name in ((corner, "x"), (corner, "y"), (size, "cx"), (size, "cy"))
    )
    free = child(look, A + "custGeom")
    traced = None if free is None else next(free.iter(_PATH), None)
    path = [(0.0, 0.0), (float(width), float(height))]
    if traced is not None:
        across, down = (
            side / (int(traced.get(name, 0)) or side or 1) for side, name in ((width, "w"), (height, "h"))
        )
        path = [
            (int(point.get("x")) * across, int(point.get("y")) * down) for point in traced.iter(_POINT_OF)
        ]
    across, down = (-1 if frame.get(name) in ("1", "true") else 1 for name in ("flipH", "flipV"))
    turn = math.radians(_turn(frame))
    along, aside = math.cos(turn), math.sin(turn)
    for x, y in path:
        right, low = (x - width / 2) * across, (y - height / 2) * down
        yield (
            (left + width / 2 + right * along - low * aside) / _POINT,
            (top + height / 2 + right * aside + low * along) / _POINT,
        )


def _turn(frame: Element | None) -> float:
    """Return by how many degrees a shape is turned clockwise."""
    return 0.0 if frame is None else int(frame.get("rot", "0")) / _DEGREE % 360


def note_mark(
    marks: list[DrawnMark],
    last: Element | None,
    look: Element | None,
    location: str,
    palette: Palette,
    page: int = 0,
) -> Element | None:
    """Add the mark that a shape with the properties `look` draws, and return these if it may still be filled.

    A mark is a small square with an edge, open or full of the same colour. The next shape may fill half of
    the `last` one.
    """
    level = _level_of(look, palette)
    if level is not None:
        marks.append(DrawnMark(location, page, level, _edge(look, palette)))
    elif last is not None and _fills_half(look, last, palette):
        marks[-1] = replace(marks[-1], level=Level.QUALIFIED)
    return look if level is Level.POSSIBLE else None


def is_mark(look: Element | None) -> bool:
    """Whether a shape has the form and size of a certainty mark, and an edge."""
    return _filled_mark(look) is not None


def _filled_mark(look: Element | None) -> bool | None:
    """Whether a certainty mark is filled; None for any other shape."""
    if look is None or child(look, _LINE) is None:  # as most shapes
        return None
    frame, filled, edged = _plain(look)
    if frame is None or not edged:
        return None
    width, height = frame.right - frame.left, frame.high - frame.low
    small = _SMALLEST <= width <= LARGEST_MARK and abs(width - height) <= _SQUARE * width
    return filled if small else None


def _level_of(look: Element | None, palette: Palette) -> Level | None:
    """Return the level of a mark without regard to its neighbours, None for any other shape."""
    filled = _filled_mark(look)
    if not filled:
        return None if filled is None else Level.POSSIBLE
    return Level.ASSERTED if alike(fill_of(look, palette), _edge(look, palette)) else None


def _fills_half(look: Element | None, mark: Element, palette: Palette) -> bool:
    """Whether a shape fills about half of an open mark, in the colour of its edge."""
    (half, filled, edged), (square, _, _) = _plain(look), _plain(mark)
    if half is None or square is None or not filled or edged:
        return False
    across = min(half.right, square.right) - max(half.left, square.left)
    down = min(half.high, square.high) - max(half.low, square.low)
    share = max(across, 0.0) * max(down, 0.0) / ((square.right - square.left) * (square.high - square.low))
    return _EMPTY <= share <= _FULL and alike(fill_of(look, palette), _edge(mark, palette))


def has_code(look: Element | None) -> bool:
    """Whether a shape has so many parts as only a QR code has."""
    form = None if look is None else child(look, _FREE)
    return form is not None and sum(1 for _ in form.iter(_MOVE)) >= _LEAST_BARS


def drawn_code(look: Element, location: str, page: int, palette: Palette) -> DrawnCode:
    """Return the QR code that a shape draws; what is no rectangle is a bar without an area."""
    area, frame, bars = area_of(look, Frame()) or Area(0.0, 0.0, 0.0, 0.0), child(look, A + "xfrm"), []
    for path in look.iter(_PATH):
        wide, high = int(path.get("w", 0)) or 1, int(path.get("h", 0)) or 1
        points: list[tuple[float, float]] = []
        for step in path:
            if step.tag in (_MOVE, _CLOSE) and points:
                bars.append(_bar(points) if path.get("fill", "norm") == "norm" else _NO_BAR)
                points = []
            points += ((int(one.get("x")) / wide, int(one.get("y")) / high) for one in step.iter(_POINT_OF))
        if points:
            bars.append(_NO_BAR)
    turned = frame is not None and any(frame.get(name) not in (None, "0", "false") for name in _TURNS)
    sides = area.right - area.left, area.high - area.low
    return DrawnCode(location, page, sides, tuple(bars), not turned, fill_of(look, palette))


def _bar(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a rectangle, which may come back to where it began."""
    corners = points[:-1] if points[0] == points[-1] else points
    xs, ys = sorted({x for x, _ in corners}), sorted({y for _, y in corners})
    around = all((a == c) != (b == d) for (a, b), (c, d) in pairwise((*corners, corners[0])))
    return (
        (xs[0], ys[0], xs[1], ys[1]) if len(corners) == 4 and len(xs) == len(ys) == 2 and around else _NO_BAR
    )


def _edge(look: Element | None, palette: Palette) -> Colour | None:
    return fill_of(None if look is None else child(look, _LINE), palette)


def fill_of(look: Element | None, palette: Palette) -> Colour | None:
    """Return the colour of a fill, None where nothing is filled, or hardly, or not in one colour."""
    tint = None if look is None else palette.tint(child(look, _FILL))
    return tint.colour if tint is not None and tint.opacity >= _OPAQUE else None


def alike(one: Colour | None, other: Colour | None) -> bool:
    """Whether two colours are the same, but for how programs round what a theme does to them."""
    if one is None or other is None:
        return one is other
    return all(abs(here - there) <= _ROUNDING for here, there in zip(one, other, strict=True))


def _plain(look: Element | None) -> tuple[Area | None, bool, bool]:
    """Return the area of a rectangle, None for other shapes; whether it has a fill and an edge."""
    parts = {} if look is None else {part.tag: part for part in look}
    area, preset, free = area_of(look, Frame()), parts.get(_PRESET), parts.get(_FREE)
    line, filled = parts.get(_LINE), _FILL in parts
    edged = line is not None and child(line, _NO_FILL) is None
    if preset is not None and preset.get("prst") in _PLAIN:
        return area, filled, edged
    paths = () if free is None else tuple(free.iter(_PATH))
    if area is None or len(paths) != 1 or not len(paths[0]) or paths[0][-1].tag != _CLOSE:
        return None, filled, edged
    (path,) = paths
    xs, ys = zip(*((int(point.get("x")), int(point.get("y"))) for point in path.iter(_POINT_OF)), strict=True)
    across = (area.right - area.left) / (int(path.get("w", 0)) or 1)
    down = (area.high - area.low) / (int(path.get("h", 0)) or 1)
    inside = Area(
        area.left + min(xs) * across, area.low + min(ys) * down,
        area.left + max(xs) * across, area.low + max(ys) * down,
    )  # fmt: skip
    return inside, filled and path.get("fill", "norm") != "none", edged
