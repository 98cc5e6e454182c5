"""Lays out pictures and the argument map, on slides of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile
from math import fsum

from msgspec.structs import replace

from builder.layout.deck.draft import (
    Deck,
    Draft,
    Note,
    bottom_of,
    boxed,
    relaxed,
    roomy_width,
    set_height,
    without_stop,
)
from builder.layout.deck.notes import (
    blended,
    from_sources,
    leading,
    listed,
    quoted,
    said,
    sentence,
    source_line,
)
from builder.layout.deck.notes.further import belongs
from builder.layout.map.place import place_key, place_map
from builder.layout.pages import Box, Item, Paragraph, PictureBox, Piece, Rect, TextBox
from builder.layout.pictures import fitted
from builder.layout.text.fit import choose
from builder.layout.text.measure import set_lines, widest_word
from builder.outline.blocks import ArgumentMap, Block, Chart, Figure, Section, Table
from builder.outline.text import Depth, Text
from builder.theme.geometry import Step


def figure(deck: Deck, block: Figure) -> Draft:
    """Return the slide of a picture, whose words are beside it, or below it where it is a panorama.

    One that has hardly any words shares its slide with the picture after it, if both are large there.
    """
    deck = deck.under(block.title, appendix=block.annex)
    speech, wide = deck.labels.speech, _ratio(block) >= deck.look.figure.panorama
    other = _next_picture(deck, block)
    pair = list(_pair(deck, block, other)) if other is not None else []
    both = (block, other) if other is not None and pair else (block,)
    tall = _ratio(block) < deck.look.figure.tall
    if tall and (block.caption or _section_of(deck, block)):
        alone = _tall(deck, block)
    elif wide or block.caption is None:
        alone = _stacked(deck, block)
    else:
        alone = _beside(deck, block, block.caption)
    return Draft(
        block.title.slot.removesuffix("_title"),
        block.title,
        pair or list(alone),
        block.number,
        source=source_line(deck, *(each.refs for each in both)),
        lead=blended(speech.to_figure),
        notes=[
            *(leading(deck, speech.picture, each.alt) for each in both),
            from_sources(deck, speech.comes_from, *(each.refs for each in both)) or (),
        ],
        extras=list(belongs(deck, block)),
        appendix=block.annex,
        also=both[1:],
    )


def _ratio(block: Figure) -> float:
    return block.picture.width / block.picture.height


def _next_picture(deck: Deck, block: Figure) -> Figure | None:
    """Return the picture right after another, if one of them has no caption."""
    after = dropwhile(lambda each: each is not block, deck.outline.blocks)
    other = next((each for each in after if each is not block and not _left_out(each)), None)
    if not isinstance(other, Figure) or other.annex is not block.annex:
        return None
    return None if block.caption and other.caption else other


def _left_out(block: Block) -> bool:
    return isinstance(block, Figure) and block.title.depth > Depth.DECK


def _pair(deck: Deck, block: Figure, other: Figure) -> Iterator[Item]:
    """Yield two pictures of one height, the words of the first below it, of the other at the right.

    Nothing where the pictures would be low, or their words do not fit.
    """
    grid, look = deck.look, deck.look.figure
    ratios = _ratio(block), _ratio(other)
    room = grid.live - look.least_words - grid.gutter - look.beside
    height = min(room / sum(ratios), grid.body)
    lines, over = _set_words(deck, block, look.wide_steps[1:], ratios[0] * height, look.most_below)
    if lines:
        height = min(height, grid.body - look.gap - set_height(lines, ratios[0] * height))
    widths = [ratio * height for ratio in ratios]
    left = grid.left + fsum(widths) + grid.gutter + look.beside
    beside, narrow = _other_words(deck, other), grid.right - left
    tall = set_height(beside, narrow)
    full = all(
        fitted(each.picture, width, height)[0] >= look.filled * width
        for each, width in zip((block, other), widths, strict=True)
    )
    fits = tall <= height and max(map(widest_word, beside)) < narrow
    if over or not full or not fits or height < look.least_pair * grid.body:
        return
    x = grid.left
    for each, width in zip((block, other), widths, strict=True):
        yield PictureBox(Rect(x, grid.body_top, width, height), each.picture, name=each.alt.slot)
        if each is block and lines:
            below = Rect(x, grid.body_top + height + look.gap, width, set_height(lines, width))
            yield boxed(below, lines)
        x += width + grid.gutter
    yield boxed(Rect(left, grid.body_top, narrow, tall), beside)


def _other_words(deck: Deck, block: Figure) -> list[Paragraph]:
    """Return the words of the second picture of a slide: its number, title, caption and credit."""
    look, grey = deck.look.figure, deck.colours.ink2
    return [
        deck.paragraph(block.number, step=look.credit, colour=grey, bold=True),
        deck.paragraph(without_stop(block.title), step=look.other, colour=deck.colours.brand, bold=True),
        *(
            deck.paragraph(text, step=step, before=look.gap / 2, colour=colour)
            for text, step, colour in (
                (block.caption, look.other, None),
                (block.credit, look.credit, grey),
            )
            if text is not None
        ),
    ]


def _beside(deck: Deck, block: Figure, caption: Text) -> Iterator[Item]:
    """Yield a picture and its words beside it; on one field where it does not fill its columns."""
    grid, look = deck.look, deck.look.figure
    room = grid.span(8)
    width, height = _size(deck, block, room, grid.body)
    field, pad, top = width < look.filled * room, 0.0, grid.body_top
    if field:
        yield _field(deck)
        pad, top = min(grid.body - height, room - width) / 2, top + (grid.body - height) / 2
    yield PictureBox(Rect(grid.left + pad, top, width, height), block.picture, name=block.alt.slot)
    left = grid.left + pad + width + max(pad, look.beside)
    measure = min(grid.right - left - look.frame * field, grid.span(8))
    lines, excess = _set_words(deck, block, look.wide_steps, measure, grid.body)
    if field:
        top = grid.body_top + max(grid.body - set_height(lines, measure), 0.0) / 2
    box = boxed(Rect(left, top, measure, set_height(lines, measure)), lines)
    deck.report(caption, box.paragraphs[0], excess, "its slide", "shorten the caption")
    yield box


def _tall(deck: Deck, block: Figure) -> Iterator[Item]:
    """Yield a tall picture at the left margin, its caption beside it, and below that what it belongs to."""
    grid, look = deck.look, deck.look.figure
    width, height = _size(deck, block, grid.span(4), grid.body)
    yield PictureBox(Rect(grid.left, grid.body_top, width, height), block.picture, name=block.alt.slot)
    left = grid.left + width + look.beside
    measure = min(grid.right - left, grid.span(8))
    lines, excess = _set_words(deck, block, look.tall_steps, measure, grid.body)
    top = grid.body_top
    if lines:
        box = boxed(Rect(left, top, measure, set_height(lines, measure)), lines)
        deck.report(
            block.caption or block.title, box.paragraphs[0], excess, "its slide", "shorten the caption"
        )
        yield box
        top = box.rect.bottom + grid.gutter
    section = _section_of(deck, block)
    if section is not None:
        for step in look.claim_steps:
            rect = Rect(left, top, measure, height)
            spare = grid.body_bottom - bottom_of(list(_claims(deck, section, rect, step)))
            if spare >= 0:  # at the foot below a caption, else in the optical middle
                low = spare if lines else spare * grid.argument.low
                yield from _claims(deck, section, replace(rect, y=top + low), step)
                return


def _section_of(deck: Deck, block: Figure) -> Section | None:
    """Return the section that shows a picture."""
    before = takewhile(lambda each: each is not block, deck.outline.blocks)
    last = next((each for each in reversed([*before]) if not isinstance(each, Table | Chart | Figure)), None)
    return last if isinstance(last, Section) and not block.annex else None


def _claims(deck: Deck, section: Section, rect: Rect, step: Step) -> Iterator[Item]:
    """Yield the title of a section, and under it its claims."""
    look, strong = deck.look.figure, deck.colours.hue(section.role).strong
    yield deck.rule(rect.x, rect.y, deck.look.right - rect.x, strong)
    y = rect.y + deck.look.rule + look.gap / 2
    head = deck.paragraph(section.title, step=look.other, colour=strong, bold=True)
    tall = set_height([head], rect.width)
    yield boxed(Rect(rect.x, y, rect.width, tall), [head])
    y += tall + look.gap / 2
    numbers = [Piece(each.number, bold=True, colour=strong) for each in section.arguments]
    hang = max(roomy_width(deck.paragraph(each, step=step)) for each in numbers) + look.gap / 2
    for number, each in zip(numbers, section.arguments, strict=True):
        words = deck.paragraph(each.claim, step=step)
        tall = set_height([words], rect.width - hang)
        yield from deck.numbered(Rect(rect.x, y, rect.width, tall), number, hang, words)
        y += tall + look.gap / 2


def _stacked(deck: Deck, block: Figure) -> Iterator[Item]:
    """Yield a picture and its words below it; in the middle of a field unless it is across the slide."""
    grid, look = deck.look, deck.look.figure
    words, x, y, pad = block.caption or block.credit, grid.left, grid.body_top, 0.0
    across = fitted(block.picture, grid.live, grid.body)[0] >= look.filled * grid.live
    lines, excess, measure = list[Paragraph](), 0.0, grid.span(10 if across else 6)
    if words is not None:
        lines, excess = _set_words(deck, block, look.wide_steps, measure, look.most_below)
    below = set_height(lines, measure) + look.gap if lines else 0.0
    width, height = _size(deck, block, grid.live, grid.body - below)
    if width < look.filled * grid.live:
        yield _field(deck)
        pad = look.frame if lines else 0.0
        width, height = _size(deck, block, grid.live, grid.body - below - 2 * pad)
        x, y = x + (grid.live - width) / 2, y + (grid.body - below - height) / 2
    else:
        y += look.low * (grid.body - below - height)
    yield PictureBox(Rect(x, y, width, height), block.picture, name=block.alt.slot)
    if words is not None:
        left = min(x, grid.right - pad - measure)
        box = boxed(Rect(left, y + height + look.gap, measure, below - look.gap), lines)
        deck.report(words, box.paragraphs[0], excess, "its slide", "shorten the caption")
        yield box


def _size(deck: Deck, block: Figure, width: float, height: float) -> tuple[float, float]:
    """Return the size of a picture: as large as it has room, its own where it has too few pixels."""
    size, edge = fitted(block.picture, width, height), 2 * deck.look.figure.frame
    if max(size[0] / width, size[1] / height) < deck.look.figure.filled:
        size = fitted(block.picture, width - edge, height - edge, 1.0)
    return size


def _field(deck: Deck) -> Box:
    """Return the ground of a picture that does not fill the slide."""
    grid = deck.look
    return Box(Rect(grid.left, grid.body_top, grid.live, grid.body), fill=deck.colours.panel)


def _set_words(
    deck: Deck, block: Figure, steps: Sequence[Step], width: float, height: float
) -> tuple[list[Paragraph], float]:
    """Return the caption, large, and the credit, and by how many points they are too high for their room."""
    look, grey = deck.look.figure, deck.colours.ink2

    def lines(step: Step) -> list[Paragraph]:
        found = [deck.paragraph(block.caption, step=step)] if block.caption else []
        before = look.gap if found else 0.0
        if block.credit:
            found.append(deck.paragraph(block.credit, step=look.credit, colour=grey, before=before))
        return found

    step, excess = choose(steps, lambda step: set_height(lines(step), width) - height)
    return lines(step), excess


def map_slide(deck: Deck, block: ArgumentMap) -> Draft:
    """Return the slide of the map."""
    deck = deck.under(block.title)
    grid, look = deck.look, deck.look.map
    bottom = look.key_top - look.key_gap if block.key else grid.body_bottom
    drawn, colours = deck.theme.map.deck, deck.colours
    room = Rect(grid.left, grid.body_top, grid.live, bottom - grid.body_top)
    group, problems = place_map(block, room, drawn, colours)
    if problems and block.key:
        room = replace(room, height=look.key_top - look.least_key_gap - grid.body_top)
        dense = replace(drawn, row_gaps={0: look.dense_row_gap})
        group, problems = place_map(block, room, dense, colours)
    spare = room.bottom - bottom_of(group.items)
    if not problems and spare > look.much * room.height:
        lower = look.low * spare
        group, _ = place_map(
            block, replace(room, y=room.y + lower, height=room.height - lower), drawn, colours
        )
    deck.problems.extend(problems)
    members = tuple(relaxed(item) if isinstance(item, TextBox) else item for item in group.items)
    items: list[Item] = [replace(group, items=members)]
    key = place_key(block, grid.left, look.key_top, grid.live, drawn, colours)
    items += (_roomy(deck, item) if isinstance(item, TextBox) else item for item in key)
    if block.note is not None:
        found = deck.paragraph(block.note, step=look.note, colour=deck.colours.ink2, align="right")
        width = roomy_width(found)
        ends = [item.rect.x + item.rect.width for item in key if isinstance(item, TextBox)]
        one_row = all(item.rect.y == look.key_top for item in key if isinstance(item, TextBox))
        if one_row and grid.right - width > max(ends, default=grid.left) + look.note_gap:
            items.append(boxed(Rect(grid.right - width, look.key_top, width, look.note.leading), [found]))
    source, notes = source_line(deck, block.refs), list(_notes(deck, block))
    lead = blended(deck.labels.speech.to_map)
    return Draft("map", block.title, items, block.heading, source=source, lead=lead, notes=notes)


def _roomy(deck: Deck, box: TextBox) -> TextBox:
    """The words of the key have the space behind them, too."""
    found = box.paragraphs[0]
    width = min(roomy_width(found), box.rect.width + deck.theme.map.deck.key_gap - 4.0)
    rect = replace(box.rect, width=max(width, box.rect.width))
    return replace(box, rect=rect, paragraphs=(set_lines(found, width),))


def _notes(deck: Deck, block: ArgumentMap) -> Iterator[Note]:
    """The figure in words: each column, its nodes from top to bottom, then the arrows."""
    for column in block.columns:
        nodes = listed(deck, [quoted(deck, node.label) for node in column.nodes])
        yield said(deck, deck.labels.speech.column, head=quoted(deck, column.head), nodes=nodes)
    if block.arrows is not None:
        yield sentence(deck, block.arrows)
    if block.note is not None:
        yield sentence(deck, block.note)
