"""Lays out what follows from an argument, on brand, and under it in one line how certain the argument is."""

from __future__ import annotations

from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, bottom_of, boxed, set_height
from builder.layout.pages import Box, Item, Mark, Paragraph, Rect
from builder.layout.text.fit import choose
from builder.layout.text.measure import balanced
from builder.outline.blocks import Argument, Implication
from builder.theme.geometry import Step

WHERE, HINT = "its panel on the slide", "an implication has up to 25 words"


def reading(
    deck: Deck, argument: Argument, rect: Rect, *, beside: bool = False, firm: bool = True
) -> list[Item]:
    """Return the panel and, if `firm`, the certainty at the top of `rect`, no higher than their words."""
    look = deck.look.argument

    def sure(top: float) -> list[Item]:
        return certainty(deck, argument, rect.x, top, rect.width) if firm else []

    below = sure(0.0)
    items: list[Item] = []
    if argument.implication:
        room = rect.height - (bottom_of(below) + look.certainty_gap if below else 0.0)
        panel = rail if beside else _bar
        items = panel(deck, argument.implication, replace(rect, height=room))
    elif beside and below:
        items = [deck.rule(rect.x, rect.y, rect.width)]
    return [*items, *sure(bottom_of(items) + look.certainty_gap if items else rect.y)]


def rail(deck: Deck, implication: Implication, rect: Rect) -> list[Item]:
    """The label over the words, in a column beside the evidence."""
    grid, look = deck.look, deck.look.argument
    insets = (grid.pad, look.panel_top, grid.pad, look.panel_foot)

    def words(step: Step) -> list[Paragraph]:
        text = deck.paragraph(implication.text, step=step, colour=deck.colours.white, before=look.panel_gap)
        return [_label(deck, implication), text]

    largest, width = look.rail_steps[0], rect.width - 2 * grid.pad
    many = deck.height(implication.text, largest, width) > look.rail_lines * largest.leading
    steps = look.rail_steps[1:] if many else look.rail_steps
    return [deck.fitted(rect, words, steps, WHERE, HINT, insets, fill=deck.colours.brand, snug=True)]


def _bar(deck: Deck, implication: Implication, rect: Rect) -> list[Item]:
    """The label left of the words, in a bar under the evidence."""
    grid, look = deck.look, deck.look.argument
    label = _label(deck, implication)
    left = rect.x + grid.pad + look.bar_label + grid.gutter
    width = min(rect.x + rect.width - grid.pad - left, grid.span(9))
    room = min(rect.height, look.bar_limit) - 2 * look.bar_pad
    _, narrow = balanced(label, look.bar_label)
    head = set_height([label], look.bar_label)

    def words(step: Step) -> list[Paragraph]:
        return [deck.paragraph(implication.text, step=step, colour=deck.colours.white)]

    step, over = choose(look.bar_steps, lambda step: set_height(words(step), width) - room)
    tall = max(set_height(words(step), width), head)
    text = boxed(Rect(left, rect.y + look.bar_pad, width, tall), words(step), anchor="middle")
    deck.report(implication.text, text.paragraphs[0], over, WHERE, HINT)
    beside = Rect(rect.x + grid.pad, rect.y + look.bar_pad, narrow + GIVE, tall)
    ground = Box(replace(rect, height=tall + 2 * look.bar_pad), fill=deck.colours.brand)
    return [ground, boxed(beside, [label], anchor="middle"), text]


def _label(deck: Deck, implication: Implication) -> Paragraph:
    look = deck.look.argument
    return deck.paragraph(implication.card_label, step=look.label, colour=deck.colours.on_brand, bold=True)


def certainty(deck: Deck, argument: Argument, x: float, top: float, width: float) -> list[Item]:
    """Return the mark with the certainty in the source, and our confidence, never in one sentence."""
    look, colours = deck.look.argument, deck.colours
    firm, hang = argument.certainty, look.mark_hang if argument.certainty else 0.0
    found: list[Paragraph] = []
    items: list[Item] = []
    if firm:
        items.append(Mark(Rect(x, top + look.mark_top, look.mark, look.mark), firm.level, colours.ink))
        found.append(deck.paragraph(firm.sentence, step=look.certainty, bold=True))
    if argument.confidence:
        found.append(deck.paragraph(argument.confidence, step=look.certainty, colour=colours.ink2))
    for each in found:
        tall = set_height([each], width - hang)
        items.append(boxed(Rect(x + hang, top, width - hang, tall), [each]))
        top += tall
    return items
