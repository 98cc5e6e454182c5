"""Theme, master and layouts become an empty presentation, packed as a .pptx file."""

from __future__ import annotations

from functools import lru_cache

from builder.export.office.package import RELATION, TYPE, empty_package
from builder.export.office.theme_part import theme_part
from builder.export.powerpoint.markup import PREFIXES, Markup, element, emu, part, solid
from builder.export.powerpoint.master import (
    LAYOUT_NAMES,
    NOTES_SIZE,
    notes_master,
    slide_layout,
    slide_master,
)
from builder.export.powerpoint.tables import NO_STYLE
from builder.export.powerpoint.text import THEME_FONTS
from builder.layout.deck.grid import HEIGHT, WIDTH
from builder.theme.theme import DEFAULT
from builder.theme.tokens import TOKENS

_KIND = f"{TYPE}.presentationml"
_MASTER, _NOTES = "ppt/slideMasters/slideMaster1.xml", "ppt/notesMasters/notesMaster1.xml"
_LAYOUTS = {f"ppt/slideLayouts/slideLayout{number}.xml": name for number, name in enumerate(LAYOUT_NAMES, 1)}


@lru_cache(maxsize=4)
def template(language: str) -> bytes:
    """Return an empty 16:9 presentation in the language of a BCP 47 tag; it names no program or person."""
    theme = f"{TYPE}.theme+xml", theme_part(PREFIXES, DEFAULT, DEFAULT.colours.ink2)
    return empty_package(
        "ppt/presentation.xml",
        {
            "ppt/presentation.xml": (f"{_KIND}.presentation.main+xml", _presentation(language)),
            "ppt/presProps.xml": (f"{_KIND}.presProps+xml", part("p:presentationPr")),
            "ppt/viewProps.xml": (f"{_KIND}.viewProps+xml", part("p:viewPr")),
            "ppt/tableStyles.xml": (f"{_KIND}.tableStyles+xml", part("a:tblStyleLst", **{"def": NO_STYLE})),
            _MASTER: (f"{_KIND}.slideMaster+xml", slide_master()),
            _NOTES: (f"{_KIND}.notesMaster+xml", notes_master()),
            "ppt/theme/theme1.xml": theme,
            "ppt/theme/theme2.xml": theme,
            **{file: (f"{_KIND}.slideLayout+xml", slide_layout(name)) for file, name in _LAYOUTS.items()},
        },
        {
            "ppt/presentation.xml": (
                (f"{RELATION}/slideMaster", "slideMasters/slideMaster1.xml"),
                (f"{RELATION}/notesMaster", "notesMasters/notesMaster1.xml"),
                (f"{RELATION}/theme", "theme/theme1.xml"),
                (f"{RELATION}/presProps", "presProps.xml"),
                (f"{RELATION}/viewProps", "viewProps.xml"),
                (f"{RELATION}/tableStyles", "tableStyles.xml"),
            ),
            _MASTER: (
                *(
                    (f"{RELATION}/slideLayout", f"../slideLayouts/{name.rpartition('/')[2]}")
                    for name in _LAYOUTS
                ),
                (f"{RELATION}/theme", "../theme/theme1.xml"),
            ),
            _NOTES: ((f"{RELATION}/theme", "../theme/theme2.xml"),),
            **dict.fromkeys(_LAYOUTS, ((f"{RELATION}/slideMaster", "../slideMasters/slideMaster1.xml"),)),
        },
    )


def _presentation(language: str) -> bytes:
    return part(
        "p:presentation",
        element("p:sldMasterIdLst", element("p:sldMasterId", id=2**31, r__id="rId1")),
        element("p:notesMasterIdLst", element("p:notesMasterId", r__id="rId2")),
        element("p:sldSz", cx=emu(WIDTH), cy=emu(HEIGHT)),
        element("p:notesSz", cx=emu(NOTES_SIZE[0]), cy=emu(NOTES_SIZE[1])),
        element(
            "p:defaultTextStyle",
            element("a:defPPr", element("a:defRPr", lang=language)),
            *(_text_of_a_users_box(number) for number in range(1, 10)),
        ),
    )


def _text_of_a_users_box(number: int) -> Markup:
    """The style of one level of text in shapes that a user adds."""
    run = element("a:defRPr", solid(TOKENS.ink), THEME_FONTS, sz=1800, kern=1200)
    return element(
        f"a:lvl{number}pPr", run, marL=(number - 1) * emu(36.0), algn="l", defTabSz=emu(72.0), rtl=0,
        eaLnBrk=1, latinLnBrk=0, hangingPunct=1,
    )  # fmt: skip
