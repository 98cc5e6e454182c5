"""Lays out charts: beside the evidence of the argument that they show, or on slides of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from msgspec.structs import replace

from builder.layout.deck.draft import Deck, Draft, Note, bottom_of, boxed, roomy_width, set_height
from builder.layout.deck.notes import (
    LONGEST,
    between,
    blended,
    from_sources,
    leading,
    sentence,
    source_line,
    words_in,
)
from builder.layout.deck.notes.further import belongs, section_before
from builder.layout.pages import Item, Paragraph, Piece, Rect, TextBox
from builder.outline.blocks import Argument, Chart, Section
from builder.outline.text import Text

_RUN = 3  # least values of a series that runs somewhere
_MUCH = 0.25  # of the body: a chart that leaves more begins lower


def charts_of(deck: Deck, section: Section) -> list[Chart]:
    """Return the charts at the end of a section."""
    blocks = list(deck.outline.blocks)
    start = next(index for index, block in enumerate(blocks) if block is section) + 1
    after = takewhile(lambda block: not isinstance(block, Section), blocks[start:])
    return [block for block in after if isinstance(block, Chart) and not block.annex]


def shown_by(section: Section, block: Chart) -> Argument | None:
    """Return the argument that a chart shows: the only one of its section, or that cites the same place."""
    if len(section.arguments) == 1:
        return section.arguments[0]
    place = block.refs.plain if block.refs else ""
    citing = [
        each
        for each in section.arguments
        if any(refs and refs.plain == place for refs in (each.refs, *(one.refs for one in each.evidence)))
    ]
    return citing[0] if len(citing) == 1 else None


def chart(deck: Deck, block: Chart) -> Draft:
    """Return the slide of a chart; what follows from its argument is on the slide of that."""
    deck = replace(deck, continues=False).under(block.title, appendix=block.annex)
    grid, section = deck.look, section_before(deck.outline, block)
    room, note = Rect(grid.left, grid.body_top, grid.live, grid.body), list(chart_note(deck, block))
    items = drawn(deck, block, room, note)
    runs, numbers = list(courses(deck, block)), list(chart_notes(deck, block))
    early = words_in([*runs, *numbers]) <= LONGEST  # what the numbers come to is said before them
    spare = grid.body_bottom - bottom_of(items)
    if spare > _MUCH * grid.body:
        lower = grid.chart.low * spare
        items = drawn(deck, block, replace(room, y=room.y + lower, height=room.height - lower), note)
    return Draft(
        block.title.slot.removesuffix("_title"),
        block.title,
        items,
        section.title if section else block.number,
        section.role if section else None,
        source=source_line(deck, block.refs),
        lead=blended(deck.labels.speech.to_chart),
        notes=[*runs, *numbers] if early else numbers,
        extras=[*(() if early else runs), *belongs(deck, block)],
        appendix=block.annex,
        also=(block,),
    )


def chart_notes(deck: Deck, block: Chart) -> Iterator[Note]:
    """Yield what is said of a chart: its numbers, and where they are from."""
    yield from _numbers(deck, block)
    yield from_sources(deck, deck.labels.speech.comes_from, block.refs) or ()


def courses(deck: Deck, block: Chart) -> Iterator[Note]:
    """Yield how each series runs: from its first year to its last, or which values are the largest and least.

    A series of two values is said by them.
    """
    labels = deck.labels
    for one in block.series:
        known = [
            (value, label, category)
            for value, label, category in zip(one.values, one.labels, block.categories, strict=True)
            if value is not None and label is not None
        ]
        if len(known) < _RUN:
            continue
        first, last = known[0], known[-1]
        low, high = min(known, key=_value), max(known, key=_value)
        timed = all(any(map(str.isdigit, category.plain)) for _, _, category in known)
        said = []
        if timed and first[0] != last[0]:
            pattern = labels.chart_rises if last[0] > first[0] else labels.chart_falls
            said.append(blended(pattern, first=first[1], from_=first[2], last=last[1], to=last[2]))
        if not said or {low[0], high[0]} != {first[0], last[0]}:
            pattern = labels.chart_between if timed else labels.speech.ranked
            said.append(blended(pattern, low=low[1], at_low=low[2], high=high[1], at_high=high[2]))
        course = (Piece(one.name),) if one.name else blended(labels.speech.course)
        yield leading(deck, course, *said) if one.name or timed else sentence(deck, said[0])


def _value(known: tuple[Decimal, Text, Text]) -> Decimal:
    return known[0]


def titled(deck: Deck, block: Chart, rect: Rect) -> list[Item]:
    """Return a chart with its title over it."""
    look = deck.look.chart
    title = deck.paragraph(block.title, step=look.name, colour=deck.colours.brand, bold=True)
    tall = set_height([title], rect.width)
    head = boxed(Rect(rect.x, rect.y, rect.width, tall), [title])
    top = tall + look.head
    below = Rect(rect.x, rect.y + top, rect.width, rect.height - top)
    return [head, *drawn(deck, block, below, list(chart_note(deck, block)))]


def drawn(deck: Deck, block: Chart, room: Rect, note: Sequence[Paragraph]) -> list[Item]:
    """Return the drawings of a chart in a rectangle, with what is above and below them."""
    from builder.layout.chart import plot, room_of

    look, native = deck.look.chart, deck.theme.chart.deck
    below = set_height(note, room.width) + look.gap if note else 0.0
    items: list[Item] = []
    across = min(len(block.panels), look.across)
    rows = -(-len(block.panels) // across)
    each = (room.width - (across - 1) * look.between) / across
    tall = (room.height - below - (rows - 1) * look.gap) / rows
    changes = [[*_changes(deck, block, n)] for n in range(len(block.panels))]
    line = max(set_height(change, each) + look.head if change else 0.0 for change in changes)
    for n, change in enumerate(changes):
        x = room.x + n % across * (each + look.between)
        y = room.y + n // across * (tall + look.gap)
        heads = [*_chart_heads(deck, block, n, Rect(x, y, each, tall))]
        top = bottom_of(heads) + look.head if heads else y
        wide, high = room_of(block, each, native)
        rect = Rect(x, top, wide, min(high, y + tall - top - line))
        items += [*heads, plot(block, n, rect, native.label.size, deck.colours)]
        if change:
            foot = rect.y + rect.height + look.head
            items.append(boxed(Rect(x, foot, each, line - look.head), change))
    if note:
        foot = bottom_of(items) + look.gap
        items.append(boxed(Rect(room.x, foot, room.width, below - look.gap), note))
    return items


def chart_note(deck: Deck, block: Chart) -> Iterator[Paragraph]:
    """Yield what is said about a chart."""
    look, before = deck.look.chart, 0.0
    for text in (block.caption, block.axis):
        if text is not None:
            yield deck.paragraph(text, step=look.note, colour=deck.colours.ink2, before=before)
            before = look.head


def _chart_heads(deck: Deck, block: Chart, panel: int, rect: Rect) -> Iterator[TextBox]:
    """Yield what is over a drawing: its name and unit, and the names of several series on their colours."""
    look, series = deck.look.chart, block.panels[panel]
    one, multiple, y = block.series[series[0]], block.kind == "multiples", rect.y
    strong = deck.colours.hue(block.role).strong
    unit = (one.unit if multiple else None) or block.unit
    heads = (
        [deck.paragraph(one.name, step=look.name, colour=strong, bold=True)] if multiple and one.name else []
    )
    heads += [deck.paragraph(unit, step=look.unit, colour=deck.colours.ink2)] if unit else []
    for head in heads:
        tall = set_height([head], rect.width)
        yield boxed(Rect(rect.x, y, rect.width, tall), [head], stubs=True)
        y += tall
    x, y, row = rect.x, y + look.head * (bool(heads) and block.keyed), 0.0
    for index in series if block.keyed else ():
        named, tone = block.series[index].name, block.tones[index]
        if named is None:
            continue
        fill = deck.colours.greys[(tone - 1) % len(deck.colours.greys)] if tone else strong
        words = deck.paragraph(named, step=look.unit, colour=deck.colours.on(fill), bold=not tone)
        wide = min(roomy_width(words) + look.key, rect.width)
        if x > rect.x and x + wide > rect.x + rect.width:
            x, y, row = rect.x, y + row + look.head, 0.0
        inset = look.key / 2
        tall = set_height([words], wide - 2 * inset) + look.swell
        row = max(row, tall)
        insets = (inset, look.swell / 2, inset, look.swell / 2)
        yield boxed(Rect(x, y, wide, tall), [words], insets, fill=fill, stubs=True)
        x += wide + look.key


def _changes(deck: Deck, block: Chart, panel: int) -> Iterator[Paragraph]:
    """Yield by how much the series of a drawing changed."""
    step, strong = deck.look.chart.name, deck.colours.hue(block.role).strong
    for text in block.changes(block.panels[panel]):
        yield deck.paragraph(text, step=step, colour=strong, bold=True)


def _numbers(deck: Deck, block: Chart) -> Iterator[Note]:
    """Yield the numbers of a chart in words, series by series."""
    for one in block.series:
        named = [text for text in (one.name, one.unit or block.unit) if text]
        lead = between(named, deck.labels.comma) if named else blended(deck.labels.speech.chart)
        said = (
            blended("{category}{colon}{value}", category=category, colon=deck.labels.colon, value=label)
            for category, label in zip(block.categories, one.labels, strict=True)
            if label is not None
        )
        yield leading(deck, lead, *said)
