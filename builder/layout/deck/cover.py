"""Lays out the cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import fsum

from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, Draft, Note, boxed, set_height
from builder.layout.deck.frame import set_title
from builder.layout.deck.notes import MOST_NAMED, leading, listed, said
from builder.layout.map.thumbnail import draw_thumbnail
from builder.layout.pages import Box, Item, PictureBox, Rect, TextBox
from builder.layout.pictures import Size, fitted, logo_sizes
from builder.layout.text.fit import Split, choose
from builder.layout.text.measure import balanced
from builder.outline.blocks import CoverPicture, Front, Sources
from builder.outline.text import Picture
from builder.theme.deck import CoverLook, DeckLook, Furniture
from builder.theme.geometry import Step


def cover(deck: Deck) -> Draft:
    """Return the cover: title, subtitle and picture in the brand block, facts of the brief below.

    Beside the facts are the logos; and the map, unless there are partners or a picture.
    """
    look, front, argument_map = deck.look, deck.front, deck.map
    if front.picture or front.partner_logos:
        argument_map = None
    designation = list(_designation(deck))
    foot = designation[0].rect.y if designation else look.cover.block - look.cover.subtitle_foot
    items: list[Item] = [*_subtitle(deck, foot), *designation, *_picture(deck)]
    items += _fields(deck, alone=argument_map is None and not front.logos)
    if argument_map is not None:
        items.append(draw_thumbnail(argument_map, look.cover_map, None, look.cover.map_line, *deck.thumbnail))
    if front.logos:
        items += _logos(deck, front.logos, beside_map=argument_map is not None)
    return Draft("cover", deck.front.title, items, layout="Cover", notes=list(_basis(deck)))


def _basis(deck: Deck) -> Iterator[Note]:
    """Yield what the brief draws on: its sources by name if they are few, else their number."""
    block, labels = deck.outline.one(Sources), deck.labels
    if block is None:
        return
    if len(block.sources) == 1:
        (source,) = block.sources
        yield leading(deck, labels.speech.draws_on_one, source.full_name or source.text)
        return
    names = [each.full_name for each in block.sources if each.full_name is not None]
    named = len(names) == len(block.sources) <= MOST_NAMED
    basis = listed(deck, names) if named else labels.many_sources.format(count=len(block.sources))
    yield said(deck, labels.speech.draws_on, sources=basis)


def beside_picture(front: Front, layout: dict[str, Furniture], look: DeckLook) -> dict[str, Furniture]:
    """Return the placeholders of the cover, no wider than the picture leaves room for, if it has one."""
    if front.picture is None:
        return layout
    right = _picture_rect(front.picture, look).x - look.cover.picture_gap
    narrow = {
        name: replace(own, rect=replace(own.rect, width=min(own.rect.width, right - own.rect.x)))
        for name, own in layout.items()
    }
    title = narrow["title"]
    return narrow | {"title": replace(title, rect=replace(title.rect, height=look.cover.title_height))}


def _picture_rect(picture: CoverPicture, look: DeckLook) -> Rect:
    """Return the right part of the brand block, which the picture fills down to its credit."""
    height = look.cover.block - (look.cover.credit_height if picture.credit else 0.0)
    width = height * picture.half.width / picture.half.height
    return Rect(look.width - width, 0.0, width, height)


def _picture(deck: Deck) -> Iterator[Item]:
    """Place the picture, on a pale ground where it has too few pixels to fill its place, and its credit."""
    shown, look = deck.front.picture, deck.look.cover
    if shown is None:
        return
    rect = _picture_rect(shown, deck.look)
    width, height = fitted(shown.half, rect.width, rect.height)
    if width < rect.width - 1:
        yield Box(rect, fill=deck.colours.panel)
    inner = Rect(rect.x + (rect.width - width) / 2, (rect.height - height) / 2, width, height)
    yield PictureBox(inner, shown.half, name="cover")
    if shown.credit is not None:
        step = look.credit
        found = deck.paragraph(shown.credit, step=step, colour=deck.colours.on_brand)
        wide = look.picture_gap / 2
        room = Rect(rect.x + wide, rect.height, deck.look.right - rect.x - wide, look.credit_height)
        box = boxed(room, [found], anchor="middle")
        yield box
        over = (len(box.paragraphs[0].lines) - 1) * step.leading
        deck.report(shown.credit, box.paragraphs[0], over, "the cover", "shorten `cover.credit`")


def _subtitle(deck: Deck, foot: float) -> Iterator[Item]:
    """Place the subtitle right below the title, however many lines that has, and above `foot`."""
    text = deck.front.subtitle
    if text is None:
        return
    above, own, look = deck.layouts["Cover"]["title"], deck.layouts["Cover"]["subtitle"], deck.look.cover
    title, _, _ = set_title(deck, deck.front.title, above)
    top = above.rect.y + len(title.lines) * title.leading + look.subtitle_gap
    room = foot - top
    width = own.rect.width
    step, excess = choose(look.subtitle_steps, lambda step: deck.height(text, step, width) - room)
    found = deck.paragraph(text, step=step, colour=own.colour)
    lines, narrow = balanced(found, width - GIVE)
    narrow = narrow if narrow < width - GIVE else width
    rect = Rect(own.rect.x, top, width, min(max(len(lines.lines) * step.leading, own.rect.height), room))
    insets = (0.0, 0.0, width - narrow, 0.0)
    yield TextBox(rect, (lines,), insets, placeholder="subtitle", name=text.slot)
    deck.report(text, lines, excess, "the cover", "shorten `subtitle` or `title`")


def _designation(deck: Deck) -> Iterator[TextBox]:
    """Place who designated the CUI in the brief on a line or two at the foot of the brand block."""
    look, texts = deck.look.cover, deck.front.designation
    if not texts:
        return
    pieces = [part for text in texts for part in (deck.labels.dot, text)][1:]
    found = deck.paragraph(*pieces, step=look.designation, colour=deck.colours.on_brand)
    width = deck.look.right - deck.look.left
    if deck.front.picture:
        width = deck.layouts["Cover"]["title"].rect.width
    height = set_height([found], width)
    box = boxed(Rect(deck.look.left, look.block - look.designation_foot - height, width, height), [found])
    yield box
    over = height - 2 * look.designation.leading
    deck.report(texts[0], box.paragraphs[0], over, "the cover", "shorten `marking.designation`")


def _fields(deck: Deck, *, alone: bool) -> Iterator[Item]:
    """Author, date and the like: a label and its value in a row, as wide as the slide if they are `alone`."""
    grid, look, fields = deck.look, deck.look.cover, deck.front.cover
    if not fields:
        return
    width = (grid.right if alone else grid.cover_map.x - look.map_gap) - look.value_left
    labels = look.value_left - grid.left - look.label_gap
    least = look.least_gap * (len(fields) - 1)

    def heights(step: Step) -> list[float]:
        return [
            max(
                deck.height(field.value, step, width),
                set_height([deck.paragraph(field.label, step=step, bold=True)], labels),
            )
            for field in fields
        ]

    room = look.fields_bottom - look.fields_top
    step, excess = choose(look.field_steps, lambda step: fsum(heights(step)) + least - room)
    rows = heights(step)
    gap = min(look.pitch - step.leading, max((room - fsum(rows)) / max(len(fields) - 1, 1), look.least_gap))
    y = look.fields_top
    for field, height in zip(fields, rows, strict=True):
        label = deck.paragraph(field.label, step=step, colour=deck.colours.ink2, bold=True)
        yield boxed(Rect(grid.left, y, labels, height), [label])
        yield boxed(Rect(look.value_left, y, width, height), [deck.paragraph(field.value, step=step)])
        y += height + gap
    done, hint = Split(step, rows, (), excess), "name fewer, or use shorter names"
    deck.report_longest([field.value for field in fields], width, done, hint, "the cover")


def _logos(deck: Deck, logos: Sequence[Picture], *, beside_map: bool) -> Iterator[PictureBox]:
    """Place the logos in rows at the right edge of the white part, under the map if there is one."""
    look, room = deck.look.cover, deck.look.cover_map
    top, height = room.y, look.fields_bottom - room.y
    if beside_map:
        top, height = look.logo_top, look.logo_height
    room = replace(room, y=top, height=height)
    tries = (_logo_rows(logos, count, room, look) for count in range(1, len(logos) + 1))
    height, rows = max(tries, key=lambda done: done[0])
    y = room.y
    for row in rows:
        x = deck.look.right - _row_width(row, look)
        for logo, (wide, tall) in row:
            yield PictureBox(Rect(x, y + (height - tall) / 2, wide, tall), logo, name="logo")
            x += wide + look.logo_gap
        y += height + look.logo_row_gap


_Row = list[tuple[Picture, Size]]


def _logo_rows(logos: Sequence[Picture], count: int, room: Rect, look: CoverLook) -> tuple[float, list[_Row]]:
    """Return the height of each of `count` rows of logos that have room, and the rows."""
    ends = [len(logos) * index // count for index in range(count + 1)]
    height = min((room.height - look.logo_row_gap * (count - 1)) / count, look.logo_tallest)
    while height > 1.0:
        placed = list(zip(logos, logo_sizes(logos, room.width, height), strict=True))
        rows = [placed[start:end] for start, end in pairwise(ends)]
        widest = max(_row_width(row, look) for row in rows)
        if widest <= room.width:
            return height, rows
        height *= max(min(room.width / widest, 0.98), 0.5)
    return 0.0, []


def _row_width(row: _Row, look: CoverLook) -> float:
    return fsum(width for _, (width, _) in row) + look.logo_gap * (len(row) - 1)
