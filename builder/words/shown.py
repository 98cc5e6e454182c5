"""Shows a text with what is new and gone in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct

from builder.words.replacing import Replacement
from builder.words.tokens import Token, tokens


class Marked(Struct, frozen=True):
    """A stretch of a text with its changes: words that stay, that are new, or that are gone."""

    text: str
    is_new: bool = False
    is_gone: bool = False


def word_diff(text: str, made: Sequence[Replacement], around: int = 8) -> Iterator[Marked]:
    """Yield a text with its changes; of what stays, `around` words beside each."""
    base = tokens(text)
    at = 0
    for number, change in enumerate((*made, None)):
        start = change.start if change else len(base)
        end = base[start].start if start < len(base) else len(text)
        if change and change.start == change.end and start:
            end = base[start - 1].end
        if end > at:
            first = bisect_left(base, at, key=lambda one: one.start)
            yield Marked(_cut(text[at:end], base[first:start], at, around, number > 0, change is not None))
        if change is None:
            return
        if change.end > change.start:
            at = base[change.end - 1].end
            yield Marked(text[base[start].start : at], is_gone=True)
        else:
            at = end
        if change.text:
            gap = " " if change.spaced and change.start == change.end and start else ""
            yield Marked(gap + change.text, is_new=True)


def _cut(text: str, inside: Sequence[Token], at: int, around: int, behind: bool, before: bool) -> str:
    """Return words that stay, only those near the changes that are behind and before them."""
    most = around * (behind + before)
    if len(inside) <= most + 1:
        return text
    left = text[: inside[around - 1].end - at] if behind else ""
    right = text[inside[-around].start - at :] if before else ""
    return f"{left}{' ' * bool(left)}…{' ' * bool(right)}{right}"
