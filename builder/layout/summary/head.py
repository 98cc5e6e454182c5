"""Masthead, title, bottom line and figure become the upper half of the page, from the top down."""

from __future__ import annotations

from math import fsum

from msgspec import Struct, field
from msgspec.structs import replace

from builder.layout.map.place import key_height, map_height, place_key, place_map
from builder.layout.pages import Box, Item, Paragraph, PictureBox, Piece, Rect, Tag, TextBox
from builder.layout.summary.columns import STUB
from builder.layout.summary.scale import Scale, Sheet, paragraph
from builder.layout.text.measure import balanced, height_of, natural_width, set_lines, without_stub
from builder.outline.blocks import (
    ArgumentMap,
    BottomLine,
    Front,
    Marking,
    Outline,
)
from builder.outline.text import Picture
from builder.report.problems import Problem, Severity
from builder.theme.tokens import MARKING_COLOURS, TOKENS

BAR = 3.0
KICKER_GAP = 6.0  # below the bar
KIND_GAP = 7.0  # behind the kind of document
STATUS_GAP = 12.0
ROW_GAP = 3.0
TITLE_GAP = 9.0
SUBTITLE_GAP = 3.0
PANEL_GAP = 9.0
PANEL_SIDE, PANEL_TOP, PANEL_FOOT = 14.0, 9.0, 9.0
LABEL_GAP = 2.0
ASK_PAD = 6.0
ASK_LEAD = 10.0
FIGURE_GAP = 12.0
CAPTION_GAP = 5.0
KEY_GAP = 6.0
LABEL_SIDE, LABEL_PAD = 5.0, 1.5
LABEL_WIDEST = 220.0
LOGO_WIDTH, LOGO_HEIGHT, LOGO_GAP = 110.0, 40.0, 18.0


class Head(Struct):
    """The upper half: its items in reading order, where it ends, and what in it does not fit."""

    y: float
    items: list[Item] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()


def lay_out_head(outline: Outline, sheet: Sheet, scale: Scale, drawn: bool = True) -> Head:
    """Return everything above the columns at one rung; the map only where it is `drawn`, else its height."""
    head = Head(sheet.top)
    front, answer = outline.one(Front), outline.one(BottomLine)
    argument_map = outline.one(ArgumentMap)
    if front is not None:
        _masthead(head, front, sheet, scale)
        _title(head, front, sheet, scale)
    if answer is not None:
        _bottom_line(head, answer, sheet, scale)
    if argument_map is not None:
        _figure(head, argument_map, sheet, scale, drawn)
    return head


def marking_box(marking: Marking, right: float, y: float, scale: Scale, tag: Tag) -> TextBox:
    """Return the handling label, which ends at `right` and has the height of a line of the masthead."""
    colour, fill = MARKING_COLOURS[marking.colour]
    label = paragraph(scale.kicker, Piece(marking.label), colour=colour, bold=True)
    span = min(natural_width(label) + 0.1, LABEL_WIDEST)
    done = set_lines(label, span)
    width, height = span + 2 * LABEL_SIDE, height_of((done,)) + 2 * LABEL_PAD
    rect = Rect(right - width, y - LABEL_PAD, width, height)
    insets = (LABEL_SIDE, 0.0, LABEL_SIDE, 0.0)
    return TextBox(rect, (done,), insets, "middle", fill, name="marking", tag=tag)


def _masthead(head: Head, front: Front, sheet: Sheet, scale: Scale) -> None:
    """A bar, what kind of document it is, its status and handling label, then who publishes it."""
    head.items.append(Box(Rect(sheet.left, head.y, sheet.measure, BAR), TOKENS.brand))
    y = head.y + BAR + KICKER_GAP
    x, right = sheet.left, sheet.left + sheet.measure
    kind = paragraph(scale.kicker, Piece(front.kind), colour=TOKENS.brand, bold=True)
    name = paragraph(scale.kicker, Piece(front.summary_name), colour=TOKENS.ink2)
    for text in (kind, name):
        span = natural_width(text) + 0.1
        head.items.append(_line(text, x, y, span))
        x += span + KIND_GAP
    label = marking_box(front.marking, right, y, scale, Tag.PARAGRAPH) if front.marking is not None else None
    low = y + scale.kicker[1]
    if label is not None:
        right = label.rect.x - STATUS_GAP
        low = max(low, label.rect.y + label.rect.height - LABEL_PAD)
    status = paragraph(scale.kicker, Piece(front.status), colour=TOKENS.ink2, align="right")
    span = natural_width(status) + 0.1
    later = [status]
    if x + STATUS_GAP + span <= right:
        head.items.append(_line(status, right - span, y, span))
        later = []
    if label is not None:
        head.items.append(label)
        assert front.marking is not None
        if len(label.paragraphs[0].lines) > 1:
            head.problems += (_too_wide(front.marking),)
    head.y = low
    _later_rows(head, front, later, sheet, scale)


def _too_wide(marking: Marking) -> Problem:
    return Problem(
        "text-fits",
        Severity.ERROR,
        marking.label.path,
        "the handling label is wider than its place at the top of the one-page summary",
        hint="shorten it, or say the rest in the `caveat` of the marking",
    )


