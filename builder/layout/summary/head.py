"""Lays out the upper half of the page from the top down: masthead, title, bottom line and figure."""

from __future__ import annotations

from math import fsum

from msgspec import Struct, field
from msgspec.structs import replace

from builder.layout.map.place import key_height, map_height, place_key, place_map
from builder.layout.pages import Box, Item, Paragraph, PictureBox, Piece, Polyline, Rect, Tag, TextBox
from builder.layout.pictures import fitted
from builder.layout.summary.style import Style
from builder.layout.text.measure import balanced, height_of, natural_width, set_lines, without_stub
from builder.outline.blocks import (
    ArgumentMap,
    BottomLine,
    CoverPicture,
    Front,
    KeyFigure,
    KeyFigures,
    KeyMessages,
    Marking,
    Outline,
)
from builder.outline.text import Picture
from builder.report.problems import Problem, error
from builder.theme.geometry import Step


class Head(Struct):
    """The upper half: its items in reading order, where it ends, and what in it does not fit."""

    y: float
    items: list[Item] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()


COVER = "cover"  # in place of a slot: the picture of the cover, across the page


def lay_out_head(outline: Outline, style: Style, taken: frozenset[str], drawn: bool = True) -> Head:
    """Return everything above the columns at one rung; the map only where it is `drawn`, else its height."""
    head = Head(style.sheet.top)
    front, answer = outline.one(Front), outline.one(BottomLine)
    argument_map = outline.one(ArgumentMap)
    if front is not None:
        _masthead(head, front, style)
        _designation(head, front, style)
        _title(head, front, style)
        if front.picture is not None and COVER in taken:
            _picture(head, front.picture, style)
    if answer is not None:
        _bottom_line(head, answer, style)
    figures = outline.one(KeyFigures)
    if figures is not None:
        _key_figures(head, figures, style)
    messages = outline.one(KeyMessages)
    if messages is not None:
        _key_messages(head, messages, style)
    if argument_map is not None:
        _figure(head, argument_map, style, drawn)
    return head


def marking_box(marking: Marking, right: float, y: float, style: Style, tag: Tag) -> TextBox:
    """Return the handling label, which ends at `right`, in the middle of a line of the masthead at `y`."""
    look = style.look
    colour, fill = style.colours.markings[marking.colour]
    step, beside = style.scale.marking, style.scale.kicker
    label = style.paragraph(step, Piece(marking.label), colour=colour, bold=True)
    span = min(_span(label), look.marking_widest)
    done = set_lines(label, span)
    width, height = span + 2 * look.marking_side, height_of((done,)) + 2 * look.marking_pad
    above = look.marking_pad + (step.leading - beside.leading) / 2
    rect = Rect(right - width, y - above, width, height)
    insets = (look.marking_side, 0.0, look.marking_side, 0.0)
    return TextBox(rect, (done,), insets, "middle", fill, name="marking", tag=tag)


def _masthead(head: Head, front: Front, style: Style) -> None:
    """A bar, what kind of document it is, its status and handling label, then who publishes it."""
    look, sheet, scale, colours = style.look, style.sheet, style.scale, style.colours
    head.items.append(Box(Rect(sheet.left, head.y, sheet.measure, look.bar), colours.brand))
    y = head.y + look.bar + look.kicker_gap
    x, right = sheet.left, sheet.left + sheet.measure
    kind = style.paragraph(scale.kicker, Piece(front.kind), colour=colours.brand, bold=True)
    name = style.paragraph(scale.kicker, Piece(front.summary_name), colour=colours.ink2)
    for text in (kind, name):
        head.items.append(_line(text, x, y))
        x += _span(text) + look.kind_gap
    low, marking, boxes = y + scale.kicker.leading, front.marking, list[Item]()
    if marking is not None:
        label = marking_box(marking, right, y, style, Tag.PARAGRAPH)
        boxes.append(label)
        right = label.rect.x - look.status_gap
        low = max(low, label.rect.y + label.rect.height - look.marking_pad)
        if len(label.paragraphs[0].lines) > 1:
            message = "the handling label is too wide for the top of the one-page summary"
            hint = "shorten it, or move part of it to the marking's `caveat`"
            head.problems += (error("text-fits", marking.label.path, message, hint),)
    status = style.paragraph(scale.kicker, Piece(front.status), colour=colours.ink2, align="right")
    later = [status]
    if x + look.status_gap + _span(status) <= right:
        boxes.insert(0, _line(status, right - _span(status), y))
        later = []
    head.items += boxes
    head.y = low
    _later_rows(head, front, later, style)


