"""Makes a brief of what a file says of it: each field has the words that are shown, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from msgspec import Struct, field

from builder.brief.kinds import AnyKind, Inner, Keyed, Several, Text, stand_in
from builder.brief.model import Brief, Certainty, Confidence
from builder.brief.part import Part
from builder.languages.labels import Labels
from builder.languages.language import language_for
from builder.words.signs import plain

P = TypeVar("P", bound=Part)
_STEP = re.compile(r"\w+|\[\d+\]")
_BRACKETS = re.compile(r"[(（]\s*[“„«「]?\s*(.*?)\s*[”“»」]?\s*[)）]")


class _Node(Struct):
    """What is said at a path: its own words, and what is below it by keys and indices."""

    words: tuple[str, ...] = ()
    below: dict[str, _Node] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(dict.fromkeys(self.words))

    @property
    def items(self) -> list[_Node]:
        """The items of a list, in order."""
        indices = sorted(int(key[1:-1]) for key in self.below if key.startswith("["))
        return [self.below[f"[{index}]"] for index in indices]


def brief_of(texts: Mapping[str, Mapping[str, str]], language: str) -> Brief:
    """Return a brief with the texts of each path by their slots; what is not said is not in it."""
    root = _Node()
    for path, by_slot in texts.items():
        node = root
        for step in _STEP.findall(path):
            node = node.below.setdefault(step, _Node())
        node.words = tuple(map(plain, by_slot.values()))
    return _Reading(language_for(language).labels).part(Brief, root)


class _Reading:
    def __init__(self, labels: Labels) -> None:
        self.labels = labels

    def part(self, cls: type[P], node: _Node) -> P:
        """Return a part with what is said of it."""
        values = dict(self._values(cls, node))
        missing = (one for one in cls.fields.values() if one.is_required and one.name not in values)
        blanks = {one.name: "" if isinstance(one.kind, Text) else stand_in(one.kind) for one in missing}
        return cls(**values, **blanks)

    def _values(self, cls: type[Part], node: _Node) -> Iterator[tuple[str, Any]]:
        if cls in (Certainty, Confidence):
            yield from self._level(cls, node)
            return
        main = cls.obvious or cls.plain or cls.pair[0]
        for key, one in cls.fields.items():
            if key in node.below:
                value = self._value(one.kind, node.below[key])
                if value is not None:
                    yield one.name, value
            elif key == main and node.words:
                yield one.name, node.text

    def _value(self, kind: AnyKind, node: _Node) -> Any:
        if isinstance(kind, Inner):
            return self.part(kind.part, node)
        if isinstance(kind, Several):
            items = [self._value(kind.item, one) for one in node.items]
            if not items and node.words and not isinstance(kind.item, Inner):
                items = [node.text]
            return tuple(item for item in items if item is not None)
        if isinstance(kind, Keyed):
            return {key: self._value(kind.value, one) for key, one in node.below.items()}
        return node.text or None

    def _level(self, cls: type[Part], node: _Node) -> Iterator[tuple[str, Any]]:
        """Yield the level that a line names: “Possible (“may”)”, and what is in its brackets."""
        names = ("asserted", "qualified", "possible") if cls is Certainty else ("high", "moderate", "low")
        said = next(iter(node.words), "")
        yield "level", next((one for one in names if getattr(self.labels, one) in said), names[0])
        if found := _BRACKETS.search(said):
            yield ("cue" if cls is Certainty else "basis"), found[1]
        if who := node.below.get("according_to"):
            yield "according_to", who.text
