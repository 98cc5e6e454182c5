"""Groups the appearances of an element into lines for a person: its words, and all of their locations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from builder.report.problems import enclosing

if TYPE_CHECKING:
    from builder.trace.appearances import Appearance

_NUMBERED = re.compile(r"(slide|page) (\d+)(?:, (.+))?")


def grouped(found: Iterable[Appearance], path: str) -> Iterator[tuple[str, str, str]]:
    """Yield for each value of the element at `path` its key within it, its words, and all their locations.

    The parts of one text with the same locations, such as its sentences, are joined. Words that are listed
    for a value are not listed again for what contains it, nor as a part of more words there.
    """
    found = list(found)
    within = {
        (one.location, one.words, outer)
        for one in found
        for outer in enclosing(one.path)
        if outer != one.path
    }
    found = [one for one in found if (one.location, one.words, one.path) not in within]
    locations: dict[tuple[str, str], list[str]] = {}
    words: dict[tuple[str, str], str] = {}
    for one in found:
        key = one.path, without_stop(one.words)
        words[key] = max(words.get(key, ""), one.words, key=len)
        locations.setdefault(key, []).append(one.location)
    joined: dict[tuple[str, str], list[str]] = {}
    for key, where in locations.items():
        joined.setdefault((key[0], "; ".join(compact(where))), []).append(words[key])
    for (value, line), parts in joined.items():
        whole = [part for part in parts if not any(part != more and part in more for more in parts)]
        yield value[len(path) :].lstrip("."), " ".join(whole), line


def without_stop(words: str) -> str:
    """Return words without their full stop, as the title of a slide has none."""
    return words[:-1] if words.endswith((".", "。")) else words


def compact(locations: Iterable[str]) -> list[str]:
    """Return locations in few words: "slides 2, 5–7", "notes of slide 5"."""
    numbers: dict[tuple[str, str], list[int]] = {}
    others: list[str] = []
    for location in dict.fromkeys(locations):
        found = _NUMBERED.fullmatch(location)
        if found:
            numbers.setdefault((found[1], found[3] or ""), []).append(int(found[2]))
        else:
            others.append(location)
    lines = []
    for (unit, rest), each in numbers.items():
        where = f"{unit}{'s' if len(each) > 1 else ''} {_ranges(each)}"
        of = rest and unit == "slide"
        lines.append(f"{rest} of {where}" if of else f"{where}, {rest}" if rest else where)
    return [*lines, *others]


def _ranges(numbers: list[int]) -> str:
    """Return numbers in order, three and more in a row as a range."""
    rows: list[list[int]] = []
    for number in sorted(set(numbers)):
        if rows and rows[-1][-1] == number - 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    return ", ".join(f"{row[0]}–{row[-1]}" if len(row) > 2 else ", ".join(map(str, row)) for row in rows)
