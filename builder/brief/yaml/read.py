"""Reads the text of a brief as plain values, with the position of every value and every key."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeAlias

from msgspec import Struct
from msgspec.structs import replace
from yaml import events as yaml
from yaml.error import MarkedYAMLError

from builder.brief.yaml.characters import (
    character_problems,
    escape_problems,
    with_whole_characters,
    without_odd_characters,
)
from builder.brief.yaml.events import LibyamlEvents
from builder.report.problems import Position, Positions, Problem, Severity

if TYPE_CHECKING:
    from builder.brief.yaml.scan import EventReader

MAX_DEPTH = 32
MAX_NODES = 50_000
MAX_ALIASES = 200
MERGE = "<<"  # the key of YAML that brings the keys of another mapping
SHARED = (".", "x-")  # how a key of the brief begins that only holds values for aliases
LONGEST_KEY = 500  # characters: a criterion that options are rated by

Value: TypeAlias = "bool | str | list[Value] | dict[str, Value] | None"

# Only these plain words are not text. The model decides what else a text must look like, so `no`, `12:30`,
# `1.10` and `0x1F` stay as they are written.
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "false": False,
}  # fmt: skip

_INSIDE_TEXT = {"text-printable", "no-direction-controls", "text-quoted", "no-accidental-comments"}
# Where a paragraph, a list, a heading, a quotation, a table, a line or a block of code begins.
_PARTED = (
    r"\n[ \t]*(?:\n|(?:[-*+•‣▪–—]|\d{1,9}[.)]|#{1,6}|>)[ \t]|\|"
    r"|(?:-{3,}|={3,}|\*{3,}|`{3,}|~{3,})[^\n]*(?:\n|$))"
)
_BLANKS = re.compile(r"[ \t\n]+")


class Parted(NamedTuple):
    """A text of several paragraphs, with its lines, and what begins the second of them."""

    lines: str
    begin: str


def normal(text: str) -> str:
    """Return a text in one line and NFC."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")


class Reading(Struct, frozen=True):
    """What a text says: its values, their positions, and what is wrong with it as YAML.

    `values` is None where the text could not be read to its end. `unread` are the paths of values that were
    there but could not be taken; whatever else seems wrong with them is not reported. `parted` are the texts
    of several paragraphs by their paths, which `values` has joined into one.
    """

    values: dict[str, Value] | None
    positions: Positions
    problems: tuple[Problem, ...]
    unread: frozenset[str]
    parted: Mapping[str, Parted] = {}


def read_values(text: str) -> Reading:
    """Return what the text says; it must break lines with the newline alone."""
    problems = character_problems(text)
    text = without_odd_characters(text)
    if not problems and LibyamlEvents.can_read(text):
        reading = _Reader(text, LibyamlEvents(text), []).read()
        if all(problem.rule == "brief-size" for problem in reading.problems):
            return reading  # any other problem is explained by the Python scanner
    from builder.brief.yaml.scan import EventReader

    return _Reader(text, EventReader(text), problems).read()


class _Anchor(Struct):
    """A value that aliases repeat, how many values are in it, and how deep; `nodes` is 0 while it is read."""

    path: str
    position: Position
    value: Value
    nodes: int = 0
    depth: int = 0
    is_used: bool = False


