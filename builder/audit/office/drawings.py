"""Reads what shapes draw beside their words: lines, and the squares that mark certainty."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from builder.audit.content import DrawnCode, DrawnLine, DrawnMark, Extracted
from builder.audit.office.colours import Palette, Tint
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
_FORM, _FILL, _LINE, _NO_FILL, _PRESET, _FREE, _PATH, _CLOSE, _POINT_OF = (
    A + name for name in ("xfrm", "solidFill", "ln", "noFill", "prstGeom", "custGeom", "path", "close", "pt")
)
_MOVE, _LEAST_BARS, _NO_BAR = A + "moveTo", 40, (0.0, 0.0, 0.0, 0.0)
_TURNS = ("rot", "flipH", "flipV")
_ENDS = (A + "headEnd", A + "tailEnd")
_DASH, _DASHES = A + "prstDash", A + "custDash"
_WORDS = (A + "t", W + "t")
_PLAIN = ("rect", "flowChartProcess")
_SEEN = 0.5  # of 1: the opacity of a line that shows
_OPAQUE, _ROUNDING = 0.9, 6  # of 1: what covers as much hides what is below; of 255: two shades of one colour


Points = tuple[tuple[float, float], ...]


class Shape(NamedTuple):
    """A shape, its properties, also by tag, and what it is glued to if it is a connector."""

    element: Element
    look: Element | None
    parts: Mapping[str, Element]
    joins: Element | None

    @classmethod
    def of(cls, element: Element, look: Element | None, joins: Element | None = None) -> Shape:
        parts = {} if look is None else {part.tag: part for part in reversed(look)}  # the first of each
        return cls(element, look, parts, joins)

    @property
    def words(self) -> str:
        """The words in it, without spaces."""
        words = (text.text or "" for text in self.element.iter(*_WORDS))
        return "".join("".join(words).split())

    @property
    def has_code(self) -> bool:
        """Whether it has so many parts as only a QR code has."""
        form = self.parts.get(_FREE)
        return form is not None and sum(1 for _ in form.iter(_MOVE)) >= _LEAST_BARS

    @property
    def is_mark(self) -> bool:
        """Whether it has the form and size of a certainty mark, and an edge."""
        return _filled_mark(self) is not None


class Drawings:
    """Notes what the shapes of a slide or memo draw, in their order; `page` is 0 in a memo."""

    def __init__(self, found: Extracted, palette: Palette, page: int = 0) -> None:
        self._found, self._palette, self._page = found, palette, page
        self._mark: Shape | None = None  # which the next shape may still fill

    def note(self, shape: Shape, location: str, *, worded: bool) -> None:
        """Note the QR code or the mark that a shape draws; one with words is no mark.

        A mark is a small square with an edge, open or full of the same colour. The next shape may fill half
        of it.
        """
        found, palette = self._found, self._palette
        if shape.has_code:
            found.codes.append(_code(shape, location, self._page, palette))
        level = None if worded else _level_of(shape, palette)
        if level is not None:
            found.marks.append(DrawnMark(location, self._page, level, _edge(shape, palette)))
        elif self._mark is not None and not worded and _fills_half(shape, self._mark, palette):
            found.marks[-1] = replace(found.marks[-1], level=Level.QUALIFIED)
        self._mark = shape if level is Level.POSSIBLE else None

    def note_edges(
        self,
        shapes: Iterable[Shape],
        names: Mapping[str, str],
        location: str,
        ground: Colour,
        boxes: Callable[[], Sequence[tuple[Area, str]]],
    ) -> None:
        """Note lines, which are connectors and shapes with an arrow head, and dashed borders of others.

        `names` are the identities of the shapes by their id, to name what a connector is glued to; `boxes`
        returns areas with words, to name what it touches; `ground` is the colour of the page. An arrow with
        corners consists of two connectors and the line between them, at which one ends and the other begins.
        """
        meeting: str | None = None  # the shape at the end of the line before
        ways: dict[
            str, tuple[bool, Points]
        ] = {}  # lines that are no connectors, by id: dashed, and their course
        for shape in shapes:
            line, joins = shape.parts.get(_LINE), shape.joins
            if line is None:
                continue
            heads, dashed = _heads(line), _is_dashed(line)
            if joins is None and not any(heads):
                if _FREE in shape.parts and _NO_FILL in shape.parts:
                    ways[_id_of(shape)] = dashed, tuple(points_of(shape))
                elif dashed and child(line, _NO_FILL) is None:
                    self._found.dashed.append((self._page, shape.words))
                continue
            joined = None if _turn(shape.parts.get(_FORM)) else joins  # what is turned must touch its shapes
            glued = (_glued(joined, "stCxn", names), _glued(joined, "endCxn", names))
            points = tuple(points_of(shape))
            near = boxes() if points else ()
            touched = (_touched(points[0], near), _touched(points[-1], near)) if near else ("", "")
            is_faint = any(heads) and _is_faint(line, self._palette, ground)
            drawn = DrawnLine(location, self._page, dashed, heads, glued, points, touched, is_faint)
            start, end = _shape_at(joins, "stCxn"), _shape_at(joins, "endCxn")
            before = self._found.lines[-1] if meeting and meeting == start and meeting in ways else None
            if before and heads[1] and before.dashed is dashed is ways[meeting or ""][0]:
                self._found.lines[-1] = _joined(before, ways[meeting or ""][1], drawn)
            else:
                self._found.lines.append(drawn)
            meeting = None if any(heads) else end

    def note_fill(self, shape: Shape) -> None:
        """Note the fill of a shape with words that is not a line."""
        if shape.joins is None and _FILL in shape.parts and (words := shape.words):
            self._found.fills.append((words, _fill(shape, self._palette)))


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


def _shape_at(joins: Element | None, end: str) -> str | None:
    """Return the id of the shape to which an end of a connector is glued."""
    mark = None if joins is None else child(joins, A + end)
    return None if mark is None else mark.get("id")


def _id_of(shape: Shape) -> str:
    about = next(iter(shape.element[0]), None) if len(shape.element) else None
    return "" if about is None else about.get("id", "")


def _joined(first: DrawnLine, way: Points, last: DrawnLine) -> DrawnLine:
    """Return two lines and that between them as one."""
    return replace(
        last,
        heads=(first.heads[0], last.heads[1]),
        glued=(first.glued[0], last.glued[1]),
        points=(*first.points[:-1], *way, *last.points[1:]),
        ends=(first.ends[0], last.ends[1]),
    )


def _touched(point: tuple[float, float], boxes: Sequence[tuple[Area, str]]) -> str:
    """Return the words of the nearest box that a line may come from, "" where there is none so near."""
    x, y = point
    far, words = min(
        (max(left - x, x - right, low - y, y - high, 0.0), text) for (left, low, right, high), text in boxes
    )
    return words if far <= _NEAR else ""


def points_of(shape: Shape) -> Iterator[tuple[float, float]]:
    """Yield where a line runs, or the edge of an area, in points: along its path or from corner to corner."""
    frame = shape.parts.get(_FORM)
    corner = None if frame is None else child(frame, A + "off")
    size = None if frame is None else child(frame, A + "ext")
    if frame is None or corner is None or size is None:
        return
    left, top, width, height = (
        int(one.get(name)) for one, name in ((corner, "x"), (corner, "y"), (size, "cx"), (size, "cy"))
    )
    free = shape.parts.get(_FREE)
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


def _filled_mark(shape: Shape) -> bool | None:
    """Whether a certainty mark is filled; None for any other shape."""
    if _LINE not in shape.parts:  # as in most shapes
        return None
    frame, filled, edged = _plain(shape)
    if frame is None or not edged:
        return None
    width, height = frame.right - frame.left, frame.high - frame.low
    small = _SMALLEST <= width <= LARGEST_MARK and abs(width - height) <= _SQUARE * width
    return filled if small else None


def _level_of(shape: Shape, palette: Palette) -> Level | None:
    """Return the level of a mark without regard to its neighbours, None for any other shape."""
    filled = _filled_mark(shape)
    if not filled:
        return None if filled is None else Level.POSSIBLE
    return Level.ASSERTED if alike(_fill(shape, palette), _edge(shape, palette)) else None


def _fills_half(shape: Shape, mark: Shape, palette: Palette) -> bool:
    """Whether a shape fills about half of an open mark, in the colour of its edge."""
    (half, filled, edged), (square, _, _) = _plain(shape), _plain(mark)
    if half is None or square is None or not filled or edged:
        return False
    across = min(half.right, square.right) - max(half.left, square.left)
    down = min(half.high, square.high) - max(half.low, square.low)
    share = max(across, 0.0) * max(down, 0.0) / ((square.right - square.left) * (square.high - square.low))
    return _EMPTY <= share <= _FULL and alike(_fill(shape, palette), _edge(mark, palette))


def _code(shape: Shape, location: str, page: int, palette: Palette) -> DrawnCode:
    """Return the QR code that a shape draws; what is no rectangle is a bar without an area."""
    area, frame, bars = area_of(shape.look, Frame()) or Area(0.0, 0.0, 0.0, 0.0), shape.parts.get(_FORM), []
    for path in shape.parts[_FREE].iter(_PATH):
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
    return DrawnCode(location, page, sides, tuple(bars), not turned, _fill(shape, palette))


def _bar(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a rectangle, which may come back to where it began."""
    corners = points[:-1] if points[0] == points[-1] else points
    xs, ys = sorted({x for x, _ in corners}), sorted({y for _, y in corners})
    around = all((a == c) != (b == d) for (a, b), (c, d) in pairwise((*corners, corners[0])))
    return (
        (xs[0], ys[0], xs[1], ys[1]) if len(corners) == 4 and len(xs) == len(ys) == 2 and around else _NO_BAR
    )


def _edge(shape: Shape, palette: Palette) -> Colour | None:
    return fill_of(shape.parts.get(_LINE), palette)


def _fill(shape: Shape, palette: Palette) -> Colour | None:
    return _opaque(palette.tint(shape.parts.get(_FILL)))


def fill_of(look: Element | None, palette: Palette) -> Colour | None:
    """Return the colour of a fill, None where nothing is filled, or hardly, or not in one colour."""
    return None if look is None else _opaque(palette.tint(child(look, _FILL)))


def _opaque(tint: Tint | None) -> Colour | None:
    return tint.colour if tint is not None and tint.opacity >= _OPAQUE else None


def alike(one: Colour | None, other: Colour | None) -> bool:
    """Whether two colours are the same, but for how programs round what a theme does to them."""
    if one is None or other is None:
        return one is other
    return all(abs(here - there) <= _ROUNDING for here, there in zip(one, other, strict=True))


def _plain(shape: Shape) -> tuple[Area | None, bool, bool]:
    """Return the area of a rectangle, None for other shapes; whether it has a fill and an edge."""
    parts = shape.parts
    area, preset, free = area_of(shape.look, Frame()), parts.get(_PRESET), parts.get(_FREE)
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
