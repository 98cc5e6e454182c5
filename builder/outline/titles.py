"""Computes the titles of blocks to which the brief gives none: sentences about what the block shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from builder.brief.walk import indexed
from builder.outline.text import Prose, Shape
from builder.outline.wording import Wording
from builder.report.problems import columns_of

if TYPE_CHECKING:
    from builder.brief import model

_TITLE = 110  # columns of a computed title, two for a wide letter: two lines of a slide, of about 60 each
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
    if not best or len(given) == 1:
        return title
    chosen = tuple(number for number, _ in best)
    short = titles.recommended[len(chosen) > 1].format(what=title, options=words.labels.listed(chosen))
    if len(best) > 1:
        return short
    named = words.labels.speech.named.format(name=chosen[0], beside=words.plain(best[0][1].title))
    long = titles.recommended[0].format(what=title, options=named)
    return long if columns_of(long) <= _TITLE else short


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
    """Return "Three points remain open"; of an edition that may leave some out, the heading."""
    titles = words.labels.titles
    return words.labels.limits if _partial(brief) else titles.counted(titles.limits, len(brief.limits))


def of_sources(brief: model.Brief, words: Wording) -> str:
    """Return "The brief rests on two sources"; of an edition that may leave some out, the heading."""
    titles, labels = words.labels.titles, words.labels
    return labels.sources_and_notes if _partial(brief) else titles.counted(titles.sources, len(brief.sources))


def of_timeline(brief: model.Brief, words: Wording) -> str:
    """Return "Events from 1994 to 2031" where all steps name a year, else "Four steps in their order"."""
    titles, whens = words.labels.titles, [step.when for step in brief.timeline]
    named = [sorted(re.findall(_YEAR, when)) for when in whens]
    if len(whens) < 2 or not all(named):
        return titles.counted(titles.steps, len(whens))
    first, last = min(years[0] for years in named), max(years[-1] for years in named)
    years = {"first": first, "last": last}
    written = {name: words.dates.year.format(year=year) for name, year in years.items()}
    return titles.years[first != last].format(**written)


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


def _partial(brief: model.Brief) -> bool:
    return brief.excerpt is not None and not brief.excerpt.whole
