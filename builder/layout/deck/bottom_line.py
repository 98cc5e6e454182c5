"""The bottom line becomes slide 2: the answer, the argument in cards, and the ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import fsum

from msgspec import Struct

from builder.layout.deck.draft import (
    Deck,
    Draft,
    Note,
    boxed,
    card,
    numbered,
    paragraph,
    roomy_width,
    set_height,
)
from builder.layout.deck.grid import BODY_BOTTOM, BODY_TOP, GUTTER, LEFT, LIVE, PAD, span
from builder.layout.deck.notes import listed, note
from builder.layout.pages import Item, Paragraph, Piece, Rect, TextBox
from builder.layout.text.fit import Step, choose, levelled, too_long
from builder.outline.blocks import BottomLine, Glance, Responses
from builder.outline.text import Role, Text
from builder.report.problems import Problem
from builder.theme.colours import Hue
from builder.theme.tokens import TOKENS

PANEL_STEPS = (
    Step(32, 39),
    Step(28, 34),
    Step(26, 31),
    Step(24, 29),
    Step(22, 26),
    Step(20, 24),
    Step(18, 22),
)
READABLE, LEAST = Step(22, 26), Step(20, 24)
ITEM_STEPS = (Step(18, 22), Step(16, 20))
HANG = 38.9  # from a number to its text
TITLE = Step(20, 24)
TOP, FIRST, FOOT = 14.4, 46.1, 13.0  # of a card: its title, its first item, the space below the last
PANEL_PAD = 9.0
ASK_GAP = 13.0
CARD_RIGHT = 7.0  # from a card's words to its right edge
TIGHT, WELL_SPACED, ROOMY = 4.0, 9.0, 17.3  # between the rows of a card
LEAST_CARD = 100.0
ASK_STEPS = (Step(20, 24), Step(18, 22), Step(16, 20))


class _Card(Struct, frozen=True):
    title: Text
    hue: Hue
    rows: tuple[tuple[Text | None, Text], ...]  # number and words; without a number, numbers are all it says


class _Plan(Struct, frozen=True):
    """How the cards are set: their widths, the size, and the height of each row of each card."""

    widths: tuple[float, ...]
    step: Step
    rows: tuple[tuple[float, ...], ...]
    titles: float

    def height(self, gap: float) -> float:
        tallest = max(fsum(rows) + gap * (len(rows) - 1) for rows in self.rows)
        return FIRST + self.titles - TITLE.leading + tallest + FOOT


def bottom_line(deck: Deck, block: BottomLine, glance: Glance | None) -> Draft:
    """Return the slide that answers first."""
    ask, problems = _ask(block)
    bottom = BODY_BOTTOM - (ask[0].rect.height + ASK_GAP if ask else 0.0)
    between = ASK_GAP if ask else GUTTER
    cards = tuple(_cards(deck, glance))
    room = bottom - BODY_TOP - between
    shown, plan = _planned(deck, cards, room, lambda step: _panel_height(block, step))
    if plan:
        step, height, excess = _shared(block, plan, room)
    else:
        height = bottom - BODY_TOP
        step, excess = choose(PANEL_STEPS, lambda step: _panel_height(block, step) - height)
    text = paragraph(block.text, step=step, colour=TOKENS.white)
    rect = Rect(LEFT, BODY_TOP, LIVE, height)
    panel = boxed(
        rect, [text], (PAD, 0.0, PAD, 0.0), anchor="middle", fill=TOKENS.brand, name=block.text.slot
    )
    if excess:
        problems.append(
            too_long(block.text, panel.paragraphs[0], excess, "its slide", "shorten `bottom_line.text`")
        )
    items: list[Item] = [panel]
    if plan:
        top = BODY_TOP + height + between
        items += _place_cards(shown, plan, top, bottom - top)
    return Draft(
        "bl",
        block.headline,
        (*items, *ask),
        block.label,
        source=(Piece(glance.note),) if glance and glance.note else (),
        notes=tuple(_notes(deck, block, cards)),
        problems=tuple(problems),
    )


def _shared(block: BottomLine, plan: _Plan, room: float) -> tuple[Step, float, float]:
    """Return size and height of the panel over the cards, and by how many points its text is too high.

    The text is as large as leaves the cards well spaced; what is then left over goes to both.
    """
    gap, cards = WELL_SPACED, max(plan.height(WELL_SPACED), LEAST_CARD)
    step, excess = _largest(block, room - cards)
    for tighter in (TIGHT, 0.0):
        if excess:
            gap, cards = tighter, plan.height(tighter)
            step, excess = _largest(block, room - cards)
    height = _panel_height(block, step)
    spare = max(room - height - cards, 0.0)
    return step, height + max(spare / 2, spare - (plan.height(ROOMY) - plan.height(gap))), excess


def _largest(block: BottomLine, room: float) -> tuple[Step, float]:
    """Return the largest size of the panel's text in `room` points, and by how many it is too high."""
    return choose(PANEL_STEPS, lambda step: _panel_height(block, step) - room)


