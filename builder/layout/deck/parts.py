"""Shows on the slides of a long deck in which part of it each is, and what the other parts are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import fsum

from msgspec import Struct

from builder.layout.deck.changes.marks import corner
from builder.layout.deck.draft import Deck, Draft, Note, roomy_width
from builder.layout.deck.notes import set_foot
from builder.layout.pages import Piece, Rect
from builder.outline.text import Text

APART = Piece(None, "\u2003")  # between the source line and notes


class Place(Struct, frozen=True):
    """Where a slide is in a long deck: its segment, what its part is called, and the names of the others."""

    segment: Rect
    label: Note
    rect: Rect  # of the label
    others: tuple[tuple[str, Rect], ...]


def places_of(deck: Deck, slides: Sequence[tuple[Draft, Text, str]]) -> Iterator[Place]:
    """Yield where each slide is but the cover, which is nowhere.

    Each part is as wide as its names, and wider the more slides it has. Where the names of all parts have no
    room beside each other, all slides have segments of one width, and only the part of each is named.
    """
    look = deck.look.masthead
    labels = [_label(deck, *each) for each in slides]
    sections = enumerate(section for *_, section in slides)
    groups = [list(group) for _, group in groupby(sections, lambda each: each[1])]
    width = deck.look.live - corner(deck)

    def needed(label: Note) -> float:
        return roomy_width(deck.paragraph(*label, step=look.part_step, bold=True))

    widths = [
        max(needed((Piece(None, group[0][1]),)), *(needed(labels[index]) for index, _ in group))
        for group in groups
    ]
    free = width - look.part_gap * (len(groups) - 1)
    named = fsum(widths) <= free
    spare = (free - fsum(widths) if named else free) / len(labels)
    lefts, spans, x = list[float](), list[float](), deck.look.left
    for group, wide in zip(groups, widths, strict=True):
        lefts.append(x)
        spans.append((wide if named else 0.0) + spare * len(group))
        x += spans[-1] + look.part_gap

    def row(left: float, wide: float) -> Rect:
        return Rect(left, look.parts_top, wide, look.part_step.leading)

    names = [(group[0][1], row(left, wide)) for group, left, wide in zip(groups, lefts, spans, strict=True)]
    for part, (group, left, wide) in enumerate(zip(groups, lefts, spans, strict=True)):
        gap = min(look.segment_gap, wide / len(group) / 4)
        segment = (wide + gap) / len(group)
        for place, (index, _) in enumerate(group):
            rect = names[part][1]
            if not named:
                wide = min(needed(labels[index]), width)
                rect = row(min(left, deck.look.left + width - wide), wide)
            yield Place(
                Rect(left + place * segment, look.bar_top, segment - gap, look.bar),
                labels[index],
                rect,
                tuple(names[:part] + names[part + 1 :]) if named else (),
            )


def _label(deck: Deck, draft: Draft, title: Text, section: str) -> Note:
    """Return what the part of a slide is called, and its kicker where the source line has no room for it."""
    slot = f"part_{section.casefold()}".replace(" ", "_")
    name = Piece(draft.section or deck.fixed(slot, section))
    if not _is_apart(draft, title, section) or beside_source(deck, draft, title, section):
        return (name,)
    assert draft.kicker is not None
    return (name, Piece(None, deck.labels.dot), Piece(draft.kicker))


def _is_apart(draft: Draft, title: Text, section: str) -> bool:
    """Whether a slide has a kicker that neither its title nor the name of its part says."""
    return draft.kicker is not None and draft.kicker.plain not in (section, title.plain)


def beside_source(deck: Deck, draft: Draft, title: Text, section: str) -> Note:
    """Return the kicker of a slide in a long deck before its source line, if there is room."""
    if not _is_apart(draft, title, section):
        return ()
    beside = (Piece(draft.kicker), *((APART,) if draft.source else ()))
    return beside if len(set_foot(deck, (*beside, *draft.source)).lines) <= 2 else ()
