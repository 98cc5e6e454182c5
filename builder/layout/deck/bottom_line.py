"""The bottom line becomes slide 2: the answer, the argument in cards, and the ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.layout.deck.draft import Deck, Draft, boxed, card, numbered, paragraph, set_height
from builder.layout.deck.grid import BODY_BOTTOM, BODY_TOP, COLUMN, GUTTER, LEFT, LIVE, PAD, span
from builder.layout.deck.notes import listed, note
from builder.layout.fit import Step, choose, too_long
from builder.layout.measure import natural_width
from builder.layout.pages import Item, Paragraph, Piece, Place, TextBox
from builder.outline.blocks import BottomLine, Glance, Responses, Role, Text
from builder.problems import Problem
from builder.theme.tokens import TOKENS, Hue

PANEL_STEPS = (Step(28, 34), Step(26, 31), Step(24, 29), Step(22, 26), Step(20, 24), Step(18, 22))
ITEM_STEPS = (Step(18, 22), Step(16, 20))
HANG = 38.9  # from a number to its text
TITLE = Step(20, 24)
TOP, FIRST, FOOT = 14.4, 46.1, 13.0  # of a card: its title, its first item, the space below the last
PANEL_PAD = 13.0
ASK_GAP = 13.0


@dataclass(frozen=True, slots=True)
class _Card:
    title: Text
    hue: Hue
    rows: tuple[tuple[Text, Text], ...]  # number and words


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the cards are set: their widths, the size, and the height of each row of each card."""

    widths: tuple[float, ...]
    step: Step
    rows: tuple[tuple[float, ...], ...]
    titles: float

    def height(self, gap: float) -> float:
        tallest = max(sum(rows) + gap * (len(rows) - 1) for rows in self.rows)
        return FIRST + self.titles - TITLE.leading + tallest + FOOT


def bottom_line(deck: Deck, block: BottomLine, glance: Glance | None) -> Draft:
    """Return the slide that answers first."""
    cards = tuple(_cards(deck, glance))
    problems: list[Problem] = []
    bottom = BODY_BOTTOM
    ask, found = _ask(block)
    problems += found
    if ask:
        bottom -= ask[0].place.height + ASK_GAP
    plan, found = _plan(cards, bottom - BODY_TOP)
    problems += found
    least = plan.height(4.0) + GUTTER if plan else 0.0

    def over(step: Step) -> float:
        return _panel_height(block, step) - (bottom - BODY_TOP - least)

    step, excess = choose(PANEL_STEPS, over)
    text = paragraph(block.text, step=step, colour=TOKENS.white)
    height = bottom - BODY_TOP
    if plan:
        roomy = plan.height(17.3) + GUTTER
        height = max(_panel_height(block, step), min(height - roomy, 180.0 if not ask else 150.0))
    place = Place(LEFT, BODY_TOP, LIVE, height)
    panel = boxed(
        place, [text], (PAD, 0.0, PAD, 0.0), anchor="middle", fill=TOKENS.brand, name=block.text.slot
    )
    if excess:
        hint = "shorten `bottom_line.text`, or give the arguments a short `label`"
        problems.append(too_long(block.text, panel.paragraphs[0], excess, "its slide", hint))
    items: list[Item] = [panel]
    if plan:
        top = BODY_TOP + height + (ASK_GAP if ask else GUTTER)
        items += _place_cards(cards, plan, top, bottom - top)
    items += ask
    source = (Piece(glance.note),) if glance and glance.note else ()
    notes = [note(deck, block.label, deck.labels.colon, block.text)]
    if block.ask:
        notes.append(note(deck, block.ask_label, deck.labels.colon, block.ask))
    notes += [listed(deck, each.title, [words for _, words in each.rows]) for each in cards]
    return Draft(
        "bl",
        block.headline,
        tuple(items),
        block.label,
        source=source,
        notes=tuple(notes),
        problems=tuple(problems),
    )


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
    """The bar at the foot: what the reader is asked to do."""
    if block.ask is None or block.ask_label is None:
        return [], []

    def words(step: Step) -> Paragraph:
        label = Piece(block.ask_label, bold=True, colour=TOKENS.brand)
        return paragraph(label, "  ", block.ask, step=step)

    def tall(step: Step) -> float:
        return set_height([words(step)], LIVE - 2 * PAD)

    step, excess = choose(
        (Step(20, 24), Step(18, 22), Step(16, 20)), lambda step: tall(step) - 2 * step.leading
    )
    height = max(tall(step) + 16.0, 39.6)
    place = Place(LEFT, BODY_BOTTOM - height, LIVE, height)
    bar = boxed(
        place, [words(step)], (PAD, 0.0, PAD, 0.0), anchor="middle", fill=TOKENS.panel, name=block.ask.slot
    )
    if not excess:
        return [bar], []
    return [bar], [
        too_long(block.ask, bar.paragraphs[0], excess, "the foot of its slide", "shorten `bottom_line.ask`")
    ]


