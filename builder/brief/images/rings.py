"""Courses of lines in pixels: curves as chords, clipped to a rectangle, in dashes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil, hypot, sqrt
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom
Ring: TypeAlias = tuple[Point, ...]  # closed where it ends where it began

MOST_POINTS = 100_000
MOVE, LINE, CURVE, CLOSE = range(4)  # operators of a path, as reportlab numbers them
_PRECISE = 0.05  # pixels by which a curve may differ from its chords
_HANDLE = 0.5523  # of the radius: where the handles of a quarter of a circle are
_FURTHEST = 1e7  # pixels from the corner
_NEAR = 0.02  # pixels
LONGEST_SIDE = 2000  # pixels, to which a drawing is scaled
OTHERWISE = f"export it as plain SVG without that, or as PNG, {LONGEST_SIDE} pixels wide"


class Refused(Exception):
    """A drawing that is not shown: what it does, and what would help."""

    def __init__(self, message: str, hint: str = OTHERWISE) -> None:
        super().__init__(message)
        self.hint = hint


def times(outer: Sequence[float], inner: Sequence[float]) -> Matrix:
    """Return the matrix that applies the inner one first."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, l = inner  # noqa: E741
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f


def traced(outline: Iterable[tuple[int, Sequence[Sequence[float]]]], matrix: Matrix) -> Iterator[Ring]:
    """Yield the rings that operators with points draw."""
    ring: list[Point] = []
    for operator, ends in outline:
        points = moved(ends, matrix)
        if operator == MOVE:
            yield from _whole(ring)
            ring = [*points]
        elif operator == LINE:
            ring += points
        elif operator == CURVE:
            ring += _curve(ring[-1], *points)
        elif len(ring) > 2 and ring[0] != ring[-1]:
            ring.append(ring[0])
        if len(ring) > MOST_POINTS:
            raise Refused(f"draws more than {MOST_POINTS:,} points")
    yield from _whole(ring)


def _whole(ring: Sequence[Point]) -> Iterator[Ring]:
    if len(ring) > 1:
        yield tuple(ring)


def rounded(x: float, y: float, width: float, height: float, rx: float, ry: float, matrix: Matrix) -> Ring:
    """Return a rectangle with round corners; a circle is one that has nothing else."""
    right, bottom = x + width, y + height
    if not (rx and ry):
        return moved([(x, y), (right, y), (right, bottom), (x, bottom), (x, y)], matrix)
    h, v = rx * (1 - _HANDLE), ry * (1 - _HANDLE)
    corners = (
        ((right - rx, y), (right - h, y), (right, y + v), (right, y + ry)),
        ((right, bottom - ry), (right, bottom - v), (right - h, bottom), (right - rx, bottom)),
        ((x + rx, bottom), (x + h, bottom), (x, bottom - v), (x, bottom - ry)),
        ((x, y + ry), (x, y + v), (x + h, y), (x + rx, y)),
    )
    ring: list[Point] = []
    for corner in corners:
        start, *rest = moved(corner, matrix)
        ring += [start, *_curve(start, *rest)]
    kept = [ring[0], *(point for before, point in pairwise(ring) if point != before)]
    return (*kept, *kept[:1] * (kept[0] != kept[-1]))


