"""Finds the characters that no text of a brief should hold, and removes them."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress

from builder.report.problems import Position, Problem, Severity

MOST_REPORTED = 20  # lines with odd characters; a file with more of them is no text

# XML, and so Word and PowerPoint, cannot hold the C0 controls, surrogates, U+FFFE and U+FFFF; nobody can see
# DEL, the C1 controls, the line and paragraph separators and a byte order mark inside a text.
_NOT_TEXT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def character_problems(text: str) -> list[Problem]:
    """Return a problem for the first odd character of each line of the brief."""
    found = [_refused(letter, position) for position, letter in _first_of_each_line(_NOT_TEXT, text)]
    warned = [_warned(letter, position) for position, letter in _first_of_each_line(_BIDI, text)]
    return found[:MOST_REPORTED] + warned[:MOST_REPORTED]


def escape_problems(value: str, text: str, position: Position) -> list[Problem]:
    """Return problems for what the escapes of a quoted value put into it; `text` is that of the brief."""
    found = []
    if odd := _NOT_TEXT.search(value):
        found.append(_refused(odd[0], position))
    if (mark := _BIDI.search(value)) and mark[0] not in text:
        found.append(_warned(mark[0], position))
    return found


def without_odd_characters(text: str) -> str:
    """Return the text with a space for each character that is refused: all others stay where they are."""
    return _NOT_TEXT.sub(" ", text)


def with_whole_characters(value: str) -> str:
    r"""Return the value with surrogate pairs joined that were written as two escapes, `\uD83D\uDEA2`."""
    with suppress(UnicodeDecodeError):  # a surrogate alone stays, and is refused
        return value.encode("utf-16", "surrogatepass").decode("utf-16")
    return value


def _refused(letter: str, position: Position) -> Problem:
    message = f"{_named(letter)} is not allowed"
    return Problem("text-printable", Severity.ERROR, "", message, "delete it", position)


def _warned(letter: str, position: Position) -> Problem:
    message = f"{_named(letter)} changes the order in which the text is shown"
    return Problem("no-direction-controls", Severity.WARNING, "", message, "delete it", position)


def _first_of_each_line(pattern: re.Pattern[str], text: str) -> list[tuple[Position, str]]:
    found: dict[int, tuple[Position, str]] = {}
    line, start = 1, 0
    for match in pattern.finditer(text):
        line += text.count("\n", start, match.start())
        start = match.start()
        column = start - text.rfind("\n", 0, start)
        found.setdefault(line, (Position(line, column, column + 1), match[0]))
    return list(found.values())


def _named(letter: str) -> str:
    return f"the character U+{ord(letter):04X} ({unicodedata.name(letter, 'a control character').lower()})"
