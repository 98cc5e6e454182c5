"""Writes Office Open XML: elements, attributes and characters, escaped in this one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NewType

Markup = NewType("Markup", str)  # well-formed XML; plain text becomes it only here

NOTHING = Markup("")

NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CHARACTERS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def characters(text: str) -> Markup:
    """Return `text` as the content of an element."""
    return Markup(text.translate(_CHARACTERS))


def element(name: str, /, *content: Markup, **attributes: str | float | None) -> Markup:
    """Return an element; an attribute that is None is left out, `r__id` stands for `r:id`."""
    return element_of(name, content, attributes)


def element_of(
    name: str, content: Iterable[Markup], attributes: Mapping[str, str | float | None], prefix: str = ""
) -> Markup:
    """Return an element whose attributes all begin with `prefix`."""
    shown = name
    for key, value in attributes.items():
        if value is None:
            continue
        if type(value) is not int:
            value = str(value)
            if not value.isalnum():
                value = value.translate(_ATTRIBUTE)
        shown += f' {prefix}{key.replace("__", ":") if "__" in key else key}="{value}"'
    inner = "".join(content)
    return Markup(f"<{shown}>{inner}</{name}>" if inner else f"<{shown}/>")


def joined(*content: Markup) -> Markup:
    """Return several elements as one stretch of markup."""
    return Markup("".join(content))


def part(prefixes: str, name: str, /, *content: Markup, **attributes: str | float | None) -> bytes:
    """Return an element as a whole part, which declares the namespaces of `prefixes`, "a p r"."""
    declared = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in prefixes.split())
    markup = element(name, *content, **attributes).removeprefix(f"<{name}")
    return f"{_DECLARATION}<{name}{declared}{markup}".encode()


def emu(points: float) -> int:
    """Return a length in English Metric Units, the unit of drawings."""
    return round(points * 12700)


def hex_colour(colour: str) -> str:
    """Return "#12395B" as Office writes it, "12395B"."""
    return colour.removeprefix("#").upper()
