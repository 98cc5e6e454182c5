"""The kinds of damage that befall a finished deck."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import combinations, pairwise
from typing import Any

from lxml import etree

from builder.layout.pages import Plot, Rect, TextBox, on_pages
from tests.corpora.damage.common import COMMON, texts_of
from tests.corpora.damage.constructs import emphasis_moved, tint_moved
from tests.corpora.damage.lines import date_moved, line_let_go
from tests.corpora.damage.office import Office
from tests.corpora.damage.ooxml import OOXML, POINT, changed, element, every, place_of, rels_of
from tests.corpora.damage.opened import Case, Choose, Hurt, NoPlaceError, Wound, anywhere, pick
from tests.corpora.damage.sight import SIGHT, label_recoloured, number, slides, spoken
from tests.support.packages import A, P, R, edited, names, read, repacked

PRESENTATION = "ppt/presentation.xml"
_LONG = 20
_SHORT = 8
_FAR = 250_000  # in the units of the file: 20 points


# Slides


def _order(change: Callable[[Any, Choose], None], reported: str) -> Hurt:
    def hurt(case: Case, choose: Choose) -> Wound:
        def within(root: Any) -> None:
            change(root.find(P + "sldIdLst"), choose)

        return Wound(edited(case.data, PRESENTATION, within), reported)

    return hurt


def _slide_deleted(slides: Any, choose: Choose) -> None:
    slides.remove(pick(choose, list(slides)))


def _slide_repeated(slides: Any, choose: Choose) -> None:
    again = copy.deepcopy(pick(choose, list(slides)))
    again.set("id", "9001")
    slides.append(again)


def _slides_swapped(slides: Any, choose: Choose) -> None:
    one = pick(choose, list(slides)[:-1])
    one.getnext().addnext(one)


def slide_hidden(case: Case, choose: Choose) -> Wound:
    part = pick(choose, slides(case))

    def change(root: Any) -> None:
        root.set("show", "0")

    return Wound(edited(case.data, part, change), place_of(part))


def slide_retitled(case: Case, choose: Choose) -> Wound:
    part = pick(choose, slides(case))

    def change(root: Any) -> None:
        first, *rest = _title(root).iter(A + "t")
        first.text = "A title that nobody wrote"
        for text in rest:
            text.text = ""

    return Wound(edited(case.data, part, change), place_of(part))


def _title(slide: Any) -> Any:
    for shape in slide.iter(P + "sp"):
        if (
            shape.find(f".//{P}ph[@type='title']") is not None
            or shape.find(f".//{P}ph[@type='ctrTitle']") is not None
        ):
            return shape
    raise NoPlaceError


def titles_swapped(case: Case, choose: Choose) -> Wound:
    one = pick(choose, slides(case))
    other = pick(choose, [part for part in slides(case) if part != one])
    file = Office(case.data, A)
    first, second = _title(file.root(one)), _title(file.root(other))
    bodies = first.find(P + "txBody"), second.find(P + "txBody")
    first.append(bodies[1])
    second.append(bodies[0])
    return Wound(file.save(), anywhere(place_of(one), place_of(other)))


def slide_added(case: Case, choose: Choose) -> Wound:
    """Add a slide that says something of its own."""
    part = pick(choose, slides(case)[1:])
    root = etree.fromstring(read(case.data, part))
    for text in root.iter(A + "t"):
        text.text = "A foreign statement" if text.text.strip() else text.text
    links = read(case.data, rels_of(part))
    data = repacked(
        case.data,
        {"ppt/slides/slide900.xml": etree.tostring(root), "ppt/slides/_rels/slide900.xml.rels": links},
    )

    def relate(root: Any) -> None:
        link = copy.deepcopy(next(link for link in root if link.get("Type").endswith("/slide")))
        link.set("Id", "rId900")
        link.set("Target", "slides/slide900.xml")
        root.append(link)

    def present(root: Any) -> None:
        slides = root.find(P + "sldIdLst")
        again = copy.deepcopy(slides[0])
        again.set("id", "9002")
        again.set(R + "id", "rId900")
        slides.insert(number(part), again)

    return Wound(
        edited(edited(data, rels_of(PRESENTATION), relate), PRESENTATION, present),
        "A foreign statement|slides instead",
    )


# Notes


def _notes(case: Case) -> list[str]:
    return names(case.data, r"ppt/notesSlides/notesSlide\d+\.xml$")


def notes_removed(case: Case, choose: Choose) -> Wound:
    part = pick(choose, slides(case))

    def change(root: Any) -> None:
        for link in list(root):
            if link.get("Type").endswith("/notesSlide"):
                root.remove(link)

    return Wound(edited(case.data, rels_of(part), change), f"{place_of(part)}.*(?:notes|missing)")


def notes_emptied(case: Case, choose: Choose) -> Wound:
    part = pick(choose, _notes(case))

    def change(root: Any) -> None:
        for text in root.iter(A + "t"):
            text.text = ""

    return Wound(edited(case.data, part, change), rf"slide {number(part)}\b.*notes")


def notes_swapped(case: Case, choose: Choose) -> Wound:
    one = pick(choose, _notes(case))
    other = pick(choose, [part for part in _notes(case) if part != one])
    data = repacked(case.data, {one: read(case.data, other), other: read(case.data, one)})
    return Wound(data, rf"slide (?:{number(one)}|{number(other)})\b")


def notes_on_the_slide(case: Case, choose: Choose) -> Wound:
    """Say a paragraph on the slide that belongs into its notes."""
    file = Office(case.data, A)
    part = pick(choose, _notes(case))
    place = pick(choose, [place for place in file.places(part) if len(file.texts[place]) >= _LONG])
    slide = f"ppt/slides/slide{number(part)}.xml"
    last = [other for other in file.places(slide) if len(file.texts[other]) > 3][-1]
    file.paragraph(last).addnext(file.paragraph(place))
    return Wound(file.save(), rf"slide {number(part)}\b")


# Marking, status, languages, links


def _relabelled(slot: str, new: Callable[[str], str]) -> Hurt:
    """Return the damage that changes a text of the front matter on one slide."""

    def hurt(case: Case, choose: Choose) -> Wound:
        words = {text.slot: text.plain for text in texts_of(case)}.get(slot, "")
        file = Office(case.data, A)
        spots = [
            (place, run)
            for place in range(len(file.texts))
            if words and file.part(place).startswith("ppt/slides/") and words in file.texts[place]
            for run, text in enumerate(file.runs(place))
            if words in text
        ]
        place, run = pick(choose, spots)
        file.write(place, run, file.runs(place)[run].replace(words, new(words), 1))
        return Wound(file.save(), file.where(place))

    return hurt


def language_changed(case: Case, choose: Choose) -> Wound:
    def change(one: Any) -> None:
        one.set("lang", "fr-FR")

    def is_look(one: Any) -> bool:
        return (
            one.tag == A + "rPr"
            and one.get("lang") is not None
            and any(map(str.isalpha, "".join(one.getparent().itertext(A + "t"))))
        )

    wound = changed(case, pick(choose, every(case, is_look)), change)
    return Wound(wound.data, "fr-FR", frozenset(["language"]))


def link_added(case: Case, choose: Choose) -> Wound:
    file = Office(case.data, A)
    place = pick(choose, spoken(file))
    part = file.part(place)
    looks = [look for look in file.paragraph(place).iter(A + "rPr") if look.find(A + "hlinkClick") is None]
    look = pick(choose, looks)
    look.append(look.makeelement(A + "hlinkClick", {R + "id": "rId900"}))
    root = file.root(rels_of(part))
    link = etree.SubElement(
        root, root[0].tag, Id="rId900", Target="https://example.org/new", TargetMode="External"
    )
    link.set("Type", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink")
    return Wound(file.save(), f"{place_of(part)}.*example.org/new")


# Tables


def _exchanged(tag: str) -> Hurt:
    def hurt(case: Case, choose: Choose) -> Wound:
        def differs(one: Any) -> bool:
            other = next(one.itersiblings(tag), None) if one.tag == tag else None
            return other is not None and _text_of(one) != _text_of(other)

        def change(one: Any) -> None:
            one.addprevious(next(one.itersiblings(tag)))

        return changed(case, pick(choose, every(case, differs)), change)

    return hurt


def _text_of(one: Any) -> str:
    return "".join(one.itertext(A + "t"))


def row_dropped(case: Case, choose: Choose) -> Wound:
    def change(one: Any) -> None:
        one.getparent().remove(one)

    return changed(case, pick(choose, every(case, lambda one: one.tag == A + "tr")), change)


def column_groups_swapped(case: Case, choose: Choose) -> Wound:
    """Let two slides of one table, with the same row heads, show each other's columns."""
    file = Office(case.data, A)

    def heads(part: str) -> list[str]:
        return [_text_of(row.find(A + "tc")) for row in file.root(part).iter(A + "tr")]

    pairs = [pair for pair in pairwise(slides(case)) if heads(pair[0]) and heads(pair[0]) == heads(pair[1])]
    one, other = pick(choose, pairs)
    first, second = (next(file.root(part).iter(A + "tbl")) for part in (one, other))
    home = first.getparent()
    second.getparent().append(first)
    home.append(second)
    return Wound(file.save(), f"{place_of(one)}|{place_of(other)}")


