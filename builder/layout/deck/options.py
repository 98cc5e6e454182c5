"""Options become a table of words by criterion, and cards with what speaks for and against each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from builder.layout.deck.draft import Deck, Draft, Note, boxed, card, inside, paragraph, set_height
from builder.layout.deck.grid import BODY, BODY_TOP, GUTTER, LEFT, LIVE, PAD, span
from builder.layout.deck.notes import listed, note
from builder.layout.deck.table import grid_slides
from builder.layout.fit import Step, choose, too_long
from builder.layout.measure import set_lines
from builder.layout.pages import Item, Paragraph, Piece, Place
from builder.outline.blocks import Cell, Option, Options, Text
from builder.problems import Problem
from builder.theme.tokens import TOKENS

STEPS = (Step(22, 27), Step(20, 25), Step(18, 22), Step(16, 20))
TITLE = Step(20, 24)
TOP, FOOT = 14.4, 12.0
CRITERIA = 4  # a table on a slide has five columns


def options(deck: Deck, block: Options) -> Iterator[Draft]:
    """Yield the cards of the options, then their table."""
    described = [each for each in block.options if each.description or each.pros or each.cons]
    tables = list(_tables(deck, block))
    cards = list(_card_slides(deck, block)) if described or not tables else []
    parts = len(cards) + len(tables)
    for index, draft in enumerate((*cards, *tables)):
        slot = block.heading.slot if index == 0 else f"{block.heading.slot}_{index + 1}"
        yield Draft(
            slot, draft.title, draft.items, draft.kicker, source=draft.source, notes=draft.notes,
            problems=draft.problems, continued=(index + 1, parts),
        )  # fmt: skip


def _tables(deck: Deck, block: Options) -> Iterator[Draft]:
    for start in range(0, len(block.criteria), CRITERIA):
        criteria = block.criteria[start : start + CRITERIA]
        rows = [
            (Cell(each.title), *(Cell(text) for text in each.ratings[start : start + CRITERIA]))
            for each in block.options
        ]
        yield from grid_slides(
            deck,
            slot=block.heading.slot,
            title=block.headline,
            kicker=block.heading,
            columns=(block.option_head, *criteria),
            rows=rows,
            numbers=[each.number for each in block.options],
            source=(),
            notes=tuple(_rating_note(deck, block, each, start) for each in block.options),
        )


def _rating_note(deck: Deck, block: Options, option: Option, start: int) -> Note:
    parts: list[Text | str | None] = [option.number, option.title, deck.labels.colon]
    for place in range(start, min(start + CRITERIA, len(block.criteria))):
        between = [deck.labels.semicolon] if place > start else []
        parts += [*between, block.criteria[place], option.ratings[place]]
    return note(deck, *parts)


def _card_slides(deck: Deck, block: Options) -> Iterator[Draft]:
    """All options on one slide where they fit, else two on each, else each on its own."""
    count = len(block.options)
    groups: list[tuple[Option, ...]] = []
    laid: list[tuple[list[Item], list[Problem]]] = []
    for size in (count, 2, 1):
        groups = [block.options[start : start + size] for start in range(0, count, size)]
        laid = [_cards(block, group) for group in groups]
        if not any(problems for _, problems in laid):
            break
    for group, (items, problems) in zip(groups, laid, strict=True):
        yield Draft(
            block.heading.slot, block.headline, tuple(items), block.heading,
            notes=tuple(entry for each in group for entry in _card_notes(deck, block, each)),
            problems=tuple(problems),
        )  # fmt: skip


def _card_notes(deck: Deck, block: Options, option: Option) -> Iterator[Note]:
    yield note(
        deck,
        option.number,
        option.title,
        *((deck.labels.colon, option.description) if option.description else ()),
    )
    for label, texts in ((block.pros_label, option.pros), (block.cons_label, option.cons)):
        if texts:
            yield (*note(deck, label), Piece(None, deck.labels.space), *listed(deck, None, texts))


def _cards(block: Options, group: Sequence[Option]) -> tuple[list[Item], list[Problem]]:
    count = len(group)
    width = (LIVE - GUTTER * (count - 1)) / count
    measure = min(width, span(10)) - 2 * PAD
    titles = max(set_height([_title(each)], measure) for each in group)
    top = TOP + titles + 10.0
    room = BODY - top - FOOT

    def tall(each: Option, step: Step) -> float:
        return set_height(_said(block, each, step), measure)

    step, excess = choose(STEPS, lambda step: max(tall(each, step) for each in group) - room)
    height = min(BODY, top + max(max(tall(each, step) for each in group), 150.0) + 2 * FOOT)
    items: list[Item] = []
    problems: list[Problem] = []
    for index, each in enumerate(group):
        place = Place(LEFT + index * (width + GUTTER), BODY_TOP, width, height)
        items += card(place, TOKENS.panel, TOKENS.brand)
        head = Place(place.x + PAD, place.y + TOP, measure, titles)
        items.append(boxed(head, [_title(each)], name=each.title.slot, stubs=True))
        said = _said(block, each, step)
        if said:
            named = each.description or (*each.pros, *each.cons)[0]
            body = inside(place, top, height - top - FOOT / 2)
            items.append(
                boxed(Place(body.x, body.y, measure, body.height), said, name=named.slot, stubs=True)
            )
        over = tall(each, step) - room
        if excess and over > 0.01:
            longest = max(
                (each.description, *each.pros, *each.cons), key=lambda text: len(text.plain) if text else 0
            )
            assert longest is not None
            lines = set_lines(paragraph(longest, step=step), measure)
            problems.append(too_long(longest, lines, over, "its slide", "shorten the option's points"))
    return items, problems


def _title(option: Option) -> Paragraph:
    number = Piece(option.number, colour=TOKENS.ink2)
    return paragraph(number, "\t", option.title, step=TITLE, colour=TOKENS.brand, bold=True, hang=34.0)


def _said(block: Options, option: Option, step: Step) -> list[Paragraph]:
    said = [paragraph(option.description, step=step)] if option.description else []
    for label, texts, hue in (
        (block.pros_label, option.pros, TOKENS.response.strong),
        (block.cons_label, option.cons, TOKENS.effect.strong),
    ):
        for index, text in enumerate(texts):
            if index == 0:
                said.append(paragraph(label, step=Step(16, 20), colour=hue, bold=True, before=10.0))
            said.append(replace(paragraph(text, step=step, before=3.0), indent=step.size * 0.8, bullet=True))
    return said
