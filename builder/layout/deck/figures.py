"""Lays out pictures and the argument map, each on a slide of its own."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from builder.layout.deck.draft import Deck, Draft, Note, boxed, relaxed, roomy_width
from builder.layout.deck.frame import source_line
from builder.layout.deck.notes import blended, from_sources, leading, listed, quoted, said, sentence
from builder.layout.map.place import place_key, place_map
from builder.layout.pages import Item, PictureBox, Rect, TextBox
from builder.layout.text.fit import choose
from builder.layout.text.measure import set_lines
from builder.outline.blocks import ArgumentMap, Figure


def figure(deck: Deck, block: Figure) -> Draft:
    """Return the slide of a picture; a tall one has its caption beside it."""
    deck = deck.under(block.title, appendix=block.annex)
    grid, look, speech = deck.look, deck.look.figure, deck.labels.speech
    picture, caption = block.picture, block.caption
    beside = picture.width < 1.1 * picture.height and caption is not None
    across, down = grid.span(8) if beside else grid.live, grid.body
    below: list[Item] = []
    if caption is not None:
        width = grid.span(4) if beside else grid.span(10)
        limit = grid.body if beside else look.most_caption
        step, excess = choose(look.steps, lambda step: deck.height(caption, step, width) - limit)
        tall = deck.height(caption, step, width)
        left, y = grid.left + grid.live - width, grid.body_top
        if not beside:
            down = grid.body - min(tall, limit) - look.gap
            left, y = grid.left, grid.body_top + down + look.gap
        found = deck.paragraph(caption, step=step, colour=deck.colours.ink2)
        box = boxed(Rect(left, y, width, tall), [found])
        deck.report(caption, box.paragraphs[0], excess, "its slide", "shorten the caption")
        below = [box]
    scale = min(across / picture.width, down / picture.height)
    rect = Rect(grid.left, grid.body_top, picture.width * scale, picture.height * scale)
    return Draft(
        block.title.slot.removesuffix("_title"),
        block.title,
        [PictureBox(rect, picture, name=block.alt.slot), *below],
        block.number,
        source=source_line(deck, block.refs),
        lead=blended(speech.to_figure),
        notes=[
            leading(deck, speech.picture, block.alt),
            from_sources(deck, speech.comes_from, block.refs) or (),
        ],
        appendix=block.annex,
    )


def map_slide(deck: Deck, block: ArgumentMap) -> Draft:
    """Return the slide of the map."""
    deck = deck.under(block.title)
    grid, look = deck.look, deck.look.map
    bottom = look.key_top - look.key_gap if block.key else grid.body_bottom
    drawn, colours = deck.theme.map.deck, deck.colours
    room = Rect(grid.left, grid.body_top, grid.live, bottom - grid.body_top)
    group, problems = place_map(block, room, drawn, colours)
    if problems and block.key:
        room = replace(room, height=look.key_top - look.least_key_gap - grid.body_top)
        dense = replace(drawn, row_gaps={0: look.dense_row_gap})
        group, problems = place_map(block, room, dense, colours)
    deck.problems.extend(problems)
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
    source, notes = source_line(deck, block.refs), list(_notes(deck, block))
    lead = blended(deck.labels.speech.to_map)
    return Draft("map", block.title, items, block.heading, source=source, lead=lead, notes=notes)


def _roomy(deck: Deck, box: TextBox) -> TextBox:
    """The words of the key have the space behind them, too."""
    found = box.paragraphs[0]
    width = min(roomy_width(found), box.rect.width + deck.theme.map.deck.key_gap - 4.0)
    rect = replace(box.rect, width=max(width, box.rect.width))
    return replace(box, rect=rect, paragraphs=(set_lines(found, width),))


def _notes(deck: Deck, block: ArgumentMap) -> Iterator[Note]:
    """The figure in words: each column, its nodes from top to bottom, then the arrows."""
    for column in block.columns:
        nodes = listed(deck, [quoted(deck, node.label) for node in column.nodes])
        yield said(deck, deck.labels.speech.column, head=quoted(deck, column.head), nodes=nodes)
    if block.arrows is not None:
        yield sentence(deck, block.arrows)
    if block.note is not None:
        yield sentence(deck, block.note)
