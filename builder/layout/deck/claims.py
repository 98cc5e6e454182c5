"""Arguments that say no more than their claim share a slide: one ruled row each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from builder.layout.deck.draft import (
    Deck,
    Draft,
    boxed,
    card,
    hairline,
    numbered,
    paragraph,
    rule,
    set_height,
)
from builder.layout.deck.firm import has_firmness, place_firm
from builder.layout.deck.grid import BODY, BODY_TOP, GUTTER, LEFT, LIVE, RIGHT, ROW, RULE, row_limit, span
from builder.layout.deck.grid import PAD as PAD_CARD
from builder.layout.deck.notes import argument_notes
from builder.layout.deck.sourced import source_line
from builder.layout.pages import Item, Mark, Piece, Rect
from builder.layout.text.fit import Step, choose, split, too_long
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Argument, Section
from builder.outline.text import Text
from builder.report.problems import Problem
from builder.theme.tokens import TOKENS

STEPS = (Step(30, 37), Step(26, 32), Step(22, 28), Step(20, 25), Step(18, 22))
STATEMENT = (Step(40, 48), Step(34, 42), Step(30, 37), Step(26, 32), Step(22, 28))
SMALL = Step(16, 20)
PAD, MARK = 12.0, 11.5
FIRM = 252.0  # width of the column of certainty


def claims(deck: Deck, section: Section, arguments: Sequence[Argument], first: bool) -> Iterator[Draft]:
    """Yield the slides of a section's bare claims; a lone one stands as a statement."""
    if len(arguments) == 1:
        yield _statement(deck, section, arguments[0], first)
        return
    firm = any(argument.certainty or argument.confidence for argument in arguments)
    hang = 57.6
    width = LIVE - hang - (FIRM + 24.0 if firm else 0.0)

    def heights(step: Step) -> list[float]:
        return [
            max(set_height([paragraph(each.claim, step=step)], width), _firm_height(each)) + 2 * PAD
            for each in arguments
        ]

    done = split(STEPS[min(len(arguments), 4) - 2 :], heights, BODY - RULE, most=7)
    problems: list[Problem] = []
    if done.over:
        longest = max(arguments, key=lambda each: len(each.claim.plain)).claim
        lines = set_lines(paragraph(longest, step=done.step), width)
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
            tuple(_rows(section, shown, tall, done.step, width, hang)),
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
    hue = TOKENS.hue(section.role)
    firm = has_firmness(argument)
    rect = Rect(LEFT, BODY_TOP, LIVE, BODY - (ROW + GUTTER if firm else 0.0))
    width, room = span(10) - 2 * PAD_CARD, rect.height - 4 * PAD_CARD
    step, excess = choose(
        STATEMENT, lambda step: set_height([paragraph(argument.claim, step=step)], width) - room
    )
    found = paragraph(argument.claim, step=step)
    text = Rect(rect.x + PAD_CARD, rect.y + 2 * PAD_CARD, width, room)
    box = boxed(text, [found], anchor="middle", name=argument.claim.slot)
    items: list[Item] = [*card(rect, hue.tint, hue.strong), box]
    if firm:
        items += place_firm(deck, argument, Rect(LEFT, rect.y + rect.height + GUTTER, LIVE, ROW))
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
    section: Section, shown: Sequence[Argument], tall: Sequence[float], step: Step, width: float, hang: float
) -> Iterator[Item]:
    strong = TOKENS.hue(section.role).strong
    yield rule(LEFT, BODY_TOP, LIVE, strong)
    spare = min((BODY - RULE - fsum(tall)) / len(tall), max(row_limit(len(tall)) - max(tall), 0.0))
    y = BODY_TOP + RULE
    for index, (argument, height) in enumerate(zip(shown, tall, strict=True)):
        if index:
            yield hairline(LEFT, y, LIVE)
        row = height + spare
        number = Piece(argument.number, bold=True, colour=strong)
        rect = Rect(LEFT, y, hang + width, row)
        yield from numbered(rect, number, hang, paragraph(argument.claim, step=step), anchor="middle")
        yield from _firm(argument, y, row)
        y += row
    yield hairline(LEFT, y, LIVE)


def _firm_texts(argument: Argument) -> list[Text]:
    sentence = argument.certainty.sentence if argument.certainty else None
    return [text for text in (sentence, argument.confidence) if text is not None]


def _firm_height(argument: Argument) -> float:
    return fsum(set_height([paragraph(text, step=SMALL)], FIRM - 20.0) for text in _firm_texts(argument))


def _firm(argument: Argument, top: float, height: float) -> Iterator[Item]:
    x = RIGHT - FIRM
    y = top + (height - _firm_height(argument)) / 2
    if argument.certainty is not None:
        yield Mark(Rect(x, y + 4.6, MARK, MARK), argument.certainty.level, TOKENS.ink)
    for text in _firm_texts(argument):
        found = paragraph(text, step=SMALL)
        tall = set_height([found], FIRM - 20.0)
        yield boxed(Rect(x + 20.0, y, FIRM - 20.0, tall), [found], name=text.slot)
        y += tall
