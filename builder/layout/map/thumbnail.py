"""Draws the argument map as a small picture of itself: nodes without words, and their arrows."""

from __future__ import annotations

from collections.abc import Iterator

from builder.layout.pages import Box, Group, Item, Polyline, Rect
from builder.outline.blocks import ArgumentMap, Column
from builder.outline.text import Level
from builder.theme.colours import Colours
from builder.theme.map import ThumbnailLook


def draw_thumbnail(
    block: ArgumentMap,
    rect: Rect,
    here: frozenset[str] | None,
    weight: float,
    look: ThumbnailLook,
    colours: Colours,
    *,
    on_brand: bool = False,
) -> Group:
    """Return the map in miniature; only the nodes in `here` carry their colour, all of them where it is None.

    On the brand's colour they are in their tints.
    Lines are `weight` points wide and dashed only where all is in colour: small, a dash would be noise.
    """
    nodes = dict(_nodes(block, rect, look))
    # An author's id is in no file, as it may say more than the file does.
    names = {node.id: f"thumbnail:{node.label.slot}" for column in block.columns for node in column.nodes}
    lines: list[Item] = []
    for edge in block.edges:
        if edge.group:
            start, end = _middle(block, nodes, int(edge.source)), _middle(block, nodes, int(edge.target))
        else:
            start, end = nodes[edge.source], nodes[edge.target]
        if not 0 < end.x - start.x - start.width <= (1 + look.gap) * start.width:
            continue
        space = look.group_off * start.width if edge.group else 0.0
        left, right = start.right + space, end.x - space
        ends = (left, start.y + start.height / 2), (right, end.y + end.height / 2)
        colour = colours.on_brand if on_brand else colours.rule if here is not None else colours.edge
        dashed = here is None and edge.level is not Level.ASSERTED
        joined = (None, None) if edge.group else (names[edge.source], names[edge.target])
        lines.append(Polyline(ends, colour, weight, dashed, start=joined[0], end=joined[1]))
    items: list[Item] = []
    for column in block.columns:
        hue = colours.hue(column.role)
        strong = hue.tint if on_brand else hue.strong
        for node in column.nodes:
            coloured = here is None or not here.isdisjoint((node.id, *node.holds))
            fill = strong if coloured else colours.rule
            items.append(Box(nodes[node.id], fill=fill, name=names[node.id]))
    return Group(rect, (*items, *lines), None, "thumbnail")


def _nodes(block: ArgumentMap, rect: Rect, look: ThumbnailLook) -> Iterator[tuple[str, Rect]]:
    count, between = len(block.columns), look.gap
    width = rect.width / (4 + 3 * between) if count <= 4 else rect.width / (count + (count - 1) * between)
    left = rect.right - count * width - (count - 1) * between * width
    for index, column in enumerate(block.columns):
        height, gap = _row(column, rect.height, look.rows)
        top = rect.y + (rect.height - len(column.nodes) * (height + gap) + gap) / 2
        for row, node in enumerate(column.nodes):
            x, y = left + index * (1 + between) * width, top + row * (height + gap)
            yield node.id, Rect(x, y, width, height)


def _row(column: Column, height: float, least: int) -> tuple[float, float]:
    count = max(len(column.nodes), least)
    gap = height * (0.13 if count == least else 0.10 if count < 6 else 0.36 / (count - 1))
    return (height - (count - 1) * gap) / count, gap


def _middle(block: ArgumentMap, nodes: dict[str, Rect], index: int) -> Rect:
    """The whole column as one rectangle."""
    rects = [nodes[node.id] for node in block.columns[index].nodes]
    top, last = rects[0], rects[-1]
    return Rect(top.x, top.y, top.width, last.bottom - top.y)
