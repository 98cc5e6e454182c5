"""Writes the slide master, its layouts and the notes master."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from builder.export.office.drawing import NO_FILL, NO_LINE
from builder.export.office.markup import NOTHING, Markup, element, emu, joined
from builder.export.powerpoint.markup import DECORATIVE, Brush, part
from builder.export.powerpoint.placeholders import (
    kind_of,
    look_of_furniture,
    place_form,
    placeholder,
    shape,
    slide_number,
    text_kind,
    text_places,
)
from builder.export.powerpoint.text import Look, level
from builder.layout.pages import Box
from builder.outline.text import Role
from builder.theme.deck import Furniture
from builder.theme.geometry import Rect

CONTENT = "Title and Content"  # for slides that a user adds

_TYPES = {"Cover": "title", "Title Only": "titleOnly", CONTENT: "obj"}
_FIRST_BEHIND = 10  # id of the first box behind the slides; placeholders have lower ones
_MAP = element(
    "p:clrMap", bg1="lt1", tx1="dk1", bg2="lt2", tx2="dk2", accent1="accent1", accent2="accent2",
    accent3="accent3", accent4="accent4", accent5="accent5", accent6="accent6", hlink="hlink",
    folHlink="folHlink",
)  # fmt: skip
TREE = joined(
    element("p:nvGrpSpPr", element("p:cNvPr", id=1, name=""), element("p:cNvGrpSpPr"), element("p:nvPr")),
    element("p:grpSpPr"),
)


def layout_names(brush: Brush) -> tuple[str, ...]:
    """Return the names of the layouts in their order."""
    return (*brush.layouts, CONTENT)


@lru_cache(maxsize=64)
def slide_master(brush: Brush, behind: Sequence[Box]) -> bytes:
    """Return the master: brand rule, title, and the styles that layouts and slides inherit.

    `behind` are the boxes that every slide shows but the cover.
    """
    plain = brush.layouts["Title Only"]
    drawn = (
        _drawn(brush, f"Segment {number}", box.rect, box.fill, number)
        for number, box in enumerate(behind, _FIRST_BEHIND)
    )
    shapes = joined(
        _drawn(brush, "Brand rule", brush.look.brand_rule, brush.colours.brand),
        *drawn,
        placeholder(brush, 3, "title", ("title", None), plain["title"], styled=False),
        placeholder(brush, 4, "body", ("body", 1), _body(brush), styled=False),
        placeholder(brush, 5, "status", ("dt", 2), plain["status"]),
        placeholder(brush, 6, "source", ("ftr", 3), plain["source"]),
        placeholder(brush, 7, "number", ("sldNum", 4), plain["number"]),
    )
    bullet = element("a:buChar", char="•")
    bullets = (
        level(
            brush,
            f"a:lvl{number}pPr",
            Look(*step, brush.colours.ink, False),
            bullet=bullet,
            margin=brush.look.indent * number,
        )
        for number, step in enumerate(brush.look.body_steps, 1)
    )
    # Ids of masters and layouts share one range, which begins at 2^31 (ECMA-376 19.7.12).
    layouts = (
        element("p:sldLayoutId", id=2**31 + number, r__id=f"rId{number}")
        for number in range(1, len(layout_names(brush)) + 1)
    )
    return part(
        "p:sldMaster",
        element("p:cSld", _background(brush.background), element("p:spTree", TREE, shapes)),
        _MAP,
        element("p:sldLayoutIdLst", *layouts),
        element(
            "p:txStyles",
            element("p:titleStyle", level(brush, "a:lvl1pPr", look_of_furniture(plain["title"]), "+mj")),
            element("p:bodyStyle", *bullets),
            element("p:otherStyle"),
        ),
    )


@lru_cache(maxsize=64)
def slide_layout(brush: Brush, name: str, texts: int) -> bytes:
    """Return one layout: its placeholders, and the brand's colour behind the cover.

    `texts` is how many placeholders its slides need for words.
    """
    plain = brush.layouts["Title Only"]
    dark = name == "Cover"
    shapes = []
    if dark:
        cover = brush.look.cover
        block = Rect(0.0, 0.0, brush.look.width, cover.block)
        shapes.append(_drawn(brush, "Brand block", block, brush.colours.brand))
        bar = Rect(0.0, cover.block, brush.look.width, cover.accent)
        accent = brush.colours.hue(Role.EFFECT).strong
        shapes.append(_drawn(brush, "Accent", bar, accent, _FIRST_BEHIND))
    if name == CONTENT:
        shapes += [
            placeholder(brush, 3, "title", ("title", None), plain["title"], styled=False),
            placeholder(brush, 4, "body", (None, 1), _body(brush), styled=False),
            placeholder(brush, 5, "number", ("sldNum", 14), plain["number"]),
        ]
    else:
        shapes += [
            placeholder(
                brush, number, each, kind_of(name, each), furniture, styled=furniture != plain["title"]
            )
            for number, (each, furniture) in enumerate(brush.layouts[name].items(), 3)
        ]
        places = text_places(brush.look, brush.colours, brush.layouts[name]["title"].rect, texts)
        shapes += [
            placeholder(brush, len(shapes) + 3 + index, "text", text_kind(index), furniture)
            for index, furniture in enumerate(places)
        ]
    return part(
        "p:sldLayout",
        element("p:cSld", element("p:spTree", TREE, *shapes), name=name),
        element("p:clrMapOvr", element("a:masterClrMapping")),
        type=_TYPES.get(name),
        preserve=1,
        userDrawn=None if name in _TYPES else 1,
        showMasterSp=0 if dark else None,
    )


@lru_cache(maxsize=64)
def notes_master(brush: Brush) -> bytes:
    """Return the notes master: the slide's picture above, the words below."""
    notes = brush.look.notes
    border = joined(NO_FILL, element("a:ln", brush.solid(brush.colours.rule), w=emu(notes.edge)))
    prompt = element("a:p", element("a:r", element("a:rPr"), element("a:t", Markup("Notes"))))
    right = element("a:lvl1pPr", element("a:defRPr", sz=1000), algn="r")
    shapes = joined(
        shape(2, "Slide Image 1", ("sldImg", 2), joined(place_form(notes.picture), border), NOTHING,
              noRot="1", noChangeAspect="1"),
        shape(3, "Notes 2", ("body", 3), place_form(notes.words),
              joined(element("a:bodyPr", lIns=0, rIns=0), element("a:lstStyle"), prompt)),
        shape(4, "Slide Number 3", ("sldNum", 5), place_form(notes.number),
              joined(element("a:bodyPr", anchor="b", rIns=0), element("a:lstStyle", right),
                     element("a:p", slide_number()))),
    )  # fmt: skip
    look = Look(*notes.step, brush.colours.ink, False)
    styles = (level(brush, f"a:lvl{number}pPr", look, before=notes.before) for number in range(1, 6))
    return part(
        "p:notesMaster",
        element("p:cSld", _background(brush.background), element("p:spTree", TREE, shapes)),
        _MAP,
        element("p:notesStyle", *styles),
    )


def _body(brush: Brush) -> Furniture:
    look = brush.look
    rect = Rect(look.left, look.body_top, look.live, look.body)
    return Furniture(rect, look.body_steps[0], brush.colours.ink)


def _background(fill: Markup) -> Markup:
    return element("p:bg", element("p:bgPr", fill, element("a:effectLst")))


def _drawn(brush: Brush, name: str, rect: Rect, fill: str | None, number: int = 2) -> Markup:
    """A shape that every slide shows and none holds."""
    return element(
        "p:sp",
        element(
            "p:nvSpPr",
            element("p:cNvPr", DECORATIVE, id=number, name=name),
            element("p:cNvSpPr"),
            element("p:nvPr", userDrawn=1),
        ),
        element("p:spPr", place_form(rect), brush.solid(fill), NO_LINE),
    )