def _later_rows(head: Head, front: Front, later: list[Paragraph], style: Style) -> None:
    """Who publishes it at the left, the caveat of the marking at the right; below each other if need be."""
    sheet, scale = style.sheet, style.scale
    caveat = front.marking.caveat if front.marking is not None else None
    names = [Piece(front.organisation)] if front.organisation is not None else []
    if front.partners is not None:
        names += [Piece(None, "\u2002")] if names else []
        names += [Piece(front.partners.label), Piece(None, style.labels.space), Piece(front.partners.value)]
    if names:
        later = [*later, style.paragraph(scale.kicker, *names, colour=style.colours.ink2)]
    if caveat is not None:
        later = [*later, style.paragraph(scale.kicker, Piece(caveat), bold=True, align="right")]
    if later:
        head.y += style.look.row_gap
    beside = [text.align for text in later] == ["left", "right"]
    if beside and fsum(map(natural_width, later)) + style.look.status_gap <= sheet.measure:
        for text in later:
            x = sheet.left + (sheet.measure - _span(text) if text.align == "right" else 0.0)
            head.items.append(_line(text, x, head.y))
        head.y += scale.kicker.leading
        return
    for text in later:
        _stack(head, set_lines(text, sheet.measure), style)


def _designation(head: Head, front: Front, style: Style) -> None:
    """Who designated the CUI in the brief, in a row below the others."""
    pieces = [piece for text in front.designation for piece in (Piece(None, style.labels.dot), Piece(text))][
        1:
    ]
    if pieces:
        head.y += style.look.row_gap
        text = style.paragraph(style.scale.kicker, *pieces, colour=style.colours.ink2)
        _stack(head, set_lines(text, style.sheet.measure), style)


def _span(text: Paragraph) -> float:
    """Return the width in points of a text on one line, with what rounding may take."""
    return natural_width(text) + 0.1


def _line(text: Paragraph, x: float, y: float) -> TextBox:
    span = _span(text)
    return TextBox(Rect(x, y, span, text.leading), (set_lines(text, span),))


def _title(head: Head, front: Front, style: Style) -> None:
    look, scale = style.look, style.scale
    head.y += style.gap(look.title_gap)
    width, foot = style.sheet.measure, head.y
    if front.logo is not None:
        rect = _logo_rect(front.logo, style, head.y)
        head.items.append(PictureBox(rect, front.logo, "logo"))
        width, foot = rect.x - look.logo_gap - style.sheet.left, rect.y + rect.height
    text, colour = Piece(front.title), style.colours.brand
    title = style.paragraph(scale.title, text, colour=colour, bold=True, tag=Tag.TITLE)
    done = balanced(title, width, free=True)[0]
    least = max(min(look.title_least, scale.title.size - 2), scale.panel.size * look.title_over)
    while len(done.lines) > 2 and title.size - 2 >= least:
        title = replace(title, size=title.size - 2, leading=title.leading - 2)
        done = balanced(title, width, free=True)[0]
    _stack(head, done, style, width)
    if front.subtitle is not None:
        head.y += look.subtitle_gap
        subtitle = style.paragraph(scale.subtitle, Piece(front.subtitle), colour=style.colours.ink2)
        _stack(head, without_stub(subtitle, width)[0], style, width)
    head.y = max(head.y, foot)


def _picture(head: Head, shown: CoverPicture, style: Style) -> None:
    """The picture of the cover across the page, and who made it."""
    head.y += style.gap(style.look.panel_gap)
    width, height = fitted(shown.strip, style.sheet.measure, style.sheet.height)
    head.items.append(PictureBox(Rect(style.sheet.left, head.y, width, height), shown.strip, "cover"))
    head.y += height
    if shown.credit is not None:
        head.y += style.look.subtitle_gap
        credit = style.note(Piece(shown.credit))
        _stack(head, set_lines(credit, style.sheet.measure), style)


def _logo_rect(logo: Picture, style: Style, y: float) -> Rect:
    """Return the rectangle of a logo right of the title, as large as the box for logos allows."""
    width, height = fitted(logo, style.look.logo_width, style.look.logo_height)
    return Rect(style.sheet.left + style.sheet.measure - width, y, width, height)


def _stack(head: Head, text: Paragraph, style: Style, width: float | None = None) -> None:
    height = height_of((text,))
    rect = Rect(style.sheet.left, head.y, width or style.sheet.measure, height)
    head.items.append(TextBox(rect, (text,), name=text.slot))
    head.y += height


