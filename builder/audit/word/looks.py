"""Resolves the styles and properties of a Word file: whether its words can be seen, and on what ground."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from builder.audit.office.colours import BLACK, Palette, darker, hexadecimal, lighter
from builder.audit.office.package import Element, W, child
from builder.audit.visibility import WHITE, Colour, Why, faint, tiny

_RUN, _PARAGRAPH, _STYLE, _BASED_ON = W + "rPr", W + "pPr", W + "rStyle", W + "basedOn"
_VALUE, _FILL, _OFF = W + "val", W + "fill", ("0", "false", "off")
_COLOUR, _SIZE, _SHADE, _HIGHLIGHT = (W + name for name in ("color", "sz", "shd", "highlight"))
_RAISED = W + "vertAlign"
_MATTERS = frozenset((_COLOUR, _SIZE, _SHADE, _HIGHLIGHT))
_HIGHLIGHTS = {
    "black": (0, 0, 0), "blue": (0, 0, 255), "cyan": (0, 255, 255), "green": (0, 255, 0),
    "magenta": (255, 0, 255), "red": (255, 0, 0), "yellow": (255, 255, 0), "white": (255, 255, 255),
    "darkBlue": (0, 0, 128), "darkCyan": (0, 128, 128), "darkGreen": (0, 128, 0),
    "darkMagenta": (128, 0, 128), "darkRed": (128, 0, 0), "darkYellow": (128, 128, 0),
    "darkGray": (128, 128, 128), "lightGray": (192, 192, 192),
}  # fmt: skip
_HALF_POINT, _TWENTIETHS, _SINGLE = 2, 20, 240  # per point; per point; of a line, for one of the usual height
_EDGES = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100}  # bits of w:tblLook
_NAMES = {"firstRow": "firstRow", "lastRow": "lastRow", "firstColumn": "firstCol", "lastColumn": "lastCol"}
_CORNERS = {
    ("firstRow", "firstCol"): "nwCell", ("firstRow", "lastCol"): "neCell",
    ("lastRow", "firstCol"): "swCell", ("lastRow", "lastCol"): "seCell",
}  # fmt: skip
_LOWEST = 0.65  # of their size: words in lower lines lose their heads


class Ink(Struct, frozen=True):
    """How words look: colour (None: whatever can be read on the ground), size in points, what is behind."""

    colour: Colour | None = None
    size: float = 10.0
    ground: Colour | None = None  # of the words themselves; None: that of their paragraph


class Ground(Struct, frozen=True):
    """What is behind words, and the table style they inherit from with the parts that apply.

    `colour` is None in a figure, whose shapes are looked at together.
    """

    colour: Colour | None = WHITE
    style: str = ""
    parts: tuple[str, ...] = ()


PAGE, FIGURE = Ground(), Ground(colour=None)


Line: TypeAlias = tuple[int, int]  # a row or column of a table: its number, from 1, and how many there are
Height: TypeAlias = tuple[float, float]  # of lines: points, and a share of the size of their words


class Setting(Struct, frozen=True):
    """What a paragraph gives its words: its style, the colour behind it, what is behind that, and room."""

    style: str
    behind: Colour | None
    ground: Ground
    height: Height = (0.0, 1.0)


class Looks:
    """The looks of one Word file; each combination of styles is resolved once."""

    def __init__(self, styles: Element | None, theme: Element | None) -> None:
        self.palette = Palette(theme)
        found = [] if styles is None else styles.findall(W + "style")
        self._styles = {style.get(W + "styleId", ""): style for style in found}
        usual = {style.get(W + "type"): style for style in found if style.get(W + "default") in ("1", "true")}
        self._usual = {kind: style.get(W + "styleId", "") for kind, style in usual.items()}
        defaults = None if styles is None else styles.find(f"{W}docDefaults/{W}rPrDefault/{_RUN}")
        self._defaults = defaults
        self._plain = self._inked(Ink(), defaults)
        self.raising = {style for style in self._styles if any(map(_raises, self._chain(style)))}
        self._verdicts: dict[tuple[str, Setting], str] = {}
        self._shades: dict[str, Colour | None] = {}
        self._levels: dict[str, int] = {}
        self._contents: dict[str, bool] = {}
        self._tones: dict[str, Colour | None] = {}
        self._leadings: dict[str, Element | None] = {}

    def raised(self, among: Container[str] | None = None) -> Iterator[str]:
        """Yield the names of the styles that raise or lower words, and are not for the marks of notes.

        Only those `among` some, where these are given.
        """
        for style in sorted(self.raising):
            if (among is None or style in among) and self._styles[style].get(W + "type") != "character":
                yield _value(child(self._styles[style], W + "name"))

    def raises(self, run: Element | None) -> bool:
        """Whether properties raise or lower the words of a run."""
        return run is not None and (_raises(run) or _value(child(run, _STYLE)) in self.raising)

    def level(self, paragraph: Element | None) -> int:
        """Return of which level the heading with these properties is, 0 where it is none."""
        style = "" if paragraph is None else _value(child(paragraph, W + "pStyle"))
        if style not in self._levels:
            self._levels[style] = self._level_of(style)
        return self._levels[style]

    def _level_of(self, style: str) -> int:
        for each in self._chain(style):
            named = _HEADING.fullmatch(_value(child(each, W + "name")))
            if named:
                return int(named[1])
            level = each.find(f"{_PARAGRAPH}/{W}outlineLvl")
            if level is not None:
                return (int(level.get(_VALUE, "9")) + 1) % 10
        return 0

    def tone(self, run: Element | None) -> Colour | None:
        """Return the colour that properties or their style give words, or rather what is behind these."""
        style = "" if run is None else _value(child(run, _STYLE))
        if style not in self._tones:
            ink = Ink()
            for each in reversed(list(self._chain(style))):
                ink = self._inked(ink, child(each, _RUN))
            self._tones[style] = ink.ground or ink.colour
        return self._tones[style]

    def strong(self, run: Element | None) -> bool:
        """Whether properties or their style make words bold."""
        style = "" if run is None else _value(child(run, _STYLE))
        for properties in (run, *(child(each, _RUN) for each in self._chain(style))):
            bold = None if properties is None else child(properties, W + "b")
            if bold is not None:
                return bold.get(_VALUE, "1") not in _OFF
        return False

    def language(self, run: Element | None, style: str, name: str = "val") -> str:
        """Return the language of words in a run with these properties, "" where nothing states it.

        `name` is the attribute of w:lang for their script: val, eastAsia or bidi.
        """
        own = "" if run is None else _value(child(run, _STYLE))
        chain = (*self._chain(own), *self._chain(style or self._usual.get("paragraph", "")))
        for properties in (run, *(child(each, _RUN) for each in chain), self._defaults):
            mark = None if properties is None else child(properties, W + "lang")
            if mark is not None and mark.get(W + name):
                return str(mark.get(W + name))
        return ""

    def misnumbered(self) -> Iterator[tuple[str, int]]:
        """Yield the heading styles whose outline level is not that of their name, with that level."""
        for style in self._styles.values():
            name = _value(child(style, W + "name"))
            named, level = _HEADING.fullmatch(name), style.find(f"{_PARAGRAPH}/{W}outlineLvl")
            if named and level is not None and level.get(_VALUE) != str(int(named[1]) - 1):
                yield name, int(_number(level.get(_VALUE))) + 1

    def lists_contents(self, paragraph: Element | None) -> bool:
        """Whether a paragraph with these properties is an entry of a table of contents, by its style."""
        style = "" if paragraph is None else _value(child(paragraph, W + "pStyle"))
        if style not in self._contents:
            names = (_value(child(each, W + "name")).lower() for each in self._chain(style))
            self._contents[style] = any(map(_CONTENTS.fullmatch, names))
        return self._contents[style]

    def setting(self, paragraph: Element | None, ground: Ground) -> Setting:
        """Return how the words of a paragraph with these properties look before its runs say anything."""
        mark = None if paragraph is None else child(paragraph, W + "pStyle")
        style = _value(mark)
        own = None if paragraph is None else self._shade(child(paragraph, _SHADE))
        line = None if paragraph is None else _leading(paragraph)
        return Setting(
            style,
            own or self._shade_of(style) or ground.colour,
            ground,
            _height(self._leading_of(style) if line is None else line),
        )

    def unseen(self, run: Element | None, setting: Setting) -> str:
        """Return why words in a run with these properties cannot be seen, "" where they can."""
        own, plain = "", True
        for part in () if run is None else run:
            if part.tag == _STYLE:
                own = part.get(_VALUE, "")
            elif part.tag in _MATTERS:
                plain = False
        if not plain:
            return _verdict(self._inked(self._styled(own, setting), run), setting)
        known = self._verdicts.get((own, setting))
        if known is None:
            known = self._verdicts[own, setting] = _verdict(self._styled(own, setting), setting)
        return known

    def _leading_of(self, style: str) -> Element | None:
        """Return the spacing that a style gives the lines of its paragraphs."""
        if style not in self._leadings:
            found = (_leading(child(each, _PARAGRAPH)) for each in self._chain(style))
            self._leadings[style] = next((one for one in found if one is not None), None)
        return self._leadings[style]

    def ink(self, run: Element | None, setting: Setting) -> Ink:
        """Return how words in a run with these properties look."""
        own = "" if run is None else _value(child(run, _STYLE))
        return self._inked(self._styled(own, setting), run)

    def page(self, root: Element) -> Ground:
        """Return the ground of a part: the colour of the document's pages, white where it says none."""
        behind = child(root, W + "background")
        colour = None if behind is None else self._coloured(behind, "color", "theme")
        return PAGE if colour is None else replace(PAGE, colour=colour)

    def cell(
        self, ground: Ground, look: Element | None, row: Line, column: Line, properties: Element | None
    ) -> Ground:
        """Return the ground of a cell with its properties, of a table in the style that `ground` names."""
        if ground.style:
            ground = replace(ground, parts=_parts(look, row, column))
        own = None if properties is None else self._shade(child(properties, _SHADE))
        if own is None and ground.style:
            own = self._table_shade(ground)
        return ground if own is None else replace(ground, colour=own)

    def _styled(self, own: str, setting: Setting) -> Ink:
        """Return how words look after the styles of table, paragraph and run."""
        style, ground = setting.style, setting.ground
        ink = self._plain
        for each in reversed(list(self._chain(ground.style))):
            ink = self._inked(ink, child(each, _RUN))
            for part in _parts_of(each, ground):
                ink = self._inked(ink, child(part, _RUN))
        for each in reversed(list(self._chain(style or self._usual.get("paragraph", "")))):
            ink = self._inked(ink, child(each, _RUN))
        for each in reversed(list(self._chain(own))):
            ink = self._inked(ink, child(each, _RUN))
        return ink

    def _chain(self, style: str) -> Iterator[Element]:
        """Yield a style and those that it is based on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = _value(child(self._styles[style], _BASED_ON))

    def _inked(self, ink: Ink, properties: Element | None) -> Ink:
        """Return the look after the properties of a run or style."""
        for part in () if properties is None else properties:
            tag = part.tag
            if tag not in _MATTERS:
                continue
            if tag == _COLOUR:
                ink = replace(ink, colour=self._coloured(part, "val", "theme"))
            elif tag == _SIZE:
                ink = replace(ink, size=_number(part.get(_VALUE)) / _HALF_POINT)
            elif tag == _SHADE:
                ink = replace(ink, ground=self._shade(part) or ink.ground)
            elif tag == _HIGHLIGHT:
                ground = _HIGHLIGHTS.get(part.get(_VALUE, ""), ink.ground)
                ink = replace(ink, ground=ground, colour=ink.colour or BLACK)
        return ink

    def _shade_of(self, style: str) -> Colour | None:
        """Return the colour that a style puts behind its paragraphs."""
        if style not in self._shades:
            shades = (self._shade(each.find(f"{_PARAGRAPH}/{_SHADE}")) for each in self._chain(style))
            self._shades[style] = next((shade for shade in shades if shade is not None), None)
        return self._shades[style]

    def _table_shade(self, ground: Ground) -> Colour | None:
        """Return the colour that a table's style gives a cell, by the parts of the table that it is in."""
        for each in self._chain(ground.style):
            for part in reversed(_parts_of(each, ground)):
                shade = self._shade(part.find(f"{W}tcPr/{_SHADE}"))
                if shade is not None:
                    return shade
            shade = self._shade(each.find(f"{W}tcPr/{_SHADE}"))
            if shade is not None:
                return shade
        return None

    def _shade(self, mark: Element | None) -> Colour | None:
        if mark is None:
            return None
        if mark.get(_VALUE) == "solid":
            return self._coloured(mark, "color", "theme")
        return self._coloured(mark, "fill", "themeFill")

    def _coloured(self, mark: Element, name: str, theme: str) -> Colour | None:
        """Return the colour that an element names, None for the automatic one."""
        named = mark.get(W + ("themeColor" if theme == "theme" else theme))
        colour = None if named is None else self.palette.named(named)
        if colour is None:
            return hexadecimal(mark.get(W + name, ""))
        tint, shade = mark.get(f"{W}{theme}Tint"), mark.get(f"{W}{theme}Shade")
        if tint:
            colour = lighter(colour, int(tint, 16) / 255)
        return darker(colour, int(shade, 16) / 255) if shade else colour


