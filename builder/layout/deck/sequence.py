"""A timeline becomes a vertical sequence: numbered squares on a line, when, what and where it is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from builder.layout.deck.draft import Deck, Draft, Note, boxed, hairline, paragraph, roomy_width, set_height
from builder.layout.deck.grid import BODY, BODY_TOP, GUTTER, LEFT, RIGHT, row_limit
from builder.layout.deck.notes import note
from builder.layout.deck.sourced import source_line
from builder.layout.pages import Box, Item, Paragraph, Polyline, Rect, TextBox
from builder.layout.text.fit import Step, split, too_long
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Step as TimelineStep
from builder.outline.blocks import Timeline
from builder.report.problems import Problem
from builder.theme.tokens import TOKENS

STEPS = (Step(22, 26), Step(20, 24), Step(18, 22), Step(16, 20))
NUMBER = Step(18, 22)
REFS = Step(14, 17)
SQUARE = 31.7
BAND, WHEN, INSET = 95.8, 110.2, 10.8
WHEN_LIMIT = 216.0
MOST, PAD = 7, 5.0


def sequence(deck: Deck, block: Timeline) -> Iterator[Draft]:
    """Yield the slides of a timeline, up to seven steps on each."""
    when = min(max(roomy_width(_when(step, Step(18, 22))) for step in block.steps), WHEN_LIMIT)
    what = max(WHEN + when + GUTTER, 340.6 if when <= WHEN_LIMIT else 0.0)
    refs = max((roomy_width(_refs(step)) for step in block.steps if step.refs), default=0.0)
    width = RIGHT - INSET - what - (refs + GUTTER if refs else 0.0)

    def heights(step: Step) -> list[float]:
        return [
            max(
                set_height([_what(each, step)], width),
                set_height([_when(each, _small(step))], what - WHEN - 12.0),
            )
            + 2 * PAD
            for each in block.steps
        ]

    done = split(STEPS, heights, BODY, most=MOST)
    tall = heights(done.step)
    problems: list[Problem] = []
    if done.over:
        longest = max(block.steps, key=lambda each: len(each.text.plain)).text
        lines = set_lines(paragraph(longest, step=done.step), width)
        problems.append(too_long(longest, lines, done.over, "its slide", "a step has up to 10 words"))
    for index, chunk in enumerate(done.chunks):
        shown = [block.steps[place] for place in chunk]
        yield Draft(
            block.heading.slot if index == 0 else f"{block.heading.slot}_{index + 1}",
            block.headline,
            tuple(_rows(shown, [tall[place] for place in chunk], done.step, what, width)),
            block.heading,
            source=note(deck, block.note)
            if block.note
            else source_line(deck, *[each.refs for each in shown]),
            notes=tuple(_notes(deck, block, shown)),
            problems=tuple(problems) if index == 0 else (),
            appendix=True,
            continued=(index + 1, len(done.chunks)),
        )


def _small(step: Step) -> Step:
    return Step(min(step.size, 18.0), min(step.leading, 22.0))


def _when(each: TimelineStep, step: Step) -> Paragraph:
    colour = TOKENS.on_brand if each.event else TOKENS.response.strong if each.suggested else TOKENS.brand
    return paragraph(each.when, step=step, colour=colour, bold=True)


def _what(each: TimelineStep, step: Step) -> Paragraph:
    return paragraph(each.text, step=step, colour=TOKENS.white if each.event else TOKENS.ink, bold=each.event)


def _refs(each: TimelineStep) -> Paragraph:
    return paragraph(
        each.refs, step=REFS, colour=TOKENS.on_brand if each.event else TOKENS.ink2, align="right"
    )


def _rows(
    shown: Sequence[TimelineStep], tall: Sequence[float], step: Step, what: float, width: float
) -> Iterator[Item]:
    even = BODY / len(shown)
    rows = [min(even, row_limit(len(shown)))] * len(shown) if max(tall) <= even else list(tall)
    tops = [BODY_TOP + fsum(rows[:place]) for place in range(len(rows))]
    middles = [top + row / 2 for top, row in zip(tops, rows, strict=True)]
    x = LEFT + SQUARE / 2
    for place in range(1, len(shown)):
        suggested = shown[place].suggested
        ends = ((x, middles[place - 1] + SQUARE / 2), (x, middles[place] - SQUARE / 2))
        yield Polyline(ends, TOKENS.response.strong if suggested else TOKENS.brand, 1.75, dashed=suggested)
    for place, (each, top, row) in enumerate(zip(shown, tops, rows, strict=True)):
        if each.event:
            yield Box(Rect(BAND, top, RIGHT - BAND, row), fill=TOKENS.ink)
        elif place and not shown[place - 1].event:
            yield hairline(WHEN, top, RIGHT - WHEN)
        yield _square(each, middles[place])
        yield boxed(
            Rect(WHEN, top, what - WHEN - 12.0, row),
            [_when(each, _small(step))],
            anchor="middle",
            name=each.when.slot,
        )
        yield boxed(Rect(what, top, width, row), [_what(each, step)], anchor="middle", name=each.text.slot)
        if each.refs is not None:
            left = what + width + GUTTER
            place_of = Rect(left, top, RIGHT - INSET - left, row)
            yield boxed(place_of, [_refs(each)], anchor="middle", name=each.refs.slot, stubs=True)


def _square(each: TimelineStep, middle: float) -> TextBox:
    strong = TOKENS.response.strong if each.suggested else TOKENS.brand
    colour = TOKENS.white if each.event else strong
    found = paragraph(each.number, step=NUMBER, colour=colour, bold=True, align="center")
    rect = Rect(LEFT, middle - SQUARE / 2, SQUARE, SQUARE)
    return TextBox(
        rect,
        (set_lines(found, SQUARE),),
        anchor="middle",
        fill=TOKENS.ink if each.event else TOKENS.white,
        outline=TOKENS.ink if each.event else strong,
        weight=1.75,
        dashed=each.suggested,
        name=each.number.slot,
    )


def _notes(deck: Deck, block: Timeline, shown: Sequence[TimelineStep]) -> Iterator[Note]:
    labels = deck.labels
    yield note(deck, block.number, labels.colon, block.headline)
    for each in shown:
        yield note(deck, each.when, labels.colon, each.text, each.refs)
    if block.note is not None:
        yield note(deck, block.note)