def shapes_swapped(case: Case, choose: Choose) -> Wound:
    """Let two texts of a slide be read in another order."""
    file = Office(case.data, A)
    part = pick(choose, slides(case))
    shapes = [
        shape
        for shape in file.root(part).find(f"{P}cSld/{P}spTree").findall(P + "sp")
        if len(_text_of(shape)) >= _LONG
    ]
    one = pick(choose, shapes[:-1])
    other = pick(
        choose, [shape for shape in shapes[shapes.index(one) + 1 :] if _text_of(shape) != _text_of(one)]
    )
    other.addnext(one)
    return Wound(file.save(), place_of(part))


# Places


def relaid(case: Case, choose: Choose) -> Wound:
    """Give a slide the layout of others."""
    part = pick(choose, slides(case))
    links = read(case.data, rels_of(part)).decode()
    own = re.findall(r"slideLayout\d+", links)[0]
    others = {re.findall(r"slideLayout\d+", name)[0] for name in names(case.data, r"slideLayout\d+\.xml$")}
    other = pick(choose, sorted(others - {own}))
    data = repacked(case.data, {rels_of(part): links.replace(f"{own}.", f"{other}.").encode()})
    return Wound(data, rf"{place_of(part)}.*has the layout")


_Shapes = list[Any]


def _on_a_slide(
    change: Callable[[_Shapes, Choose], None], reported: str, tag: str = "sp", form: str = ""
) -> Hurt:
    """Return the damage to where the shapes of one slide are, those that state it."""

    def hurt(case: Case, choose: Choose) -> Wound:
        def within(root: Any) -> None:
            tree = root.find(f"{P}cSld/{P}spTree")
            change([one for one in tree.findall(P + tag) if one.find(form or _FORM) is not None], choose)

        parts = slides(case)
        start = parts.index(pick(choose, parts))
        for part in (*parts[start:], *parts[:start]):
            with suppress(NoPlaceError):
                return Wound(edited(case.data, part, within), f"{place_of(part)}.*(?:{reported})")
        raise NoPlaceError

    return hurt


