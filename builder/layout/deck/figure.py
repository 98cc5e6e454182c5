"""A picture of the brief becomes a slide: as large as its pixels and the body allow, its caption under it."""

from __future__ import annotations

from builder.layout.deck.draft import Deck, Draft, boxed, paragraph, set_height
from builder.layout.deck.grid import BODY, BODY_TOP, LEFT, LIVE, span
from builder.layout.deck.notes import note
from builder.layout.deck.sourced import source_line
from builder.layout.pages import Item, PictureBox, Rect
from builder.layout.text.fit import Step, choose, too_long
from builder.outline.blocks import Figure
from builder.report.problems import Problem
from builder.theme.tokens import TOKENS

STEPS = (Step(18, 23), Step(16, 20))
GAP = 12.0


def figure(deck: Deck, block: Figure) -> Draft:
    """Return the slide of a picture; a tall one has its caption beside it."""
    picture = block.picture
    items: list[Item] = []
    problems: list[Problem] = []
    beside = picture.width < 1.1 * picture.height and block.caption is not None
    area = Rect(LEFT, BODY_TOP, span(8) if beside else LIVE, BODY)
    if block.caption is not None:
        caption = block.caption
        width = span(4) if beside else span(10)
        limit = BODY if beside else 60.0
        step, excess = choose(STEPS, lambda step: set_height([paragraph(caption, step=step)], width) - limit)
        found = paragraph(caption, step=step, colour=TOKENS.ink2)
        tall = set_height([found], width)
        if not beside:
            area = Rect(LEFT, BODY_TOP, LIVE, BODY - min(tall, limit) - GAP)
        rect = Rect(LEFT + LIVE - width, BODY_TOP, width, tall) if beside else (
            Rect(LEFT, area.y + area.height + GAP, width, tall)
        )  # fmt: skip
        box = boxed(rect, [found], name=caption.slot)
        if excess:
            problems.append(too_long(caption, box.paragraphs[0], excess, "its slide", "shorten the caption"))
        items.append(box)
    scale = min(area.width / picture.width, area.height / picture.height)
    width, height = picture.width * scale, picture.height * scale
    items.insert(0, PictureBox(Rect(LEFT, area.y, width, height), picture, name=block.alt.slot))
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
