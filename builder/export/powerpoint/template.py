"""Theme, master and layouts become an empty presentation, packed as a .pptx file."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

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

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"
_KIND = f"{_TYPE}.presentationml"
_MASTER, _NOTES = "ppt/slideMasters/slideMaster1.xml", "ppt/notesMasters/notesMaster1.xml"
_LAYOUTS = {f"ppt/slideLayouts/slideLayout{number}.xml": name for number, name in enumerate(LAYOUT_NAMES, 1)}
_TYPES = {
    "ppt/presentation.xml": f"{_KIND}.presentation.main+xml",
    "ppt/presProps.xml": f"{_KIND}.presProps+xml",
    "ppt/viewProps.xml": f"{_KIND}.viewProps+xml",
    "ppt/tableStyles.xml": f"{_KIND}.tableStyles+xml",
    _MASTER: f"{_KIND}.slideMaster+xml",
    _NOTES: f"{_KIND}.notesMaster+xml",
    "ppt/theme/theme1.xml": f"{_TYPE}.theme+xml",
    "ppt/theme/theme2.xml": f"{_TYPE}.theme+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": f"{_TYPE}.extended-properties+xml",
    **dict.fromkeys(_LAYOUTS, f"{_KIND}.slideLayout+xml"),
}


@lru_cache(maxsize=4)
def template(language: str) -> bytes:
    """Return an empty 16:9 presentation in the language of a BCP 47 tag; it names no program or person."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/officeDocument", "ppt/presentation.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
        ),
        "ppt/presentation.xml": _presentation(language),
        _rels_of("ppt/presentation.xml"): _relationships(
            (f"{_OFFICE}/slideMaster", "slideMasters/slideMaster1.xml"),
            (f"{_OFFICE}/notesMaster", "notesMasters/notesMaster1.xml"),
            (f"{_OFFICE}/theme", "theme/theme1.xml"),
            (f"{_OFFICE}/presProps", "presProps.xml"),
            (f"{_OFFICE}/viewProps", "viewProps.xml"),
            (f"{_OFFICE}/tableStyles", "tableStyles.xml"),
        ),
        "ppt/presProps.xml": part("p:presentationPr"),
        "ppt/viewProps.xml": part("p:viewPr"),
        "ppt/tableStyles.xml": part("a:tblStyleLst", **{"def": NO_STYLE}),
        _MASTER: slide_master(),
        _rels_of(_MASTER): _relationships(
            *((f"{_OFFICE}/slideLayout", f"../slideLayouts/{name.rpartition('/')[2]}") for name in _LAYOUTS),
            (f"{_OFFICE}/theme", "../theme/theme1.xml"),
        ),
        _NOTES: notes_master(),
        _rels_of(_NOTES): _relationships((f"{_OFFICE}/theme", "../theme/theme2.xml")),
        "ppt/theme/theme1.xml": theme(),
        "ppt/theme/theme2.xml": theme(),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>'.encode(),
        "docProps/app.xml": (
            b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
        ),
    }
    for file, name in _LAYOUTS.items():
        parts[file] = slide_layout(name)
        parts[_rels_of(file)] = _relationships((f"{_OFFICE}/slideMaster", "../slideMasters/slideMaster1.xml"))
    package = BytesIO()
    with ZipFile(package, "w", ZIP_STORED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return package.getvalue()


def _rels_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _relationships(*targets: tuple[str, str]) -> bytes:
    entries = "".join(
        element("Relationship", Id=f"rId{number}", Type=kind, Target=target)
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'.encode()


def _content_types() -> bytes:
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
    }
    entries = [element("Default", Extension=name, ContentType=kind) for name, kind in defaults.items()]
    entries += [element("Override", PartName=f"/{name}", ContentType=kind) for name, kind in _TYPES.items()]
    return f'<Types xmlns="{_PACKAGE}/content-types">{"".join(entries)}</Types>'.encode()


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
