"""Lays out the slides of the deck: each kind of block its own kind of slide, with notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from typing import assert_never

from msgspec.structs import replace

from builder.layout.deck.argument import section_slides
from builder.layout.deck.argument.charts import chart
from builder.layout.deck.bottom_line import bottom_line, key_figures
from builder.layout.deck.boxes import pull_quote, side_box
from builder.layout.deck.changes.slide import what_changed
from builder.layout.deck.context import context
from builder.layout.deck.cover import cover, cover_places
from builder.layout.deck.draft import Deck, Draft, Note
from builder.layout.deck.figures import figure, map_slide
from builder.layout.deck.frame import frame, status_width
from builder.layout.deck.lists import key_messages, risks
from builder.layout.deck.notes import set_foot
from builder.layout.deck.options import options
from builder.layout.deck.parts import APART
from builder.layout.deck.responses import responses
from builder.layout.deck.sequence import sequence
from builder.layout.deck.sources import back_matter, closing_notes, glossary_notes, limits, sources
from builder.layout.deck.table import table
from builder.layout.pages import Pages, Piece
from builder.outline.blocks import (
    Annex,
    ArgumentMap,
    BackMatter,
    Block,
    BottomLine,
    Changes,
    Chart,
    Closing,
    Context,
    Figure,
    Front,
    Glance,
    KeyFigures,
    KeyMessages,
    Limits,
    Notes,
    Options,
    Outline,
    PullQuote,
    Responses,
    Risks,
    Section,
    SideBox,
    Sources,
    Table,
    Timeline,
)
from builder.outline.text import Depth, Text
from builder.report.problems import Problem
from builder.theme.theme import Theme

NAVIGATED = 12  # slides; so many show where in the deck they are


def lay_out_deck(outline: Outline, theme: Theme) -> tuple[Pages, tuple[Problem, ...]]:
    """Return the slides, 960 × 540 points, and a problem for each text that does not fit its slide.

    Raises `ValueError` for an outline without a front block: a deck has a cover.
    """
    front = outline.one(Front)
    if front is None:
        raise ValueError("the outline has no front block")
    # Whether a deck is long changes its slides; the first guess is rarely wrong.
    guess = sum(len(block.arguments) if isinstance(block, Section) else 1 for block in outline.blocks)
    least = NAVIGATED if theme.deck.shows_parts else inf
    deck, drafts = _drafted(outline, front, theme, navigated=guess >= least)
    if (len(drafts) >= least) is not deck.navigated:
        deck, drafts = _drafted(outline, front, theme, navigated=not deck.navigated)
    *others, last = _with_last_words(deck, drafts)
    if last.layout == "Title Only":
        last = replace(last, layout=deck.layout_of("Closing"))
    return frame(deck, [*others, last])


def _drafted(outline: Outline, front: Front, theme: Theme, *, navigated: bool) -> tuple[Deck, list[Draft]]:
    layouts = theme.deck.furniture(theme.colours)
    deck = Deck(outline, front, outline.one(ArgumentMap), theme, layouts, navigated)
    layouts["Cover"] = cover_places(deck)
    if navigated:
        deck = replace(deck, layouts=theme.deck.navigated(layouts, status_width(deck)))
    return deck, list(_slides(deck))


def _slides(deck: Deck) -> Iterator[Draft]:
    """Yield the slides of each block that no slide before shows."""
    section: Text | None = None
    shown: list[Block] = []
    gaps = dict(_gaps(deck))
    for block in deck.outline.blocks:
        if any(block is one for one in shown):
            continue
        if isinstance(block, Section):
            section = block.title
        elif not isinstance(block, Table | Chart | Figure | SideBox | PullQuote):  # which a section shows
            section = None
        drafts = tuple(
            replace(draft, section=section, source=_with_gaps(deck, draft, block, gaps))
            for draft in _set(deck, block)
        )
        shown += [one for draft in drafts for one in draft.also]
        yield from drafts


def _gaps(deck: Deck) -> Iterator[tuple[str, list[str]]]:
    """Yield the slot of each number before which others are left out of the deck, and those others."""
    without: dict[str, list[str]] = {}
    for block in deck.outline.blocks:
        if not isinstance(block, Table | Chart | Figure):
            continue
        number = block.number
        kind = without.setdefault(number.slot[0], [])
        if _is_left_out(block):
            kind.append(number.plain)
        elif kind:
            yield number.slot, [*kind]
            kind.clear()


def _is_left_out(block: Table | Chart | Figure) -> bool:
    """Whether a block with a number is only in the memo."""
    match block:
        case Table():
            return block.depth > Depth.DECK
        case Figure():
            return block.title.depth > Depth.DECK
        case Chart():
            return False
        case _:
            assert_never(block)


def _with_gaps(deck: Deck, draft: Draft, block: Block, gaps: Mapping[str, list[str]]) -> Note:
    """Return the small line of a slide, and before it which numbers the deck leaves out up to it."""
    exhibits = [one for one in (block, *draft.also) if isinstance(one, Table | Chart | Figure)]
    left = [name for one in exhibits for name in gaps.get(one.number.slot, ())]
    if not left or draft.continued[0] > 1:
        return draft.source
    labels = deck.labels
    words = labels.in_memo.format(what=labels.comma.join(left))
    told = (Piece(deck.fixed(f"{draft.slot}_in_memo", words)),)
    line = (*told, *((APART,) if draft.source else ()), *draft.source)
    return line if len(set_foot(deck, line).lines) <= 2 else draft.source


def _set(deck: Deck, block: Block) -> tuple[Draft, ...]:
    """Return the slides of a block, lower where a title that goes on needs another line for that."""
    trial, roomy = (replace(deck, continues=continues, problems=[]) for continues in (False, True))

    def lines(deck: Deck, draft: Draft) -> int:
        return deck.title_room(draft.title, appendix=draft.appendix)

    drafts = tuple(_continued(trial, block))
    if any(draft.continued[1] > 1 and lines(roomy, draft) > lines(trial, draft) for draft in drafts):
        trial, drafts = roomy, tuple(_continued(roomy, block))
    deck.problems.extend(trial.problems)
    return drafts


def _continued(deck: Deck, block: Block) -> Iterator[Draft]:
    """Yield the slides of a block, numbered where there are several; each argument has its own."""
    drafts = tuple(_of(deck, block))
    for index, draft in enumerate(drafts, 1):
        if isinstance(block, Section) or len(drafts) == 1:
            yield draft
            continue
        slot = draft.slot if index == 1 else f"{draft.slot}_{index}"
        yield replace(draft, slot=slot, continued=(index, len(drafts)))


def _of(deck: Deck, block: Block) -> Iterator[Draft]:
    match block:
        case Changes():
            yield from what_changed(deck, block)
        case Front():
            yield cover(deck)
        case BottomLine():
            yield bottom_line(deck, block, deck.outline.one(Glance))
        case KeyFigures():
            yield key_figures(deck, block)
        case KeyMessages():
            yield from key_messages(deck, block)
        case Context():
            yield from context(deck, block)
        case ArgumentMap():
            yield map_slide(deck, block)
        case Section():
            yield from section_slides(deck, block)
        case Table():
            if block.depth <= Depth.DECK:
                yield from table(deck, block, block.annex)
        case Chart():
            yield chart(deck, block)
        case Figure():
            if block.title.depth <= Depth.DECK:
                yield figure(deck, block)
        case SideBox():
            yield from side_box(deck, block)
        case PullQuote():
            yield pull_quote(deck, block)
        case Options():
            yield from options(deck, block)
        case Responses():
            yield from responses(deck, block)
        case Risks():
            yield from risks(deck, block)
        case Limits():
            yield from limits(deck, block)
        case Sources():
            yield from sources(deck, block)
        case Timeline():
            yield from sequence(deck, block)
        case BackMatter():
            if block.kind != "authors":
                yield from back_matter(deck, block)
        case Glance() | Annex() | Closing() | Notes():
            return  # cards of the bottom line; words in titles; foot of the sources; notes of the slides
        case _:
            assert_never(block)


def _with_last_words(deck: Deck, drafts: list[Draft]) -> list[Draft]:
    """Without a slide of sources, glossary and closing words go to the notes of the last slide."""
    if deck.outline.one(Sources) is not None:
        return drafts
    notes = list(drafts[-1].notes)
    for block in deck.outline.blocks:
        if isinstance(block, Table) and block.kind == "glossary":
            notes += glossary_notes(deck, block)
        elif isinstance(block, Closing):
            notes += closing_notes(deck, block)
    return [*drafts[:-1], replace(drafts[-1], notes=notes)]
