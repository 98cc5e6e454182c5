"""How firm a claim is becomes a panel: three marks, the true one in ink, and our confidence apart from it."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from builder.layout.deck.draft import Deck, boxed, roomy_width, set_height
from builder.layout.pages import Box, Item, Mark, Paragraph, Polyline, Rect
from builder.layout.text.fit import Step
from builder.outline.blocks import Argument, Certainty
from builder.outline.text import Level, Text

LEVELS = (Level.ASSERTED, Level.QUALIFIED, Level.POSSIBLE)


def has_firmness(argument: Argument) -> bool:
    """Return whether the panel has anything to say."""
    return argument.certainty is not None or argument.confidence is not None


def firm_height(deck: Deck, argument: Argument, width: float) -> float:
    """Return the height in points that the panel needs, `width` points wide; 0 where it says nothing."""
    look = deck.look.certainty
    if not has_firmness(argument):
        return 0.0
    top = look.sentence if argument.certainty else look.marks
    return top + set_height(_statements(deck, argument, look.text), width - 2 * deck.look.pad) + look.foot


def place_firm(deck: Deck, argument: Argument, rect: Rect) -> Iterator[Item]:
    """Yield the panel in `place`; a wide one has its statements beside the marks."""
    grid, look = deck.look, deck.look.certainty
    yield Box(rect, fill=deck.colours.panel)
    heading = deck.fixed("firm_head", deck.labels.how_firm_question)
    label = deck.paragraph(heading, step=look.label, colour=deck.colours.brand, bold=True)
    left, width = rect.x + grid.pad, rect.width - 2 * grid.pad
    wide = rect.width > look.wide
    yield boxed(
        Rect(left, rect.y + look.top, look.wide_label * look.pitch if wide else width, look.label.leading),
        [label],
        name=heading.slot,
    )
    certainty = argument.certainty
    if certainty is not None:
        yield from _scale(deck, certainty, left, rect.y)
    statements = _statements(deck, argument, look.text)
    top = rect.y + (look.sentence if certainty else look.marks)
    if wide and certainty is not None:
        beside = look.wide_left * look.pitch
        left, width, top = left + beside, width - beside, rect.y + look.top + look.wide_top
        statements = _statements(deck, argument, look.wide_text)
    for found in statements:
        tall = set_height([found], width)
        text = found.pieces[0].text
        yield boxed(Rect(left, top, width, tall), [found], name=text.slot if text else None)
        top += tall + look.between


def _statements(deck: Deck, argument: Argument, step: Step) -> list[Paragraph]:
    """The certainty in the source and our confidence, never in one sentence."""
    found: list[Text] = []
    if argument.certainty is not None:
        found.append(argument.certainty.sentence)
    if argument.confidence is not None:
        found.append(argument.confidence)
    return [deck.paragraph(text, step=step, before=deck.look.certainty.between) for text in found]


def _scale(deck: Deck, certainty: Certainty, left: float, top: float) -> Iterator[Item]:
    """The three marks on a thin rule, with their words; the level's own stand out."""
    look = deck.look.certainty
    words = _words(deck, certainty)
    step, widths = _spread(deck, [word for _, word in words])
    middle = top + look.marks + look.mark / 2
    x = left
    for place, ((level, word), width) in enumerate(zip(words, widths, strict=True)):
        true = level is certainty.level
        if place < len(words) - 1:
            yield Polyline(
                ((x + look.mark + look.line_gap, middle), (x + width - look.line_gap, middle)),
                deck.colours.rule,
                look.line,
            )
        yield Mark(
            Rect(x, top + look.marks, look.mark, look.mark),
            level,
            deck.colours.ink if true else deck.colours.ghost,
        )
        found = deck.paragraph(
            word, step=step, colour=deck.colours.ink if true else deck.colours.ink2, bold=true
        )
        box = Rect(x, top + look.words, width - 1.0, look.text.leading)
        yield boxed(box, [found], name=word.slot, stubs=True)
        x += width


def _spread(deck: Deck, words: list[Text]) -> tuple[Step, list[float]]:
    """Return the size of the words, and the way from each mark to the next: all alike where that fits."""
    look = deck.look.certainty
    for step in look.word_steps:
        needs = [roomy_width(deck.paragraph(word, step=step, bold=True)) + 2.0 for word in words]
        if max(needs) <= look.pitch:
            return step, [look.pitch] * len(words)
        spare = len(words) * look.pitch - fsum(needs)
        if spare >= 0.0:
            return step, [need + spare / len(words) for need in needs]
    return look.word_steps[-1], [look.pitch] * len(words)


def _words(deck: Deck, certainty: Certainty) -> list[tuple[Level, Text]]:
    labels = deck.labels
    fixed = {
        Level.ASSERTED: deck.fixed("scale_asserted", labels.asserted),
        Level.QUALIFIED: deck.fixed("scale_qualified", labels.qualified),
        Level.POSSIBLE: deck.fixed("scale_possible", labels.possible),
    }
    return [(level, certainty.word if level is certainty.level else fixed[level]) for level in LEVELS]