def _plan(cards: tuple[_Card, ...], room: float) -> tuple[_Plan | None, list[Problem]]:
    """Choose widths and size: one line a label if that fits, then two, then only the range of numbers."""
    if not cards:
        return None, []
    least = PANEL_STEPS[-1].leading * 4 + 2 * PANEL_PAD + GUTTER
    for step in ITEM_STEPS:
        for widths in _widths(cards, step):
            plan = _set(cards, widths, step)
            if plan.height(4.0) <= room - least and plan.titles <= 2 * TITLE.leading:
                return plan, []
    return None, []


def _widths(cards: tuple[_Card, ...], step: Step) -> Iterator[tuple[float, ...]]:
    """Yield the widths worth trying: whole columns after the longest label, then equal ones."""
    needs = [
        max(
            PAD + 9.0 + natural_width(paragraph(each.title, step=TITLE, bold=True)),
            PAD + 9.0 + HANG + max(natural_width(paragraph(words, step=step)) for _, words in each.rows),
        )
        for each in cards
    ]
    columns = [next((n for n in range(2, 13) if span(n) >= need), 13) for need in needs]
    if sum(columns) <= 12:
        while sum(columns) < 12:
            columns[columns.index(min(columns))] += 1
        yield tuple(map(span, columns))
        return
    yield ((LIVE - GUTTER * (len(cards) - 1)) / len(cards),) * len(cards)
    free = LIVE - GUTTER * (len(cards) - 1)
    floor = 2.4 * COLUMN
    weights = [max(min(need, free), floor) ** 0.5 for need in needs]
    yield tuple(free * weight / sum(weights) for weight in weights)


def _set(cards: Sequence[_Card], widths: Sequence[float], step: Step) -> _Plan:
    rows = []
    titles = TITLE.leading
    for each, width in zip(cards, widths, strict=True):
        room = width - PAD - 9.0
        titles = max(titles, set_height([paragraph(each.title, step=TITLE, bold=True)], room))
        rows.append(tuple(set_height([paragraph(words, step=step)], room - HANG) for _, words in each.rows))
    return _Plan(tuple(widths), step, tuple(rows), titles)


def _place_cards(cards: Sequence[_Card], plan: _Plan, top: float, height: float) -> Iterator[Item]:
    count = max(map(len, plan.rows))
    spare = height - plan.height(0.0)
    gap = min(max(spare / max(count - 1, 1), 0.0), 17.3)
    left = LEFT
    for each, width, rows in zip(cards, plan.widths, plan.rows, strict=True):
        place = Place(left, top, width, height)
        room = width - PAD - 9.0
        yield from card(place, each.hue.tint, each.hue.strong)
        heading = paragraph(each.title, step=TITLE, colour=each.hue.strong, bold=True)
        yield boxed(
            Place(left + PAD, top + TOP, room, plan.titles), [heading], name=each.title.slot, stubs=True
        )
        y = top + FIRST + plan.titles - TITLE.leading
        for (number, words), tall in zip(each.rows, rows, strict=True):
            found = Piece(number, bold=True, colour=each.hue.strong)
            yield from numbered(
                Place(left + PAD, y, room, tall), found, HANG, paragraph(words, step=plan.step)
            )
            y += tall + gap
        left += width + GUTTER