def _curve(start: Point, first: Point, second: Point, end: Point) -> Iterator[Point]:
    """Yield the ends of so many chords of a curve that none is further from it than is seen."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = start, first, second, end
    bend = max(hypot(x0 - 2 * x1 + x2, y0 - 2 * y1 + y2), hypot(x1 - 2 * x2 + x3, y1 - 2 * y2 + y3))
    count = min(max(ceil(sqrt(0.75 * bend / _PRECISE)), 1), MOST_POINTS)
    for step in range(1, count):
        t = step / count
        u = 1 - t
        one, two, three, four = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        yield _point(
            one * x0 + two * x1 + three * x2 + four * x3, one * y0 + two * y1 + three * y2 + four * y3
        )
    yield end


def moved(points: Iterable[Sequence[float]], matrix: Matrix) -> Ring:
    """Return points by a matrix, to hundredths of a pixel."""
    a, b, c, d, e, f = matrix
    return tuple(_point(a * x + c * y + e, b * x + d * y + f) for x, y in points)


def _point(x: float, y: float) -> Point:
    if not abs(x) + abs(y) < _FURTHEST:
        raise Refused("draws far outside its own size", "fit its viewBox to what it draws")
    return round(x, 2), round(y, 2)


# Clipping and dashes


def box_within(clip: Box, rings: Iterable[Ring]) -> Box:
    """Return the part of a clip that is in another one, which must be a rectangle."""
    points = [point for ring in rings for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = min(xs), min(ys), max(xs), max(ys)
    corners = [(x, y) for x in box[::2] for y in box[1::2]]
    if any(min(hypot(x - u, y - v) for u, v in corners) > _NEAR for x, y in points):
        raise Refused("is clipped to a form that is not a rectangle")
    return max(clip[0], box[0]), max(clip[1], box[1]), min(clip[2], box[2]), min(clip[3], box[3])


def _is_inside(ring: Ring, clip: Box) -> bool:
    left, top, right, bottom = clip
    return all(left <= x <= right and top <= y <= bottom for x, y in ring)


def area_within(ring: Ring, clip: Box) -> Ring:
    """Return the part of a filled ring within a clip, closed, () for none (Sutherland and Hodgman)."""
    points = list(ring if ring[0] == ring[-1] else (*ring, ring[0]))
    if not _is_inside(ring, clip):
        for axis, bound, sign in _edges(clip):
            cut: list[Point] = []
            for before, after in pairwise([*points[-1:], *points]):
                enters, stays = (sign * (one[axis] - bound) >= 0 for one in (before, after))
                if enters != stays:
                    cut.append(_crossing(before, after, axis, bound))
                if stays:
                    cut.append(after)
            points = [*cut, *cut[:1]]
    return tuple(points) if len(points) > 3 else ()


def line_within(ring: Ring, clip: Box) -> Iterator[Ring]:
    """Yield the stretches of a line that are within a clip."""
    if _is_inside(ring, clip):
        yield ring
        return
    run: list[Point] = []
    for before, after in pairwise(ring):
        start, end = before, after
        for axis, bound, sign in _edges(clip):
            first, last = (sign * (one[axis] - bound) >= 0 for one in (start, end))
            if not (first or last):
                break
            if first != last:
                point = _crossing(start, end, axis, bound)
                start, end = (start, point) if first else (point, end)
        else:
            if run and run[-1] != start:
                yield from _whole(run)
                run = []
            run += [end] if run else [start, end]
    yield from _whole(run)


def _edges(clip: Box) -> Iterator[tuple[int, float, int]]:
    """Yield axis, place and inner side of the edges of a clip."""
    return zip((0, 1, 0, 1), clip, (1, 1, -1, -1), strict=True)


def _crossing(start: Point, end: Point, axis: int, bound: float) -> Point:
    share = (bound - start[axis]) / (end[axis] - start[axis])
    other = round(start[1 - axis] + share * (end[1 - axis] - start[1 - axis]), 2)
    return (bound, other) if axis == 0 else (other, bound)


def dashed(ring: Ring, dashes: Sequence[float]) -> Iterator[Ring]:
    """Yield the dashes of a line, whose lengths and gaps take turns."""
    if sum(dashes) < 1 or min(dashes) < 0:
        raise Refused("has dashes that are not seen", "draw the line without dashes")
    lengths = list(dashes) * (1 + len(dashes) % 2)
    index, left, run = 0, lengths[0], [ring[0]]
    for before, after in pairwise(ring):
        length, at = hypot(after[0] - before[0], after[1] - before[1]), 0.0
        while length - at > left:
            at += left
            share = at / length
            point = _point(
                before[0] + share * (after[0] - before[0]), before[1] + share * (after[1] - before[1])
            )
            if index % 2 == 0:
                yield from _whole([*run, point])
            run, index = [point], (index + 1) % len(lengths)
            left = lengths[index]
        left -= length - at
        run.append(after)
    if index % 2 == 0:
        yield from _whole(run)
