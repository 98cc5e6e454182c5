"""Finds every problem of a brief that can be found without writing a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from builder.brief.load import FaultyBrief, Loaded, load_brief
from builder.manifest.form import Edition
from builder.pipeline.prepared import compose_for, prepare
from builder.pipeline.products import fit_all
from builder.pipeline.request import Request
from builder.report.ignore import unused, without_ignored
from builder.report.problems import BriefError, Problem, locate, with_hints

if TYPE_CHECKING:
    from builder.brief.load import Loaded
    from builder.sources.check import Compared

SOURCES = "Sources"  # the group of the rules of which nothing is known until a brief is compared with them


class Check(NamedTuple):
    """The problems of a brief, the texts of the files that they point into, and how many rules wait.

    `compared` is what was compared with the sources, None if nothing was to be.
    """

    problems: tuple[Problem, ...]
    sources: dict[str, str]
    waiting: int = 0
    compared: Compared | None = None


class Sources(NamedTuple):
    """That a brief is to be compared with its sources, and whether passages that nothing cites are listed."""

    coverage: bool = False


def check_brief(request: Request, sources: Sources | None = None) -> Check:
    """Return the problems of the brief; with `sources`, also what these do not say.

    The editions for its audiences are laid out too: with less to say, a page can be another one. A problem
    that the whole brief has as well is reported once. That an `ignore` silences nothing is known only where
    no error hides other problems. A brief in which only keys or words are wrong is laid out all the same.
    """
    try:
        prepared = prepare(request)
    except BriefError as wrong:
        return _faulty(request, wrong, sources)
    found = fit_all(request, prepared.outline, prepared.theme)
    for audience in prepared.loaded.brief.audiences:
        edition = replace(request, edition=Edition(audience.name))
        try:
            other = compose_for(edition, prepared.loaded)
            problems: Iterable[Problem] = fit_all(request, other.outline, other.theme)
        except BriefError as error:
            problems = error.problems
        found += _more(found, problems, audience.name)
    loaded = prepared.loaded
    compared = _compared(request, loaded, sources) if sources else None
    located = prepared.locate((*found, *(compared.problems if compared is not None else ())))
    shown = without_ignored(located, loaded.ignores)
    if loaded.ignores and not any(problem.is_error for problem in shown):
        more = unused(loaded.ignores, (*loaded.ignored, *located), SOURCES if compared is None else None)
        shown = locate((*shown, *more), loaded.positions, prepared.file)
    texts = compared.texts if compared is not None else {}
    return Check(shown, prepared.sources | texts, 0, compared)


def _faulty(request: Request, wrong: BriefError, sources: Sources | None) -> Check:
    """Return the problems of a brief with errors, and of its pages and sources where all is known."""
    pages = _pages_of(request, wrong)
    left = _waiting(wrong.problems) if pages is None else 0
    found, texts, compared = (*wrong.problems, *(pages or ())), dict(wrong.sources), None
    if sources is not None and isinstance(wrong, FaultyBrief):
        loaded = wrong.loaded
        compared = _compared(request, loaded, sources)
        located = locate(compared.problems, loaded.positions, loaded.path.as_posix())
        found += without_ignored(located, loaded.ignores)
        texts |= compared.texts
    return Check(found, texts, left, compared)


def _compared(request: Request, loaded: Loaded, sources: Sources) -> Compared:
    """Compare a brief with its sources, and these with what the manifest of the last build records."""
    from builder.brief import UNRESTRICTED
    from builder.manifest.current import read_file
    from builder.manifest.pins import stale
    from builder.sources.check import compare_sources

    request.step("sources")
    compared = compare_sources(loaded, coverage=sources.coverage)
    edition = Edition(UNRESTRICTED if loaded.brief.audiences else None)
    manifest = read_file(request.out / edition.manifest_name(loaded.brief.id or "brief"))
    problems = with_hints((*compared.problems, *stale(loaded, manifest)))
    return replace(compared, problems=tuple(problems))


def drawable(wrong: BriefError) -> Loaded | None:
    """Return the brief of an error that can be laid out all the same: only keys or words are wrong in it."""
    from builder.report.rules import RULES

    if not isinstance(wrong, FaultyBrief):
        return None
    together = (RULES[one.rule].group == _TOGETHER for one in wrong.loaded.warnings if one.is_error)
    return None if any(together) else wrong.loaded


def _pages_of(request: Request, wrong: BriefError) -> tuple[Problem, ...] | None:
    """Return what does not fit its slide or page; None for a brief that cannot be composed."""
    loaded = drawable(wrong)
    if loaded is None:
        return None
    try:
        prepared = compose_for(request, loaded)
    except BriefError:
        return None
    found = (problem for problem in fit_all(request, prepared.outline, prepared.theme) if problem.is_error)
    located = locate(found, loaded.positions, prepared.file)
    return without_ignored(located, loaded.ignores)


# What ends the reading of a brief, and what looks at its pages.
_ENDS = {"brief-not-empty", "brief-size", "file-is-utf8", "file-readable", "nesting-depth", "yaml-syntax"}
_NOTHING = {"brief-not-empty", "file-readable"}  # what leaves nothing to check, if it is about the brief
_TOGETHER = "Parts that belong together"
_OF_CONTENT = ("The shape of values", _TOGETHER, "Wording", "Final briefs")
_OF_PAGES = ("characters-have-glyphs", "summary-fits-one-page", "text-fits")


def unread(brief: Path) -> Check:
    """Return those problems of the brief that keep it from being read."""
    try:
        load_brief(brief)
    except BriefError as wrong:
        found = tuple(one for one in wrong.problems if one.rule in _ENDS and one.is_error)
        return Check(found, dict(wrong.sources))
    return Check((), {})


def _waiting(problems: Iterable[Problem]) -> int:
    """Return how many rules could not be checked yet, because of errors in what they look at."""
    from builder.report.rules import RULES

    errors = [problem for problem in problems if problem.is_error]
    if any(problem.rule in _NOTHING and not problem.path for problem in errors):
        return 0
    broken = {problem.rule for problem in errors}
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
