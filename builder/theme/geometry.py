"""The measures that a look and a layout share: rectangles and type sizes, in points."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct


class Rect(Struct, frozen=True, gc=False, cache_hash=True):
    """A rectangle in points from the top left corner of the page."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def holds(self, other: Rect, give: float = 0.0) -> bool:
        """Whether the other rectangle is inside this one, but for so many points on each side."""
        left, top = self.x - give, self.y - give
        right, bottom = self.right + give, self.bottom + give
        return other.x >= left and other.y >= top and other.right <= right and other.bottom <= bottom

    def inside(self, pad: float) -> Rect:
        """Return the rectangle without so many points on each side."""
        return Rect(self.x + pad, self.y + pad, self.width - 2 * pad, self.height - 2 * pad)

    def meets(self, other: Rect, give: float = 0.0) -> bool:
        """Whether the two share more than so many points across and down."""
        across = min(self.right, other.right) - max(self.x, other.x)
        return across > give and min(self.bottom, other.bottom) - max(self.y, other.y) > give


class Step(NamedTuple):
    """Type size and exact distance of two baselines, in points."""

    size: float
    leading: float


def ladder(sizes: str) -> tuple[Step, ...]:
    """Return type sizes with their leadings: "32/39 28/34" is 32 points on 39, then 28 on 34."""
    return tuple(Step(*map(float, step.split("/"))) for step in sizes.split())


# The type scale of the deck: the words of every slide have one of these sizes. A text that must be smaller
# takes the next one. Only a short title on the cover and numbers that stand alone have the largest.
_LEADINGS = {12: 15, 14: 17, 16: 20, 18: 22, 22: 27, 28: 34, 36: 43, 44: 52, 80: 86}
SCALE = {size: Step(float(size), float(leading)) for size, leading in _LEADINGS.items()}


def of_scale(*sizes: int) -> tuple[Step, ...]:
    """Return sizes of the scale with their leadings."""
    return tuple(SCALE[size] for size in sizes)


def below(size: float, share: float = 1.0) -> Step:
    """Return the largest step up to a share of a size, or the smallest of all."""
    fitting = [step for step in SCALE.values() if step.size <= size * share]
    return max(fitting, default=SCALE[min(SCALE)])
