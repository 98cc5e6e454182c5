"""Writes the XML of slides: the colours of the theme, places and units."""

from __future__ import annotations

from functools import lru_cache

from builder.export.office.drawing import DECORATIVE as _DECORATIVE
from builder.export.office.drawing import NO_FILL, rgb
from builder.export.office.markup import NAMESPACES as NAMESPACES
from builder.export.office.markup import NOTHING as NOTHING
from builder.export.office.markup import Markup as Markup
from builder.export.office.markup import characters as characters
from builder.export.office.markup import element as element
from builder.export.office.markup import emu as emu
from builder.export.office.markup import joined as joined
from builder.export.office.markup import part as any_part
from builder.theme.tokens import TOKENS

PREFIXES = "a p r"
# Microsoft's extension that marks a shape as decoration, so that a screen reader passes it over.
DECORATIVE = element(
    "a:extLst",
    element(
        "a:ext",
        element("adec:decorative", xmlns__adec=NAMESPACES["adec"], val=1),
        uri=_DECORATIVE,
    ),
)

# The theme's colours: a user who changes one there changes it on every slide.
SCHEME = {
    TOKENS.ink: "tx1",
    TOKENS.white: "bg1",
    TOKENS.ink2: "tx2",
    TOKENS.panel: "bg2",
    TOKENS.cause.strong: "accent1",
    TOKENS.effect.strong: "accent2",
    TOKENS.response.strong: "accent3",
    TOKENS.brand: "accent4",
    TOKENS.caution.strong: "accent5",
    TOKENS.edge: "accent6",
}


def part(name: str, /, *content: Markup, **attributes: str | float | None) -> bytes:
    """Return the element as a whole part, with the namespaces declared."""
    return any_part(PREFIXES, name, *content, **attributes)


def hundredths(points: float) -> int:
    """Return a type size or spacing in hundredths of a point."""
    return round(points * 100)


@lru_cache(maxsize=64)
def solid(colour: str | None) -> Markup:
    """Return a fill of one colour, by its name in the theme where it has one; None fills nothing."""
    if colour is None:
        return NO_FILL
    if colour in SCHEME:
        return element("a:solidFill", element("a:schemeClr", val=SCHEME[colour]))
    return rgb(colour)


def transform(x: float, y: float, width: float, height: float, **flips: str) -> Markup:
    """Return the place of a shape on the slide."""
    return element("a:xfrm", *offsets(x, y, width, height), **flips)


def offsets(x: float, y: float, width: float, height: float) -> tuple[Markup, Markup]:
    """Return position and size; both ends are rounded, so that neighbours meet."""
    left, top = emu(x), emu(y)
    across, down = max(emu(x + width) - left, 0), max(emu(y + height) - top, 0)
    return Markup(f'<a:off x="{left}" y="{top}"/>'), Markup(f'<a:ext cx="{across}" cy="{down}"/>')
