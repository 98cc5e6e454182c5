"""Lays out arguments without evidence as rows: the claim, what is known of it, and how certain it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from builder.layout.deck.argument.reading import certainty
from builder.layout.deck.draft import Deck, Draft, Note, bottom_of, boxed, set_height, unbroken, without_stop
from builder.layout.deck.notes import (
    argument_notes,
    leading,
    place_in_map,
    said,
    sentence,
    source_line,
    to_argument,
)
from builder.layout.pages import Item, Paragraph, Piece, Rect
from builder.layout.text.fit import split
from builder.outline.blocks import Argument, Section
from builder.theme.geometry import Step


def claims(deck: Deck, section: Section, arguments: Sequence[Argument]) -> Iterator[Draft]:
    """Yield the slides of arguments that have no evidence, under the section's title."""
    deck = deck.under(section.title)
    grid, look = deck.look, deck.look.claims

    def heights(step: Step) -> list[float]:
        return [_height(deck, each, step) for each in arguments]

    def words(step: Step) -> list[Paragraph]:
        return [deck.paragraph(each.claim, step=step) for each in arguments]

    steps = look.steps[min(len(arguments), 4) - 2 :]
    whole = unbroken(steps, words, _width(deck, steps[0]))
    done = split(whole, heights, grid.body - grid.rule, most=look.most)
    texts = [each.claim for each in arguments]
    deck.report_longest(texts, _width(deck, done.step), done, "a claim has up to 17 words")
    for index, chunk in enumerate(done.chunks):
        shown = arguments[chunk]
        yield Draft(
            shown[0].number.slot.removesuffix("_no"),
            section.title,
            list(_spread(deck, section, shown, done.heights[chunk], done.step)),
            role=section.role,
            number=deck.span(shown[0].number, shown[-1].number, shown[0].number.slot),
            source=source_line(deck, *[argument.refs for argument in shown]),
            here=frozenset(argument.id for argument in shown),
            notes=[each for argument in shown for each in claim_notes(deck, argument)],
            extras=list(place_in_map(deck, *shown)),
            layout="Argument",
            continued=(index + 1, len(done.chunks)),
        )


def _spread(
    deck: Deck, section: Section, shown: Sequence[Argument], tall: Sequence[float], step: Step
) -> Iterator[Item]:
    """Yield the rows of a slide of their own, which share what is spare."""
    grid = deck.look
    yield deck.rule(grid.left, grid.body_top, grid.live, deck.colours.hue(section.role).strong)
    most = max(grid.row_limit(len(tall)) - max(tall), 0.0)
    spare = min((grid.body - grid.rule - fsum(tall)) / len(tall), most)
    y = grid.body_top + grid.rule
    for index, (argument, height) in enumerate(zip(shown, tall, strict=True)):
        if index:
            yield deck.hairline(grid.left, y, grid.live)
        yield from _row(deck, section, argument, y + spare / 2, step)
        y += height + spare
    yield deck.hairline(grid.left, y, grid.live)


def more_claims(deck: Deck, section: Section, arguments: Sequence[Argument], top: float) -> list[Item]:
    """Return rows under the slide's argument, with a head."""
    grid, look = deck.look, deck.look.claims
    heading = deck.fixed("also_head", deck.labels.also_here)
    head = deck.paragraph(heading, step=look.head, colour=deck.colours.ink2, bold=True)
    y = top + look.head_top
    items: list[Item] = [
        deck.hairline(grid.left, top, grid.live),
        boxed(Rect(grid.left, y, grid.live, look.head.leading), [head], stubs=True),
    ]
    y += look.head.leading
    for argument in arguments:
        items += _row(deck, section, argument, y, look.small)
        y += _height(deck, argument, look.small)
    return items


def more_notes(deck: Deck, section: Section, argument: Argument) -> Iterator[Note]:
    """Yield what is said of a row under the slide's argument: what leads to its claim, and the rest."""
    yield leading(deck, to_argument(deck, section, argument), without_stop(argument.claim))
    yield from argument_notes(deck, argument)


def claim_notes(deck: Deck, argument: Argument) -> Iterator[Note]:
    """Yield what is said of one of several claims: the claim itself where the brief has no reasoning."""
    if argument.reasoning:
        yield said(deck, deck.labels.speech.claim_of, number=argument.number)
    else:
        yield sentence(deck, argument.claim)
    yield from argument_notes(deck, argument)


def _width(deck: Deck, step: Step) -> float:
    """Return the width of a claim, between its number and its certainty."""
    grid = deck.look
    return grid.span(8) - grid.claims.hang * step.size


def _words(deck: Deck, argument: Argument, step: Step) -> list[Paragraph]:
    """The claim, and smaller its gist and what follows from it."""
    look, colour = deck.look.claims, deck.colours.ink2
    small = look.details.get(step, look.detail)
    found = [deck.paragraph(argument.claim, step=step)]
    if argument.gist:
        found.append(deck.paragraph(argument.gist, step=small, colour=colour, before=look.between))
    if argument.implication:
        label = Piece(argument.implication.card_label, bold=True, colour=colour)
        text = argument.implication.text
        found.append(deck.paragraph(label, "  ", text, step=small, before=look.between))
    return found


def _height(deck: Deck, argument: Argument, step: Step) -> float:
    words = set_height(_words(deck, argument, step), _width(deck, step))
    return max(words, bottom_of(_firm(deck, argument, 0.0))) + 2 * deck.look.claims.pad


def _firm(deck: Deck, argument: Argument, top: float) -> list[Item]:
    grid = deck.look
    left = grid.left_of(9)
    return certainty(deck, argument, left, top, grid.right - left)


def _row(deck: Deck, section: Section, argument: Argument, top: float, step: Step) -> Iterator[Item]:
    """Yield number and words of an argument, and its certainty beside their first line."""
    grid, look = deck.look, deck.look.claims
    y, words = top + look.pad, _words(deck, argument, step)
    number = deck.paragraph(
        argument.number, step=step, colour=deck.colours.hue(section.role).strong, bold=True
    )
    hang, width = look.hang * step.size, _width(deck, step)
    yield boxed(Rect(grid.left, y, hang, step.leading), [number], stubs=True)
    yield boxed(Rect(grid.left + hang, y, width, set_height(words, width)), words)
    yield from _firm(deck, argument, y + (step.leading - look.small.leading) / 2)
