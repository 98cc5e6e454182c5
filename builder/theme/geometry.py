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