_FORM = f"{P}spPr/{A}xfrm"


def _rect(shape: Any) -> tuple[int, int, int, int]:
    corner, size = shape.find(_FORM)
    return int(corner.get("x")), int(corner.get("y")), int(size.get("cx")), int(size.get("cy"))


def _put(shape: Any, rect: tuple[int, int, int, int]) -> None:
    corner, size = shape.find(_FORM)
    for one, name, value in zip((corner, corner, size, size), ("x", "y", "cx", "cy"), rect, strict=True):
        one.set(name, str(value))


def _alike(shapes: _Shapes) -> list[tuple[Any, Any]]:
    """Return two texts each that are set alike, far from each other; the status is set by its layout."""
    texts = [
        one
        for one in shapes
        if len(_text_of(one)) >= _SHORT and "status" not in one.find(f".//{P}cNvPr").get("name")
    ]
    return [
        (one, other)
        for one, other in combinations(texts, 2)
        if max(abs(here - there) for here, there in zip(_rect(one)[:2], _rect(other)[:2], strict=True)) > _FAR
        and _text_of(one) != _text_of(other)
        and len({(each.find(f".//{A}bodyPr").get("anchor"), *_aligned(each)) for each in (one, other)}) == 1
    ]


def _aligned(shape: Any) -> set[str]:
    return {look.get("algn", "l") for look in shape.iter(A + "pPr", A + "lvl1pPr")} | {"l"}


def _exchange_places(shapes: _Shapes, choose: Choose) -> None:
    one, other = pick(choose, _alike(shapes))
    here, there = _rect(one), _rect(other)
    _put(one, there)
    _put(other, here)


def _put_on_another(shapes: _Shapes, choose: Choose) -> None:
    one, other = pick(choose, _alike(shapes))
    _put(one, _rect(other))


def _lose_place(shapes: _Shapes, choose: Choose) -> None:
    texts = [
        one for one in shapes if (mark := one.find(f".//{P}ph")) is not None and mark.get("type") == "body"
    ]
    form = pick(choose, [one for one in texts if _text_of(one)]).find(_FORM)
    form.getparent().remove(form)


