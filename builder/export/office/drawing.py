"""Writes what drawings in Word and PowerPoint have in common: fills, forms and paths."""

from __future__ import annotations

from collections.abc import Sequence

from builder.export.office.markup import NOTHING, Markup, element, emu, hex_colour
from builder.theme.geometry import Rect

Point = tuple[float, float]

DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"  # extension of MS-ODRAWXML 2.2.5: not read aloud

NO_FILL = element("a:noFill")
NO_LINE = element("a:ln", NO_FILL)


def preset(name: str, radius: float = 0.0) -> Markup:
    """Return a form that Office knows by name; `radius` is the share of the shorter side that is rounded."""
    value = f"val {round(radius * 100_000)}"
    rounding = element("a:gd", name="adj", fmla=value) if radius else NOTHING
    return element("a:prstGeom", element("a:avLst", rounding), prst=name)


def rectangle(rect: Rect, radius: float = 0.0) -> Markup:
    """Return a rectangle, with round corners of `radius` points."""
    return preset("roundRect", radius / min(rect.width, rect.height)) if radius else preset("rect")


def rgb(colour: str) -> Markup:
    """Return a fill in one colour."""
    return element("a:solidFill", element("a:srgbClr", val=hex_colour(colour)))


def scheme(name: str, changes: Markup = NOTHING) -> Markup:
    """Return a fill in a colour of the theme part, changed in some ways."""
    return element("a:solidFill", element("a:schemeClr", changes, val=name))


def free_form(*paths: Markup, sites: Markup = NOTHING) -> Markup:
    """Return the geometry of a shape that is drawn along paths; connectors may be glued to its `sites`."""
    return element(
        "a:custGeom",
        element("a:avLst"),
        element("a:gdLst"),
        element("a:ahLst"),
        element("a:cxnLst", sites),
        element("a:rect", l="0", t="0", r="r", b="b"),
        element("a:pathLst", *paths),
    )


def path(
    width: float,
    height: float,
    points: Sequence[Point],
    *,
    closed: bool = True,
    filled: bool = True,
) -> Markup:
    """Return a path through points of a frame that is `width` by `height` points."""
    steps = (
        element(f"a:{'lnTo' if index else 'moveTo'}", element("a:pt", x=emu(x), y=emu(y)))
        for index, (x, y) in enumerate(points)
    )
    return element(
        "a:path",
        *steps,
        element("a:close") if closed else NOTHING,
        w=emu(width),
        h=emu(height),
        fill=None if filled else "none",
    )
