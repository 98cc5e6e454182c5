"""The kinds of damage that befall the headers and footers of a memo, and its first lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from builder.outline.blocks import Front
from tests.corpora.damage.common import texts_of
from tests.corpora.damage.office import Office
from tests.corpora.damage.ooxml import changed, every, rels_of
from tests.corpora.damage.opened import Case, Choose, Hurt, NoPlaceError, Wound, pick
from tests.support.packages import R, W, edited, names, read

DOCUMENT = "word/document.xml"
_REFERENCES = (W + "headerReference", W + "footerReference")


def _sheets(case: Case) -> list[tuple[str, str]]:
    """Return the header parts, which the first page and the later ones have."""
    return [(name, read(case.data, name).decode()) for name in names(case.data, r"word/header\d+\.xml")]


def _marked(case: Case) -> str:
    front = case.outline.one(Front)
    if front is None or front.marking is None:
        raise NoPlaceError
    return front.marking.label.plain


def _in_text(part: str, old: str, new: str) -> Callable[[Case], bytes]:
    def change(root: Any) -> None:
        for text in root.iter(W + "t"):
            if text.text:
                text.text = text.text.replace(old, new)

    return lambda case: edited(case.data, part, change)


def marking_removed(case: Case, choose: Choose) -> Wound:
    label = _marked(case)
    part = pick(choose, [name for name, words in _sheets(case) if label in words])
    return Wound(_in_text(part, label, "")(case), "header", frozenset(["marking.label"]))


def marking_changed(case: Case, choose: Choose) -> Wound:
    label = _marked(case)
    part = pick(choose, [name for name, words in _sheets(case) if label in words])
    return Wound(_in_text(part, label, label[:-1] + "X")(case), "header")


def _front_text(name: str, reported: str) -> Hurt:
    """Return the damage that drops a text of the front matter from the header, or the head of the memo."""

    def hurt(case: Case, choose: Choose) -> Wound:
        file = Office(case.data, W)
        words = {text.slot: text.plain for text in texts_of(case)}.get(name, "")
        places = [place for place, text in enumerate(file.texts) if words and words in text]
        place = pick(choose, places)
        runs = [run for run, text in enumerate(file.runs(place)) if text.strip() and text.strip() in words]
        file.write(place, pick(choose, runs), "")
        return Wound(file.save(), reported or file.where(place))

    return hurt


def section_unmarked(case: Case, choose: Choose) -> Wound:
    """Empty the header or footer that pages on their side have, whose marking must be there too."""
    _marked(case)
    root = etree.fromstring(read(case.data, DOCUMENT))
    first, *others = root.iter(W + "sectPr")
    known, further = (
        {reference.get(R + "id") for section in sections for reference in section.iter(*_REFERENCES)}
        for sections in ([first], others)
    )
    relations = {
        one.get("Id"): one.get("Target") for one in etree.fromstring(read(case.data, rels_of(DOCUMENT)))
    }
    part = pick(choose, sorted(f"word/{relations[id]}" for id in further - known))

    def change(root: Any) -> None:
        for paragraph in list(root)[1:]:
            root.remove(paragraph)
        for run in root.iter(W + "r"):
            run.getparent().remove(run)

    return Wound(
        edited(case.data, part, change), r"marking “.*” on \w+ of section 2", frozenset(["marking.label"])
    )


def section_turned(case: Case, choose: Choose) -> Wound:
    """Set pages that are on their side for a wide table upright again."""

    def change(size: Any) -> None:
        width, height = size.get(W + "w"), size.get(W + "h")
        size.attrib.clear()
        size.set(W + "w", height)
        size.set(W + "h", width)

    wound = changed(case, pick(choose, every(case, lambda one: one.get(W + "orient") is not None)), change)
    return Wound(wound.data, "which is wider than its page")


def header_dropped(case: Case, choose: Choose) -> Wound:
    """Take a header or footer off its pages."""

    def is_reference(one: Any) -> bool:
        own = one.getparent().find(W + "titlePg") if one.tag in _REFERENCES else None
        return own is not None  # later sections have those of the first all the same

    def change(one: Any) -> None:
        one.getparent().remove(one)

    wound = changed(case, pick(choose, every(case, is_reference)), change)
    return Wound(wound.data, "header|footer")


def header_emptied(case: Case, choose: Choose) -> Wound:
    """Take all words of a header or footer, and leave it on its pages."""
    part = pick(choose, names(case.data, r"word/(?:header|footer)\d+\.xml"))

    def change(root: Any) -> None:
        for run in list(root.iter(W + "r")):
            run.getparent().remove(run)

    return Wound(edited(case.data, part, change), "header|footer")


def first_page_like_others(case: Case, choose: Choose) -> Wound:
    """Show the first page with the header and footer of the later ones."""

    def change(one: Any) -> None:
        if choose((True, False)):
            one.set(W + "val", "0")
        else:
            one.getparent().remove(one)

    wound = changed(case, pick(choose, every(case, lambda one: one.tag == W + "titlePg")), change)
    return Wound(wound.data, "(?:header|footer) of page 1")


HEADERS: dict[str, Hurt] = {
    "the marking removed from some pages": marking_removed,
    "the marking changed": marking_changed,
    "the status removed": _front_text("status", ""),
    "a header or footer taken off": header_dropped,
    "the marking removed from pages on their side": section_unmarked,
    "pages on their side set upright": section_turned,
    "a header or footer emptied": header_emptied,
    "a first page like the others": first_page_like_others,
}
