"""Computes the titles of blocks to which the brief gives none: sentences about what the block shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from builder.brief.walk import indexed
from builder.outline.text import Prose, Shape
from builder.outline.wording import Wording
from builder.report.problems import columns_of

if TYPE_CHECKING:
    from builder.brief import model

_TITLE = 110  # columns of a computed title, two for a wide letter: two lines of a slide, of about 60 each
_WIDER = 0.4  # columns that a capital and a broad letter take more
_YEAR = r"(?<!\d)[12]\d{3}(?!\d)"


def of_bottom_line(brief: model.Brief, words: Wording) -> str:
    """Return "The bottom line rests on two arguments"; the heading where some may be left out."""
    titles, count = words.labels.titles, sum(len(section.arguments) for section in brief.sections)
    return titles.counted(titles.answer, count) if count and not _partial(brief) else words.labels.bottom_line


def of_context(text: Prose, why_now: str | None, words: Wording) -> str:
    """Return "Three points to know first, and why now"; the heading for a text that is not just sentences."""
    titles, count = words.labels.titles, sum(len(part.texts) for part in text)
    if not count or any(part.shape is not Shape.PARAGRAPH for part in text):
        return words.labels.context
    title = titles.counted(titles.context, count)
    return titles.urgent.format(what=title) if why_now else title


def of_options(brief: model.Brief, words: Wording) -> str:
    """Return "Four options compared on two criteria: O2 (a bus) is recommended"."""
    titles, given = words.labels.titles, brief.options
    title = titles.counted(titles.options, len(given))
    if len(given) > 1 and brief.criteria:
        count = len(brief.criteria)
        title = titles.compared[count > 1].format(what=title, count=titles.number(count))
    elif len(given) > 1 and all(each.pros and each.cons for each in given):
        title = titles.weighed.format(what=title)
    best = [(f"O{number}", each) for number, each in indexed(given, 1) if each.recommended == "yes"]
    if len(given) == 1:
        return title
    if not best:
        asked = _asked(brief, words)
        return _naming(titles.asked, "option", title, *asked, words) if asked else title
    if len(best) == 1:
        return _naming(titles.recommended[0], "options", title, *best[0], words)
    chosen = words.labels.listed(tuple(number for number, _ in best))
    return titles.recommended[1].format(what=title, options=chosen)


def _naming(pattern: str, key: str, title: str, number: str, option: model.Option, words: Wording) -> str:
    """Return a title about one option, with its name if that is short enough."""
    named = words.labels.speech.named.format(name=number, beside=words.plain(option.title))
    short, long = (pattern.format(what=title, **{key: shown}) for shown in (number, named))
    return _shorter(long, short)


def _asked(brief: model.Brief, words: Wording) -> tuple[str, model.Option] | None:
    """Return the one option for which the ask asks; None if it says no, or names none or several."""
    ask = _spaced(words.plain(brief.bottom_line.ask or ""))
    spaced, vocabulary = words.language.script.spaced, words.language.vocabulary

    def says(*patterns: str) -> bool:
        found = "|".join(patterns).replace("_", " ")
        return re.search(rf"(?i)(?<!\w)(?:{found})(?!\w)" if spaced else found, ask) is not None

    if not says(*words.labels.titles.approving.split()) or (
        vocabulary is not None and says(*vocabulary.negations.split())
    ):
        return None
    named = [
        (f"O{number}", each)
        for number, each in indexed(brief.options, 1)
        if says(re.escape(_spaced(words.plain(each.title))))
    ]
    return named[0] if len(named) == 1 else None


def _spaced(text: str) -> str:
    """Return a text with plain spaces."""
    return " ".join(text.split())


def of_responses(brief: model.Brief, words: Wording) -> str:
    """Return "Six recommendations, each with an owner and a date", as far as it is true of all."""
    titles, given = words.labels.titles, brief.recommendations
    origins, count = {each.origin for each in given}, len(given)
    if len(origins) > 1:
        title = titles.opening(titles.mixed.format(count=titles.number(count)))
    else:
        title = titles.counted(titles.suggestions if "source" in origins else titles.recommendations, count)
    owned = all(each.owner is not None for each in given)
    dated = all(each.when is not None and re.search(_YEAR, each.when) for each in given)
    forms = {
        (True, True): titles.owned_and_dated,
        (True, False): titles.owned,
        (False, True): titles.dated,
        (False, False): ("{what}", "{what}"),
    }
    return forms[owned, dated][count > 1].format(what=title)


def of_risks(brief: model.Brief, words: Wording) -> str:
    """Return "Two risks, each with a counter-measure", as far as it is true."""
    titles, count = words.labels.titles, len(brief.risks)
    countered = sum(risk.mitigation is not None for risk in brief.risks)
    title = titles.counted(titles.risks, count)
    if not countered:
        return title
    if countered == count:
        return titles.countered[count > 1].format(what=title)
    return titles.some_countered[countered > 1].format(what=title, count=titles.number(countered))


def of_limits(brief: model.Brief, words: Wording) -> str:
    """Return "Two points remain open: one is not said and one is a tension"; of an edition, the heading."""
    titles = words.labels.titles
    if _partial(brief):
        return words.labels.limits
    title = titles.counted(titles.limits, len(brief.limits))
    kinds = Counter[str](limit.kind for limit in brief.limits)
    found = [
        forms[kinds[kind] > 1].format(count=titles.number(kinds[kind]))
        for kind, forms in (
            ("missing", titles.limits_missing),
            ("ambiguous", titles.limits_ambiguous),
            ("tension", titles.limits_tension),
        )
        if kinds[kind]
    ]
    if len(found) < 2:
        return title
    return _shorter(titles.limits_sorted.format(what=title, kinds=words.labels.listed(tuple(found))), title)


def of_sources(brief: model.Brief, words: Wording) -> str:
    """Return "The brief rests on two sources from 2030"; of an edition, the heading."""
    titles, labels = words.labels.titles, words.labels
    if _partial(brief):
        return labels.sources_and_notes
    title = titles.counted(titles.sources, len(brief.sources))
    found = [re.search(_YEAR, source.date or "") for source in brief.sources]
    years = sorted(year[0] for year in found if year)
    if len(years) < len(found):
        return title
    first, last = (words.dates.year.format(year=year) for year in (years[0], years[-1]))
    return titles.dated_sources[first != last].format(what=title, first=first, last=last)


def of_timeline(brief: model.Brief, words: Wording) -> str:
    """Return "From “The hall opens” in 1994 to “The lease ends” in 2031" where all steps name a year.

    "Events from 1994 to 2031" is shorter; without years it is "Four steps in their order".
    """
    titles, whens = words.labels.titles, [step.when for step in brief.timeline]
    named = [sorted(re.findall(_YEAR, when)) for when in whens]
    if len(whens) < 2 or not all(named):
        return titles.counted(titles.steps, len(whens))
    first, last = min(years[0] for years in named), max(years[-1] for years in named)
    years = {"first": first, "last": last}
    written = {name: words.dates.year.format(year=year) for name, year in years.items()}
    short, steps = titles.years[first != last].format(**written), brief.timeline
    in_order = named[0][0] == first != last == named[-1][-1]
    if not in_order or any(step.kind == "suggested" for step in (steps[0], steps[-1])):
        return short
    begin, end = (
        words.labels.speech.quoted.format(words=words.plain(step.text).rstrip(".。"))
        for step in (steps[0], steps[-1])
    )
    return _shorter(titles.spanned.format(begin=begin, end=end, **written), short)


def of_list(kind: str, rows: int, words: Wording) -> str:
    """Return "Five actors and their roles", or what the glossary has."""
    titles = words.labels.titles
    return titles.counted(titles.actors if kind == "actors" else titles.terms, rows)


def of_messages(messages: Sequence[object], words: Wording) -> str:
    """Return "Three messages to take away"."""
    return words.labels.titles.counted(words.labels.titles.messages, len(messages))


def of_figures(figures: Sequence[object], words: Wording) -> str:
    """Return "Four figures to keep in mind"."""
    return words.labels.titles.counted(words.labels.titles.figures, len(figures))


def _shorter(title: str, short: str) -> str:
    """Return a title, or the shorter one where two lines of a slide might not hold it."""
    wide = sum(each.isupper() or each in "mw" for each in title)
    return title if columns_of(title) + _WIDER * wide <= _TITLE else short


def _partial(brief: model.Brief) -> bool:
    return brief.excerpt is not None and not brief.excerpt.whole
