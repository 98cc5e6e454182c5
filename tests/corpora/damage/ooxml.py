"""The kinds of damage that befall an Office file beside its words: properties, links, pictures, arrows."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from lxml import etree
from PIL import Image

from builder.outline.text import Product
from tests.corpora.damage.opened import Case, Choose, Hurt, NoPlaceError, Wound, pick
from tests.support.packages import WP, A, P, W, edited, names, read, repacked, saved

POINT = 12_700  # English Metric Units
CORE = "docProps/core.xml"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
MAIN = {Product.MEMO: r"word/document\.xml$", Product.DECK: r"ppt/slides/\w+\.xml$"}


def element(xml: str, near: Any) -> Any:
    """Parse an element with the prefixes that another one knows."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in near.nsmap.items() if prefix)
    return etree.fromstring(f"<x {spaces}>{xml}</x>")[0]


def rels_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def place_of(part: str) -> str:
    """Return the pattern of messages about a slide; a memo has only one part."""
    digits = "".join(filter(str.isdigit, part))
    return rf"slide {digits}\b" if part.startswith("ppt/slides/") else ""


def every(case: Case, matches: Callable[[Any], bool]) -> list[tuple[str, int]]:
    """Return the elements of the document or slides that are wanted: part, and which of its elements."""
    return [
        (part, index)
        for part in names(case.data, MAIN[case.product])
        for index, one in enumerate(etree.fromstring(read(case.data, part)).iter("*"))
        if matches(one)
    ]


def changed(case: Case, spot: tuple[str, int], change: Callable[[Any], None]) -> Wound:
    """Change one element."""
    part, index = spot

    def here(root: Any) -> None:
        change(list(root.iter("*"))[index])

    return Wound(edited(case.data, part, here), place_of(part))


# Properties


def _property(tag: str, path: str, value: str) -> Hurt:
    def hurt(case: Case, choose: Choose) -> Wound:  # noqa: ARG001
        def change(root: Any) -> None:
            found = root.find(f"{{*}}{tag}")
            if found is None or not found.text:
                raise NoPlaceError
            found.text = value if value else None

        return Wound(edited(case.data, CORE, change), path, frozenset([path]))

    return hurt


def _author_added(case: Case, choose: Choose) -> Wound:  # noqa: ARG001
    def change(root: Any) -> None:
        found = root.find("{*}creator")
        if found is None:
            raise NoPlaceError
        found.text = f"{found.text}; A. Nobody" if found.text else "A. Nobody"

    return Wound(edited(case.data, CORE, change), "Nobody", frozenset(["authors"]))


def build(case: Case, choose: Choose) -> Wound:  # noqa: ARG001
    """Give the file the build id of another revision of the brief."""

    def change(root: Any) -> None:
        next(root.iter("{*}lpwstr")).text = "123456789a" * 4

    return Wound(edited(case.data, "docProps/custom.xml", change), "another revision of the brief")


def without_snapshot(case: Case, choose: Choose) -> Wound:  # noqa: ARG001
    main = "word/document.xml" if case.product is Product.MEMO else "ppt/presentation.xml"

    def change(root: Any) -> None:
        for link in root.findall(f"{PACKAGE}Relationship"):
            if link.get("Type").endswith("/customXml"):
                root.remove(link)

    return Wound(edited(case.data, rels_of(main), change), "snapshot")


# Links


def _outside(case: Case) -> list[tuple[str, str]]:
    """Return part and id of the links that lead out of the file."""
    return [
        (part, link.get("Id"))
        for part in names(case.data, MAIN[case.product])
        if rels_of(part) in names(case.data)
        for link in etree.fromstring(read(case.data, rels_of(part)))
        if link.get("TargetMode") == "External"
    ]