def _marks(shapes: _Shapes) -> _Shapes:
    squares = [
        one for one in shapes if not _text_of(one) and one.find(f"{P}spPr/{A}ln/{A}solidFill") is not None
    ]
    return [one for one in squares if _rect(one)[2] == _rect(one)[3] < _FAR * 2]


def _move_mark(shapes: _Shapes, choose: Choose) -> None:
    mark = pick(choose, _marks(shapes))
    _, top, side, _ = _rect(mark)
    far = [_rect(one) for one in shapes if len(_text_of(one)) >= _SHORT]
    x, y, _, _ = pick(choose, [one for one in far if abs(one[1] - top) > 3 * _FAR])
    _put(mark, (x, y, side, side))


def _recolour(shapes: _Shapes, choose: Choose) -> None:
    """Give one of several shapes of one colour another one."""
    alike: dict[bytes, list[Any]] = {}
    for shape in shapes:
        fill = shape.find(f"{P}spPr/{A}solidFill")
        if fill is not None and not _text_of(shape) and shape.find(f"{P}spPr/{A}ln/{A}noFill") is not None:
            alike.setdefault(etree.tostring(fill), []).append(fill)
    fill = pick(choose, pick(choose, [same for same in alike.values() if len(same) > 1]))
    fill[:] = [etree.Element(A + "srgbClr", val="7A1F8F")]


def _move_thin(shapes: _Shapes, choose: Choose) -> None:
    """Let what underlines a part of the brief underline another one."""
    thin = [one for one in shapes if not _text_of(one) and 0 < _rect(one)[3] <= 63_500]
    bar = pick(choose, [one for one in thin if one.find(f"{P}spPr/{A}solidFill") is not None])
    _, top, wide, high = _rect(bar)
    far = [_rect(one) for one in shapes if len(_text_of(one)) >= _SHORT]
    x, y, _, deep = pick(choose, [one for one in far if abs(one[1] - top) > 3 * _FAR])
    _put(bar, (x, y + deep, wide, high))


def _cover(shape: Any) -> None:
    box = copy.deepcopy(shape)
    if box.tag == P + "pic":
        box = element(
            '<p:sp><p:nvSpPr><p:cNvPr id="903" name="Box"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:sp>',
            shape,
        )
        box.find(P + "spPr").insert(0, copy.deepcopy(shape.find(_FORM)))
    look = box.find(P + "spPr")
    for old in [*look.findall(A + "ln"), *look.findall(A + "solidFill"), *look.findall(A + "noFill")]:
        look.remove(old)
    look.append(element('<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>', shape))
    shape.addnext(box)


def _cover_mark(shapes: _Shapes, choose: Choose) -> None:
    _cover(pick(choose, _marks(shapes)))


def _cover_picture(shapes: _Shapes, choose: Choose) -> None:
    _cover(pick(choose, shapes))


