"""Sizes pictures: as large as there is room and pixels for, and logos as prominent as each other."""

from __future__ import annotations

from collections.abc import Sequence

from builder.outline.text import Picture

Size = tuple[float, float]

_PIXEL = 0.75  # points: 96 pixels to the inch, as screens have it
MOST_ENLARGED = 1.5  # times its own size; a picture looks blurred beyond
SMALL_WIDTH = 200.0  # points in the memo, of a picture with few pixels
_WIDE = 2.0  # times as wide as high: wider logos are set lower
_LOWER = 0.4  # by how much; with 0.5 their areas would be equal


def fitted(picture: Picture, width: float, height: float, most: float = MOST_ENLARGED) -> Size:
    """Return the largest size of a picture in points, but `most` times its own."""
    scale = min(width / picture.width, height / picture.height, most * _PIXEL)
    return picture.width * scale, picture.height * scale


def logo_sizes(logos: Sequence[Picture], width: float, height: float) -> list[Size]:
    """Return the sizes of logos that look equally large, none wider than `width` or higher than `height`."""
    shares = [min((_WIDE * logo.height / logo.width) ** _LOWER, 1.0) for logo in logos]
    return [
        fitted(logo, width, height * share / max(shares)) for logo, share in zip(logos, shares, strict=True)
    ]
