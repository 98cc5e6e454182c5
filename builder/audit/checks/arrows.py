"""The arrows of a file and the links of the brief become the problems of those that do not agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from builder.audit.checks.placed import every_item
from builder.audit.content import Said, Stroke
from builder.audit.fault import fault
from builder.audit.words.stream import fold
from builder.layout.pages import Group, Item, Polyline, TextBox
from builder.outline.blocks import ArgumentMap, Edge, Outline
from builder.outline.text import Level
from builder.report.problems import Problem

_ARROWS = "arrows-match-links"
_NEAR = 0.5  # points two places may differ that are one

Ends = tuple[str | None, str | None]


def edge_problems(
    outline: Outline, name: str, items: Sequence[tuple[int, Item]] | None, said: Said
) -> Iterator[Problem]:
    """Yield where the map has no arrow for each link, from its start to its end, dashed where not asserted.

    `items` are those of the pages; None for a memo, whose map is read from the file.
    """
    block = outline.one(ArgumentMap)
    edges = list(_drawn_edges(block)) if block else []
    if items is None:
        yield from _memo_edges(name, block, edges, said)
    elif block:
        labels = {node.id: node.label.slot for column in block.columns for node in column.nodes}
        wanted: Counter[tuple[Ends, bool]] = Counter(
            ((None, None) if edge.group else (labels[edge.source], labels[edge.target]), _is_dashed(edge))
            for edge in edges
        )
        drawn = (item for _, item in items if isinstance(item, Group) and item.name == block.number.slot)
        arrows = (item for group in drawn for item in every_item(group.items) if isinstance(item, Polyline))
        found = Counter(((arrow.start, arrow.end), arrow.dashed) for arrow in arrows if arrow.head)
        if found != wanted:
            yield fault(_ARROWS, f"{name} does not place the {len(edges)} arrows of its map", "links")


def _memo_edges(name: str, block: ArgumentMap | None, edges: Sequence[Edge], said: Said) -> Iterator[Problem]:
    heads = [stroke for stroke in said.strokes if stroke.heads != (False, False)]
    wanted = [(_is_dashed(edge), (False, True)) for edge in edges]
    if [(stroke.dashed, stroke.heads) for stroke in heads] != wanted:
        message = f"{name} does not draw the {len(edges)} arrows of its map as they are linked"
        yield fault(_ARROWS, message, "links")
        return
    nodes = {node.id: node for column in block.columns for node in column.nodes} if block else {}
    for edge, stroke in zip(edges, heads, strict=True):
        if edge.group:
            continue
        for node, end, words in zip(
            (nodes[edge.source], nodes[edge.target]), ("begins", "ends"), stroke.ends, strict=True
        ):
            if fold(node.label.plain) not in fold(words):
                at = f"“{fold(words)}”" if words else "no box"
                message = f"{name}, its map: the arrow from {edge.source} to {edge.target} {end} at {at}"
                yield fault(_ARROWS, message, "links")


def _is_dashed(edge: Edge) -> bool:
    return edge.level is not Level.ASSERTED


def _drawn_edges(block: ArgumentMap) -> Iterator[Edge]:
    """Yield the edges between nodes, then those between columns; a column has no arrow to itself."""
    alone = len(block.columns) == 1
    yield from (edge for edge in block.edges if not edge.group and not alone)
    yield from (edge for edge in block.edges if edge.group and edge.source != edge.target)


def stroke_problems(
    name: str, items: Sequence[tuple[int, Item]], said: Said, *, traced: bool, edited: bool
) -> Iterator[Problem]:
    """Yield the lines of the deck that do not run as placed: dashes, head, and the shapes that they join.

    In a deck that is not `traced` back to its brief, the shapes are known by their words. In an edited deck a
    line may run elsewhere, as long as it joins the same shapes.
    """
    lines = [(page, item) for page, item in items if isinstance(item, Polyline) and _is_stroke(item)]
    words = {
        (page, item.name): _words(item) for page, item in items if isinstance(item, TextBox) and item.name
    }
    for page in dict.fromkeys([*(page for page, _ in lines), *(stroke.page for stroke in said.strokes)]):
        here = [line for number, line in lines if number == page]
        there = [stroke for stroke in said.strokes if stroke.page == page]
        if len(here) != len(there):
            yield fault(_ARROWS, f"{name}, slide {page}: has {len(there)} lines instead of {len(here)}")
            continue
        for line, stroke in zip(here, there, strict=True):
            joined = [words.get((page, end or ""), "") for end in (line.start, line.end)]
            names = (line.start, line.end) if traced else _known_as(line, joined)
            if not (_joins(line, stroke, joined) if edited else _runs_as(line, stroke, names)):
                ends = " to ".join(f"“{each}”" for each in joined if each)
                which = f"the line from {ends}" if all(joined) else "a line"
                yield fault(_ARROWS, f"{name}, slide {page}: {which} does not run as it is placed")
                break


def _words(box: TextBox) -> str:
    """Return the words of a box, as a reader meets them."""
    pieces = (piece for paragraph in box.paragraphs for piece in paragraph.pieces)
    return fold(" ".join(piece.separator if piece.text is None else piece.text.plain for piece in pieces))


def _joins(line: Polyline, stroke: Stroke, words: Sequence[str]) -> bool:
    """Whether a line has head and dashes as decided, and is glued to its shapes or touches their words."""
    ends = zip((line.start, line.end), stroke.glued, words, stroke.ends, strict=True)
    return (line.dashed, (False, line.head)) == (stroke.dashed, stroke.heads) and all(
        name is None or name == glued or (bool(said) and _squeezed(said) == _squeezed(touched))
        for name, glued, said, touched in ends
    )


def _squeezed(words: str) -> str:
    return "".join(words.split())


def _is_stroke(line: Polyline) -> bool:
    """Whether a line is one of those that are read back: a connector, or free with an arrow head."""
    return line.head or len(line.points) == 2


def _known_as(line: Polyline, words: Sequence[str]) -> tuple[str | None, ...]:
    """Return the words of the shapes at the ends of a line, None where it has none."""
    return tuple(name and said for name, said in zip((line.start, line.end), words, strict=True))


def _runs_as(line: Polyline, stroke: Stroke, ends: tuple[str | None, ...]) -> bool:
    """Compare a line with what the file has; only straight ones can be glued in PowerPoint."""
    wanted = ends if len(line.points) == 2 else (None, None)
    return (
        (line.dashed, (False, line.head)) == (stroke.dashed, stroke.heads)
        and all(
            (end is None) == (glued is None) and _squeezed(end or "") == _squeezed(fold(glued or ""))
            for end, glued in zip(wanted, stroke.glued, strict=True)
        )
        and len(line.points) == len(stroke.points)
        and all(
            abs(here - there) < _NEAR
            for point, other in zip(line.points, stroke.points, strict=True)
            for here, there in zip(point, other, strict=True)
        )
    )
