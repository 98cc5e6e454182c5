"""The front block becomes the cover, and the sections of a long deck their dividers."""

from __future__ import annotations

from math import fsum

from builder.layout.deck.draft import GIVE, Deck, Draft, boxed, numbered, paragraph, set_height
from builder.layout.deck.frame import set_title
from builder.layout.deck.grid import (
    COVER_BLOCK,
    COVER_SUBTITLE,
    COVER_TITLE,
    LEFT,
    RIGHT,
    SECTION_TITLE,
    span,
)
from builder.layout.deck.notes import listed, note, words_in
from builder.layout.map.thumbnail import draw_thumbnail
from builder.layout.pages import Item, PictureBox, Piece, Rect, TextBox
from builder.layout.text.fit import Step, choose, split, too_long
from builder.layout.text.measure import balanced, set_lines
from builder.outline.blocks import BottomLine, Section
from builder.outline.text import Picture
from builder.report.problems import Problem
from builder.theme.theme import DEFAULT
from builder.theme.tokens import TOKENS

READING_SPEED = 200  # words a minute
FIELDS_TOP, FIELDS_BOTTOM, VALUE_LEFT = 361.0, 518.0, 158.4
LARGE = Rect(RIGHT - span(4), 368.6, span(4), 103.0)
FIELD_STEPS = (Step(16, 20), Step(14, 17), Step(12, 15))


def cover(deck: Deck) -> Draft:
    """Return the cover: title and subtitle on the brand block, facts of the brief and its map below."""
    subtitle, problems = _subtitle(deck)
    fields, found = _fields(deck)
    items = [*subtitle, *fields]
    if deck.map is not None:
        items.append(draw_thumbnail(deck.map, LARGE, None, 1.75, DEFAULT.thumbnail, TOKENS))
    if deck.front.logo is not None:
        items.append(_logo(deck.front.logo, deck.map is not None))
    minutes = max(round(words_in(deck.outline.blocks) / READING_SPEED), 1)
    purpose = deck.fixed("note_purpose", deck.labels.purpose(minutes))
    bottom_line = deck.outline.one(BottomLine)
    notes = [
        note(deck, purpose),
        *([note(deck, bottom_line.label, deck.labels.colon, bottom_line.text)] if bottom_line else []),
    ]
    return Draft(
        "cover",
        deck.front.title,
        tuple(items),
        layout="Cover",
        notes=tuple(notes),
        problems=(*problems, *found),
    )


def _subtitle(deck: Deck) -> tuple[list[Item], list[Problem]]:
    """The subtitle stands close under the title, however many lines that has."""
    text = deck.front.subtitle
    if text is None:
        return [], []
    title, _, _ = set_title(deck.front.title, COVER_TITLE)
    look = COVER_SUBTITLE
    top = COVER_TITLE.rect.y + len(title.lines) * title.leading + 14.4
    room = COVER_BLOCK - 22.0 - top
    width = look.rect.width
    steps = (look.step, Step(20, 25), Step(18, 23))
    step, excess = choose(steps, lambda step: set_height([paragraph(text, step=step)], width) - room)
    found = paragraph(text, step=step, colour=look.colour)
    lines, narrow = balanced(found, width - GIVE)
    narrow = narrow if narrow < width - GIVE else width
    rect = Rect(look.rect.x, top, width, min(max(len(lines.lines) * step.leading, 56.0), room))
    box = TextBox(
        rect,
        (lines,),
        (0.0, 0.0, width - narrow, 0.0),
        placeholder="subtitle",
        name=text.slot,
    )
    if not excess:
        return [box], []
    return [box], [too_long(text, box.paragraphs[0], excess, "the cover", "shorten `subtitle` or `title`")]


def _fields(deck: Deck) -> tuple[list[Item], list[Problem]]:
    """Author, date and the like: a label and its value in a row."""
    right = LARGE.x - 36.0 if deck.map is not None or deck.front.logo is not None else RIGHT
    width = right - VALUE_LEFT
    fields = deck.front.cover

    def heights(step: Step) -> list[float]:
        return [
            max(set_height([paragraph(field.value, step=step)], width),
                set_height([paragraph(field.label, step=step, bold=True)], VALUE_LEFT - LEFT - 12.0))
            for field in fields
        ]  # fmt: skip

    if not fields:
        return [], []
    room = FIELDS_BOTTOM - FIELDS_TOP
    step, excess = choose(FIELD_STEPS, lambda step: fsum(heights(step)) + 3.0 * (len(fields) - 1) - room)
    rows = heights(step)
    gap = min(27.4 - step.leading, max((room - fsum(rows)) / max(len(fields) - 1, 1), 3.0))
    items: list[Item] = []
    y = FIELDS_TOP
    for field, height in zip(fields, rows, strict=True):
        label = paragraph(field.label, step=step, colour=TOKENS.ink2, bold=True)
        items.append(boxed(Rect(LEFT, y, VALUE_LEFT - LEFT - 12.0, height), [label], name=field.label.slot))
        value = paragraph(field.value, step=step)
        items.append(boxed(Rect(VALUE_LEFT, y, width, height), [value], name=field.value.slot))
        y += height + gap
    if not excess:
        return items, []
    longest = max(fields, key=lambda field: len(field.value.plain)).value
    lines = set_lines(paragraph(longest, step=step), width)
    return items, [too_long(longest, lines, excess, "the cover", "name fewer, or use shorter names")]


def _logo(picture: Picture, beside_map: bool) -> PictureBox:
    """The logo at the right edge of the white part, under the map if there is one."""
    top, height = (484.0, 36.0) if beside_map else (LARGE.y, LARGE.height)
    scale = min(LARGE.width / picture.width, height / picture.height)
    width, height = picture.width * scale, picture.height * scale
    return PictureBox(Rect(RIGHT - width, top, width, height), picture, name="logo")


def divider(deck: Deck, section: Section) -> Draft:
    """Return the slide that opens a section of a long deck: its title and its claims."""
    width = span(10)
    claims = [argument.claim for argument in section.arguments]

    def heights(step: Step) -> list[float]:
        return [set_height([paragraph(claim, step=step)], width - 2.4 * step.size) for claim in claims]

    top = SECTION_TITLE.rect.y + 108.0
    done = split((Step(20, 25), Step(18, 22), Step(16, 20)), heights, 486.0 - top, gap=9.0)
    items: list[Item] = []
    y = top
    for argument, tall in zip(section.arguments[: done.chunks[0].stop], heights(done.step), strict=False):
        number = Piece(argument.number, bold=True, colour=TOKENS.on_brand)
        claim = paragraph(argument.claim, step=done.step, colour=TOKENS.white)
        items += numbered(Rect(LEFT, y, width, tall), number, 2.4 * done.step.size, claim)
        y += tall + 9.0
    notes = (*((note(deck, section.intro),) if section.intro else ()), listed(deck, section.title, claims))
    return Draft(
        section.title.slot, section.title, tuple(items), role=section.role, layout="Section", notes=notes
    )
