"""Lays out the sources with the key to the deck (references, numbers, marks), further reading and imprint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from builder.layout.deck.draft import Deck, Draft, Note, boxed, roomy_width, set_height
from builder.layout.deck.notes import blended, leading, quoted, said, sentence
from builder.layout.pages import Box, Item, Mark, Paragraph, Piece, Polyline, Rect
from builder.layout.text.fit import choose, split
from builder.layout.text.measure import natural_width
from builder.outline.blocks import BackMatter, Closing, Source, Sources, Table
from builder.outline.text import Text
from builder.theme.geometry import Step


def sources(deck: Deck, block: Sources) -> Iterator[Draft]:
    """Yield the slide with sources and reading notes; a long list, or long notes, get slides of their own."""
    deck = deck.under(block.headline)
    grid, look = deck.look, deck.look.sources
    closing = deck.outline.one(Closing)
    reading = list(_reading(deck, block, closing))
    panel = bool(block.marks or block.lines)
    width = grid.span(7) if panel else grid.live
    measure, hang = min(width, grid.span(10)), _hang(deck, block.sources)
    needed = fsum(
        look.headed + deck.height(text, look.steps[0], measure) + look.between for _, text in reading
    )

    def fits(step: Step) -> bool:
        tall = fsum(deck.height(each.text, step, measure - hang) for each in block.sources)
        return tall + look.gap * (len(block.sources) - 1) <= grid.body - look.headed - needed

    step = next(filter(fits, look.steps), None)
    pages = (
        [list(_left(deck, block, reading, look.steps[0], width, step, hang))]
        if step
        else list(_several(deck, block, reading, width, hang))
    )
    if panel:
        pages[-1] += _key(deck, block)
    notes = list(_notes(deck, closing))
    for index, items in enumerate(pages, 1):
        source = _foot(deck, closing) if index == len(pages) else ()
        noted = notes if index == 1 else ()
        yield Draft(
            block.heading.slot,
            block.headline,
            items,
            block.heading,
            source=source,
            lead=blended(deck.labels.speech.to_sources),
            notes=noted,
        )


def back_matter(deck: Deck, block: BackMatter) -> Iterator[Draft]:
    """Yield the slides of further reading or the imprint, as few as hold the entries; labels are a column."""
    deck = deck.under(block.heading)
    grid, look, labels = deck.look, deck.look.sources, deck.labels
    texts = [each.text for each in block.entries]
    names = [each.label for each in block.entries if each.label is not None]
    needs = [roomy_width(deck.paragraph(name, step=look.steps[0], bold=True)) for name in names]
    hang = min(max(needs) + look.spread / 2, grid.span(4)) if needs else 0.0
    width = grid.span(10) - hang

    def heights(step: Step) -> list[float]:
        return [deck.height(text, step, width) for text in texts]

    done = split(look.steps, heights, grid.body - look.gap, look.gap)
    deck.report_longest(texts, width, done, "shorten it", "one slide")
    for chunk in done.chunks:
        shown, tall = block.entries[chunk], done.heights[chunk]
        spare = grid.body - look.gap - fsum(tall) - look.gap * (len(tall) - 1)
        gap = look.gap + min(max(spare, 0.0) / len(tall), look.loose)
        items: list[Item] = [deck.rule(grid.left, grid.body_top, grid.live)]
        y = grid.body_top + look.gap
        for each, height in zip(shown, tall, strict=True):
            rect, text = Rect(grid.left, y, width + hang, height), deck.paragraph(each.text, step=done.step)
            if each.label is None:
                items.append(boxed(rect, [text]))
            else:
                label = Piece(each.label, bold=True, colour=deck.colours.brand)
                items += deck.numbered(rect, label, hang, text)
            y += height + gap
        lead, notes = blended(labels.speech.to_reference), [said(deck, labels.speech.reference)]
        yield Draft(block.heading.slot, block.heading, items, lead=lead, notes=notes)


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
    yield block.numbers_head, block.numbers
    if closing is not None and closing.contact is not None and closing.contact_label is not None:
        yield closing.contact_label, closing.contact
    if closing is not None and closing.disclaimer is not None and not _foot(deck, closing):
        yield deck.front.kind, closing.disclaimer


def _several(
    deck: Deck, block: Sources, reading: Sequence[tuple[Text, Text]], width: float, hang: float
) -> Iterator[list[Item]]:
    """Yield as few slides as hold all blocks; sources that fill half a slide have slides of their own."""
    grid, look = deck.look, deck.look.sources
    measure = min(width, grid.span(10))

    def listed(step: Step) -> float:
        tall = [deck.height(each.text, step, measure - hang) for each in block.sources]
        return look.headed + fsum(tall) + look.gap * (len(tall) - 1)

    def heights(step: Step) -> list[float]:
        words = [look.headed + deck.height(text, step, measure) for _, text in reading]
        return words if apart else [listed(step), *words]

    apart = listed(look.steps[0]) > grid.body / 2
    if apart:
        yield from _long_list(deck, block, hang)
    done = split(look.steps, heights, grid.body, look.between)
    deck.report_longest([text for _, text in reading], measure, done, "shorten it", "one slide")
    for chunk in done.chunks:
        if apart or chunk.start:
            words = reading[slice(chunk.start - (not apart), chunk.stop - (not apart))]
            yield list(_left(deck, block, words, done.step, width))
        else:
            yield list(_left(deck, block, reading[: chunk.stop - 1], done.step, width, done.step, hang))


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


def _left(
    deck: Deck,
    block: Sources,
    reading: Sequence[tuple[Text, Text]],
    words: Step,
    width: float,
    step: Step | None = None,
    hang: float = 0.0,
) -> Iterator[Item]:
    """Yield blocks under rules, the sources first unless `step` is None; they share the space left."""
    grid, look = deck.look, deck.look.sources
    measure = min(width, grid.span(10))
    tall = [deck.height(each.text, step, measure - hang) for each in block.sources] if step else []
    heights = [deck.height(text, words, measure) for _, text in reading]
    if step:
        heights.insert(0, fsum(tall) + look.gap * (len(tall) - 1))
    spare = grid.body - fsum(look.headed + height for height in heights)
    space = min(spare / max(len(heights) - 1, 1), look.spread)
    y = grid.body_top
    for index, height in enumerate(heights):
        rect = Rect(grid.left, y + look.headed, measure, height)
        if step and index == 0:
            yield from _headed(deck, block.heading, y, width)
            yield from _entries(deck, block.sources, tall, rect, step, hang, look.gap)
        else:
            head, text = reading[index - bool(step)]
            yield from _headed(deck, head, y, width)
            yield boxed(rect, [deck.paragraph(text, step=words)])
        y += look.headed + height + space


def _headed(deck: Deck, head: Text, y: float, width: float) -> Iterator[Item]:
    grid, look = deck.look, deck.look.sources
    yield deck.rule(grid.left, y, width)
    found = deck.paragraph(head, step=look.head, colour=deck.colours.brand, bold=True)
    yield boxed(Rect(grid.left, y + look.head_top, width, look.head.leading), [found], stubs=True)


def _key(deck: Deck, block: Sources) -> Iterator[Item]:
    """The panel on the right: the marks with their meaning, and the two lines."""
    grid, look = deck.look, deck.look.sources
    rect = Rect(look.panel_left, grid.body_top, grid.right - look.panel_left, grid.body)
    yield Box(rect, fill=deck.colours.panel)
    left = rect.x + grid.pad
    width = rect.width - 2 * grid.pad

    def heights(step: Step) -> tuple[float, list[float], list[float]]:
        """Of the head, of each word with its meaning, and of the words of each line."""
        head = set_height([deck.paragraph(block.key_head, step=look.head, bold=True)], width)
        meanings = (_meaning(deck, word, meaning, step) for _, word, meaning in block.marks)
        marks = [set_height(texts, width - look.key_hang) for texts in meanings]
        return head, marks, [deck.height(words, step, width - look.line_hang) for words in block.lines]

    def over(step: Step) -> float:
        head, marks, lines = heights(step)
        words = fsum([head, *marks, *lines])
        return words + look.panel_foot + look.line_gap * len(lines) + look.line_top - grid.body

    step, _ = choose(look.key_steps, over)
    head, marks, lines = heights(step)
    gap = min(max(-over(step), 0.0) / max(len(marks), 1), look.mark_gap)
    heading = deck.paragraph(block.key_head, step=look.head, colour=deck.colours.brand, bold=True)
    y = rect.y + look.panel_top
    yield boxed(Rect(left, y, width, head), [heading], stubs=True)
    y += head + look.key_head_gap
    for (level, word, meaning), tall in zip(block.marks, marks, strict=True):
        yield Mark(Rect(left, y + look.mark_top, look.mark, look.mark), level, deck.colours.ink)
        texts = _meaning(deck, word, meaning, step)
        yield boxed(Rect(left + look.key_hang, y, width - look.key_hang, tall), texts, name=meaning.slot)
        y += tall + gap
    if not block.lines:
        return
    yield deck.hairline(left, y + look.key_rule, width)
    y += look.line_top
    for index, (words, tall) in enumerate(zip(block.lines, lines, strict=True)):
        middle = y + step.leading / 2
        ends = (left, middle), (left + look.line, middle)
        yield Polyline(
            ends, deck.colours.edge, look.line_weight, index > 0, head=True, head_size=look.line_head
        )
        box = Rect(left + look.line_hang, y, width - look.line_hang, tall)
        yield boxed(box, [deck.paragraph(words, step=step)])
        y += tall + look.line_gap


def _meaning(deck: Deck, word: Text, meaning: Text, step: Step) -> list[Paragraph]:
    """The word of a mark, and under it what it means."""
    more = deck.look.sources.word
    larger = Step(step.size + more.size, step.leading + more.leading)
    return [deck.paragraph(word, step=larger, bold=True), deck.paragraph(meaning, step=step)]


def _long_list(deck: Deck, block: Sources, hang: float) -> Iterator[list[Item]]:
    """Yield slides of nothing but sources, in rows as wide as the slide."""
    grid, look = deck.look, deck.look.sources
    room = grid.body - look.headed

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
