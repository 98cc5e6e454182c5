"""Judges colours by each other, as a theme may be another one: what is placed alike is drawn alike."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import TypeAlias

from builder.audit.office.drawings import alike
from builder.audit.visibility import Colour

Tone: TypeAlias = tuple[object, int | None, Colour | None]  # as placed, how bright that is, and as drawn
_MUCH = 240  # of three times 255: a box is darker than another one at a glance, whatever the theme


def tone(placed: Colour | None, drawn: Colour | None) -> Tone:
    """Return the tone of something with a colour as placed and as drawn."""
    return placed, sum(placed) if placed else None, drawn


def are_kept(tones: Iterable[Tone], *, apart: bool = False, much: int = _MUCH) -> bool:
    """Whether what is placed in one colour is drawn in one, and darker than others where it was so by `much`.

    With `apart`, what is placed in several colours is drawn in several.
    """
    for (own, bright, shown), (other, brighter, another) in combinations(dict.fromkeys(tones), 2):
        more = 0 if bright is None or brighter is None else brighter - bright
        as_bright = abs(more) < much or more * (sum(another or ()) - sum(shown or ())) > 0
        same = alike(shown, another)
        if not (same if own == other else as_bright and not (apart and same)):
            return False
    return True
