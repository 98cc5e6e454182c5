"""Sources become a list with the key to the deck: how to read references, numbers and marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from builder.layout.deck.draft import (
    Deck,
    Draft,
    Note,
    boxed,
    hairline,
    numbered,
    paragraph,
    roomy_width,
    rule,
    set_height,
)
from builder.layout.deck.grid import BODY, BODY_TOP, INCH, LEFT, LIVE, PAD, RIGHT, SOURCE, span
from builder.layout.deck.notes import note
from builder.layout.pages import Box, Item, Mark, Paragraph, Piece, Polyline, Rect
from builder.layout.text.fit import Step, choose, split, too_long
from builder.layout.text.measure import natural_width, set_lines
from builder.outline.blocks import (
    Closing,
    Source,
    Sources,
    Table,
)
from builder.outline.text import Text
from builder.report.problems import Problem
from builder.theme.tokens import TOKENS

STEPS = (Step(18, 23), Step(16, 20), Step(14, 17))
HEAD = Step(16, 20)
KEY_STEPS = (Step(16, 20), Step(14, 17))
KEY_HANG, LINE_HANG = 32.4, 50.4  # from the panel's text edge to the words beside a mark or a line
LEFT_WIDTH, PANEL_LEFT = span(7), 8.02 * INCH
HEADED = 34.0  # from a block's rule to its text
BETWEEN = 20.0
GAP = 8.0
MARK = 17.3


def sources(deck: Deck, block: Sources) -> Iterator[Draft]:
    """Yield the slide with sources and reading notes; a long list gets slides of its own before it."""
    closing = deck.outline.one(Closing)
    notes = list(_notes(deck, block, closing))
    reading = list(_reading(deck, block, closing))
    panel = bool(block.marks or block.lines)
    width = LEFT_WIDTH if panel else LIVE
    needed = fsum(HEADED + _height(texts, width) + BETWEEN for _, texts in reading)
    hang = _hang(block.sources)

    def heights(step: Step) -> list[float]:
        return [_entry_height(each, min(width, span(10)), step, hang) for each in block.sources]

    room = BODY - HEADED - needed
    together = next(
        (step for step in STEPS if fsum(heights(step)) + GAP * (len(block.sources) - 1) <= room), None
    )
    pages: list[tuple[tuple[Item, ...], tuple[Problem, ...]]] = []
    if together is not None:
        items = list(_left(block.heading, block.sources, together, heights(together), reading, width))
        pages.append(((*items, *(_key(block) if panel else ())), ()))
    else:
        pages += _long_list(block, hang)
        items = list(_left(None, (), STEPS[0], (), reading, width))
        if items or panel:
            pages.append(((*items, *(_key(block) if panel else ())), ()))
    for index, (found, problems) in enumerate(pages):
        last = index == len(pages) - 1
        yield Draft(
            block.heading.slot if index == 0 else f"{block.heading.slot}_{index + 1}",
            block.headline,
            found,
            block.heading,
            source=_foot(closing) if last else (),
            notes=tuple(notes) if index == 0 else (),
            problems=problems,
            continued=(index + 1, len(pages)),
        )


def _foot(closing: Closing | None) -> Note:
    """The disclaimer, where one line holds it."""
    if closing is None or closing.disclaimer is None:
        return ()
    found = paragraph(closing.disclaimer, step=SOURCE.step)
    return (Piece(closing.disclaimer),) if natural_width(found) <= SOURCE.rect.width else ()


def _reading(deck: Deck, block: Sources, closing: Closing | None) -> Iterator[tuple[Text, list[Text]]]:
    """Heads and texts of the blocks under the sources."""
    if block.reading is not None:
        yield block.reading_head, [block.reading]
    yield block.numbers_head, [block.numbers]
    if closing is not None and closing.contact is not None and closing.contact_label is not None:
        yield closing.contact_label, [closing.contact]
    if closing is not None and closing.disclaimer is not None and not _foot(closing):
        yield deck.front.kind, [closing.disclaimer]


def _height(texts: Sequence[Text], width: float) -> float:
    return set_height([paragraph(text, step=STEPS[0]) for text in texts], min(width, span(10)))


def _hang(listed: Sequence[Source]) -> float:
    return max(roomy_width(paragraph(each.number, step=STEPS[0], bold=True)) for each in listed) + 8.0


def _entry(each: Source, rect: Rect, step: Step, hang: float) -> Iterator[Item]:
    number = Piece(each.number, bold=True, colour=TOKENS.brand)
    yield from numbered(rect, number, hang, paragraph(each.text, step=step))


def _entry_height(each: Source, width: float, step: Step, hang: float) -> float:
    return set_height([paragraph(each.text, step=step)], width - hang)


def _left(
    heading: Text | None,
    listed: Sequence[Source],
    step: Step,
    tall: Sequence[float],
    reading: Sequence[tuple[Text, list[Text]]],
    width: float,
) -> Iterator[Item]:
    """Blocks under rules; the space left is shared between them."""
    measure = min(width, span(10))
    blocks = [HEADED + _height(texts, width) for _, texts in reading]
    if listed:
        blocks.insert(0, HEADED + fsum(tall) + GAP * (len(tall) - 1))
    if not blocks:
        return
    space = min((BODY - fsum(blocks)) / max(len(blocks) - 1, 1), 44.0)
    y = BODY_TOP
    if heading is not None and listed:
        yield from _headed(heading, y, width)
        top = y + HEADED
        hang = _hang(listed)
        for each, height in zip(listed, tall, strict=True):
            yield from _entry(each, Rect(LEFT, top, measure, height), step, hang)
            top += height + GAP
        y += blocks[0] + space
    for head, texts in reading:
        yield from _headed(head, y, width)
        height = _height(texts, width)
        words = [paragraph(text, step=STEPS[0]) for text in texts]
        yield boxed(Rect(LEFT, y + HEADED, measure, height), words, name=texts[0].slot)
        y += HEADED + height + space


def _headed(head: Text, y: float, width: float) -> Iterator[Item]:
    yield rule(LEFT, y, width)
    found = paragraph(head, step=HEAD, colour=TOKENS.brand, bold=True)
    yield boxed(Rect(LEFT, y + 9.0, width, HEAD.leading), [found], name=head.slot, stubs=True)


def _key(block: Sources) -> Iterator[Item]:
    """The panel on the right: the marks with their meaning, and the two lines."""
    rect = Rect(PANEL_LEFT, BODY_TOP, RIGHT - PANEL_LEFT, BODY)
    yield Box(rect, fill=TOKENS.panel)
    left = rect.x + PAD
    width = rect.width - 2 * PAD

    def heights(step: Step) -> tuple[float, list[float], list[float]]:
        """Of the head, of each word with its meaning, and of the words of each line."""
        head = set_height([paragraph(block.marks_head, step=HEAD, bold=True)], width)
        marks = [
            set_height(_meaning(word, meaning, step), width - KEY_HANG) for _, word, meaning in block.marks
        ]
        lines = [set_height([paragraph(words, step=step)], width - LINE_HANG) for words in block.lines]
        return head, marks, lines

    def over(step: Step) -> float:
        head, marks, lines = heights(step)
        return 36.0 + head + fsum(marks) + fsum(lines) + 8.0 * len(lines) + 14.0 - BODY

    step, _ = choose(KEY_STEPS, over)
    head, marks, lines = heights(step)
    gap = min(max(-over(step), 0.0) / max(len(marks), 1), 14.0)
    heading = paragraph(block.marks_head, step=HEAD, colour=TOKENS.brand, bold=True)
    y = rect.y + 18.0
    yield boxed(Rect(left, y, width, head), [heading], name=block.marks_head.slot, stubs=True)
    y += head + 12.0
    for (level, word, meaning), tall in zip(block.marks, marks, strict=True):
        yield Mark(Rect(left, y + 3.6, MARK, MARK), level, TOKENS.ink)
        texts = _meaning(word, meaning, step)
        yield boxed(Rect(left + KEY_HANG, y, width - KEY_HANG, tall), texts, name=meaning.slot)
        y += tall + gap
    if not block.lines:
        return
    yield hairline(left, y + 2.0, width)
    y += 14.0
    for index, (words, tall) in enumerate(zip(block.lines, lines, strict=True)):
        middle = y + step.leading / 2
        ends = ((left, middle), (left + 40.0, middle))
        yield Polyline(ends, TOKENS.edge, 2.0, dashed=index > 0, head=True, head_size=9.0)
        box = Rect(left + LINE_HANG, y, width - LINE_HANG, tall)
        yield boxed(box, [paragraph(words, step=step)], name=words.slot)
        y += tall + 8.0


def _meaning(word: Text, meaning: Text, step: Step) -> list[Paragraph]:
    """The word of a mark, and under it what it means."""
    larger = Step(step.size + 2.0, step.leading + 3.0)
    return [paragraph(word, step=larger, bold=True), paragraph(meaning, step=step)]


def _long_list(block: Sources, hang: float) -> list[tuple[tuple[Item, ...], tuple[Problem, ...]]]:
    """Slides of nothing but sources, in rows as wide as the slide."""

    def heights(step: Step) -> list[float]:
        return [_entry_height(each, LIVE, step, hang) for each in block.sources]

    done = split(STEPS, heights, BODY - HEADED, GAP)
    tall = heights(done.step)
    pages: list[tuple[tuple[Item, ...], tuple[Problem, ...]]] = []
    for index, chunk in enumerate(done.chunks):
        items: list[Item] = list(_headed(block.heading, BODY_TOP, LIVE))
        spare = BODY - HEADED - fsum(tall[row] for row in chunk) - GAP * (len(chunk) - 1)
        gap = GAP + min(max(spare, 0.0) / len(chunk), 12.0)
        y = BODY_TOP + HEADED
        for row in chunk:
            items += _entry(block.sources[row], Rect(LEFT, y, LIVE, tall[row]), done.step, hang)
            y += tall[row] + gap
        problems: tuple[Problem, ...] = ()
        if done.over and index == 0:
            longest = max(block.sources, key=lambda each: len(each.text.plain))
            lines = set_lines(paragraph(longest.text, step=done.step), LIVE - hang)
            problems = (
                too_long(longest.text, lines, done.over, "one slide", "shorten its `note` or `title`"),
            )
        pages.append((tuple(items), problems))
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
    if closing is not None and closing.contact is not None:
        yield note(deck, closing.contact_label, deck.labels.colon, closing.contact)
    if closing is not None and closing.disclaimer is not None:
        yield note(deck, closing.disclaimer)


def glossary_notes(deck: Deck, table: Table) -> Iterator[Note]:
    """Yield the terms and their meanings."""
    yield note(deck, table.title, deck.labels.colon)
    for row in table.rows:
        first, *rest = row.cells
        yield note(deck, first.text, deck.labels.colon, *[cell.text for cell in rest])


def closing_notes(deck: Deck, closing: Closing) -> Iterator[Note]:
    """Yield contact and disclaimer, for a deck without sources."""
    if closing.contact is not None:
        yield note(deck, closing.contact_label, deck.labels.colon, closing.contact)
    if closing.disclaimer is not None:
        yield note(deck, closing.disclaimer)