def _notes(deck: Deck, block: BottomLine, cards: tuple[_Card, ...]) -> Iterator[Note]:
    yield note(deck, block.label, deck.labels.colon, block.text)
    if block.ask:
        yield note(deck, block.ask_label, deck.labels.colon, block.ask)
    for each in cards:
        yield listed(deck, each.title, [words for _, words in each.rows])


def _panel_height(block: BottomLine, step: Step) -> float:
    return set_height([paragraph(block.text, step=step)], LIVE - 2 * PAD) + 2 * PANEL_PAD


def _cards(deck: Deck, glance: Glance | None) -> Iterator[_Card]:
    for section in glance.sections if glance else ():
        rows = tuple((argument.number, argument.label) for argument in section.arguments)
        yield _Card(section.title, TOKENS.hue(section.role), rows)
    responses = deck.outline.one(Responses)
    if responses:
        rows = tuple((each.number, each.label) for each in responses.responses)
        yield _Card(responses.heading, TOKENS.hue(Role.RESPONSE), rows)


def _ask(block: BottomLine) -> tuple[list[TextBox], list[Problem]]:
    """The bar at the foot: what the reader is asked to do, on one line if a size of the ladder allows it."""
    if block.ask is None or block.ask_label is None:
        return [], []

    def words(step: Step) -> Paragraph:
        label = Piece(block.ask_label, bold=True, colour=TOKENS.brand)
        return paragraph(label, "  ", block.ask, step=step)

    def tall(step: Step) -> float:
        return set_height([words(step)], LIVE - 2 * PAD)

    step, excess = choose(ASK_STEPS, lambda step: tall(step) - step.leading)
    if excess:
        step, excess = choose(ASK_STEPS[1:], lambda step: tall(step) - 2 * step.leading)
    height = max(tall(step) + 16.0, 39.6)
    rect = Rect(LEFT, BODY_BOTTOM - height, LIVE, height)
    bar = boxed(
        rect, [words(step)], (PAD, 0.0, PAD, 0.0), anchor="middle", fill=TOKENS.panel, name=block.ask.slot
    )
    if not excess:
        return [bar], []
    hint = "shorten `bottom_line.ask`"
    return [bar], [too_long(block.ask, bar.paragraphs[0], excess, "the foot of its slide", hint)]


