"""What is drawn, in a file and as decided, becomes problems: pictures, marks, and what is told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import assert_never

from builder.audit.checks.arrows import edge_problems, stroke_problems
from builder.audit.checks.placed import every_item
from builder.audit.content import Kind, Said
from builder.audit.fault import fault
from builder.audit.words.stream import fold
from builder.layout.pages import Box, Group, Item, Mark, Pages, PictureBox, Polyline, TableBox, TextBox
from builder.outline.blocks import Outline
from builder.outline.reading.flow import Drawing, Elsewhere, Flow, Grid, Image, Para
from builder.outline.reading.furniture import FIRST_HEADER, furniture
from builder.outline.reading.order import flow
from builder.outline.text import Level, Picture, Product
from builder.report.problems import Problem

_ALTERNATIVES, _PICTURES, _MARKS = (
    "pictures-have-alt-text",
    "pictures-match",
    "certainty-matches",
)
_FORGETFUL = "LibreOffice"


def drawn_problems(
    outline: Outline, product: Product, pages: Pages | None, said: Said, *, edited: bool
) -> Iterator[Problem]:
    """Yield what is wrong with pictures, arrows, marks and their alternatives; of a printed page the last."""
    name = f"the {product.value}"
    items = [
        (number, item)
        for number, page in enumerate(pages.pages if pages else (), 1)
        for item in every_item(page.items)
    ]
    told = _told_in_memo(outline) if pages is None else [_told(item) for _, item in items]
    shown = _shown_in_memo(outline) if pages is None else _shown(items)
    alternatives = [fold(alternative) for alternative in told if alternative]
    if edited and said.program.startswith(_FORGETFUL):
        yield from _kept_alternatives(name, alternatives, shown, said)
    else:
        yield from _alternatives(name, alternatives, said)
    yield from edge_problems(outline, name, items if pages else None, said)
    if product is Product.DECK:
        yield from stroke_problems(name, items, said, traced=bool(outline.build_id), edited=edited)
    if product is not Product.SUMMARY:
        yield from _pictures(name, shown, said)
        yield from _marks(name, _marked(outline, items if pages else None), said)


# What is told to those who do not see it


def _alternatives(name: str, told: Sequence[str], said: Said) -> Iterator[Problem]:
    """Every picture, figure and table is told in its own words, in the order in which they stand."""
    for place in said.without_alt:
        message = f"{name} has a picture, figure or table without alternative text on {place}"
        yield fault(_ALTERNATIVES, message)
    heard = said.of(Kind.ALT)
    found = [fold(one.text) for one in heard]
    if len(found) == len(told):
        for one, words, other in zip(heard, found, told, strict=True):
            if words != other:
                yield fault(_ALTERNATIVES, f"{name}, {one.place}: “{words}” is told instead of “{other}”")
        return
    for other in (Counter(told) - Counter(found)).elements():
        yield fault(_ALTERNATIVES, f"{name} does not tell “{other}”")
    for words in (Counter(found) - Counter(told)).elements():
        yield fault(_ALTERNATIVES, f"{name} tells “{words}” of what nobody drew")


def _kept_alternatives(
    name: str, told: Sequence[str], shown: Sequence[Picture], said: Said
) -> Iterator[Problem]:
    """Every picture is told in its own words, and nothing in other words than its own.

    LibreOffice drops the alternatives of tables and of groups of shapes, whose words are read themselves, and
    forgets what is decoration.
    """
    found = Counter(fold(one.text) for one in said.of(Kind.ALT))
    for words in (found - Counter(told)).elements():
        yield fault(_ALTERNATIVES, f"{name} tells “{words}” of what nobody drew")
    for words in (Counter(fold(picture.alt) for picture in shown) - found).elements():
        yield fault(_ALTERNATIVES, f"{name} does not tell “{words}”")


def _told(item: Item) -> str:
    """Return what the file must tell of an item; "" for text and decoration."""
    match item:
        case PictureBox():
            return item.picture.alt
        case TableBox():
            return item.alt
        case Group() | Mark():
            return item.alt.plain if item.alt else ""
        case TextBox() | Box() | Polyline():
            return ""
        case _:
            assert_never(item)


def _told_in_memo(outline: Outline) -> Iterator[str]:
    """Yield what the memo tells of its logo, tables and figures: tables are told by their titles."""
    for item in (*furniture(outline).get(FIRST_HEADER, ()), *flow(outline)):
        match item:
            case Image():
                yield item.alt
            case Grid():
                yield item.title.plain
            case Drawing():
                yield item.block.alt.plain
            case Para() | Elsewhere():
                pass
            case _:
                assert_never(item)


# Pictures


def _pictures(name: str, shown: Sequence[Picture], said: Said) -> Iterator[Problem]:
    if len(said.pictures) != len(shown):
        yield fault(_PICTURES, f"{name} shows {len(said.pictures)} pictures instead of {len(shown)}")
        return
    for found, picture in zip(said.pictures, shown, strict=True):
        if found.digest != sha256(picture.data).hexdigest():
            yield fault(_PICTURES, f"{name}, {found.place}: the picture is not “{picture.alt}”")


def _shown(items: Sequence[tuple[int, Item]]) -> list[Picture]:
    return [item.picture for _, item in items if isinstance(item, PictureBox)]


def _shown_in_memo(outline: Outline) -> list[Picture]:
    items = (*furniture(outline).get(FIRST_HEADER, ()), *flow(outline))
    return [item.picture for item in items if isinstance(item, Image)]


# Marks of certainty


def _marks(name: str, wanted: Sequence[tuple[int, Level]], said: Said) -> Iterator[Problem]:
    """Every mark of certainty is as full as the level that it stands for."""
    pages = sorted({page for page, _ in wanted} | {one.page for one in said.marks})
    for page in pages:
        here = [level for number, level in wanted if number == page]
        there = [one for one in said.marks if one.page == page]
        on = f"{name}, slide {page}" if page else name
        if len(here) != len(there):
            yield fault(_MARKS, f"{on}: has {len(there)} marks of certainty instead of {len(here)}")
            continue
        for level, one in zip(here, there, strict=True):
            if level is not one.level:
                message = f"{name}, {one.place}: a mark says {one.level.value} instead of {level.value}"
                yield fault(_MARKS, message)


def _marked(outline: Outline, items: Sequence[tuple[int, Item]] | None) -> list[tuple[int, Level]]:
    """Return the marks with their slides, 0 in a memo, in the order in which they are drawn."""
    if items is not None:
        return [(page, item.level) for page, item in items if isinstance(item, Mark)]
    return [(0, level) for item in flow(outline) for level in _marks_in_memo(item)]


def _marks_in_memo(item: Flow) -> Iterator[Level]:
    """Yield the marks that the memo draws: before a certainty's words, in the map and its key."""
    match item:
        case Para():
            yield from (piece for piece in item.pieces if isinstance(piece, Level))
        case Grid():
            for para in item.paras:
                yield from _marks_in_memo(para)
        case Drawing():
            nodes = (node for column in item.block.columns for node in column.nodes)
            yield from (node.level for node in nodes if node.marked)
        case Image() | Elsewhere():
            pass
        case _:
            assert_never(item)