_CONTENTS = re.compile(r"toc (\d|heading)")
_HEADING = re.compile(r"[hH]eading ([1-9])")


def _raises(style: Element) -> bool:
    """Whether a style raises or lowers words."""
    return any(mark.get(_VALUE) != "baseline" for mark in style.iter(_RAISED))


def _leading(properties: Element | None) -> Element | None:
    """Return the spacing of a paragraph's lines, None where it gives none."""
    spacing = None if properties is None else child(properties, W + "spacing")
    return None if spacing is None or spacing.get(W + "line") is None else spacing


def _height(spacing: Element | None) -> Height:
    """Return how high lines are, at most: in points, and as a share of the size of their words."""
    line = 0.0 if spacing is None else _number(spacing.get(W + "line"))
    match "atLeast" if spacing is None else spacing.get(W + "lineRule", "auto"):
        case "exact":
            return line / _TWENTIETHS, 0.0
        case "auto":
            return 0.0, line / _SINGLE
        case _:
            return 0.0, 1.0


def _verdict(ink: Ink, setting: Setting) -> str:
    """Return why words that look so cannot be seen, "" where they can."""
    if tiny(ink.size):
        return Why.TINY.value
    points, share = setting.height
    if points + share * ink.size < _LOWEST * ink.size:
        return Why.FLAT.value
    behind = ink.ground or setting.behind
    if ink.colour is None or behind is None:
        return ""
    return Why.FAINT.value if faint(ink.colour, behind) else ""


