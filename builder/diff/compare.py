"""Compares two briefs by meaning: what says more, less or something else, is new, gone or moved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.model import Argument, Brief, Certainty, Confidence, Section
from builder.brief.part import Part
from builder.brief.walk import indexed, read_texts, texts, walk
from builder.diff.places import PlaceNames
from builder.words.pairing import ALIKE, likeness, out_of_order

T = TypeVar("T", bound=Part)
Kind = Literal["claim", "certainty", "number", "source", "new", "gone", "moved", "wording", "document"]

_FIRMNESS = {level: rank for rank, level in enumerate(("possible", "qualified", "asserted"))} | {
    level: rank for rank, level in enumerate(("low", "moderate", "high"))
}
_APART = {
    (Section, "arguments"),  # they may move between sections
    (Brief, "id"),  # the name of the file, where the brief names none
}
_ARGUMENTS = "sections[].arguments"  # which may move from one section to another
_SHORT = 30  # characters of texts too short to be compared by their words
_NUMBER = re.compile(r"(?:[−-](?=\d))?\d+(?:[.,\u00a0\u202f]\d+)*(?:[\s\u00a0\u202f]?%)?")
_CLAIMS = ("claim", "title", "bottom_line.text", "bottom_line.ask", "action")
ABOUT = (  # keys of the whole brief that say nothing of its subject
    *(
        "audiences",
        "authors",
        "brand",
        "cc",
        "contact",
        "cover",
        "data",
        "date",
        "disclaimer",
        "distribution",
    ),
    *("extends", "from", "id", "ignore", "imprint", "keywords", "kind", "kind_label", "language", "marking"),
    *("organisation", "page", "partners", "status", "templates", "theme", "to", "unknowns", "url", "version"),
)


class Change(Struct, frozen=True):
    """One change: its path in each version, "" where the version has no such place, and its place in words.

    `old` and `new` are the values, "" for none; `numbers` are those that only one version has, as pairs of
    both values; `direction` is `firmer` or `softer` for a level of certainty or confidence. `near` is the
    path in the new version of the list that what is gone was in, `[]` standing for any index.
    """

    kind: Kind
    place: str
    old_path: str
    new_path: str
    old: str = ""
    new: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    direction: Literal["", "firmer", "softer"] = ""
    near: str = ""


def compare_versions(old: Brief, new: Brief) -> list[Change]:
    """Return what changed from one version to the other, in the order of the new one."""
    return list(_Comparison(old, new).changes())


class _Comparison:
    def __init__(self, old: Brief, new: Brief) -> None:
        self.old, self.new = old, new
        self.places = PlaceNames(old), PlaceNames(new)

    def changes(self) -> Iterator[Change]:
        yield from self._part("", "", self.old, self.new)
        yield from self._arguments()

    def _part(self, at: str, to: str, old: Part, new: Part) -> Iterator[Change]:
        """Yield how the values of a part changed, with its paths in both versions."""
        for key, field in new.fields.items():
            if (type(new), key) in _APART:
                continue
            left, right = getattr(old, field.name), getattr(new, field.name)
            if left != right:
                yield from self._value(_joined(at, key), _joined(to, key), left, right)

    def _value(self, at: str, to: str, old: object, new: object) -> Iterator[Change]:
        parts = [
            one for each in (old, new) if isinstance(each, tuple) for one in each if isinstance(one, Part)
        ]
        if isinstance(old, Certainty | Confidence | None) and isinstance(new, Certainty | Confidence | None):
            yield self._firmness(at, to, old, new)
        elif isinstance(old, Part) and isinstance(new, Part) and type(old) is type(new):
            yield from self._part(at, to, old, new)
        elif parts:
            yield from self._list(at, to, _parts(old), _parts(new))
        elif isinstance(old, dict) and isinstance(new, dict):
            for key in dict.fromkeys([*old, *new]):
                if old.get(key) != new.get(key):
                    yield self._text(_joined(at, key), _joined(to, key), old.get(key), new.get(key))
        elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
            for index, (left, right) in enumerate(zip(old, new, strict=True)):
                if left != right:
                    yield from self._value(f"{at}[{index}]", f"{to}[{index}]", left, right)
        else:
            yield self._text(at, to, old, new)

    def _text(self, at: str, to: str, old: object, new: object) -> Change:
        left, right = _plain(old), _plain(new)
        change = Change("wording", self.places[1].of(to), at, to, left, right)
        key = re.sub(r"\[\d+\]", "", to)
        last = key.rpartition(".")[2]
        if last == "refs" or key.startswith("sources"):
            return replace(change, kind="source")
        if key.partition(".")[0] in ABOUT:
            return replace(change, kind="document")
        pairs = tuple(_numbers(left, right)) if left and right else ()
        if pairs:
            return replace(change, kind="number", numbers=pairs)
        is_claim = key in _CLAIMS or (last in ("claim", "action") and left and right)
        return replace(change, kind="claim") if is_claim else change

    def _firmness(self, at: str, to: str, old: Part | None, new: Part | None) -> Change:
        """Return how certainty or confidence changed; a claim without a level is asserted."""
        levels = [getattr(each, "level", None) for each in (old, new)]
        usual = "asserted" if "certainty" in to else None
        ranks = [_FIRMNESS.get(level or usual or "") for level in levels]
        direction: Literal["", "firmer", "softer"] = ""
        if None not in ranks and ranks[0] != ranks[1]:
            direction = "firmer" if ranks[1] > ranks[0] else "softer"  # type: ignore[operator]
        said = [_said(each) for each in (old, new)]
        return Change("certainty", self.places[1].of(to), at, to, said[0], said[1], direction=direction)

    def _list(self, at: str, to: str, old: Sequence[T], new: Sequence[T]) -> Iterator[Change]:
        ours = [(f"{at}[{index}]", one) for index, one in indexed(old)]
        theirs = [(f"{to}[{index}]", one) for index, one in indexed(new)]
        yield from self._pairs(ours, theirs, to)

    def _arguments(self) -> Iterator[Change]:
        """Yield how arguments changed; one may be in another section than before."""
        yield from self._pairs(_under(self.old), _under(self.new), _ARGUMENTS)

    def _pairs(
        self,
        ours: Sequence[tuple[str, Part]],
        theirs: Sequence[tuple[str, Part]],
        near: str,
    ) -> Iterator[Change]:
        pairs = dict(_paired([one for _, one in ours], [one for _, one in theirs]))
        homes = {j: self._new_home(ours[i][0], theirs[j][0]) for j, i in pairs.items()}
        moved = set(out_of_order([pairs[j] for j in sorted(pairs) if not homes[j]]))
        for index, (to, new) in enumerate(theirs):
            if index not in pairs:
                yield self._whole("new", "", to, new)
                continue
            at, old = ours[pairs[index]]
            if homes[index] or pairs[index] in moved:
                now = self.places[1].of(to)
                where = f"{now}, in “{homes[index]}”" if homes[index] else now
                yield Change("moved", now, at, to, self.places[0].of(at), where)
            yield from self._part(at, to, old, new)
        kept = set(pairs.values())
        for index, (at, old) in enumerate(ours):
            if index not in kept:
                yield replace(self._whole("gone", at, "", old), near=near)

    def _new_home(self, at: str, to: str) -> str:
        """Return the section of an argument that was in another one, else ""."""
        homes = [
            dict(indexed(brief.sections))[int(path.removeprefix("sections[").partition("]")[0])]
            for path, brief in ((at, self.old), (to, self.new))
            if ".arguments[" in path
        ]
        names = {section.id or section.title for section in homes}
        return homes[1].title if len(names) > 1 else ""

    def _whole(self, kind: Kind, at: str, to: str, part: Part) -> Change:
        places = self.places[0] if kind == "gone" else self.places[1]
        words = _main(part)
        old, new = (words, "") if kind == "gone" else ("", words)
        key = "source" if (at or to).startswith("sources[") else kind
        return Change(key, places.of(at or to), at, to, old, new)


def _under(brief: Brief) -> list[tuple[str, Part]]:
    return [(path, part) for path, part in walk(brief) if isinstance(part, Argument)]


def _paired(old: Sequence[Part], new: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Yield the index of each part in the new version with that of the same part in the old one."""
    names = [[getattr(one, "id", None) for one in each] for each in (old, new)]
    words = [[_words(one) for one in each] for each in (old, new)]
    left, right = set(range(len(old))), set(range(len(new)))

    def take(i: int, j: int) -> tuple[int, int]:
        left.discard(i)
        right.discard(j)
        return j, i

    for j, name in enumerate(names[1]):
        if name and name in names[0]:
            yield take(names[0].index(name), j)
    for j in sorted(right):
        same = next((i for i in sorted(left) if words[0][i] == words[1][j]), None)
        if same is not None:
            yield take(same, j)
    found = sorted(
        ((likeness(words[0][i], words[1][j]), -abs(i - j), -i, j) for i in left for j in right), reverse=True
    )
    for like, _, i, j in found:
        if like >= ALIKE and -i in left and j in right:
            yield take(-i, j)
    if len(old) == len(new):  # what stands where another one stood and nothing else has changed
        for j in sorted(right):
            is_claim = isinstance(new[j], Argument)  # which is another one if its words are
            unnamed = not (is_claim or names[0][j] or names[1][j])
            if j in left and unnamed and len(words[1][j]) < _SHORT:
                yield take(j, j)


