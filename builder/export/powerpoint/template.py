"""The look's tokens and the slide's furniture become an empty presentation: theme, master, layouts, notes master."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from builder.export.powerpoint.geometry import rectangle
from builder.export.powerpoint.markup import (
    DECORATIVE,
    NOTHING,
    Markup,
    characters,
    element,
    emu,
    joined,
    part,
    solid,
    transform,
)
from builder.export.powerpoint.tables import NO_STYLE
from builder.export.powerpoint.text import Look, body_properties, level
from builder.layout.deck.grid import (
    BODY,
    BODY_TOP,
    COVER_BLOCK,
    HEIGHT,
    LAYOUTS,
    LEFT,
    LIVE,
    NUMBER,
    RULES,
    SOURCE,
    STATUS,
    TITLE,
    WIDTH,
    Furniture,
)
from builder.layout.fit import Step
from builder.layout.pages import Place
from builder.theme.tokens import TOKENS

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.presentationml"
_NAME = "Policy brief"
_NOTES = (540.0, 720.0)  # size of a notes page in points

# Type and idx of each placeholder; the slides name the same ones.
_TYPES: dict[str, tuple[str, int | None]] = {
    "title": ("title", None),
    "subtitle": ("subTitle", 1),
    "kicker": ("body", 10),
    "status": ("dt", 11),
    "source": ("ftr", 12),
    "number": ("sldNum", 14),
}
PLACEHOLDERS: dict[str, dict[str, tuple[str, int | None]]] = {
    layout: {
        name: ("ctrTitle", None) if layout == "Cover" and name == "title" else _TYPES[name]
        for name in furniture
    }
    for layout, furniture in LAYOUTS.items()
}
_PROMPTS = {
    "title": "Title",
    "subtitle": "Subtitle",
    "kicker": "Section",
    "status": "Status",
    "source": "Source",
}
_CONTENT = "Title and Content"  # for slides that a user adds
_LAYOUT_TYPES = {
    "Cover": "title",
    "Title Only": "titleOnly",
    "Argument": None,
    "Section": "secHead",
    _CONTENT: "obj",
}
LAYOUT_NAMES = (*LAYOUTS, _CONTENT)


def inherited_look(furniture: Furniture) -> Look:
    """Return what a placeholder's text inherits from its layout."""
    size, leading = furniture.step
    return Look(size, leading, furniture.colour, furniture.bold, furniture.align)


@lru_cache(maxsize=4)
def template(language: str) -> bytes:
    """Return an empty 16:9 presentation as a .pptx file, in a language tag's language."""
    layouts = {f"ppt/slideLayouts/slideLayout{n}.xml": name for n, name in enumerate(LAYOUT_NAMES, 1)}
    master, notes = "ppt/slideMasters/slideMaster1.xml", "ppt/notesMasters/notesMaster1.xml"
    parts: dict[str, bytes] = {
        "_rels/.rels": _relationships(
            (f"{OFFICE}/officeDocument", "ppt/presentation.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{OFFICE}/extended-properties", "docProps/app.xml"),
        ),
        "ppt/presentation.xml": _presentation(language),
        "ppt/_rels/presentation.xml.rels": _relationships(
            (f"{OFFICE}/slideMaster", "slideMasters/slideMaster1.xml"),
            (f"{OFFICE}/notesMaster", "notesMasters/notesMaster1.xml"),
            (f"{OFFICE}/theme", "theme/theme1.xml"),
            (f"{OFFICE}/presProps", "presProps.xml"),
            (f"{OFFICE}/viewProps", "viewProps.xml"),
            (f"{OFFICE}/tableStyles", "tableStyles.xml"),
        ),
        "ppt/presProps.xml": part("p:presentationPr"),
        "ppt/viewProps.xml": part("p:viewPr"),
        "ppt/tableStyles.xml": part("a:tblStyleLst", **{"def": NO_STYLE}),
        master: _master(),
        _rels_of(master): _relationships(
            *((f"{OFFICE}/slideLayout", f"../slideLayouts/{name.rpartition('/')[2]}") for name in layouts),
            (f"{OFFICE}/theme", "../theme/theme1.xml"),
        ),
        notes: _notes_master(),
        _rels_of(notes): _relationships((f"{OFFICE}/theme", "../theme/theme2.xml")),
        "ppt/theme/theme1.xml": _theme(),
        "ppt/theme/theme2.xml": _theme(),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"/>'.encode(),
        "docProps/app.xml": (
            b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
        ),
    }
    for file, name in layouts.items():
        parts[file] = _layout(name)
        parts[_rels_of(file)] = _relationships((f"{OFFICE}/slideMaster", "../slideMasters/slideMaster1.xml"))
    package = BytesIO()
    with ZipFile(package, "w", ZIP_STORED) as target:
        target.writestr("[Content_Types].xml", _content_types(layouts))
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
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'.encode()


