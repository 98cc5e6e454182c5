"""Writes marks, line samples and pictures as native drawings in a line of text."""

from __future__ import annotations

from functools import lru_cache

from builder.export.office.drawing import DECORATIVE, NO_FILL, NO_LINE, free_form, path, preset, rgb
from builder.export.office.markup import NAMESPACES, NOTHING, Markup, element, emu, joined
from builder.export.word.markup import w
from builder.outline.text import Level
from builder.theme.theme import MarkLook, Theme

SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
CHART = NAMESPACES["c"]


def inline(
    number: int,
    name: str,
    width: float,
    height: float,
    kind: str,
    content: Markup,
    alt: str | None = None,
    fallback: Markup = NOTHING,
    link: str | None = None,
) -> Markup:
    """Return a drawing in the line of text, sizes in points.

    `kind` is the namespace of the content; without `alt` the drawing is a decoration, not read aloud.
    Programs that do not know Word's own shapes show the `fallback` instead.
    """
    decoration = element("a:extLst", element("a:ext", element("adec:decorative", val=1), uri=DECORATIVE))
    linked = element("a:hlinkClick", r__id=link) if link else NOTHING
    about = decoration if alt is None else linked
    drawing = w(
        "drawing",
        element(
            "wp:inline",
            element("wp:extent", cx=emu(width), cy=emu(height)),
            element("wp:docPr", about, id=number, name=name, descr=alt),
            element("wp:cNvGraphicFramePr"),
            element("a:graphic", element("a:graphicData", content, uri=kind)),
            distT=0,
            distB=0,
            distL=0,
            distR=0,
        ),
    )
    if kind in (PICTURE, CHART):
        return drawing
    choice = element("mc:Choice", drawing, Requires="wpg" if kind == GROUP else "wps")
    return element("mc:AlternateContent", choice, element("mc:Fallback", fallback) if fallback else NOTHING)


def certainty_mark(level: Level, number: int, theme: Theme) -> Markup:
    """Return the mark of a level in the line of text, a decoration, for its word follows it."""
    side, width = theme.memo.mark, theme.memo.mark + theme.memo.mark_gap
    name = f"Certainty mark {number}"
    first, *half = (wsp(form) for form in mark_forms(level, width, side, theme.colours.ink2, theme.mark))
    if half:
        return w("r", inline(number, name, width, side, GROUP, group(width, side, first, *half)))
    return w("r", inline(number, name, width, side, SHAPE, first))


@lru_cache(maxsize=32)
def mark_forms(
    level: Level, width: float, side: float, colour: str, look: MarkLook, x: float = 0.0, y: float = 0.0
) -> tuple[Markup, ...]:
    """Return place, form and colours of a square, full or open, at the left of a frame `width` wide.

    A half mark is an open one, and a second shape that fills its left half: many programs paint a shape with
    two paths wrong.
    """
    weight = side * look.outline
    edge, far = weight / 2, side - weight / 2
    square = ((edge, edge), (far, edge), (far, far), (edge, far))
    form = free_form(path(width, side, square, filled=level is Level.ASSERTED))
    first = joined(transform(x, y, width, side), form, rgb(colour), outline(colour, weight))
    if level is not Level.QUALIFIED:
        return (first,)
    half = transform(x + edge, y + edge, side / 2 - edge, side - weight)
    return first, joined(half, preset("rect"), rgb(colour), NO_LINE)


def group(width: float, height: float, *shapes: Markup) -> Markup:
    """Return a group of shapes with the coordinates of its frame, in points from the corner."""
    corner, extent = {"x": 0, "y": 0}, {"cx": emu(width), "cy": emu(height)}
    frame = (
        element("a:off", **corner),
        element("a:ext", **extent),
        element("a:chOff", **corner),
        element("a:chExt", **extent),
    )
    return element(
        "wpg:wgp",
        element("wpg:cNvGrpSpPr"),
        element("wpg:grpSpPr", element("a:xfrm", *frame)),
        *shapes,
    )


def line_sample(dashed: bool, number: int, theme: Theme) -> Markup:
    """Return a short line as a figure's key shows it, at the height of small letters."""
    look = theme.memo
    width, height = look.sample + look.mark_gap, look.mark
    points = ((0.0, height / 2), (look.sample, height / 2))
    shape = wsp(
        joined(
            transform(0, 0, width, height),
            free_form(path(width, height, points, closed=False, filled=False)),
            NO_FILL,
            outline(theme.colours.edge, look.sample_weight, theme.dash if dashed else None),
        )
    )
    return w("r", inline(number, f"Line sample {number}", width, height, SHAPE, shape))


def drawn_picture(number: int, shown: Markup, width: float, height: float, alt: str) -> Markup:
    """Return a picture, `width` by `height` points."""
    name = f"Picture {number}"
    content = element(
        "pic:pic",
        element("pic:nvPicPr", element("pic:cNvPr", id=number, name=name), element("pic:cNvPicPr")),
        element("pic:blipFill", shown, element("a:stretch", element("a:fillRect"))),
        element("pic:spPr", transform(0, 0, width, height), preset("rect")),
    )
    return inline(number, name, width, height, PICTURE, content, alt)


def drawn_chart(number: int, relation: str, width: float, height: float, alt: str) -> Markup:
    """Return the chart behind a relationship, `width` by `height` points."""
    content = element("c:chart", xmlns__c=CHART, r__id=relation)
    return inline(number, f"Chart {number}", width, height, CHART, content, alt)


def wsp(properties: Markup, *text: Markup, kind: Markup = NOTHING) -> Markup:
    """Return a shape with its properties; `text` is its text and how it is set."""
    return element(
        "wps:wsp",
        kind or element("wps:cNvSpPr"),
        element("wps:spPr", properties),
        *(text or (element("wps:bodyPr"),)),
    )


def transform(
    x: float, y: float, width: float, height: float, *, flip_h: bool = False, flip_v: bool = False
) -> Markup:
    """Return position and size of a shape in points from its frame's corner."""
    return element(
        "a:xfrm",
        element("a:off", x=emu(x), y=emu(y)),
        element("a:ext", cx=emu(width), cy=emu(height)),
        flipH=1 if flip_h else None,
        flipV=1 if flip_v else None,
    )


def outline(
    colour: str, weight: float, dash: tuple[float, float] | None = None, head: Markup = NOTHING
) -> Markup:
    """Return a line's colour, weight in points, dashes, on and off in points, and arrow head."""
    return element(
        "a:ln",
        rgb(colour),
        _dashes(dash, weight) if dash else NOTHING,
        element("a:miter", lim=800000),
        head,
        w=emu(weight),
    )


def _dashes(dash: tuple[float, float], weight: float) -> Markup:
    on, off = (round(length / weight * 100_000) for length in dash)
    return element("a:custDash", element("a:ds", d=on, sp=off))


def arrow_head(times: float) -> Markup:
    """Return a filled arrow head; Office has heads of two, three and five `times` the line's weight."""
    size = "sm" if times < 2.5 else "med" if times < 4.5 else "lg"
    return element("a:tailEnd", type="triangle", w=size, len=size)
