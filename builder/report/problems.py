"""Problems in a brief or in its files: what is wrong, where, and how they are shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from builder.report.printable import printable

WIDEST_LINE = 100  # columns of a source line that are shown; a longer one is cut around the problem
NARROWEST = 40  # columns of a terminal for which lines are broken
MOST_LINES = 10  # of equal warnings that are named

Paint: TypeAlias = Callable[[str, str], str]


class Severity(StrEnum):
    """An error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Position(Struct, frozen=True):
    """A position in a text file: line and column count from 1, in characters; the end column is exclusive.

    `file` is None in the brief itself, else the file that it extends.
    """

    line: int
    column: int
    end_column: int | None = None
    file: str | None = None


class Cited(Struct, frozen=True):
    """The passage of a source that a problem is about, with some of its words; a text has lines."""

    file: str
    passage: str
    excerpt: str
    line: int | None = None

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        return f"{self.file}{line}, {self.passage}: “{self.excerpt}”"


class Problem(Struct, frozen=True):
    """One thing that is wrong, and where.

    The rule names the truth that should hold (`known-keys`, `text-fits`), the path names the value in the
    brief's own keys (`sections[0].arguments[1].claim`, empty for the whole brief); of a rule of accessibility
    it is the location in the file (`slide 4, “Map”`). `source` is a passage that the value should fit;
    `lines` are all lines that a problem of the whole brief is about.
    """

    rule: str
    severity: Severity
    path: str
    message: str
    hint: str | None = None
    position: Position | None = None
    file: str | None = None
    source: Cited | None = None
    lines: tuple[int, ...] = ()

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def error(rule: str, path: str, message: str, hint: str | None = None) -> Problem:
    """Return a problem that keeps files from being built."""
    return Problem(rule, Severity.ERROR, path, message, hint)


def warning(rule: str, path: str, message: str, hint: str | None = None) -> Problem:
    """Return a problem that does not keep files from being built."""
    return Problem(rule, Severity.WARNING, path, message, hint)


class BriefError(Exception):
    """Raised when a brief or its files have errors; carries all problems of the run, warnings too.

    `sources` holds the text of the files that the problems name, so that the faulty lines can be shown.
    """

    def __init__(self, problems: Iterable[Problem], sources: Mapping[str, str] | None = None) -> None:
        self.problems = tuple(problems)
        self.sources: Mapping[str, str] = dict(sources or {})
        super().__init__(self.problems, self.sources)

    def __str__(self) -> str:
        return as_text(self.problems, self.sources, colour=False)


class Positions:
    """The position of every value of a brief, and of every key."""

    def __init__(
        self, values: Mapping[str, Position] | None = None, keys: Mapping[str, Position] | None = None
    ) -> None:
        self._values: Mapping[str, Position] = values if values is not None else {}
        self._keys: Mapping[str, Position] = keys if keys is not None else {}

    def under(self, origin: Mapping[str, str]) -> Positions:
        """Return the positions by other paths; `origin` has for these the paths of this object."""
        if not origin:
            return self
        paths = {written: path for path, written in origin.items()}

        def named(given: Mapping[str, Position]) -> dict[str, Position]:
            found = {each: given[each] for path in origin for each in enclosing(path) if each in given}
            found |= {moved(path, paths) or path: position for path, position in given.items()}
            return found | {path: given[written] for path, written in origin.items() if written in given}

        return Positions(named(self._values), {**self._keys, **named(self._keys)})

    def with_those(self, other: Positions, paths: Mapping[str, str], file: str) -> Positions:
        """Return these positions, and those of another file that are below one of its `paths`."""

        def taken(given: Mapping[str, Position]) -> dict[str, Position]:
            found = ((moved(path, paths), position) for path, position in given.items())
            return {path: replace(position, file=file) for path, position in found if path}

        return Positions(taken(other._values) | {**self._values}, taken(other._keys) | {**self._keys})

    def with_fate(self, fate: Mapping[str, str | None]) -> Positions:
        """Return the positions by the paths that values have when some items of lists are left out."""
        if not fate:
            return self

        def kept(given: Mapping[str, Position]) -> dict[str, Position]:
            found = ((after(path, fate), position) for path, position in given.items())
            return {path: position for path, position in found if path is not None}

        return Positions(kept(self._values), kept(self._keys))

    def __contains__(self, path: str) -> bool:
        return path in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def at(self, line: int) -> str | None:
        """Return the path of the outermost value that begins on a line, or whose key does.

        If none begins there, return the last one that began before it; None above the first.
        """
        begins = [
            (position.line, position.column, path)
            for path, value in self._values.items()
            if path and not value.file and (position := self._keys.get(path) or value).line <= line
        ]
        here = [path for start, _, path in begins if start == line]
        if here:
            return min(here, key=len)
        return max(begins)[2] if begins else None

    def of(self, path: str) -> Position | None:
        """Return the position of the value at `path`, or of the nearest value that contains it."""
        path = next((each for each in enclosing(path) if each in self._values), "")
        text = f"{path}.text"
        if text in self._values and f"{path}.audience" in self._values:  # a text that only some may read
            path = text
        return self._values.get(path)

    def of_key(self, path: str) -> Position | None:
        """Return the position of the key at the end of `path`, or of its value if it has no key."""
        return self._keys.get(path) or self.of(path)


