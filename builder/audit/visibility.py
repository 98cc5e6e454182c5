"""Finds the words of a page that cannot be seen, from what it paints in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from builder.audit.content import FIRST_IDEOGRAPH

_LEAST_CONTRAST = 2.0  # WCAG's ratio; 1 is one colour on itself, 4.5 what is asked of good text
_LEAST_SIZE = 4.0  # points
_LEAST_SIDE = 0.5  # points; a flatter or narrower box has no room
_ACROSS, _DOWN = 5, 3  # points of an area that are looked at where it is not all alike
_OPAQUE = 0.9  # what covers more hides a word below it
_BITE = 0.5  # of the size of the words, across and down: so much covered hides a letter

Colour: TypeAlias = tuple[int, int, int]  # red, green and blue, each from 0 to 255

WHITE: Colour = (255, 255, 255)


@lru_cache(256)
def rgb(code: str | None) -> Colour | None:
    """Return red, green and blue of `#RRGGBB`, None of none."""
    red, green, blue = bytes.fromhex(code[1:]) if code else (0, 0, 0)
    return (red, green, blue) if code else None


class Area(NamedTuple):
    """A rectangle in points; `left` ≤ `right` and `low` ≤ `high`, whichever way the page counts."""

    left: float
    low: float
    right: float
    high: float


class Surface(Struct, frozen=True):
    """An area that is painted over; `colour` is None where it is not one colour, as of a picture.

    `opacity` runs from 0, a pane of glass, to 1, which hides all that is behind it.
    """

    area: Area
    colour: Colour | None
    opacity: float = 1.0


class Words(Struct, frozen=True):
    """Text that is painted in an area, of a size in points."""

    area: Area
    colour: Colour
    size: float
    text: str
    opacity: float = 1.0
    bold: bool = False


class Why(Enum):
    """Why words cannot be seen."""

    TINY = "too small to be read"
    FLAT = "in a box without room"
    OUTSIDE = "off the page"
    FAINT = "in the colour of what is behind it"
    COVERED = "covered"


def faint(ink: Colour, ground: Colour, least: float = _LEAST_CONTRAST) -> bool:
    """Whether words of one colour can hardly be distinguished from what is behind them."""
    return contrast(ink, ground) < least


def tiny(size: float) -> bool:
    """Whether words of a size in points are too small to be read."""
    return size < _LEAST_SIZE


def breadth(words: str, size: float) -> float:
    """Return about how wide words are: an ideograph as wide as its size, any other letter half of that."""
    ideographs = 0 if words.isascii() else sum(letter >= FIRST_IDEOGRAPH for letter in words)
    return size * (len(words) + ideographs) / 2


def unseen(
    page: Area, painted: Sequence[Surface | Words], ground: Colour = WHITE
) -> Iterator[tuple[Words, Why]]:
    """Yield the words of a page that cannot be seen, and why, in the order in which they are painted.

    `painted` holds all that covers or says something, the first painted first; `ground` is the page's own
    colour. Words are seen where at least half of their area shows them in another colour than the ground,
    and nothing that is painted later covers a letter of them.
    """
    surfaces = [(order, one) for order, one in enumerate(painted) if isinstance(one, Surface)]
    for order, words in enumerate(painted):
        if isinstance(words, Words):
            why = _why(page, words, order, surfaces, ground)
            if why is not None:
                yield words, why


def contrasts(painted: Sequence[Surface | Words], ground: Colour = WHITE) -> Iterator[tuple[Words, float]]:
    """Yield the words of a page, each with its contrast; those over what is not one colour are left out."""
    surfaces: list[Surface] = []
    for one in painted:
        if isinstance(one, Surface):
            surfaces.append(one)
            continue
        left, low, right, high = one.area
        below: Colour | None = ground
        for surface in surfaces:
            if _within(surface.area, ((left + right) / 2, (low + high) / 2)):
                below = _mixed(below, surface.colour, surface.opacity)
        if below is not None:
            yield one, contrast(_mixed(below, one.colour, one.opacity), below)


def _why(
    page: Area, words: Words, order: int, surfaces: Sequence[tuple[int, Surface]], ground: Colour
) -> Why | None:
    left, low, right, high = area = words.area
    if tiny(words.size):
        return Why.TINY
    if right - left < _LEAST_SIDE or high - low < _LEAST_SIDE:
        return Why.FLAT
    touching = [
        (at < order, one)
        for at, one in surfaces
        if one.area[0] < right and one.area[2] > left and one.area[1] < high and one.area[3] > low
    ]
    if any(not behind and _bites(one, words) for behind, one in touching):
        return Why.COVERED
    alike = _holds(page, area) and all(_holds(one.area, area) for _, one in touching)
    points = [((left + right) / 2, (low + high) / 2)] if alike else list(_points(area))
    found = [_at(point, page, words, touching, ground) for point in points]
    reasons = [why for why in found if why is not None]
    return max(reasons, key=reasons.count) if 2 * len(reasons) > len(found) else None


def _bites(surface: Surface, words: Words) -> bool:
    """Whether an opaque surface that is painted over words hides a letter of them."""
    over, area, least = surface.area, words.area, _BITE * words.size
    across = min(over.right, area.right) - max(over.left, area.left)
    down = min(over.high, area.high) - max(over.low, area.low)
    return (
        surface.opacity >= _OPAQUE and across >= least and down >= min(least, _BITE * (area.high - area.low))
    )


def _holds(outer: Area, inner: Area) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _points(area: Area) -> Iterator[tuple[float, float]]:
    left, low, right, high = area
    for column in range(_ACROSS):
        for row in range(_DOWN):
            yield (left + (right - left) * (column + 0.5) / _ACROSS, low + (high - low) * (row + 0.5) / _DOWN)


def _at(
    point: tuple[float, float],
    page: Area,
    words: Words,
    touching: Sequence[tuple[bool, Surface]],
    ground: Colour,
) -> Why | None:
    """Return why words do not show at one point: ink and ground are mixed with all that is painted there."""
    if not _within(page, point):
        return Why.OUTSIDE
    here = [(behind, one) for behind, one in touching if _within(one.area, point)]
    below: Colour | None = ground
    for behind, one in here:
        if behind:
            below = _mixed(below, one.colour, one.opacity)
    if below is None:
        ink: Colour | None = words.colour
        below = _apart(words.colour)  # over a picture whatever is painted shows
    else:
        ink = _mixed(below, words.colour, words.opacity)
    if words.opacity == 0 or contrast(ink, below) < _LEAST_CONTRAST:
        return Why.FAINT
    for behind, one in here:
        if not behind:
            ink, below = _mixed(ink, one.colour, one.opacity), _mixed(below, one.colour, one.opacity)
    return Why.COVERED if contrast(ink, below) < _LEAST_CONTRAST else None


def _within(area: Area, point: tuple[float, float]) -> bool:
    return area[0] <= point[0] <= area[2] and area[1] <= point[1] <= area[3]


def _apart(colour: Colour) -> Colour:
    return (0, 0, 0) if _luminance(colour) > 0.2 else WHITE


def _mixed(below: Colour | None, above: Colour | None, opacity: float) -> Colour | None:
    """Return what is seen of `above` on `below`; None is no one colour."""
    if opacity >= 1:
        return above
    if below is None or above is None:
        return below if opacity < 0.5 else above
    red, green, blue = (round(one + (other - one) * opacity) for one, other in zip(below, above, strict=True))
    return red, green, blue


@lru_cache(maxsize=512)
def contrast(one: Colour | None, other: Colour | None) -> float:
    """Return WCAG's contrast ratio, 1 to 21; where one is not a single colour, 1."""
    if one is None or other is None:
        return 1.0
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    """Return the relative luminance of an sRGB colour, 0 to 1."""
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
