"""Lays out the sources with the key to the deck: how to read references, numbers and marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from math import fsum

from builder.layout.deck.draft import Deck, Draft, Note, boxed, roomy_width, set_height
from builder.layout.deck.notes import note
from builder.layout.pages import Box, Item, Mark, Paragraph, Piece, Polyline, Rect
from builder.layout.text.fit import Step, choose, longest_too_long, split
from builder.layout.text.measure import natural_width
from builder.outline.blocks import Closing, Source, Sources, Table
from builder.outline.text import Text
from builder.report.problems import Problem


def sources(deck: Deck, block: Sources) -> Iterator[Draft]:
    """Yield the slide with sources and reading notes; a long list gets slides of its own before it."""
    grid, look = deck.look, deck.look.sources
    closing = deck.outline.one(Closing)
    notes = list(_notes(deck, block, closing))
    reading = list(_reading(deck, block, closing))
    panel = bool(block.marks or block.lines)
    width = grid.span(7) if panel else grid.live
    needed = fsum(look.headed + _height(deck, texts, width) + look.between for _, texts in reading)
    hang = _hang(deck, block.sources)

    def heights(step: Step) -> list[float]:
        return [_entry_height(deck, each, min(width, grid.span(10)), step, hang) for each in block.sources]

    room = grid.body - look.headed - needed
    together = next(
        (step for step in look.steps if fsum(heights(step)) + look.gap * (len(block.sources) - 1) <= room),
        None,
    )
    pages: list[tuple[tuple[Item, ...], tuple[Problem, ...]]] = []
    if together is not None:
        items = list(_left(deck, block.heading, block.sources, together, heights(together), reading, width))
        pages.append(((*items, *(_key(deck, block) if panel else ())), ()))
    else:
        pages += _long_list(deck, block, hang)
        items = list(_left(deck, None, (), look.steps[0], (), reading, width))
        if items or panel:
            pages.append(((*items, *(_key(deck, block) if panel else ())), ()))
    for index, (found, problems) in enumerate(pages):
        last = index == len(pages) - 1
        yield Draft(
            block.heading.slot,
            block.headline,
            found,
            block.heading,
            source=_foot(deck, closing) if last else (),
            notes=tuple(notes) if index == 0 else (),
            problems=problems,
        )


def _foot(deck: Deck, closing: Closing | None) -> Note:
    """The disclaimer, where one line holds it."""
    if closing is None or closing.disclaimer is None:
        return ()
    found = deck.paragraph(closing.disclaimer, step=deck.placeholders["source"].step)
    return (
        (Piece(closing.disclaimer),) if natural_width(found) <= deck.placeholders["source"].rect.width else ()
    )


def _reading(deck: Deck, block: Sources, closing: Closing | None) -> Iterator[tuple[Text, list[Text]]]:
    """Heads and texts of the blocks under the sources."""
    if block.reading is not None:
        yield block.reading_head, [block.reading]
    yield block.numbers_head, [block.numbers]
    if closing is not None and closing.contact is not None and closing.contact_label is not None:
        yield closing.contact_label, [closing.contact]
    if closing is not None and closing.disclaimer is not None and not _foot(deck, closing):
        yield deck.front.kind, [closing.disclaimer]


def _height(deck: Deck, texts: Sequence[Text], width: float) -> float:
    grid = deck.look
    return set_height(
        [deck.paragraph(text, step=grid.sources.steps[0]) for text in texts], min(width, grid.span(10))
    )


def _hang(deck: Deck, listed: Sequence[Source]) -> float:
    return (
        max(
            roomy_width(deck.paragraph(each.number, step=deck.look.sources.steps[0], bold=True))
            for each in listed
        )
        + deck.look.sources.gap
    )


def _entry(deck: Deck, each: Source, rect: Rect, step: Step, hang: float) -> Iterator[Item]:
    number = Piece(each.number, bold=True, colour=deck.colours.brand)
    yield from deck.numbered(rect, number, hang, deck.paragraph(each.text, step=step))


def _entry_height(deck: Deck, each: Source, width: float, step: Step, hang: float) -> float:
    return set_height([deck.paragraph(each.text, step=step)], width - hang)


def _left(
    deck: Deck,
    heading: Text | None,
    listed: Sequence[Source],
    step: Step,
    tall: Sequence[float],
    reading: Sequence[tuple[Text, list[Text]]],
    width: float,
) -> Iterator[Item]:
    """Blocks under rules; the space left is shared between them."""
    grid, look = deck.look, deck.look.sources
    measure = min(width, grid.span(10))
    blocks = [look.headed + _height(deck, texts, width) for _, texts in reading]
    if listed:
        blocks.insert(0, look.headed + fsum(tall) + look.gap * (len(tall) - 1))
    if not blocks:
        return
    space = min((grid.body - fsum(blocks)) / max(len(blocks) - 1, 1), look.spread)
    y = grid.body_top
    if heading is not None and listed:
        yield from _headed(deck, heading, y, width)
        top = y + look.headed
        hang = _hang(deck, listed)
        for each, height in zip(listed, tall, strict=True):
            yield from _entry(deck, each, Rect(grid.left, top, measure, height), step, hang)
            top += height + look.gap
        y += blocks[0] + space
    for head, texts in reading:
        yield from _headed(deck, head, y, width)
        height = _height(deck, texts, width)
        words = [deck.paragraph(text, step=look.steps[0]) for text in texts]
        yield boxed(Rect(grid.left, y + look.headed, measure, height), words)
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
        head = set_height([deck.paragraph(block.marks_head, step=look.head, bold=True)], width)
        marks = [
            set_height(_meaning(deck, word, meaning, step), width - look.key_hang)
            for _, word, meaning in block.marks
        ]
        lines = [
            set_height([deck.paragraph(words, step=step)], width - look.line_hang) for words in block.lines
        ]
        return head, marks, lines

    def over(step: Step) -> float:
        head, marks, lines = heights(step)
        return (
            look.panel_foot
            + head
            + fsum(marks)
            + fsum(lines)
            + look.line_gap * len(lines)
            + look.line_top
            - grid.body
        )

    step, _ = choose(look.key_steps, over)
    head, marks, lines = heights(step)
    gap = min(max(-over(step), 0.0) / max(len(marks), 1), 14.0)
    heading = deck.paragraph(block.marks_head, step=look.head, colour=deck.colours.brand, bold=True)
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
        ends = ((left, middle), (left + look.line, middle))
        yield Polyline(
            ends, deck.colours.edge, look.line_weight, dashed=index > 0, head=True, head_size=look.line_head
        )
        box = Rect(left + look.line_hang, y, width - look.line_hang, tall)
        yield boxed(box, [deck.paragraph(words, step=step)])
        y += tall + look.line_gap


def _meaning(deck: Deck, word: Text, meaning: Text, step: Step) -> list[Paragraph]:
    """The word of a mark, and under it what it means."""
    more = deck.look.sources.word
    larger = Step(step.size + more.size, step.leading + more.leading)
    return [deck.paragraph(word, step=larger, bold=True), deck.paragraph(meaning, step=step)]


def _long_list(deck: Deck, block: Sources, hang: float) -> list[tuple[tuple[Item, ...], tuple[Problem, ...]]]:
    """Slides of nothing but sources, in rows as wide as the slide."""
    grid, look = deck.look, deck.look.sources

    def heights(step: Step) -> list[float]:
        return [_entry_height(deck, each, grid.live, step, hang) for each in block.sources]

    done = split(look.steps, heights, grid.body - look.headed, look.gap)
    tall = heights(done.step)
    pages: list[tuple[tuple[Item, ...], tuple[Problem, ...]]] = []
    styled, hint = partial(deck.paragraph, step=done.step), "shorten its `note` or `title`"
    texts = [each.text for each in block.sources]
    problems = longest_too_long(texts, styled, grid.live - hang, done.over, "one slide", hint)
    for chunk in done.chunks:
        items: list[Item] = list(_headed(deck, block.heading, grid.body_top, grid.live))
        spare = grid.body - look.headed - fsum(tall[row] for row in chunk) - look.gap * (len(chunk) - 1)
        gap = look.gap + min(max(spare, 0.0) / len(chunk), look.loose)
        y = grid.body_top + look.headed
        for row in chunk:
            items += _entry(
                deck, block.sources[row], Rect(grid.left, y, grid.live, tall[row]), done.step, hang
            )
            y += tall[row] + gap
        pages.append((tuple(items), tuple(problems)))
    return pages


def _notes(deck: Deck, block: Sources, closing: Closing | None) -> Iterator[Note]:
    for each in block.sources:
        yield note(deck, each.number, each.text)
    if block.reading is not None:
        yield note(deck, block.reading)
    yield note(deck, block.numbers)
    for table in deck.outline.blocks:
        if isinstance(table, Table) and table.kind == "glossary":
            yield from glossary_notes(deck, table)
    if closing is not None:
        yield from closing_notes(deck, closing)


def glossary_notes(deck: Deck, table: Table) -> Iterator[Note]:
    """Yield the terms and their meanings."""
    yield note(deck, table.title, deck.labels.colon)
    for row in table.rows:
        first, *rest = row.cells
        yield note(deck, first.text, deck.labels.colon, *[cell.text for cell in rest])


def closing_notes(deck: Deck, closing: Closing) -> Iterator[Note]:
    """Yield contact and disclaimer."""
    if closing.contact is not None:
        yield note(deck, closing.contact_label, deck.labels.colon, closing.contact)
    if closing.disclaimer is not None:
        yield note(deck, closing.disclaimer)