def _words(part: Part) -> str:
    return " ".join(text for path, one in walk(part) for _, text in texts(path, one))


def _main(part: Part) -> str:
    """Return the words that stand for a part: those of its main key, else its first text."""
    first = next((text for path, one in walk(part) for _, text in read_texts(path, one)), "")
    value = getattr(part, part.obvious or part.plain or part.pair[0] or "text", None)
    return value if isinstance(value, str) else first


def _said(part: Part | None) -> str:
    values = [getattr(part, field.name) for field in part.fields.values()] if part else []
    return ", ".join(value for value in values if isinstance(value, str))


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_plain, value))
    if isinstance(value, Part):
        return _main(value)
    return "" if value is None else str(value)


def _parts(value: object) -> tuple[Part, ...]:
    return tuple(one for one in value if isinstance(one, Part)) if isinstance(value, tuple) else ()


def _numbers(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield the numbers that only one of two texts has, in their order, beside each other."""
    left, right = _NUMBER.findall(old), _NUMBER.findall(new)
    gone, come = Counter(left) - Counter(right), Counter(right) - Counter(left)
    ours, theirs = ([one for one in each if only[one]] for each, only in ((left, gone), (right, come)))
    for index in range(max(len(ours), len(theirs))):
        yield ours[index] if index < len(ours) else "", theirs[index] if index < len(theirs) else ""


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
