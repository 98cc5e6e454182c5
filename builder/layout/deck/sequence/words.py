"""The words of a step in a sequence of events, in their sizes and colours."""

from __future__ import annotations

from builder.layout.deck.draft import Deck
from builder.layout.pages import Paragraph
from builder.outline.blocks import Step as TimelineStep
from builder.theme.geometry import Step


def small(deck: Deck, step: Step) -> Step:
    """Return the size of a date beside words of a size."""
    most = deck.look.timeline.when
    return Step(min(step.size, most.size), min(step.leading, most.leading))


def colour_of(deck: Deck, each: TimelineStep) -> str:
    """Return the colour of what joins a step to the others."""
    return deck.colours.response.strong if each.suggested else deck.colours.brand


def date_colour(deck: Deck, each: TimelineStep) -> str:
    """Return the colour of the date of a step."""
    return deck.colours.on_brand if each.event else colour_of(deck, each)


def date_of(deck: Deck, each: TimelineStep, step: Step) -> Paragraph:
    """Return the date of a step."""
    return deck.paragraph(each.when, step=step, colour=date_colour(deck, each), bold=True)


def text_of(deck: Deck, each: TimelineStep, step: Step) -> Paragraph:
    """Return what happened."""
    colour = deck.colours.white if each.event else deck.colours.ink
    return deck.paragraph(each.text, step=step, colour=colour, bold=each.event)


def refs_of(deck: Deck, each: TimelineStep) -> Paragraph:
    """Return where it is said, at the right."""
    return deck.paragraph(each.refs, step=deck.look.timeline.refs, colour=pale(deck, each), align="right")


def pale(deck: Deck, each: TimelineStep) -> str:
    """Return the colour of the small words of a step."""
    return deck.colours.on_brand if each.event else deck.colours.ink2
