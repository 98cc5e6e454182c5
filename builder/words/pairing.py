"""Finds the words that two texts share, in their order, and how alike the texts are."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from builder.words.tokens import keys

ALIKE = 0.35  # of the words of two texts that must be the same, for them to be versions of one text
_HARDLY = ALIKE / 2  # what does not even share so many words in any order, is not compared in its order
_RUN = 3  # words that must follow each other to be an anchor
_LARGEST_GAP, _LARGEST = 250_000, 600_000  # pairs of words that are compared one by one


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
    return [common[index] for index in ascending([there for _, there in common])]


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


def likeness(first: str, second: str) -> float:
    """Return how much of two texts is the same, 0 to 1: all their words, and those in the same order."""
    if first == second:
        return 1.0
    ours, theirs = ([key.casefold() for key in keys(text)] for text in (first, second))
    longest = max(len(ours), len(theirs), 1)
    shared = sum((Counter(ours) & Counter(theirs)).values())
    if shared / longest < _HARDLY:
        return 0.0
    ordered = sum(1 for _ in pairs(ours, theirs))
    return 2 * ordered / max(len(ours) + len(theirs), 1)


def ascending(values: Sequence[int]) -> list[int]:
    """Return the indexes of the longest ascending series."""
    tops: list[int] = []  # smallest end of an ascending series, by its length
    piles: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        pile = bisect_left(tops, value)
        tops[pile : pile + 1] = [value]
        piles[pile : pile + 1] = [index]
        before.append(piles[pile - 1] if pile else -1)
    series: list[int] = []
    index = piles[-1] if piles else -1
    while index >= 0:
        series.append(index)
        index = before[index]
    return series[::-1]


def out_of_order(order: Sequence[int]) -> list[int]:
    """Return what is not in the longest ascending series."""
    kept = set(ascending(order))
    return [value for index, value in enumerate(order) if index not in kept]


def places(base: Sequence[str], target: Sequence[str]) -> dict[int, int]:
    """Return which words of a text are those of another, of which it may be a part.

    Of all ways to pair equal words in their order, it is the one with the most words that follow each other.
    """
    if base == target:
        return {index: index for index in range(len(base))}
    if len(base) * len(target) > _LARGEST:
        return dict(pairs(base, target))
    width = len(target) + 1
    best = [[0] * width]  # scores of the words so far
    ends = [[0] * width]  # the same where the last two are a pair, else 0
    for word in base:
        above, joined = best[-1], ends[-1]
        row, ended = [0] * width, [0] * width
        for j, other in enumerate(target, 1):
            if word == other:
                ended[j] = max(above[j - 1] + 2, joined[j - 1] + 3 if joined[j - 1] else 0)
            row[j] = max(row[j - 1], above[j], ended[j])
        best.append(row)
        ends.append(ended)
    return dict(_traced(best, ends))


def _traced(best: Sequence[Sequence[int]], ends: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that lead to the best score, from the last one back."""
    i, j = len(best) - 1, len(best[0]) - 1
    must = False  # whether these two are a pair, because the next ones follow them
    while i and j:
        if must or best[i][j] == ends[i][j] != 0:
            yield i - 1, j - 1
            must = bool(ends[i - 1][j - 1]) and ends[i][j] == ends[i - 1][j - 1] + 3
            i, j = i - 1, j - 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i -= 1
