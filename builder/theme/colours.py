"""The colours that all three products share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct, field

from builder.outline.text import Role


class Hue(Struct, frozen=True, cache_hash=True):
    """A role's colour for text, rules and fills, and its pale tint for backgrounds."""

    strong: str
    tint: str

    @property
    def half(self) -> str:
        """The colour on white, half seen through."""
        parts = bytes.fromhex(self.strong.removeprefix("#"))
        return "#" + "".join(f"{(part + 255) // 2:02X}" for part in parts)


def parts(colour: str) -> tuple[float, float, float]:
    """Return how red, green and blue a colour is, from 0 to 1."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def coloured(parts: Iterable[float]) -> str:
    """Return the colour that is so red, green and blue."""
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)


def mixed(colour: str, other: str, share: float) -> str:
    """Return a mixture with so large a share of the first colour."""
    pairs = zip(parts(colour), parts(other), strict=True)
    return coloured(one * share + another * (1 - share) for one, another in pairs)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    bright = sorted((_luminance(one), _luminance(other)))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def linear(colour: str) -> tuple[float, float, float]:
    """Return how much red, green and blue light a colour has."""
    red, green, blue = (_unbent(part / 255) for part in bytes.fromhex(colour.removeprefix("#")))
    return red, green, blue


def _unbent(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


@lru_cache(maxsize=10_000)
def _luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# Text and background of the handling labels; TLP colours are those of FIRST's TLP 2.0 standard.
_MARKINGS = {
    "tlp:RED": ("#FF2B2B", "#000000"),
    "tlp:AMBER": ("#FFC000", "#000000"),
    "tlp:AMBER+STRICT": ("#FFC000", "#000000"),
    "tlp:GREEN": ("#33FF00", "#000000"),
    "tlp:CLEAR": ("#FFFFFF", "#000000"),
    "uk": ("#FFFFFF", "#1B2733"),
    "cui": ("#000000", "#FFFFFF"),  # "bold capitalized black text": CUI Marking Handbook
    "free": ("#FFFFFF", "#1B2733"),
}


_WHITE_BELOW = 0.48  # of full brightness
_ENOUGH = 4.5  # contrast of words with their ground


class Colours(Struct, frozen=True):
    """Colours as #RRGGBB; text colours keep 4.5:1 on white and on their tint (WCAG 2.2 AA)."""

    ink: str = "#1B2733"
    ink2: str = "#4B5966"
    brand: str = "#12395B"
    edge: str = "#6B7885"
    rule: str = "#C3CCD4"
    panel: str = "#EEF3F7"
    faint: str = "#F6F8FA"
    ghost: str = "#A9B4BE"
    # Of values that are not highlighted, series by series: unlike each other in any print or eye.
    greys: tuple[str, ...] = ("#C3CCD4", "#8794A0", "#E1E7EC", "#A9B4BE", "#6B7885")
    on_brand: str = "#CFE0F0"
    white: str = "#FFFFFF"
    caution: Hue = Hue("#7A4B00", "#FFF4DA")
    cause: Hue = Hue("#1A6FB5", "#E6F0F9")
    effect: Hue = Hue("#B3470F", "#FBEDE4")
    response: Hue = Hue("#14532D", "#E4F2EA")
    markings: Mapping[str, tuple[str, str]] = field(default_factory=_MARKINGS.copy)
    # Of links, by our layouts, where the own colour of a template cannot be read on its ground.
    links: Mapping[str, str] = field(default_factory=dict)
    # Of a template: colours of its theme by name, with the lightness multiplied and added to.
    shades: Mapping[str, tuple[str, float, float]] = field(default_factory=dict)

    @property
    def other(self) -> Hue:
        """The colours of what is neither cause, effect nor response."""
        return Hue(self.brand, self.panel)

    @property
    def event(self) -> Hue:
        """The colours of the event in the middle of the argument map."""
        return Hue(self.ink, self.white)

    @property
    def dark_and_pale(self) -> tuple[str, str]:
        """The colours of words and of pages, the darker one first: on a dark ground that is the page's."""
        dark, pale = sorted((self.ink, self.white), key=lambda colour: sum(parts(colour)))
        return dark, pale

    @property
    def palette(self) -> dict[str, str]:
        """The colours that Office offers, by their names in the theme part of a file."""
        return {
            "dk1": self.ink, "lt1": self.white, "dk2": self.brand, "lt2": self.panel,
            "accent1": self.cause.strong, "accent2": self.effect.strong, "accent3": self.response.strong,
            "accent4": self.brand, "accent5": self.caution.strong, "accent6": self.edge,
            "hlink": self.cause.strong, "folHlink": self.ink2,
        }  # fmt: skip

    @property
    def names(self) -> dict[str, str]:
        """The name of each of those colours; the first of several."""
        return {colour: name for name, colour in reversed(self.palette.items()) if name != "folHlink"}

    def on(self, fill: str) -> str:
        """Return the colour of words on a fill: the pale one on dark fills, or else what can be read."""
        dark, pale = self.dark_and_pale
        red, green, blue = bytes.fromhex(fill.removeprefix("#"))
        bright = (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255
        usual, other = (pale, dark) if bright < _WHITE_BELOW else (dark, pale)
        return max(usual, other, key=lambda words: min(contrast(words, fill), _ENOUGH))

    def hue(self, role: Role | None) -> Hue:
        """Return the colour pair of a role; None is the event in the middle of the argument map."""
        match role:
            case Role.CAUSE:
                return self.cause
            case Role.EFFECT:
                return self.effect
            case Role.RESPONSE:
                return self.response
            case Role.OTHER:
                return self.other
            case None:
                return self.event
