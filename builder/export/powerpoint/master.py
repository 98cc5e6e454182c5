"""Tokens and furniture become the slide master, its layouts and the notes master."""

from __future__ import annotations

from builder.export.powerpoint.geometry import rectangle
from builder.export.powerpoint.markup import (
    DECORATIVE,
    NOTHING,
    Markup,
    element,
    emu,
    joined,
    part,
    solid,
    transform,
)
from builder.export.powerpoint.placeholders import (
    KINDS,
    SLIDE_NUMBER,
    look_of_furniture,
    place_form,
    placeholder,
    shape,
)
from builder.export.powerpoint.text import Look, level
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
from builder.layout.pages import Rect
from builder.layout.text.fit import Step
from builder.theme.tokens import TOKENS

CONTENT = "Title and Content"  # for slides that a user adds
LAYOUT_NAMES = (*LAYOUTS, CONTENT)
NOTES_SIZE = (540.0, 720.0)  # points

_TYPES = {"Cover": "title", "Title Only": "titleOnly", "Section": "secHead", CONTENT: "obj"}
_BODY = Furniture(Rect(LEFT, BODY_TOP, LIVE, BODY), Step(22, 28), TOKENS.ink)
_LEVELS = (Step(22, 28), Step(20, 25), Step(18, 22), Step(16, 20), Step(16, 20))
_MAP = element(
    "p:clrMap", bg1="lt1", tx1="dk1", bg2="lt2", tx2="dk2", accent1="accent1", accent2="accent2",
    accent3="accent3", accent4="accent4", accent5="accent5", accent6="accent6", hlink="hlink",
    folHlink="folHlink",
)  # fmt: skip
TREE = joined(
    element("p:nvGrpSpPr", element("p:cNvPr", id=1, name=""), element("p:cNvGrpSpPr"), element("p:nvPr")),
    element("p:grpSpPr"),
)


def slide_master() -> bytes:
    """Return the master: brand rule, title, and the styles that layouts and slides inherit."""
    shapes = joined(
        _drawn("Brand rule", RULES["brand"], TOKENS.brand),
        placeholder(3, "title", ("title", None), TITLE, styled=False),
        placeholder(4, "body", ("body", 1), _BODY, styled=False),
        placeholder(5, "status", ("dt", 2), STATUS),
        placeholder(6, "source", ("ftr", 3), SOURCE),
        placeholder(7, "number", ("sldNum", 4), NUMBER),
    )
    bullet = element("a:buChar", char="•")
    bullets = (
        level(f"a:lvl{number}pPr", Look(*step, TOKENS.ink, False), bullet=bullet, margin=18.0 * number)
        for number, step in enumerate(_LEVELS, 1)
    )
    # Ids of masters and layouts share one range, which begins at 2^31 (ECMA-376 19.7.12).
    layouts = (
        element("p:sldLayoutId", id=2**31 + number, r__id=f"rId{number}")
        for number in range(1, len(LAYOUT_NAMES) + 1)
    )
    return part(
        "p:sldMaster",
        element("p:cSld", _background(TOKENS.white), element("p:spTree", TREE, shapes)),
        _MAP,
        element("p:sldLayoutIdLst", *layouts),
        element(
            "p:txStyles",
            element("p:titleStyle", level("a:lvl1pPr", look_of_furniture(TITLE), "+mj")),
            element("p:bodyStyle", *bullets),
            element("p:otherStyle"),
        ),
    )


def slide_layout(name: str) -> bytes:
    """Return one layout: its placeholders, and the brand's colour behind cover and sections."""
    dark = name in ("Cover", "Section")
    shapes = []
    if name == "Cover":
        shapes.append(_drawn("Brand block", Rect(0.0, 0.0, WIDTH, COVER_BLOCK), TOKENS.brand))
    if name == CONTENT:
        shapes += [
            placeholder(3, "title", ("title", None), TITLE, styled=False),
            placeholder(4, "body", (None, 1), _BODY, styled=False),
            placeholder(5, "number", ("sldNum", 14), NUMBER),
        ]
    else:
        shapes += [
            placeholder(number, each, KINDS[name][each], furniture, styled=furniture != TITLE)
            for number, (each, furniture) in enumerate(LAYOUTS[name].items(), 3)
        ]
    background = _background(TOKENS.brand) if name == "Section" else NOTHING
    return part(
        "p:sldLayout",
        element("p:cSld", background, element("p:spTree", TREE, *shapes), name=name),
        element("p:clrMapOvr", element("a:masterClrMapping")),
        type=_TYPES.get(name),
        preserve=1,
        userDrawn=None if name in _TYPES else 1,
        showMasterSp=0 if dark else None,
    )


def notes_master() -> bytes:
    """Return the notes master: the slide's picture above, the words below."""
    width, height = NOTES_SIZE
    image = Rect(60.0, 40.0, width - 120.0, (width - 120.0) * HEIGHT / WIDTH)
    below = image.y + image.height + 30.0
    words = Rect(60.0, below, width - 120.0, height - below - 60.0)
    number = Rect(width - 160.0, height - 50.0, 100.0, 20.0)
    border = joined(element("a:noFill"), element("a:ln", solid(TOKENS.rule), w=emu(0.75)))
    prompt = element("a:p", element("a:r", element("a:rPr"), element("a:t", Markup("Notes"))))
    right = element("a:lvl1pPr", element("a:defRPr", sz=1000), algn="r")
    shapes = joined(
        shape(2, "Slide Image 1", ("sldImg", 2), joined(place_form(image), border), NOTHING,
              noRot="1", noChangeAspect="1"),
        shape(3, "Notes 2", ("body", 3), place_form(words),
              joined(element("a:bodyPr", lIns=0, rIns=0), element("a:lstStyle"), prompt)),
        shape(4, "Slide Number 3", ("sldNum", 5), place_form(number),
              joined(element("a:bodyPr", anchor="b", rIns=0), element("a:lstStyle", right),
                     element("a:p", SLIDE_NUMBER))),
    )  # fmt: skip
    look = Look(12, 15, TOKENS.ink, False)
    styles = (level(f"a:lvl{number}pPr", look, before=4.0) for number in range(1, 6))
    return part(
        "p:notesMaster",
        element("p:cSld", _background(TOKENS.white), element("p:spTree", TREE, shapes)),
        _MAP,
        element("p:notesStyle", *styles),
    )


def _background(colour: str) -> Markup:
    return element("p:bg", element("p:bgPr", solid(colour), element("a:effectLst")))


def _drawn(name: str, rect: Rect, fill: str) -> Markup:
    """A shape that every slide shows and none holds."""
    return element(
        "p:sp",
        element(
            "p:nvSpPr",
            element("p:cNvPr", DECORATIVE, id=2, name=name),
            element("p:cNvSpPr"),
            element("p:nvPr", userDrawn=1),
        ),
        element(
            "p:spPr",
            transform(rect.x, rect.y, rect.width, rect.height),
            rectangle(rect, 0.0),
            solid(fill),
            element("a:ln", element("a:noFill")),
        ),
    )
