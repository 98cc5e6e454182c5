"""Lays out the cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import fsum

from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, Draft, Note, boxed, set_height
from builder.layout.deck.frame import set_title
from builder.layout.deck.notes import MOST_NAMED, leading, listed, quoted, said
from builder.layout.deck.notes.further import asked, numbered, sections_of
from builder.layout.map.thumbnail import draw_thumbnail
from builder.layout.pages import Box, Item, Paragraph, PictureBox, Piece, Rect, TextBox
from builder.layout.pictures import Size, fitted, logo_sizes
from builder.layout.text.fit import Split, choose
from builder.layout.text.measure import balanced, widest_word
from builder.outline.blocks import Responses, Sources
from builder.outline.text import Picture, Text
from builder.theme.deck import CoverLook, Furniture
from builder.theme.geometry import Step


def cover(deck: Deck) -> Draft:
    """Return the cover: title, subtitle and picture or map in the brand block, who is behind it below."""
    designation = list(_designation(deck))
    items: list[Item] = [*_subtitle(deck, designation), *designation, *_picture(deck), *_map(deck)]
    items += [*_fields(deck), *_logos(deck)]
    notes = [*_basis(deck), *_parts(deck)]
    spare = [*asked(deck, deck.labels.speech.ask_at_end), *numbered(deck)]
    return Draft("cover", deck.front.title, items, layout="Cover", notes=notes, spare=spare)


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


def _parts(deck: Deck) -> Iterator[Note]:
    """Yield the parts through which the argument goes, if there are several."""
    titles = [quoted(deck, each.title) for each in sections_of(deck.outline) if each.arguments]
    responses = deck.outline.one(Responses)
    if responses is not None:
        titles.append(quoted(deck, responses.heading))
    if len(titles) > 1:
        yield said(deck, deck.labels.speech.parts, parts=listed(deck, titles))


def cover_places(deck: Deck) -> dict[str, Furniture]:
    """Return the placeholders of the cover: beside a picture; beside the map, if the words have room."""
    layout, look = deck.layouts["Cover"], deck.look.cover
    if look.right is None:
        return layout
    if look.stands:
        return _beside_place(deck, layout)
    right = look.right.x - look.gap
    narrow = {
        name: replace(own, rect=replace(own.rect, width=min(own.rect.width, right - own.rect.x)))
        for name, own in layout.items()
    }
    rect = replace(narrow["title"].rect, height=look.title_height)
    narrow["title"] = replace(narrow["title"], rect=rect, step=look.title)
    if deck.front.picture is None:
        found, _, excess = set_title(deck, deck.front.title, narrow["title"])
        if deck.map is None or excess > 0 or widest_word(found) > rect.width - GIVE:
            return layout
    return narrow


def _beside_place(deck: Deck, layout: dict[str, Furniture]) -> dict[str, Furniture]:
    """Return the placeholders of a template's cover: the words below the title are narrower."""
    width = deck.look.cover.narrow
    if width is None or (deck.front.picture is None and deck.map is None):
        return layout
    narrow = {
        name: own if name == "title" else replace(own, rect=replace(own.rect, width=width))
        for name, own in layout.items()
    }
    if deck.front.picture is None:
        trial = replace(deck, layouts={**deck.layouts, "Cover": narrow}, problems=[])
        tuple(_subtitle(trial, list(_designation(trial))))
        tuple(_fields(trial))
        if trial.problems:
            return layout
    return narrow


def _is_wide(deck: Deck) -> bool:
    """Whether nothing is beside the words: neither a picture nor the map."""
    look, layout = deck.look.cover, deck.layouts["Cover"]
    if look.right is None:
        return True
    if look.stands:
        return look.narrow is not None and layout["subtitle"].rect.width > look.narrow
    return layout["title"].rect.width > look.right.x


def _map(deck: Deck) -> Iterator[Item]:
    """Place the argument map where a picture would be."""
    look = deck.look.cover
    if look.map is not None and deck.map is not None and deck.front.picture is None and not _is_wide(deck):
        line, on_brand = look.map_line, look.map_on_brand
        yield draw_thumbnail(deck.map, look.map, None, line, *deck.thumbnail, on_brand=on_brand)


