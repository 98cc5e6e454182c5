"""Writes what Word and PowerPoint have in common: fills, forms, paths, and the theme part."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from builder.export.office.markup import NAMESPACES, NOTHING, Markup, element, emu, hex_colour, part
from builder.outline.text import QrCode
from builder.theme.geometry import Rect
from builder.theme.theme import Theme

Point = tuple[float, float]

_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # extension of MS-ODRAWXML 2.2.4.2: a drawing
DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"  # extension of MS-ODRAWXML 2.2.5: not read aloud

NO_FILL = element("a:noFill")
NO_LINE = element("a:ln", NO_FILL)


def preset(name: str, radius: float = 0.0) -> Markup:
    """Return a form that Office knows by name; `radius` is the share of the shorter side that is rounded."""
    value = f"val {round(radius * 100_000)}"
    rounding = element("a:gd", name="adj", fmla=value) if radius else NOTHING
    return element("a:prstGeom", element("a:avLst", rounding), prst=name)


def rectangle(rect: Rect, radius: float = 0.0) -> Markup:
    """Return a rectangle, with round corners of `radius` points."""
    return preset("roundRect", radius / min(rect.width, rect.height)) if radius else preset("rect")


def rgb(colour: str) -> Markup:
    """Return a fill in one colour."""
    return element("a:solidFill", element("a:srgbClr", val=hex_colour(colour)))


def scheme(name: str, changes: Markup = NOTHING) -> Markup:
    """Return a fill in a colour of the theme part, changed in some ways."""
    return element("a:solidFill", element("a:schemeClr", changes, val=name))


def free_form(*paths: Markup, sites: Markup = NOTHING) -> Markup:
    """Return the geometry of a shape that is drawn along paths; connectors may be glued to its `sites`."""
    return element(
        "a:custGeom",
        element("a:avLst"),
        element("a:gdLst"),
        element("a:ahLst"),
        element("a:cxnLst", sites),
        element("a:rect", l="0", t="0", r="r", b="b"),
        element("a:pathLst", *paths),
    )


def path(
    width: float,
    height: float,
    points: Sequence[Point],
    *,
    closed: bool = True,
    filled: bool = True,
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
    )


def blip(relation: str, drawing: str | None = None) -> Markup:
    """Return a picture behind a relationship; programs that know SVG show the drawing behind the other."""
    svg = element("asvg:svgBlip", xmlns__asvg=NAMESPACES["asvg"], r__embed=drawing)
    more = element("a:extLst", element("a:ext", svg, uri=_SVG)) if drawing else NOTHING
    return element("a:blip", more, r__embed=relation)


def code_form(code: QrCode) -> Markup:
    """Return the form of a QR code: one path around its dark modules, whose unit is a module."""
    steps = []
    for x, y, count in code.bars:
        first, *others = ((x, y), (x + count, y), (x + count, y + 1), (x, y + 1))
        steps.append(element("a:moveTo", element("a:pt", x=first[0], y=first[1])))
        steps += (element("a:lnTo", element("a:pt", x=x, y=y)) for x, y in others)
        steps.append(element("a:close"))
    return free_form(element("a:path", *steps, w=code.side, h=code.side))


NAME = "Policy brief"


@lru_cache(maxsize=8)
def theme_part(prefixes: str, theme: Theme) -> bytes:
    """Return the theme part, so that what is added later looks as if it belonged.

    `prefixes` are those of the namespaces that the file declares.
    """

    def font(kind: str, latin: str) -> Markup:
        return element(
            f"a:{kind}",
            element("a:latin", typeface=latin),
            element("a:ea", typeface=theme.fonts.cjk),
            element("a:cs", typeface=""),
        )

    fonts = theme.fonts
    plain = element("a:solidFill", element("a:schemeClr", val="phClr"))
    line = element("a:ln", plain, w=9525)
    effect = element("a:effectStyle", element("a:effectLst"))
    return part(
        prefixes,
        "a:theme",
        element(
            "a:themeElements",
            element(
                "a:clrScheme",
                *(
                    element(f"a:{name}", element("a:srgbClr", val=hex_colour(colour)))
                    for name, colour in theme.colours.palette.items()
                ),
                name=NAME,
            ),
            element(
                "a:fontScheme",
                font("majorFont", fonts.heading.office),
                font("minorFont", fonts.body.office),
                name=NAME,
            ),
            element(
                "a:fmtScheme",
                element("a:fillStyleLst", plain, plain, plain),
                element("a:lnStyleLst", line, line, line),
                element("a:effectStyleLst", effect, effect, effect),
                element("a:bgFillStyleLst", plain, plain, plain),
                name=NAME,
            ),
        ),
        name=NAME,
    )
