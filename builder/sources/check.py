"""Compares every statement of a brief with the passages that it cites."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.load import Loaded
from builder.report.problems import Problem
from builder.sources.cited import CitedPassage, Sourced
from builder.sources.compare.quotes import without_quotations
from builder.sources.files import open_articles
from builder.sources.passages import Article
from builder.sources.rules.certainty import check_certainty, check_cues, check_negations
from builder.sources.rules.names import Names
from builder.sources.rules.numbers import check_facts, check_fields, check_numbers
from builder.sources.rules.places import check_coverage, check_files, check_locators, check_places
from builder.sources.rules.quotes import check_copies, check_quotes
from builder.sources.statements import CLAIM, QUOTE, Statement, statements_of


class Compared(Struct, frozen=True):
    """What a comparison found: the problems, the texts that they point into, and how much was compared.

    `unjudged` are the statements that cite nothing, or something that cannot be read. `is_covered` says
    whether every passage is cited, None if that was not asked.
    """

    problems: tuple[Problem, ...]
    texts: dict[str, str]
    statements: int
    unjudged: int
    passages: int
    articles: int
    is_covered: bool | None = None


def compare_sources(loaded: Loaded, *, coverage: bool = False) -> Compared:
    """Compare the statements of a brief with their sources; with `coverage`, report what nothing cites."""
    opened = list(open_articles(loaded))
    articles = {one.source: one for one in opened if isinstance(one, Article)}
    problems = [one for one in opened if isinstance(one, Problem)]
    sourced = Sourced(loaded, articles)
    names = Names(sourced)
    statements = [(one, sourced.places(one.refs)) for one in statements_of(loaded.brief, loaded.facts)]
    judged = [(one, places) for one, places in statements if places is not None]
    problems += check_files(sourced)
    problems += check_locators(sourced)
    for statement, places in judged:
        problems += _check(sourced, names, statement, places)
    for rule in (check_fields, check_facts, check_cues, check_places, check_copies):
        problems += rule(sourced)
    uncited = list(check_coverage(sourced)) if coverage else []
    problems += uncited
    return Compared(
        tuple(dict.fromkeys(problems)),
        {article.file: article.text for article in articles.values() if article.text},
        len(judged),
        len(statements) - len(judged),
        sum(len(article.passages) for article in articles.values()),
        len(articles),
        not uncited if coverage else None,
    )


def _check(sourced: Sourced, names: Names, one: Statement, places: list[CitedPassage]) -> Iterator[Problem]:
    """Yield what a statement says that its passages do not."""
    yield from check_quotes(sourced, one, places)
    if one.kind == QUOTE:
        return
    yield from check_numbers(sourced, one, places)
    if sourced.speaks(places):
        yield from names.check(one, places)
        if one.kind == CLAIM:
            said = replace(one, text=without_quotations(one.text))
            yield from check_certainty(sourced, said, places)
            yield from check_negations(sourced, said, places)
