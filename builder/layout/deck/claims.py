"""Arguments that say no more than their claim share a slide: one ruled row each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.layout.deck.draft import Deck, Draft, boxed, hairline, numbered, paragraph, rule, set_height
from builder.layout.deck.grid import BODY, BODY_TOP, LEFT, LIVE, RIGHT, RULE
from builder.layout.deck.notes import argument_notes
from builder.layout.deck.sourced import source_line
from builder.layout.fit import Step, split, too_long
from builder.layout.measure import set_lines
from builder.layout.pages import Item, Mark, Piece, Place
from builder.outline.blocks import Argument, Section, Text
from builder.problems import Problem
from builder.theme.tokens import TOKENS

STEPS = (Step(34, 42), Step(30, 37), Step(26, 32), Step(22, 28), Step(20, 25))
SMALL = Step(16, 20)
PAD, MARK = 12.0, 11.5
FIRM = 252.0  # width of the column of certainty


def claims(deck: Deck, section: Section, arguments: Sequence[Argument], first: bool) -> Iterator[Draft]:
    """Yield the slides of a section's bare claims."""
    firm = any(argument.certainty or argument.confidence for argument in arguments)
    hang = 57.6
    width = LIVE - hang - (FIRM + 24.0 if firm else 0.0)

    def heights(step: Step) -> list[float]:
        return [
            max(set_height([paragraph(each.claim, step=step)], width), _firm_height(each)) + 2 * PAD
            for each in arguments
        ]

    done = split(STEPS[min(len(arguments), 4) - 1 :], heights, BODY - RULE, most=7)
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
            source=source_line(deck, *[argument.refs for argument in shown]),
            here=frozenset(argument.id for argument in shown),
            notes=tuple(notes),
            problems=tuple(problems if index == 0 else ()),
            continued=(index + 1, len(done.chunks)),
        )


def _rows(
    section: Section, shown: Sequence[Argument], tall: Sequence[float], step: Step, width: float, hang: float
) -> Iterator[Item]:
    strong = TOKENS.hue(section.role).strong
    yield rule(LEFT, BODY_TOP, LIVE, strong)
    spare = min((BODY - RULE - sum(tall)) / len(tall), 40.0)
    y = BODY_TOP + RULE
    for index, (argument, height) in enumerate(zip(shown, tall, strict=True)):
        if index:
            yield hairline(LEFT, y, LIVE)
        row = height + spare
        number = Piece(argument.number, bold=True, colour=strong)
        place = Place(LEFT, y, hang + width, row)
        yield from numbered(place, number, hang, paragraph(argument.claim, step=step), anchor="middle")
        yield from _firm(argument, y, row)
        y += row
    yield hairline(LEFT, y, LIVE)


def _firm_texts(argument: Argument) -> list[Text]:
    sentence = argument.certainty.sentence if argument.certainty else None
    return [text for text in (sentence, argument.confidence) if text is not None]


def _firm_height(argument: Argument) -> float:
    return sum(set_height([paragraph(text, step=SMALL)], FIRM - 20.0) for text in _firm_texts(argument))


def _firm(argument: Argument, top: float, height: float) -> Iterator[Item]:
    x = RIGHT - FIRM
    y = top + (height - _firm_height(argument)) / 2
    if argument.certainty is not None:
        yield Mark(Place(x, y + 4.6, MARK, MARK), argument.certainty.level, TOKENS.ink)
    for text in _firm_texts(argument):
        found = paragraph(text, step=SMALL)
        tall = set_height([found], FIRM - 20.0)
        yield boxed(Place(x + 20.0, y, FIRM - 20.0, tall), [found], name=text.slot)
        y += tall
