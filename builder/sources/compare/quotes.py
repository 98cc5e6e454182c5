"""Finds quoted words in passages, and words that are copied without being quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from builder.languages.language import Language
from builder.sources.compare.words import folded, words_of

COPIED = 8  # words in a row that are copied, where nothing says that they are
COPIED_LETTERS = 24  # in a language that does not part words
_SHORTEST_QUOTE = 3  # words in quotation marks that are a quotation, and not a term
_LEFT_OUT = r"\s*(?:\[\s*\.{3}\s*\]|\(\s*\.{3}\s*\)|\.{3})\s*"
_MOST_BRACKETS = 4
_IN_A_WORD = re.compile("[^\\W_\u3005-\u30ff\u3400-\u9fff]")  # a letter of a language that parts words
_MOST_SHOWN = 8  # words of a passage that are left out
_QUOTED = re.compile(
    r"“([^”]{2,500})”|„([^“”]{2,500})[“”]|«\s?([^»]{2,500}?)\s?»|\"([^\"]{2,500})\"|「([^」]{2,500})」"
)


class Differing(NamedTuple):
    """The first words in which a quotation differs from a passage: as quoted, and as the passage has them."""

    quoted: str
    original: str


def is_verbatim(quote: str, passages: Sequence[str]) -> bool:
    """Whether the words of a quotation are in passages that follow each other, in their order.

    Words may be left out where the quotation has an ellipsis, and be in brackets where it has other words or
    another letter: `[T]he council […] will`.
    """
    whole = folded(" ".join(passages))
    at = 0
    for segment in _segments(quote):
        found = re.compile(_pattern(segment)).search(whole, at)
        if found is None:
            return False
        at = found.end()
    return True


def _segments(quote: str) -> list[str]:
    bare = folded(quote).strip("' ").rstrip(".,;:!?")
    if bare.count("[") > _MOST_BRACKETS:  # each could stand for so many words that it would take long
        bare = re.sub(r"(?<!\w)\[[^\]]*\](?!\w)", "...", bare)
    return [segment for segment in re.split(_LEFT_OUT, bare) if re.search(r"\w", segment)]


def _pattern(segment: str) -> str:
    """Return what finds a piece of a quotation; what is in brackets stands for up to four other words."""
    pieces = re.split(r"\[([^\]]{0,80})\]", segment.strip(" .,;:"))
    found = r"(?<![^\W_])" if _IN_A_WORD.match(pieces[0]) else ""
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            words = (re.escape(word) for word in piece.split())
            found += r"\s+".join(words)
            continue
        before, after = pieces[index - 1], pieces[index + 1]
        if before[-1:].isalnum() or after[:1].isalnum():  # [t]he
            found += r"\w{0,3}"
        else:
            found += r"\s*(?:\S+\s+){0,3}?\S*\s*" if before.strip() or after.strip() else r"\S*"
    return found + (r"(?![^\W_])" if _IN_A_WORD.match(pieces[-1][-1:]) else "")


def difference(quote: str, passage: str, language: Language) -> Differing | None:
    """Return where a quotation first differs from a passage that it is mostly in; None if it is not."""
    ours, theirs = words_of(quote, language), words_of(passage, language)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not ours or sum(block.size for block in blocks) < len(ours) * 0.6:
        return None
    main = max(blocks, key=lambda block: block.size)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        near = abs((right - main.b) - (left - main.a)) < len(ours)
        inside = tag in ("replace", "delete") or (tag == "insert" and 0 < left < len(ours))
        if inside and near:
            most = left_end - left if tag == "replace" else _MOST_SHOWN
            original = theirs[right : min(right_end, right + most)]
            return Differing(_joined(ours[left:left_end], language), _joined(original, language))
    return None


def _joined(words: Iterable[str], language: Language) -> str:
    return (" " if language.script.spaced else "").join(words)


def quotations_in(text: str, language: Language) -> Iterator[str]:
    """Yield what is between quotation marks in a text, if it is long enough to be a quotation."""
    for found in _QUOTED.finditer(text):
        quoted = next(each for each in found.groups() if each)
        least = _SHORTEST_QUOTE if language.script.spaced else 3 * _SHORTEST_QUOTE
        if len(words_of(quoted, language)) >= least:
            yield quoted


def _in_letters(text: str, language: Language) -> tuple[str, ...]:
    """Return the words of a text without its numbers, which nobody can say in other words."""
    return tuple(word for word in words_of(text, language) if not word[0].isdigit())


def without_quotations(text: str) -> str:
    """Return a text without what is between quotation marks."""
    return _QUOTED.sub("…", text)


class Copied(NamedTuple):
    """Words that a text copies, and the place that they are from."""

    words: str
    place: str


class Runs:
    """The runs of words of all places, by which copied words are found."""

    def __init__(self, places: Iterable[tuple[str, str]], language: Language) -> None:
        self._length = COPIED if language.script.spaced else COPIED_LETTERS
        self._language = language
        self._at: dict[tuple[str, ...], str] = {}
        for id, text in places:
            words = _in_letters(text, language)
            for start in range(len(words) - self._length + 1):
                self._at.setdefault(words[start : start + self._length], id)

    def copied(self, text: str) -> Copied | None:
        """Return the first words of a text that are copied without quotation marks, and the passage."""
        bare = _QUOTED.sub(" \n ", text)
        for piece in bare.split("\n"):
            words = _in_letters(piece, self._language)
            for start in range(len(words) - self._length + 1):
                if words[start : start + self._length] in self._at:
                    return self._whole(words, start)
        return None

    def _whole(self, words: tuple[str, ...], start: int) -> Copied:
        id, end = self._at[words[start : start + self._length]], start + self._length
        while end < len(words) and words[end - self._length + 1 : end + 1] in self._at:
            end += 1
        return Copied(_joined(words[start:end], self._language), id)
