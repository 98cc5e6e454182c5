"""Resolves the look of a slide's paragraph with all that it inherits: size, colour, leading, alignment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from builder.audit.office.colours import BLACK, Palette, Tint
from builder.audit.office.package import A, Element, P, child

_SIZE, _ALIGN, _HUNDREDTH, _WHOLE = "sz", "algn", 100, 100_000
_LINE, _POINTS, _PERCENT = A + "lnSpc", A + "spcPts", A + "spcPct"
_FILL = A + "solidFill"
_LINK, _OWN_COLOUR = A + "hlinkClick", "hlinkClr"
_DEFAULT, _LIST_STYLE = A + "defRPr", A + "lstStyle"
_FIRST_LEVELS = tuple(f"{A}lvl{number}pPr" for number in range(1, 10))
_TITLES = ("title", "ctrTitle")
_FURNITURE = ("dt", "ftr", "sldNum", "hdr")

Key = tuple[str, str]  # type and idx of a placeholder


class TextLook(Struct, frozen=True):
    """How text is set: size and leading in points (below 0: a multiple of the size), colour, and so on."""

    size: float = 18.0
    tint: Tint = Tint(BLACK)
    leading: float = -1.2
    align: str = "l"
    bold: bool = False


class Chain(Struct, frozen=True):
    """What a placeholder inherits from: the shapes of layout and master, and the master's list style."""

    shapes: tuple[Element, ...]
    style: Element | None


def placeholder_of(shape: Element) -> Key | None:
    """Return type and idx of a placeholder, None for any other shape."""
    properties = child(shape[0], P + "nvPr") if len(shape) else None
    mark = None if properties is None else child(properties, P + "ph")
    return None if mark is None else (mark.get("type", "obj"), mark.get("idx", "0"))


def chain(key: Key, layout: Sequence[tuple[Key, Element]], master: Element | None) -> Chain:
    """Return what a placeholder inherits from, in the order in which it asks.

    That of a slide asks the one of its layout, which asks the master; that of a page of notes has no layout.
    """
    above = _match(key, layout)
    base = key if above is None else placeholder_of(above) or key
    asks = master is not None and (above is not None or not layout)
    top = _match((_general(base[0]), ""), list(placeholders(master))) if asks else None
    styles = (
        ()
        if master is None
        else (master.find(f"{P}txStyles/{P}{_style(base[0])}"), child(master, P + "notesStyle"))
    )
    style = next((one for one in styles if one is not None), None)
    return Chain(tuple(one for one in (above, top) if one is not None), style)


def placeholders(root: Element) -> Iterator[tuple[Key, Element]]:
    """Yield the placeholders of a layout or master."""
    for shape in root.iterfind(f"{P}cSld/{P}spTree/{P}sp"):
        key = placeholder_of(shape)
        if key is not None:
            yield key, shape


def _match(key: Key, shapes: Sequence[tuple[Key, Element]]) -> Element | None:
    """Find a placeholder by type and idx, by idx alone, or by type, unless it is a body with an idx."""
    kind, idx = key
    own = idx not in ("", "0")
    for same in (
        lambda one: one == key,
        lambda one: own and one[1] == idx,
        lambda one: _general(one[0]) == _general(kind) and not (own and _general(kind) == "body"),
    ):
        found = next((shape for one, shape in shapes if same(one)), None)
        if found is not None:
            return found
    return None


def _general(kind: str) -> str:
    """Return the kind of the master's placeholder that a kind of a layout's looks like."""
    if kind in _TITLES:
        return "title"
    return kind if kind in _FURNITURE or kind in ("pic", "tbl", "chart") else "body"


def _style(kind: str) -> str:
    general = _general(kind)
    return f"{general}Style" if general in ("title", "body") else "otherStyle"


def base_look(sources: Sequence[Element | None], level: int, palette: Palette, plain: TextLook) -> TextLook:
    """Return the look of a level of text: `sources` are list styles, each overruled by those after it."""
    look = plain
    for source in sources:
        properties = None if source is None else child(source, _FIRST_LEVELS[level])
        if properties is not None:
            look = of_paragraph(look, properties)
            look = of_run(look, child(properties, _DEFAULT), palette)
    return look


def list_style(shape: Element) -> Element | None:
    """Return the list style that a shape itself has."""
    body = child(shape, P + "txBody")
    return None if body is None else child(body, _LIST_STYLE)


def of_paragraph(look: TextLook, properties: Element | None) -> TextLook:
    """Return the look after the properties of a paragraph or level."""
    if properties is None:
        return look
    align = properties.get(_ALIGN)
    if align and align != look.align:
        look = replace(look, align=align)
    spacing = child(properties, _LINE)
    if spacing is not None and len(spacing):
        value = spacing[0].get("val", "")
        if spacing[0].tag == _POINTS:
            look = replace(look, leading=float(value or 0) / _HUNDREDTH)
        elif spacing[0].tag == _PERCENT:
            share = float(value[:-1]) / 100 if value.endswith("%") else float(value or 0) / _WHOLE
            look = replace(look, leading=-1.2 * share)
    return look


def of_run(look: TextLook, properties: Element | None, palette: Palette) -> TextLook:
    """Return the look after the properties of a run."""
    if properties is None:
        return look
    size = properties.get(_SIZE)
    if size:
        look = replace(look, size=float(size) / _HUNDREDTH)
    bold = properties.get("b")
    if bold:
        look = replace(look, bold=bold in ("1", "true"))
    if not len(properties):
        return look
    for part in properties:
        tag = part.tag
        if tag == _FILL:
            look = replace(look, tint=palette.tint(part) or look.tint)
        elif tag == _LINK and not any(mark.tag.endswith(_OWN_COLOUR) for mark in part.iter()):
            colour = palette.named("hlink")
            look = look if colour is None else replace(look, tint=Tint(colour))
    return look