def _content_types(layouts: dict[str, str]) -> bytes:
    theme = "application/vnd.openxmlformats-officedocument.theme+xml"
    kinds = {
        "ppt/presentation.xml": f"{_KIND}.presentation.main+xml",
        "ppt/presProps.xml": f"{_KIND}.presProps+xml",
        "ppt/viewProps.xml": f"{_KIND}.viewProps+xml",
        "ppt/tableStyles.xml": f"{_KIND}.tableStyles+xml",
        "ppt/slideMasters/slideMaster1.xml": f"{_KIND}.slideMaster+xml",
        "ppt/notesMasters/notesMaster1.xml": f"{_KIND}.notesMaster+xml",
        "ppt/theme/theme1.xml": theme,
        "ppt/theme/theme2.xml": theme,
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        **dict.fromkeys(layouts, f"{_KIND}.slideLayout+xml"),
    }
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    entries = [element("Default", Extension=name, ContentType=kind) for name, kind in defaults.items()]
    entries += [element("Override", PartName=f"/{name}", ContentType=kind) for name, kind in kinds.items()]
    return f'<Types xmlns="{PACKAGE}/content-types">{"".join(entries)}</Types>'.encode()


def _presentation(language: str) -> bytes:
    plain = [
        element(
            f"a:lvl{number}pPr",
            element(
                "a:defRPr",
                solid(TOKENS.ink),
                element("a:latin", typeface="+mn-lt"),
                element("a:ea", typeface="+mn-ea"),
                element("a:cs", typeface="+mn-cs"),
                sz=1800,
                kern=1200,
            ),
            marL=(number - 1) * 457200,
            algn="l",
            defTabSz=914400,
            rtl=0,
            eaLnBrk=1,
            latinLnBrk=0,
            hangingPunct=1,
        )
        for number in range(1, 10)
    ]
    return part(
        "p:presentation",
        element("p:sldMasterIdLst", element("p:sldMasterId", id=2147483648, r__id="rId1")),
        element("p:notesMasterIdLst", element("p:notesMasterId", r__id="rId2")),
        element("p:sldSz", cx=emu(WIDTH), cy=emu(HEIGHT)),
        element("p:notesSz", cx=emu(_NOTES[0]), cy=emu(_NOTES[1])),
        element("p:defaultTextStyle", element("a:defPPr", element("a:defRPr", lang=language)), *plain),
        saveSubsetFonts=1,
    )


def _theme() -> bytes:
    """The palette and fonts that PowerPoint offers a user, so that what is added later looks as if it belonged."""
    colours = {
        "dk1": TOKENS.ink, "lt1": TOKENS.white, "dk2": TOKENS.ink2, "lt2": TOKENS.panel,
        "accent1": TOKENS.cause.strong, "accent2": TOKENS.effect.strong, "accent3": TOKENS.response.strong,
        "accent4": TOKENS.brand, "accent5": TOKENS.caution.strong, "accent6": TOKENS.edge,
        "hlink": TOKENS.cause.strong, "folHlink": TOKENS.ink2,
    }  # fmt: skip
    palette = (
        element(f"a:{name}", element("a:srgbClr", val=colour.removeprefix("#").upper()))
        for name, colour in colours.items()
    )

    def font(kind: str) -> Markup:
        return element(
            f"a:{kind}",
            element("a:latin", typeface=TOKENS.office_font),
            element("a:ea", typeface=TOKENS.office_font_cjk),
            element("a:cs", typeface=""),
        )

    plain = element("a:solidFill", element("a:schemeClr", val="phClr"))
    line = element("a:ln", plain, w=9525)
    effect = element("a:effectStyle", element("a:effectLst"))
    elements = element(
        "a:themeElements",
        element("a:clrScheme", *palette, name=_NAME),
        element("a:fontScheme", font("majorFont"), font("minorFont"), name=_NAME),
        element(
            "a:fmtScheme",
            element("a:fillStyleLst", plain, plain, plain),
            element("a:lnStyleLst", line, line, line),
            element("a:effectStyleLst", effect, effect, effect),
            element("a:bgFillStyleLst", plain, plain, plain),
            name=_NAME,
        ),
    )
    return part("a:theme", elements, name=_NAME)


