"""The measures that a look and a layout share: rectangles and type sizes, in points."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct


class Rect(Struct, frozen=True, gc=False):
    """A rectangle in points from the top left corner of the page."""

    x: float
    y: float
    width: float
    height: float


class Step(NamedTuple):
    """Type size and exact distance of two baselines, in points."""

    size: float
    leading: float


def ladder(sizes: str) -> tuple[Step, ...]:
    """Return type sizes with their leadings: "32/39 28/34" is 32 points on 39, then 28 on 34."""
    return tuple(Step(*map(float, step.split("/"))) for step in sizes.split())
