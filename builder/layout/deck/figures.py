"""Lays out pictures and the argument map, each on a slide of its own."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from builder.layout.deck.draft import Deck, Draft, Note, boxed, relaxed, roomy_width, set_height
from builder.layout.deck.frame import source_line
from builder.layout.deck.notes import listed, note
from builder.layout.map.key import place_key
from builder.layout.map.place import place_map
from builder.layout.pages import Item, PictureBox, Rect, TextBox
from builder.layout.text.fit import choose, too_long
from builder.layout.text.measure import set_lines
from builder.outline.blocks import ArgumentMap, Figure
from builder.report.problems import Problem


def figure(deck: Deck, block: Figure) -> Draft:
    """Return the slide of a picture; a tall one has its caption beside it."""
    grid, look = deck.look, deck.look.figure
    picture = block.picture
    items: list[Item] = []
    problems: list[Problem] = []
    beside = picture.width < 1.1 * picture.height and block.caption is not None
    area = Rect(grid.left, grid.body_top, grid.span(8) if beside else grid.live, grid.body)
    if block.caption is not None:
        caption = block.caption
        width = grid.span(4) if beside else grid.span(10)
        limit = grid.body if beside else look.most_caption
        step, excess = choose(
            look.steps, lambda step: set_height([deck.paragraph(caption, step=step)], width) - limit
        )
        found = deck.paragraph(caption, step=step, colour=deck.colours.ink2)
        tall = set_height([found], width)
        if not beside:
            area = Rect(grid.left, grid.body_top, grid.live, grid.body - min(tall, limit) - look.gap)
        rect = Rect(grid.left + grid.live - width, grid.body_top, width, tall) if beside else (
            Rect(grid.left, area.y + area.height + look.gap, width, tall)
        )  # fmt: skip
        box = boxed(rect, [found])
        problems = too_long(caption, box.paragraphs[0], excess, "its slide", "shorten the caption")
        items.append(box)
    scale = min(area.width / picture.width, area.height / picture.height)
    width, height = picture.width * scale, picture.height * scale
    items.insert(0, PictureBox(Rect(grid.left, area.y, width, height), picture, name=block.alt.slot))
    slot = block.title.slot.removesuffix("_title")
    return Draft(
        slot,
        block.title,
        tuple(items),
        block.number,
        source=source_line(deck, block.refs),
        notes=(note(deck, block.number, deck.labels.colon, block.title), note(deck, block.alt)),
        problems=tuple(problems),
        appendix=block.annex,
    )


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
            items.append(boxed(Rect(grid.right - width, look.key_top, width, look.note.leading), [found]))
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
        box, rect=replace(box.rect, width=max(width, box.rect.width)), paragraphs=(set_lines(found, width),)
    )


def _notes(deck: Deck, block: ArgumentMap) -> Iterator[Note]:
    """The figure in words: each column, its nodes from top to bottom."""
    yield note(deck, block.number, deck.labels.colon, block.title)
    for column in block.columns:
        yield listed(deck, column.head, [node.label for node in column.nodes])
    if block.note is not None:
        yield note(deck, block.note)
