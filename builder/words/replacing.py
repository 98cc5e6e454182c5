"""Says which words of a text become others, and does the same in a third text that says the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from builder.words.pairing import pairs, places
from builder.words.signs import plain
from builder.words.tokens import Token, tokens


class Replacement(Struct, frozen=True):
    """The tokens from `start` up to `end` of a text become other words; `spaced` as in a token.

    `follows` is whether a space comes behind the new words.
    """

    start: int
    end: int
    text: str
    spaced: bool
    follows: bool


def replacements(old: str, new: str) -> Iterator[Replacement]:
    """Yield how the words of a text become those of a new one, from left to right."""
    before, after = tokens(old), tokens(new)
    ours, theirs = ([f"{' ' * one.spaced}{one.key}" for one in each] for each in (before, after))
    left = right = 0
    for i, j in (*pairs(ours, theirs), (len(before), len(after))):
        if i > left or j > right:
            yield _replacement(left, i, after, right, j, new)
        left, right = i + 1, j + 1


def removal(text: str) -> Replacement:
    """Return that all words of a text go."""
    return Replacement(0, len(tokens(text)), "", False, True)


def _replacement(start: int, end: int, new: Sequence[Token], first: int, stop: int, text: str) -> Replacement:
    spaced = new[first].spaced if first < len(new) else False
    follows = new[stop].spaced if stop < len(new) else False
    if first == stop:
        return Replacement(start, end, "", False, follows)
    return Replacement(start, end, plain(text[new[first].start : new[stop - 1].end]), spaced, follows)


def applied(
    text: str,
    was: str,
    made: Sequence[Replacement],
    written: Callable[[str, int], str] = lambda words, _: words,
) -> str | None:
    """Return a text that says what `was` says, with the changes made in it, or None if one has no place.

    `written` is how new words are written at an index of the text.
    """
    base, target = tokens(was), tokens(text)
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


def _edits(
    text: str,
    base: Sequence[Token],
    change: Replacement,
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


def _words(change: Replacement, new: Sequence[Token]) -> Iterator[tuple[str, bool]]:
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
    change: Replacement,
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
