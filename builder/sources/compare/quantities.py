"""Reads the numbers, dates and units in a text, and compares them with those of passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import NamedTuple

from builder.languages.language import Language, is_points, is_share, words
from builder.sources.compare.words import KEPT, cue_pattern

SHARE, POINTS, CLOCK = "%", "points", "o'clock"
_SPACES = "\u00a0\u202f"
# Money by the sign, the code and the beginning of the word that mean it.
_MONEY = (
    ("EUR", r"€|EUR\b|[Ee]uros?\b"),
    ("USD", r"US\$|\$|USD\b|[Dd]oll?ars?\b|[Dd]ólares\b|ドル"),
    ("GBP", r"£|GBP\b|[Pp]ounds?\b|[Pp]fund\b|[Ll]ivres?\b|[Ll]ibras?\b"),
    ("JPY", r"¥|JPY\b|[Yy]en\b|円"),
    ("CHF", r"CHF\b|[Ff]ranken\b|[Ff]rancs?\b"),
)
_SYMBOLS = r"(?:km|kg|ha|kWh|MWh|GWh|TWh|kW|MW|GW|[mgtlh]|cm|mm|km²|m²|m³|CO₂|°C|°)(?![A-Za-z])"
_LONGEST_UNIT = 30
# A share or points, with the words that may follow the first.
_SHARE_WORDS = (
    r"(?i)[%‰％](?:[ -]?points?\b|-?punkte?n?\b|ポイント)?|パーセント(?:ポイント)?|割合"
    r"|per ?cent(?:age)?(?: points?)?|pro[zc]ent(?:punkte?n?)?|pour ?cent|po[ru] ?cien?to"
    r"|points? de pourcentage|puntos? porcentual(?:es)?|(?:points?|pp|punkte?n?|puntos?)\b"
)


class Quantity(NamedTuple):
    """A number in a text: as it is written, its value, and its unit, "" where that says nothing.

    `is_word` is whether it is written in letters, `is_near` whether a word says that it is rounded.
    """

    shown: str
    value: Decimal
    unit: str = ""
    start: int = 0
    is_word: bool = False
    is_near: bool = False


class Day(NamedTuple):
    """A date in a text; what is not said is 0."""

    shown: str
    year: int
    month: int
    day: int
    start: int = 0


class Found(NamedTuple):
    """The numbers and dates of a text."""

    quantities: tuple[Quantity, ...]
    days: tuple[Day, ...]


@lru_cache(maxsize=KEPT)
def quantities_in(text: str, language: Language) -> Found:
    """Return the numbers and dates of a text; the parts of a date are no numbers of their own."""
    text = text.translate({ord(wide): ord("0") + index for index, wide in enumerate("０１２３４５６７８９")})
    days = tuple(_days(text, language))
    left = _without(text, days)
    clocks = tuple(_clocks(left))
    left = _without(left, clocks)
    found = [*clocks, *_digits(left, language), *_in_words(left, language)]
    return Found(tuple(_with_shared_units(text, sorted(found, key=lambda one: one.start), language)), days)


def _with_shared_units(text: str, found: list[Quantity], language: Language) -> Iterator[Quantity]:
    """Yield numbers, those without a unit with that of the next one where a word joins both: 20 to 30 %."""
    words_between = "|".join(language.cues.joining.split()) if language.cues else "$."
    joining = re.compile(rf"\s?(?:[-–]|{words_between})\s?")
    for index, one in enumerate(found):
        if not one.unit and index + 1 < len(found):
            between = text[one.start + len(one.shown) : found[index + 1].start]
            joined = joining.fullmatch(between)
            yield one._replace(unit=found[index + 1].unit) if joined else one
        else:
            yield one


def _without(text: str, found: Iterable[Day | Quantity]) -> str:
    """Return a text of the same length without what was found in it."""
    rest = list(text)
    for one in found:
        rest[one.start : one.start + len(one.shown)] = "\0" * len(one.shown)
    return "".join(rest)


# Dates.


@cache
def _month_names(language: Language) -> dict[str, int]:
    """Return the names of the months, and their beginnings as they are shortened, in lower case."""
    names = language.dates.months.split()
    found = {name.lower(): number for number, name in enumerate(names, 1)}
    for length in (3, 4):
        cut = [name[:length].lower() for name in names]
        found |= {f"{each}.": at for at, each in enumerate(cut, 1) if cut.count(each) == 1}
    return found


@cache
def _forms_of_days(language: Language) -> tuple[re.Pattern[str], ...]:
    """Return what finds dates, the fuller forms first."""
    month = "|".join(map(re.escape, sorted(_month_names(language), key=len, reverse=True)))
    name = rf"(?<!\w)(?i:(?P<name>{month}))(?!\w)"
    day = r"(?<![\d.,])(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
    year = r"(?P<year>\d{4})(?!\d)"
    return (
        re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?(?![\d-])"),
        re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?"),
        re.compile(rf"(?<![\d.])(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})[./]{year}"),
        re.compile(rf"{day}\s+(?:of\s+|de\s+)?{name}(?:,?\s+(?:del?\s+)?{year})?"),
        re.compile(rf"{name}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+{year})?"),
        re.compile(rf"{name},?\s+(?:del?\s+)?{year}"),
        re.compile(rf"(?<!\w)(?P<name>{_full_names(language)})(?!\w)"),
    )


def _full_names(language: Language) -> str:
    """Return a pattern of the months that tell a date by themselves: not May, which may be a verb."""
    hedges = language.cues.hedges.split() if language.cues else []
    names = (name for name in language.dates.months.split() if name.isalpha() and name.lower() not in hedges)
    return "|".join(names) or "$."


def _days(text: str, language: Language) -> Iterator[Day]:
    names = _month_names(language)
    lower = text.lower()
    is_named = any(name in lower for name in names)  # most texts name no month, which takes long to find out
    for form in _forms_of_days(language):
        days: list[Day] = []
        if "name" in form.groupindex and not is_named:
            continue
        for found in form.finditer(text):
            parts = found.groupdict()
            name = parts.get("name") or ""
            is_small = name.islower() and not language.dates.months.islower()  # may, and not May
            if is_small:
                continue
            year, day = int(parts.get("year") or 0), int(parts.get("day") or 0)
            month = names[name.lower()] if name else int(parts.get("month") or 0)
            is_turned = "name" not in parts and language.dates.day.startswith("{month}")
            if "name" not in parts and (month > 12 or (is_turned and 0 < day <= 12 and "-" not in found[0])):
                day, month = month, day
            if 0 < month <= 12 and day <= 31:
                days.append(Day(found[0], year, month, day, found.start()))
        yield from days
        text = _without(text, days)


# Numbers.

_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def _of_digits(language: Language) -> re.Pattern[str]:
    if not language.script.spaced:
        number = r"\d+(?:,\d{3})*(?:\.\d+)?(?:[兆億万千百](?:\d+(?:,\d{3})*)?)*"
    else:
        group = rf"[{_SPACES}'’.,{' ' if language.numbers.group in _SPACES else ''}]"
        number = rf"\d{{1,3}}(?:{group}\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
    money = "|".join(pattern for _, pattern in _MONEY)
    before = rf"(?:(?P<money>{money})\s?)?"
    apart = r"(?<![\w./])(?<!\d,)" if language.script.spaced else r"(?<![0-9A-Za-z./])"
    return re.compile(rf"{before}{apart}(?P<number>{number})(?!\d)")


def _digits(text: str, language: Language) -> Iterator[Quantity]:
    for found in _of_digits(language).finditer(text):
        value = _value(found["number"], language)
        if value is None:
            continue
        after, length = _unit(text[found.end() : found.end() + 60], language)
        zeros, unit = after
        unit = _currency(found["money"] or "") or unit
        start, end = found.start(), found.end() + length
        yield Quantity(
            text[start:end].strip(), value.scaleb(zeros), unit, start, is_near=_is_near(text, start, language)
        )


def _value(written: str, language: Language) -> Decimal | None:
    if not language.script.spaced:
        return _japanese(written)
    point = language.numbers.point
    other = "," if point == "." else "."
    bare = re.sub(rf"[\s{_SPACES}'’]", "", written)
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(other)}\d{{3}})+(?:{re.escape(point)}\d+)?", bare):
        bare = bare.replace(other, "")
    elif re.fullmatch(rf"\d{{1,3}}(?:{re.escape(point)}\d{{3}}){{2,}}", bare):
        bare = bare.replace(point, "")
    try:
        return Decimal(bare.replace(",", "."))
    except InvalidOperation:
        return None


def _japanese(written: str) -> Decimal:
    orders = {"百": 2, "千": 3, "万": 4, "億": 8, "兆": 12}
    total = Decimal(0)
    for number, order in re.findall(r"([\d,]+(?:\.\d+)?)([兆億万千百]?)", written):
        total += Decimal(number.replace(",", "")).scaleb(orders.get(order, 0))
    return total


@cache
def _orders(language: Language) -> dict[str, int]:
    known = language.cues.orders if language.cues else ""
    return {word: int(zeros) for word, _, zeros in (one.partition("=") for one in known.split())}


@cache
def _of_orders(language: Language) -> re.Pattern[str] | None:
    known = sorted((word for word, zeros in _orders(language).items() if zeros > 2), key=len, reverse=True)
    if not known or not language.script.spaced:
        return None
    return re.compile(rf"[\s\u00a0\u202f-]?(?i:({'|'.join(map(re.escape, known))}))\.?(?!\w)")


def _unit(after: str, language: Language) -> tuple[tuple[int, str], int]:
    """Return the zeros and the unit that follow a number, and how many characters say so."""
    zeros = length = 0
    orders = _of_orders(language)
    if orders and (found := orders.match(after)):
        zeros, length = _orders(language)[found[1].lower()], found.end()
    rest = after[length:]
    found = re.match(rf"[\s{_SPACES}-]{{0,2}}(?:d['’]|de )?(.{{1,{_LONGEST_UNIT}}})", rest, re.DOTALL)
    if found is None:
        return (zeros, ""), length
    unit, taken = _meant(found[1], language)
    return (zeros, unit), length + (found.start(1) + taken if unit else 0)


def _meant(text: str, language: Language) -> tuple[str, int]:
    """Return the unit that a text begins with, in one form for all ways to write it, and its length."""
    share = re.match(_SHARE_WORDS, text)
    if share and is_points(share[0]):
        return POINTS, share.end()
    if share and is_share(share[0]):
        return ("‰" if text[0] == "‰" else SHARE), share.end()
    for code, pattern in _MONEY:
        if money := re.match(pattern, text):
            return code, money.end()
    if symbol := re.match(_SYMBOLS, text):
        return symbol[0], symbol.end()
    if not language.script.spaced:
        known = sorted(words(language.cues.units) if language.cues else (), key=len, reverse=True)
        return next(((unit, len(unit)) for unit in known if text.startswith(unit)), ("", 0))
    word = re.match(r"[^\W\d_]+", text)
    is_unit = word is not None and language.cues is not None and word[0].lower() in words(language.cues.units)
    return (word[0].lower(), word.end()) if is_unit and word else ("", 0)


def _currency(sign: str) -> str:
    return next((code for code, pattern in _MONEY if sign and re.fullmatch(pattern, sign)), "")


def _is_near(text: str, start: int, language: Language) -> bool:
    if language.cues is None:
        return False
    before = text[max(0, start - 25) : start].lower()
    found = list(cue_pattern(language.cues.near, spaced=language.script.spaced).finditer(before))
    return bool(found) and not before[found[-1].end() :].strip(" .")


def _clocks(text: str) -> Iterator[Quantity]:
    for found in re.finditer(r"(?<![\w:])([01]?\d|2[0-4])[:h]([0-5]\d)(?![\w:])", text):
        yield Quantity(found[0], Decimal(f"{found[1]}.{found[2]}"), CLOCK, found.start())


@cache
def _numerals(language: Language) -> dict[str, int]:
    """Return the words for three and more; "two" and "both" are said of too many things."""
    known, cues = language.vocabulary, language.cues
    if known is None or cues is None or not language.script.spaced:
        return {}
    small = known.cardinals.split()
    found = {word: number for number, each in enumerate(small, 2) for word in each.split("|") if number > 2}
    tens = {word: int(value) for word, _, value in (one.partition("=") for one in cues.numerals.split())}
    found |= tens
    for ten, value in tens.items():
        if 20 <= value < 100 and value % 10 == 0:
            ones = enumerate(cues.ones.split(), 1)
            found |= {cues.joined.format(ten=ten, one=one): value + number for number, one in ones}
    return found


@cache
def _of_words(language: Language) -> re.Pattern[str] | None:
    known = sorted(_numerals(language), key=len, reverse=True)
    return re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(known)})(?!\w)") if known else None


@cache
def _first_words(language: Language) -> frozenset[str]:
    """Return the words with which numbers in words begin."""
    return frozenset(_LETTERS.findall(number)[0] for number in _numerals(language))


def _in_words(text: str, language: Language) -> Iterator[Quantity]:
    pattern = _of_words(language)
    if pattern is None or _first_words(language).isdisjoint(_LETTERS.findall(text.lower())):
        return
    for found in pattern.finditer(text):
        value = _numerals(language)[found[0].lower()]
        (zeros, unit), length = _unit(text[found.end() : found.end() + 60], language)
        shown = text[found.start() : found.end() + length].strip()
        yield Quantity(shown, Decimal(value).scaleb(zeros), unit, found.start(), is_word=True)


# Comparison.


def is_stated(one: Quantity, others: Iterable[Quantity]) -> bool:
    """Whether a number is among others: with the same value, rounded where it says so, and no other unit."""
    return any(
        _same_unit(one.unit, other.unit)
        and (one.value == other.value or (one.is_near and _rounds_to(other.value, one.value)))
        for other in others
    )


def _same_unit(one: str, other: str) -> bool:
    """Whether a unit is that of a passage; one without unit may have any, but is no share and no money."""
    if not one or one == other:
        return True
    if not other:
        return one not in (SHARE, POINTS, "‰", *_CODES)
    if len(one) <= 3 or len(other) <= 3:  # km and kilometres, h and hours
        return one[0] == other[0] and one.isalpha() and other.isalpha() and not {one, other} <= _CODES
    return one[:4] == other[:4]


_CODES = {code for code, _ in _MONEY}


def _rounds_to(exact: Decimal, rounded: Decimal) -> bool:
    """Whether a number is another one rounded to the digits that it has before its zeros."""
    digits = rounded.normalize().as_tuple()
    exponent = digits.exponent if isinstance(digits.exponent, int) else 0
    if exact == 0 or rounded == 0 or abs(exact - rounded) > abs(exact) / 5:
        return False
    return exact.quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP) == rounded


def is_dated(one: Day, others: Iterable[Day], years: Iterable[int]) -> bool:
    """Whether a date is among others; the year may stand elsewhere where they name none."""
    known = set(years)
    for other in others:
        if one.month == other.month and one.day in (0, other.day):
            if one.year in (0, other.year):
                return True
            if other.year == 0 and one.year in known:
                return True
    return False
