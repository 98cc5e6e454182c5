"""Reads dates and times as exactly as they were said: a day, a month, a quarter or a year."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import cache

from msgspec import Struct

from builder.languages.language import Dates, known_tags, language_for

_EXACT = r"([0-9]{4})(?:-(?:Q([1-4])|([0-9]{2})(?:-([0-9]{2}))?))?"
_TIME = (
    r"(?i)(?<![\d.+−-])(\d{1,2})(?:[:h](\d{2})(?::(\d{2}))?)?\s*([ap]\.?m\b\.?)?(?:\s*(?:hrs|hours|Uhr)\b)?"
)
_OFFSET = r"\s*\(?(?:UTC|GMT)?\s*([+−-])(\d{1,2})(?::?(\d{2}))?\)?(?!\d)"

# Names of time zones that mean one thing in documents of governments, with their hours from UTC.
ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "SAST": 2, "WAT": 1, "EAT": 3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12,
    "NZDT": 13,
}  # fmt: skip
_SEVERAL = ("AST", "CST", "IST")  # Atlantic or Arabia, Chicago or China, India or Ireland


class Stated(Struct, frozen=True):
    """A date as exactly as it was said: its day, month and quarter are None where nobody said them."""

    year: int
    quarter: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> date:
        """The first day that it may be."""
        return date(self.year, self.month or 3 * (self.quarter or 1) - 2, self.day or 1)

    def written(self, dates: Dates) -> str:
        """Return the date as a language writes it, and no more exact than it was said."""
        if self.quarter:
            return dates.quarter.format(quarter=self.quarter, year=self.year)
        if self.month is None:
            return dates.year.format(year=self.year)
        return dates.long_date(self.first) if self.day else dates.long_month(self.first)

    def __str__(self) -> str:
        """Return the date as 2031-05-28, 2031-05, 2031-Q2 or 2031."""
        if self.quarter:
            return f"{self.year:04}-Q{self.quarter}"
        return "-".join(f"{part:02}" for part in (f"{self.year:04}", self.month, self.day) if part)


class Unclear(ValueError):
    """A date that has two meanings, which `hint` names."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


def exact(text: str) -> Stated:
    """Return the date that a text names in canonical form; raise `ValueError` with the reason if not."""
    found = re.fullmatch(_EXACT, text) if text.isascii() else None
    if found is None:
        raise ValueError("expected a date such as 2031-05-28, 2031-05 or 2031")
    return _checked(*(int(part) if part else None for part in found.groups()))