def enclosing(path: str) -> Iterator[str]:
    """Yield a path and the paths of what it is in, from the inside out, without the whole brief's."""
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]


def moved(path: str, paths: Mapping[str, str]) -> str | None:
    """Return where a path is whose beginning is moved, or None if it is below none of the paths."""
    above = next((each for each in enclosing(path) if each in paths), None)
    return None if above is None else paths[above] + path[len(above) :]


def after(path: str, fate: Mapping[str, str | None]) -> str | None:
    """Return the path of a value after some are left out, None if it is; `fate` has those that change."""
    above = next((each for each in enclosing(path) if each in fate), None)
    if above is None:
        return path
    new = fate[above]
    return None if new is None else new + path[len(above) :]


def locate(problems: Iterable[Problem], positions: Positions | None, file: str | None) -> tuple[Problem, ...]:
    """Return the problems with file and position filled in, in the order of the lines, each once."""
    located = []
    for problem in problems:
        position = problem.position
        if position is None and positions is not None and problem.file in (None, file):
            position = positions.of(problem.path)
        other = position.file if position else None
        located.append(replace(problem, position=position, file=problem.file or other or file))
    return tuple(sorted(dict.fromkeys(located), key=_reading_order))


def with_hints(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems, each that has no hint with the one for its rule."""
    from builder.report.rules import RULES

    return [
        replace(problem, hint=RULES[problem.rule].fix) if problem.hint is None else problem
        for problem in problems
    ]


def _reading_order(problem: Problem) -> tuple[str, float, int, str, str]:
    position = problem.position
    line, column = (position.line, position.column) if position else (float("inf"), 0)
    return problem.file or "", line, column, problem.path, problem.rule


def as_text(
    problems: Iterable[Problem],
    sources: Mapping[str, str],
    colour: bool,
    columns: int | None = None,
    *,
    verbose: bool = False,
) -> str:
    """Return the problems for a person: position, severity, path, message, the faulty line and the hint.

    `sources` maps a problem's file to its text, `columns` is the width of the terminal, if it is one. Equal
    warnings are one with all of its lines; `verbose` prints each, and why its rule exists. Control characters
    from the brief are shown as their codes, so that a brief cannot steer the terminal.
    """
    paint = _painted if colour else _plain
    lines_of = {file: text.split("\n") for file, text in sources.items()}
    shown: list[str] = []
    for problem, *others in ([each] for each in problems) if verbose else _alike(problems):
        shown.append(_headline(problem, paint, columns))
        position = problem.position
        lines = lines_of.get(problem.file or "", [])
        if position is not None and position.line <= len(lines) and lines[position.line - 1].strip():
            shown += _excerpt(lines[position.line - 1], position, paint, problem.severity, columns)
        also = problem.lines[1:] or [one.position.line for one in others if one.position]
        notes = [("also:", _elsewhere(also))] if also else []
        notes += [("source:", str(problem.source))] if problem.source else []
        notes += [("why:", _why(problem))] if verbose else []
        notes += [("hint:", problem.hint)] if problem.hint else []
        for label, note in notes:
            line = _wrapped(f"  {label} {printable(note)}", columns)
            shown.append(line.replace(label, paint(label, "hint"), 1))
    return "\n".join(shown)


def as_lines(problems: Iterable[Problem], colour: bool) -> str:
    """Return the problems, one per line, without the faulty lines and the hints."""
    return "\n".join(_headline(problem, _painted if colour else _plain) for problem in problems)


def _alike(problems: Iterable[Problem]) -> Iterable[list[Problem]]:
    """Return the problems, each with those that say the same of other lines of the file.

    An error keeps its own lines; only a key that is not known in the same part is one error.
    """
    groups: dict[object, list[Problem]] = {}
    for index, problem in enumerate(problems):
        same: object = (problem.file, problem.rule, problem.message, problem.hint, problem.source)
        if problem.rule == "known-keys":
            same = (problem.file, problem.message, re.sub(r"\d+", "", problem.path))
        elif problem.is_error or not problem.position:
            same = index
        groups.setdefault(same, []).append(problem)
    return groups.values()


def _elsewhere(others: Iterable[int]) -> str:
    """Return the lines of other problems, the first of them by their numbers."""
    lines = list(map(str, others))
    first, more = ", ".join(lines[:MOST_LINES]), len(lines) - MOST_LINES
    noun = "line" if len(lines) == 1 else "lines"
    return f"{noun} {first}{f' and {more} more' if more > 0 else ''} ({len(lines) + 1} in all)"


def _why(problem: Problem) -> str:
    from builder.report.rules import RULES

    rule = RULES[problem.rule]
    return f"{rule.why} ({rule.clause})" if rule.clause else rule.why


def _headline(problem: Problem, paint: Paint, columns: int | None = None) -> str:
    """Return position, severity, path, message and rule, in lines of a terminal of so many columns."""
    position = f":{problem.position.line}:{problem.position.column}" if problem.position else ""
    where = printable(problem.file or "") + position
    severity, rule = f"{problem.severity}:", f"[{problem.rule}]"
    parts = (f"{where}:" if where else "", severity, f"{printable(problem.path)}:" if problem.path else "")
    line = _wrapped(" ".join(filter(None, (*parts, printable(problem.message), rule))), columns)
    for part, role in ((where, "position"), (severity, str(problem.severity))):
        line = line.replace(part, paint(part, role), 1) if part else line
    return paint(rule, "rule").join(line.rsplit(rule, 1))


def _wrapped(line: str, columns: int | None) -> str:
    """Return a line in lines of a terminal, broken between words."""
    if columns is None or columns_of(line) <= columns:
        return line
    first, *words = line.split()
    lines, room = [line[: len(line) - len(line.lstrip())] + first], max(columns, NARROWEST)
    for word in words:
        if columns_of(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(f"    {word}")
    return "\n".join(lines)


def _excerpt(
    line: str, position: Position, paint: Paint, severity: Severity, columns: int | None
) -> list[str]:
    """Return the source line with carets under the problem; a long line is cut around it."""
    gutter = f"{position.line:>5} | "
    room = min(WIDEST_LINE, max(columns or WIDEST_LINE + 10, NARROWEST) - len(gutter) - len("……"))
    start = min(position.column, len(line)) - 1
    end = position.end_column - 1 if position.end_column else start + 1
    left, right = _window(line, start, room)
    before, fault = printable(line[left:start]), printable(line[start : min(end, right)])
    shown = printable(line[left:right]).rstrip()
    gap = "…" if left else ""
    carets = "^" * max(columns_of(fault), 1)
    return [
        paint(gutter, "gutter") + gap + shown + ("…" if len(line) > right else ""),
        paint(" " * 5 + " | ", "gutter")
        + " " * (len(gap) + columns_of(before))
        + paint(carets, str(severity)),
    ]


def _window(line: str, start: int, room: int) -> tuple[int, int]:
    """Return from where to where a line is shown: so many columns, a fifth of them before `start`."""
    cells = [columns_of(printable(character)) for character in line]
    if sum(cells) <= room:
        return 0, len(line)
    left, right = start, start
    while left > 0 and sum(cells[left - 1 : start]) <= room // 5:
        left -= 1
    used = sum(cells[left:start])
    while right < len(line) and used + cells[right] <= room:
        used += cells[right]
        right += 1
    while left > 0 and used + cells[left - 1] <= room:
        left -= 1
        used += cells[left]
    return left, right


def columns_of(text: str) -> int:
    """Return the columns on a terminal: two for a wide East Asian character, none for a combining one."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.category(c) in ("Mn", "Me") for c in text)


_CODES = {"error": "1;31", "warning": "1;33", "hint": "36", "gutter": "2", "rule": "2", "position": "1"}


def _painted(text: str, role: str) -> str:
    return f"\x1b[{_CODES[role]}m{text}\x1b[0m"


def _plain(text: str, role: str) -> str:  # noqa: ARG001 - same shape as _painted
    return text
