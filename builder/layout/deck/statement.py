"""Sets words large: a statement beside a bar, with the mark that opens a quotation in its language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from builder.layout.deck.draft import GIVE, Deck, bottom_of, boxed, set_height
from builder.layout.pages import Box, Item, Paragraph, Polygon, Rect, TextBox
from builder.layout.text.measure import balanced
from builder.outline.text import Text
from builder.theme.colours import Hue
from builder.theme.geometry import Step

HINT = "one piece of evidence has up to 20 words"


def alone(deck: Deck, text: Text, below: Sequence[Paragraph], hue: Hue) -> list[Item]:
    """Return a text that is all that its slide has, a little over the middle."""
    grid, low = deck.look, deck.look.argument.low
    body = Rect(grid.left, grid.body_top, grid.live, grid.body)
    lower = low * max(grid.body_bottom - bottom_of(set_large(deck, text, below, hue, body)), 0.0)
    return set_large(deck, text, below, hue, replace(body, y=body.y + lower, height=body.height - lower))


def set_large(
    deck: Deck, text: Text, below: Sequence[Paragraph], hue: Hue, rect: Rect, *, quoted: bool = False
) -> list[Item]:
    """Return a text as large as leaves it few lines: beside a bar, or on a tint if nothing is below it."""
    look, opening = deck.look.argument, list[Item]()
    left = rect.x + look.statement_left
    if quoted:
        opening += _mark(deck.labels.speech.quoted[0], left, rect.y + look.quote_top, look.quote, hue.half)
    above = look.quote_top + look.quote + look.quote_gap if opening else 0.0
    width = min(rect.width - look.statement_left, deck.look.span(10))
    foot = look.said_gap + set_height(below, width) if below else 0.0
    room = Rect(left, rect.y + above, width, min(rect.height - above - foot, look.statement_limit))

    def words(step: Step) -> list[Paragraph]:
        return [deck.paragraph(text, step=step)]

    if not below:
        insets = (look.statement_left, look.plain_pad, deck.look.pad, look.plain_pad)
        plain = deck.fitted(
            rect, words, look.plain_steps, "its slide", HINT, insets, fill=hue.tint, snug=True
        )
        return [_even(plain), Box(replace(plain.rect, width=deck.look.bar), fill=hue.strong)]
    large = deck.fitted(room, words, look.statement_steps, "its slide", HINT, snug=True)
    large = _even(large)
    bar = Box(Rect(rect.x, rect.y, deck.look.bar, above + large.rect.height + foot), fill=hue.strong)
    top = bottom_of([large]) + look.said_gap
    return [bar, *opening, large, boxed(Rect(left, top, width, foot - look.said_gap), below, stubs=True)]


def _even(box: TextBox) -> TextBox:
    """Return a box with even lines, so that no word has the last line to itself."""
    left, top, right, bottom = box.insets
    width = box.rect.width - left - right
    (words,) = box.paragraphs
    found, used = balanced(words, width - GIVE)
    if len(found.lines) != len(words.lines):
        return box
    return replace(box, paragraphs=(found,), insets=(left, top, right + width - GIVE - used, bottom))


# Outlines from 0 to 1, as wide as high, of the strokes that a mark has.
_HIGH = (
    (0.86, 0.0), (0.97, 0.13), (0.76, 0.28), (0.62, 0.46), (0.76, 0.53), (0.84, 0.64), (0.84, 0.78),
    (0.76, 0.91), (0.62, 0.99), (0.45, 1.0), (0.29, 0.94), (0.18, 0.81), (0.15, 0.63), (0.22, 0.42),
    (0.38, 0.21), (0.6, 0.07),
)  # fmt: skip
_LOW = tuple((1 - x, 1 - y) for x, y in _HIGH)
_ANGLE = ((0.52, 0.0), (0.86, 0.0), (0.46, 0.5), (0.86, 1.0), (0.52, 1.0), (0.12, 0.5))
_CORNER = ((0.0, 0.0), (0.62, 0.0), (0.62, 0.17), (0.17, 0.17), (0.17, 1.0), (0.0, 1.0))
_STROKES = {"“": (_HIGH, 2), "„": (_LOW, 2), "«": (_ANGLE, 2), "「": (_CORNER, 1)}


def _mark(opening: str, x: float, y: float, side: float, fill: str) -> Iterator[Polygon]:
    """Yield the strokes of an opening mark, `side` points high, from its upper left corner.

    Screen readers pass it over.
    """
    outline, count = _STROKES[opening]
    left = min(px for px, _ in outline)
    for index in range(count):
        start = x + (index * 0.95 - left) * side
        yield Polygon(tuple((start + px * side, y + py * side) for px, py in outline), fill)
