"""Examines a PowerPoint template: the layouts that our slides use, what is lost, what Office would repair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from builder.outline.text import Product
from builder.report.printable import counted
from builder.templates.deck import deck_template
from builder.templates.layouts import CONTENT, body_box, choose, names_of
from builder.templates.package import Template, Unusable
from builder.templates.roles import Diagnosis, Role
from builder.templates.slides import P, Slides

# Kinds of parts that a deck does without, in words, by the last word of the relationship to them.
_LOST = {
    "handoutMaster": "", "slideMaster": "", "notesMaster": "", "theme": "", "presProps": "", "slide": "",
    "tableStyles": "", "viewProps": "", "customXml": "data of other programs (custom XML)",
    "tags": "hidden tags", "font": "embedded fonts", "commentAuthors": "comments", "authors": "comments",
    "revisionInfo": "", "printerSettings": "settings of a printer",
}  # fmt: skip


def diagnose(template: Template, given: Mapping[str, str]) -> Diagnosis:
    """Return what is in a PowerPoint template."""
    slides = Slides(template)
    names = dict(zip((layout.part for layout in slides.layouts), names_of(slides), strict=True))
    roles = []
    for choice in choose(slides, given):
        name, reason = (names[choice.layout.part] if choice.layout else None), choice.reason
        if choice.stands_in:
            name = None
        if choice.ties:
            others = ", ".join(f"“{tie}”" for tie in choice.ties)
            name, reason = None, f"“{name}” suits, and just as well {others}: name one in the brief"
        roles.append(Role(choice.role, name, reason))
    facts = _facts(slides, given)
    return Diagnosis(Product.DECK, facts, tuple(roles), tuple(_lost(slides)), tuple(_repairs(slides)))


def _facts(slides: Slides, given: Mapping[str, str]) -> dict[str, str]:
    facts = {
        "slides": f"{slides.width / 72:.2f} × {slides.height / 72:.2f} in",
        "masters": ", ".join(
            f"{master.name or 'without a name'} ({counted(len(master.layouts), 'layout')})"
            for master in slides.masters
        )
        or "none",
    }
    content = next((one.layout for one in choose(slides, given) if one.role == CONTENT), None)
    if content is None:
        return facts
    master, box = slides.masters[content.master], body_box(slides, content)
    facts["fonts"] = " and ".join(dict.fromkeys(font for font in master.fonts if font)) or "none of its own"
    if box is not None:
        facts["content"] = f"{box.width / 72:.2f} × {box.height / 72:.2f} in, below the title"
    try:
        built = deck_template(slides.template, given)
    except Unusable as error:
        facts["usable"] = f"no: {error}; {error.hint}"
        return facts
    smallest = 14.0 * built.scale * built.letters
    facts["usable"] = (
        f"yes; text is set {smallest:.0f} pt and larger, {12.0 * built.scale:.0f} pt in the foot"
    )
    for name, notes in (("measured", built.notes), ("contrast", built.pale)):
        if notes:
            facts[name] = "; ".join(notes)
    return facts


def _lost(slides: Slides) -> Iterator[str]:
    """Yield what a deck that is built into the template does not have."""
    template = slides.template
    related = template.relations(template.main)
    count = sum(one.kind == "slide" for one in related)
    if count:
        yield f"the {counted(count, 'slide')} of the template"
    if template.has_macros:
        yield "the macros: the deck is a plain PPTX"
    kinds = dict.fromkeys(one.kind for one in related)
    yield from dict.fromkeys(
        words for kind in kinds if kind != "vbaProject" and (words := _LOST.get(kind, f"its {kind}"))
    )
    if slides.presentation.find(f"{P}modifyVerifier") is not None:
        yield "the protection against changes"
    if slides.presentation.find(f"{P}custShowLst") is not None:
        yield "shows of some slides"


def _repairs(slides: Slides) -> Iterator[str]:
    """Yield what Office would repair, and what makes a template hard to use."""
    template = slides.template
    if not slides.masters:
        yield "there is no slide master"
    for master in slides.masters:
        if master.theme is None:
            yield f"the master {master.part} has no theme"
        if not master.layouts:
            yield f"the master “{master.name}” has no layouts"
    names = [master.name for master in slides.masters]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield f"{names.count(name)} masters are called “{name}”; layouts of the first are used"
    for layout in slides.layouts:
        flat = [one.kind for one in layout.holders if one.is_flat]
        if flat:
            which = f"{counted(len(flat), 'placeholder')} without height: {', '.join(flat)}"
            yield f"the layout “{layout.name}” has {which}"
    for one in template.relations(""):
        if one.kind == "custom-properties" and b"ContentTypeId" in template.parts.get(one.target, b""):
            yield "its properties come from a SharePoint library (ContentTypeId); the deck does not have them"
    if any("contentType" in data.decode("utf-8", "replace") and name.startswith("customXml/")
           for name, data in template.parts.items()):  # fmt: skip
        yield "it holds forms of a SharePoint library (custom XML); the deck does not have them"
