"""A slide's grid and furniture in points: margins, columns, masthead, body and source line."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.pages import Rect
from builder.layout.text.fit import Step
from builder.theme.tokens import TOKENS

INCH = 72.0
WIDTH, HEIGHT = 960.0, 540.0
LEFT, LIVE = 43.2, 873.6
RIGHT = LEFT + LIVE
GUTTER = 18.0
COLUMN = (LIVE - 11 * GUTTER) / 12
BODY_TOP, BODY_BOTTOM = 136.8, 482.4
BODY = BODY_BOTTOM - BODY_TOP
TITLE_WIDTH = 741.6  # keeps the corner for the thumbnail on every slide
PAD = 18.72  # left and right in every filled shape
BAR = 5.04  # colour bar on top of a card
RULE = 3.24  # over a ruled list
HAIR = 0.75
ROW = 129.6  # height of the reading row at the foot of an argument
WIDE = 500.0  # a panel of how firm that is wider has its statements beside the marks
THUMBNAIL = Rect(808.8, 63.4, 108.0, 50.4)


def span(columns: int) -> float:
    """Return the width of so many columns with the gutters between them."""
    return columns * COLUMN + (columns - 1) * GUTTER


def left_of(column: int) -> float:
    """Return the left edge of a column, counted from 1."""
    return LEFT + (column - 1) * (COLUMN + GUTTER)


def row_limit(count: int) -> float:
    """Return the tallest row in points of a list: few rows are tall, so that no slide is half empty."""
    return BODY * {1: 0.5, 2: 0.42, 3: 0.3, 4: 0.24}.get(count, 0.19)


class Furniture(Struct, frozen=True):
    """A placeholder of the layouts: where it stands and what its text inherits."""

    rect: Rect
    step: Step
    colour: str
    bold: bool = False
    align: str = "left"
    anchor: str = "top"


# One look for each placeholder: the layouts are made from these, a slide says only what differs.
TITLE = Furniture(Rect(LEFT, 56.9, TITLE_WIDTH, 68.4), Step(28, 32), TOKENS.brand, bold=True)
KICKER = Furniture(Rect(LEFT, 24.6, 420.0, 19.0), Step(14, 17), TOKENS.ink2, bold=True, anchor="middle")
TAB = Furniture(
    Rect(LEFT, 21.6, 37.44, 27.4), Step(14, 17), TOKENS.white, bold=True, align="center", anchor="middle"
)
TAB_KICKER = Furniture(
    Rect(87.84, KICKER.rect.y, 375.4, KICKER.rect.height),
    KICKER.step,
    TOKENS.ink2,
    bold=True,
    anchor="middle",
)
STATUS = Furniture(
    Rect(RIGHT - 330.0, 24.6, 330.0, 19.0), Step(12, 15), TOKENS.ink2, align="right", anchor="middle"
)
SOURCE = Furniture(Rect(LEFT, 504.0, 800.0, 17.3), Step(12, 15), TOKENS.ink2)
NUMBER = Furniture(Rect(RIGHT - 60.0, 504.0, 60.0, 17.3), Step(12, 15), TOKENS.ink2, bold=True, align="right")

COVER_BLOCK = 327.6  # height of the brand block
COVER_TITLE = Furniture(Rect(LEFT, 79.2, 784.8, 141.0), Step(40, 47), TOKENS.white, bold=True)
COVER_SUBTITLE = Furniture(Rect(LEFT, 235.0, 784.8, 56.0), Step(22, 28), TOKENS.on_brand)
COVER_KICKER = Furniture(Rect(LEFT, 34.0, 560.0, 22.0), Step(16, 20), TOKENS.white, bold=True)
SECTION_TITLE = Furniture(Rect(LEFT, 79.2, 784.8, 88.0), Step(36, 43), TOKENS.white, bold=True)

LAYOUTS: dict[str, dict[str, Furniture]] = {
    "Cover": {"kicker": COVER_KICKER, "title": COVER_TITLE, "subtitle": COVER_SUBTITLE},
    "Title Only": {"title": TITLE, "kicker": KICKER, "status": STATUS, "source": SOURCE, "number": NUMBER},
    "Argument": {
        "title": TITLE, "kicker": TAB_KICKER, "status": STATUS, "source": SOURCE, "number": NUMBER,
    },
    "Section": {
        "kicker": replace(KICKER, colour=TOKENS.white), "title": SECTION_TITLE,
        "status": replace(STATUS, colour=TOKENS.on_brand), "number": replace(NUMBER, colour=TOKENS.on_brand),
    },
}  # fmt: skip

RULES = {"brand": Rect(LEFT, 18.72, LIVE, 3.02), "source": Rect(LEFT, 498.96, LIVE, 0.0)}
MARKING = (86.4, 17.3, 24.4)  # width at least, height, top
CAVEAT = (44.4, 12.4)  # top and height of the line under the marking
