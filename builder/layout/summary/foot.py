"""Sources, disclaimer and contact become the foot of the page, measured from its lower edge."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from builder.layout.pages import Box, Item, Paragraph, Piece, Rect, Tag, TextBox
from builder.layout.summary.head import marking_box
from builder.layout.summary.scale import Scale, Sheet, paragraph
from builder.layout.text.measure import height_of, natural_width, set_lines, without_stub
from builder.outline.blocks import (
    Closing,
    Front,
    Outline,
    Sources,
)
from builder.theme.tokens import TOKENS

RULE = 0.6
RULE_GAP = 5.0
ABOVE = 9.0  # between the columns and the rule
COUNT_GAP = 12.0  # left of the page number
STUB = 0.15  # of the width: a shorter last line is avoided


def lay_out_foot(outline: Outline, sheet: Sheet, scale: Scale) -> tuple[list[Item], float]:
    """Return the items of the foot, and the height in points above which the columns must end."""
    front = outline.one(Front)
    marking = front.marking if front is not None else None
    right = sheet.left + sheet.measure
    count = paragraph(
        scale.note,
        Piece(None, outline.labels.page_count.format(page=1, pages=1)),
        colour=TOKENS.ink2,
        align="right",
    )
    span = natural_width(count) + 0.1
    used, high = span + COUNT_GAP, 0.0
    last: list[Item] = [
        TextBox(
            Rect(right - span, sheet.bottom - count.leading, span, count.leading),
            (set_lines(count, span),),
            tag=Tag.ARTIFACT,
        )
    ]
    if marking is not None:
        label = marking_box(marking, right - used, sheet.bottom, scale, Tag.ARTIFACT)
        high = label.rect.height
        used += label.rect.width + COUNT_GAP
        last.insert(0, replace(label, rect=replace(label.rect, y=sheet.bottom - high)))
    texts = list(_paragraphs(outline, scale))
    done = _set(texts, sheet.measure, used, high <= count.leading) if texts else ()
    # The label is higher than a line: it must not reach up to the lines that run past it.
    gap = max(high - count.leading, 0.0) if len(done) > 1 else 0.0
    height = max(height_of(done) + gap, count.leading, high)
    top = sheet.bottom - height
    items: list[Item] = [Box(Rect(sheet.left, top - RULE_GAP - RULE, sheet.measure, RULE), TOKENS.rule)]
    y = top
    for index, text in enumerate(done):
        y += gap if index == len(done) - 1 else 0.0
        items.append(TextBox(Rect(sheet.left, y, sheet.measure, height_of((text,))), (text,)))
        y += height_of((text,))
    return [*items, *last], top - RULE_GAP - RULE - ABOVE


def _set(texts: list[Paragraph], measure: float, used: float, free: bool) -> tuple[Paragraph, ...]:
    """Return the paragraphs in lines, run together where that saves one; the last has `used` points less.

    Where the other lines are `free` it is its last line that has less.
    """

    def lines(*texts: Paragraph) -> tuple[Paragraph, ...]:
        *others, last = texts
        done = [without_stub(text, measure, STUB)[0] for text in others]
        wide = without_stub(last, measure, STUB)[0]
        end = max((segment.x + segment.width for segment in wide.lines[-1]), default=0.0)
        if free and end <= measure - used:
            return *done, wide
        return *done, without_stub(last, measure - used, STUB)[0]

    apart = lines(*texts)
    pieces = [piece for text in texts for piece in (*text.pieces, Piece(None, " "))][:-1]
    joined = lines(replace(texts[0], pieces=tuple(pieces)))
    return joined if height_of(joined) < height_of(apart) else apart


def _paragraphs(outline: Outline, scale: Scale) -> Iterator[Paragraph]:
    """Yield the sources in one paragraph, then what is said about the document as a whole."""
    labels = outline.labels
    sources, closing = outline.one(Sources), outline.one(Closing)
    if sources is not None:
        pieces = [Piece(sources.heading, bold=True)]
        for source in sources.sources:
            pieces += [Piece(None, " "), Piece(source.number), Piece(None, " "), Piece(source.text)]
        if sources.reading is not None:
            pieces += [Piece(None, " "), Piece(sources.reading)]
        yield paragraph(scale.note, *pieces, colour=TOKENS.ink2)
    pieces = []
    if closing is not None and closing.disclaimer is not None:
        pieces += [Piece(None, " "), Piece(closing.disclaimer)]
    if outline.gives_evidence:
        pieces += [Piece(None, " "), Piece(None, labels.memo_gives_evidence)]
    if closing is not None and closing.contact is not None:
        pieces.append(Piece(None, " "))
        if closing.contact_label is not None:
            pieces += [Piece(closing.contact_label), Piece(None, labels.colon)]
        pieces.append(Piece(closing.contact))
    if pieces:
        yield paragraph(scale.note, *pieces[1:], colour=TOKENS.ink2)
