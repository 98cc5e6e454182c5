"""Writes the theme part: the palette and fonts that Office offers for what a user adds."""

from __future__ import annotations

from builder.export.office.markup import Markup, element, hex_colour, part
from builder.theme.theme import Theme

NAME = "Policy brief"


def theme_part(prefixes: str, theme: Theme) -> bytes:
    """Return the theme part, so that what is added later looks as if it belonged.

    `prefixes` are those of the namespaces that the file declares.
    """

    def font(kind: str) -> Markup:
        return element(
            f"a:{kind}",
            element("a:latin", typeface=theme.fonts.office),
            element("a:ea", typeface=theme.fonts.office_cjk),
            element("a:cs", typeface=""),
        )

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
            element("a:fontScheme", font("majorFont"), font("minorFont"), name=NAME),
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
