"""Paints what a PowerPoint template shows behind slides: its grounds, pictures, shapes, lines and words.

Of the patterns, effects and ready-made shapes of Office, the nearest plain one is painted.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from itertools import count
from math import cos, radians, sin

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.pages import Paragraph, Piece, Rect, TextBox
from builder.layout.text.measure import set_lines
from builder.preview.outlines import course_of
from builder.preview.svg import painted
from builder.templates.colours import A, Scheme
from builder.templates.package import Element, Template, Unusable
from builder.templates.slides import P, R, Slides
from builder.theme.fonts import Family

_POINT = 12_700.0  # English Metric Units
_WHOLE = 100_000.0  # OOXML counts percent in thousandths
_TURN = 60_000.0  # and degrees in these
_FILLS = ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
_LISTED = 1000  # from which on an index of a style names a ground
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
_SHAPES = ("sp", "cxnSp", "pic")
# Raised by values that Office does not write.
_ODD = (ValueError, LookupError, ArithmeticError, AttributeError, TypeError)
_LEADING = 1.2
_HIDDEN = ("1", "true")


class Ground(Struct, frozen=True):
    """What a layout shows behind a slide as SVG, with the name that slides use it by."""

    name: str
    svg: str


@lru_cache(maxsize=32)
def ground(data: bytes, layout: str, family: Family) -> Ground | None:
    """Return what a layout of a template shows, None where it shows nothing; its words are in `family`."""
    try:
        slides = _opened(data)
        inner = "".join(_Painter(slides, layout, family).ground())
    except (Unusable, *_ODD):
        return None
    if not inner:
        return None
    name = f"ground-{sha256(inner.encode()).hexdigest()[:10]}"
    view = f"0 0 {_n(slides.width)} {_n(slides.height)}"
    return Ground(name, f'<symbol id="{name}" viewBox="{view}">{inner.replace("ID-", f"{name}-")}</symbol>')


@lru_cache(maxsize=2)
def _opened(data: bytes) -> Slides:
    return Slides(Template(data))


class _Painter:
    """Paints one layout, with its master behind it."""

    def __init__(self, slides: Slides, layout: str, family: Family) -> None:
        self.slides, self.template, self.family = slides, slides.template, family
        self.layout = self.template.xml(layout)
        found = next(one for one in slides.layouts if one.part == layout)
        self.of_master = slides.masters[found.master]
        self.master = self.template.xml(self.of_master.part)
        self.parts = {id(self.layout): layout, id(self.master): self.of_master.part}
        look = self.of_master.theme
        self.formats = None if look is None else self.template.xml(look).find(f".//{A}fmtScheme")
        self.scheme, self.part, self.numbers = self.of_master.scheme, layout, count(1)

    def ground(self) -> Iterator[str]:
        """Yield the ground, then what the master and the layout draw."""
        above = self.layout.get("showMasterSp") not in ("0", "false")
        whole = Rect(0.0, 0.0, self.slides.width, self.slides.height)
        for root in (self.layout, self.master):
            ground = root.find(f"{P}cSld/{P}bg")
            if ground is not None and len(ground):
                self.part = self.parts[id(root)]
                yield from self._filled(self._fill_of_ground(ground[0]), whole, _box(whole))
                break
        for root in (self.master, self.layout) if above else (self.layout,):
            self.part = self.parts[id(root)]
            yield from self._shapes(root.find(f"{P}cSld/{P}spTree"))

    def _fill_of_ground(self, inner: Element) -> tuple[Element | None, Scheme]:
        if inner.tag == f"{P}bgRef":
            return self._listed(inner, "bgFillStyleLst")
        return _fill_in(inner), self.scheme

    def _listed(self, ref: Element | None, name: str) -> tuple[Element | None, Scheme]:
        """Return the fill that a style refers to, and the colours with that of the reference."""
        index = int(ref.get("idx", "0")) if ref is not None else 0
        listed = self.formats.find(A + name) if self.formats is not None else None
        if not index or listed is None:
            return None, self.scheme
        scheme = copy(self.scheme)
        scheme.named = {**scheme.named, "phClr": _of(self.scheme, ref) or "#000000"}
        fills = [each for each in listed if isinstance(each.tag, str)]
        return fills[min((index - 1) % _LISTED, len(fills) - 1)], scheme

    def _shapes(self, tree: Element | None) -> Iterator[str]:
        for shape in () if tree is None else tree:
            kind = str(shape.tag).rpartition("}")[2]
            about = shape.find(f"*/{P}cNvPr")
            if shape.find(f"*/{P}nvPr/{P}ph") is not None or (
                about is not None and about.get("hidden") in _HIDDEN
            ):
                continue
            paint = self._group if kind == "grpSp" else self._shape if kind in _SHAPES else None
            with suppress(*_ODD):
                yield "".join(paint(shape)) if paint else ""

    def _group(self, group: Element) -> Iterator[str]:
        form = group.find(f"{P}grpSpPr/{A}xfrm")
        inner = "".join(self._shapes(group))
        if form is None or form.find(f"{A}chExt") is None:
            yield inner
            return
        outer, own = _rect(form, "off", "ext"), _rect(form, "chOff", "chExt")
        across, down = (
            new / old if old else 1.0 for new, old in ((outer.width, own.width), (outer.height, own.height))
        )
        move = f"translate({_n(outer.x)} {_n(outer.y)}) scale({across:.5f} {down:.5f})"
        move += f" translate({_n(-own.x)} {_n(-own.y)})"
        turn = _turn(form, outer)
        yield f'<g transform="{f"{turn} {move}".strip()}">{inner}</g>'

    def _shape(self, shape: Element) -> Iterator[str]:
        kind = str(shape.tag).rpartition("}")[2]
        look = shape.find(f"{P}spPr")
        form = look.find(f"{A}xfrm") if look is not None else None
        if look is None or form is None or form.find(f"{A}ext") is None:
            return
        rect = _rect(form, "off", "ext")
        course = course_of(look, rect)
        turn = _turn(form, rect)
        inner = ""
        if kind == "pic":
            inner = self._picture(shape.find(f"{P}blipFill"), rect, course)
        elif kind == "sp":
            fill = _fill_in(look), self.scheme
            if fill[0] is None:
                fill = self._listed(shape.find(f"{P}style/{A}fillRef"), "fillStyleLst")
            inner = "".join(self._filled(fill, rect, course))
        inner += self._line(look, shape.find(f"{P}style/{A}lnRef"), course)
        yield f'<g transform="{turn}">{inner}</g>' if turn and inner else inner
        yield from self._words(shape, rect)

    def _filled(self, fill: tuple[Element | None, Scheme], rect: Rect, course: str) -> Iterator[str]:
        """Yield an area with its fill."""
        element, scheme = fill
        if element is None:
            return
        kind = str(element.tag).rpartition("}")[2]
        if kind == "blipFill":
            yield self._picture(element, rect, course)
        elif kind == "gradFill":
            yield from self._gradient(element, scheme, rect, course)
        elif kind in ("solidFill", "pattFill"):
            holder = element.find(f"{A}bgClr") if kind == "pattFill" else element
            if colour := _of(scheme, holder):
                yield f'<path d="{course}" fill="{colour}"{_opacity(holder, "fill-opacity")}/>'

    def _gradient(self, fill: Element, scheme: Scheme, rect: Rect, course: str) -> Iterator[str]:
        stops = ""
        listed = fill.findall(f"{A}gsLst/{A}gs")
        for stop in sorted(listed, key=lambda one: float(one.get("pos", "0"))):
            colour = _of(scheme, stop) or "#FFFFFF"
            at = _n(float(stop.get("pos", "0")) / _WHOLE)
            stops += f'<stop offset="{at}" stop-color="{colour}"{_opacity(stop, "stop-opacity")}/>'
        if not stops:
            return
        name = f"ID-{next(self.numbers)}"
        x, y = rect.x + rect.width / 2, rect.y + rect.height / 2
        path = fill.find(f"{A}path")
        if path is not None:
            to = path.find(f"{A}fillToRect")
            across, down = (_middle(to, *pair) for pair in (("l", "r"), ("t", "b")))
            x, y = rect.x + rect.width * across, rect.y + rect.height * down
            radius = max(rect.width * max(across, 1 - across), rect.height * max(down, 1 - down))
            about = f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"'
            kind = "radialGradient"
        else:
            line = fill.find(f"{A}lin")
            angle = radians(float(line.get("ang", "0")) / _TURN) if line is not None else 0.0
            half = (abs(rect.width * cos(angle)) + abs(rect.height * sin(angle))) / 2
            dx, dy = half * cos(angle), half * sin(angle)
            about = f'x1="{_n(x - dx)}" y1="{_n(y - dy)}" x2="{_n(x + dx)}" y2="{_n(y + dy)}"'
            kind = "linearGradient"
        yield f'<{kind} id="{name}" gradientUnits="userSpaceOnUse" {about}>{stops}</{kind}>'
        yield f'<path d="{course}" fill="url(#{name})"/>'

    def _line(self, look: Element, style: Element | None, course: str) -> str:
        """Return the outline of a shape."""
        line = look.find(f"{A}ln")
        listed, scheme = self._listed(style, "lnStyleLst")
        fill = _fill_in(line) if line is not None else None
        colours = self.scheme
        if fill is None and listed is not None:
            fill, colours = _fill_in(listed), scheme
        if fill is None or str(fill.tag).rpartition("}")[2] == "noFill":
            return ""
        holder = fill if fill.tag == f"{A}solidFill" else next(fill.iter(f"{A}gs", f"{A}fgClr"), None)
        colour = _of(colours, holder)
        widths = (one.get("w") for one in (line, listed) if one is not None)
        weight = float(next((each for each in widths if each), "9525")) / _POINT
        dashed = line is not None and (dash := line.find(f"{A}prstDash")) is not None
        dash_of = (
            f' stroke-dasharray="{_n(3 * weight)} {_n(2 * weight)}"'
            if dashed and dash.get("val") != "solid"
            else ""
        )
        if not colour:
            return ""
        stroke = f'stroke="{colour}" stroke-width="{_n(weight)}"{_opacity(holder, "stroke-opacity")}{dash_of}'
        return f'<path d="{course}" fill="none" {stroke}/>'

    def _picture(self, fill: Element | None, rect: Rect, course: str) -> str:
        """Return a picture, cut as the template cuts it, in the outline of its shape."""
        blip = fill.find(f"{A}blip") if fill is not None else None
        address = self._address(blip)
        if fill is None or blip is None or not address:
            return ""
        left, top, right, bottom = _sides(fill.find(f"{A}srcRect"))
        into = _sides(fill.find(f"{A}stretch/{A}fillRect"))
        rect = Rect(
            rect.x + into[0] * rect.width,
            rect.y + into[1] * rect.height,
            rect.width * (1 - into[0] - into[2]),
            rect.height * (1 - into[1] - into[3]),
        )
        across, down = max(1 - left - right, 0.01), max(1 - top - bottom, 0.01)
        whole = Rect(
            rect.x - left * rect.width / across,
            rect.y - top * rect.height / down,
            rect.width / across,
            rect.height / down,
        )
        faint = blip.find(f"{A}alphaModFix")
        opacity = f' opacity="{_n(float(faint.get("amt", _WHOLE)) / _WHOLE)}"' if faint is not None else ""
        name = f"ID-{next(self.numbers)}"
        area = f'x="{_n(whole.x)}" y="{_n(whole.y)}" width="{_n(whole.width)}" height="{_n(whole.height)}"'
        image = f'<image {area} preserveAspectRatio="none"{opacity} href="{address}"/>'
        return f'<clipPath id="{name}"><path d="{course}"/></clipPath><g clip-path="url(#{name})">{image}</g>'

    def _address(self, blip: Element | None) -> str:
        """Return a picture of the template as an address with its data; "" for one that no browser shows."""
        name = blip.get(f"{R}embed") if blip is not None else None
        target = next((one.target for one in self.template.relations(self.part) if one.id == name), "")
        data = self.template.parts.get(target)
        return _shown(data) if data else ""

    def _words(self, shape: Element, rect: Rect) -> Iterator[str]:
        """Yield the words that a shape has."""
        body = shape.find(f"{P}txBody")
        if body is None or not any((each.text or "").strip() for each in body.iterfind(f"{A}p/{A}r/{A}t")):
            return
        about = body.find(f"{A}bodyPr")
        given = {} if about is None else about.attrib
        left, top, right, bottom = (
            float(given.get(name, usual)) / _POINT
            for name, usual in (("lIns", 91440), ("tIns", 45720), ("rIns", 91440), ("bIns", 45720))
        )
        room = Rect(
            rect.x + left,
            rect.y + top,
            max(rect.width - left - right, 1.0),
            max(rect.height - top - bottom, 1.0),
        )
        paragraphs = tuple(self._paragraph(each, body, room.width) for each in body.iterfind(f"{A}p"))
        anchor = {"ctr": "middle", "b": "bottom"}.get(given.get("anchor", "t"), "top")
        yield painted(TextBox(room, paragraphs, anchor=anchor))

    def _paragraph(self, paragraph: Element, body: Element, width: float) -> Paragraph:
        words = "".join(
            each.text or "" if each.tag == f"{A}t" else " "
            for each in paragraph.iter(f"{A}t", f"{A}br")
            if each.getparent().tag != f"{A}fld"  # which counts slides, or says the date
        )
        first = next((one for one in paragraph.iter(f"{A}rPr", f"{A}endParaRPr")), None)
        usual = body.find(f"{A}lstStyle/{A}lvl1pPr/{A}defRPr")
        looks = [one for one in (first, usual) if one is not None]
        size = float(next((one.get("sz") for one in looks if one.get("sz")), "1800")) / 100
        fills = (_of(self.scheme, one.find(f"{A}solidFill")) for one in looks)
        colour = next(filter(None, fills), self.scheme.named.get("tx1", "#000000"))
        bold = next((one.get("b") for one in looks if one.get("b")), "0") in _HIDDEN
        own = paragraph.find(f"{A}pPr")
        align = {"ctr": "center", "r": "right"}.get(own.get("algn", "l") if own is not None else "l", "left")
        made = Paragraph(
            (Piece(None, words),), size, size * _LEADING, colour, bold, align=align, family=self.family
        )
        return set_lines(made, width) if words.strip() else replace(made, lines=((),))


@lru_cache(maxsize=32)
def _shown(data: bytes) -> str:
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as opened:
            kind = _TYPES.get(opened.format or "")
            if kind is None:
                file = BytesIO()
                opened.convert("RGBA").save(file, "PNG")
                kind, data = _TYPES["PNG"], file.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
    return f"data:{kind};base64,{b64encode(data).decode()}"


def _of(scheme: Scheme, holder: Element | None) -> str | None:
    """Return a colour of the template, unless it is none."""
    found = scheme.of(holder)
    return found if found and re.fullmatch("#[0-9A-F]{6}", found) else None


def _fill_in(holder: Element) -> Element | None:
    return next((each for each in holder if str(each.tag).removeprefix(A) in _FILLS), None)


def _rect(form: Element, place: str, size: str) -> Rect:
    at, extent = form.find(A + place), form.find(A + size)
    x, y = (float(at.get(name, "0")) / _POINT if at is not None else 0.0 for name in "xy")
    width, height = (float(extent.get(name, "0")) / _POINT for name in ("cx", "cy"))
    return Rect(x, y, width, height)


def _turn(form: Element, rect: Rect) -> str:
    """Return how a shape is turned and mirrored in its middle."""
    x, y = rect.x + rect.width / 2, rect.y + rect.height / 2
    angle = float(form.get("rot", "0")) / _TURN
    turns = [f"rotate({_n(angle)} {_n(x)} {_n(y)})"] if angle else []
    across, down = (-1 if form.get(name) in _HIDDEN else 1 for name in ("flipH", "flipV"))
    if across < 0 or down < 0:
        turns.append(f"translate({_n(x)} {_n(y)}) scale({across} {down}) translate({_n(-x)} {_n(-y)})")
    return " ".join(turns)


def _sides(element: Element | None) -> tuple[float, float, float, float]:
    """Return how much is cut off, or left free, at each side, as shares of the whole."""
    left, top, right, bottom = (
        float(element.get(name, "0")) / _WHOLE if element is not None else 0.0 for name in "ltrb"
    )
    return left, top, right, bottom


def _middle(element: Element | None, before: str, after: str) -> float:
    if element is None:
        return 0.5
    start, end = (float(element.get(name, "0")) / _WHOLE for name in (before, after))
    return min(max((start + 1 - end) / 2, 0.0), 1.0)


def _opacity(holder: Element | None, name: str) -> str:
    faint = next(holder.iter(f"{A}alpha"), None) if holder is not None else None
    return f' {name}="{_n(float(faint.get("val", _WHOLE)) / _WHOLE)}"' if faint is not None else ""


def _box(rect: Rect) -> str:
    return f"M{_n(rect.x)} {_n(rect.y)}h{_n(rect.width)}v{_n(rect.height)}h{_n(-rect.width)}z"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
