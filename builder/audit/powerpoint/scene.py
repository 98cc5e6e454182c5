"""Lists what a slide paints, with layout and master behind it, and finds the words that cannot be seen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from builder.audit.content import BAR, MARK, OUTLINE, PICTURE, TABLE, DrawnBox
from builder.audit.content import CHART as A_CHART
from builder.audit.office.colours import BLACK, Palette, Tint
from builder.audit.office.drawings import LARGEST_MARK, Shape, points_of
from builder.audit.office.package import CHART, A, Element, P, Package, child
from builder.audit.office.shapes import (
    Frame,
    area_of,
    background,
    inner,
    inset,
    is_hidden,
    length,
    scale,
    surface,
)
from builder.audit.powerpoint.looks import (
    Chain,
    Key,
    TextLook,
    base_look,
    chain,
    list_style,
    of_paragraph,
    of_run,
    placeholder_of,
    placeholders,
)
from builder.audit.visibility import WHITE, Area, Colour, Surface, Words, breadth, unseen
from builder.layout.pages import Rect
from builder.report.printable import cut

_RUNS = (A + "r", A + "fld")
_PROPERTIES, _RUN_PROPERTIES, _TEXT, _BREAK = (A + name for name in ("pPr", "rPr", "t", "br"))
_SHAPE, _PICTURE, _FRAME, _GROUP, _CONNECTOR = (
    P + name for name in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")
)
_INSETS = (("lIns", 91_440), ("tIns", 45_720), ("rIns", 91_440), ("bIns", 45_720))  # ECMA-376 21.1.2.1.1
_LOWEST = 0.65  # of their size: words in lower lines lose their heads
_CELLS, _WORDS_OF_CHART = 6, 8.0  # of a side of a chart; points
_OPEN, _LEAST_OF_MARK = 0.6, 4.0  # of a mark: from here on nothing fills it; points
_WORDS_SHOWN = 40  # characters of hidden words that are quoted
_NOWHERE = Area(0.0, 0.0, 0.0, 0.0)  # of a shape that neither says where it is nor inherits it

Painted = list[Surface | Words]


class _Line(Struct, frozen=True):
    """A paragraph, about as it is set: its words by looks, its width, the height of a line and of all."""

    by_look: dict[TextLook, list[str]]
    wide: float
    leading: float
    deep: float
    align: str


class _Backdrop(Struct):
    """A layout with its master: what they paint, and what placeholders inherit from them."""

    palette: Palette
    ground: Colour
    painted: Painted
    layout: list[tuple[Key, Element]]
    master: Element | None
    chains: dict[Key, Chain] = field(default_factory=dict)
    looks: dict[tuple[Key | None, int], TextLook] = field(default_factory=dict)

    def chain(self, key: Key) -> Chain:
        if key not in self.chains:
            self.chains[key] = chain(key, self.layout, self.master)
        return self.chains[key]


class Stage:
    """Finds the words that cannot be seen on the slides of one deck; layouts and masters are read once."""

    def __init__(self, package: Package, presentation: Element) -> None:
        self._package = package
        self._page, self._sheet = (
            Area(0.0, 0.0, *(length(child(presentation, P + size), name) for name in ("cx", "cy")))
            for size in ("sldSz", "notesSz")
        )
        self._style = child(presentation, P + "defaultTextStyle")
        self._backdrops: dict[str, _Backdrop] = {}
        self.boxes: list[DrawnBox] = []
        self._number = 0

    def unseen(
        self, part: str, root: Element, location: str, number: int, page: Area | None = None
    ) -> Iterator[str]:
        """Yield location, words and reason of what cannot be seen on a slide or a page of notes.

        `number` is that of the slide whose boxes are noted, 0 for a page of notes.
        """
        painted, ground = self.painted(part, root, number)
        for words, why in unseen(page or self._page, painted, ground):
            yield f"{location}, “{cut(words.text, _WORDS_SHOWN)}”, {why.value}"

    def painted(self, part: str, root: Element, number: int = 0) -> tuple[Painted, Colour]:
        """Return what a slide or page of notes paints, in order, and the colour behind it."""
        self._number = number
        behind = self._backdrop(part)
        painted: Painted = [] if root.get("showMasterSp") in ("0", "false") else list(behind.painted)
        for tree in root.iterfind(f"{P}cSld/{P}spTree"):
            self._paint(tree, Frame(), behind, painted)
        return painted, background(root, behind.palette) or behind.ground

    def unseen_notes(self, part: str, notes: Element, location: str) -> Iterator[str]:
        """Yield location, words and reason of what cannot be seen on a page of notes."""
        return self.unseen(part, notes, location, 0, self._sheet)

    def _backdrop(self, part: str) -> _Backdrop:
        layout = next((target for _, target in self._package.targets(part, "slideLayout")), "")
        master = next((t for _, t in self._package.targets(layout or part, "slideMaster", "notesMaster")), "")
        known = self._backdrops.get(layout or master)
        if known is None:
            known = self._backdrops[layout or master] = self._read_backdrop(layout, master)
        return known

    def _read_backdrop(self, layout: str, master: str) -> _Backdrop:
        self._number, number = 0, self._number
        theme = next((target for _, target in self._package.targets(master, "theme")), "")
        upper, lower = (self._package.parse(part) if part else None for part in (master, layout))
        mapping = None if upper is None else child(upper, P + "clrMap")
        names = {} if mapping is None else {str(name): str(value) for name, value in mapping.items()}
        palette = Palette(self._package.parse(theme) if theme else None, names)
        known = [] if lower is None else list(placeholders(lower))
        behind = _Backdrop(palette, WHITE, [], known, upper)
        over = lower is not None and lower.get("showMasterSp") in ("0", "false")
        for root in (None if over else upper, lower):
            if root is not None:
                for tree in root.iterfind(f"{P}cSld/{P}spTree"):
                    self._paint(tree, Frame(), behind, behind.painted, furniture=True)
        for root in (upper, lower):
            if root is not None:
                behind.ground = background(root, palette) or behind.ground
        self._number = number
        return behind

    def _paint(
        self, tree: Element, frame: Frame, behind: _Backdrop, painted: Painted, furniture: bool = False
    ) -> None:
        """Add what the shapes of a tree paint; of layouts and masters not their placeholders."""
        for shape in tree:
            tag = shape.tag
            if tag not in (_SHAPE, _PICTURE, _FRAME, _GROUP) or is_hidden(shape):
                continue
            if tag == _GROUP:
                self._paint(shape, inner(shape, frame), behind, painted, furniture)
            elif tag == _PICTURE:
                area = area_of(child(shape, P + "spPr"), frame)
                if area is not None:
                    painted.append(Surface(area, None))
                    if self._number:
                        self._note(PICTURE, area)
                        large = min(area.right - area.left, area.high - area.low) > LARGEST_MARK
                        painted.extend(_parts(area, PICTURE) if large else ())
            elif tag == _FRAME:
                self._paint_table(shape, frame, behind, painted)
            else:
                key = placeholder_of(shape)
                if key is None or not furniture:
                    self._paint_shape(shape, key, frame, behind, painted)

    def _paint_shape(
        self, shape: Element, key: Key | None, frame: Frame, behind: _Backdrop, painted: Painted
    ) -> None:
        look = child(shape, P + "spPr")
        drawn, area = Shape.of(shape, look), area_of(look, frame)
        own = area
        above = behind.chain(key).shapes if key is not None else ()
        if area is None:
            areas = (area_of(child(one, P + "spPr"), Frame()) for one in above)
            area = next((one for one in areas if one is not None), None)
        if area is None:
            area = _NOWHERE
        if drawn.has_code:
            painted.extend(_parts(area, "a QR code"))
            return
        fill = surface(look, area, behind.palette, child(shape, P + "style"))
        if fill is not None:
            painted.append(fill)
        body = child(shape, P + "txBody")
        if body is None or not any(text.text for text in body.iter(_TEXT)):
            self._note_drawing(drawn, area, fill, painted)
        else:
            bodies = [
                body,
                *(one for one in (child(each, P + "txBody") for each in above) if one is not None),
            ]
            frames = [one for one in (child(each, A + "bodyPr") for each in bodies) if one is not None]
            start = len(painted)
            self._write(body, area, frames, key, list_style(shape), behind, painted)
            written = [one for one in painted[start:] if isinstance(one, Words)]
            words = "".join(text.text or "" for text in body.iter(_TEXT))
            if written:
                ink = _around(one.area for one in written)
                fills = () if fill is None else (fill.colour,)
                self._note(words, area, ink, written[0].colour, fills, inherits=own is None)

    def _note(
        self,
        what: str,
        frame: Area,
        ink: Area | None = None,
        colour: Colour | None = None,
        fills: Sequence[Colour | None] = (),
        *,
        strong: Iterable[bool] = (),
        inherits: bool = False,
        points: Iterable[tuple[float, float]] = (),
    ) -> None:
        """Note where something is on a slide, and in which colours."""
        if self._number:
            rects = _rect(frame), _rect(ink or frame)
            box = DrawnBox(
                self._number, what, *rects, inherits, tuple(points), colour, tuple(fills), tuple(strong)
            )
            self.boxes.append(box)

    def _note_drawing(self, shape: Shape, area: Area, fill: Surface | None, painted: Painted) -> None:
        """Note a mark, which must be seen right of what may fill half of it, a bar or an outline."""
        left, low, right, high = area
        line = shape.parts.get(A + "ln")
        if shape.is_mark:
            self._note(MARK, area)
            area = Area(left + _OPEN * (right - left), low, right, high)
        elif fill is None or not (line is None or child(line, A + "noFill") is not None):
            return
        elif A + "custGeom" in shape.parts:
            self._note(OUTLINE, area, points=points_of(shape))
            return
        else:
            self._note(BAR, area, fills=[fill.colour])
        if self._number and max(right - left, high - low) <= LARGEST_MARK:
            painted += [Surface(area, None), Words(area, BLACK, _LEAST_OF_MARK, MARK)]

    def _write(
        self,
        body: Element,
        area: Area,
        frames: Sequence[Element],
        key: Key | None,
        own: Element | None,
        behind: _Backdrop,
        painted: Painted,
    ) -> None:
        """Add the words of a box, a paragraph at a time, where they are likely to be."""
        left, top, right, bottom = (inset(frames, name, usual) for name, usual in _INSETS)
        width = area.right - area.left - left - right
        shrunk = scale(frames)
        wraps = next((frame.get("wrap") for frame in frames if frame.get("wrap")), "square") != "none"
        lines: list[_Line] = []
        for paragraph in body.iterchildren(A + "p"):
            properties = child(paragraph, _PROPERTIES)
            level = 0 if properties is None else min(int(properties.get("lvl", "0")), 8)
            look = of_paragraph(self._look(key, level, own, behind), properties)
            lines.append(_line(paragraph, look, width, behind.palette))
        height = sum(line.deep for line in lines)
        room = area.high - area.low - top - bottom
        anchor = next((frame.get("anchor") for frame in frames if frame.get("anchor")), "t")
        down = area.low + top + {"ctr": (room - height) / 2, "b": room - height}.get(anchor, 0.0)
        flat = area.right - area.left < 1 or area.high - area.low < 1
        for line in lines:
            wide = max(min(line.wide, width), 0.0)
            start = area.left + left + {"r": width - wide, "ctr": (width - wide) / 2}.get(line.align, 0.0)
            low = max(min(down, area.high - line.leading), area.low)
            line_area = Area(start, low, start + wide, max(min(down + line.deep, area.high), low + 1))
            for own_look, words in line.by_look.items():
                tint = own_look.tint
                size = own_look.size * shrunk
                where = area if flat else line_area
                if line.leading < _LOWEST * size or (wraps and width < size / 2):
                    where = Area(start, low, start, low)
                painted.append(Words(where, tint.colour, size, "".join(words), tint.opacity, own_look.bold))
            down += line.deep

    def _look(self, key: Key | None, level: int, own: Element | None, behind: _Backdrop) -> TextLook:
        """Return how a level of text looks before its paragraph says anything of its own."""
        known = behind.looks.get((key, level))
        if known is None:
            colour = behind.palette.named("tx1") or BLACK
            sources: list[Element | None] = [self._style]
            if key is not None:
                above = behind.chain(key)
                sources += [above.style, *(list_style(shape) for shape in reversed(above.shapes))]
            known = base_look(sources, level, behind.palette, TextLook(tint=Tint(colour)))
            behind.looks[key, level] = known
        return known if own is None or not len(own) else base_look([own], level, behind.palette, known)

    def _paint_table(self, shape: Element, frame: Frame, behind: _Backdrop, painted: Painted) -> None:
        """Add the cells of a table; a chart or an embedded object is a surface of no one colour."""
        area = area_of(shape, frame, P + "xfrm")
        table = next(shape.iter(A + "tbl"), None)
        if area is None:
            return
        if table is None:
            painted.append(Surface(area, None))
            if next(shape.iter(CHART), None) is not None:
                painted.extend(_parts(area, A_CHART))
                self._note(A_CHART, area)
            return
        fills: list[Colour | None] = []
        strong: list[bool] = []
        widths = [length(column, "w") for column in table.iterfind(f"{A}tblGrid/{A}gridCol")]
        down = area.low
        for row in table.iterchildren(A + "tr"):
            deep = length(row, "h")
            start = area.left
            for column, cell in enumerate(row.iterchildren(A + "tc")):
                wide = widths[column] if column < len(widths) else 0.0
                place = Area(start, down, start + wide, down + deep)
                before = len(painted)
                fills.append(self._paint_cell(cell, place, behind, painted))
                strong.append(all(one.bold for one in painted[before:] if isinstance(one, Words)))
                start += wide
            down += deep
        self._note(TABLE, area, fills=fills, strong=strong)

    def _paint_cell(self, cell: Element, area: Area, behind: _Backdrop, painted: Painted) -> Colour | None:
        """Add a cell, and return the colour of its ground, None where it has none of its own."""
        properties, body = child(cell, A + "tcPr"), child(cell, A + "txBody")
        fill = surface(properties, area, behind.palette, None)
        if fill is not None:
            painted.append(fill)
        if body is not None:
            frame = [] if properties is None else [properties]
            self._write(body, area, frame, None, child(body, A + "lstStyle"), behind, painted)
        return None if fill is None else fill.colour


def _parts(area: Area, what: str) -> Iterator[Words]:
    """Yield what stands for the words, bars or modules of a drawing, which may be anywhere in its frame."""
    wide, high = (area.right - area.left) / _CELLS, (area.high - area.low) / _CELLS
    for column in range(_CELLS):
        for row in range(_CELLS):
            left, low = area.left + column * wide, area.low + row * high
            yield Words(Area(left, low, left + wide, low + high), BLACK, _WORDS_OF_CHART, what)


def _rect(area: Area) -> Rect:
    return Rect(area.left, area.low, area.right - area.left, area.high - area.low)


def _around(areas: Iterable[Area]) -> Area:
    """Return the area that holds others."""
    lefts, lows, rights, highs = zip(*areas, strict=True)
    return Area(min(lefts), min(lows), max(rights), max(highs))


def _line(paragraph: Element, look: TextLook, width: float, palette: Palette) -> _Line:
    """Measure a paragraph, about: its words by their looks, on as many lines as they need in `width`."""
    by_look: dict[TextLook, list[str]] = {}
    wide, breaks = 0.0, 0
    for part in paragraph:
        tag = part.tag
        if tag in _RUNS:
            own, words = look, ""
            for inner in part:
                if inner.tag == _RUN_PROPERTIES:
                    own = of_run(look, inner, palette)
                elif inner.tag == _TEXT:
                    words = inner.text or ""
            wide += breadth(words, own.size)
            if words and not words.isspace():
                by_look.setdefault(own, []).append(words)
        elif tag == _BREAK:
            breaks += 1
    leading = look.leading if look.leading > 0 else -look.leading * look.size
    count = breaks + max(1, math.ceil(wide / max(width, look.size)))
    return _Line(by_look, wide if count == 1 else math.inf, leading, leading * count, look.align)