def link_elsewhere(case: Case, choose: Choose) -> Wound:
    part, identity = pick(choose, _outside(case))

    def change(root: Any) -> None:
        next(link for link in root if link.get("Id") == identity).set(
            "Target", "https://example.org/elsewhere"
        )

    return Wound(edited(case.data, rels_of(part), change), f"{place_of(part)}.*elsewhere")


def _is_link(one: Any) -> bool:
    return etree.QName(one).localname in ("hyperlink", "hlinkClick") and any(
        "}id" in key for key in one.attrib
    )


def link_removed(case: Case, choose: Choose) -> Wound:
    def change(one: Any) -> None:
        for part in list(one) if one.tag.endswith("}hyperlink") else ():
            one.addprevious(part)
        one.getparent().remove(one)

    wound = changed(case, pick(choose, every(case, _is_link)), change)
    return Wound(wound.data, f"{wound.place}.*does not link")


# Pictures and their alternatives


def _is_described(one: Any) -> bool:
    return etree.QName(one).localname in ("docPr", "cNvPr", "tblCaption") and bool(_alternative(one))


def _alternative(one: Any) -> str:
    return str(
        one.get("descr") or next((value for key, value in one.attrib.items() if key.endswith("}val")), "")
    )


def _description_set_to(words: str | None) -> Hurt:
    def hurt(case: Case, choose: Choose) -> Wound:
        def change(one: Any) -> None:
            key = "descr" if one.get("descr") else next(key for key in one.attrib if key.endswith("}val"))
            one.attrib.pop(key) if words is None else one.set(key, words)

        wound = changed(case, pick(choose, every(case, _is_described)), change)
        return Wound(wound.data, f"{words or 'alternative|lacks the alt text'}")

    return hurt


def picture_replaced(case: Case, choose: Choose) -> Wound:
    blue = saved(Image.new("RGB", (8, 4), "#2222aa"), "PNG")
    part = pick(choose, names(case.data, "/media/"))
    return Wound(repacked(case.data, {part: blue}), "picture is not|fallback picture")


def picture_dropped(case: Case, choose: Choose) -> Wound:
    def is_picture(one: Any) -> bool:
        return bool(etree.QName(one).localname == "blip")

    def change(one: Any) -> None:
        while etree.QName(one).localname not in ("drawing", "pic") or one.getparent().tag.endswith(
            "graphicData"
        ):
            one = one.getparent()
        one.getparent().remove(one)

    wound = changed(case, pick(choose, every(case, is_picture)), change)
    return Wound(wound.data, "pictures? instead|lacks the alt text|lacks the picture")


# Arrows and marks


def _is_arrow(one: Any) -> bool:
    return bool(one.tag == A + "tailEnd" and one.get("type", "none") != "none")


def arrow_turned(case: Case, choose: Choose) -> Wound:
    def change(one: Any) -> None:
        one.tag = A + "headEnd"

    wound = changed(case, pick(choose, every(case, _is_arrow)), change)
    return Wound(wound.data, "arrows? |line (?:does|from)")


def arrow_faded(case: Case, choose: Choose) -> Wound:
    """Draw an arrow in the colour of its page, through and through, or not at all."""

    def change(one: Any) -> None:
        line = one.getparent()
        fill = line.find(A + "solidFill")
        match choose(("white", "clear", "none")):
            case "white":
                fill[:] = [fill.makeelement(A + "srgbClr", {"val": "FFFFFF"})]
            case "clear":
                colour = fill.makeelement(A + "srgbClr", {"val": "1B2733"})
                colour.append(fill.makeelement(A + "alpha", {"val": "10000"}))
                fill[:] = [colour]
            case _:
                line.replace(fill, fill.makeelement(A + "noFill"))

    wound = changed(case, pick(choose, every(case, _is_arrow)), change)
    return Wound(wound.data, "an arrow is in the colour|line does not|unfamiliar")


def arrow_removed(case: Case, choose: Choose) -> Wound:
    def change(one: Any) -> None:
        shape = one.getparent().getparent().getparent()
        shape.getparent().remove(shape)

    wound = changed(case, pick(choose, every(case, _is_arrow)), change)
    return Wound(wound.data, "arrows? |lines instead|line from")


