"""Resolves colours as Office writes them, by value, name or theme slot, to red, green and blue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from builder.audit.office.package import A, Element
from builder.audit.visibility import WHITE, Colour

_STANDARD: Mapping[str, str] = {  # of a clrMap and of Word's w:themeColor, where a file maps nothing itself
    "bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2",
    "background1": "lt1", "text1": "dk1", "background2": "lt2", "text2": "dk2",
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_WHOLE = 100_000  # OOXML counts percent in thousandths
BLACK: Colour = (0, 0, 0)


class Tint(NamedTuple):
    """A colour, and how much of it covers what is behind, from 0 to 1."""

    colour: Colour
    opacity: float = 1.0


class Palette:
    """The colours of a theme, by the names that a document calls them."""

    def __init__(self, theme: Element | None, mapping: Mapping[str, str] | None = None) -> None:
        self._own = {} if theme is None else _scheme(theme)
        self._mapping = _STANDARD if not mapping else {**_STANDARD, **mapping}
        self._seen: dict[str, Colour] = {}

    def named(self, name: str) -> Colour | None:
        """Return a colour of the theme, None where it has none of that name."""
        return self._own.get(self._mapping.get(name, name))

    def tint(self, holder: Element | None) -> Tint | None:
        """Return the colour that an element such as `a:solidFill` holds."""
        for element in () if holder is None else holder:
            found = self._plain(element)
            if found is not None:
                return _changed(found, element) if len(element) else found
        return None

    def _plain(self, element: Element) -> Tint | None:
        kind, value = element.tag.rpartition("}")[2], element.get("val", "")
        match kind:
            case "srgbClr":
                return Tint(hexadecimal(value) or BLACK)
            case "schemeClr":
                colour = self.named(value)
                return Tint(colour) if colour is not None else None
            case "prstClr":
                return Tint(BLACK if value == "black" else WHITE)
            case _:
                return None


def hexadecimal(value: str) -> Colour | None:
    """Return the colour that six hexadecimal digits write, None for anything else."""
    try:
        number = int(value, 16) if len(value) == 6 else -1
    except ValueError:
        number = -1
    return (number >> 16, number >> 8 & 255, number & 255) if number >= 0 else None


def _scheme(theme: Element) -> dict[str, Colour]:
    found: dict[str, Colour] = {}
    for scheme in theme.iter(A + "clrScheme"):
        for entry in scheme:
            for value in entry:
                colour = hexadecimal(value.get("lastClr", "") or value.get("val", ""))
                if colour is not None:
                    found.setdefault(entry.tag.rpartition("}")[2], colour)
    return found


def _changed(tint: Tint, element: Element) -> Tint:
    """Return the colour after what the element's children do to it, in their order."""
    colour, opacity = tint
    for change in element:
        share = _share(change.get("val"))
        match change.tag.rpartition("}")[2]:
            case "alpha":
                opacity = share
            case "alphaMod":
                opacity *= share
            case "lumMod":
                colour = _relit(colour, share, 0.0)
            case "lumOff":
                colour = _relit(colour, 1.0, share)
            case "tint":
                colour = _lit(colour, share, 1.0 - share)
            case "shade":
                colour = _lit(colour, share, 0.0)
            case _:
                pass  # hue and saturation leave dark text dark and light text light
    return Tint(colour, min(max(opacity, 0.0), 1.0))


def _lit(colour: Colour, times: float, more: float) -> Colour:
    """Return the colour with its light multiplied and added to, as Office tints and shades on slides."""
    red, green, blue = (round(255 * _coded(_light(part / 255) * times + more)) for part in colour)
    return red, green, blue


def _light(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _coded(light: float) -> float:
    light = min(max(light, 0.0), 1.0)
    return float(light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)


def lighter(colour: Colour, share: float) -> Colour:
    """Mix with white; a share of 1 leaves the colour as it is."""
    red, green, blue = (round(255 - (255 - part) * share) for part in colour)
    return red, green, blue


def darker(colour: Colour, share: float) -> Colour:
    """Mix with black; a share of 1 leaves the colour as it is."""
    red, green, blue = (round(part * share) for part in colour)
    return red, green, blue


def _relit(colour: Colour, times: float, more: float) -> Colour:
    """Return the colour with another lightness, hue and saturation kept."""
    from colorsys import hls_to_rgb, rgb_to_hls

    hue, light, saturation = rgb_to_hls(*(part / 255 for part in colour))
    red, green, blue = hls_to_rgb(hue, min(max(light * times + more, 0.0), 1.0), saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _share(value: str | None) -> float:
    """Return a percentage as a share of one: 50000 and "50%" are both a half."""
    text = (value or "0").strip()
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text) / _WHOLE
    except ValueError:
        return 0.0
