"""Lays out risks and limits as ruled lists, and timelines as a vertical sequence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from math import fsum

from msgspec import Struct

from builder.layout.deck.draft import Deck, Draft, Note, boxed, roomy_width, set_height
from builder.layout.deck.frame import source_line
from builder.layout.deck.notes import listed, note
from builder.layout.pages import Box, Item, Paragraph, Piece, Polyline, Rect, TextBox
from builder.layout.text.fit import Split, Step, longest_too_long, split
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Limits, Risks, Timeline
from builder.outline.blocks import Step as TimelineStep
from builder.outline.text import Text
from builder.report.problems import Problem


class _List(Struct, frozen=True):
    """One column of rows under a head."""

    head: Text
    colour: str
    rows: tuple[Piece, ...]
    left: float
    width: float
    numbers: tuple[Piece, ...] = ()
    hang: float = 0.0  # from a number to its text

    @property
    def texts(self) -> tuple[Text, ...]:
        return tuple(piece.text for piece in self.rows if piece.text is not None)


def limits(deck: Deck, block: Limits) -> Iterator[Draft]:
    """Yield gaps and tensions side by side; one kind alone takes the full width."""
    grid, look = deck.look, deck.look.lists
    missing = [limit.text for limit in block.limits if limit.missing]
    tension = [limit.text for limit in block.limits if not limit.missing]
    both = bool(missing and tension)
    lists = []
    if missing:
        width = look.column if both else grid.live
        lists.append(_plain(block.missing_head, deck.colours.ink2, missing, grid.left, width))
    if tension:
        left, width = (look.second, look.column) if both else (grid.left, grid.live)
        lists.append(_plain(block.tension_head, deck.colours.caution.strong, tension, left, width))
    steps = _steps(deck, max(len(missing), len(tension)), both)
    most = look.most_paired_limits if both else look.most_limits
    for index, (items, found) in enumerate(_slides(deck, lists, steps, most, paired=False)):
        notes = [listed(deck, each.head, each.texts) for each in lists] if index == 0 else []
        yield Draft(
            block.heading.slot,
            block.headline,
            items,
            block.heading,
            notes=tuple(notes),
            problems=tuple(found),
        )


def risks(deck: Deck, block: Risks) -> Iterator[Draft]:
    """Yield each risk with what would help beside it."""
    grid, look = deck.look, deck.look.lists
    rows = block.risks
    helps = any(risk.mitigation for risk in rows)
    missing = deck.fixed("risk_unstated", deck.labels.not_stated)
    lists = [
        _List(
            block.risk_head,
            deck.colours.effect.strong,
            tuple(Piece(risk.text) for risk in rows),
            grid.left,
            look.column if helps else grid.live,
            tuple(Piece(risk.number, bold=True, colour=deck.colours.effect.strong) for risk in rows),
            look.hang,
        )
    ]
    if helps:
        words = tuple(
            Piece(risk.mitigation or missing, colour=None if risk.mitigation else deck.colours.ink2)
            for risk in rows
        )
        lists.append(
            _List(block.mitigation_head, deck.colours.response.strong, words, look.second, look.column)
        )
    steps = _steps(deck, len(rows), helps)
    for index, (items, found) in enumerate(_slides(deck, lists, steps, look.most_risks, paired=True)):
        notes = [
            note(deck, risk.text, risk.mitigation_label if risk.mitigation else None, risk.mitigation)
            for risk in rows
        ]
        yield Draft(
            block.heading.slot,
            block.headline,
            items,
            block.heading,
            notes=tuple(notes) if index == 0 else (),
            problems=tuple(found),
        )


def _steps(deck: Deck, count: int, both: bool) -> tuple[Step, ...]:
    """The fewer rows, the larger they begin; two columns begin a step smaller."""
    return deck.look.lists.steps[(0 if count < 2 else 1 if count < 3 else 2) + both :]


def _plain(head: Text, colour: str, texts: Sequence[Text], left: float, width: float) -> _List:
    return _List(head, colour, tuple(map(Piece, texts)), left, width)


def _slides(
    deck: Deck, lists: Sequence[_List], steps: Sequence[Step], most: int, paired: bool
) -> Iterator[tuple[tuple[Item, ...], list[Problem]]]:
    """Yield the items of each slide: rows of all columns together, as many as fit."""
    grid, look = deck.look, deck.look.lists
    count = max(len(each.rows) for each in lists)

    def heights(step: Step) -> list[float]:
        return [
            max(_height(deck, each, row, step) for each in lists if row < len(each.rows))
            for row in range(count)
        ]

    done = split(steps, heights, grid.body - look.head_row, most=most)
    problems = _problems(deck, lists, done)
    rows = heights(done.step)
    for chunk in done.chunks:
        own = [rows[row] for row in chunk]
        if not paired:
            own = [max(own)] * len(own) if max(own) * len(own) <= grid.body - look.head_row else own
        even = min((grid.body - look.head_row) / len(own), grid.row_limit(len(own)))
        spare = max((grid.body - look.head_row - fsum(own)) / len(own), 0.0)
        own = [max(height, min(height + spare, even)) for height in own]
        items: list[Item] = []
        for each in lists:
            items += _column(deck, each, chunk, own, done.step)
        yield tuple(items), problems


def _measure(deck: Deck, each: _List) -> float:
    return min(each.width, deck.look.lists.measure)


def _height(deck: Deck, each: _List, row: int, step: Step) -> float:
    return (
        set_height([deck.paragraph(each.rows[row], step=step)], _measure(deck, each) - each.hang)
        + 2 * deck.look.lists.pad
    )


def _column(
    deck: Deck, each: _List, shown: Sequence[int], heights: Sequence[float], step: Step
) -> Iterator[Item]:
    grid, look = deck.look, deck.look.lists
    mine = [(row, height) for row, height in zip(shown, heights, strict=True) if row < len(each.rows)]
    if not mine:
        return
    yield deck.rule(each.left, grid.body_top, each.width, each.colour)
    head = deck.paragraph(each.head, step=look.head, colour=each.colour, bold=True)
    rect = Rect(each.left, grid.body_top + grid.rule, each.width, look.head_row - grid.rule)
    yield boxed(rect, [head], anchor="middle", stubs=True)
    y = grid.body_top + look.head_row
    for row, height in mine:
        yield deck.hairline(each.left, y, each.width)
        found = deck.paragraph(each.rows[row], step=step)
        rect = Rect(each.left, y, _measure(deck, each), height)
        if each.numbers:
            yield from deck.numbered(rect, each.numbers[row], each.hang, found, anchor="middle")
        else:
            yield boxed(rect, [found], anchor="middle")
        y += height
    yield deck.hairline(each.left, y, each.width)


def _problems(deck: Deck, lists: Sequence[_List], done: Split) -> list[Problem]:
    each = max(lists, key=lambda one: max(len(text.plain) for text in one.texts))
    styled, width = partial(deck.paragraph, step=done.step), _measure(deck, each) - each.hang
    hint = "an entry of this list has up to 25 words"
    return longest_too_long(each.texts, styled, width, done.over, "its slide", hint)


def sequence(deck: Deck, block: Timeline) -> Iterator[Draft]:
    """Yield the slides of a timeline, up to seven steps on each."""
    grid, look = deck.look, deck.look.timeline
    when = min(max(roomy_width(_when(deck, step, look.when)) for step in block.steps), look.when_limit)
    what = max(look.when_left + when + grid.gutter, look.what_left if when <= look.when_limit else 0.0)
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
    styled, hint = partial(deck.paragraph, step=done.step), "a step has up to 10 words"
    texts = [each.text for each in block.steps]
    problems = longest_too_long(texts, styled, width, done.over, "its slide", hint)
    for chunk in done.chunks:
        shown = [block.steps[index] for index in chunk]
        yield Draft(
            block.heading.slot,
            block.headline,
            tuple(_rows(deck, shown, [tall[index] for index in chunk], done.step, what, width)),
            block.heading,
            source=note(deck, block.note)
            if block.note
            else source_line(deck, *[each.refs for each in shown]),
            notes=tuple(_notes(deck, block, shown)),
            problems=tuple(problems),
            appendix=True,
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
    tops = [grid.body_top + fsum(rows[:index]) for index in range(len(rows))]
    middles = [top + row / 2 for top, row in zip(tops, rows, strict=True)]
    x = grid.left + look.square / 2
    for index in range(1, len(shown)):
        suggested = shown[index].suggested
        ends = ((x, middles[index - 1] + look.square / 2), (x, middles[index] - look.square / 2))
        yield Polyline(
            ends,
            deck.colours.response.strong if suggested else deck.colours.brand,
            look.line,
            dashed=suggested,
        )
    for index, (each, top, row) in enumerate(zip(shown, tops, rows, strict=True)):
        if each.event:
            yield Box(Rect(look.band, top, grid.right - look.band, row), fill=deck.colours.ink)
        elif index and not shown[index - 1].event:
            yield deck.hairline(look.when_left, top, grid.right - look.when_left)
        yield _square(deck, each, middles[index])
        yield boxed(
            Rect(look.when_left, top, what - look.when_left - look.when_gap, row),
            [_when(deck, each, _small(deck, step))],
            anchor="middle",
        )
        yield boxed(Rect(what, top, width, row), [_what(deck, each, step)], anchor="middle")
        if each.refs is not None:
            left = what + width + grid.gutter
            beside = Rect(left, top, grid.right - look.inset - left, row)
            yield boxed(beside, [_refs(deck, each)], anchor="middle", stubs=True)


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