def _parts(look: Element | None, row: Line, column: Line) -> tuple[str, ...]:
    """Return the parts of a table's style that a cell has, each overruled by those after it."""
    found = ["wholeTable"]
    for (number, _), head, none, bit, band in (
        (column, "firstColumn", "noVBand", 0x400, "Vert"), (row, "firstRow", "noHBand", 0x200, "Horz")
    ):  # fmt: skip
        if not _applies(look, none, bit):
            after = _applies(look, head, _EDGES[head])
            found.append(f"band{1 if (number - after) % 2 else 2}{band}")
    sides = []
    for (number, count), first, last in ((column, "firstColumn", "lastColumn"), (row, "firstRow", "lastRow")):
        at = {first: number == 1, last: number == count}
        sides.append([_NAMES[name] for name in at if at[name] and _applies(look, name, _EDGES[name])])
        found += sides[-1]
    found += [_CORNERS[up, across] for across in sides[0] for up in sides[1]]
    return tuple(found)


def _parts_of(style: Element, ground: Ground) -> list[Element]:
    """Return what a table's style says of the parts that apply, in their order."""
    found = {part.get(W + "type"): part for part in style.findall(W + "tblStylePr")}
    return [found[name] for name in ground.parts if name in found]


def _applies(look: Element | None, name: str, bit: int) -> bool:
    """Whether a table asks for a part of its style, by name or in the older way as a bit."""
    if look is None:
        return False
    stated = look.get(W + name)
    if stated is not None:
        return stated not in _OFF
    try:
        return bool(int(look.get(_VALUE, "0"), 16) & bit)
    except ValueError:
        return False


def _value(mark: Element | None) -> str:
    return "" if mark is None else str(mark.get(_VALUE, ""))


def _number(value: str | None) -> float:
    try:
        return float(value or 0)
    except ValueError:
        return 0.0