def _dashed(one: Any) -> bool:
    return _is_arrow(one) and any(
        mark.tag == A + "custDash" or mark.get("val") != "solid"
        for mark in one.getparent().iter(A + "custDash", A + "prstDash")
    )


def arrow_made_solid(case: Case, choose: Choose) -> Wound:
    def change(one: Any) -> None:
        for mark in list(one.getparent().iter(A + "custDash", A + "prstDash")):
            mark.getparent().remove(mark)

    wound = changed(case, pick(choose, every(case, _dashed)), change)
    return Wound(wound.data, "arrows? |line (?:does|from)")


def arrow_dashed(case: Case, choose: Choose) -> Wound:
    def change(one: Any) -> None:
        line = one.getparent()
        for mark in list(line.iter(A + "custDash", A + "prstDash")):
            mark.getparent().remove(mark)
        one.addprevious(line.makeelement(A + "prstDash", {"val": "dash"}))

    solid = every(case, lambda one: _is_arrow(one) and not _dashed(one))
    return Wound(changed(case, pick(choose, solid), change).data, "arrows? |line (?:does|from)")


def border_made_solid(case: Case, choose: Choose) -> Wound:
    """Draw the border of a box of the map as that of a claim without a hedge."""

    def is_dashed(one: Any) -> bool:
        dashes = one.tag in (A + "custDash", A + "prstDash") and one.get("val") != "solid"
        line = one.getparent() if dashes else None
        if line is None or line.tag != A + "ln" or any(map(_is_arrow, line)):
            return False
        shape = line.getparent().getparent()
        return any(text.text for text in shape.iter("{*}t"))

    def change(one: Any) -> None:
        one.getparent().remove(one)

    return Wound(changed(case, pick(choose, every(case, is_dashed)), change).data, "no dashed border")


def box_recoloured(case: Case, choose: Choose) -> Wound:
    """Make a pale box of a map, large or small, as dark as one that stands out, or a dark one pale."""

    def has_words(one: Any) -> bool:
        return any(text.text for text in one.iter("{*}t"))

    def is_fill(one: Any) -> bool:
        if one.tag != A + "solidFill" or not one.getparent().tag.endswith("}spPr"):
            return False
        shape = one.getparent().getparent()
        group = shape.getparent()
        is_small = group.tag.endswith("}grpSp") and not has_words(group)
        return is_small or (group.tag.endswith(("}grpSp", "}wgp")) and has_words(shape))

    def change(one: Any) -> None:
        colour = one[0].get("val")
        is_pale = len(colour) == 6 and sum(bytes.fromhex(colour)) > 500
        one[:] = [one.makeelement(A + "srgbClr", {"val": "101418" if is_pale else "FAFAFA"})]

    wound = changed(case, pick(choose, every(case, is_fill)), change)
    return Wound(wound.data, f"{wound.place}.*other colours|its map has boxes in other colours")


def mark_redrawn(case: Case, choose: Choose) -> Wound:
    """Draw a full or half mark of certainty as an open one, or an open one as a full one."""

    def is_mark(one: Any) -> bool:
        size = one.find(f"{A}xfrm/{A}ext") if one.tag.endswith("}spPr") else None
        if size is None or one.find(A + "ln") is None or one.find(f"{A}ln/{A}noFill") is not None:
            return False
        width, height = int(size.get("cx")) / POINT, int(size.get("cy")) / POINT
        return 3 <= width <= 12 and abs(width - height) < 1

    def change(one: Any) -> None:
        filled, paths = one.find(A + "solidFill"), list(one.iter(A + "path"))
        if filled is not None and (not paths or any(path.get("fill") != "none" for path in paths)):
            one.remove(filled)
            return
        for path in paths:
            path.attrib.pop("fill", None)
        for old in one.findall(A + "noFill"):
            one.remove(old)
        line = one.find(A + "ln")
        if filled is None:
            line.addprevious(copy.deepcopy(line.find(A + "solidFill")))

    wound = changed(case, pick(choose, every(case, is_mark)), change)
    return Wound(wound.data, f"{wound.place}.*mark")


