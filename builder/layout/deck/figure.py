"""A picture of the brief becomes a slide: as large as its pixels and the body allow, its caption under it."""

from __future__ import annotations

from builder.layout.deck.draft import Deck, Draft, boxed, set_height
from builder.layout.deck.notes import note
from builder.layout.deck.sourced import source_line
from builder.layout.pages import Item, PictureBox, Rect
from builder.layout.text.fit import choose, too_long
from builder.outline.blocks import Figure
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
        limit = grid.body if beside else 60.0
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
        box = boxed(rect, [found], name=caption.slot)
        if excess:
            problems.append(too_long(caption, box.paragraphs[0], excess, "its slide", "shorten the caption"))
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