def _bottom_line(head: Head, answer: BottomLine, style: Style) -> None:
    """The answer on the brand's colour."""
    look, scale, colours = style.look, style.scale, style.colours
    head.y += style.gap(look.panel_gap)
    room = style.sheet.measure - 2 * look.panel_side
    words, colour = Piece(answer.label), colours.on_brand
    label = style.paragraph(scale.label, words, colour=colour, bold=True, tag=Tag.HEADING)
    text = style.paragraph(scale.panel, Piece(answer.text), colour=colours.white, before=look.label_gap)
    texts = (set_lines(label, room), without_stub(text, room, look.stub)[0])
    side, pad = look.panel_side, style.gap(look.panel_pad)
    height = height_of(texts) + 2 * pad
    rect = Rect(style.sheet.left, head.y, style.sheet.measure, height)
    insets, name = (side, pad, side, pad), answer.text.slot
    head.items.append(TextBox(rect, texts, insets, fill=colours.brand, name=name))
    head.y += height


def _key_figures(head: Head, block: KeyFigures, style: Style) -> None:
    """The numbers to keep: side by side below a rule, with hairlines between them."""
    look, sheet, colours = style.look, style.sheet, style.colours
    head.y += style.gap(look.figure_gap)
    head.items.append(Box(Rect(sheet.left, head.y, sheet.measure, look.rule), colours.brand))
    top = head.y + look.rule + style.gap(look.rule_gap)
    pitch = (sheet.measure + look.figures_gutter) / len(block.figures)
    width = pitch - look.figures_gutter
    fitting = (
        step
        for step in look.figure_steps
        if all(_span(_number(figure, step, style)) <= width for figure in block.figures)
    )
    step = next(fitting, look.figure_steps[-1])
    foot = top
    for index, figure in enumerate(block.figures):
        number = set_lines(_number(figure, step, style), width)
        if len(number.lines) > 1:
            message = "the number is too wide for its column on the one-page summary"
            head.problems += (error("text-fits", figure.value.path, message, "give its unit in the `label`"),)
        label = style.paragraph(style.scale.body, Piece(figure.label), before=look.label_gap)
        texts = (number, without_stub(label, width, look.stub)[0])
        rect = Rect(sheet.left + index * pitch, top, width, height_of(texts))
        head.items.append(TextBox(rect, texts, name=figure.value.slot))
        foot = max(foot, rect.y + rect.height)
    for index in range(1, len(block.figures)):
        x = sheet.left + index * pitch - look.figures_gutter / 2
        line = Polyline(((x, top + look.label_gap), (x, foot)), colours.rule, look.hairline)
        head.items.append(line)
    head.y = foot


def _number(figure: KeyFigure, step: Step, style: Style) -> Paragraph:
    size = step.size * style.look.unit_share
    unit = (Piece(None, "\u00a0", size=size), Piece(figure.unit, size=size)) if figure.unit else ()
    return style.paragraph(step, Piece(figure.value), *unit, colour=style.colours.brand, bold=True)


def _key_messages(head: Head, block: KeyMessages, style: Style) -> None:
    """What to keep: a list across the page."""
    look, sheet, scale, colours = style.look, style.sheet, style.scale, style.colours
    head.y += style.gap(look.figure_gap)
    words = (Piece(block.heading),)
    heading = style.paragraph(scale.head, *words, colour=colours.brand, bold=True, tag=Tag.HEADING)
    _stack(head, set_lines(heading, sheet.measure), style)
    head.y += style.gap(look.head_gap)
    for index, message in enumerate(block.messages):
        head.y += style.gap(look.limit_gap) if index else 0.0
        pieces = [Piece(message.text)]
        if message.arguments:
            pieces += [Piece(None, " "), Piece(message.arguments, colour=colours.ink2)]
        item = style.paragraph(scale.body, *pieces, indent=style.grown(look.dot_lead), tag=Tag.ITEM)
        done = without_stub(item, sheet.measure, look.stub)[0]
        head.items.append(style.dot(done, sheet.left, head.y))
        _stack(head, done, style)


def _figure(head: Head, block: ArgumentMap, style: Style, drawn: bool) -> None:
    sheet, colours = style.sheet, style.colours
    head.y += style.gap(style.look.figure_gap)
    look = style.map_look
    pieces = (Piece(block.number, colour=colours.brand), Piece(None, "\u2002"), Piece(block.title))
    caption = style.paragraph(style.scale.caption, *pieces, bold=True, tag=Tag.CAPTION)
    _stack(head, without_stub(caption, sheet.measure)[0], style)
    head.y += style.gap(style.look.caption_gap)
    height = map_height(block, sheet.measure, look, colours)
    below = height + style.gap(style.look.key_gap)
    whole = below + key_height(block, sheet.measure, look) if block.key else height
    if drawn:
        rect = Rect(sheet.left, head.y, sheet.measure, height)
        group, problems = place_map(block, rect, look, colours)
        head.problems += problems
        key = place_key(block, sheet.left, head.y + below, sheet.measure, look, colours) if block.key else ()
        head.items.append(replace(group, rect=replace(rect, height=whole), items=(*group.items, *key)))
    head.y += whole
