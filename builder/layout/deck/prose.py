"""Lays out a longer text on slides: a row for each sentence, and one for a list with what leads to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.deck.draft import Deck, Draft, Note, boxed, set_height
from builder.layout.deck.notes import part_note, to_section
from builder.layout.deck.statement import alone
from builder.layout.pages import Item, Paragraph, Rect
from builder.layout.text.fit import Split, split
from builder.outline.blocks import Section
from builder.outline.text import Prose, ProsePart, Shape, Text
from builder.theme.geometry import Step

MOST_LINES = 6  # of a row: a longer list goes on in the next


class Line(Struct, frozen=True):
    """A sentence, list item or subheading."""

    part: ProsePart
    text: Text


Row = tuple[Line, ...]


def rows_of(prose: Prose) -> tuple[Row, ...]:
    """Return the rows of a text: items follow the sentence before them, a subheading begins a row."""
    rows: list[Row] = []
    for part in prose:
        for text in part.texts:
            last = rows[-1] if rows else ()
            headed = bool(last) and last[-1].part.shape is Shape.SUBHEADING
            listed = part.shape in (Shape.BULLET, Shape.NUMBER) and 0 < len(last) < MOST_LINES
            if (headed or listed) and part.shape is not Shape.SUBHEADING:
                rows[-1] = (*last, Line(part, text))
            else:
                rows.append((Line(part, text),))
    return tuple(rows)


def set_rows(deck: Deck, rows: Sequence[Row], measure: float) -> Split:
    """Return size, heights and slides of the rows, and report the longest text if one is too high."""
    grid, look = deck.look, deck.look.context

    def heights(step: Step) -> list[float]:
        return [set_height(paragraphs(deck, row, step), measure) for row in rows]

    steps = look.fact_steps[{1: 0, 2: 0, 3: 2}.get(sum(map(len, rows)), 3) :]
    done = split(steps, heights, grid.body - grid.rule - look.fact_gap, look.fact_gap)
    deck.report_longest([line.text for row in rows for line in row], measure, done, "cut the sentence in two")
    return done


def place_rows(deck: Deck, rows: Sequence[Row], step: Step, width: float, measure: float) -> Iterator[Item]:
    """Yield the rows of one slide; what is spare is shared out evenly."""
    grid = deck.look
    yield deck.rule(grid.left, grid.body_top, width)
    texts = [paragraphs(deck, row, step) for row in rows]
    tall = [set_height(each, measure) for each in texts]
    space = (grid.body - grid.rule - fsum(tall)) / len(tall)
    if len(tall) < 3:
        spare = grid.row_limit(len(tall)) - max(tall)
        space = min(space, spare) if spare > 0 else space
    y = grid.body_top + grid.rule
    for index, (found, height) in enumerate(zip(texts, tall, strict=True)):
        if index:
            yield deck.hairline(grid.left, y, width)
        yield boxed(Rect(grid.left, y + space / 2, measure, height), found, name=rows[index][0].text.slot)
        y += height + space


def section_text(deck: Deck, section: Section) -> Iterator[Draft]:
    """Yield the slides of a section's own text, which its arguments follow."""
    deck = deck.under(section.title)
    measure = deck.look.span(10)
    rows = rows_of(section.text)
    done = set_rows(deck, rows, measure)
    lone = len(rows) == len(rows[0]) == 1 and rows[0][0].part.shape is Shape.PARAGRAPH
    for index, chunk in enumerate(done.chunks):
        yield Draft(
            f"{section.title.slot.removesuffix('_title')}_text",
            section.title,
            alone(deck, rows[0][0].text, (), deck.colours.hue(section.role))
            if lone
            else list(place_rows(deck, rows[chunk], done.step, deck.look.live, measure)),
            role=section.role,
            enters=() if index else to_section(deck, section),
            notes=list(row_notes(deck, rows[chunk])),
            continued=(index + 1, len(done.chunks)),
        )


def row_notes(deck: Deck, rows: Sequence[Row]) -> Iterator[Note]:
    """Yield what is said of rows, a paragraph for each part of the text."""
    lines = (line for row in rows for line in row)
    for part, told in groupby(lines, lambda line: line.part):
        yield part_note(deck, part, [line.text for line in told])


def paragraphs(deck: Deck, row: Row, step: Step) -> list[Paragraph]:
    """Return the paragraphs of a row at a size."""
    return [_paragraph(deck, line, step, later=index > 0) for index, line in enumerate(row)]


def _paragraph(deck: Deck, line: Line, step: Step, *, later: bool) -> Paragraph:
    look, part = deck.look.context, line.part
    before = look.item_gap * step.size if later else 0.0
    match part.shape:
        case Shape.PARAGRAPH:
            return deck.paragraph(line.text, step=step, before=before)
        case Shape.SUBHEADING:
            return deck.paragraph(line.text, step=step, before=before, bold=True, colour=deck.colours.brand)
        case Shape.BULLET:
            found = deck.paragraph(line.text, step=step, before=before)
            return replace(found, indent=look.bullet * step.size, bullet=True)
        case Shape.NUMBER:
            assert part.number is not None
            hang = (look.bullet + look.digit * (len(part.number.plain) - 2)) * step.size
            found = deck.paragraph(part.number, "\t", line.text, step=step, before=before)
            return replace(found, hang=max(hang, look.bullet * step.size), number=part.value)
