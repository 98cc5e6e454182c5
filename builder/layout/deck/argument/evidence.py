"""Lays out evidence: one item large, as a statement; several as cards no higher than their words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import fsum
from operator import add

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.deck.argument.quotation import mark
from builder.layout.deck.draft import GIVE, Deck, bottom_of, boxed, roomy_width, set_height, unbroken
from builder.layout.pages import Box, Item, Paragraph, Piece, Rect
from builder.layout.text.fit import choose
from builder.layout.text.measure import natural_width
from builder.outline.blocks import Argument, Chart, Evidence
from builder.theme.colours import Hue
from builder.theme.geometry import Step

HINT = "one piece of evidence has up to 20 words"


class Case(Struct, frozen=True):
    """An argument as a slide shows it, and the chart that shows it, if it is on the same slide."""

    argument: Argument
    chart: Chart | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.argument.evidence

    @property
    def number(self) -> Evidence | None:
        """The evidence, if it is one number."""
        return self.evidence[0] if len(self.evidence) == 1 and self.evidence[0].amount else None


def statement(deck: Deck, case: Case, hue: Hue, rect: Rect) -> list[Item]:
    """Return the one item beside a bar, as large as leaves it few lines, with kind and references below."""
    look, (item,) = deck.look.argument, case.evidence
    opening = list[Item]()
    if item.quoted:
        where = (rect.x + look.statement_left, rect.y + look.quote_top)
        opening += mark(deck.labels.speech.quoted[0], *where, look.quote, hue.half)
    above = look.quote_top + look.quote + look.quote_gap if opening else 0.0
    left = rect.x + look.statement_left
    width = min(rect.width - look.statement_left, deck.look.span(10))
    below = [_meta(deck, item, hue, look.said)] if item.kind or item.refs else []
    foot = look.said_gap + set_height(below, width) if below else 0.0
    room = Rect(left, rect.y + above, width, min(rect.height - above - foot, look.statement_limit))

    def words(step: Step) -> list[Paragraph]:
        return [deck.paragraph(item.text, step=step)]

    if not below:
        insets = (look.statement_left, look.plain_pad, deck.look.pad, look.plain_pad)
        plain = deck.fitted(
            rect, words, look.plain_steps, "its slide", HINT, insets, fill=hue.tint, snug=True
        )
        return [plain, Box(replace(plain.rect, width=deck.look.bar), fill=hue.strong)]
    text = deck.fitted(room, words, look.statement_steps, "its slide", HINT, snug=True)
    bar = Box(Rect(rect.x, rect.y, deck.look.bar, above + text.rect.height + foot), fill=hue.strong)
    top = bottom_of([text]) + look.said_gap
    said = [boxed(Rect(left, top, width, foot - look.said_gap), below, stubs=True)] if below else []
    return [bar, *opening, text, *said]


def figure(deck: Deck, case: Case, hue: Hue, rect: Rect) -> list[Item]:
    """Return the number of the one item as large as fits, with its words and what it compares with.

    The words are beside a short number that is compared with nothing, and below others.
    """
    grid, look, (item,) = deck.look, deck.look.figures, case.evidence
    width = grid.span(6) if item.compared else rect.width
    assert item.amount is not None
    assert item.amount.words is not None
    text = item.amount.words
    below = [_meta(deck, item, hue, deck.look.argument.meta)] if item.kind or item.refs else []
    largest = look.words if item.compared else look.lone_words

    def room(step: Step) -> Rect:
        """Where words and references are, with a number of that size."""
        right = rect.x + natural_width(_number(deck, item, step, hue)) + 2 * grid.gutter
        columns = [grid.left_of(column) for column in range(2, 10) if grid.left_of(column) >= right]
        if columns and not item.compared:
            left = columns[0]
            return Rect(left, rect.y, rect.x + rect.width - left, step.leading)
        return Rect(rect.x, rect.y + step.leading, min(width, grid.span(9)), rect.height - step.leading)

    def said(step: Step) -> list[Paragraph]:
        return [deck.paragraph(text, step=step)]

    def foot(measure: float) -> float:
        return look.meta_gap + set_height(below, measure) if below else 0.0

    def over(step: Step) -> float:
        free = room(step)
        wide = roomy_width(_number(deck, item, step, hue)) - width
        high = set_height(said(largest), free.width) + foot(free.width) - free.height
        return max(wide, high, step.leading - rect.height)

    step, _ = choose(look.steps if item.compared else look.lone_steps, over)
    free = room(step)
    under = foot(free.width)
    spare = replace(free, height=max(free.height - under, largest.leading))
    beside = free.y == rect.y
    number = Rect(rect.x, rect.y, free.x - grid.gutter - rect.x if beside else width, step.leading)
    steps = (*(look.beside_words if beside else ()), largest, *look.small_words)
    words = deck.fitted(spare, said, steps, "its slide", HINT, snug=True)
    if beside:
        lower = (free.height - words.rect.height - under) / 2
        words = replace(words, rect=replace(words.rect, y=rect.y + max(lower, 0.0)))
    items: list[Item] = [boxed(number, [_number(deck, item, step, hue)], stubs=True), words]
    if below:
        top = bottom_of([words]) + look.meta_gap
        items.append(boxed(Rect(free.x, top, free.width, under - look.meta_gap), below, stubs=True))
    others = Rect(grid.left_of(7) + grid.gutter, rect.y, grid.span(6) - grid.gutter, rect.height)
    return [*items, *(_comparison(deck, item, hue, others) if item.compared else ())]


def _number(deck: Deck, item: Evidence, step: Step, hue: Hue) -> Paragraph:
    """Return number and unit of an item; the unit of a large number is smaller."""
    assert item.amount is not None
    amount, look = item.amount, deck.look.figures
    small = min(round(step.size * look.unit), look.most_unit) if step.size > look.even else step.size
    gap = Piece(None, amount.gap, size=small) if amount.gap else None
    unit = Piece(amount.unit, size=small) if amount.unit else None
    return deck.paragraph(amount.number, gap, unit, step=step, colour=hue.strong, bold=True)


def _comparison(deck: Deck, item: Evidence, hue: Hue, rect: Rect) -> list[Item]:
    """Return the number and those it compares with, each with its bar if all can be drawn to one scale."""
    look, amount = deck.look.figures, item.amount
    assert amount is not None
    unit = amount.unit.plain if amount.unit else ""
    rows = [(item.label, _number(deck, item, look.value, hue), amount.size, hue.strong)]
    for each in item.compared:
        value = deck.paragraph(each.value, step=look.value, colour=deck.colours.ink2, bold=True)
        rows.append((each.label, value, each.size, deck.colours.ghost))
    sizes = [size for _, _, size, _ in rows if size is not None and size >= 0]
    drawn = len(sizes) == len(rows) and max(sizes) > 0
    drawn = drawn and all(each.value.plain.endswith(unit) for each in item.compared)
    widest = max(roomy_width(value) for _, value, _, _ in rows)
    full = rect.width - widest - look.value_gap
    heading = deck.fixed("compare_head", deck.labels.for_comparison)
    head = deck.paragraph(heading, step=look.head, colour=deck.colours.ink2, bold=True)
    items: list[Item] = [boxed(Rect(rect.x, rect.y, rect.width, look.head.leading), [head], stubs=True)]
    y = rect.y + look.head.leading + look.head_gap
    for index, (label, value, size, colour) in enumerate(rows):
        if label is not None:
            named = deck.paragraph(label, step=look.label, bold=index == 0)
            tall = set_height([named], rect.width)
            items.append(boxed(Rect(rect.x, y, rect.width, tall), [named]))
            y += tall
        long = full * float(size / max(sizes)) if drawn and size is not None else 0.0
        if long:
            items.append(Box(Rect(rect.x, y, long, look.bar), fill=colour))
        left = rect.x + (long + look.value_gap if long else 0.0)
        beside = Rect(left, y + (look.bar - value.leading) / 2, widest, value.leading)
        items.append(boxed(beside, [value], stubs=True))
        y += look.bar + look.bar_gap
    if item.change is not None:
        change = deck.paragraph(item.change, step=look.value, colour=hue.strong, bold=True)
        items.append(boxed(Rect(rect.x, y, rect.width, set_height([change], rect.width)), [change]))
    return items


def _compared_line(deck: Deck, item: Evidence) -> Paragraph:
    """Return what a number on a card compares with, as one line."""
    head = deck.fixed("compare_head", deck.labels.for_comparison)
    parts: list[Piece | str] = [Piece(head, bold=True), deck.labels.colon]
    for index, each in enumerate(item.compared):
        parts += [deck.labels.semicolon] if index else []
        parts += [Piece(each.label), " ", Piece(each.value)]
    parts += [deck.labels.semicolon, Piece(item.change)] if item.change else []
    look = deck.look.argument
    return deck.paragraph(*parts, step=look.label, colour=deck.colours.ink2, before=look.panel_gap)


def parts(deck: Deck, case: Case, hue: Hue, rect: Rect) -> list[Item]:
    """Return a card for each item, and below them, where they add up to a total, a bar of its parts."""
    total = case.argument.total
    if total is None:
        return cards(deck, case.evidence, hue, rect)
    look, colours = deck.look.argument, deck.colours
    head = deck.paragraph(total, step=look.said, colour=colours.ink2, bold=True)
    below = look.total_gap + set_height([head], rect.width) + look.total_head + look.total
    items = cards(deck, case.evidence, hue, replace(rect, height=rect.height - below))
    top = bottom_of(items) + look.total_gap
    tall = set_height([head], rect.width)
    items += [deck.hairline(rect.x, top - look.total_gap / 2, rect.width)]
    items += [boxed(Rect(rect.x, top, rect.width, tall), [head])]
    sizes = [item.amount.size or Decimal(0) for item in case.evidence if item.amount]
    fills = (hue.strong, hue.half, colours.ghost, colours.rule)
    room = rect.width - (len(sizes) - 1) * look.total_apart
    x, y = rect.x, top + tall + look.total_head
    for item, size, fill in zip(case.evidence, sizes, fills, strict=False):
        segment = Rect(x, y, room * float(size / sum(sizes)), look.total)
        items.append(_segment(deck, item, segment, fill))
        x += segment.width + look.total_apart
    return items


def _segment(deck: Deck, item: Evidence, rect: Rect, fill: str) -> Item:
    """Return a part of a total, named as far as it has room."""
    assert item.amount is not None
    pad, amount = deck.look.argument.total_pad, item.amount
    unit = (Piece(None, amount.gap), Piece(amount.unit)) if amount.unit else ()
    named = (Piece(item.label), Piece(None, " ")) if item.label else ()
    for pieces in (
        (*named, Piece(amount.number), *unit),
        (Piece(amount.number), *unit),
        (Piece(amount.number),),
    ):
        step, colour = deck.look.argument.said, deck.colours.on(fill)
        words = deck.paragraph(*pieces, step=step, colour=colour, bold=True)
        if roomy_width(words) <= rect.width - 2 * pad:
            insets = (pad, 0.0, pad, 0.0)
            return boxed(rect, [words], insets, anchor="middle", fill=fill, stubs=True)
    return Box(rect, fill=fill)


def cards(deck: Deck, evidence: Sequence[Evidence], hue: Hue, rect: Rect) -> list[Item]:
    """Return a card for each item, four in two rows; the cards of a row are as high as its fullest."""
    grid, look = deck.look, deck.look.argument
    columns = len(evidence) if len(evidence) < 4 else 2
    width = (rect.width - grid.gutter * (columns - 1)) / columns
    measure = min(width, grid.span(10)) - 2 * grid.pad
    rows = [evidence[start : start + columns] for start in range(0, len(evidence), columns)]
    feet = {
        item: look.meta_gap + set_height([_meta(deck, item, hue, look.meta)], measure)
        for item in evidence
        if item.kind or item.refs
    }
    around = [look.card_top + max(feet.get(item, 0.0) for item in row) + look.card_foot for row in rows]

    def too_wide(step: Step) -> float:
        numbers = (_number(deck, item, step, hue) for item in evidence if item.amount)
        return max(map(natural_width, numbers), default=0.0) + GIVE - measure

    large, _ = choose(look.amount_steps, too_wide)

    def said(item: Evidence, step: Step) -> list[Paragraph]:
        if item.amount is None:
            return [deck.paragraph(item.text, step=step)]
        label = deck.paragraph(item.label, step=look.label, colour=deck.colours.ink2, bold=True)
        words = deck.paragraph(item.amount.words, step=min(step, look.amount_words))
        return [
            *([label] if item.label else []),
            _number(deck, item, large, hue),
            *([words] if item.amount.words else []),
            *([_compared_line(deck, item)] if item.compared else []),
        ]

    def heights(step: Step) -> list[float]:
        tall = (max(set_height(said(item, step), measure) for item in row) for row in rows)
        return list(map(add, tall, around))

    def over(step: Step) -> float:
        room = min(look.card_limit, rect.height) if step.size > look.card_size else rect.height
        return fsum(heights(step)) + grid.gutter * (len(rows) - 1) - room

    def words(step: Step) -> list[Paragraph]:
        return [each for item in evidence for each in said(item, step)]

    step, excess = choose(unbroken(look.card_steps[columns], words, measure), over)
    longest = max(evidence, key=lambda item: len(item.text.plain))
    items: list[Item] = []
    y = rect.y
    for row, height, outside in zip(rows, heights(step), around, strict=True):
        for column, item in enumerate(row):
            card = Rect(rect.x + column * (width + grid.gutter), y, width, height)
            inside = Rect(card.x + grid.pad, y + look.card_top, measure, height - outside)
            text = boxed(inside, said(item, step))
            items += [*deck.card(card, hue), text]
            if item in feet:
                tall = feet[item] - look.meta_gap
                below = replace(inside, y=y + height - look.card_foot - tall, height=tall)
                items.append(boxed(below, [_meta(deck, item, hue, look.meta)], stubs=True))
            if item is longest:
                deck.report(item.text, text.paragraphs[-1], excess, "its card", HINT)
        y += height + grid.gutter
    return items


def _meta(deck: Deck, item: Evidence, hue: Hue, step: Step) -> Paragraph:
    kind = Piece(item.kind, bold=True, colour=hue.strong) if item.kind else None
    between = "   " if item.kind and item.refs else None
    return deck.paragraph(kind, between, item.refs, step=step, colour=deck.colours.ink2)
