"""Shows in a copy of a template what its styles or placeholders are used for."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from builder.outline.text import Product
from builder.templates.layouts import CLOSING, CONTENT, COVER, STATEMENT, choose
from builder.templates.package import TYPES, Template, Unusable
from builder.templates.slides import Slides, kind_of_holder
from builder.templates.word import CHARACTERS, W, WordStyles

_FIRST = (1980, 1, 1, 0, 0, 0)  # the date of parts, so that equal templates make equal copies
_PRESENTATION = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_SLIDES = ("title", "body")
_USED = {
    COVER: ("title", "subtitle"),
    **dict.fromkeys((CONTENT, STATEMENT, CLOSING), _SLIDES),
}  # of the placeholders that a slide has


def annotated(template: Template) -> bytes:
    """Return a copy of a template that shows which style or placeholder is used for what.

    In a Word template its text begins with a paragraph for each role, in the style of the role. A PowerPoint
    template gets a slide for each of its layouts. The copy is of the same kind. Raises `Unusable` for a
    template with macros, which no file that we write has.
    """
    if template.has_macros:
        raise Unusable("it has macros, which are not copied", "save it as DOTX or POTX, and name that file")
    if template.product is Product.DECK:
        return _with_slides(template)
    return _packed(template, _document(template))


def _packed(template: Template, changed: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name, data in template.parts.items():
            file.writestr(ZipInfo(name, _FIRST), changed.get(name, data), ZIP_DEFLATED)
    return packed.getvalue()


def _with_slides(template: Template) -> bytes:
    from pptx import Presentation

    kind, listed = template.types[template.main].encode(), template.parts[TYPES]
    made = Presentation(BytesIO(_packed(template, {TYPES: listed.replace(kind, _PRESENTATION)})))
    slides, used = Slides(template), dict[str, list[str]]()
    for choice in choose(slides, {}):
        if choice.layout is not None and not choice.stands_in:
            used.setdefault(choice.layout.part, []).append(choice.role)
    for master in made.slide_masters:
        for layout in master.slide_layouts:
            roles = used.get(layout.part.partname.lstrip("/"), [])
            for holder in made.slides.add_slide(layout).placeholders:
                use = kind_of_holder(holder.element)
                shown = ", ".join(f"{role}: {use}" for role in roles if use in _USED[role])
                if holder.has_text_frame:
                    holder.text_frame.text = shown or "not used"
    saved = BytesIO()
    made.save(saved)
    done = Template(saved.getvalue())
    return _packed(done, {TYPES: done.parts[TYPES].replace(_PRESENTATION, kind)})


def _document(template: Template) -> dict[str, bytes]:
    """Return the text of a Word template that begins with a paragraph for each role."""
    from lxml import etree

    root, styles = template.xml(template.main), WordStyles(template)
    roles, ids = styles.roles({})
    body = root.find(f"{W}body")
    for index, role in enumerate(roles):
        paragraph = etree.Element(f"{W}p")
        run = etree.SubElement(paragraph, f"{W}r")
        style, character = ids.get(role.name), role.name in CHARACTERS
        if style is not None:
            holder, name = (run, "rStyle") if character else (paragraph, "pStyle")
            properties = etree.Element(W + ("rPr" if character else "pPr"))
            holder.insert(0, properties)
            etree.SubElement(properties, W + name).set(W + "val", style)
        etree.SubElement(run, f"{W}t").text = f"{role.name}: {role.found or '–'} ({role.reason})"
        body.insert(index, paragraph)
    return {template.main: etree.tostring(root, encoding="UTF-8", standalone=True, xml_declaration=True)}
