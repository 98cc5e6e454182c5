"""Lays out the foot of the page from its lower edge up: contact, disclaimer and sources, then the ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from builder.layout.pages import Box, CodeBox, Item, Paragraph, Piece, Rect, Tag, TextBox
from builder.layout.summary.head import marking_box
from builder.layout.summary.style import Style
from builder.layout.text.measure import height_of, natural_width, set_lines, without_stub
from builder.outline.blocks import BottomLine, Changes, Closing, Front, Outline, Sources, notes_of
from builder.outline.reading import code_of, reading
from builder.outline.text import Product, Text


def lay_out_foot(outline: Outline, style: Style, shown: Iterable[Text]) -> tuple[list[Item], float]:
    """Return the items of the foot, and the height in points above which the columns must end.

    It has the notes that the texts `shown` mark.
    """
    front = outline.one(Front)
    marking = front.marking if front is not None else None
    right = style.sheet.left + style.sheet.measure
    count = style.paragraph(
        style.scale.note,
        Piece(None, outline.labels.page_count.format(page=1, pages=1)),
        colour=style.colours.ink2,
        align="right",
    )
    span = natural_width(count) + 0.1
    used, high, floor = span + style.look.count_gap, 0.0, style.sheet.bottom
    last: list[Item] = [
        TextBox(
            Rect(right - span, style.sheet.bottom - count.leading, span, count.leading),
            (set_lines(count, span),),
            tag=Tag.ARTIFACT,
        )
    ]
    if marking is not None:
        label = marking_box(marking, right - used, style.sheet.bottom, style, Tag.ARTIFACT)
        high = label.rect.height
        used += label.rect.width + style.look.count_gap
        low = style.sheet.bottom - high
        last.insert(0, replace(label, rect=replace(label.rect, y=low)))
        if marking.caveat is not None:  # which has the rest of the label's row to itself
            restricted = style.paragraph(style.scale.kicker, Piece(marking.caveat), bold=True, align="right")
            beside = set_lines(restricted, style.sheet.measure - used)
            floor = min(low, style.sheet.bottom - height_of((beside,)))
            rect = Rect(style.sheet.left, floor, style.sheet.measure - used, style.sheet.bottom - floor)
            last.insert(0, TextBox(rect, (beside,), anchor="middle", tag=Tag.ARTIFACT))
            used, high, floor = 0.0, 0.0, floor - style.look.row_gap
    texts = list(_paragraphs(outline, style, shown))
    code = code_of(outline)
    aside = style.look.code + style.look.count_gap if code is not None else 0.0
    measure = style.sheet.measure - aside
    done = _set(texts, style, measure, max(used - aside, 0.0), high <= count.leading) if texts else ()
    # The label is higher than a line: it must not reach up to the lines that run past it.
    gap = max(high - count.leading, 0.0) if len(done) > 1 else 0.0
    height = max(height_of(done) + gap, count.leading if used else 0.0, high)
    if code is not None:  # above what is in the corner
        height = max(height, style.look.code + max(count.leading, high if used else 0.0))
    top = floor - height
    weight = style.look.foot_rule
    above = top - style.look.foot_rule_gap - weight
    rule = Box(Rect(style.sheet.left, above, style.sheet.measure, weight), style.colours.rule)
    items: list[Item] = [rule]
    y = top
    for index, text in enumerate(done):
        y += gap if index == len(done) - 1 else 0.0
        items.append(TextBox(Rect(style.sheet.left, y, measure, height_of((text,))), (text,)))
        y += height_of((text,))
    if code is not None:
        square = Rect(right - style.look.code, top, style.look.code, style.look.code)
        last.append(CodeBox(square, code, style.colours.ink, code.alt.slot))
    asked = list(_ask(outline.one(BottomLine), rule.rect.y, style))
    if asked:
        return [*asked, *items, *last], asked[0].rect.y - style.gap(style.look.above_ask)
    return [*items, *last], rule.rect.y - style.look.above_foot


def _ask(answer: BottomLine | None, bottom: float, style: Style) -> Iterator[TextBox]:
    """Yield the bar across the page with what the reader is asked to do, above the rule of the foot."""
    if answer is None or answer.ask is None or answer.ask_label is None:
        return
    look, step, colours = style.look, style.scale.claim, style.colours
    alone = style.paragraph(step, Piece(answer.ask_label), bold=True)
    pieces = (Piece(answer.ask_label, colour=colours.brand), Piece(None, "\t"), Piece(answer.ask))
    ask = style.paragraph(step, *pieces, bold=True, hang=natural_width(alone) + look.ask_lead)
    side, pad = look.panel_side, min(style.gap(look.ask_pad), look.ask_pad)
    done = without_stub(ask, style.sheet.measure - 2 * side, look.stub)[0]
    height = height_of((done,)) + 2 * pad
    rect = Rect(style.sheet.left, bottom - style.gap(look.below_ask) - height, style.sheet.measure, height)
    yield TextBox(rect, (done,), (side, pad, side, pad), fill=colours.panel, name=answer.ask.slot)


def _set(
    texts: list[Paragraph], style: Style, measure: float, used: float, free: bool
) -> tuple[Paragraph, ...]:
    """Return the paragraphs in lines, run together where that saves one; the last has `used` points less.

    Where the other lines are `free` it is its last line that has less.
    """

    stub = style.look.foot_stub

    def lines(*texts: Paragraph) -> tuple[Paragraph, ...]:
        *others, last = texts
        done = [without_stub(text, measure, stub)[0] for text in others]
        wide = without_stub(last, measure, stub)[0]
        end = max((segment.x + segment.width for segment in wide.lines[-1]), default=0.0)
        if free and end <= measure - used:
            return *done, wide
        return *done, without_stub(last, measure - used, stub)[0]

    apart = lines(*texts)
    pieces = [piece for text in texts for piece in (*text.pieces, Piece(None, " "))][:-1]
    joined = lines(replace(texts[0], pieces=tuple(pieces)))
    return joined if height_of(joined) < height_of(apart) else apart


def _paragraphs(outline: Outline, style: Style, shown: Iterable[Text]) -> Iterator[Paragraph]:
    """Yield what changed, the notes, the sources in one paragraph, then what concerns the whole document."""
    labels = outline.labels
    if changes := outline.one(Changes):
        yield style.note(Piece(changes.note_head, bold=True), Piece(None, " "), Piece(changes.note))
    notes = [
        piece
        for note in notes_of(outline, _texts(outline, shown))
        for piece in (Piece(None, " "), Piece(note.mark), Piece(None, " "), Piece(note.text))
    ]
    if notes:
        yield style.note(*notes[1:])
    sources, closing = outline.one(Sources), outline.one(Closing)
    if sources is not None:
        pieces = [Piece(sources.heading, bold=True, tag=Tag.HEADING)]
        for source in sources.sources:
            pieces += [Piece(None, " "), Piece(source.number), Piece(None, " "), Piece(source.text)]
        if sources.reading is not None:
            pieces += [Piece(None, " "), Piece(sources.reading)]
        yield style.note(*pieces)
    pieces = []
    if closing is not None and closing.imprint is not None:
        pieces += [Piece(None, " "), Piece(closing.imprint)]
    if closing is not None and closing.disclaimer is not None:
        pieces += [Piece(None, " "), Piece(closing.disclaimer)]
    if outline.gives_evidence:
        pieces += [Piece(None, " "), Piece(None, labels.memo_gives_evidence)]
    if closing is not None and closing.authors is not None:
        label, value = Piece(closing.authors.label), Piece(closing.authors.value)
        pieces += [Piece(None, " "), label, Piece(None, labels.space), value]
    if closing is not None and closing.contact is not None:
        pieces.append(Piece(None, " "))
        if closing.contact_label is not None:
            pieces += [Piece(closing.contact_label), Piece(None, labels.colon)]
        pieces.append(Piece(closing.contact))
    if pieces:
        yield style.note(*pieces[1:])


def _texts(outline: Outline, shown: Iterable[Text]) -> Iterator[Text]:
    """Yield the texts of the page, which are only looked at where a brief has notes."""
    yield from reading(outline, Product.SUMMARY)
    yield from shown
