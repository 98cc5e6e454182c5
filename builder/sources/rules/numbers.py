"""Numbers and dates are in a cited passage, with their units, or in a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from builder.brief.model import Argument
from builder.languages.language import Language
from builder.report.problems import Problem, enclosing, error
from builder.sources.cited import CitedPassage, Sourced, named
from builder.sources.compare.quantities import Day, Quantity, is_dated, is_stated, quantities_in
from builder.sources.compare.words import KEPT
from builder.sources.statements import WHOLE, Statement, numbers_of_parts

_MOST_NAMED = 6  # numbers of a passage that a hint lists
_BESIDE = 30  # characters after a number in words, among which is what it counts


def check_numbers(sourced: Sourced, at: Statement, places: Sequence[CitedPassage]) -> Iterator[Problem]:
    """Yield the numbers and dates of a statement that are in none of its passages."""
    found = quantities_in(at.text, sourced.language)
    for quantity in found.quantities:
        counts = at.kind == WHOLE or _counts_the_brief(sourced, at.text, quantity, places)
        if not (quantity.is_word and counts):
            yield from _number(sourced, quantity, at.path, at.refs, places)
    theirs = [(day, place) for place in places for day in _read(sourced, place)[1]]
    for day in found.days:
        if not is_dated(day, (each for each, _ in theirs), _years(sourced, places)):
            message = f"the date `{day.shown}` is not in {named(at.refs)}"
            hint = f"the dates there: {_list(each.shown for each, _ in theirs)}" if theirs else None
            home, words = (theirs[0][1], theirs[0][0].shown) if theirs else (places[0], "")
            yield home.has(error("dates-in-sources", at.path, message, hint), words)


def check_fields(sourced: Sourced) -> Iterator[Problem]:
    """Yield numbers with a field of their own, of evidence and charts, that are in no cited passage."""
    facts = sourced.facts
    for path, value, unit, part in numbers_of_parts(sourced.brief):
        if facts and (facts.used(path) or any(each in facts.taken for each in enclosing(path))):
            continue
        refs = _refs(sourced, part)
        places = sourced.places(refs)
        if places is not None:
            yield from _number(sourced, _quantity(value, unit, sourced.language), path, refs, places)


def check_facts(sourced: Sourced) -> Iterator[Problem]:
    """Yield typed facts that are not in their source; those calculated or from data files are proved."""
    for known in sourced.facts.known.values() if sourced.facts else ():
        places = sourced.places(known.fact.refs)
        if places is not None and not known.inputs and not known.cell:
            one, path = _quantity(known.rounded(), known.unit, sourced.language), f"{known.path}.value"
            yield from _number(sourced, one, path, known.fact.refs, places, is_fact=True)


def _number(
    sourced: Sourced,
    one: Quantity,
    path: str,
    refs: Sequence[str],
    places: Sequence[CitedPassage],
    *,
    is_fact: bool = False,
) -> Iterator[Problem]:
    theirs = [(each, place) for place in places for each in _read(sourced, place)[0]]
    others = [*(each for each, _ in theirs), *_about(sourced, refs)]
    if is_stated(one, others) or (not is_fact and is_stated(one, _of_facts(sourced))):
        return
    message, hint = f"`{one.shown}` is not in {named(refs)}", None
    home, words = places[0], ""
    same = next((each for each in theirs if each[0].value == one.value), None)
    elsewhere = next((each for each in sourced.all_places() if is_stated(one, _read(sourced, each)[0])), None)
    if same is not None:
        message = f"`{one.shown}` is `{same[0].shown}` in {same[1].ref}"
        home, words = same[1], same[0].shown
    elif elsewhere is not None:
        hint, home, words = f"it is in {elsewhere.ref}", elsewhere, one.shown
    elif theirs:
        near = next((each for each in theirs if one.unit and each[0].unit == one.unit), theirs[0])
        hint = f"the numbers there: {_list(each.shown for each, _ in theirs)}"
        home, words = near[1], near[0].shown
    yield home.has(error("numbers-in-sources", path, message, hint), words)


def _read(sourced: Sourced, place: CitedPassage) -> tuple[tuple[Quantity, ...], tuple[Day, ...]]:
    """Return the numbers of a passage, among them those of its dates, and the dates."""
    return _numbers_and_days(place.whole, sourced.language_of(place.article))


@lru_cache(maxsize=KEPT)
def _numbers_and_days(text: str, language: Language) -> tuple[tuple[Quantity, ...], tuple[Day, ...]]:
    found = quantities_in(text, language)
    parts = ((day.shown, part) for day in found.days for part in (day.year, day.day) if part)
    return (*found.quantities, *(Quantity(shown, Decimal(part)) for shown, part in parts)), found.days


def _about(sourced: Sourced, refs: Sequence[str]) -> Iterator[Quantity]:
    """Yield the numbers in what a brief says of its sources: titles, dates, notes."""
    for ref in refs:
        source = sourced.brief.sources[sourced.indexes[ref.partition("#")[0]]]
        about = "; ".join(each for each in (source.title, source.date, source.note) if each)
        found = quantities_in(about, sourced.language)
        yield from found.quantities
        yield from (Quantity(day.shown, Decimal(day.year)) for day in found.days)


def _of_facts(sourced: Sourced) -> Iterator[Quantity]:
    for known in sourced.facts.known.values() if sourced.facts else ():
        yield _quantity(known.rounded(), known.unit, sourced.language)


def _years(sourced: Sourced, places: Sequence[CitedPassage]) -> set[int]:
    """Return the years that the articles name anywhere: a date there often leaves its year out."""
    articles = {place.article.source for place in places}
    texts = (_read(sourced, place)[0] for place in sourced.all_places() if place.article.source in articles)
    return {int(one.value) for found in texts for one in found if 1000 < one.value < 3000}


def _counts_the_brief(sourced: Sourced, text: str, one: Quantity, places: Sequence[CitedPassage]) -> bool:
    """Whether a number in words counts what the brief lists, and its passages do not: three causes."""
    language, end = sourced.language, one.start + len(one.shown)
    things = "|".join(language.vocabulary.counted.split()) if language.vocabulary else ""
    pattern = rf"(?i)\W*(?:\w+\W+){{0,2}}({things})(?!\w)"
    found = re.match(pattern, text[end : end + _BESIDE]) if things else None
    if found is None:
        return False
    after = (
        place.whole[each.start + len(each.shown) :][:_BESIDE]
        for place in places
        for each in quantities_in(place.whole, sourced.language_of(place.article)).quantities
    )
    return not any(re.match(rf"(?i)\W*{re.escape(found[1])}", rest) for rest in after)


def _quantity(value: Decimal, unit: str, language: Language) -> Quantity:
    """Return a number with a field of its own as one in a text."""
    written = language.numbers.written(value, unit)
    found = quantities_in(written, language).quantities
    return found[0]._replace(shown=written) if found else Quantity(written, value)


def _refs(sourced: Sourced, path: str) -> tuple[str, ...]:
    """Return what a part cites, or the argument that it is evidence of."""
    refs: tuple[str, ...] = getattr(sourced.parts[path], "refs", ())
    above = sourced.parts.get(path.rpartition(".evidence")[0])
    return refs or (above.refs if isinstance(above, Argument) else ())


def _list(items: Iterable[str]) -> str:
    names = list(dict.fromkeys(items))
    shown = ", ".join(f"`{name}`" for name in names[:_MOST_NAMED])
    return shown + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")
