"""Gathers what an article says of dates, actors and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from builder.brief.files import slug
from builder.draft.reading import Said, cited
from builder.draft.sentences import begins_with, is_sentence, shortened
from builder.draft.writing import Drafted, Value, literal
from builder.languages.language import Language, words
from builder.sources.compare.quantities import Day, quantities_in

LEAST_STEPS = 3
_MOST_STEPS = 8
_MOST_ACTORS = 10
_MOST_FACTS = 20
_ROLE_WORDS = 15
_NAME = r"[^\W\d_a-zß-ÿ][\w’'-]+(?:\s+(?:[a-z]{2,3}\s+)?[^\W\d_a-zß-ÿ][\w’'.-]+){1,3}"  # two words and more
_APPOSED = re.compile(rf"(?P<name>{_NAME}),\s(?P<role>[^,.;:!?–—()“”\"]{{6,120}})(?=[,.;])")
_MONEY = ("EUR", "USD", "GBP", "JPY", "CHF")
_YEARS = range(1000, 2200)


def timeline(every: Iterable[Said], language: Language) -> list[Value]:
    """Return the sentences with a date in the order of their dates; none if there are fewer than three."""
    steps: list[tuple[tuple[int, int, int], Day, Said]] = []
    for said in every:
        days = [day for day in quantities_in(said.text, language).days if day.year]
        if days and len(said.text) < 400 and is_sentence(said.text, language):
            day = days[0]
            steps.append(((day.year, day.month, day.day), day, said))
    found: dict[str, Value] = {}
    for _, day, said in sorted(steps, key=lambda step: step[0]):
        text = _step(said.text, day, language)
        if text and text not in found:
            found[text] = {
                "when": Drafted(_iso(day)),
                "text": Drafted(literal(text)),
                "refs": [cited(said.at)],
            }
    return list(found.values())[:_MOST_STEPS] if len(found) >= LEAST_STEPS else []


def _step(text: str, day: Day, language: Language) -> str | None:
    """Return a sentence in few words, with its date or without no more than that."""
    for most in (10, 17, 20):
        short = shortened(text, language, most)
        dropped = text[len(short) - 1 :] if short else ""
        if short and (day.shown in short or re.match(rf"\s\w+\s{re.escape(day.shown)}", dropped)):
            return short
    return None


def _iso(day: Day) -> str:
    return "-".join([f"{day.year:04}", *(f"{part:02}" for part in (day.month, day.day) if part)])


def actors(every: Sequence[Said], language: Language) -> list[Value]:
    """Return the names that occur more than once and of which the article says who they are."""
    known = language.drafting
    if known is None or not known.relatives:
        return []
    whole = Counter(word for said in every for word in re.findall(r"\w+", said.text))
    found: dict[str, Value] = {}
    for said in every:
        for apposed in _APPOSED.finditer(said.text):
            name, role = apposed["name"], apposed["role"].strip()
            is_apposition = begins_with(role, f"{known.relatives} {known.articles}", language)
            before = said.text[: apposed.start()].split()[-1:]
            is_placed = before and begins_with(before[0], known.openers, language) == before[0]
            last = re.findall(r"\w+", name)[-1]
            is_several = any(word in known.lists.split() for word in name.split())
            if (
                is_several
                or not is_apposition
                or is_placed
                or whole[last] < 2
                or len(role.split()) > _ROLE_WORDS
            ):
                continue
            found.setdefault(
                name,
                {
                    "name": Drafted(literal(name)),
                    "role": Drafted(literal(role)),
                    "refs": [cited(said.at)],
                },
            )
    return list(found.values())[:_MOST_ACTORS]


class Number(Struct, frozen=True):
    """A number as a text has it, the id of its fact, its value, and the passage that it is from."""

    shown: str
    id: str
    value: str
    at: str


def numbers(every: Iterable[Said], used: str, language: Language) -> list[Number]:
    """Return the numbers of an article that the texts of its draft use, and that are printed as written."""
    found: dict[str, Number] = {}
    ids = Counter[str]()
    for said in every:
        for one in quantities_in(said.text, language).quantities:
            digits = re.search(r"\d[\d.,’'\s\u00a0\u202f]*\d|\d", one.shown)
            if one.is_word or digits is None or digits[0] in found:
                continue
            shown = digits[0]
            is_year = one.value in _YEARS and not one.unit and len(shown) == 4
            is_large = len(re.sub(r"\D", "", shown)) > 2
            is_printed = _plain(language.numbers.written(one.value)) == shown
            if is_year or not is_large or not is_printed:
                continue
            if not re.search(_alone(shown), used):
                continue
            name = _name_of(shown, one.unit in _MONEY, said.text, language)
            ids[name] += 1
            id = name if ids[name] == 1 else f"{name}-{ids[name]}"
            found[shown] = Number(shown, id, f"{one.value:f}", said.at)
    return list(found.values())[:_MOST_FACTS]


def _name_of(shown: str, is_money: bool, text: str, language: Language) -> str:
    """Return the id of a number: the word that tells what it is of, after it or, for money, before it."""
    small = words(language.vocabulary.small_words) if language.vocabulary else frozenset[str]()
    before, _, after = text.partition(shown)
    near = [re.findall(r"[^\W\d_]{4,}", part) for part in (after[:40], before)]
    if language.cues and language.cues.capital_nouns:
        near = [[word for word in part if not word.islower()] for part in near]
    following, preceding = [[word for word in part if word.lower() not in small] for part in near]
    choice = [*preceding[-1:], *following] if is_money else [*following[:1], *preceding[-1:]]
    return next(filter(None, (slug(word)[:30] for word in choice)), "number")


def _plain(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


def _alone(shown: str) -> str:
    """Return a pattern of a number that is no part of a longer one, a name or an address."""
    return rf"(?<![\w.,/:-]){re.escape(shown)}(?![\w/-]|[.,:]\d)"


def with_facts(text: str, facts: Sequence[Number]) -> str:
    """Return a text that takes its numbers from facts."""
    for fact in facts:
        text = re.sub(_alone(fact.shown), f"{{fact:{fact.id}}}", text)
    return text


def facts_of(found: Sequence[Number]) -> Iterator[Mapping[str, Value]]:
    """Yield the facts of a draft."""
    for one in found:
        yield {"id": one.id, "value": Drafted(one.value), "refs": [cited(one.at)]}
