"""The argument map becomes its own slide: Figure 1 with the key under it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from builder.layout.deck.draft import Deck, Draft, Note, boxed, relaxed, roomy_width
from builder.layout.deck.notes import listed, note
from builder.layout.deck.sourced import source_line
from builder.layout.map.place import place_key, place_map
from builder.layout.pages import Item, Rect, TextBox
from builder.layout.text.measure import set_lines
from builder.outline.blocks import ArgumentMap


def map_slide(deck: Deck, block: ArgumentMap) -> Draft:
    """Return the slide of the map."""
    grid, look = deck.look, deck.look.map
    bottom = look.key_top - look.key_gap if block.key else grid.body_bottom
    drawn, colours = deck.theme.map.deck, deck.colours
    room = Rect(grid.left, grid.body_top, grid.live, bottom - grid.body_top)
    group, problems = place_map(block, room, drawn, colours)
    if problems and block.key:
        room = replace(room, height=look.key_top - look.least_key_gap - grid.body_top)
        dense = replace(drawn, row_gaps={0: look.dense_row_gap})
        group, problems = place_map(block, room, dense, colours)
    members = tuple(relaxed(item) if isinstance(item, TextBox) else item for item in group.items)
    items: list[Item] = [replace(group, items=members)]
    key = place_key(block, grid.left, look.key_top, grid.live, drawn, colours)
    items += (_roomy(deck, item) if isinstance(item, TextBox) else item for item in key)
    if block.note is not None:
        found = deck.paragraph(block.note, step=look.note, colour=deck.colours.ink2, align="right")
        width = roomy_width(found)
        ends = [item.rect.x + item.rect.width for item in key if isinstance(item, TextBox)]
        one_row = all(item.rect.y == look.key_top for item in key if isinstance(item, TextBox))
        if one_row and grid.right - width > max(ends, default=grid.left) + look.note_gap:
            items.append(
                boxed(
                    Rect(grid.right - width, look.key_top, width, look.note.leading),
                    [found],
                    name=block.note.slot,
                )
            )
    return Draft(
        "map",
        block.title,
        tuple(items),
        block.heading,
        source=source_line(deck, block.refs),
        notes=tuple(_notes(deck, block)),
        problems=problems,
    )


def _roomy(deck: Deck, box: TextBox) -> TextBox:
    """The words of the key have the space behind them, too."""
    found = box.paragraphs[0]
    width = min(roomy_width(found), box.rect.width + deck.theme.map.deck.key_gap - 4.0)
    return replace(
        box,
        rect=replace(box.rect, width=max(width, box.rect.width)),
        paragraphs=(set_lines(found, width),),
    )


def _notes(deck: Deck, block: ArgumentMap) -> Iterator[Note]:
    """The figure in words: each column, its nodes from top to bottom."""
    yield note(deck, block.number, deck.labels.colon, block.title)
    for column in block.columns:
        yield listed(deck, column.head, [node.label for node in column.nodes])
    if block.note is not None:
        yield note(deck, block.note)
