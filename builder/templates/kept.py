"""Lists the parts of a PowerPoint template that a deck keeps, and what it does without."""

from __future__ import annotations

from msgspec import Struct

from builder.templates.package import Relation, Unusable
from builder.templates.slides import Slides

# What masters and layouts may refer to; all of it stays as it is.
_KEPT = frozenset(
    [
        "slideMaster",
        "slideLayout",
        "theme",
        "image",
        "hdphoto",
        "themeOverride",
        "notesMaster",
        "handoutMaster",
        "tags",
        "tableStyles",
        "presProps",
    ]
)
_LEFT_OUT = frozenset(["slide", "notesSlide", "printerSettings", "thumbnail"])
_OF_PRESENTATION = ("slideMaster", "notesMaster", "handoutMaster", "theme", "presProps", "tableStyles")


class Kept(Struct, frozen=True):
    """A part of the template as it is, and its relationships."""

    name: str
    type: str
    data: bytes
    relations: tuple[Relation, ...]


def kept_parts(slides: Slides) -> tuple[Kept, ...]:
    """Return the parts that a deck keeps, the presentation with its own relationships first.

    Raises `Unusable` for a master or layout with something that a deck must not carry.
    """
    template = slides.template
    kept: dict[str, Kept] = {}
    todo = [template.main]
    while todo:
        part = todo.pop(0)
        if part in kept:
            continue
        relations = []
        for one in template.relations(part):
            if part == template.main:
                if one.kind in _OF_PRESENTATION and one.target in template.parts:
                    relations.append(one)
            elif (one.outside and one.kind == "hyperlink") or (
                one.kind in _KEPT and not one.outside and one.target in template.parts
            ):
                relations.append(one)
            elif one.kind not in _LEFT_OUT:
                where = "outside the file" if one.outside else f"({one.kind})"
                raise Unusable(
                    f"its part {part} needs something that a deck must not carry {where}: {one.target}",
                    "remove it in View > Slide Master, and save the template again",
                )
        kept[part] = Kept(part, template.types[part], template.parts[part], tuple(relations))
        todo += (one.target for one in relations if not one.outside)
    return tuple(kept.values())