def _picture(deck: Deck) -> Iterator[Item]:
    """Place the picture, on a pale ground where it has too few pixels to fill its place, and its credit."""
    shown, look = deck.front.picture, deck.look.cover
    if shown is None or look.right is None:
        return
    credit = look.credit_height if shown.credit is not None else 0.0
    rect = replace(look.right, height=look.right.height - credit)
    width, height = fitted(shown.half, rect.width, rect.height)
    if width < rect.width - 1:
        yield Box(rect, fill=deck.colours.panel)
    inner = Rect(rect.x + (rect.width - width) / 2, rect.y + (rect.height - height) / 2, width, height)
    yield PictureBox(inner, shown.half, name="cover", placeholder="picture")
    if shown.credit is not None:
        step, inset = look.credit, look.gap
        found = deck.paragraph(shown.credit, step=step, colour=look.credit_ink or deck.colours.white)
        strip = Rect(rect.x, rect.bottom, rect.width, credit)
        box = boxed(strip, [found], (0.0, 0.0, inset, 0.0), anchor="middle")
        yield box
        over = (len(box.paragraphs[0].lines) - 1) * step.leading
        deck.report(shown.credit, box.paragraphs[0], over, "the cover", "shorten `cover.credit`")


def _subtitle(deck: Deck, designation: Sequence[TextBox]) -> Iterator[Item]:
    """Place the subtitle below the title, above the designation."""
    above, own, look = deck.layouts["Cover"]["title"], deck.layouts["Cover"]["subtitle"], deck.look.cover
    text = deck.front.subtitle
    if text is None:
        return
    foot = designation[0].rect.y if designation else look.block - look.subtitle_foot
    title, _, _ = set_title(deck, deck.front.title, above)
    top = above.rect.y + len(title.lines) * title.leading + look.subtitle_gap
    if look.stands:
        top = own.rect.y
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
    found = deck.paragraph(*pieces, step=look.designation, colour=look.ink or deck.colours.on_brand)
    left, width = deck.look.left, deck.look.live
    if look.stands:
        left, width = deck.layouts["Cover"]["subtitle"].rect.x, deck.layouts["Cover"]["subtitle"].rect.width
    elif deck.front.picture:
        width = deck.layouts["Cover"]["title"].rect.width
    height = set_height([found], width)
    box = boxed(Rect(left, look.block - look.designation_foot - height, width, height), [found])
    yield box
    over = height - 2 * look.designation.leading
    deck.report(texts[0], box.paragraphs[0], over, "the cover", "shorten `marking.designation`")


def _fields(deck: Deck) -> Iterator[Item]:
    """Place who is behind the brief, the first name large; then status, version and date in one line."""
    grid, look, front = deck.look, deck.look.cover, deck.front
    width = (look.logos.x - look.gap if front.cover_logos and look.logos else grid.right) - grid.left
    left, grey = grid.left, look.ink or deck.colours.ink2
    if look.names is not None:
        left, width = look.names.x, deck.layouts["Cover"]["subtitle"].rect.width
    lines: list[tuple[Text | Piece, ...]] = [(each,) for each in (front.organisation, front.authors) if each]
    if front.partners is not None:
        label = Piece(front.partners.label, bold=True, colour=grey)
        lines.append((label, Piece(None, deck.labels.space or " "), front.partners.value))
    lines.append((front.status,))

    def set_in(large: Step, small: Step) -> list[Paragraph]:
        heads = [large] if front.organisation else []
        steps = [*heads, *[small] * len(lines)]
        return [
            deck.paragraph(
                *line, step=step, bold=step is large, colour=grey if line is lines[-1] else look.ink
            )
            for line, step in zip(lines, steps, strict=False)
        ]

    def over(steps: tuple[Step, Step]) -> float:
        rows = [set_height([row], width) for row in set_in(*steps)]
        return fsum(rows) + look.field_gap * (len(rows) - 1) - (look.fields_bottom - look.fields_top)

    steps = next((each for each in look.field_steps if over(each) <= 0), look.field_steps[-1])
    y = look.fields_top
    for row in set_in(*steps):
        tall = set_height([row], width)
        yield boxed(Rect(left, y, width, tall), [row])
        y += tall + look.field_gap
    texts = [piece.text for row in set_in(*steps) for piece in row.pieces if piece.text is not None]
    done, hint = Split(steps[1], [], (), max(over(steps), 0.0)), "name fewer, or use shorter names"
    deck.report_longest(texts, width, done, hint, "the cover")


def _logos(deck: Deck) -> Iterator[Item]:
    """Place the logos in rows at the right edge of their room, on a field where their ground is not white."""
    look, front = deck.look.cover, deck.front
    logos, room = front.partner_logos if look.has_logo else front.cover_logos, look.logos
    if not logos or room is None:
        return
    if look.logo_ground is not None:
        room = room.inside(look.logo_pad)
    tries = (_logo_rows(logos, count, room, look) for count in range(1, len(logos) + 1))
    height, rows = max(tries, key=lambda done: done[0])
    y = room.y
    if look.logo_ground is not None:
        wide = max(_row_width(row, look) for row in rows)
        tall = height * len(rows) + look.logo_row_gap * (len(rows) - 1)
        field = Rect(room.right - wide, y, wide, tall).inside(-look.logo_pad)
        yield Box(field, fill=look.logo_ground)
    for row in rows:
        x = room.right - _row_width(row, look)
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
