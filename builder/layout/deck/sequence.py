"""A timeline becomes a vertical sequence: numbered squares on a line, when, what and where it is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from builder.layout.deck.draft import Deck, Draft, Note, boxed, roomy_width, set_height
from builder.layout.deck.notes import note
from builder.layout.deck.sourced import source_line
from builder.layout.pages import Box, Item, Paragraph, Polyline, Rect, TextBox
from builder.layout.text.fit import Step, split, too_long
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Step as TimelineStep
from builder.outline.blocks import Timeline
from builder.report.problems import Problem


def sequence(deck: Deck, block: Timeline) -> Iterator[Draft]:
    """Yield the slides of a timeline, up to seven steps on each."""
    grid, look = deck.look, deck.look.timeline
    when = min(max(roomy_width(_when(deck, step, look.when)) for step in block.steps), look.when_limit)
    what = max(look.when_left + when + grid.gutter, 340.6 if when <= look.when_limit else 0.0)
    refs = max((roomy_width(_refs(deck, step)) for step in block.steps if step.refs), default=0.0)
    width = grid.right - look.inset - what - (refs + grid.gutter if refs else 0.0)

    def heights(step: Step) -> list[float]:
        return [
            max(
                set_height([_what(deck, each, step)], width),
                set_height([_when(deck, each, _small(deck, step))], what - look.when_left - look.when_gap),
            )
            + 2 * look.pad
            for each in block.steps
        ]

    done = split(look.steps, heights, grid.body, most=look.most)
    tall = heights(done.step)
    problems: list[Problem] = []
    if done.over:
        longest = max(block.steps, key=lambda each: len(each.text.plain)).text
        lines = set_lines(deck.paragraph(longest, step=done.step), width)
        problems.append(too_long(longest, lines, done.over, "its slide", "a step has up to 10 words"))
    for index, chunk in enumerate(done.chunks):
        shown = [block.steps[place] for place in chunk]
        yield Draft(
            block.heading.slot if index == 0 else f"{block.heading.slot}_{index + 1}",
            block.headline,
            tuple(_rows(deck, shown, [tall[place] for place in chunk], done.step, what, width)),
            block.heading,
            source=note(deck, block.note)
            if block.note
            else source_line(deck, *[each.refs for each in shown]),
            notes=tuple(_notes(deck, block, shown)),
            problems=tuple(problems) if index == 0 else (),
            appendix=True,
            continued=(index + 1, len(done.chunks)),
        )


def _small(deck: Deck, step: Step) -> Step:
    most = deck.look.timeline.when
    return Step(min(step.size, most.size), min(step.leading, most.leading))


def _when(deck: Deck, each: TimelineStep, step: Step) -> Paragraph:
    colour = (
        deck.colours.on_brand
        if each.event
        else deck.colours.response.strong
        if each.suggested
        else deck.colours.brand
    )
    return deck.paragraph(each.when, step=step, colour=colour, bold=True)


def _what(deck: Deck, each: TimelineStep, step: Step) -> Paragraph:
    return deck.paragraph(
        each.text, step=step, colour=deck.colours.white if each.event else deck.colours.ink, bold=each.event
    )


def _refs(deck: Deck, each: TimelineStep) -> Paragraph:
    return deck.paragraph(
        each.refs,
        step=deck.look.timeline.refs,
        colour=deck.colours.on_brand if each.event else deck.colours.ink2,
        align="right",
    )


def _rows(
    deck: Deck, shown: Sequence[TimelineStep], tall: Sequence[float], step: Step, what: float, width: float
) -> Iterator[Item]:
    grid, look = deck.look, deck.look.timeline
    even = grid.body / len(shown)
    rows = [min(even, grid.row_limit(len(shown)))] * len(shown) if max(tall) <= even else list(tall)
    tops = [grid.body_top + fsum(rows[:place]) for place in range(len(rows))]
    middles = [top + row / 2 for top, row in zip(tops, rows, strict=True)]
    x = grid.left + look.square / 2
    for place in range(1, len(shown)):
        suggested = shown[place].suggested
        ends = ((x, middles[place - 1] + look.square / 2), (x, middles[place] - look.square / 2))
        yield Polyline(
            ends,
            deck.colours.response.strong if suggested else deck.colours.brand,
            look.line,
            dashed=suggested,
        )
    for place, (each, top, row) in enumerate(zip(shown, tops, rows, strict=True)):
        if each.event:
            yield Box(Rect(look.band, top, grid.right - look.band, row), fill=deck.colours.ink)
        elif place and not shown[place - 1].event:
            yield deck.hairline(look.when_left, top, grid.right - look.when_left)
        yield _square(deck, each, middles[place])
        yield boxed(
            Rect(look.when_left, top, what - look.when_left - look.when_gap, row),
            [_when(deck, each, _small(deck, step))],
            anchor="middle",
            name=each.when.slot,
        )
        yield boxed(
            Rect(what, top, width, row), [_what(deck, each, step)], anchor="middle", name=each.text.slot
        )
        if each.refs is not None:
            left = what + width + grid.gutter
            place_of = Rect(left, top, grid.right - look.inset - left, row)
            yield boxed(place_of, [_refs(deck, each)], anchor="middle", name=each.refs.slot, stubs=True)


def _square(deck: Deck, each: TimelineStep, middle: float) -> TextBox:
    look = deck.look.timeline
    strong = deck.colours.response.strong if each.suggested else deck.colours.brand
    colour = deck.colours.white if each.event else strong
    found = deck.paragraph(each.number, step=look.number, colour=colour, bold=True, align="center")
    rect = Rect(deck.look.left, middle - look.square / 2, look.square, look.square)
    return TextBox(
        rect,
        (set_lines(found, look.square),),
        anchor="middle",
        fill=deck.colours.ink if each.event else deck.colours.white,
        outline=deck.colours.ink if each.event else strong,
        weight=look.line,
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
