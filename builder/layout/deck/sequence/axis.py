"""Lays out a sequence of events on an axis of years: each label begins at the date of its step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, boxed, roomy_width, set_height
from builder.layout.deck.sequence.words import colour_of, date_colour, pale, small, text_of
from builder.layout.pages import Box, Item, Paragraph, Piece, Polyline, Rect
from builder.layout.text.measure import line_count, widest_word
from builder.outline.blocks import Step as TimelineStep
from builder.outline.blocks import Timeline
from builder.theme.geometry import Step

Words = Callable[[TimelineStep], list[Paragraph]]
_EVERY = (1, 2, 5, 10, 20, 50, 100, 200, 500)  # years from one that is named to the next


class Scale(Struct, frozen=True):
    """Where days are: the first at the left edge, so many points for each."""

    first: int
    left: float
    per_day: float

    def at(self, day: int) -> float:
        """Return how far right a day is."""
        return self.left + (day - self.first) * self.per_day


def on_axis(deck: Deck, block: Timeline) -> Iterator[Item]:
    """Yield a band of years, and labels above and below it in turn that begin where their steps are.

    Nothing where a step has no date, or comes before the one above it, or where labels do not fit.
    """
    look = deck.look.timeline
    days = [date.fromisoformat(each.day).toordinal() for each in block.steps if each.day]
    ordered = len(days) == len(block.steps) and days == sorted(days) and days[0] < days[-1]
    if not ordered or not look.least_on_axis <= len(days) <= look.most:
        return
    for step in look.steps:
        found = [
            (lines, scale, above)
            for share in look.last_label
            for scale in [_scale(deck, days, share)]
            for above in (True, False)
            for lines in [_lines(deck, block.steps, _widths(deck, days, scale, above), step)]
            if lines is not None
        ]
        if found:
            _, scale, above = min(found, key=lambda each: each[0])
            yield from _years(deck, scale, days[-1])
            yield from _labels(deck, block.steps, days, scale, step, above)
            return


def _scale(deck: Deck, days: Sequence[int], share: float) -> Scale:
    """Return the scale that leaves a share of the width to the label of the last step."""
    grid = deck.look
    return Scale(days[0], grid.left, grid.live * (1 - share) / (days[-1] - days[0]))


def _widths(deck: Deck, days: Sequence[int], scale: Scale, first_above: bool) -> list[float]:
    """Return the width of each label, to the next one that it must not meet, or to the edge of the slide.

    That is the next one on its side; below the band it is the next of all: labels are read in the order of
    their dates, so none is above the one before it.
    """
    grid, look = deck.look, deck.look.timeline
    lefts = [*map(scale.at, days), *([grid.right + look.label_gap] * 2)]
    nearest = [2 if (index % 2 == 0) is first_above else 1 for index in range(len(days))]
    ends = [lefts[index + next_] - look.label_gap for index, next_ in enumerate(nearest)]
    return [min(end - x, look.most_label) for x, end in zip(lefts, ends, strict=False)]


def _lines(deck: Deck, steps: Sequence[TimelineStep], widths: Sequence[float], step: Step) -> int | None:
    """Return how many lines all labels take; None where one does not fit."""
    look, lines = deck.look.timeline, 0
    room = (deck.look.body - look.band_height) / 2 - look.leader
    for each, width in zip(steps, widths, strict=True):
        inside, words = width - _inset(deck, each) - GIVE, _words(deck, each, step)
        if inside < look.least_label or max(map(widest_word, words)) > inside:
            return None
        if set_height(words, width - _inset(deck, each)) + _padding(deck, each) > room:
            return None
        lines += sum(line_count(found, inside) for found in words)
    return lines


def _labels(
    deck: Deck,
    steps: Sequence[TimelineStep],
    days: Sequence[int],
    scale: Scale,
    step: Step,
    first_above: bool,
) -> Iterator[Item]:
    """Yield the label of each step and the line to it, above and below the band in turn."""
    widths = _widths(deck, days, scale, first_above)
    for index, (each, day, most) in enumerate(zip(steps, days, widths, strict=True)):
        words = _words(deck, each, step)
        width = min(most, max(map(roomy_width, words)) + _inset(deck, each) + GIVE)
        above = (index % 2 == 0) is first_above
        yield from _label(deck, each, words, scale.at(day), width, above=above)


def _label(
    deck: Deck, each: TimelineStep, words: Sequence[Paragraph], x: float, width: float, *, above: bool
) -> Iterator[Item]:
    grid, look = deck.look, deck.look.timeline
    inset, pad = _inset(deck, each), _padding(deck, each)
    tall = set_height(words, width - inset) + pad
    edge = grid.body_top + grid.body / 2 + look.band_height / 2 * (-1 if above else 1)
    rect = Rect(x, edge - look.leader - tall if above else edge + look.leader, width, tall)
    insets = (inset / 2, pad / 2, inset / 2, pad / 2)
    fill = deck.colours.ink if each.event else None
    label = boxed(rect, words, insets, anchor="bottom" if above else "top", fill=fill)
    spare = label.insets[2] - insets[2]  # where a last line would be a stub
    yield replace(label, rect=replace(rect, width=width - spare), insets=insets)
    reach = (x, edge), (x, rect.bottom if above else rect.y)
    yield Polyline(reach, colour_of(deck, each), look.line, dashed=each.suggested, end=label.name)


def _words(deck: Deck, each: TimelineStep, step: Step) -> list[Paragraph]:
    """Return what the label of a step says."""
    grey = deck.colours.on_brand if each.event else deck.colours.ink2
    number, least = Piece(each.number, bold=False, colour=grey), small(deck, step)
    when = deck.paragraph(
        number, " · ", Piece(each.when), step=least, colour=date_colour(deck, each), bold=True
    )
    refs = deck.paragraph(each.refs, step=deck.look.timeline.refs, colour=pale(deck, each))
    return [when, text_of(deck, each, step), *([refs] if each.refs else [])]


def _inset(deck: Deck, each: TimelineStep) -> float:
    """Return the points left and right of the words of a label: only what has a ground has any."""
    return 2 * deck.look.timeline.label_pad if each.event else 0.0


def _padding(deck: Deck, each: TimelineStep) -> float:
    """Return the points above and below the words of a label."""
    return 2 * deck.look.timeline.label_pad if each.event else 2 * deck.look.timeline.label_edge


def _years(deck: Deck, scale: Scale, last: int) -> Iterator[Item]:
    """Yield the band across the slide, and in it a tick and the number of each year, or of some."""
    grid, look, colours = deck.look, deck.look.timeline, deck.colours
    top = grid.body_top + (grid.body - look.band_height) / 2
    bottom = top + look.band_height
    yield Box(Rect(grid.left, top, grid.live, look.band_height), fill=colours.panel)
    first, final = date.fromordinal(scale.first).year, date.fromordinal(last).year
    names = {
        year: deck.paragraph(deck.fixed(f"year_{year}", str(year)), step=look.year, colour=colours.ink2)
        for year in range(first, final + 1)
    }
    needed = max(map(roomy_width, names.values())) + 2 * look.year_gap
    every = next((each for each in _EVERY if each * 365 * scale.per_day >= needed), _EVERY[-1])
    starts = {year: scale.at(date(year, 1, 1).toordinal()) for year in names if year % every == 0}
    starts = starts | {first: grid.left} if every == 1 else starts
    ends = [*tuple(starts.values())[1:], grid.right]
    for (year, x), end in zip(starts.items(), ends, strict=True):
        if x > grid.left:
            yield Polyline(((x, top), (x, bottom)), colours.edge, grid.hair)
        if x >= grid.left and end - x >= needed:
            rect = Rect(x + look.year_gap, top, needed - look.year_gap, look.band_height)
            yield boxed(rect, [names[year]], anchor="middle", stubs=True)
    for y in (top, bottom):
        yield Polyline(((grid.left, y), (grid.right, y)), colours.brand, look.line)
