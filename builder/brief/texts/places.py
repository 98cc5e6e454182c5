"""Finds the words that a problem is about in the text of a brief."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from builder.report.problems import Position, Positions, Problem

_AT_WORDS = ("markup-understood", "passages-name-languages")  # rules whose messages begin with the words


def at_their_words(
    problems: Iterable[Problem], positions: Positions, files: Mapping[str | None, str]
) -> Iterator[Problem]:
    """Yield problems, those with a mark in a text at the mark; equal marks in their order.

    `files` are the texts of the brief, under None, and of the file that it extends.
    """
    met = Counter[tuple[str, str]]()
    for problem in problems:
        words = re.match("`([^`]+)`", problem.message) if problem.rule in _AT_WORDS else None
        at = positions.of(problem.path) if words and problem.position is None else None
        if words is None or at is None or at.file not in files:
            yield problem
            continue
        found = _places(words[1], at, positions, files[at.file])
        number = met[problem.path, words[1]]
        met[problem.path, words[1]] += 1
        yield replace(problem, position=found[number]) if number < len(found) else problem


def _places(words: str, at: Position, positions: Positions, text: str) -> list[Position]:
    """Return where words are in the value that begins at a position, perhaps over two lines."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    others = (each for path in positions if (each := positions.of(path)) and each.file == at.file)
    here = at.line, at.column
    after = min((one for each in others if (one := (each.line, each.column)) > here), default=None)
    begin, end = (starts[line - 1] + column - 1 for line, column in (here, after or (len(starts), 1)))
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    found = []
    for mark in pattern.finditer(text, begin, end if after else len(text)):
        line = text.count("\n", 0, mark.start()) + 1
        column = mark.start() - starts[line - 1] + 1
        last = None if "\n" in mark[0] else column + len(mark[0])
        found.append(replace(at, line=line, column=column, end_column=last))
    return found
