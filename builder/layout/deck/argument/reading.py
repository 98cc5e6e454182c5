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
    deck: Deck, argument: Argument, rect: Rect, *, beside: bool = False, firm: bool = True, foot: float = 0.0
) -> list[Item]:
    """Return the panel, with the certainty in it if `firm`; it is as high as its words, or ends at `foot`."""
    sure = argument if firm else None
    if argument.implication:
        label, text = argument.implication.card_label, argument.implication.text
        if beside:
            return _rail(deck, label, text, rect, sure, foot=foot)
        return _bar(deck, label, text, rect, sure)
    if sure is None or not certainty(deck, sure, rect.x, rect.y, rect.width):
        return []
    items: list[Item] = [deck.rule(rect.x, rect.y, rect.width)] if beside else []
    top = bottom_of(items) + deck.look.argument.certainty_gap if items else rect.y
    return [*items, *certainty(deck, sure, rect.x, top, rect.width)]


def objection(deck: Deck, argument: Argument, rect: Rect, *, beside: bool = False) -> list[Item]:
    """Return what speaks against an argument, on the colour of panels; nothing where it has no room."""
    label, text, trial = argument.counter_card, argument.counter, replace(deck, problems=[])
    if label is None or text is None or rect.height <= 0:
        return []
    panel = _rail if beside else _bar
    items = panel(trial, label, text, rect, None, dark=False)
    return [] if trial.problems or bottom_of(items) > rect.bottom + SLACK else items


def _rail(
    deck: Deck,
    label: Text,
    text: Text,
    rect: Rect,
    sure: Argument | None,
    *,
    dark: bool = True,
    foot: float = 0.0,
) -> list[Item]:
    """The label over the words, in a column beside the evidence, and at its foot the certainty."""
    grid, look = deck.look, deck.look.argument
    fill, ink = _colours(deck, dark=dark)
    inside = Rect(rect.x + grid.pad, rect.y, rect.width - 2 * grid.pad, rect.height)
    firm = certainty(deck, sure, inside.x, 0.0, inside.width, dark=True) if sure else []
    end = look.panel_foot if dark else look.panel_top
    below = look.certainty_gap + bottom_of(firm) + end if firm else end
    insets = (grid.pad, look.panel_top, grid.pad, 0.0)

    def words(step: Step) -> list[Paragraph]:
        said = deck.paragraph(text, step=step, colour=ink, before=look.panel_gap)
        return [_label(deck, label, dark=dark), said]

    sizes = look.rail_steps if dark else look.against_steps
    many = deck.height(text, sizes[0], inside.width) > look.rail_lines * sizes[0].leading
    room, steps = replace(rect, height=rect.height - below), sizes[1:] if many else sizes
    box = deck.fitted(room, words, steps, WHERE, HINT, insets, snug=True)
    ground = replace(rect, height=max(box.rect.height + below, foot - rect.y))
    if not firm:
        return [replace(box, rect=ground, fill=fill, insets=(*box.insets[:3], end))]
    assert sure is not None
    top = ground.bottom - end - bottom_of(firm)
    return [Box(ground, fill=fill), box, *certainty(deck, sure, inside.x, top, inside.width, dark=True)]


def _bar(
    deck: Deck, label: Text, text: Text, rect: Rect, sure: Argument | None, *, dark: bool = True
) -> list[Item]:
    """The label left of the words, in a bar under the evidence, and under them the certainty."""
    grid, look = deck.look, deck.look.argument
    head, (fill, ink) = _label(deck, label, dark=dark), _colours(deck, dark=dark)
    left = rect.x + grid.pad + look.bar_label + grid.gutter
    width = min(rect.x + rect.width - grid.pad - left, grid.span(9))
    firm = certainty(deck, sure, left, 0.0, width, dark=True) if sure else []
    under = bottom_of(firm) + look.bar_pad / 2 if firm else 0.0
    room = min(rect.height - under, look.bar_limit) - 2 * look.bar_pad
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
    ground = Box(replace(rect, height=tall + under + 2 * look.bar_pad), fill=fill)
    items: list[Item] = [ground, boxed(beside, [head], anchor="middle"), box]
    if sure and firm:
        items += certainty(deck, sure, left, box.rect.bottom + look.bar_pad / 2, width, dark=True)
    return items


def _colours(deck: Deck, *, dark: bool) -> tuple[str, str]:
    """Return the colour of a panel and that of its words."""
    colours = deck.colours
    return (colours.brand, colours.white) if dark else (colours.panel, colours.ink)


def _label(deck: Deck, label: Text, *, dark: bool) -> Paragraph:
    colour = deck.colours.on_brand if dark else deck.colours.ink2
    return deck.paragraph(label, step=deck.look.argument.label, colour=colour, bold=True)


def certainty(
    deck: Deck, argument: Argument, x: float, top: float, width: float, *, dark: bool = False
) -> list[Item]:
    """Return the mark with the certainty in the source, and our confidence, never in one sentence."""
    look, colours = deck.look.argument, deck.colours
    strong, pale = (colours.white, colours.on_brand) if dark else (colours.ink, colours.ink2)
    firm, hang = argument.certainty, look.mark_hang if argument.certainty else 0.0
    found: list[Paragraph] = []
    items: list[Item] = []
    if firm:
        items.append(Mark(Rect(x, top + look.mark_top, look.mark, look.mark), firm.level, strong))
        found.append(deck.paragraph(firm.sentence, step=look.certainty, colour=strong, bold=True))
    if argument.confidence:
        found.append(deck.paragraph(argument.confidence, step=look.certainty, colour=pale))
    for each in found:
        tall = set_height([each], width - hang)
        items.append(boxed(Rect(x + hang, top, width - hang, tall), [each]))
        top += tall
    return items
