"""Lays out the cover, and the dividers between the sections of a long deck."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from builder.layout.deck.draft import GIVE, Deck, Draft, Note, boxed, set_height
from builder.layout.deck.frame import set_title
from builder.layout.deck.notes import MOST_NAMED, leading, listed, prose_notes, quoted, said, to_section
from builder.layout.map.thumbnail import draw_thumbnail
from builder.layout.pages import Item, PictureBox, Piece, Rect, TextBox
from builder.layout.text.fit import Split, choose, split
from builder.layout.text.measure import balanced
from builder.outline.blocks import Section, Sources
from builder.outline.text import Picture
from builder.theme.geometry import Step


def cover(deck: Deck) -> Draft:
    """Return the cover: title and subtitle on the brand block, facts of the brief and its map below."""
    items = [*_subtitle(deck), *_designation(deck), *_fields(deck)]
    if deck.map is not None:
        look = deck.look
        items.append(draw_thumbnail(deck.map, look.cover_map, None, look.cover.map_line, *deck.thumbnail))
    if deck.front.logo is not None:
        items.append(_logo(deck, deck.front.logo, deck.map is not None))
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


def _subtitle(deck: Deck) -> Iterator[Item]:
    """Place the subtitle right below the title, however many lines that has."""
    text = deck.front.subtitle
    if text is None:
        return
    above, own, look = deck.layouts["Cover"]["title"], deck.layouts["Cover"]["subtitle"], deck.look.cover
    title, _, _ = set_title(deck, deck.front.title, above)
    top = above.rect.y + len(title.lines) * title.leading + look.subtitle_gap
    room = look.block - look.subtitle_foot - top
    width = own.rect.width
    step, excess = choose(look.subtitle_steps, lambda step: deck.height(text, step, width) - room)
    found = deck.paragraph(text, step=step, colour=own.colour)
    lines, narrow = balanced(found, width - GIVE)
    narrow = narrow if narrow < width - GIVE else width
    rect = Rect(own.rect.x, top, width, min(max(len(lines.lines) * step.leading, own.rect.height), room))
    insets = (0.0, 0.0, width - narrow, 0.0)
    yield TextBox(rect, (lines,), insets, placeholder="subtitle", name=text.slot)
    deck.report(text, lines, excess, "the cover", "shorten `subtitle` or `title`")


def _designation(deck: Deck) -> Iterator[Item]:
    """Place who designated the CUI in the brief on one line at the foot of the brand block."""
    look, texts = deck.look.cover, deck.front.designation
    if not texts:
        return
    pieces = [part for text in texts for part in (deck.labels.dot, text)][1:]
    found = deck.paragraph(*pieces, step=look.designation, colour=deck.colours.on_brand)
    width, height = deck.look.right - deck.look.left, look.designation.leading
    box = boxed(Rect(deck.look.left, look.block - look.designation_foot - height, width, height), [found])
    yield box
    over = (len(box.paragraphs[0].lines) - 1) * height
    deck.report(texts[0], box.paragraphs[0], over, "the cover", "shorten `marking.designation`")


def _fields(deck: Deck) -> Iterator[Item]:
    """Author, date and the like: a label and its value in a row."""
    grid, look, fields = deck.look, deck.look.cover, deck.front.cover
    if not fields:
        return
    pictured = deck.map is not None or deck.front.logo is not None
    width = (grid.cover_map.x - look.map_gap if pictured else grid.right) - look.value_left
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


def _logo(deck: Deck, picture: Picture, beside_map: bool) -> PictureBox:
    """The logo at the right edge of the white part, under the map if there is one."""
    look, place = deck.look.cover, deck.look.cover_map
    top, height = (look.logo_top, look.logo_height) if beside_map else (place.y, place.height)
    scale = min(place.width / picture.width, height / picture.height)
    width, height = picture.width * scale, picture.height * scale
    return PictureBox(Rect(deck.look.right - width, top, width, height), picture, name="logo")


def divider(deck: Deck, section: Section) -> Draft:
    """Return the slide that opens a section of a long deck: its title and its claims."""
    grid, look = deck.look, deck.look.section
    width = grid.span(10)
    claims = [argument.claim for argument in section.arguments]

    def heights(step: Step) -> list[float]:
        return [deck.height(claim, step, width - look.hang * step.size) for claim in claims]

    top = deck.layouts["Section"]["title"].rect.y + look.claims_top
    done = split(look.steps, heights, look.claims_bottom - top, gap=look.gap)
    items: list[Item] = []
    y = top
    for argument, tall in zip(section.arguments[done.chunks[0]], done.heights, strict=False):
        number = Piece(argument.number, bold=True, colour=deck.colours.on_brand)
        claim = deck.paragraph(argument.claim, step=done.step, colour=deck.colours.white)
        items += deck.numbered(Rect(grid.left, y, width, tall), number, look.hang * done.step.size, claim)
        y += tall + look.gap
    title = section.title
    return Draft(
        title.slot,
        title,
        items,
        role=section.role,
        layout="Section",
        enters=to_section(deck, section),
        notes=[*prose_notes(deck, section.intro), *_about(deck, section)],
    )


def _about(deck: Deck, section: Section) -> Iterator[Note]:
    """Yield the claims of a section in short, where the brief has that."""
    labels = [each.label for each in section.arguments]
    if all(each.label.plain != each.claim.plain for each in section.arguments):
        claims = listed(deck, [quoted(deck, label) for label in labels])
        yield said(deck, deck.labels.speech.about, claims=claims)