_MAP = element(
    "p:clrMap", bg1="lt1", tx1="dk1", bg2="lt2", tx2="dk2", accent1="accent1", accent2="accent2", accent3="accent3",
    accent4="accent4", accent5="accent5", accent6="accent6", hlink="hlink", folHlink="folHlink",
)  # fmt: skip
_TREE = joined(
    element("p:nvGrpSpPr", element("p:cNvPr", id=1, name=""), element("p:cNvGrpSpPr"), element("p:nvPr")),
    element("p:grpSpPr"),
)


def _background(colour: str) -> Markup:
    return element("p:bg", element("p:bgPr", solid(colour), element("a:effectLst")))


def _master() -> bytes:
    body = Furniture(Place(LEFT, BODY_TOP, LIVE, BODY), Step(22, 28), TOKENS.ink)
    shapes = joined(
        _drawn(2, "Brand rule", RULES["brand"], TOKENS.brand),
        _placeholder(3, "title", "title", None, TITLE),
        _placeholder(4, "body", "body", 1, body),
        _placeholder(5, "status", "dt", 2, STATUS),
        _placeholder(6, "source", "ftr", 3, SOURCE),
        _placeholder(7, "number", "sldNum", 4, NUMBER),
    )
    bullets = [
        level(
            f"a:lvl{number}pPr",
            Look(size, leading, TOKENS.ink, False),
            bullet=element("a:buChar", char="•"),
            margin=18.0 * number,
        )
        for number, (size, leading) in enumerate(((22, 28), (20, 25), (18, 22), (16, 20), (16, 20)), 1)
    ]
    layouts = (
        element("p:sldLayoutId", id=2147483648 + number, r__id=f"rId{number}")
        for number in range(1, len(LAYOUT_NAMES) + 1)
    )
    return part(
        "p:sldMaster",
        element("p:cSld", _background(TOKENS.white), element("p:spTree", _TREE, shapes)),
        _MAP,
        element("p:sldLayoutIdLst", *layouts),
        element(
            "p:txStyles",
            element("p:titleStyle", level("a:lvl1pPr", inherited_look(TITLE), "+mj")),
            element("p:bodyStyle", *bullets),
            element("p:otherStyle"),
        ),
    )


def _layout(name: str) -> bytes:
    dark = name == "Section"
    shapes = []
    if name == "Cover":
        shapes.append(_drawn(2, "Brand block", Place(0.0, 0.0, WIDTH, COVER_BLOCK), TOKENS.brand))
    if name == _CONTENT:
        body = Furniture(Place(LEFT, BODY_TOP, LIVE, BODY), Step(22, 28), TOKENS.ink)
        shapes += [
            _placeholder(3, "title", "title", None, TITLE, inherits=True),
            _placeholder(4, "body", None, 1, body, inherits=True),
            _placeholder(5, "number", "sldNum", 14, NUMBER),
        ]
    else:
        for number, (placeholder, furniture) in enumerate(LAYOUTS[name].items(), 3):
            kind, idx = PLACEHOLDERS[name][placeholder]
            shapes.append(_placeholder(number, placeholder, kind, idx, furniture, furniture == TITLE, dark))
    return part(
        "p:sldLayout",
        element(
            "p:cSld",
            _background(TOKENS.brand) if dark else NOTHING,
            element("p:spTree", _TREE, *shapes),
            name=name,
        ),
        element("p:clrMapOvr", element("a:masterClrMapping")),
        type=_LAYOUT_TYPES[name],
        preserve=1,
        showMasterSp=0 if name in ("Cover", "Section") else None,
        userDrawn=1 if _LAYOUT_TYPES[name] is None else None,
    )


def _drawn(number: int, name: str, place: Place, fill: str) -> Markup:
    return element(
        "p:sp",
        element(
            "p:nvSpPr",
            element("p:cNvPr", DECORATIVE, id=number, name=name),
            element("p:cNvSpPr"),
            element("p:nvPr", userDrawn=1),
        ),
        element(
            "p:spPr",
            transform(place.x, place.y, place.width, place.height),
            rectangle(place, 0.0),
            solid(fill),
            element("a:ln", element("a:noFill")),
        ),
    )


