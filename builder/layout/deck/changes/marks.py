"""Finds which slides say something else than in an earlier version, and tags them in their masthead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from builder.layout.deck.draft import Deck, Draft, Note, marking_width, roomy_width
from builder.layout.pages import Mark as CertaintyMark
from builder.layout.pages import Piece, Rect, TextBox, texts, walk
from builder.layout.text.measure import set_lines
from builder.outline.blocks import Change, Changes
from builder.outline.text import Text


class Mark(Struct, frozen=True):
    """What changed on a slide: its tag, and what its notes say of it."""

    tag: Text
    notes: tuple[Note, ...]


def marks(deck: Deck, drafts: Sequence[Draft], spoken: Sequence[Sequence[Note]]) -> Iterator[Mark | None]:
    """Yield what changed on each slide, None where nothing did."""
    block = deck.outline.one(Changes)
    if block is None:
        yield from (None for _ in drafts)
        return
    marked = [any(isinstance(one, CertaintyMark) for one in walk(tuple(draft.items))) for draft in drafts]
    shown = [[draft.title, *texts(tuple(draft.items)), *_texts([draft.source])] for draft in drafts]
    said = [[*each, *_texts(notes)] for each, notes in zip(shown, spoken, strict=True)]
    found: list[list[Change]] = [[] for _ in drafts]
    for change in block.changes:
        is_source = change.path.startswith("sources[")  # that notes name it is no change of a slide
        for index in _slides(change, shown if is_source else said, marked):
            found[index].append(change)
    for changes, words in zip(found, shown, strict=True):
        whole = [change.path for change in changes if change.is_new]
        is_new = bool(whole) and all(
            any(_is_in(text.path, path) for path in whole) for text in words if text.path
        )
        notes = ((Piece(block.note_head),), *((Piece(change.told),) for change in changes))
        yield Mark(block.new_tag if is_new else block.changed_tag, notes) if changes else None


def _texts(notes: Iterable[Note]) -> Iterator[Text]:
    return (piece.text for note in notes for piece in note if piece.text is not None)


def _slides(change: Change, said: Sequence[Sequence[Text]], marked: Sequence[bool]) -> list[int]:
    """Return the slides that a change is on: those that say or draw it, or else those that would."""
    if change.path and not change.is_moved:
        paths = [[own for text in each for own in (text.path, *text.also) if own] for each in said]
        exact = [any(_is_of(own, change.path) for own in each) for each in paths]
        if change.path.endswith(".certainty"):  # beside the words of what is so certain, there is a mark
            owner = change.path.removesuffix(".certainty")
            drawn = zip(paths, marked, strict=True)
            draws = [has_mark and any(_is_in(own, owner) for own in each) for each, has_mark in drawn]
            exact = [one or other for one, other in zip(exact, draws, strict=True)]
        if any(exact) or change.now is not None:
            return [index for index, is_there in enumerate(exact) if is_there]
    near = change.near or change.path
    while near:
        counts = [_items(each, near) for each in said]
        if most := max(counts, default=0):
            return [index for index, count in enumerate(counts) if count == most]
        near = near.rpartition(".")[0]
    return []


def _items(said: Iterable[Text], near: str) -> int:
    """Return how many items of a list the texts are of, or how many fields of a part."""
    inside = re.compile(re.escape(near).replace(r"\[\]", r"\[\d+\]") + r"(?:\[\d+\]|\.\w+)?")
    found = (inside.match(text.path) for text in said)
    return len({match[0] for match in found if match})


def _is_of(own: str, path: str) -> bool:
    return _is_in(own, path) or path.startswith(f"{own}[")


def _is_in(own: str, path: str) -> bool:
    return own == path or own.startswith((f"{path}.", f"{path}["))


def tag_width(deck: Deck) -> float:
    """Return the width in points of the tags in a deck with changes, 0 in any other."""
    block, look = deck.outline.one(Changes), deck.look.changes
    if block is None:
        return 0.0
    words = (
        deck.paragraph(text, step=look.tag_step, bold=True) for text in (block.changed_tag, block.new_tag)
    )
    return max(look.tag_width, *(roomy_width(each) + deck.look.masthead.marking_pad for each in words))


def corner(deck: Deck) -> float:
    """Return the width in points that a marking and a tag take at the right of every masthead."""
    marking, gap, tag = deck.front.marking, deck.look.masthead.status_gap, tag_width(deck)
    return (marking_width(deck, marking) + gap if marking else 0.0) + (tag + gap if tag else 0.0)


def tagged(deck: Deck, mark: Mark, right: float, *, is_cover: bool) -> TextBox:
    """Return the tag of a slide, left of its marking, if that ends at `right`."""
    marking, look = deck.front.marking, deck.look.masthead
    width = tag_width(deck)
    right -= marking_width(deck, marking) + look.status_gap if marking else 0.0
    block = deck.outline.one(Changes)
    is_new = block is not None and mark.tag is block.new_tag
    ground = (deck.colours.response if is_new else deck.colours.caution).strong
    step, white = deck.look.changes.tag_step, deck.colours.white
    words = deck.paragraph(mark.tag, step=step, colour=white, bold=True, align="center")
    top = look.marking_cover_top if is_cover else look.marking_top
    rect = Rect(right - width, top, width, look.marking_height)
    return TextBox(rect, (set_lines(words, width),), anchor="middle", fill=ground, name=mark.tag.slot)
