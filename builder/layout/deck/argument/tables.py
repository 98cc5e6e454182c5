"""Lays out a claim without evidence over the table of its section, where a slide has room for both."""

from __future__ import annotations

from itertools import dropwhile, takewhile

from msgspec.structs import replace

from builder.layout.deck.argument.reading import certainty
from builder.layout.deck.draft import Deck, Draft, bottom_of, boxed, set_height
from builder.layout.deck.notes import source_line
from builder.layout.deck.table import table
from builder.layout.pages import Item, Piece, Rect
from builder.outline.blocks import Argument, Section, Table
from builder.outline.text import Depth


def with_table(deck: Deck, section: Section, argument: Argument, alone: Draft) -> Draft | None:
    """Return the slide of the only claim of a section with its first table on it, None if that has no room.

    `alone` is the slide of the claim alone.
    """
    block = _first(deck, section)
    if block is None or argument.gist is None or len(section.arguments) > 1:
        return None
    deck = replace(deck, continues=False).under(alone.title)
    items = _words(deck, argument, block)
    lower = deck.beneath(bottom_of(items) + deck.look.argument.table_gap)
    drafts = list(table(lower, block, appendix=False)) if lower.look.body > 0 else []
    if len(drafts) != 1 or lower.problems:
        return None
    (below,) = drafts
    noted = block.notes is not None and len(below.items) == 1
    return replace(
        alone,
        items=[*items, *below.items],
        source=source_line(deck, argument.refs, block.refs, before=[block.notes] if noted else ()),
        notes=[*alone.notes, *below.notes],
        extras=[*alone.extras, *below.extras],
        also=(block,),
    )


def _first(deck: Deck, section: Section) -> Table | None:
    """Return the block after a section, if it is a table that slides show."""
    after = dropwhile(lambda block: block is not section, deck.outline.blocks)
    own = takewhile(lambda block: block is section or not isinstance(block, Section), after)
    block = next((each for each in own if each is not section), None)
    shown = isinstance(block, Table) and not block.annex and block.depth <= Depth.DECK
    return block if isinstance(block, Table) and shown else None


def _words(deck: Deck, argument: Argument, block: Table) -> list[Item]:
    """Return what is known of the claim, how certain that is, and the name of the table."""
    grid, look = deck.look, deck.look.argument
    said = [deck.paragraph(argument.gist, step=look.lead, colour=deck.colours.ink2)]
    width = grid.span(10)
    items: list[Item] = [boxed(Rect(grid.left, grid.body_top, width, set_height(said, width)), said)]
    top = bottom_of(items) + look.certainty_gap
    items += certainty(deck, argument, grid.left, top, grid.live)
    number = Piece(block.heading, bold=False, colour=deck.colours.ink2)
    step, colour = deck.look.chart.name, deck.colours.brand
    name = [deck.paragraph(number, "   ", block.title, step=step, colour=colour, bold=True)]
    top = bottom_of(items) + look.table_gap
    return [*items, boxed(Rect(grid.left, top, grid.live, set_height(name, grid.live)), name)]
