"""Lays out the key messages: a sentence a row, and beside it the arguments that carry it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from builder.layout.deck.draft import Deck, Draft, boxed, roomy_width, set_height
from builder.layout.deck.notes import note
from builder.layout.pages import Item, Paragraph, Rect
from builder.layout.text.fit import split
from builder.outline.blocks import KeyMessage, KeyMessages
from builder.theme.geometry import Step


def key_messages(deck: Deck, block: KeyMessages) -> Iterator[Draft]:
    """Yield the slide of the key messages, and more where they do not fit on one."""
    grid, look = deck.look, deck.look.key_messages
    cited = (_arguments(deck, each) for each in block.messages if each.arguments)
    beside = min(max(map(roomy_width, cited), default=0.0), look.most_beside)
    width = min(grid.live - (beside + grid.gutter if beside else 0.0), grid.span(10))

    def heights(step: Step) -> list[float]:
        return [_height(deck, each, step, width, beside) + 2 * look.pad for each in block.messages]

    done = split(look.steps[0 if len(block.messages) < 4 else 1 :], heights, grid.body - grid.rule)
    hint = "a key message has up to 30 words"
    deck.report_longest([each.text for each in block.messages], width, done, hint)
    for chunk in done.chunks:
        shown = block.messages[chunk]
        notes = [note(deck, each.text, each.arguments) for each in shown]
        items = list(_rows(deck, shown, done.heights[chunk], done.step, width, beside))
        yield Draft(block.heading.slot, block.heading, items, notes=notes)


def _height(deck: Deck, each: KeyMessage, step: Step, width: float, beside: float) -> float:
    arguments = set_height([_arguments(deck, each)], beside) if each.arguments else 0.0
    return max(deck.height(each.text, step, width), arguments)


def _arguments(deck: Deck, each: KeyMessage) -> Paragraph:
    step, colour = deck.look.key_messages.beside, deck.colours.ink2
    return deck.paragraph(each.arguments, step=step, colour=colour, align="right")


def _rows(
    deck: Deck, shown: tuple[KeyMessage, ...], tall: Sequence[float], step: Step, width: float, beside: float
) -> Iterator[Item]:
    grid = deck.look
    yield deck.rule(grid.left, grid.body_top, grid.live)
    most = max(grid.row_limit(len(tall)) - max(tall), 0.0)
    spare = min((grid.body - grid.rule - fsum(tall)) / len(tall), most)
    y = grid.body_top + grid.rule
    for each, height in zip(shown, tall, strict=True):
        row = height + spare
        yield boxed(Rect(grid.left, y, width, row), [deck.paragraph(each.text, step=step)], anchor="middle")
        if each.arguments:
            rect = Rect(grid.right - beside, y, beside, row)
            yield boxed(rect, [_arguments(deck, each)], anchor="middle", stubs=True)
        y += row
        yield deck.hairline(grid.left, y, grid.live)