def mark_emptied(case: Case, choose: Choose) -> Wound:
    """Take away what fills half of a mark of certainty."""

    def is_half(one: Any) -> bool:
        size = one.find(f"{A}xfrm/{A}ext") if one.tag.endswith("}spPr") else None
        if size is None or one.find(f"{A}ln/{A}noFill") is None or one.find(A + "solidFill") is None:
            return False
        width, height = int(size.get("cx")) / POINT, int(size.get("cy")) / POINT
        return 3 <= height <= 12 and abs(width - height / 2) < 1

    def change(one: Any) -> None:
        one.getparent().getparent().remove(one.getparent())

    wound = changed(case, pick(choose, every(case, is_half)), change)
    return Wound(wound.data, "mark")


# Columns of tables


def _of_columns(change: Callable[[list[Any]], None]) -> Hurt:
    """Return the damage that changes two neighbouring columns with other words: head, cells and width."""

    def hurt(case: Case, choose: Choose) -> Wound:
        def is_cell(one: Any) -> bool:
            other = one.getnext() if one.tag in (W + "tc", A + "tc") else None
            return other is not None and other.tag == one.tag and _words_of(one) != _words_of(other)

        def in_table(cell: Any) -> None:
            row, space = cell.getparent(), cell.tag.removesuffix("tc")
            index = row.findall(cell.tag).index(cell)
            change([each.findall(cell.tag)[index] for each in row.getparent().findall(space + "tr")])
            change([row.getparent().find(space + "tblGrid").findall(space + "gridCol")[index]])

        return changed(case, pick(choose, every(case, is_cell)), in_table)

    return hurt


def _words_of(cell: Any) -> str:
    return "".join(cell.itertext(W + "t", A + "t"))


def _swapped(cells: list[Any]) -> None:
    for cell in cells:
        cell.addprevious(cell.getnext())


def _dropped(cells: list[Any]) -> None:
    for cell in cells:
        cell.getparent().remove(cell)


# Charts

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SPACES = {"c": CHART, "x": SHEET, "a": A[1:-1]}


def _of_chart(path: str, change: Callable[[Any], None], cell: str = "") -> Hurt:
    """Return a change to an element of a chart, and to a cell of its workbook."""

    def hurt(case: Case, choose: Choose) -> Wound:
        charts = [
            name for name in names(case.data, r"/charts/chart\d+\.xml$") if _spots(case.data, name, path)
        ]
        part = pick(choose, charts)
        book = part.replace("charts/chart", "embeddings/workbook").replace(".xml", ".xlsx")
        data = (
            edited(case.data, part, lambda root: change(root.xpath(path, namespaces=_SPACES)[0]))
            if path
            else case.data
        )
        if cell:
            sheet = "xl/worksheets/sheet1.xml"
            inner = edited(
                read(data, book), sheet, lambda root: change(root.xpath(cell, namespaces=_SPACES)[0])
            )
            data = repacked(data, {book: inner})
        return Wound(data, "chart")

    return hurt


def _spots(data: bytes, part: str, path: str) -> bool:
    return not path or bool(etree.fromstring(read(data, part)).xpath(path, namespaces=_SPACES))


def _says(text: str) -> Callable[[Any], None]:
    def change(one: Any) -> None:
        one.text = text

    return change


def _has(name: str, value: str) -> Callable[[Any], None]:
    return lambda one: one.set(name, value)


def _holds(xml: str) -> Callable[[Any], None]:
    return lambda one: one.append(etree.fromstring(f'<x xmlns:c="{CHART}" xmlns:x="{SHEET}">{xml}</x>')[0])


