"""Lays out what changed since an earlier version as a ruled list, before the cover."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.deck.draft import Deck, Draft, Note
from builder.layout.deck.lists import Cell, Listed, alone
from builder.layout.deck.notes import sentence
from builder.layout.deck.statement import alone as statement
from builder.layout.pages import Paragraph, Piece
from builder.layout.text.fit import split
from builder.outline.blocks import Change, Changes
from builder.outline.text import Text
from builder.theme.geometry import Step


class _Row(Struct, frozen=True):
    """A change, the head of its group, and its index in that; `opens` is whether it shows the head."""

    heading: Text
    index: int
    change: Change
    opens: bool = False


def what_changed(deck: Deck, block: Changes) -> Iterator[Draft]:
    """Yield the slides that list the changes, two at most; how many more there are is below them."""
    deck = deck.under(block.headline)
    rows = [
        _Row(group.heading, index, change)
        for group in block.groups
        for index, change in enumerate(group.changes)
    ]
    first = [sentence(deck, block.headline)]
    if not rows:
        items = statement(deck, block.same, (), deck.colours.hue(None))
        yield Draft(block.heading.slot, block.headline, items, block.heading, notes=first)
        return
    shown, listed = _most(deck, block, rows)
    rest = [row.change for row in rows if row.change not in shown]
    foot: Note = ()
    if rest:
        foot = (Piece(deck.fixed("changes_more", deck.labels.and_more.format(count=len(rest)))),)
    told: list[Note] = [(Piece(change.told),) for change in rest]
    look = deck.look.changes
    slides = list(alone(deck, listed, look.steps, look.most_rows))
    for index, items in enumerate(slides):
        is_last = index == len(slides) - 1
        yield Draft(
            block.heading.slot,
            block.headline,
            items,
            block.heading,
            source=foot if is_last else (),
            notes=[*(first if index == 0 else ()), *(told if is_last else ())],
        )


def _most(deck: Deck, block: Changes, rows: Sequence[_Row]) -> tuple[list[Change], Listed]:
    """Return as many changes as the slides have room for, the first of each group before others."""
    look, room = deck.look.changes, deck.look.body - deck.look.lists.head_row
    order = sorted(range(len(rows)), key=lambda place: rows[place].index)
    count = min(len(rows), look.most_slides * look.most_rows)
    while True:
        chosen = [rows[place] for place in sorted(order[:count])]
        listed = _listed(deck, block, [replace(row, opens=True) for row in chosen])
        done = split(look.steps, partial(listed.heights, deck), room, most=look.most_rows)
        if len(done.chunks) <= look.most_slides:
            break
        count -= 1
    starts = {chunk.start for chunk in done.chunks}
    headed = [
        replace(row, opens=place in starts or row.heading is not chosen[place - 1].heading)
        for place, row in enumerate(chosen)
    ]
    return [row.change for row in chosen], _listed(deck, block, headed)


def _listed(deck: Deck, block: Changes, rows: Sequence[_Row]) -> Listed:
    grid, look, colours = deck.look, deck.look.changes, deck.colours
    left = look.group + look.about
    width = (grid.live - left - grid.gutter) / 2
    right = left + width + grid.gutter
    nothing = deck.fixed("nothing", deck.labels.nothing)

    def said(text: Text | None, colour: str) -> Callable[[Step], list[Paragraph]]:
        return lambda step: [
            deck.paragraph(text or nothing, step=step, colour=colour if text else colours.ink2)
        ]

    def about(change: Change) -> Callable[[Step], list[Paragraph]]:
        state = change.state

        def words(step: Step) -> list[Paragraph]:
            below = [deck.paragraph(state, step=look.small, colour=colours.ink2)] if state is not None else []
            return [deck.paragraph(change.about, step=step, bold=True), *below]

        return words

    def heading(text: Text) -> Callable[[Step], list[Paragraph]]:
        return lambda step: [
            deck.paragraph(text, step=Step(look.head.size, step.leading), colour=colours.brand, bold=True)
        ]

    def row(each: _Row) -> Iterator[Cell]:
        if each.opens:
            yield Cell(0.0, look.group - grid.gutter, heading(each.heading))
        yield Cell(look.group, look.about - grid.gutter, about(each.change))
        yield Cell(left, width, said(each.change.before, colours.ink2))
        yield Cell(right, width, said(each.change.now, colours.ink))

    heads = (
        (0.0, left - grid.gutter, block.place_head, colours.brand),
        (left, width, block.before_head, colours.ink2),
        (right, width, block.now_head, colours.brand),
    )
    texts = [text for each in rows for text in (each.change.before, each.change.now) if text is not None]
    return Listed(heads, tuple(tuple(row(each)) for each in rows), tuple(texts or [block.heading]))
