"""Adds theme, master and layouts to a package, and writes the part that lists the slides."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from builder.export.office.package import Package, Part
from builder.export.powerpoint.markup import Markup, element, emu, part, solid
from builder.export.powerpoint.master import (
    LAYOUT_NAMES,
    NOTES_SIZE,
    notes_master,
    slide_layout,
    slide_master,
    theme,
)
from builder.export.powerpoint.tables import NO_STYLE
from builder.export.powerpoint.text import THEME_FONTS
from builder.layout.deck.grid import HEIGHT, WIDTH
from builder.theme.tokens import TOKENS

_TYPE = "application/vnd.openxmlformats-officedocument"
_KIND = f"{_TYPE}.presentationml"


class Template(Struct, frozen=True):
    """The parts that slides and their notes refer to."""

    presentation: Part
    layouts: dict[str, Part]
    notes_master: Part


def add_template(package: Package) -> Template:
    """Add an empty presentation without its main part's content; it names no program or person."""
    main = package.add("ppt/presentation.xml", f"{_KIND}.presentation.main+xml")
    package.root.relate("officeDocument", main)
    master = package.add(
        "ppt/slideMasters/slideMaster1.xml", f"{_KIND}.slideMaster+xml", _plain(slide_master())
    )
    main.relate("slideMaster", master)
    layouts = {}
    for number, name in enumerate(LAYOUT_NAMES, 1):
        file = f"ppt/slideLayouts/slideLayout{number}.xml"
        layout = layouts[name] = package.add(file, f"{_KIND}.slideLayout+xml", _plain(slide_layout(name)))
        layout.relate("slideMaster", master)
        master.relate("slideLayout", layout)
    colours = package.add("ppt/theme/theme1.xml", f"{_TYPE}.theme+xml", theme())
    master.relate("theme", colours)
    notes = package.add(
        "ppt/notesMasters/notesMaster1.xml", f"{_KIND}.notesMaster+xml", _plain(notes_master())
    )
    main.relate("notesMaster", notes)
    main.relate("theme", colours)
    notes.relate("theme", package.add("ppt/theme/theme2.xml", f"{_TYPE}.theme+xml", theme()))
    for name, content in (
        ("presProps", part("p:presentationPr")),
        ("viewProps", part("p:viewPr")),
        ("tableStyles", part("a:tblStyleLst", **{"def": NO_STYLE})),
    ):
        main.relate(name, package.add(f"ppt/{name}.xml", f"{_KIND}.{name}+xml", content))
    return Template(main, layouts, notes)


def presentation(language: str, slides: Sequence[Markup]) -> bytes:
    """Return the main part, which lists the slides, in the language of a BCP 47 tag."""
    whole = part(
        "p:presentation",
        element("p:sldMasterIdLst", element("p:sldMasterId", id=2**31, r__id="rId1")),
        element("p:notesMasterIdLst", element("p:notesMasterId", r__id="rId2")),
        element("p:sldIdLst", *slides),
        element("p:sldSz", cx=emu(WIDTH), cy=emu(HEIGHT)),
        element("p:notesSz", cx=emu(NOTES_SIZE[0]), cy=emu(NOTES_SIZE[1])),
        element(
            "p:defaultTextStyle",
            element("a:defPPr", element("a:defRPr", lang=language)),
            *(_text_of_a_users_box(number) for number in range(1, 10)),
        ),
    )
    return _plain(whole)


def _plain(content: bytes) -> bytes:
    """Return a part with its XML declaration in single quotes, as lxml writes it."""
    return content.replace(b'"', b"'", 6)


def _text_of_a_users_box(number: int) -> Markup:
    """The style of one level of text in shapes that a user adds."""
    run = element("a:defRPr", solid(TOKENS.ink), THEME_FONTS, sz=1800, kern=1200)
    return element(
        f"a:lvl{number}pPr", run, marL=(number - 1) * emu(36.0), algn="l", defTabSz=emu(72.0), rtl=0,
        eaLnBrk=1, latinLnBrk=0, hangingPunct=1,
    )  # fmt: skip
