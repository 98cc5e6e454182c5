"""Reads the boxes of words in a group of shapes of a Word file, and finds words that others cover."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice, product

from builder.audit.office.package import WP, WPG, WPS, A, Element, W, child, words_in
from builder.audit.office.shapes import Frame, area_of, inner, length, surface
from builder.audit.visibility import WHITE, Area, Surface, Words, breadth, unseen
from builder.audit.word.looks import FIGURE, Looks
from builder.report.printable import cut

_LEADING = 1.2
_SHOWN = 40  # characters of covered words that are quoted
_POINT = 12_700.0
_FORM = 0.1  # by how much a drawing may be wider or higher than its place
_FRAMES = (A + "ext", A + "chExt")


def covered(drawing: Element, looks: Looks) -> Iterator[tuple[str, str]]:
    """Yield the words of a drawing that nobody sees, and why."""
    boxes = next(drawing.iter(W + "txbxContent"), None)
    if boxes is None:
        return
    painted: list[Surface | Words] = []
    frame = Frame()
    for part in drawing.iter(WPS + "wsp", WPG + "wgp", WPG + "grpSp"):
        if part.tag != WPS + "wsp":
            frame = inner(part, frame, WPG + "grpSpPr")
        else:
            _paint(part, frame, looks, painted)
    areas = [one.area for one in painted]
    page = Area(
        min((area.left for area in areas), default=0), min((area.low for area in areas), default=0),
        max((area.right for area in areas), default=0), max((area.high for area in areas), default=0),
    )  # fmt: skip
    for words, why in unseen(page, painted, WHITE):
        yield cut(words.text, _SHOWN), why.value


def place_of(part: Element) -> tuple[float, float] | None:
    """Return width and height of the place in the line of text that a part of a drawing has, in points."""
    holder = next(part.iterancestors(WP + "inline", WP + "anchor"), None)
    extent = None if holder is None else child(holder, WP + "extent")
    return None if extent is None else _sides(extent)


def is_squeezed(drawing: Element, instead: Element | None = None) -> bool:
    """Whether what a drawing shows has another size than its place, or than what it is shown instead of."""
    form = next(drawing.iter(A + "xfrm"), None)
    places = [
        place for one in (drawing, instead) if one is not None for place in islice(one.iter(WP + "extent"), 1)
    ]
    sizes = () if form is None else tuple(map(_sides, form.iterchildren(*_FRAMES)))
    return any(
        abs(drawn - given) > _FORM * given
        for place, own in product(map(_sides, places), sizes)
        for drawn, given in zip(own, place, strict=True)
    )


def _sides(extent: Element) -> tuple[float, float]:
    return length(extent, "cx"), length(extent, "cy")


def _paint(shape: Element, frame: Frame, looks: Looks, painted: list[Surface | Words]) -> None:
    """Add the fill of a shape, and its words where they are likely to be."""
    look = child(shape, WPS + "spPr")
    area = area_of(look, frame)
    if area is None:
        return
    fill = surface(look, area, looks.palette, None)
    if fill is not None:
        painted.append(fill)
    lines = [line for line in shape.iter(W + "p") if any(text.text for text in line.iter(W + "t"))]
    if not lines:
        return
    edges = next(shape.iterchildren(WPS + "bodyPr"), None)
    left, top, right, bottom = (
        int(value) / _POINT if edges is not None and (value := edges.get(name)) else 0.0
        for name in ("lIns", "tIns", "rIns", "bIns")
    )
    room = Area(area.left + left, area.low + top, area.right - right, area.high - bottom)
    anchor = "t" if edges is None else edges.get("anchor", "t")
    painted += _written(lines, room, anchor, looks)


def _written(lines: Sequence[Element], room: Area, anchor: str, looks: Looks) -> list[Words]:
    """Return the words of a box by paragraph, one under the other."""
    found: list[tuple[Words, float]] = []
    width = max(room.right - room.left, 1.0)
    for line in lines:
        setting = looks.setting(child(line, W + "pPr"), FIGURE)
        wide, text, ink = 0.0, "", looks.ink(None, setting)
        for run in line.iter(W + "r"):
            words = words_in(run, W + "t")
            if words:
                ink = looks.ink(child(run, W + "rPr"), setting)
                wide += breadth(words, ink.size)
                text += words
        deep = math.ceil(wide / width) * _LEADING * ink.size
        if ink.colour is not None:
            found.append((Words(room, ink.colour, ink.size, text), deep))
    total = sum(deep for _, deep in found)
    down = room.low + {"ctr": (room.high - room.low - total) / 2, "b": room.high - room.low - total}.get(
        anchor, 0.0
    )
    written: list[Words] = []
    for one, deep in found:
        low = max(min(down, room.high - one.size), room.low)
        area = Area(room.left, low, room.right, max(min(down + deep, room.high), low + 1))
        written.append(Words(area, one.colour, one.size, one.text))
        down += deep
    return written
