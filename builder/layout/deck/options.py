"""Lays out options: rows with what speaks for and against each, and a table of words by criterion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec.structs import replace

from builder.layout.deck.draft import Deck, Draft, Note, boxed, set_height
from builder.layout.deck.notes import listed, note
from builder.layout.deck.table import Grid, grid_slides
from builder.layout.pages import Item, Paragraph, Piece, Rect
from builder.layout.text.fit import Step, split, too_long
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Cell, Option, Options
from builder.outline.text import Text
from builder.report.problems import Problem

SHARES = (0.4, 0.36, 0.44, 0.32)  # of the options' own column; the first of those that are as low


def options(deck: Deck, block: Options) -> Iterator[Draft]:
    """Yield the rows of the options, then their table."""
    described = any(each.description or each.pros or each.cons for each in block.options)
    tables = list(_table(deck, block)) if block.criteria else []
    rows = list(_row_slides(deck, block)) if described or not tables else []
    yield from rows
    for draft in tables:
        yield replace(draft, slot=block.heading.slot)


def _table(deck: Deck, block: Options) -> Iterator[Draft]:
    rows = tuple((Cell(each.title), *map(Cell, each.ratings)) for each in block.options)
    notes = tuple(_rating_note(deck, block, each) for each in block.options)
    draft = Draft(f"{block.heading.slot}_t", block.headline, (), block.heading, notes=notes)
    columns = (block.option_head, *block.criteria)
    yield from grid_slides(deck, draft, Grid(columns, rows, tuple(each.number for each in block.options)))


def _rating_note(deck: Deck, block: Options, option: Option) -> Note:
    parts: list[Text | str | None] = [option.number, option.title]
    for criterion, rating in zip(block.criteria, option.ratings, strict=True):
        parts += [deck.labels.semicolon, criterion, deck.labels.colon, rating]
    return note(deck, *parts)


class _Columns:
    """Positions of the three columns; without pros or cons, the others use the space."""

    def __init__(self, deck: Deck, block: Options, share: float) -> None:
        sides = [
            (label, side)
            for label, side in ((block.pros_label, 0), (block.cons_label, 1))
            if any((each.pros, each.cons)[side] for each in block.options)
        ]
        self.sides = sides
        self._gap = 2 * deck.look.gutter
        free = deck.look.live - len(sides) * self._gap
        self.first = free * (share if len(sides) == 2 else share + 0.15 if sides else 1.0)
        self.width = (free - self.first) / len(sides) if sides else 0.0
        self._left = deck.look.left + self.first + self._gap

    def left(self, index: int) -> float:
        return self._left + index * (self.width + self._gap)


def _row_slides(deck: Deck, block: Options) -> Iterator[Draft]:
    grid, look = deck.look, deck.look.options
    columns = min(
        (_Columns(deck, block, share) for share in SHARES),
        key=lambda columns: fsum(_height(deck, each, columns, look.steps[-1]) for each in block.options),
    )
    head = look.head_row if columns.sides else look.no_head_row

    def heights(step: Step) -> list[float]:
        return [_height(deck, each, columns, step) for each in block.options]

    done = split(look.steps, heights, grid.body - head)
    problems = (
        tuple(_problems(deck, block, heights(done.step), columns, done.step, grid.body - head))
        if done.over
        else ()
    )
    tall = heights(done.step)
    for chunk in done.chunks:
        shown = [block.options[row] for row in chunk]
        own = [tall[row] for row in chunk]
        spare = min(max(grid.body - head - fsum(own), 0.0) / len(own), look.spare)
        items = [
            *_heads(deck, block, columns),
            *_rows(deck, shown, [each + spare for each in own], columns, done.step, head),
        ]
        yield Draft(
            block.heading.slot,
            block.headline,
            tuple(items),
            block.heading,
            notes=tuple(entry for each in shown for entry in _notes(deck, block, each)),
            problems=problems,
        )


def _height(deck: Deck, option: Option, columns: _Columns, step: Step) -> float:
    look = deck.look.options
    needs = [
        set_height([_title(deck, option, step)], columns.first - look.hang)
        + _described(deck, option, columns, step)
    ]
    needs += [set_height(_points(deck, option, side, step), columns.width) for _, side in columns.sides]
    return max(needs) + 2 * look.pad


def _title(deck: Deck, option: Option, step: Step) -> Paragraph:
    return deck.paragraph(option.title, step=step, colour=deck.colours.brand, bold=True)


def _described(deck: Deck, option: Option, columns: _Columns, step: Step) -> float:
    if option.description is None:
        return 0.0
    return deck.look.options.gap + set_height(
        [deck.paragraph(option.description, step=_body(deck, step))], columns.first - deck.look.options.hang
    )


def _body(deck: Deck, step: Step) -> Step:
    """The words under a title are a step smaller, but not below the floor."""
    look = deck.look.options
    return look.steps[min(look.steps.index(step) + 1, len(look.steps) - 1)]


def _points(deck: Deck, option: Option, side: int, step: Step) -> list[Paragraph]:
    look = deck.look.options
    texts = (option.pros, option.cons)[side]
    size = _body(deck, step)
    return [
        replace(deck.paragraph(text, step=size, before=look.gap), indent=size.size * look.bullet, bullet=True)
        for text in texts
    ]


def _heads(deck: Deck, block: Options, columns: _Columns) -> Iterator[Item]:
    grid, look = deck.look, deck.look.options
    yield deck.rule(grid.left, grid.body_top, grid.live)
    if not columns.sides:
        return
    heads = [(grid.left, columns.first, block.option_head, deck.colours.brand)]
    for index, (label, side) in enumerate(columns.sides):
        colour = (deck.colours.response.strong, deck.colours.effect.strong)[side]
        heads.append((columns.left(index), columns.width, label, colour))
    for left, width, text, colour in heads:
        found = deck.paragraph(text, step=look.head, colour=colour, bold=True)
        yield boxed(Rect(left, grid.body_top + look.head_top, width, look.head.leading), [found], stubs=True)


def _rows(
    deck: Deck, shown: Sequence[Option], heights: Sequence[float], columns: _Columns, step: Step, head: float
) -> Iterator[Item]:
    grid, look = deck.look, deck.look.options
    y = grid.body_top + head
    for index, (option, height) in enumerate(zip(shown, heights, strict=True)):
        if index or columns.sides:
            yield deck.hairline(grid.left, y, grid.live)
        top = y + look.pad
        title = _title(deck, option, step)
        tall = set_height([title], columns.first - look.hang)
        number = Piece(option.number, bold=True, colour=deck.colours.ink2)
        yield from deck.numbered(Rect(grid.left, top, columns.first, tall), number, look.hang, title)
        if option.description is not None:
            words = deck.paragraph(option.description, step=_body(deck, step))
            rect = Rect(
                grid.left + look.hang,
                top + tall + look.gap,
                columns.first - look.hang,
                _described(deck, option, columns, step) - look.gap,
            )
            yield boxed(rect, [words])
        for index, (_, side) in enumerate(columns.sides):
            points = _points(deck, option, side, step)
            if points:
                box = Rect(columns.left(index), top, columns.width, set_height(points, columns.width))
                yield boxed(box, points, stubs=True)
        y += height
    yield deck.hairline(grid.left, y, grid.live)


def _problems(
    deck: Deck, block: Options, tall: Sequence[float], columns: _Columns, step: Step, room: float
) -> Iterator[Problem]:
    for option, height in zip(block.options, tall, strict=True):
        if height > room + 0.01:
            texts = [text for text in (option.description, *option.pros, *option.cons) if text is not None]
            longest = max(texts or [option.title], key=lambda text: len(text.plain))
            width = (
                columns.first - deck.look.options.hang
                if longest in (option.description, option.title)
                else columns.width
            )
            lines = set_lines(deck.paragraph(longest, step=_body(deck, step)), width)
            yield from too_long(longest, lines, height - room, "its slide", "shorten the option's points")


def _notes(deck: Deck, block: Options, option: Option) -> Iterator[Note]:
    described = (deck.labels.colon, option.description) if option.description else ()
    yield note(deck, option.number, option.title, *described)
    for label, texts in ((block.pros_label, option.pros), (block.cons_label, option.cons)):
        if texts:
            yield (*note(deck, label), Piece(None, " "), *listed(deck, None, texts))