class _Frame(Struct):
    """A mapping or a list that is being read; the key is that of the value which comes next in a mapping.

    `begun` is how many values there were before it; `merging` is the value of `<<` while it is read, and
    `merged` are the keys that it brought, which a key of the mapping itself replaces.
    """

    value: dict[str, Value] | list[Value]
    path: str
    key: str | None = None
    anchor: _Anchor | None = None
    begun: int = 0
    merging: Value = None
    merged: set[str] = set()

    def path_of(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def path_of_next(self) -> str:
        if isinstance(self.value, dict):
            return self.path_of(self.key or "")
        return f"{self.path}[{len(self.value)}]"

    def put(self, value: Value) -> None:
        if isinstance(self.value, list):
            self.value.append(value)
        elif self.key is not None:
            self.value[self.key] = value
            self.key = None


def _depth(value: Value) -> int:
    """Return how deep the values in a value are nested."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inside), default=0) if isinstance(value, (dict, list)) else 0


class _Stop(Exception):
    """The text is not read any further."""


class _Reader:
    def __init__(self, text: str, events: EventReader | LibyamlEvents, problems: list[Problem]) -> None:
        self.text = text
        self.events = events
        self.problems = problems
        self.root: list[Value] = []
        self.stack = [_Frame(self.root, "")]
        self.skip_nodes = 0  # values that are read past, and how deep inside one
        self.skip_depth = 0
        self.nodes = 0
        self.values: dict[str, Position] = {}
        self.keys: dict[str, Position] = {}
        self.unread: set[str] = set()
        self.parted: dict[str, Parted] = {}
        self.anchors: dict[str, _Anchor] = {}
        self.aliases = 0

    def read(self) -> Reading:
        complete = False
        try:
            for event in self.events.events():
                if isinstance(event, yaml.DocumentStartEvent) and self.root:
                    message = "a second document starts here; a brief is a single document"
                    self._report("one-document", "", message, None, self._position(event))
                    break
                self._take(event)
            complete = True
        except _Stop:
            pass
        except MarkedYAMLError as error:
            from builder.brief.yaml.syntax import explain

            explained = explain(error, self.text, self.events.quote)
            tabs = any(fault.rule == "indent-with-spaces" for fault in self.events.faults)
            cut = self.events.cut
            if cut is not None:  # with the text its bracket was cut off
                self.problems.append(replace(cut, severity=Severity.ERROR))
                self.events.faults = [fault for fault in self.events.faults if fault is not cut]
            elif not tabs:  # else the tabs are the likely cause
                position = self.events.position(explained.mark)
                self.problems.append(
                    Problem("yaml-syntax", Severity.ERROR, "", explained.message, explained.hint, position)
                )
        values = self._brief() if complete else None
        problems = self._with_paths([*self.problems, *self.events.faults])
        positions = Positions(self.values, self.keys)
        return Reading(values, positions, problems, frozenset(self.unread), self.parted)

    def _with_paths(self, problems: list[Problem]) -> tuple[Problem, ...]:
        """Name the value in which a fault of the text stands: the last one that begins before it."""
        if all(problem.path for problem in problems):
            return tuple(problems)
        starts = sorted(
            (position.line, position.column, path) for path, position in self.values.items() if path
        )
        named = []
        for problem in problems:
            position = problem.position
            if not problem.path and position is not None and problem.rule in _INSIDE_TEXT:
                before = bisect_right(starts, (position.line, position.column, "\uffff"))
                problem = replace(problem, path=starts[before - 1][2] if before else "")
            named.append(problem)
        return tuple(named)

    def _brief(self) -> dict[str, Value] | None:
        root = self.root[0] if self.root else None
        for name, anchor in self.anchors.items():
            self._report_unused(name, anchor)
            holder = re.split(r"(?<=.)[.\[]", anchor.path)[0]
            if isinstance(root, dict) and holder.startswith(SHARED):
                root.pop(holder, None)
        if isinstance(root, dict):
            return root
        found = {"NoneType": "nothing", "list": "a list"}.get(type(root).__name__, "text")
        message = (
            "the brief is empty"
            if root is None
            else f"the brief must consist of keys and values, found {found}"
        )
        position = self.values.get("") or Position(1, 1)
        self._report("brief-not-empty", "", message, "start with `title: …`", position)
        return None

    # Events.

    def _take(self, event: yaml.Event) -> None:
        if self.skip_nodes:
            self._skip(event)
        elif isinstance(event, yaml.NodeEvent):
            self.nodes += 1
            if self.nodes > MAX_NODES:
                self._stop_at(event, "brief-size", f"the brief has more than {MAX_NODES:,} values")
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            frame = self.stack.pop()
            if isinstance(event, yaml.SequenceEndEvent) and self.events.ends_empty(event):
                frame.put(None)
            if frame.anchor:
                frame.anchor.nodes = self.nodes - frame.begun + 1
                frame.anchor.depth = _depth(frame.value)
            if self.stack[-1].merging is frame.value:
                self._merge(self.stack[-1])

    def _node(self, event: yaml.NodeEvent) -> None:
        frame = self.stack[-1]
        if isinstance(frame.value, dict) and frame.key is None:
            self._key(frame, frame.value, event)
            return
        path = frame.path_of_next() if len(self.stack) > 1 else ""
        value: Value = None
        if isinstance(event, yaml.AliasEvent):
            value = self._repeated(event, path)
        elif isinstance(event, yaml.ScalarEvent):
            self.values[path] = self._position(event)
            value = self._content(event, path)
        else:
            in_block = not getattr(event, "flow_style", False)
            self.values[path] = (self.keys.get(path) if in_block else None) or self._position(event)
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._refuse_tag(event, path)
        anchor = None
        if event.anchor is not None and not isinstance(event, yaml.AliasEvent):
            anchor = self._anchored(event, path, value)
        if isinstance(frame.value, dict) and frame.key == MERGE:
            frame.key, frame.merging = None, value
        else:
            frame.put(value)
        if isinstance(value, (dict, list)) and not isinstance(event, yaml.AliasEvent):
            self._check_depth(event, len(self.stack))
            self.stack.append(_Frame(value, path, anchor=anchor, begun=self.nodes))
        elif path.endswith(MERGE):
            self._merge(frame)

    # Values that are repeated.

    def _anchored(self, event: yaml.NodeEvent, path: str, value: Value) -> _Anchor:
        """Note a value that aliases may repeat; one that none has repeated is no anchor but lost text."""
        anchor = _Anchor(path, self._position(event), value)
        if isinstance(event, yaml.ScalarEvent):
            anchor.nodes = 1
        name = event.anchor or ""
        if known := self.anchors.get(name):
            self._report_unused(name, known)
        self.anchors[name] = anchor
        return anchor

    def _report_unused(self, name: str, anchor: _Anchor) -> None:
        if not anchor.is_used:
            hint = "delete it, or put text that starts with `&` in double quotes"
            message = f"no alias repeats the anchor `&{name}`"
            self._report("aliases-resolve", anchor.path, message, hint, anchor.position)

    def _repeated(self, event: yaml.AliasEvent, path: str) -> Value:
        """Return the value that an alias repeats, within the limits of a brief."""
        self.values[path] = self._position(event)
        anchor = self.anchors.get(event.anchor or "")
        self.aliases += 1
        if anchor is None or not anchor.nodes or self.aliases > MAX_ALIASES:
            message = f"no anchor `&{event.anchor}` comes before this alias"
            hint = "define it above, or put text that starts with `*` in double quotes"
            if anchor is not None:
                anchor.is_used = True
                message, hint = f"`*{event.anchor}` is inside what it repeats", "write the value out"
            if self.aliases > MAX_ALIASES:
                self._stop_at(event, "brief-size", f"the brief has more than {MAX_ALIASES} aliases")
            self._report("aliases-resolve", path, message, hint)
            self.unread.add(path)
            return None
        anchor.is_used = True
        self.nodes += anchor.nodes
        if self.nodes > MAX_NODES:
            self._stop_at(event, "brief-size", f"the brief has more than {MAX_NODES:,} values")
        self._check_depth(event, len(self.stack) + anchor.depth)
        self._copy_lines(anchor.path, path)
        return anchor.value

    def _copy_lines(self, path: str, to: str) -> None:
        """Keep the lines of texts of several paragraphs at another path."""
        for each, parted in [*self.parted.items()]:
            if each == path or each.startswith((f"{path}.", f"{path}[")):
                self.parted[to + each[len(path) :]] = parted

    def _merge(self, frame: _Frame) -> None:
        """Bring the keys of other mappings into one that has not got them."""
        merging, frame.merging = frame.merging, None
        path = frame.path_of(MERGE)
        each = merging if isinstance(merging, list) else [merging]
        for index, mapping in enumerate(each):
            if not isinstance(mapping, dict):
                if path not in self.unread:
                    message = f"`{MERGE}` brings the keys of a mapping, and this is none"
                    self._report(
                        "aliases-resolve", path, message, f"write `{MERGE}: *name`, the name of an anchor"
                    )
                    self.unread.add(path)
                continue
            start = f"{path}[{index}]" if isinstance(merging, list) else path
            position = self.values.get(start) or self.values[path]
            for key, value in mapping.items():
                if isinstance(frame.value, dict) and key not in frame.value:
                    frame.value[key] = value
                    frame.merged = frame.merged | {key}
                    at = frame.path_of(key)
                    self.values[at] = self.keys[at] = position
                    self._copy_lines(f"{start}.{key}", at)

    # Keys.

    def _key(self, frame: _Frame, mapping: dict[str, Value], event: yaml.NodeEvent) -> None:
        position = self._position(event)
        key = _BLANKS.sub(" ", self._clean(event, frame.path)) if isinstance(event, yaml.ScalarEvent) else ""
        if not key:
            self._report("keys-are-text", frame.path, "a key must be text", None, position)
            self._skip_from(event, nodes=2)
            return
        if len(key) > LONGEST_KEY:
            self._report("keys-short", frame.path, "this key is longer than any valid key", None, position)
            self.skip_nodes = 1
            return
        path = frame.path_of(key)
        if key in mapping and key in frame.merged:
            frame.merged = frame.merged - {key}
        elif key in mapping:
            message = f"duplicate key `{key}`, first used on line {self.keys[path].line}"
            self._report("unique-keys", path, message, "keep one of the two", position)
            self.skip_nodes = 1
            return
        self._refuse_tag(event, path)
        if event.anchor is not None:
            message = f"the key has the anchor `&{event.anchor}`"
            self._report("aliases-resolve", path, message, "put the key in double quotes", position)
        self.keys[path] = position
        frame.key = key

    def _skip_from(self, event: yaml.Event, nodes: int) -> None:
        self.skip_nodes = nodes
        self._skip(event)

    def _skip(self, event: yaml.Event) -> None:
        """Read past a key that is not text, or the value of a duplicate key."""
        self.skip_depth += isinstance(event, yaml.CollectionStartEvent)
        self._check_depth(event, len(self.stack) + self.skip_depth)
        self.skip_depth -= isinstance(event, yaml.CollectionEndEvent)
        if not self.skip_depth:
            self.skip_nodes -= 1

    def _check_depth(self, event: yaml.Event, depth: int) -> None:
        if depth > MAX_DEPTH:
            self._stop_at(event, "nesting-depth", f"values are nested deeper than {MAX_DEPTH} levels")

    def _refuse_tag(self, event: yaml.NodeEvent, path: str) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            hint = "delete it, or put text that starts with `!` in double quotes"
            if "include" in tag.lower():
                hint = "to share parts between briefs, write `extends: house.yaml` at the top level"
            self._report("no-yaml-tags", path, f"the tag `{shown}` is not allowed", hint)
            self.unread.add(path)

    # Text.

    def _content(self, event: yaml.ScalarEvent, path: str) -> Value:
        is_plain = event.implicit[0] and event.tag is None
        if is_plain and event.value in _WORDS:
            self.events.note_empty(event)
            return _WORDS[event.value]
        text = self._clean(event, path)
        if "\n" in text:
            # but for a literal block, YAML has left a line break only where there was an empty line
            lines = text if event.style == "|" else re.sub(r"\n+", "\n\n", text)
            if parted := re.search(_PARTED, lines):
                self.parted[path] = Parted(lines, parted[0].strip())
        return _BLANKS.sub(" ", text)

    def _clean(self, event: yaml.ScalarEvent, path: str) -> str:
        """Return the text of a scalar in NFC, with its lines; report what its escapes smuggle in."""
        text: str = event.value
        if not text.isascii() or "\\" in self.events.given(event):
            text = with_whole_characters(text)
            found = escape_problems(text, self.text, self._position(event))
            self.problems += (replace(problem, path=path) for problem in found)
            text = unicodedata.normalize("NFC", without_odd_characters(text))
        return text.strip(" \t\n")

    # Problems.

    def _position(self, event: yaml.Event) -> Position:
        return self.events.position(event.start_mark, event.end_mark)

    def _stop_at(self, event: yaml.Event, rule: str, message: str) -> NoReturn:
        self._report(rule, "", message, None, self._position(event))
        raise _Stop

    def _report(
        self, rule: str, path: str, message: str, hint: str | None, position: Position | None = None
    ) -> None:
        position = position or self.values.get(path) or self.keys.get(path)
        self.problems.append(Problem(rule, Severity.ERROR, path, message, hint, position))
