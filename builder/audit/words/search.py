"""Finds, word by word, in what the expected and the extracted words differ, and reports it text by text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from builder.audit.words.transcript import Difference, DifferenceKind, ExpectedText, Transcript, fold
from builder.words.pairing import pairs

_NO_TEXT = ExpectedText("")
_TOKEN = re.compile(r"\w+|[^\w\s]")


class _Word(Struct, frozen=True):
    """A word or punctuation mark; `owner` is the index of its expected text, -1 for an extracted word."""

    text: str
    start: int
    end: int
    owner: int = -1


class _Change(Struct, frozen=True):
    """Expected words from `left` to `left_end`, replaced by extracted ones from `right` to `right_end`."""

    left: int
    left_end: int
    right: int
    right_end: int


def search(
    texts: Sequence[ExpectedText],
    count: int,
    transcript: Transcript,
    offset: int,
    gap: re.Pattern[str],
    lines: bool,
) -> list[Difference]:
    """Return what differs from text `count` and character `offset` on."""
    expected = [
        _Word(found[0], found.start(), found.end(), owner)
        for owner in range(count, len(texts))
        for found in _TOKEN.finditer(texts[owner].words)
    ]
    extracted = [
        _Word(found[0], found.start(), found.end()) for found in _TOKEN.finditer(transcript.text, offset)
    ]
    if lines:
        extracted = _joined(extracted, transcript.text, {word.text for word in expected})
    matched_words = dict(pairs([word.text for word in expected], [word.text for word in extracted]))
    found = _Search(texts, expected, extracted, matched_words, transcript, gap).differences()
    if found:
        return found
    text = texts[min(count, len(texts) - 1)] if texts else _NO_TEXT
    location, line = transcript.location(offset), transcript.line(offset)
    return [Difference(DifferenceKind.CHANGED, location, text.path, text.words, line)]


def _joined(extracted: Sequence[_Word], text: str, known: set[str]) -> list[_Word]:
    """Join words that were broken at the end of a line, where only the whole is known."""
    joined: list[_Word] = []
    for word in extracted:
        last = joined[-1] if joined else word
        broken = text[last.end : word.start] == "\n" and last.text + word.text in known
        if broken and not {last.text, word.text} <= known:
            joined[-1] = _Word(last.text + word.text, last.start, word.end)
        else:
            joined.append(word)
    return joined


class _Search:
    """Derives the differences of each text from the words that agree."""

    def __init__(
        self,
        texts: Sequence[ExpectedText],
        expected: Sequence[_Word],
        extracted: Sequence[_Word],
        matched_words: dict[int, int],
        transcript: Transcript,
        gap: re.Pattern[str],
    ) -> None:
        self._texts, self._expected, self._extracted = texts, expected, extracted
        self._matched, self._transcript, self._gap = matched_words, transcript, gap
        self._indexes: dict[int, list[int]] = {}  # of the words of each text
        for index, word in enumerate(expected):
            self._indexes.setdefault(word.owner, []).append(index)
        self._changed: dict[int, tuple[int, int]] = {}  # texts with other words, and which
        self._first_changed: dict[int, int] = {}  # the first differing word of each
        self._missing: dict[int, int] = {}  # texts that are missing, and where they should be
        self._extra: list[tuple[int, int]] = []  # words of no text

    def differences(self) -> list[Difference]:
        for change in self._changes():
            self._assign(change)
        found: list[tuple[int, Difference]] = []
        extra = {run: self._extracted_from(*run) for run in self._extra}
        for owner, index in self._missing.items():
            kind, words = DifferenceKind.MISSING, self._texts[owner].words
            home = next((run for run, there in extra.items() if words in there), None)
            if home is not None:
                kind, index = DifferenceKind.MOVED, home[0]
                extra[home] = extra[home].replace(words, "", 1)
            found.append((index, self._difference(kind, index, self._texts[owner])))
        for (start, _), words in extra.items():
            if self._gap.fullmatch(words) is None:
                found.append((start, self._difference(DifferenceKind.EXTRA, start, extracted=words)))
        for owner, (start, end) in self._changed.items():
            text, index, words = (
                self._texts[owner],
                self._first_changed[owner],
                self._extracted_from(start, end),
            )
            found.append((start, self._difference(DifferenceKind.CHANGED, index, text, words)))
        return _together([difference for _, difference in sorted(found, key=lambda one: one[0])])

    def _difference(
        self, kind: DifferenceKind, index: int, text: ExpectedText = _NO_TEXT, extracted: str = ""
    ) -> Difference:
        """Return a difference at an extracted word, or at the end of the file."""
        words, transcript = self._extracted, self._transcript
        offset = words[index].start if index < len(words) else len(transcript.text)
        return Difference(kind, transcript.location(offset), text.path, text.words, fold(extracted))

    def _changes(self) -> list[_Change]:
        """Return the runs between the words that agree, moved to where a text begins if possible."""
        changes: list[_Change] = []
        left = right = 0
        for index, there in (*sorted(self._matched.items()), (len(self._expected), len(self._extracted))):
            if index > left or there > right:
                changes.append(self._slid(_Change(left, index, right, there)))
            left, right = index + 1, there + 1
        return changes

    def _slid(self, change: _Change) -> _Change:
        """Move a pure omission or insertion to where a text and a line begin, if the words allow it."""
        best, rank, chosen = change, self._rank(change), 0
        if change.left == change.left_end or change.right == change.right_end:
            for way in (-1, 1):
                moved = self._step(change, way)
                while moved is not None:
                    if self._rank(moved) > rank:
                        best, rank, chosen = moved, self._rank(moved), way
                    moved = self._step(moved, way)
        if chosen:
            self._agree(change, best, chosen)
        return best

    def _step(self, change: _Change, way: int) -> _Change | None:
        """Move a change by one word, if the word it gives up equals the one it takes in."""
        left, right = (change.left - 1, change.right - 1) if way < 0 else (change.left_end, change.right_end)
        if left < 0 or self._matched.get(left) != right:
            return None
        words = self._expected if change.left < change.left_end else self._extracted
        if change.left < change.left_end:
            start, end = change.left, change.left_end
        else:
            start, end = change.right, change.right_end
        taken, given = (start - 1, end - 1) if way < 0 else (end, start)
        if words[taken].text != words[given].text:
            return None
        return _Change(change.left + way, change.left_end + way, change.right + way, change.right_end + way)

    def _agree(self, change: _Change, moved: _Change, way: int) -> None:
        """Pair again the words that a moved change gave up."""
        count = abs(change.left - moved.left)
        for step in range(count):
            del self._matched[moved.left + step if way < 0 else change.left_end + step]
        for step in range(count):
            left, right = (
                (moved.left_end + step, moved.right_end + step)
                if way < 0
                else (change.left + step, change.right + step)
            )
            self._matched[left] = right

    def _rank(self, change: _Change) -> int:
        """How well a change begins: 2 where a text and a line begin, 1 where only a text does, else 0."""
        left, right = change.left, change.right
        if 0 < left < len(self._expected) and self._owner(left) == self._owner(left - 1):
            return 0
        at = self._extracted[right].start if right < len(self._extracted) else len(self._transcript.text) + 1
        return 2 if self._transcript.text[max(at - 1, 0) : at] in ("\n", "") else 1

    def _owner(self, index: int) -> int:
        return self._expected[index].owner if 0 <= index < len(self._expected) else -1

    def _assign(self, change: _Change) -> None:
        """Sort the texts of a change into those it touches and those it swallows, and find extra words."""
        run = (change.right, change.right_end)
        before, after = self._owner(change.left - 1), self._owner(change.left_end)
        owners = dict.fromkeys(word.owner for word in self._expected[change.left : change.left_end])
        if not owners and before == after != -1:
            owners = {before: None}
        touched = [owner for owner in owners if owner in (before, after)]
        swallowed = [owner for owner in owners if owner not in (before, after)]
        wordless = self._gap.fullmatch(self._extracted_from(*run)) is not None
        if len(swallowed) == 1 and not touched and not wordless:
            self._changed[swallowed[0]] = run
            self._first_changed[swallowed[0]] = run[0]
            return
        self._missing |= dict.fromkeys(swallowed, change.right)
        for owner in touched:
            self._touch(owner, run)
        if not touched and not wordless:
            self._extra.append(run)

    def _touch(self, owner: int, run: tuple[int, int]) -> None:
        """Note that a text has other words in `run`, between those of its words that agree."""
        start, end = self._changed.get(owner, run)
        start, end = min(start, run[0]), max(end, run[1])
        if owner not in self._changed:
            agreeing = [self._matched[index] for index in self._indexes[owner] if index in self._matched]
            start, end = min([start, *agreeing]), max([end, *(index + 1 for index in agreeing)])
        self._changed[owner] = (start, end)
        self._first_changed.setdefault(owner, run[0])

    def _extracted_from(self, start: int, end: int) -> str:
        """Return the extracted words from `start` to `end` as they are written."""
        if start >= end:
            return ""
        return self._transcript.text[self._extracted[start].start : self._extracted[end - 1].end]


def _together(found: Sequence[Difference]) -> list[Difference]:
    """Join what is missing or has moved at one location into one difference, at its first path."""
    joined: list[Difference] = []
    for one in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and one.kind is last.kind
            and one.kind in (DifferenceKind.MISSING, DifferenceKind.MOVED)
            and one.location == last.location
        ):
            expected = f"{last.expected} {one.expected}"
            joined[-1] = Difference(last.kind, last.location, last.path or one.path, expected)
        else:
            joined.append(one)
    return joined
