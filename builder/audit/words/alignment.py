"""Aligns two sequences of words: the pairs of indexes at which they agree."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_RUN = 3  # words that must follow each other to be an anchor
_LARGEST_GAP = 250_000  # pairs of words that are compared one by one


def pairs(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs of indexes with equal words, ascending on both sides, as many as cheaply found.

    Runs of words that occur once on each side are the anchors (Cohen's patience diff); only between them
    every word is compared with every other.
    """
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        yield head, head
        head += 1
    tail = 0
    while tail < min(len(left), len(right)) - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    ends = len(left) - tail, len(right) - tail
    at = head, head
    for anchor in (*_anchors(left, right, head, ends), ends):
        yield from _between(left, right, at, anchor)
        if anchor != ends:
            yield anchor
            at = anchor[0] + 1, anchor[1] + 1
    yield from ((len(left) - tail + step, len(right) - tail + step) for step in range(tail))


def _anchors(
    left: Sequence[str], right: Sequence[str], head: int, ends: tuple[int, int]
) -> list[tuple[int, int]]:
    """Return the indexes of runs that are unique on both sides, in the longest ascending series."""
    ours, theirs = _unique(left, head, ends[0]), _unique(right, head, ends[1])
    common = [(index, theirs[run]) for run, index in ours.items() if run in theirs]
    tops: list[int] = []  # smallest end of an ascending series, by its length
    piles: list[int] = []
    before: list[int] = []
    for index, (_, there) in enumerate(common):
        pile = bisect_right(tops, there)
        tops[pile : pile + 1] = [there]
        piles[pile : pile + 1] = [index]
        before.append(piles[pile - 1] if pile else -1)
    series: list[tuple[int, int]] = []
    index = piles[-1] if piles else -1
    while index >= 0:
        series.append(common[index])
        index = before[index]
    return series[::-1]


def _unique(words: Sequence[str], start: int, end: int) -> dict[tuple[str, ...], int]:
    indexes: dict[tuple[str, ...], int] = {}
    for index in range(start, end - _RUN + 1):
        run = tuple(words[index : index + _RUN])
        indexes[run] = -1 if run in indexes else index
    return {run: index for run, index in indexes.items() if index >= 0}


def _between(
    left: Sequence[str], right: Sequence[str], start: tuple[int, int], end: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    ours, theirs = left[start[0] : end[0]], right[start[1] : end[1]]
    if not ours or not theirs or len(ours) * len(theirs) > _LARGEST_GAP:
        return
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            yield start[0] + block.a + step, start[1] + block.b + step
