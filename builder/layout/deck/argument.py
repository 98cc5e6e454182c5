"""An argument becomes a slide: its claim as title, the evidence in cards, what follows and how firm it is."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from builder.layout.deck.draft import Deck, Draft, boxed, card, inside, paragraph, set_height
from builder.layout.deck.firm import firm_height, has_firmness, place_firm
from builder.layout.deck.grid import (
    BODY,
    BODY_BOTTOM,
    BODY_TOP,
    GUTTER,
    LEFT,
    LIVE,
    PAD,
    ROW,
    left_of,
    span,
)
from builder.layout.deck.notes import argument_notes
from builder.layout.deck.sourced import source_line
from builder.layout.pages import Item, Paragraph, Piece, Rect
from builder.layout.text.fit import Step, choose, too_long
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Argument, Implication, Section
from builder.outline.text import Text
from builder.report.problems import Problem
from builder.theme.colours import Hue
from builder.theme.tokens import TOKENS

# Sizes by the number of cards in a row; two rows of two are set as three in a row.
CARD_STEPS = {
    1: (Step(34, 42), Step(30, 37), Step(26, 32), Step(22, 27)),
    2: (Step(28, 35), Step(26, 32), Step(24, 30), Step(22, 27), Step(20, 25), Step(18, 22)),
    3: (Step(24, 30), Step(22, 27), Step(20, 25), Step(18, 22)),
    4: (Step(22, 27), Step(20, 25), Step(18, 22), Step(16, 20)),
}
SO_WHAT_STEPS = (Step(22, 28), Step(20, 25), Step(18, 22), Step(16, 20))
LONE_STEPS = (Step(34, 42), Step(30, 37), Step(26, 32), Step(22, 28))
TALL_STEPS = (Step(28, 35), Step(24, 31), *SO_WHAT_STEPS)
META, LABEL = Step(14, 17), Step(16, 20)
CARD_TOP = 20.2  # of a card: its text
META_FOOT = 36.0  # of a card: from its foot to the line of kind and references
PANEL_TOP = 13.0


class _Entry(Struct, frozen=True):
    """What one card says: evidence with its kind and references, or the gist."""

    text: Text
    kind: Text | None
    refs: Text | None


def reading_row(arguments: Sequence[Argument]) -> tuple[float, int]:
    """Return height and columns of how firm it is: one for all slides, so that nothing jumps.

    Our own confidence asks for a wider panel.
    """
    columns = 5 if any(argument.confidence for argument in arguments) else 4
    needs = [firm_height(argument, span(columns)) for argument in arguments if argument.implication]
    return max([ROW, *needs]), columns


def is_bare(argument: Argument) -> bool:
    """Return whether the argument has no more for a slide than its claim."""
    return not argument.evidence and argument.gist is None and argument.implication is None


def _cited(*refs: Text | None) -> list[Text]:
    """Return the references of which each names a place that those before it do not."""
    kept: list[Text] = []
    known: set[tuple[str, str]] = set()
    for text in refs:
        places = _places(text)
        if text is not None and not places <= known:
            kept.append(text)
            known |= places
    return kept


def _places(text: Text | None) -> set[tuple[str, str]]:
    """Return source and locator of all that "[1, p2, p3; 2]" names."""
    found: set[tuple[str, str]] = set()
    for part in text.plain.strip("[]").split(";") if text is not None else ():
        source, *locators = (each.strip() for each in part.split(","))
        found |= {(source, locator) for locator in locators or [""]}
    return found


def argument_slide(deck: Deck, section: Section, argument: Argument, first: bool) -> Draft:
    """Return the slide of one argument; the section's first one has its introduction in the notes."""
    hue = TOKENS.hue(section.role)
    entries = tuple(_Entry(each.text, each.kind, each.refs) for each in argument.evidence)
    if not entries and argument.gist is not None:
        entries = (_Entry(argument.gist, None, argument.refs),)
    items, problems = _body(deck, argument, entries, hue)
    refs = _cited(argument.refs, *(entry.refs for entry in entries))
    return Draft(
        argument.number.slot.removesuffix("_no"),
        argument.claim,
        tuple(items),
        section.title,
        section.role,
        argument.number,
        source=source_line(deck, *refs),
        here=frozenset([argument.id]),
        notes=argument_notes(deck, argument, section.intro if first else None),
        problems=tuple(problems),
        layout="Argument",
    )


