"""Lays out how certain a claim is, what follows from it, and what speaks against it."""

from __future__ import annotations

from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, bottom_of, boxed, roomy_width, set_height
from builder.layout.pages import Box, Item, Mark, Paragraph, Rect
from builder.layout.text.fit import SLACK, choose
from builder.layout.text.measure import balanced
from builder.outline.blocks import Argument
from builder.outline.text import Text
from builder.theme.geometry import Step

WHERE, HINT = "its panel on the slide", "an implication has up to 25 words"


def reading(
    deck: Deck, argument: Argument, rect: Rect, *, beside: bool = False, foot: float = 0.0
) -> list[Item]:
    """Return the panel, which has our words or the source's alone; as high as they, or down to `foot`."""
    if argument.implication is None:
        return []
    label, text = argument.implication.card_label, argument.implication.text
    return _rail(deck, label, text, rect, foot=foot) if beside else _bar(deck, label, text, rect)


def objection(deck: Deck, argument: Argument, rect: Rect, *, beside: bool = False) -> list[Item]:
    """Return what speaks against an argument, on the colour of panels; nothing where it has no room."""
    label, text, trial = argument.counter_card, argument.counter, replace(deck, problems=[])
    if label is None or text is None or rect.height <= 0:
        return []
    panel = _rail if beside else _bar
    items = panel(trial, label, text, rect, dark=False)
    return [] if trial.problems or bottom_of(items) > rect.bottom + SLACK else items


def _rail(
    deck: Deck, label: Text, text: Text, rect: Rect, *, dark: bool = True, foot: float = 0.0
) -> list[Item]:
    """The label over the words, in a column beside the evidence."""
    grid, look = deck.look, deck.look.argument
    fill, ink = _colours(deck, dark=dark)
    insets = (grid.pad, look.panel_top, grid.pad, look.panel_foot if dark else look.panel_top)

    def words(step: Step) -> list[Paragraph]:
        said = deck.paragraph(text, step=step, colour=ink, before=look.panel_gap)
        return [_label(deck, label, dark=dark), said]

    sizes = look.rail_steps if dark else look.against_steps
    tall = deck.height(text, sizes[0], rect.width - 2 * grid.pad)
    steps = sizes[1:] if tall > look.rail_lines * sizes[0].leading else sizes
    box = deck.fitted(rect, words, steps, WHERE, HINT, insets, fill=fill, snug=True)
    return [replace(box, rect=replace(rect, height=max(box.rect.height, foot - rect.y)))]


def _bar(deck: Deck, label: Text, text: Text, rect: Rect, *, dark: bool = True) -> list[Item]:
    """The label left of the words, in a bar under the evidence."""
    grid, look = deck.look, deck.look.argument
    head, (fill, ink) = _label(deck, label, dark=dark), _colours(deck, dark=dark)
    left = rect.x + grid.pad + look.bar_label + grid.gutter
    width = min(rect.x + rect.width - grid.pad - left, grid.span(9))
    room = min(rect.height, look.bar_limit) - 2 * look.bar_pad
    _, narrow = balanced(head, look.bar_label)

    def words(step: Step) -> list[Paragraph]:
        return [deck.paragraph(text, step=step, colour=ink)]

    steps = look.bar_steps if dark else look.against_steps
    step, over = choose(steps, lambda step: set_height(words(step), width) - room)
    tall = max(set_height(words(step), width), set_height([head], look.bar_label))
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
    """Return the mark with the certainty in the source, and our confidence, never in one sentence.

    They are on one line where it has room for both, else below each other.
    """
    look, gap, firm = deck.look.argument, deck.look.gutter, argument.certainty
    own = deck.paragraph(argument.confidence, step=look.certainty, colour=deck.colours.ink2)
    if firm is None:
        return [boxed(Rect(x, top, width, set_height([own], width)), [own])] if argument.confidence else []
    mark = Mark(Rect(x, top + look.mark_top, look.mark, look.mark), firm.level, deck.colours.ink)
    said = deck.paragraph(firm.sentence, step=look.certainty, bold=True)
    x, width = x + look.mark_hang, width - look.mark_hang
    first, after = Rect(x, top, width, set_height([said], width)), roomy_width(said) + gap
    below = Rect(x, first.bottom, width, 0.0)
    if argument.confidence and after + roomy_width(own) <= width:
        first = replace(first, width=after - gap)
        below = Rect(x + after, top, width - after, 0.0)
    items: list[Item] = [mark, boxed(first, [said])]
    if argument.confidence:
        items.append(boxed(replace(below, height=set_height([own], below.width)), [own]))
    return items
