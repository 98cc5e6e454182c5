"""Quotations are verbatim, and what is copied is quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.brief.model import Source
from builder.brief.rules.marks import visible
from builder.brief.walk import read_texts
from builder.report.problems import Problem, error, warning
from builder.sources.cited import CitedPassage, Sourced, named
from builder.sources.compare.quotes import Differing, Runs, difference, is_verbatim, quotations_in
from builder.sources.passages import excerpt
from builder.sources.statements import QUOTE, Statement, statements_of

_MOST_SHOWN = 60  # characters of what is copied


def check_quotes(sourced: Sourced, statement: Statement, places: Sequence[CitedPassage]) -> Iterator[Problem]:
    """Yield the quotations of a statement that its passages do not have word for word."""
    quotes = [statement.text]
    if statement.kind != QUOTE:
        quotes = list(quotations_in(statement.text, sourced.language))
    for quote in quotes:
        if not is_verbatim(quote, [place.passage.text for place in places]):
            yield _misquoted(sourced, quote, statement, places)


def _misquoted(sourced: Sourced, quote: str, at: Statement, places: Sequence[CitedPassage]) -> Problem:
    rule = "quotes-verbatim"
    for place in sourced.all_places():
        if is_verbatim(quote, [place.passage.text]):
            message, hint = f"these words are in {place.ref}, not in {named(at.refs)}", f"cite {place.ref}"
            return place.has(error(rule, at.path, message, hint), quote)
    for place in places:
        found = difference(quote, place.passage.text, sourced.language)
        if found is not None:
            return place.has(error(rule, at.path, _said(found)), found.original)
    return places[0].has(error(rule, at.path, f"the quotation is not in {named(at.refs)}"))


def _said(found: Differing) -> str:
    if not found.quoted:
        return f"the quotation leaves out “{found.original}” without an ellipsis"
    if not found.original:
        return f"the quotation adds “{found.quoted}”, which the source does not have"
    return f"the quotation has “{found.quoted}”, the source “{found.original}”"


def check_copies(sourced: Sourced) -> Iterator[Problem]:
    """Yield texts that have many words in a row from a source, and do not say so."""
    runs = Runs(((place.ref, place.passage.text) for place in sourced.all_places()), sourced.language)
    places = {place.ref: place for place in sourced.all_places()}
    quoted = {one.path for one in statements_of(sourced.brief, sourced.facts) if one.kind == QUOTE}
    for path, part in sourced.parts.items():
        for at, text in read_texts(path, part) if not isinstance(part, Source) else ():
            copied = None if at in quoted else runs.copied(visible(text))
            if copied is not None:
                shown = excerpt(copied.words, most=_MOST_SHOWN)
                message = f"“{shown}” is copied from {copied.place} without quotation marks"
                yield places[copied.place].has(warning("copies-quoted", at, message), copied.words)
