"""Lays out options: rows with what speaks for and against each, and a table of words by criterion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import fsum

from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, Draft, Note, boxed, set_height, without_stop
from builder.layout.deck.notes import (
    LONGEST,
    blended,
    leading,
    listed,
    paragraph,
    quoted,
    said,
    sentence,
    words_in,
)
from builder.layout.deck.notes.further import recalled
from builder.layout.deck.table import Grid, grid_slides
from builder.layout.pages import Item, Paragraph, Piece, Rect, TableBox, TableCell
from builder.layout.text.fit import split
from builder.layout.text.measure import line_count, set_lines, widest_word
from builder.outline.blocks import Cell, Option, Options
from builder.outline.text import Text
from builder.theme.colours import Colours
from builder.theme.geometry import Step, below

SHARES = (0.4, 0.36, 0.44, 0.32)  # of the options' own column; the first of those that are as low


def options(deck: Deck, block: Options) -> Iterator[Draft]:
    """Yield one comparison of all options where it fits, else the rows of the options, then their table."""
    deck = deck.under(block.headline)
    compared = _comparison(deck, block) if block.criteria else None
    if compared is not None:
        yield compared
        return
    described = any(each.description or each.pros or each.cons for each in block.options)
    tables = list(_table(deck, block)) if block.criteria else []
    rows = list(_row_slides(deck, block)) if described or not tables else []
    yield from rows
    for draft in tables:
        yield replace(draft, slot=block.heading.slot)


def _comparison(deck: Deck, block: Options) -> Draft | None:
    """Return criteria as rows under the options as columns, what speaks for and against each below them.

    None if there are too many options for it, or too many words.
    """
    grid, look = deck.look, deck.look.options
    if not 1 < len(block.options) <= look.most_columns:
        return None
    width = (grid.live - look.criteria) / len(block.options)
    widths = (look.criteria, *[width] * len(block.options))
    sizes = _compared_sizes(deck, block, width - 2 * grid.table.inset - GIVE)
    for described, (step, points) in product((True, False), sizes):
        rows = [_compared_head(deck, block, described=described), *_compared_rows(deck, block, step, points)]
        rooms = [wide - 2 * grid.table.inset - GIVE for wide in widths]
        placed = [list(zip(row, rooms, strict=True)) for row in rows]
        heights = [max(set_height(cell, room) for cell, room in row) + 2 * grid.table.pad for row in placed]
        broken = any(widest_word(each) > room for row in placed for cell, room in row for each in cell)
        if not broken and fsum(heights) <= grid.body:
            break
    else:
        return None
    spare = (grid.body - fsum(heights)) / (len(rows) - 1)
    tallest = look.compared_rows.get(len(rows) - 1, look.compared_row)
    heights[1:] = [max(height, min(height + spare, tallest)) for height in heights[1:]]
    colours = deck.colours
    chosen = [False, *(each.recommended is not None for each in block.options)]
    table = TableBox(
        Rect(grid.left, grid.body_top, grid.live, fsum(heights)),
        widths,
        tuple(heights),
        tuple(
            tuple(
                _table_cell(
                    cell, room, _fill(colours, head=index == 0, first=column == 0, chosen=chosen[column])
                )
                for column, (cell, room) in enumerate(row)
            )
            for index, row in enumerate(placed)
        ),
        grid.table.inset,
        block.headline.plain,
        f"{block.heading.slot}_t",
    )
    return Draft(
        block.heading.slot,
        block.headline,
        [table],
        block.heading,
        source=(Piece(block.best_note),) if block.best_note else (),
        lead=blended(deck.labels.speech.to_options),
        notes=[
            said if each.description or each.pros or each.cons else _rating_note(deck, block, each)
            for each, said in zip(block.options, _spoken(deck, block.options), strict=True)
        ],
        spare=list(recalled(deck)),
    )


def _table_cell(cell: Sequence[Paragraph], room: float, fill: str) -> TableCell:
    first, *more = (set_lines(each, room) for each in cell)
    return TableCell(first, fill, more=tuple(more))


def _fill(colours: Colours, *, head: bool, first: bool, chosen: bool) -> str:
    if head:
        return colours.response.strong if chosen else colours.brand if first else colours.ink
    return colours.response.tint if chosen else colours.faint if first else colours.panel


def _compared_head(deck: Deck, block: Options, *, described: bool) -> list[list[Paragraph]]:
    """Return the cell of each option: whether it is recommended, its number and title, what it means."""
    look, white, pale = deck.look.options, deck.colours.white, deck.colours.on_brand
    cells = [[deck.paragraph(block.option_head, step=look.head, colour=white, bold=True)]]
    for each in block.options:
        number = Piece(each.number, bold=False, colour=pale)
        cell = [deck.paragraph(number, "  ", each.title, step=look.compared_title, colour=white, bold=True)]
        if each.recommended is not None:
            cell.insert(0, deck.paragraph(each.recommended, step=look.small, colour=white, bold=True))
        if described and each.description is not None:
            cell.append(deck.paragraph(each.description, step=look.small, colour=white))
        cells.append(cell)
    return cells


def _compared_rows(deck: Deck, block: Options, step: Step, points: Step) -> Iterator[list[list[Paragraph]]]:
    """Yield a row for each criterion, one for what speaks for the options, and one for what does not."""
    colours = deck.colours
    strong, ink = colours.response.strong, colours.ink
    for index, criterion in enumerate(block.criteria):
        head = deck.paragraph(criterion, step=step, colour=colours.brand, bold=True)
        yield [
            [head],
            *(
                [
                    deck.paragraph(
                        each.ratings[index],
                        step=step,
                        colour=strong if each.best[index] else ink,
                        bold=each.best[index],
                    )
                ]
                for each in block.options
            ),
        ]
    for label, sign, colour, side in (
        (block.pros_label, "+", strong, 0),
        (block.cons_label, "−", colours.effect.strong, 1),
    ):
        sides = [(each.pros, each.cons)[side] for each in block.options]
        if any(sides):
            yield [
                [deck.paragraph(label, step=step, colour=colour, bold=True)],
                *(
                    [_signed(deck, sign, text, points) for text in texts]
                    or [deck.paragraph(block.none, step=points, colour=colours.ink2)]
                    for texts in sides
                ),
            ]


def _compared_sizes(deck: Deck, block: Options, room: float) -> list[tuple[Step, Step]]:
    """Return the sizes of ratings and points to try: one for both, where it costs no lines.

    Points that are smaller than ratings come last.
    """
    texts = [text for each in block.options for text in (*each.pros, *each.cons)]

    def lines(step: Step) -> list[int]:
        return [line_count(_signed(deck, "−", text, step), room) for text in texts]

    smaller = [(step, below(step.size - 1)) for step in deck.look.options.compared]
    return [(step, step) for step, points in smaller if lines(step) == lines(points)] + smaller


def _signed(deck: Deck, sign: str, text: Text, step: Step) -> Paragraph:
    """Return a point with its sign, which hangs."""
    hang = step.size * deck.look.options.sign
    return replace(deck.paragraph(sign, "\t", text, step=step), hang=hang)


def _table(deck: Deck, block: Options) -> Iterator[Draft]:
    rows = tuple((Cell(each.title), *map(Cell, each.ratings)) for each in block.options)
    notes = [_rating_note(deck, block, each) for each in block.options]
    lead = blended(deck.labels.speech.to_options)
    best = sentence(deck, block.best_note) if block.best_note else ()
    slot = f"{block.heading.slot}_t"
    draft = Draft(slot, block.headline, (), block.heading, source=best, lead=lead, notes=notes)
    columns = (block.option_head, *block.criteria)
    grid = Grid(columns, rows, tuple(each.number for each in block.options))
    yield from (slide for _, slide in grid_slides(deck, draft, grid))


def _rating_note(deck: Deck, block: Options, option: Option) -> Note:
    speech = deck.labels.speech
    entries = (
        blended(speech.rating, criterion=criterion, rating=rating)
        for criterion, rating in zip(block.criteria, option.ratings, strict=True)
    )
    rated = leading(deck, blended(speech.rated, option=quoted(deck, option.title)), *entries)
    return paragraph(deck, rated, sentence(deck, option.recommended) if option.recommended else None)


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
        lone = share + deck.look.options.one_side
        self.first = free * (share if len(sides) == 2 else lone if sides else 1.0)
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

    room = grid.body - head
    done = split(look.steps, heights, room)
    for option, tall in zip(block.options, done.heights, strict=True):
        if tall > room:
            _report(deck, option, columns, done.step, tall - room)
    for chunk in done.chunks:
        shown, own = block.options[chunk], done.heights[chunk]
        spare = min(max(room - fsum(own), 0.0) / len(own), look.spare)
        rows = _rows(deck, shown, [each + spare for each in own], columns, done.step, head)
        items = [*_heads(deck, block, columns), *rows]
        notes = _spoken(deck, shown)
        lead = blended(deck.labels.speech.to_options)
        yield Draft(
            block.heading.slot,
            block.headline,
            items,
            block.heading,
            lead=lead,
            notes=notes,
            spare=list(recalled(deck)),
        )


def _height(deck: Deck, option: Option, columns: _Columns, step: Step) -> float:
    look = deck.look.options
    title = set_height([_title(deck, option, step)], columns.first - look.hang)
    points = [set_height(_points(deck, option, side, step), columns.width) for _, side in columns.sides]
    return max(title + _described(deck, option, columns, step), *points, 0.0) + 2 * look.pad


def _title(deck: Deck, option: Option, step: Step) -> Paragraph:
    return deck.paragraph(option.title, step=step, colour=deck.colours.brand, bold=True)


def _described(deck: Deck, option: Option, columns: _Columns, step: Step) -> float:
    look = deck.look.options
    if option.description is None:
        return 0.0
    return look.gap + deck.height(option.description, _body(deck, step), columns.first - look.hang)


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
            width, room = columns.first - look.hang, _described(deck, option, columns, step) - look.gap
            yield boxed(Rect(grid.left + look.hang, top + tall + look.gap, width, room), [words])
        for index, (_, side) in enumerate(columns.sides):
            points = _points(deck, option, side, step)
            if points:
                box = Rect(columns.left(index), top, columns.width, set_height(points, columns.width))
                yield boxed(box, points, stubs=True)
        y += height
    yield deck.hairline(grid.left, y, grid.live)


def _report(deck: Deck, option: Option, columns: _Columns, step: Step, over: float) -> None:
    """Report an option that is `over` points too high for a slide, at the longest of its texts."""
    texts = [text for text in (option.description, *option.pros, *option.cons) if text is not None]
    longest = max(texts or [option.title], key=lambda text: len(text.plain))
    first = longest in (option.description, option.title)
    width = columns.first - deck.look.options.hang if first else columns.width
    lines = set_lines(deck.paragraph(longest, step=_body(deck, step)), width)
    deck.report(longest, lines, over, "its slide", "shorten the option's points")


def _spoken(deck: Deck, options: Sequence[Option]) -> list[Note]:
    """Return what is said of each option; long notes leave out what the slide says for and against it."""
    whole = [_said_of(deck, each) for each in options]
    return whole if words_in(whole) <= LONGEST else [_said_of(deck, each, points=False) for each in options]


def _said_of(deck: Deck, option: Option, *, points: bool = True) -> Note:
    speech = deck.labels.speech
    sides = [
        leading(deck, phrase, *map(without_stop, texts))
        for phrase, texts in ((speech.pros, option.pros), (speech.cons, option.cons))
        if texts and points
    ]
    described = sentence(deck, option.description) if option.description else None
    recommended = sentence(deck, option.recommended) if option.recommended else None
    return paragraph(deck, sentence(deck, option.title), recommended, _best(deck, option), described, *sides)


def _best(deck: Deck, option: Option) -> Note | None:
    """Return by which criteria no option is better than the recommended one, None where there is no such."""
    block = deck.outline.one(Options)
    criteria = block.criteria if block is not None and option.recommended else ()
    best = [quoted(deck, one) for one, first in zip(criteria, option.best, strict=False) if first]
    return said(deck, deck.labels.speech.best, criteria=listed(deck, best)) if best else None