def _placeholder(
    number: int,
    name: str,
    kind: str | None,
    idx: int | None,
    furniture: Furniture,
    inherits: bool = False,
    dark: bool = False,
) -> Markup:
    """A placeholder with its place and style; one that inherits takes both from the master."""
    colour = TOKENS.on_brand if dark and furniture.colour == TOKENS.ink2 else furniture.colour
    look = Look(*furniture.step, colour, furniture.bold, furniture.align)
    style = element("a:lstStyle", level("a:lvl1pPr", look, "+mj" if kind in ("title", "ctrTitle") else "+mn"))
    if inherits or name == "body" or (kind == "title" and furniture == TITLE):
        style = element("a:lstStyle")
    place = furniture.place
    form = NOTHING
    if not inherits:
        form = joined(transform(place.x, place.y, place.width, place.height), rectangle(place, 0.0))
    field = element("a:fld", element("a:rPr"), element("a:t", Markup("‹#›")),
                    id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")  # fmt: skip
    words = element("a:r", element("a:rPr"), element("a:t", characters(_PROMPTS.get(name, "Text"))))
    return element(
        "p:sp",
        element(
            "p:nvSpPr",
            element("p:cNvPr", id=number, name=f"{name.title()} {number}"),
            element("p:cNvSpPr", element("a:spLocks", noGrp=1)),
            element(
                "p:nvPr",
                element("p:ph", type=kind, idx=idx, sz="quarter" if idx and kind != "subTitle" and name != "body" else None,
                        hasCustomPrompt=1 if kind == "body" and name != "body" else None),
            ),
        ),
        element("p:spPr", form),
        element(
            "p:txBody",
            element("a:bodyPr") if inherits else body_properties((0.0, 0.0, 0.0, 0.0), furniture.anchor),
            style,
            element("a:p", field if kind == "sldNum" else words),
        ),
    )  # fmt: skip


def _notes_master() -> bytes:
    width, height = _NOTES
    image = Place(60.0, 40.0, width - 120.0, (width - 120.0) * HEIGHT / WIDTH)
    words = Place(60.0, image.y + image.height + 30.0, width - 120.0, height - image.y - image.height - 90.0)
    number = Place(width - 160.0, height - 50.0, 100.0, 20.0)
    look = Look(12, 15, TOKENS.ink, False)

    def shape(identity: int, name: str, kind: str, idx: int, place: Place, words: Markup) -> Markup:
        locks = (
            element("a:spLocks", noGrp=1, noRot=1, noChangeAspect=1)
            if kind == "sldImg"
            else element("a:spLocks", noGrp=1)
        )
        border = element("a:ln", solid(TOKENS.rule), w=emu(0.75)) if kind == "sldImg" else NOTHING
        return element(
            "p:sp",
            element(
                "p:nvSpPr",
                element("p:cNvPr", id=identity, name=name),
                element("p:cNvSpPr", locks),
                element("p:nvPr", element("p:ph", type=kind, idx=idx)),
            ),
            element("p:spPr", transform(place.x, place.y, place.width, place.height), rectangle(place, 0.0),
                    element("a:noFill") if kind == "sldImg" else NOTHING, border),
            words,
        )  # fmt: skip

    body = element(
        "p:txBody", element("a:bodyPr", lIns=0, rIns=0), element("a:lstStyle"),
        element("a:p", element("a:r", element("a:rPr"), element("a:t", Markup("Text")))),
    )  # fmt: skip
    digits = element(
        "p:txBody",
        element("a:bodyPr", anchor="b", rIns=0),
        element("a:lstStyle", element("a:lvl1pPr", element("a:defRPr", sz=1000), algn="r")),
        element("a:p", element("a:fld", element("a:rPr"), element("a:t", Markup("‹#›")),
                               id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")),
    )  # fmt: skip
    shapes = joined(
        shape(2, "Slide Image 1", "sldImg", 2, image, NOTHING),
        shape(3, "Notes 2", "body", 3, words, body),
        shape(4, "Slide Number 3", "sldNum", 5, number, digits),
    )
    styles = [level(f"a:lvl{n}pPr", look, margin=0.0) for n in range(1, 6)]
    spaced = [Markup(each.replace('<a:spcPts val="0"/>', '<a:spcPts val="400"/>')) for each in styles]
    return part(
        "p:notesMaster",
        element("p:cSld", _background(TOKENS.white), element("p:spTree", _TREE, shapes)),
        _MAP,
        element("p:notesStyle", *spaced),
    )
