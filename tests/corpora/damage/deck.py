"""The kinds of damage that befall a finished deck."""

from __future__ import annotations

import copy
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from lxml import etree

from tests.corpora.damage.common import COMMON, texts_of
from tests.corpora.damage.office import Office
from tests.corpora.damage.ooxml import OOXML, changed, every, place_of, rels_of
from tests.corpora.damage.opened import Case, Choose, Hurt, NoPlaceError, Wound, anywhere, pick
from tests.corpora.damage.sight import SIGHT, number, slides, spoken
from tests.support.packages import A, P, R, edited, names, read, repacked

PRESENTATION = "ppt/presentation.xml"
_LONG = 20


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
    }
)
