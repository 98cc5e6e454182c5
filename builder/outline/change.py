"""Composes by how much a number changed between two years."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from builder.languages.language import is_points, is_share
from builder.outline.text import Depth, Text
from builder.outline.wording import Wording

# A year ends the label or a phrase in it: "Ostermark 2030", "2029 (plan)", but not "2000 households".
_YEAR = r"(?<![0-9A-Za-z.,$€£¥])(?:1[5-9]|20|21)\d\d(?=年|년|\s*(?:$|[(),;:/–-]))"


def year_of(label: str | None) -> int | None:
    """Return the year that a label names, None if it names none, or several."""
    found = set(re.findall(r"\d{4,}", label or ""))
    return int(found.pop()) if len(found) == 1 and re.search(_YEAR, label or "") else None


def change(
    words: Wording,
    slot: str,
    unit: str | None,
    old: tuple[int, Decimal],
    new: tuple[int, Decimal],
    *paths: str,
) -> Text | None:
    """Return by how much a number changed from one year and value to another, at `paths` of the brief.

    That is a share of what it was; shares and points differ by points. None where nothing changed, where what
    it was is not positive, and where its unit counts from an arbitrary zero.
    """
    (first, before), (last, now), numbers = old, new, words.language.numbers
    if first >= last or before <= 0 or now < 0 or "°" in (unit or ""):
        return None
    points = _points(words, unit or "")
    places = max(-int(each.as_tuple().exponent) for each in (now, before, Decimal(0))) if points else 1
    by = now - before if points else (now / before - 1) * 100
    shown = numbers.written(by, points or "%", places, signed=True)
    if not by.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):
        return None
    titles, years = words.labels.titles, last - first
    line = titles.changed[years > 1].format(change=shown, count=titles.number(years))
    return words.fixed(slot, line, Depth.DECK, *paths)


def _points(words: Wording, unit: str) -> str:
    """Return the unit of a difference between two numbers in points, or two shares; "" for other units."""
    if is_points(unit):
        return unit
    return ("‰" if "‰" in unit else words.labels.percentage_points) if is_share(unit) else ""
