"""The appearances of an element become lines that a person reads: what is said, and in which places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builder.trace.appearances import Appearance

_NUMBERED = re.compile(r"(slide|page) (\d+)(?:, (.+))?")


def said_where(found: Iterable[Appearance], path: str) -> Iterator[tuple[str, str, str]]:
    """Yield for each value of the element at `path` its key within it, its words, and all places of them.

    The parts of one text that stand in the same places, such as its sentences, are said as one.
    """
    places: dict[tuple[str, str], list[str]] = {}
    words: dict[tuple[str, str], str] = {}
    for one in found:
        key = one.path, without_stop(one.words)
        words[key] = max(words.get(key, ""), one.words, key=len)
        places.setdefault(key, []).append(one.place)
    joined: dict[tuple[str, str], list[str]] = {}
    for key, where in places.items():
        joined.setdefault((key[0], "; ".join(compact(where))), []).append(words[key])
    for (value, line), parts in joined.items():
        yield value[len(path) :].lstrip("."), " ".join(parts), line


def without_stop(words: str) -> str:
    """Return words without their full stop, as the title of a slide has none."""
    return words[:-1] if words.endswith((".", "。")) else words


def compact(places: Iterable[str]) -> list[str]:
    """Return the places in few words: "slides 2, 5–7", "notes of slide 5"."""
    numbers: dict[tuple[str, str], list[int]] = {}
    others: list[str] = []
    for place in dict.fromkeys(places):
        found = _NUMBERED.fullmatch(place)
        if found:
            numbers.setdefault((found[1], found[3] or ""), []).append(int(found[2]))
        else:
            others.append(place)
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
