"""Lays out what follows from an argument, under it how certain that is, and what speaks against it."""

from __future__ import annotations

from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, bottom_of, boxed, set_height
from builder.layout.pages import Box, Item, Mark, Paragraph, Rect
from builder.layout.text.fit import SLACK, choose
from builder.layout.text.measure import balanced
from builder.outline.blocks import Argument
from builder.outline.text import Text
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
        label, text = argument.implication.card_label, argument.implication.text
        panel = _rail if beside else _bar
        items = panel(deck, label, text, replace(rect, height=room))
    elif beside and below:
        items = [deck.rule(rect.x, rect.y, rect.width)]
    return [*items, *sure(bottom_of(items) + look.certainty_gap if items else rect.y)]


def objection(deck: Deck, argument: Argument, rect: Rect, *, beside: bool = False) -> list[Item]:
    """Return what speaks against an argument, on the colour of panels; nothing where it has no room."""
    label, text, trial = argument.counter_card, argument.counter, replace(deck, problems=[])
    if label is None or text is None or rect.height <= 0:
        return []
    panel = _rail if beside else _bar
    items = panel(trial, label, text, rect, dark=False)
    return [] if trial.problems or bottom_of(items) > rect.bottom + SLACK else items


def _rail(deck: Deck, label: Text, text: Text, rect: Rect, *, dark: bool = True) -> list[Item]:
    """The label over the words, in a column beside the evidence."""
    grid, look = deck.look, deck.look.argument
    insets = (grid.pad, look.panel_top, grid.pad, look.panel_foot if dark else look.panel_top)
    fill, ink = _colours(deck, dark=dark)

    def words(step: Step) -> list[Paragraph]:
        said = deck.paragraph(text, step=step, colour=ink, before=look.panel_gap)
        return [_label(deck, label, dark=dark), said]

    sizes = look.rail_steps if dark else look.against_steps
    largest, width = sizes[0], rect.width - 2 * grid.pad
    many = deck.height(text, largest, width) > look.rail_lines * largest.leading
    steps = sizes[1:] if many else sizes
    return [deck.fitted(rect, words, steps, WHERE, HINT, insets, fill=fill, snug=True)]


def _bar(deck: Deck, label: Text, text: Text, rect: Rect, *, dark: bool = True) -> list[Item]:
    """The label left of the words, in a bar under the evidence."""
    grid, look = deck.look, deck.look.argument
    head, (fill, ink) = _label(deck, label, dark=dark), _colours(deck, dark=dark)
    left = rect.x + grid.pad + look.bar_label + grid.gutter
    width = min(rect.x + rect.width - grid.pad - left, grid.span(9))
    room = min(rect.height, look.bar_limit) - 2 * look.bar_pad
    _, narrow = balanced(head, look.bar_label)
    high = set_height([head], look.bar_label)

    def words(step: Step) -> list[Paragraph]:
        return [deck.paragraph(text, step=step, colour=ink)]

    steps = look.bar_steps if dark else look.against_steps
    step, over = choose(steps, lambda step: set_height(words(step), width) - room)
    tall = max(set_height(words(step), width), high)
    box = boxed(Rect(left, rect.y + look.bar_pad, width, tall), words(step), anchor="middle")
    deck.report(text, box.paragraphs[0], over, WHERE, HINT)
    beside = Rect(rect.x + grid.pad, rect.y + look.bar_pad, narrow + GIVE, tall)
    ground = Box(replace(rect, height=tall + 2 * look.bar_pad), fill=fill)
    return [ground, boxed(beside, [head], anchor="middle"), box]


def _colours(deck: Deck, *, dark: bool) -> tuple[str, str]:
    """Return the colour of a panel and that of its words."""
    colours = deck.colours
    return (colours.brand, colours.white) if dark else (colours.panel, colours.ink)


def _label(deck: Deck, label: Text, *, dark: bool) -> Paragraph:
    colour = deck.colours.on_brand if dark else deck.colours.ink2
    return deck.paragraph(label, step=deck.look.argument.label, colour=colour, bold=True)


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
