"""Reads SVG drawings, through svglib, as filled and stroked outlines.

Scripts, links, pictures, pages and entities are refused before svglib sees the drawing, for it follows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from logging import CRITICAL, getLogger
from math import isfinite, sqrt
from typing import Any, TypeAlias

import builder.pdf_library  # noqa: F401 - before svglib imports what it prepares
from builder.brief.images.drawing import Contour, Drawing, glyphs_of
from builder.brief.images.rings import (
    CLOSE,
    CURVE,
    LINE,
    LONGEST_SIDE,
    MOST_POINTS,
    MOVE,
    Box,
    Matrix,
    Refused,
    Ring,
    area_within,
    box_within,
    dashed,
    line_within,
    moved,
    rounded,
    times,
    traced,
)

Element: TypeAlias = Any  # of lxml, which publishes no types
MAX_BYTES = 1_000_000
MOST_ELEMENTS = 10_000  # with those that are used again
MOST_SHAPES = 2_000
_DEEPEST = 60  # elements in each other
_MOST_MATCHED = 100_000_000  # characters of style sheets times elements: each rule is tried on each element
_LONGEST = 10_000  # characters of an attribute that is not a course of points

_SVG = ("", "{http://www.w3.org/2000/svg}")
_REFUSED = {
    "script": "contains a script",
    "foreignObject": "contains a page (foreignObject)",
    "image": "contains a picture",
    "feImage": "contains a picture",
    "textPath": "sets text along a path",
    **dict.fromkeys(("animate", "animateColor", "animateMotion", "animateTransform", "set"), "moves"),
}
_PAINTED = "uses a gradient, a pattern, a mask, a filter or a marker"
_SEE_THROUGH = "is see-through in parts"
_DEFINES = re.compile(r"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)
_BLENDS = re.compile(
    r"(?:^|[;{\s])(?:opacity\s*:\s*(?!1(?:\.0*)?\s*(?:[;}]|$))|mix-blend-mode\s*:\s*(?!normal))",
    re.IGNORECASE,
)
_URL = re.compile(r"url\s*\(", re.IGNORECASE)
_NAMES = {"lightgray": "lightgrey", "rebeccapurple": "#663399"}  # colours that reportlab lacks
_AGAIN, _FIT = "save it again as plain SVG", "fit its viewBox to what it draws"
_SIMPLER = f"simplify it, or export it as PNG, {LONGEST_SIDE} pixels wide"

# What svglib and reportlab raise on drawings that are not as they expect.
_DAMAGED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_drawing(data: bytes) -> Drawing:
    """Return what an SVG file draws in its viewBox; raises `Refused`, or `ImportError` without svglib."""
    from svglib.svglib import SvgRenderer

    root = _safe(data)
    getLogger("svglib").setLevel(CRITICAL)  # what it leaves out is refused here, or not seen
    renderer = SvgRenderer("", font_map=_Faces())
    converter: Any = renderer.attrConverter
    converter.convertColor = _known_colours(converter.convertColor)
    try:
        return _drawn(renderer.render(root))
    except _DAMAGED as error:
        raise Refused("cannot be read as a drawing", _AGAIN) from error


def _drawn(drawn: Any) -> Drawing:
    """Return a drawing of reportlab, scaled to pixels."""
    width, height = float(drawn.width or 0), float(drawn.height or 0)
    if not (isfinite(width) and isfinite(height) and min(width, height) > 0):
        raise Refused("has no size", "give it a viewBox")
    scale = LONGEST_SIDE / max(width, height)
    size = round(width * scale), round(height * scale)
    if min(size) < 1:
        raise Refused("is far too long for its width", _FIT)
    reader = _Reader()
    page = 0.0, 0.0, float(size[0]), float(size[1])
    reader.read(drawn.contents, (scale, 0.0, 0.0, -scale, 0.0, height * scale), page)
    if not reader.contours:
        raise Refused("draws nothing", _FIT)
    return Drawing(*size, tuple(reader.contours))


# What is refused


def _safe(data: bytes) -> Element:
    """Return the root element of a drawing that refers to nothing outside it, and runs nothing."""
    from lxml import etree

    if len(data) > MAX_BYTES:
        size = f"has {len(data) / 1e6:.1f} MB; the limit for a drawing is {MAX_BYTES / 1e6:.0f} MB"
        raise Refused(size, _SIMPLER)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("is not in UTF-8", _AGAIN) from None
    if _DEFINES.search(text):
        raise Refused("defines entities", _AGAIN)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        raise Refused("is damaged or incomplete", _AGAIN) from None
    if _local(root) != "svg":
        raise Refused("is not an SVG drawing", _AGAIN)
    foreign = [one for one in root.iter() if not _local(one)]  # what drawing programs note for themselves
    for element in foreign:
        element.getparent().remove(element)
    for shape in [*root.iter(f"{_SVG[1]}clipPath")]:  # where svglib looks for them
        root.insert(0, etree.Element(f"{_SVG[1]}defs"))
        root[0].append(shape)
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    count, styles = 0, 0
    for count, element in enumerate(_elements(root, named, 0), 1):
        if count > MOST_ELEMENTS:
            raise Refused(f"has more than {MOST_ELEMENTS:,} elements", _SIMPLER)
        _check(element)
        styles += len(element.text or "") if _local(element) == "style" else 0
    if styles * count > _MOST_MATCHED:
        raise Refused("has a long style sheet for many elements", _SIMPLER)
    return root


def _elements(element: Element, named: Mapping[str, Element], depth: int) -> Iterator[Element]:
    """Yield an element and all in it, what it uses again too."""
    if depth > _DEEPEST:
        raise Refused(
            "has elements that are nested too deeply", "ungroup its parts, and save it as plain SVG"
        )
    yield element
    parts = list(element)
    if _local(element) == "use":
        parts += [named[target] for target in _targets(element) if target in named]
    for part in parts:
        yield from _elements(part, named, depth + 1)


def _targets(element: Element) -> Iterator[str]:
    return (value.strip()[1:] for name, value in element.items() if _bare(name) == "href")


def _check(element: Element) -> None:
    """Refuse an element that runs, moves, refers to something outside, or paints what is not shown."""
    local, text = _local(element), element.text or ""
    if local in _REFUSED:
        raise Refused(_REFUSED[local])
    if local == "style":
        if "@import" in text.lower():
            raise Refused("imports a style sheet")
        _check_look("style", text)
    for name, value in element.items():
        bare = _bare(name)
        if bare.lower().startswith("on"):
            raise Refused("contains a script")
        if len(value) > _LONGEST and bare not in ("d", "points"):
            raise Refused(f"has an attribute of more than {_LONGEST:,} characters (`{bare[:40]}`)", _SIMPLER)
        if bare == "href" and local != "a" and not value.strip().startswith("#"):
            raise Refused(f"refers to `{value.strip()[:60]}`, which is outside it")
        if bare != "clip-path":
            _check_look(bare, value)


def _check_look(name: str, value: str) -> None:
    """Refuse a look that is made of other elements, or is see-through."""
    if _URL.search(value):
        raise Refused(_PAINTED)
    if _BLENDS.search(value) if name == "style" else _BLENDS.search(f"{name}:{value}"):
        raise Refused(_SEE_THROUGH)


def _local(element: Element) -> str:
    """Return the name of an element of SVG, "" for any other."""
    if not isinstance(element.tag, str):
        raise Refused("defines entities", "save it as plain SVG")
    space, brace, local = element.tag.rpartition("}")
    return local if space + brace in _SVG else ""


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


# What is drawn


class _Faces:
    """The typefaces that svglib asks for: it must neither look for fonts nor start a program that does."""

    def find_font(self, _name: str, weight: str = "normal", _style: str = "normal") -> tuple[str, bool]:
        """Return a face of reportlab by weight; the words are drawn in Carlito."""
        heavy = weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)
        return ("Helvetica-Bold" if heavy else "Helvetica"), True


class _Reader:
    """Gathers the contours of reportlab's shapes in pixels."""

    def __init__(self) -> None:
        self.contours: list[Contour] = []
        self._points = 0

    def read(self, items: Iterable[Any], matrix: Matrix, clip: Box) -> None:
        """Add what a group draws within a clip."""
        from reportlab.graphics import shapes

        for item in items:
            if isinstance(item, shapes.Group):
                self.read(item.contents, times(matrix, item.transform), clip)
            elif getattr(item, "isClipPath", 0):
                clip = box_within(clip, _rings(item, matrix))
            elif isinstance(item, shapes.String):
                self._add(item, _letters(item, matrix), matrix, clip)
            elif isinstance(item, shapes.SolidShape | shapes.LineShape):
                self._add(item, _rings(item, matrix), matrix, clip)
            else:
                raise Refused(_PAINTED)

    def _add(self, item: Any, rings: Iterable[Ring], matrix: Matrix, clip: Box) -> None:
        about = item.getProperties()
        fill = _colour(about.get("fillColor"), about.get("fillOpacity"))
        width, (a, b, c, d, _, _) = float(about.get("strokeWidth") or 0), matrix
        scale = sqrt(abs(a * d - b * c))
        weight = round(width * scale, 3)
        line = _colour(about.get("strokeColor"), about.get("strokeOpacity")) if weight else None
        found = self._counted(rings)
        filled = tuple(ring for one in found if (ring := area_within(one, clip))) if fill else ()
        stroked = tuple(piece for one in found for piece in line_within(one, clip)) if line else ()
        if dashes := about.get("strokeDashArray"):
            lengths = [float(one) * scale for one in dashes]
            stroked = self._counted(piece for one in stroked for piece in dashed(one, lengths))
        cap, join = int(about.get("strokeLineCap") or 0), int(about.get("strokeLineJoin") or 0)
        even_odd = about.get("fillMode") == 0
        if filled == stroked:
            filled = ()
        elif filled:
            self._keep(Contour(filled, fill, even_odd=even_odd))
            fill = None
        if stroked:
            self._keep(Contour(stroked, fill, line, weight, cap, join, even_odd))

    def _counted(self, rings: Iterable[Ring]) -> tuple[Ring, ...]:
        found = []
        for ring in rings:
            self._points += len(ring)
            if self._points > MOST_POINTS:
                raise Refused(f"draws more than {MOST_POINTS:,} points", _SIMPLER)
            found.append(ring)
        return tuple(found)

    def _keep(self, contour: Contour) -> None:
        self.contours.append(contour)
        if len(self.contours) > MOST_SHAPES:
            raise Refused(f"draws more than {MOST_SHAPES:,} shapes", _SIMPLER)


