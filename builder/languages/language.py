"""Defines what a language consists of, and finds the language of a tag."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date as Day
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import import_module
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from builder import languages
from builder.languages.labels import Labels, ReleaseWords

DEFAULT = "en"  # the language of a brief that names none, and the words of one without a module here
_TAG = re.compile("[a-z]{2,3}")


@cache
def words(text: str) -> frozenset[str]:
    """Return the words of a list; `_` is a space inside one."""
    return frozenset(word.replace("_", " ") for word in text.split())


class Dates(Struct, frozen=True, eq=False):
    """How days and moments are written."""

    months: str  # twelve words
    day: str
    month: str
    moment: str
    quarter: str
    year: str = "{year}"
    first_day: str = "1"  # the 1 in `day`

    def long_date(self, day: Day) -> str:
        """Return a day as the language writes it in a text."""
        month = self.months.split()[day.month - 1]
        return self.day.format(day=self.first_day if day.day == 1 else day.day, month=month, year=day.year)

    def long_month(self, day: Day) -> str:
        """Return the month of a day as the language writes it in a text."""
        return self.month.format(month=self.months.split()[day.month - 1], year=day.year)

    def long_moment(self, moment: datetime) -> str:
        """Return a day and time with its zone; `moment` must have one."""
        offset = moment.utcoffset()
        if offset is None:
            raise ValueError("the time has no zone")
        minutes = int(offset.total_seconds()) // 60
        sign = "+" if minutes > 0 else "−"
        hours, rest = divmod(abs(minutes), 60)
        zone = "UTC" + (f"{sign}{hours}" if minutes else "") + (f":{rest:02}" if rest else "")
        clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
        return self.moment.format(date=self.long_date(moment), time=clock, zone=zone)


class Typography(Struct, frozen=True, eq=False):
    """How typed characters are set."""

    quotes: tuple[str, str, str, str]  # double, then single ones: opening and closing
    before_number: str = ""  # words that stay with the number after them: "Figure 1"
    after_number: str = ""  # units, beside symbols, that stay with the number before them
    dash: str = "–"  # for a hyphen between spaces
    tight_dash: str = "–"  # for two hyphens between words
    hyphenated: bool = False  # compounds are so long that Word may part them at a line end
    high_marks: bool = False  # a space before ; : ! ? and inside « » is a no-break space


# Abbreviations that texts in many languages use: Latin ones, titles of people, kinds of companies.
ABBREVIATIONS = words("ca cf dr mlle mme mr mrs ms prof sr sra st viz vs")
FINAL_ABBREVIATIONS = words("al co corp etc inc jr ltd")


class Numbers(Struct, frozen=True, eq=False):
    """How numbers are written; those of an unknown language as ISO 80000 writes them, which none misreads."""

    point: str = "."
    group: str = "\u00a0"
    group_from: int = 4  # digits before the point, from which on they are in groups
    percent: str = "%"  # with the space before it
    singulars: Mapping[str, str] = {}  # of units in the plural
    one: str = "1"  # the numbers after which a unit is in the singular, with a full stop: pattern
    money_first: bool = True  # £120 rather than 120 £
    orders: str = "%"  # words that belong to the number before them, parted by |
    equals: str = ""  # words between what a number is of and the number
    locale: str = ""  # the number by which Office chooses the separators, in hexadecimal digits

    def grouped(self, digits: str) -> str:
        """Return the digits of a whole number in groups, if there are enough."""
        if len(digits) < self.group_from:
            return digits
        return self.group.join(re.findall(r"\d{1,3}(?=(?:\d{3})*$)", digits))

    def written(
        self, value: Decimal, unit: str = "", places: int | None = None, *, signed: bool = False
    ) -> str:
        """Return a number with its unit, rounded to some places, else with those that it has.

        A unit may be money, also of an order: `£`, `EUR`, `£ million`, `€bn`. A signed number has a plus too.
        """
        if places is not None:
            value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        whole, _, decimals = f"{abs(value):f}".partition(".")
        whole = self.grouped(whole)
        digits = self.point.join(filter(None, (whole, decimals)))
        if re.fullmatch(self.one, f"{abs(value):f}"):
            plural = next((each for each in self.singulars if re.match(rf"{each}\b", unit)), "")
            unit = self.singulars.get(plural, "") + unit[len(plural) :]
        sign = "−" if value < 0 else "+" if signed and value > 0 else ""
        if unit in ("%", "‰"):
            return sign + digits + self.percent.replace("%", unit)
        money = re.match(rf"({_MONEY})(\s*)(.*)", unit)
        if money is None:
            return f"{sign}{digits}{_gap(unit)}{unit}"
        name, space, order = money.groups()
        ordered = digits + ("\u00a0" if space and order else "") + order
        if not self.money_first:
            return f"{sign}{digits}{_gap(order)}{order}\u00a0{name}"
        return f"{sign}{name}{_gap(name) if name.isalpha() else ''}{ordered}"


# Symbols of money, after the letters of a country in some, and the codes that are most often written.
_MONEY = (
    r"[A-Z]{0,3}[$€£¥₹₩₽₺₪₫₦₱฿]|"
    r"(?:AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|INR|JPY|KRW|MXN|NOK|NZD|PLN|SEK|USD|ZAR)\b"
)


# Units that are shares, and points by which these differ or that are counted, in the languages of briefs: a
# unit may be in another language than its brief. Percentiles are no shares, nor is what is per centimetre.
_SHARES = (
    r"%|‰|％|per ?cent(?![iu])|pro[zc]ent|pour ?cent(?!i)|po[ru] ?cien?to|por ?cento"
    r"|porcentaje|パーセント|割合"
)
_POINTS = (
    r"(?:percentage|per ?cent|％|%)[ -]?points?|(?:pro[zc]ent|%-?)punkte?n?|puntos? porcentual(?:es)?"
    r"|points? de (?:pourcentage|%)|(?:パーセント|％|%)ポイント"
    r"|^(?:points?|pp|p\.\s?p\.|pp\.|pts?\.?|punkte?n?|puntos?|ポイント)(?:\s*[(（].*)?$"
)


def is_share(unit: str) -> bool:
    """Return whether a unit is a percentage, or one by thousands."""
    return re.search(_SHARES, unit, re.IGNORECASE) is not None


def is_points(unit: str) -> bool:
    """Return whether a unit is points: of a percentage, of a scale."""
    return re.search(_POINTS, unit.strip(), re.IGNORECASE) is not None


def _gap(unit: str) -> str:
    """Return what is between a number and its unit: nothing before degrees and East Asian letters."""
    return "" if not unit or (unit[0] in "°′″" and unit != "°C") or unit[0] > "\u2e80" else "\u00a0"


class Sentences(Struct, frozen=True, eq=False):
    """Words, in lower case and without their last full stop, whose full stop may not end a sentence."""

    abbreviations: str = ""  # never the end; besides those of many languages
    before_number: str = ""  # not the end if a digit follows
    final: str = ""  # the end only if one of `first_words` follows; besides those of many languages
    first_words: str = ""  # as written at the beginning of a sentence
    ordinals: bool = False  # "5." may be an ordinal


class Vocabulary(Struct, frozen=True, eq=False):
    """Words that decide what a text states, as regular expressions of whole words; `_` is a space.

    Where a language does not part words by spaces they are found anywhere.
    """

    certainty: str
    negations: str
    numbers: str
    totals: str  # names of rows and columns that sum the others up, in lower case
    codes: str  # words in the head of a column whose digits are no number, in lower case
    small_words: str = ""  # what two claims may differ in and still say the same
    cardinals: str = ""  # two to ten, in this order
    counted: str = ""  # what a brief lists: reasons, risks


class Cues(Struct, frozen=True, eq=False):
    """Words that tell how firmly an article says something, and what its numbers are, as in `Vocabulary`.

    `hedges` make a statement less than certain, `firm` words more than it would be without them, `denials`
    say besides the negations that something is not so. `near` words are before a number that is rounded,
    `joining` ones between two that share a unit. `ordinals` are the first ten, which are no names where they
    have a capital, `numerals` the words for 11 and more, `joined` how those for 20 and more take a smaller
    one (`ones`), `orders` the words of 1,000 and more with their zeros (`million=6`), `units` words that
    stand for different things after a number.
    """

    hedges: str
    firm: str
    denials: str
    near: str
    joining: str
    ordinals: str = ""
    numerals: str = ""
    ones: str = ""
    joined: str = ""
    orders: str = ""
    units: str = ""
    capital_nouns: bool = False  # so that a capital letter does not tell a name


class Drafting(Struct, frozen=True, eq=False):
    """Words by which a first draft is made of an article, as in `Vocabulary`.

    `causes`, `effects` and `responses` tell the role of a section by its heading, `summaries` that a heading
    or a sentence sums up. `questions` begin a title that claims nothing: “Why the boat stopped”.

    A sentence may lose the `connectors` at its beginning, and a clause that an opener begins, but no
    condition; it may end before the words that join clauses. `lists` are before the last item of a list;
    `relatives` and `articles` begin an apposition after a name. What begins with `references` does not
    stand alone.
    """

    untitled: str  # the title of a section without a heading
    picture: str  # what is said of a picture without an alternative text
    possible: str  # the hedges that say no more than that something is possible
    causes: str
    effects: str
    responses: str
    summaries: str
    questions: str
    connectors: str
    openers: str
    conditions: str
    joins: str
    lists: str
    phrases: str  # before what a sentence can do without, where the verbs of a language are known
    relatives: str
    articles: str
    references: str
    authors: str  # before the name of who wrote an article


class Style(Struct, frozen=True, eq=False):
    """What the wording of a brief is checked for."""

    hedges: str  # a regular expression: a claim that is not certain has one of these
    is_sentence: Callable[[str], bool]
    acronyms: str  # understood without being spelled out
    minor_words: str  # that have no letter in an acronym
    placeholders: str  # for a text still to be written


class Script(Struct, frozen=True, eq=False):
    """How the characters of a language are set."""

    spaced: bool  # spaces part words and sentences
    east_asian: bool  # characters fill a square, so lines need more leading


LATIN = Script(spaced=True, east_asian=False)
HANGUL = Script(spaced=True, east_asian=True)
HAN = Script(spaced=False, east_asian=True)


class Language(Struct, frozen=True, eq=False):
    """Everything the builder knows of one language; lists of words are read by `words`."""

    tag: str
    labels: Labels
    dates: Dates
    typography: Typography
    sentences: Sentences
    release: ReleaseWords
    numbers: Numbers = Numbers()
    script: Script = LATIN
    vocabulary: Vocabulary | None = None  # without one, changed words are not classified
    style: Style | None = None  # without one, style is not checked
    drafting: Drafting | None = None  # without one, an article is divided by its punctuation alone
    cues: Cues | None = None  # without them, statements are compared with their sources by numbers alone
    regions: Mapping[str, Language] = {}  # by the lower-case second part of a tag
    names: Mapping[str, str] = {}  # what people call it, in lower case, and the tag that is meant


# Languages without a module here whose characters are set differently from English ones all the same.
_SCRIPTS = {"ko": HANGUL, "zh": HAN}


def language_for(tag: str) -> Language:
    """Return the language of a BCP 47 tag, without an unknown region; English for an unknown language."""
    base, *rest = tag.lower().replace("_", "-").split("-")
    language = _load(base)
    return language.regions.get(rest[0], language) if rest else language


def tag_of(name: str) -> str | None:
    """Return the tag of a language by its name: “English”, “Deutsch”."""
    name = name.strip().lower()
    return next((names[name] for tag in known_tags() if name in (names := _load(tag).names)), None)


def known_tags() -> tuple[str, ...]:
    """Return the languages that there are: the modules of this folder named by a tag."""
    names = {file.name.partition(".")[0] for folder in languages.__path__ for file in Path(folder).iterdir()}
    return tuple(sorted(filter(_TAG.fullmatch, names)))


def numbers_in(locale: str) -> Numbers:
    """Return how numbers are written in a locale of Office; as in an unknown language where none has it."""
    known = (_load(tag).numbers for tag in known_tags())
    return next((one for one in known if one.locale == locale.upper().lstrip("0")), Numbers())


def east_asian_tag(tag: str) -> str:
    """Return the tag of East Asian characters in a text: its own, or Japanese where that has none."""
    return tag if language_for(tag).script.east_asian else "ja-JP"


@cache
def _load(base: str) -> Language:
    """Import one language only; an unknown one has English words, and nothing is known of its style."""
    if base in known_tags():
        language: Language = import_module(f"{languages.__name__}.{base}").LANGUAGE
        return language
    return replace(
        _load(DEFAULT),
        script=_SCRIPTS.get(base, LATIN),
        numbers=Numbers(),
        vocabulary=None,
        style=None,
        drafting=None,
        cues=None,
        regions={},
    )
