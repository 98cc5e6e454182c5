"""Arguments that say no more than their claim share a slide: one ruled row each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from builder.layout.deck.draft import (
    Deck,
    Draft,
    boxed,
    set_height,
)
from builder.layout.deck.firm import has_firmness, place_firm
from builder.layout.deck.notes import argument_notes
from builder.layout.deck.sourced import source_line
from builder.layout.pages import Item, Mark, Piece, Rect
from builder.layout.text.fit import Step, choose, split, too_long
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Argument, Section
from builder.outline.text import Text
from builder.report.problems import Problem


def claims(deck: Deck, section: Section, arguments: Sequence[Argument], first: bool) -> Iterator[Draft]:
    """Yield the slides of a section's bare claims; a lone one stands as a statement."""
    grid, look = deck.look, deck.look.claims
    if len(arguments) == 1:
        yield _statement(deck, section, arguments[0], first)
        return
    firm = any(argument.certainty or argument.confidence for argument in arguments)
    width = grid.live - look.hang - (look.certainty + look.certainty_gap if firm else 0.0)

    def heights(step: Step) -> list[float]:
        return [
            max(set_height([deck.paragraph(each.claim, step=step)], width), _firm_height(deck, each))
            + 2 * look.pad
            for each in arguments
        ]

    done = split(look.steps[min(len(arguments), 4) - 2 :], heights, grid.body - grid.rule, most=look.most)
    problems: list[Problem] = []
    if done.over:
        longest = max(arguments, key=lambda each: len(each.claim.plain)).claim
        lines = set_lines(deck.paragraph(longest, step=done.step), width)
        problems.append(too_long(longest, lines, done.over, "its slide", "a claim has up to 17 words"))
    rows = heights(done.step)
    for index, chunk in enumerate(done.chunks):
        shown = [arguments[row] for row in chunk]
        tall = [rows[row] for row in chunk]
        notes = [
            paragraphs
            for number, argument in enumerate(shown)
            for paragraphs in argument_notes(
                deck, argument, section.intro if first and not index and not number else None
            )
        ]
        yield Draft(
            shown[0].number.slot.removesuffix("_no"),
            section.title,
            tuple(_rows(deck, section, shown, tall, done.step, width)),
            role=section.role,
            number=_span(deck, shown),
            source=source_line(deck, *[argument.refs for argument in shown]),
            here=frozenset(argument.id for argument in shown),
            notes=tuple(notes),
            problems=tuple(problems if index == 0 else ()),
            layout="Argument",
            continued=(index + 1, len(done.chunks)),
        )


def _span(deck: Deck, shown: Sequence[Argument]) -> Text:
    """Return "A4–A6", the numbers of the claims on one slide."""
    first, last = shown[0].number, shown[-1].number
    if first is last:
        return first
    return deck.fixed(f"{first.slot}_span", deck.labels.range.format(first=first.plain, last=last.plain))


def _statement(deck: Deck, section: Section, argument: Argument, first: bool) -> Draft:
    """One claim on a card of its own, and how firm it is under it."""
    grid, look = deck.look, deck.look.argument
    hue = deck.colours.hue(section.role)
    firm = has_firmness(argument)
    rect = Rect(grid.left, grid.body_top, grid.live, grid.body - (look.row + grid.gutter if firm else 0.0))
    width, room = grid.span(10) - 2 * grid.pad, rect.height - 4 * grid.pad
    step, excess = choose(
        grid.claims.statement_steps,
        lambda step: set_height([deck.paragraph(argument.claim, step=step)], width) - room,
    )
    found = deck.paragraph(argument.claim, step=step)
    text = Rect(rect.x + grid.pad, rect.y + 2 * grid.pad, width, room)
    box = boxed(text, [found], anchor="middle", name=argument.claim.slot)
    items: list[Item] = [*deck.card(rect, hue.tint, hue.strong), box]
    if firm:
        items += place_firm(
            deck, argument, Rect(grid.left, rect.y + rect.height + grid.gutter, grid.live, look.row)
        )
    problems: tuple[Problem, ...] = ()
    if excess:
        problems = (
            too_long(argument.claim, box.paragraphs[0], excess, "its slide", "a claim has up to 17 words"),
        )
    return Draft(
        argument.number.slot.removesuffix("_no"),
        section.title,
        tuple(items),
        role=section.role,
        number=argument.number,
        source=source_line(deck, argument.refs),
        here=frozenset([argument.id]),
        notes=argument_notes(deck, argument, section.intro if first else None),
        problems=problems,
        layout="Argument",
    )


def _rows(
    deck: Deck,
    section: Section,
    shown: Sequence[Argument],
    tall: Sequence[float],
    step: Step,
    width: float,
) -> Iterator[Item]:
    grid, look = deck.look, deck.look.claims
    strong = deck.colours.hue(section.role).strong
    yield deck.rule(grid.left, grid.body_top, grid.live, strong)
    spare = min(
        (grid.body - grid.rule - fsum(tall)) / len(tall), max(grid.row_limit(len(tall)) - max(tall), 0.0)
    )
    y = grid.body_top + grid.rule
    for index, (argument, height) in enumerate(zip(shown, tall, strict=True)):
        if index:
            yield deck.hairline(grid.left, y, grid.live)
        row = height + spare
        number = Piece(argument.number, bold=True, colour=strong)
        rect = Rect(grid.left, y, look.hang + width, row)
        yield from deck.numbered(
            rect, number, look.hang, deck.paragraph(argument.claim, step=step), anchor="middle"
        )
        yield from _firm(deck, argument, y, row)
        y += row
    yield deck.hairline(grid.left, y, grid.live)


def _firm_texts(argument: Argument) -> list[Text]:
    sentence = argument.certainty.sentence if argument.certainty else None
    return [text for text in (sentence, argument.confidence) if text is not None]


def _firm_height(deck: Deck, argument: Argument) -> float:
    look = deck.look.claims
    return fsum(
        set_height([deck.paragraph(text, step=look.small)], look.certainty - 20.0)
        for text in _firm_texts(argument)
    )


def _firm(deck: Deck, argument: Argument, top: float, height: float) -> Iterator[Item]:
    look = deck.look.claims
    x = deck.look.right - look.certainty
    y = top + (height - _firm_height(deck, argument)) / 2
    if argument.certainty is not None:
        yield Mark(
            Rect(x, y + look.mark_top, look.mark, look.mark), argument.certainty.level, deck.colours.ink
        )
    for text in _firm_texts(argument):
        found = deck.paragraph(text, step=look.small)
        tall = set_height([found], look.certainty - 20.0)
        yield boxed(Rect(x + 20.0, y, look.certainty - 20.0, tall), [found], name=text.slot)
        y += tall
