"""Composes what changed between two versions in the language of the brief, as redlines say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.model import Brief, Certainty, Confidence
from builder.brief.numbers import numbers_of
from builder.brief.walk import indexed, walk
from builder.diff.compare import ABOUT, Change
from builder.diff.sides import Compared
from builder.languages.language import Language, language_for
from builder.outline import blocks
from builder.outline.blocks import ChangeGroup, Changes, Outline
from builder.outline.text import Depth, Level, Run, Text
from builder.outline.typography import NO_BREAK
from builder.outline.wording import Numbering, Wording

if TYPE_CHECKING:
    from builder.languages.labels import Labels

NOTED = (12, 8, 5, 3, 1, 0)  # places that the note of the one-page names, until it fits
_SHOWN, _TOLD = 24, 60  # words of a value on the slide, and in notes
_LONGEST = 24  # characters of a version that is named
_BEFORE = 4  # words before the first that differs, where a value is cut
_CHARACTERS = 2  # of a script without spaces, that count as a word
_NUMBER = r"[ARO]\d+"
_LETTERS = {"arguments": "A", "recommendations": "R", "options": "O"}
# The word of a language for what a key holds; numbered where it is one of several.
_WORDS = {
    "actors": "actors", "bottom_line": "bottom_line", "boxes": "box", "charts": "figure",
    "context": "context", "event": "event", "figures": "figure", "further_reading": "further_reading",
    "glossary": "glossary", "key_figures": "key_figures", "key_messages": "key_messages",
    "limits": "limits", "map": "map", "options": "options", "quotes": "quote",
    "risks": "risks", "sources": "sources", "tables": "table",
    "timeline": "sequence",
}  # fmt: skip
_UNSAID = ("focus", "highlight", "id", "level", "path", "section")  # keys whose values are no words


def what_changed(found: Compared, outline: Outline, dated: str | None = None) -> Changes:
    """Return the changes since the old version, in the words of the outline of the new one.

    `dated` is the day of the old version where its brief has no date.
    """
    return _Composing(found, outline, dated).block()


def with_note(block: Changes, count: int, labels: Labels) -> Changes:
    """Return the changes with a note that names so many places; with 0, how many changes there are."""
    return replace(block, note=replace(block.note, runs=(Run(_noted(block, count, labels)),)))


class _Said(Struct, frozen=True):
    """A version and how its words are set."""

    brief: Brief
    words: Wording
    numbers: dict[str, int]


class _Composing:
    def __init__(self, found: Compared, outline: Outline, dated: str | None) -> None:
        self.language = replace(language_for(found.new.language), labels=outline.labels)
        self.labels = outline.labels
        self.changes = found.changes
        self.old, self.new = (_said(brief, self.language) for brief in (found.old, found.new))
        responses = outline.one(blocks.Responses)
        self.responses = responses.heading.plain if responses else outline.labels.recommendations
        self.dated = dated
        self.count = 0

    def block(self) -> Changes:
        """Return all changes in their groups."""
        said, labels = self.labels.changes, self.labels
        since = said.since(*self._version())
        block = Changes(
            heading=self._fixed("chg_head", said.heading),
            headline=self._fixed("chg_headline", said.headline.format(base=since)),
            place_head=self._fixed("chg_place", said.place),
            before_head=self._fixed("chg_before", said.before),
            now_head=self._fixed("chg_now", said.now),
            same=self._fixed("chg_same", said.same),
            changed_tag=self._fixed("chg_changed", labels.titles.opening(said.changed)),
            new_tag=self._fixed("chg_new", labels.titles.opening(said.new)),
            note_head=self._fixed("chg_since", labels.before(said.note.format(base=since)), Depth.SUMMARY),
            note=self._fixed("chg_note", said.same, Depth.SUMMARY),
            groups=tuple(self._groups()),
        )
        return with_note(block, NOTED[0], labels)

    def _version(self) -> tuple[str | None, str | None]:
        brief, words = self.old.brief, self.new.words
        version = words.plain(brief.version) if brief.version else None
        if version and len(version) > _LONGEST:  # a title has no room for it
            version = None
        date = words.stated(brief.date) if brief.date else None
        if date is None and self.dated:
            date = words.date_or_words(self.dated).replace(NO_BREAK, " ")
        return version, date

    def _fixed(self, slot: str, words: str, depth: Depth = Depth.DECK) -> Text:
        return self.new.words.fixed(slot, words, depth)

    def _groups(self) -> Iterator[ChangeGroup]:
        said, labels = self.labels.changes, self.labels
        heads = {
            "claims": said.claims,
            "numbers": said.numbers,
            "recommendations": self.responses,
            "sources": labels.sources,
            "other": said.other,
        }
        found: dict[str, list[Change]] = {name: [] for name in heads}
        for change in self.changes:
            if group := _group(change):
                found[group].append(change)
        for name, changes in found.items():
            if changes:
                heading = self._fixed(f"chg_{name}", heads[name])
                yield ChangeGroup(heading, tuple(map(self._change, changes)))

    def _change(self, change: Change) -> blocks.Change:
        self.count += 1
        slot = f"chg{self.count}"
        about = self._about(change)
        state = _state(change, self.labels)
        before, now = self._values(change)
        short = self._cut(before, now, _SHOWN)
        long = [text for text in self._cut(before, now, _TOLD) if text]
        head = self.labels.dot.join(filter(None, (about, state)))
        told = " → ".join(long)
        return blocks.Change(
            about=self._fixed(f"{slot}_about", about),
            state=self._fixed(f"{slot}_state", state) if state else None,
            before=self._fixed(f"{slot}_before", short[0]) if short[0] else None,
            now=self._fixed(f"{slot}_now", short[1]) if short[1] else None,
            told=self._fixed(f"{slot}_told", f"{head}{self.labels.colon}{told}" if told else head),
            path=change.new_path,
            near=change.near,
            numbers=tuple(f"{old} → {new}" for old, new in change.numbers if old and new),
            is_new=change.kind == "new" or (change.kind == "source" and not change.old_path),
            is_moved=change.kind == "moved",
        )

    def _values(self, change: Change) -> tuple[str, str]:
        """Return what was said before and what is said now, in the words of a reader."""
        if (change.new_path or change.old_path).startswith("links["):
            return "", ""  # its words are ids
        if change.kind == "moved":
            return self._place(change.old_path, self.old), self._moved_to(change)
        sides = ((self.old, change.old_path, change.old), (self.new, change.new_path, change.new))
        before, now = (self._value(side, path, text) for side, path, text in sides)
        return before, now

    def _value(self, side: _Said, path: str, text: str) -> str:
        value = _at(side.brief, path) if path else None
        if isinstance(value, Certainty):
            level = side.words.level(Level(value.level))
            cue = side.words.plain(value.cue) if value.cue else ""
            return self.labels.with_cue.format(statement=level, cue=cue) if cue else level
        if isinstance(value, Confidence):
            return self.labels.confidence.format(level=getattr(self.labels, value.level))
        if re.search(r"refs(?:\[\d+\])?$", path):
            refs = value if isinstance(value, tuple) else (str(value),)
            if any(ref.startswith("[") for ref in refs):  # as a file shows them
                return " ".join(refs)
            cited = side.words.refs("", "", [ref for ref in refs if ref], Depth.DECK)
            return cited.plain if cited else ""
        return side.words.plain(" ".join(text.split())) if text.strip() else ""

    def _about(self, change: Change) -> str:
        """Return where a change is: of what is gone, where it was."""
        if change.new_path:
            return self._place(change.new_path, self.new)
        if change.old_path:
            return self._former(self._place(change.old_path, self.old))
        if not re.fullmatch(_NUMBER, change.place):
            return self.labels.changes.other
        return self._former(change.place) if change.kind == "gone" else change.place

    def _former(self, place: str) -> str:
        """Return where something was that is gone; its number may be that of something else now."""
        return self.labels.changes.former.format(place=place) if re.search(r"\d", place) else place

    def _moved_to(self, change: Change) -> str:
        place = self._place(change.new_path, self.new)
        home = re.match(r"sections\[(\d+)\]", change.new_path)
        if home is None:
            return place
        return f"{place}{self.labels.dot}{self.new.words.plain(self.new.brief.sections[int(home[1])].title)}"

    def _place(self, path: str, side: _Said) -> str:
        """Return where something is, as all three files call it."""
        for key, letter in _LETTERS.items():
            if found := re.match(rf"(?:sections\[\d+\]\.)?{key}\[(\d+)\]", path):
                return f"{letter}{side.numbers.get(found[0], int(found[1]) + 1)}"
        if found := re.match(r"sources\[(\d+)\]", path):
            return f"[{int(found[1]) + 1}]"
        if found := re.match(r"sections\[(\d+)\]", path):
            return side.words.plain(side.brief.sections[int(found[1])].title)
        path = path.removeprefix("headlines.")
        key, index = re.fullmatch(r"(\w+)(?:\[(\d+)\])?.*", path, re.DOTALL).groups()  # type: ignore[union-attr]
        if key in ("title", "subtitle"):
            return self.labels.changes.title
        if key == "links":
            return self.labels.map
        if key == "recommendations":
            return self.responses
        word = str(getattr(self.labels, _WORDS[key])) if key in _WORDS else self.labels.changes.other
        number = side.numbers.get(f"{key}[{index}]", int(index) + 1) if index else None
        if "{number}" in word:
            return word.format(number=number or "").strip()
        return f"{word}{self.labels.space}{number}" if number else word

    def _cut(self, before: str, now: str, most: int) -> tuple[str, str]:
        """Return values of at most so many words, from shortly before the first that differs."""
        units = [_units(text, self.language) for text in (before, now)]
        most *= 1 if self.language.script.spaced else _CHARACTERS
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*units, strict=False)))
        old, new = (self._window(each, same, most) for each in units)
        return old, new

    def _window(self, units: Sequence[str], same: int, most: int) -> str:
        between = " " if self.language.script.spaced else ""
        if len(units) <= most:
            return between.join(units)
        start = min(max(same - _BEFORE, 0), len(units) - most)
        shown = between.join(units[start : start + most])
        return f"{'…' if start else ''}{shown}{'…' if start + most < len(units) else ''}"


def _said(brief: Brief, language: Language) -> _Said:
    sources = {source.id: number for number, source in indexed(brief.sources, 1)}
    return _Said(brief, Wording(language, sources, Numbering({}, {})), dict(numbers_of(brief)))


def _units(text: str, language: Language) -> list[str]:
    return text.split() if language.script.spaced else list(text)


def _at(brief: Brief, path: str) -> object:
    """Return the value of a brief at a path, None where it has none."""
    parent, _, last = path.rpartition(".")
    key, _, index = last.partition("[")
    part = dict(walk(brief)).get(parent)
    if part is None or key not in part.fields:
        return None
    value = getattr(part, part.fields[key].name)
    return (
        value[int(index.rstrip("]"))] if index.rstrip("]").isdigit() and isinstance(value, tuple) else value
    )


def _group(change: Change) -> str:
    """Return the group of a change, "" for one of which a redline says nothing."""
    path = change.new_path or change.old_path
    last = re.sub(r"\[\d+\]", "", path).rpartition(".")[2]
    if change.kind == "document" or last in _UNSAID or re.split(r"[.[]", path)[0] in ABOUT:
        return ""
    if change.kind == "source":
        return "sources"
    if change.kind == "number":
        return "numbers"
    if path.startswith("recommendations"):
        return "recommendations"
    is_argument = re.fullmatch(r"sections\[\d+\]\.arguments\[\d+\]", path) is not None
    is_argument = is_argument or (not path and re.fullmatch(r"A\d+", change.place) is not None)
    return "claims" if change.kind in ("claim", "certainty") or is_argument else "other"


def _state(change: Change, labels: Labels) -> str:
    said = labels.changes
    if change.direction:
        return said.firmer if change.direction == "firmer" else said.softer
    if change.kind == "moved":
        return said.moved
    if change.kind == "new" or (change.new_path and not change.old_path):
        return said.new
    return "" if change.new_path else said.gone


def _noted(block: Changes, count: int, labels: Labels) -> str:
    """Return what changed at so many places; of a number both values."""
    said, places = labels.changes, dict[str, list[str]]()
    for change in block.changes:
        what = change.numbers or (change.state.plain if change.state else said.changed,)
        places.setdefault(change.about.plain, []).extend(what)
    total = len(block.changes)
    if not total:
        return said.same + labels.full_stop
    if not count:
        return said.count[total > 1].format(count=total) + labels.full_stop
    named = [
        f"{about}{labels.colon}{labels.comma.join(dict.fromkeys(what))}" for about, what in places.items()
    ]
    more = [labels.and_more.format(count=len(named) - count)] if len(named) > count else []
    return labels.semicolon.join((*named[:count], *more)) + labels.full_stop
