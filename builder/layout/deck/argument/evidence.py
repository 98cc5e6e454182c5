"""Lays out evidence: one item large, as a statement; several as cards no higher than their words."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from operator import add

from msgspec.structs import replace

from builder.layout.deck.draft import Deck, boxed, set_height, unbroken
from builder.layout.pages import Box, Item, Paragraph, Piece, Rect
from builder.layout.text.fit import choose
from builder.outline.blocks import Evidence
from builder.theme.colours import Hue
from builder.theme.geometry import Step

HINT = "one piece of evidence has up to 20 words"


def statement(deck: Deck, evidence: Sequence[Evidence], hue: Hue, rect: Rect) -> list[Item]:
    """Return the one item beside a bar, as large as leaves it few lines, with kind and references below."""
    look, (item,) = deck.look.argument, evidence
    left = rect.x + look.statement_left
    width = min(rect.width - look.statement_left, deck.look.span(10))
    below = [_meta(deck, item, hue, look.said)] if item.kind or item.refs else []
    foot = look.said_gap + set_height(below, width) if below else 0.0
    room = Rect(left, rect.y, width, min(rect.height - foot, look.statement_limit))

    def words(step: Step) -> list[Paragraph]:
        return [deck.paragraph(item.text, step=step)]

    text = deck.fitted(room, words, look.statement_steps, "its slide", HINT, snug=True)
    bar = Box(Rect(rect.x, rect.y, deck.look.bar, text.rect.height + foot), fill=hue.strong)
    top = rect.y + text.rect.height + look.said_gap
    said = [boxed(Rect(left, top, width, foot - look.said_gap), below, stubs=True)] if below else []
    return [bar, text, *said]


def cards(deck: Deck, evidence: Sequence[Evidence], hue: Hue, rect: Rect) -> list[Item]:
    """Return a card for each item, four in two rows; the cards of a row are as high as its fullest."""
    grid, look = deck.look, deck.look.argument
    columns = len(evidence) if len(evidence) < 4 else 2
    width = (rect.width - grid.gutter * (columns - 1)) / columns
    measure = min(width, grid.span(10)) - 2 * grid.pad
    rows = [evidence[start : start + columns] for start in range(0, len(evidence), columns)]
    feet = {
        item: look.meta_gap + set_height([_meta(deck, item, hue, look.meta)], measure)
        for item in evidence
        if item.kind or item.refs
    }
    around = [look.card_top + max(feet.get(item, 0.0) for item in row) + look.card_foot for row in rows]

    def heights(step: Step) -> list[float]:
        tall = (max(deck.height(item.text, step, measure) for item in row) for row in rows)
        return list(map(add, tall, around))

    def over(step: Step) -> float:
        room = min(look.card_limit, rect.height) if step.size > look.card_size else rect.height
        return fsum(heights(step)) + grid.gutter * (len(rows) - 1) - room

    def words(step: Step) -> list[Paragraph]:
        return [deck.paragraph(item.text, step=step) for item in evidence]

    step, excess = choose(unbroken(look.card_steps[columns], words, measure), over)
    longest = max(evidence, key=lambda item: len(item.text.plain))
    items: list[Item] = []
    y = rect.y
    for row, height, outside in zip(rows, heights(step), around, strict=True):
        for column, item in enumerate(row):
            card = Rect(rect.x + column * (width + grid.gutter), y, width, height)
            inside = Rect(card.x + grid.pad, y + look.card_top, measure, height - outside)
            text = boxed(inside, [deck.paragraph(item.text, step=step)])
            items += [*deck.card(card, hue), text]
            if item in feet:
                tall = feet[item] - look.meta_gap
                below = replace(inside, y=y + height - look.card_foot - tall, height=tall)
                items.append(boxed(below, [_meta(deck, item, hue, look.meta)], stubs=True))
            if item is longest:
                deck.report(item.text, text.paragraphs[0], excess, "its card", HINT)
        y += height + grid.gutter
    return items


def _meta(deck: Deck, item: Evidence, hue: Hue, step: Step) -> Paragraph:
    kind = Piece(item.kind, bold=True, colour=hue.strong) if item.kind else None
    between = "   " if item.kind and item.refs else None
    return deck.paragraph(kind, between, item.refs, step=step, colour=deck.colours.ink2)
