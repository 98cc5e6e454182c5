"""Words that were decided and words that are said become the places where they part, told part by part."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from builder.audit.words.alignment import pairs
from builder.audit.words.stream import Difference, How, Part, Speech, fold

_TOKEN = re.compile(r"\w+|[^\w\s]")


class _Word(Struct, frozen=True):
    """A word or a sign; `owner` is the part it belongs to, or -1 where it is said."""

    text: str
    start: int
    end: int
    owner: int = -1


class _Change(Struct, frozen=True):
    """Decided words from `left` to `left_end` in whose stead those from `right` to `right_end` are said."""

    left: int
    left_end: int
    right: int
    right_end: int


def search(
    wanted: Sequence[Part], matched: int, speech: Speech, position: int, gap: re.Pattern[str], lines: bool
) -> list[Difference]:
    """Find, word by word, what differs from part `matched` and character `position` on."""
    decided = [
        _Word(found[0], found.start(), found.end(), owner)
        for owner in range(matched, len(wanted))
        for found in _TOKEN.finditer(wanted[owner].text)
    ]
    heard = [_Word(found[0], found.start(), found.end()) for found in _TOKEN.finditer(speech.text, position)]
    if lines:
        heard = _joined(heard, speech.text, {word.text for word in decided})
    agreed = dict(pairs([word.text for word in decided], [word.text for word in heard]))
    told = _Telling(wanted, decided, heard, agreed, speech, gap).differences()
    if told:
        return told
    part = wanted[min(matched, len(wanted) - 1)] if wanted else Part("")
    return [Difference(How.CHANGED, speech.place(position), part.path, part.text, speech.line(position))]


def _joined(heard: Sequence[_Word], text: str, known: set[str]) -> list[_Word]:
    """Join words that were broken at the end of a line, where only the whole is known."""
    joined: list[_Word] = []
    for word in heard:
        last = joined[-1] if joined else word
        broken = text[last.end : word.start] == "\n" and last.text + word.text in known
        if broken and not {last.text, word.text} <= known:
            joined[-1] = _Word(last.text + word.text, last.start, word.end)
        else:
            joined.append(word)
    return joined


class _Telling:
    """Turns the words that agree into the differences between them, part by part."""

    def __init__(
        self,
        wanted: Sequence[Part],
        decided: Sequence[_Word],
        heard: Sequence[_Word],
        agreed: dict[int, int],
        speech: Speech,
        gap: re.Pattern[str],
    ) -> None:
        self._wanted, self._decided, self._heard = wanted, decided, heard
        self._agreed, self._speech, self._gap = agreed, speech, gap
        self._places: dict[int, list[int]] = {}  # of the words of each part
        for place, word in enumerate(decided):
            self._places.setdefault(word.owner, []).append(place)
        self._changed: dict[int, tuple[int, int]] = {}  # parts that are said with other words, and where
        self._altered: dict[int, int] = {}  # the first word of each that is another, or would follow
        self._missing: dict[int, int] = {}  # parts that are not said, and where they should be
        self._foreign: list[tuple[int, int]] = []  # words that no part holds

    def differences(self) -> list[Difference]:
        for change in self._changes():
            self._sort(change)
        found: list[tuple[int, Difference]] = []
        foreign = {run: self._said(*run) for run in self._foreign}
        for owner, at in self._missing.items():
            part = self._wanted[owner]
            home = next((run for run, words in foreign.items() if part.text in words), None)
            if home is None:
                found.append((at, Difference(How.MISSING, self._place(at), part.path, part.text)))
            else:
                foreign[home] = foreign[home].replace(part.text, "", 1)
                found.append((home[0], Difference(How.MOVED, self._place(home[0]), part.path, part.text)))
        for run, words in foreign.items():
            if self._gap.fullmatch(words) is None:
                found.append((run[0], Difference(How.FOREIGN, self._place(run[0]), said=fold(words))))
        for owner, (start, end) in self._changed.items():
            part = self._wanted[owner]
            said = fold(self._said(start, end))
            place = self._place(self._altered[owner])
            found.append((start, Difference(How.CHANGED, place, part.path, part.text, said)))
        return _together([difference for _, difference in sorted(found, key=lambda one: one[0])])

    def _changes(self) -> list[_Change]:
        """Return the stretches between the words that agree, moved to where a part begins if they can be."""
        changes: list[_Change] = []
        left = right = 0
        for place, there in (*sorted(self._agreed.items()), (len(self._decided), len(self._heard))):
            if place > left or there > right:
                changes.append(self._slid(_Change(left, place, right, there)))
            left, right = place + 1, there + 1
        return changes

    def _slid(self, change: _Change) -> _Change:
        """Move a pure omission or insertion to where a part and a line begin, if the same words allow it."""
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
        if left < 0 or self._agreed.get(left) != right:
            return None
        words = self._decided if change.left < change.left_end else self._heard
        if change.left < change.left_end:
            start, end = change.left, change.left_end
        else:
            start, end = change.right, change.right_end
        taken, given = (start - 1, end - 1) if way < 0 else (end, start)
        if words[taken].text != words[given].text:
            return None
        return _Change(change.left + way, change.left_end + way, change.right + way, change.right_end + way)

    def _agree(self, change: _Change, moved: _Change, way: int) -> None:
        """Pair the words anew that a moved change gave up."""
        count = abs(change.left - moved.left)
        for step in range(count):
            del self._agreed[moved.left + step if way < 0 else change.left_end + step]
        for step in range(count):
            left, right = (
                (moved.left_end + step, moved.right_end + step)
                if way < 0
                else (change.left + step, change.right + step)
            )
            self._agreed[left] = right

    def _rank(self, change: _Change) -> int:
        """How well a change begins: 2 where a part and a line begin, 1 where only a part does, else 0."""
        left, right = change.left, change.right
        if 0 < left < len(self._decided) and self._owner(left) == self._owner(left - 1):
            return 0
        at = self._heard[right].start if right < len(self._heard) else len(self._speech.text) + 1
        return 2 if self._speech.text[max(at - 1, 0) : at] in ("\n", "") else 1

    def _owner(self, place: int) -> int:
        return self._decided[place].owner if 0 <= place < len(self._decided) else -1

    def _sort(self, change: _Change) -> None:
        """Tell the parts that a change touches from those that it swallows, and from words of no part."""
        run = (change.right, change.right_end)
        before, after = self._owner(change.left - 1), self._owner(change.left_end)
        owners = dict.fromkeys(word.owner for word in self._decided[change.left : change.left_end])
        if not owners and before == after != -1:
            owners = {before: None}
        touched = [owner for owner in owners if owner in (before, after)]
        swallowed = [owner for owner in owners if owner not in (before, after)]
        wordless = self._gap.fullmatch(self._said(*run)) is not None
        if len(swallowed) == 1 and not touched and not wordless:
            self._changed[swallowed[0]] = run
            self._altered[swallowed[0]] = run[0]
            return
        self._missing |= dict.fromkeys(swallowed, change.right)
        for owner in touched:
            self._touch(owner, run)
        if not touched and not wordless:
            self._foreign.append(run)

    def _touch(self, owner: int, run: tuple[int, int]) -> None:
        """Note that a part is said with other words in `run`, between those of its words that are right."""
        start, end = self._changed.get(owner, run)
        start, end = min(start, run[0]), max(end, run[1])
        if owner not in self._changed:
            rights = [self._agreed[place] for place in self._places[owner] if place in self._agreed]
            start, end = min([start, *rights]), max([end, *(right + 1 for right in rights)])
        self._changed[owner] = (start, end)
        self._altered.setdefault(owner, run[0])

    def _said(self, start: int, end: int) -> str:
        """Return the words heard from `start` to `end` as they are said."""
        if start >= end:
            return ""
        return self._speech.text[self._heard[start].start : self._heard[end - 1].end]

    def _place(self, word: int) -> str:
        if word < len(self._heard):
            return self._speech.place(self._heard[word].start)
        return self._speech.place(len(self._speech.text))


def _together(found: Sequence[Difference]) -> list[Difference]:
    """Join what is missing or has moved at one place, told where its first field stands."""
    told: list[Difference] = []
    for one in found:
        last = told[-1] if told else one
        if told and one.how is last.how and one.how in (How.MISSING, How.MOVED) and one.place == last.place:
            decided = f"{last.decided} {one.decided}"
            told[-1] = Difference(last.how, last.place, last.path or one.path, decided)
        else:
            told.append(one)
    return told
