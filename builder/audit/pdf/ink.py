"""What a printed page shows: text, shapes and pictures with their looks, and which words are not seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from msgspec import Struct

from builder.audit.visibility import WHITE, Area, Surface, Words, unseen

Colour: TypeAlias = tuple[int, int, int] | None  # red, green, blue to 255; None: not painted
Point: TypeAlias = tuple[float, float]

PLAIN = "-Regular"  # which a face may be called or not; left off
_SAME_LINE = 1.0  # points two base lines may differ on one line
_ABOVE, _BELOW = 0.65, 0.15  # of the size: how far letters reach from their base line
_CLOSED = 4  # points of the least path that comes back


class Stretch(Struct, frozen=True):
    """Text painted at once, in points from the top left corner: its base line, where it begins and ends.

    `seen` is whether it is on the page and painted at all, `flaw` what else keeps readers from seeing it as
    it is, or "". `mark` ties it to its tag, or is -1 where it is decoration.
    """

    text: str
    chars: str  # without white space
    x: float
    y: float
    right: float
    size: float
    face: str
    colour: Colour
    seen: bool
    flaw: str
    mark: int


class Shape(Struct, frozen=True):
    """A path or picture: its points from the top left corner, filled and drawn in what colours.

    `weight` is that of its line, `digest` the SHA-256 of a picture's samples; `after` counts the characters
    that are painted before it, without white space, and so are under it where they meet.
    """

    points: tuple[Point, ...]
    fill: Colour
    line: Colour
    weight: float
    dashed: bool
    after: int
    flaw: str
    mark: int
    digest: str = ""

    @property
    def is_area(self) -> bool:
        """Whether it is filled, or a line that comes back to where it began."""
        closed = len(self.points) >= _CLOSED and self.points[0] == self.points[-1]
        return closed or self.fill is not None

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, with half its line around it."""
        around = self.weight / 2 if self.line else 0.0
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        return min(xs) - around, min(ys) - around, max(xs) + around, max(ys) + around


class Ink(Struct, frozen=True):
    """All that a page paints, in order; sizes are in points, `flaw` says if it is turned or cut off."""

    width: float
    height: float
    painted: tuple[Stretch | Shape, ...]
    flaw: str = ""

    @property
    def stretches(self) -> list[Stretch]:
        """The text of the page, seen or not."""
        return [one for one in self.painted if isinstance(one, Stretch)]

    @property
    def shapes(self) -> list[Shape]:
        """The paths and pictures of the page."""
        return [one for one in self.painted if isinstance(one, Shape)]


def lines_of(stretches: Iterable[Stretch]) -> Iterator[list[Stretch]]:
    """Yield the lines of a page: what follows on the same base line goes on."""
    line: list[Stretch] = []
    for stretch in stretches:
        if line and not (
            abs(stretch.y - line[-1].y) < _SAME_LINE and stretch.x > line[-1].right - stretch.size
        ):
            yield line
            line = []
        line.append(stretch)
    if line:
        yield line


def unseen_in(ink: Ink) -> Iterator[tuple[str, str]]:
    """Yield the words of a page that are painted and cannot be seen, and why."""
    page = Area(0.0, 0.0, ink.width, ink.height)
    for words, why in unseen(page, [one for one in map(_scene, ink.painted) if one is not None]):
        yield " ".join(words.text.split()), why.value


def shown_in(ink: Ink) -> list[Stretch]:
    """Return the text of a page that can be seen, in the order in which it is painted."""
    page = Area(0.0, 0.0, ink.width, ink.height)
    scene = [(one, area) for one in ink.painted if (area := _scene(one)) is not None]
    unread = {id(words) for words, _ in unseen(page, [area for _, area in scene])}
    return [one for one, area in scene if isinstance(one, Stretch) and id(area) not in unread]


def _scene(one: Stretch | Shape) -> Surface | Words | None:
    """Return what an object of a page covers or says, None where it does neither."""
    if isinstance(one, Shape):
        filled = one.fill is not None or bool(one.digest)
        return Surface(Area(*one.bounds), one.fill) if filled else None
    if not (one.chars and one.seen):
        return None
    area = Area(one.x, one.y - _ABOVE * one.size, one.right, one.y + _BELOW * one.size)
    return Words(area, one.colour or WHITE, one.size, one.text, opacity=1.0 if one.colour else 0.0)