def _later_rows(head: Head, front: Front, later: list[Paragraph], sheet: Sheet, scale: Scale) -> None:
    """Who publishes it at the left, the caveat of the marking at the right; below each other if need be."""
    caveat = front.marking.caveat if front.marking is not None else None
    if front.organisation is not None:
        later = [*later, paragraph(scale.kicker, Piece(front.organisation), colour=TOKENS.ink2)]
    if caveat is not None:
        later = [*later, paragraph(scale.kicker, Piece(caveat), bold=True, align="right")]
    if later:
        head.y += ROW_GAP
    beside = [text.align for text in later] == ["left", "right"]
    if beside and fsum(map(natural_width, later)) + STATUS_GAP <= sheet.measure:
        for text in later:
            span = natural_width(text) + 0.1
            x = sheet.left + (sheet.measure - span if text.align == "right" else 0.0)
            head.items.append(_line(text, x, head.y, span))
        head.y += scale.kicker[1]
        return
    for text in later:
        _stack(head, set_lines(text, sheet.measure), sheet)


def _line(text: Paragraph, x: float, y: float, span: float) -> TextBox:
    return TextBox(Rect(x, y, span, text.leading), (set_lines(text, span),))


def _title(head: Head, front: Front, sheet: Sheet, scale: Scale) -> None:
    head.y += scale.gap(TITLE_GAP)
    size, leading = scale.title
    width, foot = sheet.measure, head.y
    if front.logo is not None:
        rect = _logo_place(front.logo, sheet, head.y)
        head.items.append(PictureBox(rect, front.logo, "logo"))
        width, foot = rect.x - LOGO_GAP - sheet.left, rect.y + rect.height
    title = replace(paragraph(scale.title, Piece(front.title), colour=TOKENS.brand, bold=True), tag=Tag.TITLE)
    done = balanced(title, width, free=True)[0]
    if len(done.lines) > 2:
        done = balanced(replace(title, size=size - 2, leading=leading - 2), width, free=True)[0]
    _stack(head, done, sheet, width)
    if front.subtitle is not None:
        head.y += SUBTITLE_GAP
        subtitle = paragraph(scale.subtitle, Piece(front.subtitle), colour=TOKENS.ink2)
        _stack(head, without_stub(subtitle, width)[0], sheet, width)
    head.y = max(head.y, foot)


def _logo_place(logo: Picture, sheet: Sheet, y: float) -> Rect:
    """Return the place of a logo right of the title, as large as the box for logos allows."""
    scale = min(LOGO_WIDTH / logo.width, LOGO_HEIGHT / logo.height)
    width, height = logo.width * scale, logo.height * scale
    return Rect(sheet.left + sheet.measure - width, y, width, height)


def _stack(head: Head, text: Paragraph, sheet: Sheet, width: float | None = None) -> None:
    height = height_of((text,))
    name = next((piece.text.slot for piece in text.pieces if piece.text is not None), None)
    head.items.append(TextBox(Rect(sheet.left, head.y, width or sheet.measure, height), (text,), name=name))
    head.y += height


def _bottom_line(head: Head, answer: BottomLine, sheet: Sheet, scale: Scale) -> None:
    """The answer on the brand's colour, and what is asked for on a pale strip that hangs from it."""
    head.y += scale.gap(PANEL_GAP)
    room = sheet.measure - 2 * PANEL_SIDE
    label = paragraph(scale.label, Piece(answer.label), colour=TOKENS.on_brand, bold=True)
    text = paragraph(scale.panel, Piece(answer.text), colour=TOKENS.white, before=LABEL_GAP)
    label = replace(label, tag=Tag.HEADING)
    texts = (set_lines(label, room), without_stub(text, room, STUB)[0])
    height = height_of(texts) + scale.gap(PANEL_TOP + PANEL_FOOT)
    rect = Rect(sheet.left, head.y, sheet.measure, height)
    insets = (PANEL_SIDE, scale.gap(PANEL_TOP), PANEL_SIDE, scale.gap(PANEL_FOOT))
    head.items.append(TextBox(rect, texts, insets, fill=TOKENS.brand, name=answer.text.slot))
    head.y += height
    if answer.ask is not None and answer.ask_label is not None:
        _ask(head, answer, sheet, scale)


def _ask(head: Head, answer: BottomLine, sheet: Sheet, scale: Scale) -> None:
    assert answer.ask is not None
    assert answer.ask_label is not None
    label = paragraph(scale.panel, Piece(answer.ask_label), bold=True)
    pieces = (Piece(answer.ask_label, colour=TOKENS.brand), Piece(None, "\t"), Piece(answer.ask))
    hang = natural_width(label) + ASK_LEAD
    ask = paragraph(scale.panel, *pieces, bold=True, hang=hang)
    done = without_stub(ask, sheet.measure - 2 * PANEL_SIDE, STUB)[0]
    pad = scale.gap(ASK_PAD)
    height = height_of((done,)) + 2 * pad
    rect = Rect(sheet.left, head.y, sheet.measure, height)
    insets = (PANEL_SIDE, pad, PANEL_SIDE, pad)
    head.items.append(TextBox(rect, (done,), insets, fill=TOKENS.panel, name=answer.ask.slot))
    head.y += height


def _figure(head: Head, block: ArgumentMap, sheet: Sheet, scale: Scale, drawn: bool) -> None:
    head.y += scale.gap(FIGURE_GAP)
    look = scale.map_look
    pieces = (Piece(block.number, colour=TOKENS.brand), Piece(None, "\u2002"), Piece(block.title))
    caption = replace(paragraph(scale.caption, *pieces, bold=True), tag=Tag.CAPTION)
    _stack(head, without_stub(caption, sheet.measure)[0], sheet)
    head.y += scale.gap(CAPTION_GAP)
    height = map_height(block, sheet.measure, look)
    if drawn:
        group, problems = place_map(block, Rect(sheet.left, head.y, sheet.measure, height), look)
        head.problems += problems
        head.items.append(group)
    head.y += height
    if block.key:
        head.y += scale.gap(KEY_GAP)
        if drawn:
            head.items += place_key(block, sheet.left, head.y, sheet.measure, look)
        head.y += key_height(block, sheet.measure, look)
