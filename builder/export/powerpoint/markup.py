"""Names, attributes and characters become the XML of a slide, escaped in this one place."""

from __future__ import annotations

from functools import lru_cache
from typing import NewType

from builder.theme.tokens import TOKENS

Markup = NewType("Markup", str)  # well-formed XML; plain text becomes it only here

NOTHING = Markup("")

NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
# Microsoft's extension that marks a shape as decoration, so that a screen reader passes it over.
DECORATIVE = Markup(
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)

_DECLARATIONS = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
_CHARACTERS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
_EMU = 12700  # English Metric Units in a point

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


def characters(text: str) -> Markup:
    """Return `text` as the content of an element."""
    return Markup(text.translate(_CHARACTERS))


def element(name: str, /, *content: Markup, **attributes: str | float | None) -> Markup:
    """Return an element; an attribute that is None is left out, `r__id` stands for `r:id`."""
    shown = name
    for key, value in attributes.items():
        if value is not None:
            written = str(value)
            if not written.isalnum():
                written = written.translate(_ATTRIBUTE)
            shown += f' {key.replace("__", ":")}="{written}"'
    inner = "".join(content)
    return Markup(f"<{shown}>{inner}</{name}>" if inner else f"<{shown}/>")


def joined(*content: Markup) -> Markup:
    """Return several elements as one stretch of markup."""
    return Markup("".join(content))


def part(name: str, /, *content: Markup, **attributes: str | float | None) -> bytes:
    """Return the element as a whole part, with the namespaces declared."""
    markup = element(name, *content, **attributes).removeprefix(f"<{name}")
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{name}{_DECLARATIONS}{markup}'.encode()


def emu(points: float) -> int:
    """Return a length in the unit of drawings."""
    return round(points * _EMU)


def hundredths(points: float) -> int:
    """Return a type size or spacing in hundredths of a point."""
    return round(points * 100)


@lru_cache(maxsize=64)
def solid(colour: str | None) -> Markup:
    """Return a fill of one colour, by its name in the theme where it has one; None fills nothing."""
    if colour is None:
        return element("a:noFill")
    if colour in SCHEME:
        return element("a:solidFill", element("a:schemeClr", val=SCHEME[colour]))
    return element("a:solidFill", element("a:srgbClr", val=colour.removeprefix("#").upper()))


def transform(x: float, y: float, width: float, height: float, **flips: str) -> Markup:
    """Return the place of a shape on the slide."""
    return element("a:xfrm", *offsets(x, y, width, height), **flips)


def offsets(x: float, y: float, width: float, height: float) -> tuple[Markup, Markup]:
    """Return position and size; both ends are rounded, so that neighbours meet."""
    left, top = emu(x), emu(y)
    across, down = max(emu(x + width) - left, 0), max(emu(y + height) - top, 0)
    return Markup(f'<a:off x="{left}" y="{top}"/>'), Markup(f'<a:ext cx="{across}" cy="{down}"/>')