def said(text: str) -> Stated:
    """Return the date that a text names as people write it.

    Raises `Unclear` if it has two meanings, `ValueError` if it has none.
    """
    bare = re.sub(r"[\s,]+", " ", text.strip())
    if re.fullmatch(r"\d{4}-\d\d-\d\d[ T]00:00(?::00)?", bare):  # as a spreadsheet writes a day
        bare = bare[:10]
    if found := re.fullmatch(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?", bare):
        return _checked(int(found[1]), None, int(found[3]), int(found[4]) if found[4] else None)
    if found := re.fullmatch(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?", bare):
        return _checked(*(int(part) if part else None for part in (found[1], None, found[2], found[3])))
    if found := re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", bare):
        return _day_or_month_first(text, int(found[1]), int(found[3]), int(found[4]))
    if found := re.fullmatch(r"(?i)Q([1-4])[ /-]?(\d{4})|(\d{4})[ /-]?Q([1-4])", bare):
        return Stated(int(found[2] or found[3]), int(found[1] or found[4]))
    return _in_words(bare)


def _in_words(text: str) -> Stated:
    """Return a date of words and numbers: 5 March 2026, Thursday 5th March 2026, Mar. 5 2026, March 2026."""
    months, numbers = [], []
    for word in re.findall(r"[^\W\d_]+|\d+", re.sub(r"(?<=\d)(?:st|nd|rd|th|er|\.)(?= )", "", text)):
        if word.isdigit():
            numbers.append(int(word))
        elif month := _month(word):
            months.append(month)
        elif word.lower() not in _joining_words() and not re.fullmatch(_WEEKDAY, word):
            raise ValueError("expected a date such as 2031-05-28, 2031-05 or 2031")
    years = [number for number in numbers if number > 999]
    days = [number for number in numbers if number < 32]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(years) + len(days) < len(numbers):
        raise ValueError("expected a date such as 2031-05-28, 2031-05 or 2031")
    return _checked(years[0], None, months[0], days[0] if days else None)


_WEEKDAY = r"(?i)(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|\w+tag|mittwoch"


@cache
def _joining_words() -> frozenset[str]:
    """Return the words that languages write between day, month and year."""
    forms = (
        form for tag in known_tags() for form in (language_for(tag).dates.day, language_for(tag).dates.month)
    )
    return frozenset(("of", "the", "del", *re.sub(r"\{\w+\}", " ", " ".join(forms)).lower().split()))


def _month(word: str) -> int | None:
    """Return the month of which a word is the name, or its beginning, in the languages that there are."""
    start = word.casefold()
    if len(start) < 3:
        return None
    found = {
        number
        for tag in known_tags()
        for number, name in enumerate(language_for(tag).dates.months.split(), 1)
        if name.casefold().startswith(start)
    }
    return found.pop() if len(found) == 1 else None


def _day_or_month_first(text: str, first: int, second: int, year: int) -> Stated:
    if first != second and max(first, second) <= 12:
        readings = (_checked(year, None, month, day) for month, day in ((second, first), (first, second)))
        raise Unclear(f"`{text}`: day or month first?", "write `{}` or `{}`".format(*readings))
    day, month = (first, second) if second <= 12 else (second, first)
    return _checked(year, None, month, day)


def _checked(year: int | None, quarter: int | None, month: int | None, day: int | None) -> Stated:
    found = Stated(year or 0, quarter, month, day)
    try:
        _ = found.first
    except ValueError:
        raise ValueError("this day does not exist" if day else "this month does not exist") from None
    return found


def moment(text: str) -> datetime:
    """Return the moment that a text names in ISO 8601; raise `ValueError` with the reason if it does not."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("expected a date and time as YYYY-MM-DDTHH:MM+HH:MM") from None
    if found.tzinfo is None:
        raise ValueError("the embargo needs a time zone, such as +01:00 or Z")
    return found


def said_moment(text: str) -> tuple[datetime, str]:
    """Return the moment that a text names as people write it, and the name of its time zone.

    Raises `Unclear` if the zone has two meanings, `ValueError` if there is no moment or no zone.
    """
    times = [found for found in re.finditer(_TIME, text) if found[2] or found[4]]
    if len(times) != 1:
        raise ValueError("expected a date and time as YYYY-MM-DDTHH:MM+HH:MM")
    (time,) = times
    hour, noon = int(time[1]), (time[4] or "").lower()[:1]
    hour = hour % 12 + (12 if noon == "p" else 0) if noon else hour
    rest, after = text[: time.start()], text[time.end() :]
    offset = re.match(_OFFSET, after)
    after = after[offset.end() :] if offset else after
    names = re.findall(r"\b(?:[A-Z]\w+/[A-Z]\w+(?:/[A-Z]\w+)?|[A-Z]{1,4}T|UTC|Z)\b", f"{rest} {after}")
    for name in names:
        rest, after = rest.replace(name, " "), after.replace(name, " ")
    day = said(
        re.sub(r"(?i)\b(?:at|on|from|um|à|a las)\b|T\s*$|[(),]", " ", f"{rest.rstrip(' T')} {after}")
    ).first
    try:
        plain = datetime(day.year, day.month, day.day, hour, int(time[2] or 0), int(time[3] or 0))
    except ValueError:
        raise ValueError("this time does not exist") from None
    if offset:
        minutes = 60 * int(offset[2]) + int(offset[3] or 0)
        zone: tzinfo = timezone(timedelta(minutes=-minutes if offset[1] in "−-" else minutes))
    elif len(names) == 1:
        zone = _zone(names[0], plain)
    else:
        raise ValueError("the embargo needs a time zone, such as +01:00 or Z")
    return plain.replace(tzinfo=zone), names[0] if names and not offset else ""


def _zone(name: str, moment: datetime) -> tzinfo:
    if name in _SEVERAL:
        raise Unclear(
            f"`{name}` is the name of several time zones", "write the distance from UTC, such as +01:00"
        )
    if name in ZONES:
        return timezone(timedelta(hours=ZONES[name]))
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        offset = ZoneInfo(name).utcoffset(moment)
    except (ZoneInfoNotFoundError, ValueError):
        offset = None
    if offset is None:
        raise ValueError("the embargo needs a time zone, such as +01:00 or Z")
    return timezone(offset)
