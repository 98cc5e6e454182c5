"""Marks, pictures and placed figures become native drawings that stand in a line of text."""

from __future__ import annotations

from builder.export.word.markup import NOTHING, Markup, element, emu, hex_colour, joined, w
from builder.outline.text import Level
from builder.theme.theme import DEFAULT
from builder.theme.tokens import TOKENS

SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"

_DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"  # extension of MS-ODRAWXML 2.2.5: not read aloud

MARK = 6.0  # side of a certainty mark
_MARK_WEIGHT = 0.75
_MARK_GAP = 4.5  # empty room right of the mark, inside the drawing, so that no space is needed
_SAMPLE = 17.0  # length of a line in a figure's key
_SAMPLE_WEIGHT = 1.2


def inline(
    number: int, name: str, width: float, height: float, kind: str, content: Markup, alt: str | None = None
) -> Markup:
    """Return a run with a drawing that stands in the line of text, sizes in points.

    `kind` is the namespace of the content; without `alt` the drawing is a decoration, not read aloud.
    """
    decoration = element("a:extLst", element("a:ext", element("adec:decorative", val=1), uri=_DECORATIVE))
    drawing = w(
        "drawing",
        element(
            "wp:inline",
            element("wp:extent", cx=emu(width), cy=emu(height)),
            element("wp:docPr", decoration if alt is None else NOTHING, id=number, name=name, descr=alt),
            element("wp:cNvGraphicFramePr"),
            element("a:graphic", element("a:graphicData", content, uri=kind)),
            distT=0,
            distB=0,
            distL=0,
            distR=0,
        ),
    )
    if kind == PICTURE:
        return w("r", drawing)
    requires = "wpg" if kind == GROUP else "wps"
    return w("r", element("mc:AlternateContent", element("mc:Choice", drawing, Requires=requires)))


def certainty_mark(level: Level, number: int) -> Markup:
    """Return the mark of a level in the line of text, a decoration, for its word follows it."""
    width = MARK + _MARK_GAP
    shape = wsp(joined(transform(0, 0, width, MARK), mark_form(level, width, MARK, TOKENS.ink2)))
    return inline(number, f"Certainty mark {number}", width, MARK, SHAPE, shape)


def mark_form(level: Level, width: float, side: float, colour: str) -> Markup:
    """Return form and colours of a square that is full, half or open, at the left of a frame `width` wide."""
    edge, far = _MARK_WEIGHT / 2, side - _MARK_WEIGHT / 2
    square = ((edge, edge), (far, edge), (far, far), (edge, far))
    paths = [path(width, side, square, closed=True, filled=level is Level.ASSERTED)]
    if level is Level.QUALIFIED:
        half = ((edge, edge), (side / 2, edge), (side / 2, far), (edge, far))
        paths.append(path(width, side, half, closed=True, filled=True, stroked=False))
    return joined(free_form(*paths), solid(colour), outline(colour, _MARK_WEIGHT))


def line_sample(dashed: bool, number: int) -> Markup:
    """Return a short line as a figure's key shows it, at the height of small letters."""
    width = _SAMPLE + _MARK_GAP
    points = ((0.0, MARK / 2), (_SAMPLE, MARK / 2))
    shape = wsp(
        joined(
            transform(0, 0, width, MARK),
            free_form(path(width, MARK, points, closed=False, filled=False)),
            element("a:noFill"),
            outline(TOKENS.edge, _SAMPLE_WEIGHT, dashed),
        )
    )
    return inline(number, f"Line sample {number}", width, MARK, SHAPE, shape)


def drawn_picture(number: int, relation: str, width: float, height: float, alt: str) -> Markup:
    """Return a run with the picture behind a relationship, `width` by `height` points."""
    name = f"Picture {number}"
    content = element(
        "pic:pic",
        element("pic:nvPicPr", element("pic:cNvPr", id=number, name=name), element("pic:cNvPicPr")),
        element(
            "pic:blipFill", element("a:blip", r__embed=relation), element("a:stretch", element("a:fillRect"))
        ),
        element("pic:spPr", transform(0, 0, width, height), preset("rect")),
    )
    return inline(number, name, width, height, PICTURE, content, alt)


def wsp(properties: Markup, *text: Markup, kind: Markup = NOTHING) -> Markup:
    """Return a shape with its properties; `text` is its text and how that stands in it."""
    return element(
        "wps:wsp",
        kind or element("wps:cNvSpPr"),
        element("wps:spPr", properties),
        *(text or (element("wps:bodyPr"),)),
    )


def transform(
    x: float, y: float, width: float, height: float, *, flip_h: bool = False, flip_v: bool = False
) -> Markup:
    """Return place and size of a shape in points from its frame's corner."""
    return element(
        "a:xfrm",
        element("a:off", x=emu(x), y=emu(y)),
        element("a:ext", cx=emu(width), cy=emu(height)),
        flipH=1 if flip_h else None,
        flipV=1 if flip_v else None,
    )


def preset(name: str, radius: float = 0.0) -> Markup:
    """Return a form that Office knows by name; `radius` is the share of the shorter side that is rounded."""
    value = f"val {round(radius * 100_000)}"
    rounding = element("a:gd", name="adj", fmla=value) if radius else NOTHING
    return element("a:prstGeom", element("a:avLst", rounding), prst=name)


def free_form(*paths: Markup) -> Markup:
    """Return the geometry of a shape that is drawn along paths."""
    return element(
        "a:custGeom",
        element("a:avLst"),
        element("a:gdLst"),
        element("a:ahLst"),
        element("a:cxnLst"),
        element("a:rect", l="0", t="0", r="r", b="b"),
        element("a:pathLst", *paths),
    )


def path(
    width: float,
    height: float,
    points: tuple[tuple[float, float], ...],
    *,
    closed: bool,
    filled: bool,
    stroked: bool = True,
) -> Markup:
    """Return a path through points of a frame that is `width` by `height` points."""
    steps = (
        element(f"a:{'lnTo' if index else 'moveTo'}", element("a:pt", x=emu(x), y=emu(y)))
        for index, (x, y) in enumerate(points)
    )
    return element(
        "a:path",
        *steps,
        element("a:close") if closed else NOTHING,
        w=emu(width),
        h=emu(height),
        fill=None if filled else "none",
        stroke=None if stroked else 0,
    )


def solid(colour: str) -> Markup:
    """Return a fill in one colour."""
    return element("a:solidFill", element("a:srgbClr", val=hex_colour(colour)))


def outline(colour: str, weight: float, dashed: bool = False, head: Markup = NOTHING) -> Markup:
    """Return a line's colour, weight in points, dashes and arrow head."""
    return element(
        "a:ln",
        solid(colour),
        _dashes(weight) if dashed else NOTHING,
        element("a:miter", lim=800000),
        head,
        w=emu(weight),
    )


def _dashes(weight: float) -> Markup:
    on, off = (round(length / weight * 100_000) for length in DEFAULT.dash)
    return element("a:custDash", element("a:ds", d=on, sp=off))


def arrow_head(times: float) -> Markup:
    """Return a filled arrow head; Office has heads of two, three and five `times` the line's weight."""
    size = "sm" if times < 2.5 else "med" if times < 4.5 else "lg"
    return element("a:tailEnd", type="triangle", w=size, len=size)
