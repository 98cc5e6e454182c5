"""Resolves the area that a shape covers, in points, and what its fill paints there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from builder.audit.office.colours import Palette
from builder.audit.office.package import A, Element, P, child, words_in
from builder.audit.visibility import Area, Colour, Surface

_POINT = 12_700.0  # English Metric Units
_OFF, _EXT = A + "off", A + "ext"
_CELLS = {"lIns": "marL", "tIns": "marT", "rIns": "marR", "bIns": "marB"}  # a box's edges, and a table cell's


class Frame(Struct, frozen=True):
    """How the coordinates of a group become those of the slide, in points."""

    x: float = 0.0
    y: float = 0.0
    across: float = 1 / _POINT
    down: float = 1 / _POINT


def surface(look: Element | None, area: Area, palette: Palette, style: Element | None) -> Surface | None:
    """Return what a shape's fill paints; None where it has none."""
    for fill in () if look is None else look:
        match fill.tag.rpartition("}")[2]:
            case "solidFill":
                tint = palette.tint(fill)
                return None if tint is None else Surface(area, *tint)
            case "noFill":
                return None
            case "gradFill" | "blipFill" | "pattFill":
                return Surface(area, None)
    inherited = None if style is None else child(style, A + "fillRef")
    if inherited is None or inherited.get("idx", "0") in ("0", "1000"):
        return None
    tint = palette.tint(inherited)
    return None if tint is None else Surface(area, *tint)


def background(root: Element, palette: Palette) -> Colour | None:
    """Return the colour of a slide's, layout's or master's own background, None where it has none."""
    holder = root.find(f"{P}cSld/{P}bg")
    if holder is None or not len(holder):
        return None
    fill = child(holder[0], A + "solidFill") if holder[0].tag == P + "bgPr" else holder[0]
    tint = palette.tint(fill)
    return None if tint is None else tint.colour


def is_hidden(shape: Element) -> bool:
    """Whether a shape is marked as not to be shown."""
    about = child(shape[0], P + "cNvPr") if len(shape) else None
    return about is not None and about.get("hidden") in ("1", "true")


def length(element: Element | None, name: str) -> float:
    """Return a length that an attribute gives, in points; 0 where it is not given."""
    return 0.0 if element is None else int(element.get(name, "0")) / _POINT


def area_of(look: Element | None, frame: Frame, name: str = A + "xfrm") -> Area | None:
    """Return the area of a shape on the slide, None where it does not state one."""
    form = None if look is None else child(look, name)
    sides = {} if form is None else {side.tag: side for side in reversed(form)}
    corner, size = sides.get(_OFF), sides.get(_EXT)
    if corner is None or size is None:
        return None
    left = frame.x + int(corner.get("x")) * frame.across
    low = frame.y + int(corner.get("y")) * frame.down
    wide, deep = int(size.get("cx")) * frame.across, int(size.get("cy")) * frame.down
    return Area(left, low, left + wide, low + deep)


def worded(shapes: Iterable[Element], look: str, line: str, text: str) -> Iterator[tuple[Area, str]]:
    """Yield area and words of the shapes with words and a position of their own; the tags are a format's."""
    for shape in shapes:
        words = " ".join(words_in(each, text) for each in shape.iter(line))
        area = area_of(child(shape, look), Frame()) if words.strip() else None
        if area is not None:
            yield area, words


def inner(group: Element, frame: Frame, name: str = P + "grpSpPr") -> Frame:
    """Return the frame of a group's members; `name` is the element with the group's own properties."""
    look = child(group, name)
    form = None if look is None else child(look, A + "xfrm")
    outer, size, own, inside = (
        None if form is None else child(form, A + name) for name in ("off", "ext", "chExt", "chOff")
    )
    if outer is None or size is None or own is None or inside is None:
        return frame
    across = frame.across * (int(size.get("cx")) or 1) / (int(own.get("cx")) or 1)
    down = frame.down * (int(size.get("cy")) or 1) / (int(own.get("cy")) or 1)
    x = frame.x + int(outer.get("x")) * frame.across - int(inside.get("x")) * across
    y = frame.y + int(outer.get("y")) * frame.down - int(inside.get("y")) * down
    return Frame(x, y, across, down)


def inset(frames: Sequence[Element], name: str, usual: int) -> float:
    """Return how far text keeps from an edge in points, by the first of the frames that says so."""
    found = (frame.get(name) or frame.get(_CELLS[name]) for frame in frames)
    return int(next((value for value in found if value), usual)) / _POINT


def scale(frames: Sequence[Element]) -> float:
    """Return by how much a box shrinks its text."""
    fit = None if not frames else child(frames[0], A + "normAutofit")
    return 1.0 if fit is None else int(str(fit.get("fontScale", "100000")).rstrip("%")) / 100_000
