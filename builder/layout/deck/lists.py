"""Risks and limits become ruled lists: two columns whose rows are aligned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct

from builder.layout.deck.draft import Deck, Draft, boxed, set_height
from builder.layout.deck.notes import listed, note
from builder.layout.pages import Item, Piece, Rect
from builder.layout.text.fit import Split, Step, split, too_long
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Limits, Risks
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

    @property
    def hang(self) -> float:
        return 28.0 if self.numbers else 0.0

    @property
    def texts(self) -> tuple[Text, ...]:
        return tuple(piece.text for piece in self.rows if piece.text is not None)


def limits(deck: Deck, block: Limits) -> Iterator[Draft]:
    """Yield what is not said and what stays open, side by side; one kind alone takes the whole width."""
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
    for index, (items, found, parts) in enumerate(
        _slides(deck, lists, steps, most=4 if both else 6, paired=False)
    ):
        notes = [listed(deck, each.head, each.texts) for each in lists] if index == 0 else []
        yield Draft(
            block.heading.slot if index == 0 else f"{block.heading.slot}_{index + 1}",
            block.headline,
            items,
            block.heading,
            notes=tuple(notes),
            problems=found,
            continued=(index + 1, parts),
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
    for index, (items, found, parts) in enumerate(_slides(deck, lists, steps, most=5, paired=True)):
        notes = [
            note(deck, risk.text, risk.mitigation_label if risk.mitigation else None, risk.mitigation)
            for risk in rows
        ]
        yield Draft(
            block.heading.slot if index == 0 else f"{block.heading.slot}_{index + 1}",
            block.headline,
            items,
            block.heading,
            notes=tuple(notes) if index == 0 else (),
            problems=found,
            continued=(index + 1, parts),
        )


def _steps(deck: Deck, count: int, both: bool) -> tuple[Step, ...]:
    """The fewer rows, the larger they begin; two columns begin a step smaller."""
    return deck.look.lists.steps[(0 if count < 2 else 1 if count < 3 else 2) + both :]


def _plain(head: Text, colour: str, texts: Sequence[Text], left: float, width: float) -> _List:
    return _List(head, colour, tuple(map(Piece, texts)), left, width)


def _slides(
    deck: Deck, lists: Sequence[_List], steps: Sequence[Step], most: int, paired: bool
) -> Iterator[tuple[tuple[Item, ...], tuple[Problem, ...], int]]:
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
    for index, chunk in enumerate(done.chunks):
        shown = list(chunk)
        own = [rows[row] for row in shown]
        if not paired:
            own = [max(own)] * len(own) if max(own) * len(own) <= grid.body - look.head_row else own
        even = min((grid.body - look.head_row) / len(own), grid.row_limit(len(own)))
        spare = max((grid.body - look.head_row - fsum(own)) / len(own), 0.0)
        own = [max(height, min(height + spare, even)) for height in own]
        items: list[Item] = []
        for each in lists:
            items += _column(deck, each, shown, own, done.step)
        yield tuple(items), problems if index == 0 else (), len(done.chunks)


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
    yield boxed(rect, [head], anchor="middle", name=each.head.slot, stubs=True)
    y = grid.body_top + look.head_row
    for row, height in mine:
        yield deck.hairline(each.left, y, each.width)
        found = deck.paragraph(each.rows[row], step=step)
        rect = Rect(each.left, y, _measure(deck, each), height)
        if each.numbers:
            yield from deck.numbered(rect, each.numbers[row], each.hang, found, anchor="middle")
        else:
            yield boxed(rect, [found], anchor="middle", name=each.texts[row].slot)
        y += height
    yield deck.hairline(each.left, y, each.width)


def _problems(deck: Deck, lists: Sequence[_List], done: Split) -> tuple[Problem, ...]:
    if not done.over:
        return ()
    each = max(lists, key=lambda one: max(len(text.plain) for text in one.texts))
    longest = max(each.texts, key=lambda text: len(text.plain))
    lines = set_lines(deck.paragraph(longest, step=done.step), _measure(deck, each) - each.hang)
    return (too_long(longest, lines, done.over, "its slide", "an entry of this list has up to 25 words"),)
