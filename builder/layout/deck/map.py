"""The argument map becomes its own slide: Figure 1 with the key under it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from builder.layout.deck.draft import Deck, Draft, Note, boxed, paragraph, relaxed, roomy_width
from builder.layout.deck.grid import BODY_BOTTOM, BODY_TOP, LEFT, LIVE, RIGHT
from builder.layout.deck.notes import listed, note
from builder.layout.deck.sourced import source_line
from builder.layout.map.place import place_key, place_map
from builder.layout.pages import Item, Rect, TextBox
from builder.layout.text.fit import Step
from builder.layout.text.measure import set_lines
from builder.outline.blocks import ArgumentMap
from builder.theme.theme import DEFAULT
from builder.theme.tokens import TOKENS

KEY_TOP = 464.4
KEY_GAP, LEAST_GAP = 16.6, 7.0  # between the map and its key


def map_slide(deck: Deck, block: ArgumentMap) -> Draft:
    """Return the slide of the map."""
    look = DEFAULT.map.deck
    bottom = KEY_TOP - KEY_GAP if block.key else BODY_BOTTOM
    group, problems = place_map(block, Rect(LEFT, BODY_TOP, LIVE, bottom - BODY_TOP), look, TOKENS)
    if problems and block.key:
        tall = KEY_TOP - LEAST_GAP - BODY_TOP
        dense = replace(look, row_gaps={0: 6.0})
        group, problems = place_map(block, Rect(LEFT, BODY_TOP, LIVE, tall), dense, TOKENS)
    members = tuple(relaxed(item) if isinstance(item, TextBox) else item for item in group.items)
    items: list[Item] = [replace(group, items=members)]
    key = place_key(block, LEFT, KEY_TOP, LIVE, look, TOKENS)
    items += (_roomy(item) if isinstance(item, TextBox) else item for item in key)
    if block.note is not None:
        found = paragraph(block.note, step=Step(14, 18), colour=TOKENS.ink2, align="right")
        width = roomy_width(found)
        ends = [item.rect.x + item.rect.width for item in key if isinstance(item, TextBox)]
        one_row = all(item.rect.y == KEY_TOP for item in key if isinstance(item, TextBox))
        if one_row and RIGHT - width > max(ends, default=LEFT) + 12.0:
            items.append(boxed(Rect(RIGHT - width, KEY_TOP, width, 18.0), [found], name=block.note.slot))
    return Draft(
        "map",
        block.title,
        tuple(items),
        block.heading,
        source=source_line(deck, block.refs),
        notes=tuple(_notes(deck, block)),
        problems=problems,
    )


def _roomy(box: TextBox) -> TextBox:
    """The words of the key have the space behind them, too."""
    found = box.paragraphs[0]
    width = min(roomy_width(found), box.rect.width + DEFAULT.map.deck.key_gap - 4.0)
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
