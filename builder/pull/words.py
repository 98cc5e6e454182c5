"""Compares two texts word by word, and makes the same changes in a third one that says the same."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from unicodedata import normalize

from msgspec import Struct

from builder.audit.words.search import pairs

# A word, an ideograph, an ellipsis, or a sign; nothing is between ideographs, so each is a word of its own.
_IDEOGRAPH = "\u2e80-\u2fdf\u3005-\u303b\u3040-\u31ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[^\W{_IDEOGRAPH}]+|[{_IDEOGRAPH}]|\.\.\.|[^\w\s]")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("‘’‚‛′ʼ‹›", "'"), **dict.fromkeys("“”„‟«»″", '"'),
        "…": "...",
    }
)  # fmt: skip


_LARGEST = 600_000  # pairs of words that are compared one by one


class Token(Struct, frozen=True):
    """A word or sign with its place in the text; `spaced` is whether a space comes before it.

    `key` is the same for words that differ only as typography sets them: quotation marks, dashes.
    """

    key: str
    spaced: bool
    start: int
    end: int


class Change(Struct, frozen=True):
    """The tokens from `start` up to `end` of a text become other words; `spaced` as in a token.

    `follows` is whether a space comes behind the new words.
    """

    start: int
    end: int
    text: str
    spaced: bool
    follows: bool


def plain(text: str) -> str:
    """Return a text without invisible characters, with plain spaces, in one line and NFC."""
    return " ".join(normalize("NFC", text).translate(_INVISIBLE).split())


def fold(text: str) -> str:
    """Return a text as it is compared: without what typography sets."""
    return plain(text).translate(_ALIKE)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the words and signs of a text; the first counts as spaced, whatever is before the text."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        spaced = not found or match.start() > end
        end = match.end()
        found.append(Token(normalize("NFC", match[0]).translate(_ALIKE), spaced, match.start(), end))
    return tuple(found)


def changes(old: Sequence[Token], new: Sequence[Token], text: str) -> Iterator[Change]:
    """Yield how tokens become those of a `text`, from left to right."""
    ours, theirs = ([f"{' ' * one.spaced}{one.key}" for one in each] for each in (old, new))
    left = right = 0
    for i, j in (*pairs(ours, theirs), (len(old), len(new))):
        if i > left or j > right:
            yield _change(left, i, new, right, j, text)
        left, right = i + 1, j + 1


def _change(start: int, end: int, new: Sequence[Token], first: int, stop: int, text: str) -> Change:
    spaced = new[first].spaced if first < len(new) else False
    follows = new[stop].spaced if stop < len(new) else False
    if first == stop:
        return Change(start, end, "", False, follows)
    return Change(start, end, plain(text[new[first].start : new[stop - 1].end]), spaced, follows)


def applied(
    text: str,
    base: Sequence[Token],
    made: Sequence[Change],
    written: Callable[[str, int], str] = lambda words, _: words,
) -> str | None:
    """Return a text that says what `base` says, with the changes made in it, or None if one has no place.

    `written` is how new words are written at an index of the text.
    """
    target = tokens(text)
    place = places([one.key.casefold() for one in base], [one.key.casefold() for one in target])
    edits: list[tuple[int, int, str]] = []
    for change in made:
        found = _edits(text, base, change, target, place, written)
        if found is None:
            return None
        edits += found
    for start, end, words in sorted(edits, reverse=True):
        text = text[:start] + words + text[end:]
    return text


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


class Shown(Struct, frozen=True):
    """A stretch of a text with its changes: words that stay, that are new, or that are gone."""

    text: str
    is_new: bool = False
    is_gone: bool = False


def word_diff(text: str, made: Sequence[Change], around: int = 8) -> Iterator[Shown]:
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
            yield Shown(_cut(text[at:end], base[first:start], at, around, number > 0, change is not None))
        if change is None:
            return
        if change.end > change.start:
            at = base[change.end - 1].end
            yield Shown(text[base[start].start : at], is_gone=True)
        else:
            at = end
        if change.text:
            gap = " " if change.spaced and change.start == change.end and start else ""
            yield Shown(gap + change.text, is_new=True)


def _cut(text: str, inside: Sequence[Token], at: int, around: int, behind: bool, before: bool) -> str:
    """Return words that stay, only those near the changes that are behind and before them."""
    most = around * (behind + before)
    if len(inside) <= most + 1:
        return text
    left = text[: inside[around - 1].end - at] if behind else ""
    right = text[inside[-around].start - at :] if before else ""
    return f"{left}{' ' * bool(left)}…{' ' * bool(right)}{right}"


def _edits(
    text: str,
    base: Sequence[Token],
    change: Change,
    target: Sequence[Token],
    place: dict[int, int],
    written: Callable[[str, int], str],
) -> list[tuple[int, int, str]] | None:
    """Return what a change replaces in a text: from where, up to where, by what; None if it has no place."""
    if change.start == change.end:
        return _inserted(base, change, target, place, written)
    if not all(index in place for index in range(change.start, change.end)):
        return None
    new = tokens(change.text)
    if len(new) == change.end - change.start:
        return [
            _replaced(text, base, change.start + index, target[place[change.start + index]], words, written)
            for index, words in enumerate(_words(change, new))
        ]
    found = []
    for index in range(change.start, change.end):
        there = target[place[index]]
        if index == change.start and change.text:
            first = (change.text, change.spaced)
            found.append(_replaced(text, base, index, there, first, written))
        else:
            found.append(_deleted(text, base, index, there, at_start=not change.start and not change.text))
    return found


def _words(change: Change, new: Sequence[Token]) -> Iterator[tuple[str, bool]]:
    """Yield new words one by one, with whether a space comes before each."""
    for index, one in enumerate(new):
        yield change.text[one.start : one.end], one.spaced if index else change.spaced


def _replaced(
    text: str,
    base: Sequence[Token],
    index: int,
    there: Token,
    new: tuple[str, bool],
    written: Callable[[str, int], str],
) -> tuple[int, int, str]:
    """Return where the words for a token go; a space before it comes or goes as well."""
    words, spaced = new
    start, gap = there.start, ""
    if index and spaced != base[index].spaced:
        start, gap = (there.start, " ") if spaced else (_before(text, there.start), "")
    return start, there.end, gap + written(_in_case(words, base[index], text[there.start : there.end]), start)


def _deleted(
    text: str, base: Sequence[Token], index: int, there: Token, *, at_start: bool
) -> tuple[int, int, str]:
    """Return what goes with a token: the space before it, or else the one behind it."""
    start, end = there.start, there.end
    behind = index + 1 >= len(base) or base[index + 1].spaced
    if at_start:
        end = _behind(text, end) if behind else end
        return (_before(text, start), there.end, "") if end == len(text) else (start, end, "")
    if base[index].spaced:
        start = _before(text, start)
        if start == there.start and behind:  # a mark is between
            end = _behind(text, end)
    return start, end, ""


def _inserted(
    base: Sequence[Token],
    change: Change,
    target: Sequence[Token],
    place: dict[int, int],
    written: Callable[[str, int], str],
) -> list[tuple[int, int, str]] | None:
    """Return where words are inserted: behind the word before them, or else before the next one."""
    if change.start and change.start - 1 in place:
        at = target[place[change.start - 1]].end
        return [(at, at, " " * change.spaced + written(change.text, at))]
    if change.start < len(base) and change.start in place:
        at = target[place[change.start]].start
        return [(at, at, written(change.text, at) + " " * change.follows)]
    return None


def _in_case(words: str, was: Token, there: str) -> str:
    """Return new words beginning in lower case where a text has its old ones so, as a key word: `draft`."""
    is_lowered = there[:1].islower() and was.key[:1].isupper()
    return words[:1].lower() + words[1:] if is_lowered else words


def _before(text: str, index: int) -> int:
    while index and text[index - 1].isspace():
        index -= 1
    return index


def _behind(text: str, index: int) -> int:
    while index < len(text) and text[index].isspace():
        index += 1
    return index
