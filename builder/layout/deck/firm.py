"""How firm a claim is becomes a panel: three marks, the true one in ink, and our confidence apart from it."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from builder.layout.deck.draft import Deck, boxed, paragraph, roomy_width, set_height
from builder.layout.deck.grid import PAD, WIDE
from builder.layout.pages import Box, Item, Mark, Paragraph, Polyline, Rect
from builder.layout.text.fit import Step
from builder.outline.blocks import Argument, Certainty
from builder.outline.text import Level, Text
from builder.theme.tokens import TOKENS

LABEL = WORD = TEXT = Step(16, 20)
WORD_STEPS = (WORD, Step(14, 20), Step(12, 20))
TOP = 13.0
MARKS = 40.0  # from the panel's top
WORDS = 56.5
SENTENCE = 82.5
PITCH = 80.0  # between two marks
MARK = 14.4
FOOT = 9.0
LEVELS = (Level.ASSERTED, Level.QUALIFIED, Level.POSSIBLE)


def has_firmness(argument: Argument) -> bool:
    """Return whether the panel has anything to say."""
    return argument.certainty is not None or argument.confidence is not None


def firm_height(argument: Argument, width: float) -> float:
    """Return the height in points that the panel needs, `width` points wide; 0 where it says nothing."""
    if not has_firmness(argument):
        return 0.0
    top = SENTENCE if argument.certainty else MARKS
    return top + set_height(_statements(argument), width - 2 * PAD) + FOOT


def place_firm(deck: Deck, argument: Argument, rect: Rect) -> Iterator[Item]:
    """Yield the panel in `place`; a wide one has its statements beside the marks."""
    yield Box(rect, fill=TOKENS.panel)
    heading = deck.fixed("firm_head", deck.labels.how_firm_question)
    label = paragraph(heading, step=LABEL, colour=TOKENS.brand, bold=True)
    left, width = rect.x + PAD, rect.width - 2 * PAD
    wide = rect.width > WIDE
    yield boxed(
        Rect(left, rect.y + TOP, 2.9 * PITCH if wide else width, LABEL.leading), [label], name=heading.slot
    )
    certainty = argument.certainty
    if certainty is not None:
        yield from _scale(deck, certainty, left, rect.y)
    statements = _statements(argument)
    top = rect.y + (SENTENCE if certainty else MARKS)
    if wide and certainty is not None:
        left, width, top = rect.x + PAD + 3.4 * PITCH, width - 3.4 * PITCH, rect.y + TOP + 24.0
        statements = _statements(argument, Step(20, 26))
    for found in statements:
        tall = set_height([found], width)
        text = found.pieces[0].text
        yield boxed(Rect(left, top, width, tall), [found], name=text.slot if text else None)
        top += tall + 4.0


def _statements(argument: Argument, step: Step = TEXT) -> list[Paragraph]:
    """The certainty in the source and our confidence, never in one sentence."""
    found: list[Text] = []
    if argument.certainty is not None:
        found.append(argument.certainty.sentence)
    if argument.confidence is not None:
        found.append(argument.confidence)
    return [paragraph(text, step=step, before=4.0) for text in found]


def _scale(deck: Deck, certainty: Certainty, left: float, top: float) -> Iterator[Item]:
    """The three marks on a thin rule, with their words; the level's own stand out."""
    words = _words(deck, certainty)
    step, widths = _spread([word for _, word in words])
    middle = top + MARKS + MARK / 2
    x = left
    for place, ((level, word), width) in enumerate(zip(words, widths, strict=True)):
        true = level is certainty.level
        if place < len(words) - 1:
            yield Polyline(((x + MARK + 4.3, middle), (x + width - 4.3, middle)), TOKENS.rule, 1.0)
        yield Mark(Rect(x, top + MARKS, MARK, MARK), level, TOKENS.ink if true else TOKENS.ghost)
        found = paragraph(word, step=step, colour=TOKENS.ink if true else TOKENS.ink2, bold=true)
        box = Rect(x, top + WORDS, width - 1.0, WORD.leading)
        yield boxed(box, [found], name=word.slot, stubs=True)
        x += width


def _spread(words: list[Text]) -> tuple[Step, list[float]]:
    """Return the size of the words, and the way from each mark to the next: all alike where that fits."""
    for step in WORD_STEPS:
        needs = [roomy_width(paragraph(word, step=step, bold=True)) + 2.0 for word in words]
        if max(needs) <= PITCH:
            return step, [PITCH] * len(words)
        spare = len(words) * PITCH - fsum(needs)
        if spare >= 0.0:
            return step, [need + spare / len(words) for need in needs]
    return WORD_STEPS[-1], [PITCH] * len(words)


def _words(deck: Deck, certainty: Certainty) -> list[tuple[Level, Text]]:
    labels = deck.labels
    fixed = {
        Level.ASSERTED: deck.fixed("scale_asserted", labels.asserted),
        Level.QUALIFIED: deck.fixed("scale_qualified", labels.qualified),
        Level.POSSIBLE: deck.fixed("scale_possible", labels.possible),
    }
    return [(level, certainty.word if level is certainty.level else fixed[level]) for level in LEVELS]
