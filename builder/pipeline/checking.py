"""Finds every problem of a brief that can be found without writing a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from builder.manifest.form import Edition
from builder.pipeline.prepared import compose_for, prepare
from builder.pipeline.products import fit_all
from builder.pipeline.request import Request
from builder.report.ignore import unused, without_ignored
from builder.report.problems import BriefError, Problem, locate


def check_brief(request: Request) -> tuple[tuple[Problem, ...], dict[str, str]]:
    """Return the problems of the brief, and the text of the file that they point into.

    The editions for its audiences are laid out too: with less to say, a page can be another one. A problem
    that the whole brief has as well is reported once. That an `ignore` silences nothing is known only where
    no error hides other problems.
    """
    try:
        prepared = prepare(request)
    except BriefError as error:
        return error.problems, dict(error.sources)
    found = fit_all(request, prepared.outline)
    for audience in prepared.loaded.brief.audiences:
        edition = replace(request, edition=Edition(audience.name))
        try:
            problems: Iterable[Problem] = fit_all(request, compose_for(edition, prepared.loaded).outline)
        except BriefError as error:
            problems = error.problems
        found += _more(found, problems, audience.name)
    located, loaded = prepared.locate(found), prepared.loaded
    problems = without_ignored(located, loaded.ignores)
    if loaded.ignores and not any(problem.is_error for problem in problems):
        more = unused(loaded.ignores, (*loaded.ignored, *located))
        problems = locate((*problems, *more), loaded.positions, prepared.file)
    return problems, prepared.sources


# What ends the reading of a brief, and what looks at its pages.
_ENDS = {"brief-not-empty", "brief-size", "file-is-utf8", "file-readable", "nesting-depth", "yaml-syntax"}
_OF_CONTENT = ("The shape of values", "Parts that belong together", "Wording", "Final briefs")
_OF_PAGES = ("characters-have-glyphs", "summary-fits-one-page", "text-fits")


def waiting(problems: Iterable[Problem]) -> int:
    """Return how many rules could not be checked yet, because of errors in what they look at."""
    from builder.report.rules import RULES

    broken = {problem.rule for problem in problems if problem.is_error}
    if not broken or not broken.isdisjoint(_OF_PAGES):
        return 0
    content = sum(rule.group in _OF_CONTENT for rule in RULES.values())
    return len(_OF_PAGES) + (0 if broken.isdisjoint(_ENDS) else content)


def _more(known: Sequence[Problem], found: Iterable[Problem], audience: str) -> list[Problem]:
    """Return the problems that only the edition for an audience has, saying so."""
    before = {(problem.rule, problem.path) for problem in known}
    return [
        replace(problem, message=f"in the edition for {audience}: {problem.message}")
        for problem in found
        if (problem.rule, problem.path) not in before
    ]
