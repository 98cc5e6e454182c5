"""Lays out limits, sources and the key to the deck (references, marks), further reading, imprint."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import fsum

from msgspec import Struct

from builder.layout.deck.draft import Deck, Draft, Note, boxed, roomy_width, set_height
from builder.layout.deck.lists import (
    Cell,
    Listed,
    alone,
    fitting,
    limit_notes,
    listed_limits,
    sizes,
    stacked,
    stacked_height,
)
from builder.layout.deck.notes import (
    MOST_NAMED,
    blended,
    cited_sources,
    leading,
    listed,
    quoted,
    said,
    sentence,
)
from builder.layout.deck.notes.further import least_firm, objections
from builder.layout.pages import Box, CodeBox, Item, Mark, Paragraph, Piece, Polyline, Rect
from builder.layout.text.fit import split
from builder.layout.text.measure import natural_width
from builder.outline.blocks import (
    BackMatter,
    Block,
    Closing,
    Limits,
    Responses,
    Section,
    Source,
    Sources,
    Table,
)
from builder.outline.text import Level, Text
from builder.theme.geometry import Step


def limits(deck: Deck, block: Limits) -> Iterator[Draft]:
    """Yield the slides of the limits; a few share theirs with a few sources and the key."""
    deck = deck.under(block.headline)
    sources = deck.outline.one(Sources)
    if sources is not None and len(block.limits) <= deck.look.lists.most_with_sources:
        shared = _shared(deck, sources, sources.headline, block)
        if shared is not None:
            items, further = shared
            speech = deck.labels.speech
            yield Draft(
                block.heading.slot,
                block.headline,
                items,
                block.heading,
                source=_foot(deck, deck.outline.one(Closing)),
                lead=blended(speech.to_limits),
                notes=[
                    *limit_notes(deck, block),
                    said(deck, speech.to_sources),
                    *_notes(deck, deck.outline.one(Closing)),
                ],
                extras=list(_cited_for(deck)),
                spare=[*least_firm(deck), *objections(deck)],
                also=(sources, *further),
            )
            return
    look, notes = deck.look.lists, list(limit_notes(deck, block))
    listed = listed_limits(deck, block, _head(deck, block), deck.look.live)
    steps = sizes(deck, len(block.limits), False)
    for index, items in enumerate(alone(deck, listed, steps, look.most_limits)):
        noted, lead = notes if index == 0 else (), blended(deck.labels.speech.to_limits)
        spare = [*least_firm(deck), *objections(deck)] if index == 0 else ()
        yield Draft(
            block.heading.slot, block.headline, items, block.heading, lead=lead, notes=noted, spare=spare
        )


def sources(deck: Deck, block: Sources) -> Iterator[Draft]:
    """Yield the slide with sources and reading notes; a long list, or long notes, get slides of their own."""
    deck = deck.under(block.headline)
    closing = deck.outline.one(Closing)
    shared = _shared(deck, block, _head(deck, block), None)
    if shared is not None:
        pages, further = [shared[0]], shared[1]
    else:
        pages, further = list(_divided(deck, block, list(_reading(deck, block, closing)))), ()
    notes = list(_notes(deck, closing))
    for index, items in enumerate(pages, 1):
        yield Draft(
            block.heading.slot,
            block.headline,
            items,
            block.heading,
            source=_foot(deck, closing) if index == len(pages) else (),
            lead=blended(deck.labels.speech.to_sources),
            notes=notes if index == 1 else (),
            extras=list(_cited_for(deck)) if index == 1 else (),
            spare=list(objections(deck)) if index == 1 else (),
            also=further if index == len(pages) else (),
        )


def _head(deck: Deck, block: Limits | Sources) -> Text:
    """Return the head of a list: the title of its slide, where that has another."""
    return block.headline if deck.settled else block.heading


def _shared(
    deck: Deck, block: Sources, head: Text, limits: Limits | None
) -> tuple[list[Item], tuple[BackMatter, ...]] | None:
    """Return one slide with the sources and, in a panel, the key; further reading if it fits too.

    Limits are above the sources. What explains the brief is in the panel as far as it makes both sides more
    alike. None if they do not fit on a slide together.
    """
    grid, look, lists = deck.look, deck.look.sources, deck.look.lists
    if len(block.sources) > (look.most_shared if limits else look.most_alone):
        return None
    reading = list(_reading(deck, block, deck.outline.one(Closing)))
    further = next((one for one in deck.outline.blocks if _is_further(one)), None)
    width, wide = look.panel_left - grid.left - 2 * grid.gutter, grid.right - look.panel_left
    above = (listed_limits(deck, limits, _head(deck, limits), width),) if limits else ()
    best: tuple[float, list[Item], tuple[BackMatter, ...]] | None = None
    for step in look.shared_steps:
        for more in ((further,), ()) if isinstance(further, BackMatter) else ((),):
            for kept in range(len(reading), -1, -1):
                below = [_listed(deck, block, head, width, step)]
                below += [_listed_entries(deck, each, width, step) for each in more]
                below += [_listed_text(deck, *each, width, step) for each in reading[:kept]]
                whole = (*above, *below)
                panels = (_panel(deck, block, reading[kept:], wide, size) for size in look.key_steps)
                panel = next((one for one in panels if one.height <= grid.body), None)
                size = fitting(deck, whole, lists.shared_steps, grid.body)
                if size is None or panel is None:
                    continue
                left = stacked_height(deck, whole, size)
                if best is None or max(left, panel.height) < best[0]:
                    items = [*stacked(deck, whole, grid.left, size, grid.body), *panel.items]
                    best = max(left, panel.height), items, more
            if best is not None and limits is None and best[0] < look.least_filled * grid.body:
                across = _across(deck, block, head, reading)
                return (across, ()) if across else best[1:]
            if best is not None:
                return best[1:]
    return None


def _is_further(block: Block) -> bool:
    return isinstance(block, BackMatter) and block.kind == "further_reading"


def _listed(deck: Deck, block: Sources, head: Text, width: float, step: Step) -> Listed:
    """Return the sources as a list."""
    colour, hang = deck.colours.brand, _hang(deck, block.sources)

    def row(each: Source) -> tuple[Cell, ...]:
        number = deck.paragraph(each.number, step=step, colour=colour, bold=True)
        words = deck.paragraph(each.text, step=step)
        return Cell(0.0, hang, lambda _: [number]), Cell(hang, width - hang, lambda _: [words])

    texts = tuple(each.text for each in block.sources)
    return Listed(((0.0, width, head, colour),), tuple(map(row, block.sources)), texts, ruled=False)


def _listed_entries(deck: Deck, block: BackMatter, width: float, step: Step) -> Listed:
    texts = [each.text for each in block.entries]
    rows = tuple(_text_row(deck, text, width, step) for text in texts)
    return Listed(((0.0, width, block.heading, deck.colours.brand),), rows, tuple(texts), ruled=False)


def _listed_text(deck: Deck, head: Text, text: Text, width: float, step: Step) -> Listed:
    heads = ((0.0, width, head, deck.colours.brand),)
    return Listed(heads, (_text_row(deck, text, width, step),), (text,), ruled=False)


def _text_row(deck: Deck, text: Text, width: float, step: Step) -> tuple[Cell, ...]:
    words = deck.paragraph(text, step=step)
    return (Cell(0.0, width, lambda _: [words]),)


class _KeyEntry(Struct, frozen=True):
    """A sign of the key, drawn at a point, and what it means beside it."""

    sign: Callable[[float, float], Item]
    hang: float
    words: Paragraph
    name: str | None = None

    def height(self, width: float) -> float:
        return set_height([self.words], width - self.hang)

    def placed(self, x: float, y: float, width: float) -> Iterator[Item]:
        rect = Rect(x + self.hang, y, width - self.hang, self.height(width))
        yield self.sign(x, y)
        yield boxed(rect, [self.words], name=self.name)


def _key(deck: Deck, block: Sources, step: Step) -> Iterator[tuple[_KeyEntry, ...]]:
    """Yield the marks, and the lines, as far as the brief has them."""
    look, colours = deck.look.sources, deck.colours

    def mark(level: Level) -> Callable[[float, float], Item]:
        return lambda x, y: Mark(Rect(x, y + look.mark_top, look.mark, look.mark), level, colours.ink)

    def line(dashed: bool) -> Callable[[float, float], Item]:
        def drawn(x: float, y: float) -> Item:
            ends = (x, y + step.leading / 2), (x + look.line, y + step.leading / 2)
            return Polyline(ends, colours.edge, look.line_weight, dashed, head=True, head_size=look.line_head)

        return drawn

    def meant(word: Text, meaning: Text) -> Paragraph:
        return deck.paragraph(Piece(word, bold=True), "  ", Piece(meaning, colour=colours.ink2), step=step)

    marks = tuple(
        _KeyEntry(mark(level), look.key_hang, meant(word, meaning), meaning.slot)
        for level, word, meaning in block.marks
    )
    lines = tuple(
        _KeyEntry(line(index > 0), look.line_hang, deck.paragraph(words, step=step))
        for index, words in enumerate(block.lines)
    )
    yield from (row for row in (marks, lines) if row)


class _Panel(Struct, frozen=True):
    """The items of a panel, and its height."""

    items: Sequence[Item]
    height: float


def _panel(
    deck: Deck, block: Sources, reading: Sequence[tuple[Text, Text]], wide: float, step: Step
) -> _Panel:
    """Return the panel on the right: the marks, the two lines, and texts under heads; empty without any."""
    grid, look, colours = deck.look, deck.look.sources, deck.colours
    key = list(_key(deck, block, step))
    if not (key or reading):
        return _Panel((), 0.0)
    left, width = look.panel_left + grid.pad, wide - 2 * grid.pad
    items: list[Item] = []
    y = grid.body_top + look.panel_top

    def headed(text: Text) -> None:
        nonlocal y
        found = deck.paragraph(text, step=look.head, colour=colours.brand, bold=True)
        height = set_height([found], width)
        items.append(boxed(Rect(left, y, width, height), [found], stubs=True))
        y += height + look.panel_gap

    def parted() -> None:
        nonlocal y
        if items:
            items.append(deck.hairline(left, y + look.panel_gap, width))
            y += 2 * look.panel_gap

    if key:
        headed(block.key_head)
    for entry in (entry for row in key for entry in row):
        items += entry.placed(left, y, width)
        y += entry.height(width) + look.panel_gap
    for head, text in reading:
        parted()
        headed(head)
        tall = deck.height(text, step, width)
        items.append(boxed(Rect(left, y, width, tall), [deck.paragraph(text, step=step)]))
        y += tall + look.panel_gap
    height = y - look.panel_gap + look.panel_top - grid.body_top
    ground = Box(Rect(look.panel_left, grid.body_top, wide, height), fill=colours.panel)
    return _Panel((ground, *items), height)


def _across(
    deck: Deck, block: Sources, head: Text, reading: Sequence[tuple[Text, Text]]
) -> list[Item] | None:
    """Return few sources across the slide, under them the key in columns, then the texts beside each other.

    None if they do not fit.
    """
    found = (_across_at(deck, block, head, reading, *steps) for steps in deck.look.sources.across_steps)
    return next((items for items in found if items is not None), None)


def _across_at(
    deck: Deck, block: Sources, head: Text, reading: Sequence[tuple[Text, Text]], step: Step, small: Step
) -> list[Item] | None:
    grid, look, columns = deck.look, deck.look.sources, max(len(reading), 1)
    width = (grid.live - (columns - 1) * grid.gutter) / columns
    listed = _listed(deck, block, head, grid.live, step)
    texts = [_listed_text(deck, *each, width, step) for each in reading]
    top, below = stacked_height(deck, [listed], step), [stacked_height(deck, [each], step) for each in texts]
    band = _band(deck, block, 0.0, small)
    heights = [top, *([band.height] if band.items else ()), *([max(below)] if below else ())]
    spare = grid.body - fsum(heights)
    gaps = len(heights) - 1
    if spare < deck.look.lists.between * gaps:
        return None
    gap = min(spare / (gaps + 1), look.spread) if gaps else 0.0
    y = grid.body_top
    items = list(stacked(deck, [listed], grid.left, step, top, y))
    y += top + gap
    if band.items:
        items += _band(deck, block, y, small).items
        y += band.height + gap
    for index, (each, tall) in enumerate(zip(texts, below, strict=True)):
        items += stacked(deck, [each], grid.left + index * (width + grid.gutter), step, tall, y)
    return items


def _band(deck: Deck, block: Sources, top: float, step: Step) -> _Panel:
    """Return the key across the slide: the marks in columns, and under them the lines."""
    grid, look = deck.look, deck.look.sources
    key = list(_key(deck, block, step))
    if not key:
        return _Panel((), 0.0)
    columns, left, y = max(map(len, key)), grid.left + grid.pad, top + look.panel_top
    width = (grid.live - 2 * grid.pad - (columns - 1) * grid.gutter) / columns
    found = deck.paragraph(block.key_head, step=look.head, colour=deck.colours.brand, bold=True)
    items: list[Item] = [
        boxed(Rect(left, y, grid.live - 2 * grid.pad, look.head.leading), [found], stubs=True)
    ]
    y += look.head.leading + look.panel_gap
    for row in key:
        for index, entry in enumerate(row):
            items += entry.placed(left + index * (width + grid.gutter), y, width)
        y += max(entry.height(width) for entry in row) + look.panel_gap
    height = y - look.panel_gap + look.panel_top - top
    return _Panel((Box(Rect(grid.left, top, grid.live, height), fill=deck.colours.panel), *items), height)


def _divided(deck: Deck, block: Sources, reading: Sequence[tuple[Text, Text]]) -> Iterator[list[Item]]:
    """Yield the slides of many sources, or long notes: first the sources, then notes beside the key."""
    grid, look, lists = deck.look, deck.look.sources, deck.look.lists
    yield from _long_list(deck, block)
    if not reading:
        band = _band(deck, block, grid.body_top, look.key_steps[0]).items
        yield from [[*band]] if band else []
        return
    wide = grid.right - look.panel_left
    panel = _panel(deck, block, (), wide, look.key_steps[0])
    width = look.panel_left - grid.left - 2 * grid.gutter if panel.items else grid.span(10)

    def heights(step: Step) -> list[float]:
        texts = (_listed_text(deck, *each, width, step) for each in reading)
        return [stacked_height(deck, [each], step) for each in texts]

    done = split(look.steps, heights, grid.body, lists.between)
    deck.report_longest([text for _, text in reading], width, done, "shorten it", "one slide")
    for index, chunk in enumerate(done.chunks, 1):
        texts = [_listed_text(deck, *each, width, done.step) for each in reading[chunk]]
        items = list(stacked(deck, texts, grid.left, done.step, grid.body))
        yield [*items, *panel.items] if index == len(done.chunks) else items


def back_matter(deck: Deck, block: BackMatter) -> Iterator[Draft]:
    """Yield the slides of further reading or the imprint, as few as hold the entries; labels are a column."""
    title, kicker = block.headline or block.heading, block.heading if block.headline else None
    deck = deck.under(title)
    grid, look, labels = deck.look, deck.look.sources, deck.labels
    texts = [each.text for each in block.entries]
    names = [each.label for each in block.entries if each.label is not None]
    needs = [roomy_width(deck.paragraph(name, step=look.back_steps[0], bold=True)) for name in names]
    hang = min(max(needs) + look.spread / 2, grid.span(4)) if needs else 0.0
    width = grid.span(10) - hang

    def heights(step: Step) -> list[float]:
        return [deck.height(text, step, width) for text in texts]

    done = split(look.back_steps, heights, grid.body - look.gap, look.gap)
    deck.report_longest(texts, width, done, "shorten it", "one slide")
    for index, chunk in enumerate(done.chunks, 1):
        shown, tall = block.entries[chunk], done.heights[chunk]
        spare = grid.body - look.gap * len(tall) - fsum(tall)
        more = min(max(spare, 0.0) / len(tall), look.most_spread)
        items: list[Item] = [deck.rule(grid.left, grid.body_top, grid.live)]
        y = grid.body_top
        for each, height in zip(shown, tall, strict=True):
            if each is not shown[0]:
                items.append(deck.hairline(grid.left, y, width + hang))
            rect = Rect(grid.left, y + (look.gap + more) / 2, width + hang, height)
            text = deck.paragraph(each.text, step=done.step)
            if each.label is None:
                items.append(boxed(rect, [text]))
            else:
                label = Piece(each.label, bold=True, colour=deck.colours.brand)
                items += deck.numbered(rect, label, hang, text)
            y += height + look.gap + more
        if block.code is not None and index == len(done.chunks):
            rect = Rect(grid.right - look.code, grid.body_top + look.gap, look.code, look.code)
            dark, pale = deck.colours.dark_and_pale
            if pale != deck.colours.white:  # scanners look for dark modules
                items.append(Box(rect, fill=pale))
            items.append(CodeBox(rect, block.code, dark, block.code.alt.slot))
        lead, notes = blended(labels.speech.to_reference), [said(deck, labels.speech.reference)]
        yield Draft(block.heading.slot, title, items, kicker, lead=lead, notes=notes)


def _foot(deck: Deck, closing: Closing | None) -> Note:
    """The disclaimer, where one line holds it."""
    if closing is None or closing.disclaimer is None:
        return ()
    source = deck.placeholders["source"]
    found = deck.paragraph(closing.disclaimer, step=source.step)
    return found.pieces if natural_width(found) <= source.rect.width else ()


def _reading(deck: Deck, block: Sources, closing: Closing | None) -> Iterator[tuple[Text, Text]]:
    """Yield head and text of each block under the sources."""
    if block.reading is not None:
        yield block.reading_head, block.reading
    if closing is not None and closing.contact is not None and closing.contact_label is not None:
        yield closing.contact_label, closing.contact
    if closing is not None and closing.disclaimer is not None and not _foot(deck, closing):
        yield deck.front.kind, closing.disclaimer


def _hang(deck: Deck, listed: Sequence[Source]) -> float:
    look = deck.look.sources
    numbers = (deck.paragraph(each.number, step=look.steps[0], bold=True) for each in listed)
    return max(map(roomy_width, numbers)) + look.gap


def _entries(
    deck: Deck,
    listed: Sequence[Source],
    tall: Sequence[float],
    rect: Rect,
    step: Step,
    hang: float,
    gap: float,
) -> Iterator[Item]:
    """Yield sources one below the other, from the top of `rect` on."""
    y = rect.y
    for each, height in zip(listed, tall, strict=True):
        number = Piece(each.number, bold=True, colour=deck.colours.brand)
        row, text = Rect(rect.x, y, rect.width, height), deck.paragraph(each.text, step=step)
        yield from deck.numbered(row, number, hang, text)
        y += height + gap


def _headed(deck: Deck, head: Text, y: float, width: float) -> Iterator[Item]:
    grid, look = deck.look, deck.look.sources
    yield deck.rule(grid.left, y, width)
    found = deck.paragraph(head, step=look.head, colour=deck.colours.brand, bold=True)
    yield boxed(Rect(grid.left, y + look.head_top, width, look.head.leading), [found], stubs=True)


def _long_list(deck: Deck, block: Sources) -> Iterator[list[Item]]:
    """Yield slides of nothing but sources, in rows as wide as the slide."""
    grid, look = deck.look, deck.look.sources
    room, hang = grid.body - look.headed, _hang(deck, block.sources)

    def heights(step: Step) -> list[float]:
        return [deck.height(each.text, step, grid.live - hang) for each in block.sources]

    done = split(look.steps, heights, room, look.gap)
    texts, hint = [each.text for each in block.sources], "shorten its `note` or `title`"
    deck.report_longest(texts, grid.live - hang, done, hint, "one slide")
    for chunk in done.chunks:
        tall = done.heights[chunk]
        spare = room - fsum(tall) - look.gap * (len(tall) - 1)
        gap = look.gap + min(max(spare, 0.0) / len(tall), look.loose)
        rect = Rect(grid.left, grid.body_top + look.headed, grid.live, room)
        entries = _entries(deck, block.sources[chunk], tall, rect, done.step, hang, gap)
        yield [*_headed(deck, block.heading, grid.body_top, grid.live), *entries]


def _notes(deck: Deck, closing: Closing | None) -> Iterator[Note]:
    yield said(deck, deck.labels.speech.references)
    for table in deck.outline.blocks:
        if isinstance(table, Table) and table.kind == "glossary":
            yield from glossary_notes(deck, table)
    if closing is not None:
        yield from closing_notes(deck, closing)


def _cited_for(deck: Deck) -> Iterator[Note]:
    """Yield for each of the first sources which claims and responses cite it."""
    block, responses = deck.outline.one(Sources), deck.outline.one(Responses)
    sections = [block for block in deck.outline.blocks if isinstance(block, Section)]
    citing = [
        (each.number, cited_sources(each.refs, *(one.refs for one in each.evidence)))
        for section in sections
        for each in section.arguments
    ]
    citing += [(each.number, cited_sources(each.refs)) for each in (responses.responses if responses else ())]
    for source in block.sources[:MOST_NAMED] if block else ():
        claims = [number for number, cited in citing if source.number.plain in cited]
        if claims and source.name is not None:
            phrase = deck.labels.speech.cited_for
            yield said(deck, phrase, source=source.name, claims=listed(deck, claims))


def glossary_notes(deck: Deck, table: Table) -> Iterator[Note]:
    """Yield the terms and their meanings."""
    for row in table.rows:
        first, *rest = (cell.text for cell in row.cells)
        yield leading(deck, blended(deck.labels.speech.term, term=quoted(deck, first)), *rest)


def closing_notes(deck: Deck, closing: Closing) -> Iterator[Note]:
    """Yield contact and disclaimer."""
    if closing.contact is not None:
        yield leading(deck, deck.labels.speech.contact, closing.contact)
    if closing.disclaimer is not None:
        yield sentence(deck, closing.disclaimer)