def _squeeze(shapes: _Shapes, choose: Choose) -> None:
    picture = pick(choose, shapes)
    left, top, wide, high = _rect(picture)
    _put(picture, (left, top, wide, high * 2 // 3))


def _push_off(shapes: _Shapes, choose: Choose) -> None:
    picture = pick(choose, shapes)
    _, top, wide, high = _rect(picture)
    _put(picture, (-wide // 2, top, wide, high))


def _bars(shapes: _Shapes) -> list[list[Any]]:
    """Return the bars of several lengths in each column, and the parts of each bar in a row."""
    filled = [
        one for one in shapes if one.find(f"{P}spPr/{A}solidFill") is not None and one.find(_LINED) is None
    ]
    found: dict[tuple[int, ...], list[Any]] = {}
    for one in filled:
        left, top, _, high = _rect(one)
        if not _text_of(one):
            found.setdefault((0, left, high), []).append(one)
        rows = found.setdefault((1, top, high), [])
        if not rows or 0 <= left - sum(_rect(rows[-1])[::2]) < _FAR // 4:
            rows.append(one)
    return [bars for bars in found.values() if len({_rect(one)[2] // _FAR for one in bars}) > 1]


_LINED = f"{P}spPr/{A}ln/{A}solidFill"


def _lengthen(shapes: _Shapes, choose: Choose) -> None:
    bar = pick(choose, pick(choose, _bars(shapes)))
    left, top, wide, high = _rect(bar)
    _put(bar, (left, top, wide * 3 // 2, high))


def _bend(shapes: _Shapes, choose: Choose) -> None:
    outline = pick(choose, [one for one in shapes if one.find(f"{P}spPr/{A}custGeom") is not None])
    corner = pick(choose, list(outline.iter(A + "pt")))
    corner.set("x", str(int(corner.get("x")) + _FAR))


# Colours, charts and dates


def _key_recoloured(case: Case, choose: Choose) -> Wound:
    """Give the key of a chart another colour than its points have."""
    items = list(on_pages(case.pages))
    points = {
        (page, colour)
        for page, item in items
        if isinstance(item, Plot)
        for series in item.fills
        for colour in series
    }
    keys = [(page, item) for page, item in items if isinstance(item, TextBox) and (page, item.fill) in points]
    page, key = pick(choose, keys)

    def within(root: Any) -> None:
        tree = root.find(f"{P}cSld/{P}spTree")
        for shape in tree.iter(P + "sp"):
            fill, form = shape.find(f"{P}spPr/{A}solidFill"), shape.find(_FORM)
            if fill is not None and form is not None and _is_at(shape, key.rect):
                fill[:] = [element('<a:srgbClr val="EEAA00"/>', shape)]

    part = slides(case)[page - 1]
    return Wound(
        edited(case.data, part, within), f"{place_of(part)}.*another colour than what it names in the chart"
    )


def _is_at(shape: Any, rect: Rect) -> bool:
    left, top, *_ = _rect(shape)
    return abs(left / POINT - rect.x) < 1 and abs(top / POINT - rect.y) < 1


def _exchange_charts(shapes: _Shapes, choose: Choose) -> None:
    one, other = pick(choose, list(pairwise(shapes)))
    for here, there in zip(one.find(P + "xfrm"), other.find(P + "xfrm"), strict=True):
        for name in list(here.attrib):
            first, second = here.get(name), there.get(name)
            here.set(name, second)
            there.set(name, first)


DECK: dict[str, Hurt] = (
    COMMON
    | OOXML
    | SIGHT
    | {
        "a slide deleted": _order(_slide_deleted, "slides instead"),
        "a slide shown twice": _order(_slide_repeated, "slides instead"),
        "two slides swapped": _order(_slides_swapped, r"slide \d+"),
        "a slide hidden": slide_hidden,
        "a slide retitled": slide_retitled,
        "two titles swapped": titles_swapped,
        "a foreign slide added": slide_added,
        "the notes of a slide removed": notes_removed,
        "the notes of a slide emptied": notes_emptied,
        "the notes of two slides swapped": notes_swapped,
        "a note shown on the slide": notes_on_the_slide,
        "two shapes read in another order": shapes_swapped,
        "the marking removed from a slide": _relabelled("marking", lambda _: ""),
        "the marking changed": _relabelled("marking", lambda words: f"{words[:-1]}X"),
        "the caveat of the marking changed": _relabelled("marking_caveat", lambda words: words[:-5]),
        "the status removed": _relabelled("status", lambda _: ""),
        "the language of some words changed": language_changed,
        "a link added": link_added,
        "two table cells swapped": _exchanged(A + "tc"),
        "two table rows swapped": _exchanged(A + "tr"),
        "a table row dropped": row_dropped,
        "two groups of a table's columns swapped": column_groups_swapped,
        "a slide given another layout": relaid,
        "a text left to its layout": _on_a_slide(_lose_place, "has lost its place"),
        "two texts in each other's places": _on_a_slide(_exchange_places, "in the place of"),
        "a text put on another": _on_a_slide(
            _put_on_another, "is on “|in the place of|in a box without room|covered"
        ),
        "a certainty mark put beside other words": _on_a_slide(_move_mark, "certainty mark"),
        "a certainty mark covered": _on_a_slide(_cover_mark, "certainty mark”, covered"),
        "the tint of a table's column moved": tint_moved,
        "the bold of a total moved": emphasis_moved,
        "the key of a chart recoloured": _key_recoloured,
        "a label of a chart recoloured": label_recoloured,
        "two charts in each other's places": _on_a_slide(
            _exchange_charts, "in the place of another one", "graphicFrame", P + "xfrm"
        ),
        "a date moved on its scale": date_moved,
        "a line that no longer holds to its shape": line_let_go,
        "a picture covered": _on_a_slide(_cover_picture, "picture”, covered", "pic"),
        "a picture squeezed": _on_a_slide(_squeeze, "a picture is squeezed", "pic"),
        "a bar made longer": _on_a_slide(_lengthen, "bars of other lengths"),
        "a bar recoloured": _on_a_slide(_recolour, "in other colours than placed"),
        "a thin bar put beside other words": _on_a_slide(_move_thin, "a bar of “"),
        "an outline bent": _on_a_slide(_bend, "an outline of another form"),
        "a picture pushed off its slide": _on_a_slide(_push_off, "a picture runs off", "pic"),
    }
)
