"""Names, attributes and characters become Office Open XML, escaped in this one place."""

from __future__ import annotations

from functools import lru_cache
from typing import NewType

Markup = NewType("Markup", str)  # well-formed XML; plain text becomes it only here

NOTHING = Markup("")

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}

_DECLARATIONS = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())

_CHARACTERS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def characters(text: str) -> Markup:
    """Return `text` as the content of an element."""
    return Markup(text.translate(_CHARACTERS))


def element(name: str, /, *content: Markup, **attributes: str | float | None) -> Markup:
    """Return an element; an attribute that is None is left out, `r__id` stands for `r:id`."""
    shown = "".join(
        f' {key.replace("__", ":")}="{str(value).translate(_ATTRIBUTE)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(content)
    return Markup(f"<{name}{shown}>{inner}</{name}>" if inner else f"<{name}{shown}/>")


def w(name: str, /, *content: Markup, **attributes: str | float | None) -> Markup:
    """Return a WordprocessingML element, whose attributes belong to its namespace too."""
    return element(f"w:{name}", *content, **{f"w__{key}": value for key, value in attributes.items()})


@lru_cache(maxsize=256)
def style_of(kind: str, name: str) -> Markup:
    """Return the reference to a style by its name in Word, `kind` being `pStyle`, `rStyle` or `tblStyle`."""
    return w(kind, val=style_id(name))


def style_id(name: str) -> str:
    """Return the id under which a style is referred to: its name as one word, as Word forms it."""
    return "".join(word[0].upper() + word[1:] for word in name.split())


def root(name: str, /, *content: Markup, **attributes: str) -> bytes:
    """Return the element as a whole part, with all namespaces declared."""
    start = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    part = element(name, *content, **attributes)
    return f"{start}<{name}{_DECLARATIONS}{part.removeprefix(f'<{name}')}".encode()


def joined(*content: Markup) -> Markup:
    """Return several elements as one stretch of markup."""
    return Markup("".join(content))


def twips(points: float) -> int:
    """Return a length in twentieths of a point, the unit of paragraphs and tables."""
    return round(points * 20)


def half_points(points: float) -> int:
    """Return a font size in half points, rounded down so that measured text still fits."""
    return int(points * 2 + 0.001)


def eighths(points: float) -> int:
    """Return the weight of a rule in eighths of a point."""
    return round(points * 8)


def emu(points: float) -> int:
    """Return a length in English Metric Units, the unit of drawings."""
    return round(points * 12700)


def hex_colour(colour: str) -> str:
    """Return "#12395B" as Office writes it, "12395B"."""
    return colour.removeprefix("#").upper()