def _planned(
    deck: Deck, cards: tuple[_Card, ...], room: float, panel_height: Callable[[Step], float]
) -> tuple[tuple[_Card, ...], _Plan | None]:
    """Choose widths and size: labels well spaced, then tight under a lower panel, then only their numbers."""
    if not cards:
        return cards, None
    ranges = tuple(_numbers_only(deck, each) for each in cards)
    for shown, gap, panel in (
        (cards, WELL_SPACED, READABLE),
        (cards, TIGHT, LEAST),
        (cards, TIGHT, PANEL_STEPS[-1]),
        (cards, 0.0, PANEL_STEPS[-1]),
        (ranges, TIGHT, PANEL_STEPS[-1]),
    ):
        for step in ITEM_STEPS:
            for widths in _widths(shown, step):
                plan = _set(shown, widths, step)
                if plan.height(gap) <= room - panel_height(panel) and plan.titles <= 2 * TITLE.leading:
                    return shown, plan
    return cards, None


def _numbers_only(deck: Deck, each: _Card) -> _Card:
    first, last = each.rows[0][0], each.rows[-1][0]
    assert first is not None
    assert last is not None
    if first is last:
        return _Card(each.title, each.hue, ((None, first),))
    words = deck.labels.range.format(first=first.plain, last=last.plain)
    return _Card(each.title, each.hue, ((None, deck.fixed(f"{each.title.slot}_span", words)),))


def _widths(cards: tuple[_Card, ...], step: Step) -> Iterator[tuple[float, ...]]:
    """Yield the widths worth trying: whole columns after the longest label, then equal ones."""
    needs = [
        PAD
        + CARD_RIGHT
        + max(
            roomy_width(paragraph(each.title, step=TITLE, bold=True)),
            *(_hang(number) + roomy_width(_words(number, words, step)) for number, words in each.rows),
        )
        for each in cards
    ]
    columns = [next((n for n in range(2, 13) if span(n) >= need), 13) for need in needs]
    if sum(columns) <= 12:
        while sum(columns) < 12:
            columns[columns.index(min(columns))] += 1
        yield tuple(map(span, columns))
        return
    free = LIVE - GUTTER * (len(cards) - 1)
    yield levelled(needs, free)
    yield (free / len(cards),) * len(cards)


def _hang(number: Text | None) -> float:
    return HANG if number is not None else 0.0


def _words(number: Text | None, words: Text, step: Step) -> Paragraph:
    """Words beside their number are plain, numbers alone are bold."""
    return paragraph(words, step=step, bold=number is None)


def _set(cards: Sequence[_Card], widths: Sequence[float], step: Step) -> _Plan:
    rows = []
    titles = TITLE.leading
    for each, width in zip(cards, widths, strict=True):
        room = width - PAD - CARD_RIGHT
        titles = max(titles, set_height([paragraph(each.title, step=TITLE, bold=True)], room))
        rows.append(
            tuple(
                set_height([_words(number, words, step)], room - _hang(number)) for number, words in each.rows
            )
        )
    return _Plan(tuple(widths), step, tuple(rows), titles)


def _place_cards(cards: Sequence[_Card], plan: _Plan, top: float, height: float) -> Iterator[Item]:
    count = max(map(len, plan.rows))
    gap = min(max((height - plan.height(0.0)) / max(count - 1, 1), 0.0), ROOMY)
    left = LEFT
    for each, width, rows in zip(cards, plan.widths, plan.rows, strict=True):
        rect = Rect(left, top, width, height)
        room = width - PAD - CARD_RIGHT
        yield from card(rect, each.hue.tint, each.hue.strong)
        heading = paragraph(each.title, step=TITLE, colour=each.hue.strong, bold=True)
        yield boxed(
            Rect(left + PAD, top + TOP, room, plan.titles), [heading], name=each.title.slot, stubs=True
        )
        y = top + FIRST + plan.titles - TITLE.leading
        for (number, words), tall in zip(each.rows, rows, strict=True):
            row = Rect(left + PAD, y, room, tall)
            if number is None:
                found = paragraph(words, step=plan.step, colour=each.hue.strong, bold=True)
                yield boxed(row, [found], name=words.slot)
            else:
                hanging = Piece(number, bold=True, colour=each.hue.strong)
                yield from numbered(row, hanging, HANG, paragraph(words, step=plan.step))
            y += tall + gap
        left += width + GUTTER
