"""Finds the passage that a statement has its words from, where that is not the one it cites."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from builder.sources.compare.firmness import Weights
from builder.sources.compare.words import stems_of
from builder.sources.passages import Passage

_AHEAD = 2.0  # times as alike as the passages that are cited
_ENOUGH = 0.3  # of the weight of a statement's words
_LEAST = 3  # words that a passage shares with a statement


def better_place(
    text: str, passages: Iterable[Passage], cited: Collection[str], weights: Weights
) -> Passage | None:
    """Return the passage that has far more of a statement's words than those that it cites."""
    stems = stems_of(text, weights.language)
    whole = weights.of(stems)
    if not whole:
        return None
    best = 0.0
    home: Passage | None = None
    theirs = frozenset[str]()
    for passage in passages:
        shared = stems & stems_of(passage.text, weights.language)
        if passage.id in cited:
            theirs |= shared
        elif len(shared) >= _LEAST and (score := weights.of(shared) / whole) > best:
            best, home = score, passage
    own = weights.of(theirs) / whole
    return home if best >= _ENOUGH and best >= _AHEAD * own else None
