"""Writes the placeholders of master and layouts, from which slides inherit."""

from __future__ import annotations

from builder.export.office.drawing import rectangle
from builder.export.office.markup import NOTHING, Markup, element, joined
from builder.export.powerpoint.markup import Brush, transform
from builder.export.powerpoint.text import Look, body_properties, level
from builder.theme.colours import Colours
from builder.theme.deck import DeckLook, Furniture
from builder.theme.geometry import Rect

Kind = tuple[str | None, int | None]  # type and idx of a placeholder

# A slide's placeholder finds its layout's by type and idx (ECMA-376 19.3.1.36); as some programs go by the
# type alone, each of a layout has a type of its own.
_KINDS: dict[str, Kind] = {
    "title": ("title", None),
    "subtitle": ("subTitle", 1),
    "kicker": ("subTitle", 10),
    "status": ("dt", 11),
    "source": ("body", 12),  # no footer, which "Apply to All" would overwrite
    "number": ("sldNum", 14),
}
_COVER: dict[str, Kind] = {"title": ("ctrTitle", None), "kicker": ("body", 10)}
_FIRST_TEXT = 20  # idx of the first placeholder for the words of a slide
_FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"


def slide_number(shown: str = "‹#›", fill: Markup = NOTHING) -> Markup:
    """Return the field for the number of a slide; programs that do not count show what it has now."""
    return element("a:fld", element("a:rPr", fill), element("a:t", Markup(shown)), id=_FIELD, type="slidenum")


def text_kind(number: int) -> Kind:
    """Return type and idx of a layout's placeholder for words, counted from 0."""
    return "body", _FIRST_TEXT + number


def text_places(look: DeckLook, colours: Colours, title: Rect, count: int) -> list[Furniture]:
    """Return the placeholders for words of a layout, one below the other; slides place them as they need."""
    top = max(look.body_top, title.bottom)
    pitch = (look.body_bottom - top) / max(count, 1)
    rects = (Rect(look.left, top + pitch * number, look.live, pitch) for number in range(count))
    return [Furniture(rect, look.text_step, colours.ink) for rect in rects]


def kind_of(layout: str, name: str) -> Kind:
    """Return type and idx of a placeholder of a layout."""
    return (_KINDS | _COVER if layout == "Cover" else _KINDS)[name]


def look_of_furniture(furniture: Furniture) -> Look:
    """Return what a placeholder's text inherits from its layout."""
    size, leading = furniture.step
    return Look(size, leading, furniture.colour, furniture.bold, furniture.align)


def placeholder(
    brush: Brush, number: int, name: str, kind: Kind, furniture: Furniture, styled: bool = True
) -> Markup:
    """Return a placeholder with its rectangle, and its style where that is not the master's."""
    font = "+mj" if "title" in name else "+mn"
    style = level(brush, "a:lvl1pPr", look_of_furniture(furniture), font) if styled else NOTHING
    prompt = element("a:r", element("a:rPr"), element("a:t", Markup(name.capitalize())))
    words = slide_number() if name == "number" else prompt
    body = joined(
        body_properties((0.0, 0.0, 0.0, 0.0), furniture.anchor),
        element("a:lstStyle", style),
        element("a:p", words),
    )
    return shape(number, f"{name.title()} {number}", kind, place_form(furniture.rect), body)


def shape(number: int, name: str, kind: Kind, form: Markup, body: Markup, **locks: str) -> Markup:
    """Return the shape of a placeholder, in any part; without `body` it holds no text."""
    about = element(
        "p:nvSpPr",
        element("p:cNvPr", id=number, name=name),
        element("p:cNvSpPr", element("a:spLocks", noGrp=1, **locks)),
        element("p:nvPr", element("p:ph", type=kind[0], idx=kind[1])),
    )
    return element("p:sp", about, element("p:spPr", form), element("p:txBody", body) if body else NOTHING)


def place_form(rect: Rect) -> Markup:
    """Return position and form of a rectangle."""
    return joined(transform(rect), rectangle(rect, 0.0))