def _known_colours(convert: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return a reader of colours that refuses what it does not know; svglib takes that for none."""

    def colour_of(name: str) -> Any:
        name = name.strip().lower()
        found = convert(_NAMES.get(name, name))
        if found is None and name not in ("", "none"):
            raise Refused(f"has the unknown colour `{name[:40]}`", "write it as #RRGGBB")
        return found

    return colour_of


def _colour(colour: Any, opacity: float | None) -> str | None:
    """Return a colour of reportlab as `#RRGGBB`, None for none."""
    if colour is None or colour == "currentColor":
        return None
    alpha = min(colour.alpha, 1.0 if opacity is None else float(opacity))
    if 0 < alpha < 1:
        raise Refused(_SEE_THROUGH)
    return "#{:02X}{:02X}{:02X}".format(*colour.bitmap_rgb()) if alpha else None


def _rings(item: Any, matrix: Matrix) -> Iterator[Ring]:
    """Yield the course of a shape, ring by ring, in pixels."""
    from reportlab.graphics import shapes

    if isinstance(item, shapes.Path):
        yield from _path(item, matrix)
    elif isinstance(item, shapes.Line):
        yield moved([(item.x1, item.y1), (item.x2, item.y2)], matrix)
    elif isinstance(item, shapes.PolyLine | shapes.Polygon):
        points = [*zip(item.points[::2], item.points[1::2], strict=False)]
        yield moved(points + points[:1] * isinstance(item, shapes.Polygon), matrix)
    elif isinstance(item, shapes.Rect):
        rx, ry = min(item.rx or item.ry, item.width / 2), min(item.ry or item.rx, item.height / 2)
        yield rounded(item.x, item.y, item.width, item.height, rx, ry, matrix)
    elif isinstance(item, shapes.Circle):
        yield rounded(item.cx - item.r, item.cy - item.r, 2 * item.r, 2 * item.r, item.r, item.r, matrix)
    elif isinstance(item, shapes.Ellipse):
        rx, ry = item.rx, item.ry
        yield rounded(item.cx - rx, item.cy - ry, 2 * rx, 2 * ry, rx, ry, matrix)
    else:
        raise Refused(_PAINTED)


def _path(item: Any, matrix: Matrix) -> Iterator[Ring]:
    """Yield the rings of a path of reportlab."""
    numbers, count = iter(item.points), {MOVE: 1, LINE: 1, CURVE: 3, CLOSE: 0}
    yield from traced(
        ((kind, [(next(numbers), next(numbers)) for _ in range(count[kind])]) for kind in item.operators),
        matrix,
    )


def _letters(item: Any, matrix: Matrix) -> Iterator[Ring]:
    """Yield the outlines of a line of text in Carlito."""
    size, text = float(item.fontSize), item.text
    face = "Carlito-Bold" if "Bold" in item.fontName else "Carlito-Regular"
    glyphs = glyphs_of(face, "".join(sorted({*text})))
    width = sum(glyphs[one].width for one in text) * size
    x = item.x - {"middle": width / 2, "end": width}.get(item.textAnchor, 0.0)
    for one in text:
        placed = times(matrix, (size, 0.0, 0.0, size, x, item.y))
        yield from traced(glyphs[one].outline, placed)
        x += glyphs[one].width * size
