"""Lays out a sequence of events: on an axis where its steps have dates that fit, else as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from builder.layout.deck.draft import Deck, Draft, Note, boxed, roomy_width, set_height
from builder.layout.deck.notes import blended, from_sources, paragraph, said, sentence, source_line
from builder.layout.deck.sequence.axis import on_axis
from builder.layout.deck.sequence.words import colour_of, date_of, refs_of, small, text_of
from builder.layout.pages import Box, Item, Piece, Polyline, Rect, TextBox
from builder.layout.text.fit import split
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Step as TimelineStep
from builder.outline.blocks import Timeline
from builder.theme.geometry import Step


def sequence(deck: Deck, block: Timeline) -> Iterator[Draft]:
    """Yield a scaled axis where all steps have dates and fit, else rows, up to eight on a slide."""
    deck = deck.under(block.headline, appendix=True)
    axis = list(on_axis(deck, block))
    if axis:
        yield _sequence_slide(deck, block, block.steps, axis)
        return
    grid, look = deck.look, deck.look.timeline
    when = min(max(roomy_width(date_of(deck, step, look.when)) for step in block.steps), look.when_limit)
    what = max(look.when_left + when + grid.gutter, look.what_left if when <= look.when_limit else 0.0)
    refs = max((roomy_width(refs_of(deck, step)) for step in block.steps if step.refs), default=0.0)
    width = grid.right - look.inset - what - (refs + grid.gutter if refs else 0.0)

    def heights(step: Step) -> list[float]:
        return [
            max(
                set_height([text_of(deck, each, step)], width) + 2 * look.pad,
                set_height([date_of(deck, each, small(deck, step))], what - look.when_left - look.when_gap)
                + 2 * look.pad,
                look.square + look.line,
            )
            for each in block.steps
        ]

    done = split(look.steps, heights, grid.body, most=look.most)
    deck.report_longest([each.text for each in block.steps], width, done, "a step has up to 10 words")
    for chunk in done.chunks:
        shown = block.steps[chunk]
        rows = list(_rows(deck, shown, done.heights[chunk], done.step, what, width))
        yield _sequence_slide(deck, block, shown, rows)


def _sequence_slide(
    deck: Deck, block: Timeline, shown: Sequence[TimelineStep], items: Sequence[Item]
) -> Draft:
    return Draft(
        block.heading.slot,
        block.headline,
        items,
        block.heading,
        source=(Piece(block.note),) if block.note else source_line(deck, *(each.refs for each in shown)),
        lead=blended(deck.labels.speech.to_timeline),
        notes=list(_notes(deck, block, shown)),
        appendix=True,
    )


def _rows(
    deck: Deck, shown: Sequence[TimelineStep], tall: Sequence[float], step: Step, what: float, width: float
) -> Iterator[Item]:
    grid, look = deck.look, deck.look.timeline
    even = grid.body / len(shown)
    high = max(min(even, grid.row_limit(len(shown))), max(tall))
    rows = [high] * len(shown) if max(tall) <= even else list(tall)
    tops = [grid.body_top + fsum(rows[:index]) for index in range(len(rows))]
    middles = [top + row / 2 for top, row in zip(tops, rows, strict=True)]
    x, half = grid.left + look.square / 2, look.square / 2
    for index, (each, top, row) in enumerate(zip(shown, tops, rows, strict=True)):
        if each.event:
            yield Box(Rect(look.band, top, grid.right - look.band, row), fill=deck.colours.ink)
        elif index and not shown[index - 1].event:
            yield deck.hairline(look.when_left, top, grid.right - look.when_left)
        yield _square(deck, each, middles[index])
        before = Rect(look.when_left, top, what - look.when_left - look.when_gap, row)
        yield boxed(before, [date_of(deck, each, small(deck, step))], anchor="middle")
        yield boxed(Rect(what, top, width, row), [text_of(deck, each, step)], anchor="middle")
        if each.refs is not None:
            left = what + width + grid.gutter
            beside = Rect(left, top, grid.right - look.inset - left, row)
            yield boxed(beside, [refs_of(deck, each)], anchor="middle", stubs=True)
    for last, each, above, middle in zip(shown, shown[1:], middles, middles[1:], strict=False):
        ends, joined = ((x, above + half), (x, middle - half)), (last.number.slot, each.number.slot)
        yield Polyline(ends, colour_of(deck, each), look.line, each.suggested, start=joined[0], end=joined[1])


def _square(deck: Deck, each: TimelineStep, middle: float) -> TextBox:
    look = deck.look.timeline
    ink, white = deck.colours.ink, deck.colours.white
    colour, fill, outline = (
        (white, ink, ink) if each.event else (colour_of(deck, each), white, colour_of(deck, each))
    )
    found = deck.paragraph(each.number, step=look.number, colour=colour, bold=True, align="center")
    rect = Rect(deck.look.left, middle - look.square / 2, look.square, look.square)
    return TextBox(
        rect,
        (set_lines(found, look.square),),
        anchor="middle",
        fill=fill,
        outline=outline,
        weight=look.line,
        dashed=each.suggested,
        name=each.number.slot,
    )


def _notes(deck: Deck, block: Timeline, shown: Sequence[TimelineStep]) -> Iterator[Note]:
    for each in shown:
        yield said(deck, deck.labels.speech.step, when=each.when, what=each.text)
    note = sentence(deck, block.note) if block.note is not None else None
    yield paragraph(
        deck, note, from_sources(deck, deck.labels.speech.comes_from, *(each.refs for each in shown))
    )
