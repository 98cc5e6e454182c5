"""Colours of Office files are resolved as Office shows them: names, theme, lightness, transparency."""

from __future__ import annotations

import pytest
from lxml import etree

from builder.audit.office.colours import Palette, Tint, darker, hexadecimal, lighter
from builder.audit.office.package import A
from builder.audit.visibility import Colour

THEME = f"""
<a:theme xmlns:a="{A[1:-1]}"><a:themeElements><a:clrScheme name="x">
 <a:dk1><a:sysClr val="windowText" lastClr="101010"/></a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1>
 <a:accent1><a:srgbClr val="204060"/></a:accent1>
</a:clrScheme></a:themeElements></a:theme>
"""
PALETTE = Palette(etree.fromstring(THEME), {"tx1": "lt1"})


def tint(inner: str) -> Tint | None:
    return PALETTE.tint(etree.fromstring(f'<a:solidFill xmlns:a="{A[1:-1]}">{inner}</a:solidFill>'))


@pytest.mark.parametrize(
    ("inner", "colour"),
    [
        ('<a:srgbClr val="0A0B0C"/>', (10, 11, 12)),
        ('<a:schemeClr val="accent1"/>', (32, 64, 96)),
        ('<a:schemeClr val="dk1"/>', (16, 16, 16)),
        ('<a:schemeClr val="bg1"/>', (255, 255, 255)),
        ('<a:schemeClr val="tx1"/>', (255, 255, 255)),  # as the master maps it
        ('<a:prstClr val="black"/>', (0, 0, 0)),
        ('<a:schemeClr val="accent1"><a:lumMod val="0"/></a:schemeClr>', (0, 0, 0)),
        ('<a:srgbClr val="000000"><a:lumOff val="100000"/></a:srgbClr>', (255, 255, 255)),
        ('<a:srgbClr val="000000"><a:tint val="0"/></a:srgbClr>', (255, 255, 255)),
        ('<a:srgbClr val="808080"><a:shade val="50000"/></a:srgbClr>', (92, 92, 92)),
        ('<a:srgbClr val="000000"><a:tint val="75000"/></a:srgbClr>', (137, 137, 137)),  # #898989 in Office
    ],
)
def test_a_colour_is_resolved(inner: str, colour: Colour) -> None:
    assert tint(inner) == Tint(colour)


def test_transparency_is_the_share_that_covers() -> None:
    assert tint('<a:srgbClr val="000000"><a:alpha val="30000"/></a:srgbClr>') == Tint((0, 0, 0), 0.3)
    assert tint('<a:srgbClr val="000000"><a:alpha val="30%"/></a:srgbClr>') == Tint((0, 0, 0), 0.3)


def test_what_is_not_a_colour_is_none() -> None:
    assert tint("") is None
    assert tint('<a:schemeClr val="accent6"/>') is None
    assert PALETTE.tint(None) is None
    assert hexadecimal("auto") is None
    assert hexadecimal("12") is None


def test_mixing_with_white_and_black_keeps_all_at_a_share_of_one() -> None:
    assert lighter((10, 20, 30), 1) == darker((10, 20, 30), 1) == (10, 20, 30)
    assert (lighter((10, 20, 30), 0), darker((10, 20, 30), 0)) == ((255, 255, 255), (0, 0, 0))
