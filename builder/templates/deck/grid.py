"""Places our slide grid in the room that a template leaves: points of the slide in points of the grid."""

from __future__ import annotations

from msgspec import Struct

from builder.templates.slides import Holder, Layout
from builder.theme.colours import Colours, contrast
from builder.theme.geometry import Rect, Step

LEADING = 1.15  # of a size of the template's type
TEXT = 4.5  # contrast of words


class Grid(Struct, frozen=True):
    """`scale` and `left` place our grid on the slide; type of the template is set smaller by `letters`."""

    scale: float
    left: float
    letters: float

    def rect(self, rect: Rect) -> Rect:
        """Return a rectangle of the slide on our grid."""
        x = (rect.x - self.left) / self.scale
        return Rect(x, rect.y / self.scale, rect.width / self.scale, rect.height / self.scale)

    def on_slide(self, rect: Rect) -> Rect:
        """Return a rectangle of our grid on the slide."""
        x = rect.x * self.scale + self.left
        return Rect(x, rect.y * self.scale, rect.width * self.scale, rect.height * self.scale)

    def step(self, points: float) -> Step:
        """Return a size of the template's type on our grid."""
        return Step(points / self.scale / self.letters, points * LEADING / self.scale)


def read_on(colour: str, ground: str, colours: Colours) -> str:
    """Return a colour of the template, or one of ours where it cannot be read on its ground."""
    if contrast(colour, ground) >= TEXT:
        return colour
    return max((colours.ink, colours.white, colour), key=lambda each: contrast(each, ground))


def align_of(holder: Holder) -> str:
    """Return how the words of a placeholder are aligned, as our looks have it."""
    return {"ctr": "center", "r": "right"}.get(holder.align, "left")


def anchor_of(holder: Holder) -> str:
    """Return where in a placeholder its words are, as our looks have it."""
    return {"ctr": "middle", "b": "bottom"}.get(holder.anchor, "top")


def ground_under(layout: Layout, rect: Rect, colours: Colours) -> str:
    """Return the colour behind an area, that of our slides where it is not one."""
    return layout.under(rect) or colours.white