def _gone(one: Any) -> None:
    one.getparent().remove(one)


_ABOUT = P + "cNvPr", WP + "docPr"
_DECORATION = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_DECORATIVE = (
    f'<a:extLst xmlns:a="{A[1:-1]}"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
    f'<adec:decorative xmlns:adec="{_DECORATION}" val="1"/></a:ext></a:extLst>'
)


def made_decoration(case: Case, choose: Choose) -> Wound:
    """Say of what has an alternative text that it is decoration, which nobody is told of."""
    spots = every(case, lambda one: bool(one.get("descr")) and one.tag in _ABOUT)
    wound = changed(case, pick(choose, spots), lambda one: one.append(etree.fromstring(_DECORATIVE)))
    return Wound(wound.data, "lacks the alt text|other words for older programs")


CHARTS: dict[str, Hurt] = {
    "a value of a chart changed": _of_chart("//c:val//c:v", _says("4321"), "//x:c[@r='B2']/x:v"),
    "a value drawn that the workbook does not have": _of_chart("//c:val//c:v", _says("4321")),
    "a value in a workbook changed": _of_chart("", _says("4321"), "//x:c[@r='B2']/x:v"),
    "a category of a chart renamed": _of_chart("//c:cat//c:v", _says("Nobody"), "//x:c[@r='A2']//x:t"),
    "a series of a chart renamed": _of_chart("//c:tx//c:v", _says("Nobody"), "//x:c[@r='B1']//x:t"),
    "a formula in a workbook": _of_chart("", _holds("<x:f>1+1</x:f>"), "//x:c[@r='B2']"),
    "a hidden row in a workbook": _of_chart("", _has("hidden", "1"), "//x:row[2]"),
    "an axis that begins elsewhere": _of_chart("//c:min", _has("val", "7")),
    "the categories of a chart turned round": _of_chart(
        "//c:catAx//c:orientation[@val='maxMin']", _has("val", "minMax")
    ),
    "the labels of a chart deleted": _of_chart("//c:ser/c:dLbls[c:showVal/@val='1']", _gone),
    "the labels of a chart in another format": _of_chart(
        "//c:dLbls[not(c:dLbl)]/c:numFmt", _has("formatCode", "0.000")
    ),
    "a label of a chart in another format": _of_chart("//c:dLbl/c:numFmt", _has("formatCode", "0.000")),
    "a trend line in a chart": _of_chart("//c:ser", _holds("<c:trendline/>")),
    "a title in a chart": _of_chart("//c:chart", _holds("<c:title/>")),
    "a chart without its workbook": _of_chart("//c:externalData", _gone),
}


OOXML: dict[str, Hurt] = CHARTS | {
    "two columns of a table swapped": _of_columns(_swapped),
    "a column of a table dropped": _of_columns(_dropped),
    "a half mark emptied": mark_emptied,
    "a certainty mark redrawn": mark_redrawn,
    "the title of the file changed": _property("title", "title", "Another title"),
    "the subject of the file changed": _property("subject", "subject", "Another subject"),
    "the keywords of the file dropped": _property("keywords", "keywords", ""),
    "an author of the file added": _author_added,
    "the build id changed": build,
    "the snapshot dropped": without_snapshot,
    "a link led elsewhere": link_elsewhere,
    "a link removed": link_removed,
    "an alternative text changed": _description_set_to("a lovely picture"),
    "an alternative text removed": _description_set_to(None),
    "what has an alternative text made decoration": made_decoration,
    "a picture replaced": picture_replaced,
    "a picture dropped": picture_dropped,
    "an arrow turned round": arrow_turned,
    "an arrow removed": arrow_removed,
    "a dashed arrow made solid": arrow_made_solid,
    "a solid arrow dashed": arrow_dashed,
    "a dashed border made solid": border_made_solid,
    "an arrow in the colour of its page": arrow_faded,
    "a box of a map recoloured": box_recoloured,
}
