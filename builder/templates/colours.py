"""Resolves the colours of a template's theme, and finds shades of them that can be read on its ground."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from typing import NamedTuple

from builder.templates.package import Element
from builder.theme.colours import coloured, contrast, parts

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WHOLE = 100_000  # OOXML counts percent in thousandths
_PLAIN = {"black": "#000000", "white": "#FFFFFF"}
_DARKER = tuple((part / 100, 0.0) for part in range(100, 0, -5))
_LIGHTER = tuple((part / 100, 1 - part / 100) for part in range(100, 0, -5))


class Shade(NamedTuple):
    """A colour of the theme by its name on slides, with its lightness multiplied and added to."""

    name: str
    times: float = 1.0
    more: float = 0.0


class Scheme:
    """The colours of a theme by the names that slides use; `mapping` is that of the master."""

    def __init__(self, theme: Element | None, mapping: Mapping[str, str]) -> None:
        own: dict[str, str] = {}
        for slots in () if theme is None else theme.iter(A + "clrScheme"):
            for slot in slots:
                for value in slot:
                    colour = coded(value.get("lastClr") or value.get("val", ""))
                    if colour is not None:
                        own.setdefault(_local(slot), colour)
        self.named = own | {name: own[slot] for name, slot in mapping.items() if slot in own}

    def of(self, holder: Element | None) -> str | None:
        """Return the colour that an element such as `a:solidFill` holds, None where it is not known."""
        for value in () if holder is None else holder:
            kind, name = _local(value), value.get("val", "")
            if kind == "srgbClr":
                found: str | None = f"#{name}".upper()
            elif kind == "sysClr":
                found = f"#{value.get('lastClr', '000000')}".upper()
            else:
                found = self.named.get(name) if kind == "schemeClr" else _PLAIN.get(name)
            for change in value if found else ():
                share = float(change.get("val", "0").rstrip("%")) / _WHOLE
                assert found is not None
                match _local(change):
                    case "lumMod":
                        found = _relit(found, share, 0.0)
                    case "lumOff":
                        found = _relit(found, 1.0, share)
                    case "tint":
                        found = _lit(found, share, 1.0 - share)
                    case "shade":
                        found = _lit(found, share, 0.0)
                    case _:
                        pass
            if found:
                return found
        return None

    def colour(self, shade: Shade) -> str:
        """Return the colour of a shade."""
        return _relit(_relit(self.named[shade.name], shade.times, 0.0), 1.0, shade.more)

    def readable(self, name: str, grounds: Iterable[str]) -> Shade:
        """Return the shade nearest to a colour that can be read on all the grounds."""
        grounds = tuple(grounds)
        changes = _LIGHTER if light(grounds[0]) < 0.5 else _DARKER
        shades = [Shade(name, *change) for change in changes]
        return next(
            (one for one in shades if all(contrast(self.colour(one), each) >= 4.5 for each in grounds)),
            shades[-1],
        )


def coded(digits: str) -> str | None:
    """Return a colour of six hexadecimal digits as #RRGGBB, None for anything else."""
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        return None
    return f"#{red:02X}{green:02X}{blue:02X}"


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _relit(colour: str, times: float, more: float) -> str:
    hue, lightness, strength = rgb_to_hls(*parts(colour))
    return coloured(hls_to_rgb(hue, min(max(lightness * times + more, 0.0), 1.0), strength))


def _lit(colour: str, times: float, more: float) -> str:
    """Return a colour with its light multiplied and added to, which is how Office tints and shades."""
    return coloured(_coded_light(_light_of(part) * times + more) for part in parts(colour))


def _light_of(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _coded_light(part: float) -> float:
    return float(part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055)


def light(colour: str) -> float:
    """Return how light a colour is, from 0 to 1."""
    return rgb_to_hls(*parts(colour))[1]
