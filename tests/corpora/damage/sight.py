"""The kinds of damage to a finished deck that readers see, or that keep them from seeing."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from lxml import etree

from builder.layout.pages import Plot, on_pages
from tests.corpora.damage.office import Office
from tests.corpora.damage.ooxml import element, place_of, rels_of
from tests.corpora.damage.opened import Case, Choose, Hurt, NoPlaceError, Wound, pick
from tests.support.packages import A, P, edited, names, repacked

_LONG = 20


def slides(case: Case) -> list[str]:
    return names(case.data, r"ppt/slides/slide\d+\.xml$")


def number(part: str) -> int:
    return int("".join(filter(str.isdigit, part)))


def shape_of(paragraph: Any) -> Any:
    while paragraph.tag not in (P + "sp", P + "graphicFrame"):
        paragraph = paragraph.getparent()
    return paragraph


def spoken(file: Office, *, boxes: bool = False) -> list[int]:
    """Return the texts on slides that are long enough; with `boxes` only those of a shape of its own size."""
    return [
        place
        for place, text in enumerate(file.texts)
        if file.part(place).startswith("ppt/slides/")
        and len(text) >= _LONG
        and (not boxes or shape_of(file.paragraph(place)).find(f"{P}spPr/{A}xfrm") is not None)
    ]


def _look(change: Callable[[Any], None], *, boxes: bool = False) -> Hurt:
    """Return the damage to the shape of one text."""

    def hurt(case: Case, choose: Choose) -> Wound:
        file = Office(case.data, A)
        place = pick(choose, spoken(file, boxes=boxes))
        change(file.paragraph(place))
        return Wound(file.save(), file.where(place))

    return hurt


def _white(paragraph: Any) -> None:
    """Set the words in the colour of what is behind them: the shape's own, or the slide's."""
    shape = shape_of(paragraph)
    ground = shape.find(f"{P}spPr/{A}solidFill")
    if ground is None or shape.tag != P + "sp":
        ground = element('<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>', paragraph)
        shape.find(P + "spPr").append(ground) if shape.tag == P + "sp" else None
    for run in paragraph.iter(A + "r"):
        look = run.find(A + "rPr")
        if look is None:
            look = run.makeelement(A + "rPr")
            run.insert(0, look)
        for old in look.findall(A + "solidFill"):
            look.remove(old)
        look.insert(0, copy.deepcopy(ground))


def _tiny(paragraph: Any) -> None:
    for look in paragraph.iter(A + "rPr"):
        look.set("sz", "100")


def _off_slide(paragraph: Any) -> None:
    place = shape_of(paragraph).find(f"{P}spPr/{A}xfrm/{A}off")
    place.set("x", "-90000000")


def _flat(paragraph: Any) -> None:
    shape_of(paragraph).find(f"{P}spPr/{A}xfrm/{A}ext").set("cx", "1")


def _hidden(paragraph: Any) -> None:
    shape_of(paragraph)[0].find(P + "cNvPr").set("hidden", "1")


def _covered(paragraph: Any) -> None:
    """Lay a white rectangle over the text."""
    shape = shape_of(paragraph)
    cover = copy.deepcopy(shape)
    cover[0].find(P + "cNvPr").attrib.update({"id": "9003", "name": "Shape 9003"})
    cover[0].find(P + "cNvPr").attrib.pop("descr", None)
    for body in cover.findall(P + "txBody"):
        cover.remove(body)
    look = cover.find(P + "spPr")
    for old in [part for part in look if part.tag != A + "xfrm"]:
        look.remove(old)
    look.append(element('<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>', shape))
    look.append(element('<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>', shape))
    mark = cover[0].find(f"{P}nvPr/{P}ph")
    if mark is not None:
        mark.getparent().remove(mark)
    top = shape
    while not top.getparent().tag.endswith("spTree"):
        top = top.getparent()
    if top is not shape:
        raise NoPlaceError
    shape.getparent().append(cover)


def label_recoloured(case: Case, choose: Choose) -> Wound:
    """Give the name of a series over its chart another colour, which can be read as well."""
    plots = [(page, item) for page, item in on_pages(case.pages) if isinstance(item, Plot)]
    named = {
        (page, name.plain)
        for page, item in plots
        if len(item.series) < len(item.chart.series)
        for name in (item.chart.series[index].name for index in item.series)
        if name
    }
    file = Office(case.data, A)
    spots = [
        at
        for at, text in enumerate(file.texts)
        if "/slides/" in file.part(at) and (number(file.part(at)), text) in named
    ]
    at = pick(choose, spots)
    for look in file.paragraph(at).iter(A + "rPr"):
        look.insert(0, element('<a:solidFill><a:srgbClr val="7A1F5F"/></a:solidFill>', look))
    return Wound(file.save(), f"{file.where(at)}.*another colour than what it names in the chart")


def _boxed(words: str, place: str) -> Hurt:
    """Return the damage that adds a box with words to a slide."""

    def hurt(case: Case, choose: Choose) -> Wound:
        part = pick(choose, slides(case))
        box = (
            f'<p:sp><p:nvSpPr><p:cNvPr id="9004" name="Text 9004"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
            f"<p:spPr>"
            f'<a:xfrm><a:off x="{place}" y="600000"/><a:ext cx="2000000" cy="300000"/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:p><a:r>'
            f'<a:rPr lang="{case.outline.language}"/><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>'
        )

        def change(root: Any) -> None:
            root.find(f"{P}cSld/{P}spTree").append(element(box, root))

        return Wound(edited(case.data, part, change), f"{place_of(part)}.*{words}")

    return hurt


def comment_added(case: Case, choose: Choose) -> Wound:
    part = pick(choose, slides(case))
    comment = '<p:cm authorId="0" idx="1"><p:pos x="1" y="1"/><p:text>We doubt it.</p:text></p:cm>'
    words = f'<p:cmLst xmlns:p="{P[1:-1]}">{comment}</p:cmLst>'

    def relate(root: Any) -> None:
        link = etree.SubElement(root, root[0].tag, Id="rId900", Target="../comments/comment1.xml")
        link.set("Type", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments")

    data = repacked(case.data, {"ppt/comments/comment1.xml": words.encode()})
    return Wound(edited(data, rels_of(part), relate), f"{place_of(part)}.*comments")


def drawn_by_the_layout(case: Case, choose: Choose) -> Wound:  # noqa: ARG001
    """Let the master print words on every slide."""

    def change(root: Any) -> None:
        drawn = copy.deepcopy(
            next(shape for shape in root.iter(P + "sp") if shape.find(f".//{P}ph") is not None)
        )
        mark = drawn.find(f".//{P}ph")
        mark.getparent().remove(mark)
        next(drawn.iter(A + "t")).text = "Printed by nobody"
        root.find(f".//{P}spTree").append(drawn)

    data = case.data
    for name in names(data, r"ppt/slideLayouts/slideLayout\d+\.xml$"):
        try:
            data = edited(data, name, change)
        except StopIteration:
            continue
    return Wound(data, "Printed by nobody")


SIGHT: dict[str, Hurt] = {
    "text set in the colour of its ground": _look(_white),
    "text set tiny": _look(_tiny),
    "text moved off the slide": _look(_off_slide, boxes=True),
    "text in a box without room": _look(_flat, boxes=True),
    "a shape hidden": _look(_hidden),
    "text covered": _look(_covered, boxes=True),
    "a text box added": _boxed("Words of nobody", "600000"),
    "a text box added off the slide": _boxed("Words of nobody", "-9000000"),
    "a comment added": comment_added,
    "words printed by the layout": drawn_by_the_layout,
}
