"""What is drawn, in a file and as decided, becomes problems: arrows, pictures, and what is told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import assert_never

from builder.audit.faults import fault
from builder.audit.places import every_item
from builder.audit.said import Kind, Said, Stroke
from builder.audit.words import fold
from builder.layout.pages import Box, Group, Item, Line, Mark, Pages, PictureBox, TableBox, TextBox
from builder.outline.blocks import (
    ArgumentMap,
    Edge,
    Figure,
    Front,
    Glance,
    Options,
    Outline,
    Responses,
    Risks,
    Table,
    Timeline,
)
from builder.outline.text import Level, Picture, Product
from builder.problems import Problem

_ALTERNATIVES, _PICTURES, _ARROWS = (
    "pictures-have-alternatives",
    "pictures-are-the-briefs",
    "arrows-are-the-links",
)
_NEAR = 0.5  # points two places may differ that are one

Ends = tuple[str | None, str | None]


def drawn_problems(outline: Outline, product: Product, pages: Pages | None, said: Said) -> Iterator[Problem]:
    """Yield what is wrong with pictures, arrows and their alternatives; of a printed page only the last."""
    name = f"the {product.value}"
    items = [
        (number, item)
        for number, page in enumerate(pages.pages if pages else (), 1)
        for item in every_item(page.items)
    ]
    told = _told_in_memo(outline) if pages is None else [_told(item) for _, item in items]
    yield from _alternatives(name, [fold(alternative) for alternative in told if alternative], said)
    yield from _edges(outline, name, items if pages else None, said)
    if product is Product.DECK:
        yield from _strokes(name, items, said)
    if product is not Product.SUMMARY:
        shown = _shown_in_memo(outline) if pages is None else _shown(items)
        yield from _pictures(name, shown, said)


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


def _told(item: Item) -> str:
    """Return what the file must tell of an item; "" for text and decoration."""
    match item:
        case PictureBox():
            return item.picture.alt
        case TableBox():
            return item.alt
        case Group() | Mark():
            return item.alt.plain if item.alt else ""
        case TextBox() | Box() | Line():
            return ""
        case _:
            assert_never(item)


def _told_in_memo(outline: Outline) -> Iterator[str]:
    """Yield what the memo tells of its logo, tables and figures: tables are told by their titles."""
    for block in outline.blocks:
        match block:
            case Front():
                yield block.logo.alt if block.logo else ""
            case ArgumentMap() | Figure():
                yield block.alt.plain
            case Glance() | Options() | Responses() | Risks():
                yield block.heading.plain
            case Table():
                yield block.title.plain
            case Timeline():
                yield block.headline.plain
            case _:
                pass  # has nothing that is not read itself


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
    front = outline.one(Front)
    logo = [front.logo] if front and front.logo else []
    return logo + [block.picture for block in outline.blocks if isinstance(block, Figure)]


# Arrows


def _edges(
    outline: Outline, name: str, items: Sequence[tuple[int, Item]] | None, said: Said
) -> Iterator[Problem]:
    """The map has an arrow for each link, from its start to its end, dashed where it is not asserted."""
    block = outline.one(ArgumentMap)
    edges = list(_drawn_edges(block)) if block else []
    dashes = [edge.level is not Level.ASSERTED for edge in edges]
    if items is None:
        heads = [stroke for stroke in said.strokes if stroke.heads != (False, False)]
        if [(stroke.dashed, stroke.heads) for stroke in heads] != [(dash, (False, True)) for dash in dashes]:
            message = f"{name} does not draw the {len(edges)} arrows of its map as they are linked"
            yield fault(_ARROWS, message, "links")
    elif block:
        labels = {node.id: node.label.slot for column in block.columns for node in column.nodes}
        wanted: Counter[tuple[Ends, bool]] = Counter(
            ((None, None) if edge.group else (labels[edge.source], labels[edge.target]), dash)
            for edge, dash in zip(edges, dashes, strict=True)
        )
        drawn = (item for _, item in items if isinstance(item, Group) and item.name == block.number.slot)
        arrows = (item for group in drawn for item in every_item(group.items) if isinstance(item, Line))
        found = Counter(((arrow.start, arrow.end), arrow.dashed) for arrow in arrows if arrow.head)
        if found != wanted:
            yield fault(_ARROWS, f"{name} does not place the {len(edges)} arrows of its map", "links")


def _drawn_edges(block: ArgumentMap) -> Iterator[Edge]:
    """Yield the edges between nodes, then those between columns; a column has no arrow to itself."""
    alone = len(block.columns) == 1
    yield from (edge for edge in block.edges if not edge.group and not alone)
    yield from (edge for edge in block.edges if edge.group and edge.source != edge.target)


def _strokes(name: str, items: Sequence[tuple[int, Item]], said: Said) -> Iterator[Problem]:
    """Every line of the deck runs as it is placed: dashes, head, and the shapes that it is glued to."""
    lines = [(page, item) for page, item in items if isinstance(item, Line) and _is_stroke(item)]
    for page in dict.fromkeys([*(page for page, _ in lines), *(stroke.page for stroke in said.strokes)]):
        here = [line for number, line in lines if number == page]
        there = [stroke for stroke in said.strokes if stroke.page == page]
        if len(here) != len(there):
            yield fault(_ARROWS, f"{name}, slide {page}: has {len(there)} lines instead of {len(here)}")
        elif not all(_runs_as(line, stroke) for line, stroke in zip(here, there, strict=True)):
            yield fault(_ARROWS, f"{name}, slide {page}: a line does not run as it is placed")


def _is_stroke(line: Line) -> bool:
    """Whether a line is one of those that are read back: a connector, or free with an arrow head."""
    return line.head or len(line.points) == 2


def _runs_as(line: Line, stroke: Stroke) -> bool:
    """Compare a line with what the file has; only straight ones can be glued in PowerPoint."""
    glued = (line.start, line.end) if len(line.points) == 2 else (None, None)
    return (
        (line.dashed, (False, line.head), glued) == (stroke.dashed, stroke.heads, stroke.glued)
        and len(line.points) == len(stroke.points)
        and all(
            abs(here - there) < _NEAR
            for point, other in zip(line.points, stroke.points, strict=True)
            for here, there in zip(point, other, strict=True)
        )
    )
