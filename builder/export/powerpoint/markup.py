"""Writes the XML of slides: the colours of the theme, rectangles and units."""

from __future__ import annotations

from builder.export.office.drawing import DECORATIVE as _DECORATIVE
from builder.export.office.drawing import NO_FILL, rgb
from builder.export.office.markup import NAMESPACES, Markup, element, emu
from builder.export.office.markup import part as any_part
from builder.theme.geometry import Rect
from builder.theme.theme import Theme

PREFIXES = "a p r"
# Microsoft's extension that marks a shape as decoration, so that a screen reader passes it over.
DECORATIVE = element(
    "a:extLst",
    element("a:ext", element("adec:decorative", xmlns__adec=NAMESPACES["adec"], val=1), uri=_DECORATIVE),
)


def part(name: str, /, *content: Markup, **attributes: str | float | None) -> bytes:
    """Return the element as a whole part, with the namespaces declared."""
    return any_part(PREFIXES, name, *content, **attributes)


def hundredths(points: float) -> int:
    """Return a type size or spacing in hundredths of a point."""
    return round(points * 100)


class Brush:
    """What a theme paints with: its fills, and the placeholders of its layouts.

    Brushes of one theme are equal, so that what is painted with one is kept for the next deck.
    """

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.look = theme.deck
        self.colours = theme.colours
        self.layouts = theme.deck.furniture(theme.colours)
        # The theme part's colours: a user who changes one there changes it on every slide.
        self._scheme = {
            theme.colours.ink: "tx1",
            theme.colours.white: "bg1",
            theme.colours.ink2: "tx2",
            theme.colours.panel: "bg2",
            theme.colours.cause.strong: "accent1",
            theme.colours.effect.strong: "accent2",
            theme.colours.response.strong: "accent3",
            theme.colours.brand: "accent4",
            theme.colours.caution.strong: "accent5",
            theme.colours.edge: "accent6",
        }
        self._fills: dict[str | None, Markup] = {None: NO_FILL}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Brush) and self.theme is other.theme

    def __hash__(self) -> int:
        return id(self.theme)

    def solid(self, colour: str | None) -> Markup:
        """Return a fill of one colour, by its name in the theme part if it has one; None fills nothing."""
        if colour is not None and colour not in self._fills:
            name = self._scheme.get(colour)
            named = element("a:solidFill", element("a:schemeClr", val=name))
            self._fills[colour] = named if name else rgb(colour)
        return self._fills[colour]


def transform(rect: Rect, **flips: str) -> Markup:
    """Return the rectangle of a shape on the slide."""
    return element("a:xfrm", *offsets(rect), **flips)


def offsets(rect: Rect) -> tuple[Markup, Markup]:
    """Return position and size; both ends are rounded, so that neighbours meet."""
    left, top = emu(rect.x), emu(rect.y)
    across, down = max(emu(rect.x + rect.width) - left, 0), max(emu(rect.y + rect.height) - top, 0)
    return Markup(f'<a:off x="{left}" y="{top}"/>'), Markup(f'<a:ext cx="{across}" cy="{down}"/>')
