"""Lays out evidence: one item large, as a statement; several as cards no higher than their words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import fsum
from operator import add

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.deck.argument.reading import certainty
from builder.layout.deck.draft import GIVE, Deck, bottom_of, boxed, roomy_width, set_height, unbroken
from builder.layout.deck.statement import HINT, set_large
from builder.layout.pages import Box, Item, Paragraph, Piece, Rect
from builder.layout.text.fit import SLACK, choose
from builder.layout.text.measure import natural_width, set_lines
from builder.outline.blocks import Argument, Chart, Evidence
from builder.outline.text import Text
from builder.theme.colours import Hue
from builder.theme.geometry import Step, below

_CLOSEST = 0.6  # of their height: the least that bars have on a low slide


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
    """Return the one item beside a bar, as large as leaves it few lines, with kind and references below.

    Under a claim, which then is not the slide's title, is how certain it is.
    """
    (item,), look = case.evidence, deck.look.argument
    below = [source_of(deck, item, hue, look.said)] if item.kind or item.refs else []
    if item.text is not case.argument.claim:
        return set_large(deck, item.text, below, hue, rect, quoted=item.quoted)
    tall = bottom_of(certainty(deck, case.argument, rect.x, 0.0, rect.width)) + look.said_gap
    items = set_large(deck, item.text, below, hue, replace(rect, height=rect.height - tall))
    return [*items, *certainty(deck, case.argument, rect.x, bottom_of(items) + look.said_gap, rect.width)]


def figure(deck: Deck, case: Case, hue: Hue, rect: Rect) -> list[Item]:
    """Return the number of the one item as large as fits, with its words and what it compares with.

    The words are beside a short number that is compared with nothing, and below others.
    """
    grid, look, (item,) = deck.look, deck.look.figures, case.evidence
    width = grid.span(6) if item.compared else rect.width
    assert item.amount is not None
    text, meta = item.amount.words, deck.look.argument.meta if item.amount.words else deck.look.argument.said
    below = [source_of(deck, item, hue, meta)] if item.kind or item.refs else []
    largest = look.words if item.compared else look.lone_words

    def room(step: Step) -> Rect:
        """Where words and references are, with a number of that size."""
        right = rect.x + natural_width(number_of(deck, item, step, hue)) + 2 * grid.gutter
        columns = [grid.left_of(column) for column in range(2, 10) if grid.left_of(column) >= right]
        if columns and not item.compared:
            left = columns[0]
            return Rect(left, rect.y, rect.x + rect.width - left, step.leading)
        return Rect(rect.x, rect.y + step.leading, min(width, grid.span(9)), rect.height - step.leading)

    def said(step: Step) -> list[Paragraph]:
        return [deck.paragraph(text, step=step)] if text is not None else []

    def under(x: float, top: float, measure: float) -> list[Item]:
        return [boxed(Rect(x, top, measure, set_height(below, measure)), below, stubs=True)] if below else []

    def foot(measure: float) -> float:
        tall = bottom_of(under(0.0, 0.0, measure))
        return tall + look.meta_gap if tall and text else tall

    def over(step: Step) -> float:
        free = room(step)
        wide = roomy_width(number_of(deck, item, step, hue)) - width
        high = set_height(said(largest), free.width) + foot(free.width) - free.height
        return max(wide, high, step.leading - rect.height)

    step, _ = choose(look.steps if item.compared else look.lone_steps, over)
    free = room(step)
    spare = replace(free, height=max(free.height - foot(free.width), largest.leading))
    beside = free.y == rect.y
    number = Rect(rect.x, rect.y, free.x - grid.gutter - rect.x if beside else width, step.leading)
    steps = (*(look.beside_words if beside else ()), largest, *look.small_words)
    words = [deck.fitted(spare, said, steps, "its slide", HINT, snug=True)] if text else []
    tall = sum(each.rect.height for each in words) + foot(free.width)
    top = free.y + (max(free.height - tall, 0.0) / 2 if beside else 0.0)
    words = [replace(each, rect=replace(each.rect, y=top)) for each in words]
    items: list[Item] = [boxed(number, [number_of(deck, item, step, hue)], stubs=True), *words]
    items += under(free.x, bottom_of(words) + look.meta_gap if words else top, free.width)
    if beside and tall:
        items.append(deck.rule(free.x, max(top - look.meta_gap, rect.y), free.width))
    others = Rect(grid.left_of(7) + grid.gutter, rect.y, grid.span(6) - grid.gutter, rect.height)
    compared = _comparison(deck, item, hue, others) if item.compared else []
    excess = bottom_of(compared) - rect.bottom
    if excess > grid.gutter:  # less is above the line at the foot
        deck.report(
            item.text, set_lines(deck.paragraph(item.text, step=largest), width), excess, "its slide", HINT
        )
    return [*items, *compared]


def number_of(deck: Deck, item: Evidence, step: Step, hue: Hue) -> Paragraph:
    """Return number and unit of an item; the unit of a large number is smaller."""
    assert item.amount is not None
    amount, look = item.amount, deck.look.figures
    small = below(step.size, look.unit).size if step.size > look.even else step.size
    gap = Piece(None, amount.gap, size=small) if amount.gap else None
    unit = Piece(amount.unit, size=small) if amount.unit else None
    return deck.paragraph(amount.number, gap, unit, step=step, colour=hue.strong, bold=True)


def _comparison(deck: Deck, item: Evidence, hue: Hue, rect: Rect) -> list[Item]:
    """Return the number and those it compares with, each with its bar if all can be drawn to one scale."""
    look, amount = deck.look.figures, item.amount
    assert amount is not None
    unit = amount.unit.plain if amount.unit else ""
    rows: list[tuple[Text | None, Paragraph, Decimal | None, str]] = [
        (
            each.label,
            deck.paragraph(each.value, step=look.value, colour=deck.colours.ink2, bold=True),
            each.size,
            deck.colours.ghost,
        )
        for each in item.compared
    ]
    own = (item.label, number_of(deck, item, look.value, hue), amount.size, hue.strong)
    rows.insert(item.earlier, own)
    sizes = [size for _, _, size, _ in rows if size is not None and size >= 0]
    drawn = len(sizes) == len(rows) and max(sizes) > 0
    drawn = drawn and all(each.value.plain.endswith(unit) for each in item.compared)
    widest = max(roomy_width(value) for _, value, _, _ in rows)
    full = rect.width - widest - look.value_gap
    heading = deck.fixed("compare_head", deck.labels.for_comparison)
    head = deck.paragraph(heading, step=look.head, colour=deck.colours.ink2, bold=True)
    items: list[Item] = [boxed(Rect(rect.x, rect.y, rect.width, look.head.leading), [head], stubs=True)]
    y = rect.y + look.head.leading + look.head_gap
    names = [[deck.paragraph(row[0], step=look.label, bold=row is own)] if row[0] else [] for row in rows]
    change = (
        [deck.paragraph(item.change, step=look.value, colour=hue.strong, bold=True)] if item.change else []
    )
    words = fsum(set_height(each, rect.width) for each in (*names, change) if each)
    loose = len(rows) * (look.bar + look.bar_gap) - (0.0 if change else look.bar_gap)
    room = rect.y + rect.height - y - words
    bar = look.bar * min(1.0, max(_CLOSEST, room / loose))
    line = max(bar, look.value.leading)  # a value beside a low bar needs its own height
    least = look.bar_gap * _CLOSEST - (line - bar)
    gap = min(look.bar_gap, max(least, (room - len(rows) * line) / (len(rows) - (not change) or 1)))
    for named, (_, value, size, colour) in zip(names, rows, strict=True):
        if named:
            tall, wide = set_height(named, rect.width), min(roomy_width(*named), rect.width)
            items.append(boxed(Rect(rect.x, y, wide, tall), named))  # clear of the value beside a low bar
            y += tall
        long = full * float(size / max(sizes)) if drawn and size is not None else 0.0
        if long:
            items.append(Box(Rect(rect.x, y + (line - bar) / 2, long, bar), fill=colour))
        left = rect.x + (long + look.value_gap if long else 0.0)
        beside = Rect(left, y + (line - value.leading) / 2, widest, value.leading)
        items.append(boxed(beside, [value], stubs=True))
        y += line + gap
    if change:
        items.append(boxed(Rect(rect.x, y, rect.width, set_height(change, rect.width)), change))
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


def cards(
    deck: Deck, evidence: Sequence[Evidence], hue: Hue, rect: Rect, *, full: bool = False
) -> list[Item]:
    """Return a card for each item, four in two rows; a row is as high as its fullest, or they fill `rect`."""
    grid, look = deck.look, deck.look.argument
    columns = len(evidence) if len(evidence) < 4 else 2
    width = (rect.width - grid.gutter * (columns - 1)) / columns
    measure = min(width, grid.span(10)) - 2 * grid.pad
    rows = [evidence[start : start + columns] for start in range(0, len(evidence), columns)]
    feet = {
        item: look.meta_gap + set_height([source_of(deck, item, hue, look.meta)], measure)
        for item in evidence
        if item.kind or item.refs
    }
    around = [look.card_top + max(feet.get(item, 0.0) for item in row) + look.card_foot for row in rows]

    def too_wide(step: Step) -> float:
        numbers = (number_of(deck, item, step, hue) for item in evidence if item.amount)
        return max(map(natural_width, numbers), default=0.0) + GIVE - measure

    def said(item: Evidence, step: Step) -> list[Paragraph]:
        if item.amount is None:
            return [deck.paragraph(item.text, step=step)]
        label = deck.paragraph(item.label, step=look.label, colour=deck.colours.ink2, bold=True)
        words = deck.paragraph(item.amount.words, step=min(step, look.amount_words))
        return [
            *([label] if item.label else []),
            number_of(deck, item, large, hue),
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

    def chosen() -> tuple[Step, float]:
        return choose(unbroken(look.card_steps[columns], words, measure), over)

    narrow = [each for each in look.amount_steps if too_wide(each) <= SLACK] or look.amount_steps[-1:]
    large = narrow[0]
    step, excess = chosen()
    for smaller in narrow[1:]:
        if excess:  # numbers take the room that their words need
            large = smaller
            step, excess = chosen()
    tall, between = heights(step), grid.gutter * (len(rows) - 1)
    more = max((rect.height - fsum(tall) - between) / len(rows), 0.0) if full else 0.0
    longest = max(evidence, key=lambda item: len(item.text.plain))
    items: list[Item] = []
    y = rect.y
    for row, height, outside in zip(rows, (each + more for each in tall), around, strict=True):
        for column, item in enumerate(row):
            card = Rect(rect.x + column * (width + grid.gutter), y, width, height)
            inside = Rect(card.x + grid.pad, y + look.card_top, measure, height - outside)
            text = boxed(inside, said(item, step))
            items += [*deck.card(card, hue), text]
            if item in feet:
                low = feet[item] - look.meta_gap
                below = replace(inside, y=y + height - look.card_foot - low, height=low)
                items.append(boxed(below, [source_of(deck, item, hue, look.meta)], stubs=True))
            if item is longest:
                deck.report(item.text, text.paragraphs[-1], excess, "its card", HINT)
        y += height + grid.gutter
    return items


def worded(evidence: Evidence, words: Text | None) -> Evidence:
    """Return evidence with words, if there are any, beside its number."""
    if evidence.amount is None or evidence.amount.words is not None:
        return evidence
    return replace(evidence, amount=replace(evidence.amount, words=words))


def source_of(deck: Deck, item: Evidence, hue: Hue, step: Step) -> Paragraph:
    """Return the kind and the references of an item, as one line."""
    kind = Piece(item.kind, bold=True, colour=hue.strong) if item.kind else None
    between = "   " if item.kind and item.refs else None
    return deck.paragraph(kind, between, item.refs, step=step, colour=deck.colours.ink2)
