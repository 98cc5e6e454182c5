"""Writes the XML of slides: the colours of the theme, rectangles and units."""

from __future__ import annotations

from collections.abc import Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from typing import TYPE_CHECKING

from builder.export.office.drawing import DECORATIVE as _DECORATIVE
from builder.export.office.drawing import NO_FILL, rgb, scheme
from builder.export.office.markup import NAMESPACES, NOTHING, Markup, element, emu, hex_colour, joined
from builder.export.office.markup import part as any_part
from builder.theme.geometry import Rect
from builder.theme.theme import Theme

if TYPE_CHECKING:
    from builder.templates.deck import Slot

    Slots = Mapping[str, Mapping[str, Slot]]  # placeholders of a template, by our layouts and names

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
    """What a theme paints with: its fills, and the placeholders of its layouts, or of those of a template.

    Brushes of one theme are equal, so that what is painted with one is kept for the next deck.
    """

    def __init__(self, theme: Theme, slots: Slots | None = None) -> None:
        self.theme, self.slots = theme, slots
        self.look = theme.deck
        self.colours = theme.colours
        self.layouts = theme.deck.furniture(theme.colours)
        # The theme part's colours: a user who changes one there changes it on every slide.
        colours = theme.colours
        fixed = colours.names
        # On the slide itself dark and light may be exchanged: there words follow its background.
        on_slide = {**fixed, colours.ink: "tx1", colours.brand: "tx2"}
        lighter = _lighter(colours.ink2, colours.ink)
        self._fills: dict[tuple[str | None, bool], Markup] = {(None, False): NO_FILL, (None, True): NO_FILL}
        for names, over in ((fixed, False), (on_slide, True)):
            for colour, name in names.items():
                self._fills[colour, over] = scheme(name)
            if lighter:
                self._fills[colours.ink2, over] = scheme(names[colours.ink], lighter)
        if colours.shades:
            self._fills = {(None, over): NO_FILL for over in (False, True)}
        for colour, (name, times, more) in colours.shades.items():
            changes = {"lumMod": times} if times < 1 else {}
            changes |= {"lumOff": more} if more else {}
            shade = joined(*(element(f"a:{key}", val=round(part * 100_000)) for key, part in changes.items()))
            self._fills[colour, False] = self._fills[colour, True] = scheme(name, shade)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Brush) and self.theme is other.theme

    def __hash__(self) -> int:
        return id(self.theme)

    def solid(self, colour: str | None, *, on_slide: bool = False) -> Markup:
        """Return a fill of one colour, by its name in the theme part if it has one; None fills nothing.

        `on_slide` is for what is drawn on the background of the slide, not on a shape with a fill of its own.
        """
        if (colour, on_slide) not in self._fills:
            self._fills[colour, on_slide] = rgb(colour or "")
        return self._fills[colour, on_slide]

    @property
    def background(self) -> Markup:
        """The fill of the slides themselves."""
        return scheme("bg1")


def _lighter(colour: str, base: str) -> Markup:
    """Return the changes that make a colour of another one and leave white white; nothing if none do."""
    (hue, light, strength), (_, wanted, least) = (
        rgb_to_hls(*(byte / 255 for byte in bytes.fromhex(hex_colour(each)))) for each in (base, colour)
    )
    if not strength or wanted < light:
        return NOTHING
    share, times = round((1 - wanted) / (1 - light), 3), round(least / strength, 3)
    made = hls_to_rgb(hue, light * share + 1 - share, strength * times)
    if any(abs(255 * a - b) > 1 for a, b in zip(made, bytes.fromhex(hex_colour(colour)), strict=True)):
        return NOTHING
    changes = {"satMod": times, "lumMod": share, "lumOff": 1 - share}
    return joined(*(element(f"a:{name}", val=round(value * 100_000)) for name, value in changes.items()))


def transform(rect: Rect, **flips: str) -> Markup:
    """Return the rectangle of a shape on the slide."""
    return element("a:xfrm", *offsets(rect), **flips)


def offsets(rect: Rect) -> tuple[Markup, Markup]:
    """Return position and size; both ends are rounded, so that neighbours meet."""
    left, top = emu(rect.x), emu(rect.y)
    across, down = max(emu(rect.right) - left, 0), max(emu(rect.bottom) - top, 0)
    return Markup(f'<a:off x="{left}" y="{top}"/>'), Markup(f'<a:ext cx="{across}" cy="{down}"/>')