def _body(
    deck: Deck, argument: Argument, entries: tuple[_Entry, ...], hue: Hue
) -> tuple[list[Item], list[Problem]]:
    """Share out the body: evidence above, what follows and how firm below, or right of four cards."""
    implication, firm = argument.implication, has_firmness(argument)
    row = deck.reading_row if implication is not None else ROW
    if len(entries) == 4 and implication is not None:
        cards = Rect(LEFT, BODY_TOP, span(8), BODY)
        items, problems = _cards(entries, cards, hue, columns=2)
        low = max(firm_height(argument, span(4)), 118.8) if firm else 0.0
        right = Rect(left_of(9), BODY_TOP, span(4), BODY - (low + GUTTER if firm else 0.0))
        more, found = _implication(implication, right, TALL_STEPS[1:])
        if firm:
            items += place_firm(deck, argument, Rect(right.x, BODY_BOTTOM - low, right.width, low))
        return [*items, *more], problems + found
    if not entries and implication is not None:
        return _without_evidence(deck, argument, implication)
    below = implication is not None or firm
    height = BODY - (row + GUTTER if below else 0.0)
    cards = Rect(LEFT, BODY_TOP, LIVE, height)
    items, problems = _cards(
        entries, cards, hue, columns=2 if len(entries) == 4 and not below else len(entries)
    )
    foot = Rect(LEFT, BODY_BOTTOM - row, LIVE, row)
    if implication is not None:
        rect = Rect(foot.x, foot.y, span(12 - deck.firm_columns) if firm else LIVE, row)
        more, found = _implication(implication, rect, SO_WHAT_STEPS if row < 150.0 else TALL_STEPS[1:])
        items += more
        problems += found
    if firm:
        beside = Rect(left_of(13 - deck.firm_columns), foot.y, span(deck.firm_columns), row)
        items += place_firm(deck, argument, beside if implication is not None else foot)
    return items, problems


def _without_evidence(
    deck: Deck, argument: Argument, implication: Implication
) -> tuple[list[Item], list[Problem]]:
    """The so-what panel stands where the evidence would, with how firm it is under it."""
    firm = has_firmness(argument)
    rect = Rect(LEFT, BODY_TOP, LIVE, BODY - (ROW + GUTTER if firm else 0.0))
    items, problems = _implication(implication, rect, LONE_STEPS, anchor="middle")
    if firm:
        items += place_firm(deck, argument, Rect(LEFT, BODY_BOTTOM - ROW, LIVE, ROW))
    return items, problems


def _cards(
    entries: tuple[_Entry, ...], area: Rect, hue: Hue, columns: int
) -> tuple[list[Item], list[Problem]]:
    rows = -(-len(entries) // columns)
    width = (area.width - GUTTER * (columns - 1)) / columns
    height = (area.height - GUTTER * (rows - 1)) / rows
    measure = min(width, span(10)) - 2 * PAD
    meta = any(entry.kind or entry.refs for entry in entries)
    foot = (
        META_FOOT - META.leading + max(set_height([_meta(entry, hue)], width - 2 * PAD) for entry in entries)
    )
    room = height - CARD_TOP - (foot + 8.0 if meta else 14.0)

    def tall(entry: _Entry, step: Step) -> float:
        return set_height([paragraph(entry.text, step=step)], measure)

    steps = CARD_STEPS[4 if len(entries) == 4 else columns]
    step, excess = choose(steps, lambda step: max(tall(entry, step) for entry in entries) - room)
    items: list[Item] = []
    problems: list[Problem] = []
    for index, entry in enumerate(entries):
        rect = Rect(
            area.x + index % columns * (width + GUTTER),
            area.y + index // columns * (height + GUTTER),
            width,
            height,
        )
        items += card(rect, hue.tint, hue.strong)
        found = paragraph(entry.text, step=step)
        items.append(
            boxed(Rect(rect.x + PAD, rect.y + CARD_TOP, measure, room), [found], name=entry.text.slot)
        )
        if entry.kind or entry.refs:
            below = inside(rect, height - foot, foot - META_FOOT + META.leading)
            name = (entry.kind or entry.refs or entry.text).slot
            items.append(boxed(below, [_meta(entry, hue)], name=name, stubs=True))
        over = tall(entry, step) - room
        if excess and over > 0.01:
            lines = set_lines(found, measure)
            problems.append(
                too_long(entry.text, lines, over, "its card", "one piece of evidence has up to 20 words")
            )
    return items, problems


def _meta(entry: _Entry, hue: Hue) -> Paragraph:
    kind = Piece(entry.kind, bold=True, colour=hue.strong) if entry.kind else None
    between = "   " if entry.kind and entry.refs else None
    return paragraph(kind, between, entry.refs, step=META, colour=TOKENS.ink2)


def _implication(
    implication: Implication, rect: Rect, steps: tuple[Step, ...], anchor: str = "top"
) -> tuple[list[Item], list[Problem]]:
    """The takeaway, on brand: once a slide."""
    width = rect.width - 2 * PAD
    measure = min(width, span(9))

    def words(step: Step) -> list[Paragraph]:
        label = paragraph(implication.card_label, step=LABEL, colour=TOKENS.on_brand, bold=True)
        text = paragraph(implication.text, step=step, colour=TOKENS.white, before=8.0)
        return [label, text]

    room = rect.height - 2 * PANEL_TOP + 4.0
    step, excess = choose(steps, lambda step: set_height(words(step), measure) - room)
    insets = (PAD, PANEL_TOP, PAD + width - measure, PANEL_TOP - 4.0)
    box = boxed(rect, words(step), insets, anchor=anchor, fill=TOKENS.brand, name=implication.text.slot)
    if not excess:
        return [box], []
    hint = "an implication has up to 25 words"
    return [box], [too_long(implication.text, box.paragraphs[1], excess, "its panel on the slide", hint)]
