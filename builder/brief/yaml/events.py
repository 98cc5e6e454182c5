"""Reads a text without slips as YAML events with libyaml, many times quicker than the scanner in Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

import yaml
from yaml.events import Event

from builder.report.problems import Position, Problem, Severity

# What the Python scanner notes as a slip or reads differently: tabs, text that a ` #` cuts off, directives,
# comments at the head of a block text, explicit keys, and values that are left out between brackets.
_DOUBTFUL = re.compile(
    r"\t| #\w|^%|[>|][-+\d]*#|(?<![^\s\[{,:-])\?(?![^\s,\]}])|:\s*[,\]}]|,\s*,", re.MULTILINE
)


class Mark(Protocol):
    """A place as PyYAML marks it: line and column count from 0."""

    @property
    def index(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


def position_of(start: Mark | None, end: Mark | None = None, moved: int = 0) -> Position:
    """Return the position between two marks, on a line whose text was moved by some characters."""
    if start is None:
        return Position(1, 1)
    first = start.column + moved + 1
    if end is None or end.line != start.line or end.column == start.column:
        return Position(start.line + 1, first)
    return Position(start.line + 1, first, end.column + moved + 1)


class LibyamlEvents:
    """The events of a text as libyaml reads it; slips that the Python scanner reads past are errors here."""

    faults: tuple[Problem, ...] = ()
    quote: Mark | None = None  # where the last quote over several lines opens: here it is never needed
    cut: Problem | None = None  # what a comment cut off: never here

    def __init__(self, text: str) -> None:
        self.text = text

    @staticmethod
    def can_read(text: str) -> bool:
        """Return whether libyaml is installed, and reads the text as the Python scanner does."""
        return bool(yaml.__with_libyaml__) and not _DOUBTFUL.search(text)

    def events(self) -> Iterator[Event]:
        """Yield what the text holds; read one by one, since libyaml cannot hold what is nested very deep."""
        yield from yaml.parse(self.text, yaml.CBaseLoader)

    def given(self, event: Event) -> str:
        """Return an event as it is written, quotes and all."""
        start, end = event.start_mark, event.end_mark
        return self.text[start.index : end.index] if start and end else ""

    def ends_empty(self, event: Event) -> bool:
        """Return whether a list in brackets ends with a comma, after which this reader sees no item."""
        index = event.start_mark.index if event.start_mark else 0
        while index and self.text[index - 1].isspace():
            index -= 1
        return self.text[index - 1 : index] == ","

    def note_empty(self, event: Event) -> None:
        """Note an entry between braces that has no colon: the comma before it may be part of a text."""
        index = event.start_mark.index if event.start_mark else 0
        if self.text[index : index + 1] in (",", "}"):
            position = position_of(event.start_mark)
            self.faults = (Problem("text-quoted", Severity.WARNING, "", "", None, position),)

    def position(self, start: Mark | None, end: Mark | None = None) -> Position:
        """Return the position between two marks."""
        return position_of(start, end)
