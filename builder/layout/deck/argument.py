"""An argument becomes a slide: its claim as title, the evidence in cards, what follows and how firm it is."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from builder.layout.deck.draft import Deck, Draft, boxed, set_height
from builder.layout.deck.firm import firm_height, has_firmness, place_firm
from builder.layout.deck.notes import argument_notes
from builder.layout.deck.sourced import source_line
from builder.layout.pages import Item, Paragraph, Piece, Rect
from builder.layout.text.fit import Step, choose, too_long
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Argument, Implication, Section
from builder.outline.text import Text
from builder.report.problems import Problem
from builder.theme.colours import Hue

# Sizes by the number of cards in a row; two rows of two are set as three in a row.


class _Entry(Struct, frozen=True):
    """What one card says: evidence with its kind and references, or the gist."""

    text: Text
    kind: Text | None
    refs: Text | None


def reading_row(deck: Deck, arguments: Sequence[Argument]) -> tuple[float, int]:
    """Return height and columns of how firm it is: one for all slides, so that nothing jumps.

    Our own confidence asks for a wider panel.
    """
    grid = deck.look
    columns = 5 if any(argument.confidence for argument in arguments) else 4
    needs = [
        firm_height(deck, argument, grid.span(columns)) for argument in arguments if argument.implication
    ]
    return max([grid.argument.row, *needs]), columns


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
    hue = deck.colours.hue(section.role)
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
    grid, look = deck.look, deck.look.argument
    implication, firm = argument.implication, has_firmness(argument)
    row = deck.reading_row if implication is not None else look.row
    if len(entries) == 4 and implication is not None:
        cards = Rect(grid.left, grid.body_top, grid.span(8), grid.body)
        items, problems = _cards(deck, entries, cards, hue, columns=2)
        low = max(firm_height(deck, argument, grid.span(4)), look.low) if firm else 0.0
        right = Rect(
            grid.left_of(9), grid.body_top, grid.span(4), grid.body - (low + grid.gutter if firm else 0.0)
        )
        more, found = _implication(deck, implication, right, look.tall_steps)
        if firm:
            items += place_firm(deck, argument, Rect(right.x, grid.body_bottom - low, right.width, low))
        return [*items, *more], problems + found
    if not entries and implication is not None:
        return _without_evidence(deck, argument, implication)
    below = implication is not None or firm
    height = grid.body - (row + grid.gutter if below else 0.0)
    cards = Rect(grid.left, grid.body_top, grid.live, height)
    items, problems = _cards(
        deck, entries, cards, hue, columns=2 if len(entries) == 4 and not below else len(entries)
    )
    foot = Rect(grid.left, grid.body_bottom - row, grid.live, row)
    if implication is not None:
        rect = Rect(foot.x, foot.y, grid.span(12 - deck.firm_columns) if firm else grid.live, row)
        more, found = _implication(
            deck, implication, rect, look.so_what_steps if row < look.tall else look.tall_steps
        )
        items += more
        problems += found
    if firm:
        beside = Rect(grid.left_of(13 - deck.firm_columns), foot.y, grid.span(deck.firm_columns), row)
        items += place_firm(deck, argument, beside if implication is not None else foot)
    return items, problems


def _without_evidence(
    deck: Deck, argument: Argument, implication: Implication
) -> tuple[list[Item], list[Problem]]:
    """The so-what panel stands where the evidence would, with how firm it is under it."""
    grid, look = deck.look, deck.look.argument
    firm = has_firmness(argument)
    rect = Rect(grid.left, grid.body_top, grid.live, grid.body - (look.row + grid.gutter if firm else 0.0))
    items, problems = _implication(deck, implication, rect, look.lone_steps, anchor="middle")
    if firm:
        items += place_firm(deck, argument, Rect(grid.left, grid.body_bottom - look.row, grid.live, look.row))
    return items, problems


def _cards(
    deck: Deck, entries: tuple[_Entry, ...], area: Rect, hue: Hue, columns: int
) -> tuple[list[Item], list[Problem]]:
    grid, look = deck.look, deck.look.argument
    rows = -(-len(entries) // columns)
    width = (area.width - grid.gutter * (columns - 1)) / columns
    height = (area.height - grid.gutter * (rows - 1)) / rows
    measure = min(width, grid.span(10)) - 2 * grid.pad
    meta = any(entry.kind or entry.refs for entry in entries)
    foot = (
        look.meta_foot
        - look.meta.leading
        + max(set_height([_meta(deck, entry, hue)], width - 2 * grid.pad) for entry in entries)
    )
    room = height - look.card_top - (foot + look.meta_gap if meta else look.card_foot)

    def tall(entry: _Entry, step: Step) -> float:
        return set_height([deck.paragraph(entry.text, step=step)], measure)

    steps = look.card_steps[4 if len(entries) == 4 else columns]
    step, excess = choose(steps, lambda step: max(tall(entry, step) for entry in entries) - room)
    items: list[Item] = []
    problems: list[Problem] = []
    for index, entry in enumerate(entries):
        rect = Rect(
            area.x + index % columns * (width + grid.gutter),
            area.y + index // columns * (height + grid.gutter),
            width,
            height,
        )
        items += deck.card(rect, hue.tint, hue.strong)
        found = deck.paragraph(entry.text, step=step)
        items.append(
            boxed(
                Rect(rect.x + grid.pad, rect.y + look.card_top, measure, room), [found], name=entry.text.slot
            )
        )
        if entry.kind or entry.refs:
            below = deck.inside(rect, height - foot, foot - look.meta_foot + look.meta.leading)
            name = (entry.kind or entry.refs or entry.text).slot
            items.append(boxed(below, [_meta(deck, entry, hue)], name=name, stubs=True))
        over = tall(entry, step) - room
        if excess and over > 0.01:
            lines = set_lines(found, measure)
            problems.append(
                too_long(entry.text, lines, over, "its card", "one piece of evidence has up to 20 words")
            )
    return items, problems


def _meta(deck: Deck, entry: _Entry, hue: Hue) -> Paragraph:
    kind = Piece(entry.kind, bold=True, colour=hue.strong) if entry.kind else None
    between = "   " if entry.kind and entry.refs else None
    return deck.paragraph(kind, between, entry.refs, step=deck.look.argument.meta, colour=deck.colours.ink2)


def _implication(
    deck: Deck, implication: Implication, rect: Rect, steps: tuple[Step, ...], anchor: str = "top"
) -> tuple[list[Item], list[Problem]]:
    """The takeaway, on brand: once a slide."""
    grid, look = deck.look, deck.look.argument
    width = rect.width - 2 * grid.pad
    measure = min(width, grid.span(9))

    def words(step: Step) -> list[Paragraph]:
        label = deck.paragraph(
            implication.card_label, step=look.label, colour=deck.colours.on_brand, bold=True
        )
        text = deck.paragraph(implication.text, step=step, colour=deck.colours.white, before=look.panel_gap)
        return [label, text]

    room = rect.height - look.panel_top - look.panel_foot
    step, excess = choose(steps, lambda step: set_height(words(step), measure) - room)
    insets = (grid.pad, look.panel_top, grid.pad + width - measure, look.panel_foot)
    box = boxed(rect, words(step), insets, anchor=anchor, fill=deck.colours.brand, name=implication.text.slot)
    if not excess:
        return [box], []
    hint = "an implication has up to 25 words"
    return [box], [too_long(implication.text, box.paragraphs[1], excess, "its panel on the slide", hint)]
