"""Options become rows with what speaks for and against each, and a table of words by criterion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec.structs import replace

from builder.layout.deck.draft import (
    Deck,
    Draft,
    Note,
    boxed,
    hairline,
    numbered,
    paragraph,
    rule,
    set_height,
)
from builder.layout.deck.grid import BODY, BODY_TOP, GUTTER, LEFT, LIVE
from builder.layout.deck.notes import listed, note
from builder.layout.deck.table import Grid, grid_slides
from builder.layout.pages import Item, Paragraph, Piece, Rect
from builder.layout.text.fit import Step, split, too_long
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Cell, Option, Options
from builder.outline.text import Text
from builder.report.problems import Problem
from builder.theme.tokens import TOKENS

STEPS = (Step(20, 25), Step(18, 22), Step(16, 20))
HEAD, HEAD_ROW = Step(16, 20), 32.0
HANG = 36.0  # from an option's number to its title
PAD = 10.0  # above and below a row
SPARE = 48.0
SHARES = (0.4, 0.36, 0.44, 0.32)  # of the options' own column; the first of those that are as low


def options(deck: Deck, block: Options) -> Iterator[Draft]:
    """Yield the rows of the options, then their table."""
    described = any(each.description or each.pros or each.cons for each in block.options)
    tables = list(_table(deck, block)) if block.criteria else []
    rows = list(_row_slides(deck, block)) if described or not tables else []
    slides = (*rows, *tables)
    for index, draft in enumerate(slides):
        slot = block.heading.slot if index == 0 else f"{block.heading.slot}_{index + 1}"
        yield replace(draft, slot=slot, continued=(index + 1, len(slides)))


def _table(deck: Deck, block: Options) -> Iterator[Draft]:
    rows = tuple((Cell(each.title), *map(Cell, each.ratings)) for each in block.options)
    notes = tuple(_rating_note(deck, block, each) for each in block.options)
    draft = Draft(f"{block.heading.slot}_t", block.headline, (), block.heading, notes=notes)
    columns = (block.option_head, *block.criteria)
    yield from grid_slides(draft, Grid(columns, rows, tuple(each.number for each in block.options)))


def _rating_note(deck: Deck, block: Options, option: Option) -> Note:
    parts: list[Text | str | None] = [option.number, option.title]
    for criterion, rating in zip(block.criteria, option.ratings, strict=True):
        parts += [deck.labels.semicolon, criterion, deck.labels.colon, rating]
    return note(deck, *parts)


class _Columns:
    """Where the three columns stand: without points for or against, the others take their room."""

    def __init__(self, block: Options, share: float = 0.4) -> None:
        sides = [
            (label, side)
            for label, side in ((block.pros_label, 0), (block.cons_label, 1))
            if any((each.pros, each.cons)[side] for each in block.options)
        ]
        self.sides = sides
        free = LIVE - len(sides) * 2 * GUTTER
        self.first = free * (share if len(sides) == 2 else share + 0.15 if sides else 1.0)
        self.width = (free - self.first) / len(sides) if sides else 0.0

    def left(self, place: int) -> float:
        return LEFT + self.first + 2 * GUTTER + place * (self.width + 2 * GUTTER)


def _row_slides(deck: Deck, block: Options) -> Iterator[Draft]:
    columns = min(
        (_Columns(block, share) for share in SHARES),
        key=lambda columns: fsum(_height(each, columns, STEPS[-1]) for each in block.options),
    )
    head = HEAD_ROW if columns.sides else 6.0

    def heights(step: Step) -> list[float]:
        return [_height(each, columns, step) for each in block.options]

    done = split(STEPS, heights, BODY - head)
    problems = (
        tuple(_problems(block, heights(done.step), columns, done.step, BODY - head)) if done.over else ()
    )
    tall = heights(done.step)
    for index, chunk in enumerate(done.chunks):
        shown = [block.options[row] for row in chunk]
        own = [tall[row] for row in chunk]
        spare = min(max(BODY - head - fsum(own), 0.0) / len(own), SPARE)
        items = [
            *_heads(block, columns),
            *_rows(shown, [each + spare for each in own], columns, done.step, head),
        ]
        yield Draft(
            block.heading.slot,
            block.headline,
            tuple(items),
            block.heading,
            notes=tuple(entry for each in shown for entry in _notes(deck, block, each)),
            problems=problems if index == 0 else (),
        )


def _height(option: Option, columns: _Columns, step: Step) -> float:
    needs = [set_height([_title(option, step)], columns.first - HANG) + _described(option, columns, step)]
    needs += [set_height(_points(option, side, step), columns.width) for _, side in columns.sides]
    return max(needs) + 2 * PAD


def _title(option: Option, step: Step) -> Paragraph:
    return paragraph(option.title, step=step, colour=TOKENS.brand, bold=True)


def _described(option: Option, columns: _Columns, step: Step) -> float:
    if option.description is None:
        return 0.0
    return 3.0 + set_height([paragraph(option.description, step=_body(step))], columns.first - HANG)


def _body(step: Step) -> Step:
    """The words under a title are a step smaller, but not below the floor."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def _points(option: Option, side: int, step: Step) -> list[Paragraph]:
    texts = (option.pros, option.cons)[side]
    size = _body(step)
    return [
        replace(paragraph(text, step=size, before=3.0), indent=size.size * 0.8, bullet=True) for text in texts
    ]


