"""Writes WordprocessingML: its elements, styles and units."""

from __future__ import annotations

from functools import lru_cache

from builder.export.office.markup import NOTHING, Markup, element_of, hex_colour, part
from builder.theme.colours import Colours

PREFIXES = "w r a pic mc wp wpg wps adec"


def w(name: str, /, *content: Markup, **attributes: str | float | None) -> Markup:
    """Return a WordprocessingML element, whose attributes belong to its namespace too."""
    return element_of(f"w:{name}", content, attributes, "w:")


@lru_cache(maxsize=256)
def style_of(kind: str, name: str) -> Markup:
    """Return the reference to a style by its name in Word, `kind` being `pStyle`, `rStyle` or `tblStyle`."""
    return w(kind, val=style_id(name))


def style_id(name: str) -> str:
    """Return the id under which a style is referred to: its name as one word, as Word forms it."""
    return "".join(word[0].upper() + word[1:] for word in name.split())


_WORDS = {"dk1": "text1", "lt1": "background1", "dk2": "text2", "lt2": "background2"}


def coloured(
    colours: Colours, colour: str, own: str = "val", name: str = "themeColor"
) -> dict[str, str | None]:
    """Return the attributes that set a colour: its value, and its name where it is one of the theme part."""
    known = colours.names.get(colour)
    return {own: hex_colour(colour), name: _WORDS.get(known, known) if known else None}


def ground(colours: Colours, colour: str | None) -> Markup:
    """Return the colour behind words; nothing for None."""
    if colour is None:
        return NOTHING
    return w("shd", val="clear", color="auto", **coloured(colours, colour, "fill", "themeFill"))


def root(name: str, /, *content: Markup, **attributes: str) -> bytes:
    """Return the element as a whole part, with all namespaces declared."""
    return part(PREFIXES, name, *content, **attributes)


def twips(points: float) -> int:
    """Return a length in twentieths of a point, the unit of paragraphs and tables."""
    return round(points * 20)


def half_points(points: float) -> int:
    """Return a font size in half points, rounded down so that measured text still fits."""
    return int(points * 2 + 0.001)


def eighths(points: float) -> int:
    """Return the weight of a rule in eighths of a point."""
    return round(points * 8)
