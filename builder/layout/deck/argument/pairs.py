"""Lays out short arguments of one piece of evidence beside each other, two or four on a slide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from builder.layout.deck.argument.evidence import number_of, source_of
from builder.layout.deck.argument.reading import certainty
from builder.layout.deck.argument.rows import claim_notes
from builder.layout.deck.draft import Deck, Draft, bottom_of, boxed, roomy_width, set_height
from builder.layout.deck.notes import source_line
from builder.layout.pages import Item, Paragraph, Piece, Rect
from builder.layout.text.fit import SLACK
from builder.outline.blocks import Argument, Chart, Evidence, Section
from builder.theme.colours import Hue
from builder.theme.geometry import Step

COLUMNS = 2


def is_short(deck: Deck, argument: Argument, charts: Mapping[str, Chart]) -> bool:
    """Whether an argument may share a slide: one piece of evidence that takes few lines, and no objection."""
    more = argument.id in charts or argument.gist or argument.reasoning or argument.counter
    if len(argument.evidence) != 1 or more:
        return False
    (item,) = argument.evidence
    look = deck.look.pairs
    words = item.amount.words if item.amount else item.text
    tall = deck.height(words, look.steps[0], _measure(deck)) if words else 0.0
    return not item.compared and tall <= look.lines * look.steps[0].leading


def pairs(deck: Deck, section: Section, arguments: Sequence[Argument]) -> Iterator[Draft]:
    """Yield the slides of short arguments under the section's title, two rows of two on each if they fit."""
    deck = replace(deck, continues=len(arguments) > 2 * COLUMNS).under(section.title)
    rows = [arguments[start : start + COLUMNS] for start in range(0, len(arguments), COLUMNS)]
    step = next(
        (step for step in deck.look.pairs.steps if _fits(deck, rows[:2], section, step)),
        deck.look.pairs.steps[-1],
    )
    most = 2 if all(_fits(deck, rows[at : at + 2], section, step) for at in range(0, len(rows), 2)) else 1
    chunks = [rows[start : start + most] for start in range(0, len(rows), most)]
    for index, chunk in enumerate(chunks):
        shown = [argument for row in chunk for argument in row]
        yield Draft(
            shown[0].number.slot.removesuffix("_no"),
            section.title,
            list(_placed(deck, chunk, section, step)),
            role=section.role,
            number=deck.span(shown[0].number, shown[-1].number, shown[0].number.slot),
            source=source_line(
                deck, *(refs for each in shown for refs in (each.refs, each.evidence[0].refs))
            ),
            here=frozenset(each.id for each in shown),
            notes=[note for each in shown for note in claim_notes(deck, each)],
            layout="Argument",
            continued=(index + 1, len(chunks)),
        )


def _measure(deck: Deck) -> float:
    return (deck.look.live - deck.look.gutter) / COLUMNS - 2 * deck.look.pad


def _fits(deck: Deck, rows: Sequence[Sequence[Argument]], section: Section, step: Step) -> bool:
    return bottom_of(list(_placed(deck, rows, section, step, spread=False))) <= deck.look.body_bottom + SLACK


def _placed(
    deck: Deck, rows: Sequence[Sequence[Argument]], section: Section, step: Step, *, spread: bool = True
) -> Iterator[Item]:
    """Yield the rows of a slide, each as high as its fullest card and, if `spread`, some more."""
    grid, look = deck.look, deck.look.pairs
    tall = [max(_height(deck, each, section, step, len(row)) for each in row) for row in rows]
    spare = grid.body - sum(tall) - grid.gutter * (len(rows) - 1)
    more = min(max(spare / len(rows), 0.0), look.most_spread) if spread else 0.0
    y = grid.body_top
    for row, height in zip(rows, tall, strict=True):
        width = (grid.live - grid.gutter * (len(row) - 1)) / len(row)
        for index, argument in enumerate(row):
            card = Rect(grid.left + index * (width + grid.gutter), y, width, height + more)
            yield from deck.card(card, deck.colours.hue(section.role))
            yield from _card(deck, argument, section, step, card)
        y += height + more + grid.gutter


def _height(deck: Deck, argument: Argument, section: Section, step: Step, columns: int) -> float:
    width = (deck.look.live - deck.look.gutter * (columns - 1)) / columns
    return bottom_of(_card(deck, argument, section, step, Rect(0.0, 0.0, width, 0.0))) + deck.look.pairs.foot


def _card(deck: Deck, argument: Argument, section: Section, step: Step, card: Rect) -> list[Item]:
    """Return the claim, how certain it is, its evidence and what follows, and at the foot the source."""
    grid, look, hue = deck.look, deck.look.pairs, deck.colours.hue(section.role)
    left, width = card.x + grid.pad, card.width - 2 * grid.pad
    number = Piece(argument.number, bold=True, colour=hue.strong)
    claim = deck.paragraph(argument.claim, step=look.claim, bold=True)
    hang = look.hang * look.claim.size
    tall = set_height([claim], width - hang)
    items: list[Item] = list(deck.numbered(Rect(left, card.y + look.top, width, tall), number, hang, claim))
    (item,) = argument.evidence
    words = _evidence(deck, item, hue, step, width)
    if argument.implication:
        label = Piece(argument.implication.card_label, bold=True, colour=deck.colours.ink2)
        follows = deck.paragraph(
            label, "  ", argument.implication.text, step=look.follows, before=look.between
        )
        words.append(follows)
    items += certainty(deck, argument, left + hang, bottom_of(items) + look.firm_gap, width - hang)
    y = bottom_of(items) + look.between
    items.append(boxed(Rect(left, y, width, set_height(words, width)), words))
    if not (item.kind or item.refs):
        return items
    meta = source_of(deck, item, hue, look.meta)
    tall = set_height([meta], width)
    y = max(bottom_of(items) + look.between, card.bottom - look.foot - tall)
    return [*items, boxed(Rect(left, y, width, tall), [meta], stubs=True)]


def _evidence(deck: Deck, item: Evidence, hue: Hue, step: Step, width: float) -> list[Paragraph]:
    """Return the evidence: a number with its words behind it, or under it if a line has no room for both."""
    if item.amount is None:
        return [deck.paragraph(item.text, step=step)]
    large = number_of(deck, item, deck.look.pairs.amount, hue)
    if item.amount.words is None:
        return [large]
    words = Piece(item.amount.words, bold=False, colour=deck.colours.ink, size=step.size)
    line = replace(large, pieces=(*large.pieces, Piece(None, "  ", size=step.size), words))
    if roomy_width(line) <= width:
        return [line]
    return [large, deck.paragraph(item.amount.words, step=step)]