def _heads(block: Options, columns: _Columns) -> Iterator[Item]:
    yield rule(LEFT, BODY_TOP, LIVE)
    if not columns.sides:
        return
    heads = [(LEFT, columns.first, block.option_head, TOKENS.brand)]
    for place, (label, side) in enumerate(columns.sides):
        colour = (TOKENS.response.strong, TOKENS.effect.strong)[side]
        heads.append((columns.left(place), columns.width, label, colour))
    for left, width, text, colour in heads:
        found = paragraph(text, step=HEAD, colour=colour, bold=True)
        yield boxed(Rect(left, BODY_TOP + 8.0, width, HEAD.leading), [found], name=text.slot, stubs=True)


def _rows(
    shown: Sequence[Option], heights: Sequence[float], columns: _Columns, step: Step, head: float
) -> Iterator[Item]:
    y = BODY_TOP + head
    for index, (option, height) in enumerate(zip(shown, heights, strict=True)):
        if index or columns.sides:
            yield hairline(LEFT, y, LIVE)
        top = y + PAD
        title = _title(option, step)
        tall = set_height([title], columns.first - HANG)
        number = Piece(option.number, bold=True, colour=TOKENS.ink2)
        yield from numbered(Rect(LEFT, top, columns.first, tall), number, HANG, title)
        if option.description is not None:
            words = paragraph(option.description, step=_body(step))
            rect = Rect(
                LEFT + HANG, top + tall + 3.0, columns.first - HANG, _described(option, columns, step) - 3.0
            )
            yield boxed(rect, [words], name=option.description.slot)
        for place_of, (_, side) in enumerate(columns.sides):
            points = _points(option, side, step)
            if points:
                box = Rect(columns.left(place_of), top, columns.width, set_height(points, columns.width))
                yield boxed(box, points, name=(option.pros, option.cons)[side][0].slot, stubs=True)
        y += height
    yield hairline(LEFT, y, LIVE)


def _problems(
    block: Options, tall: Sequence[float], columns: _Columns, step: Step, room: float
) -> Iterator[Problem]:
    for option, height in zip(block.options, tall, strict=True):
        if height > room + 0.01:
            texts = [text for text in (option.description, *option.pros, *option.cons) if text is not None]
            longest = max(texts or [option.title], key=lambda text: len(text.plain))
            width = columns.first - HANG if longest in (option.description, option.title) else columns.width
            lines = set_lines(paragraph(longest, step=_body(step)), width)
            yield too_long(longest, lines, height - room, "its slide", "shorten the option's points")


def _notes(deck: Deck, block: Options, option: Option) -> Iterator[Note]:
    described = (deck.labels.colon, option.description) if option.description else ()
    yield note(deck, option.number, option.title, *described)
    for label, texts in ((block.pros_label, option.pros), (block.cons_label, option.cons)):
        if texts:
            yield (*note(deck, label), Piece(None, " "), *listed(deck, None, texts))
